//! Ids and cursors that are not the caller's: one answer, whatever is behind them.

use domain::identifiant::Genre;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::harnais::{Banc, Client, ecrire_partenaire, prescrire, recevoir, sur_les_deux_moteurs};

sur_les_deux_moteurs!(un_identifiant_d_autrui_n_existe_pas, les_mutations_n_en_disent_pas_plus, un_curseur_ne_sert_que_sa_liste);

/// Everything that is not one's own: absent, another type's, malformed, and the given foreign ones.
fn etrangers(genre: Genre, autres: &[Uuid]) -> Vec<String> {
    let mut ids: Vec<String> = autres.iter().map(|id| genre.ecrire(*id)).collect();
    let absent = Uuid::from_u128(0x0197_0000_0000_7000_8000_0000_0000_0001);
    let voisin = if genre == Genre::Prescription { Genre::Allocataire } else { Genre::Prescription };
    ids.extend([genre.ecrire(absent), voisin.ecrire(absent), voisin.ecrire(autres[0]), Genre::Partenaire.ecrire(autres[0])]);
    ids.extend(["", "x", "alc_", "12", "alc_zzzzzzzzzzzzzzzzzzzzzzzzzz", "é", "' or 1=1 --"].map(str::to_owned));
    ids
}

/// Status and bytes, but for the points that are left.
async fn empreinte(client: &Client, document: &str, variables: Value) -> (u16, String) {
    let reponse = client.demander(document, variables).await;
    let restant = format!("\"restant\":{}", reponse.corps["extensions"]["cout"]["restant"]);
    let texte = String::from_utf8(reponse.octets.to_vec()).expect("text");
    assert!(texte.contains(&restant), "{texte}");
    (reponse.statut, texte.replace(&restant, ""))
}

async fn un_identifiant_d_autrui_n_existe_pas(banc: &Banc) {
    let cibc = banc.client("cibc-82").await;
    let personnes: Vec<Uuid> = banc.colonne("select id from allocataire where departement = '31' order by id limit 2", []).await;
    let ailleurs = "select id from prescription where destinataire_id <> $1 and prescripteur_id <> $1 order by departement, id limit 2";
    let prescriptions: Vec<Uuid> = banc.colonne(ailleurs, [cibc.partenaire.into()]).await;
    let parcours: Vec<Uuid> = banc.colonne("select id from parcours where departement = '82' order by id limit 2", []).await;
    for (genre, champ, autres) in [(Genre::Allocataire, "allocataire", personnes), (Genre::Prescription, "prescription", prescriptions)] {
        let document = format!("query($id: ID!) {{ {champ}(id: $id) {{ id }} }}");
        identiques(&cibc, &document, etrangers(genre, &autres)).await;
        identiques(&cibc, "query($id: ID!) { node(id: $id) { id } }", autres.iter().map(|id| genre.ecrire(*id)).collect()).await;
    }
    let noeuds = parcours.iter().map(|id| Genre::Parcours.ecrire(*id)).chain([Genre::Habilitation.ecrire(parcours[0]), "x".to_owned()]);
    identiques(&cibc, "query($id: ID!) { node(id: $id) { id } }", noeuds.collect()).await;
}

async fn identiques(client: &Client, document: &str, ids: Vec<String>) {
    let attendue = empreinte(client, document, json!({ "id": "" })).await;
    assert!(attendue.0 == 200 && attendue.1.contains(":null}"), "{attendue:?}");
    for id in ids {
        assert_eq!(empreinte(client, document, json!({ "id": id })).await, attendue, "{document} {id}");
    }
}

async fn les_mutations_n_en_disent_pas_plus(banc: &Banc) {
    let (pole, cibc) = (banc.client("pole-emploi-82").await, banc.client("cibc-82").await);
    let inconnues = "select id from allocataire a where departement = '82' and not exists \
        (select 1 from lien_dossier l where l.allocataire_id = a.id and l.partenaire_id = $1) order by id limit 2";
    let personnes: Vec<Uuid> = banc.colonne(inconnues, [pole.partenaire.into()]).await;
    let destinataire = ecrire_partenaire(banc, "cibc-82").await;
    let prescrire = "mutation($input: PrescrireInput!) { prescrire(input: $input) { prescription { id } erreurs { code champ message } } }";
    introuvables(
        &pole,
        prescrire,
        etrangers(Genre::Allocataire, &personnes),
        |id| json!({ "allocataireId": id, "type": "EVALUATION_LINGUISTIQUE", "destinataireId": destinataire, "accordPersonne": true }),
    )
    .await;
    let autres: Vec<Uuid> = banc
        .colonne("select id from prescription where destinataire_id <> $1 order by departement, id limit 2", [cibc.partenaire.into()])
        .await;
    let repondre = "mutation($input: RepondrePrescriptionInput!) { repondrePrescription(input: $input) { prescription { id } erreurs { code champ message } } }";
    introuvables(&cibc, repondre, etrangers(Genre::Prescription, &autres), |id| json!({ "id": id, "version": 1, "vers": "ACCEPTEE" }))
        .await;
}

async fn introuvables(client: &Client, document: &str, ids: Vec<String>, entree: impl Fn(&str) -> Value) {
    let attendue = empreinte(client, document, json!({ "input": entree("") })).await;
    assert!(attendue.0 == 200 && attendue.1.contains("\"INTROUVABLE\""), "{attendue:?}");
    for id in ids {
        assert_eq!(empreinte(client, document, json!({ "input": entree(&id) })).await, attendue, "{document} {id}");
    }
}

const PRESCRIPTIONS: &str = "query($c: String) { prescriptions(first: 1, after: $c) { nodes { id } pageInfo { endCursor } } }";
const PERSONNES: &str =
    "query($c: String, $tri: AllocataireTri) { allocataires(first: 1, after: $c, tri: $tri) { nodes { id } pageInfo { endCursor } } }";
const EVENEMENTS: &str = "query($c: Curseur) { evenements(first: 1, apres: $c) { evenements { curseur } } }";

async fn curseur(client: &Client, document: &str, champ: &str) -> String {
    let reponse = client.demander(document, ()).await;
    reponse.donnees()[champ]["pageInfo"]["endCursor"].as_str().expect("cursor").to_owned()
}

async fn un_curseur_ne_sert_que_sa_liste(banc: &Banc) {
    let (cibc, mobilite, ass) =
        (banc.client("cibc-82").await, banc.client("montauban-services").await, banc.client("departement-82/ass").await);
    for (cle, type_) in [("cibc-82", "EVALUATION_LINGUISTIQUE"), ("montauban-services", "DIAGNOSTIC_MOBILITE")] {
        let personne = recevoir(&ass, "82", "Curseur").await;
        prescrire(&ass, &personne, (type_, &ecrire_partenaire(banc, cle).await)).await;
    }
    let bon = curseur(&cibc, PRESCRIPTIONS, "prescriptions").await;
    assert_eq!(cibc.demander(PRESCRIPTIONS, json!({ "c": bon })).await.statut, 200);
    let mut faux = vec![curseur(&mobilite, PRESCRIPTIONS, "prescriptions").await, curseur(&cibc, PERSONNES, "allocataires").await];
    faux.extend([
        bon[..bon.len() - 4].to_owned(),
        bon[4..].to_owned(),
        format!("{bon}AAAA"),
        alterer(&bon),
        "x".into(),
        String::new(),
        "é".into(),
        "AAAA".repeat(400),
    ]);
    for curseur in faux {
        perime(&cibc, PRESCRIPTIONS, json!({ "c": curseur })).await;
        refuse(&cibc, EVENEMENTS, json!({ "c": curseur })).await;
    }
    perime(&cibc, PERSONNES, json!({ "c": bon })).await;
    let par_id = curseur(&cibc, PERSONNES, "allocataires").await;
    perime(&cibc, PERSONNES, json!({ "c": par_id, "tri": "NOM" })).await;
}

/// The same length, one character that is another.
fn alterer(curseur: &str) -> String {
    let milieu = curseur.len() / 2;
    let autre = if &curseur[milieu..=milieu] == "A" { "B" } else { "A" };
    format!("{}{autre}{}", &curseur[..milieu], &curseur[milieu + 1..])
}

/// The feed's cursor is a scalar of its own, which also refuses what could never be one.
async fn refuse(client: &Client, document: &str, variables: Value) {
    let reponse = client.demander(document, variables.clone()).await;
    let code = reponse.codes().concat();
    assert!(reponse.statut == 400 && ["CURSEUR_PERIME", "REQUETE_INVALIDE"].contains(&code.as_str()), "{variables} {}", reponse.corps);
}

async fn perime(client: &Client, document: &str, variables: Value) {
    let reponse = client.demander(document, variables.clone()).await;
    assert_eq!((reponse.statut, reponse.codes()), (400, vec!["CURSEUR_PERIME"]), "{document} {variables} {}", reponse.corps);
}

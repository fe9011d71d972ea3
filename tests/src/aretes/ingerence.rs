//! Non-interference: what a caller may not see may be anything, the caller hears the same bytes.
//!
//! The database is asked, changed everywhere that the caller may not see, and asked again: only the points that remain,
//! the id of the request and the order of an object's members may differ.

use domain::identifiant::Genre;
use serde_json::{Value, json};
use uuid::Uuid;

use super::attendu::Attendu;
use super::causes::Causes;
use super::ombre::Ombre;
use super::personas::{Persona, mettre_en_place};
use super::pieces;
use super::regles::Cause;
use super::vie::Vie;
use crate::harnais::{Banc, Reponse};

const GRAINE: u64 = 5;
const GESTES: usize = 60;
const CHEMINS: usize = 52;
const APPELANTS: [&str; 4] = ["cibc-82", "pole-emploi-31/conseiller", "caf-31", "bi-31"];

/// Fixed documents; a bearer that may not ask one hears the same refusal twice.
const DOCUMENTS: [&str; 23] = [
    "{ moi { portees apercu { type lignes champsLisibles champsMasques } } }",
    "{ allocataires(first: 100) { nombreTotal pageInfo { hasNextPage endCursor } nodes { id version champsMasques actionsPermises { mutation } commune { nom } organismePayeur referenceExterne } } }",
    "{ allocataires(first: 20) { edges { cursor } nodes { id nom prenom dateNaissance matricule telephone courriel adresse { voie codePostal } } } }",
    "{ allocataires(first: 7, tri: NOM) { nombreTotal pageInfo { endCursor } nodes { nom } } }",
    "{ allocataires(first: 7, tri: MODIFICATION) { nombreTotal nodes { id } } }",
    "{ allocataires(filtre: { recherche: \"ma\" }) { nombreTotal nodes { id niveauFormation publics situationProfessionnelle droitRsa { statut } } } }",
    "{ allocataires(filtre: { sansReferent: true }) { nombreTotal nodes { id parcoursActif { statut designations { motifFin } } } } }",
    "{ allocataires(filtre: { sansPrescription: EVALUATION_LINGUISTIQUE }) { nombreTotal nodes { id prescriptions { nodes { id type historique { vers le } } } } } }",
    "{ allocataires(filtre: { besoins: [LANGUE, LOGEMENT, BUDGET] }) { nombreTotal nodes { id besoins { theme repereLe parPartenaire { nom } } } } }",
    "{ prescriptions(first: 100) { nombreTotal nodes { id version statut motif emiseLe allocataire { id nom } suiteDe { id } actionsPermises { vers } } } }",
    "{ echeances(first: 100) { nombreTotal nodes { objetId code dueLe agent { id } allocataire { nom } } } }",
    "{ listeParcours(first: 30) { nombreTotal nodes { id version statut modalite alertes { code } sortie { motif } actionsPermises { mutation } designations { debut partenaire { nom } } } } }",
    "{ listeParcours(first: 30) { nodes { id delaiOrientationJours delaiPremierRendezVousJours delaiContractualisationJours orientations { id modalite vers { nom } choixPersonne } contrats { id type fin statut } } } }",
    "{ listeParcours(first: 30) { nodes { designations { motifFin } orientations { motif diagnostic { projet synthese } } contrats { engagements } demandesReorientation { id motif avisEquipePluridisciplinaire } } } }",
    "{ listeParcours(first: 20) { nodes { id etapes(first: 20) { nombreTotal nodes { id type libelle statut resultat } } rendezVous(first: 20) { nombreTotal nodes { id version lieu presence } } accompagnements { id version fin } } } }",
    "{ listeParcours(filtre: { alerte: [ABSENCE_RENDEZ_VOUS] }) { nombreTotal nodes { id } } }",
    "{ rencontres(first: 50) { nombreTotal nodes { id version titre bilan { invites presents } partenairesPresents { nom } } } }",
    "{ rencontres(first: 20) { nodes { invitations(first: 20) { nombreTotal nodes { presence allocataire { id } orientation { modalite } decision { avis objectifs echeance } } } } } }",
    "{ prescriptions(first: 50) { nodes { id rendezVous { id version objet lieu presence partenaire { nom } } } } }",
    "{ aidesMobilite(first: 50) { nombreTotal nodes { id version statut montantAccorde pret { du au } pieces { libelle } versements { reference } historique { vers } allocataire { nom } } } }",
    "{ allocataires(first: 50) { nodes { id aidesMobilite { nombreTotal nodes { id statut } } diagnosticsMobilite { id freins synthese } } } }",
    "{ prescriptions(first: 50) { nodes { id diagnosticMobilite { id synthese } aidesMobilite { id statut } } } }",
    "{ evenements { encore dernierCurseur evenements { curseur type le objetId par { nom } objet { __typename id } } } }",
];

pub async fn non_ingerence(banc: &Banc) {
    mettre_en_place(banc).await;
    let mut vie = Vie::nouvelle(banc, GRAINE);
    vie.vivre(GESTES).await;
    vie.accompagner().await;
    vie.mobiliser().await;
    vie.employer().await;
    vie.cheminer(CHEMINS).await;
    for cle in APPELANTS {
        banc.sequencer().await;
        let persona = Persona::lire(banc, cle).await;
        let causes = Causes::lire(banc, &vie.receptions).await;
        let attendu = Attendu::de(&persona, &causes);
        let avant = ecouter(&persona).await;
        let ombre = Ombre { banc, persona: &persona, causes: &causes, attendu: &attendu };
        let cache = ombre.changer(&pieces::lire(banc).await).await;
        banc.sequencer().await;
        for ((document, a), b) in DOCUMENTS.iter().zip(avant).zip(ecouter(&persona).await) {
            assert!(a == b, "{cle} {document}\n{}", ecart(&a, &b));
        }
        deja_prescrite(&persona, cache).await;
        recue_deux_fois(banc, &persona, &attendu).await;
    }
}

async fn ecouter(persona: &Persona) -> Vec<String> {
    let mut entendus = Vec::new();
    for document in DOCUMENTS {
        entendus.push(nu(&persona.client.demander(document, ()).await));
    }
    entendus
}

/// A response without what changes from one request to the next.
fn nu(reponse: &Reponse) -> String {
    let mut entetes: Vec<String> =
        reponse.entetes.iter().map(|(nom, valeur)| format!("{nom}: {}", valeur.to_str().unwrap_or_default())).collect();
    entetes.retain(|e| !["ratelimit", "x-request-id", "content-length"].iter().any(|p| e.starts_with(p)));
    entetes.sort();
    // The engine writes the members of an object as they come, so their order says nothing; that of lists does.
    let mut corps = reponse.corps.clone();
    if let Some(restant) = corps.pointer_mut("/extensions/cout/restant") {
        *restant = Value::Null;
    }
    format!("{} {}\n{corps}", reponse.statut, entetes.join("\n"))
}

/// Where two answers part.
fn ecart(a: &str, b: &str) -> String {
    let place = a.chars().zip(b.chars()).take_while(|(a, b)| a == b).count();
    let autour = |texte: &str| texte.chars().skip(place.saturating_sub(80)).take(160).collect::<String>();
    format!("… {} …\n… {} …", autour(a), autour(b))
}

/// A running referral that the caller may not see is no duplicate of the one that it makes.
async fn deja_prescrite(persona: &Persona, cache: Option<(Uuid, String, Uuid)>) {
    let Some((personne, type_, destinataire)) = cache.filter(|_| persona.cle.starts_with("pole-emploi")) else { return };
    let input = json!({ "allocataireId": Genre::Allocataire.ecrire(personne), "type": type_, "destinataireId": Genre::Partenaire.ecrire(destinataire), "accordPersonne": true });
    let document = "mutation($i: PrescrireInput!) { prescrire(input: $i) { prescription { id } erreurs { code message } } }";
    persona.client.demander(document, json!({ "i": input })).await.effet();
}

/// Receiving somebody that the département knows and the caller does not is received as somebody new; a number too.
async fn recue_deux_fois(banc: &Banc, persona: &Persona, attendu: &Attendu<'_>) {
    if !persona.regle.lignes.iter().any(|l| l.cause == Cause::Accueil) {
        return;
    }
    let departement = persona.departements[0].as_str();
    // A payer's own numbers are its own to know: only another's are none of its business.
    let sql = "select id, nom, prenom, date_naissance, organisme_payeur, matricule from allocataire \
        where departement = $1 and matricule is not null and organisme_payeur <> $2 order by id";
    let lignes = banc.lignes(sql, [departement.into(), persona.type_.clone().into()]).await;
    let inconnue = lignes.iter().find(|l| !attendu.ouvertes.contains_key(&lu::<Uuid>(l, 0))).expect("somebody out of sight");
    let identite = |nom: &str, prenom: &str, naissance: &str| json!({ "departement": departement, "nom": nom, "prenom": prenom, "dateNaissance": naissance });
    let connue = identite(&lu::<String>(inconnue, 1), &lu::<String>(inconnue, 2), &lu::<chrono::NaiveDate>(inconnue, 3).to_string());
    let numerotee = |matricule: &str, nom: &str| {
        let mut saisie = identite(nom, "Zoé", "1978-08-08");
        (saisie["organismePayeur"], saisie["matricule"]) = (lu::<String>(inconnue, 4).into(), matricule.into());
        saisie
    };
    let (prise, libre) = (
        numerotee(&lu::<String>(inconnue, 5), &format!("Homonyme {}", persona.cle)),
        numerotee("9999999Z", &format!("Nouvelle {}", persona.cle)),
    );
    for (connue, neuve) in [(connue, identite(&format!("Jamais {}", persona.cle), "Zoé", "1977-07-07")), (prise, libre)] {
        let (a, b) = (recevoir(persona, &connue).await, recevoir(persona, &neuve).await);
        assert!(a == b, "{}\n{}", persona.cle, ecart(&a, &b));
    }
}

/// The answer without the id, nor what was typed.
async fn recevoir(persona: &Persona, saisie: &Value) -> String {
    let document = "mutation($i: CreerAllocataireInput!) { creerAllocataire(input: $i) { erreurs { code champ message } allocataire { id version nom nomNaissance prenom
        dateNaissance matricule telephone adresse { voie } commune { nom } organismePayeur champsMasques referenceExterne actionsPermises { mutation vers } } } }";
    let reponse = persona.client.demander(document, json!({ "i": saisie })).await;
    let id = reponse.effet()["allocataire"]["id"].as_str().unwrap_or_default().to_owned();
    let typees = ["nom", "prenom", "dateNaissance"].map(|champ| saisie[champ].as_str().unwrap_or_default().to_owned());
    let dites = reponse.effet()["allocataire"].clone();
    for (champ, valeur) in ["nom", "prenom", "dateNaissance"].iter().zip(&typees) {
        assert_eq!(dites[champ], **valeur, "{champ}");
    }
    [id].iter().chain(&typees).fold(nu(&reponse), |texte, valeur| texte.replace(&format!("\"{valeur}\""), "\"\""))
}

fn lu<T: sea_orm::TryGetable>(l: &sea_orm::QueryResult, colonne: usize) -> T {
    l.try_get_by_index(colonne).expect("column")
}

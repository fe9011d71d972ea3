//! What ends closes: a revoked convention at the next request, a relation at the end of its days, and one's own work never.

use chrono::TimeDelta;
use domain::identifiant::Genre;
use serde_json::{Value, json};
use uuid::Uuid;

use super::causes::Causes;
use super::regles::Cause;
use crate::harnais::{Banc, Client, ecrire_partenaire, prescrire};

const LISTES: &str = "{ allocataires(first: 1) { nombreTotal } prescriptions(first: 1) { nombreTotal } }";
const RENVOI: &str =
    "query($p: ID!, $a: ID!) { prescription(id: $p) { statut allocataire { nom telephone commune { nom } } } node(id: $a) { id } }";

pub async fn convention_revoquee(banc: &Banc) {
    let (admin, cibc) = (banc.client("departement-82/admin").await, banc.client("cibc-82").await);
    let renvoi: Uuid = banc
        .colonne("select id from prescription where destinataire_id = $1 and type <> 'SANTE' order by id", [cibc.partenaire.into()])
        .await[0];
    let suivre = json!({ "id": Genre::Prescription.ecrire(renvoi) });
    let lire = "query($id: ID!) { node(id: $id) { id } }";
    assert!(cibc.demander(lire, suivre.clone()).await.donnees()["node"].is_object());
    let conventions: Vec<Uuid> = banc.colonne("select id from habilitation where partenaire_id = $1", [cibc.partenaire.into()]).await;
    for convention in conventions {
        let input = json!({ "id": Genre::Habilitation.ecrire(convention), "motif": "Essai" });
        let document = "mutation($i: RevoquerHabilitationInput!) { revoquerHabilitation(input: $i) { erreurs { code message } } }";
        admin.demander(document, json!({ "i": input })).await.effet();
    }
    assert!(cibc.demander(lire, suivre).await.donnees()["node"].is_null(), "the token outlives the convention, the data must not");
    let refus = cibc.demander(LISTES, ()).await;
    assert_eq!((refus.statut, refus.corps["data"].is_null()), (403, true), "{}", refus.corps);
    assert_eq!(cibc.demander("{ moi { portees apercu { lignes } } }", ()).await.donnees()["moi"]["portees"], json!([]));
}

async fn repondre(client: &Client, id: &str, version: i64, vers: &str) {
    let input = json!({ "id": id, "version": version, "vers": vers });
    let document = "mutation($i: RepondrePrescriptionInput!) { repondrePrescription(input: $i) { erreurs { code message } } }";
    client.demander(document, json!({ "i": input })).await.effet();
}

/// 90 days of identity after the referral, then the referral alone.
pub async fn fin_de_relation(banc: &Banc) {
    let (conseil, organisme) = (banc.client("departement-82").await, banc.client("formation-82").await);
    let sql = "select a.id from allocataire a where a.departement = '82' and a.telephone is not null and a.commune is not null and not exists (select 1 from lien_dossier l where l.allocataire_id = a.id and l.partenaire_id = $1) order by a.id";
    let personne = Genre::Allocataire.ecrire(banc.colonne::<Uuid, _>(sql, [organisme.partenaire.into()]).await[0]);
    let renvoi = prescrire(&conseil, &personne, ("FORMATION_LINGUISTIQUE", &ecrire_partenaire(banc, "formation-82").await)).await;
    let demande = json!({ "p": renvoi, "a": personne });
    let lire = async || organisme.demander(RENVOI, demande.clone()).await.donnees().clone();
    assert!(lire().await["prescription"]["allocataire"]["telephone"].is_null(), "no contact before acceptance");
    for (version, vers) in [(1, "ACCEPTEE"), (2, "EN_COURS")] {
        repondre(&organisme, &renvoi, version, vers).await;
    }
    let pendant = lire().await;
    assert!(pendant["prescription"]["allocataire"]["telephone"].is_string(), "{pendant}");
    repondre(&organisme, &renvoi, 3, "REALISEE").await;
    banc.horloge.avancer(TimeDelta::days(89));
    let trace = &lire().await["prescription"]["allocataire"];
    assert!(trace["nom"].is_string() && trace["telephone"].is_null() && trace["commune"].is_null(), "{trace}");
    banc.horloge.avancer(TimeDelta::days(1));
    let reste = lire().await;
    assert_eq!(
        (&reste["prescription"]["statut"], &reste["prescription"]["allocataire"], &reste["node"]),
        (&json!("REALISEE"), &Value::Null, &Value::Null)
    );
    banc.taches().await;
    banc.sequencer().await;
    let retires = evenements(&organisme, "OBJET_RETIRE").await;
    assert!(retires.contains(&personne), "{personne} {retires:?}");
}

async fn evenements(client: &Client, type_: &str) -> Vec<String> {
    let document = "query($t: [TypeEvenement!]) { evenements(types: $t) { evenements { objetId objet { id } } } }";
    let reponse = client.demander(document, json!({ "t": [type_] })).await;
    let lus = reponse.donnees()["evenements"]["evenements"].as_array().into_iter().flatten();
    lus.filter_map(|e| e["objetId"].as_str().map(str::to_owned)).collect()
}

/// 30 days of reading after the last designation, then nothing of the person.
pub async fn reference_achevee(banc: &Banc) {
    let causes = Causes::lire(banc, &[]).await;
    let partenaire = banc.partenaire("pole-emploi-31").await;
    let seule = |personne: Uuid| {
        let siens = causes.renvois.iter().filter(|r| r.personne == personne);
        causes.designations.iter().filter(|d| d.personne == personne).count() == 1
            && !causes.suivis.iter().any(|s| s.personne == personne && s.cause == Cause::Accompagnement)
            && siens.into_iter().all(|r| r.prescripteur != partenaire && r.destinataire != partenaire)
    };
    let designation = causes
        .designations
        .iter()
        .find(|d| d.partenaire == partenaire && d.fin.is_none() && seule(d.personne))
        .expect("a person followed by it alone");
    relayer(banc, designation.parcours, "ccas-toulouse").await;
    let client = banc.client("pole-emploi-31").await;
    let demande = json!({ "a": Genre::Allocataire.ecrire(designation.personne), "p": Genre::Parcours.ecrire(designation.parcours) });
    let document = "query($a: ID!, $p: ID!) { allocataire(id: $a) { nom telephone version commune { nom } actionsPermises { mutation } } parcours(id: $p) { version actionsPermises { mutation } } }";
    banc.horloge.avancer(TimeDelta::days(29));
    let reponse = client.demander(document, demande.clone()).await;
    let (lue, parcours) = (&reponse.donnees()["allocataire"], &reponse.donnees()["parcours"]);
    assert!(lue["nom"].is_string() && parcours["version"].as_i64() > Some(0), "{lue} {parcours}");
    assert_eq!(parcours["actionsPermises"], json!([]), "what is read for 30 days is not written");
    assert_eq!(
        (&lue["telephone"], &lue["version"], &lue["commune"], &lue["actionsPermises"]),
        (&Value::Null, &Value::Null, &Value::Null, &json!([]))
    );
    banc.horloge.avancer(TimeDelta::days(1));
    assert_eq!(*client.demander(document, demande).await.donnees(), json!({ "allocataire": null, "parcours": null }));
}

/// The Département names another référent, from today.
async fn relayer(banc: &Banc, parcours: Uuid, vers: &str) {
    let version: i64 = banc.valeur("select version from parcours where id = $1", [parcours.into()]).await;
    let input = json!({ "parcoursId": Genre::Parcours.ecrire(parcours), "version": version, "partenaireId": ecrire_partenaire(banc, vers).await,
        "mode": "GESTIONNAIRE" });
    let document = "mutation($i: DesignerReferentInput!) { designerReferent(input: $i) { erreurs { code message } } }";
    banc.client("departement-31").await.demander(document, json!({ "i": input })).await.effet();
}

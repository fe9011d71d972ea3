//! What waits on a parcours, since when and by which rule of the pacte of its département.

use chrono::TimeDelta;
use serde_json::{Value, json};

use super::dossier::{Dossier, acte, jour, recevoir, texte};
use crate::harnais::{Banc, Client, sur_les_deux_moteurs};

sur_les_deux_moteurs!(chaque_departement_a_ses_delais, les_echeances_suivent_les_actes, les_delais_se_mesurent);

/// What a day's act opens: code, day, rule.
type Attendue = (&'static str, &'static str, &'static str);

struct Cas {
    departement: &'static str,
    ouvert: &'static [Attendue],
    oriente: &'static [Attendue],
}

/// The claim is of June 10, 2026; the parcours opens and is oriented on the 15th.
const CAS: [Cas; 3] = [
    Cas {
        departement: "31",
        ouvert: &[("ORIENTER", "2026-07-10", "R001")],
        oriente: &[("CONTRACTUALISER", "2026-08-15", "R030"), ("FIXER_PREMIER_RENDEZ_VOUS", "2026-06-29", "R029")],
    },
    Cas { departement: "64", ouvert: &[("ORIENTER", "2026-07-22", "R118")], oriente: &[] },
    Cas { departement: "82", ouvert: &[], oriente: &[("CONTRACTUALISER", "2026-07-15", "R163")] },
];

fn ecrire(attendues: &[Attendue]) -> Vec<(String, String, Option<String>)> {
    attendues.iter().map(|(code, due, regle)| ((*code).to_owned(), (*due).to_owned(), Some((*regle).to_owned()))).collect()
}

async fn chaque_departement_a_ses_delais(banc: &Banc) {
    for Cas { departement, ouvert, oriente } in CAS {
        let conseil = banc.client(&format!("departement-{departement}")).await;
        let personne = recevoir(&conseil, departement, "Attendue", json!({ "demandeRsaLe": "2026-06-10" })).await;
        let d = Dossier::pour(banc, &conseil, personne).await;
        assert_eq!(d.echeances().await, ecrire(ouvert), "{departement}");
        d.orienter(&conseil, &format!("pole-emploi-{departement}"), json!({})).await.effet();
        assert_eq!(d.echeances().await, ecrire(oriente), "{departement}");
    }
}

async fn codes(d: &Dossier<'_>) -> Vec<String> {
    d.echeances().await.into_iter().map(|(code, ..)| code).collect()
}

async fn les_echeances_suivent_les_actes(banc: &Banc) {
    let (ass, pe, ccas) =
        (banc.client("departement-31/ass").await, banc.client("pole-emploi-31").await, banc.client("ccas-toulouse").await);
    let d = Dossier::oriente(banc, &ass, ("31", "Suivie"), "pole-emploi-31").await;
    let entretien = json!({ "objet": "ORIENTATION" });
    d.fixer(&pe, banc.horloge.instant() + TimeDelta::days(1), entretien).await.effet();
    assert_eq!(codes(&d).await, ["CONTRACTUALISER", "FIXER_PREMIER_RENDEZ_VOUS"], "an interview is no first appointment");
    d.fixer(&pe, banc.horloge.instant() + TimeDelta::days(2), json!({})).await.effet();
    assert_eq!(codes(&d).await, ["CONTRACTUALISER"]);
    banc.horloge.avancer(TimeDelta::days(8));
    d.designer(&ass, "ccas-toulouse", json!({})).await.effet();
    let responsable = "select distinct p.cle from echeance e join partenaire p on p.id = e.responsable_id where e.objet_id = $1";
    assert_eq!(banc.valeur::<String, _>(responsable, [d.uuid().into()]).await, "ccas-toulouse");
    d.signer(&ccas, json!({})).await.effet();
    assert_eq!(codes(&d).await, ["RENOUVELER_CONTRAT"]);
    // A contract that runs is not due again when the person is oriented elsewhere.
    d.orienter(&ass, "ml-toulouse", json!({})).await.effet();
    assert_eq!(codes(&d).await, ["FIXER_PREMIER_RENDEZ_VOUS", "RENOUVELER_CONTRAT"]);
    d.cloturer(&ass, jour(banc), "CDI").await.effet();
    assert_eq!(codes(&d).await, Vec::<String>::new());
}

const DELAIS: &str =
    "query($id: ID!) { parcours(id: $id) { delaiOrientationJours delaiPremierRendezVousJours delaiContractualisationJours } }";

async fn les_delais_se_mesurent(banc: &Banc) {
    let (ass, pe, caf) = (banc.client("departement-31/ass").await, banc.client("pole-emploi-31").await, banc.client("caf-31").await);
    let champs = json!({ "demandeRsaLe": "2026-06-10", "organismePayeur": "CAF", "matricule": "7654321" });
    let d = Dossier::pour(banc, &ass, recevoir(&ass, "31", "Mesurée", champs).await).await;
    let lire = async |client: &Client| {
        let lu = client.demander(DELAIS, json!({ "id": d.id })).await.donnees()["parcours"].clone();
        ["delaiOrientationJours", "delaiPremierRendezVousJours", "delaiContractualisationJours"].map(|champ| lu[champ].clone())
    };
    assert_eq!(lire(&ass).await, [Value::Null, Value::Null, Value::Null]);
    banc.horloge.avancer(TimeDelta::days(9));
    d.orienter(&ass, "pole-emploi-31", json!({})).await.effet();
    banc.horloge.avancer(TimeDelta::days(4));
    d.fixer(&pe, banc.horloge.instant() + TimeDelta::days(5), json!({})).await.effet();
    banc.horloge.avancer(TimeDelta::days(7));
    d.signer(&pe, json!({})).await.effet();
    let mesures = [json!(14), json!(4), json!(11)];
    assert_eq!((lire(&ass).await, lire(&pe).await), (mesures.clone(), mesures));
    assert_eq!(lire(&caf).await, [json!(14), Value::Null, json!(11)], "the payer reads dates of orientation and contract");
    apres_une_absence(banc, &d).await;
}

/// An absence is dealt with by another appointment, or taken back when it was a mistake.
async fn apres_une_absence(banc: &Banc, d: &Dossier<'_>) {
    let pe = banc.client("pole-emploi-31").await;
    for correction in [false, true] {
        let fixe = d.fixer(&pe, banc.horloge.instant() + TimeDelta::days(1), json!({})).await;
        let id = texte(&fixe, "/rendezVous/id");
        let relever = |version: i64, presence: &str| json!({ "rendezVousId": id, "version": version, "presence": presence });
        super::dossier::refuse(&acte(&pe, "Relever", relever(1, "ABSENT")).await, "SAISIE_INVALIDE", "presence");
        banc.horloge.avancer(TimeDelta::days(1));
        acte(&pe, "Relever", relever(1, "ABSENT")).await.effet();
        assert_eq!(d.alertes(&pe).await, ["ABSENCE_RENDEZ_VOUS"]);
        if correction {
            acte(&pe, "Relever", relever(2, "EXCUSE")).await.effet();
        } else {
            d.fixer(&pe, banc.horloge.instant() + TimeDelta::days(3), json!({})).await.effet();
        }
        assert_eq!(d.alertes(&pe).await, Vec::<String>::new());
    }
}

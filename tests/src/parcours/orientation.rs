//! Orienting: when, how, by which dispositif, and what waits from then on.

use chrono::{Days, TimeDelta};
use domain::identifiant::Genre;
use serde_json::{Value, json};

use super::dossier::{Dossier, acte, agent, jour, refuse, texte};
use crate::harnais::{Banc, Client, ecrire_partenaire, sur_les_deux_moteurs};

sur_les_deux_moteurs!(
    une_orientation_dure_sept_jours,
    une_orientation_se_motive,
    une_designation_d_office_suit_une_absence,
    un_dispositif_est_celui_du_partenaire,
    une_reorientation_se_decide,
);

async fn une_orientation_dure_sept_jours(banc: &Banc) {
    let ass = banc.client("departement-31/ass").await;
    let d = Dossier::ouvrir(banc, &ass, "31", "Datée").await;
    let debut = jour(banc);
    for le in [debut + Days::new(1), debut - Days::new(1)] {
        refuse(&d.orienter(&ass, "pole-emploi-31", json!({ "decideeLe": le })).await, "SAISIE_INVALIDE", "decideeLe");
    }
    let perimee = json!({ "version": d.version().await - 1 });
    refuse(&d.orienter(&ass, "pole-emploi-31", perimee).await, "CONFLIT_VERSION", "version");
    d.orienter(&ass, "pole-emploi-31", json!({ "modalite": "PROFESSIONNEL" })).await.effet();
    // The same day it is corrected in its place, with the référent that it designated.
    d.orienter(&ass, "ccas-toulouse", json!({ "agentId": null })).await.effet();
    assert_eq!(referents(&d).await, ["ccas-toulouse"]);
    banc.horloge.avancer(TimeDelta::days(6));
    refuse(&d.orienter(&ass, "pole-emploi-31", json!({})).await, "PERIODE_CHEVAUCHANTE", "decideeLe");
    banc.horloge.avancer(TimeDelta::days(1));
    d.orienter(&ass, "pole-emploi-31", json!({})).await.effet();
    let suite = (debut, debut + Days::new(7));
    assert_eq!(d.colonne::<chrono::NaiveDate>("orientation", "debut", "debut").await, [suite.0, suite.1]);
    assert_eq!(referents(&d).await, ["ccas-toulouse", "pole-emploi-31"]);
    designee_plus_tard(banc, &ass, &d).await;
}

/// A référent designated since then is not overtaken by an orientation of the past, and the field is the one of the input.
async fn designee_plus_tard(banc: &Banc, ass: &Client, d: &Dossier<'_>) {
    banc.horloge.avancer(TimeDelta::days(10));
    d.designer(ass, "ml-toulouse", json!({})).await.effet();
    let avant = jour(banc) - Days::new(1);
    refuse(&d.orienter(ass, "ccas-toulouse", json!({ "decideeLe": avant })).await, "PERIODE_CHEVAUCHANTE", "decideeLe");
}

async fn referents(d: &Dossier<'_>) -> Vec<String> {
    let sql = "select p.cle from designation d join partenaire p on p.id = d.partenaire_id where d.parcours_id = $1 order by d.debut";
    d.banc.colonne(sql, [d.uuid().into()]).await
}

async fn une_orientation_se_motive(banc: &Banc) {
    for (departement, vers, automatique) in [("31", "pole-emploi-31", true), ("82", "pole-emploi-82", false)] {
        let ass = banc.client(&format!("departement-{departement}/ass")).await;
        let d = Dossier::ouvrir(banc, &ass, departement, "Motivée").await;
        for motif in [Value::Null, json!(" ")] {
            let veille = json!({ "modalite": "VEILLE_SOCIALE", "motif": motif });
            refuse(&d.orienter(&ass, vers, veille).await, "DOSSIER_INCOMPLET", "motif");
        }
        let seule = d.orienter(&ass, vers, json!({ "mode": "AUTOMATIQUE", "modalite": "PROFESSIONNEL" })).await;
        if automatique {
            seule.effet();
        } else {
            refuse(&seule, "SAISIE_INVALIDE", "mode");
        }
        d.orienter(&ass, vers, json!({ "modalite": "VEILLE_SOCIALE", "motif": "Hospitalisation d'un proche" })).await.effet();
        let freins = json!({ "diagnostic": { "freins": ["SANTE"] } });
        refuse(&d.orienter(&ass, vers, freins).await, "SAISIE_INVALIDE", "diagnostic");
    }
}

async fn une_designation_d_office_suit_une_absence(banc: &Banc) {
    let ass = banc.client("departement-31/ass").await;
    let d = Dossier::ouvrir(banc, &ass, "31", "Absente").await;
    let autre = Dossier::ouvrir(banc, &ass, "31", "Autre").await;
    let kiosque = kiosque(banc, &ass, &[&d.personne, &autre.personne]).await;
    refuse(&d.orienter(&ass, "ccas-toulouse", json!({ "mode": "OFFICE" })).await, "DOSSIER_INCOMPLET", "rencontreId");
    let office = json!({ "mode": "OFFICE", "rencontreId": kiosque });
    refuse(&d.orienter(&ass, "ccas-toulouse", office.clone()).await, "DOSSIER_INCOMPLET", "rencontreId");
    for (personne, presence) in [(&d.personne, "ABSENT"), (&autre.personne, "PRESENT")] {
        noter(&ass, &kiosque, personne, presence).await;
    }
    let absence: Vec<_> = d.echeances().await.into_iter().filter(|(code, ..)| code == "TRAITER_ABSENCE").collect();
    assert_eq!(absence, [("TRAITER_ABSENCE".to_owned(), jour(banc).to_string(), Some("R022".to_owned()))]);
    refuse(&autre.orienter(&ass, "ccas-toulouse", office.clone()).await, "DOSSIER_INCOMPLET", "rencontreId");
    d.orienter(&ass, "ccas-toulouse", office).await.effet();
    assert!(!d.echeances().await.iter().any(|(code, ..)| code == "TRAITER_ABSENCE"), "the absence has been dealt with");
    let seule = Dossier::ouvrir(banc, &ass, "31", "Jamais invitée").await;
    let choisie = json!({ "mode": "KIOSQUE", "rencontreId": kiosque });
    refuse(&seule.orienter(&ass, "ccas-toulouse", choisie.clone()).await, "INTROUVABLE", "rencontreId");
    autre.orienter(&ass, "ccas-toulouse", choisie).await.effet();
    let orientes: i64 =
        banc.valeur("select orientes from rencontre where id = $1", [Genre::Rencontre.lire(&kiosque).expect("id").into()]).await;
    assert_eq!(orientes, 2);
}

/// A kiosque held today by the Département.
pub(super) async fn kiosque(banc: &Banc, ass: &Client, invites: &[&String]) -> String {
    let input = json!({ "type": "KIOSQUE_INSERTION", "titre": "Kiosque", "le": banc.horloge.instant(), "invites": invites });
    texte(&acte(ass, "Organiser", input).await, "/rencontre/id")
}

pub(super) async fn noter(ass: &Client, rencontre: &str, personne: &str, presence: &str) {
    let input = json!({ "rencontreId": rencontre, "allocataireId": personne, "presence": presence });
    acte(ass, "Noter", input).await.effet();
}

async fn un_dispositif_est_celui_du_partenaire(banc: &Banc) {
    let ass = banc.client("departement-31/ass").await;
    let d = Dossier::ouvrir(banc, &ass, "31", "Dispositif").await;
    for (code, refus) in [("coaching-82", "INTROUVABLE"), ("inconnu", "INTROUVABLE"), ("diplomes-31", "DESTINATAIRE_INADAPTE")] {
        refuse(&d.orienter(&ass, "agence-3i-31", json!({ "dispositifCode": code })).await, refus, "dispositifCode");
    }
    let etranger = json!({ "agentId": agent(banc, "pole-emploi-31/conseiller").await });
    refuse(&d.orienter(&ass, "agence-3i-31", etranger).await, "SAISIE_INVALIDE", "agentId");
    for (vers, refus) in
        [("wimoov-31", "DESTINATAIRE_INADAPTE"), ("pole-emploi-82", "DESTINATAIRE_INADAPTE"), ("caf-31", "DESTINATAIRE_INADAPTE")]
    {
        refuse(&d.orienter(&ass, vers, json!({})).await, refus, "versPartenaireId");
    }
    d.orienter(&ass, "agence-3i-31", json!({ "dispositifCode": "actipro-31" })).await.effet();
    let modalites: Vec<Option<String>> = banc.colonne("select modalite from parcours where id = $1", [d.uuid().into()]).await;
    assert_eq!(modalites, [Some("SOCIAL".to_owned())]);
}

async fn une_reorientation_se_decide(banc: &Banc) {
    let (ass, pe) = (banc.client("departement-31/ass").await, banc.client("pole-emploi-31").await);
    let d = Dossier::oriente(banc, &ass, ("31", "Réorientée"), "pole-emploi-31").await;
    let demande = json!({ "modaliteDemandee": "SOCIAL", "motif": "Le logement d'abord" });
    refuse(&d.agir(&pe, "Demander", json!({ "modaliteDemandee": "SOCIAL", "motif": " " })).await, "SAISIE_INVALIDE", "motif");
    let id = texte(&d.agir(&pe, "Demander", demande.clone()).await, "/parcours/demandesReorientation/0/id");
    refuse(&d.agir(&pe, "Demander", demande).await, "DOUBLON", "parcoursId");
    let decider = |decision: &str, champs: Value| super::dossier::fondre(json!({ "demandeId": id, "decision": decision }), champs);
    let ccas = ecrire_partenaire(banc, "ccas-toulouse").await;
    refuse(&d.agir(&ass, "Decider", decider("ACCEPTEE", json!({}))).await, "SAISIE_INVALIDE", "versPartenaireId");
    refuse(&d.agir(&ass, "Decider", decider("AJOURNEE", json!({ "ajourneeAu": jour(banc) }))).await, "SAISIE_INVALIDE", "ajourneeAu");
    // Asked and decided within the seven days: the refusal names a field of this input.
    banc.horloge.avancer(TimeDelta::days(3));
    let trop_tot = d.agir(&ass, "Decider", decider("ACCEPTEE", json!({ "versPartenaireId": ccas }))).await;
    refuse(&trop_tot, "PERIODE_CHEVAUCHANTE", "decision");
    assert_eq!(d.agir(&pe, "Decider", decider("REFUSEE", json!({}))).await.statut, 403);
    d.agir(&ass, "Decider", decider("AJOURNEE", json!({ "avisEquipePluridisciplinaire": "À revoir" }))).await.effet();
    banc.horloge.avancer(TimeDelta::days(10));
    d.agir(&ass, "Decider", decider("ACCEPTEE", json!({ "versPartenaireId": ccas }))).await.effet();
    assert_eq!(referents(&d).await, ["pole-emploi-31", "ccas-toulouse"]);
    refuse(&d.agir(&ass, "Decider", decider("REFUSEE", json!({}))).await, "INTROUVABLE", "demandeId");
    refuse(&d.agir(&pe, "Demander", json!({ "modaliteDemandee": "SOCIAL", "motif": "Encore" })).await, "INTROUVABLE", "parcoursId");
}

//! Opening: one parcours at a time, after the last one.

use chrono::{Days, TimeDelta};
use serde_json::json;

use super::dossier::{Dossier, acte, jour, recevoir, refuse};
use crate::harnais::{Banc, sur_les_deux_moteurs};

sur_les_deux_moteurs!(un_parcours_a_la_fois, un_parcours_s_ouvre_a_une_date);

async fn un_parcours_a_la_fois(banc: &Banc) {
    let ass = banc.client("departement-31/ass").await;
    let d = Dossier::ouvrir(banc, &ass, "31", "Unique").await;
    refuse(&acte(&ass, "Ouvrir", json!({ "allocataireId": d.personne })).await, "PARCOURS_DEJA_OUVERT", "allocataireId");
    let fin = jour(banc);
    d.cloturer(&ass, fin, "FIN_DE_DROITS").await.effet();
    let encore = |le| json!({ "allocataireId": d.personne, "ouvertLe": le });
    for le in [fin, fin - Days::new(30)] {
        refuse(&acte(&ass, "Ouvrir", encore(le)).await, "PERIODE_CHEVAUCHANTE", "ouvertLe");
    }
    banc.horloge.avancer(TimeDelta::days(1));
    acte(&ass, "Ouvrir", encore(fin + Days::new(1))).await.effet();
    refuse(&acte(&ass, "Ouvrir", encore(fin + Days::new(1))).await, "PARCOURS_DEJA_OUVERT", "allocataireId");
}

async fn un_parcours_s_ouvre_a_une_date(banc: &Banc) {
    let (ass, pe) = (banc.client("departement-31/ass").await, banc.client("pole-emploi-31").await);
    let personne = recevoir(&ass, "31", "Datée", json!({})).await;
    let demain = jour(banc) + Days::new(1);
    for le in [demain.to_string(), "1899-12-31".to_owned()] {
        let input = json!({ "allocataireId": personne, "ouvertLe": le });
        refuse(&acte(&ass, "Ouvrir", input).await, "SAISIE_INVALIDE", "ouvertLe");
    }
    let d = Dossier::pour(banc, &ass, personne).await;
    assert_eq!((d.statut().await.as_str(), d.version().await), ("A_ORIENTER", 1));
    assert_eq!(acte(&pe, "Ouvrir", json!({ "allocataireId": d.personne })).await.statut, 403, "opening is the Département's");
}

//! Closing: when, of which kind, and all that stops with the parcours.

use chrono::{Days, NaiveDate, TimeDelta};
use domain::parcours::MotifSortie;
use domain::vocabulaire::Enumeration;
use serde_json::json;

use super::dossier::{Dossier, jour, refuse};
use crate::harnais::{Banc, sur_les_deux_moteurs};

sur_les_deux_moteurs!(une_sortie_suit_ce_qui_est_date, une_sortie_arrete_tout);
sur_les_deux_moteurs!(Banc::sensible => chaque_motif_a_sa_categorie);

/// The kinds of exit, as the pactes count them; anything else is AUTRE.
const CATEGORIES: [(&str, &[&str]); 3] = [
    ("EMPLOI_DURABLE", &["CDI", "CDD_PLUS_6_MOIS", "CREATION_ACTIVITE", "FONCTION_PUBLIQUE"]),
    ("EMPLOI_TRANSITION", &["CONTRAT_INSERTION", "INTERIM", "AUTRE_SIAE"]),
    ("AUTRE_POSITIVE", &["CDD_MOINS_6_MOIS", "CONTRAT_AIDE", "FORMATION_QUALIFIANTE", "FORMATION_AUTRE", "RETRAITE"]),
];

fn categorie(motif: &str) -> &'static str {
    CATEGORIES.iter().find(|(_, motifs)| motifs.contains(&motif)).map_or("AUTRE", |(categorie, _)| categorie)
}

async fn chaque_motif_a_sa_categorie(banc: &Banc) {
    let (ass, ade) = (banc.client("departement-31/ass").await, banc.client("departement-31/ade").await);
    for motif in MotifSortie::VALEURS {
        let code = motif.valeur.code();
        let d = Dossier::ouvrir(banc, &ass, "31", &format!("Sortie {code}")).await;
        if motif.sensible {
            refuse(&d.cloturer(&ade, jour(banc), code).await, "SAISIE_INVALIDE", "motif");
        }
        let close = d.cloturer(&ass, jour(banc), code).await;
        let sortie = &close.effet()["parcours"]["sortie"];
        assert_eq!((&sortie["motif"], &sortie["categorie"]), (&json!(code), &json!(categorie(code))));
        let document = "query($id: ID!) { parcours(id: $id) { sortie { motif } } }";
        let lue = ade.demander(document, json!({ "id": d.id })).await;
        let montre = if motif.sensible { "AUTRE" } else { code };
        assert_eq!(lue.donnees()["parcours"]["sortie"]["motif"], montre);
    }
}

async fn une_sortie_suit_ce_qui_est_date(banc: &Banc) {
    let ass = banc.client("departement-31/ass").await;
    let d = Dossier::oriente(banc, &ass, ("31", "Datée"), "ccas-toulouse").await;
    let debut = jour(banc);
    refuse(&d.cloturer(&ass, debut + Days::new(1), "CDI").await, "SAISIE_INVALIDE", "le");
    banc.horloge.avancer(TimeDelta::days(10));
    // An orientation to the same partner designates nobody: the exit comes after it nevertheless.
    d.orienter(&ass, "ccas-toulouse", json!({ "modalite": "SOCIOPROFESSIONNEL" })).await.effet();
    refuse(&d.cloturer(&ass, debut + Days::new(9), "CDI").await, "SAISIE_INVALIDE", "le");
    d.signer(&ass, json!({})).await.effet();
    banc.horloge.avancer(TimeDelta::days(10));
    refuse(&d.cloturer(&ass, debut - Days::new(1), "CDI").await, "SAISIE_INVALIDE", "le");
    refuse(&d.cloturer(&ass, jour(banc), "INCARCERATION").await, "SAISIE_INVALIDE", "motif");
    d.cloturer(&ass, jour(banc) - Days::new(3), "CDI").await.effet();
    refuse(&d.cloturer(&ass, jour(banc), "CDI").await, "TRANSITION_INTERDITE", "parcoursId");
    for operation in ["Suspendre", "Reprendre", "Ajouter"] {
        let input = match operation {
            "Suspendre" => json!({ "du": jour(banc), "motif": "Trop tard" }),
            "Reprendre" => json!({ "le": jour(banc) }),
            _ => json!({ "type": "EMPLOI", "libelle": "Trop tard", "debut": jour(banc) }),
        };
        refuse(&d.agir(&ass, operation, input).await, "TRANSITION_INTERDITE", "parcoursId");
    }
}

async fn une_sortie_arrete_tout(banc: &Banc) {
    let (ass, pe) = (banc.client("departement-31/ass").await, banc.client("pole-emploi-31").await);
    let d = Dossier::oriente(banc, &ass, ("31", "Arrêtée"), "pole-emploi-31").await;
    let debut = jour(banc);
    d.demarrer(&pe, ("accompagnement-global-31", "pole-emploi-31"), json!({})).await.effet();
    for (statut, debut) in [("EN_COURS", debut), ("PREVUE", debut + Days::new(40))] {
        let input = json!({ "type": "FORMATION", "libelle": statut, "debut": debut, "statut": statut });
        d.agir(&pe, "Ajouter", input).await.effet();
    }
    banc.horloge.avancer(TimeDelta::days(8));
    d.agir(&pe, "Suspendre", json!({ "du": jour(banc), "motif": "Arrêt" })).await.effet();
    banc.horloge.avancer(TimeDelta::days(2));
    d.cloturer(&pe, jour(banc), "CDI").await.effet();
    assert_eq!(d.colonne::<String>("etape", "statut", "id").await, ["ABANDONNEE", "ABANDONNEE"]);
    let fins: Vec<Option<NaiveDate>> = d.colonne("etape", "fin", "id").await;
    assert_eq!(fins, [Some(jour(banc)), Some(debut + Days::new(40))]);
    assert_eq!(d.colonne::<Option<String>>("accompagnement", "issue", "id").await, [Some("SORTIE_POSITIVE".to_owned())]);
    assert_eq!(d.colonne::<Option<NaiveDate>>("suspension", "reprise_le", "du").await, [Some(jour(banc))]);
    assert_eq!(d.echeances().await, []);
    let ouverts = "select count(*) from lien_dossier where allocataire_id = $1 and nature in (1, 2) and identite_jusquau > $2";
    let personne = domain::identifiant::Genre::Allocataire.lire(&d.personne).expect("id");
    let ouverts: i64 = banc.valeur(ouverts, [personne.into(), (jour(banc) + Days::new(60)).into()]).await;
    assert_eq!(ouverts, 0, "nobody follows her beyond the days of reading");
    assert!(d.alertes(&ass).await.is_empty());
}

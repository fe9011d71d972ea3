//! Fields of the rows of a file that a caller reads on some rows and not on others.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use domain::identifiant::Genre;
use uuid::Uuid;

use super::attendu::Attendu;
use super::causes::jour;
use super::dossier::Vue;
use super::pieces::{Pieces, lu};
use super::textes::Textes;
use super::vus::Vus;
use crate::harnais::Banc;

/// Type and field; closed, a field reads null, zero or an empty list.
pub const CHAMPS: [(&str, &str); 18] = [
    ("Parcours", "version"),
    ("Parcours", "sortie"),
    ("Parcours", "alertes"),
    ("Parcours", "delaiPremierRendezVousJours"),
    ("Orientation", "motif"),
    ("Orientation", "diagnostic"),
    ("Orientation", "rencontre"),
    ("Orientation", "dispositif"),
    ("Orientation", "territoire"),
    ("Orientation", "agent"),
    ("Orientation", "choixPersonne"),
    ("ContratEngagement", "engagements"),
    ("Etape", "resultat"),
    ("Accompagnement", "version"),
    ("RendezVous", "version"),
    ("RendezVous", "lieu"),
    ("EvaluationLinguistique", "version"),
    ("InscriptionFormation", "version"),
];

/// A parcours as the tables have it.
pub struct Suivre {
    id: Uuid,
    personne: Uuid,
    clos: bool,
    orientee_le: Option<NaiveDate>,
    alertes: BTreeSet<String>,
}

/// Deadlines by the alert that they make: the day after they pass, some days before, or at once.
const ALERTES: [(&str, &str, i64); 7] = [
    ("ORIENTER", "ORIENTATION_EN_RETARD", 0),
    ("FIXER_PREMIER_RENDEZ_VOUS", "PREMIER_RENDEZ_VOUS_EN_RETARD", 0),
    ("CONTRACTUALISER", "CONTRACTUALISATION_EN_RETARD", 0),
    ("RENOUVELER_CONTRAT", "CONTRAT_BIENTOT_ECHU", 31),
    ("REPRENDRE_CONTACT", "SANS_CONTACT", 0),
    ("DECIDER_REORIENTATION", "REORIENTATION_EN_RETARD", 0),
    ("TRAITER_ABSENCE", "ABSENCE_RENDEZ_VOUS", 36_500),
];

impl Suivre {
    pub async fn lire(banc: &Banc) -> Vec<Self> {
        let sql = "select p.id, p.allocataire_id, p.clos_le, (select min(o.debut) from orientation o where o.parcours_id = p.id), \
            (select min(d.debut) from designation d where d.parcours_id = p.id) from parcours p";
        let echeances = banc.lignes("select objet_id, code, due from echeance", []).await;
        let jour = jour(banc.horloge.instant());
        let un = |l: &sea_orm::QueryResult| {
            let (id, clos): (Uuid, Option<NaiveDate>) = (lu(l, 0), lu(l, 2));
            let siennes = echeances.iter().filter(|e| lu::<Uuid>(e, 0) == id);
            let mut alertes: BTreeSet<String> = siennes.filter_map(|e| alerte(&lu::<String>(e, 1), lu(e, 2), jour)).collect();
            if clos.is_none() && lu::<Option<NaiveDate>>(l, 4).is_none() {
                alertes.insert("SANS_REFERENT".to_owned());
            }
            Self { id, personne: lu(l, 1), clos: clos.is_some(), orientee_le: lu(l, 3), alertes }
        };
        banc.lignes(sql, []).await.iter().map(un).collect()
    }
}

fn alerte(code: &str, due: NaiveDate, jour: NaiveDate) -> Option<String> {
    let (_, alerte, avant) = ALERTES.iter().find(|(echeance, ..)| *echeance == code)?;
    (due < jour + chrono::TimeDelta::days(*avant)).then(|| (*alerte).to_owned())
}

/// Fields that were read where they are closed, and those that are open and were not read.
pub fn fautes(attendu: &Attendu<'_>, vus: &Vus, (pieces, textes): (&Pieces, &Textes), parcours: &[Suivre]) -> Vec<String> {
    let ouverts = ouverts(attendu, (pieces, textes), parcours);
    let mut fautes = Vec::new();
    for cle in CHAMPS {
        let lus: BTreeSet<&String> = vus.dossiers.iter().filter(|(lu, _)| *lu == cle).map(|(_, id)| id).collect();
        let attendus = ouverts.get(&cle).cloned().unwrap_or_default();
        let a_tort: Vec<_> = lus.iter().filter(|id| !attendus.contains(**id)).collect();
        fautes.extend((!a_tort.is_empty()).then(|| format!("{cle:?} est lu sur {} lignes où il est fermé : {}", a_tort.len(), a_tort[0])));
    }
    fautes.extend(exacts(attendu, vus, parcours));
    fautes
}

const GENRES: [Genre; 7] = [
    Genre::Orientation,
    Genre::Contrat,
    Genre::Etape,
    Genre::Accompagnement,
    Genre::RendezVous,
    Genre::EvaluationLinguistique,
    Genre::InscriptionFormation,
];

type Ouverts = BTreeMap<(&'static str, &'static str), BTreeSet<String>>;

fn ouverts(attendu: &Attendu<'_>, (pieces, textes): (&Pieces, &Textes), parcours: &[Suivre]) -> Ouverts {
    let mut ouverts = Ouverts::new();
    for cle in CHAMPS {
        let place = ouverts.entry(cle).or_default();
        if cle.0 == "Parcours" {
            let siens = parcours
                .iter()
                .filter(|p| attendu.detaille(p.personne) && (cle.1 != "delaiPremierRendezVousJours" || connait_debut(attendu, p)));
            place.extend(siens.map(|p| Genre::Parcours.ecrire(p.id)));
            continue;
        }
        let genre = GENRES.into_iter().find(|g| g.type_graphql() == cle.0).expect("type of a row");
        let lus = pieces[cle.0].iter().filter(|p| match cle.1 {
            "diagnostic" => textes.diagnostique(attendu, p),
            "version" => attendu.versionne(cle.0, p),
            "motif" | "engagements" | "resultat" | "lieu" => attendu.vue(cle.0, p) == Vue::Entiere,
            _ => attendu.detaille(p.personne),
        });
        place.extend(lus.map(|p| genre.ecrire(p.id)));
    }
    ouverts
}

/// The delay of the first appointment tells of a day that a later follower does not read.
fn connait_debut(attendu: &Attendu<'_>, p: &Suivre) -> bool {
    let suivie = || attendu.suivies.get(&p.personne).is_some_and(|depuis| p.orientee_le.is_some_and(|le| jour(*depuis) <= le));
    attendu.entieres.contains(&p.personne) || suivie()
}

/// The alerts and the exits that the tables give, and no other.
fn exacts(attendu: &Attendu<'_>, vus: &Vus, parcours: &[Suivre]) -> Vec<String> {
    let mut fautes = Vec::new();
    for p in parcours.iter().filter(|p| attendu.parcours.contains(&p.id)) {
        let id = Genre::Parcours.ecrire(p.id);
        let detail = attendu.detaille(p.personne);
        let attendues = if detail { p.alertes.clone() } else { BTreeSet::new() };
        let lues = vus.alertes.get(&id).cloned().unwrap_or_default();
        if lues != attendues {
            fautes.push(format!("alertes de {id} : {lues:?} pour {attendues:?}"));
        }
        for (champ, du) in [("version", detail), ("sortie", detail && p.clos)] {
            if vus.dossiers.contains(&(("Parcours", champ), id.clone())) != du {
                fautes.push(format!("Parcours.{champ} de {id} : {}", if du { "attendu" } else { "lu à tort" }));
            }
        }
    }
    fautes.truncate(8);
    fautes
}

//! The exit that a closed parcours names, from what the right to RSA says of its end.

use chrono::NaiveDate;

use super::personne::Personne;
use super::tirage::Tirage;
use crate::allocataire::SituationProfessionnelle;
use crate::parcours::{MotifSortie as M, Sortie};

/// A parcours that ended before its right did not take the person out of RSA.
const INTERROMPU: &[(M, u32)] = &[(M::PerteDeContact, 40), (M::Abandon, 30), (M::Autre, 20), (M::ContratInsertion, 10)];

/// What follows each motive of the payer.
const PAR_MOTIF: &[(&str, &[(M, u32)])] = &[
    (
        "Reprise d'activité",
        &[(M::Cdi, 30), (M::CddPlus6Mois, 22), (M::CddMoins6Mois, 22), (M::Interim, 12), (M::ContratInsertion, 8), (M::ContratAide, 6)],
    ),
    ("Ressources supérieures au plafond", &[(M::FinDeDroits, 50), (M::CddMoins6Mois, 25), (M::Cdi, 15), (M::Autre, 10)]),
    ("Déménagement hors du département", &[(M::Demenagement, 1)]),
    ("Entrée en formation", &[(M::FormationQualifiante, 65), (M::FormationAutre, 35)]),
    ("Retraite", &[(M::Retraite, 1)]),
    ("Absence de déclaration trimestrielle", &[(M::PerteDeContact, 65), (M::FinDeDroits, 35)]),
];

pub(super) fn tirer(tirage: &mut Tirage, personne: &Personne, le: NaiveDate) -> Sortie {
    let droit = &personne.droit;
    let sortie_du_rsa = droit.clos_le.is_some_and(|clos| clos <= le);
    let motif = match droit.motif_cloture {
        Some(motif) if sortie_du_rsa => suite(tirage, personne, motif),
        _ => tirage.selon(INTERROMPU).unwrap_or(M::Autre),
    };
    Sortie { le, motif, categorie: motif.categorie(), sortie_du_rsa }
}

fn suite(tirage: &mut Tirage, personne: &Personne, motif: &str) -> M {
    if motif == "Reprise d'activité" && personne.situation == SituationProfessionnelle::TravailleurIndependant {
        return M::CreationActivite;
    }
    let poids = PAR_MOTIF.iter().find(|(du_payeur, _)| *du_payeur == motif).map(|(_, poids)| *poids);
    poids.and_then(|poids| tirage.selon(poids)).unwrap_or(M::Autre)
}

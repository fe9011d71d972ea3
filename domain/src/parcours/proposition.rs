//! The orientation that the pactes of a département propose for one person, rule by rule. A person decides.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::ModaliteAccompagnement;
use crate::allocataire::{Civilite, NiveauFormation, PublicCible, SituationProfessionnelle, ThemeBesoin};
use crate::referentiel::Referentiel;
use crate::vocabulaire::Ensemble;

mod cadre;
mod conditions;
mod dossier;
mod epreuves;
mod fait;
pub(crate) mod libelle;
mod regles;

use cadre::Cadre;
use dossier::Dossier;
use epreuves::Voie;

/// Partners that a proposal names at most: beyond, it is a directory.
const PARTENAIRES_AU_PLUS: usize = 10;

/// What the caller may read of the person: what is absent is unknown, and no rule is satisfied by what is unknown.
#[derive(Clone, Debug, Default)]
pub struct Faits {
    pub age: Option<i64>,
    pub civilite: Option<Civilite>,
    pub enfants_a_charge: Option<i64>,
    pub commune: Option<String>,
    pub territoire: Option<Uuid>,
    pub domiciliation: Option<Uuid>,
    pub niveau_formation: Option<NiveauFormation>,
    pub situation_professionnelle: Option<SituationProfessionnelle>,
    pub inscrit_pole_emploi: Option<bool>,
    pub soumis_droits_devoirs: Option<bool>,
    /// A right in being, paid or suspended; unknown while its claim waits for an answer.
    pub droit_ouvert: Option<bool>,
    pub anciennete_rsa_mois: Option<i64>,
    /// A public that is not there was not stated: nobody is known not to be of it.
    pub publics: Ensemble<PublicCible>,
    pub besoins: Vec<ThemeBesoin>,
    /// Dispositifs that the person follows now.
    pub dispositifs_en_cours: Option<Vec<Uuid>>,
}

/// What a professional found in an interview.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Diagnostic {
    pub situation: Option<SituationProfessionnelle>,
    pub autonome: Option<bool>,
    pub disponible: Option<bool>,
    pub freins: Vec<ThemeBesoin>,
    pub projet: Option<String>,
    pub synthese: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proposition {
    pub modalite: ModaliteAccompagnement,
    /// The one that fits best first.
    pub partenaires: Vec<Uuid>,
    /// The pacte lets this orientation be made without an interview.
    pub automatisable: bool,
    /// In the order in which they weigh.
    pub regles: Vec<RegleEvaluee>,
}

/// A rule of the pacte on this person: what it states, whether what it asks is there, and from which facts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RegleEvaluee {
    pub code: String,
    pub enonce: String,
    pub satisfaite: bool,
    pub constat: String,
}

/// Evaluates every rule of the département's pactes that bears on the orientation. Where none decides, the Département
/// takes the person into a parcours socioprofessionnel; the veille sociale is never proposed.
#[must_use]
pub fn proposer(faits: &Faits, diagnostic: Option<&Diagnostic>, departement: &str, referentiel: &Referentiel) -> Proposition {
    conclure(&Dossier::nouveau(faits, diagnostic), &Cadre::du(referentiel, departement, faits))
}

fn conclure(dossier: &Dossier<'_>, cadre: &Cadre<'_>) -> Proposition {
    let examens = regles::examens(dossier, cadre);
    let mut regles: Vec<RegleEvaluee> = Vec::with_capacity(examens.len());
    let mut voies: Vec<&Voie> = Vec::new();
    for examen in &examens {
        let evaluee = examen.evaluer();
        voies.extend(examen.epreuve.voie.as_ref().filter(|_| evaluee.satisfaite));
        noter(&mut regles, evaluee);
    }
    let modalite = voies.first().map_or(ModaliteAccompagnement::Socioprofessionnel, |v| v.modalite);
    voies.retain(|v| v.modalite == modalite);
    Proposition {
        modalite,
        partenaires: partenaires(&voies, cadre),
        automatisable: dossier.faits.soumis_droits_devoirs == Some(true) && voies.iter().any(|v| v.automatique),
        regles,
    }
}

/// A rule that leads two ways is told once: as satisfied by the one that is, else as first found.
fn noter(regles: &mut Vec<RegleEvaluee>, evaluee: RegleEvaluee) {
    match regles.iter_mut().find(|r| r.code == evaluee.code) {
        Some(deja) if evaluee.satisfaite && !deja.satisfaite => *deja = evaluee,
        Some(_) => {}
        None => regles.push(evaluee),
    }
}

fn partenaires(voies: &[&Voie], cadre: &Cadre<'_>) -> Vec<Uuid> {
    let mut proposes: Vec<Uuid> = Vec::new();
    for vers in voies.iter().flat_map(|v| v.vers) {
        let nouveaux = cadre.partenaires(vers).into_iter().map(|p| p.id).filter(|id| !proposes.contains(id));
        proposes.extend(nouveaux.collect::<Vec<_>>());
    }
    if proposes.is_empty() {
        proposes.extend(cadre.partenaires(&epreuves::Vers::DEPARTEMENT).iter().map(|p| p.id));
    }
    proposes.truncate(PARTENAIRES_AU_PLUS);
    proposes
}

#[cfg(test)]
mod essai;
#[cfg(test)]
mod tests;

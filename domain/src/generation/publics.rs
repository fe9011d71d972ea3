//! The publics that a person belongs to, consistent with the rest of the file, and whom what is made for some takes.

use super::calendrier::Calendrier;
use super::personne::Traits;
use super::tirage::Tirage;
use crate::allocataire::{Civilite, NiveauFormation, PublicCible as P, SituationFamiliale, SituationProfessionnelle as S};
use crate::vocabulaire::Ensemble;

/// Days on RSA under which one is new to it, and over which one has been there long.
const PRIMO: i64 = 365;
const LONGUE: i64 = 5 * 365;

pub(super) fn tirer(tirage: &mut Tirage, calendrier: &Calendrier, traits: &Traits) -> Ensemble<P> {
    etablis(traits, anciennete(calendrier, traits))
        .into_iter()
        .chain(tires(tirage, traits))
        .filter_map(|(public, est)| est.then_some(public))
        .collect()
}

fn anciennete(calendrier: &Calendrier, traits: &Traits) -> Option<i64> {
    traits.droit.ouvert_le.filter(|_| traits.droit.percu()).map(|le| (calendrier.au - le).num_days())
}

/// What the other fields already say.
fn etablis(traits: &Traits, anciennete: Option<i64>) -> [(P, bool); 14] {
    let percu = traits.droit.percu();
    [
        (P::BeneficiaireRsa, percu),
        (P::BeneficiaireMinimaSociaux, percu),
        (P::PrimoEntrantRsa, anciennete.is_some_and(|jours| jours < PRIMO)),
        (P::RsaLongueDuree, anciennete.is_some_and(|jours| jours > LONGUE)),
        (P::DemandeurEmploi, traits.inscrit),
        (P::Jeune, traits.age < 26),
        (P::Senior, traits.age >= 50),
        (P::Femme, traits.civilite == Civilite::Madame),
        (P::ParentIsole, traits.famille == SituationFamiliale::ParentIsole),
        (P::Diplome, matches!(traits.niveau, NiveauFormation::BacPlus3 | NiveauFormation::BacPlus5)),
        (P::TravailleurNonSalarie, matches!(traits.situation, S::TravailleurIndependant | S::ExploitantAgricole)),
        (P::Agriculteur, traits.situation == S::ExploitantAgricole),
        (P::SalarieEnInsertion, traits.situation == S::SalarieEnInsertion),
        (P::SansResidenceStable, traits.sans_residence),
    ]
}

/// What nothing else says, at the rates that social services know.
fn tires(tirage: &mut Tirage, traits: &Traits) -> [(P, bool); 9] {
    let refugie = tirage.chance(30);
    let diplome = matches!(traits.niveau, NiveauFormation::BacPlus3 | NiveauFormation::BacPlus5);
    [
        (P::TravailleurHandicape, traits.handicap == Some(true)),
        (P::Refugie, refugie),
        (P::Allophone, tirage.chance(if refugie { 850 } else { 110 })),
        (P::GensDuVoyage, !refugie && tirage.chance(15)),
        (P::SortantAse, traits.age < 26 && tirage.chance(90)),
        (P::HabitantQpv, traits.urbaine && !traits.sans_residence && tirage.chance(330)),
        (P::Cadre, diplome && tirage.chance(200)),
        (P::Artiste, traits.situation == S::TravailleurIndependant && tirage.chance(70)),
        (P::BeneficiaireAideAlimentaire, tirage.chance(70)),
    ]
}

/// Publics so wide that they restrict nothing beside a narrower one: `GENS_DU_VOYAGE, BENEFICIAIRE_RSA` are Travellers on RSA.
const LARGES: [P; 5] = [P::ToutPublic, P::BeneficiaireRsa, P::BeneficiaireMinimaSociaux, P::DemandeurEmploi, P::Jeune];

pub(super) fn etroits(vises: Ensemble<P>) -> impl Iterator<Item = P> {
    vises.valeurs().filter(|p| !LARGES.contains(p))
}

/// Whether what is made for the first ones takes who belongs to the others.
pub(super) fn vise(vises: Ensemble<P>, publics: Ensemble<P>) -> bool {
    if etroits(vises).next().is_some() {
        return etroits(vises).any(|p| publics.contient(p));
    }
    if vises.bits == 0 || vises.contient(P::ToutPublic) {
        return true;
    }
    // On RSA it is not enough to be a job seeker: what a pacte closes to RSA recipients does not name them.
    let ferme = publics.contient(P::BeneficiaireRsa) && !vises.contient(P::BeneficiaireRsa);
    vises.valeurs().any(|p| publics.contient(p) && !(ferme && p == P::DemandeurEmploi))
}

//! Who follows a person: the modality that her situation calls for, and a partner that serves it.

use uuid::Uuid;

use super::monde::Monde;
use super::offre::Offre;
use super::personne::Personne;
use super::tirage::Tirage;
use crate::allocataire::{PublicCible, SituationProfessionnelle};
use crate::parcours::{Designation, ModaliteAccompagnement};
use crate::partenaire::TypePartenaire;

pub(super) fn modalite(tirage: &mut Tirage, personne: &Personne) -> ModaliteAccompagnement {
    use ModaliteAccompagnement as M;
    let independant = personne.situation == SituationProfessionnelle::TravailleurIndependant;
    let poids = if personne.a(PublicCible::SansResidenceStable) {
        [(M::Professionnel, 8), (M::Socioprofessionnel, 22), (M::Social, 68), (M::VeilleSociale, 2)]
    } else if independant {
        [(M::Professionnel, 20), (M::Socioprofessionnel, 68), (M::Social, 11), (M::VeilleSociale, 1)]
    } else if personne.inscrit {
        [(M::Professionnel, 58), (M::Socioprofessionnel, 31), (M::Social, 11), (M::VeilleSociale, 0)]
    } else {
        [(M::Professionnel, 16), (M::Socioprofessionnel, 43), (M::Social, 37), (M::VeilleSociale, 4)]
    };
    tirage.selon(&poids).unwrap_or(M::Social)
}

/// A partner of a kind that the modality calls for, made for this person if one is; the Département when nobody else is left.
pub(super) fn choisir(
    monde: &Monde,
    tirage: &mut Tirage,
    personne: &Personne,
    modalite: ModaliteAccompagnement,
    faites: &[Designation],
) -> Option<Uuid> {
    let libre = |id: Uuid| !faites.iter().any(|d| d.partenaire == id);
    let candidats: Vec<_> = monde
        .suiveurs
        .iter()
        .filter(|(_, id)| libre(*id))
        .map(|(genre, id)| (*id, poids(*genre, modalite, personne) * aptitude(monde, personne, *genre, *id)))
        .collect();
    tirage.selon(&candidats).or_else(|| libre(monde.conseil).then_some(monde.conseil))
}

const fn poids(genre: TypePartenaire, modalite: ModaliteAccompagnement, personne: &Personne) -> u32 {
    use ModaliteAccompagnement as M;
    use TypePartenaire as T;
    match (modalite, genre) {
        (M::Professionnel, T::PoleEmploi) | (M::Social, T::Departement) => 70,
        (M::Professionnel | M::Socioprofessionnel, T::MissionLocale) => 40,
        (M::Socioprofessionnel, T::OperateurInsertion) | (M::Social, T::Ccas) => 20,
        (M::Socioprofessionnel, T::Departement) if matches!(personne.situation, SituationProfessionnelle::TravailleurIndependant) => 90,
        (M::Socioprofessionnel, T::Departement) => 25,
        (M::Socioprofessionnel, T::Association | T::Plie) => 5,
        (M::Professionnel, T::Departement) | (M::Social, T::Association) => 6,
        (M::VeilleSociale, T::Departement) => 1,
        _ => 0,
    }
}

/// 0 when the partner does not take this person, more when it is made for people like her.
fn aptitude(monde: &Monde, personne: &Personne, genre: TypePartenaire, partenaire: Uuid) -> u32 {
    let offres = || monde.offres.iter().filter(|o| o.partenaire == partenaire && o.accompagne());
    if offres().next().is_none() {
        return u32::from(genre != TypePartenaire::MissionLocale || personne.a(PublicCible::Jeune));
    }
    offres().filter(|o| o.convient(personne)).map(Offre::attrait).max().unwrap_or(0)
}

//! Parcours and their référents over the window: opened with the right, oriented with delay, sometimes reoriented.

use chrono::{DateTime, NaiveDate, Utc};
use uuid::Uuid;

use super::calendrier::{apres, ouvre};
use super::monde::Monde;
use super::offre::Offre;
use super::personne::Personne;
use super::sortie;
use super::tirage::Tirage;
use crate::allocataire::{PublicCible, SituationProfessionnelle, StatutDroitRsa};
use crate::parcours::{Designation, ModaliteAccompagnement, ModeDesignation, Parcours, Regard, StatutParcours};
use crate::partenaire::TypePartenaire;

/// A parcours with the moments that its row does not keep.
pub(super) struct Suivi {
    pub parcours: Parcours,
    pub modifie_le: DateTime<Utc>,
    /// When each designation was made.
    pub designes_le: Vec<DateTime<Utc>>,
}

/// Shares out of a thousand: who gets a référent, who changes once, whose parcours ends and starts again.
const ORIENTES: u32 = 880;
const REORIENTES: u32 = 180;
const REPRIS: u32 = 45;
/// Days since the last designation under which the person is oriented and not yet accompanied.
const RECENT: i64 = 30;

#[derive(Clone, Copy)]
struct Periode {
    du: NaiveDate,
    clos_le: Option<NaiveDate>,
    /// The last day on which something may happen.
    fin: NaiveDate,
}

impl Suivi {
    /// Whether the parcours ran that day.
    pub fn couvre(&self, jour: NaiveDate) -> bool {
        self.parcours.ouvert_le <= jour && self.parcours.clos_le.is_none_or(|clos| jour <= clos)
    }
}

pub(super) fn tirer(monde: &Monde, tirage: &mut Tirage, personne: &Personne) -> Vec<Suivi> {
    periodes(monde, tirage, personne).into_iter().map(|periode| un(monde, tirage, personne, periode)).collect()
}

fn periodes(monde: &Monde, tirage: &mut Tirage, personne: &Personne) -> Vec<Periode> {
    let droit = &personne.droit;
    let suivi = droit.soumis || (droit.statut == StatutDroitRsa::NonBeneficiaire && tirage.chance(500));
    let entree = monde.calendrier.jour(personne.cree_le);
    let du = apres(droit.ouvert_le.map_or(entree, |ouvert| ouvert.max(entree)), tirage.plutot_pres(0, 12));
    let veille = monde.calendrier.veille();
    let du = droit.clos_le.map_or(du, |clos| du.min(clos));
    if !suivi || du > veille {
        return Vec::new();
    }
    let clos_le = droit.clos_le.map(|clos| apres(clos, tirage.plutot_pres(0, 25))).filter(|clos| *clos <= veille);
    let periode = Periode { du, clos_le, fin: clos_le.unwrap_or(veille) };
    let duree = (periode.fin - du).num_days();
    if duree > 300 && tirage.chance(REPRIS) { couper(tirage, periode, duree) } else { vec![periode] }
}

/// One parcours that ended, and another some weeks later.
fn couper(tirage: &mut Tirage, entiere: Periode, duree: i64) -> Vec<Periode> {
    let coupure = apres(entiere.du, tirage.entre(90, duree - 150));
    let reprise = apres(coupure, tirage.entre(20, 120));
    vec![Periode { clos_le: Some(coupure), fin: coupure, ..entiere }, Periode { du: reprise, ..entiere }]
}

fn un(monde: &Monde, tirage: &mut Tirage, personne: &Personne, periode: Periode) -> Suivi {
    let ouvert_le = monde.calendrier.instant(tirage, periode.du).max(personne.cree_le);
    let (designations, modalite) = designer(monde, tirage, personne, periode);
    let designes_le: Vec<_> = designations.iter().map(|d| monde.calendrier.instant(tirage, d.debut).max(ouvert_le)).collect();
    let clos_le = periode.clos_le.map(|clos| monde.calendrier.instant(tirage, clos));
    let changements = designations.len() + usize::from(clos_le.is_some());
    Suivi {
        modifie_le: designes_le.iter().copied().chain(clos_le).fold(ouvert_le, DateTime::max),
        parcours: Parcours {
            id: tirage.id(ouvert_le),
            departement: monde.departement.clone(),
            version: 1 + i64::try_from(changements).unwrap_or_default(),
            allocataire_id: personne.id,
            statut: statut(monde, tirage, personne, periode, designations.last()),
            modalite,
            ouvert_le: periode.du,
            clos_le: periode.clos_le,
            sortie: periode.clos_le.map(|clos| sortie::tirer(tirage, personne, clos)),
            designations,
            regard: Regard::default(),
        },
        designes_le,
    }
}

fn statut(monde: &Monde, tirage: &mut Tirage, personne: &Personne, periode: Periode, derniere: Option<&Designation>) -> StatutParcours {
    if periode.clos_le.is_some() {
        return StatutParcours::Clos;
    }
    let suspendu = personne.droit.statut == StatutDroitRsa::Suspendu && tirage.chance(500);
    match derniere {
        None => StatutParcours::AOrienter,
        Some(_) if suspendu => StatutParcours::Suspendu,
        Some(d) if (monde.calendrier.au - d.debut).num_days() < RECENT => StatutParcours::Oriente,
        Some(_) => StatutParcours::Accompagne,
    }
}

/// Référents one after the other, none twice, each until the eve of the next.
fn designer(
    monde: &Monde,
    tirage: &mut Tirage,
    personne: &Personne,
    periode: Periode,
) -> (Vec<Designation>, Option<ModaliteAccompagnement>) {
    let (mut faites, mut derniere): (Vec<Designation>, _) = (Vec::new(), None);
    let mut debut = ouvre(apres(periode.du, delai(monde, tirage, personne)));
    let mut encore = tirage.chance(ORIENTES);
    while encore && debut <= periode.fin {
        let modalite = modalite(tirage, personne);
        let Some(partenaire) = referent(monde, tirage, personne, modalite, &faites) else { break };
        if let Some(precedente) = faites.last_mut() {
            precedente.fin = Some(apres(debut, -1));
            precedente.motif_fin = Some(tirage.mot(MOTIFS_FIN).to_owned());
        }
        let maniere =
            if faites.is_empty() { tirage.selon(MODES).unwrap_or(ModeDesignation::Gestionnaire) } else { ModeDesignation::Reorientation };
        let agent = monde.agent(tirage, partenaire, personne.territoire);
        faites.push(Designation { partenaire, agent, debut, fin: periode.clos_le, mode: maniere, motif_fin: None });
        derniere = Some(modalite);
        encore = tirage.chance(REORIENTES);
        debut = ouvre(apres(debut, tirage.entre(90, 420)));
    }
    (faites, derniere)
}

/// About three months from the opening to the référent, as the 2019 figures say; who was there before the window had one.
fn delai(monde: &Monde, tirage: &mut Tirage, personne: &Personne) -> i64 {
    let ancien = personne.droit.demande_le.is_some_and(|le| le < monde.calendrier.debut);
    if ancien { tirage.plutot_pres(0, 40) } else { tirage.plutot_pres(6, 195) }
}

const MOTIFS_FIN: &[&str] = &[
    "Réorientation après bilan",
    "Projet professionnel validé",
    "Besoin social prioritaire",
    "Changement de secteur",
    "Fin de l'accompagnement",
];

const MODES: &[(ModeDesignation, u32)] = &[
    (ModeDesignation::Gestionnaire, 34),
    (ModeDesignation::Automatique, 22),
    (ModeDesignation::EntretienDiagnostic, 16),
    (ModeDesignation::Kiosque, 8),
    (ModeDesignation::InformationCollective, 7),
    (ModeDesignation::Telephone, 5),
    (ModeDesignation::Office, 4),
    (ModeDesignation::Commission, 2),
    (ModeDesignation::TeleKiosque, 2),
];

fn modalite(tirage: &mut Tirage, personne: &Personne) -> ModaliteAccompagnement {
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
fn referent(
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

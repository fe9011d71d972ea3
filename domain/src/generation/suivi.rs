//! Parcours and their référents over the window: opened with the right, oriented with delay, sometimes reoriented.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};

use super::calendrier::{apres, ouvre};
use super::monde::Monde;
use super::personne::Personne;
use super::tirage::Tirage;
use super::{occasion, referent, relais, sortie};
use crate::allocataire::StatutDroitRsa;
use crate::parcours::{Designation, ModaliteAccompagnement, ModeDesignation, Parcours, Regard, StatutParcours};

/// A parcours with what its row does not keep.
pub(super) struct Suivi {
    pub parcours: Parcours,
    pub ouvert_le: DateTime<Utc>,
    pub clos_le: Option<DateTime<Utc>>,
    pub modifie_le: DateTime<Utc>,
    /// When each designation was made.
    pub designes_le: Vec<DateTime<Utc>>,
    /// Those that came with an orientation.
    pub choix: Vec<Choix>,
}

/// A designation that an orientation made.
#[derive(Clone, Copy)]
pub(super) struct Choix {
    /// Of the designation.
    pub rang: usize,
    pub modalite: ModaliteAccompagnement,
    /// The meeting at which it was made, or the one that the person missed before.
    pub seance: Option<usize>,
}

/// Shares out of a thousand: who gets a référent, who changes once, whose parcours ends and starts again.
const ORIENTES: u32 = 880;
const REORIENTES: u32 = 180;
const REPRIS: u32 = 45;
/// Days since the last designation under which the person is oriented and not yet accompanied.
const RECENT: i64 = 30;
/// From the start of a meeting to what it decides of one person.
const DECISION: TimeDelta = TimeDelta::minutes(40);

#[derive(Clone, Copy)]
struct Periode {
    du: NaiveDate,
    clos_le: Option<NaiveDate>,
    /// The last day on which something may happen.
    fin: NaiveDate,
}

impl Suivi {
    /// The référent whose designation had been made by then.
    pub fn tenu_le(&self, le: DateTime<Utc>) -> Option<&Designation> {
        let faites = self.designes_le.iter().zip(&self.parcours.designations);
        faites.take_while(|(designe_le, _)| **designe_le <= le).last().map(|(_, d)| d)
    }

    /// Whether the parcours ran that day.
    pub fn couvre(&self, jour: NaiveDate) -> bool {
        self.parcours.ouvert_le <= jour && self.parcours.clos_le.is_none_or(|clos| jour <= clos)
    }
}

/// `vie` draws what was lived besides what decides of the rest of the file.
pub(super) fn tirer(monde: &Monde, (tirage, vie): (&mut Tirage, &mut Tirage), personne: &Personne) -> Vec<Suivi> {
    periodes(monde, tirage, personne).into_iter().map(|periode| un(monde, (tirage, vie), personne, periode)).collect()
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

fn un(monde: &Monde, (tirage, vie): (&mut Tirage, &mut Tirage), personne: &Personne, periode: Periode) -> Suivi {
    let ouvert_le = monde.calendrier.instant(tirage, periode.du).max(personne.cree_le);
    let mut designes = designer(monde, tirage, personne, periode);
    let designes_le = |d: &Designation, tirage: &mut Tirage| monde.calendrier.instant(tirage, d.debut).max(ouvert_le);
    let mut designes_le: Vec<_> = designes.designations.iter().map(|d| designes_le(d, tirage)).collect();
    // The end is the last act of its day.
    let clos_le = periode.clos_le.map(|clos| monde.calendrier.instant(tirage, clos).max(monde.calendrier.soir(clos)));
    let id = tirage.id(ouvert_le);
    let statut = statut(monde, tirage, personne, periode, designes.designations.last());
    relais::tirer(monde, vie, personne, &mut designes, &mut designes_le);
    for choix in &designes.choix {
        // What a meeting decides is written once it has begun.
        let seance = choix.seance.map(|rang| &monde.agenda.seances[rang]).filter(|s| s.jour == designes.designations[choix.rang].debut);
        designes_le[choix.rang] = seance.map_or(designes_le[choix.rang], |s| designes_le[choix.rang].max(s.prevue_le + DECISION));
    }
    Suivi {
        modifie_le: designes_le.iter().copied().chain(clos_le).fold(ouvert_le, DateTime::max),
        parcours: Parcours {
            id,
            departement: monde.departement.clone(),
            version: 1,
            allocataire_id: personne.id,
            statut,
            modalite: designes.choix.last().map(|c| c.modalite),
            ouvert_le: periode.du,
            clos_le: periode.clos_le,
            sortie: periode.clos_le.map(|clos| sortie::tirer(vie, personne, clos)),
            designations: designes.designations,
            regard: Regard::default(),
        },
        ouvert_le,
        clos_le,
        designes_le,
        choix: designes.choix,
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

/// Référents of a parcours, and which of them an orientation chose.
#[derive(Default)]
pub(super) struct Designes {
    pub designations: Vec<Designation>,
    pub choix: Vec<Choix>,
}

/// Référents one after the other, no partner twice, each until the eve of the next.
fn designer(monde: &Monde, tirage: &mut Tirage, personne: &Personne, periode: Periode) -> Designes {
    let mut designes = Designes::default();
    let mut debut = ouvre(apres(periode.du, delai(monde, tirage, personne)));
    let mut encore = tirage.chance(ORIENTES);
    while encore && debut <= periode.fin {
        let modalite = referent::modalite(tirage, personne);
        let Some(partenaire) = referent::choisir(monde, tirage, personne, modalite, &designes.designations) else { break };
        if let Some(precedente) = designes.designations.last_mut() {
            precedente.fin = Some(apres(debut, -1));
            precedente.motif_fin = Some(tirage.mot(MOTIFS_FIN).to_owned());
        }
        let premiere = designes.designations.is_empty();
        let voulu = if premiere { tirage.selon(MODES).unwrap_or(ModeDesignation::Gestionnaire) } else { ModeDesignation::Reorientation };
        let (mode, seance) = occasion::tenir(monde, personne, voulu, (periode.du, debut, periode.fin));
        debut = seance.map_or(debut, |rang| monde.agenda.seances[rang].jour.max(debut));
        let agent = monde.agent(tirage, partenaire, personne.territoire);
        designes.choix.push(Choix { rang: designes.designations.len(), modalite, seance });
        designes.designations.push(Designation { partenaire, agent, debut, fin: periode.clos_le, mode, motif_fin: None });
        encore = tirage.chance(REORIENTES);
        debut = ouvre(apres(debut, tirage.entre(90, 420)));
    }
    designes
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

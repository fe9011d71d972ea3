//! What was lived in one parcours: the rows that its acts have left, and those acts in the order in which they were made.

use chrono::{DateTime, NaiveDate, Utc};
use uuid::Uuid;

use super::besoin::BesoinRepere;
use super::monde::Monde;
use super::personne::Personne;
use super::prescription::Envoi;
use super::suivi::Suivi;
use super::tirage::Tirage;
use crate::parcours::{ModaliteAccompagnement, StatutParcours};
use accompagnement::Soutien;
use contrat::Engagement;
use etape::Jalon;
use fait::Fait;
use invitation::Invitation;
use orientation::Orientation;
use rendez_vous::Entrevue;
use reorientation::Demande;
use suspension::Suspension;

pub(super) mod accompagnement;
pub(super) mod contrat;
pub(super) mod etape;
pub(super) mod fait;
pub(super) mod invitation;
pub(super) mod orientation;
pub(super) mod rendez_vous;
pub(super) mod reorientation;
pub(super) mod statut;
pub(super) mod suspension;

#[derive(Default)]
pub(super) struct Vecu {
    pub orientations: Vec<Orientation>,
    pub demandes: Vec<Demande>,
    pub suspensions: Vec<Suspension>,
    pub contrats: Vec<Engagement>,
    pub etapes: Vec<Jalon>,
    pub accompagnements: Vec<Soutien>,
    pub rendez_vous: Vec<Entrevue>,
    pub invitations: Vec<Invitation>,
    /// In order.
    pub faits: Vec<Fait>,
}

/// Whose parcours it is, and what its draws look at.
#[derive(Clone, Copy)]
pub(super) struct Cadre<'a> {
    pub monde: &'a Monde,
    pub personne: &'a Personne,
    /// Of the person, among all those that were drawn.
    pub rang: usize,
    pub besoins: &'a [BesoinRepere],
    pub suivi: &'a Suivi,
    /// Referrals of the whole file.
    pub envois: &'a [Envoi],
}

/// The time during which one partner follows the person.
#[derive(Clone, Copy)]
pub(super) struct Reference {
    /// Of the orientation.
    pub rang: usize,
    pub partenaire: Uuid,
    pub modalite: ModaliteAccompagnement,
    pub du: NaiveDate,
    /// The last day, today's eve at most.
    pub au: NaiveDate,
    pub oriente_le: DateTime<Utc>,
    /// Runs on the day of the world.
    pub courante: bool,
}

impl<'a> Cadre<'a> {
    /// The last day on which something of the parcours may happen.
    pub fn fin(&self) -> NaiveDate {
        self.suivi.parcours.clos_le.unwrap_or_else(|| self.monde.calendrier.veille())
    }

    pub fn agent(&self, au: NaiveDate) -> Option<Uuid> {
        self.suivi.parcours.referent(au).and_then(|d| d.agent)
    }

    pub fn envois(&self) -> impl Iterator<Item = &'a Envoi> + use<'a> {
        let (suivi, monde) = (self.suivi, self.monde);
        self.envois.iter().filter(move |e| suivi.couvre(monde.calendrier.jour(e.prescription.emise_le)))
    }

    pub fn references(&self) -> Vec<Reference> {
        let (designations, choix) = (&self.suivi.parcours.designations, &self.suivi.choix);
        let suivantes = choix.iter().skip(1).map(|c| super::calendrier::apres(designations[c.rang].debut, -1));
        let fins = suivantes.map(Some).chain(std::iter::once(None));
        let une = |(rang, (c, fin)): (usize, (&super::suivi::Choix, Option<NaiveDate>))| Reference {
            rang,
            partenaire: designations[c.rang].partenaire,
            modalite: c.modalite,
            du: designations[c.rang].debut,
            au: fin.unwrap_or_else(|| self.fin()),
            oriente_le: self.suivi.designes_le[c.rang],
            courante: fin.is_none() && self.suivi.parcours.clos_le.is_none(),
        };
        choix.iter().zip(fins).enumerate().map(une).collect()
    }
}

impl Reference {
    pub fn jours(&self) -> i64 {
        (self.au - self.du).num_days()
    }
}

/// Draws the rest of a parcours; its state, its version and the referrals that an accompaniment moved follow.
pub(super) fn vivre(cadre: Cadre<'_>, vie: &mut Tirage) -> Vecu {
    let references = cadre.references();
    let demandes = reorientation::tirer(&cadre, vie, &references);
    let orientations = orientation::tirer(&cadre, vie, &references, &demandes);
    let accompagnements = accompagnement::tirer(&cadre, vie, &references);
    let rendez_vous = rendez_vous::tirer(&cadre, vie, &references, &accompagnements);
    let contrats = contrat::tirer(&cadre, vie, &references);
    let etapes = etape::tirer(&cadre, vie, &references);
    let invitations = invitation::tirer(&cadre, vie, &references, &demandes);
    let mut vecu = Vecu { orientations, demandes, contrats, etapes, accompagnements, rendez_vous, invitations, ..Vecu::default() };
    vecu.faits = fait::relever(&cadre, &vecu);
    vecu.suspensions = suspension::tirer(&cadre, vie, &vecu);
    if !vecu.suspensions.is_empty() {
        vecu.faits = fait::relever(&cadre, &vecu);
    }
    vecu
}

impl Suivi {
    /// The parcours as its acts leave it.
    pub fn conclure(&mut self, vecu: &Vecu) {
        let actes = vecu.faits.iter().filter(|f| f.quoi.touche_le_parcours());
        self.parcours.version = i64::try_from(actes.clone().count()).unwrap_or(1).max(1);
        self.modifie_le = actes.map(|f| f.le).max().unwrap_or(self.ouvert_le);
        if self.parcours.clos_le.is_none() {
            let suspendu = vecu.suspensions.iter().any(|s| s.reprise_le.is_none());
            self.parcours.statut = if suspendu { StatutParcours::Suspendu } else { statut::atteint(self, vecu, None) };
        }
    }
}

//! Meetings: kiosques and other meetings with people, who are invited by name, and those of the professionals.
//!
//! A meeting itself speaks of nobody, and any partner of the département reads it. What speaks of a person is the
//! invitation: her presence, and the record of what was decided with her.

use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;
use uuid::Uuid;

use crate::evenement::{Evenement, TypeEvenement};
use crate::habilitation::{LienDossier, Perimetre};
use crate::identifiant::Genre;
use crate::politique::Classes;
use crate::portee::Portees;
use crate::referentiel::Referentiel;
use crate::session::Ecriture;
use crate::vocabulaire::enumeration;

mod absence;
mod acte;
mod bilan;
pub mod decision;
pub mod invitations;
mod invites;
pub mod lecture;
pub mod modification;
pub mod organisation;
pub mod presence;
pub mod statut;

pub use bilan::Bilan;
pub(crate) use invites::{compter_orientation, invitation};

enumeration! {
    /// Nature d'une rencontre. Les six premières reçoivent des personnes, sur invitation ; les autres réunissent des professionnels.
    TypeRencontre {
        KiosqueInsertion "KIOSQUE_INSERTION",
        TeleKiosque "TELE_KIOSQUE",
        InformationCollective "INFORMATION_COLLECTIVE",
        MatinaleRsa "MATINALE_RSA",
        EquipePluridisciplinaire "EQUIPE_PLURIDISCIPLINAIRE",
        CommissionSuiviParcours "COMMISSION_SUIVI_PARCOURS",
        ComiteTechniqueAnimation "COMITE_TECHNIQUE_ANIMATION",
        ComiteDePilotage "COMITE_DE_PILOTAGE",
        PetitDejeunerInsertion "PETIT_DEJEUNER_INSERTION",
        EquipeMixteInsertion "EQUIPE_MIXTE_INSERTION",
        ComiteTerritorial "COMITE_TERRITORIAL",
        ReunionPartenariale "REUNION_PARTENARIALE",
        Atelier "ATELIER",
        FormationProfessionnels "FORMATION_PROFESSIONNELS",
        RencontreEmployeurs "RENCONTRE_EMPLOYEURS",
    }
}

enumeration! {
    /// PREVUE → TENUE, REPORTEE ou ANNULEE ; REPORTEE → PREVUE, TENUE ou ANNULEE.
    StatutRencontre {
        Prevue "PREVUE",
        Tenue "TENUE",
        Reportee "REPORTEE",
        Annulee "ANNULEE",
    }
}

impl TypeRencontre {
    /// People are invited by name; otherwise professionals are counted.
    #[must_use]
    pub const fn sur_invitation(self) -> bool {
        matches!(self, Self::InformationCollective | Self::MatinaleRsa) || self.kiosque() || self.decide()
    }

    /// An offer of référents that is due to whoever missed it.
    #[must_use]
    pub const fn kiosque(self) -> bool {
        matches!(self, Self::KiosqueInsertion | Self::TeleKiosque)
    }

    /// Decides with each person, and writes it down.
    #[must_use]
    pub const fn decide(self) -> bool {
        matches!(self, Self::EquipePluridisciplinaire | Self::CommissionSuiviParcours)
    }
}

#[derive(Clone, Debug)]
pub struct Rencontre {
    pub id: Uuid,
    pub departement: String,
    pub version: i64,
    pub type_: TypeRencontre,
    pub titre: String,
    pub prevue_le: DateTime<Utc>,
    pub territoire: Option<Uuid>,
    pub lieu: Option<String>,
    pub organisateur: Uuid,
    pub fiche_action: Option<Uuid>,
    pub statut: StatutRencontre,
    pub participants: Option<i64>,
    /// Partners present besides the organiser, by id.
    pub partenaires: Vec<Uuid>,
    /// What the caller may read of its counts.
    pub bilan: Bilan,
}

/// The scope that every act on a meeting asks for.
fn organiser() -> Portees {
    const { Portees::de("rencontres:organiser") }
}

impl Rencontre {
    /// The organiser, or the Département of the place.
    fn conduite_par(&self, perimetre: &Perimetre) -> bool {
        perimetre.qui_portent(organiser()).any(|o| {
            let chez_lui = self.organisateur == perimetre.partenaire || o.liens.contient(LienDossier::Departement);
            chez_lui && o.departements.contains(&self.departement)
        })
    }

    /// The day of the meeting, where it is held.
    fn jour(&self, referentiel: &Referentiel) -> NaiveDate {
        jour(self.prevue_le, referentiel, &self.departement)
    }

    /// ` where …`: this row.
    fn cible(&self, q: &mut crate::requete::Requete) {
        q.texte(" where departement = ").valeur(self.departement.as_str()).texte(" and id = ").valeur(self.id);
    }

    /// The meeting changed, as any partner may know.
    fn signaler(&self, tx: &mut Ecriture) {
        let evenement = Evenement::public(tx, TypeEvenement::RencontreChangee, Genre::Rencontre, self.id);
        tx.signaler(evenement);
    }

    /// What the meeting says of a person changed: for who follows her, and nobody counts these from outside.
    fn signaler_personne(&self, tx: &mut Ecriture, personne: Uuid) {
        let objet = (Genre::Rencontre, self.id);
        let evenement = Evenement::sur_dossier(tx, TypeEvenement::RencontreChangee, objet, (&self.departement, personne));
        tx.signaler(evenement.changeant(Classes::DOSSIER));
    }
}

fn jour(le: DateTime<Utc>, referentiel: &Referentiel, departement: &str) -> NaiveDate {
    let fuseau = referentiel.departement(departement).map_or(Tz::Europe__Paris, |d| d.fuseau);
    le.with_timezone(&fuseau).date_naive()
}

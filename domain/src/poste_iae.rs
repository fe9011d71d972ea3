//! Posts that structures of the IAE offer, and their places. They speak of nobody: any partner of the département reads them.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::allocataire::PublicCible;
use crate::base::Base;
use crate::evenement::{Evenement, TypeEvenement};
use crate::identifiant::Genre;
use crate::politique::Classes;
use crate::portee::Portees;
use crate::session::Ecriture;
use crate::vocabulaire::{Ensemble, enumeration};

pub mod fraicheur;
pub mod importation;
pub mod lecture;
pub mod modification;
pub mod place;
pub mod publication;
pub mod saisie;
pub mod transition;

enumeration! {
    /// Contrat proposé.
    TypeContratInsertion {
        Cddi "CDDI",
        CddUsage "CDD_USAGE",
        ContratMission "CONTRAT_MISSION",
        CdiInclusion "CDI_INCLUSION",
        ContratPro "CONTRAT_PRO",
        CddTremplin "CDD_TREMPLIN",
        Apprentissage "APPRENTISSAGE",
        ContratJournee "CONTRAT_JOURNEE",
    }
}

enumeration! {
    /// BROUILLON : vu de sa structure et du Département. OUVERT : on y candidate. SUSPENDU par sa structure. POURVU : toutes ses places sont prises. FERME : il ne rouvre plus.
    StatutPosteIae {
        Brouillon "BROUILLON",
        Ouvert "OUVERT",
        Suspendu "SUSPENDU",
        Pourvu "POURVU",
        Ferme "FERME",
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PosteIae {
    pub departement: String,
    pub id: Uuid,
    pub version: i64,
    pub structure: Uuid,
    pub partenaire: Uuid,
    pub intitule: String,
    pub code_rome: String,
    pub type_contrat: TypeContratInsertion,
    pub heures_hebdomadaires: i64,
    pub commune: Option<String>,
    pub nombre_postes: i64,
    /// Hires that hold a place.
    pub pourvus: i64,
    pub publics: Ensemble<PublicCible>,
    pub description: Option<String>,
    pub profil_recherche: Option<String>,
    pub statut: StatutPosteIae,
    /// Day of publication; of its writing while it is a draft.
    pub publie_le: DateTime<Utc>,
    pub ferme_le: Option<DateTime<Utc>>,
    pub touche_le: DateTime<Utc>,
}

impl PosteIae {
    #[must_use]
    pub const fn restants(&self) -> i64 {
        self.nombre_postes - self.pourvus
    }

    /// Filled when its last place is taken, open again when one is left.
    fn recaler(&mut self) {
        self.statut = match self.statut {
            StatutPosteIae::Ouvert if self.restants() == 0 => StatutPosteIae::Pourvu,
            StatutPosteIae::Pourvu if self.restants() > 0 => StatutPosteIae::Ouvert,
            autre => autre,
        };
    }
}

/// The scope of who offers posts.
pub(crate) fn gerer() -> Portees {
    const { Portees::de("iae.postes:gerer") }
}

fn signaler(tx: &mut Ecriture, type_: TypeEvenement, p: &PosteIae) {
    let evenement = annonce(&tx.base, type_, p);
    tx.signaler(evenement);
}

/// An act of the structure on its post. Any partner may know, once it is no longer a draft.
fn annonce(base: &Base, type_: TypeEvenement, p: &PosteIae) -> Evenement {
    let brouillon = p.statut == StatutPosteIae::Brouillon;
    Evenement {
        id: base.id(),
        position: 0,
        genre: Genre::PosteIae,
        type_: if brouillon { TypeEvenement::PosteIaeChange } else { type_ },
        objet: p.id,
        departement: None,
        allocataire: None,
        destinataire: brouillon.then_some(p.partenaire),
        par: Some(p.partenaire),
        classes: Classes::AUCUNE,
        le: base.horloge.instant(),
    }
}

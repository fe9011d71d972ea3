//! Conventions in force, and the perimeter that they give to one request.

use chrono::{DateTime, NaiveDate, Utc};
use uuid::Uuid;

use crate::lien::{Nature, Natures};
use crate::politique::{self, Classes, Profil};
use crate::portee::Portees;
use crate::vocabulaire::{Ensemble, enumeration};

pub mod actes;
pub mod lecture;
mod perimetre;

pub use perimetre::{Champs, LigneDossier, Perimetre, Relation, Situation, Voie};

enumeration! {
    /// Finalité d'un traitement : ce pour quoi une convention ouvre des données.
    FinaliteTraitement {
        Orientation "ORIENTATION",
        Accompagnement "ACCOMPAGNEMENT",
        EvaluationLinguistique "EVALUATION_LINGUISTIQUE",
        Formation "FORMATION",
        Mobilite "MOBILITE",
        InsertionActiviteEconomique "INSERTION_ACTIVITE_ECONOMIQUE",
        GestionDuRsa "GESTION_DU_RSA",
        Pilotage "PILOTAGE",
        DroitsDesPersonnes "DROITS_DES_PERSONNES",
    }
}

enumeration! {
    /// Base légale d'un traitement, au sens de l'article 6 du RGPD.
    BaseLegale {
        MissionInteretPublic "MISSION_INTERET_PUBLIC",
        ObligationLegale "OBLIGATION_LEGALE",
        Contrat "CONTRAT",
        Consentement "CONSENTEMENT",
    }
}

enumeration! {
    /// Ce qui relie un partenaire aux dossiers que sa convention ouvre.
    LienDossier {
        Departement "DEPARTEMENT",
        Reference "REFERENCE",
        Adresse "ADRESSE",
        OrganismePayeur "ORGANISME_PAYEUR",
        Agregats "AGREGATS",
    }
}

/// Links of a convention.
pub type Liens = Ensemble<LienDossier>;

impl Liens {
    #[must_use]
    pub fn un(lien: LienDossier) -> Self {
        std::iter::once(lien).collect()
    }
}

impl std::ops::BitOr for Liens {
    type Output = Self;
    fn bitor(self, autre: Self) -> Self {
        Self::de_bits(self.bits | autre.bits)
    }
}

/// A convention: scopes, for a purpose, on a perimeter, for a time.
#[derive(Clone, Debug)]
pub struct Habilitation {
    pub id: Uuid,
    pub partenaire: Uuid,
    pub convention: String,
    pub finalite: FinaliteTraitement,
    pub base_legale: BaseLegale,
    pub siret: Option<String>,
    pub seuil_consultation: Option<i64>,
    pub portees: Portees,
    pub liens: Liens,
    pub departements: Vec<String>,
    pub territoires: Vec<Uuid>,
    pub debut: NaiveDate,
    pub fin: Option<NaiveDate>,
    pub revoquee_le: Option<DateTime<Utc>>,
    pub motif_revocation: Option<String>,
}

impl Habilitation {
    #[must_use]
    pub fn en_vigueur(&self, jour: NaiveDate) -> bool {
        self.revoquee_le.is_none() && self.debut <= jour && self.fin.is_none_or(|fin| jour <= fin)
    }
}

/// A convention in force, cut to what the token and the agent's function let through.
#[derive(Clone, Debug)]
pub struct Ouverte {
    pub id: Uuid,
    pub liens: Liens,
    pub departements: Vec<String>,
    /// With their descendants; empty when the convention names none.
    pub territoires: Vec<Uuid>,
    pub portees: Portees,
    pub finalite: FinaliteTraitement,
    pub seuil_consultation: Option<i64>,
}

impl Ouverte {
    /// Natures of relation that this convention lets in.
    #[must_use]
    pub fn natures(&self) -> Natures {
        self.liens.valeurs().fold(Natures::default(), |n, lien| n.et(politique::natures(lien)))
    }

    /// What one nature opens through this convention: nothing when the convention does not hold its link.
    #[must_use]
    pub fn classes(&self, profil: Profil, natures: Natures) -> Classes {
        natures.croise(self.natures()).liste().fold(Classes::AUCUNE, |c, nature: Nature| c.et(profil.ouvre(nature)))
    }

    /// What stays open of these natures once they have ended.
    #[must_use]
    pub fn restes(&self, profil: Profil, natures: Natures) -> Classes {
        natures.croise(self.natures()).liste().fold(Classes::AUCUNE, |c, nature: Nature| c.et(profil.conserve(nature)))
    }
}

//! Services that take referrals, and whether they take this person.

use uuid::Uuid;

use super::personne::Personne;
use super::publics;
use crate::allocataire::PublicCible;
use crate::base::Reglages;
use crate::habilitation::LienDossier;
use crate::partenaire::Partenaire;
use crate::politique::Profil;
use crate::portee::Portees;
use crate::prescription::TypePrescription;
use crate::referentiel::Referentiel;
use crate::service::Service;
use crate::vocabulaire::Ensemble;

pub(super) struct Offre {
    pub partenaire: Uuid,
    pub service: Uuid,
    pub nom: String,
    pub types: Ensemble<TypePrescription>,
    publics: Ensemble<PublicCible>,
    /// Where its territories are mapped; empty, it works everywhere.
    communes: Vec<String>,
    pub delai: i64,
    /// Its partner may write what it does with a person.
    pub suit: bool,
    /// Its partner evaluates people's French, or holds sessions of training.
    pub evalue: bool,
    pub forme: bool,
}

const ACCOMPAGNEMENTS: [TypePrescription; 3] =
    [TypePrescription::AccompagnementProfessionnel, TypePrescription::AccompagnementSocial, TypePrescription::AccompagnementGlobal];

/// Services of partners that may handle referrals by their own kind; the others wait for a convention of theirs.
pub(super) fn lire(referentiel: &Referentiel, partenaires: &[&Partenaire], reglages: &Reglages) -> Vec<Offre> {
    let traitants = partenaires.iter().filter(|p| traite(Profil::de(p.type_)));
    let services = traitants.flat_map(|p| referentiel.services_de(p.id)).filter(|s| s.actif && s.types_prescription.bits != 0);
    services.map(|s| Offre::de(referentiel, s, reglages)).collect()
}

fn traite(profil: Profil) -> bool {
    let liens = profil.liens_par_defaut();
    let relie = liens.contient(LienDossier::Adresse) || liens.contient(LienDossier::Departement);
    relie && Portees::nommee("prescriptions:traiter").is_some_and(|traiter| profil.plafond().contient(traiter))
}

fn porte(profil: Profil, portee: &str) -> bool {
    Portees::nommee(portee).is_some_and(|p| profil.plafond().contient(p))
}

impl Offre {
    fn de(referentiel: &Referentiel, s: &Service, reglages: &Reglages) -> Self {
        let peut = |portee| referentiel.partenaires.par_id(s.partenaire).is_some_and(|p| porte(Profil::de(p.type_), portee));
        let territoires = s.territoires.iter().filter_map(|id| referentiel.territoires.par_id(*id));
        Self {
            partenaire: s.partenaire,
            service: s.id,
            nom: s.nom.clone(),
            types: s.types_prescription,
            publics: s.publics,
            communes: territoires.flat_map(|t| t.communes.clone()).collect(),
            delai: s.delai_reponse_jours.unwrap_or(reglages.repondre_sous_jours),
            suit: peut("parcours:ecrire"),
            evalue: peut("linguistique:evaluer"),
            forme: peut("linguistique.sessions:gerer"),
        }
    }

    /// Its partner follows people.
    pub fn accompagne(&self) -> bool {
        ACCOMPAGNEMENTS.iter().any(|t| self.types.contient(*t))
    }

    /// Made for a narrow public.
    fn cible(&self) -> bool {
        publics::etroits(self.publics).next().is_some()
    }

    /// How much more often than a service for all it is chosen, for whom it is made.
    pub fn attrait(&self) -> u32 {
        if self.cible() { 6 } else { 1 }
    }

    pub fn convient(&self, personne: &Personne) -> bool {
        publics::vise(self.publics, personne.publics) && self.dessert(personne.commune.as_deref())
    }

    fn dessert(&self, commune: Option<&str>) -> bool {
        self.communes.is_empty() || commune.is_some_and(|code| self.communes.iter().any(|c| c == code))
    }
}

#[cfg(test)]
impl Offre {
    /// A service open everywhere, answering within two weeks or the given days.
    pub fn essai(partenaire: Uuid, types: &[TypePrescription], publics: &[PublicCible], delai: i64) -> Self {
        Self {
            partenaire,
            service: Uuid::from_u128(partenaire.as_u128() + 100),
            nom: format!("Service {}", partenaire.as_u128()),
            types: types.iter().copied().collect(),
            publics: publics.iter().copied().collect(),
            communes: Vec::new(),
            delai,
            suit: true,
            evalue: types.contains(&TypePrescription::EvaluationLinguistique),
            forme: types.contains(&TypePrescription::FormationLinguistique),
        }
    }
}

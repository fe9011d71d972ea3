//! A rule held against a person.

use super::RegleEvaluee;
use super::cadre::Cadre;
use super::dossier::Dossier;
use super::fait::{self, Fait};
use crate::dispositif::Dispositif;
use crate::pacte::Regle;
use crate::parcours::ModaliteAccompagnement;
use crate::partenaire::TypePartenaire;

/// One line: a rule, when what it asks is there, the facts that tell it, and where it then leads.
pub(super) struct Epreuve {
    pub regle: &'static str,
    pub condition: fn(&Examen<'_>) -> bool,
    pub faits: &'static [Fait],
    /// The dispositif whose entry the rule governs.
    pub dispositif: Option<&'static str>,
    pub voie: Option<Voie>,
}

pub(super) struct Voie {
    pub modalite: ModaliteAccompagnement,
    pub vers: &'static [Vers],
    pub automatique: bool,
}

/// Partners that a rule designates.
pub(super) enum Vers {
    Type(TypePartenaire),
    Operateurs(&'static str),
}

impl Vers {
    pub const DEPARTEMENT: Self = Self::Type(TypePartenaire::Departement);
}

impl Epreuve {
    pub const fn de(regle: &'static str, condition: fn(&Examen<'_>) -> bool, faits: &'static [Fait]) -> Self {
        Self { regle, condition, faits, dispositif: None, voie: None }
    }

    pub const fn entree(self, dispositif: &'static str) -> Self {
        Self { dispositif: Some(dispositif), ..self }
    }

    pub const fn mene(self, modalite: ModaliteAccompagnement, vers: &'static [Vers]) -> Self {
        Self { voie: Some(Voie { modalite, vers, automatique: false }), ..self }
    }

    /// Leads there without an interview.
    pub const fn mene_seule(self, modalite: ModaliteAccompagnement, vers: &'static [Vers]) -> Self {
        Self { voie: Some(Voie { modalite, vers, automatique: true }), ..self }
    }
}

/// A line applied to a person.
pub(super) struct Examen<'a> {
    pub epreuve: &'static Epreuve,
    pub regle: &'a Regle,
    pub dossier: &'a Dossier<'a>,
    pub cadre: &'a Cadre<'a>,
}

impl Examen<'_> {
    pub fn evaluer(&self) -> RegleEvaluee {
        RegleEvaluee {
            code: self.regle.code.clone(),
            enonce: self.regle.enonce.clone(),
            satisfaite: (self.epreuve.condition)(self),
            constat: fait::constat(self.epreuve.faits, self),
        }
    }

    pub fn dispositif(&self) -> Option<&Dispositif> {
        self.cadre.dispositif(self.epreuve.dispositif?)
    }

    /// Unknown unless the document says where the operators work and the file where the person lives.
    pub fn habite_le_secteur(&self) -> Option<bool> {
        let faits = self.dossier.faits;
        let situee = faits.commune.is_some() || faits.territoire.is_some();
        let operateurs = &self.dispositif()?.contenu.operateurs;
        situee.then(|| operateurs.iter().any(|o| self.cadre.sur_place.contains(o)))
    }

    pub fn suit_un_exclusif(&self) -> Option<bool> {
        let dispositif = self.dispositif()?;
        self.dossier.faits.dispositifs_en_cours.as_ref().map(|suivis| suivis.iter().any(|d| dispositif.exclut(*d)))
    }
}

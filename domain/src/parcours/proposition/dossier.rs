//! One person's facts and diagnosis, read the way the rules ask. `None` is what nobody said.

use super::{Diagnostic, Faits};
use crate::allocataire::{PublicCible, SituationProfessionnelle as S, ThemeBesoin as B};

pub(super) struct Dossier<'a> {
    pub faits: &'a Faits,
    diagnostic: Option<&'a Diagnostic>,
    /// Needs of the file and hindrances of the diagnosis, each once; unknown without either.
    pub besoins: Option<Vec<B>>,
}

impl<'a> Dossier<'a> {
    pub fn nouveau(faits: &'a Faits, diagnostic: Option<&'a Diagnostic>) -> Self {
        let freins = diagnostic.map_or(&[][..], |d| &d.freins);
        let mut besoins: Vec<B> = faits.besoins.iter().chain(freins).copied().collect();
        besoins.sort_unstable();
        besoins.dedup();
        let connus = diagnostic.is_some() || !besoins.is_empty();
        Self { faits, diagnostic, besoins: connus.then_some(besoins) }
    }

    /// The interview is later than what the flows say.
    pub fn situation(&self) -> Option<S> {
        self.diagnostic.and_then(|d| d.situation).or(self.faits.situation_professionnelle)
    }

    pub fn autonome(&self) -> Option<bool> {
        self.diagnostic?.autonome
    }

    pub fn disponible(&self) -> Option<bool> {
        self.diagnostic?.disponible
    }

    /// By a professional, for a diagnosis.
    pub fn recue(&self) -> bool {
        self.diagnostic.is_some()
    }

    pub fn projet(&self) -> Option<bool> {
        self.diagnostic?.projet.as_ref().map(|p| !p.trim().is_empty())
    }

    pub fn est_du_public(&self, public: PublicCible) -> bool {
        self.faits.publics.contient(public)
    }

    pub fn est(&self, situations: &[S]) -> bool {
        self.situation().is_some_and(|s| situations.contains(&s))
    }

    pub fn a_besoin(&self, de: impl Fn(B) -> bool) -> bool {
        self.besoins.iter().flatten().any(|b| de(*b))
    }

    /// A social or medico-social need, or being unable to work, comes first until the person says to be available.
    pub fn social_dabord(&self) -> Option<bool> {
        if self.est(&[S::Inapte]) {
            return Some(true);
        }
        self.besoins.as_ref().map(|_| self.a_besoin(social) && self.disponible() != Some(true))
    }

    /// Not able alone, or with a project or a qualification still to build.
    pub fn a_soutenir(&self) -> bool {
        self.autonome() == Some(false) || self.a_besoin(|b| matches!(b, B::ProjetProfessionnel | B::Qualification))
    }
}

/// Needs that a social worker takes up; the others stand between the person and a job.
pub(super) const fn social(besoin: B) -> bool {
    matches!(besoin, B::Logement | B::Sante | B::Isolement | B::AccesDroits | B::Budget)
}

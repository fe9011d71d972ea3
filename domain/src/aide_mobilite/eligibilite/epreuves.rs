//! The rules of a fund, in the order in which they are told: each by the use that the data of the pacte give it.

use super::libelle;
use super::{Faits, Projet};
use crate::dispositif::Mobilite;
use crate::erreur::CodeErreurMetier as C;
use crate::pacte::Regle;
use crate::parcours::proposition::RegleEvaluee;
use crate::parcours::proposition::libelle::oui_non;

/// One line: a rule, when what it asks is there, the facts that tell it, and how its refusal is told.
pub(super) struct Epreuve {
    /// What the rule of the pacte says that it applies to.
    pub usage: &'static str,
    pub condition: fn(&Examen<'_>) -> bool,
    pub faits: &'static [Fait],
    pub portee: Portee,
    pub code: C,
    pub champ: &'static str,
}

/// What a rule that is not satisfied means for the request.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Portee {
    Exige,
    /// Whom the fund is for.
    Public,
    /// Whom it also admits: never required.
    Elargit,
}

#[derive(Clone, Copy)]
pub(super) enum Fait {
    Fonction,
    Nature,
    Motif,
    Obligation,
    Droit,
    Suivi,
    Extension,
    Admission,
}

pub(super) static EPREUVES: [Epreuve; 6] = [
    Epreuve {
        usage: "AideMobilite.demandeur",
        condition: |e| e.faits.fonction.is_some_and(|f| e.mobilite.demandeurs.contains(&f)),
        faits: &[Fait::Fonction],
        portee: Portee::Exige,
        code: C::PrescripteurNonHabilite,
        champ: "dispositifCode",
    },
    Epreuve {
        usage: "AideMobilite.motif",
        condition: |e| e.mobilite.motifs.is_empty() || e.mobilite.motifs.contains(&e.projet.motif),
        faits: &[Fait::Motif],
        portee: Portee::Exige,
        code: C::SaisieInvalide,
        champ: "motif",
    },
    Epreuve {
        usage: "AideMobilite.nature",
        condition: |e| e.mobilite.natures.contains(&e.projet.nature),
        faits: &[Fait::Nature],
        portee: Portee::Exige,
        code: C::SaisieInvalide,
        champ: "nature",
    },
    Epreuve {
        usage: "AideMobilite.obligationTiers",
        condition: |e| e.projet.obligation_tiers == Some(false),
        faits: &[Fait::Obligation],
        portee: Portee::Exige,
        code: C::SaisieInvalide,
        champ: "obligationTiers",
    },
    Epreuve {
        usage: "AideMobilite.allocataire",
        condition: |e| (e.faits.droit_ouvert, e.faits.suivie) == (Some(true), Some(true)),
        faits: &[Fait::Droit, Fait::Suivi],
        portee: Portee::Public,
        code: C::PublicNonEligible,
        champ: "allocataireId",
    },
    Epreuve {
        usage: "AideMobilite.extension",
        condition: |e| etendue(e) && (e.faits.dispositif_admis, e.faits.suivie) == (Some(true), Some(true)),
        faits: &[Fait::Extension, Fait::Admission, Fait::Suivi],
        portee: Portee::Elargit,
        code: C::PublicNonEligible,
        champ: "allocataireId",
    },
];

/// The pacte has opened the fund beyond its public.
fn etendue(e: &Examen<'_>) -> bool {
    !e.mobilite.etendu_a.is_empty()
}

/// A line applied to a request.
pub(super) struct Examen<'a> {
    pub epreuve: &'static Epreuve,
    pub regle: &'a Regle,
    pub mobilite: &'a Mobilite,
    pub projet: &'a Projet,
    pub faits: &'a Faits,
}

impl Examen<'_> {
    pub fn satisfaite(&self) -> bool {
        (self.epreuve.condition)(self)
    }

    pub fn evaluer(&self) -> RegleEvaluee {
        RegleEvaluee {
            code: self.regle.code.clone(),
            enonce: self.regle.enonce.clone(),
            satisfaite: self.satisfaite(),
            constat: self.constat(),
        }
    }

    /// « Droit au RSA ouvert : oui ; suivi par l'agent qui demande : non renseigné. »
    fn constat(&self) -> String {
        let dits = self.epreuve.faits.iter().map(|f| format!("{} : {}", f.intitule(), self.valeur(*f).unwrap_or("non renseigné")));
        let texte = dits.collect::<Vec<_>>().join(" ; ");
        let mut lettres = texte.chars();
        lettres.next().map(|premiere| format!("{}{}.", premiere.to_uppercase(), lettres.as_str())).unwrap_or_default()
    }

    fn valeur(&self, fait: Fait) -> Option<&'static str> {
        match fait {
            Fait::Fonction => self.faits.fonction.map(libelle::fonction),
            Fait::Nature => Some(libelle::nature(self.projet.nature)),
            Fait::Motif => Some(libelle::motif(self.projet.motif)),
            Fait::Obligation => self.projet.obligation_tiers.map(oui_non),
            Fait::Droit => self.faits.droit_ouvert.map(oui_non),
            Fait::Suivi => self.faits.suivie.map(oui_non),
            Fait::Extension => Some(if etendue(self) { "ouverte" } else { "proposée par le document, pas ouverte" }),
            Fait::Admission => self.faits.dispositif_admis.map(oui_non),
        }
    }
}

impl Fait {
    const fn intitule(self) -> &'static str {
        match self {
            Self::Fonction => "fonction de l'agent qui demande",
            Self::Nature => "dépense",
            Self::Motif => "motif",
            Self::Obligation => "dépense due par l'employeur ou le formateur",
            Self::Droit => "droit au RSA ouvert",
            Self::Suivi => "suivi par l'agent qui demande",
            Self::Extension => "extension du fonds",
            Self::Admission => "suivi par un dispositif de l'extension",
        }
    }
}

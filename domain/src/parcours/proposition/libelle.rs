//! Values as professionals say them.

use crate::allocataire::{Civilite, NiveauFormation as N, PublicCible as P, SituationProfessionnelle as S, ThemeBesoin as B};

pub(crate) const fn oui_non(valeur: bool) -> &'static str {
    if valeur { "oui" } else { "non" }
}

pub(super) const fn civilite(civilite: Civilite) -> &'static str {
    match civilite {
        Civilite::Madame => "madame",
        Civilite::Monsieur => "monsieur",
    }
}

pub(super) const fn situation(situation: S) -> &'static str {
    match situation {
        S::SansEmploi => "sans emploi",
        S::Salarie => "salariat",
        S::SalarieEnInsertion => "salariat dans une structure d'insertion",
        S::TravailleurIndependant => "travail indépendant",
        S::ExploitantAgricole => "exploitation agricole",
        S::EnFormation => "formation",
        S::EnEtudes => "études",
        S::Inapte => "inaptitude au travail",
    }
}

pub(super) const fn niveau(niveau: N) -> &'static str {
    match niveau {
        N::SansDiplome => "sans diplôme",
        N::CapBep => "CAP ou BEP",
        N::Bac => "baccalauréat",
        N::BacPlus2 => "bac + 2",
        N::BacPlus3 => "bac + 3",
        N::BacPlus5 => "bac + 5",
    }
}

pub(super) const fn besoin(besoin: B) -> &'static str {
    match besoin {
        B::Mobilite => "mobilité",
        B::Logement => "logement",
        B::Sante => "santé",
        B::GardeEnfant => "garde d'enfant",
        B::Langue => "langue française",
        B::Numerique => "numérique",
        B::Isolement => "isolement",
        B::AccesDroits => "accès aux droits",
        B::Budget => "budget",
        B::ProjetProfessionnel => "projet professionnel",
        B::Qualification => "qualification",
    }
}

/// The publics that rules look at, as the head of what is found.
pub(super) const fn public(public: P) -> &'static str {
    match public {
        P::TravailleurNonSalarie => "travailleur non salarié",
        P::Diplome => "public diplômé",
        P::Cadre => "expérience de cadre",
        P::Jeune => "public jeune",
        P::Refugie => "protection internationale",
        P::SansResidenceStable => "sans résidence stable",
        P::SortantAse => "sortie de l'aide sociale à l'enfance",
        P::PrimoEntrantRsa => "entrée récente au RSA",
        P::DemandeurEmploi => "demande d'emploi",
        P::RsaLongueDuree => "RSA de longue durée",
        _ => "public visé",
    }
}

//! Values as professionals say them.

use crate::agent::FonctionAgent as F;
use crate::aide_mobilite::{MotifAideMobilite as M, NatureAideMobilite as N};

pub(super) const fn fonction(fonction: F) -> &'static str {
    match fonction {
        F::AssistantServiceSocial => "assistant de service social",
        F::AgentDepartementalEmploi => "agent départemental pour l'emploi",
        _ => "autre fonction",
    }
}

pub(super) const fn nature(nature: N) -> &'static str {
    match nature {
        N::AchatVehicule => "achat d'un véhicule",
        N::Reparation => "réparation",
        N::LocationDeuxRoues => "location d'un deux-roues",
        N::LocationQuatreRoues => "location d'une voiture",
        N::Assurance => "assurance",
        N::PermisConduire => "permis de conduire",
        N::Bsr => "brevet de sécurité routière",
        N::FraisDeplacement => "frais de déplacement",
        N::Repas => "repas",
        N::Hebergement => "hébergement",
        N::DiagnosticReparation => "diagnostic de réparation",
        N::AtelierPreCode => "atelier de pré-code",
        N::Accompagnement => "accompagnement",
        N::PretVelo => "prêt d'un vélo",
        N::Covoiturage => "covoiturage",
        N::TransportCollectif => "transport collectif",
        N::Microcredit => "microcrédit",
        N::GarageSolidaire => "garage solidaire",
    }
}

pub(super) const fn motif(motif: M) -> &'static str {
    match motif {
        M::PriseEmploi => "prise d'un emploi",
        M::RepriseEmploi => "reprise d'un emploi",
        M::FormationQualifiante => "formation qualifiante",
        M::RechercheEmploi => "recherche d'emploi",
        M::MaintienEmploi => "maintien dans l'emploi",
    }
}

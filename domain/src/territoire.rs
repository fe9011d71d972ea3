//! Départements, their territories and communes.

use chrono_tz::Tz;
use uuid::Uuid;

use crate::vocabulaire::enumeration;

enumeration! {
    /// Maille d'un territoire.
    TypeTerritoire {
        DirectionTerritoriale "DIRECTION_TERRITORIALE",
        Sdsei "SDSEI",
        MaisonDesSolidarites "MAISON_DES_SOLIDARITES",
        Intercommunalite "INTERCOMMUNALITE",
        BassinEmploi "BASSIN_EMPLOI",
        Qpv "QPV",
        Arrondissement "ARRONDISSEMENT",
        Canton "CANTON",
        SecteurOperateur "SECTEUR_OPERATEUR",
        Agence "AGENCE",
    }
}

#[derive(Clone, Debug)]
pub struct Departement {
    pub id: Uuid,
    pub code: String,
    pub nom: String,
    pub fuseau: Tz,
}

/// A territory; `communes` is empty where no document maps it.
#[derive(Clone, Debug)]
pub struct Territoire {
    pub id: Uuid,
    pub departement: String,
    pub code: String,
    pub nom: String,
    pub type_: TypeTerritoire,
    pub parent: Option<Uuid>,
    pub communes: Vec<String>,
    pub note: Option<String>,
}

#[derive(Clone, Debug)]
pub struct Commune {
    pub id: Uuid,
    pub code_insee: String,
    pub departement: String,
    pub nom: String,
    pub codes_postaux: Vec<String>,
}

//! Every bound that a request meets, on by default.

use std::fmt;

use serde::Deserialize;

/// Nested selection sets and spreads that the engine follows; it refuses beyond, and so bounds every walk here.
pub const EMBOITEMENT: usize = 32;

/// Brackets open at once in the text, checked before the parser, which descends by recursion.
pub const CROCHETS: usize = 64;

/// Points of introspection allowed for each type of the schema: the full query of the tools takes about 400.
pub const INTROSPECTION_PAR_TYPE: u64 = 1_000;

/// Objects that a list which is not a connection is counted for.
pub const LISTE_ORDINAIRE: u64 = 5;

/// Section `LIMITS` of the configuration.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Limites {
    /// Bytes of a request body.
    pub corps: usize,
    /// Bytes of a document.
    pub document: usize,
    pub jetons: usize,
    /// Selections once every fragment is unfolded.
    pub selections: u64,
    pub profondeur: usize,
    pub alias: usize,
    pub champs_racine: u64,
    pub fragments: usize,
    /// Directives at one place.
    pub directives: usize,
    pub cout: u64,
    pub points_par_minute: u64,
    /// The same for the partners that hold every file: DEPARTEMENT and CAF.
    pub points_par_minute_larges: u64,
    /// Largest `first` or `last`.
    pub page: u64,
    pub page_racine: u64,
    pub page_imbriquee: u64,
    /// Items of a list given as input.
    pub liste: usize,
    pub duree_secondes: u64,
    /// The same for a file of indicators, with the time that it waited for its turn.
    pub export_secondes: u64,
    /// Files of indicators made at once; each holds a connection.
    pub exports_simultanes: usize,
    pub profondeur_introspection: usize,
}

impl Default for Limites {
    fn default() -> Self {
        Self {
            corps: 64 * 1024,
            document: 16 * 1024,
            jetons: 2_000,
            selections: 2_000,
            profondeur: 12,
            alias: 20,
            champs_racine: 10,
            fragments: 50,
            directives: 5,
            cout: 20_000,
            points_par_minute: 300_000,
            points_par_minute_larges: 3_000_000,
            page: 100,
            page_racine: 50,
            page_imbriquee: 10,
            liste: 100,
            duree_secondes: 10,
            export_secondes: 120,
            exports_simultanes: 2,
            profondeur_introspection: 15,
        }
    }
}

/// What a refusal was measured against.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Limite {
    Document,
    Jetons,
    Crochets,
    Selections,
    Profondeur,
    Emboitement,
    Alias,
    ChampsRacine,
    Fragments,
    Directives,
    Cout,
    Page,
    Liste,
    ProfondeurIntrospection,
    Introspection,
}

impl Limite {
    /// The key of the configuration, or the name of a bound that is fixed.
    #[must_use]
    pub const fn nom(self) -> &'static str {
        match self {
            Self::Document => "document",
            Self::Jetons => "jetons",
            Self::Crochets => "crochets",
            Self::Selections => "selections",
            Self::Profondeur => "profondeur",
            Self::Emboitement => "emboitement",
            Self::Alias => "alias",
            Self::ChampsRacine => "champs_racine",
            Self::Fragments => "fragments",
            Self::Directives => "directives",
            Self::Cout => "cout",
            Self::Page => "page",
            Self::Liste => "liste",
            Self::ProfondeurIntrospection => "profondeur_introspection",
            Self::Introspection => "introspection",
        }
    }
}

impl fmt::Display for Limite {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Document => "la taille du document, en octets,",
            Self::Jetons => "le nombre de jetons lexicaux",
            Self::Crochets => "l'imbrication des accolades, crochets et parenthèses",
            Self::Selections => "le nombre de champs une fois les fragments dépliés",
            Self::Profondeur => "la profondeur",
            Self::Emboitement => "l'emboîtement des sélections et des fragments",
            Self::Alias => "le nombre d'alias",
            Self::ChampsRacine => "le nombre de champs à la racine",
            Self::Fragments => "le nombre de fragments",
            Self::Directives => "le nombre de directives à un même endroit",
            Self::Cout => "le coût de la requête, en points,",
            Self::Page => "la taille de page (first, last)",
            Self::Liste => "la longueur d'une liste en entrée",
            Self::ProfondeurIntrospection => "la profondeur de l'introspection",
            Self::Introspection => "le coût de l'introspection",
        })
    }
}

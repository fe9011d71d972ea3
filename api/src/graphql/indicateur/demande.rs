//! The arguments of a list of values.

use async_graphql::{Context, ID};
use domain::identifiant::Genre;
use domain::indicateur::{Indicateur, question};
use domain::mesure::{Dimension, PasTemporel, Periode, Question};
use domain::territoire::TypeTerritoire;

use crate::graphql::code::{Code, valeur_de, valeurs};
use crate::graphql::contexte::{id_facultatif, session};
use crate::graphql::erreur::{Echec, Result};
use crate::graphql::saisie::PeriodeInput;

pub struct Demande {
    pub periode: PeriodeInput,
    pub pas: Code<PasTemporel>,
    pub territoire: Option<ID>,
    pub niveau: Option<Code<TypeTerritoire>>,
    pub ventilation: Option<Vec<Code<Dimension>>>,
    pub version: Option<i64>,
}

impl Demande {
    /// The question, once the rules that bound it have let it through.
    pub fn question(self, ctx: &Context<'_>, indicateur: &Indicateur) -> Result<Question> {
        let question = Question {
            periode: Periode { du: self.periode.du.0, au: self.periode.au.0 },
            pas: self.pas.0,
            territoire: id_facultatif(Genre::Territoire, self.territoire.as_ref()),
            niveau: valeur_de(self.niveau),
            ventilation: valeurs(self.ventilation),
            version: self.version,
            parametre: None,
        };
        let verifiee = question::verifier(&session(ctx).referentiel(), indicateur, &question);
        verifiee.map(|()| question).map_err(|regle| Echec::Refus("REQUETE_INVALIDE", regle))
    }
}

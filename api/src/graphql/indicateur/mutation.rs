//! A partner declares a value.

use async_graphql::{Context, ID, InputObject, Object};
use domain::identifiant::Genre;
use domain::indicateur::QualiteValeur;
use domain::indicateur::saisie::{Saisie, declarer};
use domain::mesure::Periode;

use super::{Indicateur, indicateur};
use crate::graphql::code::{Code, valeur_de};
use crate::graphql::contexte::{id, id_facultatif, session};
use crate::graphql::erreur::Result;
use crate::graphql::portees::exige;
use crate::graphql::saisie::{PeriodeInput, reponse};
use crate::graphql::scalaires::Decimal;

reponse!(IndicateurPayload, indicateur: Indicateur);

/// Valeur d'une période, pour tout le département ou pour un de ses territoires. La déclarer à nouveau la corrige : l'ancienne reste dans l'historique.
#[derive(InputObject)]
pub struct DeclarerValeurInput {
    cle_idempotence: Option<uuid::Uuid>,
    /// Donné avec le dénominateur, dont il est la part ou le multiple ; la valeur peut alors être omise.
    numerateur: Option<Decimal>,
    denominateur: Option<Decimal>,
    indicateur_id: ID,
    /// Période entière, au rythme de l'indicateur.
    periode: PeriodeInput,
    territoire_id: Option<ID>,
    valeur: Option<Decimal>,
    /// Requis, et seul, pour un indicateur dont l'unité est TEXTE.
    texte: Option<String>,
    /// PROVISOIRE tant que la période n'est pas finie. NON_DISPONIBLE et NON_RENSEIGNEE se justifient et ne portent pas de valeur.
    qualite: Option<Code<QualiteValeur>>,
    justification: Option<String>,
}

impl From<DeclarerValeurInput> for Saisie {
    fn from(i: DeclarerValeurInput) -> Self {
        Self {
            indicateur: id(Genre::Indicateur, &i.indicateur_id),
            periode: Periode { du: i.periode.du.0, au: i.periode.au.0 },
            territoire: id_facultatif(Genre::Territoire, i.territoire_id.as_ref()),
            valeur: i.valeur.map(|d| d.0),
            numerateur: i.numerateur.map(|d| d.0),
            denominateur: i.denominateur.map(|d| d.0),
            texte: i.texte,
            qualite: valeur_de(i.qualite),
            justification: i.justification,
        }
    }
}

#[derive(Default)]
pub struct IndicateurMutation;

#[Object]
impl IndicateurMutation {
    /// Par un responsable de l'indicateur, un partenaire que sa fiche-action nomme, ou le Département.
    #[graphql(directive = exige::apply(["indicateurs:declarer"]))]
    async fn declarer_valeur(&self, ctx: &Context<'_>, input: DeclarerValeurInput) -> Result<IndicateurPayload> {
        let issue = declarer(session(ctx), input.cle_idempotence, input.into()).await?;
        IndicateurPayload::de(issue, async |id| Ok(indicateur(ctx, id))).await
    }
}

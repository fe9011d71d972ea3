//! Publishing and changing sessions.

use async_graphql::{Context, ID, InputObject, MaybeUndefined, Object};
use domain::evaluation_linguistique::{BesoinLinguistique, NiveauCecrl};
use domain::identifiant::Genre;
use domain::session::Issue;
use domain::session_formation::modification::{self, Modification};
use domain::session_formation::publication::{self, Publication};
use domain::session_formation::{ModaliteSession, StatutSession};

use super::{SessionFormation, lire};
use crate::graphql::code::{Code, valeur_de};
use crate::graphql::contexte::{id, session};
use crate::graphql::erreur::Result;
use crate::graphql::portees::exige;
use crate::graphql::saisie::{change, reponse};
use crate::graphql::scalaires::{CodeInsee, Date};

reponse!(SessionFormationPayload, session_formation: SessionFormation);

/// Session qu'un organisme ouvre.
#[derive(InputObject)]
pub struct PublierSessionInput {
    cle_idempotence: Option<uuid::Uuid>,
    intitule: String,
    besoin: Code<BesoinLinguistique>,
    niveaux_accueillis: Vec<Code<NiveauCecrl>>,
    modalite: Code<ModaliteSession>,
    debut: Date,
    fin: Date,
    duree_heures: i64,
    /// Elle donne le département ; sans elle, celui de la convention du porteur quand elle n'en couvre qu'un.
    commune: Option<CodeInsee>,
    places: i64,
}

/// Changement d'une session par son organisme ; un champ absent est inchangé.
#[derive(InputObject)]
pub struct ModifierSessionInput {
    cle_idempotence: Option<uuid::Uuid>,
    id: ID,
    version: i64,
    /// TERMINEE avant la fin prévue, ou ANNULEE : qui n'y est pas entré est à orienter de nouveau. Les autres statuts viennent des dates et des places.
    statut: Option<Code<StatutSession>>,
    /// Jamais moins que celles qui sont prises ; de nouvelles places vont d'abord à la liste d'attente.
    places: Option<i64>,
    debut: Option<Date>,
    fin: Option<Date>,
    commune: MaybeUndefined<CodeInsee>,
    niveaux_accueillis: Option<Vec<Code<NiveauCecrl>>>,
}

impl From<PublierSessionInput> for Publication {
    fn from(i: PublierSessionInput) -> Self {
        Self {
            intitule: i.intitule,
            besoin: i.besoin.0,
            niveaux: i.niveaux_accueillis.into_iter().map(|n| n.0).collect(),
            modalite: i.modalite.0,
            debut: i.debut.0,
            fin: i.fin.0,
            duree_heures: i.duree_heures,
            commune: i.commune.map(|c| c.0),
            places: i.places,
        }
    }
}

impl From<ModifierSessionInput> for Modification {
    fn from(i: ModifierSessionInput) -> Self {
        Self {
            id: id(Genre::SessionFormation, &i.id),
            version: i.version,
            statut: valeur_de(i.statut),
            places: i.places,
            debut: i.debut.map(|d| d.0),
            fin: i.fin.map(|d| d.0),
            commune: change(i.commune).map(|c| c.map(|c| c.0)),
            niveaux: i.niveaux_accueillis.map(|liste| liste.into_iter().map(|n| n.0).collect()),
        }
    }
}

#[derive(Default)]
pub struct SessionFormationMutation;

#[Object]
impl SessionFormationMutation {
    #[graphql(directive = exige::apply(["linguistique.sessions:gerer"]))]
    async fn publier_session(&self, ctx: &Context<'_>, input: PublierSessionInput) -> Result<SessionFormationPayload> {
        repondre(ctx, publication::publier(session(ctx), input.cle_idempotence, input.into()).await?).await
    }

    #[graphql(directive = exige::apply(["linguistique.sessions:gerer"]))]
    async fn modifier_session(&self, ctx: &Context<'_>, input: ModifierSessionInput) -> Result<SessionFormationPayload> {
        repondre(ctx, modification::modifier(session(ctx), input.cle_idempotence, input.into()).await?).await
    }
}

async fn repondre(ctx: &Context<'_>, issue: Issue) -> Result<SessionFormationPayload> {
    SessionFormationPayload::de(issue, |id| lire(ctx, id)).await
}

//! Publishing and changing posts.

use async_graphql::{Context, ID, InputObject, MaybeUndefined, Object};
use domain::allocataire::PublicCible;
use domain::identifiant::Genre;
use domain::poste_iae::modification::{self, Modification};
use domain::poste_iae::publication::{self, Publication};
use domain::poste_iae::saisie::Saisie;
use domain::poste_iae::{StatutPosteIae, TypeContratInsertion};
use domain::session::Issue;

use super::{PosteIae, lire};
use crate::graphql::code::{Code, valeur_de, valeurs};
use crate::graphql::contexte::{id, session};
use crate::graphql::erreur::Result;
use crate::graphql::portees::exige;
use crate::graphql::saisie::{change, reponse};
use crate::graphql::scalaires::{CodeInsee, CodeRome};

reponse!(PosteIaePayload, poste_iae: PosteIae);

/// Poste qu'une structure propose.
#[derive(InputObject)]
pub struct PublierPosteIaeInput {
    cle_idempotence: Option<uuid::Uuid>,
    structure_id: ID,
    intitule: String,
    code_rome: CodeRome,
    /// Un de ceux que le genre de la structure permet.
    type_contrat: Code<TypeContratInsertion>,
    heures_hebdomadaires: i64,
    /// Celle de la structure quand elle n'est pas donnée.
    commune: Option<CodeInsee>,
    nombre_postes: i64,
    publics: Option<Vec<Code<PublicCible>>>,
    description: Option<String>,
    profil_recherche: Option<String>,
    /// OUVERT quand il n'est pas donné, ou BROUILLON.
    statut: Option<Code<StatutPosteIae>>,
}

/// Changement d'un poste par sa structure ; un champ absent est inchangé, et ne rien changer confirme le poste.
#[derive(InputObject)]
pub struct ModifierPosteIaeInput {
    cle_idempotence: Option<uuid::Uuid>,
    id: ID,
    version: i64,
    /// OUVERT, SUSPENDU ou FERME ; POURVU vient des embauches.
    statut: Option<Code<StatutPosteIae>>,
    /// Jamais moins que les places pourvues ; une place de plus rouvre un poste POURVU.
    nombre_postes: Option<i64>,
    description: MaybeUndefined<String>,
    profil_recherche: MaybeUndefined<String>,
}

impl From<PublierPosteIaeInput> for Publication {
    fn from(i: PublierPosteIaeInput) -> Self {
        Self {
            structure: id(Genre::StructureIae, &i.structure_id),
            statut: valeur_de(i.statut),
            saisie: Saisie {
                intitule: i.intitule,
                code_rome: i.code_rome.0,
                type_contrat: i.type_contrat.0,
                heures_hebdomadaires: i.heures_hebdomadaires,
                commune: i.commune.map(|c| c.0),
                nombre_postes: i.nombre_postes,
                publics: valeurs(i.publics),
                description: i.description,
                profil_recherche: i.profil_recherche,
            },
        }
    }
}

impl From<ModifierPosteIaeInput> for Modification {
    fn from(i: ModifierPosteIaeInput) -> Self {
        Self {
            id: id(Genre::PosteIae, &i.id),
            version: i.version,
            statut: valeur_de(i.statut),
            nombre_postes: i.nombre_postes,
            description: change(i.description),
            profil_recherche: change(i.profil_recherche),
        }
    }
}

#[derive(Default)]
pub struct PosteIaeMutation;

#[Object]
impl PosteIaeMutation {
    #[graphql(directive = exige::apply(["iae.postes:gerer"]))]
    async fn publier_poste_iae(&self, ctx: &Context<'_>, input: PublierPosteIaeInput) -> Result<PosteIaePayload> {
        repondre(ctx, publication::publier(session(ctx), input.cle_idempotence, input.into()).await?).await
    }

    #[graphql(directive = exige::apply(["iae.postes:gerer"]))]
    async fn modifier_poste_iae(&self, ctx: &Context<'_>, input: ModifierPosteIaeInput) -> Result<PosteIaePayload> {
        repondre(ctx, modification::modifier(session(ctx), input.cle_idempotence, input.into()).await?).await
    }
}

async fn repondre(ctx: &Context<'_>, issue: Issue) -> Result<PosteIaePayload> {
    PosteIaePayload::de(issue, |id| lire(ctx, id)).await
}

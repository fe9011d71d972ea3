//! Stages of a parcours.

use std::sync::Arc;

use async_graphql::{ComplexObject, Context, ID, InputObject, MaybeUndefined, Object, SimpleObject};
use domain::etape as domaine;
use domain::etape::ecriture::{self, Ajout, Changement};
use domain::etape::{StatutEtape, TypeEtape};
use domain::identifiant::Genre;
use domain::vocabulaire::Enumeration;

use super::code::{Code, valeur_de};
use super::connexion::{Ecrire, Feuille};
use super::contexte::{id, session};
use super::erreur::Result;
use super::noeud::{Node, par_genre};
use super::parcours::mutation::{ParcoursPayload, repondre};
use super::partenaire::{Partenaire, partenaire};
use super::portees::{CategorieDonnee, donnee_personnelle, exige};
use super::saisie::change_date;
use super::scalaires::{Date, date};

/// Ce que la personne fait pendant son parcours. Une étape née d'une prescription avance avec elle.
#[derive(SimpleObject, Clone)]
#[graphql(complex, directive = exige::apply(["parcours.detail:lire"]), directive = donnee_personnelle::apply(CategorieDonnee::Parcours))]
pub struct Etape {
    pub id: ID,
    #[graphql(name = "type")]
    pub type_: Code<TypeEtape>,
    /// Le code du type, pour qui n'a pas à lire le texte d'une étape d'avant sa désignation.
    pub libelle: String,
    pub debut: Date,
    pub fin: Option<Date>,
    pub statut: Code<StatutEtape>,
    pub resultat: Option<String>,
    #[graphql(skip)]
    source: Arc<domaine::Etape>,
}

impl Etape {
    #[must_use]
    pub fn de(e: Arc<domaine::Etape>) -> Self {
        Self {
            id: Genre::Etape.ecrire(e.id).into(),
            type_: Code(e.type_),
            libelle: e.libelle.clone().unwrap_or_else(|| e.type_.code().to_owned()),
            debut: Date(e.debut),
            fin: date(e.fin),
            statut: Code(e.statut),
            resultat: e.resultat.clone(),
            source: e,
        }
    }

    /// Leaves that lists write themselves.
    pub fn feuille(nom: &str) -> Option<Ecrire<Self>> {
        Some(match nom {
            "id" => |e, sortie| e.id.ecrire(sortie),
            "type" => |e, sortie| e.type_.ecrire(sortie),
            "libelle" => |e, sortie| e.libelle.ecrire(sortie),
            "debut" => |e, sortie| e.debut.ecrire(sortie),
            "fin" => |e, sortie| e.fin.ecrire(sortie),
            "statut" => |e, sortie| e.statut.ecrire(sortie),
            "resultat" => |e, sortie| e.resultat.ecrire(sortie),
            _ => return None,
        })
    }
}

#[ComplexObject]
impl Etape {
    async fn partenaire(&self, ctx: &Context<'_>) -> Result<Partenaire> {
        partenaire(ctx, self.source.partenaire)
    }

    /// La prescription ou le contrat dont l'étape est née, quand le porteur peut le lire.
    async fn origine(&self, ctx: &Context<'_>) -> Result<Option<Node>> {
        match self.source.origine {
            Some((genre, id)) => par_genre(ctx, genre, id).await,
            None => Ok(None),
        }
    }
}

/// Étape à ajouter ; prévue ou en cours selon sa date, quand le statut n'est pas donné.
#[derive(InputObject)]
pub struct AjouterEtapeInput {
    cle_idempotence: Option<uuid::Uuid>,
    parcours_id: ID,
    version: i64,
    #[graphql(name = "type")]
    type_: Code<TypeEtape>,
    libelle: String,
    debut: Date,
    fin: Option<Date>,
    statut: Option<Code<StatutEtape>>,
}

/// Changement d'une étape ; un champ absent est inchangé, nul il efface.
#[derive(InputObject)]
pub struct ModifierEtapeInput {
    cle_idempotence: Option<uuid::Uuid>,
    parcours_id: ID,
    version: i64,
    etape_id: ID,
    statut: Option<Code<StatutEtape>>,
    fin: MaybeUndefined<Date>,
    resultat: MaybeUndefined<String>,
}

#[derive(Default)]
pub struct EtapeMutation;

#[Object]
impl EtapeMutation {
    #[graphql(directive = exige::apply(["parcours:ecrire"]))]
    async fn ajouter_etape(&self, ctx: &Context<'_>, input: AjouterEtapeInput) -> Result<ParcoursPayload> {
        let ajout = Ajout {
            parcours: id(Genre::Parcours, &input.parcours_id),
            version: input.version,
            type_: input.type_.0,
            libelle: input.libelle,
            debut: input.debut.0,
            fin: input.fin.map(|d| d.0),
            statut: valeur_de(input.statut),
        };
        repondre(ctx, ecriture::ajouter(session(ctx), input.cle_idempotence, ajout).await?).await
    }

    #[graphql(directive = exige::apply(["parcours:ecrire"]))]
    async fn modifier_etape(&self, ctx: &Context<'_>, input: ModifierEtapeInput) -> Result<ParcoursPayload> {
        let changement = Changement {
            parcours: id(Genre::Parcours, &input.parcours_id),
            version: input.version,
            etape: id(Genre::Etape, &input.etape_id),
            statut: valeur_de(input.statut),
            fin: change_date(input.fin),
            resultat: super::saisie::change(input.resultat),
        };
        repondre(ctx, ecriture::modifier(session(ctx), input.cle_idempotence, changement).await?).await
    }
}

pub async fn lire(ctx: &Context<'_>, id: uuid::Uuid) -> Result<Option<Etape>> {
    let lue = domaine::par_ids(session(ctx), &[id]).await?.remove(&id);
    Ok(lue.map(Etape::de))
}

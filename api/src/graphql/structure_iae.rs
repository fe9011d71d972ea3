//! Structures of the IAE, the posts agreed with them, and those that they offer.

use std::sync::Arc;

use async_graphql::{ComplexObject, Context, ID, InputObject, Object, SimpleObject};
use chrono::Datelike;
use domain::contrat_insertion::aide;
use domain::identifiant::Genre;
use domain::structure_iae as domaine;
use domain::structure_iae::TypeStructureIae;
use domain::structure_iae::convention::{self, Convention};

use super::code::Code;
use super::connexion::{Bornes, Connexion, IMBRIQUEE, RACINE, en_memoire};
use super::contexte::{chargeur, id, session};
use super::contrat_insertion::aide::AideDepartementale;
use super::erreur::Result;
use super::loader::{self, ContratsEnCours, PostesConventionnes, PostesDe};
use super::partenaire::{Partenaire, partenaire};
use super::portees::exige;
use super::poste_iae::{PosteIae, PosteIaeFiltre};
use super::saisie::reponse;
use super::territoire::{Commune, commune};

reponse!(StructureIaePayload, structure_iae: StructureIae);

/// Structure de l'insertion par l'activité économique ; une association peut en tenir plusieurs, que leurs noms distinguent.
#[derive(SimpleObject, Clone)]
#[graphql(complex)]
pub struct StructureIae {
    pub id: ID,
    pub nom: String,
    #[graphql(name = "type")]
    pub type_: Code<TypeStructureIae>,
    pub activites: Vec<String>,
    #[graphql(skip)]
    source: Arc<domaine::StructureIae>,
}

impl From<&Arc<domaine::StructureIae>> for StructureIae {
    fn from(s: &Arc<domaine::StructureIae>) -> Self {
        Self {
            id: Genre::StructureIae.ecrire(s.id).into(),
            nom: s.nom.clone(),
            type_: Code(s.type_),
            activites: s.activites.clone(),
            source: Arc::clone(s),
        }
    }
}

pub fn structure(ctx: &Context<'_>, id: uuid::Uuid) -> Option<StructureIae> {
    session(ctx).referentiel().structures_iae.par_id(id).map(StructureIae::from)
}

#[ComplexObject]
impl StructureIae {
    async fn partenaire(&self, ctx: &Context<'_>) -> Result<Partenaire> {
        partenaire(ctx, self.source.partenaire)
    }

    async fn commune(&self, ctx: &Context<'_>) -> Option<Commune> {
        commune(ctx, self.source.commune.as_ref())
    }

    /// Postes conventionnés pour une année (celle en cours par défaut) ; nul quand rien n'est conventionné.
    async fn postes_conventionnes(&self, ctx: &Context<'_>, annee: Option<i32>) -> Result<Option<i64>> {
        let annee = i64::from(annee.unwrap_or_else(|| session(ctx).perimetre.jour.year()));
        chargeur(ctx).load_one(PostesConventionnes(self.source.id, annee)).await.map_err(loader::panne)
    }

    /// Contrats d'insertion en cours : places que des embauches tiennent.
    async fn contrats_en_cours(&self, ctx: &Context<'_>) -> Result<i64> {
        let compte = chargeur(ctx).load_one(ContratsEnCours(self.source.id)).await.map_err(loader::panne)?;
        Ok(compte.unwrap_or_default())
    }

    /// Aide départementale due pour une année : montant mensuel × mois de présence de chaque allocataire du RSA embauché. Nulle pour qui n'est pas le Département tout entier.
    #[graphql(directive = exige::apply(["iae.aides:lire"]))]
    async fn aide_departementale(&self, ctx: &Context<'_>, annee: i32) -> Result<Option<AideDepartementale>> {
        let lue = aide::calculer(session(ctx), &self.source, i64::from(annee)).await?;
        Ok(lue.map(AideDepartementale::from))
    }

    async fn postes(
        &self,
        ctx: &Context<'_>,
        first: Option<i32>,
        after: Option<String>,
        filtre: Option<PosteIaeFiltre>,
    ) -> Result<Connexion<PosteIae>> {
        const LISTE: &str = "postesIae";
        let page = Bornes::avant(first, after).page(session(ctx), LISTE, IMBRIQUEE)?;
        let total = ctx.look_ahead().field("nombreTotal").exists();
        let filtre = filtre.unwrap_or_default().domaine();
        let lus = chargeur(ctx).load_one(PostesDe(self.source.id, filtre, page.clone(), total)).await.map_err(loader::panne)?;
        Ok(Connexion::de(LISTE, lus.unwrap_or_else(|| page.trancher(Vec::new())), PosteIae::from))
    }
}

/// Postes que le Département conventionne avec une structure pour une année ; les redire les change.
#[derive(InputObject)]
pub struct ConventionnerStructureInput {
    cle_idempotence: Option<uuid::Uuid>,
    structure_id: ID,
    annee: i64,
    postes: i64,
}

impl From<ConventionnerStructureInput> for Convention {
    fn from(i: ConventionnerStructureInput) -> Self {
        Self { structure: id(Genre::StructureIae, &i.structure_id), annee: i.annee, postes: i.postes }
    }
}

#[derive(Default)]
pub struct StructureIaeQuery;

#[Object]
impl StructureIaeQuery {
    #[graphql(directive = exige::apply([]))]
    async fn structures_iae(
        &self,
        ctx: &Context<'_>,
        departement: Option<String>,
        first: Option<i32>,
        after: Option<String>,
        last: Option<i32>,
        before: Option<String>,
    ) -> Result<Connexion<StructureIae>> {
        let referentiel = session(ctx).referentiel();
        let voulue = |s: &&Arc<domaine::StructureIae>| departement.as_ref().is_none_or(|d| *d == s.departement);
        let lignes = referentiel.structures_iae.toutes().filter(voulue).map(|s| (s.id, Arc::clone(s)));
        en_memoire(ctx, "structuresIae", lignes, &Bornes { first, after, last, before }, RACINE, |s| StructureIae::from(&s))
    }
}

#[derive(Default)]
pub struct StructureIaeMutation;

#[Object]
impl StructureIaeMutation {
    #[graphql(directive = exige::apply(["iae.structures:conventionner"]))]
    async fn conventionner_structure(&self, ctx: &Context<'_>, input: ConventionnerStructureInput) -> Result<StructureIaePayload> {
        let issue = convention::conventionner(session(ctx), input.cle_idempotence, input.into()).await?;
        StructureIaePayload::de(issue, async |id| Ok(structure(ctx, id))).await
    }
}

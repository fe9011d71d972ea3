//! Départements, territories, communes.

use std::sync::Arc;

use async_graphql::{ComplexObject, Context, ID, Object, SimpleObject};
use domain::identifiant::Genre;
use domain::territoire as domaine;
use domain::territoire::TypeTerritoire;

use super::code::{Code, valeur_de};
use super::connexion::{Bornes, Connexion, Ecrire, Feuille, IMBRIQUEE, RACINE, en_memoire};
use super::contexte::session;
use super::erreur::Result;
use super::portees::exige;
use super::scalaires::CodeInsee;

/// Département signataire d'un ou plusieurs pactes.
#[derive(SimpleObject, Clone)]
#[graphql(complex)]
pub struct Departement {
    pub id: ID,
    /// Numéro du département, par exemple « 31 ».
    pub code: String,
    pub nom: String,
}

/// Maille d'organisation d'un partenaire ou d'un pacte ; sans commune quand aucun document ne dit lesquelles.
#[derive(SimpleObject, Clone)]
#[graphql(complex)]
pub struct Territoire {
    pub id: ID,
    pub code: String,
    pub nom: String,
    #[graphql(name = "type")]
    pub type_: Code<TypeTerritoire>,
    #[graphql(skip)]
    source: Arc<domaine::Territoire>,
}

/// Commune du code officiel géographique.
#[derive(SimpleObject, Clone)]
#[graphql(complex)]
pub struct Commune {
    pub id: ID,
    pub code_insee: CodeInsee,
    pub nom: String,
    pub codes_postaux: Vec<String>,
}

impl From<&Arc<domaine::Departement>> for Departement {
    fn from(d: &Arc<domaine::Departement>) -> Self {
        Self { id: Genre::Departement.ecrire(d.id).into(), code: d.code.clone(), nom: d.nom.clone() }
    }
}

impl From<&Arc<domaine::Territoire>> for Territoire {
    fn from(t: &Arc<domaine::Territoire>) -> Self {
        Self {
            id: Genre::Territoire.ecrire(t.id).into(),
            code: t.code.clone(),
            nom: t.nom.clone(),
            type_: Code(t.type_),
            source: Arc::clone(t),
        }
    }
}

impl From<&Arc<domaine::Commune>> for Commune {
    fn from(c: &Arc<domaine::Commune>) -> Self {
        Self {
            id: Genre::Commune.ecrire(c.id).into(),
            code_insee: CodeInsee(c.code_insee.clone()),
            nom: c.nom.clone(),
            codes_postaux: c.codes_postaux.clone(),
        }
    }
}

impl Territoire {
    /// Leaves that lists write themselves.
    pub fn feuille(nom: &str) -> Option<Ecrire<Self>> {
        Some(match nom {
            "id" => |t, sortie| t.id.ecrire(sortie),
            "code" => |t, sortie| t.code.ecrire(sortie),
            "nom" => |t, sortie| t.nom.ecrire(sortie),
            "type" => |t, sortie| t.type_.ecrire(sortie),
            _ => return None,
        })
    }
}

/// The département of this code; every row names one that exists.
pub fn departement(ctx: &Context<'_>, code: &str) -> Result<Departement> {
    let referentiel = session(ctx).referentiel();
    referentiel.departement(code).map(Departement::from).ok_or(domain::erreur::Panne::Donnee("departement").into())
}

pub fn departements(ctx: &Context<'_>, codes: &[String]) -> Vec<Departement> {
    let referentiel = session(ctx).referentiel();
    codes.iter().filter_map(|c| referentiel.departement(c).map(Departement::from)).collect()
}

pub fn territoire(ctx: &Context<'_>, id: Option<uuid::Uuid>) -> Option<Territoire> {
    session(ctx).referentiel().territoires.par_id(id?).map(Territoire::from)
}

pub fn territoires(ctx: &Context<'_>, ids: &[uuid::Uuid]) -> Vec<Territoire> {
    ids.iter().filter_map(|id| territoire(ctx, Some(*id))).collect()
}

pub fn commune(ctx: &Context<'_>, code: Option<&String>) -> Option<Commune> {
    session(ctx).referentiel().commune(code?).map(Commune::from)
}

#[ComplexObject]
impl Departement {
    async fn territoires(&self, ctx: &Context<'_>) -> Vec<Territoire> {
        session(ctx).referentiel().territoires.toutes().filter(|t| t.departement == self.code).map(Territoire::from).collect()
    }

    async fn pactes(&self, ctx: &Context<'_>) -> Vec<super::pacte::Pacte> {
        session(ctx).referentiel().pactes_du(&self.code).map(super::pacte::Pacte::from).collect()
    }
}

#[ComplexObject]
impl Territoire {
    async fn departement(&self, ctx: &Context<'_>) -> Result<Departement> {
        departement(ctx, &self.source.departement)
    }

    async fn parent(&self, ctx: &Context<'_>) -> Option<Territoire> {
        territoire(ctx, self.source.parent)
    }

    async fn enfants(&self, ctx: &Context<'_>) -> Vec<Territoire> {
        session(ctx).referentiel().territoires.toutes().filter(|t| t.parent == Some(self.source.id)).map(Territoire::from).collect()
    }

    /// Communes que les documents rattachent à ce territoire ; vide quand ils ne le disent pas.
    async fn communes(&self, ctx: &Context<'_>, first: Option<i32>, after: Option<String>) -> Result<Connexion<Commune>> {
        let referentiel = session(ctx).referentiel();
        let lignes = self.source.communes.iter().filter_map(|c| referentiel.commune(c)).map(|c| (c.id, Arc::clone(c)));
        en_memoire(ctx, "communes", lignes, &Bornes::avant(first, after), IMBRIQUEE, |c| Commune::from(&c))
    }
}

#[ComplexObject]
impl Commune {
    async fn territoires(&self, ctx: &Context<'_>, #[graphql(name = "type")] type_: Option<Code<TypeTerritoire>>) -> Vec<Territoire> {
        let type_ = valeur_de(type_);
        let referentiel = session(ctx).referentiel();
        let siens = referentiel.territoires.toutes().filter(|t| t.communes.contains(&self.code_insee.0));
        siens.filter(|t| type_.is_none_or(|voulu| voulu == t.type_)).map(Territoire::from).collect()
    }
}

#[derive(Default)]
pub struct TerritoireQuery;

#[Object]
impl TerritoireQuery {
    #[graphql(directive = exige::apply([]))]
    async fn departements(&self, ctx: &Context<'_>) -> Vec<Departement> {
        session(ctx).referentiel().departements.iter().map(Departement::from).collect()
    }

    #[graphql(directive = exige::apply([]))]
    async fn territoires(
        &self,
        ctx: &Context<'_>,
        departement: String,
        #[graphql(name = "type")] type_: Option<Code<TypeTerritoire>>,
    ) -> Vec<Territoire> {
        let type_ = valeur_de(type_);
        let referentiel = session(ctx).referentiel();
        let siens = referentiel.territoires.toutes().filter(|t| t.departement == departement);
        siens.filter(|t| type_.is_none_or(|voulu| voulu == t.type_)).map(Territoire::from).collect()
    }

    /// Communes d'un département ou de tous ; la recherche porte sur le début des mots du nom, sans casse ni accents.
    #[graphql(directive = exige::apply([]))]
    async fn communes(
        &self,
        ctx: &Context<'_>,
        departement: Option<String>,
        recherche: Option<String>,
        first: Option<i32>,
        after: Option<String>,
    ) -> Result<Connexion<Commune>> {
        let referentiel = session(ctx).referentiel();
        let recherche = super::recherche::Recherche::de(recherche.as_deref());
        let voulue = |c: &&Arc<domaine::Commune>| departement.as_ref().is_none_or(|d| c.departement == *d) && recherche.trouve(&[&c.nom]);
        let lignes = referentiel.communes.toutes().filter(voulue).map(|c| (c.id, Arc::clone(c)));
        en_memoire(ctx, "communes", lignes, &Bornes::avant(first, after), RACINE, |c| Commune::from(&c))
    }
}

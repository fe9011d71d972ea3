//! Partners of the pactes.

use std::sync::Arc;

use async_graphql::{ComplexObject, Context, ID, InputObject, Object, SimpleObject};
use domain::identifiant::Genre;
use domain::partenaire as domaine;
use domain::partenaire::TypePartenaire;

use super::agent::Agent;
use super::code::{Code, valeurs};
use super::connexion::{Bornes, Connexion, IMBRIQUEE, RACINE, en_memoire};
use super::contexte::session;
use super::erreur::Result;
use super::portees::exige;
use super::recherche::Recherche;
use super::scalaires::{Date, Siret};
use super::service::{Service, ServiceFiltre};
use super::territoire::{Commune, Departement, commune, departements};

/// Organisation partie à un pacte, pilote d'une action ou destinataire de prescriptions.
#[derive(SimpleObject, Clone)]
#[graphql(complex)]
pub struct Partenaire {
    pub id: ID,
    pub nom: String,
    pub sigle: Option<String>,
    #[graphql(name = "type")]
    pub type_: Code<TypePartenaire>,
    #[graphql(skip)]
    source: Arc<domaine::Partenaire>,
}

impl From<&Arc<domaine::Partenaire>> for Partenaire {
    fn from(p: &Arc<domaine::Partenaire>) -> Self {
        Self {
            id: Genre::Partenaire.ecrire(p.id).into(),
            nom: p.nom.clone(),
            sigle: p.sigle.clone(),
            type_: Code(p.type_),
            source: Arc::clone(p),
        }
    }
}

/// A partner that some row names: it exists.
pub fn partenaire(ctx: &Context<'_>, id: uuid::Uuid) -> Result<Partenaire> {
    let referentiel = session(ctx).referentiel();
    referentiel.partenaires.par_id(id).map(Partenaire::from).ok_or(domain::erreur::Panne::Donnee("partenaire").into())
}

pub fn partenaires(ctx: &Context<'_>, ids: &[uuid::Uuid]) -> Vec<Partenaire> {
    let referentiel = session(ctx).referentiel();
    ids.iter().filter_map(|id| referentiel.partenaires.par_id(*id).map(Partenaire::from)).collect()
}

/// Signature d'un pacte par un partenaire.
#[derive(SimpleObject, Clone)]
pub struct Signature {
    pub pacte: super::pacte::Pacte,
    pub partenaire: Partenaire,
    pub signee_le: Option<Date>,
}

/// Coordonnées professionnelles.
#[derive(SimpleObject, Clone)]
pub struct Contact {
    pub telephone: Option<String>,
    pub courriel: Option<String>,
    pub site_web: Option<String>,
    pub adresse: Option<Adresse>,
}

/// Adresse postale.
#[derive(SimpleObject, Clone)]
#[graphql(complex)]
pub struct Adresse {
    pub voie: Option<String>,
    pub code_postal: Option<String>,
    #[graphql(skip)]
    pub code_commune: Option<String>,
}

#[ComplexObject]
impl Adresse {
    async fn commune(&self, ctx: &Context<'_>) -> Option<Commune> {
        commune(ctx, self.code_commune.as_ref())
    }
}

#[ComplexObject]
impl Partenaire {
    async fn siret(&self) -> Option<Siret> {
        self.source.siret.clone().map(Siret)
    }

    async fn departements(&self, ctx: &Context<'_>) -> Vec<Departement> {
        departements(ctx, &self.source.departements)
    }

    async fn pactes_signes(&self, ctx: &Context<'_>) -> Vec<Signature> {
        super::pacte::signatures_de(ctx, &self.source)
    }

    async fn services(
        &self,
        ctx: &Context<'_>,
        first: Option<i32>,
        after: Option<String>,
        filtre: Option<ServiceFiltre>,
    ) -> Result<Connexion<Service>> {
        let filtre = filtre.unwrap_or_default();
        let referentiel = session(ctx).referentiel();
        let lignes = referentiel.services_de(self.source.id).filter(|s| filtre.retient(&referentiel, s)).map(|s| (s.id, Arc::clone(s)));
        en_memoire(ctx, "services", lignes, &Bornes::avant(first, after), IMBRIQUEE, |s| Service::from(&s))
    }

    #[graphql(directive = exige::apply(["annuaire:lire"]))]
    async fn agents(&self, ctx: &Context<'_>, first: Option<i32>, after: Option<String>) -> Result<Connexion<Agent>> {
        let referentiel = session(ctx).referentiel();
        let lignes = referentiel.agents_de(self.source.id).map(|a| (a.id, Arc::clone(a)));
        en_memoire(ctx, "agents", lignes, &Bornes::avant(first, after), IMBRIQUEE, |a| Agent::from(&a))
    }

    async fn contact(&self) -> Option<Contact> {
        let site_web = self.source.site_web.clone()?;
        Some(Contact { telephone: None, courriel: None, site_web: Some(site_web), adresse: None })
    }
}

/// Critères d'une liste de partenaires ; tous s'ajoutent.
#[derive(InputObject, Default)]
pub struct PartenaireFiltre {
    departement: Option<String>,
    types: Option<Vec<Code<TypePartenaire>>>,
    /// Code d'un pacte que le partenaire a signé.
    pacte: Option<String>,
    recherche: Option<String>,
}

#[derive(Default)]
pub struct PartenaireQuery;

#[Object]
impl PartenaireQuery {
    #[graphql(directive = exige::apply([]))]
    async fn partenaires(
        &self,
        ctx: &Context<'_>,
        filtre: Option<PartenaireFiltre>,
        first: Option<i32>,
        after: Option<String>,
        last: Option<i32>,
        before: Option<String>,
    ) -> Result<Connexion<Partenaire>> {
        let f = filtre.unwrap_or_default();
        let (types, recherche) = (valeurs(f.types), Recherche::de(f.recherche.as_deref()));
        let referentiel = session(ctx).referentiel();
        let signataires = f.pacte.as_deref().map(|code| super::pacte::signataires(&referentiel, code));
        let retenus = referentiel.partenaires.toutes().filter(|p| f.departement.as_ref().is_none_or(|d| p.departements.contains(d)));
        let retenus = retenus
            .filter(|p| types.is_empty() || types.contains(&p.type_))
            .filter(|p| signataires.as_ref().is_none_or(|s| s.contains(&p.id)));
        let lignes = retenus.filter(|p| recherche.trouve(&[&p.nom, p.sigle.as_deref().unwrap_or_default()])).map(|p| (p.id, Arc::clone(p)));
        en_memoire(ctx, "partenaires", lignes, &Bornes { first, after, last, before }, RACINE, |p| Partenaire::from(&p))
    }
}

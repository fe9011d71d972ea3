//! Dispositifs: the kinds of accompaniment that a pacte opens.

use std::sync::Arc;

use async_graphql::{ComplexObject, Context, ID, Object, SimpleObject};
use domain::allocataire::PublicCible;
use domain::dispositif as domaine;
use domain::identifiant::Genre;

use super::code::{Code, codes};
use super::contexte::session;
use super::erreur::Result;
use super::fiche_action::FicheAction;
use super::pacte::{Pacte, pacte};
use super::partenaire::{Partenaire, partenaires};
use super::portees::exige;

/// Dispositif d'un pacte : ce qu'il est, à qui il s'adresse, et avec quoi il ne se cumule pas.
#[derive(SimpleObject, Clone)]
#[graphql(complex)]
pub struct Dispositif {
    pub id: ID,
    pub code: String,
    pub nom: String,
    /// Publics auxquels il s'adresse.
    pub publics: Vec<Code<PublicCible>>,
    /// Publics qu'il écarte, même s'ils relèvent aussi d'un public visé.
    pub publics_exclus: Vec<Code<PublicCible>>,
    pub duree_maximale_mois: Option<i64>,
    /// Personnes qu'un référent y accompagne à la fois, au plus.
    pub capacite_par_referent: Option<i64>,
    pub heures_hebdomadaires_minimum: Option<i64>,
    #[graphql(skip)]
    source: Arc<domaine::Dispositif>,
}

impl From<&Arc<domaine::Dispositif>> for Dispositif {
    fn from(d: &Arc<domaine::Dispositif>) -> Self {
        Self {
            id: Genre::Dispositif.ecrire(d.id).into(),
            code: d.code.clone(),
            nom: d.contenu.nom.clone(),
            publics: codes(d.contenu.publics),
            publics_exclus: codes(d.contenu.publics_exclus),
            duree_maximale_mois: d.contenu.duree_maximale_mois,
            capacite_par_referent: d.contenu.capacite_par_referent,
            heures_hebdomadaires_minimum: d.contenu.heures_hebdomadaires_minimum,
            source: Arc::clone(d),
        }
    }
}

#[ComplexObject]
impl Dispositif {
    async fn pacte(&self, ctx: &Context<'_>) -> Result<Pacte> {
        pacte(ctx, self.source.pacte)
    }

    /// Partenaires qui le mettent en œuvre.
    async fn operateurs(&self, ctx: &Context<'_>) -> Vec<Partenaire> {
        partenaires(ctx, &self.source.contenu.operateurs)
    }

    /// Dispositifs qu'une même personne ne suit pas en même temps que celui-ci.
    async fn exclusif_avec(&self, ctx: &Context<'_>) -> Vec<Dispositif> {
        let referentiel = session(ctx).referentiel();
        self.source.contenu.exclusif_avec.iter().filter_map(|id| referentiel.dispositifs.par_id(*id).map(Dispositif::from)).collect()
    }

    async fn fiche_action(&self, ctx: &Context<'_>) -> Option<FicheAction> {
        super::fiche_action::fiche(ctx, self.source.contenu.fiche_action)
    }
}

#[derive(Default)]
pub struct DispositifQuery;

#[Object]
impl DispositifQuery {
    /// Dispositifs des pactes d'un département ou de tous, par code.
    #[graphql(directive = exige::apply([]))]
    async fn dispositifs(&self, ctx: &Context<'_>, departement: Option<String>) -> Vec<Dispositif> {
        let referentiel = session(ctx).referentiel();
        let du = |d: &String, pacte| referentiel.pactes.par_id(pacte).is_some_and(|p| p.departement == *d);
        let retenus = referentiel.dispositifs.toutes().filter(|d| departement.as_ref().is_none_or(|code| du(code, d.pacte)));
        retenus.map(Dispositif::from).collect()
    }
}

/// A dispositif by its id.
pub fn dispositif(ctx: &Context<'_>, id: Option<uuid::Uuid>) -> Option<Dispositif> {
    session(ctx).referentiel().dispositifs.par_id(id?).map(Dispositif::from)
}

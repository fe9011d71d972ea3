//! Sessions of linguistic training: what any partner reads of them, and who is enrolled.

use std::sync::Arc;

use async_graphql::{ComplexObject, Context, ID, InputObject, Object, SimpleObject};
use chrono::NaiveDate;
use domain::evaluation_linguistique::{BesoinLinguistique, NiveauCecrl};
use domain::identifiant::Genre;
use domain::session_formation as domaine;
use domain::session_formation::lecture::Filtre;
use domain::session_formation::{ModaliteSession, StatutSession};

use super::code::{Code, codes, valeur_de};
use super::connexion::{Bornes, Connexion, IMBRIQUEE, RACINE};
use super::contexte::{chargeur, entre, id_facultatif, session};
use super::erreur::Result;
use super::inscription_formation::InscriptionFormation;
use super::loader::{self, InscriptionsA, SessionParId};
use super::partenaire::{Partenaire, partenaire};
use super::portees::exige;
use super::saisie::PeriodeInput;
use super::scalaires::{CodeInsee, Date};
use super::territoire::{Commune, commune};

pub mod mutation;

/// Action de formation linguistique d'un organisme, et ses places.
#[derive(SimpleObject, Clone)]
#[graphql(complex)]
pub struct SessionFormation {
    pub id: ID,
    /// Celle de la session elle-même : inscrire ou suivre ne la change pas.
    pub version: i64,
    pub intitule: String,
    pub besoin: Code<BesoinLinguistique>,
    pub niveaux_accueillis: Vec<Code<NiveauCecrl>>,
    pub modalite: Code<ModaliteSession>,
    pub debut: Date,
    pub fin: Date,
    pub duree_heures: i64,
    pub places: i64,
    /// Places qu'aucune inscription ne tient ; les suivantes vont en liste d'attente.
    pub places_restantes: i64,
    pub statut: Code<StatutSession>,
    #[graphql(skip)]
    source: Arc<domaine::SessionFormation>,
}

impl SessionFormation {
    /// As it stands that day.
    #[must_use]
    pub fn de(s: Arc<domaine::SessionFormation>, jour: NaiveDate) -> Self {
        Self {
            id: Genre::SessionFormation.ecrire(s.id).into(),
            version: s.version,
            intitule: s.intitule.clone(),
            besoin: Code(s.besoin),
            niveaux_accueillis: codes(s.niveaux),
            modalite: Code(s.modalite),
            debut: Date(s.debut),
            fin: Date(s.fin),
            duree_heures: s.duree_heures,
            places: s.places,
            places_restantes: s.restantes(),
            statut: Code(s.statut(jour)),
            source: s,
        }
    }
}

#[ComplexObject]
impl SessionFormation {
    async fn organisme(&self, ctx: &Context<'_>) -> Result<Partenaire> {
        partenaire(ctx, self.source.organisme)
    }

    async fn commune(&self, ctx: &Context<'_>) -> Option<Commune> {
        commune(ctx, self.source.commune.as_ref())
    }

    /// Inscriptions que le porteur peut lire : celles de ses sessions, celles qu'il a proposées, celles des personnes qu'il suit.
    #[graphql(directive = exige::apply(["linguistique:lire"]))]
    async fn inscriptions(&self, ctx: &Context<'_>, first: Option<i32>, after: Option<String>) -> Result<Connexion<InscriptionFormation>> {
        const LISTE: &str = "inscriptionsFormation";
        let session = session(ctx);
        let page = Bornes::avant(first, after).page(session, LISTE, IMBRIQUEE)?;
        let total = ctx.look_ahead().field("nombreTotal").exists();
        let lue = chargeur(ctx).load_one(InscriptionsA(self.source.id, page.clone(), total)).await.map_err(loader::panne)?;
        Ok(Connexion::de(LISTE, lue.unwrap_or_else(|| page.trancher(Vec::new())), InscriptionFormation::de))
    }
}

/// Critères d'une liste de sessions ; tous s'ajoutent.
#[derive(InputObject, Default)]
pub struct SessionFormationFiltre {
    organisme: Option<ID>,
    besoin: Option<Code<BesoinLinguistique>>,
    /// Sessions qui accueillent ce niveau.
    niveau: Option<Code<NiveauCecrl>>,
    /// Vrai : on peut y entrer et une place reste.
    avec_places: Option<bool>,
    debut_entre: Option<PeriodeInput>,
    commune: Option<CodeInsee>,
    departement: Option<String>,
}

impl SessionFormationFiltre {
    fn domaine(self) -> Result<Filtre> {
        Ok(Filtre {
            organisme: id_facultatif(Genre::Partenaire, self.organisme.as_ref()),
            besoin: valeur_de(self.besoin),
            niveau: valeur_de(self.niveau),
            avec_places: self.avec_places,
            debut_entre: entre(self.debut_entre.as_ref())?,
            commune: self.commune.map(|c| c.0),
            departement: self.departement,
        })
    }
}

#[derive(Default)]
pub struct SessionFormationQuery;

#[Object]
impl SessionFormationQuery {
    /// Sessions des départements de la convention du porteur.
    #[graphql(directive = exige::apply([]))]
    async fn sessions_formation(
        &self,
        ctx: &Context<'_>,
        filtre: Option<SessionFormationFiltre>,
        first: Option<i32>,
        after: Option<String>,
        last: Option<i32>,
        before: Option<String>,
    ) -> Result<Connexion<SessionFormation>> {
        const LISTE: &str = "sessionsFormation";
        let session = session(ctx);
        let page = Bornes { first, after, last, before }.page(session, LISTE, RACINE)?;
        let total = ctx.look_ahead().field("nombreTotal").exists();
        let filtre = filtre.unwrap_or_default().domaine()?;
        let tranche = domaine::lecture::page(session, &filtre, &page, total).await?;
        let jour = session.perimetre.jour;
        Ok(Connexion::de(LISTE, tranche, |s| SessionFormation::de(s, jour)))
    }
}

pub async fn lire(ctx: &Context<'_>, id: uuid::Uuid) -> Result<Option<SessionFormation>> {
    let lue = chargeur(ctx).load_one(SessionParId(id)).await.map_err(loader::panne)?;
    Ok(lue.map(|s| SessionFormation::de(s, session(ctx).perimetre.jour)))
}

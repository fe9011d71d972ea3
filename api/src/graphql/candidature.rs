//! Applications to posts of the IAE, as one caller sees them.

use std::sync::Arc;

use async_graphql::{ComplexObject, Context, ID, InputObject, Object, SimpleObject};
use chrono::{DateTime, Utc};
use domain::candidature as domaine;
use domain::candidature::lecture::{Demande, Filtre};
use domain::candidature::{MotifRefusCandidature, Partie, StatutCandidature, transition};
use domain::erreur::Panne;
use domain::habilitation::Perimetre;
use domain::identifiant::Genre;
use domain::vocabulaire::Enumeration;

use super::agent::{Agent, agent};
use super::allocataire::{self, Allocataire};
use super::code::{Code, code, valeurs};
use super::connexion::{Bornes, Connexion, IMBRIQUEE, RACINE};
use super::contexte::{Vue, chargeur, entre, id_facultatif, session};
use super::contrat_insertion::ContratInsertion;
use super::erreur::Result;
use super::loader::{self, CandidatureParId, CandidaturesA, ContratDe, HistoriqueCandidature};
use super::partenaire::{Partenaire, partenaire};
use super::plan;
use super::portees::{CategorieDonnee, donnee_personnelle, exige};
use super::poste_iae::{self, PosteIae};
use super::saisie::{ActionPermise, PeriodeInput};

pub mod mutation;

/// Candidature d'une personne à un poste de l'insertion par l'activité économique. Elle ouvre à la structure le dossier minimal de la personne, le temps d'y répondre ; une autre structure n'en sait rien.
#[derive(SimpleObject, Clone)]
#[graphql(complex, directive = exige::apply(["iae:lire"]), directive = donnee_personnelle::apply(CategorieDonnee::Parcours))]
pub struct Candidature {
    pub id: ID,
    pub version: i64,
    pub statut: Code<StatutCandidature>,
    pub message: Option<String>,
    pub deposee_le: DateTime<Utc>,
    /// Dernier entretien fixé par la structure.
    pub entretien_le: Option<DateTime<Utc>>,
    #[graphql(skip)]
    source: Arc<domaine::Candidature>,
    /// The person through which the application was reached, or that the page read with it.
    #[graphql(skip)]
    personne: Option<Option<Arc<Allocataire>>>,
}

/// Passage d'un statut à un autre ; le premier n'a pas de départ. Une embauche ailleurs et un silence sont dits au nom de la structure de la candidature.
#[derive(SimpleObject, Clone)]
#[graphql(complex)]
pub struct TransitionCandidature {
    pub de: Option<Code<StatutCandidature>>,
    pub vers: Code<StatutCandidature>,
    pub le: DateTime<Utc>,
    pub motif: Option<Code<MotifRefusCandidature>>,
    pub commentaire: Option<String>,
    #[graphql(skip)]
    source: uuid::Uuid,
}

#[ComplexObject]
impl TransitionCandidature {
    async fn par(&self, ctx: &Context<'_>) -> Result<Partenaire> {
        partenaire(ctx, self.source)
    }
}

impl From<domaine::historique::Passage> for TransitionCandidature {
    fn from(p: domaine::historique::Passage) -> Self {
        Self { de: code(p.de), vers: Code(p.vers), le: p.le, motif: code(p.motif), commentaire: p.commentaire, source: p.par }
    }
}

impl Candidature {
    /// `personne` is the person through which the application was reached.
    #[must_use]
    pub fn de(c: Arc<domaine::Candidature>, personne: Option<Allocataire>) -> Self {
        Self::avec(c, personne.map(|p| Some(Arc::new(p))))
    }

    fn avec(c: Arc<domaine::Candidature>, personne: Option<Option<Arc<Allocataire>>>) -> Self {
        Self {
            id: Genre::Candidature.ecrire(c.id).into(),
            version: c.version,
            statut: Code(c.statut),
            message: c.message.clone(),
            deposee_le: c.deposee_le,
            entretien_le: c.entretien_le,
            source: c,
            personne,
        }
    }
}

#[ComplexObject]
impl Candidature {
    async fn actions_permises(&self, ctx: &Context<'_>) -> Vec<ActionPermise> {
        actions(&self.source, &session(ctx).perimetre)
    }

    /// Nulle quand la personne n'est plus ouverte au porteur.
    async fn allocataire(&self, ctx: &Context<'_>) -> Result<Option<Arc<Allocataire>>> {
        match &self.personne {
            Some(personne) => Ok(personne.clone()),
            None => Ok(allocataire::lire(ctx, self.source.allocataire_id).await?.map(Arc::new)),
        }
    }

    async fn poste(&self, ctx: &Context<'_>) -> Result<PosteIae> {
        poste_iae::lire(ctx, self.source.poste).await?.ok_or_else(|| Panne::Donnee("poste").into())
    }

    async fn prescripteur(&self, ctx: &Context<'_>) -> Result<Partenaire> {
        partenaire(ctx, self.source.prescripteur)
    }

    async fn agent_prescripteur(&self, ctx: &Context<'_>) -> Option<Agent> {
        agent(ctx, self.source.agent_prescripteur)
    }

    async fn historique(&self, ctx: &Context<'_>) -> Result<Vec<TransitionCandidature>> {
        let lu = chargeur(ctx).load_one(HistoriqueCandidature(self.source.id)).await.map_err(loader::panne)?;
        Ok(lu.unwrap_or_default().into_iter().map(TransitionCandidature::from).collect())
    }

    /// Contrat signé avec la personne ; nul pour qui ne le lit pas.
    async fn contrat(&self, ctx: &Context<'_>) -> Result<Option<ContratInsertion>> {
        let lu = chargeur(ctx).load_one(ContratDe(self.source.id)).await.map_err(loader::panne)?;
        Ok(lu.map(ContratInsertion::de))
    }
}

/// What the table of states lets the caller do from here, one line a mutation.
fn actions(c: &domaine::Candidature, perimetre: &Perimetre) -> Vec<ActionPermise> {
    let (partie, portee) = match c.partie(perimetre) {
        Some(Partie::Employeur) => (Partie::Employeur, "iae.candidatures:traiter"),
        Some(Partie::Prescripteur) => (Partie::Prescripteur, "iae:candidater"),
        Some(Partie::Plateforme) | None => return Vec::new(),
    };
    let mut permises: Vec<ActionPermise> = Vec::new();
    for t in transition::suivantes(c.statut, partie).filter(|_| perimetre.porte(portee)) {
        match permises.iter_mut().find(|p| p.mutation == t.mutation) {
            Some(deja) => deja.vers.push(t.vers.code().to_owned()),
            None => permises.push(ActionPermise { mutation: t.mutation.to_owned(), vers: vec![t.vers.code().to_owned()] }),
        }
    }
    permises
}

/// Critères d'une liste de candidatures ; tous s'ajoutent.
#[derive(InputObject, Default)]
pub struct CandidatureFiltre {
    statut: Option<Vec<Code<StatutCandidature>>>,
    structure: Option<ID>,
    prescripteur: Option<ID>,
    modifie_depuis: Option<DateTime<Utc>>,
    poste: Option<ID>,
    deposee_entre: Option<PeriodeInput>,
}

impl CandidatureFiltre {
    pub fn domaine(self) -> Result<Filtre> {
        Ok(Filtre {
            statuts: valeurs(self.statut),
            structure: id_facultatif(Genre::StructureIae, self.structure.as_ref()),
            poste: id_facultatif(Genre::PosteIae, self.poste.as_ref()),
            prescripteur: id_facultatif(Genre::Partenaire, self.prescripteur.as_ref()),
            deposee_entre: entre(self.deposee_entre.as_ref())?,
            modifie_depuis: self.modifie_depuis,
        })
    }
}

#[derive(Default)]
pub struct CandidatureQuery;

#[Object]
impl CandidatureQuery {
    /// Candidatures que le partenaire a déposées ou reçues, et celles des personnes qu'il suit.
    #[graphql(directive = exige::apply(["iae:lire"]))]
    async fn candidatures(
        &self,
        ctx: &Context<'_>,
        filtre: Option<CandidatureFiltre>,
        first: Option<i32>,
        after: Option<String>,
        last: Option<i32>,
        before: Option<String>,
    ) -> Result<Connexion<Candidature>> {
        let (session, la) = (session(ctx), ctx.look_ahead());
        let page = Bornes { first, after, last, before }.page(session, "candidatures", RACINE)?;
        let vue = Vue::connexion(&la);
        let demande = Demande { allocataire: vue.veut("allocataire"), total: la.field("nombreTotal").exists() };
        let tranche = domaine::lecture::page(session, &filtre.unwrap_or_default().domaine()?, &page, demande).await?;
        let personnes: Vec<_> = tranche.lignes.iter().filter_map(|c| c.allocataire.clone().flatten()).collect();
        let prevu = plan::personnes(ctx, &personnes, &vue.vers("allocataire")).await?;
        Ok(Connexion::de("candidatures", tranche, |c| {
            let lue = c.allocataire.as_ref().map(|p| p.as_ref().map(|p| Arc::new(Allocataire::de(Arc::clone(p), Arc::clone(&prevu)))));
            Candidature::avec(c, lue)
        }))
    }
}

/// Applications to a post, as far as the caller reads them.
pub async fn au_poste(
    ctx: &Context<'_>,
    poste: uuid::Uuid,
    filtre: Option<CandidatureFiltre>,
    bornes: &Bornes,
) -> Result<Connexion<Candidature>> {
    const LISTE: &str = "candidatures";
    let page = bornes.page(session(ctx), LISTE, IMBRIQUEE)?;
    let total = ctx.look_ahead().field("nombreTotal").exists();
    let cle = CandidaturesA(poste, filtre.unwrap_or_default().domaine()?, page.clone(), total);
    let lues = chargeur(ctx).load_one(cle).await.map_err(loader::panne)?;
    Ok(Connexion::de(LISTE, lues.unwrap_or_else(|| page.trancher(Vec::new())), |c| Candidature::de(c, None)))
}

/// One application by its id.
pub async fn lire(ctx: &Context<'_>, id: uuid::Uuid) -> Result<Option<Candidature>> {
    let lue = chargeur(ctx).load_one(CandidatureParId(id)).await.map_err(loader::panne)?;
    Ok(lue.map(|c| Candidature::de(c, None)))
}

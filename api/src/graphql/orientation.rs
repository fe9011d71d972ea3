//! Orientations, the diagnosis that goes with them, requests to change them, and the proposal that helps to decide.

use std::sync::Arc;

use async_graphql::{ComplexObject, Context, ID, InputObject, Object, SimpleObject};
use domain::allocataire::{SituationProfessionnelle, ThemeBesoin};
use domain::identifiant::Genre;
use domain::orientation as domaine;
use domain::orientation::CodeParcoursFranceTravail;
use domain::orientation::reorientation::DecisionReorientation;
use domain::parcours::{ModaliteAccompagnement, ModeDesignation, proposition};

use super::agent::{Agent, agent};
use super::code::{Code, code};
use super::contexte::{id, session};
use super::dispositif::{Dispositif, dispositif};
use super::erreur::Result;
use super::partenaire::{Partenaire, partenaire};
use super::portees::{CategorieDonnee, donnee_personnelle, exige};
use super::rencontre::{self, Rencontre};
use super::scalaires::{Date, date};
use super::territoire::{Territoire, territoire};

pub mod mutation;

/// Décision qui confie la personne à un partenaire, pour un type d'accompagnement, à partir d'un jour.
#[derive(SimpleObject, Clone)]
#[graphql(complex, directive = exige::apply(["parcours:lire"]))]
pub struct Orientation {
    pub id: ID,
    pub modalite: Code<ModaliteAccompagnement>,
    pub decidee_le: Date,
    pub mode: Code<ModeDesignation>,
    #[graphql(directive = exige::apply(["parcours.detail:lire"]))]
    pub motif: Option<String>,
    /// Vrai dès la deuxième orientation du même parcours.
    pub reorientation: bool,
    /// Code de parcours de France Travail qui correspond à la modalité.
    pub code_france_travail: Option<Code<CodeParcoursFranceTravail>>,
    pub debut: Date,
    /// La veille de l'orientation suivante, ou la fin du parcours.
    pub fin: Option<Date>,
    /// Vrai quand la personne a choisi elle-même.
    pub choix_personne: Option<bool>,
    #[graphql(skip)]
    source: Arc<domaine::Orientation>,
}

impl Orientation {
    #[must_use]
    pub fn de(o: Arc<domaine::Orientation>) -> Self {
        Self {
            id: Genre::Orientation.ecrire(o.id).into(),
            modalite: Code(o.modalite),
            decidee_le: Date(o.debut),
            mode: Code(o.mode),
            motif: o.motif.clone(),
            reorientation: o.reorientation,
            code_france_travail: code(o.modalite.code_france_travail()),
            debut: Date(o.debut),
            fin: date(o.fin),
            choix_personne: o.choix_personne,
            source: o,
        }
    }
}

#[ComplexObject]
impl Orientation {
    async fn vers(&self, ctx: &Context<'_>) -> Result<Partenaire> {
        partenaire(ctx, self.source.vers)
    }

    async fn rencontre(&self, ctx: &Context<'_>) -> Result<Option<Rencontre>> {
        match self.source.rencontre {
            Some(id) => rencontre::lire(ctx, id).await,
            None => Ok(None),
        }
    }

    async fn dispositif(&self, ctx: &Context<'_>) -> Option<Dispositif> {
        dispositif(ctx, self.source.dispositif)
    }

    async fn territoire(&self, ctx: &Context<'_>) -> Option<Territoire> {
        territoire(ctx, self.source.territoire)
    }

    async fn agent(&self, ctx: &Context<'_>) -> Option<Agent> {
        agent(ctx, self.source.agent)
    }

    /// Diagnostic transmis à la structure : elle le lit, avec son auteur et personne d'autre.
    #[graphql(directive = exige::apply(["parcours.detail:lire"]))]
    async fn diagnostic(&self) -> Option<Diagnostic> {
        self.source.diagnostic.clone().map(Diagnostic::from)
    }
}

/// Ce qui a été constaté avant d'orienter. Un frein de santé exige allocataires.sensible:lire et est omis sans elle.
#[derive(SimpleObject, Clone)]
#[graphql(
    complex,
    directive = exige::apply(["parcours.detail:lire"]),
    directive = donnee_personnelle::apply(CategorieDonnee::Parcours)
)]
pub struct Diagnostic {
    pub realise_le: Date,
    pub situation: Option<Code<SituationProfessionnelle>>,
    pub autonome: Option<bool>,
    pub disponible: Option<bool>,
    pub freins: Vec<Code<ThemeBesoin>>,
    pub projet: Option<String>,
    pub synthese: Option<String>,
    #[graphql(skip)]
    source: domaine::Diagnostic,
}

impl From<domaine::Diagnostic> for Diagnostic {
    fn from(d: domaine::Diagnostic) -> Self {
        Self {
            realise_le: Date(d.realise_le),
            situation: code(d.constats.situation),
            autonome: d.constats.autonome,
            disponible: d.constats.disponible,
            freins: d.constats.freins.iter().copied().map(Code).collect(),
            projet: d.constats.projet.clone(),
            synthese: d.constats.synthese.clone(),
            source: d,
        }
    }
}

#[ComplexObject]
impl Diagnostic {
    async fn par(&self, ctx: &Context<'_>) -> Result<Partenaire> {
        partenaire(ctx, self.source.par)
    }

    async fn agent(&self, ctx: &Context<'_>) -> Option<Agent> {
        agent(ctx, self.source.agent)
    }
}

/// Demande de réorientation par le référent, avec son échéance et la décision.
#[derive(SimpleObject, Clone)]
#[graphql(complex, directive = exige::apply(["parcours.detail:lire"]))]
pub struct DemandeReorientation {
    pub id: ID,
    pub modalite_demandee: Code<ModaliteAccompagnement>,
    pub motif: String,
    pub demandee_le: Date,
    /// Date avant laquelle la demande est décidée ; un ajournement la repousse.
    pub echeance: Date,
    pub avis_equipe_pluridisciplinaire: Option<String>,
    pub decision: Option<Code<DecisionReorientation>>,
    pub decidee_le: Option<Date>,
    #[graphql(skip)]
    par: uuid::Uuid,
}

impl From<domaine::reorientation::DemandeReorientation> for DemandeReorientation {
    fn from(d: domaine::reorientation::DemandeReorientation) -> Self {
        Self {
            id: Genre::DemandeReorientation.ecrire(d.id).into(),
            modalite_demandee: Code(d.modalite),
            motif: d.motif,
            demandee_le: Date(d.demandee_le),
            echeance: Date(d.echeance),
            avis_equipe_pluridisciplinaire: d.avis,
            decision: code(d.decision),
            decidee_le: date(d.decidee_le),
            par: d.par,
        }
    }
}

#[ComplexObject]
impl DemandeReorientation {
    async fn par(&self, ctx: &Context<'_>) -> Result<Partenaire> {
        partenaire(ctx, self.par)
    }
}

/// Constats d'un professionnel avant d'orienter.
#[derive(InputObject)]
pub struct DiagnosticInput {
    situation: Option<Code<SituationProfessionnelle>>,
    autonome: Option<bool>,
    disponible: Option<bool>,
    freins: Vec<Code<ThemeBesoin>>,
    projet: Option<String>,
    synthese: Option<String>,
}

impl From<DiagnosticInput> for proposition::Diagnostic {
    fn from(i: DiagnosticInput) -> Self {
        Self {
            situation: i.situation.map(|c| c.0),
            autonome: i.autonome,
            disponible: i.disponible,
            freins: i.freins.into_iter().map(|c| c.0).collect(),
            projet: i.projet,
            synthese: i.synthese,
        }
    }
}

/// Proposition motivée d'orientation : chaque règle évaluée, et ce qu'elle a conclu. Elle propose ; un professionnel décide.
#[derive(SimpleObject)]
#[graphql(complex, directive = exige::apply(["parcours:orienter"]))]
pub struct PropositionOrientation {
    pub modalite: Code<ModaliteAccompagnement>,
    /// Vrai quand le pacte autorise à orienter sans rencontrer la personne.
    pub automatisable: bool,
    pub regles: Vec<RegleEvaluee>,
    #[graphql(skip)]
    partenaires: Vec<uuid::Uuid>,
}

/// Règle du pacte, et ce qu'elle conclut des faits connus.
#[derive(SimpleObject)]
pub struct RegleEvaluee {
    pub code: String,
    pub enonce: String,
    pub satisfaite: bool,
    pub constat: String,
}

impl From<proposition::RegleEvaluee> for RegleEvaluee {
    fn from(r: proposition::RegleEvaluee) -> Self {
        Self { code: r.code, enonce: r.enonce, satisfaite: r.satisfaite, constat: r.constat }
    }
}

#[ComplexObject]
impl PropositionOrientation {
    async fn partenaires(&self, ctx: &Context<'_>) -> Result<Vec<Partenaire>> {
        self.partenaires.iter().map(|id| partenaire(ctx, *id)).collect()
    }
}

#[derive(Default)]
pub struct OrientationQuery;

#[Object]
impl OrientationQuery {
    /// Ce que les règles du pacte proposent pour cette personne ; nulle quand elle n'existe pas pour le porteur.
    #[graphql(directive = exige::apply(["parcours:orienter"]))]
    async fn proposer_orientation(
        &self,
        ctx: &Context<'_>,
        allocataire_id: ID,
        diagnostic: Option<DiagnosticInput>,
    ) -> Result<Option<PropositionOrientation>> {
        let personne = id(Genre::Allocataire, &allocataire_id);
        let proposee = domaine::faits::proposer(session(ctx), personne, diagnostic.map(Into::into)).await?;
        Ok(proposee.map(|p| PropositionOrientation {
            modalite: Code(p.modalite),
            automatisable: p.automatisable,
            regles: p.regles.into_iter().map(RegleEvaluee::from).collect(),
            partenaires: p.partenaires,
        }))
    }
}

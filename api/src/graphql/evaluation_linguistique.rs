//! Linguistic evaluations, as one caller sees them.

use std::sync::Arc;

use async_graphql::{ComplexObject, Context, ID, InputObject, Object, SimpleObject};
use chrono::{DateTime, Utc};
use domain::evaluation_linguistique as domaine;
use domain::evaluation_linguistique::lecture::Filtre;
use domain::evaluation_linguistique::transition::{self, Geste};
use domain::evaluation_linguistique::{BesoinLinguistique, MotifClotureEvaluation, NiveauCecrl, StatutEvaluationLinguistique};
use domain::habilitation::Perimetre;
use domain::identifiant::Genre;
use domain::rendez_vous::ObjetRendezVous;
use domain::vocabulaire::Enumeration;

use super::agent::{Agent, agent};
use super::allocataire::{self, Allocataire};
use super::code::{Code, code, valeur_de, valeurs};
use super::connexion::{Bornes, Connexion, IMBRIQUEE, RACINE};
use super::contexte::{chargeur, entre, id, id_facultatif, session};
use super::erreur::Result;
use super::inscription_formation::InscriptionFormation;
use super::loader::{self, EvaluationParId, EvaluationsDe, InscriptionsDe, PrescriptionParId, RendezVousDe};
use super::orientation::RegleEvaluee;
use super::partenaire::{Partenaire, partenaire};
use super::portees::{CategorieDonnee, donnee_personnelle, exige};
use super::prescription::Prescription;
use super::rendez_vous::RendezVous;
use super::saisie::{ActionPermise, PeriodeInput};
use super::scalaires::{Date, Decimal};
use super::session_formation::SessionFormation;

pub mod mutation;

/// Évaluation individuelle de la plateforme linguistique : convocation, évaluation initiale, orientation vers une formation, évaluation finale.
#[derive(SimpleObject, Clone)]
#[graphql(complex, directive = exige::apply(["linguistique:lire"]), directive = donnee_personnelle::apply(CategorieDonnee::Parcours))]
pub struct EvaluationLinguistique {
    pub id: ID,
    /// À redonner pour agir ; 0 pour qui n'est que partie de la prescription.
    pub version: i64,
    pub statut: Code<StatutEvaluationLinguistique>,
    pub besoin: Option<Code<BesoinLinguistique>>,
    pub niveau_initial: Option<NiveauLinguistique>,
    pub niveau_final: Option<NiveauLinguistique>,
    /// Degrés de l'échelle gagnés entre l'évaluation initiale et la finale, moyenne des quatre compétences (celles que les deux évaluent).
    pub progression: Option<Decimal>,
    /// Jours entre l'évaluation initiale et la première entrée en formation.
    pub delai_prise_en_charge_jours: Option<i64>,
    /// Toutes les évaluations, dans l'ordre : l'initiale, ses corrections, puis les finales.
    pub niveaux: Vec<NiveauLinguistique>,
    pub cloture: Option<Code<MotifClotureEvaluation>>,
    #[graphql(skip)]
    source: Arc<domaine::EvaluationLinguistique>,
}

/// Niveau par compétence, échelle du Cadre européen commun de référence.
#[derive(SimpleObject, Clone)]
#[graphql(complex)]
pub struct NiveauLinguistique {
    pub finale: bool,
    pub comprehension_orale: Option<Code<NiveauCecrl>>,
    pub expression_orale: Option<Code<NiveauCecrl>>,
    pub comprehension_ecrite: Option<Code<NiveauCecrl>>,
    pub expression_ecrite: Option<Code<NiveauCecrl>>,
    /// Degré, de 1 à 4, du cadre national de référence sur l'illettrisme et les savoirs de base.
    pub degre_savoirs_de_base: Option<i64>,
    pub evalue_le: Date,
    #[graphql(skip)]
    agent: Option<uuid::Uuid>,
}

#[ComplexObject]
impl NiveauLinguistique {
    async fn evaluateur(&self, ctx: &Context<'_>) -> Option<Agent> {
        agent(ctx, self.agent)
    }
}

impl From<&domaine::Niveau> for NiveauLinguistique {
    fn from(n: &domaine::Niveau) -> Self {
        let c = &n.competences;
        Self {
            finale: n.finale,
            comprehension_orale: code(c.comprehension_orale),
            expression_orale: code(c.expression_orale),
            comprehension_ecrite: code(c.comprehension_ecrite),
            expression_ecrite: code(c.expression_ecrite),
            degre_savoirs_de_base: c.degre,
            evalue_le: Date(n.evalue_le),
            agent: n.agent,
        }
    }
}

impl EvaluationLinguistique {
    #[must_use]
    pub fn de(e: Arc<domaine::EvaluationLinguistique>) -> Self {
        Self {
            id: Genre::EvaluationLinguistique.ecrire(e.id).into(),
            version: e.version,
            statut: Code(e.statut),
            besoin: code(e.besoin),
            niveau_initial: e.initial().map(NiveauLinguistique::from),
            niveau_final: e.finale().map(NiveauLinguistique::from),
            progression: e.progression().map(Decimal::de_centiemes),
            delai_prise_en_charge_jours: e.delai_prise_en_charge(),
            niveaux: e.niveaux.iter().map(NiveauLinguistique::from).collect(),
            cloture: code(e.cloture),
            source: e,
        }
    }
}

#[ComplexObject]
impl EvaluationLinguistique {
    async fn actions_permises(&self, ctx: &Context<'_>) -> Vec<ActionPermise> {
        actions(&self.source, &session(ctx).perimetre)
    }

    /// Nulle pour qui n'est ni le prescripteur ni le destinataire.
    async fn prescription(&self, ctx: &Context<'_>) -> Result<Option<Prescription>> {
        let lue = chargeur(ctx).load_one(PrescriptionParId(self.source.prescription)).await.map_err(loader::panne)?;
        let perimetre = &session(ctx).perimetre;
        Ok(lue.filter(|p| p.partie(perimetre).is_some()).map(|p| Prescription::de(p, None)))
    }

    async fn allocataire(&self, ctx: &Context<'_>) -> Result<Option<Allocataire>> {
        allocataire::lire(ctx, self.source.allocataire_id).await
    }

    async fn evaluateur(&self, ctx: &Context<'_>) -> Result<Partenaire> {
        partenaire(ctx, self.source.evaluateur)
    }

    /// Rendez-vous d'évaluation que le porteur peut lire, initiale et finales.
    async fn convocations(&self, ctx: &Context<'_>) -> Result<Vec<RendezVous>> {
        let lus = chargeur(ctx).load_one(RendezVousDe(self.source.prescription)).await.map_err(loader::panne)?;
        let convoquent = lus.unwrap_or_default().into_iter().filter(|r| r.objet == ObjetRendezVous::Evaluation);
        Ok(convoquent.map(RendezVous::de).collect())
    }

    /// Inscriptions que le porteur peut lire, dans l'ordre des orientations.
    async fn inscriptions(&self, ctx: &Context<'_>) -> Result<Vec<InscriptionFormation>> {
        let lues = chargeur(ctx).load_one(InscriptionsDe(self.source.id)).await.map_err(loader::panne)?;
        Ok(lues.unwrap_or_default().into_iter().map(InscriptionFormation::de).collect())
    }
}

/// What the table of states lets the platform do from here.
fn actions(e: &domaine::EvaluationLinguistique, perimetre: &Perimetre) -> Vec<ActionPermise> {
    if e.evaluateur != perimetre.partenaire || !perimetre.porte("linguistique:evaluer") {
        return Vec::new();
    }
    let gestes = Geste::TOUS.into_iter().map(|geste| {
        let vers = transition::suites(geste, e.statut).map(|s| s.code().to_owned()).collect();
        ActionPermise { mutation: geste.mutation().to_owned(), vers }
    });
    gestes.filter(|a| !a.vers.is_empty()).collect()
}

/// Critères d'une liste d'évaluations ; tous s'ajoutent.
#[derive(InputObject, Default)]
pub struct EvaluationLinguistiqueFiltre {
    /// Dernier niveau connu, toutes compétences ensemble.
    niveau_maximum: Option<Code<NiveauCecrl>>,
    /// Personnes inscrites à cette session, d'après les inscriptions que le porteur lit.
    session: Option<ID>,
    evaluee_entre: Option<PeriodeInput>,
    statut: Option<Vec<Code<StatutEvaluationLinguistique>>>,
    besoin: Option<Vec<Code<BesoinLinguistique>>>,
    territoire: Option<ID>,
    modifie_depuis: Option<DateTime<Utc>>,
}

impl EvaluationLinguistiqueFiltre {
    fn domaine(self) -> Result<Filtre> {
        Ok(Filtre {
            niveau_maximum: valeur_de(self.niveau_maximum),
            session: id_facultatif(Genre::SessionFormation, self.session.as_ref()),
            evaluee_entre: entre(self.evaluee_entre.as_ref())?,
            statuts: valeurs(self.statut),
            besoins: valeurs(self.besoin),
            territoire: id_facultatif(Genre::Territoire, self.territoire.as_ref()),
            modifie_depuis: self.modifie_depuis,
        })
    }
}

/// Session qui convient, et pourquoi : la plus adaptée d'abord. Elle propose ; un professionnel décide.
#[derive(SimpleObject)]
#[graphql(directive = exige::apply(["linguistique:evaluer"]))]
pub struct PropositionSession {
    pub session: SessionFormation,
    pub rang: i64,
    /// Par ordre d'importance ; les premières l'emportent.
    pub regles: Vec<RegleEvaluee>,
}

#[derive(Default)]
pub struct EvaluationLinguistiqueQuery;

#[Object]
impl EvaluationLinguistiqueQuery {
    /// Évaluations que mène le partenaire, celles des personnes qu'il suit et celles de ses prescriptions.
    #[graphql(directive = exige::apply(["linguistique:lire"]))]
    async fn evaluations_linguistiques(
        &self,
        ctx: &Context<'_>,
        filtre: Option<EvaluationLinguistiqueFiltre>,
        first: Option<i32>,
        after: Option<String>,
        last: Option<i32>,
        before: Option<String>,
    ) -> Result<Connexion<EvaluationLinguistique>> {
        let session = session(ctx);
        let page = Bornes { first, after, last, before }.page(session, LISTE, RACINE)?;
        let total = ctx.look_ahead().field("nombreTotal").exists();
        let filtre = filtre.unwrap_or_default().domaine()?;
        let tranche = domaine::lecture::page(session, &filtre, &page, total).await?;
        Ok(Connexion::de(LISTE, tranche, EvaluationLinguistique::de))
    }

    /// Sessions à venir ou en cours qui répondent au besoin évalué, classées ; nulle pour qui ne mène pas l'évaluation.
    #[graphql(directive = exige::apply(["linguistique:evaluer"]))]
    async fn proposer_sessions(&self, ctx: &Context<'_>, evaluation_id: ID) -> Result<Option<Vec<PropositionSession>>> {
        let proposees = domaine::proposition::proposer(session(ctx), id(Genre::EvaluationLinguistique, &evaluation_id)).await?;
        let envelopper = |p: domaine::proposition::Proposition| PropositionSession {
            session: SessionFormation::de(p.session, session(ctx).perimetre.jour),
            rang: p.rang,
            regles: p.regles.into_iter().map(RegleEvaluee::from).collect(),
        };
        Ok(proposees.map(|liste| liste.into_iter().map(envelopper).collect()))
    }
}

const LISTE: &str = "evaluationsLinguistiques";

/// Those of one person that the caller reads; the people of a list share one statement.
pub async fn de_personne(ctx: &Context<'_>, personne: uuid::Uuid, bornes: &Bornes) -> Result<Connexion<EvaluationLinguistique>> {
    let session = session(ctx);
    let page = bornes.page(session, LISTE, IMBRIQUEE)?;
    let total = ctx.look_ahead().field("nombreTotal").exists();
    let lue = chargeur(ctx).load_one(EvaluationsDe(personne, page.clone(), total)).await.map_err(loader::panne)?;
    Ok(Connexion::de(LISTE, lue.unwrap_or_else(|| page.trancher(Vec::new())), EvaluationLinguistique::de))
}

pub async fn lire(ctx: &Context<'_>, id: uuid::Uuid) -> Result<Option<EvaluationLinguistique>> {
    let lue = chargeur(ctx).load_one(EvaluationParId(id)).await.map_err(loader::panne)?;
    Ok(lue.map(EvaluationLinguistique::de))
}

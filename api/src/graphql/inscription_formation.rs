//! Enrolments in sessions of training, as one caller sees them.

use std::sync::Arc;

use async_graphql::{ComplexObject, Context, ID, SimpleObject};
use chrono::{DateTime, Utc};
use domain::erreur::Panne;
use domain::evaluation_linguistique::{BesoinLinguistique, MotifClotureEvaluation, Niveau};
use domain::habilitation::Perimetre;
use domain::identifiant::Genre;
use domain::inscription_formation as domaine;
use domain::inscription_formation::StatutInscription;
use domain::inscription_formation::transition::{self, Partie};
use domain::vocabulaire::Enumeration;

use super::allocataire::{self, Allocataire};
use super::code::{Code, code};
use super::contexte::{chargeur, session};
use super::erreur::Result;
use super::evaluation_linguistique::{self, EvaluationLinguistique, NiveauLinguistique};
use super::loader::{self, InscriptionParId};
use super::portees::{CategorieDonnee, donnee_personnelle, exige};
use super::saisie::ActionPermise;
use super::scalaires::{Date, date};
use super::session_formation::{self, SessionFormation};

pub mod mutation;

/// Inscription d'une personne à une session de formation linguistique.
#[derive(SimpleObject, Clone)]
#[graphql(complex, directive = exige::apply(["linguistique:lire"]), directive = donnee_personnelle::apply(CategorieDonnee::Parcours))]
pub struct InscriptionFormation {
    pub id: ID,
    /// À redonner pour agir ; 0 pour qui n'est que partie de la prescription.
    pub version: i64,
    /// Besoin évalué, tel qu'il était à l'inscription ; nul sur une prescription de formation qui ne suit pas une évaluation.
    pub besoin: Option<Code<BesoinLinguistique>>,
    /// Dernier niveau évalué avant l'inscription.
    pub niveau_initial: Option<NiveauLinguistique>,
    /// Place sur la liste d'attente, à partir de 1.
    pub rang: Option<i64>,
    pub motif: Option<Code<MotifClotureEvaluation>>,
    pub statut: Code<StatutInscription>,
    pub inscrite_le: DateTime<Utc>,
    pub entree_le: Option<Date>,
    pub sortie_le: Option<Date>,
    pub heures_realisees: Option<i64>,
    pub bilan: Option<String>,
    #[graphql(skip)]
    source: Arc<domaine::InscriptionFormation>,
}

impl InscriptionFormation {
    #[must_use]
    pub fn de(i: Arc<domaine::InscriptionFormation>) -> Self {
        // Who evaluated is the platform's to tell.
        let niveau = i.evalue_le.map(|le| Niveau { finale: false, competences: i.competences, evalue_le: le, agent: None });
        Self {
            id: Genre::InscriptionFormation.ecrire(i.id).into(),
            version: i.version,
            besoin: code(i.besoin),
            niveau_initial: niveau.as_ref().map(NiveauLinguistique::from),
            rang: i.rang,
            motif: code(i.motif),
            statut: Code(i.statut),
            inscrite_le: i.inscrite_le,
            entree_le: date(i.entree_le),
            sortie_le: date(i.sortie_le),
            heures_realisees: i.heures,
            bilan: i.bilan.clone(),
            source: i,
        }
    }
}

#[ComplexObject]
impl InscriptionFormation {
    async fn actions_permises(&self, ctx: &Context<'_>) -> Vec<ActionPermise> {
        actions(&self.source, &session(ctx).perimetre)
    }

    async fn session(&self, ctx: &Context<'_>) -> Result<SessionFormation> {
        let lue = session_formation::lire(ctx, self.source.session).await?;
        lue.ok_or_else(|| Panne::Donnee("session").into())
    }

    async fn allocataire(&self, ctx: &Context<'_>) -> Result<Option<Allocataire>> {
        allocataire::lire(ctx, self.source.allocataire_id).await
    }

    /// Celle qui a proposé la personne, ou que suit la prescription de formation ; nulle pour l'organisme, qui n'en lit que le besoin et le niveau.
    async fn evaluation(&self, ctx: &Context<'_>) -> Result<Option<EvaluationLinguistique>> {
        match self.source.evaluation {
            Some(id) => evaluation_linguistique::lire(ctx, id).await,
            None => Ok(None),
        }
    }
}

/// What the table of states lets the caller do from here.
fn actions(i: &domaine::InscriptionFormation, perimetre: &Perimetre) -> Vec<ActionPermise> {
    let parties = [
        (i.organisme == perimetre.partenaire, Partie::Organisme, "suivreInscription", "linguistique.sessions:gerer"),
        (i.proposee_par() == Some(perimetre.partenaire), Partie::Evaluateur, "annulerInscription", "linguistique:evaluer"),
    ];
    let siennes = parties.into_iter().filter(|(est, _, _, portee)| *est && perimetre.porte(portee));
    let permises = siennes.map(|(_, partie, mutation, _)| ActionPermise {
        mutation: mutation.to_owned(),
        vers: transition::suivantes(i.statut, partie).map(|t| t.vers.code().to_owned()).collect(),
    });
    permises.filter(|a| !a.vers.is_empty()).collect()
}

pub async fn lire(ctx: &Context<'_>, id: uuid::Uuid) -> Result<Option<InscriptionFormation>> {
    let lue = chargeur(ctx).load_one(InscriptionParId(id)).await.map_err(loader::panne)?;
    Ok(lue.map(InscriptionFormation::de))
}

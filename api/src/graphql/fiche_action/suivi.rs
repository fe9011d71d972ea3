//! What happens to a fiche: pilots, actions and their follow-up, budgets, yearly reports.

use async_graphql::{ComplexObject, Context, ID, SimpleObject};
use chrono::{DateTime, NaiveDate, Utc};
use domain::fiche_action as domaine;
use domain::fiche_action::StatutAction;
use uuid::Uuid;

use crate::graphql::code::Code;
use crate::graphql::erreur::Result;
use crate::graphql::partenaire::{Partenaire, partenaire};
use crate::graphql::scalaires::{Date, Decimal, Montant, date};

/// Pilote tel qu'imprimé, et le partenaire qu'il désigne quand il en désigne un.
#[derive(SimpleObject, Clone)]
#[graphql(complex)]
pub struct Pilote {
    pub libelle: String,
    #[graphql(skip)]
    source: Option<Uuid>,
}

/// Bilan annuel d'une fiche-action.
#[derive(SimpleObject, Clone)]
#[graphql(complex)]
pub struct BilanFiche {
    pub annee: i64,
    pub texte: String,
    /// Instant de la saisie ; la clôture de l'année pour un bilan que le document imprime.
    pub le: DateTime<Utc>,
    #[graphql(skip)]
    auteur: Uuid,
}

/// Action d'une fiche, telle que le document l'imprime, et où elle en est.
#[derive(SimpleObject, Clone)]
pub struct ActionOperationnelle {
    pub id: ID,
    /// Numéro de l'action dans sa fiche.
    pub numero: i64,
    pub libelle: String,
    /// Pilotes tels qu'imprimés.
    pub pilotes: Vec<String>,
    pub calendrier: Option<String>,
    pub moyens: Option<String>,
    /// Dernier statut saisi, sinon celui du document.
    pub statut: Code<StatutAction>,
    /// Du plus ancien au plus récent.
    pub suivi: Vec<SuiviAction>,
    pub echeance: Option<Date>,
    /// L'échéance est passée et personne n'a dit l'action réalisée ou abandonnée.
    pub en_retard: bool,
}

/// Point d'avancement d'une action.
#[derive(SimpleObject, Clone)]
#[graphql(complex)]
pub struct SuiviAction {
    pub le: DateTime<Utc>,
    pub statut: Code<StatutAction>,
    pub commentaire: Option<String>,
    #[graphql(skip)]
    auteur: Uuid,
}

/// Budget d'une année, ou de toute la fiche quand le document n'en nomme pas. Un montant nul (null) n'est pas imprimé.
#[derive(SimpleObject, Clone)]
pub struct BudgetFiche {
    pub annee: Option<i64>,
    /// Montants tels qu'imprimés, quand ils ne se lisent pas ou se contredisent.
    pub imprime: Vec<String>,
    pub previsionnel: Option<Montant>,
    /// Part de l'État.
    pub etat: Option<Montant>,
    /// Part du Département.
    pub departement: Option<Montant>,
    pub global: Option<Montant>,
    pub engage: Option<Montant>,
    pub execute: Option<Montant>,
    /// Jour auquel le montant exécuté est arrêté.
    pub execute_le: Option<Date>,
    /// Pourcentage exécuté du budget global.
    pub taux_execution: Option<Decimal>,
}

impl From<&domaine::Pilote> for Pilote {
    fn from(p: &domaine::Pilote) -> Self {
        Self { libelle: p.libelle.clone(), source: p.partenaire }
    }
}

impl From<&domaine::BilanFiche> for BilanFiche {
    fn from(b: &domaine::BilanFiche) -> Self {
        Self { annee: b.annee, texte: b.texte.clone(), le: b.le, auteur: b.par }
    }
}

impl From<&domaine::SuiviAction> for SuiviAction {
    fn from(s: &domaine::SuiviAction) -> Self {
        Self { le: s.le, statut: Code(s.statut), commentaire: s.commentaire.clone(), auteur: s.par }
    }
}

impl From<&domaine::BudgetFiche> for BudgetFiche {
    fn from(b: &domaine::BudgetFiche) -> Self {
        let montant = |centimes: Option<i64>| centimes.map(Montant::de_centimes);
        Self {
            annee: b.annee,
            imprime: b.imprime.clone(),
            previsionnel: montant(b.previsionnel),
            etat: montant(b.etat),
            departement: montant(b.departement),
            global: montant(b.global),
            engage: montant(b.engage),
            execute: montant(b.execute),
            execute_le: date(b.execute_le),
            taux_execution: b.taux_execution.clone().map(Decimal),
        }
    }
}

impl ActionOperationnelle {
    /// An action has no row of its own: its id is the fiche's and its number there.
    pub(super) fn de(fiche: &ID, a: &domaine::ActionOperationnelle, jour: NaiveDate) -> Self {
        Self {
            id: format!("{}.{}", fiche.as_str(), a.numero).into(),
            numero: a.numero,
            libelle: a.libelle.clone(),
            pilotes: a.pilotes.clone(),
            calendrier: a.calendrier.clone(),
            moyens: a.moyens.clone(),
            statut: Code(a.statut),
            suivi: a.suivi.iter().map(SuiviAction::from).collect(),
            echeance: date(a.echeance),
            en_retard: a.en_retard(jour),
        }
    }
}

#[ComplexObject]
impl Pilote {
    async fn partenaire(&self, ctx: &Context<'_>) -> Result<Option<Partenaire>> {
        self.source.map(|id| partenaire(ctx, id)).transpose()
    }
}

#[ComplexObject]
impl BilanFiche {
    async fn par(&self, ctx: &Context<'_>) -> Result<Partenaire> {
        partenaire(ctx, self.auteur)
    }
}

#[ComplexObject]
impl SuiviAction {
    async fn par(&self, ctx: &Context<'_>) -> Result<Partenaire> {
        partenaire(ctx, self.auteur)
    }
}

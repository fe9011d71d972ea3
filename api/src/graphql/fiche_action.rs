//! Fiches-action: what the document prints, with the follow-up of the partners applied.

use std::sync::Arc;

use async_graphql::{ComplexObject, Context, ID, InputObject, Object, SimpleObject};
use chrono::{DateTime, NaiveDate, Utc};
use domain::fiche_action as domaine;
use domain::fiche_action::StatutAction;
use domain::identifiant::Genre;
use domain::referentiel::Referentiel;
use uuid::Uuid;

use super::code::Code;
use super::connexion::{Bornes, Connexion, RACINE, en_memoire};
use super::contexte::{id, session};
use super::erreur::Result;
use super::pacte::{AnomalieSource, Axe, Pacte, pacte};
use super::partenaire::{Partenaire, partenaire, partenaires};
use super::portees::exige;
use super::recherche::Recherche;
use super::scalaires::{Date, Decimal, Montant, date};

/// Fiche-action d'un pacte : ce que le document imprime, et le suivi que les partenaires y ont ajouté.
#[derive(SimpleObject, Clone)]
#[graphql(complex)]
pub struct FicheAction {
    pub id: ID,
    pub version: i64,
    /// Code de la fiche, unique dans son pacte.
    pub code: String,
    pub titre: String,
    /// Dernier statut saisi pour toute la fiche, sinon celui du document.
    pub statut: Code<StatutAction>,
    #[graphql(skip)]
    source: Arc<domaine::FicheAction>,
}

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

impl From<&Arc<domaine::FicheAction>> for FicheAction {
    fn from(f: &Arc<domaine::FicheAction>) -> Self {
        Self {
            id: Genre::FicheAction.ecrire(f.id).into(),
            version: f.version,
            code: f.document.code.clone(),
            titre: f.document.titre.clone(),
            statut: Code(f.statut),
            source: Arc::clone(f),
        }
    }
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
    fn de(fiche: &ID, a: &domaine::ActionOperationnelle, jour: NaiveDate) -> Self {
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

pub fn fiche(ctx: &Context<'_>, id: Option<Uuid>) -> Option<FicheAction> {
    session(ctx).referentiel().fiches_action.par_id(id?).map(FicheAction::from)
}

/// A page of these fiches, in the order of their documents.
pub fn page<'a>(ctx: &Context<'_>, fiches: impl Iterator<Item = &'a Arc<domaine::FicheAction>>, filtre: Option<FicheActionFiltre>, bornes: &Bornes, defaut: usize) -> Result<Connexion<FicheAction>> {
    let filtre = filtre.unwrap_or_default();
    let referentiel = session(ctx).referentiel();
    let lignes = fiches.filter(|f| filtre.retient(&referentiel, f)).map(|f| (place(f), Arc::clone(f)));
    en_memoire(ctx, "fichesAction", lignes, bornes, defaut, |f| FicheAction::from(&f))
}

/// What orders the list and its cursors: the pacte, then the place in its document, which the hashed id does not follow.
fn place(f: &domaine::FicheAction) -> Uuid {
    Uuid::from_u64_pair(f.pacte.as_u64_pair().0, f.rang.unsigned_abs())
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

#[ComplexObject]
impl FicheAction {
    async fn pacte(&self, ctx: &Context<'_>) -> Result<Pacte> {
        pacte(ctx, self.source.pacte)
    }

    async fn axe(&self, ctx: &Context<'_>) -> Option<Axe> {
        let referentiel = session(ctx).referentiel();
        let pacte = referentiel.pactes.par_id(self.source.pacte)?;
        pacte.axe(self.source.document.axe.as_deref()?).map(Axe::from)
    }

    async fn enjeux(&self) -> Option<&str> {
        self.source.document.enjeux.as_deref()
    }

    async fn objectifs(&self) -> &[String] {
        &self.source.document.objectifs
    }

    async fn public_vise(&self) -> Option<&str> {
        self.source.document.public_vise.as_deref()
    }

    /// Partenaires que le document désigne comme pilotes, chacun une fois ; `pilotage` donne aussi ceux qui n'en sont pas.
    async fn pilotes(&self, ctx: &Context<'_>) -> Vec<Partenaire> {
        let mut ids: Vec<Uuid> = Vec::new();
        for id in self.source.document.pilotes.iter().filter_map(|p| p.partenaire) {
            if !ids.contains(&id) {
                ids.push(id);
            }
        }
        partenaires(ctx, &ids)
    }

    async fn partenaires_associes(&self, ctx: &Context<'_>) -> Vec<Partenaire> {
        partenaires(ctx, &self.source.document.partenaires_associes)
    }

    async fn calendrier(&self) -> Option<&str> {
        self.source.document.calendrier.as_deref()
    }

    async fn actions(&self, ctx: &Context<'_>) -> Vec<ActionOperationnelle> {
        let jour = session(ctx).perimetre.jour;
        self.source.actions.iter().map(|a| ActionOperationnelle::de(&self.id, a, jour)).collect()
    }

    async fn resultats_attendus(&self) -> &[String] {
        &self.source.document.resultats_attendus
    }

    /// Le plus récent des budgets ; sans montant quand la fiche n'en donne aucun.
    async fn budget(&self) -> BudgetFiche {
        BudgetFiche::from(&self.source.budget)
    }

    /// Pilotes tels qu'imprimés.
    async fn pilotage(&self) -> Vec<Pilote> {
        self.source.document.pilotes.iter().map(Pilote::from).collect()
    }

    async fn operateurs(&self, ctx: &Context<'_>) -> Vec<Partenaire> {
        partenaires(ctx, &self.source.document.operateurs)
    }

    async fn moyens(&self) -> Option<&str> {
        self.source.document.moyens.as_deref()
    }

    async fn bilans(&self) -> Vec<BilanFiche> {
        self.source.bilans.iter().map(BilanFiche::from).collect()
    }

    /// Un budget par année ; les chiffres saisis par un partenaire remplacent ceux du document.
    async fn budgets(&self) -> Vec<BudgetFiche> {
        self.source.budgets.iter().map(BudgetFiche::from).collect()
    }

    /// Anomalies du document qui touchent cette fiche.
    async fn anomalies(&self, ctx: &Context<'_>) -> Vec<AnomalieSource> {
        session(ctx).referentiel().anomalies_de(&self.source).map(AnomalieSource::from).collect()
    }
}

/// Critères d'une liste de fiches-action ; tous s'ajoutent.
#[derive(InputObject, Default)]
pub struct FicheActionFiltre {
    /// Code d'un pacte.
    pacte: Option<String>,
    departement: Option<String>,
    /// Numéro d'un axe.
    axe: Option<String>,
    statut: Option<Vec<Code<StatutAction>>>,
    /// Partenaire que le document désigne comme pilote.
    pilote: Option<ID>,
    /// Début de mots du titre, des enjeux, des objectifs ou des actions, sans casse ni accents.
    recherche: Option<String>,
    /// Codes de fiches.
    codes: Option<Vec<String>>,
}

impl FicheActionFiltre {
    fn retient(&self, referentiel: &Referentiel, f: &domaine::FicheAction) -> bool {
        let pilote = |p: &ID| f.document.pilotes.iter().any(|l| l.partenaire == Some(id(Genre::Partenaire, p)));
        self.du_pacte(referentiel, f)
            && self.axe.as_ref().is_none_or(|a| f.document.axe.as_ref() == Some(a))
            && self.statut.as_ref().is_none_or(|l| l.contains(&Code(f.statut)))
            && self.pilote.as_ref().is_none_or(pilote)
            && self.codes.as_ref().is_none_or(|l| l.contains(&f.document.code))
            && self.trouve(&f.document)
    }

    fn du_pacte(&self, referentiel: &Referentiel, f: &domaine::FicheAction) -> bool {
        let pacte = referentiel.pactes.par_id(f.pacte);
        let est = |voulu: &Option<String>, lu: fn(&domain::pacte::Pacte) -> &String| voulu.as_ref().is_none_or(|v| pacte.is_some_and(|p| lu(p) == v));
        est(&self.pacte, |p| &p.code) && est(&self.departement, |p| &p.departement)
    }

    fn trouve(&self, document: &domaine::Document) -> bool {
        let Some(recherche) = self.recherche.as_deref() else { return true };
        let mut textes = vec![document.titre.as_str(), document.enjeux.as_deref().unwrap_or_default()];
        textes.extend(document.objectifs.iter().map(String::as_str));
        textes.extend(document.actions.iter().map(|a| a.libelle.as_str()));
        Recherche::de(Some(recherche)).trouve(&textes)
    }
}

#[derive(Default)]
pub struct FicheActionQuery;

#[Object]
impl FicheActionQuery {
    /// Fiches-action de tous les pactes, dans l'ordre des documents.
    #[graphql(directive = exige::apply([]))]
    async fn fiches_action(&self, ctx: &Context<'_>, filtre: Option<FicheActionFiltre>, first: Option<i32>, after: Option<String>, last: Option<i32>, before: Option<String>) -> Result<Connexion<FicheAction>> {
        let referentiel = session(ctx).referentiel();
        page(ctx, referentiel.fiches_action.toutes(), filtre, &Bornes { first, after, last, before }, RACINE)
    }
}

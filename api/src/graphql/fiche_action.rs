//! Fiches-action: what the document prints, with the follow-up of the partners applied.

use std::sync::Arc;

use async_graphql::{ComplexObject, Context, ID, Object, SimpleObject};
use domain::fiche_action as domaine;
use domain::fiche_action::StatutAction;
use domain::identifiant::Genre;
use uuid::Uuid;

use super::code::Code;
use super::connexion::{Bornes, Connexion, RACINE, en_memoire};
use super::contexte::session;
use super::erreur::Result;
use super::indicateur::{self, Indicateur};
use super::pacte::{AnomalieSource, Axe, Pacte, pacte};
use super::partenaire::{Partenaire, partenaires};
use super::portees::exige;

mod filtre;
pub mod mutation;
mod suivi;

pub use filtre::FicheActionFiltre;
pub use suivi::{ActionOperationnelle, BilanFiche, BudgetFiche, Pilote};

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

pub fn fiche(ctx: &Context<'_>, id: Option<Uuid>) -> Option<FicheAction> {
    session(ctx).referentiel().fiches_action.par_id(id?).map(FicheAction::from)
}

/// A page of these fiches, in the order of their documents.
pub fn page<'a>(
    ctx: &Context<'_>,
    fiches: impl Iterator<Item = &'a Arc<domaine::FicheAction>>,
    filtre: Option<FicheActionFiltre>,
    bornes: &Bornes,
    defaut: usize,
) -> Result<Connexion<FicheAction>> {
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

    /// Indicateurs de la fiche, dans l'ordre du document.
    async fn indicateurs(&self, ctx: &Context<'_>) -> Vec<Indicateur> {
        indicateur::de_la_fiche(ctx, self.source.id)
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

#[derive(Default)]
pub struct FicheActionQuery;

#[Object]
impl FicheActionQuery {
    /// Fiches-action de tous les pactes, dans l'ordre des documents.
    #[graphql(directive = exige::apply([]))]
    async fn fiches_action(
        &self,
        ctx: &Context<'_>,
        filtre: Option<FicheActionFiltre>,
        first: Option<i32>,
        after: Option<String>,
        last: Option<i32>,
        before: Option<String>,
    ) -> Result<Connexion<FicheAction>> {
        let referentiel = session(ctx).referentiel();
        page(ctx, referentiel.fiches_action.toutes(), filtre, &Bornes { first, after, last, before }, RACINE)
    }
}

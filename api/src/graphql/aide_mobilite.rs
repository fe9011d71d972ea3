//! Aids to mobility: a fund's, and those that platforms bring.

use std::sync::Arc;

use async_graphql::{ComplexObject, Context, ID, InputObject, Object, SimpleObject};
use chrono::{DateTime, Utc};
use domain::aide_mobilite as domaine;
use domain::aide_mobilite::eligibilite::{Projet, expliquer};
use domain::aide_mobilite::lecture::{Demande, Filtre};
use domain::aide_mobilite::{MotifAideMobilite, NatureAideMobilite, StatutAideMobilite, transition};
use domain::habilitation::Perimetre;
use domain::identifiant::Genre;
use domain::vocabulaire::Enumeration;

use super::agent::{Agent, agent};
use super::allocataire::{self, Allocataire};
use super::code::{Code, valeurs};
use super::connexion::{Bornes, Connexion, RACINE};
use super::contexte::{Vue, chargeur, entre, id, id_facultatif, session};
use super::dispositif::{Dispositif, dispositif};
use super::erreur::Result;
use super::loader::{self, AideParId, PassagesDe, PiecesDe, VersementsDe};
use super::orientation::RegleEvaluee;
use super::partenaire::{Partenaire, partenaire};
use super::plan;
use super::portees::{CategorieDonnee, donnee_personnelle, exige};
use super::prescription::{self, Prescription};
use super::saisie::{ActionPermise, PeriodeInput};
use super::scalaires::{Date, Montant, date};

pub mod detail;
pub mod mutation;
pub mod saisie;

use detail::{ActiviteVisee, PieceDossier, PretVehicule, TransitionAideMobilite, Versement};

/// Aide à la mobilité : financière (fonds d'accès et de retour à l'emploi) ou en nature (plateforme mobilité).
#[derive(SimpleObject, Clone)]
#[graphql(complex, directive = exige::apply(["mobilite:lire"]), directive = donnee_personnelle::apply(CategorieDonnee::Parcours))]
pub struct AideMobilite {
    pub id: ID,
    pub version: i64,
    pub nature: Code<NatureAideMobilite>,
    pub motif: Code<MotifAideMobilite>,
    pub statut: Code<StatutAideMobilite>,
    /// Ce que coûte la dépense entière.
    #[graphql(directive = donnee_personnelle::apply(CategorieDonnee::Financier))]
    pub cout_total: Option<Montant>,
    #[graphql(directive = donnee_personnelle::apply(CategorieDonnee::Financier))]
    pub montant_demande: Option<Montant>,
    #[graphql(directive = donnee_personnelle::apply(CategorieDonnee::Financier))]
    pub montant_propose: Option<Montant>,
    #[graphql(directive = donnee_personnelle::apply(CategorieDonnee::Financier))]
    pub montant_accorde: Option<Montant>,
    /// Nul pour une aide en nature.
    #[graphql(directive = donnee_personnelle::apply(CategorieDonnee::Financier))]
    pub montant_verse: Option<Montant>,
    /// L'employeur ou le formateur doit déjà cette dépense.
    pub obligation_tiers: Option<bool>,
    pub demandee_le: DateTime<Utc>,
    pub decidee_le: Option<DateTime<Utc>>,
    pub versee_le: Option<DateTime<Utc>>,
    /// Motif du refus ou de l'ajournement.
    pub motif_refus: Option<String>,
    pub recours: Option<String>,
    pub debut: Option<Date>,
    pub fin: Option<Date>,
    /// À la fin de l'aide, la personne se déplace par ses propres moyens.
    pub solution_perenne: Option<bool>,
    #[graphql(skip)]
    source: Arc<domaine::AideMobilite>,
    /// The person through which the aid was reached, or that the page read with it.
    #[graphql(skip)]
    personne: Option<Option<Arc<Allocataire>>>,
}

impl AideMobilite {
    /// `personne` is the person through which the aid was reached.
    #[must_use]
    pub fn de(a: Arc<domaine::AideMobilite>, personne: Option<Allocataire>) -> Self {
        Self::avec(a, personne.map(|p| Some(Arc::new(p))))
    }

    fn avec(a: Arc<domaine::AideMobilite>, personne: Option<Option<Arc<Allocataire>>>) -> Self {
        let montant = |centimes: Option<i64>| centimes.map(Montant::de_centimes);
        let m = a.montants;
        Self {
            id: Genre::AideMobilite.ecrire(a.id).into(),
            version: a.version,
            nature: Code(a.nature),
            motif: Code(a.motif),
            statut: Code(a.statut),
            cout_total: montant(m.cout_total),
            montant_demande: montant(m.demande),
            montant_propose: montant(m.propose),
            montant_accorde: montant(m.accorde),
            montant_verse: montant(m.demande.map(|_| m.verse)),
            obligation_tiers: a.obligation_tiers,
            demandee_le: a.demandee_le,
            decidee_le: a.decidee_le,
            versee_le: a.versee_le,
            motif_refus: a.motif_refus.clone(),
            recours: a.recours.clone(),
            debut: date(a.debut),
            fin: date(a.fin),
            solution_perenne: a.solution_perenne,
            source: a,
            personne,
        }
    }
}

#[ComplexObject]
impl AideMobilite {
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

    async fn dispositif(&self, ctx: &Context<'_>) -> Result<Dispositif> {
        dispositif(ctx, Some(self.source.dispositif)).ok_or(domain::erreur::Panne::Donnee("dispositif").into())
    }

    async fn demandeur(&self, ctx: &Context<'_>) -> Result<Partenaire> {
        partenaire(ctx, self.source.demandeur)
    }

    async fn agent_demandeur(&self, ctx: &Context<'_>) -> Option<Agent> {
        agent(ctx, self.source.agent_demandeur)
    }

    async fn instructeur(&self, ctx: &Context<'_>) -> Result<Partenaire> {
        partenaire(ctx, self.source.instructeur)
    }

    async fn pieces(&self, ctx: &Context<'_>) -> Result<Vec<PieceDossier>> {
        let lues = chargeur(ctx).load_one(PiecesDe(self.source.id)).await.map_err(loader::panne)?;
        Ok(lues.unwrap_or_default().into_iter().map(PieceDossier::from).collect())
    }

    async fn pret(&self) -> Option<PretVehicule> {
        self.source.pret.map(PretVehicule::from)
    }

    /// Règles du fonds, telles qu'elles étaient le jour de la demande ; vide pour une aide en nature.
    async fn eligibilite(&self) -> Vec<RegleEvaluee> {
        self.source.eligibilite.iter().cloned().map(RegleEvaluee::from).collect()
    }

    /// Prescription dont l'aide est née ; nulle pour qui ne la lit pas.
    async fn prescription(&self, ctx: &Context<'_>) -> Result<Option<Prescription>> {
        let Some(id) = self.source.prescription.filter(|_| session(ctx).perimetre.porte("prescriptions:lire")) else { return Ok(None) };
        prescription::lire(ctx, id).await
    }

    async fn versements(&self, ctx: &Context<'_>) -> Result<Vec<Versement>> {
        let lus = chargeur(ctx).load_one(VersementsDe(self.source.id)).await.map_err(loader::panne)?;
        Ok(lus.unwrap_or_default().into_iter().map(Versement::from).collect())
    }

    async fn activite(&self) -> Option<ActiviteVisee> {
        self.source.activite.clone().map(ActiviteVisee::from)
    }

    async fn historique(&self, ctx: &Context<'_>) -> Result<Vec<TransitionAideMobilite>> {
        let lu = chargeur(ctx).load_one(PassagesDe(self.source.id)).await.map_err(loader::panne)?;
        Ok(lu.unwrap_or_default().into_iter().map(TransitionAideMobilite::from).collect())
    }
}

/// Scopes of the mutations that the table of states names.
fn portee(mutation: &str) -> &'static str {
    match mutation {
        "deciderAideMobilite" | "verserAideMobilite" => "mobilite:instruire",
        "modifierPret" | "terminerAide" => "mobilite:apporter",
        _ => "mobilite:demander",
    }
}

/// What the table of states lets the caller do from here, one line a mutation.
fn actions(a: &domaine::AideMobilite, perimetre: &Perimetre) -> Vec<ActionPermise> {
    let mut permises: Vec<ActionPermise> = Vec::new();
    for t in a.parties(perimetre).into_iter().flat_map(|partie| transition::suivantes(a.statut, partie)) {
        if !perimetre.porte(portee(t.mutation)) || t.mutation == transition::PROLONGER.1 && a.pret.is_none() {
            continue;
        }
        match permises.iter_mut().find(|p| p.mutation == t.mutation) {
            Some(deja) => deja.vers.push(t.vers.code().to_owned()),
            None => permises.push(ActionPermise { mutation: t.mutation.to_owned(), vers: vec![t.vers.code().to_owned()] }),
        }
    }
    permises
}

/// Critères d'une liste d'aides ; tous s'ajoutent.
#[derive(InputObject, Default)]
pub struct AideMobiliteFiltre {
    dispositif: Option<ID>,
    nature: Option<Vec<Code<NatureAideMobilite>>>,
    statut: Option<Vec<Code<StatutAideMobilite>>>,
    territoire: Option<ID>,
    demandee_entre: Option<PeriodeInput>,
    modifie_depuis: Option<DateTime<Utc>>,
}

impl AideMobiliteFiltre {
    fn domaine(self) -> Result<Filtre> {
        Ok(Filtre {
            dispositif: id_facultatif(Genre::Dispositif, self.dispositif.as_ref()),
            natures: valeurs(self.nature),
            statuts: valeurs(self.statut),
            territoire: id_facultatif(Genre::Territoire, self.territoire.as_ref()),
            demandee_entre: entre(self.demandee_entre.as_ref())?,
            modifie_depuis: self.modifie_depuis,
        })
    }
}

#[derive(Default)]
pub struct AideMobiliteQuery;

#[Object]
impl AideMobiliteQuery {
    /// Aides que le partenaire demande, instruit ou apporte, et celles des personnes qu'il suit.
    #[graphql(directive = exige::apply(["mobilite:lire"]))]
    async fn aides_mobilite(
        &self,
        ctx: &Context<'_>,
        filtre: Option<AideMobiliteFiltre>,
        first: Option<i32>,
        after: Option<String>,
        last: Option<i32>,
        before: Option<String>,
    ) -> Result<Connexion<AideMobilite>> {
        let (session, la) = (session(ctx), ctx.look_ahead());
        let page = Bornes { first, after, last, before }.page(session, "aidesMobilite", RACINE)?;
        let vue = Vue::connexion(&la);
        let demande = Demande { allocataire: vue.veut("allocataire"), total: la.field("nombreTotal").exists() };
        let tranche = domaine::lecture::page(session, &filtre.unwrap_or_default().domaine()?, &page, demande).await?;
        let personnes: Vec<_> = tranche.lignes.iter().filter_map(|a| a.allocataire.clone().flatten()).collect();
        let prevu = plan::personnes(ctx, &personnes, &vue.vers("allocataire")).await?;
        Ok(Connexion::de("aidesMobilite", tranche, |a| {
            let lue = a.allocataire.as_ref().map(|p| p.as_ref().map(|p| Arc::new(Allocataire::de(Arc::clone(p), Arc::clone(&prevu)))));
            AideMobilite::avec(a, lue)
        }))
    }

    /// Règles du fonds évaluées sur cette personne avant toute demande ; nulle quand elle, ou le fonds, n'existe pas pour le porteur.
    #[graphql(directive = exige::apply(["mobilite:demander"]))]
    async fn eligibilite_mobilite(
        &self,
        ctx: &Context<'_>,
        allocataire_id: ID,
        dispositif_code: String,
        nature: Code<NatureAideMobilite>,
        motif: Code<MotifAideMobilite>,
        obligation_tiers: Option<bool>,
    ) -> Result<Option<Vec<RegleEvaluee>>> {
        let projet = Projet { nature: nature.0, motif: motif.0, obligation_tiers };
        let regles = expliquer(session(ctx), id(Genre::Allocataire, &allocataire_id), &dispositif_code, projet).await?;
        Ok(regles.map(|lues| lues.into_iter().map(RegleEvaluee::from).collect()))
    }
}

/// One aid by its id.
pub async fn lire(ctx: &Context<'_>, id: uuid::Uuid) -> Result<Option<AideMobilite>> {
    let lue = chargeur(ctx).load_one(AideParId(id)).await.map_err(loader::panne)?;
    Ok(lue.map(|a| AideMobilite::de(a, None)))
}

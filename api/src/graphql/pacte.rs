//! Pactes: axes, signatures, rules, and where their documents contradict themselves.

use std::sync::Arc;

use async_graphql::{ComplexObject, Context, ID, Object, SimpleObject};
use domain::identifiant::Genre;
use domain::pacte as domaine;
use domain::pacte::{NatureRegle, OperateurRegle, TypePacte, UniteIndicateur};
use domain::referentiel::Referentiel;
use uuid::Uuid;

use super::code::{Code, code};
use super::connexion::{Bornes, Connexion, IMBRIQUEE};
use super::contexte::session;
use super::dispositif::Dispositif;
use super::erreur::Result;
use super::fiche_action::{self, BudgetFiche, FicheAction, FicheActionFiltre};
use super::partenaire::{Partenaire, Signature, partenaire};
use super::portees::exige;
use super::scalaires::{Date, Decimal, date};
use super::territoire::{Departement, departement};

pub mod mutation;

/// Pacte d'insertion d'un département : ses axes, ses signataires, ses fiches-action, les règles qu'il pose.
#[derive(SimpleObject, Clone)]
#[graphql(complex)]
pub struct Pacte {
    pub id: ID,
    /// Code du pacte, par lequel les filtres le désignent.
    pub code: String,
    pub titre: String,
    #[graphql(name = "type")]
    pub type_: Code<TypePacte>,
    /// Nul quand le document ne l'imprime pas.
    pub debut: Option<Date>,
    /// Nulle quand le document ne l'imprime pas.
    pub fin: Option<Date>,
    #[graphql(skip)]
    source: Arc<domaine::Pacte>,
}

/// Endroit où le document se contredit ou ne se lit pas : les valeurs sont toutes gardées, aucune n'est corrigée.
#[derive(SimpleObject, Clone)]
pub struct AnomalieSource {
    pub code: String,
    /// Genre de l'anomalie, par exemple un total qui n'est pas la somme de ses lignes.
    pub nature: String,
    pub description: String,
    /// Les valeurs en cause, telles qu'imprimées.
    pub valeurs: Vec<String>,
    /// Où le document les imprime.
    pub source: String,
}

/// Axe d'un pacte, qui regroupe des fiches-action.
#[derive(SimpleObject, Clone)]
pub struct Axe {
    /// Numéro que le document donne à l'axe ; les filtres le désignent par lui.
    pub numero: Option<String>,
    pub titre: String,
}

/// Règle, délai ou objectif que le pacte pose, avec sa source dans le document.
#[derive(SimpleObject, Clone)]
#[graphql(complex)]
pub struct RegleReferentiel {
    /// Code de la règle, tel que le cite un refus (ErreurMetier.regle).
    pub code: String,
    pub nature: Code<NatureRegle>,
    /// Ce sur quoi porte la règle, par exemple l'orientation ou la mobilité.
    pub domaine: String,
    pub enonce: String,
    pub operateur: Option<Code<OperateurRegle>>,
    /// Valeur chiffrée ; la borne basse quand l'opérateur est ENTRE.
    pub valeur: Option<Decimal>,
    /// Borne haute quand l'opérateur est ENTRE.
    pub valeur_maximale: Option<Decimal>,
    pub unite: Option<Code<UniteIndicateur>>,
    /// Ce que l'unité compte, en toutes lettres.
    pub unite_texte: Option<String>,
    /// Où le document pose la règle.
    pub source: String,
    /// Ce qui applique la règle dans la plateforme ; vide quand rien ne l'applique.
    pub appliquee_par: Vec<String>,
    #[graphql(skip)]
    departement: String,
    #[graphql(skip)]
    regle: domaine::Regle,
}

#[ComplexObject]
impl RegleReferentiel {
    /// Ce qui a été fait dans l'année (l'année en cours, par défaut) de ce que la règle vise, d'après les dossiers que le porteur lit ; nul quand la plateforme ne le compte pas.
    #[graphql(directive = exige::apply(["linguistique:lire"]))]
    async fn realise(&self, ctx: &Context<'_>, annee: Option<i32>) -> Result<Option<i64>> {
        Ok(domain::evaluation_linguistique::objectif::realise(session(ctx), &self.departement, &self.regle, annee).await?)
    }
}

impl From<&Arc<domaine::Pacte>> for Pacte {
    fn from(p: &Arc<domaine::Pacte>) -> Self {
        Self {
            id: Genre::Pacte.ecrire(p.id).into(),
            code: p.code.clone(),
            titre: p.contenu.titre.clone(),
            type_: Code(p.contenu.type_),
            debut: date(p.contenu.debut),
            fin: date(p.contenu.fin),
            source: Arc::clone(p),
        }
    }
}

impl From<&domaine::AnomalieSource> for AnomalieSource {
    fn from(a: &domaine::AnomalieSource) -> Self {
        Self {
            code: a.code.clone(),
            nature: a.nature.clone(),
            description: a.description.clone(),
            valeurs: a.valeurs.clone(),
            source: a.source.clone(),
        }
    }
}

impl From<&domaine::Axe> for Axe {
    fn from(a: &domaine::Axe) -> Self {
        Self { numero: Some(a.numero.clone()), titre: a.titre.clone() }
    }
}

impl RegleReferentiel {
    fn de(departement: &str, r: &domaine::Regle) -> Self {
        Self {
            code: r.code.clone(),
            nature: Code(r.nature),
            domaine: r.domaine.clone(),
            enonce: r.enonce.clone(),
            operateur: code(r.operateur),
            valeur: r.valeur.clone().map(Decimal),
            valeur_maximale: r.valeur_maximale.clone().map(Decimal),
            unite: code(r.unite),
            unite_texte: r.unite_texte.clone(),
            source: r.source.clone(),
            appliquee_par: r.appliquee_par.clone(),
            departement: departement.to_owned(),
            regle: r.clone(),
        }
    }
}

/// A pacte that some row names: it exists.
pub fn pacte(ctx: &Context<'_>, id: Uuid) -> Result<Pacte> {
    let referentiel = session(ctx).referentiel();
    referentiel.pactes.par_id(id).map(Pacte::from).ok_or(domain::erreur::Panne::Donnee("pacte").into())
}

/// Every signature of one partner.
#[must_use]
pub fn signatures_de(ctx: &Context<'_>, signataire: &Arc<domain::partenaire::Partenaire>) -> Vec<Signature> {
    let referentiel = session(ctx).referentiel();
    let signes = referentiel.pactes_signes(signataire.id);
    signes.map(|(p, s)| signature(Pacte::from(p), Partenaire::from(signataire), s)).collect()
}

/// Partners that signed the pacte of this code; none when there is no such pacte.
#[must_use]
pub fn signataires(referentiel: &Referentiel, code: &str) -> Vec<Uuid> {
    let pacte = referentiel.pacte(code).into_iter();
    pacte.flat_map(|p| &p.contenu.signataires).map(|s| s.partenaire).collect()
}

fn signature(pacte: Pacte, partenaire: Partenaire, s: &domaine::Signataire) -> Signature {
    Signature { pacte, partenaire, signee_le: date(s.signee_le) }
}

#[ComplexObject]
impl Pacte {
    async fn departement(&self, ctx: &Context<'_>) -> Result<Departement> {
        departement(ctx, &self.source.departement)
    }

    /// Endroits où le document se contredit ou ne se lit pas.
    async fn anomalies(&self) -> Vec<AnomalieSource> {
        self.source.contenu.anomalies.iter().map(AnomalieSource::from).collect()
    }

    async fn axes(&self) -> Vec<Axe> {
        self.source.contenu.axes.iter().map(Axe::from).collect()
    }

    async fn signataires(&self, ctx: &Context<'_>) -> Result<Vec<Signature>> {
        let siennes = self.source.contenu.signataires.iter();
        siennes.map(|s| Ok(signature(self.clone(), partenaire(ctx, s.partenaire)?, s))).collect()
    }

    /// Fiches-action du pacte, dans l'ordre du document.
    async fn fiches_action(
        &self,
        ctx: &Context<'_>,
        first: Option<i32>,
        after: Option<String>,
        filtre: Option<FicheActionFiltre>,
    ) -> Result<Connexion<FicheAction>> {
        let referentiel = session(ctx).referentiel();
        let fiches = referentiel.fiches_du(self.source.id);
        fiche_action::page(ctx, fiches, filtre, &Bornes::avant(first, after), IMBRIQUEE)
    }

    async fn regles(&self) -> Vec<RegleReferentiel> {
        self.source.contenu.regles.iter().map(|r| RegleReferentiel::de(&self.source.departement, r)).collect()
    }

    async fn dispositifs(&self, ctx: &Context<'_>) -> Vec<Dispositif> {
        session(ctx).referentiel().dispositifs_du(self.source.id).map(Dispositif::from).collect()
    }

    /// Somme des budgets des fiches-action ; l'année et le taux sont nuls quand les fiches ne se comparent pas.
    async fn budget(&self, ctx: &Context<'_>) -> BudgetFiche {
        BudgetFiche::from(&session(ctx).referentiel().budget_du(self.source.id))
    }
}

#[derive(Default)]
pub struct PacteQuery;

#[Object]
impl PacteQuery {
    /// Pactes d'un département ou de tous, par code.
    #[graphql(directive = exige::apply([]))]
    async fn pactes(&self, ctx: &Context<'_>, departement: Option<String>) -> Vec<Pacte> {
        let referentiel = session(ctx).referentiel();
        referentiel.pactes.toutes().filter(|p| departement.as_ref().is_none_or(|d| p.departement == *d)).map(Pacte::from).collect()
    }
}

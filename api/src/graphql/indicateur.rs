//! Indicators: what the documents print, what partners declare, what the files give.

use std::sync::Arc;

use async_graphql::{ComplexObject, Context, ID, Object, SimpleObject};
use domain::identifiant::Genre;
use domain::indicateur as domaine;
use domain::indicateur::{ModeIndicateur, NatureIndicateur};
use domain::mesure::{Dimension, PasTemporel};
use domain::pacte::UniteIndicateur;
use domain::territoire::TypeTerritoire;
use uuid::Uuid;

use super::code::{Code, code};
use super::connexion::{Bornes, Connexion, IMBRIQUEE, Liste, RACINE, tranche_en_memoire};
use super::contexte::{Vue, entre, session};
use super::erreur::Result;
use super::fiche_action::{FicheAction, fiche};
use super::loader::valeurs_de;
use super::pacte::{AnomalieSource, Axe, Pacte, pacte};
use super::partenaire::{Partenaire, partenaires};
use super::portees::exige;
use super::saisie::PeriodeInput;

mod demande;
mod filtre;
pub mod mutation;
mod objectif;
mod prevu;
mod valeur;

use demande::Demande;
pub use filtre::IndicateurFiltre;
use prevu::Prevu;

pub use objectif::{DefinitionIndicateur, Objectif};
pub use valeur::{Periode, ValeurIndicateur};

/// Indicateur d'un pacte, rattaché à une fiche-action quand le document le fait.
#[derive(SimpleObject, Clone)]
#[graphql(complex, directive = exige::apply(["indicateurs:lire"]))]
pub struct Indicateur {
    pub id: ID,
    /// Code unique, qui nomme le pacte et la fiche, par exemple « 82-avenant-1.8.3.01 ».
    pub code: String,
    /// Tel que le document l'imprime.
    pub libelle: String,
    /// Telle que le document l'imprime, même quand il classe un nombre parmi les qualitatifs.
    pub nature: Code<NatureIndicateur>,
    pub unite: Code<UniteIndicateur>,
    /// CALCULE : par la plateforme, à partir des dossiers. DECLARE : saisi par un partenaire.
    pub mode: Code<ModeIndicateur>,
    /// Ce qu'il faut savoir du texte imprimé.
    pub note: Option<String>,
    /// Code de la mesure qui le calcule ; nul pour un indicateur déclaré.
    pub mesure: Option<String>,
    /// Pourquoi la plateforme ne le calcule pas.
    pub hors_de_portee: Option<String>,
    /// Rythme des déclarations ; nul pour un chiffre que le document donne une fois.
    pub periodicite: Option<Code<PasTemporel>>,
    /// Où le document l'imprime.
    #[graphql(name = "source")]
    pub origine: String,
    #[graphql(skip)]
    source: Arc<domaine::Indicateur>,
    #[graphql(skip)]
    prevu: Prevu,
}

impl From<&Arc<domaine::Indicateur>> for Indicateur {
    fn from(i: &Arc<domaine::Indicateur>) -> Self {
        let d = &i.document;
        Self {
            id: Genre::Indicateur.ecrire(i.id).into(),
            code: d.code.clone(),
            libelle: d.libelle.clone(),
            nature: Code(d.nature),
            unite: Code(d.unite),
            mode: Code(i.mode()),
            note: d.note.clone(),
            mesure: d.mesure.clone(),
            hors_de_portee: d.hors_de_portee.clone(),
            periodicite: code(d.periodicite),
            origine: d.source.clone(),
            source: Arc::clone(i),
            prevu: Prevu::default(),
        }
    }
}

pub fn indicateur(ctx: &Context<'_>, id: Uuid) -> Option<Indicateur> {
    session(ctx).referentiel().indicateurs.par_id(id).map(Indicateur::from)
}

/// Those of one fiche, in the order of the document.
pub fn de_la_fiche(ctx: &Context<'_>, fiche: Uuid) -> Vec<Indicateur> {
    session(ctx).referentiel().indicateurs_de(fiche).map(Indicateur::from).collect()
}

#[ComplexObject]
impl Indicateur {
    async fn pacte(&self, ctx: &Context<'_>) -> Result<Pacte> {
        pacte(ctx, self.source.pacte)
    }

    async fn axe(&self, ctx: &Context<'_>) -> Option<Axe> {
        let referentiel = session(ctx).referentiel();
        let pacte = referentiel.pactes.par_id(self.source.pacte)?;
        pacte.axe(self.source.document.axe.as_deref()?).map(Axe::from)
    }

    async fn fiche_action(&self, ctx: &Context<'_>) -> Option<FicheAction> {
        fiche(ctx, self.source.fiche)
    }

    /// La formule, en toutes lettres : population, numérateur, dénominateur, exclusions ; pour un indicateur déclaré, ce que le document en dit.
    async fn definition(&self) -> String {
        self.source.definition().texte
    }

    /// Change à chaque changement de formule ; l'ancienne reste lisible et rejouable.
    async fn version_definition(&self) -> i64 {
        self.source.definition().version
    }

    /// Jours après la fin d'une période avant que sa valeur soit tenue pour définitive.
    async fn delai_consolidation_jours(&self, ctx: &Context<'_>) -> i64 {
        let (referentiel, jour) = (session(ctx).referentiel(), session(ctx).perimetre.jour);
        self.source.mesure().map_or(0, |m| m.consolidation(&referentiel, &self.source.departement, jour))
    }

    /// Objectifs que le document fixe ; avec une période, ceux qui valent pour elle.
    async fn objectifs(&self, periode: Option<PeriodeInput>) -> Result<Vec<Objectif>> {
        let periode = entre(periode.as_ref())?.map(|(du, au)| domain::mesure::Periode { du, au });
        Ok(self.source.document.objectifs_de(periode).map(Objectif::from).collect())
    }

    /// Qui doit déclarer.
    async fn responsables(&self, ctx: &Context<'_>) -> Vec<Partenaire> {
        partenaires(ctx, &self.source.document.responsables)
    }

    /// Anomalies du document qui touchent cet indicateur.
    async fn anomalies(&self, ctx: &Context<'_>) -> Vec<AnomalieSource> {
        let referentiel = session(ctx).referentiel();
        let siennes = referentiel.pactes.par_id(self.source.pacte).into_iter().flat_map(|p| &p.contenu.anomalies);
        siennes.filter(|a| self.source.document.anomalies.contains(&a.code)).map(AnomalieSource::from).collect()
    }

    /// De la plus ancienne à celle en vigueur.
    async fn definitions(&self) -> Vec<DefinitionIndicateur> {
        self.source.definitions().into_iter().map(DefinitionIndicateur::from).collect()
    }

    /// Valeurs d'une période, dans l'ordre du temps : imprimées par le document, déclarées ou calculées. Un pas dont personne ne dit rien a une ligne qui le dit.
    ///
    /// `niveau` est celui de la dimension TERRITOIRE. La commune d'une personne suffit à dire son intercommunalité ; aux autres niveaux ne comptent que les dossiers qui portent un de leurs territoires, et le reste est « Territoire non connu ».
    #[expect(clippy::too_many_arguments, reason = "the arguments are the contract's")]
    async fn valeurs(
        &self,
        ctx: &Context<'_>,
        periode: PeriodeInput,
        #[graphql(default_with = "Some(Code(PasTemporel::Annee))")] pas: Option<Code<PasTemporel>>,
        territoire: Option<ID>,
        niveau: Option<Code<TypeTerritoire>>,
        ventilation: Option<Vec<Code<Dimension>>>,
        version_definition: Option<i64>,
    ) -> Result<Liste<ValeurIndicateur>> {
        let pas = pas.unwrap_or(Code(PasTemporel::Annee));
        let demande = Demande { periode, pas, territoire, niveau, ventilation, version: version_definition };
        let question = demande.question(ctx, &self.source)?;
        let declarees = self.prevu.de(self.source.id, question.periode);
        let valeurs = valeurs_de(ctx, &self.source, question, declarees).await?;
        let referentiel = session(ctx).referentiel();
        let valeurs = valeurs.into_iter().map(|v| ValeurIndicateur::de(v, &referentiel, self.source.pacte));
        Ok(ValeurIndicateur::liste(valeurs.collect()))
    }

    /// Déclarations d'une période, y compris celles qu'une correction a remplacées, de la plus récente à la plus ancienne.
    async fn historique(&self, ctx: &Context<'_>, periode: PeriodeInput, first: Option<i32>) -> Result<Vec<ValeurIndicateur>> {
        let (du, au) = entre(Some(&periode))?.unwrap_or((periode.du.0, periode.au.0));
        let session = session(ctx);
        let page = Bornes::avant(first, None).page(session, "historique", IMBRIQUEE)?;
        let periode = domain::mesure::Periode { du, au };
        let lues = domaine::declaration::historique(session, self.source.id, periode, page.taille).await?;
        let referentiel = session.referentiel();
        let ligne = |d| ValeurIndicateur::de(domaine::ligne_declaree(&referentiel, &d), &referentiel, self.source.pacte);
        Ok(lues.into_iter().map(ligne).collect())
    }
}

#[derive(Default)]
pub struct IndicateurQuery;

#[Object]
impl IndicateurQuery {
    /// Indicateurs de tous les pactes, dans l'ordre des documents.
    #[graphql(directive = exige::apply(["indicateurs:lire"]))]
    async fn indicateurs(
        &self,
        ctx: &Context<'_>,
        filtre: Option<IndicateurFiltre>,
        first: Option<i32>,
        after: Option<String>,
        last: Option<i32>,
        before: Option<String>,
    ) -> Result<Connexion<Indicateur>> {
        let filtre = filtre.unwrap_or_default();
        let referentiel = session(ctx).referentiel();
        let retenus = referentiel.indicateurs.toutes().filter(|i| filtre.retient(&referentiel, i)).map(|i| (place(i), Arc::clone(i)));
        let tranche = tranche_en_memoire(ctx, "indicateurs", retenus, (&Bornes { first, after, last, before }, RACINE))?;
        let ids: Vec<Uuid> = tranche.lignes.iter().map(|i| i.id).collect();
        let prevu = Prevu::lire(ctx, &ids, &Vue::connexion(&ctx.look_ahead())).await?;
        Ok(Connexion::de("indicateurs", tranche, |i| Indicateur { prevu: prevu.clone(), ..Indicateur::from(&i) }))
    }
}

/// What orders the list and its cursors: the pacte, then the place in its document, which the hashed id does not follow.
fn place(i: &domaine::Indicateur) -> Uuid {
    Uuid::from_u64_pair(i.pacte.as_u64_pair().0, i.rang.unsigned_abs())
}

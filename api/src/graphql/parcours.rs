//! Parcours, from the claim to the exit, and the référents designated along the way.

use std::sync::Arc;

use async_graphql::{ComplexObject, Context, ID, InputObject, Object, SimpleObject};
use chrono::{DateTime, Utc};
use domain::habilitation::Perimetre;
use domain::identifiant::Genre;
use domain::parcours as domaine;
use domain::parcours::alerte::{Alerte, CodeAlerte};
use domain::parcours::liste::Filtre;
use domain::parcours::{CategorieSortie, ModaliteAccompagnement, ModeDesignation, MotifSortie, StatutParcours, lecture, liste, statut};
use domain::politique::Acte;
use domain::vocabulaire::Enumeration;

use super::accompagnement::Accompagnement;
use super::agent::{Agent, agent};
use super::allocataire::{self, Allocataire};
use super::code::{Code, code, valeurs};
use super::connexion::{Bornes, Connexion, RACINE};
use super::contexte::{Vue, entre, id, id_facultatif, session};
use super::contrat::ContratEngagement;
use super::erreur::Result;
use super::etape::Etape;
use super::orientation::{DemandeReorientation, Orientation};
use super::partenaire::{Partenaire, partenaire};
use super::plan::{self, Suites};
use super::portees::{CategorieDonnee, donnee_personnelle, exige};
use super::rendez_vous::RendezVous;
use super::saisie::{ActionPermise, PeriodeInput};
use super::scalaires::{Date, date};

pub mod mutation;

/// Parcours d'insertion, de l'entrée dans le dispositif à la sortie. Un allocataire n'a qu'un parcours ouvert à la fois.
#[derive(SimpleObject, Clone)]
#[graphql(complex, directive = exige::apply(["parcours:lire"]), directive = donnee_personnelle::apply(CategorieDonnee::Parcours))]
pub struct Parcours {
    pub id: ID,
    /// Zéro pour qui ne lit pas le détail : elle dirait que d'autres ont écrit.
    pub version: i64,
    pub statut: Code<StatutParcours>,
    pub modalite: Option<Code<ModaliteAccompagnement>>,
    pub ouvert_le: Date,
    #[graphql(skip)]
    source: Arc<domaine::Parcours>,
    #[graphql(skip)]
    personne: Option<Allocataire>,
    #[graphql(skip)]
    suites: Arc<Suites>,
}

/// Référent unique d'un parcours pendant une période.
#[derive(SimpleObject, Clone)]
#[graphql(complex, directive = exige::apply(["parcours:lire"]))]
pub struct DesignationReferent {
    pub debut: Date,
    /// La veille de la désignation suivante, ou la fin du parcours.
    pub fin: Option<Date>,
    pub mode: Code<ModeDesignation>,
    #[graphql(directive = exige::apply(["parcours.detail:lire"]))]
    pub motif_fin: Option<String>,
    #[graphql(skip)]
    source: domaine::Designation,
}

#[ComplexObject]
impl DesignationReferent {
    async fn partenaire(&self, ctx: &Context<'_>) -> Result<Partenaire> {
        partenaire(ctx, self.source.partenaire)
    }

    async fn agent(&self, ctx: &Context<'_>) -> Option<Agent> {
        agent(ctx, self.source.agent)
    }
}

impl From<&domaine::Designation> for DesignationReferent {
    fn from(d: &domaine::Designation) -> Self {
        Self { debut: Date(d.debut), fin: date(d.fin), mode: Code(d.mode), motif_fin: d.motif_fin.clone(), source: d.clone() }
    }
}

/// Fin d'un parcours.
#[derive(SimpleObject, Clone)]
#[graphql(directive = exige::apply(["parcours:lire"]))]
pub struct SortieParcours {
    pub le: Date,
    pub motif: Code<MotifSortie>,
    pub categorie: Code<CategorieSortie>,
    #[graphql(name = "sortieDuRsa")]
    pub sortie_du_rsa: bool,
}

/// Échéance du pacte dépassée ou proche.
#[derive(SimpleObject, Clone)]
#[graphql(directive = exige::apply(["parcours:lire"]))]
pub struct AlerteParcours {
    pub code: Code<CodeAlerte>,
    pub echeance: Date,
    /// Code de la règle du pacte, ou nom du réglage qui en tient lieu.
    pub regle: String,
}

impl From<Alerte> for AlerteParcours {
    fn from(a: Alerte) -> Self {
        Self { code: Code(a.code), echeance: Date(a.echeance), regle: a.regle }
    }
}

impl Parcours {
    /// `personne` is the person through which the parcours was reached; `suites`, what was read of it in advance.
    #[must_use]
    pub fn de(p: Arc<domaine::Parcours>, personne: Option<Allocataire>, suites: Arc<Suites>) -> Self {
        Self {
            id: Genre::Parcours.ecrire(p.id).into(),
            version: p.version,
            statut: Code(p.statut),
            modalite: code(p.modalite),
            ouvert_le: Date(p.ouvert_le),
            source: p,
            personne,
            suites,
        }
    }
}

#[ComplexObject]
impl Parcours {
    async fn allocataire(&self, ctx: &Context<'_>) -> Result<Allocataire> {
        if let Some(personne) = &self.personne {
            return Ok(personne.clone());
        }
        let lue = allocataire::lire(ctx, self.source.allocataire_id).await?;
        lue.ok_or(domain::erreur::Panne::Donnee("allocataire").into())
    }

    async fn actions_permises(&self, ctx: &Context<'_>) -> Vec<ActionPermise> {
        actions(&session(ctx).perimetre, &self.source)
    }

    /// Référent unique en cours, ou à la date donnée. Jamais deux.
    async fn referent(&self, ctx: &Context<'_>, au: Option<Date>) -> Option<DesignationReferent> {
        let au = au.map_or(session(ctx).perimetre.jour, |d| d.0);
        self.source.referent(au).map(DesignationReferent::from)
    }

    async fn designations(&self) -> Vec<DesignationReferent> {
        self.source.designations.iter().map(DesignationReferent::from).collect()
    }

    async fn orientations(&self, ctx: &Context<'_>) -> Result<Vec<Orientation>> {
        let lues = self.suites.orientations(ctx, &self.source).await?;
        Ok(lues.into_iter().map(Orientation::de).collect())
    }

    #[graphql(directive = exige::apply(["parcours.detail:lire"]))]
    async fn accompagnements(&self, ctx: &Context<'_>) -> Result<Vec<Accompagnement>> {
        let lus = self.suites.accompagnements(ctx, &self.source).await?;
        Ok(lus.into_iter().map(Accompagnement::de).collect())
    }

    #[graphql(directive = exige::apply(["parcours.detail:lire"]))]
    async fn rendez_vous(&self, ctx: &Context<'_>, first: Option<i32>, after: Option<String>) -> Result<Connexion<RendezVous>> {
        let tranche = self.suites.rendez_vous(ctx, &self.source, &Bornes::avant(first, after)).await?;
        Ok(Connexion::de("rendezVous", tranche, RendezVous::de))
    }

    async fn contrats(&self, ctx: &Context<'_>) -> Result<Vec<ContratEngagement>> {
        let lus = self.suites.contrats(ctx, &self.source).await?;
        Ok(lus.into_iter().map(ContratEngagement::de).collect())
    }

    #[graphql(directive = exige::apply(["parcours.detail:lire"]))]
    async fn demandes_reorientation(&self, ctx: &Context<'_>) -> Result<Vec<DemandeReorientation>> {
        let lues = self.suites.demandes(ctx, &self.source).await?;
        Ok(lues.into_iter().map(DemandeReorientation::from).collect())
    }

    #[graphql(directive = exige::apply(["parcours.detail:lire"]))]
    async fn etapes(
        &self,
        ctx: &Context<'_>,
        first: Option<i32>,
        after: Option<String>,
        last: Option<i32>,
        before: Option<String>,
    ) -> Result<Connexion<Etape>> {
        let tranche = self.suites.etapes(ctx, &self.source, &Bornes { first, after, last, before }).await?;
        Ok(Connexion::de("etapes", tranche, Etape::de).ecrite(Etape::feuille))
    }

    /// Nulle tant que le parcours est ouvert, et pour qui n'en lit pas le détail.
    async fn sortie(&self) -> Option<SortieParcours> {
        self.source.sortie.as_ref().map(|s| SortieParcours {
            le: Date(s.le),
            motif: Code(s.motif),
            categorie: Code(s.categorie),
            sortie_du_rsa: s.sortie_du_rsa,
        })
    }

    /// Jours entre la demande de RSA et la première orientation ; nul tant que l'un manque.
    async fn delai_orientation_jours(&self, ctx: &Context<'_>) -> Result<Option<i64>> {
        Ok(self.suites.delais(ctx, &self.source).await?.orientation)
    }

    /// Jours entre la première orientation et le premier rendez-vous fixé.
    async fn delai_premier_rendez_vous_jours(&self, ctx: &Context<'_>) -> Result<Option<i64>> {
        Ok(self.suites.delais(ctx, &self.source).await?.premier_rendez_vous)
    }

    /// Jours entre la première orientation et la signature du premier contrat.
    async fn delai_contractualisation_jours(&self, ctx: &Context<'_>) -> Result<Option<i64>> {
        Ok(self.suites.delais(ctx, &self.source).await?.contractualisation)
    }

    /// Ce qui attend ou a trop attendu, chacune avec la règle qui le dit ; vide pour qui ne lit pas le détail.
    async fn alertes(&self, ctx: &Context<'_>) -> Result<Vec<AlerteParcours>> {
        let lues = self.suites.alertes(ctx, &self.source).await?;
        Ok(lues.into_iter().map(AlerteParcours::from).collect())
    }
}

/// What the table of states and the relations of the day let the caller do from here.
fn actions(perimetre: &Perimetre, p: &domaine::Parcours) -> Vec<ActionPermise> {
    let permis = Acte::sur(Genre::Parcours).filter(|acte| p.regard.permet(perimetre, *acte));
    let actions = permis.map(|acte| {
        let vers = statut::suites(acte, p.statut).map(|s| s.code().to_owned()).collect();
        ActionPermise { mutation: acte.mutation().to_owned(), vers }
    });
    actions.filter(|a| !a.vers.is_empty()).collect()
}

/// Critères d'une liste de parcours ; tous s'ajoutent.
#[derive(InputObject, Default)]
pub struct ParcoursFiltre {
    departement: Option<String>,
    territoire: Option<ID>,
    statut: Option<Vec<Code<StatutParcours>>>,
    modalite: Option<Vec<Code<ModaliteAccompagnement>>>,
    /// Agent référent aujourd'hui.
    referent: Option<ID>,
    partenaire_referent: Option<ID>,
    #[graphql(directive = exige::apply(["parcours.detail:lire"]))]
    alerte: Option<Vec<Code<CodeAlerte>>>,
    ouvert_entre: Option<PeriodeInput>,
    #[graphql(directive = exige::apply(["parcours.detail:lire"]))]
    modifie_depuis: Option<DateTime<Utc>>,
}

impl ParcoursFiltre {
    fn domaine(self) -> Result<Filtre> {
        Ok(Filtre {
            departement: self.departement,
            territoire: id_facultatif(Genre::Territoire, self.territoire.as_ref()),
            statuts: valeurs(self.statut),
            modalites: valeurs(self.modalite),
            referent: id_facultatif(Genre::Agent, self.referent.as_ref()),
            partenaire_referent: id_facultatif(Genre::Partenaire, self.partenaire_referent.as_ref()),
            alertes: valeurs(self.alerte),
            ouvert_entre: entre(self.ouvert_entre.as_ref())?,
            modifie_depuis: self.modifie_depuis,
        })
    }
}

#[derive(Default)]
pub struct ParcoursQuery;

#[Object]
impl ParcoursQuery {
    #[graphql(directive = exige::apply(["parcours:lire"]))]
    async fn parcours(&self, ctx: &Context<'_>, #[graphql(name = "id")] texte: ID) -> Result<Option<Parcours>> {
        lire(ctx, id(Genre::Parcours, &texte)).await
    }

    #[graphql(directive = exige::apply(["parcours:lire"]))]
    async fn liste_parcours(
        &self,
        ctx: &Context<'_>,
        filtre: Option<ParcoursFiltre>,
        first: Option<i32>,
        after: Option<String>,
        last: Option<i32>,
        before: Option<String>,
    ) -> Result<Connexion<Parcours>> {
        let session = session(ctx);
        let page = Bornes { first, after, last, before }.page(session, "listeParcours", RACINE)?;
        let total = ctx.look_ahead().field("nombreTotal").exists();
        let tranche = liste::page(session, &filtre.unwrap_or_default().domaine()?, &page, total).await?;
        let vue = Vue::connexion(&ctx.look_ahead());
        let lus: Vec<_> = tranche.lignes.iter().map(AsRef::as_ref).collect();
        let suites = plan::suites(ctx, &lus, &vue).await?;
        let personnes = plan::personnes_de(ctx, &lus, &vue).await?;
        Ok(Connexion::de("listeParcours", tranche, |p| {
            let personne = personnes.get(&p.allocataire_id).cloned();
            Parcours::de(p, personne, Arc::clone(&suites))
        }))
    }
}

pub async fn lire(ctx: &Context<'_>, id: uuid::Uuid) -> Result<Option<Parcours>> {
    let lu = lecture::par_ids(session(ctx), &[id]).await?.remove(&id);
    Ok(lu.map(|p| Parcours::de(p, None, Arc::default())))
}

//! People, as one caller sees them.

use std::sync::Arc;

use async_graphql::{ComplexObject, Context, ID, Object, SimpleObject};
use domain::allocataire as domaine;
use domain::allocataire::liste::AllocataireTri;
use domain::allocataire::{
    Civilite, NiveauFormation, OrganismePayeur, PublicCible, SituationFamiliale, SituationProfessionnelle, StatutDroitRsa, ThemeBesoin,
};
use domain::identifiant::Genre;

use super::aide_mobilite::AideMobilite;
use super::candidature::Candidature;
use super::code::{Code, code, codes};
use super::connexion::{Bornes, Connexion, RACINE};
use super::contexte::{Vue, chargeur, id, session};
use super::diagnostic_mobilite::DiagnosticMobilite;
use super::erreur::Result;
use super::evaluation_linguistique::{self, EvaluationLinguistique};
use super::parcours::Parcours;
use super::partenaire::{Adresse, Partenaire, partenaire};
use super::plan::{self, Prevu};
use super::portees::{CategorieDonnee, donnee_personnelle, exige};
use super::prescription::{Prescription, PrescriptionFiltre};
use super::saisie::ActionPermise;
use super::scalaires::{Date, date};
use super::territoire::{Commune, Departement, Territoire, commune, departement, territoire};

pub mod filtre;
pub mod mutation;

use filtre::AllocataireFiltre;

/// Holds what the domain decoded; each field reads its own.
#[derive(Clone)]
pub struct Allocataire {
    id: ID,
    pub source: Arc<domaine::Allocataire>,
    pub prevu: Arc<Prevu>,
}

/// Droit au RSA d'une personne.
#[derive(SimpleObject, Clone)]
pub struct DroitRsa {
    pub statut: Code<StatutDroitRsa>,
    pub demande_le: Option<Date>,
    pub ouvert_le: Option<Date>,
    pub clos_le: Option<Date>,
    /// Soumis aux droits et devoirs : seul ce public doit être orienté vers un référent.
    pub soumis_droits_et_devoirs: bool,
    /// Mois entiers depuis l'ouverture du droit, jusqu'à sa clôture.
    pub anciennete_mois: Option<i64>,
    pub motif_cloture: Option<String>,
}

/// Besoin repéré par un diagnostic.
#[derive(SimpleObject, Clone)]
#[graphql(complex)]
pub struct Besoin {
    pub theme: Code<ThemeBesoin>,
    pub repere_le: Date,
    pub leve_le: Option<Date>,
    #[graphql(skip)]
    par: Option<uuid::Uuid>,
}

#[ComplexObject]
impl Besoin {
    /// Nul quand un tiers l'a repéré : le dire montrerait qui suit la personne.
    async fn par_partenaire(&self, ctx: &Context<'_>) -> Result<Option<Partenaire>> {
        self.par.map(|id| partenaire(ctx, id)).transpose()
    }
}

impl From<domaine::Besoin> for Besoin {
    fn from(b: domaine::Besoin) -> Self {
        Self { theme: Code(b.theme), repere_le: Date(b.repere_le), leve_le: date(b.leve_le), par: b.par }
    }
}

impl From<&domaine::DroitRsa> for DroitRsa {
    fn from(d: &domaine::DroitRsa) -> Self {
        Self {
            statut: Code(d.statut),
            demande_le: date(d.demande_le),
            ouvert_le: date(d.ouvert_le),
            clos_le: date(d.clos_le),
            soumis_droits_et_devoirs: d.soumis_droits_devoirs,
            anciennete_mois: d.anciennete_mois,
            motif_cloture: d.motif_cloture.clone(),
        }
    }
}

impl Allocataire {
    #[must_use]
    pub fn de(source: Arc<domaine::Allocataire>, prevu: Arc<Prevu>) -> Self {
        Self { id: Genre::Allocataire.ecrire(source.id).into(), source, prevu }
    }
}

fn adresse(a: &domaine::Adresse) -> Adresse {
    Adresse { voie: a.voie.clone(), code_postal: a.code_postal.clone(), code_commune: a.commune.clone() }
}

/// Personne accompagnée au titre du pacte, le plus souvent allocataire du RSA.
#[Object(directive = exige::apply(["allocataires:lire"]))]
impl Allocataire {
    pub async fn id(&self) -> &ID {
        &self.id
    }

    /// Nulle pour qui ne peut pas modifier : elle dirait que d'autres ont écrit.
    async fn version(&self) -> Option<i64> {
        self.source.version
    }

    async fn organisme_payeur(&self) -> Option<Code<OrganismePayeur>> {
        code(self.source.organisme_payeur)
    }

    /// Numéro d'allocataire auprès de l'organisme payeur. Le NIR n'est ni conservé ni rendu.
    #[graphql(directive = exige::apply(["allocataires.identite:lire"]), directive = donnee_personnelle::apply(CategorieDonnee::Identite))]
    async fn matricule(&self) -> Option<&str> {
        self.source.matricule.as_deref()
    }

    #[graphql(directive = exige::apply(["allocataires.identite:lire"]), directive = donnee_personnelle::apply(CategorieDonnee::Identite))]
    async fn civilite(&self) -> Option<Code<Civilite>> {
        code(self.source.civilite)
    }

    #[graphql(directive = exige::apply(["allocataires.identite:lire"]), directive = donnee_personnelle::apply(CategorieDonnee::Identite))]
    async fn nom(&self) -> Option<&str> {
        self.source.nom.as_deref()
    }

    #[graphql(directive = exige::apply(["allocataires.identite:lire"]), directive = donnee_personnelle::apply(CategorieDonnee::Identite))]
    async fn nom_naissance(&self) -> Option<&str> {
        self.source.nom_naissance.as_deref()
    }

    #[graphql(directive = exige::apply(["allocataires.identite:lire"]), directive = donnee_personnelle::apply(CategorieDonnee::Identite))]
    async fn prenom(&self) -> Option<&str> {
        self.source.prenom.as_deref()
    }

    #[graphql(directive = exige::apply(["allocataires.identite:lire"]), directive = donnee_personnelle::apply(CategorieDonnee::Identite))]
    async fn date_naissance(&self) -> Option<Date> {
        date(self.source.date_naissance)
    }

    #[graphql(directive = exige::apply(["allocataires.coordonnees:lire"]), directive = donnee_personnelle::apply(CategorieDonnee::Coordonnees))]
    async fn telephone(&self) -> Option<&str> {
        self.source.telephone.as_deref()
    }

    #[graphql(directive = exige::apply(["allocataires.coordonnees:lire"]), directive = donnee_personnelle::apply(CategorieDonnee::Coordonnees))]
    async fn courriel(&self) -> Option<&str> {
        self.source.courriel.as_deref()
    }

    #[graphql(directive = exige::apply(["allocataires.coordonnees:lire"]), directive = donnee_personnelle::apply(CategorieDonnee::Coordonnees))]
    async fn adresse(&self) -> Option<Adresse> {
        self.source.adresse.as_ref().map(adresse)
    }

    #[graphql(directive = exige::apply(["allocataires.situation:lire"]), directive = donnee_personnelle::apply(CategorieDonnee::Situation))]
    async fn situation_familiale(&self) -> Option<Code<SituationFamiliale>> {
        code(self.source.situation_familiale)
    }

    #[graphql(name = "enfantsACharge", directive = exige::apply(["allocataires.situation:lire"]), directive = donnee_personnelle::apply(CategorieDonnee::Situation))]
    async fn enfants_a_charge(&self) -> Option<i64> {
        self.source.enfants_a_charge
    }

    #[graphql(directive = exige::apply(["allocataires.eligibilite:lire"]), directive = donnee_personnelle::apply(CategorieDonnee::Situation))]
    async fn situation_professionnelle(&self) -> Option<Code<SituationProfessionnelle>> {
        code(self.source.situation_professionnelle)
    }

    #[graphql(directive = exige::apply(["allocataires.eligibilite:lire"]), directive = donnee_personnelle::apply(CategorieDonnee::Situation))]
    async fn niveau_formation(&self) -> Option<Code<NiveauFormation>> {
        code(self.source.niveau_formation)
    }

    #[graphql(directive = exige::apply(["allocataires.eligibilite:lire"]), directive = donnee_personnelle::apply(CategorieDonnee::Situation))]
    async fn inscrit_pole_emploi(&self) -> Option<bool> {
        self.source.inscrit_pole_emploi
    }

    /// Sans l'éligibilité, seul BENEFICIAIRE_RSA est dit ; les valeurs sensibles sont omises sans leur portée.
    #[graphql(directive = exige::apply(["allocataires.eligibilite:lire"]), directive = donnee_personnelle::apply(CategorieDonnee::Situation))]
    async fn publics(&self) -> Option<Vec<Code<PublicCible>>> {
        self.source.publics.map(codes)
    }

    #[graphql(directive = exige::apply(["allocataires.sensible:lire"]), directive = donnee_personnelle::apply(CategorieDonnee::Sensible))]
    async fn reconnaissance_handicap(&self) -> Option<bool> {
        self.source.reconnaissance_handicap
    }

    #[graphql(directive = exige::apply(["allocataires.eligibilite:lire"]), directive = donnee_personnelle::apply(CategorieDonnee::Situation))]
    async fn droit_rsa(&self) -> Option<DroitRsa> {
        self.source.droit_rsa.as_ref().map(DroitRsa::from)
    }

    /// Champs que la relation du partenaire avec cette personne ne lui ouvre pas ; ils se lisent nuls.
    async fn champs_masques(&self, ctx: &Context<'_>) -> Vec<&'static str> {
        self.source.ouverture.masques(session(ctx).perimetre.portees())
    }

    async fn actions_permises(&self, ctx: &Context<'_>) -> Vec<ActionPermise> {
        let mutations = domaine::champs::actes(&session(ctx).perimetre, &self.source);
        mutations.into_iter().map(|m| ActionPermise { mutation: m.to_owned(), vers: Vec::new() }).collect()
    }

    async fn departement(&self, ctx: &Context<'_>) -> Result<Departement> {
        departement(ctx, &self.source.departement)
    }

    async fn territoire(&self, ctx: &Context<'_>) -> Option<Territoire> {
        territoire(ctx, self.source.territoire)
    }

    #[graphql(directive = donnee_personnelle::apply(CategorieDonnee::Coordonnees))]
    async fn commune(&self, ctx: &Context<'_>) -> Option<Commune> {
        commune(ctx, self.source.commune.as_ref())
    }

    #[graphql(directive = exige::apply(["allocataires.situation:lire"]), directive = donnee_personnelle::apply(CategorieDonnee::Situation))]
    async fn domiciliation(&self, ctx: &Context<'_>) -> Result<Option<Partenaire>> {
        self.source.domiciliation.map(|id| partenaire(ctx, id)).transpose()
    }

    /// Besoins repérés par les diagnostics. Les besoins de santé exigent en plus allocataires.sensible:lire et sont omis sans elle.
    #[graphql(directive = exige::apply(["allocataires.besoins:lire"]), directive = donnee_personnelle::apply(CategorieDonnee::Situation))]
    async fn besoins(&self, ctx: &Context<'_>) -> Result<Option<Vec<Besoin>>> {
        let besoins = self.prevu.besoins(ctx, &self.source).await?;
        Ok(besoins.map(|liste| liste.into_iter().map(Besoin::from).collect()))
    }

    #[graphql(directive = exige::apply(["parcours:lire"]))]
    async fn parcours_actif(&self, ctx: &Context<'_>) -> Result<Option<Parcours>> {
        let lu = self.prevu.parcours_actif(ctx, &self.source).await?;
        Ok(lu.map(|(p, suites)| Parcours::de(p, Some(self.clone()), suites)))
    }

    /// Tous les parcours de la personne, du plus ancien au plus récent.
    #[graphql(directive = exige::apply(["parcours:lire"]))]
    async fn parcours(
        &self,
        ctx: &Context<'_>,
        first: Option<i32>,
        after: Option<String>,
        last: Option<i32>,
        before: Option<String>,
    ) -> Result<Connexion<Parcours>> {
        let tranche = self.prevu.parcours(ctx, &self.source, &Bornes { first, after, last, before }).await?;
        let lus: Vec<_> = tranche.lignes.iter().map(AsRef::as_ref).collect();
        let suites = plan::suites(ctx, &lus, &Vue::connexion(&ctx.look_ahead())).await?;
        Ok(Connexion::de("parcours", tranche, |p| Parcours::de(p, Some(self.clone()), Arc::clone(&suites))))
    }

    #[graphql(directive = exige::apply(["prescriptions:lire"]))]
    async fn prescriptions(
        &self,
        ctx: &Context<'_>,
        first: Option<i32>,
        after: Option<String>,
        last: Option<i32>,
        before: Option<String>,
        filtre: Option<PrescriptionFiltre>,
    ) -> Result<Connexion<Prescription>> {
        let demande = plan::Liste { bornes: Bornes { first, after, last, before }, filtre: filtre.unwrap_or_default().domaine()? };
        let tranche = self.prevu.prescriptions(ctx, &self.source, &demande).await?;
        Ok(Connexion::de("prescriptions", tranche, |p| Prescription::de(p, Some(self.clone()))).ecrite(Prescription::feuille))
    }

    #[graphql(directive = exige::apply(["linguistique:lire"]))]
    async fn evaluations_linguistiques(
        &self,
        ctx: &Context<'_>,
        first: Option<i32>,
        after: Option<String>,
        last: Option<i32>,
        before: Option<String>,
    ) -> Result<Connexion<EvaluationLinguistique>> {
        evaluation_linguistique::de_personne(ctx, self.source.id, &Bornes { first, after, last, before }).await
    }

    /// Aides à la mobilité de la personne, de la plus ancienne à la plus récente.
    #[graphql(directive = exige::apply(["mobilite:lire"]))]
    async fn aides_mobilite(
        &self,
        ctx: &Context<'_>,
        first: Option<i32>,
        after: Option<String>,
        last: Option<i32>,
        before: Option<String>,
    ) -> Result<Connexion<AideMobilite>> {
        let tranche = self.prevu.aides_mobilite(ctx, &self.source, &Bornes { first, after, last, before }).await?;
        Ok(Connexion::de("aidesMobilite", tranche, |a| AideMobilite::de(a, Some(self.clone()))))
    }

    /// Candidatures de la personne à des postes de l'IAE, de la plus ancienne à la plus récente.
    #[graphql(directive = exige::apply(["iae:lire"]))]
    async fn candidatures(
        &self,
        ctx: &Context<'_>,
        first: Option<i32>,
        after: Option<String>,
        last: Option<i32>,
        before: Option<String>,
    ) -> Result<Connexion<Candidature>> {
        let tranche = self.prevu.candidatures(ctx, &self.source, &Bornes { first, after, last, before }).await?;
        Ok(Connexion::de("candidatures", tranche, |c| Candidature::de(c, Some(self.clone()))))
    }

    /// Diagnostics de mobilité de la personne, du plus ancien au plus récent.
    #[graphql(directive = exige::apply(["mobilite:lire"]))]
    async fn diagnostics_mobilite(&self, ctx: &Context<'_>) -> Result<Vec<DiagnosticMobilite>> {
        Ok(self.prevu.diagnostics_mobilite(ctx, &self.source).await?.into_iter().map(DiagnosticMobilite::de).collect())
    }

    /// Identifiant de la personne dans le système du partenaire qui lit ; nul pour les autres.
    async fn reference_externe(&self, ctx: &Context<'_>) -> Result<Option<String>> {
        self.prevu.reference(ctx, &self.source).await
    }
}

#[derive(Default)]
pub struct AllocataireQuery;

#[Object]
impl AllocataireQuery {
    #[graphql(directive = exige::apply(["allocataires:lire"]))]
    async fn allocataire(&self, ctx: &Context<'_>, #[graphql(name = "id")] texte: ID) -> Result<Option<Allocataire>> {
        plan::personne(ctx, id(Genre::Allocataire, &texte), &Vue::objet(ctx.look_ahead())).await
    }

    #[graphql(directive = exige::apply(["allocataires:lire"]))]
    #[expect(clippy::too_many_arguments, reason = "the arguments of a Relay connection are the contract's")]
    async fn allocataires(
        &self,
        ctx: &Context<'_>,
        filtre: Option<AllocataireFiltre>,
        tri: Option<Code<AllocataireTri>>,
        first: Option<i32>,
        after: Option<String>,
        last: Option<i32>,
        before: Option<String>,
    ) -> Result<Connexion<Allocataire>> {
        let (session, tri) = (session(ctx), tri.map(|t| t.0));
        let liste =
            tri.map_or_else(|| "allocataires".to_owned(), |t| format!("allocataires/{}", domain::vocabulaire::Enumeration::code(t)));
        let page = Bornes { first, after, last, before }.page(session, &liste, RACINE)?;
        let total = ctx.look_ahead().field("nombreTotal").exists();
        let filtre = filtre.unwrap_or_default().domaine()?;
        let tranche = domaine::liste::page(session, &filtre, tri, &page, total).await?;
        let prevu = plan::personnes(ctx, &tranche.lignes, &Vue::connexion(&ctx.look_ahead())).await?;
        Ok(Connexion::de(&liste, tranche, |a| Allocataire::de(a, Arc::clone(&prevu))))
    }
}

/// One person by its id, with what the document asks of it.
pub async fn lire(ctx: &Context<'_>, id: uuid::Uuid) -> Result<Option<Allocataire>> {
    let Some(a) = chargeur(ctx).load_one(super::loader::PersonneParId(id)).await.map_err(super::loader::panne)? else { return Ok(None) };
    Ok(Some(Allocataire::de(a, Arc::default())))
}

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
use super::code::{Code, code, codes};
use super::connexion::{Bornes, Connexion, RACINE};
use super::contexte::{Vue, chargeur, id, session};
use super::diagnostic_mobilite::DiagnosticMobilite;
use super::erreur::Result;
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

/// Personne accompagnée au titre du pacte, le plus souvent allocataire du RSA.
#[derive(SimpleObject, Clone)]
#[graphql(complex, directive = exige::apply(["allocataires:lire"]))]
pub struct Allocataire {
    pub id: ID,
    /// Nulle pour qui ne peut pas modifier : elle dirait que d'autres ont écrit.
    pub version: Option<i64>,
    pub organisme_payeur: Option<Code<OrganismePayeur>>,
    /// Numéro d'allocataire auprès de l'organisme payeur. Le NIR n'est ni conservé ni rendu.
    #[graphql(directive = exige::apply(["allocataires.identite:lire"]), directive = donnee_personnelle::apply(CategorieDonnee::Identite))]
    pub matricule: Option<String>,
    #[graphql(directive = exige::apply(["allocataires.identite:lire"]), directive = donnee_personnelle::apply(CategorieDonnee::Identite))]
    pub civilite: Option<Code<Civilite>>,
    #[graphql(directive = exige::apply(["allocataires.identite:lire"]), directive = donnee_personnelle::apply(CategorieDonnee::Identite))]
    pub nom: Option<String>,
    #[graphql(directive = exige::apply(["allocataires.identite:lire"]), directive = donnee_personnelle::apply(CategorieDonnee::Identite))]
    pub nom_naissance: Option<String>,
    #[graphql(directive = exige::apply(["allocataires.identite:lire"]), directive = donnee_personnelle::apply(CategorieDonnee::Identite))]
    pub prenom: Option<String>,
    #[graphql(directive = exige::apply(["allocataires.identite:lire"]), directive = donnee_personnelle::apply(CategorieDonnee::Identite))]
    pub date_naissance: Option<Date>,
    #[graphql(directive = exige::apply(["allocataires.coordonnees:lire"]), directive = donnee_personnelle::apply(CategorieDonnee::Coordonnees))]
    pub telephone: Option<String>,
    #[graphql(directive = exige::apply(["allocataires.coordonnees:lire"]), directive = donnee_personnelle::apply(CategorieDonnee::Coordonnees))]
    pub courriel: Option<String>,
    #[graphql(directive = exige::apply(["allocataires.coordonnees:lire"]), directive = donnee_personnelle::apply(CategorieDonnee::Coordonnees))]
    pub adresse: Option<Adresse>,
    #[graphql(directive = exige::apply(["allocataires.situation:lire"]), directive = donnee_personnelle::apply(CategorieDonnee::Situation))]
    pub situation_familiale: Option<Code<SituationFamiliale>>,
    #[graphql(name = "enfantsACharge", directive = exige::apply(["allocataires.situation:lire"]), directive = donnee_personnelle::apply(CategorieDonnee::Situation))]
    pub enfants_a_charge: Option<i64>,
    #[graphql(directive = exige::apply(["allocataires.eligibilite:lire"]), directive = donnee_personnelle::apply(CategorieDonnee::Situation))]
    pub situation_professionnelle: Option<Code<SituationProfessionnelle>>,
    #[graphql(directive = exige::apply(["allocataires.eligibilite:lire"]), directive = donnee_personnelle::apply(CategorieDonnee::Situation))]
    pub niveau_formation: Option<Code<NiveauFormation>>,
    #[graphql(directive = exige::apply(["allocataires.eligibilite:lire"]), directive = donnee_personnelle::apply(CategorieDonnee::Situation))]
    pub inscrit_pole_emploi: Option<bool>,
    /// Sans l'éligibilité, seul BENEFICIAIRE_RSA est dit ; les valeurs sensibles sont omises sans leur portée.
    #[graphql(directive = exige::apply(["allocataires.eligibilite:lire"]), directive = donnee_personnelle::apply(CategorieDonnee::Situation))]
    pub publics: Option<Vec<Code<PublicCible>>>,
    #[graphql(directive = exige::apply(["allocataires.sensible:lire"]), directive = donnee_personnelle::apply(CategorieDonnee::Sensible))]
    pub reconnaissance_handicap: Option<bool>,
    #[graphql(directive = exige::apply(["allocataires.eligibilite:lire"]), directive = donnee_personnelle::apply(CategorieDonnee::Situation))]
    pub droit_rsa: Option<DroitRsa>,
    #[graphql(skip)]
    pub source: Arc<domaine::Allocataire>,
    #[graphql(skip)]
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
    pub fn de(a: Arc<domaine::Allocataire>, prevu: Arc<Prevu>) -> Self {
        Self {
            id: Genre::Allocataire.ecrire(a.id).into(),
            version: a.version,
            organisme_payeur: code(a.organisme_payeur),
            matricule: a.matricule.clone(),
            civilite: code(a.civilite),
            nom: a.nom.clone(),
            nom_naissance: a.nom_naissance.clone(),
            prenom: a.prenom.clone(),
            date_naissance: date(a.date_naissance),
            telephone: a.telephone.clone(),
            courriel: a.courriel.clone(),
            adresse: a.adresse.as_ref().map(adresse),
            situation_familiale: code(a.situation_familiale),
            enfants_a_charge: a.enfants_a_charge,
            situation_professionnelle: code(a.situation_professionnelle),
            niveau_formation: code(a.niveau_formation),
            inscrit_pole_emploi: a.inscrit_pole_emploi,
            publics: a.publics.map(codes),
            reconnaissance_handicap: a.reconnaissance_handicap,
            droit_rsa: a.droit_rsa.as_ref().map(DroitRsa::from),
            source: a,
            prevu,
        }
    }
}

fn adresse(a: &domaine::Adresse) -> Adresse {
    Adresse { voie: a.voie.clone(), code_postal: a.code_postal.clone(), code_commune: a.commune.clone() }
}

#[ComplexObject]
impl Allocataire {
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
        Ok(Connexion::de(session(ctx), "parcours", tranche, |p| Parcours::de(p, Some(self.clone()), Arc::clone(&suites))))
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
        Ok(Connexion::de(session(ctx), "prescriptions", tranche, |p| Prescription::de(p, Some(self.clone()))))
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
        Ok(Connexion::de(session(ctx), "aidesMobilite", tranche, |a| AideMobilite::de(a, Some(self.clone()))))
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
        lire(ctx, id(Genre::Allocataire, &texte)).await
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
        Ok(Connexion::de(session, &liste, tranche, |a| Allocataire::de(a, Arc::clone(&prevu))))
    }
}

/// One person by its id, with what the document asks of it.
pub async fn lire(ctx: &Context<'_>, id: uuid::Uuid) -> Result<Option<Allocataire>> {
    let Some(a) = chargeur(ctx).load_one(super::loader::PersonneParId(id)).await.map_err(super::loader::panne)? else { return Ok(None) };
    Ok(Some(Allocataire::de(a, Arc::default())))
}

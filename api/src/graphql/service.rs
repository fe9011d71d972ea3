//! The shared directory of services.

use std::sync::Arc;

use async_graphql::{ComplexObject, Context, ID, InputObject, MaybeUndefined, Object, SimpleObject};
use domain::allocataire::PublicCible;
use domain::identifiant::Genre;
use domain::prescription::TypePrescription;
use domain::referentiel::Referentiel;
use domain::service as domaine;
use domain::service::{actes, classement};

use super::code::{Code, codes, valeurs};
use super::connexion::{Bornes, Connexion, RACINE, classees, en_memoire};
use super::contexte::{id, id_facultatif, ids, session};
use super::erreur::Result;
use super::fiche_action::FicheAction;
use super::partenaire::{Contact, Partenaire, partenaire};
use super::portees::exige;
use super::recherche::Recherche;
use super::saisie::{change, reponse};
use super::territoire::{Territoire, territoires};

/// Offre d'un partenaire (annuaire partagé), décrite avec les thématiques de data.inclusion.
#[derive(SimpleObject, Clone)]
#[graphql(complex)]
pub struct Service {
    pub id: ID,
    pub version: i64,
    pub actif: bool,
    pub nom: String,
    pub thematiques: Vec<String>,
    pub publics: Vec<Code<PublicCible>>,
    pub description: Option<String>,
    pub conditions: Option<String>,
    /// Personnes que le service peut suivre à la fois.
    pub capacite: Option<i64>,
    pub types_prescription: Vec<Code<TypePrescription>>,
    /// Jours que le service se donne pour répondre à une prescription.
    pub delai_reponse_jours: Option<i64>,
    #[graphql(skip)]
    source: Arc<domaine::Service>,
}

impl From<&Arc<domaine::Service>> for Service {
    fn from(s: &Arc<domaine::Service>) -> Self {
        Self {
            id: Genre::Service.ecrire(s.id).into(),
            version: s.version,
            actif: s.actif,
            nom: s.nom.clone(),
            thematiques: s.thematiques.clone(),
            publics: codes(s.publics),
            description: s.description.clone(),
            conditions: s.conditions.clone(),
            capacite: s.capacite,
            types_prescription: codes(s.types_prescription),
            delai_reponse_jours: s.delai_reponse_jours,
            source: Arc::clone(s),
        }
    }
}

pub fn service(ctx: &Context<'_>, id: Option<uuid::Uuid>) -> Option<Service> {
    session(ctx).referentiel().services.par_id(id?).map(Service::from)
}

#[ComplexObject]
impl Service {
    async fn partenaire(&self, ctx: &Context<'_>) -> Result<Partenaire> {
        partenaire(ctx, self.source.partenaire)
    }

    /// Territoires couverts ; vide quand le service couvre tout le département.
    async fn territoires(&self, ctx: &Context<'_>) -> Vec<Territoire> {
        territoires(ctx, &self.source.territoires)
    }

    async fn accepte_les_prescriptions(&self) -> bool {
        self.source.actif && self.source.types_prescription.bits != 0
    }

    async fn fiche_action(&self, ctx: &Context<'_>) -> Option<FicheAction> {
        super::fiche_action::fiche(ctx, self.source.fiche_action)
    }

    async fn contact(&self) -> Option<Contact> {
        None
    }

    /// Capacité moins les prescriptions acceptées ou en cours ; nul quand le service n'a pas de capacité.
    async fn places_disponibles(&self, ctx: &Context<'_>) -> Result<Option<i64>> {
        Ok(domain::prescription::activite::places(session(ctx), &self.source).await?)
    }

    /// Moyenne des jours entre l'émission et la première réponse, sur les douze derniers mois ; nulle sous le seuil du secret statistique.
    async fn delai_moyen_jours(&self, ctx: &Context<'_>) -> Result<Option<i64>> {
        Ok(domain::prescription::activite::delai_moyen(session(ctx), &self.source).await?)
    }
}

/// Critères d'une liste de services ; tous s'ajoutent.
#[derive(InputObject, Default)]
pub struct ServiceFiltre {
    departement: Option<String>,
    territoire: Option<ID>,
    thematiques: Option<Vec<String>>,
    publics: Option<Vec<Code<PublicCible>>>,
    types_prescription: Option<Vec<Code<TypePrescription>>>,
    recherche: Option<String>,
}

impl ServiceFiltre {
    /// Active services only.
    pub fn retient(&self, referentiel: &Referentiel, s: &domaine::Service) -> bool {
        let chez = |d: &String| referentiel.partenaires.par_id(s.partenaire).is_some_and(|p| p.departements.contains(d));
        let couvre = |t: &ID| s.territoires.is_empty() || s.territoires.contains(&id(Genre::Territoire, t));
        let un = |liste: &Option<Vec<Code<PublicCible>>>| liste.as_ref().is_none_or(|l| l.iter().any(|c| s.publics.contient(c.0)));
        s.actif
            && self.departement.as_ref().is_none_or(chez)
            && self.territoire.as_ref().is_none_or(couvre)
            && self.thematiques.as_ref().is_none_or(|l| l.iter().any(|t| s.thematiques.contains(t)))
            && un(&self.publics)
            && self.types_prescription.as_ref().is_none_or(|l| l.iter().any(|c| s.types_prescription.contient(c.0)))
            && Recherche::de(self.recherche.as_deref()).trouve(&[&s.nom, s.description.as_deref().unwrap_or_default()])
    }
}

#[derive(Default)]
pub struct ServiceQuery;

#[Object]
impl ServiceQuery {
    /// Services de l'annuaire. Demandés par types de prescription, ceux du territoire viennent d'abord, puis ceux qui ont encore une place.
    #[graphql(directive = exige::apply([]))]
    async fn services(
        &self,
        ctx: &Context<'_>,
        filtre: Option<ServiceFiltre>,
        first: Option<i32>,
        after: Option<String>,
        last: Option<i32>,
        before: Option<String>,
    ) -> Result<Connexion<Service>> {
        let (filtre, bornes) = (filtre.unwrap_or_default(), Bornes { first, after, last, before });
        let referentiel = session(ctx).referentiel();
        let retenus = referentiel.services.toutes().filter(|s| filtre.retient(&referentiel, s));
        if filtre.types_prescription.is_none() {
            let lignes = retenus.map(|s| (s.id, Arc::clone(s)));
            return en_memoire(ctx, "services", lignes, &bornes, RACINE, |s| Service::from(&s));
        }
        let territoire = filtre.territoire.as_ref().map(|t| id(Genre::Territoire, t));
        let classes = classement::classer(session(ctx), territoire, retenus.cloned().collect()).await?;
        classees(ctx, "services/destinataires", classes, (&bornes, RACINE), |s| Service::from(&s))
    }
}

reponse!(ServicePayload, service: Service);

/// Service que le partenaire du porteur ajoute à l'annuaire partagé.
#[derive(InputObject)]
pub struct PublierServiceInput {
    cle_idempotence: Option<uuid::Uuid>,
    nom: String,
    thematiques: Vec<String>,
    publics: Vec<Code<PublicCible>>,
    description: Option<String>,
    territoires: Option<Vec<ID>>,
    conditions: Option<String>,
    capacite: Option<i64>,
    types_prescription: Vec<Code<TypePrescription>>,
    fiche_action_id: Option<ID>,
}

/// Champs à changer d'un service ; un champ absent est inchangé.
#[derive(InputObject)]
pub struct ModifierServiceInput {
    cle_idempotence: Option<uuid::Uuid>,
    id: ID,
    version: i64,
    description: MaybeUndefined<String>,
    territoires: Option<Vec<ID>>,
    conditions: MaybeUndefined<String>,
    capacite: MaybeUndefined<i64>,
    types_prescription: Option<Vec<Code<TypePrescription>>>,
    actif: Option<bool>,
}

impl From<PublierServiceInput> for actes::Publication {
    fn from(i: PublierServiceInput) -> Self {
        Self {
            nom: i.nom,
            thematiques: i.thematiques,
            publics: valeurs(Some(i.publics)),
            description: i.description,
            territoires: ids(Genre::Territoire, i.territoires),
            conditions: i.conditions,
            capacite: i.capacite,
            types_prescription: valeurs(Some(i.types_prescription)),
            fiche_action: id_facultatif(Genre::FicheAction, i.fiche_action_id.as_ref()),
        }
    }
}

impl From<ModifierServiceInput> for actes::Modification {
    fn from(i: ModifierServiceInput) -> Self {
        Self {
            id: id(Genre::Service, &i.id),
            version: i.version,
            description: change(i.description),
            territoires: i.territoires.map(|t| ids(Genre::Territoire, Some(t))),
            conditions: change(i.conditions),
            capacite: change(i.capacite),
            types_prescription: i.types_prescription.map(|t| valeurs(Some(t))),
            actif: i.actif,
        }
    }
}

#[derive(Default)]
pub struct ServiceMutation;

#[Object]
impl ServiceMutation {
    #[graphql(directive = exige::apply(["annuaire:ecrire"]))]
    async fn publier_service(&self, ctx: &Context<'_>, input: PublierServiceInput) -> Result<ServicePayload> {
        let issue = actes::publier(session(ctx), input.cle_idempotence, input.into()).await?;
        ServicePayload::de(issue, async |id| Ok(service(ctx, Some(id)))).await
    }

    #[graphql(directive = exige::apply(["annuaire:ecrire"]))]
    async fn modifier_service(&self, ctx: &Context<'_>, input: ModifierServiceInput) -> Result<ServicePayload> {
        let issue = actes::modifier(session(ctx), input.cle_idempotence, input.into()).await?;
        ServicePayload::de(issue, async |id| Ok(service(ctx, Some(id)))).await
    }
}

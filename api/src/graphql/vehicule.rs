//! Vehicles that platforms lend.

use async_graphql::{ComplexObject, Context, ID, InputObject, MaybeUndefined, Object, SimpleObject};
use domain::identifiant::Genre;
use domain::vehicule as domaine;
use domain::vehicule::{Periode, TypeVehicule};
use uuid::Uuid;

use super::code::{Code, valeur_de};
use super::contexte::{chargeur, id, id_facultatif, session};
use super::erreur::{Echec, Result};
use super::loader::{self, Disponible, VehiculeParId};
use super::partenaire::{Partenaire, partenaire};
use super::portees::exige;
use super::saisie::{change, reponse};
use super::scalaires::{Date, Montant};

reponse!(VehiculePayload, vehicule: Vehicule);

/// Véhicule qu'une plateforme prête.
#[derive(SimpleObject, Clone)]
#[graphql(complex)]
pub struct Vehicule {
    pub id: ID,
    pub version: i64,
    #[graphql(name = "type")]
    pub type_: Code<TypeVehicule>,
    pub libelle: String,
    /// Nul quand le prêt est gratuit.
    pub tarif_journalier: Option<Montant>,
    pub hors_service: bool,
    #[graphql(skip)]
    source: Uuid,
    #[graphql(skip)]
    detenteur: Uuid,
}

impl From<domaine::Vehicule> for Vehicule {
    fn from(v: domaine::Vehicule) -> Self {
        Self {
            id: Genre::Vehicule.ecrire(v.id).into(),
            version: v.version,
            type_: Code(v.type_),
            libelle: v.libelle,
            tarif_journalier: v.tarif_journalier.map(Montant::de_centimes),
            hors_service: v.hors_service,
            source: v.id,
            detenteur: v.plateforme,
        }
    }
}

#[ComplexObject]
impl Vehicule {
    async fn plateforme(&self, ctx: &Context<'_>) -> Result<Partenaire> {
        partenaire(ctx, self.detenteur)
    }

    /// Vrai quand le véhicule est en service, rendu, et libre chacun de ces jours, bornes comprises.
    async fn disponible(&self, ctx: &Context<'_>, du: Date, au: Date) -> Result<bool> {
        if du.0 > au.0 {
            return Err(Echec::Refus("REQUETE_INVALIDE", "Une période finit après avoir commencé."));
        }
        let periode = Periode { vehicule: self.source, du: du.0, au: au.0 };
        Ok(chargeur(ctx).load_one(Disponible(periode)).await.map_err(loader::panne)?.is_some())
    }
}

/// Véhicule à ajouter à la flotte de la plateforme.
#[derive(InputObject)]
pub struct PublierVehiculeInput {
    cle_idempotence: Option<Uuid>,
    #[graphql(name = "type")]
    type_: Code<TypeVehicule>,
    libelle: String,
    tarif_journalier: Option<Montant>,
}

/// Champs à changer d'un véhicule ; un champ absent est inchangé.
#[derive(InputObject)]
pub struct ModifierVehiculeInput {
    cle_idempotence: Option<Uuid>,
    id: ID,
    version: i64,
    libelle: Option<String>,
    tarif_journalier: MaybeUndefined<Montant>,
    hors_service: Option<bool>,
}

impl From<PublierVehiculeInput> for domaine::Publication {
    fn from(i: PublierVehiculeInput) -> Self {
        Self { type_: i.type_.0, libelle: i.libelle, tarif_journalier: i.tarif_journalier.map(|m| m.centimes()) }
    }
}

impl From<ModifierVehiculeInput> for domaine::Modification {
    fn from(i: ModifierVehiculeInput) -> Self {
        Self {
            id: id(Genre::Vehicule, &i.id),
            version: i.version,
            libelle: i.libelle,
            tarif_journalier: change(i.tarif_journalier).map(|m| m.map(|m| m.centimes())),
            hors_service: i.hors_service,
        }
    }
}

#[derive(Default)]
pub struct VehiculeQuery;

#[Object]
impl VehiculeQuery {
    /// Flotte d'une plateforme, ou de toutes.
    #[graphql(directive = exige::apply([]))]
    async fn vehicules(
        &self,
        ctx: &Context<'_>,
        plateforme: Option<ID>,
        #[graphql(name = "type")] type_: Option<Code<TypeVehicule>>,
    ) -> Result<Vec<Vehicule>> {
        let plateforme = id_facultatif(Genre::Partenaire, plateforme.as_ref());
        let lus = domaine::liste(session(ctx), plateforme, valeur_de(type_)).await?;
        Ok(lus.into_iter().map(Vehicule::from).collect())
    }
}

#[derive(Default)]
pub struct VehiculeMutation;

#[Object]
impl VehiculeMutation {
    #[graphql(directive = exige::apply(["mobilite:apporter"]))]
    async fn publier_vehicule(&self, ctx: &Context<'_>, input: PublierVehiculeInput) -> Result<VehiculePayload> {
        let issue = domaine::publier(session(ctx), input.cle_idempotence, input.into()).await?;
        VehiculePayload::de(issue, |id| lire(ctx, id)).await
    }

    /// Un véhicule hors service ne se prête plus ; le prêt en cours continue.
    #[graphql(directive = exige::apply(["mobilite:apporter"]))]
    async fn modifier_vehicule(&self, ctx: &Context<'_>, input: ModifierVehiculeInput) -> Result<VehiculePayload> {
        let issue = domaine::modifier(session(ctx), input.cle_idempotence, input.into()).await?;
        VehiculePayload::de(issue, |id| lire(ctx, id)).await
    }
}

pub async fn lire(ctx: &Context<'_>, id: Uuid) -> Result<Option<Vehicule>> {
    let lu = chargeur(ctx).load_one(VehiculeParId(id)).await.map_err(loader::panne)?;
    Ok(lu.map(Vehicule::from))
}

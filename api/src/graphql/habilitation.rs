//! Conventions: reading, giving, revoking, simulating.

use async_graphql::{ComplexObject, Context, ID, InputObject, Object, SimpleObject};
use chrono::{DateTime, Utc};
use domain::erreur::Refus;
use domain::habilitation as domaine;
use domain::habilitation::actes;
use domain::habilitation::{BaseLegale, FinaliteTraitement, LienDossier};
use domain::identifiant::Genre;

use super::code::{Code, codes, valeurs};
use super::contexte::{id, ids, session};
use super::erreur::{Echec, Result};
use super::moi::ApercuType;
use super::partenaire::{Partenaire, partenaire};
use super::portees::exige;
use super::saisie::reponse;
use super::scalaires::{Date, Siret, date};
use super::territoire::{Territoire, territoires};

/// Convention qui ouvre à un partenaire des portées, pour une finalité, sur un périmètre et une durée.
#[derive(SimpleObject, Clone)]
#[graphql(complex)]
pub struct Habilitation {
    pub id: ID,
    pub convention: String,
    pub finalite: Code<FinaliteTraitement>,
    pub base_legale: Code<BaseLegale>,
    pub siret: Option<Siret>,
    /// Personnes distinctes par heure au-delà desquelles un porteur sans agent est ralenti puis arrêté.
    pub seuil_consultation: Option<i64>,
    pub motif_revocation: Option<String>,
    pub portees: Vec<&'static str>,
    pub perimetre: PerimetreHabilitation,
    pub debut: Date,
    pub fin: Option<Date>,
    pub revoquee_le: Option<DateTime<Utc>>,
    #[graphql(skip)]
    source: domaine::Habilitation,
}

/// Les lignes qu'une habilitation ouvre.
#[derive(SimpleObject, Clone)]
#[graphql(complex)]
pub struct PerimetreHabilitation {
    pub departements: Vec<String>,
    /// DEPARTEMENT : tous les dossiers du périmètre. REFERENCE : ceux que le partenaire suit. ADRESSE : ceux qu'une prescription ou une candidature lui adresse, et ceux qu'il a prescrits. ORGANISME_PAYEUR : ses allocataires. AGREGATS : aucun dossier, des indicateurs seulement.
    pub liens: Vec<Code<LienDossier>>,
    #[graphql(skip)]
    territoires_ids: Vec<uuid::Uuid>,
}

#[ComplexObject]
impl PerimetreHabilitation {
    /// Vide quand la convention couvre tout le département.
    async fn territoires(&self, ctx: &Context<'_>) -> Vec<Territoire> {
        territoires(ctx, &self.territoires_ids)
    }
}

#[ComplexObject]
impl Habilitation {
    async fn partenaire(&self, ctx: &Context<'_>) -> Result<Partenaire> {
        partenaire(ctx, self.source.partenaire)
    }

    async fn en_vigueur(&self, ctx: &Context<'_>) -> bool {
        self.source.en_vigueur(session(ctx).perimetre.jour)
    }
}

impl From<domaine::Habilitation> for Habilitation {
    fn from(h: domaine::Habilitation) -> Self {
        Self {
            id: Genre::Habilitation.ecrire(h.id).into(),
            convention: h.convention.clone(),
            finalite: Code(h.finalite),
            base_legale: Code(h.base_legale),
            siret: h.siret.clone().map(Siret),
            seuil_consultation: h.seuil_consultation,
            motif_revocation: h.motif_revocation.clone(),
            portees: h.portees.noms().collect(),
            perimetre: PerimetreHabilitation {
                departements: h.departements.clone(),
                liens: codes(h.liens),
                territoires_ids: h.territoires.clone(),
            },
            debut: Date(h.debut),
            fin: date(h.fin),
            revoquee_le: h.revoquee_le,
            source: h,
        }
    }
}

/// The caller's own, or one of those that it administers.
pub async fn lire(ctx: &Context<'_>, id: uuid::Uuid) -> Result<Option<Habilitation>> {
    let session = session(ctx);
    let siennes = session.base.conventions(session.perimetre.partenaire).await?;
    if let Some(h) = siennes.habilitations.iter().find(|h| h.id == id) {
        return Ok(Some(h.clone().into()));
    }
    if !session.perimetre.porte("habilitations:administrer") {
        return Ok(None);
    }
    let administrees = actes::liste(session, None).await?;
    Ok(administrees.into_iter().find(|h| h.id == id).map(Habilitation::from))
}

/// Convention à accorder à un partenaire, dans la limite de ce que la politique ouvre à son type.
#[derive(InputObject)]
pub struct HabiliterInput {
    cle_idempotence: Option<uuid::Uuid>,
    partenaire_id: ID,
    convention: String,
    finalite: Code<FinaliteTraitement>,
    base_legale: Code<BaseLegale>,
    portees: Vec<String>,
    departements: Vec<String>,
    territoires: Option<Vec<ID>>,
    liens: Vec<Code<LienDossier>>,
    debut: Date,
    fin: Option<Date>,
}

impl From<HabiliterInput> for actes::Demande {
    fn from(i: HabiliterInput) -> Self {
        Self {
            partenaire: id(Genre::Partenaire, &i.partenaire_id),
            convention: i.convention,
            finalite: i.finalite.0,
            base_legale: i.base_legale.0,
            portees: i.portees,
            departements: i.departements,
            territoires: ids(Genre::Territoire, i.territoires),
            liens: valeurs(Some(i.liens)),
            debut: i.debut.0,
            fin: i.fin.map(|d| d.0),
        }
    }
}

/// Fin anticipée d'une convention ; elle se ferme à la requête suivante du partenaire.
#[derive(InputObject)]
pub struct RevoquerHabilitationInput {
    cle_idempotence: Option<uuid::Uuid>,
    id: ID,
    motif: String,
}

reponse!(HabilitationPayload, habilitation: Habilitation);

#[derive(Default)]
pub struct HabilitationQuery;

#[Object]
impl HabilitationQuery {
    /// Conventions accordées dans les départements du porteur.
    #[graphql(directive = exige::apply(["habilitations:administrer"]))]
    async fn habilitations(&self, ctx: &Context<'_>, partenaire: Option<ID>) -> Result<Vec<Habilitation>> {
        let partenaire = partenaire.map(|p| id(Genre::Partenaire, &p));
        Ok(actes::liste(session(ctx), partenaire).await?.into_iter().map(Habilitation::from).collect())
    }

    /// Ce que cette convention ouvrirait, type par type, sans rien écrire.
    #[graphql(directive = exige::apply(["habilitations:administrer"]))]
    async fn simuler_habilitation(&self, ctx: &Context<'_>, habilitation: HabiliterInput) -> Result<Vec<ApercuType>> {
        let perimetre = actes::simuler(session(ctx), &habilitation.into()).map_err(|refus| match refus {
            Refus::Panne(panne) => Echec::Panne(panne),
            Refus::Metier(_) => {
                Echec::Refus("REQUETE_INVALIDE", "Cette convention ne peut pas être accordée : habiliter en dirait les raisons.")
            }
        })?;
        super::moi::apercu(ctx, &perimetre).await
    }
}

#[derive(Default)]
pub struct HabilitationMutation;

#[Object]
impl HabilitationMutation {
    #[graphql(directive = exige::apply(["habilitations:administrer"]))]
    async fn habiliter(&self, ctx: &Context<'_>, input: HabiliterInput) -> Result<HabilitationPayload> {
        let issue = actes::habiliter(session(ctx), input.cle_idempotence, input.into()).await?;
        HabilitationPayload::de(issue, |id| lire(ctx, id)).await
    }

    #[graphql(directive = exige::apply(["habilitations:administrer"]))]
    async fn revoquer_habilitation(&self, ctx: &Context<'_>, input: RevoquerHabilitationInput) -> Result<HabilitationPayload> {
        let revocation = actes::Revocation { id: id(Genre::Habilitation, &input.id), motif: input.motif };
        let issue = actes::revoquer(session(ctx), input.cle_idempotence, revocation).await?;
        HabilitationPayload::de(issue, |id| lire(ctx, id)).await
    }
}

//! OAuth clients and their secrets.
//!
//! A secret is 256 random bits, so its SHA-256 is enough at rest: a slow hash would only let anyone burn the server's
//! processor at the token endpoint.

use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::{ConnectionTrait, DatabaseTransaction, DbBackend};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::{executer, lignes};
use crate::base::Base;
use crate::erreur::Panne;
use crate::requete::Requete;
use crate::secret::hexa;
use crate::session::commencer_systeme;
use crate::vocabulaire::{Enumeration, enumeration};

enumeration! {
    /// Usage d'un client : échanger son secret contre des jetons, ou lire les exports d'indicateurs.
    GenreClient {
        Serveur "SERVEUR",
        Export "EXPORT",
    }
}

/// How long a secret lives unless said otherwise.
pub const DUREE_SECRET: TimeDelta = TimeDelta::days(365);

/// Secrets of one client that may be alive together: the one in use and its successor.
pub const SECRETS_VIVANTS: i64 = 2;

/// A client whose secret was right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Client {
    pub id: Uuid,
    pub partenaire: Uuid,
    pub genre: GenreClient,
    pub secret_expire_le: DateTime<Utc>,
}

/// A secret just made, in clear for the only time. No `Debug`: it must not reach a log.
pub struct SecretNeuf {
    pub client: Uuid,
    pub secret: String,
    pub expire_le: DateTime<Utc>,
}

/// Why a secret was not made.
#[derive(Debug, thiserror::Error)]
pub enum RefusSecret {
    #[error("Ce client n'existe pas ou est révoqué.")]
    ClientInconnu,
    #[error("Ce client a déjà deux secrets en cours de validité : révoquez-en un d'abord.")]
    TropDeSecrets,
    #[error(transparent)]
    Panne(#[from] Panne),
}

/// A secret as an administrator may see it: its digest names it.
#[derive(Clone, Debug)]
pub struct SecretConnu {
    pub empreinte: String,
    pub cree_le: DateTime<Utc>,
    pub expire_le: DateTime<Utc>,
    pub revoque_le: Option<DateTime<Utc>>,
}

/// Creates a client with its first secret.
pub async fn creer(base: &Base, partenaire: Uuid, genre: GenreClient) -> Result<SecretNeuf, Panne> {
    let tx = commencer_systeme(base).await?;
    let client = base.id();
    let mut q = Requete::nouvelle(base.moteur(), "insert into client_oauth (id, partenaire_id, genre, cree_le) values (");
    q.valeurs([client.into(), partenaire.into(), genre.code().into(), base.horloge.reelle().into()]).texte(")");
    executer(&tx, q).await?;
    let neuf = inserer_secret(base, &tx, client, DUREE_SECRET).await?;
    tx.commit().await?;
    Ok(neuf)
}

/// Adds a secret beside the one in use, so that a client changes it without stopping.
pub async fn ajouter_secret(base: &Base, client: Uuid, duree: TimeDelta) -> Result<SecretNeuf, RefusSecret> {
    let tx = commencer_systeme(base).await?;
    if !verrouiller(base, &tx, client).await? {
        return Err(RefusSecret::ClientInconnu);
    }
    if vivants(base, &tx, client).await? >= SECRETS_VIVANTS {
        return Err(RefusSecret::TropDeSecrets);
    }
    let neuf = inserer_secret(base, &tx, client, duree).await?;
    tx.commit().await.map_err(Panne::from)?;
    Ok(neuf)
}

/// Two additions at once take turns on the client's row.
async fn verrouiller(base: &Base, tx: &DatabaseTransaction, client: Uuid) -> Result<bool, Panne> {
    let mut q = Requete::nouvelle(base.moteur(), "select id from client_oauth where revoque_le is null and id = ");
    q.valeur(client).texte(if base.moteur() == DbBackend::Postgres { " for update" } else { "" });
    Ok(!lignes(tx, q).await?.is_empty())
}

async fn vivants(base: &Base, tx: &DatabaseTransaction, client: Uuid) -> Result<i64, Panne> {
    let mut q = Requete::nouvelle(base.moteur(), "select count(*) from secret_client where revoque_le is null and client_id = ");
    q.valeur(client).texte(" and expire_le > ").valeur(base.horloge.reelle());
    lignes(tx, q).await?.first().map_or(Ok(0), |l| l.lire(0))
}

async fn inserer_secret(base: &Base, connexion: &impl ConnectionTrait, client: Uuid, duree: TimeDelta) -> Result<SecretNeuf, Panne> {
    let secret = format!("passerelle_{}", hexa(&base.hasard.octets::<32>()));
    let cree_le = base.horloge.reelle();
    let expire_le = cree_le + duree;
    let mut q = Requete::nouvelle(base.moteur(), "insert into secret_client (client_id, empreinte, cree_le, expire_le) values (");
    q.valeurs([client.into(), empreinte(&secret).into(), cree_le.into(), expire_le.into()]).texte(")");
    executer(connexion, q).await?;
    Ok(SecretNeuf { client, secret, expire_le })
}

/// The client of this id and secret, both alive now.
///
/// One statement whose key is the client and the digest: an unknown client and a wrong secret are the same miss, and what
/// its timing could say of a digest leads to no secret.
pub async fn authentifier(base: &Base, client: &str, secret: &str) -> Result<Option<Client>, Panne> {
    let id = Uuid::try_parse(client).unwrap_or_default();
    let maintenant = base.horloge.reelle();
    let mut q = Requete::nouvelle(
        base.moteur(),
        "select c.partenaire_id, c.genre, s.expire_le from secret_client s join client_oauth c on c.id = s.client_id where s.client_id = ",
    );
    q.valeur(id).texte(" and s.empreinte = ").valeur(empreinte(secret));
    q.texte(" and s.revoque_le is null and c.revoque_le is null and s.expire_le > ").valeur(maintenant);
    let lues = lignes(&base.lecteurs, q).await?;
    let client = lues.first().map(|l| Ok(Client { id, partenaire: l.lire(0)?, genre: l.code(1)?, secret_expire_le: l.lire(2)? }));
    client.transpose()
}

/// The secrets of a client, the newest first.
pub async fn secrets(base: &Base, client: Uuid) -> Result<Vec<SecretConnu>, Panne> {
    let mut q = Requete::nouvelle(base.moteur(), "select empreinte, cree_le, expire_le, revoque_le from secret_client where client_id = ");
    q.valeur(client).texte(" order by cree_le desc, empreinte");
    let lues = lignes(&base.lecteurs, q).await?;
    lues.iter()
        .map(|l| Ok(SecretConnu { empreinte: l.lire(0)?, cree_le: l.lire(1)?, expire_le: l.lire(2)?, revoque_le: l.lire(3)? }))
        .collect()
}

/// Ends a secret; false when there was none alive of that digest.
pub async fn revoquer_secret(base: &Base, client: Uuid, empreinte: &str) -> Result<bool, Panne> {
    let mut q = Requete::nouvelle(base.moteur(), "update secret_client set revoque_le = ");
    q.valeur(base.horloge.reelle()).texte(" where revoque_le is null and client_id = ").valeur(client);
    q.texte(" and empreinte = ").valeur(empreinte);
    revoquer(base, q).await
}

/// Ends a client and all its secrets with it.
pub async fn revoquer_client(base: &Base, client: Uuid) -> Result<bool, Panne> {
    let mut q = Requete::nouvelle(base.moteur(), "update client_oauth set revoque_le = ");
    q.valeur(base.horloge.reelle()).texte(" where revoque_le is null and id = ").valeur(client);
    revoquer(base, q).await
}

async fn revoquer(base: &Base, q: Requete) -> Result<bool, Panne> {
    let tx = commencer_systeme(base).await?;
    let touches = executer(&tx, q).await?;
    tx.commit().await?;
    Ok(touches == 1)
}

/// Digest under which a secret is kept.
#[must_use]
pub fn empreinte(secret: &str) -> String {
    hexa(&Sha256::digest(secret.as_bytes()))
}

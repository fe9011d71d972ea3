//! Signing keys, sealed with the master secret, so that replicas share them through the database and nobody forges one
//! by writing a row.

use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::{ConnectionTrait, DbBackend};

use super::{executer, lignes};
use crate::base::Base;
use crate::erreur::Panne;
use crate::requete::{Ligne, Requete};
use crate::secret::{Cles, hexa};
use crate::session::commencer_systeme;

/// A key signs this long, then only verifies what it signed.
pub const SIGNE: TimeDelta = TimeDelta::days(30);
pub const VERIFIE: TimeDelta = TimeDelta::days(60);

/// A key pair just made: the private one as PKCS#8, the public one as a JWK.
pub struct CleNeuve {
    pub kid: String,
    pub algorithme: String,
    pub privee: Vec<u8>,
    pub publique: String,
}

/// A key in service. The verifier derives its public half from `privee`: the public column is for people to read.
pub struct CleSignature {
    pub kid: String,
    pub algorithme: String,
    pub privee: Vec<u8>,
    pub signe_jusquau: DateTime<Utc>,
    pub verifie_jusquau: DateTime<Utc>,
}

impl CleSignature {
    #[must_use]
    pub fn signe(&self, maintenant: DateTime<Utc>) -> bool {
        maintenant < self.signe_jusquau
    }

    /// What the seal covers besides the key: a row whose dates were changed by hand no longer opens.
    fn contexte(kid: &str, signe_jusquau: DateTime<Utc>, verifie_jusquau: DateTime<Utc>) -> Vec<u8> {
        format!("cle_signature {kid} {} {}", signe_jusquau.timestamp_micros(), verifie_jusquau.timestamp_micros()).into_bytes()
    }
}

/// Keys that still verify, the newest first. A row that the master secret does not open is not a key of ours.
pub async fn en_service(base: &Base) -> Result<Vec<CleSignature>, Panne> {
    lire(base, &base.lecteurs).await
}

/// The same, after making a key when none signs any more. `forger` turns 32 random bytes into a key pair.
///
/// Replicas wait for each other here, so that one makes the key and the others find it.
pub async fn assurer(base: &Base, forger: impl FnOnce([u8; 32]) -> Option<CleNeuve> + Send) -> Result<Vec<CleSignature>, Panne> {
    let tx = commencer_systeme(base).await?;
    if base.moteur() == DbBackend::Postgres {
        tx.execute_unprepared("select pg_advisory_xact_lock(823148)").await?;
    }
    let maintenant = base.horloge.reelle();
    let mut cles = lire(base, &tx).await?;
    if !cles.iter().any(|cle| cle.signe(maintenant)) {
        let neuve = forger(base.hasard.octets()).ok_or(Panne::Donnee("signing key"))?;
        cles.insert(0, inserer(base, &tx, neuve, maintenant).await?);
    }
    tx.commit().await?;
    Ok(cles)
}

async fn lire(base: &Base, connexion: &impl ConnectionTrait) -> Result<Vec<CleSignature>, Panne> {
    let mut q = Requete::nouvelle(
        base.moteur(),
        "select kid, algorithme, privee_scellee, signe_jusquau, verifie_jusquau from cle_signature where verifie_jusquau > ",
    );
    q.valeur(base.horloge.reelle()).texte(" order by creee_le desc, kid");
    let lues = lignes(connexion, q).await?;
    Ok(lues.iter().map(|l| ouvrir(&base.cles, l)).collect::<Result<Vec<_>, _>>()?.into_iter().flatten().collect())
}

fn ouvrir(cles: &Cles, l: &Ligne) -> Result<Option<CleSignature>, Panne> {
    let kid: String = l.lire(0)?;
    let (signe_jusquau, verifie_jusquau) = (l.lire(3)?, l.lire(4)?);
    let contexte = CleSignature::contexte(&kid, signe_jusquau, verifie_jusquau);
    let privee = octets(&l.lire::<String>(2)?).and_then(|scelle| cles.ouvrir(&contexte, &scelle));
    if privee.is_none() {
        tracing::warn!(kid, "signing key that the master secret does not open");
    }
    let algorithme = l.lire(1)?;
    Ok(privee.map(|privee| CleSignature { kid, algorithme, privee, signe_jusquau, verifie_jusquau }))
}

async fn inserer(base: &Base, connexion: &impl ConnectionTrait, neuve: CleNeuve, maintenant: DateTime<Utc>) -> Result<CleSignature, Panne> {
    let (signe_jusquau, verifie_jusquau) = (maintenant + SIGNE, maintenant + VERIFIE);
    let contexte = CleSignature::contexte(&neuve.kid, signe_jusquau, verifie_jusquau);
    let mut q = Requete::nouvelle(
        base.moteur(),
        "insert into cle_signature (kid, algorithme, privee_scellee, publique, creee_le, signe_jusquau, verifie_jusquau) values (",
    );
    q.valeurs([
        neuve.kid.clone().into(),
        neuve.algorithme.clone().into(),
        hexa(&base.cles.sceller(&contexte, &neuve.privee)).into(),
        neuve.publique.into(),
        maintenant.into(),
        signe_jusquau.into(),
        verifie_jusquau.into(),
    ])
    .texte(")");
    executer(connexion, q).await?;
    Ok(CleSignature { kid: neuve.kid, algorithme: neuve.algorithme, privee: neuve.privee, signe_jusquau, verifie_jusquau })
}

fn octets(hexa: &str) -> Option<Vec<u8>> {
    let paires = hexa.as_bytes().chunks(2);
    paires.map(|paire| std::str::from_utf8(paire).ok().and_then(|p| u8::from_str_radix(p, 16).ok())).collect()
}

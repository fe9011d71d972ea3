//! The sequencer: gives committed rows their position, and seals each access with the hash of the one before.
//!
//! Nothing is chained inside a business transaction: positions are given to what is already committed, so that a long
//! write holds nobody back and a late one is never missed.

use sea_orm::{ConnectionTrait, DatabaseTransaction, DbBackend, Statement};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::base::Base;
use crate::erreur::Panne;
use crate::requete::{Ligne, Requete};
use crate::secret::hexa;
use crate::session::commencer_systeme;

/// Rows ordered in one transaction.
const LOT: i64 = 500;

/// Orders and seals what was committed since the last pass; returns how many rows it placed.
pub async fn passer(base: &Base) -> Result<usize, Panne> {
    if !en_attente(base).await? {
        return Ok(0);
    }
    let tx = commencer_systeme(base).await?;
    if !seul(base, &tx).await? {
        return Ok(0);
    }
    let evenements = placer_evenements(base, &tx).await?;
    let acces = sceller_acces(base, &tx).await?;
    tx.commit().await?;
    Ok(evenements + acces)
}

/// Looks before it takes the writer's place.
async fn en_attente(base: &Base) -> Result<bool, Panne> {
    let tx = if base.moteur() == DbBackend::Postgres { Some(commencer_systeme(base).await?) } else { None };
    let q = Requete::nouvelle(
        base.moteur(),
        "select case when exists (select 1 from evenement where position is null) or exists (select 1 from acces where position is null) then 1 else 0 end",
    );
    let lignes = match &tx {
        Some(tx) => lignes(tx, q).await?,
        None => lignes(&base.lecteurs, q).await?,
    };
    Ok(lignes.first().map_or(Ok(0), |l| l.lire::<i32>(0))? == 1)
}

/// One sequencer a database: an advisory lock held until the commit; SQLite has one writer anyway.
async fn seul(base: &Base, tx: &DatabaseTransaction) -> Result<bool, Panne> {
    if base.moteur() != DbBackend::Postgres {
        return Ok(true);
    }
    let lignes = lignes(tx, Requete::nouvelle(base.moteur(), "select pg_try_advisory_xact_lock(823145)")).await?;
    lignes.first().map_or(Ok(false), |l| l.lire(0))
}

async fn placer_evenements(base: &Base, tx: &DatabaseTransaction) -> Result<usize, Panne> {
    let mut q = Requete::nouvelle(base.moteur(), "select id from evenement where position is null order by id limit ");
    q.valeur(LOT);
    let ids = lignes(tx, q).await?.iter().map(|l| l.lire::<Uuid>(0)).collect::<Result<Vec<_>, _>>()?;
    let (premiere, sceau) = derniere(base, tx, "evenement").await?;
    let mut position = premiere;
    for id in &ids {
        position += 1;
        let mut q = Requete::nouvelle(base.moteur(), "update evenement set position = ");
        q.valeur(position).texte(" where id = ").valeur(*id);
        super::executer(tx, q).await?;
    }
    avancer(base, tx, "evenement", position, &sceau).await?;
    Ok(ids.len())
}

const SCELLEES: &str =
    "id, le, nature, partenaire_id, agent_id, jeton, habilitation_id, finalite, requete, operation, champs, personnes, sceau";

async fn sceller_acces(base: &Base, tx: &DatabaseTransaction) -> Result<usize, Panne> {
    let mut q = Requete::nouvelle(base.moteur(), "select ");
    q.texte(SCELLEES).texte(" from acces where position is null order by le, id limit ").valeur(LOT);
    let attente = lignes(tx, q).await?;
    let (mut position, mut sceau) = derniere(base, tx, "acces").await?;
    for ligne in &attente {
        position += 1;
        sceau = sceller(&sceau, position, ligne)?;
        let mut q = Requete::nouvelle(base.moteur(), "update acces set position = ");
        q.valeur(position).texte(", sceau = ").valeur(sceau.as_str()).texte(" where id = ").valeur(ligne.lire::<Uuid>(0)?);
        super::executer(tx, q).await?;
    }
    avancer(base, tx, "acces", position, &sceau).await?;
    Ok(attente.len())
}

/// Hash of the seal before, the position and every column, each preceded by its length.
fn sceller(precedent: &str, position: i64, ligne: &Ligne) -> Result<String, Panne> {
    let mut textes = vec![precedent.to_owned(), position.to_string()];
    textes.push(ligne.lire::<Uuid>(0)?.to_string());
    textes.push(ligne.lire::<chrono::DateTime<chrono::Utc>>(1)?.timestamp_micros().to_string());
    textes.push(ligne.lire::<String>(2)?);
    textes.push(ligne.lire::<Uuid>(3)?.to_string());
    textes.push(ligne.lire::<Option<Uuid>>(4)?.map_or_else(String::new, |id| id.to_string()));
    textes.push(ligne.lire::<String>(5)?);
    textes.push(ligne.lire::<Option<Uuid>>(6)?.map_or_else(String::new, |id| id.to_string()));
    for colonne in 7..12 {
        textes.push(ligne.lire::<String>(colonne)?);
    }
    let hash = textes.iter().fold(Sha256::new(), |h, t| h.chain_update((t.len() as u64).to_be_bytes()).chain_update(t));
    Ok(hexa(&hash.finalize()))
}

async fn derniere(base: &Base, tx: &DatabaseTransaction, nom: &str) -> Result<(i64, String), Panne> {
    let mut q = Requete::nouvelle(base.moteur(), "select derniere, sceau from sequence_journal where nom = ");
    q.valeur(nom);
    let lignes = lignes(tx, q).await?;
    let ligne = lignes.first().ok_or(Panne::Donnee("sequence"))?;
    Ok((ligne.lire(0)?, ligne.lire(1)?))
}

async fn avancer(base: &Base, tx: &DatabaseTransaction, nom: &str, position: i64, sceau: &str) -> Result<(), Panne> {
    let mut q = Requete::nouvelle(base.moteur(), "update sequence_journal set derniere = ");
    q.valeur(position).texte(", sceau = ").valeur(sceau).texte(" where nom = ").valeur(nom);
    super::executer(tx, q).await
}

async fn lignes<C: ConnectionTrait>(c: &C, mut q: Requete) -> Result<Vec<Ligne>, Panne> {
    let valeurs = q.vers_values();
    let lues = c.query_all_raw(Statement { sql: q.sql, values: Some(valeurs), db_backend: q.base }).await?;
    Ok(lues.into_iter().map(Ligne).collect())
}

/// What a verification of the chain found.
#[derive(Debug, PartialEq, Eq)]
pub struct Verification {
    pub scellees: i64,
    /// The first entry whose seal does not follow from the one before.
    pub rompue: Option<i64>,
    pub non_scellees: i64,
}

/// Walks the chain from its first kept entry.
pub async fn verifier(base: &Base) -> Result<Verification, Panne> {
    let tx = commencer_systeme(base).await?;
    let (mut position, mut precedent, mut rompue) = (0, String::new(), None);
    loop {
        let mut q = Requete::nouvelle(base.moteur(), "select ");
        q.texte(SCELLEES).texte(", position from acces where position > ").valeur(position).texte(" order by position limit ").valeur(LOT);
        let lot = lignes(&tx, q).await?;
        let Some(fin) = lot.last() else { break };
        let derniere: i64 = fin.lire(13)?;
        for ligne in &lot {
            let (rang, sceau): (i64, String) = (ligne.lire(13)?, ligne.lire(12)?);
            if rompue.is_none() && (rang != position + 1 || sceller(&precedent, rang, ligne)? != sceau) {
                rompue = Some(rang);
            }
            (position, precedent) = (rang, sceau);
        }
        position = derniere;
    }
    let (attendue, sceau) = derniere(base, &tx, "acces").await?;
    if rompue.is_none() && (attendue != position || sceau != precedent) {
        rompue = Some(position + 1);
    }
    let attente = lignes(&tx, Requete::nouvelle(base.moteur(), "select count(*) from acces where position is null")).await?;
    let non_scellees = attente.first().map_or(Ok(0), |l| l.lire(0))?;
    Ok(Verification { scellees: position, rompue, non_scellees })
}

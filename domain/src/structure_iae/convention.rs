//! Posts that the Département agrees with a structure for a year.

use std::collections::HashMap;

use chrono::Datelike;
use serde::Serialize;
use uuid::Uuid;

use super::StructureIae;
use crate::erreur::{ErreurMetier, Panne, Refus};
use crate::portee::Portees;
use crate::session::{Ecriture, Issue, Session};

#[derive(Clone, Debug, Serialize)]
pub struct Convention {
    pub structure: Uuid,
    pub annee: i64,
    pub postes: i64,
}

/// Posts that a structure may be agreed in a year.
const AU_PLUS: i64 = 10_000;
/// The decree that organised the agreements.
const PREMIERE_ANNEE: i64 = 1999;

/// Says how many posts a year is agreed, or says it again.
pub async fn conventionner(session: &Session, cle: Option<Uuid>, convention: Convention) -> Result<Issue, Panne> {
    session.ecrire("conventionnerStructure", cle, convention, |tx, c| Box::pin(inscrire(tx, c))).await
}

async fn inscrire(tx: &mut Ecriture, c: Convention) -> Result<Uuid, Refus> {
    let structure = tx.referentiel.structures_iae.par_id(c.structure).filter(|s| ouverte(tx, s));
    let id = structure.map(|s| s.id).ok_or_else(|| ErreurMetier::introuvable("structureId"))?;
    let suivante = i64::from(tx.perimetre.jour.year()) + 1;
    if !(PREMIERE_ANNEE..=suivante).contains(&c.annee) {
        return Err(ErreurMetier::saisie("annee", format!("De {PREMIERE_ANNEE} à {suivante}.")).into());
    }
    if !(0..=AU_PLUS).contains(&c.postes) {
        return Err(ErreurMetier::saisie("postes", format!("De 0 à {AU_PLUS}.")).into());
    }
    let mut q = tx.requete("insert into convention_iae (structure_id, annee, postes, modifie_le) values (");
    q.valeurs([id.into(), c.annee.into(), c.postes.into(), tx.base.horloge.instant().into()]);
    q.texte(") on conflict (structure_id, annee) do update set postes = excluded.postes, modifie_le = excluded.modifie_le");
    tx.executer(q).await?;
    Ok(id)
}

/// The caller agrees posts in the département of the structure.
fn ouverte(tx: &Ecriture, s: &StructureIae) -> bool {
    let conventionner = const { Portees::de("iae.structures:conventionner") };
    tx.perimetre.qui_portent(conventionner).any(|o| o.departements.contains(&s.departement))
}

/// What was agreed, by structure and year.
pub async fn postes(session: &Session, voulues: &[(Uuid, i64)]) -> Result<HashMap<(Uuid, i64), i64>, Panne> {
    let ids: Vec<Uuid> = voulues.iter().map(|(id, _)| *id).collect();
    let mut q = session.requete("select structure_id, annee, postes from convention_iae where structure_id");
    q.parmi_ids(&ids);
    session.lignes(q).await?.iter().map(|l| Ok(((l.lire(0)?, l.lire(1)?), l.lire(2)?))).collect()
}

//! The rows that one table must hold: inserted when missing, updated in place when different.

use std::collections::HashMap;

use sea_orm::sea_query::Value;
use sea_orm::{ConnectionTrait, DatabaseTransaction};
use uuid::Uuid;

use super::{Compte, executer, lire, verrouillee};
use crate::erreur::Panne;
use crate::requete::{Ligne, Requete};

#[derive(Default)]
pub(super) struct Lot {
    pub table: &'static str,
    /// Columns that the files decide; the first is the id.
    pub colonnes: &'static [&'static str],
    pub lignes: Vec<Vec<Value>>,
    /// Columns where a null of the files says nothing: what the installation wrote there stays.
    pub discretes: &'static [&'static str],
    /// Columns and values of a new row that the files do not decide.
    pub creation: (&'static str, &'static str),
    /// What an update also sets.
    pub revision: &'static str,
    /// Which rows may still be updated.
    pub condition: &'static str,
}

/// Bound values of one insertion, under the limit of both engines.
const AU_PLUS: usize = 30_000;

impl Lot {
    pub async fn ecrire(self, tx: &DatabaseTransaction) -> Result<Compte, Panne> {
        let connues = self.connues(tx).await?;
        let mut compte = Compte::default();
        let mut nouvelles = Vec::new();
        for ligne in &self.lignes {
            match id(ligne).and_then(|id| connues.get(&id)) {
                None => nouvelles.push(ligne),
                Some(ancienne) => {
                    let ligne = self.fondre(ligne, ancienne);
                    let change = ligne != *ancienne && self.modifier(tx, &ligne).await?;
                    *(if change { &mut compte.modifies } else { &mut compte.inchanges }) += 1;
                }
            }
        }
        compte.ajoutes = nouvelles.len();
        self.inserer(tx, &nouvelles).await?;
        Ok(compte)
    }

    /// The rows that the table holds, by id.
    async fn connues(&self, tx: &DatabaseTransaction) -> Result<HashMap<Uuid, Vec<Value>>, Panne> {
        let Some(modele) = self.lignes.first() else { return Ok(HashMap::new()) };
        let texte = format!("select {} from {}", self.colonnes.join(", "), self.table);
        let lues = lire(tx, verrouillee(tx, &texte)).await?;
        lues.iter()
            .map(|l| {
                let valeurs = modele.iter().enumerate().map(|(rang, m)| relire(l, rang, m)).collect::<Result<Vec<_>, _>>()?;
                Ok((l.lire(0)?, valeurs))
            })
            .collect()
    }

    /// The row of the files, with what the installation wrote where the files are silent.
    fn fondre(&self, ligne: &[Value], ancienne: &[Value]) -> Vec<Value> {
        let colonnes = self.colonnes.iter().zip(ligne.iter().zip(ancienne));
        colonnes.map(|(nom, (l, a))| if self.discretes.contains(nom) && nul(l) { a } else { l }.clone()).collect()
    }

    async fn inserer(&self, tx: &DatabaseTransaction, lignes: &[&Vec<Value>]) -> Result<(), Panne> {
        for tranche in lignes.chunks(AU_PLUS / self.colonnes.len().max(1)) {
            let (noms, valeurs) = self.creation;
            let debut = format!("insert into {} ({}{noms}) values ", self.table, self.colonnes.join(", "));
            let mut q = Requete::nouvelle(tx.get_database_backend(), &debut);
            for (rang, ligne) in tranche.iter().enumerate() {
                q.texte(if rang == 0 { "(" } else { ", (" });
                for (rang, valeur) in ligne.iter().enumerate() {
                    q.texte(if rang == 0 { "" } else { ", " }).valeur(valeur.clone());
                }
                q.texte(valeurs).texte(")");
            }
            executer(tx, q).await?;
        }
        Ok(())
    }

    /// False when the row is no longer ours to change.
    async fn modifier(&self, tx: &DatabaseTransaction, ligne: &[Value]) -> Result<bool, Panne> {
        let mut q = Requete::nouvelle(tx.get_database_backend(), "update ");
        q.texte(self.table).texte(" set ");
        for (rang, (nom, valeur)) in self.colonnes.iter().zip(ligne).enumerate().skip(1) {
            q.texte(if rang == 1 { "" } else { ", " }).texte(nom).texte(" = ").valeur(valeur.clone());
        }
        q.texte(self.revision).texte(" where id = ");
        if let Some(id) = ligne.first() {
            q.valeur(id.clone());
        }
        q.texte(self.condition);
        Ok(executer(tx, q).await? > 0)
    }
}

fn id(ligne: &[Value]) -> Option<Uuid> {
    match ligne.first() {
        Some(Value::Uuid(id)) => *id,
        _ => None,
    }
}

const fn nul(valeur: &Value) -> bool {
    matches!(valeur, Value::String(None) | Value::BigInt(None) | Value::Uuid(None))
}

/// The stored value, in the form of the one that the files give.
fn relire(ligne: &Ligne, colonne: usize, modele: &Value) -> Result<Value, Panne> {
    Ok(match modele {
        Value::Uuid(_) => Value::Uuid(ligne.lire(colonne)?),
        Value::BigInt(_) => Value::BigInt(ligne.lire(colonne)?),
        _ => Value::String(ligne.lire(colonne)?),
    })
}

//! The platform's own transactions: no caller, no perimeter, one worker of a kind at a time.

use std::sync::Arc;

use sea_orm::{ConnectionTrait, DatabaseTransaction, DbBackend, Statement, TransactionTrait};
use uuid::Uuid;

use super::ecriture::commencer_systeme;
use crate::base::Base;
use crate::erreur::Panne;
use crate::evenement::{self, Evenement, TypeEvenement};
use crate::identifiant::Genre;
use crate::politique::Classes;
use crate::requete::{Ligne, Requete};
use crate::taches::Objet;

/// Work that one replica does at a time. Each kind has a turn of its own: they write tables of their own, and who counts for
/// minutes keeps no deadline waiting.
#[derive(Clone, Copy)]
pub enum Travail {
    Echeances,
    Gel,
    Agregats,
    Oubli,
}

pub struct Plateforme {
    pub base: Arc<Base>,
    tx: DatabaseTransaction,
}

impl Plateforme {
    /// `None` when another replica is at this work.
    pub async fn seule(base: &Arc<Base>, travail: Travail) -> Result<Option<Self>, Panne> {
        let tx = Self { base: Arc::clone(base), tx: commencer_systeme(base).await? };
        if base.moteur() != DbBackend::Postgres {
            return Ok(Some(tx));
        }
        let mut q = tx.requete("select pg_try_advisory_xact_lock(823147, ");
        q.valeur(travail as i32).texte(")");
        let pris = tx.lignes(q).await?;
        let libre = pris.first().map_or(Ok(false), |l| l.lire(0))?;
        Ok(libre.then_some(tx))
    }

    /// The same to read for long: on SQLite from the readers, for whom the only writer does not wait.
    pub async fn lectrice(base: &Arc<Base>, travail: Travail) -> Result<Option<Self>, Panne> {
        if base.moteur() == DbBackend::Postgres {
            return Self::seule(base, travail).await;
        }
        Ok(Some(Self { base: Arc::clone(base), tx: base.lecteurs.begin().await? }))
    }

    /// A transaction beside the worker's: what a command writes.
    pub(crate) async fn ouvrir(base: &Arc<Base>) -> Result<Self, Panne> {
        Ok(Self { base: Arc::clone(base), tx: commencer_systeme(base).await? })
    }

    pub(crate) async fn defaire(self) -> Result<(), Panne> {
        self.tx.rollback().await.map_err(Panne::from)
    }

    pub(crate) fn requete(&self, sql: &str) -> Requete {
        Requete::nouvelle(self.base.moteur(), sql)
    }

    pub(crate) async fn lignes(&self, mut q: Requete) -> Result<Vec<Ligne>, Panne> {
        let valeurs = q.vers_values();
        let lues = self.tx.query_all_raw(Statement { sql: q.sql, values: Some(valeurs), db_backend: q.base }).await?;
        Ok(lues.into_iter().map(Ligne).collect())
    }

    pub(crate) async fn executer(&self, mut q: Requete) -> Result<u64, Panne> {
        let valeurs = q.vers_values();
        let fait = self.tx.execute_raw(Statement { sql: q.sql, values: Some(valeurs), db_backend: q.base }).await?;
        Ok(fait.rows_affected())
    }

    /// An event of nobody's doing about a file, or addressed to one partner.
    pub(crate) async fn signaler(
        &self,
        type_: TypeEvenement,
        (genre, objet): (Genre, &Objet),
        destinataire: Option<Uuid>,
    ) -> Result<(), Panne> {
        self.inserer(type_, (genre, objet), destinataire, Classes::DOSSIER).await
    }

    /// The same about an object that is nobody's, to one partner.
    pub(crate) async fn avertir(
        &self,
        type_: TypeEvenement,
        (genre, objet): (Genre, Uuid),
        (departement, destinataire): (&str, Uuid),
    ) -> Result<(), Panne> {
        let evenement = self.evenement(type_, (genre, objet), departement, Some(destinataire));
        self.executer(evenement::insertion(self.requete(""), &[evenement])).await.map(drop)
    }

    /// The same for everybody who reads one of these classes.
    pub(crate) async fn signaler_sur(&self, type_: TypeEvenement, objet: (Genre, &Objet), classes: Classes) -> Result<(), Panne> {
        self.inserer(type_, objet, None, classes).await
    }

    async fn inserer(
        &self,
        type_: TypeEvenement,
        (genre, objet): (Genre, &Objet),
        destinataire: Option<Uuid>,
        classes: Classes,
    ) -> Result<(), Panne> {
        let evenement = self.evenement(type_, (genre, objet.1), &objet.0, destinataire);
        let evenement = Evenement { allocataire: Some(objet.2), classes, ..evenement };
        self.executer(evenement::insertion(self.requete(""), &[evenement])).await.map(drop)
    }

    /// Of nobody's doing, about nobody.
    fn evenement(&self, type_: TypeEvenement, (genre, objet): (Genre, Uuid), departement: &str, destinataire: Option<Uuid>) -> Evenement {
        Evenement {
            id: self.base.id(),
            position: 0,
            genre,
            type_,
            objet,
            departement: Some(departement.to_owned()),
            allocataire: None,
            destinataire,
            par: None,
            classes: Classes::AUCUNE,
            le: self.base.horloge.instant(),
        }
    }

    pub async fn valider(self) -> Result<(), Panne> {
        self.tx.commit().await.map_err(Panne::from)
    }
}

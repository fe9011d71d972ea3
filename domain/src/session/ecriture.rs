//! A write: one transaction that carries its events, its journal and its idempotency key, or nothing at all.

use std::sync::Arc;
use std::sync::atomic::Ordering;

use futures::future::BoxFuture;
use sea_orm::{ConnectionTrait, DatabaseTransaction, DbBackend, SqliteTransactionMode, Statement, TransactionOptions, TransactionTrait};
use serde::Serialize;
use uuid::Uuid;

use super::{Appelant, REPRISES, Session, reglage};
use crate::base::Base;
use crate::erreur::{ErreurMetier, Panne, Refus};
use crate::evenement::{self, Evenement};
use crate::habilitation::Perimetre;
use crate::idempotence::{self, Reponse};
use crate::journal::{self, NatureAcces};
use crate::politique::Acte;
use crate::referentiel::Referentiel;
use crate::requete::{Ligne, Requete};

/// What a mutation answers: the object it made or changed, or the rules that refused.
pub type Issue = Result<Uuid, Vec<ErreurMetier>>;

/// A row that the door loaded for one act of this caller. Only [`Ecriture::autoriser`] makes one.
pub struct Autorise<T> {
    pub acte: Acte,
    pub objet: T,
}

/// An open transaction on behalf of a caller, or of the platform itself.
pub struct Ecriture {
    pub base: Arc<Base>,
    pub perimetre: Arc<Perimetre>,
    pub referentiel: Arc<Referentiel>,
    pub appelant: Arc<Appelant>,
    tx: DatabaseTransaction,
    referentiel_change: bool,
    evenements: Vec<Evenement>,
    personnes: Vec<Uuid>,
}

impl Session {
    /// Runs a write whole: the act, its events, its journal row, its idempotency row, one commit.
    ///
    /// A repeated key gives the first answer again; a lost race rolls back and reads the winner's.
    pub async fn ecrire<E, F>(&self, operation: &'static str, cle: Option<Uuid>, entree: E, acte: F) -> Result<Issue, Panne>
    where
        E: Serialize + Send,
        F: for<'a> FnOnce(&'a mut Ecriture, E) -> BoxFuture<'a, Result<Uuid, Refus>> + Send,
    {
        self.rafraichir().await?;
        let corps = serde_json::to_vec(&entree).map_err(|_| Panne::Donnee("input"))?;
        let cle = cle.map(|cle| idempotence::Cle {
            partenaire: self.appelant.partenaire,
            operation,
            cle,
            empreinte: self.base.cles.empreinte(&corps),
        });
        let mut tx = Ecriture::ouvrir(self).await?;
        let issue = acte(&mut tx, entree).await;
        match issue {
            Ok(objet) => {
                let recharger = tx.referentiel_change;
                let issue = tx.reussir(objet, operation, cle).await?;
                if recharger {
                    self.recharger_referentiel().await?;
                }
                Ok(issue)
            }
            Err(Refus::Metier(erreurs)) => tx.refuser(self, erreurs, cle).await,
            Err(Refus::Panne(panne)) if panne.contrainte() => tx.refuser(self, vec![ErreurMetier::conflit()], cle).await,
            Err(Refus::Panne(panne)) => Err(panne),
        }
    }
}

impl Ecriture {
    async fn ouvrir(session: &Session) -> Result<Self, Panne> {
        let base = &session.base;
        let tx = commencer(base).await?;
        let mut versions = Requete::nouvelle(base.moteur(), "select (select version_habilitation from partenaire where id = ");
        versions.valeur(session.perimetre.partenaire).texte("), (select version from version_referentiel)");
        if base.moteur() == DbBackend::Postgres {
            versions.texte(", ").texte(&reglage::du_redacteur(&session.perimetre));
        }
        let ecriture = Self {
            base: Arc::clone(base),
            perimetre: Arc::clone(&session.perimetre),
            referentiel: session.referentiel(),
            referentiel_change: false,
            appelant: Arc::clone(&session.appelant),
            tx,
            evenements: Vec::new(),
            personnes: Vec::new(),
        };
        let lignes = ecriture.lignes(versions).await?;
        let ligne = lignes.first().ok_or(Panne::Donnee("versions"))?;
        session.comparer_avant_ecriture((ligne.lire::<Option<i64>>(0)?.unwrap_or_default(), ligne.lire(1)?))?;
        Ok(ecriture)
    }

    async fn reussir(mut self, objet: Uuid, operation: &'static str, cle: Option<idempotence::Cle>) -> Result<Issue, Panne> {
        let reponse = Reponse { objet: Some(objet), erreurs: Vec::new() };
        if let Some(cle) = &cle
            && let Some(premiere) = idempotence::garder(&self, cle, &reponse).await?
        {
            self.tx.rollback().await?;
            return Ok(premiere.issue());
        }
        evenement::inserer(&mut self).await?;
        self.journaliser(operation).await?;
        self.tx.commit().await?;
        Ok(Ok(objet))
    }

    /// Undoes what the act did, then keeps its refusal under the key, unless the key already has an answer.
    async fn refuser(self, session: &Session, erreurs: Vec<ErreurMetier>, cle: Option<idempotence::Cle>) -> Result<Issue, Panne> {
        self.tx.rollback().await?;
        let Some(cle) = cle else { return Ok(Err(erreurs)) };
        let tx = Self::ouvrir(session).await?;
        let reponse = Reponse { objet: None, erreurs };
        let premiere = idempotence::garder(&tx, &cle, &reponse).await?;
        tx.tx.commit().await?;
        Ok(premiere.unwrap_or(reponse).issue())
    }

    async fn journaliser(&mut self, operation: &'static str) -> Result<(), Panne> {
        if self.personnes.is_empty() {
            return Ok(());
        }
        let ouverte = self.perimetre.ouvertes.first();
        let ligne = journal::LigneAcces {
            id: self.base.id(),
            le: self.base.horloge.reelle(),
            nature: NatureAcces::Ecriture,
            partenaire: self.appelant.partenaire,
            agent: self.appelant.agent,
            jeton: self.appelant.jeton.clone(),
            habilitation: ouverte.map(|o| o.id),
            finalite: ouverte.map_or(self.perimetre.profil.finalite(), |o| o.finalite),
            requete: operation.to_owned(),
            operation: operation.to_owned(),
            categories: String::new(),
            personnes: std::mem::take(&mut self.personnes),
        };
        self.executer(journal::insertion(self.base.moteur(), &[ligne])).await.map(drop)
    }

    pub(crate) fn requete(&self, sql: &str) -> Requete {
        Requete::nouvelle(self.base.moteur(), sql)
    }

    /// Boxed, as [`Session::lignes`].
    pub(crate) fn lignes(&self, mut requete: Requete) -> BoxFuture<'_, Result<Vec<Ligne>, Panne>> {
        Box::pin(async move {
            self.base.enonces.fetch_add(1, Ordering::Relaxed);
            let valeurs = requete.vers_values();
            let lignes = self.tx.query_all_raw(Statement { sql: requete.sql, values: Some(valeurs), db_backend: requete.base }).await?;
            Ok(lignes.into_iter().map(Ligne).collect())
        })
    }

    /// Rows changed.
    pub(crate) fn executer(&self, mut requete: Requete) -> BoxFuture<'_, Result<u64, Panne>> {
        Box::pin(async move {
            self.base.enonces.fetch_add(1, Ordering::Relaxed);
            let valeurs = requete.vers_values();
            let fait = self.tx.execute_raw(Statement { sql: requete.sql, values: Some(valeurs), db_backend: requete.base }).await?;
            Ok(fait.rows_affected())
        })
    }

    /// Runs one statement as the platform: for rows that the act must touch and the caller may not see.
    pub(crate) async fn hors_perimetre(&self, requete: Requete) -> Result<Vec<Ligne>, Panne> {
        if self.base.moteur() != DbBackend::Postgres {
            return self.lignes(requete).await;
        }
        self.tx.execute_unprepared(reglage::SYSTEME).await?;
        let lignes = self.lignes(requete).await;
        self.tx.execute_unprepared(reglage::PARTENAIRE).await?;
        lignes
    }

    /// Every reader reloads its snapshot of the reference data.
    pub(crate) async fn referentiel_change(&mut self) -> Result<(), Panne> {
        self.referentiel_change = true;
        self.executer(self.requete("update version_referentiel set version = version + 1")).await.map(drop)
    }

    pub(crate) fn signaler(&mut self, evenement: Evenement) {
        self.personnes.extend(evenement.allocataire);
        self.evenements.push(evenement);
    }

    pub(crate) fn prendre_evenements(&mut self) -> Vec<Evenement> {
        std::mem::take(&mut self.evenements)
    }

    pub(crate) const fn autoriser<T>(acte: Acte, objet: T) -> Autorise<T> {
        Autorise { acte, objet }
    }
}

/// Starts a transaction that writes: immediate on SQLite, so that it never has to upgrade.
pub(crate) async fn commencer(base: &Base) -> Result<DatabaseTransaction, Panne> {
    let options = TransactionOptions { sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate), ..Default::default() };
    for _ in 0..REPRISES {
        match base.ecrivain.begin_with_options(options).await.map_err(Panne::from) {
            Err(panne) if panne.connexion_morte() => {}
            resultat => return resultat,
        }
    }
    base.ecrivain.begin_with_options(options).await.map_err(Panne::from)
}

/// The same, on behalf of the platform.
pub(crate) async fn commencer_systeme(base: &Base) -> Result<DatabaseTransaction, Panne> {
    let tx = commencer(base).await?;
    if base.moteur() == DbBackend::Postgres {
        tx.execute_unprepared(reglage::SYSTEME).await?;
    }
    Ok(tx)
}

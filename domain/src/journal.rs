//! The journal of accesses: one row a response, committed before the data leaves, sealed in order afterwards.

use chrono::{DateTime, Utc};
use sea_orm::{ConnectionTrait, DbBackend, Statement};
use tokio::sync::{Mutex, oneshot};
use uuid::Uuid;

use crate::base::Base;
use crate::erreur::Panne;
use crate::habilitation::FinaliteTraitement;
use crate::requete::Requete;
use crate::session::commencer_systeme;
use crate::vocabulaire::{Enumeration, enumeration};

pub mod sequence;

enumeration! {
    /// Nature d'un accès à des données personnelles.
    NatureAcces { Lecture "LECTURE", Ecriture "ECRITURE", Export "EXPORT" }
}

/// Who read or wrote what about whom, and why. Names of fields, never values.
#[derive(Clone, Debug)]
pub struct LigneAcces {
    pub id: Uuid,
    pub le: DateTime<Utc>,
    pub nature: NatureAcces,
    pub partenaire: Uuid,
    pub agent: Option<Uuid>,
    pub jeton: String,
    pub habilitation: Option<Uuid>,
    pub finalite: FinaliteTraitement,
    pub requete: String,
    pub operation: String,
    pub categories: String,
    pub personnes: Vec<Uuid>,
}

pub(crate) fn insertion(base: DbBackend, lignes: &[LigneAcces]) -> Requete {
    let mut q = Requete::nouvelle(
        base,
        "insert into acces (id, le, nature, partenaire_id, agent_id, jeton, habilitation_id, finalite, requete, operation, champs, personnes) values ",
    );
    for (rang, l) in lignes.iter().enumerate() {
        q.texte(if rang == 0 { "(" } else { ", (" });
        q.valeurs([
            l.id.into(),
            l.le.into(),
            l.nature.code().into(),
            l.partenaire.into(),
            l.agent.into(),
            l.jeton.clone().into(),
            l.habilitation.into(),
            l.finalite.code().into(),
            l.requete.clone().into(),
            l.operation.clone().into(),
            l.categories.clone().into(),
            ids(&l.personnes).into(),
        ]);
        q.texte(")");
    }
    q
}

/// Ids in one text, 32 digits each, separated by spaces.
fn ids(personnes: &[Uuid]) -> String {
    let mut texte = String::with_capacity(personnes.len() * 33);
    for id in personnes {
        texte.push_str(id.simple().encode_lower(&mut Uuid::encode_buffer()));
        texte.push(' ');
    }
    texte.truncate(texte.trim_end().len());
    texte
}

/// Commits the rows of several responses together: whoever finds no writer at work writes for all who wait.
pub(crate) struct Redacteur {
    attente: std::sync::Mutex<Vec<(Vec<LigneAcces>, oneshot::Sender<bool>)>>,
    plume: Mutex<()>,
}

/// Rows of one insertion: 12 values each, well under the engines' limits on bound values.
const PAR_INSERTION: usize = 200;

impl Redacteur {
    pub(crate) const fn nouveau() -> Self {
        Self { attente: std::sync::Mutex::new(Vec::new()), plume: Mutex::const_new(()) }
    }

    /// Returns once the rows are committed.
    pub(crate) async fn inscrire(&self, base: &Base, lignes: Vec<LigneAcces>) -> Result<(), Panne> {
        let (fait, mut attendu) = oneshot::channel();
        self.file().push((lignes, fait));
        let plume = self.plume.lock().await;
        // The holder before us may have written our rows already.
        if let Ok(reussi) = attendu.try_recv() {
            return if reussi { Ok(()) } else { Err(Panne::Journal) };
        }
        let lot = std::mem::take(&mut *self.file());
        let resultat = ecrire(base, lot.iter().flat_map(|(lignes, _)| lignes.clone()).collect()).await;
        drop(plume);
        for (_, fait) in lot {
            // A request that gave up waiting has dropped its end.
            let _ = fait.send(resultat.is_ok());
        }
        resultat.map_err(|_| Panne::Journal)
    }

    fn file(&self) -> std::sync::MutexGuard<'_, Vec<(Vec<LigneAcces>, oneshot::Sender<bool>)>> {
        self.attente.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

/// Commits rows with those of other responses; returns once they are there.
pub async fn inscrire(base: &Base, lignes: Vec<LigneAcces>) -> Result<(), Panne> {
    base.redacteur.inscrire(base, lignes).await
}

async fn ecrire(base: &Base, lignes: Vec<LigneAcces>) -> Result<(), Panne> {
    let en_une = lignes.len() <= PAR_INSERTION;
    if en_une {
        // One statement is its own transaction: no begin, no commit. Inserting rows is open to every caller.
        return executer(&base.ecrivain, insertion(base.moteur(), &lignes)).await;
    }
    let tx = commencer_systeme(base).await?;
    for lot in lignes.chunks(PAR_INSERTION) {
        executer(&tx, insertion(base.moteur(), lot)).await?;
    }
    tx.commit().await.map_err(Panne::from)
}

pub(crate) async fn executer<C: ConnectionTrait>(c: &C, mut q: Requete) -> Result<(), Panne> {
    let valeurs = q.vers_values();
    c.execute_raw(Statement { sql: q.sql, values: Some(valeurs), db_backend: q.base }).await?;
    Ok(())
}

//! The places of posts, which people share: those who come after find what is left.

use std::collections::BTreeMap;

use sea_orm::{ConnectionTrait, DatabaseTransaction};
use uuid::Uuid;

use crate::erreur::Panne;
use crate::generation::insertion::executer;
use crate::generation::monde::Monde;
use crate::poste_iae::PosteIae;
use crate::requete::Requete;

#[derive(Default)]
pub(in crate::generation) struct Places {
    /// By post: taken before, and by this step.
    prises: BTreeMap<Uuid, [i64; 2]>,
}

impl Places {
    /// What was written before, by an earlier generation of the same département.
    pub async fn lire(tx: &DatabaseTransaction, monde: &Monde) -> Result<Self, Panne> {
        let mut q = Requete::nouvelle(tx.get_database_backend(), "select id, pourvus from poste_iae where departement = ");
        q.valeur(monde.departement.as_str());
        let prises = executer(tx, q).await?.iter().map(|l| Ok((l.lire(0)?, [l.lire(1)?, 0]))).collect::<Result<_, Panne>>()?;
        Ok(Self { prises })
    }

    /// Takes a place, never the last one: a filled post would have another state.
    pub fn prendre(&mut self, poste: &PosteIae) -> bool {
        let [avant, ici] = self.prises.entry(poste.id).or_default();
        let tient = *avant + *ici + 1 < poste.nombre_postes;
        *ici += i64::from(tient);
        tient
    }

    #[cfg(test)]
    pub fn prises(&self, poste: Uuid) -> i64 {
        self.prises.get(&poste).map_or(0, |[avant, ici]| avant + ici)
    }

    pub async fn ecrire(&self, tx: &DatabaseTransaction) -> Result<(), Panne> {
        for (poste, [_, ici]) in self.prises.iter().filter(|(_, [_, ici])| *ici > 0) {
            let mut q = Requete::nouvelle(tx.get_database_backend(), "update poste_iae set pourvus = pourvus + ");
            q.valeur(*ici).texte(" where id = ").valeur(*poste);
            executer(tx, q).await?;
        }
        Ok(())
    }
}

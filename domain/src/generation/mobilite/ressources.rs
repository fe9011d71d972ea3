//! What people share: the fleet, and the envelope of each year. Those who come after find what is left.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use sea_orm::{ConnectionTrait, DatabaseTransaction};
use uuid::Uuid;

use super::flotte::Flotte;
use super::offre::Fonds;
use crate::erreur::Panne;
use crate::generation::insertion::{Tampon, executer};
use crate::generation::monde::Monde;
use crate::requete::Requete;
use crate::vocabulaire::Enumeration;

#[derive(Default)]
pub(in crate::generation) struct Ressources {
    pub flotte: Flotte,
    /// By fund and year: voted, engaged, paid.
    enveloppes: BTreeMap<(Uuid, i64), [i64; 3]>,
}

impl Ressources {
    pub fn de(monde: &Monde) -> Self {
        Self { flotte: Flotte::de(&monde.mobilite), enveloppes: BTreeMap::new() }
    }

    /// What was written before, by an earlier generation of the same département.
    pub async fn lire(tx: &DatabaseTransaction, monde: &Monde) -> Result<Self, Panne> {
        let mut lues = Self::de(monde);
        let requete = |sql: &str| Requete::nouvelle(tx.get_database_backend(), sql);
        let sorties = "select vehicule_id, rendu, min(jour), max(jour) from jour_vehicule group by vehicule_id, aide_id, rendu";
        for l in executer(tx, requete(sorties)).await? {
            let (rendu, du, au): (bool, NaiveDate, NaiveDate) = (l.lire(1)?, l.lire(2)?, l.lire(3)?);
            lues.flotte.occuper(l.lire(0)?, (du, if rendu { au } else { NaiveDate::MAX }));
        }
        for l in executer(tx, requete("select dispositif_id, annee, votee, engagee, versee from enveloppe")).await? {
            lues.enveloppes.insert((l.lire(0)?, l.lire(1)?), [l.lire(2)?, l.lire(3)?, l.lire(4)?]);
        }
        Ok(lues)
    }

    /// Takes a grant from the envelope of the year, where it is not spent.
    pub fn engager(&mut self, f: &Fonds, annee: i64, montant: i64) -> bool {
        let [votee, engagee, _] = self.enveloppes.entry((f.dispositif, annee)).or_insert([f.vote, 0, 0]);
        let tient = *engagee + montant <= *votee;
        *engagee += if tient { montant } else { 0 };
        tient
    }

    pub fn verser(&mut self, f: &Fonds, annee: i64, montant: i64) {
        if let Some([.., versee]) = self.enveloppes.get_mut(&(f.dispositif, annee)) {
            *versee += montant;
        }
    }

    #[cfg(test)]
    pub fn enveloppes(&self) -> impl Iterator<Item = (&(Uuid, i64), &[i64; 3])> {
        self.enveloppes.iter()
    }

    /// The fleet, unless it is there: the same keys make the same vehicles.
    pub async fn ouvrir(&self, tx: &DatabaseTransaction, monde: &Monde) -> Result<(), Panne> {
        let Some(premier) = self.flotte.voitures.first() else { return Ok(()) };
        let mut q = Requete::nouvelle(tx.get_database_backend(), "select 1 from vehicule where id = ");
        q.valeur(premier.id);
        if !executer(tx, q).await?.is_empty() {
            return Ok(());
        }
        let le = monde.calendrier.matin(monde.calendrier.debut);
        let colonnes = "id, version, plateforme_id, type, libelle, tarif_journalier, hors_service, cree_le, modifie_le";
        let mut table = Tampon::nouveau("vehicule", colonnes, 9);
        for v in &self.flotte.voitures {
            table.ligne([
                v.id.into(),
                1_i64.into(),
                v.plateforme.into(),
                v.type_.code().into(),
                v.libelle.clone().into(),
                v.tarif.into(),
                v.hors_service.into(),
                le.into(),
                le.into(),
            ]);
        }
        table.ecrire(tx).await
    }

    /// The days of the loans of this step, and what the envelopes have become.
    pub async fn ecrire(&mut self, tx: &DatabaseTransaction, monde: &Monde) -> Result<(), Panne> {
        let mut jours = Tampon::nouveau("jour_vehicule", "vehicule_id, jour, aide_id, rendu", 4);
        for s in std::mem::take(&mut self.flotte.sorties) {
            for jour in s.du.iter_days().take_while(|j| *j <= s.au) {
                jours.ligne([s.vehicule.into(), jour.into(), s.aide.into(), s.rendu.into()]);
            }
        }
        jours.ecrire(tx).await?;
        let le = monde.calendrier.matin(monde.calendrier.au);
        for ((dispositif, annee), [votee, engagee, versee]) in &self.enveloppes {
            let mut q = Requete::nouvelle(
                tx.get_database_backend(),
                "insert into enveloppe (dispositif_id, annee, votee, engagee, versee, modifie_le) values (",
            );
            q.valeurs([(*dispositif).into(), (*annee).into(), (*votee).into(), (*engagee).into(), (*versee).into(), le.into()]);
            q.texte(") on conflict (dispositif_id, annee) do update set engagee = excluded.engagee, versee = excluded.versee");
            executer(tx, q).await?;
        }
        Ok(())
    }
}

//! Rows that many people share: the calendar of meetings with its counts, and the places that are counted.

use std::collections::BTreeMap;

use sea_orm::{ConnectionTrait, DatabaseTransaction};
use uuid::Uuid;

use super::dossier::Dossier;
use super::insertion::executer;
use super::monde::Monde;
use super::{fil, lignes};
use crate::erreur::Panne;
use crate::rendez_vous::Presence;
use crate::requete::Requete;

/// What a set of files adds to them.
#[derive(Default)]
pub(super) struct Registre {
    /// By meeting: invited, present, excused, oriented there.
    rencontres: BTreeMap<Uuid, [i64; 4]>,
    /// By dispositif and agent: people who are followed now, and the most that the pacte allows.
    charges: BTreeMap<(Uuid, Uuid), (i64, i64)>,
    /// By session: people who are in it now.
    sessions: BTreeMap<Uuid, i64>,
}

impl Registre {
    pub fn noter(&mut self, monde: &Monde, d: &Dossier) {
        for i in d.vecus.iter().flat_map(|v| &v.invitations) {
            let comptes = self.rencontres.entry(monde.agenda.seances[i.seance].id).or_default();
            let ajouts = [true, i.presence == Presence::Present, i.presence == Presence::Excuse];
            comptes.iter_mut().zip(ajouts).for_each(|(compte, oui)| *compte += i64::from(oui));
        }
        for rencontre in d.vecus.iter().flat_map(|v| &v.orientations).filter_map(|o| o.rencontre) {
            self.rencontres.entry(rencontre).or_default()[3] += 1;
        }
        for stage in d.apprentissage.stages.iter().filter(|s| s.inscription.statut.tient_une_place()) {
            *self.sessions.entry(stage.inscription.session).or_default() += 1;
        }
        self.charger(monde, d);
    }

    fn charger(&mut self, monde: &Monde, d: &Dossier) {
        let courants = d.vecus.iter().flat_map(|v| &v.accompagnements).map(|s| &s.accompagnement).filter(|a| a.fin.is_none());
        for a in courants {
            let limite = monde.reglement.programme(a.dispositif).and_then(|p| p.dispositif.contenu.capacite_par_referent);
            if let (Some(limite), Some(agent)) = (limite, a.agent) {
                self.charges.entry((a.dispositif, agent)).or_insert((0, limite)).0 += 1;
            }
        }
    }

    #[cfg(test)]
    pub fn charges(&self) -> impl Iterator<Item = (&(Uuid, Uuid), &(i64, i64))> {
        self.charges.iter()
    }

    #[cfg(test)]
    pub fn comptes(&self, rencontre: Uuid) -> [i64; 4] {
        self.rencontres.get(&rencontre).copied().unwrap_or_default()
    }

    /// Adds to what is there already: people come after others to the same meetings.
    pub async fn ecrire(self, tx: &DatabaseTransaction, monde: &Monde) -> Result<(), Panne> {
        inscrire(tx, monde, self.sessions).await?;
        for (rencontre, comptes) in self.rencontres {
            let mut q = Requete::nouvelle(tx.get_database_backend(), "update rencontre set ");
            for (rang, (colonne, compte)) in ["invites", "presents", "excuses", "orientes"].into_iter().zip(comptes).enumerate() {
                q.texte(if rang == 0 { "" } else { ", " }).texte(colonne).texte(" = ").texte(colonne).texte(" + ").valeur(compte);
            }
            q.texte(" where departement = ").valeur(monde.departement.as_str()).texte(" and id = ").valeur(rencontre);
            executer(tx, q).await?;
        }
        for ((dispositif, agent), (en_cours, limite)) in self.charges {
            let mut q =
                Requete::nouvelle(tx.get_database_backend(), "insert into charge (dispositif_id, agent_id, en_cours, limite) values (");
            q.valeurs([dispositif.into(), agent.into(), en_cours.into(), limite.into()]);
            q.texte(") on conflict (dispositif_id, agent_id) do update set en_cours = charge.en_cours + excluded.en_cours");
            executer(tx, q).await?;
        }
        Ok(())
    }
}

/// A body whose sessions fill opens more places in them.
const PLACES_LIBRES: i64 = 3;

async fn inscrire(tx: &DatabaseTransaction, monde: &Monde, sessions: BTreeMap<Uuid, i64>) -> Result<(), Panne> {
    for (session, entrees) in sessions {
        let mut q = Requete::nouvelle(tx.get_database_backend(), "update session_formation set places = case when places < prises + ");
        let places = entrees + PLACES_LIBRES;
        q.valeur(places).texte(" then prises + ").valeur(places).texte(" else places end, prises = prises + ").valeur(entrees);
        q.texte(" where departement = ").valeur(monde.departement.as_str()).texte(" and id = ").valeur(session);
        executer(tx, q).await?;
    }
    Ok(())
}

/// Writes the calendar, unless it is there: the same seed makes the same one. Says how many meetings were written.
pub(super) async fn ouvrir(tx: &DatabaseTransaction, monde: &Monde, graine: u64) -> Result<usize, Panne> {
    let Some(premiere) = monde.agenda.seances.first() else { return Ok(0) };
    let mut q = Requete::nouvelle(tx.get_database_backend(), "select 1 from rencontre where departement = ");
    q.valeur(monde.departement.as_str()).texte(" and id = ").valeur(premiere.id);
    if !executer(tx, q).await?.is_empty() {
        return Ok(0);
    }
    for tampon in lignes::rencontre::agenda(monde) {
        tampon.ecrire(tx).await?;
    }
    lignes::langue::sessions(&monde.sessions, monde.calendrier.minuit(monde.calendrier.debut)).ecrire(tx).await?;
    for tampon in lignes::iae::de(&monde.iae, monde.calendrier.minuit(monde.calendrier.debut)) {
        tampon.ecrire(tx).await?;
    }
    executer(tx, Requete::nouvelle(tx.get_database_backend(), "update version_referentiel set version = version + 1")).await?;
    lignes::trace::evenements(fil::publics(monde, graine).iter()).ecrire(tx).await?;
    Ok(monde.agenda.seances.len())
}

//! A person who is hired applies nowhere else: in the same transaction her other applications lapse.

use uuid::Uuid;

use super::ligne::{COLONNES, depuis};
use super::mouvement::{self, Passage};
use super::{Candidature, StatutCandidature as S, couplage};
use crate::erreur::{Panne, Refus};
use crate::lien::{self, Fin};
use crate::session::Ecriture;
use crate::vocabulaire::Enumeration;

/// Taken in the order of their ids, whoever their parties are: the caller sees none of them.
pub(crate) async fn prononcer(tx: &mut Ecriture, (departement, personne): (&str, Uuid), sauf: Uuid) -> Result<(), Refus> {
    let mut q = tx.requete("select ");
    q.texte(COLONNES).texte(" from candidature p where p.close_le is null and p.departement = ").valeur(departement);
    q.texte(" and p.allocataire_id = ").valeur(personne).texte(" and p.id <> ").valeur(sauf).texte(" order by p.id");
    let autres = tx.hors_perimetre(q).await?.iter().map(depuis).collect::<Result<Vec<_>, _>>()?;
    for c in autres {
        eteindre(tx, &c).await?;
    }
    Ok(())
}

/// What a structure reads of it is that the person was hired elsewhere, never by whom: the line of the history is its own.
async fn eteindre(tx: &mut Ecriture, c: &Candidature) -> Result<(), Refus> {
    let Some((statut, version)) = poser(tx, c).await? else { return Ok(()) };
    let passage = Passage::vers(Some(statut), S::Caduque);
    let q = mouvement::insertion(tx.requete(""), c, passage, (version, tx.base.horloge.instant()), (c.employeur, None));
    tx.hors_perimetre(q).await?;
    lien::fermer(tx, c.id, Fin { le: tx.perimetre.jour, jours: 0 }).await?;
    let mut q = tx.requete("delete from echeance where objet_id = ");
    q.valeur(c.id);
    tx.hors_perimetre(q).await?;
    couplage::suivre(tx, c, (S::Caduque, None), c.employeur).await?;
    mouvement::signaler(tx, c);
    Ok(())
}

/// Whatever the version is now: an answer given meanwhile lapses too. `None` when it ended by itself.
async fn poser(tx: &Ecriture, c: &Candidature) -> Result<Option<(S, i64)>, Panne> {
    let le = tx.base.horloge.instant();
    let mut q = tx.requete("select statut from candidature where departement = ");
    q.valeur(c.departement.as_str()).texte(" and id = ").valeur(c.id);
    if tx.base.moteur() == sea_orm::DbBackend::Postgres {
        q.texte(" for update");
    }
    let statut: S = tx.hors_perimetre(q).await?.first().ok_or(Panne::Donnee("candidature"))?.code(0)?;
    let mut q = tx.requete("update candidature set version = version + 1, statut = ");
    q.valeur(S::Caduque.code()).texte(", modifie_le = ").valeur(le).texte(", close_le = ").valeur(le);
    q.texte(" where close_le is null and departement = ").valeur(c.departement.as_str()).texte(" and id = ").valeur(c.id);
    q.texte(" returning version");
    tx.hors_perimetre(q).await?.first().map(|l| Ok((statut, l.lire(0)?))).transpose()
}

//! Where a person lived and since when: figures of the past do not move with her.

use uuid::Uuid;

use super::modification::{Changements, Personne};
use crate::erreur::Panne;
use crate::lien::jamais;
use crate::requete::Requete;
use crate::session::Ecriture;

/// A place, as far as it is known.
pub(crate) type Lieu = (Option<Uuid>, Option<String>);

/// The first place known of a person: she is held to have lived there before.
pub(super) async fn premiere(tx: &Ecriture, (departement, personne): (&str, Uuid), lieu: Lieu) -> Result<(), Panne> {
    tx.executer(ligne(tx.requete(""), (departement, personne), jamais(), lieu)).await.map(drop)
}

/// She moved today; a second correction of the day replaces the first.
pub(super) async fn suivre(tx: &Ecriture, personne: &Personne, c: &Changements) -> Result<(), Panne> {
    let territoire = c.territoire.unwrap_or(personne.territoire);
    let commune = c.commune.clone().unwrap_or_else(|| personne.commune.clone());
    if (territoire, &commune) == (personne.territoire, &personne.commune) {
        return Ok(());
    }
    let cible = (personne.departement.as_str(), personne.id);
    clore(tx, cible).await?;
    let mut q = ligne(tx.requete(""), cible, tx.perimetre.jour, (territoire, commune));
    q.texte(" on conflict (departement, allocataire_id, depuis) do update set territoire_id = excluded.territoire_id, commune = excluded.commune");
    tx.executer(q).await.map(drop)
}

/// The place that she leaves today.
async fn clore(tx: &Ecriture, (departement, personne): (&str, Uuid)) -> Result<(), Panne> {
    let jour = tx.perimetre.jour;
    let mut q = tx.requete("update residence set jusqua = ");
    q.valeur(jour).texte(" where departement = ").valeur(departement).texte(" and allocataire_id = ").valeur(personne);
    q.texte(" and jusqua is null and depuis < ").valeur(jour);
    tx.executer(q).await.map(drop)
}

fn ligne(mut q: Requete, (departement, personne): (&str, Uuid), depuis: chrono::NaiveDate, (territoire, commune): Lieu) -> Requete {
    q.texte("insert into residence (departement, allocataire_id, depuis, territoire_id, commune) values (");
    q.valeurs([departement.into(), personne.into(), depuis.into(), territoire.into(), commune.into()]).texte(")");
    q
}

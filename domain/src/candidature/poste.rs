//! The post that an application is made to, as an act reads it and takes its places.

use uuid::Uuid;

use crate::erreur::{CodeErreurMetier, ErreurMetier, Panne, Refus};
use crate::poste_iae::PosteIae;
use crate::session::Ecriture;

pub(crate) async fn lire(tx: &Ecriture, id: Uuid) -> Result<Option<PosteIae>, Panne> {
    let mut q = tx.requete("select departement, id, version, structure_id, partenaire_id, intitule, code_rome, type_contrat, heures_hebdomadaires, commune, nombre_postes, pourvus, publics, description, profil_recherche, statut, publie_le, ferme_le, touche_le from poste_iae where id = ");
    q.valeur(id);
    let lignes = tx.lignes(q).await?;
    let Some(l) = lignes.first() else { return Ok(None) };
    Ok(Some(PosteIae {
        departement: l.lire(0)?,
        id: l.lire(1)?,
        version: l.lire(2)?,
        structure: l.lire(3)?,
        partenaire: l.lire(4)?,
        intitule: l.lire(5)?,
        code_rome: l.lire(6)?,
        type_contrat: l.code(7)?,
        heures_hebdomadaires: l.lire(8)?,
        commune: l.lire(9)?,
        nombre_postes: l.lire(10)?,
        pourvus: l.lire(11)?,
        publics: l.ensemble(12)?,
        description: l.lire(13)?,
        profil_recherche: l.lire(14)?,
        statut: l.code(15)?,
        publie_le: l.lire(16)?,
        ferme_le: l.lire(17)?,
        touche_le: l.lire(18)?,
    }))
}

pub(crate) async fn prendre(tx: &Ecriture, id: Uuid) -> Result<(), Refus> {
    let mut q = tx.requete("update poste_iae set pourvus = pourvus + 1 where pourvus < nombre_postes and id = ");
    q.valeur(id);
    if tx.executer(q).await? == 1 {
        return Ok(());
    }
    Err(ErreurMetier::nouvelle(CodeErreurMetier::PlusDePlace, "candidatureId", "Ce poste n'a plus de place.").into())
}

pub(crate) async fn liberer(tx: &Ecriture, id: Uuid) -> Result<(), Panne> {
    let mut q = tx.requete("update poste_iae set pourvus = pourvus - 1 where id = ");
    q.valeur(id);
    tx.executer(q).await.map(drop)
}

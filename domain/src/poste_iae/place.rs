//! The places of a post: one conditional statement takes or frees one, and its state follows.

use uuid::Uuid;

use super::lecture::{COLONNES, depuis};
use super::{PosteIae, StatutPosteIae, signaler};
use crate::erreur::{CodeErreurMetier, ErreurMetier, Panne, Refus};
use crate::evenement::TypeEvenement;
use crate::requete::Requete;
use crate::session::Ecriture;
use crate::vocabulaire::Enumeration;

/// The post, held until the end of the transaction: whoever acts on its places or on its applications comes here first.
/// A draft exists for its own structure only.
pub async fn tenir(tx: &Ecriture, id: Uuid, champ: &str) -> Result<PosteIae, Refus> {
    let mut q = ecriture(tx, "pourvus = pourvus", id);
    q.texte(" and departement").parmi_textes(&tx.perimetre.tous_departements());
    q.texte(" and (statut <> 'BROUILLON' or partenaire_id = ").valeur(tx.perimetre.partenaire).texte(")");
    lu(tx, q).await?.ok_or_else(|| ErreurMetier::introuvable(champ).into())
}

/// The same, not held.
pub(crate) async fn lire(tx: &Ecriture, id: Uuid) -> Result<Option<PosteIae>, Panne> {
    let mut q = tx.requete("select ");
    q.texte(COLONNES).texte(" from poste_iae where id = ").valeur(id);
    tx.lignes(q).await?.first().map(depuis).transpose()
}

/// A hire by the structure of the caller takes a place, while one is left and the post is open; the last one fills it.
pub async fn prendre(tx: &mut Ecriture, id: Uuid, champ: &str) -> Result<PosteIae, Refus> {
    let pose = "pourvus = pourvus + 1, statut = case when pourvus + 1 = nombre_postes then 'POURVU' else statut end";
    let mut q = par_sa_structure(tx, pose, id);
    q.texte(" and statut = 'OUVERT' and pourvus < nombre_postes");
    match lu(tx, q).await? {
        Some(poste) => Ok(mouvoir(tx, poste)),
        None => Err(refus(&tenir(tx, id, champ).await?, tx.perimetre.partenaire, champ).into()),
    }
}

/// A hire of the structure of the caller ends: its place frees, and a filled post opens again. A suspended or closed one
/// stays what it is.
pub async fn liberer(tx: &mut Ecriture, id: Uuid, champ: &str) -> Result<PosteIae, Refus> {
    let pose = "pourvus = pourvus - 1, statut = case when statut = 'POURVU' then 'OUVERT' else statut end";
    let mut q = par_sa_structure(tx, pose, id);
    q.texte(" and pourvus > 0");
    let poste = lu(tx, q).await?.ok_or_else(|| ErreurMetier::introuvable(champ))?;
    Ok(mouvoir(tx, poste))
}

fn mouvoir(tx: &mut Ecriture, poste: PosteIae) -> PosteIae {
    signaler(tx, TypeEvenement::PosteIaeChange, &poste);
    poste
}

fn refus(p: &PosteIae, partenaire: Uuid, champ: &str) -> ErreurMetier {
    match p.statut {
        _ if p.partenaire != partenaire => ErreurMetier::introuvable(champ),
        StatutPosteIae::Pourvu => {
            ErreurMetier::nouvelle(CodeErreurMetier::PlusDePlace, champ, "Toutes les places de ce poste sont pourvues.")
        }
        statut => {
            let message = format!("Ce poste est {} : on n'y embauche pas.", statut.code());
            ErreurMetier::nouvelle(CodeErreurMetier::TransitionInterdite, champ, message)
        }
    }
}

/// A hire or its end is an act of the structure: it touches the post.
fn par_sa_structure(tx: &Ecriture, pose: &str, id: Uuid) -> Requete {
    let le = tx.base.horloge.instant();
    let mut q = tx.requete("update poste_iae set touche_le = ");
    q.valeur(le).texte(", modifie_le = ").valeur(le).texte(", ").texte(pose).texte(" where id = ").valeur(id);
    q.texte(" and partenaire_id = ").valeur(tx.perimetre.partenaire);
    q.texte(" and departement").parmi_textes(&tx.perimetre.tous_departements());
    q
}

fn ecriture(tx: &Ecriture, pose: &str, id: Uuid) -> Requete {
    let mut q = tx.requete("update poste_iae set ");
    q.texte(pose).texte(" where id = ").valeur(id);
    q
}

async fn lu(tx: &Ecriture, mut q: Requete) -> Result<Option<PosteIae>, Panne> {
    q.texte(" returning ").texte(COLONNES);
    tx.lignes(q).await?.first().map(depuis).transpose()
}

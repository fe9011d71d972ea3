//! A structure changes, suspends, reopens or closes its post; a change of nothing says that it still holds.

use chrono::{DateTime, Utc};
use serde::Serialize;
use uuid::Uuid;

use super::publication::{dater, mots};
use super::{PosteIae, StatutPosteIae, gerer, place, saisie, signaler, transition};
use crate::allocataire::modification::Change;
use crate::erreur::{CodeErreurMetier, ErreurMetier, Panne, Refus};
use crate::evenement::TypeEvenement;
use crate::requete::Requete;
use crate::saisie::{LONG, facultatif};
use crate::session::{Ecriture, Issue, Session};
use crate::vocabulaire::Enumeration;

#[derive(Clone, Debug, Serialize)]
pub struct Modification {
    pub id: Uuid,
    pub version: i64,
    pub statut: Option<StatutPosteIae>,
    pub nombre_postes: Option<i64>,
    pub description: Change<String>,
    pub profil_recherche: Change<String>,
}

pub async fn modifier(session: &Session, cle: Option<Uuid>, modification: Modification) -> Result<Issue, Panne> {
    session.ecrire("modifierPosteIae", cle, modification, |tx, m| Box::pin(appliquer(tx, m))).await
}

async fn appliquer(tx: &mut Ecriture, m: Modification) -> Result<Uuid, Refus> {
    let avant = sien(tx, m.id).await?;
    if avant.version != m.version {
        return Err(ErreurMetier::conflit().into());
    }
    let apres = changer(&m, avant.clone(), tx.base.horloge.instant())?;
    let structure = tx.referentiel.structures_iae.par_id(apres.structure).map(|s| s.nom.clone()).unwrap_or_default();
    tx.executer(mise_a_jour(tx.requete(""), &apres, &structure)).await?;
    signaler(tx, fait(avant.statut, apres.statut), &apres);
    Ok(apres.id)
}

/// The post, when the caller holds it by a convention of its département.
async fn sien(tx: &Ecriture, id: Uuid) -> Result<PosteIae, Refus> {
    let p = place::tenir(tx, id, "id").await?;
    let tenu =
        p.partenaire == tx.perimetre.partenaire && tx.perimetre.qui_portent(gerer()).any(|o| o.departements.contains(&p.departement));
    if tenu { Ok(p) } else { Err(ErreurMetier::introuvable("id").into()) }
}

/// The first time that others may read it is its publication.
pub(super) fn fait(avant: StatutPosteIae, apres: StatutPosteIae) -> TypeEvenement {
    let publie = avant == StatutPosteIae::Brouillon && !matches!(apres, StatutPosteIae::Brouillon | StatutPosteIae::Ferme);
    if publie { TypeEvenement::PosteIaePublie } else { TypeEvenement::PosteIaeChange }
}

/// The post as it becomes; an absent field is unchanged.
fn changer(m: &Modification, mut p: PosteIae, le: DateTime<Utc>) -> Result<PosteIae, ErreurMetier> {
    let avant = p.statut;
    transition::verifier(avant, m.statut.unwrap_or(avant))?;
    p.statut = m.statut.unwrap_or(avant);
    if let Some(nombre) = m.nombre_postes {
        p.nombre_postes = saisie::nombre_postes(nombre)?;
    }
    contenir(&p)?;
    if let Some(texte) = &m.description {
        p.description = facultatif("description", texte.as_deref(), LONG)?;
    }
    if let Some(texte) = &m.profil_recherche {
        p.profil_recherche = facultatif("profilRecherche", texte.as_deref(), LONG)?;
    }
    p.recaler();
    dater(&mut p, avant, le);
    Ok(p)
}

/// Places that hires hold are not taken back.
pub(super) fn contenir(p: &PosteIae) -> Result<(), ErreurMetier> {
    if p.pourvus <= p.nombre_postes {
        return Ok(());
    }
    let message = format!("{} places sont pourvues : le poste ne peut pas en compter moins.", p.pourvus);
    Err(ErreurMetier::nouvelle(CodeErreurMetier::PlusDePlace, "nombrePostes", message))
}

/// Every column that a structure may change, on a screen or by a file.
pub(super) fn mise_a_jour(mut q: Requete, p: &PosteIae, structure: &str) -> Requete {
    q.texte("update poste_iae set version = version + 1, statut = ").valeur(p.statut.code());
    q.texte(", intitule = ").valeur(p.intitule.as_str()).texte(", code_rome = ").valeur(p.code_rome.as_str());
    q.texte(", type_contrat = ").valeur(p.type_contrat.code()).texte(", heures_hebdomadaires = ").valeur(p.heures_hebdomadaires);
    q.texte(", commune = ").valeur(p.commune.clone()).texte(", publics = ").valeur(p.publics.bits);
    q.texte(", nombre_postes = ").valeur(p.nombre_postes).texte(", description = ").valeur(p.description.clone());
    q.texte(", profil_recherche = ").valeur(p.profil_recherche.clone()).texte(", mots = ").valeur(mots(p, structure));
    q.texte(", publie_le = ").valeur(p.publie_le).texte(", ferme_le = ").valeur(p.ferme_le);
    q.texte(", touche_le = ").valeur(p.touche_le).texte(", modifie_le = ").valeur(p.touche_le);
    q.texte(" where departement = ").valeur(p.departement.as_str()).texte(" and id = ").valeur(p.id);
    q
}

#[cfg(test)]
mod tests;

//! A structure writes a post, published at once or kept as a draft.

use chrono::{DateTime, Utc};
use sea_orm::sea_query::Value;
use serde::Serialize;
use uuid::Uuid;

use super::saisie::Saisie;
use super::{PosteIae, StatutPosteIae, gerer, signaler, transition};
use crate::erreur::{ErreurMetier, Panne, Refus};
use crate::evenement::TypeEvenement;
use crate::requete::Requete;
use crate::session::{Ecriture, Issue, Session};
use crate::structure_iae::StructureIae;
use crate::vocabulaire::Enumeration;

#[derive(Clone, Debug, Serialize)]
pub struct Publication {
    pub structure: Uuid,
    pub statut: Option<StatutPosteIae>,
    pub saisie: Saisie,
}

pub async fn publier(session: &Session, cle: Option<Uuid>, publication: Publication) -> Result<Issue, Panne> {
    session.ecrire("publierPosteIae", cle, publication, |tx, p| Box::pin(inscrire(tx, p))).await
}

async fn inscrire(tx: &mut Ecriture, p: Publication) -> Result<Uuid, Refus> {
    let structure = tx.referentiel.structures_iae.par_id(p.structure).filter(|s| tenue(tx, s)).cloned();
    let structure = structure.ok_or_else(|| ErreurMetier::introuvable("structureId"))?;
    let statut = transition::naissance(p.statut)?;
    let le = tx.base.horloge.instant();
    let poste = p.saisie.poste(&tx.referentiel, &structure, (tx.base.id(), statut, le))?;
    tx.executer(insertion(tx.requete(""), &poste, &structure.nom, None)).await?;
    signaler(tx, TypeEvenement::PosteIaePublie, &poste);
    Ok(poste.id)
}

/// The caller runs the structure, by a convention of its département.
fn tenue(tx: &Ecriture, s: &StructureIae) -> bool {
    s.partenaire == tx.perimetre.partenaire && tx.perimetre.qui_portent(gerer()).any(|o| o.departements.contains(&s.departement))
}

/// What a file calls a post, and the digest of its line.
pub(crate) type Origine<'a> = Option<(&'a str, &'a str)>;

pub(super) fn insertion(mut q: Requete, p: &PosteIae, structure: &str, origine: Origine<'_>) -> Requete {
    q.texte("insert into poste_iae (").texte(COLONNES).texte(") values (").valeurs(valeurs(p, structure, origine)).texte(")");
    q
}

/// What a new post writes, in the order of [`valeurs`].
pub(crate) const COLONNES: &str = "departement, id, version, structure_id, partenaire_id, intitule, code_rome, type_contrat, heures_hebdomadaires, commune, nombre_postes, pourvus, publics, description, profil_recherche, statut, mots, reference, empreinte, cree_le, publie_le, ferme_le, touche_le, modifie_le";

pub(crate) fn valeurs(p: &PosteIae, structure: &str, origine: Origine<'_>) -> [Value; 24] {
    [
        p.departement.as_str().into(),
        p.id.into(),
        p.version.into(),
        p.structure.into(),
        p.partenaire.into(),
        p.intitule.as_str().into(),
        p.code_rome.as_str().into(),
        p.type_contrat.code().into(),
        p.heures_hebdomadaires.into(),
        p.commune.clone().into(),
        p.nombre_postes.into(),
        p.pourvus.into(),
        p.publics.bits.into(),
        p.description.clone().into(),
        p.profil_recherche.clone().into(),
        p.statut.code().into(),
        mots(p, structure).into(),
        origine.map(|(reference, _)| reference.to_owned()).into(),
        origine.map(|(_, empreinte)| empreinte.to_owned()).into(),
        p.publie_le.into(),
        p.publie_le.into(),
        p.ferme_le.into(),
        p.touche_le.into(),
        p.touche_le.into(),
    ]
}

/// The words by which a post is found, a space before each.
pub(super) fn mots(p: &PosteIae, structure: &str) -> String {
    let texte = |t: &Option<String>| t.clone().unwrap_or_default();
    let (description, profil) = (texte(&p.description), texte(&p.profil_recherche));
    crate::saisie::mots(&[&p.intitule, &description, &profil, structure, &p.code_rome]).iter().fold(String::new(), |t, m| t + " " + m)
}

/// When a draft becomes a post, and when one closes.
pub(super) fn dater(p: &mut PosteIae, avant: StatutPosteIae, le: DateTime<Utc>) {
    p.touche_le = le;
    if avant == StatutPosteIae::Brouillon && p.statut == StatutPosteIae::Ouvert {
        p.publie_le = le;
    }
    p.ferme_le = (p.statut == StatutPosteIae::Ferme).then(|| p.ferme_le.unwrap_or(le));
}

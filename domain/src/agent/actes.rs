//! A partner keeps the list of its own agents.

use serde::Serialize;
use uuid::Uuid;

use super::FonctionAgent;
use crate::allocataire::modification::Change;
use crate::erreur::{ErreurMetier, Panne, Refus};
use crate::saisie::{self, COURT, Controle};
use crate::session::{Ecriture, Issue, Session};
use crate::vocabulaire::Enumeration;

#[derive(Clone, Debug, Serialize)]
pub struct Enregistrement {
    pub nom: String,
    pub prenom: String,
    pub fonction: FonctionAgent,
    pub telephone: Option<String>,
    pub courriel: Option<String>,
    pub territoire: Option<Uuid>,
    pub limite_portefeuille: Option<i64>,
}

pub async fn enregistrer(session: &Session, cle: Option<Uuid>, saisi: Enregistrement) -> Result<Issue, Panne> {
    session.ecrire("enregistrerAgent", cle, saisi, |tx, e| Box::pin(inserer(tx, e))).await
}

async fn inserer(tx: &mut Ecriture, e: Enregistrement) -> Result<Uuid, Refus> {
    let mut c = Controle::default();
    let (nom, prenom) = (c.lire(saisie::obligatoire("nom", &e.nom, COURT)), c.lire(saisie::obligatoire("prenom", &e.prenom, COURT)));
    let telephone = c.lire(e.telephone.as_deref().map_or(Ok(None), |t| saisie::telephone("telephone", t)));
    let courriel = c.lire(e.courriel.as_deref().map_or(Ok(None), |t| saisie::courriel("courriel", t)));
    verifier(tx, &mut c, e.territoire, e.limite_portefeuille);
    c.conclure()?;
    let id = tx.base.id();
    let mut q = tx.requete("insert into agent (id, partenaire_id, nom, prenom, fonction, territoire_id, telephone, courriel, limite_portefeuille, actif, version) values (");
    q.valeurs([
        id.into(),
        tx.perimetre.partenaire.into(),
        nom.into(),
        prenom.into(),
        e.fonction.code().into(),
        e.territoire.into(),
        telephone.into(),
        courriel.into(),
        e.limite_portefeuille.into(),
        true.into(),
        1_i64.into(),
    ]);
    q.texte(")");
    tx.executer(q).await?;
    tx.referentiel_change().await?;
    Ok(id)
}

fn verifier(tx: &Ecriture, c: &mut Controle, territoire: Option<Uuid>, limite: Option<i64>) {
    if territoire.is_some_and(|t| tx.referentiel.territoires.par_id(t).is_none()) {
        c.refuser(ErreurMetier::introuvable("territoireId"));
    }
    if limite.is_some_and(|l| !(1..=1000).contains(&l)) {
        c.refuser(ErreurMetier::saisie("limitePortefeuille", "De 1 à 1000 parcours."));
    }
}

#[derive(Clone, Debug, Serialize)]
pub struct Modification {
    pub id: Uuid,
    pub version: i64,
    pub fonction: Option<FonctionAgent>,
    pub telephone: Change<String>,
    pub courriel: Change<String>,
    pub territoire: Change<Uuid>,
    pub limite_portefeuille: Change<i64>,
    pub actif: Option<bool>,
}

pub async fn modifier(session: &Session, cle: Option<Uuid>, saisi: Modification) -> Result<Issue, Panne> {
    session.ecrire("modifierAgent", cle, saisi, |tx, m| Box::pin(appliquer(tx, m))).await
}

async fn appliquer(tx: &mut Ecriture, m: Modification) -> Result<Uuid, Refus> {
    let agent = tx.referentiel.agents.par_id(m.id).filter(|a| a.partenaire == tx.perimetre.partenaire).cloned();
    let agent = agent.ok_or_else(|| ErreurMetier::introuvable("id"))?;
    let mut c = Controle::default();
    verifier(tx, &mut c, m.territoire.flatten(), m.limite_portefeuille.flatten());
    let telephone = m.telephone.map(|t| c.lire(t.as_deref().map_or(Ok(None), |t| saisie::telephone("telephone", t))));
    let courriel = m.courriel.map(|t| c.lire(t.as_deref().map_or(Ok(None), |t| saisie::courriel("courriel", t))));
    c.conclure()?;
    let mut q = tx.requete("update agent set version = version + 1, fonction = ");
    q.valeur(m.fonction.unwrap_or(agent.fonction).code()).texte(", actif = ").valeur(m.actif.unwrap_or(agent.actif));
    q.texte(", telephone = ").valeur(telephone.unwrap_or_else(|| agent.telephone.clone()));
    q.texte(", courriel = ").valeur(courriel.unwrap_or_else(|| agent.courriel.clone()));
    q.texte(", territoire_id = ").valeur(m.territoire.unwrap_or(agent.territoire));
    q.texte(", limite_portefeuille = ").valeur(m.limite_portefeuille.unwrap_or(agent.limite_portefeuille));
    q.texte(" where id = ").valeur(m.id).texte(" and version = ").valeur(m.version);
    if tx.executer(q).await? == 0 {
        return Err(ErreurMetier::conflit().into());
    }
    tx.referentiel_change().await?;
    Ok(m.id)
}

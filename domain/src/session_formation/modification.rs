//! A training body changes, ends or cancels its session.

use chrono::NaiveDate;
use serde::Serialize;
use uuid::Uuid;

use super::{SessionFormation, StatutSession, gerer, places, saisie, signaler};
use crate::allocataire::modification::Change;
use crate::erreur::{ErreurMetier, Panne, Refus};
use crate::evaluation_linguistique::NiveauCecrl;
use crate::inscription_formation::arret;
use crate::session::{Ecriture, Issue, Session};
use crate::vocabulaire::Enumeration;

#[derive(Clone, Debug, Serialize)]
pub struct Modification {
    pub id: Uuid,
    pub version: i64,
    pub statut: Option<StatutSession>,
    pub places: Option<i64>,
    pub debut: Option<NaiveDate>,
    pub fin: Option<NaiveDate>,
    pub commune: Change<String>,
    pub niveaux: Option<Vec<NiveauCecrl>>,
}

pub async fn modifier(session: &Session, cle: Option<Uuid>, modification: Modification) -> Result<Issue, Panne> {
    session.ecrire("modifierSession", cle, modification, |tx, m| Box::pin(appliquer(tx, m))).await
}

async fn appliquer(tx: &mut Ecriture, m: Modification) -> Result<Uuid, Refus> {
    let avant = sienne(tx, m.id).await?;
    if avant.version != m.version {
        return Err(ErreurMetier::conflit().into());
    }
    let apres = changer(tx, &m, avant.clone())?;
    ecrire(tx, &apres).await?;
    if let Some(statut) = m.statut {
        arret::arreter(tx, &apres, statut).await?;
    } else {
        places::pourvoir(tx, &apres).await?;
    }
    signaler(tx, apres.id);
    Ok(apres.id)
}

/// The session, when the caller holds it by a convention of its département.
async fn sienne(tx: &Ecriture, id: Uuid) -> Result<SessionFormation, Refus> {
    let s = places::prendre(tx, id, "id").await?;
    let tenue =
        s.organisme == tx.perimetre.partenaire && tx.perimetre.qui_portent(gerer()).any(|o| o.departements.contains(&s.departement));
    if tenue { Ok(s) } else { Err(ErreurMetier::introuvable("id").into()) }
}

/// The session as it becomes; an absent field is unchanged.
fn changer(tx: &Ecriture, m: &Modification, mut s: SessionFormation) -> Result<SessionFormation, ErreurMetier> {
    let demande = m.statut.unwrap_or(StatutSession::Terminee);
    if s.arret.is_some() || !matches!(demande, StatutSession::Terminee | StatutSession::Annulee) {
        return Err(places::passage_refuse(&s, demande));
    }
    s.arret = m.statut;
    s.debut = m.debut.unwrap_or(s.debut);
    s.fin = m.fin.unwrap_or(s.fin);
    saisie::dates(s.debut, s.fin)?;
    if let Some(nombre) = m.places {
        s.places = saisie::nombre("places", nombre, saisie::PLACES)?;
    }
    if s.places < s.prises {
        return Err(places::plus_de_place(&s));
    }
    if let Some(commune) = &m.commune {
        s.commune = saisie::commune(tx, &s.departement, commune.as_deref())?;
    }
    if let Some(niveaux) = &m.niveaux {
        s.niveaux = saisie::niveaux(niveaux)?;
    }
    Ok(s)
}

async fn ecrire(tx: &Ecriture, s: &SessionFormation) -> Result<(), Panne> {
    let mut q = tx.requete("update session_formation set version = version + 1, debut = ");
    q.valeur(s.debut).texte(", fin = ").valeur(s.fin).texte(", places = ").valeur(s.places);
    q.texte(", commune = ").valeur(s.commune.clone()).texte(", niveaux = ").valeur(s.niveaux.bits);
    q.texte(", arret = ").valeur(s.arret.map(Enumeration::code)).texte(", modifie_le = ").valeur(tx.base.horloge.instant());
    q.texte(" where departement = ").valeur(s.departement.as_str()).texte(" and id = ").valeur(s.id);
    tx.executer(q).await.map(drop)
}

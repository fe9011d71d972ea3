//! Recording what came of an appointment, and postponing it.

use chrono::{DateTime, Utc};
use serde::Serialize;
use uuid::Uuid;

use super::fixation::{Cadre, Convenu, inscrire, signaler, verifier_instant};
use super::{Presence, RendezVous, jour, lecture, presence, suite};
use crate::allocataire::modification::{self, Personne};
use crate::echeance::{self, CodeEcheance};
use crate::erreur::{CodeErreurMetier, ErreurMetier, Panne, Refus};
use crate::evaluation_linguistique::convocation;
use crate::politique::Acte;
use crate::session::{Ecriture, Issue, Session};
use crate::vocabulaire::Enumeration;

#[derive(Clone, Debug, Serialize)]
pub struct Releve {
    pub rendez_vous: Uuid,
    pub version: i64,
    pub presence: Presence,
    pub reporte_au: Option<DateTime<Utc>>,
}

pub async fn relever(session: &Session, cle: Option<Uuid>, releve: Releve) -> Result<Issue, Panne> {
    session.ecrire("releverRendezVous", cle, releve, |tx, r| Box::pin(constater(tx, r))).await
}

async fn constater(tx: &mut Ecriture, r: Releve) -> Result<Uuid, Refus> {
    let rdv = lecture::pour_acte(tx, r.rendez_vous).await?.ok_or_else(|| ErreurMetier::introuvable("rendezVousId"))?;
    let personne = autoriser(tx, &rdv).await?;
    verifier(tx, &rdv, &r)?;
    let cadre = Cadre::de(tx, (&rdv.departement, rdv.allocataire_id), rdv.prescription).await?;
    // The parcours before its appointment, in the order in which a portfolio is handed over.
    if let (Presence::Present, Some(suivi), Some(personne)) = (r.presence, &cadre.suivi, personne.clone()) {
        suite::commencer(tx, &rdv, suivi, personne).await?;
    }
    modifier(tx, &rdv, &r).await?;
    echeance::clore(tx, rdv.id, CodeEcheance::ReleverPresence).await?;
    // Who has no relation any more records its own past, and moves nothing of the person's file.
    let suivi = cadre.suivi.as_ref().filter(|s| personne.is_some() && rdv.parcours == Some(s.parcours));
    if let Some(suivi) = suivi {
        suite::relevee(tx, &rdv, suivi, r.presence, r.reporte_au.is_some()).await?;
    }
    convocation::relevee(tx, &rdv, r.presence, r.reporte_au.is_some()).await?;
    if let Some(le) = r.reporte_au {
        reporter(tx, &cadre, &rdv, le).await?;
    }
    signaler(tx, &cadre, &rdv).await?;
    Ok(rdv.id)
}

/// The holder always records; others through the door, and then the person is theirs to follow.
async fn autoriser(tx: &Ecriture, rdv: &RendezVous) -> Result<Option<Personne>, Refus> {
    match modification::charger(tx, Acte::ReleverRendezVous, rdv.allocataire_id, "rendezVousId").await {
        Ok(autorise) => Ok(Some(autorise.objet)),
        Err(Refus::Metier(_)) if rdv.partenaire == tx.perimetre.partenaire => Ok(None),
        Err(refus) => Err(refus),
    }
}

fn verifier(tx: &Ecriture, rdv: &RendezVous, r: &Releve) -> Result<(), ErreurMetier> {
    if rdv.version != r.version {
        return Err(ErreurMetier::conflit());
    }
    presence::verifier(rdv.presence, r.presence)?;
    if r.presence.constatee() && tx.perimetre.jour < jour(rdv.prevu_le) {
        return Err(ErreurMetier::saisie("presence", "Une présence ou une absence se constate à partir du jour du rendez-vous."));
    }
    match r.reporte_au {
        Some(_) if r.presence == Presence::Present => Err(ErreurMetier::saisie("reporteAu", "Un rendez-vous tenu ne se reporte pas.")),
        Some(le) => verifier_instant(tx, "reporteAu", le),
        None => Ok(()),
    }
}

/// One conditional update: the version that was read is still the row's, or another writer was first.
async fn modifier(tx: &Ecriture, rdv: &RendezVous, r: &Releve) -> Result<(), Refus> {
    let mut q = tx.requete("update rendez_vous set version = version + 1, presence = ");
    q.valeur(r.presence.code()).texte(", modifie_le = ").valeur(tx.base.horloge.instant());
    q.texte(" where departement = ").valeur(rdv.departement.as_str()).texte(" and id = ").valeur(rdv.id);
    q.texte(" and version = ").valeur(rdv.version);
    if tx.executer(q).await? == 1 { Ok(()) } else { Err(ErreurMetier::conflit().into()) }
}

/// The same appointment at another time, once.
async fn reporter(tx: &mut Ecriture, cadre: &Cadre, rdv: &RendezVous, le: DateTime<Utc>) -> Result<(), Refus> {
    let mut q = tx.requete("select 1 from rendez_vous where departement = ");
    q.valeur(rdv.departement.as_str()).texte(" and reporte_id = ").valeur(rdv.id);
    let refus = |message| ErreurMetier::nouvelle(CodeErreurMetier::TransitionInterdite, "reporteAu", message);
    if !tx.hors_perimetre(q).await?.is_empty() {
        return Err(refus("Ce rendez-vous a déjà été reporté.").into());
    }
    if cadre.suivi.is_none() && rdv.prescription.is_none() {
        return Err(refus("Le parcours est clos : un nouveau rendez-vous n'y a plus sa place.").into());
    }
    let convenu = Convenu {
        objet: rdv.objet,
        mode: rdv.mode,
        lieu: rdv.lieu.clone(),
        prevu_le: le,
        partenaire: rdv.partenaire,
        agent: rdv.agent,
        reporte: Some(rdv.id),
    };
    inscrire(tx, cadre, convenu).await?;
    Ok(())
}

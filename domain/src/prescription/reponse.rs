//! Answering, following, cancelling: every move goes through the table of states.

use chrono::{DateTime, Utc};
use serde::Serialize;
use uuid::Uuid;

use super::emission::apres;
use super::transition::{Partie, Transition};
use super::{MotifRefus, Nees, Prescription, StatutPrescription as S, Suite, lecture, naissance};
use crate::echeance::{self, CodeEcheance};
use crate::erreur::{CodeErreurMetier, ErreurMetier, Panne, Refus};
use crate::etape;
use crate::evaluation_linguistique;
use crate::evenement::{Evenement, TypeEvenement};
use crate::identifiant::Genre;
use crate::lien::{self, Fin};
use crate::rendez_vous;
use crate::requete::Requete;
use crate::saisie;
use crate::session::{Ecriture, Issue, Session};
use crate::vocabulaire::Enumeration;

#[derive(Clone, Debug, Serialize)]
pub struct Reponse {
    pub id: Uuid,
    pub version: i64,
    pub vers: S,
    pub motif: Option<MotifRefus>,
    pub commentaire: Option<String>,
    pub suite: Option<Suite>,
    /// An appointment fixed with the acceptance.
    pub rendez_vous_le: Option<DateTime<Utc>>,
}

#[derive(Clone, Debug, Serialize)]
pub struct Annulation {
    pub id: Uuid,
    pub version: i64,
    pub commentaire: Option<String>,
}

/// The recipient answers, then says what becomes of the person.
pub async fn repondre(session: &Session, cle: Option<Uuid>, reponse: Reponse) -> Result<Issue, Panne> {
    session.ecrire("repondrePrescription", cle, reponse, |tx, r| Box::pin(avancer(tx, Partie::Destinataire, r))).await
}

/// The prescriber takes its referral back.
pub async fn annuler(session: &Session, cle: Option<Uuid>, a: Annulation) -> Result<Issue, Panne> {
    let reponse = Reponse {
        id: a.id,
        version: a.version,
        vers: S::Annulee,
        motif: None,
        commentaire: a.commentaire,
        suite: None,
        rendez_vous_le: None,
    };
    session.ecrire("annulerPrescription", cle, reponse, |tx, r| Box::pin(avancer(tx, Partie::Prescripteur, r))).await
}

async fn avancer(tx: &mut Ecriture, partie: Partie, r: Reponse) -> Result<Uuid, Refus> {
    let commentaire = saisie::facultatif("commentaire", r.commentaire.as_deref(), saisie::LONG)?;
    let p = lecture::pour_partie(tx, r.id).await?.filter(|p| p.partie(&tx.perimetre) == Some(partie));
    let p = p.ok_or_else(|| ErreurMetier::introuvable("id"))?;
    if p.version != r.version {
        return Err(ErreurMetier::conflit().into());
    }
    let suite_seule = r.vers == p.statut && r.suite.is_some() && !p.statut.en_attente();
    let accepte = r.vers == S::Acceptee && !suite_seule;
    if r.rendez_vous_le.is_some() && !accepte {
        return Err(ErreurMetier::saisie("rendezVousLe", "Un rendez-vous se fixe avec la réponse quand elle accepte.").into());
    }
    if suite_seule {
        modifier(tx, &p, &Mouvement { suite: r.suite, ..Mouvement::vers(r.vers) }).await?;
        signaler(tx, &p);
    } else {
        verifier(&p, naissance::du(tx, &p).await?, partie, &r)?;
        let mouvement = Mouvement { motif: r.motif, commentaire, suite: r.suite, ..Mouvement::vers(r.vers) };
        modifier(tx, &p, &mouvement).await?;
        suivre(tx, &p, mouvement).await?;
    }
    if let Some(le) = r.rendez_vous_le {
        rendez_vous::fixation::en_acceptant(tx, &p, le).await?;
    }
    Ok(p.id)
}

/// What a referral becomes, and what is said of it.
pub(super) struct Mouvement {
    pub vers: S,
    pub motif: Option<MotifRefus>,
    pub commentaire: Option<String>,
    pub suite: Option<Suite>,
    /// Who made it, where it is not the caller.
    pub par: Option<Uuid>,
}

impl Mouvement {
    pub const fn vers(vers: S) -> Self {
        Self { vers, motif: None, commentaire: None, suite: None, par: None }
    }
}

/// History, consequences and event of a move that the row has made.
pub(super) async fn suivre(tx: &mut Ecriture, p: &Prescription, m: Mouvement) -> Result<(), Panne> {
    let passage = Passage { de: Some(p.statut), vers: m.vers, motif: m.motif, commentaire: m.commentaire, par: m.par };
    inscrire(tx, (&p.departement, p.id, p.allocataire_id), p.version + 1, passage).await?;
    consequences(tx, p, m.vers).await?;
    signaler(tx, p);
    Ok(())
}

pub(super) fn signaler(tx: &mut Ecriture, p: &Prescription) {
    let evenement =
        Evenement::sur_dossier(tx, TypeEvenement::PrescriptionChangee, (Genre::Prescription, p.id), (&p.departement, p.allocataire_id));
    tx.signaler(evenement);
}

fn verifier(p: &Prescription, nees: Nees, partie: Partie, r: &Reponse) -> Result<&'static Transition, ErreurMetier> {
    let Some(t) = nees.permises(p.statut, partie).find(|t| t.vers == r.vers) else {
        let message = || format!("De {} une prescription ne passe pas à {}.", p.statut.code(), r.vers.code());
        let message = nees.retient(r.vers).map_or_else(message, str::to_owned);
        return Err(ErreurMetier::nouvelle(CodeErreurMetier::TransitionInterdite, "vers", message));
    };
    if t.motif_exige && r.motif.is_none() {
        return Err(ErreurMetier::saisie("motif", "Ce passage demande un motif."));
    }
    Ok(t)
}

/// One conditional update: the version that was read is still the row's, or another writer was first.
async fn modifier(tx: &Ecriture, p: &Prescription, m: &Mouvement) -> Result<(), Refus> {
    if tx.executer(mise_a_jour(tx, p, m)?).await? == 1 { Ok(()) } else { Err(ErreurMetier::conflit().into()) }
}

pub(super) fn mise_a_jour(tx: &Ecriture, p: &Prescription, m: &Mouvement) -> Result<Requete, ErreurMetier> {
    let le = tx.base.horloge.instant();
    let mut q = tx.requete("update prescription set version = version + 1, statut = ");
    q.valeur(m.vers.code()).texte(", modifie_le = ").valeur(le);
    if p.repondue_le.is_none() && p.statut.en_attente() && m.vers != S::Annulee && m.vers != S::Recue {
        q.texte(", repondue_le = ").valeur(le);
    }
    if m.vers == S::ListeAttente {
        let due = apres(tx.perimetre.jour, tx.base.reglages.repondre_sous_jours);
        q.texte(", repondre_avant = ").valeur(due).texte(", expire_le = ").valeur(apres(due, tx.base.reglages.expirer_apres_jours));
    }
    if let Some(suite) = &m.suite {
        completer(&mut q, suite)?;
    }
    q.texte(" where departement = ")
        .valeur(p.departement.as_str())
        .texte(" and id = ")
        .valeur(p.id)
        .texte(" and version = ")
        .valeur(p.version);
    Ok(q)
}

/// Absent fields are unchanged.
fn completer(q: &mut Requete, s: &Suite) -> Result<(), ErreurMetier> {
    if let Some(presence) = s.presentee {
        q.texte(", presentee = ").valeur(presence.code());
    }
    for (colonne, date) in
        [("presentee_le", s.presentee_le), ("retenue_le", s.retenue_le), ("integree_le", s.integree_le), ("achevee_le", s.achevee_le)]
    {
        if let Some(date) = date {
            q.texte(", ").texte(colonne).texte(" = ").valeur(saisie::depuis_1900("suite", date)?);
        }
    }
    for (colonne, oui) in [("retenue", s.retenue), ("integree", s.integree), ("achevee", s.achevee), ("besoin_leve", s.besoin_leve)] {
        if let Some(oui) = oui {
            q.texte(", ").texte(colonne).texte(" = ").valeur(oui);
        }
    }
    if let Some(bilan) = saisie::facultatif("suite", s.bilan.as_deref(), saisie::LONG)? {
        q.texte(", bilan = ").valeur(bilan);
    }
    Ok(())
}

/// What a move opens and closes besides the row itself.
async fn consequences(tx: &mut Ecriture, p: &Prescription, vers: S) -> Result<(), Panne> {
    let jour = tx.perimetre.jour;
    let apres_cloture = tx.base.reglages.jours_apres_cloture;
    etape::suivre_prescription(tx, p, vers).await?;
    match vers {
        S::Emise | S::Recue | S::EnCours => return Ok(()),
        S::ListeAttente => {
            let due = apres(jour, tx.base.reglages.repondre_sous_jours);
            return echeance::reporter(tx, p.id, CodeEcheance::RepondrePrescription, due).await;
        }
        S::Acceptee => {
            lien::ouvrir_contact(tx, p.id, p.destinataire).await?;
            evaluation_linguistique::naissance::accepter(tx, p).await?;
        }
        S::Refusee | S::Annulee | S::Expiree => lien::fermer(tx, p.id, Fin { le: jour, jours: 0 }).await?,
        S::Realisee | S::Abandonnee => lien::fermer(tx, p.id, Fin { le: jour, jours: apres_cloture }).await?,
    }
    echeance::clore(tx, p.id, CodeEcheance::RepondrePrescription).await
}

/// A line of the history.
pub(crate) struct Passage {
    pub de: Option<S>,
    pub vers: S,
    pub motif: Option<MotifRefus>,
    pub commentaire: Option<String>,
    pub par: Option<Uuid>,
}

pub(crate) async fn inscrire(
    tx: &Ecriture,
    (departement, prescription, allocataire): (&str, Uuid, Uuid),
    rang: i64,
    passage: Passage,
) -> Result<(), Panne> {
    let par = passage.par.unwrap_or(tx.perimetre.partenaire);
    let mut q = tx.requete("insert into transition_prescription (departement, prescription_id, rang, allocataire_id, de, vers, le, partenaire_id, agent_id, motif, commentaire) values (");
    q.valeurs([
        departement.into(),
        prescription.into(),
        rang.into(),
        allocataire.into(),
        passage.de.map(Enumeration::code).into(),
        passage.vers.code().into(),
        tx.base.horloge.instant().into(),
        par.into(),
        tx.perimetre.agent.filter(|_| par == tx.perimetre.partenaire).into(),
        passage.motif.map(Enumeration::code).into(),
        passage.commentaire.into(),
    ]);
    q.texte(")");
    tx.executer(q).await.map(drop)
}

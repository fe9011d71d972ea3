//! Instructing a request: completing its file, deciding, withdrawing it, appealing against a refusal.

use chrono::Datelike;
use serde::Serialize;
use uuid::Uuid;

use super::transition::{ANNULER, COMPLETER, DECIDER, Exigence, Partie, RECOURIR, Transition};
use super::{AideMobilite, StatutAideMobilite as S, detail, ecriture};
use crate::enveloppe;
use crate::erreur::{CodeErreurMetier, ErreurMetier, Panne, Refus};
use crate::saisie;
use crate::session::{Ecriture, Issue, Session};

#[derive(Clone, Debug, Serialize)]
pub struct Completude {
    pub id: Uuid,
    pub version: i64,
    pub pieces: Vec<String>,
}

#[derive(Clone, Debug, Serialize)]
pub struct Decision {
    pub id: Uuid,
    pub version: i64,
    pub vers: S,
    pub montant_propose: Option<i64>,
    pub montant_accorde: Option<i64>,
    pub motif: Option<String>,
    pub pieces_manquantes: Vec<String>,
}

#[derive(Clone, Debug, Serialize)]
pub struct Retrait {
    pub id: Uuid,
    pub version: i64,
    pub commentaire: Option<String>,
}

#[derive(Clone, Debug, Serialize)]
pub struct Recours {
    pub id: Uuid,
    pub version: i64,
    pub texte: String,
}

const DEMANDER: &str = "mobilite:demander";
const INSTRUIRE: &str = "mobilite:instruire";

/// Gives pieces that were missing; once they are all there the instruction goes on.
pub async fn completer(session: &Session, cle: Option<Uuid>, completude: Completude) -> Result<Issue, Panne> {
    session.ecrire("completerAideMobilite", cle, completude, |tx, c| Box::pin(ajouter(tx, c))).await
}

async fn ajouter(tx: &mut Ecriture, c: Completude) -> Result<Uuid, Refus> {
    let a = ecriture::prendre(tx, (c.id, c.version), Partie::Demandeur, DEMANDER).await?;
    ecriture::verifier(&a, S::EnInstruction, COMPLETER)?;
    let donnees = detail::libelles("pieces", &c.pieces)?;
    if donnees.is_empty() {
        return Err(ErreurMetier::saisie("pieces", "Dites quelles pièces sont fournies.").into());
    }
    let connues = detail::pieces_pour_acte(tx, &a).await?;
    let complet = detail::fournir(tx, &a, &connues, donnees).await?;
    ecriture::avancer(tx, &a, (if complet { S::EnInstruction } else { S::Incomplete }, None), |_| {}).await?;
    Ok(a.id)
}

pub async fn decider(session: &Session, cle: Option<Uuid>, decision: Decision) -> Result<Issue, Panne> {
    session.ecrire("deciderAideMobilite", cle, decision, |tx, d| Box::pin(trancher(tx, d))).await
}

async fn trancher(tx: &mut Ecriture, d: Decision) -> Result<Uuid, Refus> {
    let a = ecriture::prendre(tx, (d.id, d.version), Partie::Instructeur, INSTRUIRE).await?;
    let t = ecriture::verifier(&a, d.vers, DECIDER)?;
    let motif = saisie::facultatif("motifRefus", d.motif.as_deref(), saisie::LONG)?;
    let manquantes = detail::libelles("piecesManquantes", &d.pieces_manquantes)?;
    exiger(t, &a, &d, (motif.as_ref(), &manquantes))?;
    if t.exige == Exigence::Pieces {
        let connues = detail::pieces_pour_acte(tx, &a).await?;
        detail::attendre(tx, &a, &connues, manquantes).await?;
    }
    poser(tx, &a, &d, motif).await?;
    if let (S::Accordee, Some(montant)) = (d.vers, d.montant_accorde) {
        enveloppe::engager(tx, a.dispositif, annee(tx), montant).await?;
    }
    Ok(a.id)
}

/// The envelope is that of the year of the decision.
fn annee(tx: &Ecriture) -> i64 {
    i64::from(tx.perimetre.jour.year())
}

/// What the table asks of the move is given, and nothing is given that it does not take.
fn exiger(t: &Transition, a: &AideMobilite, d: &Decision, (motif, manquantes): (Option<&String>, &[String])) -> Result<(), ErreurMetier> {
    let absent = |champ, message: &str| Err(ErreurMetier::saisie(champ, message));
    for (champ, montant) in [("montantPropose", d.montant_propose), ("montantAccorde", d.montant_accorde)] {
        let Some(montant) = montant else { continue };
        saisie::montant(champ, montant)?;
        if montant > a.montants.demande.unwrap_or_default() {
            return absent(champ, "On n'accorde pas plus que ce qui est demandé.");
        }
    }
    match t.exige {
        Exigence::Montant if d.montant_accorde.is_none() => return absent("montantAccorde", "Dites quel montant est accordé."),
        Exigence::Motif if motif.is_none() => return absent("motifRefus", "Cette décision demande un motif."),
        Exigence::Pieces if manquantes.is_empty() => return absent("piecesManquantes", "Dites quelles pièces manquent."),
        _ => {}
    }
    if t.exige != Exigence::Montant && d.montant_accorde.is_some() {
        return absent("montantAccorde", "Un montant s'accorde avec la décision ACCORDEE.");
    }
    if t.exige != Exigence::Pieces && !manquantes.is_empty() {
        return absent("piecesManquantes", "Des pièces manquent avec la décision INCOMPLETE.");
    }
    Ok(())
}

async fn poser(tx: &mut Ecriture, a: &AideMobilite, d: &Decision, motif: Option<String>) -> Result<(), Refus> {
    let (le, annee) = (tx.base.horloge.instant(), annee(tx));
    let refuse = matches!(d.vers, S::Refusee | S::Ajournee).then(|| motif.clone()).flatten();
    ecriture::avancer(tx, a, (d.vers, motif), |q| {
        q.texte(", motif_refus = ").valeur(refuse);
        if let Some(propose) = d.montant_propose {
            q.texte(", montant_propose = ").valeur(propose);
        }
        if d.vers == S::Accordee {
            q.texte(", montant_accorde = ").valeur(d.montant_accorde).texte(", annee = ").valeur(annee);
        }
        if matches!(d.vers, S::Accordee | S::Refusee | S::Ajournee) {
            q.texte(", decidee_le = ").valeur(le);
        }
    })
    .await
}

/// The request is withdrawn; what was granted and not paid goes back to the envelope.
pub async fn annuler(session: &Session, cle: Option<Uuid>, retrait: Retrait) -> Result<Issue, Panne> {
    session.ecrire("annulerAideMobilite", cle, retrait, |tx, r| Box::pin(retirer(tx, r))).await
}

async fn retirer(tx: &mut Ecriture, r: Retrait) -> Result<Uuid, Refus> {
    let a = ecriture::prendre(tx, (r.id, r.version), Partie::Demandeur, DEMANDER).await?;
    ecriture::verifier(&a, S::Annulee, ANNULER)?;
    let commentaire = saisie::facultatif("commentaire", r.commentaire.as_deref(), saisie::LONG)?;
    let m = a.montants;
    ecriture::avancer(tx, &a, (S::Annulee, commentaire), |q| {
        if m.accorde.is_some() {
            q.texte(", montant_accorde = ").valeur((m.verse > 0).then_some(m.verse));
        }
    })
    .await?;
    if let (Some(accorde), Some(annee)) = (m.accorde, m.annee) {
        enveloppe::liberer(tx, a.dispositif, annee, accorde - m.verse).await?;
    }
    Ok(a.id)
}

/// An appeal opens the instruction of a refusal again.
pub async fn recourir(session: &Session, cle: Option<Uuid>, recours: Recours) -> Result<Issue, Panne> {
    session.ecrire("deposerRecours", cle, recours, |tx, r| Box::pin(rouvrir(tx, r))).await
}

async fn rouvrir(tx: &mut Ecriture, r: Recours) -> Result<Uuid, Refus> {
    let a = ecriture::prendre(tx, (r.id, r.version), Partie::Demandeur, DEMANDER).await?;
    let texte = saisie::obligatoire("texte", &r.texte, saisie::LONG)?;
    if a.statut != S::Refusee {
        let message = "Un recours se dépose contre un refus.";
        return Err(ErreurMetier::nouvelle(CodeErreurMetier::TransitionInterdite, "id", message).into());
    }
    ecriture::verifier(&a, S::EnInstruction, RECOURIR)?;
    ecriture::avancer(tx, &a, (S::EnInstruction, None), |q| {
        q.texte(", motif_refus = null, recours = ").valeur(texte);
    })
    .await?;
    Ok(a.id)
}

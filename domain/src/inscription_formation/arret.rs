//! A session that stops: nobody waits for it any more, and who did not enter is to be oriented elsewhere.

use super::mouvement::{Pas, passer};
use super::transition::{Partie, permise};
use super::{InscriptionFormation, StatutInscription as S, lecture};
use crate::erreur::{CodeErreurMetier, ErreurMetier, Refus};
use crate::evaluation_linguistique::MotifClotureEvaluation;
use crate::session::Ecriture;
use crate::session_formation::{SessionFormation, StatutSession};
use crate::vocabulaire::Enumeration;

/// Ended, a session lets its body say what became of those who are in it; cancelled, nobody is.
pub(crate) async fn arreter(tx: &mut Ecriture, s: &SessionFormation, statut: StatutSession) -> Result<(), Refus> {
    let vives = lecture::vives(tx, s).await?;
    let (entrees, autres): (Vec<_>, Vec<_>) = vives.into_iter().partition(|i| i.statut == S::EnFormation);
    if statut == StatutSession::Annulee && !entrees.is_empty() {
        let message = "Des personnes sont en formation : dites d'abord ce qu'elles deviennent, ou terminez la session.";
        return Err(ErreurMetier::nouvelle(CodeErreurMetier::TransitionInterdite, "statut", message).into());
    }
    // The last of the list first: no rank moves before its row is written.
    for i in autres.iter().rev() {
        annuler(tx, s, i).await?;
    }
    Ok(())
}

async fn annuler(tx: &mut Ecriture, s: &SessionFormation, i: &InscriptionFormation) -> Result<(), Refus> {
    if permise(i.statut, S::Annulee, Partie::Plateforme).is_none() {
        return Ok(());
    }
    let pas = Pas { vers: S::Annulee, le: tx.perimetre.jour };
    passer(tx, (s, i), pas, &[("motif", MotifClotureEvaluation::Autre.code().into())]).await
}

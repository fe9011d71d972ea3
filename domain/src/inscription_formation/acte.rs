//! Taking an enrolment, and its session before it.

use uuid::Uuid;

use super::transition::{Partie, Transition, permise};
use super::{InscriptionFormation, StatutInscription, lecture};
use crate::erreur::{CodeErreurMetier, ErreurMetier, Refus};
use crate::evaluation_linguistique::{MotifClotureEvaluation, evaluer};
use crate::session::Ecriture;
use crate::session_formation::{SessionFormation, gerer, places};
use crate::vocabulaire::Enumeration;

/// The enrolment as a party takes it, its session held first: acts on one session take turns.
pub(super) async fn prendre(
    tx: &Ecriture,
    partie: Partie,
    (id, champ): (Uuid, &str),
    version: i64,
) -> Result<(SessionFormation, InscriptionFormation), Refus> {
    let introuvable = || ErreurMetier::introuvable(champ);
    let vue = lecture::pour_couplage(tx, id).await?.filter(|i| tient(tx, i, partie)).ok_or_else(introuvable)?;
    let session = places::prendre(tx, vue.session, champ).await?;
    let i = lecture::pour_couplage(tx, id).await?.ok_or_else(introuvable)?;
    if i.version == version { Ok((session, i)) } else { Err(ErreurMetier::conflit().into()) }
}

/// The caller is that party, by a convention of the département that lets it act.
fn tient(tx: &Ecriture, i: &InscriptionFormation, partie: Partie) -> bool {
    let (qui, portees) = match partie {
        Partie::Organisme => (Some(i.organisme), gerer()),
        Partie::Evaluateur => (i.proposee_par(), evaluer()),
        Partie::Plateforme => (None, gerer()),
    };
    qui == Some(tx.perimetre.partenaire) && tx.perimetre.qui_portent(portees).any(|o| o.departements.contains(&i.departement))
}

/// The move, as the table has it.
pub(super) fn passage(
    de: StatutInscription,
    vers: StatutInscription,
    par: Partie,
    motif: Option<MotifClotureEvaluation>,
) -> Result<&'static Transition, ErreurMetier> {
    let Some(t) = permise(de, vers, par) else {
        let message = format!("De {} une inscription ne passe pas à {}.", de.code(), vers.code());
        return Err(ErreurMetier::nouvelle(CodeErreurMetier::TransitionInterdite, "statut", message));
    };
    if t.motif_exige && motif.is_none() {
        return Err(ErreurMetier::saisie("motif", "Ce passage demande un motif."));
    }
    Ok(t)
}

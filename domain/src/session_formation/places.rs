//! The places of a session: counters changed by one conditional statement, and a waiting list that fills what frees.

use uuid::Uuid;

use super::lecture::{COLONNES, depuis};
use super::{ModaliteSession, SessionFormation};
use crate::erreur::{CodeErreurMetier, ErreurMetier, Panne, Refus};
use crate::evaluation_linguistique::{BesoinLinguistique, Competences};
use crate::inscription_formation::attente;
use crate::requete::Requete;
use crate::session::Ecriture;
use crate::vocabulaire::Enumeration;

/// The session, held until the end of the transaction: whoever acts on its enrolments comes here first.
pub(crate) async fn prendre(tx: &Ecriture, id: Uuid, champ: &str) -> Result<SessionFormation, Refus> {
    let mut q = tx.requete("update session_formation set places = places where id = ");
    q.valeur(id).texte(" and departement").parmi_textes(&tx.perimetre.tous_departements());
    q.texte(" returning ").texte(COLONNES);
    let lues = tx.lignes(q).await?;
    let lue = lues.first().map(depuis).transpose()?;
    lue.ok_or_else(|| ErreurMetier::introuvable(champ).into())
}

/// Whether a person of this need and level may be sent to this session.
pub(crate) fn convenir(
    tx: &Ecriture,
    s: &SessionFormation,
    (departement, besoin): (&str, Option<BesoinLinguistique>),
    niveau: Option<&Competences>,
) -> Result<(), ErreurMetier> {
    let refus = |code, message: &str| Err(ErreurMetier::nouvelle(code, "sessionId", message));
    if s.departement != departement {
        return Err(ErreurMetier::introuvable("sessionId"));
    }
    if !s.accueille(tx.perimetre.jour) {
        let message = match s.modalite {
            ModaliteSession::Fermee => "Cette session a commencé, ou n'a plus lieu.",
            ModaliteSession::EntreesSortiesPermanentes => "Cette session est finie, ou n'a plus lieu.",
        };
        return refus(CodeErreurMetier::TransitionInterdite, message);
    }
    if besoin.is_some_and(|b| b != s.besoin) {
        return refus(CodeErreurMetier::DestinataireInadapte, "Cette session répond à un autre besoin.");
    }
    if niveau.and_then(Competences::globale).is_some_and(|n| !s.niveaux.contient(n)) {
        return refus(CodeErreurMetier::DestinataireInadapte, "Cette session n'accueille pas ce niveau.");
    }
    Ok(())
}

/// A place, or the rank on the waiting list: nobody passes those who wait.
pub(crate) async fn reserver(tx: &Ecriture, s: &SessionFormation) -> Result<Option<i64>, Panne> {
    let mut q = compteurs(tx, "prises = prises + 1", s);
    q.texte(" and prises < places and en_attente = 0");
    if tx.executer(q).await? == 1 {
        return Ok(None);
    }
    let mut q = compteurs(tx, "en_attente = en_attente + 1", s);
    q.texte(" returning en_attente");
    tx.lignes(q).await?.first().ok_or(Panne::Donnee("session"))?.lire(0).map(Some)
}

/// A place frees: the first who waits takes it, while the session still receives.
pub(crate) async fn liberer(tx: &mut Ecriture, s: &SessionFormation) -> Result<(), Refus> {
    tx.executer(compteurs(tx, "prises = prises - 1", s)).await?;
    pourvoir(tx, s).await
}

/// Fills the places that are free from the waiting list.
pub(crate) async fn pourvoir(tx: &mut Ecriture, s: &SessionFormation) -> Result<(), Refus> {
    while s.accueille(tx.perimetre.jour) {
        let mut q = compteurs(tx, "prises = prises + 1, en_attente = en_attente - 1", s);
        q.texte(" and prises < places and en_attente > 0");
        if tx.executer(q).await? == 0 {
            return Ok(());
        }
        attente::promouvoir(tx, s).await?;
    }
    Ok(())
}

/// Someone leaves the waiting list without a place.
pub(crate) async fn renoncer(tx: &Ecriture, s: &SessionFormation) -> Result<(), Panne> {
    tx.executer(compteurs(tx, "en_attente = en_attente - 1", s)).await.map(drop)
}

fn compteurs(tx: &Ecriture, pose: &str, s: &SessionFormation) -> Requete {
    let mut q = tx.requete("update session_formation set ");
    q.texte(pose).texte(" where departement = ").valeur(s.departement.as_str()).texte(" and id = ").valeur(s.id);
    q
}

/// The session as it is refused to who asks for fewer places than are held.
pub(super) fn plus_de_place(s: &SessionFormation) -> ErreurMetier {
    let message = format!("{} places sont prises : la session ne peut pas en compter moins.", s.prises);
    ErreurMetier::nouvelle(CodeErreurMetier::PlusDePlace, "places", message)
}

/// What the state of a session is called, for a refusal.
pub(super) fn passage_refuse(s: &SessionFormation, vers: super::StatutSession) -> ErreurMetier {
    let message = format!("Une session passe à TERMINEE ou à ANNULEE par son organisme, une fois ; {} ne se donne pas ici.", vers.code());
    let champ = if s.arret.is_some() { "id" } else { "statut" };
    ErreurMetier::nouvelle(CodeErreurMetier::TransitionInterdite, champ, message)
}

//! Moving an aid: one conditional update, its history, its deadline, its event.

use chrono::{DateTime, NaiveDate, Utc};
use uuid::Uuid;

use super::transition::{Partie, Transition, permise};
use super::{AideMobilite, StatutAideMobilite as S, lecture};
use crate::echeance::{self, CodeEcheance, Echeance};
use crate::erreur::{CodeErreurMetier, ErreurMetier, Panne, Refus};
use crate::evenement::{Evenement, TypeEvenement};
use crate::identifiant::Genre;
use crate::pacte::delai::Delai;
use crate::portee::Portees;
use crate::requete::Requete;
use crate::session::Ecriture;
use crate::vocabulaire::Enumeration;

/// The aid, as its party read it; absent to whoever is not, or whose convention there does not hold the scope of the act.
pub(super) async fn prendre(tx: &Ecriture, (id, version): (Uuid, i64), partie: Partie, portee: &str) -> Result<AideMobilite, Refus> {
    let portees = Portees::nommee(portee).unwrap_or_default();
    let ouvert = |a: &AideMobilite| tx.perimetre.qui_portent(portees).any(|o| o.departements.contains(&a.departement));
    let a = lecture::pour_acte(tx, id).await?.filter(|a| a.parties(&tx.perimetre).contains(&partie) && ouvert(a));
    let a = a.ok_or_else(|| ErreurMetier::introuvable("id"))?;
    if a.version == version { Ok(a) } else { Err(ErreurMetier::conflit().into()) }
}

/// The line of the table for this move, or the refusal.
pub(super) fn verifier(a: &AideMobilite, vers: S, par: (Partie, &str)) -> Result<&'static Transition, ErreurMetier> {
    permise(a.statut, vers, par).ok_or_else(|| {
        let message = format!("De {} une aide ne passe pas à {} par cet acte.", a.statut.code(), vers.code());
        ErreurMetier::nouvelle(CodeErreurMetier::TransitionInterdite, if vers == a.statut { "id" } else { "vers" }, message)
    })
}

/// Moves the aid, with what else of its row changes: the version that was read is still the row's, or another writer was
/// first.
pub(super) async fn avancer(
    tx: &mut Ecriture,
    a: &AideMobilite,
    (vers, commentaire): (S, Option<String>),
    changer: impl FnOnce(&mut Requete),
) -> Result<(), Refus> {
    let le = tx.base.horloge.instant();
    let mut q = tx.requete("update aide_mobilite set version = version + 1, statut = ");
    q.valeur(vers.code()).texte(", modifie_le = ").valeur(le).texte(", terminee_le = ").valeur(vers.terminal().then_some(le));
    changer(&mut q);
    q.texte(" where departement = ").valeur(a.departement.as_str()).texte(" and id = ").valeur(a.id);
    q.texte(" and version = ").valeur(a.version);
    if tx.executer(q).await? != 1 {
        return Err(ErreurMetier::conflit().into());
    }
    inscrire(tx, a, (Some(a.statut), vers), (a.version + 1, le), commentaire).await?;
    attendre(tx, a, (Some(a.statut), vers)).await?;
    signaler(tx, a);
    Ok(())
}

/// A line of the history.
pub(super) async fn inscrire(
    tx: &Ecriture,
    a: &AideMobilite,
    (de, vers): (Option<S>, S),
    (rang, le): (i64, DateTime<Utc>),
    commentaire: Option<String>,
) -> Result<(), Panne> {
    let mut q = tx.requete("insert into transition_aide (departement, aide_id, rang, allocataire_id, de, vers, le, partenaire_id, agent_id, commentaire) values (");
    q.valeurs([
        a.departement.as_str().into(),
        a.id.into(),
        rang.into(),
        a.allocataire_id.into(),
        de.map(Enumeration::code).into(),
        vers.code().into(),
        le.into(),
        tx.perimetre.partenaire.into(),
        tx.perimetre.agent.into(),
        commentaire.into(),
    ]);
    q.texte(")");
    tx.executer(q).await.map(drop)
}

pub(super) fn signaler(tx: &mut Ecriture, a: &AideMobilite) {
    let personne = (a.departement.as_str(), a.allocataire_id);
    let evenement = Evenement::sur_dossier(tx, TypeEvenement::AideMobiliteChangee, (Genre::AideMobilite, a.id), personne);
    tx.signaler(evenement);
}

/// What a state waits for, and from whom.
fn attente(a: &AideMobilite, statut: S) -> Option<(CodeEcheance, Uuid, Option<Uuid>)> {
    match statut {
        S::Demandee | S::EnInstruction | S::Ajournee => Some((CodeEcheance::InstruireAide, a.instructeur, None)),
        S::Incomplete => Some((CodeEcheance::CompleterDossierAide, a.demandeur, a.agent_demandeur)),
        S::Accordee => Some((CodeEcheance::VerserAide, a.instructeur, None)),
        S::EnCours => a.pret.map(|_| (CodeEcheance::RendreVehicule, a.instructeur, a.agent_demandeur)),
        S::Refusee | S::Versee | S::Annulee | S::Terminee => None,
    }
}

/// Closes what the state before waited for, and opens what this one does; the same wait goes on from where it was.
pub(super) async fn attendre(tx: &Ecriture, a: &AideMobilite, (de, vers): (Option<S>, S)) -> Result<(), Panne> {
    let (avant, apres) = (de.and_then(|de| attente(a, de)), attente(a, vers));
    if avant == apres {
        return Ok(());
    }
    echeance::clore_toutes(tx, a.id).await?;
    let Some((code, responsable, agent)) = apres else { return Ok(()) };
    let delai = Delai::de(&tx.referentiel, &a.departement, &code.usage());
    let attente = Echeance {
        departement: a.departement.clone(),
        code,
        objet: a.id,
        allocataire: Some(a.allocataire_id),
        responsable,
        agent,
        depuis: tx.base.horloge.instant(),
        due: a.pret.map_or_else(|| due(tx, delai.as_ref()), |p| p.au),
        regle: delai.map(|d| d.regle).filter(|_| a.pret.is_none()),
    };
    echeance::ouvrir(tx, &attente).await
}

/// By the pacte, or by the setting of the platform where no pacte says.
fn due(tx: &Ecriture, delai: Option<&Delai>) -> NaiveDate {
    let jour = tx.perimetre.jour;
    delai.map_or_else(|| crate::prescription::emission::apres(jour, tx.base.reglages.repondre_sous_jours), |d| d.apres(jour))
}

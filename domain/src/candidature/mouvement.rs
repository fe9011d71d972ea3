//! Moving an application, with all that goes with it: history, relations, deadline, referral, event.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::transition::{Transition, permise};
use super::{Candidature, MotifRefusCandidature, Partie, StatutCandidature as S, couplage, lecture};
use crate::echeance::{self, CodeEcheance, Echeance};
use crate::erreur::{CodeErreurMetier, ErreurMetier, Panne, Refus};
use crate::evaluation_linguistique::mouvement::terme;
use crate::evenement::{Evenement, TypeEvenement};
use crate::identifiant::Genre;
use crate::lien::{self, Fin};
use crate::portee::Portees;
use crate::requete::Requete;
use crate::session::Ecriture;
use crate::vocabulaire::Enumeration;

/// A line of the history to be.
#[derive(Clone, Debug)]
pub(crate) struct Passage {
    pub de: Option<S>,
    pub vers: S,
    pub motif: Option<MotifRefusCandidature>,
    pub commentaire: Option<String>,
}

impl Passage {
    pub const fn vers(de: Option<S>, vers: S) -> Self {
        Self { de, vers, motif: None, commentaire: None }
    }
}

/// The application, as its party read it; absent to whoever is not, or whose convention there does not hold the scope of the
/// act.
pub(crate) async fn prendre(tx: &Ecriture, (id, version): (Uuid, i64), partie: Partie, champ: &str) -> Result<Candidature, Refus> {
    let portees = match partie {
        Partie::Employeur => const { Portees::de("iae.candidatures:traiter") },
        _ => const { Portees::de("iae:candidater") },
    };
    let ouverte = |c: &Candidature| tx.perimetre.qui_portent(portees).any(|o| o.departements.contains(&c.departement));
    let c = lecture::pour_acte(tx, id).await?.filter(|c| c.partie(&tx.perimetre) == Some(partie) && ouverte(c));
    let c = c.ok_or_else(|| ErreurMetier::introuvable(champ))?;
    if c.version == version { Ok(c) } else { Err(ErreurMetier::conflit().into()) }
}

/// The line of the table for this move, or the refusal.
pub(crate) fn verifier(c: &Candidature, vers: S, par: (Partie, &str)) -> Result<Transition, ErreurMetier> {
    permise(c.statut, vers, par).ok_or_else(|| {
        let message = format!("De {} une candidature ne passe pas à {} par cet acte.", c.statut.code(), vers.code());
        ErreurMetier::nouvelle(CodeErreurMetier::TransitionInterdite, "vers", message)
    })
}

/// One conditional update: the version that was read is still the row's, or another writer was first. Then its consequences.
pub(crate) async fn avancer(tx: &mut Ecriture, c: &Candidature, passage: Passage, changer: impl FnOnce(&mut Requete)) -> Result<(), Refus> {
    let (vers, le) = (passage.vers, tx.base.horloge.instant());
    let mut q = tx.requete("update candidature set version = version + 1, statut = ");
    q.valeur(vers.code()).texte(", modifie_le = ").valeur(le).texte(", close_le = ").valeur(vers.terminal().then_some(le));
    q.texte(", motif = ").valeur(passage.motif.map(Enumeration::code));
    changer(&mut q);
    q.texte(" where departement = ").valeur(c.departement.as_str()).texte(" and id = ").valeur(c.id);
    q.texte(" and version = ").valeur(c.version);
    if tx.executer(q).await? != 1 {
        return Err(ErreurMetier::conflit().into());
    }
    let (motif, deja) = (passage.motif, passage.de == Some(vers));
    inscrire(tx, c, passage, (c.version + 1, le)).await?;
    // The deadline first: a prescriber whose relation ends with the application would not reach it any more.
    attendre(tx, c, vers).await?;
    relier(tx, c, vers).await?;
    if !deja {
        couplage::suivre(tx, c, (vers, motif), tx.perimetre.partenaire).await?;
    }
    signaler(tx, c);
    Ok(())
}

pub(crate) async fn inscrire(tx: &Ecriture, c: &Candidature, passage: Passage, (rang, le): (i64, DateTime<Utc>)) -> Result<(), Panne> {
    let qui = (tx.perimetre.partenaire, tx.perimetre.agent);
    tx.executer(insertion(tx.requete(""), c, passage, (rang, le), qui)).await.map(drop)
}

pub(super) fn insertion(q: Requete, c: &Candidature, passage: Passage, quand: (i64, DateTime<Utc>), qui: (Uuid, Option<Uuid>)) -> Requete {
    ligne(q, (&c.departement, c.id, c.allocataire_id), passage, quand, qui)
}

/// The statement that writes one line of the history, at its rank.
pub(crate) fn ligne(
    mut q: Requete,
    (departement, candidature, personne): (&str, Uuid, Uuid),
    passage: Passage,
    (rang, le): (i64, DateTime<Utc>),
    (par, agent): (Uuid, Option<Uuid>),
) -> Requete {
    q.texte("insert into transition_candidature (departement, candidature_id, rang, allocataire_id, de, vers, le, partenaire_id, agent_id, motif, commentaire) values (");
    q.valeurs([
        departement.into(),
        candidature.into(),
        rang.into(),
        personne.into(),
        passage.de.map(Enumeration::code).into(),
        passage.vers.code().into(),
        le.into(),
        par.into(),
        agent.into(),
        passage.motif.map(Enumeration::code).into(),
        passage.commentaire.into(),
    ]);
    q.texte(")");
    q
}

/// Contact opens to the structure when it looks at the application. What comes to nothing closes at once; the hire opens
/// the contract's own relation, and this one leaves who the person was.
async fn relier(tx: &mut Ecriture, c: &Candidature, vers: S) -> Result<(), Panne> {
    let le = tx.perimetre.jour;
    match vers {
        S::ALEtude if c.statut == S::Nouvelle => lien::ouvrir_contact(tx, c.id, c.employeur).await,
        S::Embauchee => lien::fermer(tx, c.id, Fin { le, jours: tx.base.reglages.jours_apres_cloture }).await,
        _ if vers.terminal() => lien::fermer(tx, c.id, Fin { le, jours: 0 }).await,
        _ => Ok(()),
    }
}

/// The structure owes an answer until it accepts, keeps the person in its pool, or says no.
pub(crate) async fn attendre(tx: &Ecriture, c: &Candidature, vers: S) -> Result<(), Panne> {
    if vers.terminal() || matches!(vers, S::Acceptee | S::Vivier) {
        return echeance::clore(tx, c.id, CodeEcheance::RepondreCandidature).await;
    }
    let (due, regle) = terme(tx, CodeEcheance::RepondreCandidature, &c.departement);
    let attente = Echeance {
        departement: c.departement.clone(),
        code: CodeEcheance::RepondreCandidature,
        objet: c.id,
        allocataire: Some(c.allocataire_id),
        responsable: c.employeur,
        agent: None,
        depuis: tx.base.horloge.instant(),
        due,
        regle,
    };
    echeance::remplacer(tx, &attente).await
}

/// Whoever follows the person is told; so are the two parties, when another moved it.
pub(crate) fn signaler(tx: &mut Ecriture, c: &Candidature) {
    let evenement = |tx: &Ecriture| {
        let personne = (c.departement.as_str(), c.allocataire_id);
        Evenement::sur_dossier(tx, TypeEvenement::CandidatureChangee, (Genre::Candidature, c.id), personne)
    };
    let moi = tx.perimetre.partenaire;
    for partie in [c.employeur, c.prescripteur].into_iter().filter(|p| *p != moi) {
        let adresse = evenement(tx).pour(partie);
        tx.signaler(adresse);
    }
    let general = evenement(tx);
    tx.signaler(general);
}

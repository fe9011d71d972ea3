//! What a fund may spend in a year: voted, engaged by what it grants, paid. Counters that conditional updates change.

use chrono::Datelike;
use serde::Serialize;
use uuid::Uuid;

use crate::dispositif::Dispositif;
use crate::erreur::{CodeErreurMetier, ErreurMetier, Panne, Refus};
use crate::portee::Portees;
use crate::requete::Ligne;
use crate::saisie;
use crate::session::{Ecriture, Issue, Session};

/// Cents.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Enveloppe {
    pub dispositif: Uuid,
    pub annee: i64,
    pub votee: i64,
    pub engagee: i64,
    pub versee: i64,
}

impl Enveloppe {
    #[must_use]
    pub const fn disponible(&self) -> i64 {
        self.votee - self.engagee
    }
}

#[derive(Clone, Debug, Serialize)]
pub struct Vote {
    pub dispositif: String,
    pub annee: i64,
    pub votee: i64,
}

fn instruction() -> Portees {
    const { Portees::de("mobilite:instruire") }
}

/// Those of the funds that the caller instructs in a département, by code of the fund.
pub async fn du(session: &Session, departement: &str, annee: i64) -> Result<Vec<Enveloppe>, Panne> {
    let referentiel = session.referentiel();
    let siens = referentiel.pactes_du(departement).flat_map(|p| referentiel.dispositifs_du(p.id));
    let siens = siens.filter(|d| d.contenu.operateurs.contains(&session.perimetre.partenaire));
    let ouvert = session.perimetre.qui_portent(instruction()).any(|o| o.departements.iter().any(|d| d == departement));
    let ids: Vec<Uuid> = siens.filter(|_| ouvert).map(|d| d.id).collect();
    let mut q = session.requete(COLONNES);
    q.texte(" e join dispositif d on d.id = e.dispositif_id where e.dispositif_id").parmi_ids(&ids);
    q.texte(" and e.annee = ").valeur(annee).texte(" order by d.code");
    session.lignes(q).await?.iter().map(depuis).collect()
}

const COLONNES: &str = "select e.dispositif_id, e.annee, e.votee, e.engagee, e.versee from enveloppe";

fn depuis(l: &Ligne) -> Result<Enveloppe, Panne> {
    Ok(Enveloppe { dispositif: l.lire(0)?, annee: l.lire(1)?, votee: l.lire(2)?, engagee: l.lire(3)?, versee: l.lire(4)? })
}

/// The caller's own, after it has fixed it.
pub async fn une(session: &Session, dispositif: Uuid, annee: i64) -> Result<Option<Enveloppe>, Panne> {
    let operateur = |d: &std::sync::Arc<Dispositif>| d.contenu.operateurs.contains(&session.perimetre.partenaire);
    if !session.referentiel().dispositifs.par_id(dispositif).is_some_and(operateur) {
        return Ok(None);
    }
    let mut q = session.requete(COLONNES);
    q.texte(" e where e.dispositif_id = ").valeur(dispositif).texte(" and e.annee = ").valeur(annee);
    session.lignes(q).await?.first().map(depuis).transpose()
}

/// Says what was voted for a year, or votes again: never less than what is engaged.
pub async fn fixer(session: &Session, cle: Option<Uuid>, vote: Vote) -> Result<Issue, Panne> {
    session.ecrire("fixerEnveloppe", cle, vote, |tx, v| Box::pin(voter(tx, v))).await
}

async fn voter(tx: &mut Ecriture, v: Vote) -> Result<Uuid, Refus> {
    let dispositif = fonds(tx, &v.dispositif)?;
    saisie::montant("votee", v.votee)?;
    let jour = i64::from(tx.perimetre.jour.year());
    if !(jour - 1..=jour + 1).contains(&v.annee) {
        return Err(ErreurMetier::saisie("annee", "Une enveloppe se fixe pour l'année, la précédente ou la suivante.").into());
    }
    let mut q = tx.requete("insert into enveloppe (dispositif_id, annee, votee, engagee, versee, modifie_le) values (");
    q.valeurs([dispositif.into(), v.annee.into(), v.votee.into(), 0_i64.into(), 0_i64.into(), tx.base.horloge.instant().into()]);
    q.texte(") on conflict (dispositif_id, annee) do update set votee = excluded.votee, modifie_le = excluded.modifie_le where enveloppe.engagee <= excluded.votee");
    if tx.executer(q).await? == 1 {
        return Ok(dispositif);
    }
    let message = "Plus que ce montant est déjà accordé sur cette enveloppe.";
    Err(ErreurMetier::nouvelle(CodeErreurMetier::EnveloppeEpuisee, "votee", message).into())
}

/// A fund that the caller operates in one of the départements of its convention.
fn fonds(tx: &Ecriture, code: &str) -> Result<Uuid, ErreurMetier> {
    let absent = || ErreurMetier::introuvable("dispositifCode");
    let dispositif = tx.referentiel.dispositif(code).filter(|d| d.contenu.mobilite.as_ref().is_some_and(|m| m.fonds)).ok_or_else(absent)?;
    let pacte = tx.referentiel.pactes.par_id(dispositif.pacte).ok_or_else(absent)?;
    let ouvert = tx.perimetre.qui_portent(instruction()).any(|o| o.departements.contains(&pacte.departement));
    let sien = dispositif.contenu.operateurs.contains(&tx.perimetre.partenaire);
    if ouvert && sien { Ok(dispositif.id) } else { Err(absent()) }
}

/// Engages a grant: granted ≤ voted, whoever grants at the same time.
pub(crate) async fn engager(tx: &Ecriture, dispositif: Uuid, annee: i64, montant: i64) -> Result<(), Refus> {
    let mut q = tx.requete("update enveloppe set engagee = engagee + ");
    q.valeur(montant).texte(" where dispositif_id = ").valeur(dispositif).texte(" and annee = ").valeur(annee);
    q.texte(" and engagee + ").valeur(montant).texte(" <= votee");
    if tx.executer(q).await? == 1 {
        return Ok(());
    }
    let message = format!("L'enveloppe de {annee} ne couvre pas ce montant.");
    Err(ErreurMetier::nouvelle(CodeErreurMetier::EnveloppeEpuisee, "montantAccorde", message).into())
}

/// Gives back what was granted and will not be paid.
pub(crate) async fn liberer(tx: &Ecriture, dispositif: Uuid, annee: i64, montant: i64) -> Result<(), Panne> {
    let mut q = tx.requete("update enveloppe set engagee = engagee - ");
    q.valeur(montant).texte(" where dispositif_id = ").valeur(dispositif).texte(" and annee = ").valeur(annee);
    tx.executer(q).await.map(drop)
}

/// Pays what was engaged: paid ≤ granted.
pub(crate) async fn verser(tx: &Ecriture, dispositif: Uuid, annee: i64, montant: i64) -> Result<(), Refus> {
    let mut q = tx.requete("update enveloppe set versee = versee + ");
    q.valeur(montant).texte(" where dispositif_id = ").valeur(dispositif).texte(" and annee = ").valeur(annee);
    q.texte(" and versee + ").valeur(montant).texte(" <= engagee");
    if tx.executer(q).await? == 1 {
        return Ok(());
    }
    let message = "Plus que ce qui est engagé sur l'enveloppe.";
    Err(ErreurMetier::nouvelle(CodeErreurMetier::EnveloppeEpuisee, "montant", message).into())
}

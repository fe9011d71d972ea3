//! What partners write on a fiche-action: where its actions are, its reports, its money.

use std::sync::Arc;

use chrono::{Datelike, NaiveDate};
use serde::Serialize;
use uuid::Uuid;

use super::{BilanFiche, BudgetFiche, Contenu, FicheAction, StatutAction, SuiviAction, SuiviSaisi};
use crate::allocataire::modification::Change;
use crate::erreur::{ErreurMetier, Panne, Refus};
use crate::evenement::{Evenement, TypeEvenement};
use crate::identifiant::Genre;
use crate::politique::fiche;
use crate::saisie::{self, Controle, LONG};
use crate::session::{Ecriture, Issue, Session};

/// A report of a year runs over a few pages.
const BILAN: usize = 10_000;

/// Where an action is, or the whole fiche when it names none.
#[derive(Clone, Debug, Serialize)]
pub struct Suivi {
    pub fiche: Uuid,
    pub version: i64,
    pub action: Option<i64>,
    pub statut: StatutAction,
    pub commentaire: Option<String>,
}

#[derive(Clone, Debug, Serialize)]
pub struct Bilan {
    pub fiche: Uuid,
    pub version: i64,
    pub annee: i64,
    pub texte: String,
}

/// Cents. An absent amount is unchanged, null erases it.
#[derive(Clone, Debug, Serialize)]
pub struct Budget {
    pub fiche: Uuid,
    pub version: i64,
    pub annee: i64,
    pub previsionnel: Change<i64>,
    pub etat: Change<i64>,
    pub departement: Change<i64>,
    pub engage: Change<i64>,
    pub execute: Change<i64>,
    pub execute_le: Change<NaiveDate>,
}

pub async fn suivre(session: &Session, cle: Option<Uuid>, saisi: Suivi) -> Result<Issue, Panne> {
    session.ecrire("suivreAction", cle, saisi, |tx, s| Box::pin(noter_suivi(tx, s))).await
}

pub async fn rediger(session: &Session, cle: Option<Uuid>, saisi: Bilan) -> Result<Issue, Panne> {
    session.ecrire("redigerBilan", cle, saisi, |tx, b| Box::pin(noter_bilan(tx, b))).await
}

pub async fn budgeter(session: &Session, cle: Option<Uuid>, saisi: Budget) -> Result<Issue, Panne> {
    session.ecrire("suivreBudget", cle, saisi, |tx, b| Box::pin(noter_budget(tx, b))).await
}

async fn noter_suivi(tx: &mut Ecriture, s: Suivi) -> Result<Uuid, Refus> {
    let fiche = ouverte(tx, s.fiche)?;
    let mut c = Controle::default();
    let commentaire = c.lire(saisie::facultatif("commentaire", s.commentaire.as_deref(), LONG));
    if s.action.is_some_and(|numero| fiche.actions.iter().all(|a| a.numero != numero)) {
        c.refuser(ErreurMetier::saisie("actionNumero", "La fiche n'a pas d'action de ce numéro."));
    }
    if s.statut == StatutAction::NonRenseigne {
        c.refuser(ErreurMetier::saisie("statut", "Un suivi dit où en est l'action."));
    }
    if matches!(s.statut, StatutAction::Abandonne | StatutAction::Reporte) && commentaire.is_none() {
        c.refuser(ErreurMetier::saisie("commentaire", "Une action abandonnée ou reportée l'est pour une raison."));
    }
    c.conclure()?;
    let suivi = SuiviAction { le: tx.base.horloge.instant(), statut: s.statut, par: tx.perimetre.partenaire, commentaire };
    let saisi = SuiviSaisi { action: s.action, suivi };
    noter(tx, (s.fiche, s.version), |contenu| contenu.saisies.suivis.push(saisi)).await
}

/// A partner has one report a year: writing it again replaces its own, never another's.
async fn noter_bilan(tx: &mut Ecriture, b: Bilan) -> Result<Uuid, Refus> {
    let fiche = ouverte(tx, b.fiche)?;
    let mut c = Controle::default();
    let texte = c.lire(saisie::obligatoire("texte", &b.texte, BILAN));
    c.lire(annee(tx, &fiche, b.annee));
    c.conclure()?;
    let bilan = BilanFiche { annee: b.annee, texte, par: tx.perimetre.partenaire, le: tx.base.horloge.instant() };
    noter(tx, (b.fiche, b.version), |contenu| {
        let bilans = &mut contenu.saisies.bilans;
        bilans.retain(|autre| autre.annee != bilan.annee || autre.par != bilan.par);
        bilans.push(bilan);
    })
    .await
}

/// The document's own figures are the start; what it prints of them stays readable.
async fn noter_budget(tx: &mut Ecriture, b: Budget) -> Result<Uuid, Refus> {
    let fiche = ouverte(tx, b.fiche)?;
    let mut c = Controle::default();
    c.lire(annee(tx, &fiche, b.annee));
    verifier_montants(tx, &mut c, &b);
    let budget = fondre(&fiche, &b);
    if budget.execute.is_some() != budget.execute_le.is_some() {
        c.refuser(ErreurMetier::saisie("executeLe", "Un montant exécuté est arrêté à un jour, et un jour arrête un montant."));
    }
    c.conclure()?;
    noter(tx, (b.fiche, b.version), |contenu| {
        let budgets = &mut contenu.saisies.budgets;
        budgets.retain(|autre| autre.annee != budget.annee);
        budgets.push(budget);
    })
    .await
}

fn verifier_montants(tx: &Ecriture, c: &mut Controle, b: &Budget) {
    let montants =
        [("previsionnel", b.previsionnel), ("etat", b.etat), ("departement", b.departement), ("engage", b.engage), ("execute", b.execute)];
    for (champ, montant) in montants.into_iter().filter_map(|(champ, m)| Some((champ, m.flatten()?))) {
        c.lire(saisie::montant_ou_rien(champ, montant));
    }
    if montants.iter().all(|(_, m)| m.is_none()) && b.execute_le.is_none() {
        c.refuser(ErreurMetier::saisie("", "Donnez au moins un montant."));
    }
    let jour = tx.perimetre.jour;
    let debut = i32::try_from(b.annee).ok().and_then(|annee| NaiveDate::from_ymd_opt(annee, 1, 1)).unwrap_or(jour);
    if b.execute_le.flatten().is_some_and(|le| le > jour || le < debut) {
        c.refuser(ErreurMetier::saisie("executeLe", "Un montant exécuté est arrêté au plus tôt dans son année, au plus tard aujourd'hui."));
    }
}

fn fondre(fiche: &FicheAction, b: &Budget) -> BudgetFiche {
    let avant = fiche.budgets.iter().find(|autre| autre.annee == Some(b.annee)).cloned().unwrap_or_default();
    BudgetFiche {
        annee: Some(b.annee),
        imprime: Vec::new(),
        previsionnel: b.previsionnel.unwrap_or(avant.previsionnel),
        etat: b.etat.unwrap_or(avant.etat),
        departement: b.departement.unwrap_or(avant.departement),
        engage: b.engage.unwrap_or(avant.engage),
        execute: b.execute.unwrap_or(avant.execute),
        execute_le: b.execute_le.unwrap_or(avant.execute_le),
        ..avant
    }
    .calcule()
}

/// A year of the pacte, begun already.
fn annee(tx: &Ecriture, fiche: &FicheAction, annee: i64) -> Result<(), ErreurMetier> {
    let debut = tx.referentiel.pactes.par_id(fiche.pacte).and_then(|p| p.contenu.debut).map_or(2000, |d| i64::from(d.year()));
    let courante = i64::from(tx.perimetre.jour.year());
    if (debut..=courante).contains(&annee) {
        return Ok(());
    }
    Err(ErreurMetier::saisie("annee", format!("Une année de {debut}, début du pacte, à {courante}.")))
}

fn ouverte(tx: &Ecriture, id: Uuid) -> Result<Arc<FicheAction>, ErreurMetier> {
    let fiche = tx.referentiel.fiches_action.par_id(id).filter(|f| fiche::suit(&tx.perimetre, &tx.referentiel, f));
    fiche.cloned().ok_or_else(|| ErreurMetier::introuvable("ficheActionId"))
}

/// Changes what partners wrote, if nobody did since the caller read it; every reader reloads.
async fn noter(tx: &mut Ecriture, (id, version): (Uuid, i64), changer: impl FnOnce(&mut Contenu)) -> Result<Uuid, Refus> {
    let mut q = tx.requete("select contenu from fiche_action where id = ");
    q.valeur(id).texte(" and version = ").valeur(version);
    let lues = tx.lignes(q).await?;
    let ligne = lues.first().ok_or_else(ErreurMetier::conflit)?;
    let mut contenu: Contenu = serde_json::from_str(&ligne.lire::<String>(0)?).map_err(|_| Panne::Donnee("fiche-action"))?;
    changer(&mut contenu);
    let texte = serde_json::to_string(&contenu).map_err(|_| Panne::Donnee("fiche-action"))?;
    let mut q = tx.requete("update fiche_action set version = version + 1, contenu = ");
    q.valeur(texte).texte(" where id = ").valeur(id).texte(" and version = ").valeur(version);
    if tx.executer(q).await? == 0 {
        return Err(ErreurMetier::conflit().into());
    }
    let evenement = Evenement::public(tx, TypeEvenement::FicheActionChangee, Genre::FicheAction, id);
    tx.signaler(evenement);
    tx.referentiel_change().await?;
    Ok(id)
}

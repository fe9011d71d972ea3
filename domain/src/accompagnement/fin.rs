//! The end of an accompaniment, by an act or with its parcours.

use chrono::{Days, NaiveDate};
use serde::Serialize;
use uuid::Uuid;

use super::{Accompagnement, IssueAccompagnement as Issue, charge, contact, fermeture, lecture, refus};
use crate::allocataire::{accueil, modification};
use crate::dispositif::Dispositif;
use crate::erreur::{CodeErreurMetier, ErreurMetier, Panne, Refus};
use crate::evenement::{Evenement, TypeEvenement};
use crate::identifiant::Genre;
use crate::lien;
use crate::pacte::delai::Delai;
use crate::parcours::acte::{Dossier, francais};
use crate::parcours::{CategorieSortie, MotifSortie};
use crate::politique::Acte;
use crate::prescription::couplage::{self, Etat};
use crate::session::{self, Ecriture, Session};
use crate::vocabulaire::Enumeration;

#[derive(Clone, Debug, Serialize)]
pub struct Terminaison {
    pub accompagnement: Uuid,
    pub version: i64,
    pub fin: Option<NaiveDate>,
    pub issue: Issue,
    pub motif: Option<MotifSortie>,
    pub suivi_jusqu_au: Option<NaiveDate>,
}

pub async fn terminer(session: &Session, cle: Option<Uuid>, terminaison: Terminaison) -> Result<session::Issue, Panne> {
    session.ecrire("terminerAccompagnement", cle, terminaison, |tx, t| Box::pin(conclure(tx, t))).await
}

/// How it ends, once checked.
struct Terme {
    fin: NaiveDate,
    issue: Issue,
    motif: Option<MotifSortie>,
    suivi: Option<NaiveDate>,
}

async fn conclure(tx: &mut Ecriture, t: Terminaison) -> Result<Uuid, Refus> {
    let a = prendre(tx, &t).await?;
    if t.motif.is_some_and(|m| MotifSortie::VALEURS[m.rang()].sensible) {
        accueil::sensible_ouvert(tx, "motif")?;
    }
    let fin = jour(tx, &a, t.fin)?;
    let terme = Terme { fin, issue: t.issue, motif: t.motif, suivi: suivi(tx, &a, &t, fin)? };
    clore(tx, &a, &terme).await?;
    Ok(a.id)
}

/// The accompaniment, when the caller runs it or may end it on this person, as it was read and while it lasts.
async fn prendre(tx: &Ecriture, t: &Terminaison) -> Result<Accompagnement, Refus> {
    const CHAMP: &str = "accompagnementId";
    let a = lecture::pour_acte(tx, t.accompagnement).await?.ok_or_else(|| ErreurMetier::introuvable(CHAMP))?;
    if a.partenaire != tx.perimetre.partenaire {
        modification::charger(tx, Acte::TerminerAccompagnement, a.allocataire_id, CHAMP).await?;
    }
    if a.version != t.version {
        return Err(ErreurMetier::conflit().into());
    }
    if a.fin.is_some() {
        return Err(ErreurMetier::nouvelle(CodeErreurMetier::TransitionInterdite, CHAMP, "Cet accompagnement est déjà terminé.").into());
    }
    Ok(a)
}

fn jour(tx: &Ecriture, a: &Accompagnement, fin: Option<NaiveDate>) -> Result<NaiveDate, ErreurMetier> {
    let fin = fin.unwrap_or(tx.perimetre.jour);
    if fin < a.debut || fin > tx.perimetre.jour {
        return Err(ErreurMetier::saisie("fin", format!("La fin se prend entre le {} et aujourd'hui.", francais(a.debut))));
    }
    let Some(dernier) = a.fin_au_plus_tard.filter(|dernier| fin > *dernier) else { return Ok(fin) };
    let regle = dispositif(tx, a).and_then(|d| d.regle(&tx.referentiel, "Dispositif.dureeMaximaleMois"));
    let message = format!("Ce dispositif dure jusqu'au {} au plus.", francais(dernier));
    Err(refus(CodeErreurMetier::DureeMaximaleDepassee, "fin", message, regle))
}

fn dispositif<'a>(tx: &'a Ecriture, a: &Accompagnement) -> Option<&'a Dispositif> {
    tx.referentiel.dispositifs.par_id(a.dispositif).map(AsRef::as_ref)
}

/// Until when the partner goes on with the person: the pacte's rule says for how long, and without one the days of an
/// ended relation are the most.
fn suivi(tx: &Ecriture, a: &Accompagnement, t: &Terminaison, fin: NaiveDate) -> Result<Option<NaiveDate>, ErreurMetier> {
    if t.issue != Issue::SortiePositive {
        let message = "Un suivi ne se prolonge qu'après une sortie positive.";
        return t.suivi_jusqu_au.map_or(Ok(None), |_| Err(ErreurMetier::saisie("suiviJusquAu", message)));
    }
    let regle = dispositif(tx, a).and_then(|d| d.regle(&tx.referentiel, "Accompagnement.suiviJusquAu"));
    let prevu = regle.and_then(Delai::lire).map(|delai| delai.apres(fin));
    let Some(le) = t.suivi_jusqu_au.or(prevu) else { return Ok(None) };
    let au_plus = prevu.or_else(|| fin.checked_add_days(Days::new(tx.base.reglages.jours_apres_cloture.unsigned_abs()))).unwrap_or(fin);
    if (fin..=au_plus).contains(&le) {
        return Ok(Some(le));
    }
    let message = format!("Le suivi s'arrête entre le {} et le {}.", francais(fin), francais(au_plus));
    Err(refus(CodeErreurMetier::SaisieInvalide, "suiviJusquAu", message, regle))
}

/// Ends every running accompaniment of a parcours that closes.
pub(crate) async fn interrompre(tx: &mut Ecriture, d: &Dossier, le: NaiveDate, motif: MotifSortie) -> Result<(), Refus> {
    let issue = if motif.categorie() == CategorieSortie::Autre { Issue::SortieSansSolution } else { Issue::SortiePositive };
    for a in lecture::en_cours_du_parcours(tx, &d.parcours.departement, d.parcours.id).await? {
        let fin = a.fin_au_plus_tard.map_or(le, |dernier| le.min(dernier)).max(a.debut);
        clore(tx, &a, &Terme { fin, issue, motif: Some(motif), suivi: None }).await?;
    }
    Ok(())
}

/// The row, what it counted for, and what goes with it. Whoever may end it does not see all of that.
async fn clore(tx: &mut Ecriture, a: &Accompagnement, t: &Terme) -> Result<(), Refus> {
    let en_suivi = t.suivi.is_some_and(|le| le >= tx.perimetre.jour);
    ecrire(tx, a, t, !en_suivi).await?;
    charge::rendre(tx, a.dispositif, a.agent).await?;
    if !en_suivi {
        let dernier = t.suivi.unwrap_or(t.fin);
        lien::fermer(tx, a.id, fermeture(dernier, tx.base.reglages.jours_apres_reference)).await?;
    }
    if let (Some(d), Some(parcours)) = (dispositif(tx, a), a.parcours) {
        contact::clore(tx, d, parcours).await?;
    }
    if let Some(prescription) = a.prescription {
        let etat = if t.issue == Issue::Abandon { Etat::Abandonne } else { Etat::Acheve };
        couplage::mener(tx, prescription, etat, t.fin).await?;
    }
    let personne = (a.departement.as_str(), a.allocataire_id);
    let evenement = Evenement::sur_dossier(tx, TypeEvenement::AccompagnementChange, (Genre::Accompagnement, a.id), personne);
    tx.signaler(evenement);
    Ok(())
}

/// One conditional update: the version that was read is still the row's, or another writer was first.
async fn ecrire(tx: &Ecriture, a: &Accompagnement, t: &Terme, suivi_clos: bool) -> Result<(), Refus> {
    let le = tx.base.horloge.instant();
    let mut q = tx.requete("update accompagnement set version = version + 1, fin = ");
    q.valeur(t.fin).texte(", issue = ").valeur(t.issue.code()).texte(", motif = ").valeur(t.motif.map(Enumeration::code));
    q.texte(", suivi_jusqu_au = ").valeur(t.suivi).texte(", suivi_clos = ").valeur(suivi_clos);
    q.texte(", termine_le = ").valeur(le).texte(", modifie_le = ").valeur(le);
    q.texte(" where departement = ").valeur(a.departement.as_str()).texte(" and id = ").valeur(a.id);
    q.texte(" and version = ").valeur(a.version).texte(" returning id");
    if tx.hors_perimetre(q).await?.is_empty() { Err(ErreurMetier::conflit().into()) } else { Ok(()) }
}

//! Writing down the PASS of a person, as the national platform gave it to her structure.

use chrono::NaiveDate;
use serde::Serialize;
use uuid::Uuid;

use super::{MotifProlongationPass, MotifSuspensionPass, Periode};
use crate::contrat_insertion::regles;
use crate::erreur::{ErreurMetier, Panne, Refus};
use crate::saisie;
use crate::session::Ecriture;
use crate::vocabulaire::Enumeration;

/// What is said of a PASS; an absent list is unchanged.
#[derive(Clone, Debug, Serialize)]
pub struct Pass {
    pub numero: String,
    pub debut: NaiveDate,
    pub fin: NaiveDate,
    pub suspensions: Option<Vec<Periode<MotifSuspensionPass>>>,
    pub prolongations: Option<Vec<Periode<MotifProlongationPass>>>,
}

const CHAMP: &str = "pass";
/// Periods of one list.
const AU_PLUS: usize = 30;

/// The person's PASS of that number, made or corrected; its id. Written as the platform: another structure of hers may have
/// brought it first.
pub(crate) async fn enregistrer(tx: &Ecriture, (departement, personne): (&str, Uuid), p: &Pass) -> Result<Uuid, Refus> {
    let numero = saisie::obligatoire(CHAMP, &p.numero, saisie::COURT)?;
    verifier(tx, p)?;
    let id = poser(tx, (departement, personne), &numero, p).await?;
    if let Some(suspensions) = &p.suspensions {
        remplacer(tx, "suspension_pass", (departement, id, personne), suspensions).await?;
    }
    if let Some(prolongations) = &p.prolongations {
        remplacer(tx, "prolongation_pass", (departement, id, personne), prolongations).await?;
    }
    Ok(id)
}

fn verifier(tx: &Ecriture, p: &Pass) -> Result<(), ErreurMetier> {
    let refus = |message: String| Err(ErreurMetier::saisie(CHAMP, message));
    saisie::depuis_1900(CHAMP, p.debut)?;
    let mois = regles::droit().map_or(0, |d| d.pass.duree_maximale_mois);
    let limite = p.debut.checked_add_months(chrono::Months::new(mois)).unwrap_or(NaiveDate::MAX);
    if p.fin < p.debut || p.fin >= limite {
        return refus(format!("Un PASS dure au plus {mois} mois, sans compter ses suspensions ni ses prolongations."));
    }
    if p.suspensions.as_ref().is_some_and(|liste| !suivies(liste, p.debut)) {
        return refus("Des suspensions se suivent sans se chevaucher, après le début du PASS.".to_owned());
    }
    if p.prolongations.as_ref().is_some_and(|liste| !suivies(liste, p.fin)) {
        return refus("Des prolongations se suivent sans se chevaucher, après la fin du PASS.".to_owned());
    }
    let sensible = p.prolongations.iter().flatten().any(|l| MotifProlongationPass::VALEURS[l.motif.rang()].sensible);
    if sensible { crate::allocataire::accueil::sensible_ouvert(tx, CHAMP) } else { Ok(()) }
}

/// In order, each with its days, none over another.
fn suivies<M>(liste: &[Periode<M>], depuis: NaiveDate) -> bool {
    let ordonnees = liste.windows(2).all(|paire| paire[0].au < paire[1].du);
    liste.len() <= AU_PLUS && ordonnees && liste.iter().all(|p| p.du <= p.au && p.du >= depuis)
}

async fn poser(tx: &Ecriture, (departement, personne): (&str, Uuid), numero: &str, p: &Pass) -> Result<Uuid, Panne> {
    let le = tx.base.horloge.instant();
    let mut q = tx.requete("insert into pass_iae (departement, id, allocataire_id, numero, debut, fin, cree_le, modifie_le) values (");
    q.valeurs([
        departement.into(),
        tx.base.id().into(),
        personne.into(),
        numero.into(),
        p.debut.into(),
        p.fin.into(),
        le.into(),
        le.into(),
    ]);
    q.texte(") on conflict (departement, allocataire_id, numero) do update set debut = excluded.debut, fin = excluded.fin, modifie_le = excluded.modifie_le returning id");
    tx.hors_perimetre(q).await?.first().ok_or(Panne::Donnee("pass"))?.lire(0)
}

async fn remplacer<M: Enumeration>(
    tx: &Ecriture,
    table: &str,
    (departement, pass, personne): (&str, Uuid, Uuid),
    liste: &[Periode<M>],
) -> Result<(), Panne> {
    let mut q = tx.requete("delete from ");
    q.texte(table).texte(" where departement = ").valeur(departement).texte(" and pass_id = ").valeur(pass);
    tx.hors_perimetre(q).await?;
    for p in liste {
        let mut q = tx.requete("insert into ");
        q.texte(table).texte(" (departement, pass_id, du, allocataire_id, au, motif) values (");
        q.valeurs([departement.into(), pass.into(), p.du.into(), personne.into(), p.au.into(), p.motif.code().into()]);
        q.texte(")");
        tx.hors_perimetre(q).await?;
    }
    Ok(())
}

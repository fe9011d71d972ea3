//! Taking a meeting for one act, and the checks that its acts share.

use chrono::{DateTime, Months, NaiveDate, Utc};
use uuid::Uuid;

use super::{Rencontre, StatutRencontre, lecture, statut};
use crate::erreur::{ErreurMetier, Panne, Refus};
use crate::session::Ecriture;

/// Months during which a meeting that was held is still recorded, and ahead of which none is planned.
const MOIS_PASSES: u32 = 12;
const MOIS_FUTURS: u32 = 24;

/// Partners, and people in one call, that an input may name.
const NOMBRE: usize = 100;

/// Locks the meeting's row, then reads what stands. Absent and not the caller's to conduct are one answer.
///
/// Only an act that names the version it read moves it: a version that any partner reads would otherwise count the
/// presences that their balance withholds.
pub(super) async fn prendre(tx: &Ecriture, id: Uuid, champ: &str, version: Option<i64>) -> Result<Rencontre, Refus> {
    let mut q = tx.requete("update rencontre set version = version + ");
    q.valeur(i64::from(version.is_some())).texte(", modifie_le = ").valeur(tx.base.horloge.instant());
    q.texte(" where id = ").valeur(id);
    if let Some(version) = version {
        q.texte(" and version = ").valeur(version);
    }
    let prise = tx.executer(q).await? == 1;
    let lue = lecture::pour_acte(tx, id).await?.filter(|r| r.conduite_par(&tx.perimetre));
    let rencontre = lue.ok_or_else(|| ErreurMetier::introuvable(champ))?;
    if prise { Ok(rencontre) } else { Err(ErreurMetier::conflit().into()) }
}

/// The same for an act on one of the invited, from the day of the meeting on.
pub(super) async fn prendre_tenue(tx: &Ecriture, id: Uuid) -> Result<Rencontre, Refus> {
    let rencontre = prendre(tx, id, "rencontreId", None).await?;
    if rencontre.statut == StatutRencontre::Annulee {
        return Err(statut::refus("rencontreId", "Cette rencontre est annulée.").into());
    }
    if rencontre.jour(&tx.referentiel) > tx.perimetre.jour {
        return Err(statut::refus("rencontreId", "La rencontre n'a pas encore eu lieu.").into());
    }
    Ok(rencontre)
}

/// A meeting is planned, or recorded after it was held.
pub(super) fn horaire(tx: &Ecriture, le: DateTime<Utc>) -> Result<DateTime<Utc>, ErreurMetier> {
    let maintenant = tx.base.horloge.instant();
    let debut = maintenant.checked_sub_months(Months::new(MOIS_PASSES));
    let fin = maintenant.checked_add_months(Months::new(MOIS_FUTURS));
    if debut.is_none_or(|debut| le >= debut) && fin.is_none_or(|fin| le <= fin) {
        return Ok(le);
    }
    let message = format!("Une rencontre se date des {MOIS_PASSES} derniers mois aux {MOIS_FUTURS} prochains.");
    Err(ErreurMetier::saisie("le", message))
}

/// Professionals are counted where nobody is invited by name; a free count would tell what the balance withholds.
pub(super) fn participants(nombre: Option<i64>, sur_invitation: bool) -> Result<Option<i64>, ErreurMetier> {
    if nombre.is_some() && sur_invitation {
        let message = "Une rencontre sur invitation se compte par ses invitations.";
        return Err(ErreurMetier::saisie("participants", message));
    }
    if nombre.is_none_or(|n| (0..=10_000).contains(&n)) {
        return Ok(nombre);
    }
    Err(ErreurMetier::saisie("participants", "De 0 à 10 000 participants."))
}

/// Ids of an input, each once and in order.
pub(super) fn distincts(champ: &str, ids: &[Uuid]) -> Result<Vec<Uuid>, ErreurMetier> {
    if ids.len() > NOMBRE {
        return Err(ErreurMetier::saisie(champ, format!("{NOMBRE} identifiants au plus.")));
    }
    let mut vus = Vec::with_capacity(ids.len());
    for id in ids {
        if !vus.contains(id) {
            vus.push(*id);
        }
    }
    Ok(vus)
}

/// Partners that work in the département.
pub(super) fn partenaires(tx: &Ecriture, champ: &str, departement: &str, ids: &[Uuid]) -> Result<Vec<Uuid>, ErreurMetier> {
    let ids = distincts(champ, ids)?;
    for id in &ids {
        let partenaire = tx.referentiel.partenaires.par_id(*id).ok_or_else(|| ErreurMetier::introuvable(champ))?;
        if !partenaire.departements.iter().any(|d| d == departement) {
            return Err(ErreurMetier::saisie(champ, "Un de ces partenaires n'intervient pas dans le département de la rencontre."));
        }
    }
    Ok(ids)
}

/// Partners come; none leaves, for decisions bear their signature.
pub(super) async fn asseoir(tx: &Ecriture, r: &Rencontre, partenaires: &[Uuid]) -> Result<(), Panne> {
    if partenaires.is_empty() {
        return Ok(());
    }
    let mut q = tx.requete("insert into rencontre_partenaire (departement, rencontre_id, partenaire_id) values ");
    for (rang, partenaire) in partenaires.iter().enumerate() {
        q.texte(if rang == 0 { "(" } else { ", (" });
        q.valeurs([r.departement.as_str().into(), r.id.into(), (*partenaire).into()]).texte(")");
    }
    q.texte(" on conflict (departement, rencontre_id, partenaire_id) do nothing");
    tx.executer(q).await.map(drop)
}

/// A day after the meeting's.
pub(super) fn apres(tx: &Ecriture, r: &Rencontre, le: Option<NaiveDate>) -> Result<Option<NaiveDate>, ErreurMetier> {
    if le.is_none_or(|le| le > r.jour(&tx.referentiel)) {
        return Ok(le);
    }
    Err(ErreurMetier::saisie("echeance", "L'échéance d'une décision suit le jour de la rencontre."))
}

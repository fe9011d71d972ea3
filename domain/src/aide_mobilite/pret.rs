//! Lending a vehicle: each of its days is one loan's, by the key of its table, whatever the number of writers.

use chrono::NaiveDate;
use serde::Serialize;
use uuid::Uuid;

use super::apport::Apport;
use super::transition::{PROLONGER, Partie};
use super::{AideMobilite, NatureAideMobilite as N, StatutAideMobilite as S, ecriture};
use crate::echeance::{self, CodeEcheance};
use crate::erreur::{CodeErreurMetier, ErreurMetier, Panne, Refus};
use crate::session::{Ecriture, Issue, Session};
use crate::vehicule::{self, TypeVehicule as T, Vehicule};

#[derive(Clone, Debug, Serialize)]
pub struct Prolongation {
    pub id: Uuid,
    pub version: i64,
    pub au: NaiveDate,
}

/// A loan is typed for a year at most, its prolongations included: beyond, it is a typing error.
const JOURS_AU_PLUS: i64 = 366;

/// Vehicles that an aid of this kind lends; none where it lends none.
const fn types(nature: N) -> &'static [T] {
    match nature {
        N::LocationDeuxRoues => &[T::Velo, T::VeloElectrique, T::Scooter],
        N::LocationQuatreRoues => &[T::Voiturette, T::Voiture],
        N::PretVelo => &[T::Velo, T::VeloElectrique],
        _ => &[],
    }
}

/// The vehicle to lend, its row locked: nobody else lends it, nor takes it out of service, meanwhile.
pub(super) async fn vehicule(tx: &Ecriture, d: &Apport) -> Result<Option<Vehicule>, Refus> {
    let types = types(d.nature);
    let Some(id) = d.vehicule else {
        let message = "Cette aide prête un véhicule : dites lequel.";
        return if types.is_empty() { Ok(None) } else { Err(ErreurMetier::saisie("vehiculeId", message).into()) };
    };
    if d.fin.is_none() {
        return Err(ErreurMetier::saisie("fin", "Un prêt a un retour prévu.").into());
    }
    let v = vehicule::prendre(tx, id).await?.ok_or_else(|| ErreurMetier::introuvable("vehiculeId"))?;
    if !types.contains(&v.type_) {
        return Err(ErreurMetier::saisie("vehiculeId", "Cette aide ne prête pas ce type de véhicule.").into());
    }
    if v.hors_service {
        return Err(occupe("vehiculeId", "Ce véhicule est hors service.").into());
    }
    if vehicule::en_retard(tx, id).await? {
        return Err(occupe("vehiculeId", "Ce véhicule n'est pas rendu.").into());
    }
    Ok(Some(v))
}

fn occupe(champ: &str, message: &str) -> ErreurMetier {
    ErreurMetier::nouvelle(CodeErreurMetier::PeriodeChevauchante, champ, message)
}

/// Takes every day of a period, or refuses.
pub(super) async fn reserver(tx: &Ecriture, aide: Uuid, vehicule: Uuid, (du, au): (NaiveDate, NaiveDate)) -> Result<(), Refus> {
    let jours = (au - du).num_days() + 1;
    if jours > JOURS_AU_PLUS {
        return Err(ErreurMetier::saisie("fin", "Un prêt se saisit pour un an au plus.").into());
    }
    if inscrire(tx, aide, vehicule, (du, au)).await? == jours.unsigned_abs() {
        return Ok(());
    }
    Err(occupe("vehiculeId", "Ce véhicule est déjà prêté un de ces jours.").into())
}

/// Days that were free and are now the loan's.
pub(super) async fn inscrire(tx: &Ecriture, aide: Uuid, vehicule: Uuid, (du, au): (NaiveDate, NaiveDate)) -> Result<u64, Panne> {
    let mut q = tx.requete("insert into jour_vehicule (vehicule_id, jour, aide_id, rendu) values ");
    for (rang, jour) in du.iter_days().take_while(|j| *j <= au).enumerate() {
        q.texte(if rang == 0 { "(" } else { ", (" });
        q.valeurs([vehicule.into(), jour.into(), aide.into(), false.into()]);
        q.texte(")");
    }
    q.texte(" on conflict (vehicule_id, jour) do nothing");
    tx.executer(q).await
}

/// Gives back the days after this one.
pub(super) async fn liberer(tx: &Ecriture, aide: Uuid, apres: NaiveDate) -> Result<(), Panne> {
    let mut q = tx.requete("delete from jour_vehicule where aide_id = ");
    q.valeur(aide).texte(" and jour > ").valeur(apres);
    tx.executer(q).await.map(drop)
}

/// Prolongs a loan, or shortens it.
pub async fn modifier(session: &Session, cle: Option<Uuid>, prolongation: Prolongation) -> Result<Issue, Panne> {
    session.ecrire("modifierPret", cle, prolongation, |tx, p| Box::pin(deplacer(tx, p))).await
}

async fn deplacer(tx: &mut Ecriture, p: Prolongation) -> Result<Uuid, Refus> {
    let a = ecriture::prendre(tx, (p.id, p.version), Partie::Operateur, "mobilite:apporter").await?;
    ecriture::verifier(&a, S::EnCours, PROLONGER)?;
    let pret = a.pret.ok_or_else(|| ErreurMetier::saisie("id", "Cette aide ne prête pas de véhicule."))?;
    if p.au < pret.du || p.au < tx.perimetre.jour {
        return Err(ErreurMetier::saisie("au", "Le retour se prévoit aujourd'hui ou plus tard, et après le départ.").into());
    }
    if (p.au - pret.du).num_days() >= JOURS_AU_PLUS {
        return Err(ErreurMetier::saisie("au", "Un prêt se saisit pour un an au plus.").into());
    }
    vehicule::prendre(tx, pret.vehicule).await?;
    if p.au > pret.au {
        prolonger(tx, &a, (pret.vehicule, pret.au), p.au).await?;
    } else {
        liberer(tx, a.id, p.au).await?;
    }
    ecriture::avancer(tx, &a, (S::EnCours, None), |q| {
        q.texte(", fin = ").valeur(p.au);
    })
    .await?;
    echeance::reporter(tx, a.id, CodeEcheance::RendreVehicule, p.au).await?;
    Ok(a.id)
}

async fn prolonger(tx: &Ecriture, a: &AideMobilite, (vehicule, fin): (Uuid, NaiveDate), au: NaiveDate) -> Result<(), Refus> {
    let du = fin.succ_opt().unwrap_or(fin);
    if inscrire(tx, a.id, vehicule, (du, au)).await? == (au - fin).num_days().unsigned_abs() {
        return Ok(());
    }
    Err(occupe("au", "Ce véhicule est promis à quelqu'un d'autre un de ces jours.").into())
}

/// The loan is over: its days keep what they were, and nothing is out any more.
pub(super) async fn rendre(tx: &Ecriture, aide: Uuid) -> Result<(), Panne> {
    let mut q = tx.requete("update jour_vehicule set rendu = ");
    q.valeur(true).texte(" where aide_id = ").valeur(aide);
    tx.executer(q).await.map(drop)
}

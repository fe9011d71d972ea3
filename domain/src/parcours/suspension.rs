//! Suspension of a parcours and its return, by an act or at its term.

use chrono::NaiveDate;
use serde::Serialize;
use uuid::Uuid;

use super::acte::{Dossier, charger, francais};
use super::{StatutParcours, statut};
use crate::erreur::{CodeErreurMetier, ErreurMetier, Panne, Refus};
use crate::evenement::TypeEvenement;
use crate::politique::{Acte, Classes};
use crate::saisie;
use crate::session::{Ecriture, Issue, Session};
use crate::vocabulaire::Enumeration;

#[derive(Clone, Debug, Serialize)]
pub struct Suspension {
    pub parcours: Uuid,
    pub version: i64,
    pub du: NaiveDate,
    pub jusqu_au: Option<NaiveDate>,
    pub motif: String,
}

#[derive(Clone, Debug, Serialize)]
pub struct Reprise {
    pub parcours: Uuid,
    pub version: i64,
    pub le: NaiveDate,
}

pub async fn suspendre(session: &Session, cle: Option<Uuid>, suspension: Suspension) -> Result<Issue, Panne> {
    session.ecrire("suspendreParcours", cle, suspension, |tx, s| Box::pin(interrompre(tx, s))).await
}

pub async fn reprendre(session: &Session, cle: Option<Uuid>, reprise: Reprise) -> Result<Issue, Panne> {
    session.ecrire("reprendreParcours", cle, reprise, |tx, r| Box::pin(retablir(tx, r))).await
}

async fn interrompre(tx: &mut Ecriture, s: Suspension) -> Result<Uuid, Refus> {
    let motif = saisie::obligatoire("motif", &s.motif, saisie::LONG)?;
    let d = charger(tx, Acte::SuspendreParcours, s.parcours, Some(s.version)).await?;
    d.avancer(tx, Acte::SuspendreParcours).await?;
    d.jour(tx, "du", s.du)?;
    if s.jusqu_au.is_some_and(|au| au < tx.perimetre.jour.max(s.du)) {
        return Err(ErreurMetier::saisie("jusquAu", "Une suspension finit après avoir commencé, aujourd'hui au plus tôt.").into());
    }
    if let Some(reprise) = derniere_reprise(tx, &d).await?.filter(|le| s.du < *le) {
        let message = format!("Une suspension a déjà couvert ces jours, jusqu'à la reprise du {}.", francais(reprise));
        return Err(ErreurMetier::nouvelle(CodeErreurMetier::PeriodeChevauchante, "du", message).into());
    }
    let mut q = tx.requete(
        "insert into suspension (departement, parcours_id, du, allocataire_id, jusqu_au, motif, statut_avant, partenaire_id) values (",
    );
    q.valeurs([
        d.parcours.departement.as_str().into(),
        d.parcours.id.into(),
        s.du.into(),
        d.personne.id.into(),
        s.jusqu_au.into(),
        motif.into(),
        d.parcours.statut.code().into(),
        tx.perimetre.partenaire.into(),
    ]);
    q.texte(")");
    tx.executer(q).await?;
    d.signaler(tx, TypeEvenement::ParcoursChange, Classes::PARCOURS);
    Ok(d.parcours.id)
}

async fn derniere_reprise(tx: &Ecriture, d: &Dossier) -> Result<Option<NaiveDate>, Panne> {
    let mut q = tx.requete("select max(reprise_le) from suspension where departement = ");
    q.valeur(d.parcours.departement.as_str()).texte(" and parcours_id = ").valeur(d.parcours.id);
    tx.lignes(q).await?.first().map_or(Ok(None), |l| l.lire(0))
}

async fn retablir(tx: &mut Ecriture, r: Reprise) -> Result<Uuid, Refus> {
    let d = charger(tx, Acte::ReprendreParcours, r.parcours, Some(r.version)).await?;
    statut::passage(Acte::ReprendreParcours, d.parcours.statut)?;
    d.jour(tx, "le", r.le)?;
    let mut q = tx.requete("select du, statut_avant from suspension where reprise_le is null and departement = ");
    q.valeur(d.parcours.departement.as_str()).texte(" and parcours_id = ").valeur(d.parcours.id);
    let lignes = tx.lignes(q).await?;
    let l = lignes.first().ok_or(Panne::Donnee("suspension"))?;
    let (du, avant): (NaiveDate, StatutParcours) = (l.lire(0)?, l.code(1)?);
    if r.le < du {
        return Err(ErreurMetier::saisie("le", format!("La suspension a commencé le {}.", francais(du))).into());
    }
    lever(tx, &d, r.le).await?;
    d.poser(tx, avant).await?;
    d.signaler(tx, TypeEvenement::ParcoursChange, Classes::PARCOURS);
    Ok(d.parcours.id)
}

/// Ends the running suspension, if any.
pub(super) async fn lever(tx: &Ecriture, d: &Dossier, le: NaiveDate) -> Result<(), Panne> {
    let mut q = tx.requete("update suspension set reprise_le = ");
    q.valeur(le).texte(" where reprise_le is null and departement = ").valeur(d.parcours.departement.as_str());
    q.texte(" and parcours_id = ").valeur(d.parcours.id);
    tx.executer(q).await.map(drop)
}

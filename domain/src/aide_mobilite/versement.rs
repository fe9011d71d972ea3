//! Paying what was granted, at once or in parts, to the person or to who sold.

use chrono::NaiveDate;
use serde::Serialize;
use uuid::Uuid;

use super::transition::{Partie, VERSER};
use super::{AideMobilite, DestinataireVersement, StatutAideMobilite as S, ecriture};
use crate::enveloppe;
use crate::erreur::{ErreurMetier, Panne, Refus};
use crate::parcours::acte::francais;
use crate::rendez_vous::jour;
use crate::saisie;
use crate::session::{Ecriture, Issue, Session};
use crate::vocabulaire::Enumeration;

#[derive(Clone, Debug, Serialize)]
pub struct Paiement {
    pub id: Uuid,
    pub version: i64,
    pub montant: i64,
    pub le: NaiveDate,
    pub a: DestinataireVersement,
    pub tiers: Option<String>,
    pub reference: Option<String>,
}

pub async fn verser(session: &Session, cle: Option<Uuid>, paiement: Paiement) -> Result<Issue, Panne> {
    session.ecrire("verserAideMobilite", cle, paiement, |tx, p| Box::pin(payer(tx, p))).await
}

async fn payer(tx: &mut Ecriture, p: Paiement) -> Result<Uuid, Refus> {
    let a = ecriture::prendre(tx, (p.id, p.version), Partie::Instructeur, "mobilite:instruire").await?;
    ecriture::verifier(&a, S::Versee, VERSER)?;
    let paiement = verifier(tx, &a, p)?;
    let verse = a.montants.verse + paiement.montant;
    let vers = if Some(verse) == a.montants.accorde { S::Versee } else { S::Accordee };
    let le = tx.base.horloge.instant();
    ecriture::avancer(tx, &a, (vers, None), |q| {
        q.texte(", montant_verse = ").valeur(verse);
        if vers == S::Versee {
            q.texte(", versee_le = ").valeur(le);
        }
    })
    .await?;
    inserer(tx, &a, &paiement).await?;
    enveloppe::verser(tx, a.dispositif, a.montants.annee.unwrap_or_default(), paiement.montant).await?;
    Ok(a.id)
}

/// What remains to pay, on a day since the decision, to a third party that is named or to the person.
fn verifier(tx: &Ecriture, a: &AideMobilite, mut p: Paiement) -> Result<Paiement, ErreurMetier> {
    saisie::montant("montant", p.montant)?;
    if p.montant > a.montants.accorde.unwrap_or_default() - a.montants.verse {
        return Err(ErreurMetier::saisie("montant", "On ne verse pas plus que ce qui reste de la somme accordée."));
    }
    let decidee = a.decidee_le.map_or(tx.perimetre.jour, jour);
    if p.le < decidee || p.le > tx.perimetre.jour {
        return Err(ErreurMetier::saisie("le", format!("Un versement se date entre le {} et aujourd'hui.", francais(decidee))));
    }
    p.tiers = saisie::facultatif("tiers", p.tiers.as_deref(), saisie::COURT)?;
    p.reference = saisie::facultatif("reference", p.reference.as_deref(), saisie::COURT)?;
    match (p.a, p.tiers.is_some()) {
        (DestinataireVersement::Tiers, false) => Err(ErreurMetier::saisie("tiers", "Dites à quel tiers.")),
        (DestinataireVersement::Beneficiaire, true) => Err(ErreurMetier::saisie("tiers", "Un versement à la personne n'a pas de tiers.")),
        _ => Ok(p),
    }
}

async fn inserer(tx: &Ecriture, a: &AideMobilite, p: &Paiement) -> Result<(), Panne> {
    let mut q = tx.requete("insert into versement_aide (departement, aide_id, rang, allocataire_id, montant, le, a, tiers, reference, agent_id, saisi_le) values (");
    q.valeurs([
        a.departement.as_str().into(),
        a.id.into(),
        (a.version + 1).into(),
        a.allocataire_id.into(),
        p.montant.into(),
        p.le.into(),
        p.a.code().into(),
        p.tiers.clone().into(),
        p.reference.clone().into(),
        tx.perimetre.agent.into(),
        tx.base.horloge.instant().into(),
    ]);
    q.texte(")");
    tx.executer(q).await.map(drop)
}

//! The record of decisions: what a person and the partners agreed on, signed by all who were there.

use chrono::NaiveDate;
use serde::Serialize;
use uuid::Uuid;

use super::acte::{self, prendre_tenue};
use super::presence::{cible, place};
use super::{Rencontre, statut};
use crate::erreur::{CodeErreurMetier, ErreurMetier, Panne, Refus};
use crate::pacte::delai::regle_appliquee;
use crate::rendez_vous::Presence;
use crate::saisie::{self, Controle, LONG};
use crate::session::{Ecriture, Issue, Session};

#[derive(Clone, Debug, Serialize)]
pub struct Consignation {
    pub rencontre: Uuid,
    pub allocataire: Uuid,
    pub accord_personne: bool,
    pub objectifs: Vec<String>,
    pub moyens: Vec<String>,
    pub echeance: Option<NaiveDate>,
    pub avis: Option<String>,
    pub signataires: Vec<Uuid>,
}

/// Objectives, or means, of one record.
const NOMBRE: usize = 20;

/// What the rule of a pacte asks of a record.
const SIGNATAIRES: &str = "ReleveDecisions.signataires";

/// A record replaces the one before it.
pub async fn consigner(session: &Session, cle: Option<Uuid>, consignation: Consignation) -> Result<Issue, Panne> {
    session.ecrire("consignerDecision", cle, consignation, |tx, c| Box::pin(inscrire(tx, c))).await
}

async fn inscrire(tx: &mut Ecriture, c: Consignation) -> Result<Uuid, Refus> {
    let rencontre = prendre_tenue(tx, c.rencontre).await?;
    if !rencontre.type_.decide() {
        return Err(ErreurMetier::saisie(
            "rencontreId",
            "Seules une équipe pluridisciplinaire et une commission de suivi consignent des décisions.",
        )
        .into());
    }
    if place(tx, &rencontre, c.allocataire).await?.presence != Presence::Present {
        return Err(statut::refus("allocataireId", "Une décision se consigne avec une personne dont la présence est relevée.").into());
    }
    let c = verifier(tx, &rencontre, &c)?;
    ecrire(tx, &rencontre, &c).await?;
    signer(tx, &rencontre, &c).await?;
    rencontre.signaler_personne(tx, c.allocataire);
    Ok(rencontre.id)
}

/// The input in its normal form, or every refusal at once.
fn verifier(tx: &Ecriture, rencontre: &Rencontre, c: &Consignation) -> Result<Consignation, Refus> {
    let mut controle = Controle::default();
    let nette = Consignation {
        rencontre: c.rencontre,
        allocataire: c.allocataire,
        accord_personne: c.accord_personne,
        objectifs: controle.lire(liste("objectifs", &c.objectifs)),
        moyens: controle.lire(liste("moyens", &c.moyens)),
        avis: controle.lire(saisie::facultatif("avis", c.avis.as_deref(), LONG)),
        echeance: controle.lire(acte::apres(tx, rencontre, c.echeance)),
        signataires: controle.lire(signataires(tx, rencontre, &c.signataires)),
    };
    controle.conclure()?;
    Ok(nette)
}

fn liste(champ: &str, textes: &[String]) -> Result<Vec<String>, ErreurMetier> {
    if !(1..=NOMBRE).contains(&textes.len()) {
        return Err(ErreurMetier::saisie(champ, format!("De 1 à {NOMBRE} lignes.")));
    }
    textes.iter().map(|t| saisie::obligatoire(champ, t, LONG)).collect()
}

/// Everyone who was there signs, and nobody else: a signatory reads what it signed.
fn signataires(tx: &Ecriture, r: &Rencontre, ids: &[Uuid]) -> Result<Vec<Uuid>, ErreurMetier> {
    let ids = acte::distincts("signataires", ids)?;
    let mut presents = r.partenaires.iter().chain(std::iter::once(&r.organisateur));
    if ids.iter().any(|id| *id != r.organisateur && !r.partenaires.contains(id)) {
        return Err(ErreurMetier::saisie("signataires", "Seuls l'organisateur et les partenaires présents signent."));
    }
    if presents.all(|id| ids.contains(id)) {
        return Ok(ids);
    }
    let regle = regle_appliquee(&tx.referentiel, &r.departement, SIGNATAIRES).map(|regle| regle.code.clone());
    let message = "L'organisateur et tous les partenaires présents signent le relevé de décisions.";
    Err(ErreurMetier { regle, ..ErreurMetier::nouvelle(CodeErreurMetier::DossierIncomplet, "signataires", message) })
}

async fn ecrire(tx: &Ecriture, rencontre: &Rencontre, c: &Consignation) -> Result<(), Panne> {
    let texte = |lignes: &[String]| serde_json::to_string(lignes).map_err(|_| Panne::Donnee("decision"));
    let mut q = tx.requete("update invitation set accord_personne = ");
    q.valeur(c.accord_personne).texte(", objectifs = ").valeur(texte(&c.objectifs)?);
    q.texte(", moyens = ").valeur(texte(&c.moyens)?).texte(", echeance = ").valeur(c.echeance);
    q.texte(", avis = ").valeur(c.avis.clone()).texte(", consignee_le = ").valeur(tx.base.horloge.instant());
    cible(&mut q, rencontre, c.allocataire);
    tx.executer(q).await.map(drop)
}

/// Partners present never leave, so whoever signed a first record signs the next one too.
async fn signer(tx: &Ecriture, rencontre: &Rencontre, c: &Consignation) -> Result<(), Panne> {
    let mut q = tx.requete("insert into signataire (departement, rencontre_id, allocataire_id, partenaire_id) values ");
    for (rang, partenaire) in c.signataires.iter().enumerate() {
        q.texte(if rang == 0 { "(" } else { ", (" });
        q.valeurs([rencontre.departement.as_str().into(), rencontre.id.into(), c.allocataire.into(), (*partenaire).into()]).texte(")");
    }
    q.texte(" on conflict (departement, rencontre_id, allocataire_id, partenaire_id) do nothing");
    tx.executer(q).await.map(drop)
}

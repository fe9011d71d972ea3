//! Signing, renewing and breaking a contract.

use chrono::NaiveDate;
use serde::Serialize;
use uuid::Uuid;

use super::TypeContratEngagement as T;
use crate::echeance::{self, CodeEcheance, Echeance};
use crate::erreur::{CodeErreurMetier, ErreurMetier, Panne, Refus};
use crate::evenement::TypeEvenement;
use crate::parcours::acte::{Dossier, charger, francais};
use crate::parcours::{Designation, delai};
use crate::partenaire::TypePartenaire;
use crate::politique::{Acte, Classes};
use crate::saisie;
use crate::session::{Ecriture, Issue, Session};
use crate::vocabulaire::Enumeration;

#[derive(Clone, Debug, Serialize)]
pub struct Signature {
    pub parcours: Uuid,
    pub version: i64,
    pub type_: T,
    pub signe_le: NaiveDate,
    pub debut: NaiveDate,
    pub fin: NaiveDate,
    pub engagements: Vec<String>,
    pub renouvelle: Option<Uuid>,
}

#[derive(Clone, Debug, Serialize)]
pub struct Rupture {
    pub parcours: Uuid,
    pub version: i64,
    pub contrat: Uuid,
    pub le: NaiveDate,
    pub motif: String,
}

/// Engagements of one contract.
const ENGAGEMENTS: usize = 20;
/// Years that a contract may run: a longer one is a typing error.
const DUREE_MAXIMALE: u32 = 3;

pub async fn signer(session: &Session, cle: Option<Uuid>, signature: Signature) -> Result<Issue, Panne> {
    session.ecrire("signerContrat", cle, signature, |tx, s| Box::pin(conclure(tx, s))).await
}

pub async fn rompre(session: &Session, cle: Option<Uuid>, rupture: Rupture) -> Result<Issue, Panne> {
    session.ecrire("rompreContrat", cle, rupture, |tx, r| Box::pin(denoncer(tx, r))).await
}

async fn conclure(tx: &mut Ecriture, s: Signature) -> Result<Uuid, Refus> {
    let engagements = engagements(&s)?;
    let d = charger(tx, Acte::SignerContrat, s.parcours, Some(s.version)).await?;
    d.avancer(tx, Acte::SignerContrat).await?;
    let referent = verifier(tx, &d, &s)?.clone();
    if let Some(precedent) = s.renouvelle {
        remplacer(tx, &d, precedent, s.signe_le).await?;
    }
    chevauchement(tx, &d, &s).await?;
    let mut q = tx.requete("insert into contrat (departement, id, parcours_id, allocataire_id, type, signe_le, debut, fin, engagements, partenaire_id, agent_id, renouvelle_id, cree_le) values (");
    q.valeurs([
        d.parcours.departement.as_str().into(),
        tx.base.id().into(),
        d.parcours.id.into(),
        d.personne.id.into(),
        s.type_.code().into(),
        s.signe_le.into(),
        s.debut.into(),
        s.fin.into(),
        engagements.into(),
        referent.partenaire.into(),
        referent.agent.into(),
        s.renouvelle.into(),
        tx.base.horloge.instant().into(),
    ]);
    q.texte(")");
    tx.executer(q).await?;
    echeance::clore(tx, d.parcours.id, CodeEcheance::Contractualiser).await?;
    renouveler(tx, &d, &referent, s.fin).await?;
    d.signaler(tx, TypeEvenement::ContratSigne, Classes::PARCOURS);
    Ok(d.parcours.id)
}

fn engagements(s: &Signature) -> Result<String, ErreurMetier> {
    if s.engagements.is_empty() || s.engagements.len() > ENGAGEMENTS {
        return Err(ErreurMetier::saisie("engagements", format!("De 1 à {ENGAGEMENTS} engagements.")));
    }
    let nets = s.engagements.iter().map(|e| saisie::obligatoire("engagements", e, saisie::LONG)).collect::<Result<Vec<_>, _>>()?;
    Ok(serde_json::to_string(&nets).unwrap_or_default())
}

/// Signed with the référent of that day, by a kind of partner that makes this kind of contract.
fn verifier<'a>(tx: &Ecriture, d: &'a Dossier, s: &Signature) -> Result<&'a Designation, ErreurMetier> {
    d.jour(tx, "signeLe", s.signe_le)?;
    if s.debut > s.fin || s.debut < d.parcours.ouvert_le {
        return Err(ErreurMetier::saisie("debut", "Un contrat commence dans le parcours, et avant de finir."));
    }
    if s.debut.checked_add_months(chrono::Months::new(12 * DUREE_MAXIMALE)).is_none_or(|terme| s.fin > terme) {
        return Err(ErreurMetier::saisie("fin", format!("Un contrat court {DUREE_MAXIMALE} ans au plus.")));
    }
    let referent = d.parcours.referent(s.signe_le).ok_or_else(|| {
        ErreurMetier::nouvelle(CodeErreurMetier::DossierIncomplet, "signeLe", "Aucun référent n'était désigné ce jour-là.")
    })?;
    let genre = tx.referentiel.partenaires.par_id(referent.partenaire).map(|p| p.type_);
    let admis = match s.type_ {
        T::Ppae => matches!(genre, Some(TypePartenaire::PoleEmploi | TypePartenaire::CapEmploi)),
        T::Pacea => genre == Some(TypePartenaire::MissionLocale),
        T::Cer | T::ContratEngagement => true,
    };
    if admis {
        Ok(referent)
    } else {
        Err(ErreurMetier::saisie("type", "Le référent n'est pas un partenaire qui conclut ce type de contrat."))
    }
}

/// The renewed contract gives way.
async fn remplacer(tx: &Ecriture, d: &Dossier, contrat: Uuid, le: NaiveDate) -> Result<(), Refus> {
    let mut q = tx.requete("update contrat set remplace_le = ");
    q.valeur(le).texte(" where rompu_le is null and remplace_le is null and departement = ").valeur(d.parcours.departement.as_str());
    q.texte(" and parcours_id = ").valeur(d.parcours.id).texte(" and id = ").valeur(contrat);
    if tx.executer(q).await? == 1 { Ok(()) } else { Err(ErreurMetier::introuvable("renouvelleId").into()) }
}

async fn chevauchement(tx: &Ecriture, d: &Dossier, s: &Signature) -> Result<(), Refus> {
    let mut q = tx.requete("select fin from contrat where rompu_le is null and remplace_le is null and departement = ");
    q.valeur(d.parcours.departement.as_str()).texte(" and parcours_id = ").valeur(d.parcours.id);
    q.texte(" and debut <= ").valeur(s.fin).texte(" and fin >= ").valeur(s.debut).texte(" limit 1");
    let Some(fin) = tx.lignes(q).await?.first().map(|l| l.lire::<NaiveDate>(0)).transpose()? else { return Ok(()) };
    let message = format!("Un contrat court déjà jusqu'au {} : renouvelez-le par renouvelleId, ou rompez-le.", francais(fin));
    Err(ErreurMetier::nouvelle(CodeErreurMetier::PeriodeChevauchante, "debut", message).into())
}

/// A contract is renewed by its end.
async fn renouveler(tx: &Ecriture, d: &Dossier, referent: &Designation, fin: NaiveDate) -> Result<(), Panne> {
    let attente = Echeance {
        departement: d.parcours.departement.clone(),
        code: CodeEcheance::RenouvelerContrat,
        objet: d.parcours.id,
        allocataire: Some(d.personne.id),
        responsable: referent.partenaire,
        agent: referent.agent,
        depuis: tx.base.horloge.instant(),
        due: fin,
        regle: None,
    };
    echeance::remplacer(tx, &attente).await
}

async fn denoncer(tx: &mut Ecriture, r: Rupture) -> Result<Uuid, Refus> {
    let motif = saisie::obligatoire("motif", &r.motif, saisie::LONG)?;
    let d = charger(tx, Acte::RompreContrat, r.parcours, Some(r.version)).await?;
    d.avancer(tx, Acte::RompreContrat).await?;
    d.jour(tx, "le", r.le)?;
    let mut q = tx.requete("update contrat set rompu_le = ");
    q.valeur(r.le).texte(", rompu_motif = ").valeur(motif).texte(" where rompu_le is null and remplace_le is null and departement = ");
    q.valeur(d.parcours.departement.as_str()).texte(" and parcours_id = ").valeur(d.parcours.id).texte(" and id = ").valeur(r.contrat);
    q.texte(" and debut <= ").valeur(r.le).texte(" and fin >= ").valeur(r.le);
    if tx.executer(q).await? == 0 {
        return Err(ErreurMetier::nouvelle(
            CodeErreurMetier::Introuvable,
            "contratId",
            "Aucun contrat de ce parcours ne court ce jour-là sous cet identifiant.",
        )
        .into());
    }
    echeance::clore(tx, d.parcours.id, CodeEcheance::RenouvelerContrat).await?;
    if let Some(referent) = d.parcours.referent(tx.perimetre.jour) {
        let objet = (d.parcours.departement.as_str(), d.personne.id, d.parcours.id);
        let responsable = Some((referent.partenaire, referent.agent));
        delai::ouvrir(tx, CodeEcheance::Contractualiser, objet, r.le, responsable).await?;
    }
    d.signaler(tx, TypeEvenement::ParcoursChange, Classes::PARCOURS);
    Ok(d.parcours.id)
}

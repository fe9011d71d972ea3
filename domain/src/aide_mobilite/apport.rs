//! Bringing an aid: a platform lends, repairs, accompanies, on a referral or for a person whom it already helps.

use std::sync::Arc;

use chrono::NaiveDate;
use serde::Serialize;
use uuid::Uuid;

use super::refus;
use super::{
    AideMobilite, Montants, MotifAideMobilite, NatureAideMobilite as N, Pret, StatutAideMobilite as S, couplage, ecriture, ligne, pret,
};
use crate::accompagnement::eligibilite as publics;
use crate::allocataire::modification::{self, Personne};
use crate::diagnostic_mobilite;
use crate::dispositif::{Dispositif, Mobilite};
use crate::erreur::{CodeErreurMetier, ErreurMetier, Panne, Refus};
use crate::lien::{self, Lien, Nature};
use crate::parcours::acte::francais;
use crate::politique::Acte;
use crate::prescription::{Prescription, TypePrescription};
use crate::rendez_vous::jour;
use crate::saisie;
use crate::session::{Ecriture, Issue, Session};

#[derive(Clone, Debug, Serialize)]
pub struct Apport {
    pub allocataire: Uuid,
    pub prescription: Option<Uuid>,
    pub dispositif: String,
    pub nature: N,
    pub motif: MotifAideMobilite,
    pub vehicule: Option<Uuid>,
    pub debut: NaiveDate,
    pub fin: Option<NaiveDate>,
}

pub async fn apporter(session: &Session, cle: Option<Uuid>, apport: Apport) -> Result<Issue, Panne> {
    session.ecrire("apporterAide", cle, apport, |tx, a| Box::pin(donner(tx, a))).await
}

async fn donner(tx: &mut Ecriture, d: Apport) -> Result<Uuid, Refus> {
    let personne = modification::charger(tx, Acte::ApporterAide, d.allocataire, "allocataireId").await?.objet;
    let prescription = couplage::cause(tx, &personne, d.prescription, &[TypePrescription::AideMobilite]).await?;
    let (dispositif, mobilite) = offre(tx, &personne, &d)?;
    periode(tx, &d, prescription.as_ref())?;
    let faits = publics::lire(tx, &personne.departement, personne.id).await?;
    publics::verifier(&dispositif, &faits, &tx.referentiel)?;
    diagnostiquee(tx, &personne, (&dispositif, &mobilite)).await?;
    let vehicule = pret::vehicule(tx, &d).await?;
    let a = neuve(tx, &d, &personne, (dispositif.id, prescription.as_ref().map(|p| p.id)), vehicule);
    ligne::inserer(tx, &a).await?;
    if let Some(p) = &a.pret {
        pret::reserver(tx, a.id, p.vehicule, (p.du, p.au)).await?;
    }
    ouvrir_relation(tx, &a).await?;
    ecriture::inscrire(tx, &a, (None, S::EnCours), (1, a.demandee_le), None).await?;
    ecriture::attendre(tx, &a, (None, S::EnCours)).await?;
    ecriture::signaler(tx, &a);
    if let Some(p) = &prescription {
        couplage::commencer(tx, p, d.debut.min(tx.perimetre.jour)).await?;
    }
    Ok(a.id)
}

/// A dispositif of the département's pactes that the caller operates, and that gives this aid without a fund.
fn offre(tx: &Ecriture, personne: &Personne, d: &Apport) -> Result<(Arc<Dispositif>, Mobilite), ErreurMetier> {
    let trouve = tx.referentiel.dispositif_de(&personne.departement, &d.dispositif);
    let trouve = trouve.and_then(|t| Some((Arc::clone(t), t.contenu.mobilite.clone()?)));
    let (dispositif, mobilite) = trouve.ok_or_else(|| ErreurMetier::introuvable("dispositifCode"))?;
    let inadapte = |champ, message: &str| Err(ErreurMetier::nouvelle(CodeErreurMetier::DestinataireInadapte, champ, message));
    if mobilite.fonds || !dispositif.contenu.operateurs.contains(&tx.perimetre.partenaire) {
        return inadapte("dispositifCode", "Vous ne mettez pas ce dispositif en œuvre.");
    }
    if !mobilite.natures.contains(&d.nature) {
        return inadapte("nature", "Ce dispositif ne donne pas cette aide.");
    }
    Ok((dispositif, mobilite))
}

/// Only a loan is booked in advance, and its return is known.
fn periode(tx: &Ecriture, d: &Apport, prescription: Option<&Prescription>) -> Result<(), ErreurMetier> {
    saisie::depuis_1900("debut", d.debut)?;
    if let Some(emise) = prescription.map(|p| jour(p.emise_le)).filter(|emise| d.debut < *emise) {
        return Err(ErreurMetier::saisie("debut", format!("La prescription est du {} : l'aide ne la précède pas.", francais(emise))));
    }
    if d.vehicule.is_none() && d.debut > tx.perimetre.jour {
        return Err(ErreurMetier::saisie("debut", "Seul un prêt de véhicule se réserve à l'avance."));
    }
    if d.fin.is_some_and(|fin| fin < d.debut) {
        return Err(ErreurMetier::saisie("fin", "Une aide finit après avoir commencé."));
    }
    Ok(())
}

/// Where the pacte wants an interview before any solution, the platform has recorded its own.
async fn diagnostiquee(tx: &Ecriture, personne: &Personne, (d, m): (&Dispositif, &Mobilite)) -> Result<(), Refus> {
    if !m.diagnostic_prealable || diagnostic_mobilite::existe(tx, (&personne.departement, personne.id)).await? {
        return Ok(());
    }
    let regle = d.regle(&tx.referentiel, "AideMobilite.diagnosticPrealable");
    let message = "Un diagnostic de mobilité précède la solution : enregistrez-le d'abord.";
    Err(refus(CodeErreurMetier::DossierIncomplet, "allocataireId", message, regle).into())
}

fn neuve(
    tx: &Ecriture,
    d: &Apport,
    personne: &Personne,
    (dispositif, prescription): (Uuid, Option<Uuid>),
    vehicule: Option<crate::vehicule::Vehicule>,
) -> AideMobilite {
    let fin = d.fin.unwrap_or(d.debut);
    AideMobilite {
        id: tx.base.id(),
        departement: personne.departement.clone(),
        version: 1,
        allocataire_id: personne.id,
        dispositif,
        nature: d.nature,
        motif: d.motif,
        statut: S::EnCours,
        demandeur: tx.perimetre.partenaire,
        agent_demandeur: tx.perimetre.agent,
        instructeur: tx.perimetre.partenaire,
        prescription,
        montants: Montants::default(),
        obligation_tiers: None,
        activite: None,
        eligibilite: Vec::new(),
        motif_refus: None,
        recours: None,
        pret: vehicule.map(|v| Pret { vehicule: v.id, du: d.debut, au: fin, tarif_journalier: v.tarif_journalier, rendu_le: None }),
        debut: Some(d.debut),
        fin: d.fin,
        solution_perenne: None,
        demandee_le: tx.base.horloge.instant(),
        decidee_le: None,
        versee_le: None,
        allocataire: None,
    }
}

/// The aid opens the person to who brings it, for as long as it lasts.
async fn ouvrir_relation(tx: &Ecriture, a: &AideMobilite) -> Result<(), Panne> {
    let lien = Lien {
        departement: a.departement.clone(),
        allocataire: a.allocataire_id,
        partenaire: a.demandeur,
        nature: Nature::Aide,
        objet: a.id,
        agent: a.agent_demandeur,
        contact_jusquau: lien::sans_fin(),
        identite_jusquau: lien::sans_fin(),
    };
    lien::ouvrir(tx, &[lien], a.demandee_le).await
}

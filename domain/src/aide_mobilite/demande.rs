//! Asking a fund: who may, for whom, for what, and the file that goes with it.

use std::sync::Arc;

use serde::Serialize;
use uuid::Uuid;

use super::eligibilite::{self, Projet};
use super::{Activite, AideMobilite, Montants, MotifAideMobilite, NatureAideMobilite, StatutAideMobilite as S, detail, ecriture, ligne};
use crate::allocataire::modification::{self, Personne};
use crate::dispositif::{Dispositif, Mobilite};
use crate::erreur::{CodeErreurMetier, ErreurMetier, Panne, Refus};
use crate::politique::Acte;
use crate::referentiel::Referentiel;
use crate::saisie::{self, Controle};
use crate::session::{Ecriture, Issue, Session};

#[derive(Clone, Debug, Serialize)]
pub struct Demande {
    pub allocataire: Uuid,
    pub dispositif: String,
    pub nature: NatureAideMobilite,
    pub motif: MotifAideMobilite,
    pub cout_total: i64,
    pub montant: i64,
    pub obligation_tiers: bool,
    pub activite: Option<Activite>,
    /// What the file holds already.
    pub pieces: Vec<String>,
}

pub async fn demander(session: &Session, cle: Option<Uuid>, demande: Demande) -> Result<Issue, Panne> {
    session.ecrire("demanderAideMobilite", cle, demande, |tx, d| Box::pin(deposer(tx, d))).await
}

async fn deposer(tx: &mut Ecriture, d: Demande) -> Result<Uuid, Refus> {
    let personne = modification::charger(tx, Acte::DemanderAideMobilite, d.allocataire, "allocataireId").await?.objet;
    let (dispositif, mobilite) = fonds(&tx.referentiel, &personne.departement, &d.dispositif)?;
    let (activite, pieces) = verifier(tx, &d)?;
    let projet = Projet { nature: d.nature, motif: d.motif, obligation_tiers: Some(d.obligation_tiers) };
    let faits = eligibilite::faits::pour_acte(tx, &personne, &mobilite).await?;
    let regles = eligibilite::evaluer(&tx.referentiel, &dispositif, projet, faits);
    eligibilite::exiger(&tx.referentiel, &dispositif, projet, faits)?;
    let a = AideMobilite { eligibilite: regles, ..neuve(tx, &d, (&personne, &dispositif), activite)? };
    ligne::inserer(tx, &a).await?;
    detail::fournir(tx, &a, &[], pieces).await?;
    ecriture::inscrire(tx, &a, (None, S::Demandee), (1, a.demandee_le), None).await?;
    ecriture::attendre(tx, &a, (None, S::Demandee)).await?;
    ecriture::signaler(tx, &a);
    Ok(a.id)
}

/// A fund of the département's pactes.
pub(super) fn fonds(referentiel: &Referentiel, departement: &str, code: &str) -> Result<(Arc<Dispositif>, Mobilite), ErreurMetier> {
    let trouve = referentiel.dispositif_de(departement, code).and_then(|d| Some((Arc::clone(d), d.contenu.mobilite.clone()?)));
    trouve.filter(|(_, m)| m.fonds).ok_or_else(|| ErreurMetier::introuvable("dispositifCode"))
}

fn verifier(tx: &Ecriture, d: &Demande) -> Result<(Option<Activite>, Vec<String>), Refus> {
    let mut controle = Controle::default();
    controle.lire(saisie::montant("coutTotal", d.cout_total));
    controle.lire(saisie::montant("montantDemande", d.montant));
    if d.montant > d.cout_total {
        controle.refuser(ErreurMetier::saisie("montantDemande", "Le fonds paie une partie de la dépense, et pas plus qu'elle."));
    }
    let activite = controle.lire(activite(tx, d.activite.as_ref()));
    let pieces = controle.lire(detail::libelles("pieces", &d.pieces));
    controle.conclure()?;
    Ok((activite, pieces))
}

fn activite(tx: &Ecriture, saisie_: Option<&Activite>) -> Result<Option<Activite>, ErreurMetier> {
    let Some(a) = saisie_ else { return Ok(None) };
    if a.commune.as_ref().is_some_and(|code| tx.referentiel.commune(code).is_none()) {
        return Err(ErreurMetier::introuvable("activite"));
    }
    Ok(Some(Activite {
        employeur: saisie::facultatif("activite", a.employeur.as_deref(), saisie::COURT)?,
        siret: a.siret.clone(),
        debut: a.debut.map(|le| saisie::depuis_1900("activite", le)).transpose()?,
        type_contrat: saisie::facultatif("activite", a.type_contrat.as_deref(), saisie::COURT)?,
        commune: a.commune.clone(),
    }))
}

/// The operator of the fund instructs.
fn neuve(
    tx: &Ecriture,
    d: &Demande,
    (personne, dispositif): (&Personne, &Dispositif),
    activite: Option<Activite>,
) -> Result<AideMobilite, ErreurMetier> {
    let instructeur = dispositif.contenu.operateurs.first().copied().ok_or_else(|| {
        let message = "Aucun partenaire n'instruit les demandes de ce fonds.";
        ErreurMetier::nouvelle(CodeErreurMetier::DestinataireInadapte, "dispositifCode", message)
    })?;
    Ok(AideMobilite {
        id: tx.base.id(),
        departement: personne.departement.clone(),
        version: 1,
        allocataire_id: personne.id,
        dispositif: dispositif.id,
        nature: d.nature,
        motif: d.motif,
        statut: S::Demandee,
        demandeur: tx.perimetre.partenaire,
        agent_demandeur: tx.perimetre.agent,
        instructeur,
        prescription: None,
        montants: Montants { cout_total: Some(d.cout_total), demande: Some(d.montant), ..Montants::default() },
        obligation_tiers: Some(d.obligation_tiers),
        activite,
        eligibilite: Vec::new(),
        motif_refus: None,
        recours: None,
        pret: None,
        debut: None,
        fin: None,
        solution_perenne: None,
        demandee_le: tx.base.horloge.instant(),
        decidee_le: None,
        versee_le: None,
        allocataire: None,
    })
}

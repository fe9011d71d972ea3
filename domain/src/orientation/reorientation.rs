//! Changing the orientation: asked by the référent, opined by the équipe pluridisciplinaire, decided or adjourned by the
//! Département before a deadline.

use std::collections::HashMap;

use chrono::{DateTime, Days, NaiveDate, Utc};
use serde::Serialize;
use uuid::Uuid;

use super::decision::{Decision, appliquer};
use crate::echeance::{self, CodeEcheance, Echeance};
use crate::erreur::{CodeErreurMetier, ErreurMetier, Panne, Refus};
use crate::evenement::TypeEvenement;
use crate::pacte::delai::Delai;
use crate::parcours::acte::{Dossier, charger};
use crate::parcours::{ModaliteAccompagnement, ModeDesignation, Parcours, delai};
use crate::politique::{Acte, Classes};
use crate::saisie;
use crate::session::{Ecriture, Issue, Session};
use crate::vocabulaire::{Enumeration, enumeration};

enumeration! {
    /// Suite donnée à une demande de réorientation ; ajournée, elle attend encore.
    DecisionReorientation { Acceptee "ACCEPTEE", Refusee "REFUSEE", Ajournee "AJOURNEE" }
}

/// A request and what became of it.
#[derive(Clone, Debug)]
pub struct DemandeReorientation {
    pub id: Uuid,
    pub modalite: ModaliteAccompagnement,
    pub motif: String,
    pub demandee_le: NaiveDate,
    pub par: Uuid,
    pub echeance: NaiveDate,
    pub avis: Option<String>,
    pub decision: Option<DecisionReorientation>,
    pub decidee_le: Option<NaiveDate>,
}

/// Requests of these parcours in order, one statement whatever their number. Those made before the caller followed the
/// person are not its to read.
pub async fn de(session: &Session, parcours: &[&Parcours]) -> Result<HashMap<Uuid, Vec<DemandeReorientation>>, Panne> {
    let par_id: HashMap<Uuid, &Parcours> = parcours.iter().filter(|p| p.regard.detail).map(|p| (p.id, *p)).collect();
    let mut q = session.requete("select r.parcours_id, r.id, r.modalite, r.motif, r.demandee_le, r.partenaire_id, r.echeance, r.avis, r.decision, r.decidee_le, r.cree_le from demande_reorientation r where r.parcours_id");
    q.parmi_ids(&par_id.keys().copied().collect::<Vec<_>>());
    session.departements(&mut q, "r.departement");
    q.texte(" order by r.parcours_id, r.id");
    let mut lues: HashMap<Uuid, Vec<DemandeReorientation>> = parcours.iter().map(|p| (p.id, Vec::new())).collect();
    for l in session.lignes(q).await? {
        let (id, par, cree_le): (Uuid, Uuid, DateTime<Utc>) = (l.lire(0)?, l.lire(5)?, l.lire(10)?);
        if !par_id.get(&id).is_some_and(|p| p.regard.ouvre(&[par], cree_le)) {
            continue;
        }
        lues.entry(id).or_default().push(DemandeReorientation {
            id: l.lire(1)?,
            modalite: l.code(2)?,
            motif: l.lire(3)?,
            demandee_le: l.lire(4)?,
            par,
            echeance: l.lire(6)?,
            avis: l.lire(7)?,
            decision: l.code_ou_nul(8)?,
            decidee_le: l.lire(9)?,
        });
    }
    Ok(lues)
}

#[derive(Clone, Debug, Serialize)]
pub struct Demande {
    pub parcours: Uuid,
    pub version: i64,
    pub modalite: ModaliteAccompagnement,
    pub motif: String,
}

#[derive(Clone, Debug, Serialize)]
pub struct Arbitrage {
    pub parcours: Uuid,
    pub version: i64,
    pub demande: Uuid,
    pub decision: DecisionReorientation,
    pub avis: Option<String>,
    pub vers: Option<Uuid>,
    pub ajournee_au: Option<NaiveDate>,
}

pub async fn demander(session: &Session, cle: Option<Uuid>, demande: Demande) -> Result<Issue, Panne> {
    session.ecrire("demanderReorientation", cle, demande, |tx, d| Box::pin(inscrire(tx, d))).await
}

pub async fn decider(session: &Session, cle: Option<Uuid>, arbitrage: Arbitrage) -> Result<Issue, Panne> {
    session.ecrire("deciderReorientation", cle, arbitrage, |tx, a| Box::pin(arbitrer(tx, a))).await
}

async fn inscrire(tx: &mut Ecriture, demande: Demande) -> Result<Uuid, Refus> {
    let motif = saisie::obligatoire("motif", &demande.motif, saisie::LONG)?;
    let d = charger(tx, Acte::DemanderReorientation, demande.parcours, Some(demande.version)).await?;
    d.avancer(tx, Acte::DemanderReorientation).await?;
    if attente(tx, &d, None).await?.is_some() {
        let message = "Une demande de réorientation attend déjà sa décision.";
        return Err(ErreurMetier::nouvelle(CodeErreurMetier::Doublon, "parcoursId", message).into());
    }
    let (due, regle) = terme(tx, &d);
    let mut q = tx.requete("insert into demande_reorientation (departement, id, parcours_id, allocataire_id, modalite, motif, demandee_le, partenaire_id, agent_id, echeance, cree_le) values (");
    q.valeurs([
        d.parcours.departement.as_str().into(),
        tx.base.id().into(),
        d.parcours.id.into(),
        d.personne.id.into(),
        demande.modalite.code().into(),
        motif.into(),
        tx.perimetre.jour.into(),
        tx.perimetre.partenaire.into(),
        tx.perimetre.agent.into(),
        due.into(),
        tx.base.horloge.instant().into(),
    ]);
    q.texte(")");
    tx.executer(q).await?;
    attendre(tx, &d, due, regle).await?;
    d.signaler(tx, TypeEvenement::ReorientationDemandee, Classes::DOSSIER);
    Ok(d.parcours.id)
}

/// The day by which to decide, and the rule that says so; the setting stands where the pacte is silent.
fn terme(tx: &Ecriture, d: &Dossier) -> (NaiveDate, Option<String>) {
    match Delai::de(&tx.referentiel, &d.parcours.departement, &CodeEcheance::DeciderReorientation.usage()) {
        Some(delai) => (delai.apres(tx.perimetre.jour), Some(delai.regle)),
        None => (tx.perimetre.jour + Days::new(tx.base.reglages.reorientation_jours.unsigned_abs()), None),
    }
}

async fn attendre(tx: &Ecriture, d: &Dossier, due: NaiveDate, regle: Option<String>) -> Result<(), Panne> {
    let Some(responsable) = delai::conseil(tx, &d.parcours.departement) else { return Ok(()) };
    let attente = Echeance {
        departement: d.parcours.departement.clone(),
        code: CodeEcheance::DeciderReorientation,
        objet: d.parcours.id,
        allocataire: Some(d.personne.id),
        responsable,
        agent: None,
        depuis: tx.base.horloge.instant(),
        due,
        regle,
    };
    echeance::remplacer(tx, &attente).await
}

/// The request that waits, of this id when one is given.
async fn attente(tx: &Ecriture, d: &Dossier, id: Option<Uuid>) -> Result<Option<(Uuid, ModaliteAccompagnement)>, Panne> {
    let mut q =
        tx.requete("select id, modalite from demande_reorientation where (decision is null or decision = 'AJOURNEE') and departement = ");
    q.valeur(d.parcours.departement.as_str()).texte(" and parcours_id = ").valeur(d.parcours.id);
    if let Some(id) = id {
        q.texte(" and id = ").valeur(id);
    }
    tx.lignes(q).await?.first().map(|l| Ok((l.lire(0)?, l.code(1)?))).transpose()
}

async fn arbitrer(tx: &mut Ecriture, a: Arbitrage) -> Result<Uuid, Refus> {
    let avis = saisie::facultatif("avisEquipePluridisciplinaire", a.avis.as_deref(), saisie::LONG)?;
    let d = charger(tx, Acte::DeciderReorientation, a.parcours, Some(a.version)).await?;
    d.avancer(tx, Acte::DeciderReorientation).await?;
    let (id, modalite) = attente(tx, &d, Some(a.demande)).await?.ok_or_else(|| ErreurMetier::introuvable("demandeId"))?;
    let echeance = match a.decision {
        DecisionReorientation::Ajournee => Some(ajourner(tx, &d, a.ajournee_au).await?),
        DecisionReorientation::Refusee => None,
        DecisionReorientation::Acceptee => {
            accepter(tx, &d, modalite, a.vers).await?;
            None
        }
    };
    consigner(tx, (&d, id), a.decision, avis, echeance).await?;
    if echeance.is_none() {
        echeance::clore(tx, d.parcours.id, CodeEcheance::DeciderReorientation).await?;
    }
    d.signaler(tx, TypeEvenement::ReorientationDecidee, Classes::DOSSIER);
    Ok(d.parcours.id)
}

/// Another deadline: the one given, or the delay counted again.
async fn ajourner(tx: &Ecriture, d: &Dossier, au: Option<NaiveDate>) -> Result<NaiveDate, Refus> {
    let (terme, regle) = terme(tx, d);
    let due = au.unwrap_or(terme);
    if due <= tx.perimetre.jour {
        return Err(ErreurMetier::saisie("ajourneeAu", "Un ajournement va à un jour à venir.").into());
    }
    attendre(tx, d, due, regle).await?;
    Ok(due)
}

async fn accepter(tx: &mut Ecriture, d: &Dossier, modalite: ModaliteAccompagnement, vers: Option<Uuid>) -> Result<(), Refus> {
    let vers = vers.ok_or_else(|| ErreurMetier::saisie("versPartenaireId", "Une réorientation acceptée dit vers quel partenaire."))?;
    d.avancer(tx, Acte::Orienter).await?;
    let decision = Decision {
        parcours: d.parcours.id,
        version: None,
        modalite,
        vers,
        agent: None,
        territoire: None,
        dispositif: None,
        decidee_le: None,
        mode: ModeDesignation::Reorientation,
        choix_personne: None,
        diagnostic: None,
        motif: Some("Réorientation".to_owned()),
        rencontre: None,
    };
    appliquer(tx, d, decision).await.map_err(dater_du_jour)
}

/// The orientation takes the day of the decision: what refuses that day is said of the decision.
fn dater_du_jour(refus: Refus) -> Refus {
    let Refus::Metier(mut erreurs) = refus else { return refus };
    for champ in erreurs.iter_mut().flat_map(|e| &mut e.champ).filter(|champ| *champ == "decideeLe") {
        "decision".clone_into(champ);
    }
    Refus::Metier(erreurs)
}

async fn consigner(
    tx: &Ecriture,
    (d, demande): (&Dossier, Uuid),
    decision: DecisionReorientation,
    avis: Option<String>,
    echeance: Option<NaiveDate>,
) -> Result<(), Panne> {
    let mut q = tx.requete("update demande_reorientation set decision = ");
    q.valeur(decision.code()).texte(", decidee_le = ").valeur(tx.perimetre.jour);
    if let Some(avis) = avis {
        q.texte(", avis = ").valeur(avis);
    }
    if let Some(echeance) = echeance {
        q.texte(", echeance = ").valeur(echeance);
    }
    q.texte(" where departement = ").valeur(d.parcours.departement.as_str()).texte(" and id = ").valeur(demande);
    tx.executer(q).await.map(drop)
}

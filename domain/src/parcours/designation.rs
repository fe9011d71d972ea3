//! The référent: one at any date, without overlap or hole.

use chrono::NaiveDate;
use serde::Serialize;
use uuid::Uuid;

use super::acte::{Dossier, charger, francais};
use super::{Designation, ModeDesignation};
use crate::echeance;
use crate::erreur::{CodeErreurMetier, ErreurMetier, Panne, Refus};
use crate::evenement::TypeEvenement;
use crate::lien::{self, Fin, Lien, Nature, sans_fin};
use crate::politique::{Acte, Classes, Profil};
use crate::saisie;
use crate::session::{Ecriture, Issue, Session};
use crate::vocabulaire::Enumeration;

#[derive(Clone, Debug, Serialize)]
pub struct Choix {
    pub parcours: Uuid,
    pub version: i64,
    pub partenaire: Uuid,
    pub agent: Option<Uuid>,
    pub debut: Option<NaiveDate>,
    pub mode: ModeDesignation,
    pub motif_fin_precedent: Option<String>,
}

pub async fn designer_referent(session: &Session, cle: Option<Uuid>, choix: Choix) -> Result<Issue, Panne> {
    session.ecrire("designerReferent", cle, choix, |tx, c| Box::pin(choisir(tx, c))).await
}

async fn choisir(tx: &mut Ecriture, c: Choix) -> Result<Uuid, Refus> {
    let motif_fin = saisie::facultatif("motifFinPrecedent", c.motif_fin_precedent.as_deref(), saisie::LONG)?;
    let d = charger(tx, Acte::DesignerReferent, c.parcours, Some(c.version)).await?;
    d.avancer(tx, Acte::DesignerReferent).await?;
    verifier_referent(tx, &d, c.partenaire, c.agent, "partenaireId")?;
    let debut = d.jour(tx, "debut", c.debut.unwrap_or(tx.perimetre.jour))?;
    let referent = Referent { partenaire: c.partenaire, agent: c.agent, debut, champ: "debut", mode: c.mode, motif_fin };
    if d.parcours.designations.last().is_some_and(|derniere| referent.est(derniere)) {
        let message = "Ce partenaire et cet agent sont déjà le référent de ce parcours.";
        return Err(ErreurMetier::nouvelle(CodeErreurMetier::ReferentDejaDesigne, "partenaireId", message).into());
    }
    designer(tx, &d, &referent).await?;
    Ok(d.parcours.id)
}

/// Who follows from a day on.
pub(crate) struct Referent {
    pub partenaire: Uuid,
    pub agent: Option<Uuid>,
    pub debut: NaiveDate,
    /// The field of the input that gives this day.
    pub champ: &'static str,
    pub mode: ModeDesignation,
    /// Why the one before stopped.
    pub motif_fin: Option<String>,
}

impl Referent {
    fn est(&self, d: &Designation) -> bool {
        self.partenaire == d.partenaire && self.agent == d.agent
    }

    /// Already the one in charge, unless another agent of it is named.
    pub fn est_en_charge(&self, d: &Designation) -> bool {
        self.partenaire == d.partenaire && self.agent.is_none_or(|agent| d.agent == Some(agent))
    }
}

/// A référent is of a kind of partner that follows people, where the person lives.
pub(crate) fn verifier_referent(
    tx: &Ecriture,
    d: &Dossier,
    partenaire: Uuid,
    agent: Option<Uuid>,
    champ: &str,
) -> Result<(), ErreurMetier> {
    let inadapte = |message: &str| ErreurMetier::nouvelle(CodeErreurMetier::DestinataireInadapte, champ, message);
    let p = tx.referentiel.partenaires.par_id(partenaire).ok_or_else(|| ErreurMetier::introuvable(champ))?;
    if !p.departements.contains(&d.parcours.departement) {
        return Err(inadapte("Ce partenaire n'intervient pas dans le département de la personne."));
    }
    if !matches!(Profil::de(p.type_), Profil::Departement | Profil::Referent) {
        return Err(inadapte("Un partenaire de ce type n'est pas référent."));
    }
    verifier_agent(tx, partenaire, agent)
}

pub(crate) fn verifier_agent(tx: &Ecriture, partenaire: Uuid, agent: Option<Uuid>) -> Result<(), ErreurMetier> {
    let Some(agent) = agent else { return Ok(()) };
    let connu = tx.referentiel.agents.par_id(agent).is_some_and(|a| a.partenaire == partenaire && a.actif);
    if connu { Ok(()) } else { Err(ErreurMetier::saisie("agentId", "Aucun agent actif de ce partenaire n'a cet identifiant.")) }
}

/// Writes the designation, then what it opens and closes. The last one of the same day is corrected in its place.
pub(crate) async fn designer(tx: &mut Ecriture, d: &Dossier, r: &Referent) -> Result<(), Refus> {
    let derniere = d.parcours.designations.last();
    match derniere {
        Some(derniere) if derniere.debut > r.debut => {
            let message = format!("Le référent actuel l'est depuis le {} : le suivant commence après.", francais(derniere.debut));
            return Err(ErreurMetier::nouvelle(CodeErreurMetier::PeriodeChevauchante, r.champ, message).into());
        }
        Some(derniere) if derniere.debut == r.debut => corriger(tx, d, r).await?,
        _ => inserer(tx, d, r).await?,
    }
    relier(tx, d, derniere, r).await?;
    d.signaler(tx, TypeEvenement::ReferentDesigne, Classes::PARCOURS);
    Ok(())
}

async fn inserer(tx: &Ecriture, d: &Dossier, r: &Referent) -> Result<(), Panne> {
    let p = &d.parcours;
    if let Some(derniere) = p.designations.last() {
        let mut q = tx.requete("update designation set motif_fin = ");
        q.valeur(r.motif_fin.clone()).texte(" where departement = ").valeur(p.departement.as_str());
        q.texte(" and parcours_id = ").valeur(p.id).texte(" and debut = ").valeur(derniere.debut);
        tx.executer(q).await?;
    }
    let mut q =
        tx.requete("insert into designation (departement, parcours_id, debut, allocataire_id, partenaire_id, agent_id, mode) values (");
    q.valeurs([
        p.departement.as_str().into(),
        p.id.into(),
        r.debut.into(),
        p.allocataire_id.into(),
        r.partenaire.into(),
        r.agent.into(),
        r.mode.code().into(),
    ]);
    q.texte(")");
    tx.executer(q).await.map(drop)
}

async fn corriger(tx: &Ecriture, d: &Dossier, r: &Referent) -> Result<(), Panne> {
    let mut q = tx.requete("update designation set partenaire_id = ");
    q.valeur(r.partenaire).texte(", agent_id = ").valeur(r.agent).texte(", mode = ").valeur(r.mode.code());
    q.texte(" where departement = ").valeur(d.parcours.departement.as_str()).texte(" and parcours_id = ").valeur(d.parcours.id);
    q.texte(" and debut = ").valeur(r.debut);
    tx.executer(q).await.map(drop)
}

/// The successor's relation opens; the predecessor reads for some days more, unless it was named by mistake.
async fn relier(tx: &Ecriture, d: &Dossier, derniere: Option<&Designation>, r: &Referent) -> Result<(), Panne> {
    let objet = d.parcours.id;
    if let Some(precedente) = derniere {
        echeance::confier(tx, objet, precedente.partenaire, (r.partenaire, r.agent)).await?;
    }
    if let Some(precedente) = derniere.filter(|precedente| precedente.partenaire != r.partenaire) {
        let jours = if precedente.debut == r.debut { 0 } else { tx.base.reglages.jours_apres_reference };
        lien::fermer_pour(tx, objet, precedente.partenaire, Fin { le: r.debut, jours }).await?;
    }
    let lien = Lien {
        departement: d.parcours.departement.clone(),
        allocataire: d.parcours.allocataire_id,
        partenaire: r.partenaire,
        nature: Nature::Referent,
        objet,
        agent: r.agent,
        contact_jusquau: sans_fin(),
        identite_jusquau: sans_fin(),
    };
    lien::prolonger(tx, lien, tx.base.horloge.instant()).await?;
    lien::confier(tx, objet, r.partenaire, r.agent).await
}

//! Parcours, from the claim to the exit, and the référents designated along the way.

use std::collections::HashMap;
use std::sync::Arc;

use chrono::{Days, NaiveDate};
use uuid::Uuid;

use crate::allocataire::Allocataire;
use crate::erreur::Panne;
use crate::politique::Classes;
use crate::portee::Portees;
use crate::requete::{Ligne, Requete};
use crate::session::Session;
use crate::vocabulaire::enumeration;

enumeration! {
    /// Où en est un parcours.
    StatutParcours {
        AOrienter "A_ORIENTER",
        Oriente "ORIENTE",
        Accompagne "ACCOMPAGNE",
        Suspendu "SUSPENDU",
        Clos "CLOS",
    }
}

enumeration! {
    /// Les quatre modalités d'accompagnement.
    ModaliteAccompagnement {
        Professionnel "PROFESSIONNEL",
        Socioprofessionnel "SOCIOPROFESSIONNEL",
        Social "SOCIAL",
        VeilleSociale "VEILLE_SOCIALE",
    }
}

enumeration! {
    /// Comment un référent a été désigné.
    ModeDesignation {
        Automatique "AUTOMATIQUE",
        Gestionnaire "GESTIONNAIRE",
        Kiosque "KIOSQUE",
        EntretienDiagnostic "ENTRETIEN_DIAGNOSTIC",
        Telephone "TELEPHONE",
        Commission "COMMISSION",
        Reorientation "REORIENTATION",
        TeleKiosque "TELE_KIOSQUE",
        InformationCollective "INFORMATION_COLLECTIVE",
        Office "OFFICE",
    }
}

#[derive(Clone, Debug)]
pub struct Parcours {
    pub id: Uuid,
    pub departement: String,
    pub version: i64,
    pub allocataire_id: Uuid,
    pub statut: StatutParcours,
    pub modalite: Option<ModaliteAccompagnement>,
    pub ouvert_le: NaiveDate,
    pub clos_le: Option<NaiveDate>,
    /// In order; a référent is due at every date between the first and the end.
    pub designations: Vec<Designation>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Designation {
    pub partenaire: Uuid,
    pub agent: Option<Uuid>,
    pub debut: NaiveDate,
    /// The day before the next one, or the end of the parcours.
    pub fin: Option<NaiveDate>,
    pub mode: ModeDesignation,
    pub motif_fin: Option<String>,
}

impl Parcours {
    /// The référent at a date: the last designation that had begun, while it ran.
    #[must_use]
    pub fn referent(&self, au: NaiveDate) -> Option<&Designation> {
        self.designations.iter().rev().find(|d| d.debut <= au).filter(|d| d.fin.is_none_or(|fin| au <= fin))
    }
}

const COLONNES: &str = "c.id, c.departement, c.version, c.allocataire_id, c.statut, c.modalite, c.ouvert_le, c.clos_le, d.partenaire_id, d.agent_id, d.debut, d.mode, d.motif_fin from parcours c left join designation d on d.departement = c.departement and d.parcours_id = c.id";

/// Open parcours of these people with their designations: one statement whatever their number.
pub async fn actifs(session: &Session, personnes: &[&Allocataire]) -> Result<HashMap<Uuid, Arc<Parcours>>, Panne> {
    let ids: Vec<Uuid> = personnes.iter().filter(|a| a.ouverture.champ("parcoursActif")).map(|a| a.id).collect();
    let mut q = session.requete("select ");
    q.texte(COLONNES).texte(" where c.clos_le is null and c.allocataire_id").parmi_ids(&ids);
    q.texte(" order by c.allocataire_id, c.id, d.debut");
    let lus = regrouper(session, q).await?;
    Ok(lus.into_iter().map(|p| (p.allocataire_id, Arc::new(p))).collect())
}

/// Parcours of people in the perimeter, by id.
pub async fn par_ids(session: &Session, ids: &[Uuid]) -> Result<HashMap<Uuid, Arc<Parcours>>, Panne> {
    let mut q = session.requete("select ");
    q.texte(COLONNES).texte(" join allocataire a on a.departement = c.departement and a.id = c.allocataire_id where c.id").parmi_ids(ids);
    session.perimetre.personne(&mut q, Portees::nommee("parcours:lire").unwrap_or_default(), Classes::PARCOURS);
    q.texte(" order by c.allocataire_id, c.id, d.debut");
    let lus = regrouper(session, q).await?;
    Ok(lus.into_iter().map(|p| (p.id, Arc::new(p))).collect())
}

/// Rows of a parcours follow each other, one a designation.
async fn regrouper(session: &Session, q: Requete) -> Result<Vec<Parcours>, Panne> {
    let mut lus: Vec<Parcours> = Vec::new();
    for l in session.lignes(q).await? {
        if lus.last().is_none_or(|p| Ok(p.id) != l.lire::<Uuid>(0).map_err(drop)) {
            lus.push(depuis(&l)?);
        }
        if let (Some(parcours), Some(d)) = (lus.last_mut(), designation(&l)?) {
            if let Some(precedente) = parcours.designations.last_mut() {
                precedente.fin = d.debut.checked_sub_days(Days::new(1));
            }
            parcours.designations.push(Designation { fin: parcours.clos_le, ..d });
        }
    }
    Ok(lus)
}

fn depuis(l: &Ligne) -> Result<Parcours, Panne> {
    Ok(Parcours {
        id: l.lire(0)?,
        departement: l.lire(1)?,
        version: l.lire(2)?,
        allocataire_id: l.lire(3)?,
        statut: l.code(4)?,
        modalite: l.code_ou_nul(5)?,
        ouvert_le: l.lire(6)?,
        clos_le: l.lire(7)?,
        designations: Vec::new(),
    })
}

fn designation(l: &Ligne) -> Result<Option<Designation>, Panne> {
    let Some(partenaire) = l.lire(8)? else { return Ok(None) };
    Ok(Some(Designation { partenaire, agent: l.lire(9)?, debut: l.lire(10)?, fin: None, mode: l.code(11)?, motif_fin: l.lire(12)? }))
}

/// Open parcours that an agent of the caller's own partner holds today; `None` for another partner's agent.
pub async fn portefeuille(session: &Session, agent: &crate::agent::Agent) -> Result<Option<i64>, Panne> {
    if agent.partenaire != session.perimetre.partenaire {
        return Ok(None);
    }
    let mut q = session.requete("select count(*) from lien_dossier l where l.nature = 1 and l.agent_id = ");
    q.valeur(agent.id).texte(" and l.partenaire_id = ").valeur(agent.partenaire);
    q.texte(" and l.identite_jusquau = ").valeur(crate::lien::sans_fin());
    session.nombre(q).await.map(Some)
}

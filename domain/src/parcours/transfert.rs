//! Handing over a whole portfolio from an agent to another of the same partner, in one act.

use chrono::NaiveDate;
use serde::Serialize;
use uuid::Uuid;

use super::ModeDesignation;
use super::acte::francais;
use crate::erreur::{CodeErreurMetier, ErreurMetier, Panne, Refus};
use crate::evenement::{Evenement, TypeEvenement};
use crate::identifiant::Genre;
use crate::lien::{Nature, sans_fin};
use crate::politique::{Acte, Classes};
use crate::session::{Ecriture, Issue, Session};
use crate::vocabulaire::Enumeration;

#[derive(Clone, Debug, Serialize)]
pub struct Transfert {
    pub agent: Uuid,
    pub vers: Uuid,
    pub le: NaiveDate,
    /// These only; all those of the agent when absent.
    pub parcours: Option<Vec<Uuid>>,
}

const MOTIF: &str = "Transfert de portefeuille";

pub async fn transferer(session: &Session, cle: Option<Uuid>, transfert: Transfert) -> Result<Issue, Panne> {
    session.ecrire("transfererPortefeuille", cle, transfert, |tx, t| Box::pin(confier(tx, t))).await
}

/// A parcours of the portfolio, and since when its agent has it.
struct Tenu {
    id: Uuid,
    departement: String,
    personne: Uuid,
    debut: NaiveDate,
}

async fn confier(tx: &mut Ecriture, t: Transfert) -> Result<Uuid, Refus> {
    let partenaire = verifier(tx, &t)?;
    let tenus = tenus(tx, &t, partenaire).await?;
    let ids = ids(&tenus);
    if t.parcours.as_ref().is_some_and(|demandes| demandes.iter().any(|id| !ids.contains(id))) {
        return Err(ErreurMetier::introuvable("parcours").into());
    }
    if let Some(tenu) = tenus.iter().find(|p| p.debut > t.le) {
        let message = format!("L'un de ces parcours n'est suivi par l'agent que depuis le {}.", francais(tenu.debut));
        return Err(ErreurMetier::nouvelle(CodeErreurMetier::PeriodeChevauchante, "le", message).into());
    }
    designer(tx, &t, &ids).await?;
    suivre(tx, &t, partenaire, &ids).await?;
    for p in tenus {
        let evenement = Evenement::sur_dossier(tx, TypeEvenement::ReferentDesigne, (Genre::Parcours, p.id), (&p.departement, p.personne));
        tx.signaler(evenement.changeant(Classes::PARCOURS));
    }
    Ok(t.vers)
}

fn verifier(tx: &Ecriture, t: &Transfert) -> Result<Uuid, ErreurMetier> {
    let agents = &tx.referentiel.agents;
    let de = agents.par_id(t.agent).ok_or_else(|| ErreurMetier::introuvable("agentId"))?;
    let vers = agents.par_id(t.vers).ok_or_else(|| ErreurMetier::introuvable("versAgentId"))?;
    if vers.id == de.id || vers.partenaire != de.partenaire || !vers.actif {
        let message = "Un portefeuille passe à un autre agent actif du même partenaire ; vers un autre partenaire, désignez le référent.";
        return Err(ErreurMetier::saisie("versAgentId", message));
    }
    if t.le > tx.perimetre.jour {
        return Err(ErreurMetier::saisie("le", "Un transfert prend effet aujourd'hui au plus tard."));
    }
    Ok(de.partenaire)
}

/// Open parcours that the agent holds and that the caller may entrust: locked in the order of their ids, then read again,
/// for another writer may have been first. One that came to the agent meanwhile is not locked, and not taken.
async fn tenus(tx: &Ecriture, t: &Transfert, partenaire: Uuid) -> Result<Vec<Tenu>, Panne> {
    let verrouilles = lire(tx, t, partenaire).await?;
    verrouiller(tx, &verrouilles).await?;
    let mut tenus = lire(tx, t, partenaire).await?;
    tenus.retain(|p| verrouilles.iter().any(|v| v.id == p.id));
    let mut q = tx.requete("update parcours set version = version + 1, modifie_le = ");
    q.valeur(tx.base.horloge.instant()).texte(" where id").parmi_ids(&ids(&tenus));
    tx.executer(q).await?;
    Ok(tenus)
}

fn ids(tenus: &[Tenu]) -> Vec<Uuid> {
    tenus.iter().map(|p| p.id).collect()
}

/// On SQLite a write is alone already.
async fn verrouiller(tx: &Ecriture, tenus: &[Tenu]) -> Result<(), Panne> {
    let mut q = tx.requete("select id from parcours where id");
    q.parmi_ids(&ids(tenus)).texte(" order by id");
    if q.base == sea_orm::DbBackend::Postgres {
        q.texte(" for update");
    }
    tx.lignes(q).await.map(drop)
}

async fn lire(tx: &Ecriture, t: &Transfert, partenaire: Uuid) -> Result<Vec<Tenu>, Panne> {
    let mut q = tx.requete("select c.id, c.departement, c.allocataire_id, (select max(d.debut) from designation d where d.departement = c.departement and d.parcours_id = c.id) from lien_dossier l join allocataire a on a.departement = l.departement and a.id = l.allocataire_id join parcours c on c.departement = l.departement and c.id = l.objet_id where c.clos_le is null and l.nature = ");
    q.valeur(Nature::Referent as i64).texte(" and l.agent_id = ").valeur(t.agent).texte(" and l.partenaire_id = ").valeur(partenaire);
    q.texte(" and l.identite_jusquau = ").valeur(sans_fin());
    tx.perimetre.personne(&mut q, Acte::DesignerReferent.portees(), Classes::TOUTES);
    if let Some(demandes) = &t.parcours {
        q.texte(" and c.id").parmi_ids(demandes);
    }
    q.texte(" order by c.id");
    let lus = tx.lignes(q).await?;
    lus.iter().map(|l| Ok(Tenu { id: l.lire(0)?, departement: l.lire(1)?, personne: l.lire(2)?, debut: l.lire(3)? })).collect()
}

/// A new designation for each; one that began the same day is corrected.
async fn designer(tx: &Ecriture, t: &Transfert, ids: &[Uuid]) -> Result<(), Panne> {
    let mut corrigees = tx.requete("update designation set agent_id = ");
    corrigees.valeur(t.vers).texte(" where debut = ").valeur(t.le).texte(" and parcours_id").parmi_ids(ids);
    tx.executer(corrigees).await?;
    let mut finies = tx.requete("update designation set motif_fin = ");
    finies.valeur(MOTIF).texte(" where agent_id = ").valeur(t.agent).texte(" and parcours_id").parmi_ids(ids);
    finies.texte(" and debut = (select max(m.debut) from designation m where m.departement = designation.departement and m.parcours_id = designation.parcours_id)");
    tx.executer(finies).await?;
    let mut neuves = tx.requete("insert into designation (departement, parcours_id, debut, allocataire_id, partenaire_id, agent_id, mode) select d.departement, d.parcours_id, ");
    neuves.jour(t.le).texte(", d.allocataire_id, d.partenaire_id, v.id, ");
    neuves.valeur(ModeDesignation::Gestionnaire.code()).texte(" from designation d join agent v on v.id = ").valeur(t.vers);
    neuves.texte(" where d.parcours_id").parmi_ids(ids);
    neuves.texte(" and d.agent_id = ").valeur(t.agent).texte(
        " and d.debut = (select max(m.debut) from designation m where m.departement = d.departement and m.parcours_id = d.parcours_id)",
    );
    tx.executer(neuves).await.map(drop)
}

/// What goes with the portfolio: table, its partner, what else is asked, its parcours.
const SUITES: [(&str, &str, &str, &str); 4] = [
    ("lien_dossier", "partenaire_id", " and nature = 1", "objet_id"),
    ("echeance", "responsable_id", "", "objet_id"),
    // Presences still to be recorded: their object is the appointment.
    (
        "echeance",
        "responsable_id",
        "",
        "(select r.parcours_id from rendez_vous r where r.departement = echeance.departement and r.id = echeance.objet_id)",
    ),
    ("rendez_vous", "partenaire_id", " and presence = 'A_VENIR'", "parcours_id"),
];

/// Relations, deadlines and appointments to come go with the portfolio.
async fn suivre(tx: &Ecriture, t: &Transfert, partenaire: Uuid, ids: &[Uuid]) -> Result<(), Panne> {
    for (table, colonne, condition, parcours) in SUITES {
        let mut q = tx.requete("update ");
        q.texte(table).texte(" set agent_id = ").valeur(t.vers).texte(" where agent_id = ").valeur(t.agent);
        q.texte(" and ").texte(colonne).texte(" = ").valeur(partenaire).texte(condition).texte(" and ").texte(parcours).parmi_ids(ids);
        tx.executer(q).await?;
    }
    Ok(())
}

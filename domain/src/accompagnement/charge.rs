//! The people that one agent follows in a dispositif that bounds them: a counter changed by one conditional statement.

use uuid::Uuid;

use super::refus;
use crate::dispositif::Dispositif;
use crate::erreur::{CodeErreurMetier, ErreurMetier, Panne, Refus};
use crate::session::Ecriture;

/// One more for this agent, or the refusal that the pacte's figure gives.
pub(super) async fn prendre(tx: &Ecriture, d: &Dispositif, agent: Option<Uuid>) -> Result<(), Refus> {
    let Some(limite) = d.contenu.capacite_par_referent else { return Ok(()) };
    let message = "Ce dispositif borne le nombre de personnes que suit chaque agent : dites lequel suivra celle-ci.";
    let agent = agent.ok_or_else(|| ErreurMetier::saisie("agentId", message))?;
    let mut q = tx.requete("insert into charge (dispositif_id, agent_id, en_cours, limite) values (");
    q.valeurs([d.id.into(), agent.into(), 1_i64.into(), limite.into()]);
    q.texte(") on conflict (dispositif_id, agent_id) do update set en_cours = charge.en_cours + 1, limite = excluded.limite where charge.en_cours < excluded.limite");
    if tx.executer(q).await? == 1 {
        return Ok(());
    }
    let regle = d.regle(&tx.referentiel, "Dispositif.capaciteParReferent");
    let message = format!("Cet agent suit déjà {limite} personnes dans ce dispositif, et pas plus.");
    Err(refus(CodeErreurMetier::CapaciteReferentAtteinte, "agentId", message, regle).into())
}

/// One less, where the agent's people are counted.
pub(super) async fn rendre(tx: &Ecriture, dispositif: Uuid, agent: Option<Uuid>) -> Result<(), Panne> {
    let Some(agent) = agent else { return Ok(()) };
    let mut q = tx.requete("update charge set en_cours = en_cours - 1 where en_cours > 0 and dispositif_id = ");
    q.valeur(dispositif).texte(" and agent_id = ").valeur(agent);
    tx.executer(q).await.map(drop)
}

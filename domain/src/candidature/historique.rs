//! What an application went through, as it is told to who reads it.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::lecture::lisible;
use super::{MotifRefusCandidature, StatutCandidature};
use crate::erreur::Panne;
use crate::session::Session;

/// A past move, as it is told.
#[derive(Clone, Debug)]
pub struct Passage {
    pub de: Option<StatutCandidature>,
    pub vers: StatutCandidature,
    pub le: DateTime<Utc>,
    pub par: Uuid,
    pub motif: Option<MotifRefusCandidature>,
    pub commentaire: Option<String>,
}

/// Histories of applications that were read through this session, one statement whatever their number.
pub async fn de(session: &Session, candidatures: &[Uuid]) -> Result<HashMap<Uuid, Vec<Passage>>, Panne> {
    let mut q = session.requete("select t.candidature_id, t.de, t.vers, t.le, t.partenaire_id, t.motif, t.commentaire from transition_candidature t join candidature p on p.departement = t.departement and p.id = t.candidature_id left join allocataire a on a.departement = p.departement and a.id = p.allocataire_id where p.id");
    q.parmi_ids(candidatures);
    session.departements(&mut q, "p.departement");
    lisible(session, &mut q);
    q.texte(" order by t.candidature_id, t.rang");
    let mut lus: HashMap<Uuid, Vec<Passage>> = candidatures.iter().map(|id| (*id, Vec::new())).collect();
    for l in session.lignes(q).await? {
        let passage = Passage {
            de: l.code_ou_nul(1)?,
            vers: l.code(2)?,
            le: l.lire(3)?,
            par: l.lire(4)?,
            motif: l.code_ou_nul(5)?,
            commentaire: l.lire(6)?,
        };
        lus.entry(l.lire(0)?).or_default().push(passage);
    }
    Ok(lus)
}

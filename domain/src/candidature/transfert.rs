//! The structure moves an application to another of its posts, where it stood.

use serde::Serialize;
use uuid::Uuid;

use super::Partie;
use super::mouvement::{self, Passage};
use super::transition::TRANSFERER;
use crate::erreur::{CodeErreurMetier, ErreurMetier, Panne, Refus};
use crate::poste_iae::{StatutPosteIae, place};
use crate::session::{Ecriture, Issue, Session};

#[derive(Clone, Debug, Serialize)]
pub struct Transfert {
    pub id: Uuid,
    pub version: i64,
    pub poste: Uuid,
}

pub async fn transferer(session: &Session, cle: Option<Uuid>, transfert: Transfert) -> Result<Issue, Panne> {
    session.ecrire("transfererCandidature", cle, transfert, |tx, t| Box::pin(deplacer(tx, t))).await
}

async fn deplacer(tx: &mut Ecriture, t: Transfert) -> Result<Uuid, Refus> {
    let c = mouvement::prendre(tx, (t.id, t.version), Partie::Employeur, "id").await?;
    mouvement::verifier(&c, c.statut, TRANSFERER)?;
    let poste = place::lire(tx, t.poste).await?.filter(|p| p.structure == c.structure && p.departement == c.departement);
    let poste = poste.ok_or_else(|| ErreurMetier::introuvable("posteId"))?;
    if poste.id == c.poste || poste.statut != StatutPosteIae::Ouvert {
        let message = "Une candidature passe à un autre poste de la structure, et qui est ouvert.";
        return Err(ErreurMetier::nouvelle(CodeErreurMetier::DestinataireInadapte, "posteId", message).into());
    }
    let commentaire = Some(format!("Passe au poste « {} ».", poste.intitule));
    let passage = Passage { commentaire, ..Passage::vers(Some(c.statut), c.statut) };
    mouvement::avancer(tx, &c, passage, |q| {
        q.texte(", poste_id = ").valeur(poste.id);
    })
    .await?;
    Ok(c.id)
}

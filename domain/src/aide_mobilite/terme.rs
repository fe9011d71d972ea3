//! Ending an aid: the vehicle comes back, the relation closes, the referral is told what it led to.

use chrono::NaiveDate;
use serde::Serialize;
use uuid::Uuid;

use super::transition::{Partie, TERMINER};
use super::{AideMobilite, Pret, StatutAideMobilite as S, couplage, ecriture, pret};
use crate::erreur::{ErreurMetier, Panne, Refus};
use crate::lien::{self, Fin};
use crate::parcours::acte::francais;
use crate::rendez_vous::jour;
use crate::session::{Ecriture, Issue, Session};
use crate::vehicule;

#[derive(Clone, Debug, Serialize)]
pub struct Terminaison {
    pub id: Uuid,
    pub version: i64,
    pub le: NaiveDate,
    /// The person now moves by her own means.
    pub solution_perenne: Option<bool>,
}

pub async fn terminer(session: &Session, cle: Option<Uuid>, terminaison: Terminaison) -> Result<Issue, Panne> {
    session.ecrire("terminerAide", cle, terminaison, |tx, t| Box::pin(conclure(tx, t))).await
}

async fn conclure(tx: &mut Ecriture, t: Terminaison) -> Result<Uuid, Refus> {
    let a = ecriture::prendre(tx, (t.id, t.version), Partie::Operateur, "mobilite:apporter").await?;
    let vers = statut(tx, &a, t.le)?;
    ecriture::verifier(&a, vers, TERMINER)?;
    if let Some(p) = &a.pret {
        reprendre(tx, &a, p, t.le).await?;
    }
    ecriture::avancer(tx, &a, (vers, None), |q| {
        q.texte(", solution_perenne = ").valeur(t.solution_perenne.filter(|_| vers == S::Terminee));
        if vers == S::Terminee {
            q.texte(if a.pret.is_some() { ", rendu_le = " } else { ", fin = " }).valeur(t.le);
        }
    })
    .await?;
    lien::fermer(tx, a.id, Fin { le: tx.perimetre.jour, jours: tx.base.reglages.jours_apres_cloture }).await?;
    if vers == S::Terminee {
        couplage::conclure(tx, &a, (t.le, t.solution_perenne)).await?;
    }
    Ok(a.id)
}

/// A loan that is given up before it begins never was.
fn statut(tx: &Ecriture, a: &AideMobilite, le: NaiveDate) -> Result<S, ErreurMetier> {
    let (apportee, debut) = (jour(a.demandee_le), a.debut.unwrap_or(le));
    let depuis = apportee.min(debut);
    if le < depuis || le > tx.perimetre.jour {
        return Err(ErreurMetier::saisie("le", format!("La fin se prend entre le {} et aujourd'hui.", francais(depuis))));
    }
    Ok(if le < debut { S::Annulee } else { S::Terminee })
}

/// Days after the return are free again; those of a late return were the loan's.
async fn reprendre(tx: &Ecriture, a: &AideMobilite, p: &Pret, le: NaiveDate) -> Result<(), Panne> {
    vehicule::prendre(tx, p.vehicule).await?;
    if le > p.au {
        pret::inscrire(tx, a.id, p.vehicule, (p.au.succ_opt().unwrap_or(p.au), le)).await?;
    } else {
        pret::liberer(tx, a.id, le).await?;
    }
    pret::rendre(tx, a.id).await
}

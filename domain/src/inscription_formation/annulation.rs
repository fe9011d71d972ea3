//! The platform that proposed an enrolment takes it back: its evaluation is to be oriented again.

use serde::Serialize;
use uuid::Uuid;

use super::mouvement::{Pas, passer};
use super::transition::Partie;
use super::{StatutInscription as S, acte};
use crate::erreur::Panne;
use crate::evaluation_linguistique::MotifClotureEvaluation;
use crate::session::{Issue, Session};
use crate::vocabulaire::Enumeration;

#[derive(Clone, Debug, Serialize)]
pub struct Annulation {
    pub id: Uuid,
    pub version: i64,
    pub motif: MotifClotureEvaluation,
}

pub async fn annuler(session: &Session, cle: Option<Uuid>, annulation: Annulation) -> Result<Issue, Panne> {
    session
        .ecrire("annulerInscription", cle, annulation, |tx, a| {
            Box::pin(async move {
                let (s, i) = acte::prendre(tx, Partie::Evaluateur, (a.id, "id"), a.version).await?;
                acte::passage(i.statut, S::Annulee, Partie::Evaluateur, Some(a.motif))?;
                let pas = Pas { vers: S::Annulee, le: tx.perimetre.jour };
                passer(tx, (&s, &i), pas, &[("motif", a.motif.code().into())]).await?;
                Ok(i.id)
            })
        })
        .await
}

//! Renewing a contract: further, within what its kind may last, or beyond for a reason that is said.

use chrono::NaiveDate;
use serde::Serialize;
use uuid::Uuid;

use super::{ContratInsertion, acte, regles};
use crate::erreur::{CodeErreurMetier, ErreurMetier, Panne, Refus};
use crate::parcours::acte::francais;
use crate::saisie;
use crate::session::{Ecriture, Issue, Session};

#[derive(Clone, Debug, Serialize)]
pub struct Renouvellement {
    pub id: Uuid,
    pub version: i64,
    pub fin_prevue: NaiveDate,
    pub derogation: Option<String>,
}

/// Years between the start of a contract and its end: further is a typing error, whatever the reason.
const HORIZON: u32 = 7;

pub async fn renouveler(session: &Session, cle: Option<Uuid>, renouvellement: Renouvellement) -> Result<Issue, Panne> {
    session.ecrire("renouvelerContratInsertion", cle, renouvellement, |tx, r| Box::pin(prolonger(tx, r))).await
}

async fn prolonger(tx: &mut Ecriture, r: Renouvellement) -> Result<Uuid, Refus> {
    let c = acte::prendre(tx, (r.id, r.version), "id").await?;
    let derogation = saisie::facultatif("derogation", r.derogation.as_deref(), saisie::LONG)?;
    verifier(&c, r.fin_prevue, derogation.as_ref())?;
    acte::changer(tx, &c, |q| {
        q.texte(", fin_prevue = ").valeur(r.fin_prevue);
    })
    .await?;
    let mut q = tx
        .requete("insert into renouvellement_contrat (departement, contrat_id, rang, allocataire_id, le, fin_prevue, derogation) values (");
    q.valeurs([
        c.departement.as_str().into(),
        c.id.into(),
        (c.version + 1).into(),
        c.allocataire_id.into(),
        tx.perimetre.jour.into(),
        r.fin_prevue.into(),
        derogation.into(),
    ]);
    q.texte(")");
    tx.executer(q).await?;
    Ok(c.id)
}

fn verifier(c: &ContratInsertion, fin: NaiveDate, derogation: Option<&String>) -> Result<(), ErreurMetier> {
    if fin <= c.fin_prevue || fin > regles::mois_apres(c.debut, 12 * HORIZON) {
        return Err(ErreurMetier::saisie("finPrevue", format!("Un renouvellement va au-delà du {}.", francais(c.fin_prevue))));
    }
    match (regles::depasse(c.type_, (c.debut, fin)), derogation) {
        (Some(mois), None) => {
            let message = format!("Un tel contrat dure au plus {mois} mois, renouvellements compris ; au-delà, dites pourquoi.");
            Err(ErreurMetier::nouvelle(CodeErreurMetier::DureeMaximaleDepassee, "derogation", message))
        }
        (None, Some(_)) => Err(ErreurMetier::saisie("derogation", "Une dérogation se donne au-delà de la durée maximale.")),
        _ => Ok(()),
    }
}

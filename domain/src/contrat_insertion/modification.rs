//! Changing a contract that runs: the hours of a week from a day on, and the PASS under which it runs.

use chrono::NaiveDate;
use serde::Serialize;
use uuid::Uuid;

use super::{ContratInsertion, acte, detail, regles};
use crate::erreur::{ErreurMetier, Panne, Refus};
use crate::parcours::acte::francais;
use crate::pass_iae::ecriture::{self, Pass};
use crate::session::{Ecriture, Issue, Session};

#[derive(Clone, Debug, Serialize)]
pub struct Modification {
    pub id: Uuid,
    pub version: i64,
    pub palier: Option<(NaiveDate, i64)>,
    pub pass: Option<Pass>,
}

pub async fn modifier(session: &Session, cle: Option<Uuid>, modification: Modification) -> Result<Issue, Panne> {
    session.ecrire("modifierContratInsertion", cle, modification, |tx, m| Box::pin(changer(tx, m))).await
}

async fn changer(tx: &mut Ecriture, m: Modification) -> Result<Uuid, Refus> {
    let c = acte::prendre(tx, (m.id, m.version), "id").await?;
    if m.palier.is_none() && m.pass.is_none() {
        return Err(ErreurMetier::saisie("", "Dites un palier ou un PASS.").into());
    }
    if let Some(palier) = m.palier {
        monter(tx, &c, palier).await?;
    }
    let pass = match &m.pass {
        Some(pass) => Some(ecriture::enregistrer(tx, (&c.departement, c.allocataire_id), pass).await?),
        None => c.pass,
    };
    acte::changer(tx, &c, |q| {
        q.texte(", pass_id = ").valeur(pass);
    })
    .await?;
    Ok(c.id)
}

/// After the last step, within the contract. Where the hours rise by steps, they rise.
async fn monter(tx: &Ecriture, c: &ContratInsertion, (le, heures): (NaiveDate, i64)) -> Result<(), Refus> {
    const CHAMP: &str = "palier";
    let paliers = detail::paliers_pour_acte(tx, c).await?;
    let dernier = paliers.last().ok_or(Panne::Donnee("palier"))?;
    if le <= dernier.a_partir_du || le > c.fin_prevue {
        let message = format!("Un palier commence après le {} et avant la fin du contrat.", francais(dernier.a_partir_du));
        return Err(ErreurMetier::saisie(CHAMP, message).into());
    }
    let ou = (c.departement.as_str(), c.employeur);
    regles::heures(&tx.referentiel, ou, (c.type_, heures), CHAMP)?;
    let minimum = regles::bornes(c.type_).and_then(|b| b.heures_minimum);
    let monte = minimum.is_some_and(|minimum| dernier.heures < minimum);
    if heures == dernier.heures || monte && heures < dernier.heures {
        return Err(ErreurMetier::saisie(
            CHAMP,
            "Un palier change les heures ; tant qu'elles sont sous le minimum du contrat, il les augmente.",
        )
        .into());
    }
    acte::palier(tx, c, (le, heures)).await?;
    Ok(())
}

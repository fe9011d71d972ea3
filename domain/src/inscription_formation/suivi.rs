//! The body says what becomes of an enrolment: confirmed or refused, entered, hours done, left or completed.

use chrono::NaiveDate;
use sea_orm::sea_query::Value;
use serde::Serialize;
use uuid::Uuid;

use super::mouvement::{Pas, passer};
use super::transition::Partie;
use super::{InscriptionFormation, StatutInscription as S, acte};
use crate::erreur::{ErreurMetier, Panne, Refus};
use crate::evaluation_linguistique::MotifClotureEvaluation;
use crate::parcours::acte::francais;
use crate::saisie;
use crate::session::{Ecriture, Issue, Session};
use crate::session_formation::SessionFormation;
use crate::vocabulaire::Enumeration;

#[derive(Clone, Debug, Serialize)]
pub struct Suivi {
    pub inscription: Uuid,
    pub version: i64,
    pub motif: Option<MotifClotureEvaluation>,
    pub statut: S,
    pub entree_le: Option<NaiveDate>,
    pub sortie_le: Option<NaiveDate>,
    pub heures: Option<i64>,
    pub bilan: Option<String>,
}

pub async fn suivre(session: &Session, cle: Option<Uuid>, suivi: Suivi) -> Result<Issue, Panne> {
    session.ecrire("suivreInscription", cle, suivi, |tx, s| Box::pin(avancer(tx, s))).await
}

async fn avancer(tx: &mut Ecriture, d: Suivi) -> Result<Uuid, Refus> {
    let (s, i) = acte::prendre(tx, Partie::Organisme, (d.inscription, "inscriptionId"), d.version).await?;
    acte::passage(i.statut, d.statut, Partie::Organisme, d.motif)?;
    let jours = Jours::lire(tx, &s, &i, &d)?;
    let colonnes = colonnes(&s, &i, &d, jours)?;
    let le = jours.sortie.or(jours.entree).unwrap_or(tx.perimetre.jour);
    passer(tx, (&s, &i), Pas { vers: d.statut, le }, &colonnes).await?;
    Ok(i.id)
}

/// Days of the entry and of the exit, where this move or an earlier one gives them.
#[derive(Clone, Copy)]
struct Jours {
    entree: Option<NaiveDate>,
    sortie: Option<NaiveDate>,
}

impl Jours {
    /// Each within the session and not after today; today, when they are not told.
    fn lire(tx: &Ecriture, s: &SessionFormation, i: &InscriptionFormation, d: &Suivi) -> Result<Self, ErreurMetier> {
        let jour = tx.perimetre.jour;
        let dans = |champ: &str, le: NaiveDate, depuis: NaiveDate| {
            let message = format!("Cette date se prend entre le {} et aujourd'hui, sans dépasser la session.", francais(depuis));
            if (depuis..=jour.min(s.fin)).contains(&le) { Ok(le) } else { Err(ErreurMetier::saisie(champ, message)) }
        };
        let entre = d.statut == S::EnFormation || i.entree_le.is_some();
        let entree = match d.entree_le.or(i.entree_le) {
            _ if !entre => None,
            Some(le) => Some(dans("entreeLe", le, s.debut)?),
            None => Some(dans("entreeLe", jour, s.debut)?),
        };
        let sort = entree.filter(|_| matches!(d.statut, S::Terminee | S::Abandonnee));
        let sortie = sort.map(|depuis| dans("sortieLe", d.sortie_le.unwrap_or(jour.min(s.fin)), depuis)).transpose()?;
        Ok(Self { entree, sortie })
    }
}

fn colonnes(s: &SessionFormation, i: &InscriptionFormation, d: &Suivi, jours: Jours) -> Result<Vec<(&'static str, Value)>, ErreurMetier> {
    let heures = d.heures.or(i.heures);
    if heures.is_some_and(|h| !(0..=s.duree_heures).contains(&h)) {
        return Err(ErreurMetier::saisie("heuresRealisees", format!("De 0 à {} heures, la durée de la session.", s.duree_heures)));
    }
    if d.heures.is_some() && jours.entree.is_none() {
        return Err(ErreurMetier::saisie("heuresRealisees", "Des heures se comptent à qui est entré en formation."));
    }
    let bilan = saisie::facultatif("bilan", d.bilan.as_deref(), saisie::LONG)?.or_else(|| i.bilan.clone());
    let motif = d.motif.or(i.motif).map(Enumeration::code);
    Ok(vec![
        ("entree_le", jours.entree.into()),
        ("sortie_le", jours.sortie.into()),
        ("heures", heures.into()),
        ("bilan", bilan.into()),
        ("motif", motif.into()),
    ])
}

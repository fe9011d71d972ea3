//! Computing a measure: one statement, written around its facts, for any period, place and breakdown.

use chrono::NaiveDate;
use chrono_tz::Tz;

use super::definition::{Definition, Fait, Formule, Mesure};
use super::parametre::Parametre;
use super::{Cellule, Dimension, Periode, Question};
use crate::erreur::Panne;
use crate::pacte::delai::{Delai, regle_appliquee};
use crate::referentiel::Referentiel;
use crate::requete::Requete;
use crate::session::{Plateforme, Session};
use crate::territoire::TypeTerritoire;

mod cellules;
mod decoupage;
mod dimension;
mod enonce;
pub mod gabarit;
mod lieu;
mod refus;
mod regard;

pub use refus::{Impossible, verifier};
pub use regard::Regard;

/// Everything that a statement is written from.
pub(super) struct Plan<'a> {
    referentiel: &'a Referentiel,
    departement: &'a str,
    definition: &'a Definition,
    fait: &'a Fait,
    question: &'a Question,
    parametre: Parametre,
    periodes: Vec<Periode>,
    jour: NaiveDate,
    regard: Regard,
}

/// The value of a measure, computed from the files; nothing where the caller may not read it or the question has no answer:
/// [`verifier`] says why beforehand.
pub async fn calculer(session: &Session, departement: &str, mesure: &Mesure, question: &Question) -> Result<Vec<Cellule>, Panne> {
    let referentiel = session.referentiel();
    let Some(regard) = Regard::de(&session.perimetre, departement) else { return Ok(Vec::new()) };
    if verifier(&referentiel, departement, mesure, question).is_err() {
        return Ok(Vec::new());
    }
    let jour = session.perimetre.jour;
    let Some(definition) = mesure.definition(question.version) else { return Ok(Vec::new()) };
    if let Formule::Fiches(compte, compter) = definition.formule {
        let periodes = question.periode.pas(question.pas);
        return Ok(cellules::des_fiches(compte, &periodes, jour, |periode| compter(&referentiel, departement, periode)));
    }
    let Some(plan) = Plan::dresser(&referentiel, (departement, jour, regard), (mesure, definition), question) else {
        return Ok(Vec::new());
    };
    let q = plan.enonce(session.requete(""));
    let lignes = match regard {
        Regard::Departement => session.lignes(q).await?,
        Regard::Siennes(_) => session.comptes(q).await?,
    };
    plan.cellules(&lignes)
}

/// One of the breakdowns that a measure declares, over the periods that were asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cube {
    pub dimensions: &'static [Dimension],
    pub cellules: Vec<Cellule>,
}

/// What the platform itself computes: for which département, which measure, with which parameter.
#[derive(Clone, Copy)]
pub struct Calcul<'a> {
    pub departement: &'a str,
    pub mesure: &'static Mesure,
    pub version: Option<i64>,
    pub parametre: Option<&'a str>,
    /// The kind of place of the breakdown TERRITOIRE; each person's own place when absent.
    pub niveau: Option<TypeTerritoire>,
}

/// Every cube that the measure declares, over these periods (each a step of its own, whole months, quarters or years), for
/// the aggregates and the frozen snapshots. Nobody's perimeter: what comes out is counts, and who may read them is decided
/// where they are read.
pub async fn cubes(tx: &Plateforme, calcul: Calcul<'_>, periodes: &[Periode]) -> Result<Vec<Cube>, Panne> {
    let mut calcules = Vec::with_capacity(calcul.mesure.cubes.len());
    for dimensions in calcul.mesure.cubes {
        calcules.push(Cube { dimensions, cellules: cube(tx, calcul, dimensions, periodes).await? });
    }
    Ok(calcules)
}

/// One of them.
pub async fn cube(tx: &Plateforme, c: Calcul<'_>, dimensions: &[Dimension], periodes: &[Periode]) -> Result<Vec<Cellule>, Panne> {
    let referentiel = tx.base.referentiel().await?;
    let (Some(premiere), Some(derniere)) = (periodes.first(), periodes.last()) else { return Ok(Vec::new()) };
    let question = Question {
        periode: Periode { du: premiere.du, au: derniere.au },
        pas: super::PasTemporel::Periode,
        territoire: None,
        niveau: c.niveau,
        ventilation: dimensions.to_vec(),
        version: c.version,
        parametre: c.parametre.map(str::to_owned),
    };
    let jour = tx.base.horloge.jour(Tz::Europe__Paris);
    let Some(definition) = c.mesure.definition(c.version) else { return Ok(Vec::new()) };
    if verifier(&referentiel, c.departement, c.mesure, &question).is_err() {
        return Ok(Vec::new());
    }
    if let Formule::Fiches(compte, compter) = definition.formule {
        return Ok(cellules::des_fiches(compte, periodes, jour, |periode| compter(&referentiel, c.departement, periode)));
    }
    let Some(plan) = Plan::dresser(&referentiel, (c.departement, jour, Regard::Departement), (c.mesure, definition), &question) else {
        return Ok(Vec::new());
    };
    let plan = Plan { periodes: periodes.to_vec(), ..plan };
    let lignes = tx.lignes(plan.enonce(tx.requete(""))).await?;
    plan.cellules(&lignes)
}

impl<'a> Plan<'a> {
    fn dresser(
        referentiel: &'a Referentiel,
        (departement, jour, regard): (&'a str, NaiveDate, Regard),
        (mesure, definition): (&Mesure, &'a Definition),
        question: &'a Question,
    ) -> Option<Self> {
        Some(Self {
            referentiel,
            departement,
            definition,
            fait: definition.fait()?,
            question,
            parametre: question.parametre.as_deref().map_or(Some(Parametre::default()), |texte| Parametre::lire(mesure, texte))?,
            periodes: question.periode.pas(question.pas),
            jour,
            regard,
        })
    }

    fn gabarit(&self, q: &mut Requete, texte: &str) {
        let delai = self.definition.regle.and_then(|usage| Delai::de(self.referentiel, self.departement, usage));
        let tarif = self.definition.regle.and_then(|usage| regle_appliquee(self.referentiel, self.departement, usage)).and_then(centimes);
        gabarit::ecrire(q, texte, &gabarit::Contexte { departement: self.departement, delai: delai.as_ref(), tarif });
    }

    /// A question on place, by breakdown or by restriction.
    fn localise(&self) -> bool {
        self.question.territoire.is_some() || self.demande(Dimension::Territoire)
    }

    /// The statement speaks of the dimension.
    fn demande(&self, dimension: Dimension) -> bool {
        self.question.ventilation.contains(&dimension) || self.parametre.porte_sur(dimension)
    }
}

/// Whole euros of a rule.
fn centimes(regle: &crate::pacte::Regle) -> Option<i64> {
    regle.valeur.as_ref()?.parse::<i64>().ok()?.checked_mul(100)
}

//! Computing a measure: one statement, written around its facts, for any period, place and breakdown.

use chrono::NaiveDate;
use chrono_tz::Tz;

use super::definition::{Definition, Fait, Formule, Mesure};
use super::parametre::Parametre;
use super::{Cellule, Dimension, PasTemporel, Periode, Question};
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
mod gabarit;
pub(super) mod lieu;
mod refus;
mod regard;

pub(super) use cellules::{Cadre, Parts, Totaux};
pub use lieu::niveau_des_communes;
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
    if verifier(&referentiel, departement, mesure, question).is_err() || !regard.ouvre(&session.perimetre, mesure, question) {
        return Ok(Vec::new());
    }
    let cadre = (departement, session.perimetre.jour, regard);
    match Plan::dresser(&referentiel, cadre, mesure, question) {
        Calculable::Fiches(cellules) => Ok(cellules),
        Calculable::Fichiers(plan) => {
            let q = plan.enonce(session.requete(""), 0..plan.periodes.len());
            let lignes = match regard {
                Regard::Departement => session.lignes(q).await?,
                Regard::Siennes(_) => session.comptes(q).await?,
            };
            Ok(plan.cadre().cellules(&plan.totaux(&lignes)?))
        }
        Calculable::Rien => Ok(Vec::new()),
    }
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
    let question = c.question(dimensions, periodes);
    match c.plan(&referentiel, &question, (periodes, tx.base.horloge.jour(Tz::Europe__Paris))) {
        Calculable::Fiches(cellules) => Ok(cellules),
        Calculable::Fichiers(plan) => Ok(plan.cadre().cellules(&compter(tx, &plan).await?)),
        Calculable::Rien => Ok(Vec::new()),
    }
}

/// The same, as sums that may still be added.
pub(super) async fn totaux(tx: &Plateforme, c: Calcul<'_>, dimensions: &[Dimension], periodes: &[Periode]) -> Result<Totaux, Panne> {
    let referentiel = tx.base.referentiel().await?;
    let question = c.question(dimensions, periodes);
    match c.plan(&referentiel, &question, (periodes, tx.base.horloge.jour(Tz::Europe__Paris))) {
        Calculable::Fichiers(plan) => compter(tx, &plan).await,
        Calculable::Fiches(_) | Calculable::Rien => Ok(Totaux::new()),
    }
}

/// Meetings of a person with a step that one statement goes through: it has ten seconds.
const VISITES: usize = 100_000;

/// A fact of a day is met once, however many steps are counted: so many more of them in a statement.
const PAS_DE_FAITS: usize = 36;

/// A few steps a statement, as many as the people of the département leave room for.
async fn compter(tx: &Plateforme, plan: &Plan<'_>) -> Result<Totaux, Panne> {
    let mut q = tx.requete("select count(*) from allocataire where departement = ");
    q.valeur(plan.departement);
    let personnes: i64 = tx.lignes(q).await?.first().map_or(Ok(0), |l| l.lire(0))?;
    let mut totaux = Totaux::new();
    let lot = plan.lot(personnes);
    for debut in (0..plan.periodes.len()).step_by(lot) {
        let q = plan.enonce(tx.requete(""), debut..plan.periodes.len().min(debut + lot));
        totaux.append(&mut plan.totaux(&tx.lignes(q).await?)?);
    }
    Ok(totaux)
}

impl Calcul<'_> {
    fn question(&self, dimensions: &[Dimension], periodes: &[Periode]) -> Question {
        let bornes = periodes.first().zip(periodes.last()).map(|(premiere, derniere)| Periode { du: premiere.du, au: derniere.au });
        Question {
            periode: bornes.unwrap_or(Periode { du: NaiveDate::MIN, au: NaiveDate::MIN }),
            pas: PasTemporel::Periode,
            territoire: None,
            niveau: self.niveau,
            ventilation: dimensions.to_vec(),
            version: self.version,
            parametre: self.parametre.map(str::to_owned),
        }
    }

    fn plan<'p>(
        &'p self,
        referentiel: &'p Referentiel,
        question: &'p Question,
        (periodes, jour): (&[Periode], NaiveDate),
    ) -> Calculable<'p> {
        if periodes.is_empty() || verifier(referentiel, self.departement, self.mesure, question).is_err() {
            return Calculable::Rien;
        }
        let cadre = (self.departement, jour, Regard::Departement);
        Plan::sur(referentiel, cadre, self.mesure, (question, periodes.to_vec()))
    }
}

/// What a question comes to.
enum Calculable<'a> {
    Fichiers(Box<Plan<'a>>),
    Fiches(Vec<Cellule>),
    Rien,
}

impl<'a> Plan<'a> {
    fn dresser(
        referentiel: &'a Referentiel,
        cadre: (&'a str, NaiveDate, Regard),
        mesure: &'a Mesure,
        question: &'a Question,
    ) -> Calculable<'a> {
        Self::sur(referentiel, cadre, mesure, (question, question.periode.pas(question.pas)))
    }

    /// The same over steps of one's own.
    fn sur(
        referentiel: &'a Referentiel,
        (departement, jour, regard): (&'a str, NaiveDate, Regard),
        mesure: &'a Mesure,
        (question, periodes): (&'a Question, Vec<Periode>),
    ) -> Calculable<'a> {
        let lu = question.parametre.as_deref().map_or(Some(Parametre::default()), |texte| Parametre::lire(mesure, texte));
        let (Some(parametre), Some(definition)) = (lu, mesure.definition(question.version)) else { return Calculable::Rien };
        match &definition.formule {
            Formule::Fiches(compte, compter) => {
                let cadre = Cadre { periodes: &periodes, dimensions: &[], compte: *compte, jour };
                Calculable::Fiches(cellules::des_fiches(cadre, |periode| compter(referentiel, departement, periode)))
            }
            Formule::Fichiers(fait) => {
                let plan = Self { referentiel, departement, definition, fait, question, parametre, periodes, jour, regard };
                Calculable::Fichiers(Box::new(plan))
            }
        }
    }

    /// Steps of one statement.
    fn lot(&self, personnes: i64) -> usize {
        let visites = if self.fait.cumulable { VISITES * PAS_DE_FAITS } else { VISITES };
        usize::try_from(personnes).map_or(visites, |personnes| visites / personnes.max(1)).max(1)
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

//! What a reader of aggregates is answered: frozen values, and what is not frozen yet.

use super::ValeurFigee;
use super::comptes::{ecrire_cube, lire_parts};
use super::famille;
use crate::erreur::Panne;
use crate::mesure::definition::{Compte, Mesure};
use crate::mesure::parametre::Parametre;
use crate::mesure::total::Total;
use crate::mesure::{Cellule, Centiemes, Dimension, PasTemporel, Periode, Question};
use crate::portee::Portees;
use crate::requete::Ligne;
use crate::session::Session;
use crate::vocabulaire::Enumeration;

/// Steps of the question that are frozen, with their values, and those that are not.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reponse {
    pub valeurs: Vec<ValeurFigee>,
    pub manquantes: Vec<Periode>,
}

/// Why a question has no answer in frozen values, as an agent reads it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Impossible {
    /// Only whole civil months, quarters and years are frozen.
    Periode,
    /// No cube of the measure has these dimensions.
    Cube,
    /// The measure speaks of no file.
    Mesure,
}

impl Impossible {
    #[must_use]
    pub const fn message(self) -> &'static str {
        match self {
            Self::Periode => "Seuls des mois, des trimestres ou des années entiers sont publiés.",
            Self::Cube => "Cette ventilation n'est pas publiée pour cette mesure.",
            Self::Mesure => "Cette mesure n'est pas publiée aux lecteurs d'agrégats.",
        }
    }
}

/// What a question asks of the frozen values.
struct Demande {
    pas: PasTemporel,
    periodes: Vec<Periode>,
    cube: &'static [Dimension],
    /// Parts that the cells must have and the answer does not repeat.
    fixes: Vec<(Dimension, Vec<String>)>,
    ventilation: Vec<Dimension>,
    compte: Compte,
}

/// Frozen values of a measure of the files, in a département of a convention that opens indicators: nothing elsewhere.
pub async fn lire(
    session: &Session,
    departement: &str,
    mesure: &'static Mesure,
    question: &Question,
) -> Result<Result<Reponse, Impossible>, Panne> {
    let demande = match demander(session, mesure, question) {
        Ok(demande) => demande,
        Err(impossible) => return Ok(Err(impossible)),
    };
    let lire = const { Portees::de("indicateurs:lire") };
    if !session.perimetre.qui_portent(lire).any(|o| o.departements.iter().any(|d| d == departement)) {
        return Ok(Ok(Reponse::default()));
    }
    let (Some(premiere), Some(derniere)) = (demande.periodes.first(), demande.periodes.last()) else { return Ok(Ok(Reponse::default())) };
    let mut q = session.requete("select du, au, cube, parts, visible, valeur, numerateur, denominateur, mediane, quantile90, version, fige_le, publiee_le from valeur_figee where departement = ");
    q.valeur(departement).texte(" and mesure = ").valeur(mesure.code).texte(" and pas = ").valeur(demande.pas.code());
    q.texte(" and du >= ").valeur(premiere.du).texte(" and au <= ").valeur(derniere.au);
    question.version.into_iter().for_each(|v| _ = q.texte(" and version = ").valeur(v));
    q.texte(" and cube").parmi_textes(&[ecrire_cube(demande.cube), String::new()]).texte(" order by du, cube, parts");
    let lues = session.lignes(q).await?.iter().map(depuis).collect::<Result<Vec<_>, _>>()?;
    let reponse = demande.repondre(lues);
    Ok(if au_niveau(session, question, &reponse) { Ok(reponse) } else { Err(Impossible::Cube) })
}

fn demander(session: &Session, mesure: &'static Mesure, question: &Question) -> Result<Demande, Impossible> {
    let referentiel = session.referentiel();
    let mut fixes = match question.parametre.as_deref() {
        None => Vec::new(),
        Some(texte) => {
            let parametre = Parametre::lire(mesure, texte).ok_or(Impossible::Cube)?;
            parametre.0.into_iter().map(|c| (c.dimension, c.codes)).collect()
        }
    };
    if let Some(lieu) = question.territoire {
        let code = referentiel.territoires.par_id(lieu).map(|t| t.code.clone()).ok_or(Impossible::Cube)?;
        fixes.push((Dimension::Territoire, vec![code]));
    }
    // Parts of a place or of several values would be sums, which secrecy did not decide.
    if fixes.iter().any(|(d, codes)| codes.len() != 1 || question.ventilation.contains(d)) {
        return Err(Impossible::Cube);
    }
    let demandees = || question.ventilation.iter().copied().chain(fixes.iter().map(|(d, _)| *d));
    let convient = |c: &&&'static [Dimension]| c.len() == demandees().count() && demandees().all(|d| c.contains(&d));
    let famille = famille::de(mesure).ok_or(Impossible::Mesure)?;
    let cube = famille.cubes.iter().filter(|c| mesure.cubes.contains(c)).find(convient).copied().ok_or(Impossible::Cube)?;
    let (pas, periodes) = decouper(question).ok_or(Impossible::Periode)?;
    let compte = mesure.definition(question.version).and_then(|d| d.fait()).map(|f| f.compte).ok_or(Impossible::Cube)?;
    Ok(Demande { pas, periodes, cube, fixes, ventilation: question.ventilation.clone(), compte })
}

/// Places of people are frozen at one level, and what is nobody's as it has its own: a level is answered where all are of it.
fn au_niveau(session: &Session, question: &Question, reponse: &Reponse) -> bool {
    let referentiel = session.referentiel();
    let type_ = |code: &str| referentiel.territoire(code).map(|t| t.type_);
    let parts = reponse.valeurs.iter().flat_map(|v| &v.cellule.parts).filter(|(d, _)| *d == Dimension::Territoire);
    question.niveau.is_none_or(|niveau| parts.filter_map(|(_, code)| code.as_deref()).all(|code| type_(code) == Some(niveau)))
}

/// The step, and the steps of the question when each is whole.
fn decouper(question: &Question) -> Option<(PasTemporel, Vec<Periode>)> {
    let civils = [PasTemporel::Mois, PasTemporel::Trimestre, PasTemporel::Annee];
    let pas = match question.pas {
        PasTemporel::Periode => {
            civils.into_iter().find(|pas| question.periode.pas(*pas) == [question.periode] && entier(question.periode, *pas))?
        }
        pas => pas,
    };
    let periodes = question.periode.pas(pas);
    periodes.iter().all(|p| entier(*p, pas)).then_some((pas, periodes))
}

fn entier(periode: Periode, pas: PasTemporel) -> bool {
    let mois = match pas {
        PasTemporel::Trimestre => 3,
        PasTemporel::Annee => 12,
        PasTemporel::Mois | PasTemporel::Periode => 1,
    };
    periode.en_mois_entiers() && periode.pas(PasTemporel::Mois).len() == mois && periode.pas(pas) == [periode]
}

impl Demande {
    /// The total of a step tells that it is frozen; a part that some step shows is a zero in those that do not speak of it.
    fn repondre(&self, lues: Vec<ValeurFigee>) -> Reponse {
        let (totaux, parts): (Vec<_>, Vec<_>) = lues.into_iter().partition(|v| v.cellule.parts.is_empty());
        let manquantes = self.periodes.iter().filter(|p| !totaux.iter().any(|t| t.cellule.periode == **p)).copied().collect();
        if self.cube.is_empty() {
            return Reponse { valeurs: totaux, manquantes };
        }
        let siennes: Vec<ValeurFigee> = parts.into_iter().filter_map(|v| self.sienne(v)).collect();
        let mut vues: Vec<_> = siennes.iter().map(|v| v.cellule.parts.clone()).collect();
        vues.sort_unstable();
        vues.dedup();
        let valeurs = totaux.iter().flat_map(|total| vues.iter().map(|parts| self.completer(total, parts, &siennes)));
        Reponse { valeurs: valeurs.collect(), manquantes }
    }

    /// The cell as the question names it, when it has the fixed parts.
    fn sienne(&self, mut valeur: ValeurFigee) -> Option<ValeurFigee> {
        let a = |d: Dimension, code: &str| valeur.cellule.parts.contains(&(d, Some(code.to_owned())));
        if !self.fixes.iter().all(|(d, codes)| a(*d, &codes[0])) {
            return None;
        }
        valeur.cellule.parts.retain(|(d, _)| self.ventilation.contains(d));
        valeur.cellule.parts.sort_by_key(|(d, _)| self.ventilation.iter().position(|v| v == d));
        Some(valeur)
    }

    fn completer(&self, total: &ValeurFigee, parts: &[(Dimension, Option<String>)], siennes: &[ValeurFigee]) -> ValeurFigee {
        let meme = |v: &&ValeurFigee| v.cellule.periode == total.cellule.periode && v.cellule.parts == parts;
        siennes.iter().find(meme).cloned().unwrap_or_else(|| {
            let zero = Total::default().cellule(total.cellule.periode, self.compte);
            ValeurFigee { cellule: Cellule { parts: parts.to_vec(), ..zero }, visible: true, ..total.clone() }
        })
    }
}

fn depuis(l: &Ligne) -> Result<ValeurFigee, Panne> {
    let nombre = |colonne: usize| l.lire::<Option<i64>>(colonne).map(|n| n.map(Centiemes));
    let (cube, parts): (String, String) = (l.lire(2)?, l.lire(3)?);
    let cellule = Cellule {
        periode: Periode { du: l.lire(0)?, au: l.lire(1)? },
        parts: lire_parts(&cube, &parts),
        valeur: nombre(5)?,
        numerateur: nombre(6)?,
        denominateur: nombre(7)?,
        mediane: nombre(8)?,
        quantile90: nombre(9)?,
    };
    Ok(ValeurFigee { cellule, visible: l.lire(4)?, version: l.lire(10)?, fige_le: l.lire(11)?, publiee_le: l.lire(12)? })
}

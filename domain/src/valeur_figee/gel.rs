//! Freezing a family of measures: the periods of a year that are over, computed once, decided once.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::comptes::{self, CompteFige, Contenu, annee, premier_janvier};
use super::ecriture::Decision;
use super::famille::{self, Famille};
use super::grille::{Code, Grille, publiable};
use crate::confidentialite::{Case, Statut, Tables, Temps};
use crate::erreur::Panne;
use crate::mesure::calcul::{Calcul, cube, niveau_des_communes};
use crate::mesure::{Cellule, Dimension, PasTemporel, Periode};
use crate::referentiel::Referentiel;
use crate::session::Plateforme;

/// A family, where and when.
pub struct Du {
    pub departement: String,
    pub famille: Famille,
    /// Periods of one year in the order in which they are decided: by their last day, the shortest first.
    pub periodes: Vec<Periode>,
}

/// All that is due, a year of a family at a time; families whose cohorts still have time wait.
pub async fn dus(tx: &Plateforme, jour: NaiveDate) -> Result<Vec<Du>, Panne> {
    let referentiel = tx.base.referentiel().await?;
    let lus = tx.lignes(tx.requete("select departement, famille, jusqu_au from gel")).await?;
    let faits = lus.iter().map(|l| Ok(((l.lire(0)?, l.lire(1)?), l.lire(2)?)));
    let faits = faits.collect::<Result<BTreeMap<(String, String), NaiveDate>, Panne>>()?;
    let mut dus = Vec::new();
    for (departement, origine) in origines(tx, &referentiel).await? {
        for code in famille::toutes().iter().map(|f| f.code) {
            let mut debut = faits.get(&(departement.clone(), code.to_owned())).and_then(NaiveDate::succ_opt).unwrap_or(origine);
            while debut < jour {
                let Some(famille) = famille::toutes().into_iter().find(|f| f.code == code) else { break };
                let mures = |p| famille.membres.iter().all(|m| m.mesure.mature(&referentiel, &departement, p, jour));
                let periodes = periodes(debut, famille.mois_seuls, mures);
                debut = premier_janvier(annee(debut) + 1);
                if !periodes.is_empty() {
                    dus.push(Du { departement: departement.clone(), famille, periodes });
                }
            }
        }
    }
    Ok(dus)
}

/// The year of the first right in a département, or of its first pacte: nothing was measured before.
async fn origines(tx: &Plateforme, referentiel: &Referentiel) -> Result<Vec<(String, NaiveDate)>, Panne> {
    let q = tx.requete("select departement, min(droit_ouvert_le) from allocataire where droit_ouvert_le is not null group by departement order by departement");
    let mut origines = Vec::new();
    for l in tx.lignes(q).await? {
        let (departement, premier): (String, NaiveDate) = (l.lire(0)?, l.lire(1)?);
        let pacte = referentiel.pactes_du(&departement).filter_map(|p| p.contenu.debut).min();
        let debut = pacte.map_or(premier, |pacte| pacte.max(premier));
        origines.push((departement, premier_janvier(annee(debut))));
    }
    Ok(origines)
}

/// Months from that day on, up to the end of its year or to the first whose value may still move, each with the quarter and
/// the year that it ends.
fn periodes(debut: NaiveDate, mois_seuls: bool, mure: impl Fn(Periode) -> bool) -> Vec<Periode> {
    let an = Periode { du: premier_janvier(annee(debut)), au: premier_janvier(annee(debut) + 1).pred_opt().unwrap_or(debut) };
    let mois: Vec<Periode> = an.pas(PasTemporel::Mois).into_iter().filter(|m| m.du >= debut).take_while(|m| mure(*m)).collect();
    let tous = [PasTemporel::Mois, PasTemporel::Trimestre, PasTemporel::Annee];
    let pas = &tous[..if mois_seuls { 1 } else { 3 }];
    let closes = |m: Periode| pas.iter().flat_map(move |pas| an.pas(*pas)).filter(move |p| p.au == m.au);
    mois.into_iter().flat_map(closes).collect()
}

/// What was read of the files, by member of the family.
type Lues = Vec<Vec<Cellule>>;

/// What is decided from.
pub struct Lecture {
    pub du: Du,
    lues: Lues,
    anciens: Vec<CompteFige>,
    seuil: i64,
}

/// Reads the files and the earlier freezes of the year; nothing when another replica froze it meanwhile.
pub async fn lire(tx: &Plateforme, du: Du) -> Result<Option<Lecture>, Panne> {
    let anciens = comptes::de_l_annee(tx, (du.departement.as_str(), &du.famille), annee(du.periodes[0].du)).await?;
    if anciens.iter().any(|a| du.periodes.contains(&a.periode)) {
        return Ok(None);
    }
    let lues = lire_les_dossiers(tx, &du).await?;
    Ok(Some(Lecture { du, lues, anciens, seuil: tx.base.reglages.seuil_secret }))
}

/// Decides what is shown: no database waits meanwhile.
pub fn decider(lecture: &Lecture) -> Result<Decision, Panne> {
    let parts = lecture.lues.iter().flatten().flat_map(|c| &c.parts).chain(lecture.anciens.iter().flat_map(|c| &c.parts));
    let grille = Grille::nouvelle(&lecture.du.famille, if lecture.du.famille.protegee { lecture.seuil } else { 0 }, parts);
    let gel = Gel { du: &lecture.du, grille: &grille, lues: &lecture.lues };
    let (mut tables, mut masses) = gel.reprendre(&lecture.anciens)?;
    let figees = gel.decider(&mut tables, &mut masses);
    Ok(gel.decision(&tables, &masses, &figees))
}

/// Places of people are frozen at the level that their communes tell: one partition, whatever places some files name besides.
async fn lire_les_dossiers(tx: &Plateforme, du: &Du) -> Result<Lues, Panne> {
    let referentiel = tx.base.referentiel().await?;
    let maille = niveau_des_communes(&referentiel, &du.departement);
    let mut lues = Vec::with_capacity(du.famille.membres.len());
    for membre in &du.famille.membres {
        let calcul = Calcul {
            departement: &du.departement,
            mesure: membre.mesure,
            version: Some(membre.definition.version),
            parametre: None,
            niveau: maille.filter(|_| membre.fait.territoire.is_none()),
        };
        let mut siennes = Vec::new();
        for dimensions in &du.famille.cubes {
            siennes.extend(cube(tx, calcul, dimensions, &du.periodes).await?.into_iter().filter(publiable));
        }
        lues.push(siennes);
    }
    Ok(lues)
}

/// What each cell sums, by period and member.
pub(super) type Masses = BTreeMap<(Periode, usize), Vec<i64>>;

pub(super) struct Gel<'a> {
    pub du: &'a Du,
    pub grille: &'a Grille,
    pub lues: &'a Lues,
}

impl Gel<'_> {
    pub(super) fn rang(&self, parts: &[(Dimension, Code)]) -> Option<usize> {
        self.grille.place(parts).map(|(lieu, colonne)| lieu * self.grille.forme.colonnes() + colonne)
    }

    fn vides(&self) -> usize {
        self.grille.forme.lieux.len() * self.grille.forme.colonnes()
    }

    /// The tables of the year as the earlier freezes left them.
    fn reprendre(&self, anciens: &[CompteFige]) -> Result<(Tables, Masses), Panne> {
        let (mut tables, mut masses) = (Tables::nouvelles(self.grille.forme.clone()), Masses::new());
        for de_la_periode in anciens.chunk_by(|a, b| a.periode == b.periode) {
            let periode = de_la_periode[0].periode;
            let mut cases = vec![Case::vide(); self.vides()];
            for ancien in de_la_periode {
                let Some(rang) = self.rang(&ancien.parts) else { continue };
                self.relire(&mut cases[rang], &ancien.contenu);
                for (membre, m) in self.du.famille.membres.iter().enumerate() {
                    let masse = ancien.contenu.masses.get(m.mesure.code).copied().unwrap_or_default();
                    masses.entry((periode, membre)).or_insert_with(|| vec![0; self.vides()])[rang] = masse;
                }
            }
            tables.figer(periode, cases).map_err(|_| Panne::Donnee("compte_fige"))?;
        }
        Ok((tables, masses))
    }

    fn relire(&self, case: &mut Case, contenu: &Contenu) {
        for (n, compte) in self.du.famille.comptes.iter().enumerate() {
            case.comptes[n] = contenu.comptes.get(*compte).copied().unwrap_or_default();
            if contenu.retires.iter().any(|r| r == compte) {
                case.statuts[n] = Statut::Retiree;
            }
        }
        for m in &self.du.famille.membres {
            let masse = contenu.masses.get(m.mesure.code).copied().unwrap_or_default();
            m.masse.into_iter().for_each(|n| case.masses[n] = i64::from(masse != 0));
        }
    }

    /// Period by period; one whose counts do not agree with its steps is left out, and said.
    fn decider(&self, tables: &mut Tables, masses: &mut Masses) -> Vec<Periode> {
        let mut figees = Vec::new();
        for lot in self.du.periodes.chunk_by(|a, b| a.au == b.au) {
            let cases: Vec<(Periode, Vec<Case>)> = lot.iter().map(|p| (*p, self.compter(*p, masses))).collect();
            let mut essai = tables.clone();
            let mut retenues = cases.len();
            while retenues > 0 && essai.decider(cases[..retenues].to_vec()).is_err() {
                retenues -= 1;
                tracing::warn!(famille = self.du.famille.code, departement = %self.du.departement, au = %lot[0].au, "period not frozen: its counts disagree with its steps");
                essai = tables.clone();
            }
            *tables = essai;
            figees.extend(&lot[..retenues]);
        }
        figees
    }

    fn compter(&self, periode: Periode, masses: &mut Masses) -> Vec<Case> {
        let mut cases = vec![Case::vide(); self.vides()];
        for (membre, (m, lues)) in self.du.famille.membres.iter().zip(self.lues).enumerate() {
            let mut siennes = vec![0; self.vides()];
            for cellule in lues.iter().filter(|c| c.periode == periode) {
                let Some(rang) = self.rang(&cellule.parts) else { continue };
                let (comptes, masse) = m.comptes(cellule);
                m.niveaux.iter().zip(comptes).for_each(|(n, compte)| cases[rang].comptes[*n] = compte);
                m.masse.into_iter().for_each(|n| cases[rang].masses[n] = i64::from(masse != 0));
                siennes[rang] = masse;
            }
            masses.insert((periode, membre), siennes);
        }
        self.cumuler(periode, masses);
        cases
    }

    /// What a longer period sums is what its months do, or its last one where it is a state.
    fn cumuler(&self, periode: Periode, masses: &mut Masses) {
        let mois = periode.pas(PasTemporel::Mois);
        for (membre, m) in self.du.famille.membres.iter().enumerate() {
            let repris = match m.masse.map(|n| self.grille.forme.niveaux[n].temps) {
                Some(Temps::Somme) => &mois[..],
                Some(Temps::Fin) => &mois[mois.len() - 1..],
                _ => continue,
            };
            if mois.len() == 1 || !repris.iter().all(|p| masses.contains_key(&(*p, membre))) {
                continue;
            }
            let sommes = (0..self.vides()).map(|rang| repris.iter().map(|p| masses[&(*p, membre)][rang]).sum()).collect();
            masses.insert((periode, membre), sommes);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn jour(texte: &str) -> NaiveDate {
        texte.parse().unwrap()
    }

    #[test]
    fn months_are_due_in_order_each_with_the_quarter_and_the_year_that_it_ends() {
        let dues = |debut: &str, jusqu_a: &str| {
            let jusqu_a = jour(jusqu_a);
            let dues = periodes(jour(debut), false, |p| p.au < jusqu_a);
            dues.iter().map(|p| format!("{} {}", p.du.format("%m"), p.au.format("%m"))).collect::<Vec<_>>().join(", ")
        };
        assert_eq!(dues("2021-01-01", "2021-01-31"), "");
        assert_eq!(dues("2021-01-01", "2021-02-01"), "01 01");
        assert_eq!(dues("2021-02-01", "2021-05-10"), "02 02, 03 03, 01 03, 04 04");
        assert_eq!(dues("2021-12-01", "2023-01-01"), "12 12, 10 12, 01 12");
    }
}

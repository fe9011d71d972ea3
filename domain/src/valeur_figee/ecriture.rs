//! What a freeze stores: the rows that readers see, and the counts that the next freeze needs.

use chrono::{DateTime, Utc};

use super::comptes::{self, CompteFige, Contenu, ecrire_cube, ecrire_parts};
use super::gel::{Du, Gel, Masses};
use crate::confidentialite::{Case, Statut, Tables};
use crate::erreur::Panne;
use crate::mesure::{Cellule, Centiemes, Dimension, PasTemporel, Periode};
use crate::session::Plateforme;
use crate::vocabulaire::Enumeration;

/// A row of `valeur_figee`.
struct Ligne {
    mesure: &'static str,
    version: i64,
    cellule: Cellule,
    visible: bool,
}

/// What a freeze stores.
pub struct Decision {
    lignes: Vec<Ligne>,
    comptes: Vec<CompteFige>,
}

/// Stores it, unless another replica did meanwhile.
pub async fn ecrire(tx: &Plateforme, du: &Du, decision: &Decision) -> Result<(), Panne> {
    let Some(jusqu_au) = du.periodes.last().map(|p| p.au) else { return Ok(()) };
    let mut q = tx.requete("insert into gel (departement, famille, jusqu_au) values (");
    q.valeurs([du.departement.as_str().into(), du.famille.code.into(), jusqu_au.into()]);
    q.texte(") on conflict (departement, famille) do update set jusqu_au = excluded.jusqu_au where gel.jusqu_au < excluded.jusqu_au");
    if tx.executer(q).await? == 0 {
        return Ok(());
    }
    inserer(tx, &du.departement, &decision.lignes, tx.base.horloge.instant()).await?;
    comptes::inserer(tx, (du.departement.as_str(), &du.famille), &decision.comptes).await
}

impl Gel<'_> {
    pub(super) fn decision(&self, tables: &Tables, masses: &Masses, figees: &[Periode]) -> Decision {
        Decision {
            lignes: figees.iter().flat_map(|p| self.lignes(tables, masses, *p)).collect(),
            comptes: figees.iter().flat_map(|p| self.comptes(tables, masses, *p)).collect(),
        }
    }

    /// Every cell with its place.
    fn places(&self) -> impl Iterator<Item = (Vec<(Dimension, Option<String>)>, usize)> {
        self.grille.cellules().into_iter().filter_map(|parts| self.rang(&parts).map(|rang| (parts, rang)))
    }

    fn case<'t>(&self, tables: &'t Tables, periode: Periode, rang: usize) -> Option<&'t Case> {
        let tranche = tables.tranches().iter().position(|t| t.periode == periode)?;
        let colonnes = self.grille.forme.colonnes();
        Some(tables.case(tranche, rang / colonnes, rang % colonnes))
    }

    fn lignes(&self, tables: &Tables, masses: &Masses, periode: Periode) -> Vec<Ligne> {
        let mut lignes = Vec::new();
        for (parts, rang) in self.places() {
            let Some(case) = self.case(tables, periode, rang) else { continue };
            let dimensions: Vec<Dimension> = parts.iter().map(|(d, _)| *d).collect();
            // A formula that takes a figure from the pacte has no value where none lays it down.
            let membres = self.du.famille.membres.iter().enumerate().filter(|(membre, _)| !self.lues[*membre].is_empty());
            for (membre, m) in membres {
                let vide = Cellule { parts: parts.clone(), ..Cellule::vide(periode) };
                let lue = self.lues[membre].iter().find(|c| c.periode == periode && c.parts == parts).unwrap_or(&vide);
                let comptes: Vec<i64> = m.niveaux.iter().map(|n| case.comptes[*n]).collect();
                let masse = masses.get(&(periode, membre)).map_or(0, |m| m[rang]);
                let visible = m.niveaux.iter().all(|n| case.statuts[*n] == Statut::Montree);
                if m.mesure.cubes.contains(&dimensions.as_slice()) && (!visible || parts.is_empty() || comptes.iter().any(|c| *c > 0)) {
                    let cellule = if visible { m.cellule(periode, (&comptes, masse), lue) } else { vide };
                    lignes.push(Ligne { mesure: m.mesure.code, version: m.definition.version, cellule, visible });
                }
            }
        }
        lignes
    }

    fn comptes(&self, tables: &Tables, masses: &Masses, periode: Periode) -> Vec<CompteFige> {
        let compte = |(parts, rang): (Vec<_>, usize)| {
            let case = self.case(tables, periode, rang)?;
            let nommes = || self.du.famille.comptes.iter().enumerate();
            let contenu = Contenu {
                comptes: nommes().filter(|(n, _)| case.comptes[*n] != 0).map(|(n, c)| ((*c).to_owned(), case.comptes[n])).collect(),
                retires: nommes().filter(|(n, _)| case.statuts[*n] == Statut::Retiree).map(|(_, c)| (*c).to_owned()).collect(),
                masses: self.masses(masses, periode, rang),
            };
            let garde = parts.is_empty() || !contenu.comptes.is_empty() || !contenu.retires.is_empty();
            garde.then_some(CompteFige { periode, parts, contenu })
        };
        self.places().filter_map(compte).collect()
    }

    fn masses(&self, masses: &Masses, periode: Periode, rang: usize) -> std::collections::BTreeMap<String, i64> {
        let membres = self.du.famille.membres.iter().enumerate();
        let masse = |membre: usize| masses.get(&(periode, membre)).map_or(0, |m| m[rang]);
        membres.filter(|(m, _)| masse(*m) != 0).map(|(m, membre)| (membre.mesure.code.to_owned(), masse(m))).collect()
    }
}

async fn inserer(tx: &Plateforme, departement: &str, lignes: &[Ligne], le: DateTime<Utc>) -> Result<(), Panne> {
    let nombre = |c: Option<Centiemes>| c.map(|c| c.0);
    for lot in lignes.chunks(500) {
        let mut q = tx.requete("insert into valeur_figee (departement, mesure, version, pas, du, au, cube, parts, visible, valeur, numerateur, denominateur, mediane, quantile90, fige_le) values ");
        for (rang, l) in lot.iter().enumerate() {
            let c = &l.cellule;
            let dimensions: Vec<Dimension> = c.parts.iter().map(|(d, _)| *d).collect();
            q.texte(if rang == 0 { "(" } else { ", (" }).valeurs([
                departement.into(),
                l.mesure.into(),
                l.version.into(),
                pas(c.periode).code().into(),
                c.periode.du.into(),
                c.periode.au.into(),
                ecrire_cube(&dimensions).into(),
                ecrire_parts(&c.parts).into(),
                l.visible.into(),
                nombre(c.valeur).into(),
                nombre(c.numerateur).into(),
                nombre(c.denominateur).into(),
                nombre(c.mediane).into(),
                nombre(c.quantile90).into(),
                le.into(),
            ]);
            q.texte(")");
        }
        tx.executer(q).await?;
    }
    Ok(())
}

/// Which step a frozen period is.
fn pas(periode: Periode) -> PasTemporel {
    match periode.pas(PasTemporel::Mois).len() {
        1 => PasTemporel::Mois,
        3 => PasTemporel::Trimestre,
        _ => PasTemporel::Annee,
    }
}

//! Counts kept from one freeze to the next, withheld ones too: nobody but the platform reads them.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};

use super::famille::Famille;
use super::grille::Code;
use crate::erreur::Panne;
use crate::mesure::{Dimension, Periode};
use crate::session::Plateforme;
use crate::vocabulaire::Enumeration;

/// Codes that no code of a part holds.
const ENTRE: char = ' ';
const INCONNU: &str = "?";

/// One cell of a period frozen before.
pub(super) struct CompteFige {
    pub periode: Periode,
    pub parts: Vec<(Dimension, Code)>,
    pub contenu: Contenu,
}

/// By text of the count, or code of the measure that sums something.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Contenu {
    pub comptes: BTreeMap<String, i64>,
    pub retires: Vec<String>,
    pub masses: BTreeMap<String, i64>,
}

pub(super) fn ecrire_cube(dimensions: &[Dimension]) -> String {
    dimensions.iter().map(|d| d.code()).collect::<Vec<_>>().join(&ENTRE.to_string())
}

pub(super) fn ecrire_parts(parts: &[(Dimension, Code)]) -> String {
    parts.iter().map(|(_, code)| code.as_deref().unwrap_or(INCONNU)).collect::<Vec<_>>().join(&ENTRE.to_string())
}

pub(super) fn lire_parts(cube: &str, parts: &str) -> Vec<(Dimension, Code)> {
    let codes = parts.split(ENTRE).map(|code| (code != INCONNU).then(|| code.to_owned()));
    cube.split(ENTRE).filter_map(Dimension::lire).zip(codes).collect()
}

/// What a year already has, in the order in which it was decided.
pub(super) async fn de_l_annee(tx: &Plateforme, (departement, famille): (&str, &Famille), annee: i32) -> Result<Vec<CompteFige>, Panne> {
    let mut q = tx.requete("select du, au, cube, parts, contenu from compte_fige where departement = ");
    q.valeur(departement).texte(" and famille = ").valeur(famille.code).texte(" and au >= ").valeur(premier_janvier(annee));
    q.texte(" and au < ").valeur(premier_janvier(annee + 1)).texte(" order by au, du desc, cube, parts");
    let lignes = tx.lignes(q).await?;
    lignes
        .iter()
        .map(|l| {
            let (cube, parts, contenu): (String, String, String) = (l.lire(2)?, l.lire(3)?, l.lire(4)?);
            let contenu = serde_json::from_str(&contenu).map_err(|_| Panne::Donnee("compte_fige"))?;
            Ok(CompteFige { periode: Periode { du: l.lire(0)?, au: l.lire(1)? }, parts: lire_parts(&cube, &parts), contenu })
        })
        .collect()
}

pub(super) async fn inserer(tx: &Plateforme, (departement, famille): (&str, &Famille), comptes: &[CompteFige]) -> Result<(), Panne> {
    for lot in comptes.chunks(500) {
        let mut q = tx.requete("insert into compte_fige (departement, famille, du, au, cube, parts, contenu) values ");
        for (rang, c) in lot.iter().enumerate() {
            let dimensions: Vec<Dimension> = c.parts.iter().map(|(d, _)| *d).collect();
            let contenu = serde_json::to_string(&c.contenu).map_err(|_| Panne::Donnee("compte_fige"))?;
            q.texte(if rang == 0 { "(" } else { ", (" }).valeurs([
                departement.into(),
                famille.code.into(),
                c.periode.du.into(),
                c.periode.au.into(),
                ecrire_cube(&dimensions).into(),
                ecrire_parts(&c.parts).into(),
                contenu.into(),
            ]);
            q.texte(")");
        }
        tx.executer(q).await?;
    }
    Ok(())
}

pub(super) fn premier_janvier(annee: i32) -> NaiveDate {
    NaiveDate::from_ymd_opt(annee, 1, 1).unwrap_or(NaiveDate::MAX)
}

pub(super) fn annee(jour: NaiveDate) -> i32 {
    jour.year()
}

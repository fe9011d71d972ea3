//! Indicators of the documents.

use sea_orm::sea_query::Value;

use super::json;
use crate::indicateur::Document;
use crate::referentiel::chargement::noms::{Noms, cle_fiche, identifiant};
use crate::referentiel::chargement::{Echec, Lot};
use crate::referentiel::fichiers::Fichiers;

pub(super) fn indicateurs(f: &Fichiers, noms: &Noms) -> Result<Lot, Echec> {
    let mut lignes = Vec::new();
    for (pacte, documents) in &f.indicateurs {
        for (rang, document) in (1_i64..).zip(documents) {
            lignes.push(ligne(pacte, rang, document, f, noms)?);
        }
    }
    Ok(Lot { table: "indicateur", colonnes: &["id", "pacte_id", "fiche_action_id", "code", "rang", "contenu"], lignes, ..Lot::default() })
}

fn ligne(pacte: &str, rang: i64, document: &Document<String>, f: &Fichiers, noms: &Noms) -> Result<Vec<Value>, Echec> {
    let code = &document.code;
    verifier(document, pacte, f)?;
    let fiche = document.fiche.as_ref().map(|fiche| noms.id("fiche_action", &cle_fiche(pacte, fiche), code, "fiche"));
    let traduit = document.clone().traduire(|cle| noms.id("partenaire", cle, code, "responsables"))?;
    Ok(vec![
        identifiant("indicateur", code).into(),
        noms.id("pacte", pacte, code, "pacte")?.into(),
        fiche.transpose()?.into(),
        code.clone().into(),
        rang.into(),
        json(&traduit)?,
    ])
}

/// The axis and the anomalies that an indicator cites are those of its pacte, and those of its values are its own.
fn verifier(document: &Document<String>, pacte: &str, f: &Fichiers) -> Result<(), Echec> {
    let absente = |champ, cle: &String| Err(Echec::Reference { objet: document.code.clone(), champ, cle: cle.clone() });
    let axes = f.pactes.iter().find(|p| p.code == pacte).map_or(&[][..], |p| &p.axes);
    if let Some(axe) = document.axe.as_ref().filter(|axe| axes.iter().all(|a| a.numero != **axe)) {
        return absente("axe", axe);
    }
    let connue = |code: &&String| f.anomalies.iter().any(|a| a.pacte == pacte && a.code == **code);
    if let Some(code) = document.anomalies.iter().find(|code| !connue(code)) {
        return absente("anomalies", code);
    }
    let citees = document.valeurs.iter().filter_map(|v| v.anomalie.as_ref());
    citees.into_iter().find(|code| !document.anomalies.contains(code)).map_or(Ok(()), |code| absente("valeurs.anomalie", code))
}

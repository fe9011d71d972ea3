//! The contents stored as JSON, their references resolved and checked.

use crate::dispositif::{Contenu as ContenuDispositif, Mobilite};
use crate::fiche_action::Document;
use crate::pacte::{Contenu as ContenuPacte, Signataire};
use crate::referentiel::chargement::Echec;
use crate::referentiel::chargement::noms::{Noms, cle_fiche};
use crate::referentiel::fichiers::{Dispositif, Fichiers, Pacte};

pub(super) fn pacte(p: &Pacte, f: &Fichiers, noms: &Noms) -> Result<ContenuPacte, Echec> {
    noms.id("departement", &p.departement, &p.code, "departement")?;
    let regles = f.regles.get(p.code.as_str()).cloned().unwrap_or_default();
    for (fiche, regle) in regles.iter().filter_map(|r| r.fiche.as_ref().map(|fiche| (fiche, r))) {
        noms.id("fiche_action", &cle_fiche(&p.code, fiche), &regle.code, "fiche")?;
    }
    let anomalies: Vec<_> = f.anomalies.iter().filter(|a| a.pacte == p.code).cloned().collect();
    for (fiche, anomalie) in anomalies.iter().filter_map(|a| a.fiche.as_ref().map(|fiche| (fiche, a))) {
        noms.id("fiche_action", &cle_fiche(&p.code, fiche), &anomalie.code, "fiche")?;
    }
    Ok(ContenuPacte {
        titre: p.titre.clone(),
        type_: p.type_,
        debut: p.debut,
        fin: p.fin,
        axes: p.axes.clone(),
        signataires: signataires(p, noms)?,
        regles,
        anomalies,
        source: p.source.clone(),
    })
}

fn signataires(p: &Pacte, noms: &Noms) -> Result<Vec<Signataire>, Echec> {
    let traduire = |s: &Signataire<String>| {
        let partenaire = noms.id("partenaire", &s.partenaire, &p.code, "signataires")?;
        Ok(Signataire { partenaire, signee_le: s.signee_le })
    };
    p.signataires.iter().map(traduire).collect()
}

/// The axis and the anomalies that a fiche cites are those of its pacte.
pub(super) fn verifier_fiche(document: &Document<String>, pacte: &str, f: &Fichiers, objet: &str) -> Result<(), Echec> {
    let absente = |champ, cle: &String| Err(Echec::Reference { objet: objet.to_owned(), champ, cle: cle.clone() });
    let axes = f.pactes.iter().find(|p| p.code == pacte).map_or(&[][..], |p| &p.axes);
    if let Some(axe) = document.axe.as_ref().filter(|axe| axes.iter().all(|a| a.numero != **axe)) {
        return absente("axe", axe);
    }
    let connue = |code: &&String| f.anomalies.iter().any(|a| a.pacte == pacte && a.code == **code);
    document.anomalies.iter().find(|code| !connue(code)).map_or(Ok(()), |code| absente("anomalies", code))
}

/// Exclusions hold both ways even where only one of the two states them.
pub(super) fn dispositif(d: &Dispositif, f: &Fichiers, noms: &Noms) -> Result<ContenuDispositif, Echec> {
    let en_retour = f.dispositifs.iter().filter(|autre| autre.exclusif_avec.contains(&d.code)).map(|autre| autre.code.clone());
    let mut exclusifs: Vec<String> = d.exclusif_avec.iter().cloned().chain(en_retour).collect();
    exclusifs.sort();
    exclusifs.dedup();
    verifier_regles(d, f)?;
    let fiche = d.fiche_action.as_ref().map(|code| noms.id("fiche_action", &cle_fiche(&d.pacte, code), &d.code, "ficheAction"));
    Ok(ContenuDispositif {
        nom: d.nom.clone(),
        operateurs: noms.ids("partenaire", &d.operateurs, &d.code, "operateurs")?,
        publics: d.publics,
        publics_exclus: d.publics_exclus,
        exclusif_avec: noms.ids("dispositif", &exclusifs, &d.code, "exclusifAvec")?,
        duree_maximale_mois: d.duree_maximale_mois,
        capacite_par_referent: d.capacite_par_referent,
        heures_hebdomadaires_minimum: d.heures_hebdomadaires_minimum,
        fiche_action: fiche.transpose()?,
        prealables: noms.ids("dispositif", &d.prealables, &d.code, "prealables")?,
        accord_prealable: d.accord_prealable,
        regles: d.regles.clone(),
        bornes: d.bornes.clone(),
        mobilite: d.mobilite.as_ref().map(|m| mobilite(m, d, noms)).transpose()?,
        description: d.description.clone(),
        source: d.source.clone(),
    })
}

fn mobilite(m: &Mobilite<String>, d: &Dispositif, noms: &Noms) -> Result<Mobilite, Echec> {
    Ok(Mobilite {
        natures: m.natures.clone(),
        motifs: m.motifs.clone(),
        fonds: m.fonds,
        demandeurs: m.demandeurs.clone(),
        diagnostic_prealable: m.diagnostic_prealable,
        etendu_a: noms.ids("dispositif", &m.etendu_a, &d.code, "mobilite.etenduA")?,
    })
}

/// The rules that a dispositif cites are those of its pacte.
fn verifier_regles(d: &Dispositif, f: &Fichiers) -> Result<(), Echec> {
    let connues = f.regles.get(d.pacte.as_str()).map_or(&[][..], Vec::as_slice);
    let citees = d.regles.iter().map(|code| ("regles", code)).chain(d.bornes.values().map(|code| ("bornes", code)));
    for (champ, code) in citees {
        if connues.iter().all(|regle| regle.code != *code) {
            return Err(Echec::Reference { objet: d.code.clone(), champ, cle: code.clone() });
        }
    }
    Ok(())
}

//! What each table must hold, from the files, in the order in which the tables refer to each other.

use std::collections::HashMap;

use sea_orm::DatabaseTransaction;
use sea_orm::sea_query::Value;
use uuid::Uuid;

use super::noms::{cle_fiche, identifiant};
use super::{Echec, Lot, Noms, lire, verrouillee};
use crate::erreur::Panne;
use crate::fiche_action::{Contenu as ContenuFiche, Document, Saisies};
use crate::partenaire::TypePartenaire;
use crate::referentiel::fichiers::{Departement, Dispositif, Fichiers, Pacte, Partenaire, Service, Structure, Territoire};
use crate::vocabulaire::Enumeration;

mod contenus;
mod indicateurs;

use indicateurs::indicateurs;

pub(super) fn lots(f: &Fichiers, noms: &Noms, saisies: HashMap<Uuid, Saisies>) -> Result<Vec<Lot>, Echec> {
    Ok(vec![
        departements(f),
        territoires(f, noms)?,
        communes(f, noms)?,
        partenaires(f, noms)?,
        pactes(f, noms)?,
        fiches(f, noms, saisies)?,
        indicateurs(f, noms)?,
        dispositifs(f, noms)?,
        services(f, noms)?,
        structures(f, noms)?,
    ])
}

/// What partners wrote on the fiches-action, which a new edition of the document keeps.
pub(super) async fn saisies(tx: &DatabaseTransaction) -> Result<HashMap<Uuid, Saisies>, Panne> {
    let lues = lire(tx, verrouillee(tx, "select id, contenu from fiche_action")).await?;
    lues.iter()
        .map(|l| {
            let contenu: ContenuFiche = serde_json::from_str(&l.lire::<String>(1)?).map_err(|_| Panne::Donnee("fiche-action"))?;
            Ok((l.lire(0)?, contenu.saisies))
        })
        .collect()
}

fn departements(f: &Fichiers) -> Lot {
    let ligne = |d: &Departement| {
        vec![identifiant("departement", &d.code).into(), d.code.clone().into(), d.nom.clone().into(), d.fuseau.clone().into()]
    };
    Lot {
        table: "departement",
        colonnes: &["id", "code", "nom", "fuseau"],
        lignes: f.departements.iter().map(ligne).collect(),
        ..Lot::default()
    }
}

fn territoires(f: &Fichiers, noms: &Noms) -> Result<Lot, Echec> {
    Ok(Lot {
        table: "territoire",
        colonnes: &["id", "departement", "code", "nom", "type", "parent_id", "communes", "note", "source"],
        lignes: f.territoires.iter().map(|t| territoire(t, noms)).collect::<Result<_, _>>()?,
        ..Lot::default()
    })
}

fn territoire(t: &Territoire, noms: &Noms) -> Result<Vec<Value>, Echec> {
    noms.id("departement", &t.departement, &t.code, "departement")?;
    noms.ids("commune", t.communes.as_deref().unwrap_or_default(), &t.code, "communes")?;
    let parent = t.parent.as_ref().map(|p| noms.id("territoire", p, &t.code, "parent")).transpose()?;
    Ok(vec![
        identifiant("territoire", &t.code).into(),
        t.departement.clone().into(),
        t.code.clone().into(),
        t.nom.clone().into(),
        t.type_.code().into(),
        parent.into(),
        t.communes.as_ref().map(|c| c.join(" ")).into(),
        t.note.clone().into(),
        t.source.clone().into(),
    ])
}

fn communes(f: &Fichiers, noms: &Noms) -> Result<Lot, Echec> {
    let mut lignes = Vec::with_capacity(2_000);
    for (departement, communes) in &f.communes {
        noms.id("departement", departement, "communes", "departement")?;
        lignes.extend(communes.iter().map(|c| {
            let id = identifiant("commune", &c.0);
            vec![id.into(), c.0.clone().into(), (*departement).into(), c.1.clone().into(), c.2.join(" ").into(), c.3.into()]
        }));
    }
    let colonnes = &["id", "code_insee", "departement", "nom", "codes_postaux", "population"];
    Ok(Lot { table: "commune", colonnes, lignes, ..Lot::default() })
}

/// A SIRET or a site given by the installation survives files that give none.
fn partenaires(f: &Fichiers, noms: &Noms) -> Result<Lot, Echec> {
    let ligne = |p: &Partenaire| {
        noms.ids("departement", &p.departements, &p.cle, "departements")?;
        Ok(vec![
            identifiant("partenaire", &p.cle).into(),
            p.cle.clone().into(),
            p.nom.clone().into(),
            p.sigle.clone().into(),
            p.type_.code().into(),
            p.siret.clone().into(),
            p.departements.join(" ").into(),
            p.site_web.clone().into(),
            p.source.clone().into(),
        ])
    };
    Ok(Lot {
        table: "partenaire",
        colonnes: &["id", "cle", "nom", "sigle", "type", "siret", "departements", "site_web", "source"],
        lignes: f.partenaires.iter().map(ligne).collect::<Result<_, Echec>>()?,
        discretes: &["siret", "site_web"],
        creation: (", version_habilitation", ", 1"),
        ..Lot::default()
    })
}

fn pactes(f: &Fichiers, noms: &Noms) -> Result<Lot, Echec> {
    let ligne = |p: &Pacte| {
        let contenu = contenus::pacte(p, f, noms)?;
        Ok(vec![identifiant("pacte", &p.code).into(), p.code.clone().into(), p.departement.clone().into(), json(&contenu)?])
    };
    Ok(Lot {
        table: "pacte",
        colonnes: &["id", "code", "departement", "contenu"],
        lignes: f.pactes.iter().map(ligne).collect::<Result<_, Echec>>()?,
        ..Lot::default()
    })
}

fn fiches(f: &Fichiers, noms: &Noms, mut saisies: HashMap<Uuid, Saisies>) -> Result<Lot, Echec> {
    let mut lignes = Vec::new();
    for (pacte, documents) in &f.fiches {
        let auteur = auteur(f, noms, pacte)?;
        for (rang, document) in (1..).zip(documents) {
            let id = identifiant("fiche_action", &cle_fiche(pacte, &document.code));
            let saisies = saisies.remove(&id).unwrap_or_default();
            let contenu = ContenuFiche { rang, auteur, document: traduire(document, pacte, f, noms)?, saisies };
            lignes.push(vec![id.into(), identifiant("pacte", pacte).into(), document.code.clone().into(), json(&contenu)?]);
        }
    }
    Ok(Lot {
        table: "fiche_action",
        colonnes: &["id", "pacte_id", "code", "contenu"],
        lignes,
        creation: (", version", ", 1"),
        revision: ", version = version + 1",
        ..Lot::default()
    })
}

/// The Département of the pacte.
fn auteur(f: &Fichiers, noms: &Noms, pacte: &str) -> Result<Uuid, Echec> {
    noms.id("pacte", pacte, "fiches", "pacte")?;
    let departement = f.pactes.iter().find(|p| p.code == pacte).map_or("", |p| &p.departement);
    let seul = |p: &&Partenaire| p.type_ == TypePartenaire::Departement && p.departements == [departement];
    let cle = f.partenaires.iter().find(seul).map_or("", |p| &p.cle);
    noms.id("partenaire", cle, pacte, "departement")
}

fn traduire(document: &Document<String>, pacte: &str, f: &Fichiers, noms: &Noms) -> Result<Document, Echec> {
    let objet = cle_fiche(pacte, &document.code);
    contenus::verifier_fiche(document, pacte, f, &objet)?;
    document.clone().traduire(|champ, cle| noms.id("partenaire", cle, &objet, champ))
}

fn dispositifs(f: &Fichiers, noms: &Noms) -> Result<Lot, Echec> {
    let ligne = |d: &Dispositif| {
        let pacte = noms.id("pacte", &d.pacte, &d.code, "pacte")?;
        let contenu = contenus::dispositif(d, f, noms)?;
        Ok(vec![identifiant("dispositif", &d.code).into(), pacte.into(), d.code.clone().into(), json(&contenu)?])
    };
    Ok(Lot {
        table: "dispositif",
        colonnes: &["id", "pacte_id", "code", "contenu"],
        lignes: f.dispositifs.iter().map(ligne).collect::<Result<_, Echec>>()?,
        ..Lot::default()
    })
}

/// A service that its partner has changed since (its version moved) is the partner's, no longer the files'.
fn services(f: &Fichiers, noms: &Noms) -> Result<Lot, Echec> {
    Ok(Lot {
        table: "service",
        colonnes: &[
            "id",
            "partenaire_id",
            "code",
            "nom",
            "description",
            "conditions",
            "thematiques",
            "publics",
            "types_prescription",
            "territoires",
            "capacite",
            "delai_reponse_jours",
            "fiche_action_id",
            "source",
        ],
        lignes: f.services.iter().map(|s| service(s, noms)).collect::<Result<_, _>>()?,
        creation: (", actif, version", ", true, 1"),
        condition: " and version = 1",
        ..Lot::default()
    })
}

fn service(s: &Service, noms: &Noms) -> Result<Vec<Value>, Echec> {
    let territoires = noms.ids("territoire", &s.territoires, &s.code, "territoires")?;
    let fiche = s.fiche_action.as_ref().map(|f| noms.id("fiche_action", &cle_fiche(&f.pacte, &f.code), &s.code, "ficheAction"));
    Ok(vec![
        identifiant("service", &s.code).into(),
        noms.id("partenaire", &s.partenaire, &s.code, "partenaire")?.into(),
        s.code.clone().into(),
        s.nom.clone().into(),
        s.description.clone().into(),
        s.conditions.clone().into(),
        s.thematiques.join(" ").into(),
        s.publics.bits.into(),
        s.types_prescription.bits.into(),
        territoires.iter().map(Uuid::to_string).collect::<Vec<_>>().join(" ").into(),
        s.capacite.into(),
        s.delai_reponse_jours.into(),
        fiche.transpose()?.into(),
        s.source.clone().into(),
    ])
}

fn structures(f: &Fichiers, noms: &Noms) -> Result<Lot, Echec> {
    Ok(Lot {
        table: "structure_iae",
        colonnes: &["id", "departement", "partenaire_id", "nom", "type", "activites", "commune", "source"],
        lignes: f.structures.iter().map(|s| structure(s, noms)).collect::<Result<_, _>>()?,
        creation: (", version", ", 1"),
        revision: ", version = version + 1",
        ..Lot::default()
    })
}

fn structure(s: &Structure, noms: &Noms) -> Result<Vec<Value>, Echec> {
    noms.id("departement", &s.departement, &s.code, "departement")?;
    s.commune.as_ref().map(|c| noms.id("commune", c, &s.code, "commune")).transpose()?;
    Ok(vec![
        identifiant("structure_iae", &s.code).into(),
        s.departement.clone().into(),
        noms.id("partenaire", &s.partenaire, &s.code, "partenaire")?.into(),
        s.nom.clone().into(),
        s.type_.code().into(),
        json(&s.activites)?,
        s.commune.clone().into(),
        s.source.clone().into(),
    ])
}

fn json<T: serde::Serialize>(contenu: &T) -> Result<Value, Panne> {
    serde_json::to_string(contenu).map(Value::from).map_err(|_| Panne::Donnee("content"))
}

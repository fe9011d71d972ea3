//! The reference data of the files as a snapshot, for tests that need no database.

use std::collections::HashMap;

use sea_orm::sea_query::Value;
use serde::de::DeserializeOwned;
use uuid::Uuid;

use super::{Lot, Noms, lignes};
use crate::agent::Agent;
use crate::dispositif::Dispositif;
use crate::fiche_action::FicheAction;
use crate::indicateur::Indicateur;
use crate::pacte::Pacte;
use crate::partenaire::Partenaire;
use crate::referentiel::fichiers::Fichiers;
use crate::referentiel::{Referentiel, Table};
use crate::service::Service;
use crate::structure_iae::StructureIae;
use crate::territoire::{Commune, Departement, Territoire};
use crate::vocabulaire::{Ensemble, Enumeration};

/// With these agents, which no file holds.
pub(crate) fn referentiel(agents: Vec<Agent>) -> Referentiel {
    let lots = lots();
    Referentiel {
        version: 1,
        departements: lignes_de(&lots, "departement").map(|l| departement(&l).into()).collect(),
        territoires: table(&lots, "territoire", territoire).par(|t| &t.code),
        communes: table(&lots, "commune", commune).par(|c| &c.code_insee),
        partenaires: table(&lots, "partenaire", partenaire),
        agents: Table::nouvelle(agents.into_iter().map(|a| (a.id, a)).collect()),
        services: table(&lots, "service", service),
        pactes: table(&lots, "pacte", |l| Pacte { id: l.id(0), code: l.texte(1), departement: l.texte(2), contenu: l.json(3) }),
        fiches_action: table(&lots, "fiche_action", |l| FicheAction::nouvelle(l.id(0), l.id(1), 1, l.json(3))),
        indicateurs: table(&lots, "indicateur", indicateur),
        dispositifs: table(&lots, "dispositif", |l| Dispositif { id: l.id(0), pacte: l.id(1), code: l.texte(2), contenu: l.json(3) }),
        structures_iae: table(&lots, "structure_iae", structure),
    }
}

/// Inhabitants of the communes of a département, by code.
pub(crate) fn populations(departement: &str) -> HashMap<String, i64> {
    let lots = lots();
    let siennes = lignes_de(&lots, "commune").filter(|l| l.texte(2) == departement);
    siennes.map(|l| (l.texte(1), l.nombre(5).unwrap_or_default())).collect()
}

fn lots() -> Vec<Lot> {
    let fichiers = Fichiers::lire().unwrap();
    lignes::lots(&fichiers, &Noms::de(&fichiers).unwrap(), HashMap::new()).unwrap()
}

/// A row to be written, read by position.
struct Rangee<'a>(&'a [Value]);

fn lignes_de<'a>(lots: &'a [Lot], table: &str) -> impl Iterator<Item = Rangee<'a>> {
    lots.iter().find(|l| l.table == table).into_iter().flat_map(|l| l.lignes.iter().map(|ligne| Rangee(ligne)))
}

fn table<T>(lots: &[Lot], nom: &str, lire: impl Fn(&Rangee<'_>) -> T) -> Table<T> {
    let mut lues: Vec<_> = lignes_de(lots, nom).map(|l| (l.id(0), lire(&l))).collect();
    lues.sort_by_key(|(id, _)| *id);
    Table::nouvelle(lues)
}

impl Rangee<'_> {
    fn id(&self, rang: usize) -> Uuid {
        self.id_ou_nul(rang).unwrap()
    }

    fn id_ou_nul(&self, rang: usize) -> Option<Uuid> {
        if let Value::Uuid(id) = &self.0[rang] { *id } else { panic!("{:?}", self.0[rang]) }
    }

    fn texte(&self, rang: usize) -> String {
        self.texte_ou_nul(rang).unwrap_or_default()
    }

    fn texte_ou_nul(&self, rang: usize) -> Option<String> {
        if let Value::String(texte) = &self.0[rang] { texte.clone() } else { panic!("{:?}", self.0[rang]) }
    }

    fn nombre(&self, rang: usize) -> Option<i64> {
        if let Value::BigInt(nombre) = &self.0[rang] { *nombre } else { panic!("{:?}", self.0[rang]) }
    }

    fn mots(&self, rang: usize) -> Vec<String> {
        self.texte(rang).split_whitespace().map(str::to_owned).collect()
    }

    fn code<T: Enumeration>(&self, rang: usize) -> T {
        T::lire(&self.texte(rang)).unwrap()
    }

    fn ensemble<T: Enumeration>(&self, rang: usize) -> Ensemble<T> {
        Ensemble::de_bits(self.nombre(rang).unwrap_or_default())
    }

    fn json<T: DeserializeOwned>(&self, rang: usize) -> T {
        serde_json::from_str(&self.texte(rang)).unwrap()
    }
}

fn structure(l: &Rangee<'_>) -> StructureIae {
    StructureIae {
        id: l.id(0),
        departement: l.texte(1),
        version: 1,
        partenaire: l.id(2),
        nom: l.texte(3),
        type_: l.code(4),
        activites: l.json(5),
        commune: l.texte_ou_nul(6),
    }
}

fn indicateur(l: &Rangee<'_>) -> Indicateur {
    let document: crate::indicateur::Document = l.json(5);
    Indicateur {
        id: l.id(0),
        pacte: l.id(1),
        departement: document.code[..2].to_owned(),
        fiche: l.id_ou_nul(2),
        rang: l.nombre(4).unwrap_or_default(),
        document,
    }
}

fn departement(l: &Rangee<'_>) -> Departement {
    Departement { id: l.id(0), code: l.texte(1), nom: l.texte(2), fuseau: l.texte(3).parse().unwrap() }
}

fn territoire(l: &Rangee<'_>) -> Territoire {
    Territoire {
        id: l.id(0),
        departement: l.texte(1),
        code: l.texte(2),
        nom: l.texte(3),
        type_: l.code(4),
        parent: l.id_ou_nul(5),
        communes: l.mots(6),
        note: l.texte_ou_nul(7),
    }
}

fn commune(l: &Rangee<'_>) -> Commune {
    Commune { id: l.id(0), code_insee: l.texte(1), departement: l.texte(2), nom: l.texte(3), codes_postaux: l.mots(4) }
}

fn partenaire(l: &Rangee<'_>) -> Partenaire {
    Partenaire {
        id: l.id(0),
        cle: l.texte(1),
        nom: l.texte(2),
        sigle: l.texte_ou_nul(3),
        type_: l.code(4),
        siret: l.texte_ou_nul(5),
        departements: l.mots(6),
        site_web: l.texte_ou_nul(7),
    }
}

fn service(l: &Rangee<'_>) -> Service {
    Service {
        id: l.id(0),
        partenaire: l.id(1),
        nom: l.texte(3),
        description: l.texte_ou_nul(4),
        conditions: l.texte_ou_nul(5),
        thematiques: l.mots(6),
        publics: l.ensemble(7),
        types_prescription: l.ensemble(8),
        territoires: l.mots(9).iter().map(|id| id.parse().unwrap()).collect(),
        capacite: l.nombre(10),
        delai_reponse_jours: l.nombre(11),
        fiche_action: l.id_ou_nul(12),
        actif: true,
        version: 1,
    }
}

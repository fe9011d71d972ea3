//! Documents made from the schema itself: whatever edge it has or will have, they take it.

use std::collections::BTreeSet;
use std::sync::Arc;

use api::graphql::portees::{Champ, Genre, IdType, TablePortees, TypeLu};
use api::graphql::sdl_complet;
use domain::portee::Portees;

/// Types whose rows belong to a person's file, and those of them that an id reads.
#[rustfmt::skip]
const LIGNES: [&str; 23] = [
    "Allocataire", "Parcours", "Prescription", "Evenement", "Echeance", "Orientation", "ContratEngagement", "Etape",
    "DemandeReorientation", "RendezVous", "Accompagnement", "Rencontre", "Invitation", "EvaluationLinguistique", "SessionFormation",
    "InscriptionFormation", "DiagnosticMobilite", "AideMobilite", "Candidature", "ContratInsertion", "PassIae",
    "StructureIae", "PosteIae",
];
#[rustfmt::skip]
pub const NOEUDS: [&str; 17] = [
    "Allocataire", "Parcours", "Prescription", "Etape", "Accompagnement", "RendezVous", "Rencontre", "EvaluationLinguistique",
    "SessionFormation", "InscriptionFormation", "DiagnosticMobilite", "AideMobilite", "Candidature", "ContratInsertion", "PassIae",
    "StructureIae", "PosteIae",
];

/// Arguments without which a field is refused, and the root fields that give no row.
const EXIGES: [(&str, &str); 4] = [
    ("territoires", "(departement: \"31\")"),
    ("enveloppes", "(departement: \"82\", annee: 2026)"),
    ("aideDepartementale", "(annee: 2026)"),
    ("disponible", "(du: \"2026-06-15\", au: \"2026-06-20\")"),
];
const SANS_LIGNE: [&str; 4] = ["simulerHabilitation", "proposerOrientation", "proposerSessions", "eligibiliteMobilite"];

/// Root fields that one document may have.
pub const ENSEMBLE: usize = 10;

/// A root field, by the way in which it is asked for.
pub enum Racine {
    /// Pages, by the name and the type of the argument that resumes.
    Liste {
        nom: String,
        curseur: &'static str,
        type_: String,
        mene: bool,
    },
    ParId {
        nom: String,
        type_: String,
    },
    ParIds,
    Simple {
        nom: String,
        mene: bool,
    },
}

/// The schema as one bearer may ask it.
#[derive(Clone)]
pub struct Documents {
    table: Arc<TablePortees>,
    portees: Portees,
    /// Types from which a row of a file can be reached.
    menent: BTreeSet<IdType>,
}

impl Documents {
    pub fn lire() -> Self {
        let table = TablePortees::lire(&sdl_complet()).expect("coherent schema");
        let mut menent: BTreeSet<IdType> = LIGNES.iter().map(|nom| table.id(nom).expect("type of a row")).collect();
        loop {
            let avant = menent.len();
            let neufs = (0..table.types().len()).filter(|id| {
                let lu = table.type_lu(*id);
                let mene = lu.possibles.iter().any(|p| menent.contains(p)) || lu.champs.values().any(|c| menent.contains(&c.cible));
                lu.genre.composite() && mene
            });
            menent = menent.iter().copied().chain(neufs).collect();
            if menent.len() == avant {
                return Self { table: Arc::new(table), portees: Portees::AUCUNE, menent };
            }
        }
    }

    pub fn pour(&self, portees: Portees) -> Self {
        Self { portees, ..self.clone() }
    }

    /// Every root field that the bearer may ask; one that no rule knows how to ask fails the test.
    pub fn racines(&self) -> Vec<Racine> {
        let query = self.table.nomme("Query").expect("Query");
        let ouverts = champs(query).into_iter().filter(|(nom, champ)| self.portees.contient(champ.exige) && !SANS_LIGNE.contains(nom));
        ouverts.map(|(nom, champ)| self.racine(nom, champ)).collect()
    }

    fn racine(&self, nom: &str, champ: &Champ) -> Racine {
        let type_ = |id: IdType| self.table.type_lu(id).nom.to_string();
        let nom = nom.to_owned();
        if champ.arguments.contains_key("id") {
            return Racine::ParId { nom, type_: type_(champ.cible) };
        }
        if champ.arguments.contains_key("ids") {
            return Racine::ParIds;
        }
        match ["after", "apres"].into_iter().find_map(|c| champ.arguments.get(c).map(|a| (c, a))) {
            Some((curseur, argument)) => {
                Racine::Liste { nom, curseur, type_: type_(argument.cible), mene: self.menent.contains(&champ.cible) }
            }
            // Whether lists give what the caller is said to see is asked of everyone.
            None => Racine::Simple { mene: self.menent.contains(&champ.cible) || nom == "moi", nom },
        }
    }

    /// A page of a root list; `$apres` resumes.
    pub fn liste(&self, nom: &str, (curseur, type_): (&str, &str), taille: usize) -> String {
        let champ = self.table.nomme("Query").and_then(|q| q.champs.get(nom)).expect("root field");
        format!("query Liste($apres: {type_}) {{ {nom}(first: {taille}, {curseur}: $apres) {} }}", self.selection(champ.cible, 2, true))
    }

    pub fn simple(&self, nom: &str) -> String {
        let champ = self.table.nomme("Query").and_then(|q| q.champs.get(nom)).expect("root field");
        format!("query Simple {{ {nom}{} {} }}", exiges(nom, champ), self.selection(champ.cible, 2, true))
    }

    /// Rows by their ids, with every edge that leaves them or their own values.
    pub fn noeuds(&self, type_: &str, aretes: bool) -> String {
        format!("query Noeuds($ids: [ID!]!) {{ nodes(ids: $ids) {{ __typename {} }} }}", self.fragment(type_, aretes))
    }

    /// Several rows, each by a field of its own; the ids that a document leaves out read as nothing.
    pub fn chacun(champ: &str) -> String {
        let variables: Vec<String> = (0..ENSEMBLE).map(|rang| format!("$i{rang}: ID = \"\"")).collect();
        let champs: Vec<String> = (0..ENSEMBLE).map(|rang| format!("r{rang}: {champ}(id: $i{rang}) {{ __typename id }}")).collect();
        format!("query Chacun({}) {{ {} }}", variables.join(", "), champs.join(" "))
    }

    /// The rest of a nested list of one row, so many at a time.
    pub fn suite(&self, type_: &str, champ: &str, taille: usize) -> String {
        let cible = self.table.nomme(type_).and_then(|t| t.champs.get(champ)).expect("field").cible;
        let selection = self.selection(cible, 2, false);
        format!(
            "query Suite($id: ID!, $apres: String) {{ node(id: $id) {{ ... on {type_} {{ __typename id {champ}(first: {taille}, after: $apres) {selection} }} }} }}"
        )
    }

    /// A type that the bearer may not read is not named: its ids must say nothing.
    fn fragment(&self, type_: &str, aretes: bool) -> String {
        let id = self.table.id(type_).expect("type");
        let lu = self.table.type_lu(id);
        if !self.portees.contient(lu.exige) {
            return String::new();
        }
        format!("... on {type_} {}", if aretes { self.selection(id, 1, false) } else { self.valeurs(lu) })
    }

    /// All that may be asked of a type, through `sauts` more rows of files; beyond them, their own values only.
    fn selection(&self, id: IdType, sauts: usize, racine: bool) -> String {
        let lu = self.table.type_lu(id);
        if matches!(lu.genre, Genre::Interface | Genre::Union) {
            return self.possibles(lu, sauts);
        }
        let connexion = lu.champs.contains_key("nodes");
        let mut texte = "{ __typename".to_owned();
        for (nom, champ) in champs(lu).into_iter().filter(|(_, c)| self.portees.contient(c.exige)) {
            let morceau = match nom {
                "edges" if connexion => "edges { cursor node { __typename id } }".to_owned(),
                // Counting each nested list is a statement a row: the root lists say whether counts agree with rows.
                "nombreTotal" if connexion && !racine => continue,
                _ => self.champ(nom, champ, sauts),
            };
            texte = texte + " " + &morceau;
        }
        if connexion && !identifie(self.table.type_lu(lu.champs["nodes"].cible)) {
            texte = texte.replace("node { __typename id }", "node { __typename }");
        }
        texte + " }"
    }

    /// One jump less than a single type: all of them together would be more than the gate lets through, and each row is
    /// asked for by its own id besides.
    fn possibles(&self, lu: &TypeLu, sauts: usize) -> String {
        let ouverts = lu.possibles.iter().filter(|p| self.menent.contains(p) && self.portees.contient(self.table.type_lu(**p).exige));
        let fragments: Vec<String> =
            ouverts.map(|p| format!(" ... on {} {}", self.table.type_lu(*p).nom, self.vers(*p, sauts.saturating_sub(1)))).collect();
        format!("{{ __typename{} }}", fragments.concat())
    }

    fn champ(&self, nom: &str, champ: &Champ, sauts: usize) -> String {
        let cible = self.table.type_lu(champ.cible);
        if !cible.genre.composite() {
            return format!("{nom}{}", exiges(nom, champ));
        }
        if !self.menent.contains(&champ.cible) && identifie(cible) && &*cible.nom != IMMERSION {
            return format!("{nom} {{ __typename id }}");
        }
        let page = if champ.page.is_some() { "(first: 10)" } else { exiges(nom, champ) };
        format!("{nom}{page} {}", self.vers(champ.cible, sauts))
    }

    /// Crosses to a type: a row of a file costs one of the jumps.
    fn vers(&self, id: IdType, sauts: usize) -> String {
        let lu = self.table.type_lu(id);
        if !LIGNES.contains(&&*lu.nom) {
            return self.selection(id, sauts, false);
        }
        if sauts > 0 { self.selection(id, sauts - 1, false) } else { self.valeurs(lu) }
    }

    fn valeurs(&self, lu: &TypeLu) -> String {
        let simples =
            champs(lu).into_iter().filter(|(_, c)| !self.table.type_lu(c.cible).genre.composite() && self.portees.contient(c.exige));
        let noms: Vec<String> = simples.map(|(nom, c)| format!("{nom}{}", exiges(nom, c))).collect();
        format!("{{ __typename {} }}", noms.join(" "))
    }
}

/// Has an id and is no row of its own: its words are those of its contract.
const IMMERSION: &str = "Immersion";

/// Two types may have a field of one name, and one of them takes no argument.
fn exiges(nom: &str, champ: &Champ) -> &'static str {
    EXIGES.iter().find(|(exige, _)| *exige == nom && !champ.arguments.is_empty()).map_or("", |(_, arguments)| arguments)
}

fn champs(lu: &TypeLu) -> Vec<(&str, &Champ)> {
    let mut champs: Vec<_> = lu.champs.iter().map(|(nom, champ)| (&**nom, champ)).collect();
    champs.sort_by_key(|(nom, _)| *nom);
    champs
}

fn identifie(lu: &TypeLu) -> bool {
    lu.champs.contains_key("id")
}

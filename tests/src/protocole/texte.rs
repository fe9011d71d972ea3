//! Lists written straight to text say what the engine would have said, byte for byte, however they are asked for.

use api::graphql::portees::TablePortees;
use api::graphql::sdl_complet;
use rand::prelude::*;

use crate::harnais::{Banc, sur_les_deux_moteurs};

sur_les_deux_moteurs!(une_liste_ecrite_en_texte_est_celle_du_moteur);

const TIRAGES: u64 = 24;
/// A leaf that only the engine resolves: whoever asks it of a list leaves the list to the engine.
const TEMOIN: &str = "__typename";

async fn une_liste_ecrite_en_texte_est_celle_du_moteur(banc: &Banc) {
    let client = banc.client("departement-31").await;
    let types = Types(TablePortees::lire(&sdl_complet()).expect("coherent schema"));
    for (graine, document) in (0..TIRAGES).flat_map(|graine| [(graine, Types::personnes as Document), (graine, Types::indicateur)]) {
        let texte = document(&types, &mut StdRng::seed_from_u64(graine), "");
        let moteur = document(&types, &mut StdRng::seed_from_u64(graine), TEMOIN);
        let attendue = donnees(&client.demander(&moteur, ()).await.octets);
        assert!(attendue.contains(TEMOIN), "seed {graine}: no row in {moteur}");
        let attendue = ["Etape", "Prescription", "ValeurIndicateur"]
            .iter()
            .fold(attendue, |t, nom| t.replace(&format!(",\"{TEMOIN}\":\"{nom}\""), ""));
        assert_eq!(donnees(&client.demander(&texte, ()).await.octets), attendue, "seed {graine}: {texte}");
    }
}

/// Months of an indicator by place, as far as what is asked of each value.
const INDICATEUR: &str = "indicateurs(filtre: { codes: [\"31-convention-pauvrete-2019-2021.T4.01\"] }, first: 1) { nodes { valeurs(\
    periode: { du: \"2025-01-01\", au: \"2025-06-30\" }, pas: MOIS, niveau: INTERCOMMUNALITE, ventilation: [TERRITOIRE])";

type Document = fn(&Types, &mut StdRng, &str) -> String;

/// What was answered, as it was written: the cost that follows differs from one request to the next.
fn donnees(octets: &[u8]) -> String {
    let texte = std::str::from_utf8(octets).expect("text");
    let (donnees, _) = texte.split_once(",\"extensions\":").unwrap_or_else(|| panic!("refused: {texte}"));
    assert!(!donnees.contains("\"errors\""), "{donnees}");
    donnees.to_owned()
}

struct Types(TablePortees);

impl Types {
    /// People with two lists each; `temoin` goes at the end of each selection.
    fn personnes(&self, des: &mut StdRng, temoin: &str) -> String {
        let etapes = self.liste(des, "Etape", temoin);
        let prescriptions = self.liste(des, "Prescription", temoin);
        let ordre = if des.random() { "first" } else { "last" };
        format!(
            "{{ allocataires(first: 20) {{ nodes {{ id parcoursActif {{ id etapes({ordre}: 4) {{ {etapes} }} }} prescriptions({ordre}: 4) {{ {prescriptions} }} }} }} }}"
        )
    }

    /// Values with branches that are written too.
    fn indicateur(&self, des: &mut StdRng, temoin: &str) -> String {
        let mut champs = self.tirees(des, "ValeurIndicateur", 0);
        for (nom, type_) in [("periode", "Periode"), ("territoire", "Territoire"), ("dimensions", "ValeurDimension")] {
            let feuilles = self.tirees(des, type_, 0).join(" ");
            champs.push(match des.random_range(0..4) {
                0 => continue,
                1 => format!("{nom} {{ ... on {type_} {{ {feuilles} }} }}"),
                2 => format!("{nom} {{ {feuilles} __typename }}"),
                _ => format!("{} {{ {feuilles} }}", alias(des, nom, 1)),
            });
        }
        champs.shuffle(des);
        format!("{{ {INDICATEUR} {{ {} {temoin} }} }} }} }}", champs.join(" "))
    }

    /// Once or twice the nodes, plainly, in a fragment or under a directive.
    fn liste(&self, des: &mut StdRng, type_: &str, temoin: &str) -> String {
        let fois = des.random_range(1..=2);
        let selections: Vec<String> = (0..fois).map(|rang| self.noeuds(des, type_, (rang, temoin))).collect();
        selections.join(" ")
    }

    fn noeuds(&self, des: &mut StdRng, type_: &str, (rang, temoin): (usize, &str)) -> String {
        let champs = self.tirees(des, type_, rang).join(" ");
        match des.random_range(0..4) {
            0 => format!("nodes {{ ... on {type_} {{ {champs} }} {temoin} }}"),
            1 => format!("nodes {{ ... @include(if: true) {{ {champs} }} {temoin} }}"),
            _ => format!("nodes {{ {champs} {temoin} }}"),
        }
    }

    /// Some of its leaves, in any order and under any name.
    fn tirees(&self, des: &mut StdRng, type_: &str, rang: usize) -> Vec<String> {
        let mut feuilles = self.feuilles(type_);
        feuilles.shuffle(des);
        feuilles.truncate(des.random_range(1..=feuilles.len()));
        feuilles.iter().map(|nom| alias(des, nom, rang)).collect()
    }

    /// Scalars and enumerations of a type, in an order that never changes.
    fn feuilles(&self, type_: &str) -> Vec<String> {
        let lu = self.0.nomme(type_).expect("a type");
        let feuilles = lu.champs.iter().filter(|(_, c)| !self.0.type_lu(c.cible).genre.composite());
        let mut noms: Vec<String> = feuilles.map(|(nom, _)| nom.to_string()).collect();
        noms.sort_unstable();
        noms
    }
}

/// Keys differ from one selection to the other, so that merging them has something to lose.
fn alias(des: &mut StdRng, nom: &str, rang: usize) -> String {
    if des.random() { format!("cle{rang}_{nom}: {nom}") } else { nom.to_owned() }
}

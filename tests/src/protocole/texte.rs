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
    for graine in 0..TIRAGES {
        let texte = types.document(&mut StdRng::seed_from_u64(graine), "");
        let moteur = types.document(&mut StdRng::seed_from_u64(graine), TEMOIN);
        let attendue = donnees(&client.demander(&moteur, ()).await.octets);
        assert!(attendue.contains(TEMOIN), "seed {graine}: no row in {moteur}");
        let attendue = ["Etape", "Prescription"].iter().fold(attendue, |t, nom| t.replace(&format!(",\"{TEMOIN}\":\"{nom}\""), ""));
        assert_eq!(donnees(&client.demander(&texte, ()).await.octets), attendue, "seed {graine}: {texte}");
    }
}

/// What was answered, as it was written: the cost that follows differs from one request to the next.
fn donnees(octets: &[u8]) -> String {
    let texte = std::str::from_utf8(octets).expect("text");
    let (donnees, _) = texte.split_once(",\"extensions\":").expect("an executed request");
    assert!(!donnees.contains("\"errors\""), "{donnees}");
    donnees.to_owned()
}

struct Types(TablePortees);

impl Types {
    /// People with two lists each; `temoin` goes at the end of each selection.
    fn document(&self, des: &mut StdRng, temoin: &str) -> String {
        let etapes = self.liste(des, "Etape", temoin);
        let prescriptions = self.liste(des, "Prescription", temoin);
        let ordre = if des.random() { "first" } else { "last" };
        format!(
            "{{ allocataires(first: 20) {{ nodes {{ id parcoursActif {{ id etapes({ordre}: 4) {{ {etapes} }} }} prescriptions({ordre}: 4) {{ {prescriptions} }} }} }} }}"
        )
    }

    /// Once or twice the nodes, plainly, in a fragment or under a directive.
    fn liste(&self, des: &mut StdRng, type_: &str, temoin: &str) -> String {
        let fois = des.random_range(1..=2);
        let selections: Vec<String> = (0..fois).map(|rang| self.noeuds(des, type_, (rang, temoin))).collect();
        selections.join(" ")
    }

    fn noeuds(&self, des: &mut StdRng, type_: &str, (rang, temoin): (usize, &str)) -> String {
        let mut feuilles = self.feuilles(type_);
        feuilles.shuffle(des);
        feuilles.truncate(des.random_range(1..=feuilles.len()));
        let champs: Vec<String> = feuilles.iter().map(|nom| alias(des, nom, rang)).collect();
        let champs = champs.join(" ");
        match des.random_range(0..4) {
            0 => format!("nodes {{ ... on {type_} {{ {champs} }} {temoin} }}"),
            1 => format!("nodes {{ ... @include(if: true) {{ {champs} }} {temoin} }}"),
            _ => format!("nodes {{ {champs} {temoin} }}"),
        }
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

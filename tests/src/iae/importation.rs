//! A file of posts: its two encodings and separators, its refused lines, and its second reading.

use std::io::Write;

use api::importation::{self, Bilan, Options};
use serde_json::{Value, json};
use tempfile::NamedTempFile;

use super::{Scene, lister, texte};
use crate::harnais::{Banc, sur_les_deux_moteurs};

sur_les_deux_moteurs!(un_fichier_s_ecrit_une_fois, une_ligne_refusee_se_nomme);

const ENTETE: &str =
    "reference;structure;intitule;codeRome;typeContrat;heuresHebdomadaires;commune;nombrePostes;publics;description;profilRecherche;statut";
const CHANTIER: &str = "Chantier d'insertion Cocagne Haute-Garonne";
const TOUT: Options = Options { simulation: false, partiel: false };

fn ligne(reference: &str, intitule: &str, fin: &str) -> String {
    format!("{reference};{CHANTIER};{intitule};A1414;CDDI;26;31555;2;BENEFICIAIRE_RSA|JEUNE;{fin}")
}

async fn lire(banc: &Banc, octets: &[u8], options: Options) -> Result<Bilan, importation::Refus> {
    let mut fichier = NamedTempFile::new().expect("file");
    fichier.write_all(octets).expect("bytes");
    importation::postes_iae(&banc.base, "31", (fichier.path(), options), |_| ()).await
}

/// New, changed, unchanged, refused, and whether it is kept.
fn comptes(b: &Bilan) -> (usize, usize, usize, usize, bool) {
    (b.crees, b.modifies, b.inchanges, b.refusees, b.ecrit)
}

async fn trouves(scene: &Scene<'_>) -> Vec<Value> {
    lister(&scene.cocagne, json!({ "recherche": "importé" })).await
}

async fn un_fichier_s_ecrit_une_fois(banc: &Banc) {
    let scene = Scene::de(banc).await;
    let lignes = [ligne("a", "Maraîchère importée", "\"Semis ; récolte\";;"), ligne("b", "Vannière importée", ";;BROUILLON")];
    let utf8 = format!("\u{feff}{ENTETE}\r\n{}\r\n{}\r\n", lignes[0], lignes[1]);
    let simulation = Options { simulation: true, ..TOUT };
    assert_eq!(comptes(&lire(banc, utf8.as_bytes(), simulation).await.expect("read")), (2, 0, 0, 0, false));
    assert_eq!(trouves(&scene).await.len(), 0);
    assert_eq!(comptes(&lire(banc, utf8.as_bytes(), TOUT).await.expect("read")), (2, 0, 0, 0, true));
    assert_eq!(comptes(&lire(banc, utf8.as_bytes(), TOUT).await.expect("read")), (0, 0, 2, 0, true));
    let ecrits = trouves(&scene).await;
    assert_eq!(ecrits.iter().map(|p| texte(p, "statut")).collect::<Vec<_>>(), ["OUVERT", "BROUILLON"]);
    assert_eq!((&ecrits[0]["description"], &ecrits[0]["publics"]), (&json!("Semis ; récolte"), &json!(["BENEFICIAIRE_RSA", "JEUNE"])));
    // What the structure changes on a screen stays when the same file comes again.
    scene.modifier(&ecrits[0], json!({ "nombrePostes": 5 })).await.effet();
    assert_eq!(comptes(&lire(banc, utf8.as_bytes(), TOUT).await.expect("read")), (0, 0, 2, 0, true));
    // The second one is published by a file of another make; the first line, written otherwise, is the same line.
    let publie =
        [ENTETE.replace(';', ","), format!("b,{CHANTIER},Vannière importée,A1414,CDDI,20,31555,2,\"BENEFICIAIRE_RSA,JEUNE\",,,OUVERT")];
    let latin = publie.join("\n").chars().map(|c| u8::try_from(u32::from(c)).expect("Latin")).collect::<Vec<u8>>();
    assert_eq!(comptes(&lire(banc, &latin, TOUT).await.expect("read")), (0, 1, 0, 0, true));
    let relus = trouves(&scene).await;
    assert_eq!(
        (&relus[1]["statut"], &relus[1]["intitule"], &relus[1]["heuresHebdomadaires"]),
        (&json!("OUVERT"), &json!("Vannière importée"), &json!(20))
    );
    assert_eq!((relus.len(), &relus[0]["nombrePostes"]), (2, &json!(5)));
}

async fn une_ligne_refusee_se_nomme(banc: &Banc) {
    let scene = Scene::de(banc).await;
    let lignes = [
        ENTETE.to_owned(),
        ligne("a", "Bonne importée", ";;"),
        ligne("b", "Sans contrat", ";;").replace("CDDI", "CDD_USAGE"),
        ligne("c", "Deux fautes", ";;").replace(";26;", ";beaucoup;").replace(";2;", ";;"),
        ligne("d", "Structure inconnue", ";;").replace(CHANTIER, "Ailleurs"),
        "e;trop court".to_owned(),
        ligne("a", "Même référence", ";;"),
        ligne("f", "Née pourvue", ";;POURVU"),
    ];
    let fichier = lignes.join("\r\n") + "\r\n\r\n";
    let lu = lire(banc, fichier.as_bytes(), TOUT).await.expect("read");
    assert_eq!((comptes(&lu), trouves(&scene).await.len()), ((1, 0, 0, 6, false), 0));
    let rejets: Vec<(u64, &str)> = lu.rejets.iter().map(|r| (r.ligne, r.erreur.champ.get(1).map_or("", String::as_str))).collect();
    let attendus =
        [(3, "typeContrat"), (4, "heuresHebdomadaires"), (4, "nombrePostes"), (5, "structure"), (6, ""), (7, "reference"), (8, "statut")];
    assert_eq!(rejets, attendus);
    let partiel = Options { partiel: true, ..TOUT };
    assert_eq!(comptes(&lire(banc, fichier.as_bytes(), partiel).await.expect("read")), (1, 0, 0, 6, true));
    assert_eq!(trouves(&scene).await.len(), 1);
    let sans_colonne = lire(banc, ENTETE.replace(";statut", "").as_bytes(), TOUT).await.expect_err("refused").to_string();
    let de_trop = lire(banc, format!("{ENTETE};nir").as_bytes(), TOUT).await.expect_err("refused").to_string();
    assert!(sans_colonne.contains("statut") && de_trop.contains("nir"), "{sans_colonne} {de_trop}");
}

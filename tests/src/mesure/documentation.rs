//! The pages of the measures and of the indicators say what the code and the data say.

use std::fmt::Write as _;
use std::path::Path;

use domain::indicateur::Indicateur;
use domain::mesure::catalogue::FAMILLES;
use domain::mesure::definition::Definition;
use domain::mesure::{Dimension, Mesure};
use domain::referentiel::Referentiel;
use domain::valeur_figee::famille;
use domain::vocabulaire::Enumeration;

use crate::harnais::{Banc, Moteur};

/// `PASSERELLE_ECRIRE_SCHEMA=1 cargo test -p tests documentation` writes the pages again.
pub fn comparer(page: &str, texte: &str) {
    let fichier = Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("workspace").join("docs").join(page);
    if std::env::var("PASSERELLE_ECRIRE_SCHEMA").is_ok_and(|v| v == "1") {
        std::fs::write(&fichier, texte).expect("page");
    }
    let publie = std::fs::read_to_string(&fichier).unwrap_or_default();
    assert!(publie == texte, "docs/{page} is stale: PASSERELLE_ECRIRE_SCHEMA=1 writes it again");
}

#[test]
fn le_catalogue_est_documente() {
    let mut texte = ENTETE_MESURES.to_owned();
    for (famille, mesures) in &FAMILLES {
        _ = writeln!(texte, "\n## {famille}");
        mesures.iter().for_each(|m| texte.push_str(&fiche(m)));
    }
    comparer("mesures.md", &texte);
}

const ENTETE_MESURES: &str = "# Mesures\n\n\
    Une mesure est une formule nommée et versionnée, calculée à partir des dossiers. Cette page est écrite par les tests à partir du\n\
    catalogue (`domain/src/mesure/catalogue/`) : elle dit ce que le code calcule.\n\n\
    L'âge est celui du dernier jour de la période. Le territoire est celui où la personne vivait le jour du fait : un déménagement ne\n\
    change aucune valeur passée. Ce qui n'est pas connu forme une part à soi. Les jours d'un instant se comptent en UTC, comme les filtres\n\
    des listes. Les prescriptions vers le soin, les rendez-vous de soins et les publics sensibles ne sont comptés nulle part.\n\n\
    **Niveau d'un territoire.** La commune d'une personne dit son intercommunalité. Aucun document ne dit quelles communes relèvent d'une\n\
    direction territoriale, d'une maison des solidarités ou d'un secteur d'opérateur : à ces niveaux, seuls comptent les dossiers où un\n\
    agent a donné ce territoire, et tous les autres forment la part « Territoire non connu ». Les lecteurs d'agrégats lisent des valeurs\n\
    arrêtées par intercommunalité.\n\n\
    **Fraîcheur.** La plateforme tient comptés les mois des trois dernières années : celui en cours et le précédent toutes les heures, les\n\
    autres chaque jour. Une question que ces mois savent dire (un des croisements ci-dessous, des mois ou des années entières, aucun\n\
    territoire choisi) en reçoit la réponse, et `etabliLe` dit quand le plus ancien a été compté. Toute autre est comptée à l'instant. Pour\n\
    les mêmes dossiers, les deux donnent la même valeur.\n";

fn fiche(mesure: &Mesure) -> String {
    let mut texte = format!("\n### `{}` — {}\n", mesure.code, mesure.libelle);
    for d in mesure.versions {
        _ = write!(texte, "\n**Version {}**, depuis le {}. {}\n", d.version, d.depuis.format("%d/%m/%Y"), d.texte());
        if let Some(regle) = d.regle {
            _ = write!(texte, "\nLe chiffre est celui de la règle du pacte qui s'applique à `{regle}` ; sans elle, pas de valeur.\n");
        }
    }
    let derniere = mesure.definition(None).expect("a version");
    _ = write!(texte, "\n- unité : {}\n", mesure.unite.code());
    if let Some(parametre) = mesure.parametre {
        _ = writeln!(texte, "- paramètre : {}", parametre.code());
    }
    _ = writeln!(texte, "- ventilations : {}", ventilations(derniere));
    _ = writeln!(texte, "- lignes d'un partenaire : {}", siennes(derniere));
    let additive = if derniere.additive() { "s'ajoutent" } else { "ne s'ajoutent pas" };
    _ = writeln!(texte, "- les mois d'une année {additive}");
    if let Some(famille) = famille::de(mesure) {
        let geles = mesure.cubes.iter().filter(|cube| famille.cubes.contains(cube));
        _ = writeln!(texte, "- croisements ouverts aux lecteurs d'agrégats : {}", croisements(geles));
    }
    texte
}

fn ventilations(d: &Definition) -> String {
    let nom = |dimension: &Dimension| {
        let reserve = if d.partitionne(*dimension) { "" } else { " (les parts ne font pas le total)" };
        format!("{}{reserve}", dimension.code())
    };
    let noms: Vec<String> = d.dimensions().iter().map(nom).collect();
    if noms.is_empty() { "aucune".to_owned() } else { noms.join(", ") }
}

fn siennes(d: &Definition) -> &'static str {
    if d.fait().is_some_and(|f| f.partenaire.is_some()) { "les faits dont il est le partenaire" } else { "aucune" }
}

fn croisements<'c>(cubes: impl Iterator<Item = &'c &'static [Dimension]>) -> String {
    let nom = |cube: &&[Dimension]| {
        let noms: Vec<&str> = cube.iter().map(|d| d.code()).collect();
        if noms.is_empty() { "le total".to_owned() } else { noms.join(" × ") }
    };
    cubes.map(nom).collect::<Vec<_>>().join(", ")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn les_indicateurs_sont_documentes() {
    let banc = Banc::nouveau(Moteur::Sqlite).await;
    let referentiel = banc.base.referentiel().await.expect("reference data");
    let mut texte = entete(&referentiel);
    for pacte in referentiel.pactes.toutes() {
        _ = write!(texte, "\n## {}\n\n| indicateur | intitulé | établi |\n|---|---|---|\n", pacte.contenu.titre);
        let siens = referentiel.indicateurs.toutes().filter(|i| i.pacte == pacte.id);
        siens.for_each(|i| texte.push_str(&ligne(i)));
    }
    comparer("indicateurs.md", &texte);
}

fn entete(referentiel: &Referentiel) -> String {
    let tous: Vec<_> = referentiel.indicateurs.toutes().collect();
    let calcules = tous.iter().filter(|i| i.document.mesure.is_some()).count();
    let hors = tous.iter().filter(|i| i.document.hors_de_portee.is_some()).count();
    format!(
        "# Indicateurs des documents\n\n\
        Les {} indicateurs des pactes et comment chacun est établi : {calcules} calculés par une [mesure](mesures.md), {} déclarés par les\n\
        partenaires, {hors} hors de portée de la plateforme, avec la raison. Cette page est écrite par les tests à partir des données du\n\
        référentiel (`domain/referentiel/indicateurs/`).\n",
        tous.len(),
        tous.len() - calcules - hors
    )
}

fn ligne(i: &Indicateur) -> String {
    let d = &i.document;
    let etabli = match (&d.mesure, &d.mesure_parametre, &d.hors_de_portee) {
        (Some(mesure), Some(parametre), _) => format!("calculé : `{mesure}`, `{}`", parametre.replace('|', "\\|")),
        (Some(mesure), None, _) => format!("calculé : `{mesure}`"),
        (None, _, Some(raison)) => format!("hors de portée : {raison}"),
        (None, _, None) => "déclaré".to_owned(),
    };
    format!("| {} | {} | {etabli} |\n", d.code, d.libelle.replace('|', "\\|"))
}

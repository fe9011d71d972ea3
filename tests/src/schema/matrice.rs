//! The policy as a table that a lawyer reads: a change of rights shows in the diff of one file.

use std::fmt::Write;

use domain::agent::FonctionAgent;
use domain::habilitation::LienDossier;
use domain::lien::Nature;
use domain::partenaire::TypePartenaire;
use domain::politique::{Acte, Classes, Profil, natures, selon_fonction};
use domain::portee::Portees;
use domain::vocabulaire::Enumeration;

const CLASSES: [(Classes, &str); 15] = [
    (Classes::PRESENCE, "présence"),
    (Classes::LIEU, "lieu"),
    (Classes::NOM, "nom et naissance"),
    (Classes::IDENTITE, "identité"),
    (Classes::MATRICULE, "matricule"),
    (Classes::CONTACT, "contact"),
    (Classes::NIVEAU, "niveau"),
    (Classes::ELIGIBILITE, "éligibilité"),
    (Classes::SITUATION, "situation"),
    (Classes::BESOIN_CONCERNE, "besoin concerné"),
    (Classes::BESOINS, "tous les besoins"),
    (Classes::SENSIBLE, "sensible"),
    (Classes::PARCOURS, "parcours"),
    (Classes::DOSSIER, "dossier des tiers"),
    (Classes::VERSION, "version"),
];

#[test]
fn the_policy_is_the_one_that_was_agreed_on() {
    let mut texte = String::from("# Qui voit quoi, et à quel titre\n");
    for profil in Profil::TOUS {
        decrire(&mut texte, profil);
    }
    fonctions(&mut texte);
    actes(&mut texte);
    let mut reglages = insta::Settings::clone_current();
    reglages.set_snapshot_path("../../schema");
    reglages.set_prepend_module_to_snapshot(false);
    reglages.set_omit_expression(true);
    reglages.bind(|| insta::assert_snapshot!("politique", texte));
}

fn decrire(texte: &mut String, profil: Profil) {
    let types = toutes::<TypePartenaire>().filter(|t| Profil::de(*t) == profil).map(Enumeration::code);
    ligne(texte, &format!("\n## {profil:?}\n"));
    ligne(texte, &format!("Partenaires : {}", liste(types)));
    ligne(texte, &format!("Finalité : {}", profil.finalite().code()));
    let liens =
        |possibles: domain::habilitation::Liens| liste(toutes::<LienDossier>().filter(|l| possibles.contient(*l)).map(Enumeration::code));
    ligne(texte, &format!("Liens par défaut : {}", liens(profil.liens_par_defaut())));
    ligne(texte, &format!("Liens possibles : {}", liens(profil.liens_possibles())));
    ligne(texte, "Portées au plus :");
    profil.plafond().noms().for_each(|nom| ligne(texte, &format!("- {nom}")));
    ligne(texte, "\n| relation | classes ouvertes |\n|---|---|");
    for nature in Nature::TOUTES {
        let ouvertes = profil.ouvre(nature);
        if ouvertes != Classes::AUCUNE {
            ligne(
                texte,
                &format!("| {nature:?} | {} |", liste(CLASSES.iter().filter(|(c, _)| ouvertes.contient(*c)).map(|(_, nom)| *nom))),
            );
        }
    }
}

fn fonctions(texte: &mut String) {
    ligne(texte, "\n# Portées que la fonction retire aux agents du Département\n\n| fonction | portées retirées |\n|---|---|");
    let plafond = Profil::Departement.plafond();
    let retirees = |fonction| liste((plafond.sans(selon_fonction(Profil::Departement, fonction) & plafond)).noms());
    ligne(texte, &format!("| sans agent | {} |", retirees(None)));
    toutes::<FonctionAgent>().for_each(|f| ligne(texte, &format!("| {} | {} |", f.code(), retirees(Some(f)))));
}

fn actes(texte: &mut String) {
    ligne(texte, "\n# Actes sur une personne\n\n| mutation | portée | relations qui le permettent |\n|---|---|---|");
    for acte in Acte::tous() {
        let permises = Nature::TOUTES.iter().filter(|n| acte.natures().contient(**n)).map(|n| format!("{n:?}"));
        ligne(texte, &format!("| {} | {} | {} |", acte.mutation(), acte.portee(), permises.collect::<Vec<_>>().join(", ")));
    }
    ligne(texte, "\n# Relations que laisse entrer chaque lien d'une convention\n\n| lien | relations |\n|---|---|");
    for lien in toutes::<LienDossier>() {
        let entrent = Nature::TOUTES.iter().filter(|n| natures(lien).contient(**n)).map(|n| format!("{n:?}"));
        ligne(texte, &format!("| {} | {} |", lien.code(), entrent.collect::<Vec<_>>().join(", ")));
    }
}

fn toutes<T: Enumeration>() -> impl Iterator<Item = T> {
    T::VALEURS.iter().map(|v| v.valeur)
}

fn liste<'a>(noms: impl Iterator<Item = &'a str>) -> String {
    let noms: Vec<&str> = noms.collect();
    if noms.is_empty() { "aucune".to_owned() } else { noms.join(", ") }
}

fn ligne(texte: &mut String, contenu: &str) {
    writeln!(texte, "{contenu}").expect("text");
}

/// A scope that nobody may hold would be a door that no convention opens.
#[test]
fn every_scope_is_somebody_s() {
    let tenues = Profil::TOUS.iter().fold(Portees::AUCUNE, |p, profil| p | profil.plafond());
    let orphelines: Vec<_> =
        domain::portee::PORTEES.iter().filter(|nom| !tenues.contient(Portees::nommee(nom).unwrap_or_default())).collect();
    assert_eq!(orphelines, Vec::<&&str>::new());
}

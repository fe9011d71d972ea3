use std::collections::{HashMap, HashSet};

use chrono::Datelike;
use sea_orm::sea_query::Value;
use uuid::Uuid;

use super::*;
use crate::fiche_action::{BudgetFiche, Contenu, FicheAction, Saisies, StatutAction, SuiviAction, SuiviSaisi};
use crate::referentiel::fichiers::Fichiers;

fn fichiers() -> Fichiers {
    Fichiers::lire().unwrap()
}

fn lots_de(f: &Fichiers) -> Vec<Lot> {
    lignes::lots(f, &Noms::de(f).unwrap(), HashMap::new()).unwrap()
}

fn fiches(lots: &[Lot]) -> Vec<(Uuid, Contenu)> {
    let lot = lots.iter().find(|l| l.table == "fiche_action").unwrap();
    let contenu = |l: &Vec<Value>| match (&l[0], &l[3]) {
        (Value::Uuid(Some(id)), Value::String(Some(texte))) => (*id, serde_json::from_str(texte).unwrap()),
        autre => panic!("{autre:?}"),
    };
    lot.lignes.iter().map(contenu).collect()
}

#[test]
fn every_file_parses_and_every_reference_resolves() {
    let lots = lots_de(&fichiers());
    let comptes: Vec<_> = lots.iter().map(|l| (l.table, l.lignes.len())).collect();
    let attendus = [
        ("departement", 4),
        ("territoire", 118),
        ("commune", 1784),
        ("partenaire", 238),
        ("pacte", 5),
        ("fiche_action", 98),
        ("indicateur", 293),
        ("dispositif", 53),
        ("service", 85),
        ("structure_iae", 8),
    ];
    assert_eq!(comptes, attendus);
    assert!(lots.iter().all(|l| l.lignes.iter().all(|ligne| ligne.len() == l.colonnes.len())));
}

#[test]
fn the_rules_and_anomalies_of_the_documents_are_all_there() {
    let f = fichiers();
    let regles: HashSet<&str> = f.regles.values().flatten().map(|r| r.code.as_str()).collect();
    // Those of the documents, and the second reading of one of them.
    assert_eq!((regles.len(), f.anomalies.len()), (257, 51));
    let noms = |codes: &[&'static str]| codes.iter().map(|c| (*c).to_owned()).collect::<HashSet<String>>();
    let pactes: HashSet<String> = f.pactes.iter().map(|p| p.code.clone()).collect();
    assert_eq!(noms(&f.fiches.keys().copied().collect::<Vec<_>>()), pactes);
    assert_eq!(noms(&f.regles.keys().copied().collect::<Vec<_>>()), pactes);
    assert!(f.departements.iter().all(|d| d.fuseau.parse::<chrono_tz::Tz>().is_ok()));
}

#[test]
fn indicators_say_what_they_print_and_who_computes_them() {
    let f = fichiers();
    for (pacte, i) in f.indicateurs.iter().flat_map(|(pacte, liste)| liste.iter().map(move |i| (pacte, i))) {
        let code = &i.code;
        assert!(code.starts_with(&format!("{pacte}.")), "{code}");
        assert!(i.mesure.as_deref().is_none_or(|m| crate::mesure::trouver(m).is_some()), "{code} names an unknown measure");
        assert!(i.mesure.is_none() || i.hors_de_portee.is_none(), "{code} is computed and out of reach");
        assert!(!i.responsables.is_empty() && i.source.starts_with("document 00"), "{code}");
        for v in &i.valeurs {
            assert_eq!(v.du.is_some(), v.au.is_some(), "{code}");
            assert!(v.periode().is_none_or(|p| p.du <= p.au && p.du.year() <= i.annee), "{code}");
            assert!(v.valeur.is_none() || v.qualite.is_none() && !v.texte.is_empty(), "{code}: {v:?}");
        }
        let cellules: HashSet<_> = i.valeurs.iter().map(|v| (&v.periode, &v.precision)).collect();
        assert_eq!(cellules.len(), i.valeurs.len(), "{code}: two figures are told apart by what they count");
    }
    let valeurs = f.indicateurs.values().flatten().map(|i| i.valeurs.len()).sum::<usize>();
    assert_eq!((f.indicateurs.values().map(Vec::len).sum::<usize>(), valeurs), (293, 344));
}

#[test]
fn ids_come_from_keys_alone() {
    let id = identifiant("partenaire", "cibc-82");
    assert_eq!((id.get_version_num(), id.get_variant()), (8, uuid::Variant::RFC4122));
    assert_eq!(id, identifiant("partenaire", "cibc-82"));
    assert_ne!(id, identifiant("service", "cibc-82"));
    let f = fichiers();
    let ids: HashSet<String> =
        lots_de(&f).iter().flat_map(|l| l.lignes.iter().map(|ligne| format!("{:?}", ligne[0])).collect::<Vec<_>>()).collect();
    assert_eq!(ids.len(), 4 + 118 + 1784 + 238 + 5 + 98 + 293 + 53 + 85 + 8);
}

#[test]
fn a_reference_to_nothing_is_named() {
    let mut f = fichiers();
    f.services[0].partenaire = "inconnu-31".to_owned();
    let echec = lignes::lots(&f, &Noms::de(&f).unwrap(), HashMap::new()).err().unwrap().to_string();
    assert!(echec.contains(&f.services[0].code) && echec.contains("partenaire") && echec.contains("inconnu-31"), "{echec}");
    let double = f.partenaires.pop().unwrap();
    f.partenaires[0].cle = double.cle.clone();
    f.partenaires.push(double);
    assert!(matches!(Noms::de(&f), Err(Echec::Doublon { table: "partenaire", .. })));
}

#[test]
fn what_partners_wrote_survives_a_new_edition() {
    let mut f = fichiers();
    let (id, contenu) = fiches(&lots_de(&f)).into_iter().next().unwrap();
    let annee = contenu.document.budgets[0].annee;
    let saisi = BudgetFiche { annee, etat: Some(100), departement: Some(100), execute: Some(150), ..BudgetFiche::default() }.calcule();
    let suivi = SuiviAction { le: chrono::DateTime::UNIX_EPOCH, statut: StatutAction::Abandonne, par: id, commentaire: None };
    let suivis = vec![SuiviSaisi { action: Some(contenu.document.actions[0].numero), suivi }];
    let saisies = Saisies { budgets: vec![saisi], suivis, ..Saisies::default() };
    f.fiches.get_mut("31-convention-pauvrete-2019-2021").unwrap()[0].titre = "Nouveau titre".to_owned();
    let lots = lignes::lots(&f, &Noms::de(&f).unwrap(), HashMap::from([(id, saisies.clone())])).unwrap();
    let (_, relue) = fiches(&lots).into_iter().find(|(autre, _)| *autre == id).unwrap();
    assert_eq!((&relue.saisies, relue.document.titre.as_str()), (&saisies, "Nouveau titre"));
    let fiche = FicheAction::nouvelle(id, id, 2, relue);
    assert_eq!(fiche.budget.taux_execution.as_deref(), Some("75.00"));
    assert_eq!((fiche.actions[0].statut, fiche.statut), (StatutAction::Abandonne, fiche.document.statut));
    assert!(!fiche.actions[0].en_retard(chrono::NaiveDate::MAX));
}

#[test]
fn printed_rates_are_those_of_the_printed_amounts() {
    for (_, contenu) in fiches(&lots_de(&fichiers())) {
        for budget in contenu.document.budgets.iter().filter(|b| b.taux_execution.is_some()) {
            let calcule = BudgetFiche { etat: None, ..budget.clone() }.calcule();
            assert_eq!(calcule.taux_execution, budget.taux_execution, "{}", contenu.document.code);
        }
    }
}

#[test]
fn demonstration_agents_belong_to_partners_of_the_files() {
    let f = fichiers();
    let partenaires: HashSet<&str> = f.partenaires.iter().map(|p| p.cle.as_str()).collect();
    assert!(agents::partenaires().all(|cle| partenaires.contains(cle)));
}

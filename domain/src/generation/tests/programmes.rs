//! Dispositifs of the small world: two that exclude each other, one whose places are counted, one after another.

use std::collections::BTreeMap;
use std::sync::Arc;

use uuid::Uuid;

use super::partenaire;
use crate::allocataire::PublicCible as P;
use crate::dispositif::{Contenu, Dispositif};
use crate::generation::programme::Programme;
use crate::pacte::delai::{Delai, UniteDelai};

pub(super) const CAPACITE: i64 = 3;

pub(super) fn tous() -> Vec<Programme> {
    let global = programme(1, "accompagnement-global-99", &[2, 1], |c| c.exclusif_avec = vec![id(2)]);
    let operateur = programme(2, "operateur-99", &[4], |c| c.exclusif_avec = vec![id(1)]);
    let mut coaching = programme(3, "coaching-99", &[4], |c| {
        c.capacite_par_referent = Some(CAPACITE);
        c.duree_maximale_mois = Some(3);
    });
    coaching.agents = vec![(partenaire(4), Uuid::from_u128(504)), (partenaire(4), Uuid::from_u128(514))];
    let premier = programme(4, "niveau-1-99", &[1], |_| ());
    let second = programme(5, "niveau-2-99", &[1], |c| {
        c.prealables = vec![id(4)];
        c.accord_prealable = true;
    });
    let jeunes = programme(6, "jeunes-99", &[5], |c| c.publics = [P::Jeune].into_iter().collect());
    [global, operateur, coaching, premier, second, jeunes].into_iter().map(suivi).collect()
}

fn id(rang: u128) -> Uuid {
    Uuid::from_u128(700 + rang)
}

/// The operator's partner goes on for two months after a way out, and sees people once a month.
fn suivi(p: Programme) -> Programme {
    let delai = |regle: &str, valeur| Some(Delai { regle: regle.to_owned(), valeur, unite: UniteDelai::Mois });
    if p.dispositif.id == id(2) { Programme { suivi: delai("R5", 2), contact: delai("R6", 1), ..p } } else { p }
}

fn programme(rang: u128, code: &str, operateurs: &[u128], preciser: impl Fn(&mut Contenu)) -> Programme {
    let mut contenu = Contenu {
        nom: code.to_owned(),
        operateurs: operateurs.iter().map(|p| partenaire(*p)).collect(),
        publics: [P::BeneficiaireRsa].into_iter().collect(),
        publics_exclus: [].into_iter().collect(),
        exclusif_avec: Vec::new(),
        duree_maximale_mois: None,
        capacite_par_referent: None,
        heures_hebdomadaires_minimum: None,
        fiche_action: None,
        prealables: Vec::new(),
        accord_prealable: false,
        regles: Vec::new(),
        bornes: BTreeMap::new(),
        mobilite: None,
        description: String::new(),
        source: String::new(),
    };
    preciser(&mut contenu);
    let dispositif = Dispositif { id: id(rang), pacte: Uuid::from_u128(99), code: code.to_owned(), contenu };
    Programme { dispositif: Arc::new(dispositif), bornes: Vec::new(), suivi: None, contact: None, agents: Vec::new() }
}

use super::*;
use crate::poste_iae::TypeContratInsertion;
use crate::poste_iae::transition::{Partie, TRANSITIONS, suivantes};
use crate::vocabulaire::Ensemble;
use StatutPosteIae as S;

fn poste(statut: S, nombre_postes: i64, pourvus: i64) -> PosteIae {
    PosteIae {
        departement: "82".to_owned(),
        id: Uuid::nil(),
        version: 1,
        structure: Uuid::nil(),
        partenaire: Uuid::nil(),
        intitule: String::new(),
        code_rome: String::new(),
        type_contrat: TypeContratInsertion::Cddi,
        heures_hebdomadaires: 26,
        commune: None,
        nombre_postes,
        pourvus,
        publics: Ensemble::default(),
        description: None,
        profil_recherche: None,
        statut,
        publie_le: DateTime::UNIX_EPOCH,
        ferme_le: (statut == S::Ferme).then_some(DateTime::UNIX_EPOCH),
        touche_le: DateTime::UNIX_EPOCH,
    }
}

fn demander(p: PosteIae, statut: Option<S>, nombre_postes: Option<i64>) -> Result<PosteIae, ErreurMetier> {
    let m = Modification { id: p.id, version: 1, statut, nombre_postes, description: None, profil_recherche: None };
    changer(&m, p, DateTime::<Utc>::MAX_UTC)
}

#[test]
fn a_structure_makes_the_moves_of_the_table_and_no_other() {
    let tous = S::VALEURS.iter().map(|v| v.valeur);
    for (de, vers) in tous.clone().flat_map(|de| tous.clone().map(move |vers| (de, vers))) {
        let permis = de != S::Ferme && (de == vers || suivantes(de, Partie::Structure).any(|s| s == vers));
        let pourvus = if de == S::Pourvu { 2 } else { 0 };
        let obtenu = demander(poste(de, 2, pourvus), Some(vers), None);
        assert_eq!(obtenu.as_ref().map(|p| p.statut).ok(), permis.then_some(vers), "{de:?} {vers:?}");
        assert_eq!(obtenu.is_ok_and(|p| p.ferme_le.is_some()), permis && vers == S::Ferme);
    }
    assert_eq!(TRANSITIONS.iter().filter(|t| t.par == Partie::Plateforme).count(), 2);
}

#[test]
fn the_places_fill_a_post_and_open_it_again() {
    let statut = |p: PosteIae, s, n| demander(p, s, n).map(|p| p.statut).map_err(|e| e.champ);
    assert_eq!(statut(poste(S::Pourvu, 2, 2), None, Some(3)), Ok(S::Ouvert));
    assert_eq!(statut(poste(S::Ouvert, 3, 2), None, Some(2)), Ok(S::Pourvu));
    assert_eq!(statut(poste(S::Suspendu, 2, 2), Some(S::Ouvert), None), Ok(S::Pourvu));
    assert_eq!(statut(poste(S::Suspendu, 3, 2), None, Some(2)), Ok(S::Suspendu));
    let champ = vec!["input".to_owned(), "nombrePostes".to_owned()];
    assert_eq!(statut(poste(S::Ouvert, 3, 2), None, Some(1)), Err(champ));
}

#[test]
fn a_change_of_nothing_touches_the_post() {
    let apres = demander(poste(S::Ouvert, 2, 0), None, None).unwrap();
    assert_eq!((apres.touche_le, apres.publie_le), (DateTime::<Utc>::MAX_UTC, DateTime::UNIX_EPOCH));
    assert_eq!(demander(poste(S::Brouillon, 2, 0), Some(S::Ouvert), None).unwrap().publie_le, DateTime::<Utc>::MAX_UTC);
}

//! Structures and posts of the worlds of the data files.

use std::collections::HashSet;

use super::mondes::monde;
use crate::poste_iae::StatutPosteIae as S;

#[test]
fn structures_offer_what_their_kind_allows() {
    for departement in ["31", "64", "32"] {
        let monde = monde(departement);
        let iae = &monde.iae;
        let ids: HashSet<_> = iae.postes.iter().map(|p| p.id).chain(iae.structures.iter().map(|s| s.id)).collect();
        assert_eq!(ids.len(), iae.postes.len() + iae.structures.len());
        assert!(iae.nouvelles().len() >= 4 && iae.nouvelles().len() < iae.structures.len(), "{departement}");
        for p in &iae.postes {
            let s = iae.structures.iter().find(|s| s.id == p.structure).unwrap();
            assert!(s.type_.contrats().contains(&p.type_contrat) && s.partenaire == p.partenaire, "{p:?}");
            assert!(p.touche_le >= p.publie_le && p.touche_le < monde.calendrier.minuit(monde.calendrier.au), "{p:?}");
            assert_eq!((p.statut == S::Ferme, p.pourvus, p.statut == S::Pourvu), (p.ferme_le.is_some(), 0, false));
        }
        let statuts: HashSet<_> = iae.postes.iter().map(|p| p.statut).collect();
        assert!(statuts.contains(&S::Ouvert) && statuts.len() == 4, "{departement} {statuts:?}");
    }
    assert!(monde("82").iae.postes.is_empty());
}

#[test]
fn the_same_seed_makes_the_same_posts() {
    assert_eq!(monde("31").iae.postes, monde("31").iae.postes);
}

//! The chantiers d'insertion of the model: so many structures, and so many posts agreed with them.

use uuid::Uuid;

use super::cible::{Chiffres, Cible};
use super::jours::jour;
use crate::allocataire::PublicCible;
use crate::erreur::Panne;
use crate::generation::iae::Iae;
use crate::generation::monde::Monde;
use crate::generation::tirage::Tirage;
use crate::partenaire::TypePartenaire;
use crate::poste_iae::{PosteIae, StatutPosteIae, TypeContratInsertion};
use crate::referentiel::Referentiel;
use crate::referentiel::chargement::identifiant;
use crate::structure_iae::{StructureIae, TypeStructureIae as T};

/// Seven of the structures are new in 2021.
const NOUVELLES: usize = 7;
const PLACES: i64 = 60;
const ACTIVITES: [&str; 3] = ["maraîchage", "épicerie solidaire", "ressourcerie"];

/// In the place of the drawn ones.
pub(super) fn installer(monde: &mut Monde, referentiel: &Referentiel, cibles: &[Cible]) -> Result<(), Panne> {
    let n = Chiffres(cibles);
    let (nombre, postes) = (n.nombre("5.3.01", 2021)?, n.nombre("5.3.02", 2021)?);
    let connues = referentiel.structures_iae.toutes().filter(|s| s.departement == monde.departement && s.type_ == T::Aci);
    let mut structures: Vec<StructureIae> = connues.map(|s| (**s).clone()).collect();
    let tenants = referentiel.partenaires.toutes().filter(|p| p.type_ == TypePartenaire::StructureIae);
    let tenants: Vec<_> = tenants.filter(|p| p.departements.contains(&monde.departement)).collect();
    if tenants.is_empty() {
        return Err(Panne::Donnee("model partner"));
    }
    let avant = structures.len();
    for rang in avant..nombre {
        let tenant = tenants[rang % tenants.len()];
        let activite = ACTIVITES[rang % ACTIVITES.len()];
        let nom = format!("Chantier de synthèse n° {} ({activite})", rang + 1);
        structures.push(StructureIae {
            id: identifiant("structure_iae", &format!("modele/{nom}")),
            departement: monde.departement.clone(),
            version: 1,
            partenaire: tenant.id,
            nom,
            type_: T::Aci,
            activites: vec![activite.to_owned()],
            commune: None,
        });
    }
    structures.truncate(nombre);
    let postes_ouverts = structures.iter().enumerate().map(|(rang, s)| poste(monde, rang, s)).collect();
    let conventions = conventions(&structures, postes);
    monde.iae = Iae { inventees: nombre.saturating_sub(avant), structures, conventions, postes: postes_ouverts };
    Ok(())
}

/// The posts of 2021 are shared out evenly; the year before, the new structures had none.
fn conventions(structures: &[StructureIae], postes: usize) -> Vec<(Uuid, i64, i64)> {
    let nombre = structures.len().max(1);
    let part = |rang: usize| i64::try_from(postes / nombre + usize::from(rang < postes % nombre)).unwrap_or_default();
    let de_2021 = structures.iter().enumerate().map(|(rang, s)| (s.id, 2021, part(rang)));
    let de_2020 = structures.iter().take(nombre.saturating_sub(NOUVELLES)).map(|s| (s.id, 2020, 7));
    de_2020.chain(de_2021).collect()
}

fn poste(monde: &Monde, rang: usize, s: &StructureIae) -> PosteIae {
    let mut tirage = Tirage::de(0, "modele/poste", rang);
    let publie_le = monde.calendrier.instant(&mut tirage, jour(2019, 9, 2));
    PosteIae {
        departement: s.departement.clone(),
        id: tirage.id(publie_le),
        version: 1,
        structure: s.id,
        partenaire: s.partenaire,
        intitule: "Ouvrier polyvalent".to_owned(),
        code_rome: "A1203".to_owned(),
        type_contrat: TypeContratInsertion::Cddi,
        heures_hebdomadaires: 26,
        commune: s.commune.clone(),
        nombre_postes: PLACES,
        pourvus: 0,
        publics: [PublicCible::BeneficiaireRsa].into_iter().collect(),
        description: Some("Chantier encadré, avec un accompagnement vers l'emploi.".to_owned()),
        profil_recherche: None,
        statut: StatutPosteIae::Ouvert,
        publie_le,
        ferme_le: None,
        touche_le: monde.calendrier.soir(monde.calendrier.veille()),
    }
}

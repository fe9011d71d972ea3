//! A contract, from the hire to the day of the world or to its exit.

use chrono::{DateTime, Months, NaiveDate, Utc};

use super::{Embauche, beneficie};
use crate::candidature::Candidature;
use crate::contrat_insertion::detail::{Immersion, Palier, Renouvellement};
use crate::contrat_insertion::{ContratInsertion, ObjetImmersion as O, Sortie};
use crate::generation::calendrier::apres;
use crate::generation::dossier::Dossier;
use crate::generation::monde::Monde;
use crate::generation::tirage::Tirage;
use crate::parcours::sortie::MotifSortie as M;
use crate::pass_iae::PassIae;
use crate::poste_iae::PosteIae;

/// Out of a thousand contracts: those with an immersion.
const IMMERSIONS: u32 = 400;
const DUREE: Months = Months::new(6);
const ENTREPRISES: [&str; 4] = ["Vergers de la Save", "Ateliers du Canal", "Résidence des Tilleuls", "Cuisine centrale"];
const SORTIES: [(M, u32); 6] =
    [(M::Cdi, 20), (M::CddPlus6Mois, 20), (M::CddMoins6Mois, 15), (M::FormationQualifiante, 20), (M::Interim, 10), (M::FinDeContrat, 15)];

pub(in crate::generation) fn signer(
    monde: &Monde,
    tirage: &mut Tirage,
    (dossier, poste): (&Dossier, &PosteIae),
    (c, le): (&Candidature, DateTime<Utc>),
    terme: Option<(DateTime<Utc>, bool)>,
) -> Embauche {
    let debut = monde.calendrier.jour(le);
    let dernier = terme.map_or_else(|| monde.calendrier.veille(), |(fin, _)| monde.calendrier.jour(fin));
    let (fin_prevue, renouvellements) = renouveler(debut, dernier);
    let id = tirage.id(le);
    let contrat = ContratInsertion {
        id,
        departement: monde.departement.clone(),
        version: 1 + i64::try_from(renouvellements.len()).unwrap_or_default() + i64::from(terme.is_some()),
        allocataire_id: c.allocataire_id,
        structure: c.structure,
        poste: c.poste,
        employeur: c.employeur,
        candidature: c.id,
        pass: Some(tirage.id(le)),
        type_: poste.type_contrat,
        debut,
        fin_prevue,
        beneficiaire_rsa: beneficie(dossier, debut),
        sortie: terme.map(|(_, aboutie)| sortir(tirage, dernier, aboutie)),
        cree_le: le,
        allocataire: None,
    };
    Embauche {
        parcours: dossier.suivis.iter().find(|s| s.couvre(debut)).map(|s| s.parcours.id),
        pass: pass(tirage, &contrat),
        paliers: vec![Palier { a_partir_du: debut, heures: poste.heures_hebdomadaires }],
        immersions: immersions(tirage, &contrat, (debut, dernier)),
        renouvellements,
        termine_le: terme.map(|(fin, _)| fin),
        contrat,
    }
}

/// Six months, and six more as long as she is there, up to two years.
fn renouveler(debut: NaiveDate, dernier: NaiveDate) -> (NaiveDate, Vec<Renouvellement>) {
    let veille = |mois: Months| apres(debut.checked_add_months(mois).unwrap_or(debut), -1);
    let mut fin = veille(DUREE);
    let mut renouvellements = Vec::new();
    for mois in [12, 18, 24].map(Months::new) {
        if fin >= dernier {
            break;
        }
        let (le, suivante) = (apres(fin, -10), veille(mois));
        renouvellements.push(Renouvellement { le, fin_prevue: suivante, derogation: None });
        fin = suivante;
    }
    (fin.max(dernier), renouvellements)
}

fn sortir(tirage: &mut Tirage, le: NaiveDate, aboutie: bool) -> Sortie {
    let motif = if aboutie { tirage.selon(&SORTIES).unwrap_or(M::Cdi) } else { M::Abandon };
    Sortie { le, motif, categorie: motif.categorie() }
}

fn pass(tirage: &mut Tirage, c: &ContratInsertion) -> PassIae {
    PassIae {
        id: c.pass.unwrap_or_default(),
        departement: c.departement.clone(),
        allocataire_id: c.allocataire_id,
        numero: format!("99999{:07}", tirage.entre(0, 9_999_999)),
        debut: c.debut,
        fin: apres(c.debut.checked_add_months(Months::new(24)).unwrap_or(c.debut), -1),
        suspensions: Vec::new(),
        prolongations: Vec::new(),
    }
}

/// Two weeks in a company, a month after the start.
fn immersions(tirage: &mut Tirage, c: &ContratInsertion, (debut, dernier): (NaiveDate, NaiveDate)) -> Vec<Immersion> {
    let (du, au) = (apres(debut, 30), apres(debut, 43));
    if au > dernier || !tirage.chance(IMMERSIONS) {
        return Vec::new();
    }
    let objet = tirage.selon(&[(O::DecouvrirUnMetier, 30), (O::ConfirmerUnProjet, 50), (O::InitierUnRecrutement, 20)]);
    vec![Immersion {
        id: tirage.id(c.cree_le),
        employeur: tirage.mot(&ENTREPRISES).to_owned(),
        siret: None,
        code_rome: None,
        du,
        au,
        objet: objet.unwrap_or(O::ConfirmerUnProjet),
        bilan: Some("Le métier convient ; l'entreprise reverra la personne.".to_owned()),
    }]
}

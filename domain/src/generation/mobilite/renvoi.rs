//! What a platform did with a referral that it took: an interview, then an aid that ends as the referral ends.

use chrono::{DateTime, NaiveDate, Utc};
use uuid::Uuid;

use super::offre::Action;
use super::{AideVecue, Constat, Mobilite, Ressources};
use crate::aide_mobilite::{AideMobilite, Montants, MotifAideMobilite as M, NatureAideMobilite as N, Pret, StatutAideMobilite as S};
use crate::diagnostic_mobilite::{CategoriePermis as P, DiagnosticMobilite, FreinMobilite as F};
use crate::generation::calendrier::apres;
use crate::generation::monde::Monde;
use crate::generation::prescription::Envoi;
use crate::generation::relation::{ferme, relation, sans_fin};
use crate::generation::tirage::Tirage;
use crate::lien::{Fin, Nature};
use crate::prescription::historique::Passage;
use crate::prescription::{StatutPrescription, TypePrescription as T};

pub(in crate::generation) fn traiter(monde: &Monde, tirage: &mut Tirage, e: &Envoi, (lue, ressources): (&mut Mobilite, &mut Ressources)) {
    let p = &e.prescription;
    let Some(action) = monde.mobilite.action(p.destinataire) else { return };
    let passage = |vers| e.passages.iter().find(|x| x.vers == vers);
    let (debut, fin) = (passage(StatutPrescription::EnCours), passage(StatutPrescription::Realisee));
    match p.type_ {
        T::DiagnosticMobilite => lue.diagnostics.extend(fin.map(|x| constater(monde, tirage, e, x, action))),
        T::AideMobilite => {
            let Some(debut) = debut else { return };
            if action.mobilite.diagnostic_prealable {
                lue.diagnostics.push(constater(monde, tirage, e, debut, action));
            }
            // A referral is given up by hand between the interview and the aid.
            if p.statut == StatutPrescription::EnCours || fin.is_some() {
                let aide = apporter(monde, tirage, (e, action), (debut, fin), ressources);
                lue.relations.push(lier(monde, &aide));
                lue.aides.push(aide);
            }
        }
        _ => {}
    }
}

fn constater(monde: &Monde, tirage: &mut Tirage, e: &Envoi, x: &Passage, action: &Action) -> Constat {
    let p = &e.prescription;
    let permis = tirage.chance(420);
    let vehicule = permis && tirage.chance(450);
    let mut freins = vec![if !permis {
        F::SansPermis
    } else if vehicule {
        F::VehiculeEnPanne
    } else {
        F::SansVehicule
    }];
    freins.extend(tirage.selon(&[
        (F::CoutCarburant, 20),
        (F::PasDeTransportCollectif, 40),
        (F::HorairesAtypiques, 25),
        (F::GardeEnfant, 10),
        (F::Representations, 15),
    ]));
    let solutions = [tirage.parmi(&action.mobilite.natures).copied(), Some(if permis { N::Reparation } else { N::PermisConduire })];
    let diagnostic = DiagnosticMobilite {
        id: tirage.id(x.le),
        departement: monde.departement.clone(),
        allocataire_id: p.allocataire_id,
        prescription: Some(p.id),
        plateforme: p.destinataire,
        realise_le: monde.calendrier.jour(x.le),
        permis: permis.then_some(P::B).into_iter().collect(),
        vehicule,
        freins: freins.into_iter().collect(),
        solutions: solutions.into_iter().flatten().collect(),
        synthese: Some(SYNTHESES[usize::from(permis)].to_owned()),
        cree_le: x.le,
    };
    Constat { diagnostic, agent: x.agent }
}

const SYNTHESES: [&str; 2] =
    ["Sans permis ; les horaires des lignes ne couvrent pas ceux des postes visés.", "Conduit, mais ne dispose pas d'un véhicule en état."];

fn apporter(
    monde: &Monde,
    tirage: &mut Tirage,
    (e, action): (&Envoi, &Action),
    (debut, fin): (&Passage, Option<&Passage>),
    ressources: &mut Ressources,
) -> AideVecue {
    let jour = |le: DateTime<Utc>| monde.calendrier.jour(le);
    let nature = tirage.parmi(&action.mobilite.natures).copied().unwrap_or(N::Accompagnement);
    let id = tirage.id(debut.le);
    let prevu = apres(jour(debut.le), tirage.entre(20, 120));
    let rendu = fin.map(|x| jour(x.le));
    let pret = ressources.flotte.preter(id, (e.prescription.destinataire, nature), (jour(debut.le), prevu, rendu));
    let motifs = [(M::PriseEmploi, 40), (M::RechercheEmploi, 30), (M::FormationQualifiante, 15), (M::MaintienEmploi, 15)];
    let mut aide = AideVecue {
        aide: neuve(monde, (e, action, debut), (id, tirage.selon(&motifs).unwrap_or(M::RechercheEmploi)), (jour(debut.le), pret)),
        regles: None,
        pieces: Vec::new(),
        versements: Vec::new(),
        passages: Vec::new(),
    };
    aide.aide.nature = if pret.is_some() { nature } else { sans_vehicule(nature) };
    let qui = (e.prescription.destinataire, debut.agent);
    aide.passer(S::EnCours, debut.le, qui);
    if let Some(x) = fin {
        aide.passer(S::Terminee, x.le, (e.prescription.destinataire, x.agent));
        aide.aide.solution_perenne = e.prescription.suite.besoin_leve;
        aide.aide.fin = Some(jour(x.le));
    }
    aide
}

/// When no vehicle is free, the person is helped otherwise.
const fn sans_vehicule(nature: N) -> N {
    match nature {
        N::LocationDeuxRoues | N::LocationQuatreRoues | N::PretVelo => N::Accompagnement,
        autre => autre,
    }
}

fn neuve(
    monde: &Monde,
    (e, action, debut): (&Envoi, &Action, &Passage),
    (id, motif): (Uuid, M),
    (jour, pret): (NaiveDate, Option<Pret>),
) -> AideMobilite {
    let p = &e.prescription;
    AideMobilite {
        id,
        departement: monde.departement.clone(),
        version: 1,
        allocataire_id: p.allocataire_id,
        dispositif: action.dispositif,
        nature: N::Accompagnement,
        motif,
        statut: S::EnCours,
        demandeur: p.destinataire,
        agent_demandeur: debut.agent,
        instructeur: p.destinataire,
        prescription: Some(p.id),
        montants: Montants::default(),
        obligation_tiers: None,
        activite: None,
        eligibilite: Vec::new(),
        motif_refus: None,
        recours: None,
        pret,
        debut: Some(jour),
        fin: None,
        solution_perenne: None,
        demandee_le: debut.le,
        decidee_le: None,
        versee_le: None,
        allocataire: None,
    }
}

/// The aid opens the person to the platform while it runs, then for the days of an ended relation.
pub(in crate::generation) fn lier(monde: &Monde, a: &AideVecue) -> crate::generation::relation::Relation {
    let aide = &a.aide;
    let fin =
        (aide.statut == S::Terminee).then(|| Fin { le: monde.calendrier.jour(a.dernier()), jours: monde.reglages.jours_apres_cloture });
    let qui = (aide.allocataire_id, aide.demandeur, aide.agent_demandeur);
    relation(monde, qui, (Nature::Aide, aide.id), aide.demandee_le, fin.map_or_else(sans_fin, ferme))
}

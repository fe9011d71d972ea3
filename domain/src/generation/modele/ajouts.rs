//! What is added to a file once it is there: mobility, and insertion contracts.

use chrono::NaiveDate;
use uuid::Uuid;

use super::Partages;
use super::acteurs::Acteurs;
use super::fiche::Fiche;
use crate::aide_mobilite::{AideMobilite, Montants, MotifAideMobilite, NatureAideMobilite, StatutAideMobilite as A};
use crate::candidature::StatutCandidature;
use crate::generation::calendrier::{apres, ouvre};
use crate::generation::dossier::Dossier;
use crate::generation::emploi::{Emploi, contrat as embauche, postulation};
use crate::generation::mobilite::{AideVecue, Mobilite, renvoi as deplacement};
use crate::generation::monde::Monde;
use crate::generation::tirage::Tirage;

/// Diagnoses go with their referral; a platform also helps who comes by herself.
pub(super) fn bouger(
    monde: &Monde,
    acteurs: &Acteurs,
    tirage: &mut Tirage,
    (rang, f, d): (usize, &Fiche, &Dossier),
    partages: &mut Partages,
) -> Mobilite {
    let mut lue = Mobilite::default();
    for envoi in &d.envois {
        deplacement::traiter(monde, tirage, envoi, (&mut lue, &mut partages.ressources));
    }
    if let Some(jour) = f.aide {
        let (plateforme, _) = acteurs.plateformes[rang % acteurs.plateformes.len()];
        let aide = aider(monde, tirage, (d.personne.id, plateforme), jour);
        lue.relations.extend(aide.as_ref().map(|a| deplacement::lier(monde, a)));
        lue.aides.extend(aide);
    }
    lue.conclure(monde, tirage, d);
    lue
}

/// Weeks of coaching to get about.
fn aider(monde: &Monde, tirage: &mut Tirage, (personne, plateforme): (Uuid, Uuid), jour: NaiveDate) -> Option<AideVecue> {
    let action = monde.mobilite.action(plateforme)?;
    let demandee_le = monde.calendrier.instant(tirage, jour);
    let aide = AideMobilite {
        id: tirage.id(demandee_le),
        departement: monde.departement.clone(),
        version: 1,
        allocataire_id: personne,
        dispositif: action.dispositif,
        nature: NatureAideMobilite::Accompagnement,
        motif: MotifAideMobilite::RechercheEmploi,
        statut: A::EnCours,
        demandeur: plateforme,
        agent_demandeur: None,
        instructeur: plateforme,
        prescription: None,
        montants: Montants::default(),
        obligation_tiers: None,
        activite: None,
        eligibilite: Vec::new(),
        motif_refus: None,
        recours: None,
        pret: None,
        debut: Some(jour),
        fin: None,
        solution_perenne: None,
        demandee_le,
        decidee_le: None,
        versee_le: None,
        allocataire: None,
    };
    let mut vecue = AideVecue { aide, regles: None, pieces: Vec::new(), versements: Vec::new(), passages: Vec::new() };
    vecue.passer(A::EnCours, demandee_le, (plateforme, None));
    let fin = ouvre(apres(jour, tirage.entre(20, 45)));
    vecue.passer(A::Terminee, monde.calendrier.soir(fin), (plateforme, None));
    (vecue.aide.fin, vecue.aide.solution_perenne) = (Some(fin), Some(tirage.chance(600)));
    Some(vecue)
}

/// Hired by a chantier on the proposal of the référent.
pub(super) fn employer(monde: &Monde, tirage: &mut Tirage, (rang, f, d): (usize, &Fiche, &Dossier), partages: &mut Partages) -> Emploi {
    let mut lu = Emploi::default();
    let Some((debut, fin)) = f.cddi else { return lu };
    let Some(poste) = monde.iae.postes.get(rang % monde.iae.postes.len().max(1)) else { return lu };
    let depose = monde.calendrier.instant(tirage, ouvre(apres(debut, -24)));
    let mut neuve = postulation::neuve(monde, tirage, (d.personne.id, poste), (monde.conseil, None), depose);
    let vues = [(StatutCandidature::ALEtude, -18), (StatutCandidature::Acceptee, -8), (StatutCandidature::Embauchee, 0)];
    for (vers, jours) in vues {
        let le = monde.calendrier.instant(tirage, apres(debut, jours));
        neuve.passer(vers, le, (poste.partenaire, None), None);
    }
    let terme = fin.map(|fin| (monde.calendrier.soir(fin), tirage.chance(500)));
    if terme.is_none() {
        partages.places.prendre(poste);
    }
    lu.contrats.push(embauche::signer(monde, tirage, (d, poste), (&neuve.candidature, neuve.dernier()), terme));
    lu.candidatures.push(neuve);
    lu.conclure(monde, tirage, d);
    lu
}

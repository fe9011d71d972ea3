//! One person's whole file, with the rows that every other synthetic person has.

use chrono::{DateTime, Months, TimeDelta, Utc};

use super::acteurs::Acteurs;
use super::fiche::{Fiche, Profil, Voie};
use super::{Partages, ajouts, recit, renvoi};
use crate::allocataire::{NiveauFormation, PublicCible as P, SituationProfessionnelle, StatutDroitRsa};
use crate::generation::calendrier::{age, apres, ouvre};
use crate::generation::dossier::Dossier;
use crate::generation::droit::Droit;
use crate::generation::emploi::Emploi;
use crate::generation::mobilite::Mobilite;
use crate::generation::monde::Monde;
use crate::generation::personne::{Personne, Traits};
use crate::generation::suivi::{Choix, Suivi};
use crate::generation::tirage::Tirage;
use crate::generation::vecu::Cadre;
use crate::generation::{attente, fil, publics, relation};
use crate::parcours::{Designation, Parcours, Regard, StatutParcours};

pub(super) struct Vie {
    pub dossier: Dossier,
    pub mobilite: Mobilite,
    pub emploi: Emploi,
}

/// Days from the opening of the right to that of the parcours.
const ENTREE: i64 = 3;
/// From the start of a meeting to what it decides of one person.
const DECISION: TimeDelta = TimeDelta::minutes(40);
/// Years of age from which one has a right of one's own.
const MAJEURE: u32 = 25;

pub(super) fn vivre(monde: &Monde, acteurs: &Acteurs, graine: u64, (rang, f): (usize, &Fiche), partages: &mut Partages) -> Vie {
    let mut tirage = Tirage::de(graine, &format!("{}/modele", monde.departement), rang);
    let personne = personne(monde, &mut tirage, rang, f);
    let mut suivi = suivre(monde, acteurs, &mut tirage, (&personne, f));
    let envois = renvoi::envoyer(monde, acteurs, &mut tirage, (rang, f), &suivi);
    let apprentissage = renvoi::apprendre(monde, graine, (rang, f), &envois);
    let cadre = Cadre { monde, personne: &personne, rang, besoins: &[], suivi: &suivi, envois: &envois };
    let vecu = recit::raconter(&cadre, acteurs, &mut tirage, f);
    suivi.conclure(&vecu);
    let (suivis, vecus) = (vec![suivi], vec![vecu]);
    let relations = relation::tirer(monde, &suivis, &vecus, (&envois, &apprentissage));
    let attentes = attente::tirer(monde, (&personne, &suivis), &vecus, (&envois, &apprentissage));
    let mut dossier =
        Dossier { personne, suivis, vecus, besoins: Vec::new(), envois, apprentissage, relations, attentes, evenements: Vec::new() };
    dossier.evenements = fil::tirer(monde, &mut tirage, &dossier);
    let mobilite = ajouts::bouger(monde, acteurs, &mut tirage, (rang, f, &dossier), partages);
    let emploi = ajouts::employer(monde, &mut tirage, (rang, f, &dossier), partages);
    Vie { dossier, mobilite, emploi }
}

fn personne(monde: &Monde, tirage: &mut Tirage, rang: usize, f: &Fiche) -> Personne {
    let (centre, ccas) = monde.domiciliation();
    let sans_residence = f.profil == Profil::SansResidence;
    let lieu = if sans_residence { centre } else { monde.lieu(tirage) };
    let mut traits = Traits::tirer(&monde.calendrier, tirage, lieu, sans_residence);
    traits.droit = Droit {
        statut: StatutDroitRsa::Ouvert,
        demande_le: Some(f.demande),
        ouvert_le: Some(f.ouvert),
        clos_le: None,
        motif_cloture: None,
        soumis: true,
    };
    let limite = f.demande.checked_sub_months(Months::new(MAJEURE * 12)).unwrap_or(f.demande);
    if traits.naissance > limite {
        traits.naissance = apres(limite, -tirage.entre(10, 3_000));
        traits.age = age(traits.naissance, monde.calendrier.au);
    }
    match f.profil {
        Profil::DemandeurEmploi => (traits.inscrit, traits.situation) = (true, SituationProfessionnelle::SansEmploi),
        Profil::Diplome => traits.niveau = NiveauFormation::BacPlus5,
        _ => {}
    }
    let tires = publics::tirer(tirage, &monde.calendrier, &traits);
    let siens = tires.valeurs().chain(propres(f.profil).iter().copied()).collect();
    Personne::decrire(monde, tirage, rang, (lieu, ccas), (traits, siens))
}

const fn propres(profil: Profil) -> &'static [P] {
    match profil {
        Profil::GensDuVoyage => &[P::GensDuVoyage],
        Profil::Refugie => &[P::Refugie, P::Allophone],
        Profil::Allophone => &[P::Allophone],
        _ => &[],
    }
}

fn suivre(monde: &Monde, acteurs: &Acteurs, tirage: &mut Tirage, (personne, f): (&Personne, &Fiche)) -> Suivi {
    let du = ouvre(apres(f.ouvert, ENTREE)).min(monde.calendrier.veille());
    let ouvert_le = monde.calendrier.instant(tirage, du).max(personne.cree_le);
    let id = tirage.id(ouvert_le);
    let oriente_le = f.voie.as_ref().map(|v| orientee_le(monde, tirage, v).max(ouvert_le));
    let designation = |v: &Voie| Designation {
        partenaire: acteurs.operateur(v.filiere, v.operateur),
        agent: None,
        debut: v.debut,
        fin: None,
        mode: v.mode,
        motif_fin: None,
    };
    let choix = |v: &Voie| Choix { rang: 0, modalite: v.filiere.modalite(), seance: v.seance };
    Suivi {
        modifie_le: oriente_le.unwrap_or(ouvert_le),
        parcours: Parcours {
            id,
            departement: monde.departement.clone(),
            version: 1,
            allocataire_id: personne.id,
            statut: StatutParcours::AOrienter,
            modalite: f.voie.as_ref().map(|v| v.filiere.modalite()),
            ouvert_le: du,
            clos_le: None,
            sortie: None,
            designations: f.voie.iter().map(designation).collect(),
            regard: Regard::default(),
        },
        ouvert_le,
        clos_le: None,
        designes_le: oriente_le.into_iter().collect(),
        choix: f.voie.iter().map(choix).collect(),
    }
}

/// What a meeting decides is written once it has begun.
fn orientee_le(monde: &Monde, tirage: &mut Tirage, v: &Voie) -> DateTime<Utc> {
    let seance = v.seance.map(|rang| &monde.agenda.seances[rang]);
    seance.map_or_else(|| monde.calendrier.instant(tirage, v.debut), |s| s.prevue_le + DECISION)
}

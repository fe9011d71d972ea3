//! The change feed of the last days, as the acts have signalled themselves; the sequencer orders it.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::agenda::Seance;
use super::calendrier::apres;
use super::dossier::Dossier;
use super::monde::Monde;
use super::suivi::Suivi;
use super::tirage::Tirage;
use super::vecu::Vecu;
use super::vecu::fait::{Fait, Quoi};
use super::vecu::statut;
use crate::etape::TypeEtape;
use crate::evenement::{Evenement, TypeEvenement as T};
use crate::identifiant::Genre;
use crate::parcours::StatutParcours;
use crate::politique::Classes;
use crate::prescription::StatutPrescription;
use crate::rencontre::StatutRencontre;
use crate::vocabulaire::Enumeration;

/// Days of history that the change feed holds.
const FIL: i64 = 30;

/// One event to be: its type, its object, what changed, who did it.
struct Signal {
    le: DateTime<Utc>,
    type_: T,
    objet: (Genre, Uuid),
    classes: Classes,
    par: Option<Uuid>,
}

pub(super) fn tirer(monde: &Monde, tirage: &mut Tirage, dossier: &Dossier) -> Vec<Evenement> {
    let depuis = debut(monde);
    let vecus = dossier.suivis.iter().zip(&dossier.vecus).flat_map(|(suivi, vecu)| parcours(monde, suivi, vecu));
    let signaux = renvois(dossier).chain(formations(dossier)).chain(vecus).chain(rappels(dossier)).filter(|s| s.le >= depuis);
    signaux.map(|s| evenement(tirage, &s, Some((&monde.departement, dossier.personne.id)))).collect()
}

/// Those of the meetings, which speak of nobody.
pub(super) fn publics(monde: &Monde, graine: u64) -> Vec<Evenement> {
    let mut tirage = Tirage::de(graine, &format!("{}/annonces", monde.departement), 0);
    let depuis = debut(monde);
    let signaux = monde.agenda.seances.iter().flat_map(|s| annonces(monde, s)).filter(|s| s.le >= depuis);
    signaux.map(|s| evenement(&mut tirage, &s, None)).collect()
}

fn debut(monde: &Monde) -> DateTime<Utc> {
    monde.calendrier.matin(apres(monde.calendrier.au, -FIL))
}

fn evenement(tirage: &mut Tirage, s: &Signal, dossier: Option<(&str, Uuid)>) -> Evenement {
    Evenement {
        id: tirage.id(s.le),
        position: 0,
        genre: s.objet.0,
        type_: s.type_,
        objet: s.objet.1,
        departement: dossier.map(|(departement, _)| departement.to_owned()),
        allocataire: dossier.map(|(_, personne)| personne),
        destinataire: None,
        par: s.par,
        classes: s.classes,
        le: s.le,
    }
}

fn annonces(monde: &Monde, s: &Seance) -> impl Iterator<Item = Signal> {
    let signal =
        |le| Signal { le, type_: T::RencontreChangee, objet: (Genre::Rencontre, s.id), classes: Classes::AUCUNE, par: Some(monde.conseil) };
    let changee = (s.statut != StatutRencontre::Prevue).then_some(s.modifie_le);
    std::iter::once(s.convoquee_le).chain(changee).map(signal).collect::<Vec<_>>().into_iter()
}

fn renvois(dossier: &Dossier) -> impl Iterator<Item = Signal> {
    dossier.envois.iter().flat_map(|e| {
        e.passages.iter().map(|passage| Signal {
            le: passage.le,
            type_: if passage.de.is_none() { T::PrescriptionEmise } else { T::PrescriptionChangee },
            objet: (Genre::Prescription, e.prescription.id),
            classes: Classes::DOSSIER,
            par: Some(passage.par).filter(|_| passage.vers != StatutPrescription::Expiree),
        })
    })
}

/// Evaluations made and moved, enrolments made and ended.
fn formations(dossier: &Dossier) -> impl Iterator<Item = Signal> {
    let evaluations = dossier.apprentissage.bilans.iter().flat_map(|b| {
        let (objet, par) = ((Genre::EvaluationLinguistique, b.evaluation.id), b.evaluation.evaluateur);
        [b.cree_le, b.modifie_le].map(|le| (le, T::EvaluationLinguistiqueChangee, objet, par))
    });
    let inscriptions = dossier.apprentissage.stages.iter().flat_map(|s| {
        let (objet, par) = ((Genre::InscriptionFormation, s.inscription.id), s.inscription.organisme);
        [s.inscription.inscrite_le, s.modifie_le].map(|le| (le, T::InscriptionFormationChangee, objet, par))
    });
    evaluations.chain(inscriptions).map(|(le, type_, objet, par)| Signal { le, type_, objet, classes: Classes::DOSSIER, par: Some(par) })
}

/// Deadlines that passed.
fn rappels(dossier: &Dossier) -> impl Iterator<Item = Signal> {
    let passees = dossier.attentes.iter().filter_map(|a| Some((a, a.signalee_le?)));
    passees.map(|(a, le)| Signal {
        le,
        type_: T::EcheanceDepassee,
        objet: (a.echeance.code.genre().unwrap_or(Genre::Allocataire), a.echeance.objet),
        classes: Classes::DOSSIER,
        par: None,
    })
}

/// Those of one parcours; a move of its state that another act brings is told besides.
fn parcours(monde: &Monde, suivi: &Suivi, vecu: &Vecu) -> Vec<Signal> {
    let (mut signaux, mut etat) = (Vec::new(), StatutParcours::AOrienter);
    for f in &vecu.faits {
        let avant = etat;
        etat = statut::apres(suivi, vecu, avant, (f.quoi, f.le));
        if etat != avant && matches!(f.quoi, Quoi::Soutenu(_) | Quoi::RendezVousReleve(_)) {
            signaux.push(signal(*f, T::ParcoursChange, (Genre::Parcours, suivi.parcours.id), Classes::PARCOURS));
        }
        let objet = objet(monde, suivi, vecu, f.quoi);
        if matches!(f.quoi, Quoi::Oriente(_)) {
            signaux.push(signal(*f, T::ReferentDesigne, objet, Classes::PARCOURS));
        }
        let (type_, classes) = nature(vecu, f.quoi);
        signaux.push(signal(*f, type_, objet, classes));
    }
    signaux.extend(fins_de_suivi(monde, vecu));
    signaux
}

fn signal(f: Fait, type_: T, objet: (Genre, Uuid), classes: Classes) -> Signal {
    Signal { le: f.le, type_, objet, classes, par: f.par }
}

/// The follow-up after a way out, which the platform ends by itself.
fn fins_de_suivi<'a>(monde: &'a Monde, vecu: &'a Vecu) -> impl Iterator<Item = Signal> + 'a {
    let finis = vecu.accompagnements.iter().filter(|s| s.suivi_clos && s.accompagnement.suivi_jusqu_au.is_some());
    finis.map(|s| Signal {
        le: s.modifie_le(monde),
        type_: T::AccompagnementChange,
        objet: (Genre::Accompagnement, s.accompagnement.id),
        classes: Classes::DOSSIER,
        par: None,
    })
}

fn objet(monde: &Monde, suivi: &Suivi, vecu: &Vecu, quoi: Quoi) -> (Genre, Uuid) {
    match quoi {
        Quoi::Invite(rang) | Quoi::PresenceRelevee(rang) => (Genre::Rencontre, monde.agenda.seances[vecu.invitations[rang].seance].id),
        Quoi::RendezVousFixe(rang) | Quoi::RendezVousReleve(rang) => (Genre::RendezVous, vecu.rendez_vous[rang].rendez_vous.id),
        Quoi::EtapeAjoutee(rang) | Quoi::EtapeChangee(rang) => (Genre::Etape, vecu.etapes[rang].etape.id),
        Quoi::Soutenu(rang) | Quoi::SoutienFini(rang) => (Genre::Accompagnement, vecu.accompagnements[rang].accompagnement.id),
        _ => (Genre::Parcours, suivi.parcours.id),
    }
}

/// The type of the event and the classes that changed.
fn nature(vecu: &Vecu, quoi: Quoi) -> (T, Classes) {
    match quoi {
        Quoi::Ouvert => (T::ParcoursOuvert, Classes::PARCOURS),
        Quoi::Oriente(_) => (T::ParcoursOriente, Classes::PARCOURS),
        Quoi::Relaye(_) => (T::ReferentDesigne, Classes::PARCOURS),
        Quoi::Demande(_) => (T::ReorientationDemandee, Classes::DOSSIER),
        Quoi::Ajourne(_) | Quoi::Decide(_) => (T::ReorientationDecidee, Classes::DOSSIER),
        Quoi::Invite(_) | Quoi::PresenceRelevee(_) => (T::RencontreChangee, Classes::DOSSIER),
        Quoi::RendezVousFixe(_) | Quoi::RendezVousReleve(_) => (T::RendezVousChange, Classes::DOSSIER),
        Quoi::ContratSigne(_) => (T::ContratSigne, Classes::PARCOURS),
        Quoi::ContratRompu(_) | Quoi::Suspendu(_) | Quoi::Repris(_) => (T::ParcoursChange, Classes::PARCOURS),
        Quoi::EtapeAjoutee(rang) | Quoi::EtapeChangee(rang) => (T::EtapeAjoutee, de_l_etape(vecu.etapes[rang].etape.type_)),
        Quoi::Soutenu(_) | Quoi::SoutienFini(_) => (T::AccompagnementChange, Classes::DOSSIER),
        Quoi::Clos => (T::ParcoursClos, Classes::PARCOURS),
    }
}

/// That care was added is told to nobody who could not read it.
fn de_l_etape(type_: TypeEtape) -> Classes {
    if TypeEtape::VALEURS[type_.rang()].sensible { Classes::SENSIBLE } else { Classes::DOSSIER }
}

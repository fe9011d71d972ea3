//! Deadlines, found again from the rows and the delays of the pacte.

use std::collections::HashSet;

use chrono::{DateTime, NaiveDate, Utc};
use uuid::Uuid;

use super::{au, dossiers, monde};
use crate::echeance::CodeEcheance as E;
use crate::generation::attente::Attente;
use crate::generation::dossier::Dossier;
use crate::generation::monde::Monde;
use crate::generation::suivi::Suivi;
use crate::generation::vecu::Vecu;
use crate::orientation::reorientation::DecisionReorientation as D;
use crate::rendez_vous::{ObjetRendezVous, Presence};

/// The deadline of that code that an object waits for.
fn de(d: &Dossier, objet: Uuid, code: E) -> Option<&Attente> {
    let mut siennes = d.attentes.iter().filter(|a| a.echeance.objet == objet && a.echeance.code == code);
    let premiere = siennes.next();
    assert!(siennes.next().is_none());
    premiere
}

fn due(d: &Dossier, objet: Uuid, code: E) -> Option<NaiveDate> {
    de(d, objet, code).map(|a| a.echeance.due)
}

/// Everything that waits is what the rows say, and nothing else waits.
pub(super) fn verifier(monde: &Monde, d: &Dossier) {
    for (suivi, vecu) in d.suivis.iter().zip(&d.vecus) {
        let id = suivi.parcours.id;
        if suivi.parcours.clos_le.is_some() {
            assert!(d.attentes.iter().all(|a| a.echeance.objet != id));
        } else {
            orientation(monde, d, suivi, vecu);
            contrats(monde, d, suivi, vecu);
            decision(d, suivi, vecu);
            absence(monde, d, suivi, vecu);
            contact(monde, d, suivi, vecu);
        }
        for e in &vecu.rendez_vous {
            let attendu = (e.rendez_vous.presence == Presence::AVenir).then(|| monde.calendrier.jour(e.rendez_vous.prevu_le));
            assert_eq!(due(d, e.rendez_vous.id, E::ReleverPresence), attendu);
        }
    }
    for a in &d.attentes {
        assert!(a.signalee_le.is_none() || a.echeance.due < monde.calendrier.au);
        assert_eq!(a.echeance.regle.is_some(), a.echeance.code != E::RenouvelerContrat && regie(monde, a.echeance.code));
    }
}

fn regie(monde: &Monde, code: E) -> bool {
    monde.reglement.delais.contains_key(&code) || matches!(code, E::TraiterAbsence | E::ReprendreContact)
}

/// The Département orients within the delay from the claim; then the référent fixes a first appointment.
fn orientation(monde: &Monde, d: &Dossier, suivi: &Suivi, vecu: &Vecu) {
    let (id, delai) = (suivi.parcours.id, |code| monde.reglement.delais.get(&code));
    let ouvert = suivi.parcours.ouvert_le;
    let depuis = d.personne.droit.demande_le.filter(|demande| *demande <= ouvert).unwrap_or(ouvert);
    let orienter = delai(E::Orienter).filter(|_| vecu.orientations.is_empty()).map(|delai| delai.apres(depuis));
    assert_eq!(due(d, id, E::Orienter), orienter);
    let premier = vecu.orientations.last().filter(|o| !fixe(vecu, o.partenaire, o.cree_le));
    let attendu = premier.and_then(|o| delai(E::FixerPremierRendezVous).map(|delai| (delai.apres(o.debut), o.partenaire)));
    assert_eq!(de(d, id, E::FixerPremierRendezVous).map(|a| (a.echeance.due, a.echeance.responsable)), attendu);
}

fn fixe(vecu: &Vecu, partenaire: Uuid, depuis: DateTime<Utc>) -> bool {
    vecu.rendez_vous
        .iter()
        .any(|e| e.cree_le >= depuis && e.rendez_vous.partenaire == partenaire && e.rendez_vous.objet == ObjetRendezVous::Accompagnement)
}

/// A contract is due from an orientation that found none, or from a rupture, until one is signed; then it is to be renewed.
fn contrats(monde: &Monde, d: &Dossier, suivi: &Suivi, vecu: &Vecu) {
    let dernier = vecu.contrats.last();
    let renouveler = dernier.filter(|c| c.rompu.is_none()).map(|c| c.fin);
    assert_eq!(due(d, suivi.parcours.id, E::RenouvelerContrat), renouveler);
    let signe = dernier.map(|c| c.cree_le);
    let court = |o: DateTime<Utc>, jour: NaiveDate| {
        vecu.contrats.iter().any(|c| {
            c.cree_le <= o && c.fin >= jour && c.remplace_le.is_none_or(|r| r > jour) && c.rompu.as_ref().is_none_or(|r| r.inscrite_le > o)
        })
    };
    let sans = vecu.orientations.iter().filter(|o| !court(o.cree_le, o.debut)).map(|o| (o.cree_le, o.debut));
    let ruptures = vecu.contrats.iter().filter_map(|c| c.rompu.as_ref()).map(|r| (r.inscrite_le, r.le));
    let depuis = sans.chain(ruptures).filter(|(le, _)| signe.is_none_or(|signe| *le > signe)).max();
    let delai = monde.reglement.delais.get(&E::Contractualiser);
    let attendu = depuis.and_then(|(_, jour)| delai.map(|delai| delai.apres(jour)));
    assert_eq!(due(d, suivi.parcours.id, E::Contractualiser), attendu);
    for code in [E::Contractualiser, E::RenouvelerContrat] {
        if let Some(a) = de(d, suivi.parcours.id, code) {
            let referent = suivi.parcours.designations.last().unwrap();
            assert_eq!((a.echeance.responsable, a.echeance.agent), (referent.partenaire, referent.agent));
        }
    }
}

fn decision(d: &Dossier, suivi: &Suivi, vecu: &Vecu) {
    let attente = vecu.demandes.iter().find(|x| matches!(x.inscrite.decision, None | Some(D::Ajournee)));
    assert_eq!(due(d, suivi.parcours.id, E::DeciderReorientation), attente.map(|x| x.inscrite.echeance));
}

/// Somebody missed an appointment or a kiosque, and no appointment was fixed since.
fn absence(monde: &Monde, d: &Dossier, suivi: &Suivi, vecu: &Vecu) {
    let rendez_vous = vecu.rendez_vous.iter().filter(|e| e.rendez_vous.presence == Presence::Absent).filter_map(|e| e.releve_le);
    let kiosque = |rang: usize| monde.agenda.seances[rang].type_.kiosque();
    let invites = vecu.invitations.iter().filter(|i| i.presence == Presence::Absent && kiosque(i.seance)).filter_map(|i| i.relevee_le);
    let derniere = rendez_vous.chain(invites).max();
    let suivie = |le: DateTime<Utc>| vecu.rendez_vous.iter().any(|e| e.cree_le >= le);
    let attendue = monde.reglement.absence.is_some() && derniere.is_some_and(|le| !suivie(le));
    assert_eq!(de(d, suivi.parcours.id, E::TraiterAbsence).is_some(), attendue);
}

/// A dispositif says how often the person is seen: from its first day, then from each appointment that she came to.
fn contact(monde: &Monde, d: &Dossier, suivi: &Suivi, vecu: &Vecu) {
    let courant = vecu.accompagnements.iter().find(|s| {
        s.accompagnement.fin.is_none() && monde.reglement.programme(s.accompagnement.dispositif).is_some_and(|p| p.contact.is_some())
    });
    let attendu = courant.and_then(|s| {
        let delai = monde.reglement.programme(s.accompagnement.dispositif)?.contact.as_ref()?;
        let venues =
            vecu.rendez_vous.iter().filter(|e| e.releve_le > Some(s.cree_le) && e.rendez_vous.partenaire == s.accompagnement.partenaire);
        let venues = venues.filter(|e| e.rendez_vous.presence == Presence::Present);
        let derniere = venues.max_by_key(|e| e.releve_le).map(|e| monde.calendrier.jour(e.rendez_vous.prevu_le));
        Some(delai.apres(derniere.unwrap_or(s.accompagnement.debut)))
    });
    assert_eq!(due(d, suivi.parcours.id, E::ReprendreContact), attendu);
}

#[test]
fn what_waits_is_what_the_rows_and_the_rules_say() {
    let mut vus = HashSet::new();
    for d in dossiers(4000) {
        verifier(monde(), d);
        vus.extend(d.attentes.iter().map(|a| (a.echeance.code, a.signalee_le.is_some())));
    }
    let codes = [
        E::Orienter,
        E::FixerPremierRendezVous,
        E::Contractualiser,
        E::RenouvelerContrat,
        E::DeciderReorientation,
        E::RepondrePrescription,
        E::ReleverPresence,
        E::ReprendreContact,
    ];
    for code in codes {
        assert!(vus.contains(&(code, true)) && vus.contains(&(code, false)), "{code:?}");
    }
    assert!(vus.contains(&(E::TraiterAbsence, true)));
}

#[test]
fn late_ones_were_told_the_morning_after_and_once() {
    for a in dossiers(3000).iter().flat_map(|d| &d.attentes) {
        assert_eq!(a.signalee_le.is_some(), a.echeance.due < au(), "{:?}", a.echeance);
        assert!(a.signalee_le.is_none_or(|le| monde().calendrier.jour(le) > a.echeance.due && le <= monde().calendrier.matin(au())));
    }
}

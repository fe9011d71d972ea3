//! Requests to change the orientation: accepted ones lead to the next référent, some are refused, some wait.

use chrono::{DateTime, NaiveDate, Utc};
use uuid::Uuid;

use super::{Cadre, Reference};
use crate::generation::calendrier::{apres, ouvre};
use crate::generation::tirage::Tirage;
use crate::orientation::reorientation::{DecisionReorientation as D, DemandeReorientation};
use crate::parcours::{ModaliteAccompagnement, StatutParcours};

/// A request with the moments that its row does not keep.
pub(in crate::generation) struct Demande {
    pub inscrite: DemandeReorientation,
    pub agent: Option<Uuid>,
    pub cree_le: DateTime<Utc>,
    pub ajournee_le: Option<DateTime<Utc>>,
    /// When it was accepted or refused.
    pub decidee_a: Option<DateTime<Utc>>,
}

/// Shares out of a thousand: reorientations that were asked for, requests refused, waiting, adjourned.
const DEMANDEES: u32 = 700;
const REFUSEES: u32 = 35;
const EN_ATTENTE: u32 = 30;
const AJOURNEES: u32 = 250;

/// Days after an orientation before which nobody asks for another, and within which a request is decided.
const RECUL: i64 = 60;
const DECISION: i64 = 45;

pub(super) fn tirer(cadre: &Cadre<'_>, vie: &mut Tirage, references: &[Reference]) -> Vec<Demande> {
    let suivantes = references.iter().skip(1).map(Some).chain(std::iter::once(None));
    references.iter().zip(suivantes).flat_map(|(r, suivante)| pendant(cadre, vie, r, suivante)).collect()
}

/// Those of one référent, in order and never two at a time.
fn pendant(cadre: &Cadre<'_>, vie: &mut Tirage, r: &Reference, suivante: Option<&Reference>) -> Vec<Demande> {
    let refusee = refuser(cadre, vie, r);
    let derniere = match suivante {
        Some(suivante) => accepter(cadre, vie, r, suivante),
        None if r.courante && cadre.suivi.parcours.statut != StatutParcours::Suspendu => attendre(cadre, vie, r),
        None => None,
    };
    refusee.into_iter().chain(derniere).collect()
}

fn refuser(cadre: &Cadre<'_>, vie: &mut Tirage, r: &Reference) -> Option<Demande> {
    // What is refused is over before the next request is made.
    let jours = r.jours() - 2 * (DECISION + 15);
    if jours < RECUL || !vie.chance(REFUSEES) {
        return None;
    }
    let jour = ouvre(apres(r.du, vie.entre(RECUL, jours)));
    let demande = demander(cadre, vie, r, jour)?;
    let decidee = ouvre(apres(demande.inscrite.demandee_le, vie.entre(8, DECISION)));
    let le = cadre.monde.calendrier.instant(vie, decidee);
    Some(decider(vie, demande, (D::Refusee, decidee, le)))
}

/// Asked before the next orientation, which decides it.
fn accepter(cadre: &Cadre<'_>, vie: &mut Tirage, r: &Reference, suivante: &Reference) -> Option<Demande> {
    let jour = apres(suivante.du, -vie.entre(10, DECISION));
    if !vie.chance(DEMANDEES) {
        return None;
    }
    let mut demande = demander(cadre, vie, r, jour)?;
    if vie.chance(AJOURNEES) {
        ajourner(cadre, vie, &mut demande, apres(suivante.du, -1));
    }
    demande.inscrite.modalite = suivante.modalite;
    Some(decider(vie, demande, (D::Acceptee, suivante.du, suivante.oriente_le)))
}

/// Not decided yet, by its term or past it.
fn attendre(cadre: &Cadre<'_>, vie: &mut Tirage, r: &Reference) -> Option<Demande> {
    if !vie.chance(EN_ATTENTE) {
        return None;
    }
    let jour = apres(cadre.monde.calendrier.veille(), -vie.entre(0, DECISION));
    let mut demande = demander(cadre, vie, r, jour)?;
    if vie.chance(AJOURNEES) {
        ajourner(cadre, vie, &mut demande, cadre.monde.calendrier.veille());
    }
    Some(demande)
}

/// By the référent, once it has followed the person for some time.
fn demander(cadre: &Cadre<'_>, vie: &mut Tirage, r: &Reference, jour: NaiveDate) -> Option<Demande> {
    if jour <= apres(r.du, 1) || jour > r.au {
        return None;
    }
    let cree_le = cadre.monde.calendrier.instant(vie, jour);
    let (terme, _) = cadre.monde.reglement.terme_reorientation(&cadre.monde.reglages, jour);
    let demande = DemandeReorientation {
        id: vie.id(cree_le),
        modalite: autre(vie, r.modalite),
        motif: vie.mot(MOTIFS).to_owned(),
        demandee_le: jour,
        par: r.partenaire,
        echeance: terme,
        avis: None,
        decision: None,
        decidee_le: None,
    };
    Some(Demande { inscrite: demande, agent: cadre.agent(jour), cree_le, ajournee_le: None, decidee_a: None })
}

/// Put off once, to a delay counted again.
fn ajourner(cadre: &Cadre<'_>, vie: &mut Tirage, d: &mut Demande, au_plus_tard: NaiveDate) {
    let jour = apres(d.inscrite.demandee_le, vie.entre(5, 25));
    if jour > au_plus_tard {
        return;
    }
    let (terme, _) = cadre.monde.reglement.terme_reorientation(&cadre.monde.reglages, jour);
    d.ajournee_le = Some(cadre.monde.calendrier.instant(vie, jour));
    d.inscrite.echeance = terme;
    d.inscrite.decision = Some(D::Ajournee);
    d.inscrite.decidee_le = Some(jour);
}

fn decider(vie: &mut Tirage, mut d: Demande, (decision, jour, le): (D, NaiveDate, DateTime<Utc>)) -> Demande {
    d.inscrite.avis = vie.chance(600).then(|| vie.mot(if decision == D::Acceptee { FAVORABLES } else { DEFAVORABLES }).to_owned());
    d.inscrite.decision = Some(decision);
    d.inscrite.decidee_le = Some(jour);
    d.decidee_a = Some(le);
    d
}

fn autre(vie: &mut Tirage, actuelle: ModaliteAccompagnement) -> ModaliteAccompagnement {
    use ModaliteAccompagnement as M;
    let possibles: Vec<_> = [M::Professionnel, M::Socioprofessionnel, M::Social].into_iter().filter(|m| *m != actuelle).collect();
    vie.parmi(&possibles).copied().unwrap_or(actuelle)
}

const MOTIFS: &[&str] = &[
    "Freins sociaux apparus en cours d'accompagnement.",
    "Projet professionnel validé, recherche d'emploi possible.",
    "La personne ne se mobilise pas dans ce suivi.",
    "Reprise d'activité à consolider par un suivi emploi.",
    "Situation familiale changée.",
];

const FAVORABLES: &[&str] = &["Avis favorable de l'équipe.", "Réorientation utile au vu du bilan."];
const DEFAVORABLES: &[&str] = &["L'équipe propose de poursuivre et de refaire le point.", "Suivi actuel jugé adapté."];

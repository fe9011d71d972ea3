//! Stages: those that the référent adds, and one for each referral that was accepted.

use chrono::{DateTime, NaiveDate, Utc};
use uuid::Uuid;

use super::{Cadre, Reference};
use crate::etape::{Etape, StatutEtape as S, TypeEtape as T};
use crate::generation::calendrier::{apres, ouvre};
use crate::generation::prescription::Envoi;
use crate::generation::tirage::Tirage;
use crate::identifiant::Genre;
use crate::prescription::StatutPrescription as P;

pub(in crate::generation) struct Jalon {
    pub etape: Etape,
    pub agent: Option<Uuid>,
    pub cree_le: DateTime<Utc>,
    /// When its state last changed.
    pub change_le: Option<DateTime<Utc>>,
}

/// Out of a thousand, référents who add stages.
const AJOUTEES: u32 = 420;

pub(super) fn tirer(cadre: &Cadre<'_>, vie: &mut Tirage, references: &[Reference]) -> Vec<Jalon> {
    let mut jalons: Vec<Jalon> = cadre.envois().filter_map(|e| renvoyee(cadre, vie, e)).collect();
    for r in references.iter().filter(|r| r.jours() > 20) {
        for _ in 0..if vie.chance(AJOUTEES) { vie.entre(1, 3) } else { 0 } {
            jalons.extend(ajoutee(cadre, vie, r));
        }
    }
    jalons
}

/// It goes as the referral goes.
fn renvoyee(cadre: &Cadre<'_>, vie: &mut Tirage, e: &Envoi) -> Option<Jalon> {
    let p = &e.prescription;
    let ouverte = e.passages.iter().find(|x| x.vers == P::Acceptee)?.le;
    let debut = cadre.monde.calendrier.jour(ouverte);
    let (statut, finie) = match p.statut {
        P::EnCours => (S::EnCours, false),
        P::Realisee => (S::Realisee, true),
        P::Abandonnee | P::Annulee => (S::Abandonnee, true),
        _ => (S::Prevue, false),
    };
    let libelle = cadre.monde.offres.iter().find(|o| Some(o.service) == p.service).map(|o| o.nom.clone());
    let etape = Etape {
        id: vie.id(ouverte),
        parcours: cadre.suivi.parcours.id,
        type_: p.type_.etape(),
        libelle,
        statut,
        debut,
        fin: finie.then(|| cadre.monde.calendrier.jour(e.modifie_le).max(debut)),
        resultat: None,
        partenaire: p.destinataire,
        origine: Some((Genre::Prescription, p.id)),
    };
    Some(Jalon { etape, agent: None, cree_le: ouverte, change_le: Some(e.modifie_le).filter(|le| *le > ouverte) })
}

/// Noted on a day of the follow-up, for that day or a later one.
fn ajoutee(cadre: &Cadre<'_>, vie: &mut Tirage, r: &Reference) -> Option<Jalon> {
    let (type_, libelle) = *vie.parmi(ETAPES)?;
    let note = ouvre(apres(r.du, vie.entre(2, r.jours())));
    if note > r.au {
        return None;
    }
    let calendrier = &cadre.monde.calendrier;
    let cree_le = calendrier.instant(vie, note).max(r.oriente_le + chrono::TimeDelta::minutes(25));
    let debut = ouvre(apres(note, vie.plutot_pres(0, 40)));
    let prevue = apres(debut, vie.entre(5, 120));
    let (statut, fin, change_le) = avancer(cadre, vie, (debut, prevue), cree_le);
    let resultat = (statut == S::Realisee && vie.chance(600)).then(|| vie.mot(RESULTATS).to_owned());
    let etape = Etape {
        id: vie.id(cree_le),
        parcours: cadre.suivi.parcours.id,
        type_,
        libelle: Some(libelle.to_owned()),
        statut,
        debut,
        fin: Some(fin),
        resultat,
        partenaire: r.partenaire,
        origine: None,
    };
    Some(Jalon { etape, agent: cadre.agent(note), cree_le, change_le })
}

/// Where time has led it; what runs when the parcours closes stops with it.
fn avancer(
    cadre: &Cadre<'_>,
    vie: &mut Tirage,
    (debut, prevue): (NaiveDate, NaiveDate),
    cree_le: DateTime<Utc>,
) -> (S, NaiveDate, Option<DateTime<Utc>>) {
    let (calendrier, fin) = (&cadre.monde.calendrier, cadre.fin());
    if prevue <= fin {
        let statut = if vie.chance(760) { S::Realisee } else { S::Abandonnee };
        return (statut, prevue, Some(calendrier.instant(vie, prevue).max(cree_le)));
    }
    if cadre.suivi.parcours.clos_le.is_some() {
        return (S::Abandonnee, fin.max(debut), cadre.suivi.clos_le);
    }
    let commencee = debut <= calendrier.veille();
    (if commencee { S::EnCours } else { S::Prevue }, prevue, None)
}

const ETAPES: &[(T, &str)] = &[
    (T::Diagnostic, "Bilan de compétences"),
    (T::ActionCollective, "Atelier CV et entretien"),
    (T::ActionCollective, "Groupe confiance en soi"),
    (T::Formation, "Remise à niveau en français et en calcul"),
    (T::Formation, "Titre professionnel d'agent de propreté"),
    (T::Immersion, "Immersion en magasin"),
    (T::Immersion, "Immersion en cuisine"),
    (T::Emploi, "Contrat court dans l'aide à domicile"),
    (T::ClauseInsertion, "Mission sur un marché à clause d'insertion"),
    (T::Logement, "Demande de logement social"),
    (T::Numerique, "Prise en main des démarches en ligne"),
    (T::AccesDroits, "Ouverture de la complémentaire santé"),
    (T::Autre, "Recherche d'un mode de garde"),
];

const RESULTATS: &[&str] = &["Objectif atteint.", "Projet confirmé.", "Suite à donner dans le prochain contrat."];

//! Why each partner sees the person, as the acts that opened and closed it leave it on the day of the world.

use chrono::{DateTime, NaiveDate, Utc};
use uuid::Uuid;

use super::calendrier::apres;
use super::langue::{Apprentissage, Stage};
use super::monde::Monde;
use super::prescription::Envoi;
use super::suivi::Suivi;
use super::vecu::Vecu;
use super::vecu::accompagnement::Soutien;
use crate::accompagnement::{self, Intervenant};
use crate::lien::{self, Lien, Nature};
use crate::parcours::Designation;
use crate::prescription::StatutPrescription as S;

/// A relation and what only its row keeps.
pub(super) struct Relation {
    pub lien: Lien,
    pub ouvert_le: DateTime<Utc>,
    pub retrait_signale: bool,
}

pub(super) fn tirer(monde: &Monde, suivis: &[Suivi], vecus: &[Vecu], (envois, apprentissage): (&[Envoi], &Apprentissage)) -> Vec<Relation> {
    let references = suivis.iter().flat_map(|s| references(monde, s));
    let soutiens = vecus.iter().flat_map(|v| &v.accompagnements).flat_map(|s| intervenants(monde, s));
    let stages = apprentissage.stages.iter().map(|s| inscrite(monde, s));
    references.chain(envois.iter().flat_map(|e| parties(monde, e))).chain(soutiens).chain(stages).collect()
}

/// A référent sees the file while its partner is designated, whoever of it is, then its identity for some days.
fn references<'a>(monde: &'a Monde, suivi: &'a Suivi) -> impl Iterator<Item = Relation> + 'a {
    let designations: Vec<(&Designation, &DateTime<Utc>)> = suivi.parcours.designations.iter().zip(&suivi.designes_le).collect();
    let mut relations: Vec<Relation> = Vec::new();
    for memes in designations.chunk_by(|une, autre| une.0.partenaire == autre.0.partenaire) {
        let [(_, ouvert_le), ..] = memes else { continue };
        let (derniere, _) = memes[memes.len() - 1];
        let fin = derniere.fin.map(|dernier| (dernier, apres(dernier, monde.reglages.jours_apres_reference)));
        let qui = (suivi.parcours.allocataire_id, derniere.partenaire, derniere.agent);
        relations.push(relation(monde, qui, (Nature::Referent, suivi.parcours.id), **ouvert_le, fin.unwrap_or_else(sans_fin)));
    }
    relations.into_iter()
}

/// Whoever takes part in an accompaniment follows the person while it lasts, and for the follow-up after it.
fn intervenants<'a>(monde: &'a Monde, s: &'a Soutien) -> impl Iterator<Item = Relation> + 'a {
    let a = &s.accompagnement;
    let fin = a.fin.filter(|_| s.suivi_clos).map(|fin| a.suivi_jusqu_au.unwrap_or(fin));
    let fin = fin.map_or_else(sans_fin, |dernier| ferme(accompagnement::fermeture(dernier, monde.reglages.jours_apres_reference)));
    let principal = Intervenant { partenaire: a.partenaire, agent: a.agent };
    std::iter::once(principal)
        .chain(a.intervenants.iter().copied())
        .map(move |i| relation(monde, (a.allocataire_id, i.partenaire, i.agent), (Nature::Accompagnement, a.id), s.cree_le, fin))
}

/// The body of a session, from the enrolment to the exit, then identity for some days.
fn inscrite(monde: &Monde, s: &Stage) -> Relation {
    let (i, jours) = (&s.inscription, monde.reglages.jours_apres_cloture);
    let fin = s.close_le.map_or_else(sans_fin, |le| ferme(lien::Fin { le: monde.calendrier.jour(le), jours }));
    relation(monde, (i.allocataire_id, i.organisme, None), (Nature::Inscription, i.id), i.inscrite_le, fin)
}

/// The recipient and the prescriber, for the life of the referral; contact opens to the recipient when it accepts.
fn parties(monde: &Monde, envoi: &Envoi) -> [Relation; 2] {
    let p = &envoi.prescription;
    let fin = fin(monde, envoi);
    let (emise, recue) = match (fin, p.statut.en_attente()) {
        (Some(fin), _) => (fin, fin),
        (None, true) => (sans_fin(), (lien::jamais(), lien::sans_fin())),
        (None, false) => (sans_fin(), sans_fin()),
    };
    [
        relation(monde, (p.allocataire_id, p.destinataire, None), (Nature::PrescriptionRecue, p.id), p.emise_le, recue),
        relation(monde, (p.allocataire_id, p.prescripteur, p.agent_prescripteur), (Nature::PrescriptionEmise, p.id), p.emise_le, emise),
    ]
}

/// Last days of contact and of identity when the referral has ended; identity stays some days when something came of it.
fn fin(monde: &Monde, envoi: &Envoi) -> Option<(NaiveDate, NaiveDate)> {
    let jours = match envoi.prescription.statut {
        S::Refusee | S::Annulee | S::Expiree => 0,
        S::Realisee | S::Abandonnee => monde.reglages.jours_apres_cloture,
        _ => return None,
    };
    Some(ferme(lien::Fin { le: monde.calendrier.jour(envoi.modifie_le), jours }))
}

/// As `lien::fermer` counts them: contact ends on the eve.
pub(super) fn ferme(fin: lien::Fin) -> (NaiveDate, NaiveDate) {
    let veille = apres(fin.le, -1);
    (veille, apres(veille, fin.jours))
}

pub(super) fn sans_fin() -> (NaiveDate, NaiveDate) {
    (lien::sans_fin(), lien::sans_fin())
}

pub(super) type Qui = (Uuid, Uuid, Option<Uuid>);

pub(super) fn relation(
    monde: &Monde,
    (allocataire, partenaire, agent): Qui,
    (nature, objet): (Nature, Uuid),
    le: DateTime<Utc>,
    fin: (NaiveDate, NaiveDate),
) -> Relation {
    let departement = monde.departement.clone();
    Relation {
        lien: Lien { departement, allocataire, partenaire, nature, objet, agent, contact_jusquau: fin.0, identite_jusquau: fin.1 },
        ouvert_le: le,
        retrait_signale: fin.1 < monde.calendrier.au,
    }
}

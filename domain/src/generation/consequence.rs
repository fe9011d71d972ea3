//! What the platform writes besides an act: relations, deadlines, events, as they stand on the day of the world.

use chrono::{DateTime, NaiveDate, Utc};
use uuid::Uuid;

use super::calendrier::{Calendrier, apres};
use super::dossier::Dossier;
use super::monde::Monde;
use super::prescription::Envoi;
use super::suivi::Suivi;
use super::tirage::Tirage;
use crate::echeance::{CodeEcheance, Echeance};
use crate::evenement::{Evenement, TypeEvenement};
use crate::identifiant::Genre;
use crate::lien::{self, Lien, Nature};
use crate::politique::Classes;
use crate::prescription::StatutPrescription as S;

/// A relation and what only its row keeps.
pub(super) struct Relation {
    pub lien: Lien,
    pub ouvert_le: DateTime<Utc>,
    pub retrait_signale: bool,
}

pub(super) struct Attente {
    pub echeance: Echeance,
    pub signalee_le: Option<DateTime<Utc>>,
}

/// Days of history that the change feed holds.
const FIL: i64 = 30;

pub(super) fn relations(monde: &Monde, suivis: &[Suivi], envois: &[Envoi]) -> Vec<Relation> {
    let references = suivis.iter().flat_map(|s| references(monde, s));
    references.chain(envois.iter().flat_map(|e| parties(monde, e))).collect()
}

/// A référent sees the file while it is designated, then its identity for some days.
fn references<'a>(monde: &'a Monde, suivi: &'a Suivi) -> impl Iterator<Item = Relation> + 'a {
    let parcours = &suivi.parcours;
    parcours.designations.iter().zip(&suivi.designes_le).map(move |(d, le)| {
        let fin = d.fin.map(|dernier| (dernier, apres(dernier, monde.reglages.jours_apres_reference)));
        let qui = (parcours.allocataire_id, d.partenaire, d.agent);
        relation(monde, qui, (Nature::Referent, parcours.id), *le, fin.unwrap_or_else(|| (lien::sans_fin(), lien::sans_fin())))
    })
}

/// The recipient and the prescriber, for the life of the referral; contact opens to the recipient when it accepts.
fn parties(monde: &Monde, envoi: &Envoi) -> [Relation; 2] {
    let p = &envoi.prescription;
    let fin = fin(monde, envoi);
    let (emise, recue) = match (fin, p.statut.en_attente()) {
        (Some(fin), _) => (fin, fin),
        (None, true) => ((lien::sans_fin(), lien::sans_fin()), (lien::jamais(), lien::sans_fin())),
        (None, false) => ((lien::sans_fin(), lien::sans_fin()), (lien::sans_fin(), lien::sans_fin())),
    };
    [
        relation(monde, (p.allocataire_id, p.destinataire, None), (Nature::PrescriptionRecue, p.id), p.emise_le, recue),
        relation(monde, (p.allocataire_id, p.prescripteur, p.agent_prescripteur), (Nature::PrescriptionEmise, p.id), p.emise_le, emise),
    ]
}

/// Last days of contact and of identity, as `lien::fermer` counts them: both end on the eve of the move, and identity some
/// days later when something came of the referral.
fn fin(monde: &Monde, envoi: &Envoi) -> Option<(NaiveDate, NaiveDate)> {
    let jours = match envoi.prescription.statut {
        S::Refusee | S::Annulee | S::Expiree => 0,
        S::Realisee | S::Abandonnee => monde.reglages.jours_apres_cloture,
        _ => return None,
    };
    let veille = apres(monde.calendrier.jour(envoi.modifie_le), -1);
    Some((veille, apres(veille, jours)))
}

type Qui = (Uuid, Uuid, Option<Uuid>);

fn relation(
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

/// Answers still due; those already late have been told once, the morning after.
pub(super) fn attentes(monde: &Monde, envois: &[Envoi]) -> Vec<Attente> {
    let ouvertes = envois.iter().map(|e| &e.prescription).filter(|p| p.statut.en_attente());
    ouvertes
        .map(|p| Attente {
            echeance: Echeance {
                departement: p.departement.clone(),
                code: CodeEcheance::RepondrePrescription,
                objet: p.id,
                allocataire: p.allocataire_id,
                responsable: p.destinataire,
                agent: None,
                depuis: p.emise_le,
                due: p.repondre_avant,
                regle: None,
            },
            signalee_le: (p.repondre_avant < monde.calendrier.au).then(|| monde.calendrier.matin(apres(p.repondre_avant, 1))),
        })
        .collect()
}

/// The moves of the last days, for the sequencer to order.
pub(super) fn evenements(calendrier: &Calendrier, tirage: &mut Tirage, dossier: &Dossier) -> Vec<Evenement> {
    let depuis = calendrier.matin(apres(calendrier.au, -FIL));
    let passages = dossier.envois.iter().flat_map(|e| e.passages.iter().map(move |passage| (&e.prescription, passage)));
    passages
        .filter(|(_, passage)| passage.le >= depuis)
        .map(|(p, passage)| Evenement {
            id: tirage.id(passage.le),
            position: 0,
            genre: Genre::Prescription,
            type_: if passage.de.is_none() { TypeEvenement::PrescriptionEmise } else { TypeEvenement::PrescriptionChangee },
            objet: p.id,
            departement: Some(p.departement.clone()),
            allocataire: Some(p.allocataire_id),
            destinataire: None,
            par: Some(passage.par).filter(|_| passage.vers != S::Expiree),
            classes: Classes::DOSSIER,
            le: passage.le,
        })
        .collect()
}

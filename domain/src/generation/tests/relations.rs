//! What the platform writes besides the acts, rebuilt from them.

use chrono::{Days, NaiveDate};
use uuid::Uuid;

use super::{au, dossiers, monde};
use crate::echeance::CodeEcheance;
use crate::evenement::TypeEvenement;
use crate::generation::dossier::Dossier;
use crate::generation::prescription::Envoi;
use crate::generation::relation::Relation;
use crate::identifiant::Genre;
use crate::lien::{Nature, jamais, sans_fin};
use crate::prescription::StatutPrescription as S;

fn de(d: &Dossier, objet: Uuid, nature: Nature) -> Vec<&Relation> {
    d.relations.iter().filter(|r| r.lien.objet == objet && r.lien.nature == nature).collect()
}

fn dates(r: &Relation) -> (NaiveDate, NaiveDate) {
    (r.lien.contact_jusquau, r.lien.identite_jusquau)
}

#[test]
fn a_referent_sees_the_file_while_designated_and_its_identity_thirty_days_more() {
    for d in dossiers(2000) {
        for s in &d.suivis {
            let relations = de(d, s.parcours.id, Nature::Referent);
            // Professionals of one partner hold the same relation, one after the other.
            let tenues: Vec<_> = s.parcours.designations.chunk_by(|une, autre| une.partenaire == autre.partenaire).collect();
            assert_eq!(relations.len(), tenues.len());
            for (r, x) in relations.iter().zip(tenues.iter().filter_map(|memes| memes.last())) {
                assert_eq!((r.lien.partenaire, r.lien.agent), (x.partenaire, x.agent));
                assert_eq!(dates(r), x.fin.map_or((sans_fin(), sans_fin()), |fin| (fin, fin + Days::new(30))));
                assert_eq!(r.retrait_signale, r.lien.identite_jusquau < au());
            }
        }
    }
}

/// Contact and identity of the recipient, by the state.
fn attendues(e: &Envoi) -> (NaiveDate, NaiveDate) {
    let veille = monde().calendrier.jour(e.modifie_le).pred_opt().unwrap();
    match e.prescription.statut {
        S::Emise | S::Recue | S::ListeAttente => (jamais(), sans_fin()),
        S::Acceptee | S::EnCours => (sans_fin(), sans_fin()),
        S::Realisee | S::Abandonnee => (veille, veille + Days::new(90)),
        S::Refusee | S::Annulee | S::Expiree => (veille, veille),
    }
}

#[test]
fn whoever_takes_part_in_an_accompaniment_follows_while_it_and_its_follow_up_last() {
    let mut suivis = 0;
    for d in dossiers(2000) {
        for s in d.vecus.iter().flat_map(|v| &v.accompagnements) {
            let a = &s.accompagnement;
            let relations = de(d, a.id, Nature::Accompagnement);
            let partenaires: Vec<Uuid> = std::iter::once(a.partenaire).chain(a.intervenants.iter().map(|i| i.partenaire)).collect();
            assert_eq!(relations.iter().map(|r| r.lien.partenaire).collect::<Vec<_>>(), partenaires);
            let dernier = a.suivi_jusqu_au.or(a.fin);
            let ferme = dernier.filter(|dernier| a.suivi_jusqu_au.is_none() || *dernier < au());
            assert_eq!(s.suivi_clos, ferme.is_some());
            let fin = ferme.map_or((sans_fin(), sans_fin()), |dernier| (dernier, dernier + Days::new(30)));
            assert!(relations.iter().all(|r| dates(r) == fin));
            suivis += usize::from(a.suivi_jusqu_au.is_some_and(|le| le >= au()));
        }
    }
    assert!(suivis > 0);
}

#[test]
fn both_parties_are_bound_for_the_life_of_a_referral() {
    for d in dossiers(2000) {
        for e in &d.envois {
            let p = &e.prescription;
            let (recue, emise) = (de(d, p.id, Nature::PrescriptionRecue), de(d, p.id, Nature::PrescriptionEmise));
            assert_eq!((recue.len(), emise.len()), (1, 1));
            assert_eq!((recue[0].lien.partenaire, emise[0].lien.partenaire), (p.destinataire, p.prescripteur));
            assert_eq!(dates(recue[0]), attendues(e));
            let fin = attendues(e);
            assert_eq!(dates(emise[0]), if fin.0 == jamais() { (sans_fin(), sans_fin()) } else { fin });
            assert_eq!(emise[0].lien.agent, p.agent_prescripteur);
        }
        let references: usize = d.suivis.iter().map(|s| s.choix.len()).sum();
        let soutiens = d.vecus.iter().flat_map(|v| &v.accompagnements).map(|s| 1 + s.accompagnement.intervenants.len());
        assert_eq!(d.relations.len(), references + 2 * d.envois.len() + soutiens.sum::<usize>() + d.apprentissage.stages.len());
    }
}

#[test]
fn an_answer_is_due_while_none_was_given() {
    for d in dossiers(2000) {
        let attendus: Vec<_> = d.envois.iter().map(|e| &e.prescription).filter(|p| p.statut.en_attente()).collect();
        let reponses: Vec<_> = d.attentes.iter().filter(|a| a.echeance.code == CodeEcheance::RepondrePrescription).collect();
        assert_eq!(reponses.len(), attendus.len());
        for (a, p) in reponses.iter().zip(attendus) {
            assert_eq!((a.echeance.objet, a.echeance.due, a.echeance.responsable), (p.id, p.repondre_avant, p.destinataire));
            assert_eq!(a.signalee_le.is_some(), p.repondre_avant < au());
        }
    }
}

#[test]
fn the_feed_holds_the_moves_of_thirty_days_in_the_order_of_their_ids() {
    let depuis = monde().calendrier.matin(au() - Days::new(30));
    for d in dossiers(2000) {
        let recents = d.envois.iter().flat_map(|e| &e.passages).filter(|p| p.le >= depuis).count();
        let prescriptions = d.evenements.iter().filter(|e| e.genre == Genre::Prescription && e.type_ != TypeEvenement::EcheanceDepassee);
        assert_eq!(prescriptions.count(), recents);
        let rappels = d.evenements.iter().filter(|e| e.type_ == TypeEvenement::EcheanceDepassee).count();
        assert_eq!(rappels, d.attentes.iter().filter(|a| a.signalee_le >= Some(depuis)).count());
        assert!(d.evenements.iter().all(|e| e.le >= depuis && e.le <= monde().calendrier.matin(au())));
        let millis = |id: Uuid| id.as_u128() >> 80;
        assert!(d.evenements.iter().all(|e| millis(e.id) == u128::from(e.le.timestamp_millis().unsigned_abs())));
    }
}

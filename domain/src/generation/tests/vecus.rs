//! What was lived in a parcours: the invariants of each of its rows.

use std::collections::HashSet;

use chrono::Days;

use super::{au, dossiers, monde};
use crate::generation::dossier::Dossier;
use crate::generation::suivi::Suivi;
use crate::generation::vecu::Vecu;
use crate::generation::vecu::fait::Quoi;
use crate::orientation::reorientation::DecisionReorientation as D;
use crate::parcours::{ModeDesignation as M, StatutParcours as S, statut};
use crate::politique::Acte;
use crate::rencontre::StatutRencontre;
use crate::rendez_vous::Presence as P;

fn parcours(dossiers: &[Dossier]) -> impl Iterator<Item = (&Suivi, &Vecu)> {
    dossiers.iter().flat_map(|d| d.suivis.iter().zip(&d.vecus))
}

#[test]
fn each_partner_was_given_the_person_by_an_orientation_a_week_apart_or_more() {
    for (s, v) in parcours(dossiers(3000)) {
        let references: Vec<_> = s.parcours.designations.chunk_by(|une, autre| une.partenaire == autre.partenaire).collect();
        assert_eq!(v.orientations.len(), references.len());
        for (o, memes) in v.orientations.iter().zip(references) {
            assert_eq!((o.debut, o.partenaire, o.agent, o.mode), (memes[0].debut, memes[0].partenaire, memes[0].agent, memes[0].mode));
            assert!(memes[1..].iter().all(|d| d.mode == M::Gestionnaire));
        }
        assert!(v.orientations.windows(2).all(|o| o[0].debut + Days::new(7) <= o[1].debut));
        assert_eq!(s.parcours.modalite, v.orientations.last().map(|o| o.modalite));
    }
}

#[test]
fn an_orientation_at_a_meeting_is_of_somebody_who_came_and_by_default_of_somebody_who_did_not() {
    let (monde, tires) = (monde(), dossiers(3000));
    let mut vus = HashSet::new();
    for (_, v) in parcours(tires) {
        for o in &v.orientations {
            let Some(rencontre) = o.rencontre else {
                assert!(!matches!(o.mode, M::Kiosque | M::TeleKiosque | M::InformationCollective | M::Commission | M::Office));
                continue;
            };
            let i = v.invitations.iter().find(|i| monde.agenda.seances[i.seance].id == rencontre).unwrap();
            assert_eq!(i.presence, if o.mode == M::Office { P::Absent } else { P::Present });
            assert!(monde.agenda.seances[i.seance].jour <= o.debut && i.relevee_le < Some(o.cree_le));
            vus.insert(o.mode);
        }
    }
    assert_eq!(vus.len(), 5);
}

#[test]
fn presences_follow_the_meeting_and_everybody_present_signs() {
    let monde = monde();
    for (_, v) in parcours(dossiers(3000)) {
        let seances: HashSet<usize> = v.invitations.iter().map(|i| i.seance).collect();
        assert_eq!(seances.len(), v.invitations.len());
        for i in &v.invitations {
            let s = &monde.agenda.seances[i.seance];
            assert!(i.invitee_le < s.prevue_le && s.type_.sur_invitation());
            let attendue = matches!(s.statut, StatutRencontre::Prevue | StatutRencontre::Reportee);
            assert_eq!((i.presence == P::AVenir, i.presence == P::Annule), (attendue, s.statut == StatutRencontre::Annulee));
            assert_eq!(i.relevee_le.is_some(), matches!(i.presence, P::Present | P::Absent | P::Excuse));
            if let Some(d) = &i.decision {
                assert!(s.type_.decide() && i.presence == P::Present && d.echeance > s.jour);
                assert!(d.signataires[0] == monde.conseil && d.signataires[1..] == s.partenaires);
            }
        }
    }
}

#[test]
fn states_move_as_the_table_says() {
    let mut vus = HashSet::new();
    for (s, v) in parcours(dossiers(3000)) {
        vus.insert(s.parcours.statut);
        let mut etat = S::AOrienter;
        for f in &v.faits {
            let acte = match f.quoi {
                Quoi::Oriente(_) => Acte::Orienter,
                Quoi::Relaye(_) => Acte::DesignerReferent,
                Quoi::Demande(_) => Acte::DemanderReorientation,
                Quoi::Ajourne(_) | Quoi::Decide(_) => Acte::DeciderReorientation,
                Quoi::ContratSigne(_) => Acte::SignerContrat,
                Quoi::ContratRompu(_) => Acte::RompreContrat,
                Quoi::Soutenu(_) => Acte::DemarrerAccompagnement,
                Quoi::Suspendu(_) => Acte::SuspendreParcours,
                Quoi::Repris(_) => Acte::ReprendreParcours,
                Quoi::Clos => Acte::CloturerParcours,
                _ => continue,
            };
            let prescrit = matches!(f.quoi, Quoi::Soutenu(rang) if v.accompagnements[rang].accompagnement.prescription.is_some());
            let vers = match f.quoi {
                Quoi::Repris(rang) => v.suspensions[rang].statut_avant,
                _ if prescrit => statut::passage(acte, etat).unwrap_or(etat),
                // An appointment may have begun the follow-up meanwhile.
                _ => statut::passage(acte, etat).unwrap(),
            };
            assert!(prescrit || statut::suites(acte, etat).any(|suite| suite == vers), "{acte:?} {etat:?} {vers:?}");
            etat = vers;
        }
        assert!(
            etat == s.parcours.statut || (etat == S::Oriente && s.parcours.statut == S::Accompagne),
            "{etat:?} {:?}",
            s.parcours.statut
        );
        assert_eq!(s.parcours.sortie.as_ref().map(|x| x.le), s.parcours.clos_le);
        assert!(s.parcours.sortie.as_ref().is_none_or(|x| x.categorie == x.motif.categorie()));
    }
    assert_eq!(vus.len(), 5);
}

#[test]
fn contracts_never_overlap_and_are_signed_with_the_referent_of_the_day() {
    for (s, v) in parcours(dossiers(3000)) {
        for c in &v.contrats {
            assert_eq!(s.parcours.referent(c.signe_le).map(|d| (d.partenaire, d.agent)), Some((c.partenaire, c.agent)));
            assert!(c.debut <= c.fin && c.signe_le < au() && c.signe_le <= c.debut);
            assert!(c.rompu.as_ref().is_none_or(|r| c.debut <= r.le && r.le <= c.fin && r.le < au()));
        }
        let tenus: Vec<_> = v.contrats.iter().filter(|c| c.rompu.is_none() && c.remplace_le.is_none()).collect();
        assert!(tenus.windows(2).all(|c| c[0].fin < c[1].debut));
        let remplaces = v.contrats.iter().filter(|c| c.remplace_le.is_some()).count();
        assert_eq!(remplaces, v.contrats.iter().filter(|c| c.renouvelle.is_some()).count());
    }
}

#[test]
fn requests_are_decided_one_at_a_time() {
    let mut vues = HashSet::new();
    for (s, v) in parcours(dossiers(4000)) {
        for deux in v.demandes.windows(2) {
            assert!(deux[0].decidee_a.is_some_and(|le| le < deux[1].cree_le));
        }
        for d in &v.demandes {
            vues.insert(d.inscrite.decision);
            assert_eq!(s.parcours.referent(d.inscrite.demandee_le).map(|x| x.partenaire), Some(d.inscrite.par));
            let suivante = v.orientations.iter().find(|o| Some(o.cree_le) == d.decidee_a);
            assert_eq!(d.inscrite.decision == Some(D::Acceptee), suivante.is_some());
        }
    }
    assert_eq!(vues.len(), 4);
}

#[test]
fn appointments_are_kept_missed_or_to_come_by_their_day() {
    let monde = monde();
    let mut presences = std::collections::HashMap::new();
    for (_, v) in parcours(dossiers(3000)) {
        for e in &v.rendez_vous {
            let (r, jour) = (&e.rendez_vous, monde.calendrier.jour(e.rendez_vous.prevu_le));
            assert!(e.cree_le < r.prevu_le && r.fixe_le < au());
            assert!(!r.presence.constatee() || jour < au());
            assert_eq!(e.releve_le.is_none(), r.presence == P::AVenir);
            assert_eq!(r.version, 1 + i64::from(e.releve_le.is_some()));
            if let Some(reporte) = r.reporte {
                let premier = v.rendez_vous.iter().find(|x| x.rendez_vous.id == reporte).unwrap();
                assert!(matches!(premier.rendez_vous.presence, P::Absent | P::Excuse) && premier.rendez_vous.prevu_le < r.prevu_le);
            }
            if r.prescription.is_none() && jour < au() - Days::new(10) {
                *presences.entry(r.presence).or_insert(0_u32) += 1;
            }
        }
    }
    let tous: u32 = presences.values().sum();
    let absents = f64::from(presences[&P::Absent]) / f64::from(tous);
    assert!((0.13..0.18).contains(&absents), "{absents}");
}

#[test]
fn each_accepted_referral_is_a_stage_that_goes_as_it_goes() {
    use crate::etape::StatutEtape as E;
    use crate::prescription::StatutPrescription as R;
    for d in dossiers(3000) {
        let etapes = || d.vecus.iter().flat_map(|v| &v.etapes);
        for e in &d.envois {
            let p = &e.prescription;
            let etape = etapes().find(|j| j.etape.origine.is_some_and(|(_, id)| id == p.id));
            assert_eq!(etape.is_some(), e.passages.iter().any(|x| x.vers == R::Acceptee));
            let attendu = match p.statut {
                R::EnCours => E::EnCours,
                R::Realisee => E::Realisee,
                R::Abandonnee | R::Annulee => E::Abandonnee,
                _ => E::Prevue,
            };
            assert!(etape.is_none_or(|j| j.etape.statut == attendu && j.etape.fin.is_none_or(|fin| j.etape.debut <= fin)));
        }
        for j in etapes().filter(|j| j.etape.origine.is_none()) {
            assert!(j.etape.fin.is_none_or(|fin| j.etape.debut <= fin));
            assert_eq!(j.etape.statut == E::Prevue, j.etape.debut >= au());
        }
    }
}

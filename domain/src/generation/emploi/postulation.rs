//! How an application was made and what became of it: with the referral that it was made on, or by itself.

use chrono::{DateTime, NaiveDate, Utc};
use uuid::Uuid;

use super::{Emploi, Places, Postulation, contrat, libre};
use crate::candidature::{Candidature, MotifRefusCandidature as M, StatutCandidature as S};
use crate::generation::calendrier::{apres, ouvre};
use crate::generation::dossier::Dossier;
use crate::generation::monde::Monde;
use crate::generation::prescription::Envoi;
use crate::generation::tirage::Tirage;
use crate::politique::Profil;
use crate::poste_iae::{PosteIae, StatutPosteIae};
use crate::prescription::historique::Passage;
use crate::prescription::{MotifRefus, StatutPrescription as P, TypePrescription};

/// Out of a thousand people who are followed: those whom somebody proposed by himself lately.
const PROPOSEES: u32 = 45;
const RECENTES: i64 = 150;
/// Where those applications have come.
const ISSUES: [(&[S], u32); 8] = [
    (&[], 18),
    (&[S::ALEtude], 16),
    (&[S::ALEtude, S::Entretien], 10),
    (&[S::ALEtude, S::Vivier], 10),
    (&[S::ALEtude, S::Acceptee], 6),
    (&[S::ALEtude, S::Acceptee, S::Embauchee], 18),
    (&[S::ALEtude, S::Refusee], 18),
    (&[S::Desistee], 4),
];
const REFUS: [(M, u32); 7] = [
    (M::CompetencesInsuffisantes, 20),
    (M::NonMobile, 25),
    (M::AbsenteALEntretien, 20),
    (M::NiveauDeLangue, 10),
    (M::PlusDePoste, 15),
    (M::FreinsIncompatibles, 15),
    (M::NonInteressee, 10),
];
const MESSAGES: [&str; 3] =
    ["Motivée, disponible tout de suite.", "A déjà travaillé en extérieur.", "Souhaite reprendre une activité à temps partiel."];

/// A referral to a structure that had a post: the application goes as the referral went.
pub(super) fn sur_envoi(monde: &Monde, tirage: &mut Tirage, (dossier, e): (&Dossier, &Envoi), (lu, places): (&mut Emploi, &mut Places)) {
    let p = &e.prescription;
    if p.type_ != TypePrescription::Iae || !libre(lu, p.emise_le) {
        return;
    }
    let Some(poste) = poste(monde, tirage, p.emise_le, |poste| poste.partenaire == p.destinataire) else { return };
    let embauche = e.passages.iter().find(|x| x.vers == P::EnCours);
    let fin = embauche.and_then(|_| e.passages.iter().find(|x| matches!(x.vers, P::Realisee | P::Abandonnee | P::Annulee)));
    if embauche.is_some() && fin.is_none() && !places.prendre(poste) {
        return;
    }
    let mut neuve = neuve(monde, tirage, (p.allocataire_id, poste), (p.prescripteur, p.agent_prescripteur), p.emise_le);
    neuve.candidature.prescription = Some(p.id);
    neuve.candidature.expire_le = e.expire_le;
    for x in e.passages.iter().skip(1) {
        avancer(&mut neuve, x);
    }
    if let Some(x) = embauche {
        let terme = fin.map(|f| (f.le, f.vers == P::Realisee));
        lu.contrats.push(contrat::signer(monde, tirage, (dossier, poste), (&neuve.candidature, x.le), terme));
    }
    lu.candidatures.push(neuve);
}

fn avancer(c: &mut Postulation, x: &Passage) {
    let (employeur, prescripteur) = (c.candidature.employeur, c.candidature.prescripteur);
    let qui = (employeur, x.agent);
    let etudier = |c: &mut Postulation| {
        if c.candidature.statut == S::Nouvelle {
            c.passer(S::ALEtude, x.le, qui, None);
        }
    };
    match x.vers {
        P::Recue => etudier(c),
        P::ListeAttente => {
            etudier(c);
            c.passer(S::EnAttente, x.le, qui, None);
        }
        P::Acceptee => {
            etudier(c);
            c.passer(S::Acceptee, x.le, qui, None);
        }
        P::EnCours => c.passer(S::Embauchee, x.le, qui, None),
        P::Refusee => c.passer(S::Refusee, x.le, qui, Some(motif(x.motif))),
        P::Expiree => c.passer(S::Refusee, x.le, (employeur, None), Some(M::SansReponse)),
        P::Abandonnee if c.candidature.statut != S::Embauchee => c.passer(S::Annulee, x.le, qui, Some(motif(x.motif))),
        P::Annulee if c.candidature.statut != S::Embauchee => c.passer(S::Desistee, x.le, (prescripteur, x.agent), Some(M::NonInteressee)),
        P::Emise | P::Realisee | P::Abandonnee | P::Annulee => {}
    }
}

const fn motif(refus: Option<MotifRefus>) -> M {
    match refus {
        Some(MotifRefus::HorsTerritoire | MotifRefus::Demenagement) => M::NonMobile,
        Some(MotifRefus::PublicNonEligible) => M::NonEligible,
        Some(MotifRefus::CapaciteAtteinte) => M::PlusDePoste,
        Some(MotifRefus::PersonneRefuse) => M::NonInteressee,
        Some(MotifRefus::NeSEstPasPresentee | MotifRefus::PersonneInjoignable) => M::NeSEstPasPresentee,
        Some(MotifRefus::NiveauInadapte) => M::CompetencesInsuffisantes,
        _ => M::Autre,
    }
}

/// The référent of the day, or the Département, proposes the person to a structure of the département.
pub(super) fn directe(monde: &Monde, tirage: &mut Tirage, dossier: &Dossier, (lu, places): (&mut Emploi, &mut Places)) {
    let jour = ouvre(apres(monde.calendrier.au, -tirage.entre(1, RECENTES)));
    let suivi = dossier.suivis.iter().find(|s| s.parcours.clos_le.is_none() && s.couvre(jour));
    let Some(suivi) = suivi.filter(|_| tirage.chance(PROPOSEES) && jour <= monde.calendrier.veille()) else { return };
    let le = monde.calendrier.instant(tirage, jour);
    if !libre(lu, le) {
        return;
    }
    let referent = suivi.tenu_le(le).filter(|d| monde.genre(d.partenaire).is_some_and(|g| Profil::de(g) == Profil::Referent));
    let qui = referent.map_or((monde.conseil, None), |d| (d.partenaire, d.agent));
    let Some(poste) = poste(monde, tirage, le, |p| p.statut == StatutPosteIae::Ouvert && p.partenaire != qui.0) else { return };
    let mut neuve = neuve(monde, tirage, (dossier.personne.id, poste), qui, le);
    let suite = tirage.selon(&ISSUES).unwrap_or_default();
    let mut quand = jour;
    for vers in suite {
        quand = ouvre(apres(quand, tirage.entre(2, 12)));
        if quand > monde.calendrier.veille() || *vers == S::Embauchee && !places.prendre(poste) {
            break;
        }
        let le = monde.calendrier.instant(tirage, quand);
        etape(&mut neuve, tirage, (*vers, le), qui);
        if *vers == S::Embauchee {
            lu.contrats.push(contrat::signer(monde, tirage, (dossier, poste), (&neuve.candidature, le), None));
        }
    }
    taire(monde, &mut neuve);
    lu.candidatures.push(neuve);
}

fn etape(c: &mut Postulation, tirage: &mut Tirage, (vers, le): (S, DateTime<Utc>), qui: (Uuid, Option<Uuid>)) {
    let motif = match vers {
        S::Refusee => tirage.selon(&REFUS),
        S::Desistee => Some(M::EnFormation),
        _ => None,
    };
    let par = if vers == S::Desistee { qui } else { (c.candidature.employeur, None) };
    if vers == S::Entretien {
        c.candidature.entretien_le = Some(le + chrono::TimeDelta::days(5));
    }
    c.passer(vers, le, par, motif);
}

/// Nobody looked at it before its day: the platform has said so.
fn taire(monde: &Monde, c: &mut Postulation) {
    let expire = c.candidature.expire_le;
    if c.candidature.statut == S::Nouvelle && expire < monde.calendrier.au {
        c.passer(S::Refusee, monde.calendrier.matin(apres(expire, 1)), (c.candidature.employeur, None), Some(M::SansReponse));
    }
}

/// A post that was there and took people; a draft never did.
fn poste<'a>(monde: &'a Monde, tirage: &mut Tirage, le: DateTime<Utc>, convient: impl Fn(&PosteIae) -> bool) -> Option<&'a PosteIae> {
    let ouvert = |p: &&PosteIae| p.statut != StatutPosteIae::Brouillon && p.publie_le <= le && p.ferme_le.is_none_or(|fin| fin >= le);
    let postes: Vec<&PosteIae> = monde.iae.postes.iter().filter(ouvert).filter(|p| convient(p)).collect();
    tirage.parmi(&postes).copied()
}

pub(in crate::generation) fn neuve(
    monde: &Monde,
    tirage: &mut Tirage,
    (personne, poste): (Uuid, &PosteIae),
    (prescripteur, agent): (Uuid, Option<Uuid>),
    le: DateTime<Utc>,
) -> Postulation {
    let (jour, r): (NaiveDate, _) = (monde.calendrier.jour(le), &monde.reglages);
    let candidature = Candidature {
        id: tirage.id(le),
        departement: monde.departement.clone(),
        version: 1,
        allocataire_id: personne,
        structure: poste.structure,
        poste: poste.id,
        employeur: poste.partenaire,
        prescripteur,
        agent_prescripteur: agent,
        prescription: None,
        statut: S::Nouvelle,
        message: Some(tirage.mot(&MESSAGES).to_owned()),
        entretien_le: None,
        deposee_le: le,
        expire_le: apres(jour, r.repondre_sous_jours + r.expirer_apres_jours),
        allocataire: None,
    };
    let mut neuve = Postulation { candidature, pas: Vec::new() };
    neuve.passer(S::Nouvelle, le, (prescripteur, agent), None);
    neuve
}

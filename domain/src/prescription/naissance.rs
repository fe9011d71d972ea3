//! What a referral became, and the moves that then belong to it: nobody makes them by hand. What is listed to a party and
//! what is refused to it come from here.

use std::collections::HashMap;

use uuid::Uuid;

use super::transition::{self, Transition};
use super::{Partie, Prescription, StatutPrescription as S, TypePrescription};
use crate::erreur::Panne;
use crate::requete::{Ligne, Requete};
use crate::session::{Ecriture, Session};

/// Something that a referral may become: its rows, the moves that it takes over, and how the referral then advances.
struct Suite {
    rangs: &'static str,
    retient: &'static [S],
    message: &'static str,
}

const TOUT: &[S] = &[S::EnCours, S::Realisee, S::Abandonnee, S::Annulee];
/// A person who gives up between a diagnosis and an aid may still be told of.
const AVANCE: &[S] = &[S::EnCours, S::Realisee];
const MOBILITE: &str = "Un diagnostic ou une aide est né de cette prescription : elle avance avec eux, par apporterAide et terminerAide.";

/// The referral is led from the application to the end of the contract that came of it.
const CANDIDATURE: Suite = Suite {
    rangs: "candidature m where (m.close_le is null or m.statut = 'EMBAUCHEE')",
    retient: &[S::Refusee, S::EnCours, S::Realisee, S::Abandonnee, S::Annulee],
    message: "Une candidature est née de cette prescription : elle avance avec elle, par repondreCandidature et retirerCandidature, puis avec le contrat.",
};

const SUITES: [Suite; 7] = [
    CANDIDATURE,
    Suite {
        rangs: "accompagnement m where true",
        retient: TOUT,
        message: "Un accompagnement est né de cette prescription : elle avance avec lui, par terminerAccompagnement.",
    },
    Suite {
        rangs: "evaluation_linguistique m where true",
        retient: TOUT,
        message: "Une évaluation est née de cette prescription : elle avance avec elle, jusqu'à cloturerEvaluation.",
    },
    Suite {
        rangs: "inscription_formation m where true",
        retient: TOUT,
        message: "Une inscription est née de cette prescription : elle avance avec elle, par suivreInscription.",
    },
    Suite { rangs: "aide_mobilite m where m.statut = 'EN_COURS'", retient: TOUT, message: MOBILITE },
    Suite { rangs: "aide_mobilite m where true", retient: AVANCE, message: MOBILITE },
    Suite { rangs: "diagnostic_mobilite m where true", retient: AVANCE, message: MOBILITE },
];

/// What was born of one referral: a bit a line of the table.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Nees(u8);

impl Nees {
    /// Nothing is born of a referral before it is accepted, but an application; and nothing moves it once it is over.
    #[must_use]
    pub fn possibles(type_: TypePrescription, statut: S) -> bool {
        matches!(statut, S::Acceptee | S::EnCours) || type_ == TypePrescription::Iae && !statut.terminal()
    }

    /// Why nobody makes this move by hand.
    #[must_use]
    pub fn retient(self, vers: S) -> Option<&'static str> {
        let nees = SUITES.iter().enumerate().filter(|(rang, _)| self.0 & (1 << rang) != 0);
        nees.map(|(_, suite)| suite).find(|suite| suite.retient.contains(&vers)).map(|suite| suite.message)
    }

    /// The moves that a party makes by hand from a state.
    pub fn permises(self, de: S, par: Partie) -> impl Iterator<Item = &'static Transition> {
        transition::suivantes(de, Some(par)).filter(move |t| self.retient(t.vers).is_none())
    }
}

/// What was born of each of these referrals, of which the caller is a party; one statement whatever their number.
pub async fn de(session: &Session, prescriptions: &[Uuid]) -> Result<HashMap<Uuid, Nees>, Panne> {
    let soi = session.perimetre.partenaire;
    let mut q = session.requete("");
    chercher(&mut q, |q| {
        session.departements(q, "m.departement");
        q.texte(" and m.prescription_id in (select p.id from prescription p where p.id").parmi_ids(prescriptions);
        q.texte(" and (p.destinataire_id = ").valeur(soi).texte(" or p.prescripteur_id = ").valeur(soi).texte("))");
    });
    let mut nees: HashMap<Uuid, Nees> = prescriptions.iter().map(|id| (*id, Nees::default())).collect();
    for l in session.lignes(q).await? {
        nees.entry(l.lire(1)?).or_default().0 |= bit(&l)?;
    }
    Ok(nees)
}

/// The same for the referral that is about to move, whoever sees what was born of it.
pub(super) async fn du(tx: &Ecriture, p: &Prescription) -> Result<Nees, Panne> {
    let mut q = tx.requete("");
    chercher(&mut q, |q| {
        q.texte(" and m.departement = ").valeur(p.departement.as_str()).texte(" and m.prescription_id = ").valeur(p.id);
    });
    tx.hors_perimetre(q).await?.iter().try_fold(Nees::default(), |nees, l| Ok(Nees(nees.0 | bit(l)?)))
}

fn chercher(q: &mut Requete, restreindre: impl Fn(&mut Requete)) {
    for (rang, suite) in (0_i64..).zip(&SUITES) {
        q.texte(if rang == 0 { "select cast(" } else { " union select cast(" }).valeur(rang);
        q.texte(" as bigint), m.prescription_id from ").texte(suite.rangs);
        restreindre(q);
    }
}

fn bit(l: &Ligne) -> Result<u8, Panne> {
    let rang: i64 = l.lire(0)?;
    Ok(1 << rang)
}

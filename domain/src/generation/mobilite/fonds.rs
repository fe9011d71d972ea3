//! Requests to a fund, for people whom the Département follows: a file, an instruction, a decision, payments.

use chrono::{DateTime, Datelike, NaiveDate, TimeDelta, Utc};
use uuid::Uuid;

use super::offre::Fonds;
use super::{AideVecue, Mobilite, Ressources};
use crate::aide_mobilite::detail::{Piece, Versement};
use crate::aide_mobilite::{
    Activite, AideMobilite, DestinataireVersement as D, Montants, MotifAideMobilite as M, NatureAideMobilite as N, StatutAideMobilite as S,
};
use crate::generation::calendrier::{apres, ouvre};
use crate::generation::dossier::Dossier;
use crate::generation::monde::Monde;
use crate::generation::tirage::Tirage;
use crate::parcours::Designation;

/// Out of a thousand designations of the Département that last, those during which the fund is asked.
const DEMANDES: u32 = 300;
/// Days before which nothing is asked, and after which a file is decided.
const INSTALLATION: i64 = 20;
const DECIDEE_APRES: i64 = 75;

pub(super) fn demander(
    monde: &Monde,
    tirage: &mut Tirage,
    (f, dossier): (&Fonds, &Dossier),
    (lue, ressources): (&mut Mobilite, &mut Ressources),
) {
    let designations = dossier.suivis.iter().flat_map(|s| &s.parcours.designations).filter(|d| d.partenaire == f.instructeur);
    for d in designations {
        let (de, a) = (apres(d.debut, INSTALLATION), d.fin.unwrap_or_else(|| monde.calendrier.veille()).min(monde.calendrier.veille()));
        if de < a && tirage.chance(DEMANDES) {
            let jour = ouvre(apres(de, tirage.entre(0, (a - de).num_days())));
            if jour <= a && percevait(dossier, jour) {
                lue.aides.push(Demande { monde, tirage, f }.vivre(d, (dossier, jour), ressources));
            }
        }
    }
}

/// The person was on RSA that day.
fn percevait(dossier: &Dossier, jour: NaiveDate) -> bool {
    let droit = &dossier.personne.droit;
    droit.ouvert_le.is_some_and(|le| le <= jour) && droit.clos_le.is_none_or(|clos| clos > jour)
}

struct Demande<'a> {
    monde: &'a Monde,
    tirage: &'a mut Tirage,
    f: &'a Fonds,
}

/// Euros that each expense costs.
const fn cout(nature: N) -> (i64, i64) {
    match nature {
        N::AchatVehicule => (1500, 4000),
        N::PermisConduire => (1100, 1800),
        N::Reparation => (200, 900),
        N::Assurance | N::LocationQuatreRoues => (250, 700),
        N::Bsr | N::LocationDeuxRoues => (150, 400),
        _ => (60, 350),
    }
}

const PIECES: [&str; 4] = ["Devis", "Promesse d'embauche ou inscription en formation", "RIB", "Attestation de paiement du RSA"];
/// A state to come, and the days that it takes, at least and at most.
type Etape = (S, i64, i64);

const EMPLOYEURS: [&str; 4] = ["Vergers de la vallée", "Aide à domicile du canton", "Conserverie du bourg", "Centre de formation rural"];

impl Demande<'_> {
    fn vivre(mut self, d: &Designation, (dossier, jour): (&Dossier, NaiveDate), ressources: &mut Ressources) -> AideVecue {
        let agent = d.agent.or_else(|| self.monde.agent(self.tirage, d.partenaire, dossier.personne.territoire));
        let le = self.monde.calendrier.instant(self.tirage, jour);
        let mut aide = self.deposer(dossier, (d.partenaire, agent), le);
        for (vers, de, a) in self.suites(jour) {
            let prevu = ouvre(apres(self.monde.calendrier.jour(aide.dernier()), self.tirage.entre(de, a)));
            if prevu > self.monde.calendrier.veille() || !self.avancer(&mut aide, vers, prevu, ressources) {
                break;
            }
        }
        aide
    }

    fn deposer(&mut self, dossier: &Dossier, (demandeur, agent): (Uuid, Option<Uuid>), le: DateTime<Utc>) -> AideVecue {
        let nature = self.tirage.parmi(&self.f.mobilite.natures).copied().unwrap_or(N::PermisConduire);
        let motif = self.tirage.parmi(&self.f.mobilite.motifs).copied().unwrap_or(M::PriseEmploi);
        let (de, a) = cout(nature);
        let total = self.tirage.entre(de, a) * 100;
        let demande = total * self.tirage.entre(50, 90) / 100;
        let jour = self.monde.calendrier.jour(le);
        let activite = Activite {
            employeur: Some(self.tirage.mot(&EMPLOYEURS).to_owned()),
            debut: Some(apres(jour, self.tirage.entre(10, 45))),
            ..Activite::default()
        };
        let fournies = usize::try_from(self.tirage.entre(2, 4)).unwrap_or(4);
        let mut aide = AideVecue {
            aide: AideMobilite {
                id: self.tirage.id(le),
                departement: self.monde.departement.clone(),
                version: 1,
                allocataire_id: dossier.personne.id,
                dispositif: self.f.dispositif,
                nature,
                motif,
                statut: S::Demandee,
                demandeur,
                agent_demandeur: agent,
                instructeur: self.f.instructeur,
                prescription: None,
                montants: Montants { cout_total: Some(total), demande: Some(demande), ..Montants::default() },
                obligation_tiers: Some(false),
                activite: Some(activite),
                eligibilite: Vec::new(),
                motif_refus: None,
                recours: None,
                pret: None,
                debut: None,
                fin: None,
                solution_perenne: None,
                demandee_le: le,
                decidee_le: None,
                versee_le: None,
                allocataire: None,
            },
            regles: self.f.regles(nature, motif),
            pieces: PIECES[..fournies].iter().map(|p| Piece { libelle: (*p).to_owned(), fournie_le: Some(jour) }).collect(),
            versements: Vec::new(),
            passages: Vec::new(),
        };
        aide.passer(S::Demandee, le, (demandeur, agent));
        aide
    }

    /// States to come, each with the days that it takes: what was asked long ago is decided.
    fn suites(&mut self, jour: NaiveDate) -> Vec<Etape> {
        let recente = apres(jour, DECIDEE_APRES) > self.monde.calendrier.au;
        let attente = if recente { 20 } else { 0 };
        let instruite = (S::EnInstruction, 1, 6);
        let accordee = (S::Accordee, 4, 15);
        let suites: [(&[Etape], u32); 8] = [
            (&[instruite, accordee, (S::Versee, 5, 20)], 46),
            (&[instruite, accordee, (S::Accordee, 4, 12), (S::Versee, 6, 20)], 14),
            (&[(S::Incomplete, 1, 5), (S::EnInstruction, 4, 15), accordee, (S::Versee, 5, 20)], 14),
            (&[instruite, (S::Refusee, 4, 15)], 12),
            (&[instruite, (S::Annulee, 5, 20)], 5),
            (&[instruite, accordee], attente),
            (&[(S::Incomplete, 1, 5)], attente),
            (&[], attente),
        ];
        self.tirage.selon(&suites).map(<[_]>::to_vec).unwrap_or_default()
    }

    /// One move; false when the envelope does not let it be.
    fn avancer(&mut self, a: &mut AideVecue, vers: S, jour: NaiveDate, ressources: &mut Ressources) -> bool {
        let (conseil, demandeur) = ((self.f.instructeur, None), (a.aide.demandeur, a.aide.agent_demandeur));
        let le = self.monde.calendrier.instant(self.tirage, jour).max(a.dernier() + TimeDelta::minutes(7));
        let incomplet = a.aide.statut == S::Incomplete;
        match (vers, a.aide.statut) {
            (S::Accordee, S::Accordee) | (S::Versee, _) => self.payer(a, vers, le, ressources),
            (S::Accordee, _) => {
                let annee = i64::from(jour.year());
                let montant = a.aide.montants.demande.unwrap_or_default() * self.tirage.entre(70, 100) / 100;
                if !ressources.engager(self.f, annee, montant) {
                    return false;
                }
                a.aide.montants = Montants { accorde: Some(montant), annee: Some(annee), ..a.aide.montants };
                a.aide.decidee_le = Some(le);
            }
            (S::Incomplete, _) => a.pieces.push(Piece { libelle: "Relevé d'identité bancaire".to_owned(), fournie_le: None }),
            (S::EnInstruction, S::Incomplete) => a.pieces.iter_mut().for_each(|p| p.fournie_le = p.fournie_le.or(Some(jour))),
            (S::Refusee, _) => {
                a.aide.motif_refus = Some("La dépense n'est pas liée à un emploi ou à une formation confirmés.".to_owned());
                a.aide.decidee_le = Some(le);
            }
            _ => {}
        }
        a.passer(vers, le, if vers == S::Annulee || incomplet { demandeur } else { conseil });
        true
    }

    /// Half now, or all that remains.
    fn payer(&mut self, a: &mut AideVecue, vers: S, le: DateTime<Utc>, ressources: &mut Ressources) {
        let m = a.aide.montants;
        let reste = m.accorde.unwrap_or_default() - m.verse;
        let montant = if vers == S::Versee { reste } else { reste / 2 };
        let tiers = self.tirage.si(600, "Prestataire du devis".to_owned());
        let versement = Versement {
            montant,
            le: self.monde.calendrier.jour(le),
            a: if tiers.is_some() { D::Tiers } else { D::Beneficiaire },
            tiers,
            reference: Some(format!("Mandat {}", self.tirage.entre(1000, 9999))),
        };
        a.versements.push((le, versement));
        a.aide.montants.verse += montant;
        a.aide.versee_le = (vers == S::Versee).then_some(le);
        ressources.verser(self.f, m.annee.unwrap_or_default(), montant);
    }
}

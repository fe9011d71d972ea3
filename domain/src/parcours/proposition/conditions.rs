//! What rules ask, one function a condition. What is unknown is never there.

use super::dossier::social;
use super::epreuves::Examen;
use crate::allocataire::{NiveauFormation as N, PublicCible as P, SituationProfessionnelle as S, ThemeBesoin as B};

/// The rule asks a fact that no file holds.
pub(super) fn inverifiable(_: &Examen<'_>) -> bool {
    false
}

/// The proposal keeps the rule by its making.
pub(super) fn respectee(_: &Examen<'_>) -> bool {
    true
}

pub(super) fn diagnostiquee(e: &Examen<'_>) -> bool {
    e.dossier.autonome().is_some() && e.dossier.disponible().is_some()
}

pub(super) fn autonome_et_disponible(e: &Examen<'_>) -> bool {
    (e.dossier.autonome(), e.dossier.disponible()) == (Some(true), Some(true))
}

pub(super) fn a_soutenir(e: &Examen<'_>) -> bool {
    e.dossier.a_soutenir()
}

pub(super) fn independante(e: &Examen<'_>) -> bool {
    e.dossier.est(&[S::TravailleurIndependant]) || e.dossier.est_du_public(P::TravailleurNonSalarie)
}

pub(super) fn independante_ou_en_formation(e: &Examen<'_>) -> bool {
    independante(e) || e.dossier.est(&[S::ExploitantAgricole, S::EnFormation, S::EnEtudes])
}

pub(super) fn salariee_en_insertion(e: &Examen<'_>) -> bool {
    e.dossier.est(&[S::SalarieEnInsertion]) || e.dossier.est_du_public(P::SalarieEnInsertion)
}

pub(super) fn social_dabord(e: &Examen<'_>) -> bool {
    e.dossier.social_dabord() == Some(true)
}

pub(super) fn emploi_dabord(e: &Examen<'_>) -> bool {
    e.dossier.social_dabord() == Some(false)
}

pub(super) fn social_apres_entretien(e: &Examen<'_>) -> bool {
    e.dossier.recue() && social_dabord(e)
}

pub(super) fn emploi_apres_entretien(e: &Examen<'_>) -> bool {
    e.dossier.recue() && emploi_dabord(e)
}

pub(super) fn sans_besoin_social(e: &Examen<'_>) -> bool {
    emploi_dabord(e) && !e.dossier.a_besoin(social)
}

/// Work and social follow-up together, for who can come back to a job.
pub(super) fn a_soutenir_vers_lemploi(e: &Examen<'_>) -> bool {
    emploi_dabord(e) && (a_soutenir(e) || e.dossier.a_besoin(social))
}

pub(super) fn demandeuse_demploi(e: &Examen<'_>) -> bool {
    inscrite(e) || e.dossier.est(&[S::SansEmploi]) || e.dossier.est_du_public(P::DemandeurEmploi)
}

fn freinee_des_deux_cotes(e: &Examen<'_>) -> bool {
    e.dossier.a_besoin(social) && e.dossier.a_besoin(|b| !social(b))
}

pub(super) fn demandeuse_freinee_des_deux_cotes(e: &Examen<'_>) -> bool {
    demandeuse_demploi(e) && freinee_des_deux_cotes(e)
}

pub(super) fn inscrite_freinee_des_deux_cotes(e: &Examen<'_>) -> bool {
    inscrite(e) && freinee_des_deux_cotes(e)
}

/// One need may call one partner; several call several.
pub(super) fn complexe(e: &Examen<'_>) -> bool {
    e.dossier.besoins.as_ref().is_some_and(|b| b.len() > 1)
}

pub(super) fn inscrite(e: &Examen<'_>) -> bool {
    e.dossier.faits.inscrit_pole_emploi == Some(true)
}

pub(super) fn inscription_connue(e: &Examen<'_>) -> bool {
    e.dossier.faits.inscrit_pole_emploi.is_some()
}

fn soumise(e: &Examen<'_>) -> bool {
    e.dossier.faits.soumis_droits_devoirs == Some(true)
}

pub(super) fn primo_entrante_ou_soumise(e: &Examen<'_>) -> bool {
    soumise(e) || e.dossier.est_du_public(P::PrimoEntrantRsa)
}

pub(super) fn primo_entrante_soumise(e: &Examen<'_>) -> bool {
    soumise(e) && e.dossier.est_du_public(P::PrimoEntrantRsa)
}

pub(super) fn soumise_vers_lemploi(e: &Examen<'_>) -> bool {
    soumise(e) && emploi_dabord(e)
}

pub(super) fn libre_de_suivi_exclusif(e: &Examen<'_>) -> bool {
    e.suit_un_exclusif() == Some(false)
}

pub(super) fn projet_exprime(e: &Examen<'_>) -> bool {
    e.dossier.projet() == Some(true)
}

/// By an operator of the dispositif.
pub(super) fn domiciliee(e: &Examen<'_>) -> bool {
    let operateurs = e.dispositif().map_or(&[][..], |d| &d.contenu.operateurs);
    e.dossier.faits.domiciliation.is_some_and(|d| operateurs.contains(&d))
}

pub(super) fn domiciliee_sans_enfant(e: &Examen<'_>) -> bool {
    domiciliee(e) && e.dossier.faits.enfants_a_charge == Some(0)
}

/// A professional référent suits who is autonomous and available, or has a project to build.
pub(super) fn domiciliee_pour_un_professionnel(e: &Examen<'_>) -> bool {
    domiciliee(e) && (autonome_et_disponible(e) || (emploi_dabord(e) && a_soutenir(e)))
}

/// A diploma asks for its date, which no file holds: only the experience of a cadre is enough.
pub(super) fn cadre(e: &Examen<'_>) -> bool {
    e.dossier.est_du_public(P::Cadre)
}

/// The level above the licence may be a first year of master or not: the master alone is sure.
pub(super) fn master_ou_cadre(e: &Examen<'_>) -> bool {
    let jeune = e.dossier.est_du_public(P::Jeune) || e.dossier.est_du_public(P::Diplome);
    cadre(e) || (jeune && e.dossier.faits.niveau_formation == Some(N::BacPlus5))
}

pub(super) fn refugiee(e: &Examen<'_>) -> bool {
    e.dossier.est_du_public(P::Refugie)
}

pub(super) fn refugiee_sans_francais(e: &Examen<'_>) -> bool {
    refugiee(e) && e.dossier.a_besoin(|b| b == B::Langue)
}

/// And nothing else that would put social follow-up first.
pub(super) fn refugiee_que_le_francais_freine(e: &Examen<'_>) -> bool {
    refugiee_sans_francais(e) && emploi_dabord(e)
}

pub(super) fn sans_residence_stable(e: &Examen<'_>) -> bool {
    e.dossier.est_du_public(P::SansResidenceStable)
}

pub(super) fn hors_rsa(e: &Examen<'_>) -> bool {
    e.dossier.faits.droit_ouvert == Some(false)
}

pub(super) fn hors_rsa_dans_le_secteur(e: &Examen<'_>) -> bool {
    hors_rsa(e) && demandeuse_demploi(e) && e.habite_le_secteur() == Some(true)
}

/// Within the ages that the rule states.
pub(super) fn dage_admis(e: &Examen<'_>) -> bool {
    e.dossier.faits.age.is_some_and(|age| e.regle.admet(age, 1))
}

pub(super) fn dage_admis_sans_emploi(e: &Examen<'_>) -> bool {
    dage_admis(e) && e.dossier.est(&[S::SansEmploi])
}

pub(super) fn dage_admis_sortant_ase(e: &Examen<'_>) -> bool {
    dage_admis(e) && e.dossier.est_du_public(P::SortantAse)
}

/// Longer on RSA than the years that the rule states; known by the months, else by the public that they make.
pub(super) fn au_rsa_depuis_longtemps(e: &Examen<'_>) -> bool {
    let mois = e.dossier.faits.anciennete_rsa_mois;
    mois.map_or_else(|| e.dossier.est_du_public(P::RsaLongueDuree), |m| e.regle.admet(m, MOIS_PAR_AN))
}

const MOIS_PAR_AN: i64 = 12;

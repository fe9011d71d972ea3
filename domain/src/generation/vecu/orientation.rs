//! Orientations: one for each partner that was given the person to follow.

use chrono::{DateTime, NaiveDate, Utc};
use uuid::Uuid;

use super::reorientation::Demande;
use super::{Cadre, Reference};
use crate::allocataire::ThemeBesoin;
use crate::generation::tirage::Tirage;
use crate::orientation::reorientation::DecisionReorientation;
use crate::parcours::{ModaliteAccompagnement as A, ModeDesignation as M};
use crate::vocabulaire::{Ensemble, Enumeration};

pub(in crate::generation) struct Orientation {
    pub id: Uuid,
    pub debut: NaiveDate,
    pub modalite: A,
    pub partenaire: Uuid,
    pub agent: Option<Uuid>,
    pub territoire: Option<Uuid>,
    pub dispositif: Option<Uuid>,
    pub mode: M,
    pub motif: Option<&'static str>,
    pub choix_personne: Option<bool>,
    pub rencontre: Option<Uuid>,
    pub par_agent: Option<Uuid>,
    pub diagnostic: Option<Diagnostic>,
    pub cree_le: DateTime<Utc>,
}

pub(in crate::generation) struct Diagnostic {
    pub autonome: bool,
    pub disponible: bool,
    pub freins: Ensemble<ThemeBesoin>,
    pub projet: Option<&'static str>,
    pub synthese: &'static str,
}

/// Shares out of a thousand.
const DIAGNOSTIQUES: u32 = 420;
const MOTIVES: u32 = 300;
const AVEC_DISPOSITIF: u32 = 700;
const CHOISIS_AU_KIOSQUE: u32 = 850;

/// What an accepted request to reorient writes.
const REORIENTATION: &str = "Réorientation";

pub(super) fn tirer(cadre: &Cadre<'_>, vie: &mut Tirage, references: &[Reference], demandes: &[Demande]) -> Vec<Orientation> {
    references.iter().map(|reference| une(cadre, vie, reference, demandes)).collect()
}

fn une(cadre: &Cadre<'_>, vie: &mut Tirage, r: &Reference, demandes: &[Demande]) -> Orientation {
    let choix = cadre.suivi.choix[r.rang];
    let designation = &cadre.suivi.parcours.designations[choix.rang];
    let acceptee = |d: &Demande| d.inscrite.decision == Some(DecisionReorientation::Acceptee) && d.decidee_a == Some(r.oriente_le);
    let mut orientation = Orientation {
        id: vie.id(r.oriente_le),
        debut: r.du,
        modalite: r.modalite,
        partenaire: r.partenaire,
        agent: designation.agent,
        territoire: None,
        dispositif: None,
        mode: designation.mode,
        motif: Some(REORIENTATION),
        choix_personne: None,
        rencontre: choix.seance.map(|rang| cadre.monde.agenda.seances[rang].id),
        par_agent: cadre.monde.agent(vie, cadre.monde.conseil, cadre.personne.territoire),
        diagnostic: None,
        cree_le: r.oriente_le,
    };
    if !demandes.iter().any(acceptee) {
        decrire(cadre, vie, r, &mut orientation);
    }
    orientation
}

/// What the Département says of an orientation that it decides by itself.
fn decrire(cadre: &Cadre<'_>, vie: &mut Tirage, r: &Reference, o: &mut Orientation) {
    let motive = r.modalite == A::VeilleSociale || vie.chance(MOTIVES);
    o.territoire = cadre.personne.territoire;
    o.dispositif = dispositif(cadre, vie, r);
    o.motif = motive.then(|| vie.mot(motifs(r.modalite)));
    o.choix_personne = choix(vie, o.mode);
    o.diagnostic = (o.mode != M::Automatique && vie.chance(DIAGNOSTIQUES)).then(|| diagnostiquer(cadre, vie, r));
}

fn dispositif(cadre: &Cadre<'_>, vie: &mut Tirage, r: &Reference) -> Option<Uuid> {
    let programmes = cadre.monde.reglement.programmes.iter();
    let possibles = programmes.filter(|p| p.mene_par(r.partenaire) && !p.accueille() && p.convient(cadre.personne, r.du));
    let possibles: Vec<Uuid> = possibles.map(|p| p.dispositif.id).collect();
    vie.parmi(&possibles).copied().filter(|_| vie.chance(AVEC_DISPOSITIF))
}

/// At a kiosque the person chooses among those who are there.
fn choix(vie: &mut Tirage, mode: M) -> Option<bool> {
    match mode {
        M::Kiosque | M::TeleKiosque => Some(vie.chance(CHOISIS_AU_KIOSQUE)),
        M::Automatique | M::Office => None,
        _ => vie.si(200, true),
    }
}

/// Obstacles are those that the file names, save health, which few may read.
fn diagnostiquer(cadre: &Cadre<'_>, vie: &mut Tirage, r: &Reference) -> Diagnostic {
    let connus = cadre.besoins.iter().filter(|b| b.leve_le.is_none_or(|leve| leve > r.du)).map(|b| b.theme);
    let autonome = matches!(r.modalite, A::Professionnel) || vie.chance(250);
    Diagnostic {
        autonome,
        disponible: autonome && vie.chance(800),
        freins: connus.filter(|theme| !ThemeBesoin::VALEURS[theme.rang()].sensible).collect(),
        projet: vie.chance(600).then(|| vie.mot(PROJETS)),
        synthese: vie.mot(SYNTHESES),
    }
}

const fn motifs(modalite: A) -> &'static [&'static str] {
    match modalite {
        A::Professionnel => &["Prête à reprendre un emploi.", "Projet défini, recherche à soutenir."],
        A::Socioprofessionnel => &["Projet à construire avec un appui.", "Activité indépendante à consolider."],
        A::Social => &["Situation à stabiliser d'abord.", "Démarches sociales prioritaires."],
        A::VeilleSociale => &["Un suivi régulier n'apporte plus rien ; point une fois par an."],
    }
}

const PROJETS: &[&str] = &[
    "Travailler dans l'aide à domicile.",
    "Reprendre un poste de magasinier.",
    "Se former à la cuisine de collectivité.",
    "Créer une activité de réparation de vélos.",
    "Retrouver un emploi administratif à temps partiel.",
    "Passer un titre professionnel dans le bâtiment.",
];

const SYNTHESES: &[&str] = &[
    "Motivation claire, besoin d'un appui pour les premières démarches.",
    "Rythme à retrouver avant une recherche active.",
    "Expérience solide, compétences à faire reconnaître.",
    "Disponible sous réserve d'une solution de garde.",
    "Projet à confirmer par une mise en situation.",
];

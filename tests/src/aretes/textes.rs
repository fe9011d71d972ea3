//! Canaries in the texts of the rows of a file.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{NaiveDate, NaiveTime};
use domain::identifiant::Genre;
use sea_orm::Value;
use uuid::Uuid;

use super::attendu::Attendu;
use super::canaris::{Canari, texte};
use super::causes::{Causes, Designation};
use super::dossier::Vue;
use super::pieces::{INVITATION, Piece, Pieces, lu, periodes};
use crate::harnais::Banc;

/// Who reads a text: whoever reads the row whole, the reader of a diagnosis, nobody.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Lecteur {
    Ligne,
    Diagnostic,
    Personne,
}

struct Texte {
    lettre: char,
    type_: &'static str,
    table: &'static str,
    colonne: &'static str,
    /// The column that names the row, in its own table or in one that details it.
    cle: &'static str,
    /// A list of texts, written as JSON.
    liste: bool,
    lecteur: Lecteur,
}

const fn colonne(
    lettre: char,
    (type_, table): (&'static str, &'static str),
    colonne: &'static str,
    liste: bool,
    lecteur: Lecteur,
) -> Texte {
    Texte { lettre, type_, table, colonne, cle: "id", liste, lecteur }
}

/// A text of the rows that detail an aid: it has them, or has none.
const fn detail(lettre: char, table: &'static str, colonne: &'static str) -> Texte {
    Texte { lettre, type_: AIDE.0, table, colonne, cle: "aide_id", liste: false, lecteur: Lecteur::Ligne }
}

/// The same of an application or a contract.
const fn suite(lettre: char, (type_, cle): (&'static str, &'static str), table: &'static str, colonne: &'static str) -> Texte {
    Texte { lettre, type_, table, colonne, cle, liste: false, lecteur: Lecteur::Ligne }
}

const ORIENTATION: (&str, &str) = ("Orientation", "orientation");
const CONTRAT: (&str, &str) = ("ContratEngagement", "contrat");
const ETAPE: (&str, &str) = ("Etape", "etape");
const DEMANDE: (&str, &str) = ("DemandeReorientation", "demande_reorientation");
const RELEVE: (&str, &str) = (INVITATION, "invitation");

const AIDE: (&str, &str) = ("AideMobilite", "aide_mobilite");

const CANDIDATURE: (&str, &str) = ("Candidature", "candidature_id");
const EMPLOI: (&str, &str) = ("ContratInsertion", "contrat_id");

const COLONNES: [Texte; 29] = [
    colonne('A', ORIENTATION, "motif", false, Lecteur::Ligne),
    colonne('B', ORIENTATION, "projet", false, Lecteur::Diagnostic),
    colonne('C', ORIENTATION, "synthese", false, Lecteur::Diagnostic),
    colonne('D', CONTRAT, "engagements", true, Lecteur::Ligne),
    colonne('E', CONTRAT, "rompu_motif", false, Lecteur::Personne),
    colonne('F', ETAPE, "libelle", false, Lecteur::Ligne),
    colonne('G', ETAPE, "resultat", false, Lecteur::Ligne),
    colonne('H', ("RendezVous", "rendez_vous"), "lieu", false, Lecteur::Ligne),
    colonne('I', DEMANDE, "motif", false, Lecteur::Ligne),
    colonne('J', DEMANDE, "avis", false, Lecteur::Ligne),
    colonne('K', RELEVE, "objectifs", true, Lecteur::Ligne),
    colonne('L', RELEVE, "moyens", true, Lecteur::Ligne),
    colonne('M', RELEVE, "avis", false, Lecteur::Ligne),
    colonne('P', ("InscriptionFormation", "inscription_formation"), "bilan", false, Lecteur::Ligne),
    colonne('Q', ("EvaluationLinguistique", "evaluation_linguistique"), "commentaire", false, Lecteur::Personne),
    colonne('R', ("DiagnosticMobilite", "diagnostic_mobilite"), "synthese", false, Lecteur::Ligne),
    colonne('S', AIDE, "motif_refus", false, Lecteur::Ligne),
    colonne('T', AIDE, "recours", false, Lecteur::Ligne),
    colonne('U', AIDE, "employeur", false, Lecteur::Ligne),
    colonne('V', AIDE, "type_contrat", false, Lecteur::Ligne),
    detail('W', "transition_aide", "commentaire"),
    detail('X', "piece_aide", "libelle"),
    detail('Y', "versement_aide", "reference"),
    colonne('1', ("Candidature", "candidature"), "message", false, Lecteur::Ligne),
    suite('2', CANDIDATURE, "transition_candidature", "commentaire"),
    suite('3', EMPLOI, "renouvellement_contrat", "derogation"),
    suite('4', EMPLOI, "immersion", "employeur"),
    suite('5', EMPLOI, "immersion", "bilan"),
    colonne('6', ("PassIae", "pass_iae"), "numero", false, Lecteur::Ligne),
];
const SUSPENSION: char = 'N';
const FIN_DE_DESIGNATION: char = 'O';

/// The texts as they were laid.
pub struct Textes {
    periodes: BTreeMap<Uuid, (NaiveDate, Option<NaiveDate>)>,
    /// Canaries that found a row to stand on.
    poses: BTreeSet<Canari>,
}

impl Textes {
    /// Overwrites every text of the rows of files.
    pub async fn poser(banc: &Banc, causes: &Causes, pieces: &Pieces) -> Self {
        banc.executer("update orientation set diagnostic_le = debut", []).await;
        let mut poses = BTreeSet::new();
        for c in &COLONNES {
            let filtre = if c.type_ == INVITATION { " and consignee_le is not null" } else { "" };
            let sql = format!("update {} set {} = $1 where {} = $2{filtre}", c.table, c.colonne, c.cle);
            for (rang, piece) in pieces[c.type_].iter().enumerate() {
                let canari = texte((c.lettre, rang));
                let valeur = if c.liste { format!("[\"{canari}\"]") } else { canari };
                if banc.executer(&sql, [valeur.into(), piece.id.into()]).await > 0 {
                    poses.insert((c.lettre, rang));
                }
            }
        }
        periodiques(banc, causes).await;
        Self { periodes: periodes(banc).await, poses }
    }

    pub fn permis(&self, attendu: &Attendu<'_>, pieces: &Pieces) -> BTreeSet<Canari> {
        let mut permis = BTreeSet::new();
        for c in &COLONNES {
            let lues = pieces[c.type_].iter().enumerate().filter(|(_, p)| self.lit(attendu, c, p));
            permis.extend(lues.map(|(rang, _)| (c.lettre, rang)).filter(|canari| self.poses.contains(canari)));
        }
        let fins = attendu.causes.designations.iter().enumerate().filter(|(_, d)| lit_fin(attendu, d));
        permis.extend(fins.map(|(rang, _)| (FIN_DE_DESIGNATION, rang)));
        permis
    }

    fn lit(&self, attendu: &Attendu<'_>, c: &Texte, p: &Piece) -> bool {
        match c.lecteur {
            Lecteur::Ligne if c.type_ == INVITATION && p.le.is_none() => false,
            Lecteur::Ligne => attendu.vue(c.type_, p) == Vue::Entiere,
            Lecteur::Diagnostic => self.diagnostique(attendu, p),
            Lecteur::Personne => false,
        }
    }

    pub fn diagnostique(&self, attendu: &Attendu<'_>, orientation: &Piece) -> bool {
        attendu.diagnostique(orientation, self.periodes[&orientation.id])
    }
}

/// Why a référent stopped: the Département, itself, and who followed when it was designated.
fn lit_fin(attendu: &Attendu<'_>, d: &Designation) -> bool {
    let lendemain = (d.debut + chrono::Days::new(1)).and_time(NaiveTime::MIN).and_utc();
    let suivie = attendu.suivies.get(&d.personne).is_some_and(|depuis| *depuis <= lendemain);
    attendu.detaille(d.personne) && (attendu.entieres.contains(&d.personne) || d.partenaire == attendu.persona.partenaire || suivie)
}

/// Rows that have no id of their own.
async fn periodiques(banc: &Banc, causes: &Causes) {
    for (rang, l) in banc.lignes("select parcours_id, du from suspension order by parcours_id, du", []).await.iter().enumerate() {
        let (canari, parcours, du): (Value, Uuid, NaiveDate) = (texte((SUSPENSION, rang)).into(), lu(l, 0), lu(l, 1));
        banc.executer("update suspension set motif = $1 where parcours_id = $2 and du = $3", [canari, parcours.into(), du.into()]).await;
    }
    for (rang, d) in causes.designations.iter().enumerate() {
        let canari = texte((FIN_DE_DESIGNATION, rang)).into();
        let sql = "update designation set motif_fin = $1 where parcours_id = $2 and debut = $3";
        banc.executer(sql, [canari, d.parcours.into(), d.debut.into()]).await;
    }
}

/// What a letter names, and the row of a rank.
pub fn nommer(pieces: &Pieces, (lettre, rang): Canari) -> Option<String> {
    let c = COLONNES.iter().find(|c| c.lettre == lettre)?;
    let id = pieces[c.type_].get(rang)?.id;
    let genres = [
        Genre::Orientation,
        Genre::Contrat,
        Genre::Etape,
        Genre::RendezVous,
        Genre::DemandeReorientation,
        Genre::EvaluationLinguistique,
        Genre::InscriptionFormation,
        Genre::DiagnosticMobilite,
        Genre::AideMobilite,
        Genre::Candidature,
        Genre::ContratInsertion,
        Genre::PassIae,
    ];
    let ecrit = genres.into_iter().find(|g| g.type_graphql() == c.type_).map_or_else(|| id.to_string(), |g| g.ecrire(id));
    Some(format!("{}.{} {ecrit}", c.type_, c.colonne))
}

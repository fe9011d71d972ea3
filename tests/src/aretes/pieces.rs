//! The rows of a file, read from the tables: whose they are, who made them, when.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use domain::identifiant::Genre;
use sea_orm::{QueryResult, TryGetable};
use uuid::Uuid;

use crate::harnais::Banc;

/// A row about a person, whatever its table.
pub struct Piece {
    pub id: Uuid,
    pub departement: String,
    pub personne: Uuid,
    /// The parcours, the meeting, or the session.
    pub cadre: Option<Uuid>,
    /// Who always reads its own.
    pub parties: Vec<Uuid>,
    /// When it was made, or ended where what lasts is shown; none where no date closes it.
    pub le: Option<DateTime<Utc>>,
    pub renvoi: Option<Uuid>,
    /// It says that the person is cared for.
    pub soin: bool,
}

const IAE: [(Genre, &str); 2] = [
    (Genre::Candidature, "employeur_id, prescripteur_id, close_le, null, false from candidature p"),
    (Genre::ContratInsertion, "employeur_id, null, termine_le, null, false from contrat_insertion p"),
];

/// Types of rows, each with a statement of the same columns: where they stand, two parties at most, when, a referral, whether
/// it tells of care.
const LECTURES: [(Genre, &str); 8] = [
    (Genre::Orientation, "parcours_id, partenaire_id, par_id, cree_le, null, false from orientation p"),
    (Genre::Contrat, "parcours_id, partenaire_id, null, cree_le, null, false from contrat p"),
    (Genre::Etape, "parcours_id, partenaire_id, null, cree_le, null, type = 'SOINS' from etape p"),
    (Genre::DemandeReorientation, "parcours_id, partenaire_id, null, cree_le, null, false from demande_reorientation p"),
    (
        Genre::RendezVous,
        "parcours_id, partenaire_id, null, cree_le, prescription_id, exists (select 1 from prescription r where r.id = p.prescription_id and r.type = 'SANTE') from rendez_vous p",
    ),
    (
        Genre::Accompagnement,
        "parcours_id, partenaire_id, null, termine_le, prescription_id, exists (select 1 from prescription r where r.id = p.prescription_id and r.type = 'SANTE') from accompagnement p",
    ),
    (Genre::EvaluationLinguistique, "null, evaluateur_id, null, close_le, prescription_id, false from evaluation_linguistique p"),
    (Genre::InscriptionFormation, "session_id, organisme_id, evaluateur_id, close_le, prescription_id, false from inscription_formation p"),
];

/// The same of rows that no parcours holds.
const MOBILITE: [(Genre, &str); 2] = [
    (Genre::DiagnosticMobilite, "plateforme_id, null, cree_le, prescription_id, false from diagnostic_mobilite p"),
    (Genre::AideMobilite, "demandeur_id, instructeur_id, terminee_le, prescription_id, false from aide_mobilite p"),
];

/// Rows of a table by their rank: the order of their ids.
pub type Pieces = BTreeMap<&'static str, Vec<Piece>>;

pub fn lu<T: TryGetable>(l: &QueryResult, colonne: usize) -> T {
    l.try_get_by_index(colonne).expect("column")
}

pub async fn lire(banc: &Banc) -> Pieces {
    let mut pieces = Pieces::new();
    for (genre, suite) in LECTURES {
        let sql = format!("select id, departement, allocataire_id, {suite} order by id");
        pieces.insert(genre.type_graphql(), banc.lignes(&sql, []).await.iter().map(piece).collect());
    }
    for (genre, suite) in MOBILITE.into_iter().chain(IAE) {
        let sql = format!("select id, departement, allocataire_id, null, {suite} order by id");
        pieces.insert(genre.type_graphql(), banc.lignes(&sql, []).await.iter().map(piece).collect());
    }
    pieces.insert(Genre::PassIae.type_graphql(), pass(banc).await);
    pieces.insert(INVITATION, invitations(banc).await);
    pieces
}

fn piece(l: &QueryResult) -> Piece {
    Piece {
        id: lu(l, 0),
        departement: lu(l, 1),
        personne: lu(l, 2),
        cadre: lu(l, 3),
        parties: [lu::<Option<Uuid>>(l, 4), lu(l, 5)].into_iter().flatten().collect(),
        le: lu(l, 6),
        renvoi: lu(l, 7),
        soin: lu(l, 8),
    }
}

/// A PASS is its contracts': of all their structures, and over when the last one is.
async fn pass(banc: &Banc) -> Vec<Piece> {
    let lignes =
        banc.lignes("select id, departement, allocataire_id, null, null, null, null, null, false from pass_iae order by id", []).await;
    let contrats = banc.lignes("select pass_id, employeur_id, termine_le from contrat_insertion where pass_id is not null", []).await;
    let un = |l: &QueryResult| {
        let (id, siens): (Uuid, Vec<_>) = (lu(l, 0), contrats.iter().filter(|c| lu::<Uuid>(c, 0) == lu::<Uuid>(l, 0)).collect());
        let fins: Vec<Option<DateTime<Utc>>> = siens.iter().map(|c| lu(c, 2)).collect();
        Piece {
            id,
            departement: lu(l, 1),
            personne: lu(l, 2),
            cadre: None,
            parties: siens.iter().map(|c| lu(c, 1)).collect(),
            le: if fins.contains(&None) { None } else { fins.into_iter().flatten().max() },
            renvoi: None,
            soin: false,
        }
    };
    lignes.iter().map(un).collect()
}

pub const INVITATION: &str = "Invitation";

/// An invitation is its organiser's and its signatories'; what was decided there, theirs and the followers' of that time.
async fn invitations(banc: &Banc) -> Vec<Piece> {
    let sql = "select id, departement, allocataire_id, rencontre_id, organisateur_id, null, consignee_le, null, false from invitation order by id";
    let signatures = banc.lignes("select rencontre_id, allocataire_id, partenaire_id from signataire", []).await;
    let une = |l: &QueryResult| {
        let mut lue = piece(l);
        let siennes = signatures.iter().filter(|s| (lu::<Uuid>(s, 0), lu::<Uuid>(s, 1)) == (lu(l, 3), lue.personne));
        lue.parties.extend(siennes.map(|s| lu::<Uuid>(s, 2)));
        lue
    };
    banc.lignes(sql, []).await.iter().map(une).collect()
}

/// The days during which each orientation runs, for what was transmitted with it.
pub async fn periodes(banc: &Banc) -> BTreeMap<Uuid, (NaiveDate, Option<NaiveDate>)> {
    let lignes = banc.lignes("select parcours_id, debut, id from orientation order by parcours_id, debut", []).await;
    let mut periodes = BTreeMap::new();
    for (rang, l) in lignes.iter().enumerate() {
        let suivante = lignes.get(rang + 1).filter(|s| lu::<Uuid>(s, 0) == lu::<Uuid>(l, 0));
        periodes.insert(lu(l, 2), (lu(l, 1), suivante.map(|s| lu(s, 1))));
    }
    periodes
}

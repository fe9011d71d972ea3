//! Every edge of the schema, for every profile, in a database where each value is a canary.

use std::collections::BTreeMap;

use domain::identifiant::Genre;
use uuid::Uuid;

use super::attendu::Attendu;
use super::canaris::Canaris;
use super::causes::Causes;
use super::champs::Suivre;
use super::comptes;
use super::documents::Documents;
use super::jugement::Jugement;
use super::marche::marcher;
use super::personas::{PERSONAS, Persona, mettre_en_place};
use super::pieces::{self, Pieces};
use super::vie::Vie;
use crate::harnais::Banc;

const GRAINE: u64 = 2026;
const GESTES: usize = 60;
const CHEMINS: usize = 260;
pub async fn chaque_arete_de_chaque_profil(banc: &Banc) {
    mettre_en_place(banc).await;
    let mut vie = Vie::nouvelle(banc, GRAINE);
    vie.vivre(GESTES).await;
    vie.adresser().await;
    vie.accompagner().await;
    vie.apprendre().await;
    vie.mobiliser().await;
    vie.employer().await;
    vie.cheminer(CHEMINS).await;
    banc.sequencer().await;
    let causes = Causes::lire(banc, &vie.receptions).await;
    let canaris = Canaris::poser(banc, &causes, pieces::lire(banc).await).await;
    let (ids, parcours) = (ids(banc, &causes, &canaris.pieces).await, Suivre::lire(banc).await);
    let schema = Documents::lire();
    let mut vues = comptes::Vues::default();
    let mut fautes = Vec::new();
    let mut lues = BTreeMap::new();
    for (rang, cle) in PERSONAS.into_iter().enumerate() {
        let persona = Persona::lire(banc, cle).await;
        let attendu = Attendu::de(&persona, &causes);
        let vus = marcher(banc, &persona, (&schema, rang), &ids).await;
        vues.noter(&attendu, &canaris.pieces);
        let jugement = Jugement { banc, persona: &persona, attendu: &attendu, vus: &vus };
        let mut siennes = jugement.rendre(&canaris, &parcours, &vie).await;
        siennes.extend(comptes::verifier(banc, &attendu, &canaris.pieces).await);
        fautes.extend(siennes.into_iter().map(|faute| format!("{cle} : {faute}")));
        lues.insert(cle, vus.lignes("Allocataire").len());
    }
    assert!(fautes.is_empty(), "graine {GRAINE}, {lues:?}, {:?}\n{}", vie.faits, fautes.join("\n"));
    vues.suffire();
}

async fn ids(banc: &Banc, causes: &Causes, pieces: &Pieces) -> BTreeMap<&'static str, Vec<String>> {
    let ecrire = |genre: Genre, ids: Vec<Uuid>| (genre.type_graphql(), ids.into_iter().map(|id| genre.ecrire(id)).collect());
    let de = |genre: Genre| ecrire(genre, pieces[genre.type_graphql()].iter().map(|p| p.id).collect());
    BTreeMap::from([
        ecrire(Genre::Allocataire, causes.personnes.keys().copied().collect()),
        ecrire(Genre::Parcours, causes.parcours.iter().map(|(id, _)| *id).collect()),
        ecrire(Genre::Prescription, causes.renvois.iter().map(|r| r.id).collect()),
        de(Genre::Etape),
        de(Genre::Accompagnement),
        de(Genre::RendezVous),
        de(Genre::EvaluationLinguistique),
        de(Genre::InscriptionFormation),
        de(Genre::DiagnosticMobilite),
        de(Genre::AideMobilite),
        de(Genre::Candidature),
        de(Genre::ContratInsertion),
        de(Genre::PassIae),
        ecrire(Genre::Rencontre, banc.colonne("select id from rencontre order by id", []).await),
        ecrire(Genre::SessionFormation, banc.colonne("select id from session_formation order by id", []).await),
        ecrire(Genre::StructureIae, banc.colonne("select id from structure_iae order by id", []).await),
        ecrire(Genre::PosteIae, banc.colonne("select id from poste_iae order by id", []).await),
    ])
}

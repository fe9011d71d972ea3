//! From a question to a finished file: every indicator of the pacte, by the function that answers GraphQL.

use std::io;
use std::sync::Arc;

use domain::erreur::Panne;
use domain::indicateur::{Indicateur, ValeurIndicateur, declaration, question, valeurs};
use domain::journal::NatureAcces;
use domain::mesure::Centiemes;
use domain::portee::Portees;
use domain::referentiel::Referentiel;
use domain::session::{Session, Trace};
use uuid::Uuid;

use super::demande::Demande;
use super::ecrivain::{EchecEcriture, Ecrivain};
use super::empreinte::Empreinte;
use super::fichier::Fichier;
use super::ligne::{Ligne, Sujet};
use super::parametres::RefusParametre;
use crate::points::Solde;

/// What the table takes, as the field of GraphQL does.
pub const PORTEE: Portees = Portees::de("indicateurs:lire");

/// Indicators whose declared values are read by one statement; the lines of one are in memory at a time.
const LOT: usize = 20;

/// Why there is no file.
#[derive(Debug, thiserror::Error)]
pub enum RefusExport {
    #[error("{0}")]
    Parametre(RefusParametre),
    #[error("la portée indicateurs:lire manque")]
    Portee,
    #[error("le budget de points de cette minute est épuisé")]
    Points(Solde),
    #[error("trop d'exports à la fois, ou celui-ci a dépassé le temps permis")]
    Delai,
    #[error(transparent)]
    Ecriture(#[from] EchecEcriture),
    #[error(transparent)]
    Panne(#[from] Panne),
}

impl From<RefusParametre> for RefusExport {
    fn from(refus: RefusParametre) -> Self {
        Self::Parametre(refus)
    }
}

impl From<io::Error> for RefusExport {
    fn from(erreur: io::Error) -> Self {
        Self::Ecriture(erreur.into())
    }
}

/// A finished file, and the digest of what it says.
pub struct Table {
    pub fichier: Fichier,
    pub dit: String,
}

/// Writes the table that this session may read. `depenser` is told the lines before they are written, and may refuse.
pub async fn ecrire(
    session: &Session,
    demande: &Demande,
    mut depenser: impl FnMut(u64) -> Result<(), Solde>,
) -> Result<Table, RefusExport> {
    let referentiel = session.referentiel();
    let pacte = demande.pacte(&referentiel)?;
    let question = demande.question(&referentiel, &pacte)?;
    let siens: Vec<&Indicateur> = referentiel.indicateurs.toutes().filter(|i| i.pacte == pacte.id).map(AsRef::as_ref).collect();
    for indicateur in &siens {
        question::verifier(&referentiel, indicateur, &question).map_err(RefusParametre::du_domaine)?;
    }
    let ecrivain = Ecrivain::nouveau(Fichier::vierge()?, (demande.format, demande.profil), demande.notice(&pacte))?;
    let mut table = (ecrivain, Empreinte::default());
    for lot in siens.chunks(LOT) {
        let ids: Vec<Uuid> = lot.iter().map(|i| i.id).collect();
        let declarees = declaration::courantes(session, &ids, question.periode).await?;
        for indicateur in lot {
            let siennes: Vec<_> = declarees.iter().filter(|d| d.indicateur == indicateur.id).cloned().collect();
            let valeurs = valeurs::valeurs(session, indicateur, &question, &siennes).await?;
            depenser(u64::try_from(valeurs.len().max(1)).unwrap_or(u64::MAX)).map_err(RefusExport::Points)?;
            lignes(&referentiel, (&pacte.code, indicateur), &valeurs, &mut table)?;
        }
    }
    let trace = Trace { requete: "", operation: "exporter-indicateurs", categories: &[] };
    session.clore(trace, NatureAcces::Export).await?;
    finir(table).await
}

fn lignes(
    referentiel: &Referentiel,
    (pacte, indicateur): (&str, &Indicateur),
    valeurs: &[ValeurIndicateur],
    (ecrivain, empreinte): &mut (Ecrivain, Empreinte),
) -> Result<(), EchecEcriture> {
    let sujet = sujet(referentiel, pacte, indicateur);
    for valeur in valeurs {
        let auteur = valeur.declaree_par.and_then(|id| referentiel.partenaires.par_id(id));
        let ligne = Ligne {
            sujet: &sujet,
            territoire: valeur.territoire.and_then(|id| referentiel.territoires.par_id(id)).map(AsRef::as_ref),
            declaree_par: auteur.map(|p| p.nom.as_str()),
            objectif: objectif(indicateur, valeur),
            valeur,
        };
        empreinte.ajouter(&ligne);
        ecrivain.ecrire(&ligne)?;
    }
    Ok(())
}

fn sujet(referentiel: &Referentiel, pacte: &str, indicateur: &Indicateur) -> Sujet {
    let fiche = indicateur.fiche.and_then(|id| referentiel.fiches_action.par_id(id));
    Sujet {
        pacte: pacte.to_owned(),
        fiche: fiche.map(|f| f.document.code.clone()),
        code: indicateur.code().to_owned(),
        libelle: indicateur.document.libelle.clone(),
        unite: indicateur.document.unite,
        mode: indicateur.mode(),
    }
}

/// The first figure aimed at in that period; of the whole, as the distance to it is.
fn objectif(indicateur: &Indicateur, valeur: &ValeurIndicateur) -> Option<Centiemes> {
    let mut fixes = indicateur.document.objectifs_de(Some(valeur.periode));
    fixes.find_map(|o| o.valeur).filter(|_| valeur.est_totale())
}

/// A workbook is assembled and compressed at its end: away from the threads that answer.
async fn finir((ecrivain, empreinte): (Ecrivain, Empreinte)) -> Result<Table, RefusExport> {
    let ecrit = tokio::task::spawn_blocking(move || Ok::<_, EchecEcriture>(Fichier::fini(ecrivain.finir()?)?));
    Ok(Table { fichier: ecrit.await.map_err(io::Error::other)??, dit: empreinte.finir() })
}

/// Opens the caller's snapshot, once its conventions are known to be those in force and to open indicators.
pub async fn ouvrir(base: &Arc<domain::base::Base>, appelant: &Arc<domain::session::Appelant>) -> Result<Session, RefusExport> {
    let session = Session::ouvrir(base, Arc::clone(appelant)).await?;
    session.verifier().await?;
    if session.perimetre.portees().contient(PORTEE) { Ok(session) } else { Err(RefusExport::Portee) }
}

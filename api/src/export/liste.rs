//! Lists of files as lines of JSON: one object of the API a line, read page by page by the handler that answers GraphQL, so
//! that scopes, masks, limits and journal are its own.

use std::sync::Arc;

use async_graphql::Variables;
use axum::body::Bytes;
use chrono::{DateTime, Utc};
use domain::erreur::Panne;
use domain::portee::Portees;
use domain::session::{Appelant, Session};
use serde::Deserialize;
use serde_json::json;
use serde_json::value::RawValue;

use crate::graphql::connexion::serialiser;
use crate::moteur::{Demande, Moteur, Reponse};

mod document;

/// A list that is exported: the name of its file, and the root field that reads it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Liste {
    pub nom: &'static str,
    pub racine: &'static str,
}

pub const LISTES: [Liste; 5] = [
    Liste { nom: "prescriptions", racine: "prescriptions" },
    Liste { nom: "parcours", racine: "listeParcours" },
    Liste { nom: "aides-mobilite", racine: "aidesMobilite" },
    Liste { nom: "evaluations-linguistiques", racine: "evaluationsLinguistiques" },
    Liste { nom: "candidatures", racine: "candidatures" },
];

/// One export under way: what is asked page after page, and for whom.
pub struct Lecture {
    moteur: Arc<Moteur>,
    appelant: Arc<Appelant>,
    liste: Liste,
    document: String,
    modifie_depuis: Option<DateTime<Utc>>,
}

/// Lines of one page, and where the next begins.
pub struct Page {
    pub lignes: Bytes,
    pub suite: Option<String>,
    pub reponse: Reponse,
}

impl Lecture {
    /// The fields are those that the bearer's scopes open; a relation closes others row by row.
    pub async fn ouvrir(
        moteur: &Arc<Moteur>,
        appelant: Arc<Appelant>,
        liste: Liste,
        modifie_depuis: Option<DateTime<Utc>>,
    ) -> Result<Self, Panne> {
        let lues = match portees(moteur, &appelant).await {
            Err(Panne::HabilitationsChangees) => portees(moteur, &appelant).await,
            lues => lues,
        };
        let document = document::ecrire(&moteur.contrat.table, liste, lues?);
        Ok(Self { moteur: Arc::clone(moteur), appelant, liste, document, modifie_depuis })
    }

    /// One page; a refusal or an error of any field is the answer to give instead.
    pub async fn page(&self, apres: Option<&str>) -> Result<Page, Box<Reponse>> {
        let mut variables = json!({ "apres": apres });
        if let Some(depuis) = self.modifie_depuis {
            variables["filtre"] = json!({ "modifieDepuis": depuis });
        }
        let demande = Demande {
            texte: self.document.clone(),
            operation: None,
            variables: Variables::from_json(variables),
            lecture_seule: false,
            export: true,
        };
        let reponse = self.moteur.repondre(&self.appelant, demande).await;
        if !reponse.executee() || !reponse.corps.errors.is_empty() {
            return Err(Box::new(reponse));
        }
        let lue = serialiser(&reponse.corps.data).ok().and_then(|octets| lire(&octets, self.liste.racine));
        match lue {
            Some((lignes, suite)) => Ok(Page { lignes, suite, reponse }),
            None => Err(Box::new(Panne::Donnee("page of an export").into())),
        }
    }
}

/// Those that the bearer's conventions in force open.
async fn portees(moteur: &Moteur, appelant: &Arc<Appelant>) -> Result<Portees, Panne> {
    let session = Session::ouvrir(&moteur.base, Arc::clone(appelant)).await?;
    session.verifier().await?;
    session.rafraichir().await?;
    Ok(session.perimetre.portees())
}

#[derive(Deserialize)]
struct Connexion<'a> {
    #[serde(borrow)]
    nodes: Vec<&'a RawValue>,
    #[serde(rename = "pageInfo")]
    infos: Infos,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Infos {
    has_next_page: bool,
    end_cursor: Option<String>,
}

/// The nodes, one a line as the engine wrote them, and the cursor after the last.
fn lire(octets: &[u8], racine: &str) -> Option<(Bytes, Option<String>)> {
    let mut racines: std::collections::HashMap<&str, Connexion<'_>> = serde_json::from_slice(octets).ok()?;
    let page = racines.remove(racine)?;
    let mut lignes = Vec::with_capacity(octets.len());
    for noeud in page.nodes {
        lignes.extend_from_slice(noeud.get().as_bytes());
        lignes.push(b'\n');
    }
    Some((lignes.into(), page.infos.end_cursor.filter(|_| page.infos.has_next_page)))
}

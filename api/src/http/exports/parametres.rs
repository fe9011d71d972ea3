//! Parameters of an address: each known, each given once, and a refusal that names it with its rule.

use axum::extract::Query;
use axum::http::Uri;
use axum::response::Response;

use super::super::negociation::Media;
use super::super::reponse::ecrire;
use crate::graphql::erreur::erreur_requete;
use crate::moteur::Reponse;

/// A parameter that cannot be taken, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RefusParametre {
    pub parametre: String,
    pub regle: String,
}

impl RefusParametre {
    pub fn nouveau(parametre: impl Into<String>, regle: impl Into<String>) -> Self {
        Self { parametre: parametre.into(), regle: regle.into() }
    }

    pub fn repondre(&self) -> Response {
        let mut erreur = erreur_requete("REQUETE_INVALIDE", format!("{} : {}.", self.parametre, self.regle));
        erreur.extensions.get_or_insert_default().set("parametre", self.parametre.as_str());
        ecrire(&Reponse::refus(erreur, 400), Media::Graphql)
    }
}

/// What is left to read of a query string.
pub struct Parametres(Vec<(String, String)>);

impl Parametres {
    pub fn lire(requete: Option<&str>) -> Result<Self, RefusParametre> {
        let illisible = || RefusParametre::nouveau("adresse", "les paramètres ne se lisent pas");
        let uri: Uri = format!("/?{}", requete.unwrap_or_default()).parse().map_err(|_| illisible())?;
        let Query(lus) = Query::<Vec<(String, String)>>::try_from_uri(&uri).map_err(|_| illisible())?;
        let double = lus.iter().enumerate().find(|(rang, (nom, _))| lus[..*rang].iter().any(|(autre, _)| autre == nom));
        match double {
            Some((_, (nom, _))) => Err(RefusParametre::nouveau(nom, "ce paramètre est donné deux fois")),
            None => Ok(Self(lus)),
        }
    }

    /// Empty is absent.
    pub fn prendre(&mut self, nom: &str) -> Option<String> {
        let rang = self.0.iter().position(|(lu, _)| lu == nom)?;
        Some(self.0.swap_remove(rang).1).filter(|texte| !texte.is_empty())
    }

    /// What nobody took is unknown: a misspelt filter must not give more than was asked.
    pub fn finir(self) -> Result<(), RefusParametre> {
        match self.0.into_iter().next() {
            Some((nom, _)) => Err(RefusParametre::nouveau(nom, "ce paramètre n'existe pas")),
            None => Ok(()),
        }
    }
}

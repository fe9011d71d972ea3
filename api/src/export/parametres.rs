//! Parameters of an export: each known, each given once, and a refusal that names it with its rule.

use std::fmt;

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

    /// From a rule of the domain, written `argument : rule.`
    pub fn du_domaine(regle: &str) -> Self {
        let (parametre, regle) = regle.split_once(" : ").unwrap_or(("adresse", regle));
        Self::nouveau(parametre, regle.trim_end_matches('.'))
    }
}

impl fmt::Display for RefusParametre {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} : {}.", self.parametre, self.regle)
    }
}

/// What is left to read of the parameters given.
pub struct Parametres(Vec<(String, String)>);

impl Parametres {
    pub fn nouveaux(lus: Vec<(String, String)>) -> Result<Self, RefusParametre> {
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

    pub fn exiger(&mut self, nom: &str) -> Result<String, RefusParametre> {
        self.prendre(nom).ok_or_else(|| RefusParametre::nouveau(nom, "ce paramètre est requis"))
    }

    /// What nobody took is unknown: a misspelt filter must not give more than was asked.
    pub fn finir(self) -> Result<(), RefusParametre> {
        match self.0.into_iter().next() {
            Some((nom, _)) => Err(RefusParametre::nouveau(nom, "ce paramètre n'existe pas")),
            None => Ok(()),
        }
    }
}

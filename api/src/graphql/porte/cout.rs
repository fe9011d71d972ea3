//! The static cost: one point is one object that the document could return at most.

use async_graphql::{Name, Pos, Value, Variables};

use super::limites::{Limite, Limites};
use super::pas::Pas;
use super::refus::RefusPorte;

/// Cost of a selection set; only what the sizes of pages given by variables leave unknown is kept as a tree.
#[derive(Clone, Debug)]
pub enum Terme {
    Fixe(u64),
    Somme(Vec<Terme>),
    /// The cost of a fragment, counted once and added at every spread.
    Fragment(usize),
    /// A page whose size a variable gives.
    Page {
        page: usize,
        unite: Box<Terme>,
    },
    Fois {
        facteur: u64,
        minimum: u64,
        unite: Box<Terme>,
    },
}

impl Default for Terme {
    fn default() -> Self {
        Self::Fixe(0)
    }
}

impl Terme {
    #[must_use]
    pub fn plus(self, autre: Self) -> Self {
        match (self, autre) {
            (Self::Fixe(a), Self::Fixe(b)) => Self::Fixe(a.saturating_add(b)),
            (Self::Fixe(0), autre) | (autre, Self::Fixe(0)) => autre,
            (Self::Somme(mut termes), autre) => {
                termes.push(autre);
                Self::Somme(termes)
            }
            (un, autre) => Self::Somme(vec![un, autre]),
        }
    }

    #[must_use]
    pub fn fois(self, facteur: u64, minimum: u64) -> Self {
        match self {
            Self::Fixe(unite) => Self::Fixe(unite.saturating_mul(facteur).max(minimum)),
            autre => Self::Fois { facteur, minimum, unite: Box::new(autre) },
        }
    }

    fn valeur(&self, pages: &[u64], fragments: &[u64]) -> u64 {
        match self {
            Self::Fixe(points) => *points,
            Self::Somme(termes) => termes.iter().fold(0, |somme, terme| terme.valeur(pages, fragments).saturating_add(somme)),
            Self::Fragment(rang) => fragments[*rang],
            Self::Page { page, unite } => unite.valeur(pages, fragments).saturating_mul(pages[*page]).max(1),
            Self::Fois { facteur, minimum, unite } => unite.valeur(pages, fragments).saturating_mul(*facteur).max(*minimum),
        }
    }
}

/// What a document costs, before its variables are known.
#[derive(Clone, Debug, Default)]
pub struct Cout {
    pub operation: Terme,
    /// In the order in which their walks ended: each one only names fragments before it.
    pub fragments: Vec<Terme>,
    pub pages: Vec<Taille>,
}

impl Cout {
    pub fn evaluer(&self, variables: &Variables, limites: &Limites) -> Result<u64, RefusPorte> {
        let pages = self.pages.iter().map(|taille| taille.lire(variables, limites)).collect::<Result<Vec<_>, _>>()?;
        let mut connus = Vec::with_capacity(self.fragments.len());
        for fragment in &self.fragments {
            let points = fragment.valeur(&pages, &connus);
            connus.push(points);
        }
        Ok(self.operation.valeur(&pages, &connus))
    }
}

/// An argument that bounds a page, as the document writes it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Borne {
    #[default]
    Absente,
    Ecrite(i64),
    /// A variable, and the default that its definition states.
    Variable(Name, Option<i64>),
}

impl Borne {
    fn lire(&self, variables: &Variables) -> Option<i64> {
        match self {
            Self::Absente => None,
            Self::Ecrite(nombre) => Some(*nombre),
            Self::Variable(nom, defaut) => variables.get(nom).map_or(*defaut, entier),
        }
    }
}

/// The engine refuses a number that is no 32-bit integer; counted as the largest, it cannot hide a cost meanwhile.
pub fn entier(valeur: &Value) -> Option<i64> {
    match valeur {
        Value::Number(nombre) => Some(nombre.as_i64().unwrap_or(i64::MAX)),
        _ => None,
    }
}

/// How many objects a list could hold, where the document says so.
#[derive(Clone, Debug)]
pub enum Taille {
    Page {
        first: Borne,
        last: Borne,
        defaut: u64,
        lieu: Pos,
    },
    /// As many as the identifiers that this variable lists.
    Longueur(Name),
    /// As many as the steps of a period.
    Pas(Pas),
}

impl Taille {
    #[must_use]
    pub const fn connue(&self) -> bool {
        match self {
            Self::Page { first, last, .. } => !matches!(first, Borne::Variable(..)) && !matches!(last, Borne::Variable(..)),
            Self::Longueur(_) | Self::Pas(_) => false,
        }
    }

    pub fn lire(&self, variables: &Variables, limites: &Limites) -> Result<u64, RefusPorte> {
        let (first, last, defaut, lieu) = match self {
            Self::Page { first, last, defaut, lieu } => (first.lire(variables), last.lire(variables), *defaut, *lieu),
            Self::Longueur(variable) => return Ok(longueur(variables.get(variable))),
            Self::Pas(pas) => return Ok(pas.lire(variables)),
        };
        match (first, last) {
            (Some(_), Some(_)) => Err(RefusPorte::invalide("first et last ne se donnent pas ensemble.", Some(lieu))),
            (Some(nombre), None) | (None, Some(nombre)) => borner(nombre, limites, lieu),
            (None, None) => Ok(defaut),
        }
    }
}

fn longueur(valeur: Option<&Value>) -> u64 {
    match valeur {
        Some(Value::List(elements)) => u64::try_from(elements.len()).unwrap_or(u64::MAX),
        _ => 1,
    }
}

fn borner(nombre: i64, limites: &Limites, lieu: Pos) -> Result<u64, RefusPorte> {
    let mesure = u64::try_from(nombre).unwrap_or(0);
    if (1..=limites.page).contains(&mesure) {
        return Ok(mesure);
    }
    Err(RefusPorte::LimiteDepassee { limite: Limite::Page, mesure, maximum: limites.page, lieu: Some(lieu) })
}

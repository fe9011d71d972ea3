//! What a bearer sees of the schema: one rule for the introspection and for the SDL.
//!
//! A field is seen by who holds its own scopes and sees the type that it returns. A type is seen by who holds its scopes
//! and sees one of its fields at least: an object without fields is no valid GraphQL. Written as alternatives of scopes,
//! so that the engine may be given one plain function for each distinct rule.

use domain::portee::Portees;

use super::table::{Argument, Champ, Genre, IdType, TablePortees, TypeLu};

/// Sets of scopes, each enough by itself. None is contained in another; the empty list is never satisfied.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Alternatives(Vec<Portees>);

impl Alternatives {
    #[must_use]
    pub fn toujours() -> Self {
        Self(vec![Portees::AUCUNE])
    }

    #[must_use]
    pub fn satisfaites(&self, portees: Portees) -> bool {
        self.0.iter().any(|une| portees.contient(*une))
    }

    fn une(portees: Portees) -> Self {
        Self(vec![portees])
    }

    fn et(&self, autres: &Self) -> Self {
        let croisees = self.0.iter().flat_map(|une| autres.0.iter().map(|autre| *une | *autre));
        Self::reduites(croisees.collect())
    }

    fn ou(toutes: impl Iterator<Item = Self>) -> Self {
        Self::reduites(toutes.flat_map(|alternatives| alternatives.0).collect())
    }

    fn reduites(mut toutes: Vec<Portees>) -> Self {
        toutes.sort_unstable();
        toutes.dedup();
        let inutile = |une: &Portees| toutes.iter().any(|autre| autre != une && une.contient(*autre));
        Self(toutes.iter().copied().filter(|une| !inutile(une)).collect())
    }
}

/// The rule of every type of a table.
#[derive(Debug)]
pub struct Vues(Vec<Alternatives>);

impl Vues {
    /// From "all is seen", takes away until nothing changes: types may lead to each other.
    #[must_use]
    pub fn calculer(table: &TablePortees) -> Self {
        let mut vues = Self(vec![Alternatives::toujours(); table.types().len()]);
        loop {
            let suivantes = Self(table.types().iter().map(|lu| vues.du_contenu(lu)).collect());
            if suivantes.0 == vues.0 {
                return vues;
            }
            vues = suivantes;
        }
    }

    #[must_use]
    pub fn type_vu(&self, id: IdType) -> &Alternatives {
        &self.0[id]
    }

    #[must_use]
    pub fn champ_vu(&self, champ: &Champ) -> Alternatives {
        Alternatives::une(champ.propre).et(&self.0[champ.cible])
    }

    #[must_use]
    pub fn argument_vu(&self, argument: &Argument) -> Alternatives {
        Alternatives::une(argument.exige).et(&self.0[argument.cible])
    }

    #[must_use]
    pub fn valeur_vue(portees: Portees) -> Alternatives {
        Alternatives::une(portees)
    }

    fn du_contenu(&self, lu: &TypeLu) -> Alternatives {
        let propre = Alternatives::une(lu.exige);
        match lu.genre {
            Genre::Scalaire => propre,
            Genre::Enumeration => propre.et(&Alternatives::ou(lu.valeurs.values().map(|v| Alternatives::une(v.exige)))),
            Genre::Union => propre.et(&Alternatives::ou(lu.possibles.iter().map(|membre| self.0[*membre].clone()))),
            Genre::Objet | Genre::Interface | Genre::Saisie => {
                propre.et(&Alternatives::ou(lu.champs.values().map(|champ| self.champ_vu(champ))))
            }
        }
    }
}

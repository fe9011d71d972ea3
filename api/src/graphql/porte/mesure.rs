//! What a selection set weighs, and how the weights add up.

use async_graphql::parser::types::Field;
use async_graphql::{Name, Positioned};
use async_graphql_value::Value;

use super::cout::{Borne, Taille, Terme, entier};
use super::limites::{INTROSPECTION_PAR_TYPE, LISTE_ORDINAIRE, Limite};
use super::marche::{Marche, Parent};
use super::pas::Pas;
use super::refus::RefusPorte;
use crate::graphql::portees::{Champ, Enveloppe, IdType, Page};

#[derive(Clone, Debug, Default)]
pub struct Mesure {
    /// Selections once fragments are unfolded.
    pub selections: u64,
    /// Levels of fields.
    pub hauteur: usize,
    /// Levels of selection sets and spreads below.
    pub emboitement: usize,
    /// Fields at this level, `__typename` apart.
    pub champs: u64,
    pub introspection: u64,
    pub cout: Terme,
}

impl Mesure {
    pub fn feuille() -> Self {
        Self { selections: 1, hauteur: 1, champs: 1, ..Self::default() }
    }

    pub fn nom_de_type() -> Self {
        Self { selections: 1, ..Self::default() }
    }

    pub fn avec(self, autre: Self) -> Self {
        Self {
            selections: self.selections.saturating_add(autre.selections),
            hauteur: self.hauteur.max(autre.hauteur),
            emboitement: self.emboitement.max(autre.emboitement),
            champs: self.champs.saturating_add(autre.champs),
            introspection: self.introspection.saturating_add(autre.introspection),
            cout: self.cout.plus(autre.cout),
        }
    }

    pub fn sous_fragment(self) -> Self {
        Self { selections: self.selections.saturating_add(1), emboitement: self.emboitement + 1, ..self }
    }

    pub fn sous_champ(self, cout: Terme) -> Self {
        Self {
            selections: self.selections.saturating_add(1),
            hauteur: self.hauteur + 1,
            emboitement: self.emboitement + 1,
            champs: 1,
            introspection: self.introspection,
            cout,
        }
    }
}

impl<'a> Marche<'a> {
    pub(super) fn cout(
        &mut self,
        champ: &'a Positioned<Field>,
        (parent, lu): (IdType, &Champ),
        dedans: Terme,
    ) -> Result<Terme, RefusPorte> {
        match (self.table.type_lu(lu.cible).enveloppe, lu.page) {
            (Enveloppe::InfosPage, _) => Ok(Terme::Fixe(0)),
            (Enveloppe::Bord, _) => Ok(dedans),
            (Enveloppe::Page, page) => self.page(self.taille(champ, page, parent), dedans),
            (Enveloppe::Aucune, Some(page)) => self.page(self.taille(champ, Some(page), parent), dedans.plus(Terme::Fixe(1))),
            (Enveloppe::Aucune, None) => self.objets(&champ.node, (parent, lu), dedans.plus(Terme::Fixe(1))),
        }
    }

    /// Objects that no page of their own bounds: one, a list of them, or as many as the page around says already.
    fn objets(&mut self, champ: &'a Field, (parent, lu): (IdType, &Champ), unite: Terme) -> Result<Terme, RefusPorte> {
        if !lu.liste || self.table.type_lu(parent).enveloppe == Enveloppe::Page {
            return Ok(unite);
        }
        if let Some(pas) = Pas::de(champ, lu) {
            return self.page(Taille::Pas(pas), unite);
        }
        match champ.get_argument("ids").map(|ids| &ids.node) {
            Some(Value::Variable(nom)) => self.page(Taille::Longueur(nom.clone()), unite),
            Some(Value::List(ids)) => Ok(unite.fois(u64::try_from(ids.len()).unwrap_or(u64::MAX), 1)),
            _ => Ok(unite.fois(LISTE_ORDINAIRE, 1)),
        }
    }

    fn page(&mut self, taille: Taille, unite: Terme) -> Result<Terme, RefusPorte> {
        if taille.connue() {
            let facteur = taille.lire(&async_graphql::Variables::default(), self.limites)?;
            return Ok(unite.fois(facteur, 1));
        }
        self.releve.cout.pages.push(taille);
        Ok(Terme::Page { page: self.releve.cout.pages.len() - 1, unite: Box::new(unite) })
    }

    fn taille(&self, champ: &Positioned<Field>, page: Option<Page>, parent: IdType) -> Taille {
        let usuelle = if self.table.est_racine(parent) { self.limites.page_racine } else { self.limites.page_imbriquee };
        Taille::Page {
            first: self.borne(&champ.node, "first"),
            last: self.borne(&champ.node, "last"),
            defaut: page.and_then(|page| page.defaut).unwrap_or(usuelle),
            lieu: champ.pos,
        }
    }

    fn borne(&self, champ: &Field, nom: &str) -> Borne {
        match champ.get_argument(nom).map(|valeur| &valeur.node) {
            Some(Value::Variable(nom)) => Borne::Variable(nom.clone(), self.defaut(nom)),
            Some(Value::Number(nombre)) => Borne::Ecrite(nombre.as_i64().unwrap_or(i64::MAX)),
            _ => Borne::Absente,
        }
    }

    fn defaut(&self, nom: &Name) -> Option<i64> {
        let definition = self.releve.definitions.get(nom.as_str())?;
        definition.default_value.as_ref().and_then(|valeur| entier(&valeur.node))
    }

    /// `__schema` or `__type`: bounded apart, and one point of the request.
    pub(super) fn introspection(&mut self, champ: &'a Positioned<Field>, rang: usize) -> Result<Mesure, RefusPorte> {
        self.valeurs_libres(&champ.node.arguments)?;
        let dedans = self.selections(&champ.node.selection_set, Parent::Introspection, rang + 1)?;
        let maximum = self.limites.profondeur_introspection;
        RefusPorte::borner(Limite::ProfondeurIntrospection, dedans.hauteur + 1, maximum, Some(champ.pos))?;
        let introspection = if let Terme::Fixe(points) = dedans.cout { points } else { u64::MAX };
        Ok(Mesure { hauteur: 1, introspection, ..dedans.sous_champ(Terme::Fixe(1)) })
    }

    pub(super) fn champ_introspection(&mut self, champ: &'a Field, rang: usize) -> Result<Mesure, RefusPorte> {
        self.valeurs_libres(&champ.arguments)?;
        if champ.selection_set.node.items.is_empty() {
            return Ok(Mesure::feuille());
        }
        let dedans = self.selections(&champ.selection_set, Parent::Introspection, rang + 1)?;
        let cout = dedans.cout.clone().plus(Terme::Fixe(1)).fois(self.longueur_introspection(&champ.name.node), 1);
        Ok(dedans.sous_champ(cout))
    }

    /// Typical lengths of the lists of `__Type` and its kin: the schema's own number of types, small numbers for the rest.
    fn longueur_introspection(&self, champ: &str) -> u64 {
        match champ {
            "types" => self.nombre_de_types(),
            "fields" | "inputFields" | "enumValues" | "directives" => 8,
            "args" | "interfaces" | "possibleTypes" => 2,
            _ => 1,
        }
    }

    fn nombre_de_types(&self) -> u64 {
        u64::try_from(self.table.types().len()).unwrap_or(u64::MAX)
    }

    pub fn introspection_permise(&self) -> u64 {
        self.nombre_de_types().saturating_mul(INTROSPECTION_PAR_TYPE)
    }
}

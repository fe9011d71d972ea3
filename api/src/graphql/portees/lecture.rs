//! Reads the SDL into a [`TablePortees`].

use std::collections::HashMap;

use async_graphql::Positioned;
use async_graphql::parser::parse_schema;
use async_graphql::parser::types::{
    BaseType, ConstDirective, EnumValueDefinition, FieldDefinition, InputValueDefinition, SchemaDefinition, ServiceDocument, Type,
    TypeDefinition, TypeKind, TypeSystemDefinition,
};
use async_graphql::{Name, Value};
use domain::portee::Portees;

use super::coherence::{self, Faute, Incoherence};
use super::liens::relier;
use super::table::{Argument, Champ, Enveloppe, Genre, IdType, Page, TablePortees, TypeLu, Valeur};
use super::{CategorieDonnee, Categories};

const SCALAIRES: [&str; 5] = ["Int", "Float", "String", "Boolean", "ID"];

impl TablePortees {
    /// Reads the server's own SDL and refuses one that would leave a person's data unguarded.
    ///
    /// # Errors
    /// Every fault found, so that they are mended in one pass.
    pub fn lire(sdl: &str) -> Result<Self, Incoherence> {
        let document = parse_schema(sdl).map_err(|erreur| Incoherence(vec![Faute::Illisible(erreur.to_string())]))?;
        let (table, mut fautes) = Self::assembler(&document);
        fautes.extend(coherence::verifier(&table));
        if fautes.is_empty() { Ok(table) } else { Err(Incoherence(fautes)) }
    }

    /// The table without the checks, for a schema that is still being registered.
    pub(in crate::graphql) fn assembler(document: &ServiceDocument) -> (Self, Vec<Faute>) {
        let definitions: Vec<_> = document.definitions.iter().filter_map(type_de).collect();
        let noms = SCALAIRES.into_iter().chain(definitions.iter().map(|d| d.name.node.as_str()));
        let par_nom: HashMap<Box<str>, IdType> = noms.enumerate().map(|(id, nom)| (nom.into(), id)).collect();
        let mut lecteur = Lecteur { par_nom: &par_nom, fautes: Vec::new() };
        let mut types: Vec<_> = SCALAIRES.into_iter().map(|nom| vide(nom, Genre::Scalaire)).collect();
        types.extend(definitions.iter().map(|definition| lecteur.type_lu(definition)));
        let fautes = lecteur.fautes;
        relier(&mut types, &definitions, &par_nom);
        let racines = racines(document, &par_nom);
        (Self { types, par_nom, racines }, fautes)
    }
}

fn type_de(definition: &TypeSystemDefinition) -> Option<&TypeDefinition> {
    match definition {
        TypeSystemDefinition::Type(lu) => Some(&lu.node),
        _ => None,
    }
}

fn vide(nom: &str, genre: Genre) -> TypeLu {
    TypeLu {
        nom: nom.into(),
        genre,
        enveloppe: Enveloppe::Aucune,
        exige: Portees::AUCUNE,
        porte_marque: false,
        categories: Categories::AUCUNE,
        personnel: false,
        champs: HashMap::new(),
        valeurs: HashMap::new(),
        possibles: Vec::new(),
        interfaces: Vec::new(),
    }
}

fn racines(document: &ServiceDocument, par_nom: &HashMap<Box<str>, IdType>) -> [Option<IdType>; 3] {
    let schema: Option<&SchemaDefinition> = document.definitions.iter().find_map(|definition| match definition {
        TypeSystemDefinition::Schema(schema) => Some(&schema.node),
        _ => None,
    });
    let nom = |declare: Option<&Positioned<Name>>| declare.and_then(|nom| par_nom.get(nom.node.as_str()).copied());
    schema.map_or([par_nom.get("Query").copied(), None, None], |schema| {
        [nom(schema.query.as_ref()), nom(schema.mutation.as_ref()), nom(schema.subscription.as_ref())]
    })
}

struct Lecteur<'a> {
    par_nom: &'a HashMap<Box<str>, IdType>,
    fautes: Vec<Faute>,
}

/// Where a directive stands, for messages: `Type`, `Type.champ`, `Type.champ(argument:)`.
type Lieu<'l> = &'l dyn Fn() -> String;

impl Lecteur<'_> {
    fn type_lu(&mut self, definition: &TypeDefinition) -> TypeLu {
        let nom = definition.name.node.as_str();
        let lieu: Lieu = &|| nom.to_owned();
        let mut lu = vide(nom, genre(&definition.kind));
        let posees = self.portees(&definition.directives, lieu);
        lu.porte_marque = posees.is_some();
        lu.exige = posees.unwrap_or_default();
        lu.categories = self.categorie(&definition.directives, lieu).unwrap_or_default();
        match &definition.kind {
            TypeKind::Object(objet) => lu.champs = self.champs(nom, &objet.fields),
            TypeKind::Interface(interface) => lu.champs = self.champs(nom, &interface.fields),
            TypeKind::InputObject(saisie) => lu.champs = self.saisies(nom, &saisie.fields),
            TypeKind::Enum(enumeration) => lu.valeurs = self.valeurs(nom, &enumeration.values),
            TypeKind::Scalar | TypeKind::Union(_) => {}
        }
        for champ in lu.champs.values_mut().filter(|champ| champ.categories.vide()) {
            champ.categories = lu.categories;
        }
        lu
    }

    fn champs(&mut self, parent: &str, definis: &[Positioned<FieldDefinition>]) -> HashMap<Box<str>, Champ> {
        definis.iter().map(|defini| (defini.node.name.node.as_str().into(), self.champ(parent, &defini.node))).collect()
    }

    fn champ(&mut self, parent: &str, defini: &FieldDefinition) -> Champ {
        let lieu: Lieu = &|| format!("{parent}.{}", defini.name.node);
        let arguments = defini.arguments.iter().map(|argument| self.argument(lieu, &argument.node)).collect();
        Champ {
            categories: self.categorie(&defini.directives, lieu).unwrap_or_default(),
            page: page(&defini.arguments),
            arguments,
            ..self.nu(&defini.ty.node, &defini.directives, lieu)
        }
    }

    fn nu(&mut self, ty: &Type, directives: &[Positioned<ConstDirective>], lieu: Lieu) -> Champ {
        let posees = self.portees(directives, lieu);
        let propre = posees.unwrap_or_default();
        Champ {
            propre,
            porte_marque: posees.is_some(),
            exige: propre,
            categories: Categories::AUCUNE,
            ty: ty.clone(),
            cible: self.cible(ty, lieu),
            liste: matches!(ty.base, BaseType::List(_)),
            arguments: HashMap::new(),
            page: None,
        }
    }

    fn saisies(&mut self, parent: &str, definis: &[Positioned<InputValueDefinition>]) -> HashMap<Box<str>, Champ> {
        let mut lire = |defini: &InputValueDefinition| {
            let lieu: Lieu = &|| format!("{parent}.{}", defini.name.node);
            self.nu(&defini.ty.node, &defini.directives, lieu)
        };
        definis.iter().map(|defini| (defini.node.name.node.as_str().into(), lire(&defini.node))).collect()
    }

    fn argument(&mut self, champ: Lieu, defini: &InputValueDefinition) -> (Box<str>, Argument) {
        let lieu: Lieu = &|| format!("{}({}:)", champ(), defini.name.node);
        let exige = self.portees(&defini.directives, lieu).unwrap_or_default();
        (defini.name.node.as_str().into(), Argument { exige, cible: self.cible(&defini.ty.node, lieu) })
    }

    fn valeurs(&mut self, parent: &str, definies: &[Positioned<EnumValueDefinition>]) -> HashMap<Box<str>, Valeur> {
        let mut lire = |definie: &EnumValueDefinition| {
            let lieu: Lieu = &|| format!("{parent}.{}", definie.value.node);
            let exige = self.portees(&definie.directives, lieu).unwrap_or_default();
            Valeur { exige, sensible: directive(&definie.directives, "sensible").is_some() }
        };
        definies.iter().map(|definie| (definie.node.value.node.as_str().into(), lire(&definie.node))).collect()
    }

    fn cible(&mut self, ty: &Type, lieu: Lieu) -> IdType {
        let nom = nom_du_type(ty);
        self.par_nom.get(nom).copied().unwrap_or_else(|| {
            self.fautes.push(Faute::TypeInconnu { lieu: lieu(), nom: nom.to_owned() });
            0
        })
    }

    fn portees(&mut self, directives: &[Positioned<ConstDirective>], lieu: Lieu) -> Option<Portees> {
        let argument = directive(directives, "portee")?.get_argument("requiert");
        let noms = match argument.map(|valeur| &valeur.node) {
            Some(Value::List(noms)) => noms.as_slice(),
            Some(seul) => std::slice::from_ref(seul),
            None => &[],
        };
        Some(noms.iter().fold(Portees::AUCUNE, |lues, nom| lues | self.portee(nom, lieu)))
    }

    fn portee(&mut self, nom: &Value, lieu: Lieu) -> Portees {
        let texte = if let Value::String(texte) = nom { texte.as_str() } else { "" };
        Portees::nommee(texte).unwrap_or_else(|| {
            self.fautes.push(Faute::PorteeInconnue { lieu: lieu(), portee: nom.to_string() });
            Portees::AUCUNE
        })
    }

    fn categorie(&mut self, directives: &[Positioned<ConstDirective>], lieu: Lieu) -> Option<Categories> {
        let ecrite = directive(directives, "donneePersonnelle")?.get_argument("categorie").map(|v| v.node.to_string());
        let connue = ecrite.as_deref().and_then(CategorieDonnee::nommee).map(Categories::une);
        if connue.is_none() {
            self.fautes.push(Faute::CategorieInconnue { lieu: lieu() });
        }
        connue
    }
}

fn directive<'d>(posees: &'d [Positioned<ConstDirective>], nom: &str) -> Option<&'d ConstDirective> {
    posees.iter().map(|posee| &posee.node).find(|posee| posee.name.node == *nom)
}

const fn genre(kind: &TypeKind) -> Genre {
    match kind {
        TypeKind::Scalar => Genre::Scalaire,
        TypeKind::Object(_) => Genre::Objet,
        TypeKind::Interface(_) => Genre::Interface,
        TypeKind::Union(_) => Genre::Union,
        TypeKind::Enum(_) => Genre::Enumeration,
        TypeKind::InputObject(_) => Genre::Saisie,
    }
}

/// The name under the lists and the marks.
pub(crate) fn nom_du_type(ty: &Type) -> &str {
    match &ty.base {
        BaseType::Named(nom) => nom.as_str(),
        BaseType::List(dedans) => nom_du_type(dedans),
    }
}

fn page(arguments: &[Positioned<InputValueDefinition>]) -> Option<Page> {
    let nomme = |nom: &str| arguments.iter().map(|a| &a.node).find(|a| a.name.node == *nom);
    let first = nomme("first");
    first.or_else(|| nomme("last")).map(|_| Page { defaut: first.and_then(entier_par_defaut) })
}

fn entier_par_defaut(argument: &InputValueDefinition) -> Option<u64> {
    match argument.default_value.as_ref().map(|valeur| &valeur.node) {
        Some(Value::Number(nombre)) => nombre.as_u64(),
        _ => None,
    }
}

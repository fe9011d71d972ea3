//! Writes the part of a schema that a [`Filtre`] shows, as the engine writes the whole.

use std::fmt::Write as _;

use async_graphql::Name;
use async_graphql::Positioned;
use async_graphql::parser::types::{
    ConstDirective, DirectiveDefinition, EnumValueDefinition, FieldDefinition, InputValueDefinition, SchemaDefinition, ServiceDocument,
    TypeDefinition, TypeKind, TypeSystemDefinition,
};
use domain::portee::Portees;

use super::Filtre;
use crate::graphql::portees::TypeLu;

pub fn ecrire(document: &ServiceDocument, filtre: &Filtre<'_>) -> String {
    let mut sdl = String::new();
    for definition in &document.definitions {
        match definition {
            TypeSystemDefinition::Type(defini) => ecrire_type(&mut sdl, &defini.node, filtre),
            TypeSystemDefinition::Directive(directive) => ecrire_directive(&mut sdl, &directive.node),
            TypeSystemDefinition::Schema(schema) => ecrire_schema(&mut sdl, &schema.node, filtre),
        }
    }
    sdl
}

fn ecrire_type(sdl: &mut String, defini: &TypeDefinition, filtre: &Filtre<'_>) {
    let nom = defini.name.node.as_str();
    let Some(lu) = filtre.table.nomme(nom).filter(|_| filtre.type_vu(nom)) else { return };
    description(sdl, "", texte(defini.description.as_ref()), Portees::AUCUNE);
    let directives = directives(&defini.directives);
    let corps = match &defini.kind {
        TypeKind::Scalar => format!("scalar {nom}{directives}\n"),
        TypeKind::Union(union) => format!("union {nom}{directives} = {}\n", vus(&union.members, filtre, " | ")),
        TypeKind::Object(objet) => {
            let implemente = interfaces(&objet.implements, filtre);
            format!("type {nom}{implemente}{directives} {{\n{}}}\n", champs(&objet.fields, lu, filtre))
        }
        TypeKind::Interface(interface) => {
            let implemente = interfaces(&interface.implements, filtre);
            format!("interface {nom}{directives}{implemente} {{\n{}}}\n", champs(&interface.fields, lu, filtre))
        }
        TypeKind::Enum(enumeration) => {
            format!("enum {nom}{directives} {{\n{}}}\n", valeurs(&enumeration.values, lu, filtre))
        }
        TypeKind::InputObject(saisie) => {
            format!("input {nom}{directives} {{\n{}}}\n", saisies(&saisie.fields, lu, filtre))
        }
    };
    sdl.push_str(&corps);
    sdl.push('\n');
}

fn vus(noms: &[Positioned<Name>], filtre: &Filtre<'_>, separateur: &str) -> String {
    let vus = noms.iter().map(|nom| nom.node.as_str()).filter(|nom| filtre.type_vu(nom));
    vus.collect::<Vec<_>>().join(separateur)
}

fn interfaces(noms: &[Positioned<Name>], filtre: &Filtre<'_>) -> String {
    let vues = vus(noms, filtre, " & ");
    if vues.is_empty() { vues } else { format!(" implements {vues}") }
}

fn champs(definis: &[Positioned<FieldDefinition>], lu: &TypeLu, filtre: &Filtre<'_>) -> String {
    let mut texte_des_champs = String::new();
    for defini in definis.iter().map(|defini| &defini.node) {
        let Some(champ) = lu.champs.get(defini.name.node.as_str()).filter(|champ| filtre.champ_vu(champ)) else {
            continue;
        };
        description(&mut texte_des_champs, "\t", texte(defini.description.as_ref()), champ.exige);
        let arguments = defini.arguments.iter().map(|argument| &argument.node);
        let vus: Vec<_> = arguments.filter(|argument| filtre.argument_vu(champ, &argument.name.node)).collect();
        let (nom, directives) = (&defini.name.node, directives(&defini.directives));
        let _ = writeln!(texte_des_champs, "\t{nom}{}: {}{directives}", parentheses(&vus), defini.ty.node);
    }
    texte_des_champs
}

/// Arguments on one line, unless one of them has a description.
fn parentheses(arguments: &[&InputValueDefinition]) -> String {
    if arguments.is_empty() {
        return String::new();
    }
    if arguments.iter().all(|argument| argument.description.is_none()) {
        return format!("({})", arguments.iter().map(|argument| saisie(argument)).collect::<Vec<_>>().join(", "));
    }
    let mut texte_des_arguments = String::from("(\n");
    for argument in arguments {
        description(&mut texte_des_arguments, "\t\t", texte(argument.description.as_ref()), Portees::AUCUNE);
        let _ = writeln!(texte_des_arguments, "\t\t{}", saisie(argument));
    }
    texte_des_arguments + "\t)"
}

fn saisie(definie: &InputValueDefinition) -> String {
    let defaut = definie.default_value.as_ref().map_or_else(String::new, |valeur| format!(" = {}", valeur.node));
    format!("{}: {}{defaut}{}", definie.name.node, definie.ty.node, directives(&definie.directives))
}

fn saisies(definies: &[Positioned<InputValueDefinition>], lu: &TypeLu, filtre: &Filtre<'_>) -> String {
    let mut texte_des_champs = String::new();
    for definie in definies.iter().map(|definie| &definie.node) {
        let Some(champ) = lu.champs.get(definie.name.node.as_str()).filter(|champ| filtre.champ_vu(champ)) else {
            continue;
        };
        description(&mut texte_des_champs, "\t", texte(definie.description.as_ref()), champ.propre);
        let _ = writeln!(texte_des_champs, "\t{}", saisie(definie));
    }
    texte_des_champs
}

fn valeurs(definies: &[Positioned<EnumValueDefinition>], lu: &TypeLu, filtre: &Filtre<'_>) -> String {
    let mut texte_des_valeurs = String::new();
    for definie in definies.iter().map(|definie| &definie.node) {
        let exige = lu.valeurs.get(definie.value.node.as_str()).map_or(Portees::AUCUNE, |valeur| valeur.exige);
        if filtre.valeur_vue(exige) {
            description(&mut texte_des_valeurs, "\t", texte(definie.description.as_ref()), exige);
            let _ = writeln!(texte_des_valeurs, "\t{}{}", definie.value.node, directives(&definie.directives));
        }
    }
    texte_des_valeurs
}

fn ecrire_directive(sdl: &mut String, directive: &DirectiveDefinition) {
    description(sdl, "", texte(directive.description.as_ref()), Portees::AUCUNE);
    let arguments = parentheses(&directive.arguments.iter().map(|argument| &argument.node).collect::<Vec<_>>());
    // The engine's parser says of every directive that it is repeatable; none of this schema is.
    let lieux = directive.locations.iter().map(|lieu| en_majuscules(&format!("{:?}", lieu.node)));
    let lieux = lieux.collect::<Vec<_>>().join(" | ");
    let _ = writeln!(sdl, "directive @{}{arguments} on {lieux}", directive.name.node);
}

/// `FieldDefinition` to `FIELD_DEFINITION`.
fn en_majuscules(nom: &str) -> String {
    nom.char_indices().fold(String::new(), |mut ecrit, (rang, lettre)| {
        if rang > 0 && lettre.is_ascii_uppercase() {
            ecrit.push('_');
        }
        ecrit.push(lettre.to_ascii_uppercase());
        ecrit
    })
}

fn ecrire_schema(sdl: &mut String, schema: &SchemaDefinition, filtre: &Filtre<'_>) {
    sdl.push_str("schema {\n");
    let roles = [("query", &schema.query), ("mutation", &schema.mutation), ("subscription", &schema.subscription)];
    for (role, racine) in roles {
        if let Some(nom) = racine.as_ref().map(|nom| &nom.node).filter(|nom| filtre.type_vu(nom)) {
            let _ = writeln!(sdl, "\t{role}: {nom}");
        }
    }
    sdl.push_str("}\n");
}

fn directives(posees: &[Positioned<ConstDirective>]) -> String {
    posees.iter().map(|posee| &posee.node).fold(String::new(), |mut ecrites, posee| {
        let arguments = posee.arguments.iter().map(|(nom, valeur)| format!("{}: {}", nom.node, valeur.node));
        let arguments = arguments.collect::<Vec<_>>().join(", ");
        let parentheses = if arguments.is_empty() { arguments } else { format!("({arguments})") };
        let _ = write!(ecrites, " @{}{parentheses}", posee.name.node);
        ecrites
    })
}

fn texte(description: Option<&Positioned<String>>) -> Option<&str> {
    description.map(|texte| texte.node.as_str())
}

/// A description, with the scopes that the thing takes as its last sentence.
fn description(sdl: &mut String, retrait: &str, texte: Option<&str>, exige: Portees) {
    let portees = exige.noms().collect::<Vec<_>>().join(", ");
    let phrase = (!exige.vide()).then(|| format!("Portées : {portees}."));
    let lignes: Vec<_> = texte.into_iter().chain(phrase.as_deref()).collect();
    if lignes.is_empty() {
        return;
    }
    let corps = lignes.join("\n").replace("\"\"\"", "\\\"\"\"").replace('\n', &format!("\n{retrait}"));
    let _ = write!(sdl, "{retrait}\"\"\"\n{retrait}{corps}\n{retrait}\"\"\"\n");
}

//! The registry as SDL, names and directives only: the engine keeps its own exporter to itself.

use std::fmt::Write as _;

use async_graphql::registry::{MetaDirectiveInvocation, MetaField, MetaInputValue, MetaType, Registry};

pub fn abreger(registry: &Registry) -> String {
    let mut sdl = String::new();
    for meta in registry.types.values().filter(|meta| !meta.name().starts_with("__")) {
        abreger_type(&mut sdl, registry, meta);
    }
    let racine = |role: &str, nom: Option<&String>| {
        let connue = nom.filter(|nom| registry.types.contains_key(*nom));
        connue.map_or_else(String::new, |nom| format!("{role}: {nom} "))
    };
    let query = racine("query", Some(&registry.query_type));
    let mutation = racine("mutation", registry.mutation_type.as_ref());
    let subscription = racine("subscription", registry.subscription_type.as_ref());
    sdl + &format!("schema {{ {query}{mutation}{subscription}}}\n")
}

fn abreger_type(sdl: &mut String, registry: &Registry, meta: &MetaType) {
    let nom = meta.name();
    let ligne = match meta {
        MetaType::Scalar { .. } if matches!(nom, "Int" | "Float" | "String" | "Boolean" | "ID") => return,
        MetaType::Scalar { .. } => format!("scalar {nom}"),
        MetaType::Object { fields, directive_invocations, .. } => {
            let interfaces = registry.implements.get(nom).map(|i| i.iter().map(String::as_str).collect::<Vec<_>>().join(" & "));
            let implemente = interfaces.filter(|i| !i.is_empty()).map_or_else(String::new, |i| format!(" implements {i}"));
            format!("type {nom}{implemente}{}{}", poses(directive_invocations), bloc(fields.values().map(champ)))
        }
        MetaType::Interface { fields, .. } => format!("interface {nom}{}", bloc(fields.values().map(champ))),
        MetaType::Union { possible_types, .. } => {
            format!("union {nom} = {}", possible_types.iter().map(String::as_str).collect::<Vec<_>>().join(" | "))
        }
        MetaType::Enum { enum_values, .. } => {
            let valeurs = enum_values.values().map(|valeur| format!("{}{}", valeur.name, poses(&valeur.directive_invocations)));
            format!("enum {nom}{}", bloc(valeurs))
        }
        MetaType::InputObject { input_fields, .. } => format!("input {nom}{}", bloc(input_fields.values().map(saisie))),
    };
    sdl.push_str(&ligne);
    sdl.push('\n');
}

fn bloc(lignes: impl Iterator<Item = String>) -> String {
    let lignes = lignes.filter(|ligne| !ligne.starts_with("__")).collect::<Vec<_>>();
    if lignes.is_empty() { String::new() } else { format!(" {{ {} }}", lignes.join(" ")) }
}

fn champ(champ: &MetaField) -> String {
    let arguments = champ.args.values().map(saisie).collect::<Vec<_>>().join(" ");
    let parentheses = if arguments.is_empty() { String::new() } else { format!("({arguments})") };
    format!("{}{parentheses}: {}{}", champ.name, champ.ty, poses(&champ.directive_invocations))
}

fn saisie(saisie: &MetaInputValue) -> String {
    format!("{}: {}{}", saisie.name, saisie.ty, poses(&saisie.directive_invocations))
}

fn poses(directives: &[MetaDirectiveInvocation]) -> String {
    directives.iter().fold(String::new(), |mut texte, directive| {
        let _ = write!(texte, " {}", directive.sdl());
        texte
    })
}

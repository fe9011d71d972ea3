//! What a table needs every type to be known for: wrappers, members, scopes that come from elsewhere.

use std::collections::HashMap;

use async_graphql::parser::types::{TypeDefinition, TypeKind};
use async_graphql::{Name, Positioned};

use super::table::{Enveloppe, Genre, IdType, TypeLu};

pub fn relier(types: &mut [TypeLu], definitions: &[&TypeDefinition], par_nom: &HashMap<Box<str>, IdType>) {
    for definition in definitions {
        lier(types, definition, par_nom);
    }
    let pages: Vec<_> = types.iter().flat_map(|lu| lu.champs.values()).filter(|c| c.page.is_some() && !c.liste).map(|c| c.cible).collect();
    for id in pages {
        types[id].enveloppe = Enveloppe::Page;
    }
    for lu in types.iter_mut() {
        lu.enveloppe = enveloppe(lu);
        lu.personnel = !lu.categories.vide() || lu.champs.values().any(|champ| !champ.categories.vide());
    }
    // Edges before the connections that hold them.
    heriter(types, Enveloppe::Bord, &["node"]);
    heriter(types, Enveloppe::Page, &["edges", "nodes"]);
    exiger(types);
}

fn lier(types: &mut [TypeLu], definition: &TypeDefinition, par_nom: &HashMap<Box<str>, IdType>) {
    let id = par_nom[definition.name.node.as_str()];
    let connu = |nom: &Positioned<Name>| par_nom.get(nom.node.as_str()).copied();
    match &definition.kind {
        TypeKind::Union(union) => types[id].possibles = union.members.iter().filter_map(connu).collect(),
        TypeKind::Object(objet) => {
            types[id].interfaces = objet.implements.iter().filter_map(connu).collect();
            for interface in types[id].interfaces.clone() {
                types[interface].possibles.push(id);
            }
        }
        _ => {}
    }
}

fn enveloppe(lu: &TypeLu) -> Enveloppe {
    match lu {
        _ if lu.genre != Genre::Objet => Enveloppe::Aucune,
        _ if &*lu.nom == "PageInfo" => Enveloppe::InfosPage,
        _ if lu.nom.ends_with("Edge") && lu.champs.contains_key("node") => Enveloppe::Bord,
        _ if lu.nom.ends_with("Connection") => Enveloppe::Page,
        _ => lu.enveloppe,
    }
}

/// A connection takes the scopes of what it holds: a count of persons is closed like the persons.
fn heriter(types: &mut [TypeLu], enveloppe: Enveloppe, par: &[&str]) {
    for id in (0..types.len()).filter(|id| types[*id].enveloppe == enveloppe).collect::<Vec<_>>() {
        let portes = par.iter().filter_map(|nom| types[id].champs.get(*nom)).map(|champ| champ.cible);
        let (exige, personnel) = portes.fold((types[id].exige, types[id].personnel), |(exige, personnel), porte| {
            (exige | types[porte].exige, personnel || types[porte].personnel)
        });
        types[id].exige = exige;
        types[id].personnel = personnel;
    }
}

fn exiger(types: &mut [TypeLu]) {
    let des_types: Vec<_> = types.iter().map(|lu| (lu.exige, lu.categories)).collect();
    for lu in types.iter_mut().filter(|lu| lu.genre.composite()) {
        for champ in lu.champs.values_mut() {
            let (exige, categories) = des_types[champ.cible];
            champ.exige = champ.propre | lu.exige | exige;
            champ.categories |= categories;
        }
    }
}

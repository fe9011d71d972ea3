//! Faults of the schema for which the server refuses to start.

use std::fmt;

use super::table::{Genre, IdType, TablePortees, TypeLu};

/// What is wrong in the directives of the schema, all of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Incoherence(pub Vec<Faute>);

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Faute {
    Illisible(String),
    TypeInconnu { lieu: String, nom: String },
    PorteeInconnue { lieu: String, portee: String },
    CategorieInconnue { lieu: String },
    RacineSansPortee { champ: String },
    PersonneSansPortee { nom: String },
    InterfaceContournee { champ: String, interface: String },
}

impl fmt::Display for Faute {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Illisible(erreur) => write!(f, "le schéma ne se lit pas : {erreur}"),
            Self::TypeInconnu { lieu, nom } => write!(f, "{lieu} : le type {nom} n'existe pas"),
            Self::PorteeInconnue { lieu, portee } => write!(f, "{lieu} : la portée {portee} n'existe pas"),
            Self::CategorieInconnue { lieu } => write!(f, "{lieu} : @donneePersonnelle nomme une catégorie inconnue"),
            Self::RacineSansPortee { champ } => {
                write!(f, "{champ} : un champ racine porte @portee, avec requiert: [] s'il est ouvert à tous les partenaires")
            }
            Self::PersonneSansPortee { nom } => {
                write!(f, "{nom} : un type qui porte des données personnelles, ou y mène sans autre garde, exige une @portee")
            }
            Self::InterfaceContournee { champ, interface } => {
                write!(f, "{champ} : ce champ exige une portée que {interface} n'exige pas, et se lirait à travers elle")
            }
        }
    }
}

impl fmt::Display for Incoherence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Schéma incohérent :")?;
        self.0.iter().try_for_each(|faute| write!(f, "\n- {faute}"))
    }
}

impl std::error::Error for Incoherence {}

pub(super) fn verifier(table: &TablePortees) -> Vec<Faute> {
    let mut fautes: Vec<_> = table.types().iter().enumerate().flat_map(|(id, lu)| du_type(table, id, lu)).collect();
    // Fields come out of a hash map: the message must not change from one start to the next.
    fautes.sort_by_cached_key(ToString::to_string);
    fautes
}

fn du_type(table: &TablePortees, id: IdType, lu: &TypeLu) -> Vec<Faute> {
    let mut fautes = Vec::new();
    if table.est_racine(id) {
        fautes.extend(racines_nues(lu));
    } else if lu.genre == Genre::Objet && lu.exige.vide() && (lu.personnel || mene(table, lu)) {
        fautes.push(Faute::PersonneSansPortee { nom: lu.nom.to_string() });
    }
    fautes.extend(lu.interfaces.iter().flat_map(|interface| contournes(lu, table.type_lu(*interface))));
    fautes
}

fn racines_nues(lu: &TypeLu) -> impl Iterator<Item = Faute> {
    let nus = lu.champs.iter().filter(|(_, champ)| !champ.porte_marque);
    nus.map(|(nom, _)| Faute::RacineSansPortee { champ: format!("{}.{nom}", lu.nom) })
}

/// Leads to a person through a field that nothing guards: neither its own scopes nor those of the type it returns.
fn mene(table: &TablePortees, lu: &TypeLu) -> bool {
    lu.champs.values().any(|champ| champ.exige.vide() && table.type_lu(champ.cible).personnel)
}

/// An interface is read without knowing the row's type: what it shows must be open wherever the type itself is.
fn contournes(lu: &TypeLu, interface: &TypeLu) -> impl Iterator<Item = Faute> {
    let partages = interface.champs.iter().filter_map(|(nom, vu)| lu.champs.get(nom).map(|champ| (nom, vu, champ)));
    let fermes = partages.filter(|(_, vu, champ)| !(vu.propre | lu.exige).contient(champ.propre));
    fermes.map(|(nom, _, _)| Faute::InterfaceContournee { champ: format!("{}.{nom}", lu.nom), interface: interface.nom.to_string() })
}

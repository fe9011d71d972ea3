//! The document of an export, written from the schema: every field of the object that the bearer's scopes open.
//!
//! Own fields and plain objects whole; the person with her own fields; any other object by its id, and by its name when it is
//! reference data. What is paged inside an object is left to GraphQL: a page of it would be a part that looks like the whole.

use async_graphql::parser::types::OperationType;
use domain::portee::Portees;

use super::Liste;
use crate::graphql::portees::{Champ, Genre, IdType, TablePortees, TypeLu};

/// Objects read at once.
const PAGE: usize = 50;

/// Plain objects inside plain objects.
const PROFONDEUR: usize = 4;

/// What names an object of reference data.
const NOMS: [&str; 7] = ["code", "codeInsee", "intitule", "libelle", "nom", "prenom", "titre"];

pub(super) fn ecrire(table: &TablePortees, liste: Liste, portees: Portees) -> String {
    let racine = table.racine(OperationType::Query).and_then(|query| table.champ(query, liste.racine));
    let connexion = racine.map(|champ| table.type_lu(champ.cible));
    let objet = connexion.and_then(|connexion| connexion.champs.get("nodes")).map_or(0, |noeuds| noeuds.cible);
    let filtre = racine.and_then(|champ| champ.arguments.get("filtre")).map_or("", |filtre| &table.type_lu(filtre.cible).nom);
    let ouverts = Ecriture { table, portees }.objet(objet, true, PROFONDEUR);
    // With nothing open, the gate names what the bearer lacks to read the list at all.
    let champs = if ouverts.is_empty() { "id ".to_owned() } else { ouverts };
    let Liste { racine, .. } = liste;
    format!(
        "query Exporter_{racine}($filtre: {filtre}, $apres: String) {{ \
         {racine}(filtre: $filtre, first: {PAGE}, after: $apres) {{ nodes {{ {champs}}} pageInfo {{ hasNextPage endCursor }} }} }}"
    )
}

struct Ecriture<'a> {
    table: &'a TablePortees,
    portees: Portees,
}

impl Ecriture<'_> {
    /// All fields of an object, its id first. `personne` says whether the person is written with her own.
    fn objet(&self, id: IdType, personne: bool, profondeur: usize) -> String {
        let mut champs: Vec<(&str, &Champ)> = self.ouverts(self.table.type_lu(id)).collect();
        champs.sort_by_key(|(nom, _)| (*nom != "id", *nom));
        champs.into_iter().filter_map(|(nom, champ)| self.champ(nom, champ, (personne, profondeur))).collect()
    }

    fn ouverts<'t>(&self, lu: &'t TypeLu) -> impl Iterator<Item = (&'t str, &'t Champ)> {
        let portees = self.portees;
        let ouverts = lu.champs.iter().filter(move |(_, champ)| portees.contient(champ.exige) && champ.page.is_none());
        ouverts.map(|(nom, champ)| (nom.as_ref(), champ))
    }

    fn champ(&self, nom: &str, champ: &Champ, (personne, profondeur): (bool, usize)) -> Option<String> {
        let cible = self.table.type_lu(champ.cible);
        let dedans = match cible.genre {
            Genre::Scalaire | Genre::Enumeration => return Some(format!("{nom} ")),
            Genre::Objet if personne && nom == "allocataire" => self.objet(champ.cible, false, profondeur),
            Genre::Objet if self.est_noeud(cible) => self.nomme(cible),
            Genre::Objet if profondeur > 0 => self.objet(champ.cible, personne, profondeur - 1),
            _ => return None,
        };
        (!dedans.is_empty()).then(|| format!("{nom} {{ {dedans}}} "))
    }

    fn est_noeud(&self, lu: &TypeLu) -> bool {
        self.table.id("Node").is_some_and(|noeud| lu.interfaces.contains(&noeud))
    }

    /// Another file is named by its id alone: what it says is in its own export.
    fn nomme(&self, lu: &TypeLu) -> String {
        let feuille = |nom: &str, champ: &Champ| {
            nom == "id" || !lu.personnel && NOMS.contains(&nom) && self.table.type_lu(champ.cible).genre == Genre::Scalaire
        };
        let mut noms: Vec<&str> = self.ouverts(lu).filter(|(nom, champ)| feuille(nom, champ)).map(|(nom, _)| nom).collect();
        noms.sort_by_key(|nom| (*nom != "id", *nom));
        noms.into_iter().flat_map(|nom| [nom, " "]).collect()
    }
}

#[cfg(test)]
mod tests {
    use domain::politique::Profil;

    use super::super::LISTES;
    use super::*;
    use crate::graphql::Contrat;
    use crate::graphql::porte::{Limites, examiner, lire_document};

    fn document(portees: Portees, rang: usize) -> String {
        ecrire(&Contrat::nouveau().expect("schema").table, LISTES[rang], portees)
    }

    #[test]
    fn every_profile_gets_documents_that_the_gate_admits_under_the_default_limits() {
        let (contrat, limites) = (Contrat::nouveau().expect("schema"), Limites::default());
        for liste in LISTES {
            let texte = ecrire(&contrat.table, liste, Profil::Departement.plafond());
            let arbre = lire_document(&texte, &limites).expect("document");
            let examen = examiner(&contrat.table, &arbre, None, &limites).expect("examination");
            examen.admettre(Profil::Departement.plafond(), &async_graphql::Variables::default(), &limites).expect("admission");
        }
    }

    #[test]
    fn a_document_says_the_object_whole_and_others_by_their_name() {
        let texte = document(Profil::Departement.plafond(), 0);
        for morceau in
            ["nodes { id ", "prescripteur { id nom } ", "suite { ", "historique { ", "rendezVous { id } ", "commune { id codeInsee nom } "]
        {
            assert!(texte.contains(morceau), "{morceau} in {texte}");
        }
        assert!(!texte.contains("prescriptions(first") && !texte.contains("parcours("), "{texte}");
    }

    #[test]
    fn a_field_beyond_the_scopes_is_not_asked() {
        let texte = document(Portees::lire("prescriptions:lire").expect("scopes"), 0);
        assert!(texte.contains("motif ") && !texte.contains("allocataire") && !texte.contains("accompagnement"), "{texte}");
    }
}

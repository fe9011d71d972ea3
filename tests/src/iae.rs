//! Structures of the IAE and their posts: search, states, rights, files.

use serde_json::{Value, json};

use crate::harnais::{Banc, Client, Reponse};

mod etats;
mod importation;
mod recherche;
mod regards;

pub const DOCUMENT: &str = "
    fragment Pos on PosteIae {
        id version intitule codeRome typeContrat heuresHebdomadaires nombrePostes postesRestants publics description profilRecherche statut
        publieLe fermeLe aActualiser commune { codeInsee } structure { id type nom }
    }
    mutation Publier($input: PublierPosteIaeInput!) { publierPosteIae(input: $input) { posteIae { ...Pos } erreurs { code champ message } } }
    mutation Modifier($input: ModifierPosteIaeInput!) { modifierPosteIae(input: $input) { posteIae { ...Pos } erreurs { code champ message } } }
    mutation Conventionner($input: ConventionnerStructureInput!) {
        conventionnerStructure(input: $input) { structureIae { id postesConventionnes(annee: 2026) } erreurs { code champ message } }
    }
    query Structures($annee: Int) {
        structuresIae(departement: \"31\", first: 100) {
            nodes { id nom type activites commune { codeInsee } partenaire { id } postesConventionnes(annee: $annee) postes { nombreTotal nodes { id } } }
        }
    }
    query Postes($filtre: PosteIaeFiltre, $apres: String) {
        postesIae(filtre: $filtre, first: 100, after: $apres) { nombreTotal pageInfo { hasNextPage endCursor } nodes { ...Pos } }
    }
    query Poste($id: ID!) { node(id: $id) { ...Pos } }
    query Faits($types: [TypeEvenement!]) { evenements(types: $types) { evenements { type objetId objet { id } } } }
";

pub async fn appeler(client: &Client, operation: &str, input: Value) -> Reponse {
    client.operer(DOCUMENT, operation, json!({ "input": input })).await
}

pub async fn lire(client: &Client, id: &str) -> Value {
    client.operer(DOCUMENT, "Poste", json!({ "id": id })).await.donnees()["node"].clone()
}

/// All the posts of a list, page after page.
pub async fn lister(client: &Client, filtre: Value) -> Vec<Value> {
    let (mut postes, mut apres) = (Vec::new(), Value::Null);
    loop {
        let lus = client.operer(DOCUMENT, "Postes", json!({ "filtre": filtre, "apres": apres })).await;
        let liste = lus.donnees()["postesIae"].clone();
        postes.extend(liste["nodes"].as_array().expect("nodes").iter().cloned());
        if liste["pageInfo"]["hasNextPage"] == false {
            assert_eq!(liste["nombreTotal"], postes.len(), "{filtre}");
            return postes;
        }
        apres = liste["pageInfo"]["endCursor"].clone();
    }
}

pub fn texte(objet: &Value, champ: &str) -> String {
    objet[champ].as_str().unwrap_or_else(|| panic!("no {champ} in {objet}")).to_owned()
}

/// The first refusal: its code, and the field.
#[track_caller]
pub fn refus(reponse: &Reponse) -> (String, String) {
    let erreur = &reponse.charge()["erreurs"][0];
    (erreur["code"].as_str().unwrap_or_default().to_owned(), erreur["champ"][1].as_str().unwrap_or_default().to_owned())
}

pub fn ainsi(code: &str, champ: &str) -> (String, String) {
    (code.to_owned(), champ.to_owned())
}

/// Haute-Garonne: two associations that run structures.
pub struct Scene<'a> {
    pub banc: &'a Banc,
    pub cocagne: Client,
    pub girou: Client,
    pub conseil: Client,
    /// Those of Cocagne: a chantier, and an undertaking of independent workers or another kind.
    pub structures: Vec<Value>,
}

impl<'a> Scene<'a> {
    pub async fn de(banc: &'a Banc) -> Self {
        let cocagne = banc.client("cocagne-31").await;
        let moi = domain::identifiant::Genre::Partenaire.ecrire(cocagne.partenaire);
        let lues = cocagne.operer(DOCUMENT, "Structures", json!({ "annee": 2026 })).await;
        let toutes = lues.donnees()["structuresIae"]["nodes"].as_array().expect("nodes").clone();
        Self {
            banc,
            cocagne,
            girou: banc.client("jardins-girou").await,
            conseil: banc.client("departement-31").await,
            structures: toutes.into_iter().filter(|s| s["partenaire"]["id"] == moi.as_str()).collect(),
        }
    }

    /// The chantier of Cocagne.
    pub fn chantier(&self) -> String {
        texte(self.structures.iter().find(|s| s["type"] == "ACI").expect("a chantier"), "id")
    }

    pub fn saisie(&self) -> Value {
        json!({
            "structureId": self.chantier(), "intitule": "Aide jardinier", "codeRome": "A1203", "typeContrat": "CDDI", "heuresHebdomadaires": 26,
            "commune": "31555", "nombrePostes": 2, "publics": ["BENEFICIAIRE_RSA"], "description": "Entretien de vergers.",
        })
    }

    /// A post of Cocagne, as said.
    pub async fn poste(&self, faits: Value) -> Value {
        let mut input = self.saisie();
        input.as_object_mut().expect("object").extend(faits.as_object().cloned().unwrap_or_default());
        appeler(&self.cocagne, "Publier", input).await.effet()["posteIae"].clone()
    }

    pub async fn modifier(&self, poste: &Value, changement: Value) -> Reponse {
        let actuel = lire(&self.cocagne, &texte(poste, "id")).await;
        let mut input = json!({ "id": actuel["id"], "version": actuel["version"] });
        input.as_object_mut().expect("object").extend(changement.as_object().cloned().unwrap_or_default());
        appeler(&self.cocagne, "Modifier", input).await
    }
}

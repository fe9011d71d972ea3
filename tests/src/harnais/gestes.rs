//! What many stories start with: a person is received, then prescribed somewhere.

use domain::identifiant::Genre;
use serde_json::{Value, json};

use super::{Banc, Client};

const RECEVOIR: &str = "mutation Recevoir($input: CreerAllocataireInput!) {
    creerAllocataire(input: $input) { allocataire { id } erreurs { code champ message } }
}";

const PRESCRIRE: &str = "mutation Prescrire($input: PrescrireInput!) {
    prescrire(input: $input) { prescription { id version } erreurs { code champ message } }
}";

const REPERER: &str = "mutation Reperer($input: RepererBesoinInput!) { repererBesoin(input: $input) { erreurs { code message } } }";

/// A partner's id as the API writes it.
pub async fn ecrire_partenaire(banc: &Banc, cle: &str) -> String {
    Genre::Partenaire.ecrire(banc.partenaire(cle).await)
}

/// Receives a person with enough to be reached; its id.
pub async fn recevoir(client: &Client, departement: &str, nom: &str) -> String {
    let input = json!({
        "departement": departement, "nom": nom, "prenom": "Camille", "dateNaissance": "1990-02-03",
        "telephone": "0561000000", "courriel": "camille@exemple.fr", "niveauFormation": "CAP_BEP",
    });
    texte(client.demander(RECEVOIR, json!({ "input": input })).await.effet(), "/allocataire/id")
}

/// Notes a need of the person.
pub async fn reperer(client: &Client, allocataire: &str, theme: &str) {
    client.demander(REPERER, json!({ "input": { "allocataireId": allocataire, "theme": theme } })).await.effet();
}

/// Prescribes; the referral's id, its version being 1.
pub async fn prescrire(client: &Client, allocataire: &str, (type_, destinataire): (&str, &str)) -> String {
    let input = json!({ "allocataireId": allocataire, "type": type_, "destinataireId": destinataire, "accordPersonne": true });
    texte(client.demander(PRESCRIRE, json!({ "input": input })).await.effet(), "/prescription/id")
}

fn texte(charge: &Value, chemin: &str) -> String {
    charge.pointer(chemin).and_then(Value::as_str).unwrap_or_else(|| panic!("no {chemin} in {charge}")).to_owned()
}

/// One in so many people of the Haute-Garonne is placed by an agent in a maison des solidarités, her commune unchanged.
pub async fn situer_en_maison(banc: &Banc, une_sur: i64) -> u64 {
    let texte = "update residence set territoire_id = (select id from territoire where departement = '31' and type = 'MAISON_DES_SOLIDARITES' order by id limit 1) where allocataire_id in (select allocataire_id from (select allocataire_id, row_number() over (order by allocataire_id) as rang from residence where departement = '31') x where rang % $1 = 0)";
    banc.executer(texte, [une_sur.into()]).await
}

//! Meetings, told by who organises them, who is there, and who only reads of them.

use domain::identifiant::Genre;
use sea_orm::Value as Lie;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::harnais::{Banc, Client, Reponse};

mod commission;
mod comptes;
mod kiosque;
mod regards;

const DOCUMENT: &str = "
    fragment Tout on Rencontre { id version statut le lieu participants partenairesPresents { nom } bilan { ...Comptes } }
    fragment Comptes on BilanRencontre { invites presents excuses orientes tauxParticipation }
    mutation Organiser($input: OrganiserRencontreInput!) {
        organiserRencontre(input: $input) { rencontre { ...Tout } erreurs { code champ message regle } }
    }
    mutation Modifier($input: ModifierRencontreInput!) {
        modifierRencontre(input: $input) { rencontre { ...Tout } erreurs { code champ message regle } }
    }
    mutation Relever($input: ReleverPresenceInput!) {
        releverPresence(input: $input) { rencontre { ...Tout } erreurs { code champ message regle } }
    }
    mutation Consigner($input: ConsignerDecisionInput!) {
        consignerDecision(input: $input) { rencontre { ...Tout } erreurs { code champ message regle } }
    }
    query Lire($id: ID!) { node(id: $id) { ...Tout } }
    query Lister($filtre: RencontreFiltre) { rencontres(filtre: $filtre, first: 100) { nombreTotal nodes { ...Tout } } }
    query Invites($id: ID!, $apres: String) {
        node(id: $id) {
            ... on Rencontre {
                invitations(first: 100, after: $apres) {
                    nombreTotal
                    pageInfo { hasNextPage endCursor }
                    nodes {
                        presence
                        allocataire { id }
                        orientation { modalite }
                        decision { accordPersonne objectifs moyens echeance avis signataires { id } }
                    }
                }
            }
        }
    }
    query Deux($filtre: RencontreFiltre) {
        rencontres(filtre: $filtre, first: 2) {
            nodes { invitations(first: 5) { nodes { allocataire { id nom } orientation { modalite } decision { avis } } } }
        }
    }
    query Six($filtre: RencontreFiltre) {
        rencontres(filtre: $filtre, first: 6) {
            nodes { invitations(first: 5) { nodes { allocataire { id nom } orientation { modalite } decision { avis } } } }
        }
    }
";

/// Calls one operation of the document with its input.
async fn agir(client: &Client, operation: &str, input: &Value) -> Reponse {
    client.operer(DOCUMENT, operation, json!({ "input": input })).await
}

/// Organises a meeting; its id.
async fn organiser(client: &Client, input: &Value) -> String {
    let reponse = agir(client, "Organiser", input).await;
    reponse.effet()["rencontre"]["id"].as_str().expect("id").to_owned()
}

async fn relever(client: &Client, rencontre: &str, personne: Uuid, presence: &str) -> Reponse {
    let input = json!({ "rencontreId": rencontre, "allocataireId": alc(personne), "presence": presence });
    agir(client, "Relever", &input).await
}

/// The invitations that the caller reads of a meeting.
async fn invites(client: &Client, rencontre: &str) -> Value {
    let reponse = client.operer(DOCUMENT, "Invites", json!({ "id": rencontre })).await;
    reponse.donnees()["node"]["invitations"].clone()
}

fn alc(personne: Uuid) -> String {
    Genre::Allocataire.ecrire(personne)
}

fn alcs(personnes: &[Uuid]) -> Vec<String> {
    personnes.iter().map(|p| alc(*p)).collect()
}

/// People of a département with an open parcours, of whom no absence is being dealt with, in the order of their ids.
async fn suivies(banc: &Banc, departement: &str, nombre: i64) -> Vec<Uuid> {
    let sql = "select c.allocataire_id from parcours c where c.departement = $1 and c.clos_le is null and not exists \
        (select 1 from echeance e where e.objet_id = c.id and e.code = 'TRAITER_ABSENCE') order by c.allocataire_id limit $2";
    let lues = banc.colonne(sql, [departement.into(), nombre.into()]).await;
    assert_eq!(i64::try_from(lues.len()).ok(), Some(nombre));
    lues
}

/// A number that a statement counts about one meeting.
async fn compter(banc: &Banc, sql: &str, rencontre: &str) -> i64 {
    let id: Lie = Genre::Rencontre.lire(rencontre).expect("id").into();
    banc.valeur(sql, [id]).await
}

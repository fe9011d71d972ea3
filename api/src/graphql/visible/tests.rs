use async_graphql::{EmptyMutation, EmptySubscription, Request, Schema, Value, value};
use domain::portee::Portees;

use super::Racine;
use super::essai::{self, Mutation, Query, Subscription};

async fn introspecter(portees: Option<&str>, requete: &str) -> Value {
    let mut demande = Request::new(requete);
    if let Some(portees) = portees {
        demande = demande.data(Portees::lire(portees).expect("known scopes"));
    }
    let reponse = essai::schema().execute(demande).await;
    assert!(reponse.errors.is_empty(), "{:?}", reponse.errors);
    reponse.data
}

#[test]
fn envelopper_ne_change_pas_le_schema() {
    let nu = Schema::build(Query::default(), Mutation, Subscription).finish().sdl();
    assert_eq!(essai::schema().sdl(), nu);
    let sans = Schema::build(Racine(Query::default()), EmptyMutation, EmptySubscription).finish().sdl();
    assert!(!sans.contains("mutation:") && !sans.contains("subscription:"));
}

#[tokio::test]
async fn sans_portee_ni_mutation_ni_abonnement() {
    let demande = "{__schema{queryType{fields{name}} mutationType{name} subscriptionType{name}}}";
    let attendu = value!({"__schema": {
        "queryType": {"fields": [{"name": "node"}, {"name": "services"}, {"name": "recherche"}]},
        "mutationType": null, "subscriptionType": null,
    }});
    assert_eq!(introspecter(Some(""), demande).await, attendu);
    assert_eq!(introspecter(None, demande).await, attendu, "no bearer sees what a bearer without scopes sees");
}

#[tokio::test]
async fn un_abonnement_ouvert_montre_sa_racine() {
    let vu = introspecter(Some("evenements:lire"), "{__schema{mutationType{name} subscriptionType{fields{name}}}}").await;
    assert_eq!(vu, value!({"__schema": {"mutationType": null, "subscriptionType": {"fields": [{"name": "evenements"}]}}}));
}

#[tokio::test]
async fn un_type_se_voit_par_un_de_ses_champs() {
    let demande = "{__type(name:\"Agent\"){fields{name}}}";
    assert_eq!(introspecter(Some(""), demande).await, value!({"__type": null}));
    let un = value!({"__type": {"fields": [{"name": "charge"}]}});
    assert_eq!(introspecter(Some("annuaire:ecrire"), demande).await, un);
    let service = introspecter(Some(""), "{__type(name:\"Service\"){fields{name}}}").await;
    assert!(!service.to_string().contains("responsable"), "a field whose type is hidden goes with it: {service}");
}

#[tokio::test]
async fn entrees_valeurs_et_arguments_fermes_disparaissent() {
    let demande = "{f:__type(name:\"AllocataireFiltre\"){inputFields{name}} t:__type(name:\"AllocataireTri\"){enumValues{name}}}";
    let vu = introspecter(Some("allocataires:lire"), demande).await;
    let attendu = value!({"f": {"inputFields": [{"name": "publics"}, {"name": "mois"}]}, "t": {"enumValues": [{"name": "MODIFICATION"}]}});
    assert_eq!(vu, attendu);
    let champs = introspecter(Some(""), "{__type(name:\"Query\"){fields{name args{name}}}}").await;
    assert!(!champs.to_string().contains("agent"), "{champs}");
}

/// Hiding is not refusing: the gate refuses.
#[tokio::test]
async fn cacher_ne_refuse_rien() {
    let reponse = essai::schema().execute(Request::new("{allocataires{nombreTotal}}").data(Portees::AUCUNE)).await;
    assert!(reponse.errors.is_empty());
}

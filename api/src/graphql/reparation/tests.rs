#![expect(clippy::unused_async, reason = "the engine wants its resolvers asynchronous")]

use std::sync::LazyLock;

use async_graphql::parser::parse_query;
use async_graphql::{EmptyMutation, EmptySubscription, Error, Interface, Object, Request, Result, Schema, Value, Variables};
use serde_json::json;

use super::{completer_variables, poser_reperes, propager_nuls, retirer_reperes};
use crate::graphql::portees::TablePortees;

struct Query;
#[derive(Clone, Copy)]
struct Objet(i32);
struct Autre;

#[derive(Interface)]
#[graphql(field(name = "id", ty = "i32"))]
enum Chose {
    Objet(Objet),
    Autre(Autre),
}

#[Object]
impl Query {
    async fn objet(&self) -> Option<Objet> {
        Some(Objet(1))
    }
    async fn sur(&self) -> Objet {
        Objet(1)
    }
    async fn chose(&self) -> Option<Chose> {
        Some(Chose::Autre(Autre))
    }
    async fn choses(&self) -> Vec<Chose> {
        vec![Chose::Objet(Objet(1)), Chose::Autre(Autre)]
    }
}

#[Object]
impl Autre {
    async fn id(&self) -> i32 {
        9
    }
}

fn pair(nombre: i32) -> Result<i32> {
    if nombre % 2 == 0 { Ok(nombre) } else { Err(Error::new("impair")) }
}

#[Object]
impl Objet {
    async fn id(&self) -> i32 {
        self.0
    }
    async fn pair(&self) -> Result<Option<i32>> {
        pair(self.0).map(Some)
    }
    async fn pair_sur(&self) -> Result<i32> {
        pair(self.0)
    }
    async fn objet(&self) -> Option<Objet> {
        Some(Objet(self.0 + 1))
    }
    async fn sur(&self) -> Objet {
        Objet(self.0 + 1)
    }
    async fn objet_pair(&self) -> Result<Objet> {
        pair(self.0).map(Objet)
    }
    async fn liste(&self) -> Option<Vec<Option<Objet>>> {
        Some(vec![Some(Objet(1)), Some(Objet(2)), None])
    }
    async fn liste_sure(&self) -> Vec<Objet> {
        vec![Objet(1), Objet(2)]
    }
    async fn matrice(&self) -> Option<Vec<Option<Vec<Objet>>>> {
        Some(vec![Some(vec![Objet(2)]), Some(vec![Objet(2), Objet(1)])])
    }
    async fn valeurs(&self) -> Option<Vec<Option<Result<i32>>>> {
        Some((1..4).map(|nombre| Some(pair(nombre))).collect())
    }
    async fn valeurs_sures(&self) -> Option<Vec<Result<i32>>> {
        Some((1..4).map(pair).collect())
    }
}

static SCHEMA: LazyLock<Schema<Query, EmptyMutation, EmptySubscription>> =
    LazyLock::new(|| Schema::build(Query, EmptyMutation, EmptySubscription).finish());

static TABLE: LazyLock<TablePortees> = LazyLock::new(|| {
    let document = async_graphql::parser::parse_schema(SCHEMA.sdl()).expect("an SDL");
    TablePortees::assembler(&document).0
});

/// Executes as the handler does: prepared before, mended after.
async fn executer(texte: &str, variables: serde_json::Value) -> (serde_json::Value, usize) {
    let mut document = parse_query(texte).unwrap_or_else(|erreur| panic!("{texte}: {erreur}"));
    let reperes = poser_reperes(&mut document);
    let mut variables = Variables::from_json(variables);
    let (_, operation) = document.operations.iter().next().expect("one operation");
    completer_variables(&operation.node, &mut variables);
    let mut requete = Request::new("").variables(variables);
    requete.set_parsed_query(document.clone());
    let mut reponse = SCHEMA.execute(requete).await;
    propager_nuls(&TABLE, &document, &operation.node, &mut reponse);
    if reperes {
        retirer_reperes(&mut reponse.data);
    }
    (serde_json::to_value(&reponse.data).expect("JSON"), reponse.errors.len())
}

async fn donnees(texte: &str) -> serde_json::Value {
    executer(texte, json!({})).await.0
}

/// What graphql-js 16 answers to the same documents.
#[tokio::test]
async fn les_nuls_se_propagent_comme_le_veut_la_specification() {
    for (texte, attendu) in [
        ("{objet{id pair}}", json!({"objet": {"id": 1, "pair": null}})),
        ("{objet{pair}}", json!({"objet": {"pair": null}})),
        ("{objet{a:pair b:pair}}", json!({"objet": {"a": null, "b": null}})),
        ("{objet{id pairSur}}", json!({"objet": null})),
        ("{objet{sur{sur{pairSur}} id}}", json!({"objet": null})),
        ("{objet{objet{sur{pairSur}} id}}", json!({"objet": {"objet": null, "id": 1}})),
        ("{sur{id pairSur}}", json!(null)),
        ("{sur{pairSur} objet{pair}}", json!(null)),
        ("{objet{liste{pairSur}}}", json!({"objet": {"liste": [null, {"pairSur": 2}, null]}})),
        ("{objet{liste{pair}}}", json!({"objet": {"liste": [{"pair": null}, {"pair": 2}, null]}})),
        ("{objet{listeSure{pairSur}}}", json!({"objet": null})),
        ("{objet{objet{listeSure{pairSur}} id}}", json!({"objet": {"objet": null, "id": 1}})),
        ("{objet{matrice{pairSur id}}}", json!({"objet": {"matrice": [[{"pairSur": 2, "id": 2}], null]}})),
        ("{objet{valeurs}}", json!({"objet": {"valeurs": [null, 2, null]}})),
        ("{objet{valeursSures id}}", json!({"objet": {"valeursSures": null, "id": 1}})),
        ("{objet{objetPair{id} objet{pair}}}", json!({"objet": null})),
        (
            "{objet{...F ...on Objet{objet{objet{pairSur}}}}} fragment F on Objet{objet{id}}",
            json!({"objet": {"objet": {"id": 2, "objet": null}}}),
        ),
        ("{objet{pair} objet{id}}", json!({"objet": {"pair": null, "id": 1}})),
        (
            "{objet{listeSure{pair} ...F}} fragment F on Objet{listeSure{id}}",
            json!({"objet": {"listeSure": [{"pair": null, "id": 1}, {"pair": 2, "id": 2}]}}),
        ),
        ("{choses{id ...on Objet{pair}}}", json!({"choses": [{"id": 1, "pair": null}, {"id": 9}]})),
        ("{choses{...on Objet{pairSur} id}}", json!(null)),
        ("{objet{...on Chose{...on Objet{p:pairSur}}}}", json!({"objet": null})),
    ] {
        assert_eq!(donnees(texte).await, attendu, "{texte}");
    }
}

#[tokio::test]
async fn les_defauts_des_variables_valent_pour_les_directives() {
    let texte = "query($i:Boolean=true,$s:Boolean=false){objet{id @include(if:$i) objet{id @skip(if:$s)}}}";
    assert_eq!(donnees(texte).await, json!({"objet": {"id": 1, "objet": {"id": 2}}}));
    let (donnees, _) = executer(texte, json!({"i": false, "s": true})).await;
    assert_eq!(donnees, json!({"objet": {"objet": {}}}), "what the request gives stays");
}

#[tokio::test]
async fn une_selection_vide_est_un_objet_vide() {
    for (texte, attendu) in [
        ("{objet{listeSure{id @skip(if:true)}}}", json!({"objet": {"listeSure": [{}, {}]}})),
        ("{objet{...F}} fragment F on Objet{id @include(if:false)}", json!({"objet": {}})),
        ("{chose{...on Objet{id}}}", json!({"chose": {}})),
        ("{objet @skip(if:true){id}}", json!({})),
        ("{objet{id ...on Objet @skip(if:true){pair}}}", json!({"objet": {"id": 1}})),
    ] {
        assert_eq!(executer(texte, json!({})).await, (attendu, 0), "{texte}");
    }
}

#[test]
fn un_repere_n_est_pose_que_s_il_le_faut() {
    let pose = |texte| poser_reperes(&mut parse_query(texte).expect("a document"));
    assert!(!pose("{objet{id objet{id pair @skip(if:true)}} ...F} fragment F on Query{sur{id}}"));
    assert!(pose("{objet{id} ...F} fragment F on Query{sur{id @skip(if:true)}}"));
    assert!(pose("{objet{id} ...F} fragment F on Query{objet{pair}}"), "one object, selected twice");
    assert!(!pose("subscription{...F} fragment F on Subscription{e{id}}"), "its root is one field");
    assert!(pose("subscription{e{...F}} fragment F on E{id}"));
}

#[test]
fn retirer_ne_touche_que_le_repere() {
    let mut donnees = Value::from_json(json!({"a": [{"__vide": "T", "b": 1}, [{"__vide": "T"}]], "__vide": "Q"})).expect("JSON");
    retirer_reperes(&mut donnees);
    assert_eq!(donnees.into_json().expect("JSON"), json!({"a": [{"b": 1}, [{}]]}));
}

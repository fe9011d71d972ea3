use domain::portee::Portees;

use super::{CategorieDonnee, Enveloppe, Faute, TablePortees};
use crate::graphql::visible::essai;

fn fautes(sdl: &str) -> Vec<Faute> {
    TablePortees::lire(sdl).map_or_else(|incoherence| incoherence.0, |_| Vec::new())
}

fn portees(noms: &str) -> Portees {
    Portees::lire(noms).expect("known scopes")
}

#[test]
fn les_directives_s_ecrivent_comme_au_contrat() {
    let sdl = essai::schema().sdl();
    for ligne in [
        "directive @portee(requiert: [String!]!) on FIELD_DEFINITION | OBJECT | ARGUMENT_DEFINITION | INPUT_FIELD_DEFINITION | ENUM_VALUE",
        "directive @sensible on ENUM_VALUE",
        "directive @donneePersonnelle(categorie: CategorieDonnee!) on FIELD_DEFINITION | OBJECT",
        "type Allocataire implements Node @portee(requiert: [\"allocataires:lire\"]) {",
        "type Parcours implements Node @portee(requiert: [\"parcours:lire\"]) @donneePersonnelle(categorie: PARCOURS) {",
        "\tnom: String @portee(requiert: [\"allocataires.identite:lire\"]) @donneePersonnelle(categorie: IDENTITE)",
        "\tnode(id: ID!): Node @portee(requiert: [])",
        "\trecherche(agent: ID @portee(requiert: [\"annuaire:lire\"])): [Result!]! @portee(requiert: [])",
        "\trecherche: String @portee(requiert: [\"allocataires.identite:lire\"])",
        "\tNOM @portee(requiert: [\"allocataires.identite:lire\"])",
        "\tREFUGIE @sensible",
    ] {
        assert!(sdl.lines().any(|l| l == ligne), "missing: {ligne}\n{sdl}");
    }
    for categorie in CategorieDonnee::TOUTES {
        assert!(sdl.contains(&format!("\t{}\n", categorie.nom())), "{categorie:?}");
    }
}

#[test]
fn la_table_dit_ce_que_prend_un_champ() {
    let table = TablePortees::lire(&essai::schema().sdl()).expect("sound");
    let champ = |parent: &str, nom: &str| &table.nomme(parent).expect("a type").champs[nom];
    assert_eq!(champ("Allocataire", "nom").exige, portees("allocataires:lire allocataires.identite:lire"));
    assert_eq!(champ("Allocataire", "id").exige, portees("allocataires:lire"));
    assert_eq!(champ("Allocataire", "parcoursActif").exige, portees("allocataires:lire parcours:lire"));
    assert_eq!(champ("AllocatairePayload", "allocataire").exige, portees("allocataires:lire"));
    assert_eq!(champ("AllocataireConnection", "nombreTotal").exige, portees("allocataires:lire"), "a count is closed like its rows");
    assert_eq!(champ("Parcours", "synthese").categories.iter().collect::<Vec<_>>(), [CategorieDonnee::Parcours]);
    assert!(table.nomme("AllocataireConnection").is_some_and(|lu| lu.personnel && lu.enveloppe == Enveloppe::Page));
    assert!(table.nomme("Service").is_some_and(|lu| !lu.personnel && lu.exige.vide()));
    assert!(table.est_sensible("PublicCible", "REFUGIE") && !table.est_sensible("PublicCible", "JEUNE"));
    assert_eq!(table.exigence_du_type("Parcours").map(|(p, _)| p), Some(portees("parcours:lire")));
}

#[test]
fn un_champ_racine_sans_portee_est_refuse() {
    let sdl = "type Query { a: Int b: Int @portee(requiert: []) } type Mutation { c: Int } schema { query: Query mutation: Mutation }";
    let attendues = ["Mutation.c", "Query.a"].map(|champ| Faute::RacineSansPortee { champ: champ.into() });
    assert_eq!(fautes(sdl), attendues);
}

#[test]
fn une_portee_ou_une_categorie_inconnue_est_refusee() {
    let sdl = "type Query { a(b: Int @portee(requiert: [\"inconnue\"])): Int @portee(requiert: []) @donneePersonnelle(categorie: GOUTS) }";
    let attendues = [
        Faute::CategorieInconnue { lieu: "Query.a".into() },
        Faute::PorteeInconnue { lieu: "Query.a(b:)".into(), portee: "\"inconnue\"".into() },
    ];
    let mut trouvees = fautes(sdl);
    trouvees.sort_by_key(ToString::to_string);
    assert_eq!(trouvees, attendues);
}

#[test]
fn une_personne_sans_portee_est_refusee() {
    let nue = Faute::PersonneSansPortee { nom: "Personne".into() };
    let champ = "type Query { p: Personne @portee(requiert: []) } type Personne { nom: String @donneePersonnelle(categorie: IDENTITE) }";
    assert_eq!(fautes(champ), std::slice::from_ref(&nue));
    let ouverte = champ.replace("type Personne", "type Personne @portee(requiert: [])");
    assert_eq!(fautes(&ouverte), std::slice::from_ref(&nue));
    let menant = "type Query { l: Lien @portee(requiert: []) } type Lien { p: Personne } type Personne @donneePersonnelle(categorie: PARCOURS) { id: ID }";
    assert_eq!(fautes(menant), [Faute::PersonneSansPortee { nom: "Lien".into() }, nue]);
    let gardee = menant.replace("type Personne", "type Personne @portee(requiert: [\"parcours:lire\"])");
    assert_eq!(fautes(&gardee), []);
}

#[test]
fn une_interface_n_ouvre_pas_ce_qu_un_type_ferme() {
    let sdl = "type Query { n: N @portee(requiert: []) } interface N { secret: Int } type T implements N { secret: Int @portee(requiert: [\"journal:lire\"]) }";
    assert_eq!(fautes(sdl), [Faute::InterfaceContournee { champ: "T.secret".into(), interface: "N".into() }]);
}

#[test]
fn un_texte_qui_n_est_pas_un_schema_est_refuse() {
    assert!(matches!(fautes("type Query {").as_slice(), [Faute::Illisible(_)]));
    let inconnu = fautes("type Query { a: Absent @portee(requiert: []) }");
    assert_eq!(inconnu, [Faute::TypeInconnu { lieu: "Query.a".into(), nom: "Absent".into() }]);
}

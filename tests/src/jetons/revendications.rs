//! Claims that are missing, of another type, out of time, given twice, or someone else's; all signed by the issuer.

use serde_json::{Value, json};

use super::{Hostile, Matiere};

pub fn hostiles(m: &Matiere) -> Vec<Hostile> {
    [absentes(m), ecartees(m), doubles(m), illisibles(m)].into_iter().flatten().collect()
}

fn essai(m: &Matiere, nom: String, charge: impl AsRef<[u8]>) -> Hostile {
    Hostile::porteur(nom, &m.authentique(m.entete(&json!({})), charge))
}

fn absentes(m: &Matiere) -> Vec<Hostile> {
    let noms = ["iss", "aud", "sub", "partenaire", "scope", "iat", "nbf", "exp", "jti"];
    noms.iter().map(|nom| essai(m, format!("no {nom}"), m.charge(&json!({ "-": nom })))).collect()
}

fn ecartees(m: &Matiere) -> Vec<Hostile> {
    let familles = [emetteurs(m), audiences(m), sujets(), instants(m), partenaires(m), agents(m), portees()];
    let ecarts = familles.into_iter().flatten();
    ecarts.map(|(nom, valeur)| essai(m, format!("{nom} {valeur}"), m.charge(&json!({ nom: valeur })))).collect()
}

type Ecart = (&'static str, Value);

fn toutes<const N: usize>(nom: &'static str, valeurs: [Value; N]) -> Vec<Ecart> {
    valeurs.into_iter().map(|valeur| (nom, valeur)).collect()
}

fn emetteurs(m: &Matiere) -> Vec<Ecart> {
    let url = &m.public_url;
    let valeurs = [
        json!("https://attaquant.example"),
        json!(format!("{url}/")),
        json!(url.to_uppercase()),
        json!(format!("{url}@attaquant.example")),
        json!(""),
        json!(null),
        json!(1),
        json!([url]),
        json!([url, "https://attaquant.example"]),
        m.externe.revendications["iss"].clone(),
    ];
    toutes("iss", valeurs)
}

fn audiences(m: &Matiere) -> Vec<Ecart> {
    let url = &m.public_url;
    let valeurs = [
        json!("https://autre.example"),
        json!(format!("{url}/graphql")),
        json!(""),
        json!(null),
        json!(1),
        json!([]),
        json!(["https://autre.example"]),
        json!([url, 1]),
        json!({ "aud": url }),
        m.externe.revendications["aud"].clone(),
    ];
    toutes("aud", valeurs)
}

fn sujets() -> Vec<Ecart> {
    toutes("sub", [json!(""), json!(null), json!(1), json!(["x"]), json!({})])
}

fn instants(m: &Matiere) -> Vec<Ecart> {
    let t = m.maintenant;
    let mal_types = |bon: i64| [json!(null), json!(bon.to_string()), json!([bon]), json!(true), json!({}), json!(1e300)];
    let exp =
        [json!(t - 30), json!(t - 3600), json!(0), json!(-1), json!(i64::MIN), json!(u64::MAX), json!(i64::MAX), json!(1_900_000_000.5)];
    let nbf = [json!(t + 31), json!(t + 3600), json!(i64::MAX), json!(u64::MAX), json!(-1)];
    let iat = [json!(t + 31), json!(i64::MAX), json!(u64::MAX)];
    [
        toutes("exp", exp),
        toutes("exp", mal_types(t + 600)),
        toutes("nbf", nbf),
        toutes("nbf", mal_types(t)),
        toutes("iat", iat),
        toutes("iat", mal_types(t)),
    ]
    .concat()
}

fn partenaires(m: &Matiere) -> Vec<Ecart> {
    let bon = m.revendications["partenaire"].as_str().unwrap_or_default();
    let valeurs = [
        json!(bon.replacen("par_", "agt_", 1)),
        json!(bon.replacen("par_", "alc_", 1)),
        json!(bon.replacen("par_", "", 1)),
        json!(bon.to_uppercase()),
        json!(format!("{bon} ")),
        json!(format!("{bon}0")),
        json!(bon.get(..29).unwrap_or_default()),
        json!("par_zzzzzzzzzzzzzzzzzzzzzzzzzz"),
        json!("par_00000000000000000000000000"),
        json!("caf-31"),
        json!("00000000-0000-0000-0000-000000000000"),
        json!("*"),
        json!(""),
        json!(null),
        json!(31),
        json!([bon]),
        json!({ "id": bon }),
    ];
    toutes("partenaire", valeurs)
}

fn agents(m: &Matiere) -> Vec<Ecart> {
    let etranger = m.agent_etranger.as_str();
    let valeurs = [
        json!(etranger),
        json!(m.agent_inactif),
        json!("agt_00000000000000000000000000"),
        json!(etranger.replacen("agt_", "par_", 1)),
        json!(etranger.to_uppercase()),
        m.revendications["partenaire"].clone(),
        json!("*"),
        json!(""),
        json!(1),
        json!([etranger]),
        json!(false),
    ];
    toutes("agent", valeurs)
}

fn portees() -> Vec<Ecart> {
    let valeurs = [
        json!("tout:lire"),
        json!("allocataires:lire *"),
        json!("allocataires:lire,parcours:lire"),
        json!("ALLOCATAIRES:LIRE"),
        json!(["allocataires:lire"]),
        json!(null),
        json!(u64::MAX),
        json!({}),
    ];
    toutes("scope", valeurs)
}

/// A claim given twice, even with the same value: readers that keep the first and those that keep the last would differ.
fn doubles(m: &Matiere) -> Vec<Hostile> {
    let charge = m.charge(&json!({}));
    let corps = charge.strip_prefix('{').and_then(|c| c.strip_suffix('}')).unwrap_or_default();
    let noms = ["iss", "aud", "sub", "partenaire", "scope", "iat", "nbf", "exp", "jti"];
    noms.iter()
        .flat_map(|nom| {
            let bon = &m.revendications[nom];
            [format!(r#"{{{corps},"{nom}":{bon}}}"#), format!(r#"{{"{nom}":{bon},{corps}}}"#)]
                .map(|charge| essai(m, format!("{nom} given twice"), charge))
        })
        .collect()
}

/// Payloads that are no claims at all.
fn illisibles(m: &Matiere) -> Vec<Hostile> {
    let charge = m.charge(&json!({}));
    let profond = charge.replacen("\"jti\":", &format!("\"jti\":{}1{},\"x\":", "[".repeat(1000), "]".repeat(1000)), 1);
    let charges: [(&str, Vec<u8>); 14] = [
        ("empty", Vec::new()),
        ("empty object", b"{}".to_vec()),
        ("null", b"null".to_vec()),
        ("number", b"1".to_vec()),
        ("text", json!(charge).to_string().into()),
        ("list", json!([m.revendications]).to_string().into()),
        ("two objects", format!("{charge}{charge}").into()),
        ("cut", charge.get(..charge.len() - 1).unwrap_or_default().into()),
        ("trailing bytes", format!("{charge}\0").into()),
        ("byte order mark", format!("\u{feff}{charge}").into()),
        (
            "not UTF-8",
            charge.replacen("\"jti\":\"", "\"jti\":\"\u{1}", 1).into_bytes().into_iter().map(|o| if o == 1 { 0xff } else { o }).collect(),
        ),
        ("UTF-16", charge.encode_utf16().flat_map(u16::to_le_bytes).collect()),
        ("a token inside", m.bon.clone().into()),
        ("claim nested a thousand times", profond.into()),
    ];
    charges.iter().map(|(nom, charge)| essai(m, format!("payload {nom}"), charge)).collect()
}

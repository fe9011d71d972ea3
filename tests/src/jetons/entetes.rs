//! The good token where tokens are not looked for, twice, or under another scheme.

use axum::http::{HeaderMap, HeaderName, HeaderValue, header::AUTHORIZATION};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::{Hostile, Matiere};

pub fn hostiles(m: &Matiere) -> Vec<Hostile> {
    [schemas(m), repetes(m), ailleurs(m)].into_iter().flatten().collect()
}

fn schemas(m: &Matiere) -> Vec<Hostile> {
    let bon = &m.bon;
    let valeurs = [
        bon.clone(),
        "Bearer".to_owned(),
        "Bearer ".to_owned(),
        format!("Bearer  {bon}"),
        format!("Bearer\t{bon}"),
        format!("Bearer{bon}"),
        format!("Bearer:{bon}"),
        format!("Bearer={bon}"),
        format!("Token {bon}"),
        format!("JWT {bon}"),
        format!("DPoP {bon}"),
        format!("Basic {bon}"),
        format!("Basic {}", STANDARD.encode(format!("Bearer:{bon}"))),
        format!("Bearer token={bon}"),
        format!("Bearer {bon}, Bearer {bon}"),
        format!("Bearer {bon}; charset=utf-8"),
        format!("Basic eDp5, Bearer {bon}"),
        String::new(),
    ];
    let textes = valeurs.iter().map(|valeur| Hostile::brut(format!("header {:?}", valeur.get(..valeur.len().min(14))), valeur.as_bytes()));
    let octets = [[b"Bearer \xff\xfe".as_slice(), bon.as_bytes()].concat(), [b"Bearer ", bon.as_bytes(), "\u{e9}".as_bytes()].concat()];
    textes.chain(octets.iter().map(|valeur| Hostile::brut("header not ASCII", valeur))).collect()
}

fn repetes(m: &Matiere) -> Vec<Hostile> {
    let bon = format!("Bearer {}", m.bon);
    let autre = format!("Bearer {}", m.bon_autre);
    let paires = [
        ("the same twice", &bon, &bon),
        ("two callers", &bon, &autre),
        ("good then bad", &bon, &"Bearer x".to_owned()),
        ("bad then good", &"Bearer x".to_owned(), &bon),
        ("basic then good", &"Basic eDp5".to_owned(), &bon),
    ];
    let double = |(nom, un, deux): (&str, &String, &String)| {
        let mut entetes = HeaderMap::new();
        for valeur in [un, deux] {
            entetes.append(AUTHORIZATION, HeaderValue::from_str(valeur).unwrap_or(HeaderValue::from_static("")));
        }
        Hostile { nom: format!("two headers, {nom}"), entetes, requete: None }
    };
    paires.map(double).into()
}

/// Never from the URL, a cookie, or a header that a proxy could let through.
fn ailleurs(m: &Matiere) -> Vec<Hostile> {
    let noms = [
        "proxy-authorization",
        "x-authorization",
        "x-access-token",
        "x-forwarded-access-token",
        "x-forwarded-authorization",
        "sec-websocket-protocol",
    ];
    let valeur = HeaderValue::from_str(&format!("Bearer {}", m.bon)).unwrap_or(HeaderValue::from_static(""));
    let ailleurs = noms.map(|nom| Hostile {
        nom: nom.to_owned(),
        entetes: HeaderMap::from_iter([(HeaderName::from_static(nom), valeur.clone())]),
        requete: None,
    });
    let biscuit =
        HeaderValue::from_str(&format!("access_token={0}; Authorization=Bearer {0}", m.bon)).unwrap_or(HeaderValue::from_static(""));
    let biscuit =
        Hostile { nom: "cookie".to_owned(), entetes: HeaderMap::from_iter([(axum::http::header::COOKIE, biscuit)]), requete: None };
    let url = ["access_token", "token", "jwt", "authorization"].map(|champ| Hostile {
        nom: format!("?{champ}="),
        entetes: HeaderMap::new(),
        requete: Some(format!("{champ}={}", m.bon)),
    });
    ailleurs.into_iter().chain([biscuit]).chain(url).collect()
}

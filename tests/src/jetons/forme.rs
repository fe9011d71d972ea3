//! The good token cut, lengthened, mixed with another or changed by one bit.

use serde_json::json;

use super::forge::{b64, de_b64};
use super::{Hostile, Matiere};

/// The order of Ed25519's group, little-endian: s + L verifies as s does where s is not bounded.
const ORDRE: [u8; 32] = [
    0xed, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58, 0xd6, 0x9c, 0xf7, 0xa2, 0xde, 0xf9, 0xde, 0x14, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    0, 0, 0x10,
];

pub fn hostiles(m: &Matiere) -> Vec<Hostile> {
    [coupes(m), allonges(m), bits(m), melanges(m), enormes(m)].into_iter().flatten().collect()
}

fn coupes(m: &Matiere) -> Vec<Hostile> {
    let bon = m.bon.as_str();
    let longueurs = [0, 1, 10, bon.len() / 4, bon.len() / 2, bon.len() - 44, bon.len() - 2, bon.len() - 1];
    let coupes = longueurs.iter().map(|l| Hostile::porteur(format!("first {l} characters"), bon.get(..*l).unwrap_or_default()));
    coupes
        .chain([1, 5, bon.len() / 2].iter().map(|l| Hostile::porteur(format!("without the first {l}"), bon.get(*l..).unwrap_or_default())))
        .collect()
}

fn allonges(m: &Matiere) -> Vec<Hostile> {
    let bon = &m.bon;
    let json =
        json!({ "payload": bon.split('.').nth(1), "protected": bon.split('.').next(), "signature": bon.split('.').nth(2) }).to_string();
    [
        format!("{bon}."),
        format!(".{bon}"),
        format!("{bon}.x"),
        format!("{bon}.x.x"),
        format!("{bon}A"),
        format!("{bon}="),
        format!("{bon}=="),
        format!("{bon} "),
        format!(" {bon}"),
        format!("{bon},"),
        format!("{bon}%00"),
        format!("\"{bon}\""),
        format!("{bon} {bon}"),
        bon.replacen('.', "..", 1),
        bon.replacen('.', "%2E", 2),
        bon.replacen('.', " .", 1),
        bon.to_uppercase(),
        bon.to_lowercase(),
        bon.chars().rev().collect(),
        json,
        "null".to_owned(),
        "..".to_owned(),
        "a.b.c".to_owned(),
    ]
    .map(|jeton| Hostile::porteur(format!("form of {} characters starting {:?}", jeton.len(), jeton.get(..8)), &jeton))
    .into()
}

/// One bit of one character, in each part; the last character of a part also carries bits that decode to nothing.
fn bits(m: &Matiere) -> Vec<Hostile> {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let points: Vec<usize> = m.bon.match_indices('.').map(|(rang, _)| rang).collect();
    let fins = points.iter().map(|point| point - 1).chain([m.bon.len() - 1]);
    let places = (0..m.bon.len()).step_by(23).filter(|place| !points.contains(place)).chain(fins);
    places
        .flat_map(|place| [1, 32].map(|bit| (place, bit)))
        .map(|(place, bit)| {
            let mut octets = m.bon.clone().into_bytes();
            let rang = ALPHABET.iter().position(|c| *c == octets[place]).unwrap_or_default();
            octets[place] = ALPHABET[rang ^ bit];
            Hostile::porteur(format!("bit {bit} of character {place}"), &String::from_utf8_lossy(&octets))
        })
        .collect()
}

fn melanges(m: &Matiere) -> Vec<Hostile> {
    let (bon, autre): (Vec<&str>, Vec<&str>) = (m.bon.split('.').collect(), m.bon_autre.split('.').collect());
    let assemble = |parties: [&str; 3]| parties.join(".");
    [
        ("another's claims", assemble([bon[0], autre[1], bon[2]])),
        ("another's signature", assemble([bon[0], bon[1], autre[2]])),
        ("parts in another order", assemble([bon[1], bon[0], bon[2]])),
        ("signature first", assemble([bon[2], bon[1], bon[0]])),
        ("claims as header", assemble([bon[1], bon[1], bon[2]])),
        ("s plus the group's order", assemble([bon[0], bon[1], &malleable(bon[2])])),
        ("another partner's id pasted in", assemble([bon[0], &b64(m.charge(&json!({ "partenaire": "par_0" }))), bon[2]])),
    ]
    .map(|(nom, jeton)| Hostile::porteur(nom, &jeton))
    .into()
}

fn malleable(signature: &str) -> String {
    let mut octets = de_b64(signature);
    let mut retenue = 0_u16;
    for (octet, ajout) in octets.iter_mut().skip(32).zip(ORDRE) {
        let somme = u16::from(*octet) + u16::from(ajout) + retenue;
        [*octet, _] = somme.to_le_bytes();
        retenue = somme >> 8;
    }
    b64(octets)
}

/// Past the size that is looked at, however well signed.
fn enormes(m: &Matiere) -> Vec<Hostile> {
    let bourre = |taille: usize| m.authentique(m.entete(&json!({})), m.charge(&json!({ "bourrage": "x".repeat(taille) })));
    [
        ("signed, 9 KiB", bourre(6 * 1024)),
        ("signed, 1 MiB", bourre(768 * 1024)),
        ("dots", ".".repeat(9000)),
        ("letters", "A".repeat(70_000)),
    ]
    .map(|(nom, jeton)| Hostile::porteur(nom, &jeton))
    .into()
}

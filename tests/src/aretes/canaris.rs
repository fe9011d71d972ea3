//! Canaries: every personal value is replaced by one that names its row and its column, then searched in all that is heard.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Days, NaiveDate};
use sea_orm::{TryGetable, Value};
use uuid::Uuid;

use super::attendu::Attendu;
use super::causes::Causes;
use super::personas::{PERSONAS, Persona};
use super::pieces::Pieces;
use super::regles::Classe;
use super::textes::{self, Textes};
use crate::harnais::{Banc, Reponse};

/// A column, and the rank of the row that the value names.
pub type Canari = (char, usize);

/// Text columns of a person, by the letter of their canaries, with the class that opens them; the last is never shown.
const TEXTES: [(char, &str, Option<Classe>); 10] = [
    ('a', "nom", Some(Classe::Nom)),
    ('b', "nom_naissance", Some(Classe::Identite)),
    ('c', "prenom", Some(Classe::Nom)),
    ('d', "matricule", Some(Classe::Matricule)),
    ('e', "telephone", Some(Classe::Contact)),
    ('f', "courriel", Some(Classe::Contact)),
    ('g', "voie", Some(Classe::Contact)),
    ('h', "code_postal", Some(Classe::Contact)),
    ('i', "droit_motif_cloture", Some(Classe::Eligibilite)),
    ('j', "cle_nom", None),
];

/// Dates and numbers as canaries: a span of days, or of integers, that nothing else of the database uses.
const DATES: [(char, &str, i32, Classe); 3] = [
    ('q', "date_naissance", 1901, Classe::Nom),
    ('r', "droit_demande_le", 1911, Classe::Eligibilite),
    ('s', "droit_ouvert_le", 1921, Classe::Eligibilite),
];
const BESOIN: (char, i32) = ('t', 1931);
const ENFANTS: char = 'u';
const PREMIER: usize = 7_000_000;
const RENVOI: [(char, &str); 3] = [('m', "motif"), ('n', "bilan"), ('o', "commentaire")];
const REFERENCE: char = 'p';
const RANGS: usize = 3_000;

/// Which row each rank is.
pub struct Canaris {
    personnes: Vec<Uuid>,
    renvois: Vec<Uuid>,
    besoins: Vec<(Uuid, String)>,
    references: Vec<(Uuid, Uuid)>,
    pub pieces: Pieces,
    pub textes: Textes,
}

/// A letter is of the person; a capital or a digit, of the rows of her file.
pub fn texte((lettre, rang): Canari) -> String {
    let famille = match lettre {
        '0'..='9' => "CNT",
        'A'..='Z' => "CNS",
        _ => "CNR",
    };
    format!("{famille}{}{rang:04}X", lettre.to_ascii_lowercase())
}

fn date(annee: i32, rang: usize) -> NaiveDate {
    NaiveDate::from_ymd_opt(annee, 1, 1).expect("date") + Days::new(rang.try_into().expect("rank"))
}

fn lu<T: TryGetable>(l: &sea_orm::QueryResult, colonne: usize) -> T {
    l.try_get_by_index(colonne).expect("column")
}

impl Canaris {
    /// Overwrites the whole database.
    pub async fn poser(banc: &Banc, causes: &Causes, pieces: Pieces) -> Self {
        let mut canaris = Self {
            textes: Textes::poser(banc, causes, &pieces).await,
            pieces,
            personnes: causes.personnes.keys().copied().collect(),
            renvois: causes.renvois.iter().map(|r| r.id).collect(),
            besoins: Vec::new(),
            references: Vec::new(),
        };
        canaris.des_personnes(banc).await;
        canaris.des_renvois(banc).await;
        canaris.des_besoins(banc).await;
        canaris.des_references(banc, causes).await;
        canaris
    }

    async fn des_personnes(&self, banc: &Banc) {
        let textes = TEXTES.iter().enumerate().map(|(n, (_, colonne, _))| format!("{colonne} = ${}", n + 1));
        let dates = DATES.iter().enumerate().map(|(n, (_, colonne, ..))| format!("{colonne} = ${}", n + 11));
        let colonnes: Vec<String> = textes.chain(dates).collect();
        let sql = format!("update allocataire set {}, enfants_a_charge = $14 where id = $15", colonnes.join(", "));
        for (rang, id) in self.personnes.iter().enumerate() {
            let textes = TEXTES.map(|(lettre, ..)| Value::from(texte((lettre, rang))));
            let dates = DATES.map(|(_, _, annee, _)| Value::from(date(annee, rang)));
            let autres = [Value::from(i64::try_from(PREMIER + rang).expect("rank")), (*id).into()];
            let valeurs: Vec<Value> = textes.into_iter().chain(dates).chain(autres).collect();
            banc.executer::<15>(&sql, valeurs.try_into().expect("15 values")).await;
        }
    }

    async fn des_renvois(&self, banc: &Banc) {
        for (rang, id) in self.renvois.iter().enumerate() {
            let [motif, bilan, commentaire] = RENVOI.map(|(lettre, _)| Value::from(texte((lettre, rang))));
            banc.executer("update prescription set motif = $1, bilan = $2 where id = $3", [motif, bilan, (*id).into()]).await;
            banc.executer("update transition_prescription set commentaire = $1 where prescription_id = $2", [commentaire, (*id).into()])
                .await;
        }
    }

    async fn des_besoins(&mut self, banc: &Banc) {
        for (rang, l) in banc.lignes("select id, allocataire_id, theme from besoin order by id", []).await.iter().enumerate() {
            banc.executer("update besoin set repere_le = $1 where id = $2", [date(BESOIN.1, rang).into(), lu::<Uuid>(l, 0).into()]).await;
            self.besoins.push((lu(l, 1), lu(l, 2)));
        }
    }

    /// References of the Département, and of one of the callers, for each person.
    async fn des_references(&mut self, banc: &Banc, causes: &Causes) {
        banc.executer("delete from reference_externe", []).await;
        for (rang, personne) in causes.personnes.values().enumerate() {
            let conseil = banc.partenaire(&format!("departement-{}", personne.departement)).await;
            let autre = banc.partenaire(PERSONAS[rang % PERSONAS.len()].split('/').next().unwrap_or_default()).await;
            for partenaire in BTreeSet::from([conseil, autre]) {
                let reference = texte((REFERENCE, self.references.len()));
                let sql = "insert into reference_externe (departement, allocataire_id, partenaire_id, reference) values ($1, $2, $3, $4)";
                banc.executer(sql, [personne.departement.clone().into(), personne.id.into(), partenaire.into(), reference.into()]).await;
                self.references.push((personne.id, partenaire));
            }
        }
    }

    /// Every canary that the caller may hear, and therefore must.
    pub fn permis(&self, persona: &Persona, attendu: &Attendu<'_>) -> BTreeSet<Canari> {
        let mut permis = self.textes.permis(attendu, &self.pieces);
        for (rang, personne) in self.personnes.iter().enumerate() {
            let textes = TEXTES.iter().filter_map(|(lettre, _, classe)| Some((*lettre, (*classe)?)));
            let dates = DATES.iter().map(|(lettre, _, _, classe)| (*lettre, *classe));
            let toutes = textes.chain(dates).chain([(ENFANTS, Classe::Situation)]);
            permis.extend(toutes.filter(|(_, classe)| attendu.ouvre(*personne, *classe)).map(|(lettre, _)| (lettre, rang)));
        }
        let lus = self.renvois.iter().enumerate().filter(|(_, id)| attendu.prescriptions.contains(id));
        permis.extend(lus.flat_map(|(rang, _)| RENVOI.map(|(lettre, _)| (lettre, rang))));
        let besoins = self.besoins.iter().enumerate().filter(|(_, (personne, theme))| attendu.ouvre_besoin(*personne, theme));
        permis.extend(besoins.map(|(rang, _)| (BESOIN.0, rang)));
        let references = self
            .references
            .iter()
            .enumerate()
            .filter(|(_, (personne, de))| *de == persona.partenaire && attendu.ouvre(*personne, Classe::Presence));
        permis.extend(references.map(|(rang, _)| (REFERENCE, rang)));
        permis
    }

    /// What a canary speaks of, for messages.
    pub fn nommer(&self, (lettre, rang): Canari) -> String {
        if let Some(nom) = textes::nommer(&self.pieces, (lettre, rang)) {
            return nom;
        }
        let colonnes: BTreeMap<char, &str> =
            TEXTES.iter().map(|(l, c, _)| (*l, *c)).chain(DATES.iter().map(|(l, c, ..)| (*l, *c))).chain(RENVOI).collect();
        let objet = if RENVOI.iter().any(|(l, _)| *l == lettre) { self.renvois.get(rang) } else { self.personnes.get(rang) };
        format!("{} {lettre}{rang} {objet:?}", colonnes.get(&lettre).unwrap_or(&""))
    }
}

/// Canaries in a response: its body and its headers.
pub fn entendus(reponse: &Reponse, vus: &mut BTreeSet<Canari>) {
    chercher(&reponse.octets, vus);
    for valeur in reponse.entetes.values() {
        chercher(valeur.as_bytes(), vus);
    }
}

fn chercher(octets: &[u8], vus: &mut BTreeSet<Canari>) {
    for place in 0..octets.len() {
        let suite = &octets[place + 1..];
        let lu = match (octets[place], suite) {
            (b'C' | b'c', [b'N' | b'n', famille, lettre, suite @ ..]) => nommee(*famille, *lettre).zip(rang(suite, 4)),
            (b'"', [b'1', b'9', ..]) => suite.get(..10).and_then(jour_canari),
            (b':', [b'7', b'0', ..]) => rang(suite, 7).and_then(|n| n.checked_sub(PREMIER)).map(|n| (ENFANTS, n)),
            _ => None,
        };
        vus.extend(lu);
    }
}

fn nommee(famille: u8, lettre: u8) -> Option<char> {
    match famille {
        b'R' | b'r' => Some(char::from(lettre.to_ascii_lowercase())),
        b'S' | b's' => Some(char::from(lettre.to_ascii_uppercase())),
        b'T' | b't' => Some(char::from(lettre)),
        _ => None,
    }
}

fn rang(octets: &[u8], chiffres: usize) -> Option<usize> {
    std::str::from_utf8(octets.get(..chiffres)?).ok()?.parse().ok()
}

fn jour_canari(octets: &[u8]) -> Option<Canari> {
    let jour: NaiveDate = std::str::from_utf8(octets).ok()?.parse().ok()?;
    let familles = DATES.iter().map(|(lettre, _, annee, _)| (*lettre, *annee)).chain([BESOIN]);
    let ecarts = familles.map(|(lettre, annee)| (lettre, (jour - date(annee, 0)).num_days()));
    ecarts.filter_map(|(lettre, jours)| Some((lettre, usize::try_from(jours).ok()?))).find(|(_, rang)| *rang < RANGS)
}

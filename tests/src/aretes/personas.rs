//! The callers: one of each profile at least, and agents with a territory, a portfolio, an agency.

use std::collections::BTreeSet;

use chrono::TimeDelta;
use sea_orm::TryGetable;
use serde_json::json;
use uuid::Uuid;

use super::regles::{ASSOCIATION_CONVENTIONNEE, PERSONNE, REGLES, Regle};
use crate::harnais::{Banc, Client};
use domain::identifiant::Genre;

pub const PERSONAS: [&str; 27] = [
    "departement-31",
    "departement-31/ass",
    "departement-31/ade",
    "caf-31",
    "msa-31",
    "pole-emploi-31",
    "pole-emploi-31/conseiller",
    "ccas-toulouse",
    "ml-toulouse",
    "agence-3i-31",
    "cosmopolitaine-31",
    "wimoov-31",
    "cocagne-31",
    "bi-31",
    "forum-refugies-31",
    "academie-toulouse",
    "region-occitanie",
    "cpam-31",
    "worldline",
    "departement-82",
    "departement-82/admin",
    "cibc-82",
    "montauban-services",
    "formation-82",
    "pole-emploi-82",
    "bi-82",
    CONVENTIONNEE,
];

/// An association to which its Département gives a convention of its own.
pub const CONVENTIONNEE: &str = "cidff-82";

pub struct Persona {
    pub cle: String,
    pub client: Client,
    pub partenaire: Uuid,
    pub type_: String,
    pub departements: Vec<String>,
    pub agent: Option<Uuid>,
    /// The agent's territory and all that is inside it.
    pub secteur: BTreeSet<Uuid>,
    /// Agents of the partner that work at the agent's place, itself included.
    pub agence: BTreeSet<Uuid>,
    pub regle: &'static Regle,
}

impl Persona {
    pub async fn lire(banc: &Banc, cle: &str) -> Self {
        let client = banc.client(cle).await;
        let partenaire = client.partenaire;
        let lignes = banc.lignes("select type, departements from partenaire where id = $1", [partenaire.into()]).await;
        let (type_, departements): (String, String) = (lu(&lignes[0], 0), lu(&lignes[0], 1));
        let agent: Option<(Uuid, Option<Uuid>)> = if cle.contains('/') { Some(agent(banc, cle).await) } else { None };
        let lieu = agent.and_then(|(_, lieu)| lieu);
        Self {
            regle: regle(cle, &type_),
            cle: cle.to_owned(),
            partenaire,
            client,
            departements: departements.split_whitespace().map(str::to_owned).collect(),
            agent: agent.map(|(id, _)| id),
            secteur: secteur(banc, lieu).await,
            agence: agence(banc, agent).await,
            type_,
        }
    }

    pub fn est(&self, type_: &str) -> bool {
        self.type_ == type_
    }

    pub fn couvre(&self, departement: &str) -> bool {
        self.departements.iter().any(|d| d == departement)
    }
}

fn regle(cle: &str, type_: &str) -> &'static Regle {
    if cle == CONVENTIONNEE {
        return &ASSOCIATION_CONVENTIONNEE;
    }
    REGLES.iter().find(|r| r.types.contains(&type_)).unwrap_or(&PERSONNE)
}

fn lu<T: TryGetable>(l: &sea_orm::QueryResult, colonne: usize) -> T {
    l.try_get_by_index(colonne).expect("column")
}

async fn agent(banc: &Banc, cle: &str) -> (Uuid, Option<Uuid>) {
    let lignes = banc.lignes("select id, territoire_id from agent where cle = $1", [cle.into()]).await;
    (lu(&lignes[0], 0), lu(&lignes[0], 1))
}

async fn secteur(banc: &Banc, lieu: Option<Uuid>) -> BTreeSet<Uuid> {
    let mut dedans: BTreeSet<Uuid> = lieu.into_iter().collect();
    let liens = banc.lignes("select id, parent_id from territoire where parent_id is not null", []).await;
    loop {
        let enfants: Vec<Uuid> = liens.iter().filter(|l| dedans.contains(&lu::<Uuid>(l, 1))).map(|l| lu(l, 0)).collect();
        let avant = dedans.len();
        dedans.extend(enfants);
        if dedans.len() == avant {
            return dedans;
        }
    }
}

async fn agence(banc: &Banc, agent: Option<(Uuid, Option<Uuid>)>) -> BTreeSet<Uuid> {
    let Some((id, lieu)) = agent else { return BTreeSet::new() };
    let voisins: Vec<Uuid> = match lieu {
        Some(lieu) => banc.colonne("select id from agent where territoire_id = $1", [lieu.into()]).await,
        None => Vec::new(),
    };
    voisins.into_iter().chain([id]).collect()
}

/// Gives places to some agents, a colleague elsewhere, a share of the portfolio to each, and a convention to an association.
pub async fn mettre_en_place(banc: &Banc) {
    let lieu: Vec<Uuid> = banc.colonne("select territoire_id from allocataire where departement = '31' and territoire_id is not null group by territoire_id order by count(*) desc, territoire_id limit 2", []).await;
    for (cle, territoire) in [("departement-31/ade", lieu[0]), ("pole-emploi-31/conseiller", lieu[1])] {
        banc.executer("update agent set territoire_id = $1 where cle = $2", [territoire.into(), cle.into()]).await;
    }
    for (cle, territoire) in [("pole-emploi-31/voisin", lieu[1]), ("pole-emploi-31/lointain", lieu[0])] {
        let id = identifiant(cle);
        banc.executer("insert into agent (id, partenaire_id, cle, nom, prenom, fonction, territoire_id, actif, version) select $1, id, $2, 'Essai', 'Essai', 'CONSEILLER_EMPLOI', $3, $4, 1 from partenaire where cle = 'pole-emploi-31'", [id.into(), cle.into(), territoire.into(), true.into()]).await;
    }
    banc.executer("update version_referentiel set version = version + 1", []).await;
    partager(banc, "pole-emploi-31", &["pole-emploi-31/conseiller", "pole-emploi-31/voisin", "pole-emploi-31/lointain"]).await;
    partager(banc, "departement-31", &["departement-31/ade", "departement-31/ass"]).await;
    conventionner(banc).await;
    banc.horloge.avancer(TimeDelta::seconds(1));
}

fn identifiant(cle: &str) -> Uuid {
    let mut octets = [0; 16];
    for (rang, octet) in cle.bytes().enumerate() {
        octets[rang % 16] ^= octet.rotate_left(u32::try_from(rang / 16).unwrap_or_default());
    }
    Uuid::from_bytes(octets)
}

/// The designations of a partner, dealt to these agents and to none, with the relations that they made.
async fn partager(banc: &Banc, partenaire: &str, agents: &[&str]) {
    let partenaire = banc.partenaire(partenaire).await;
    let parcours: Vec<Uuid> =
        banc.colonne("select parcours_id from designation where partenaire_id = $1 order by parcours_id", [partenaire.into()]).await;
    for (rang, parcours) in parcours.into_iter().enumerate() {
        let agent: Option<Uuid> = match agents.get(rang % (agents.len() + 1)) {
            Some(cle) => banc.colonne("select id from agent where cle = $1", [(*cle).into()]).await.into_iter().next(),
            None => None,
        };
        for sql in [
            "update designation set agent_id = $1 where parcours_id = $2 and partenaire_id = $3",
            "update lien_dossier set agent_id = $1 where objet_id = $2 and partenaire_id = $3 and nature = 1",
        ] {
            banc.executer(sql, [agent.into(), parcours.into(), partenaire.into()]).await;
        }
    }
}

async fn conventionner(banc: &Banc) {
    let portees = [
        "allocataires:lire allocataires.identite:lire allocataires.coordonnees:lire allocataires.eligibilite:lire allocataires.situation:lire",
        "allocataires.besoins:lire parcours:lire prescriptions:lire prescriptions:emettre prescriptions:traiter echeances:lire evenements:lire",
    ];
    let input = json!({
        "partenaireId": Genre::Partenaire.ecrire(banc.partenaire(CONVENTIONNEE).await),
        "convention": "Convention d'essai",
        "finalite": "ACCOMPAGNEMENT",
        "baseLegale": "MISSION_INTERET_PUBLIC",
        "portees": portees.join(" ").split(' ').collect::<Vec<_>>(),
        "departements": ["82"],
        "liens": ["REFERENCE", "ADRESSE"],
        "debut": "2026-06-01",
    });
    let document = "mutation($i: HabiliterInput!) { habiliter(input: $i) { habilitation { id } erreurs { code message } } }";
    banc.client("departement-82/admin").await.demander(document, json!({ "i": input })).await.effet();
}

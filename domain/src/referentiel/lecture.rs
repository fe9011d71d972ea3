//! Reads the reference tables into a snapshot.

use sea_orm::{ConnectionTrait, Statement};
use uuid::Uuid;

use super::{Referentiel, Table};
use crate::agent::Agent;
use crate::base::Base;
use crate::dispositif::Dispositif;
use crate::erreur::Panne;
use crate::fiche_action::FicheAction;
use crate::indicateur::Indicateur;
use crate::pacte::Pacte;
use crate::partenaire::Partenaire;
use crate::requete::Ligne;
use crate::service::Service;
use crate::structure_iae::StructureIae;
use crate::territoire::{Commune, Departement, Territoire};

/// The version is read first: a change during the reading shows as a version that moved, and is read again.
pub(super) async fn tout(base: &Base) -> Result<Referentiel, Panne> {
    let version = lignes(base, "select version from version_referentiel").await?;
    let version = version.first().map_or(Ok(0), |l| l.lire(0))?;
    Ok(Referentiel {
        version,
        departements: departements(base).await?,
        territoires: table(base, TERRITOIRES, territoire).await?.par(|t| &t.code),
        communes: table(base, COMMUNES, commune).await?.par(|c| &c.code_insee),
        partenaires: table(base, PARTENAIRES, partenaire).await?.par(|p| &p.cle),
        agents: table(base, AGENTS, agent).await?,
        services: table(base, SERVICES, service).await?,
        pactes: table(base, PACTES, pacte).await?,
        fiches_action: fiches_action(base).await?,
        indicateurs: indicateurs(base).await?,
        dispositifs: table(base, DISPOSITIFS, dispositif).await?,
        structures_iae: table(base, STRUCTURES, structure).await?,
    })
}

pub(super) async fn lignes(base: &Base, sql: &str) -> Result<Vec<Ligne>, Panne> {
    let texte = Statement::from_string(base.moteur(), sql);
    Ok(base.lecteurs.query_all_raw(texte).await?.into_iter().map(Ligne).collect())
}

pub(super) async fn table<T>(base: &Base, sql: &str, lire: impl Fn(&Ligne) -> Result<T, Panne>) -> Result<Table<T>, Panne> {
    let lues = lignes(base, sql).await?;
    let paires = lues.iter().map(|l| Ok((l.lire::<Uuid>(0)?, lire(l)?))).collect::<Result<Vec<_>, Panne>>()?;
    Ok(Table::nouvelle(paires))
}

pub(super) fn mots(texte: &str) -> Vec<String> {
    texte.split_whitespace().map(str::to_owned).collect()
}

fn ids(texte: &str) -> Vec<Uuid> {
    texte.split_whitespace().filter_map(|t| t.parse().ok()).collect()
}

async fn departements(base: &Base) -> Result<Vec<std::sync::Arc<Departement>>, Panne> {
    let lues = lignes(base, "select id, code, nom, fuseau from departement order by code").await?;
    lues.iter()
        .map(|l| {
            let fuseau = l.lire::<String>(3)?.parse().map_err(|_| Panne::Donnee("time zone"))?;
            Ok(std::sync::Arc::new(Departement { id: l.lire(0)?, code: l.lire(1)?, nom: l.lire(2)?, fuseau }))
        })
        .collect()
}

const TERRITOIRES: &str = "select id, departement, code, nom, type, parent_id, communes, note from territoire order by departement, code";

fn territoire(l: &Ligne) -> Result<Territoire, Panne> {
    Ok(Territoire {
        id: l.lire(0)?,
        departement: l.lire(1)?,
        code: l.lire(2)?,
        nom: l.lire(3)?,
        type_: l.code(4)?,
        parent: l.lire(5)?,
        communes: mots(&l.lire::<Option<String>>(6)?.unwrap_or_default()),
        note: l.lire(7)?,
    })
}

const COMMUNES: &str = "select id, code_insee, departement, nom, codes_postaux from commune order by code_insee";

fn commune(l: &Ligne) -> Result<Commune, Panne> {
    Ok(Commune {
        id: l.lire(0)?,
        code_insee: l.lire(1)?,
        departement: l.lire(2)?,
        nom: l.lire(3)?,
        codes_postaux: mots(&l.lire::<String>(4)?),
    })
}

const PARTENAIRES: &str = "select id, cle, nom, sigle, type, siret, departements, site_web from partenaire order by id";

fn partenaire(l: &Ligne) -> Result<Partenaire, Panne> {
    Ok(Partenaire {
        id: l.lire(0)?,
        cle: l.lire(1)?,
        nom: l.lire(2)?,
        sigle: l.lire(3)?,
        type_: l.code(4)?,
        siret: l.lire(5)?,
        departements: mots(&l.lire::<String>(6)?),
        site_web: l.lire(7)?,
    })
}

const AGENTS: &str = "select id, partenaire_id, cle, nom, prenom, fonction, territoire_id, telephone, courriel, limite_portefeuille, actif, version from agent order by id";

fn agent(l: &Ligne) -> Result<Agent, Panne> {
    Ok(Agent {
        id: l.lire(0)?,
        partenaire: l.lire(1)?,
        cle: l.lire(2)?,
        nom: l.lire(3)?,
        prenom: l.lire(4)?,
        fonction: l.code(5)?,
        territoire: l.lire(6)?,
        telephone: l.lire(7)?,
        courriel: l.lire(8)?,
        limite_portefeuille: l.lire(9)?,
        actif: l.lire(10)?,
        version: l.lire(11)?,
    })
}

const SERVICES: &str = "select id, partenaire_id, nom, description, conditions, thematiques, publics, types_prescription, territoires, capacite, delai_reponse_jours, fiche_action_id, actif, version from service order by id";

fn service(l: &Ligne) -> Result<Service, Panne> {
    Ok(Service {
        id: l.lire(0)?,
        partenaire: l.lire(1)?,
        nom: l.lire(2)?,
        description: l.lire(3)?,
        conditions: l.lire(4)?,
        thematiques: mots(&l.lire::<String>(5)?),
        publics: l.ensemble(6)?,
        types_prescription: l.ensemble(7)?,
        territoires: ids(&l.lire::<String>(8)?),
        capacite: l.lire(9)?,
        delai_reponse_jours: l.lire(10)?,
        fiche_action: l.lire(11)?,
        actif: l.lire(12)?,
        version: l.lire(13)?,
    })
}

const PACTES: &str = "select id, code, departement, contenu from pacte order by code";

fn pacte(l: &Ligne) -> Result<Pacte, Panne> {
    Ok(Pacte { id: l.lire(0)?, code: l.lire(1)?, departement: l.lire(2)?, contenu: json(l, 3, "pacte")? })
}

const FICHES: &str = "select f.id, f.pacte_id, f.version, f.contenu, p.code from fiche_action f join pacte p on p.id = f.pacte_id";

/// The place in the document is in the stored text: the order is made here.
async fn fiches_action(base: &Base) -> Result<Table<FicheAction>, Panne> {
    let lues = lignes(base, FICHES).await?;
    let mut fiches = lues.iter().map(|l| Ok((l.lire::<String>(4)?, fiche(l)?))).collect::<Result<Vec<_>, Panne>>()?;
    fiches.sort_by(|(pacte, fiche), (autre, suivante)| pacte.cmp(autre).then(fiche.rang.cmp(&suivante.rang)));
    Ok(Table::nouvelle(fiches.into_iter().map(|(_, f)| (f.id, f)).collect()))
}

fn fiche(l: &Ligne) -> Result<FicheAction, Panne> {
    Ok(FicheAction::nouvelle(l.lire(0)?, l.lire(1)?, l.lire(2)?, json(l, 3, "fiche-action")?))
}

const INDICATEURS: &str = "select i.id, i.pacte_id, i.fiche_action_id, i.rang, i.contenu, p.departement from indicateur i join pacte p on p.id = i.pacte_id order by p.code, i.rang";

async fn indicateurs(base: &Base) -> Result<Table<Indicateur>, Panne> {
    table(base, INDICATEURS, |l| {
        Ok(Indicateur {
            id: l.lire(0)?,
            pacte: l.lire(1)?,
            fiche: l.lire(2)?,
            rang: l.lire(3)?,
            document: json(l, 4, "indicateur")?,
            departement: l.lire(5)?,
        })
    })
    .await
}

const DISPOSITIFS: &str = "select id, pacte_id, code, contenu from dispositif order by code";

fn dispositif(l: &Ligne) -> Result<Dispositif, Panne> {
    Ok(Dispositif { id: l.lire(0)?, pacte: l.lire(1)?, code: l.lire(2)?, contenu: json(l, 3, "dispositif")? })
}

const STRUCTURES: &str = "select id, departement, version, partenaire_id, nom, type, activites, commune from structure_iae order by id";

fn structure(l: &Ligne) -> Result<StructureIae, Panne> {
    Ok(StructureIae {
        id: l.lire(0)?,
        departement: l.lire(1)?,
        version: l.lire(2)?,
        partenaire: l.lire(3)?,
        nom: l.lire(4)?,
        type_: l.code(5)?,
        activites: json(l, 6, "activites")?,
        commune: l.lire(7)?,
    })
}

fn json<T: serde::de::DeserializeOwned>(l: &Ligne, colonne: usize, quoi: &'static str) -> Result<T, Panne> {
    serde_json::from_str(&l.lire::<String>(colonne)?).map_err(|_| Panne::Donnee(quoi))
}

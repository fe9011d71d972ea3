//! Who asks: the partner, its rights, what is left of its budget, and what it sees.

use async_graphql::{ComplexObject, Context, Object, SimpleObject};
use chrono::{DateTime, Utc};
use domain::apercu;
use domain::habilitation::Perimetre;
use domain::portee::Portees;

use super::agent::{Agent, agent};
use super::contexte::session;
use super::erreur::Result;
use super::habilitation::Habilitation;
use super::partenaire::{Partenaire, partenaire};
use super::portees::{TablePortees, exige};

/// Le partenaire et l'agent que porte le jeton de la requête, ce qu'ils peuvent faire, et ce qu'il leur reste.
#[derive(SimpleObject)]
#[graphql(complex)]
pub struct Moi {
    /// Portées effectives : intersection du jeton, de l'habilitation en vigueur et de la fonction de l'agent.
    portees: Vec<&'static str>,
    limites: Limites,
}

/// Bornes d'une requête et budget de points du partenaire.
#[derive(SimpleObject, Clone)]
pub struct Limites {
    pub cout_maximal_par_requete: i64,
    pub profondeur_maximale: i64,
    pub points_par_minute: i64,
    pub points_restants: i64,
    pub reinitialisation_le: DateTime<Utc>,
}

/// Ce qu'un porteur voit d'un type : champs lisibles, champs fermés, nombre de lignes de son périmètre.
#[derive(SimpleObject)]
pub struct ApercuType {
    #[graphql(name = "type")]
    pub type_: String,
    pub champs_lisibles: Vec<String>,
    pub champs_masques: Vec<String>,
    pub lignes: i64,
}

#[ComplexObject]
impl Moi {
    async fn partenaire(&self, ctx: &Context<'_>) -> Result<Partenaire> {
        partenaire(ctx, session(ctx).perimetre.partenaire)
    }

    async fn agent(&self, ctx: &Context<'_>) -> Option<Agent> {
        agent(ctx, session(ctx).perimetre.agent)
    }

    async fn habilitations(&self, ctx: &Context<'_>) -> Result<Vec<Habilitation>> {
        let session = session(ctx);
        let siennes = session.base.conventions(session.perimetre.partenaire).await?;
        Ok(siennes.habilitations.iter().cloned().map(Habilitation::from).collect())
    }

    /// Ce que ce jeton voit, type par type : champs lisibles et nombre de lignes dans son périmètre.
    async fn apercu(&self, ctx: &Context<'_>) -> Result<Vec<ApercuType>> {
        let perimetre = session(ctx).perimetre.clone();
        apercu(ctx, &perimetre).await
    }
}

pub async fn apercu(ctx: &Context<'_>, perimetre: &Perimetre) -> Result<Vec<ApercuType>> {
    let table = ctx.data_unchecked::<std::sync::Arc<TablePortees>>();
    let lignes = apercu::compter(session(ctx), perimetre).await?;
    let fermes = apercu::champs_jamais_ouverts(perimetre);
    Ok(lignes
        .into_iter()
        .map(|(genre, lignes)| {
            let type_ = genre.type_graphql();
            let (mut lisibles, mut masques) = champs(table, type_, perimetre.portees());
            if type_ == "Allocataire" {
                let (ouverts, clos) = lisibles.into_iter().partition(|c: &String| !fermes.contains(&c.as_str()));
                lisibles = ouverts;
                masques.extend::<Vec<String>>(clos);
            }
            masques.sort();
            ApercuType { type_: type_.to_owned(), champs_lisibles: lisibles, champs_masques: masques, lignes }
        })
        .collect())
}

/// Fields of a type that these scopes open, and the others.
fn champs(table: &TablePortees, type_: &str, portees: Portees) -> (Vec<String>, Vec<String>) {
    let lu = table.nomme(type_).map(|t| t.champs.iter()).into_iter().flatten();
    let (mut ouverts, fermes): (Vec<_>, Vec<_>) = lu.partition(|(_, champ)| portees.contient(champ.exige));
    ouverts.sort_by_key(|(nom, _)| nom.to_string());
    let noms = |liste: Vec<(&Box<str>, &super::portees::Champ)>| liste.into_iter().map(|(nom, _)| nom.to_string()).collect();
    (noms(ouverts), noms(fermes))
}

#[derive(Default)]
pub struct MoiQuery;

#[Object]
impl MoiQuery {
    /// Le porteur du jeton.
    #[graphql(directive = exige::apply([]))]
    async fn moi(&self, ctx: &Context<'_>) -> Moi {
        Moi { portees: session(ctx).perimetre.portees().noms().collect(), limites: ctx.data_unchecked::<Limites>().clone() }
    }
}

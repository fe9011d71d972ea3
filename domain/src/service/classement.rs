//! In which order to propose the services that take a referral.

use std::collections::HashSet;
use std::sync::Arc;

use uuid::Uuid;

use super::Service;
use crate::erreur::Panne;
use crate::page::Position;
use crate::session::Session;

/// Those made for the territory before those of everywhere, those that have a place before those that are full.
///
/// Of a capacity nobody else reads more than whether it is reached: counts would tell who is followed.
pub async fn classer(
    session: &Session,
    territoire: Option<Uuid>,
    services: Vec<Arc<Service>>,
) -> Result<Vec<(Position, Arc<Service>)>, Panne> {
    let complets = complets(session).await?;
    let rang = |s: &Service| {
        let loin = territoire.is_some_and(|t| !s.territoires.contains(&t));
        format!("{}{}", u8::from(loin), u8::from(complets.contains(&s.id)))
    };
    Ok(services.into_iter().map(|s| (Position { valeur: Some(rang(&s)), id: s.id }, s)).collect())
}

async fn complets(session: &Session) -> Result<HashSet<Uuid>, Panne> {
    let lignes = session.lignes(session.requete("select id from service_complet")).await?;
    lignes.iter().map(|l| l.lire(0)).collect()
}

//! External issuers: whose tokens are believed, for which audience, and which of their claims names a partner.

use uuid::Uuid;

use super::{executer, lignes};
use crate::base::Base;
use crate::erreur::Panne;
use crate::requete::Requete;
use crate::session::commencer_systeme;
use crate::vocabulaire::{Enumeration, enumeration};

enumeration! {
    /// Colonne de l'annuaire des partenaires à laquelle une revendication est comparée.
    ColonnePartenaire {
        Siret "siret",
        Cle "cle",
    }
}

/// One issuer. `jwks` is its key set as it publishes it, copied by an administrator: nothing is fetched.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Emetteur {
    pub issuer: String,
    pub audience: String,
    pub jwks: String,
    pub revendication: String,
    pub colonne: ColonnePartenaire,
}

pub async fn tous(base: &Base) -> Result<Vec<Emetteur>, Panne> {
    let q = Requete::nouvelle(base.moteur(), "select issuer, audience, jwks, revendication, colonne from emetteur order by issuer");
    let lues = lignes(&base.lecteurs, q).await?;
    lues.iter()
        .map(|l| {
            Ok(Emetteur { issuer: l.lire(0)?, audience: l.lire(1)?, jwks: l.lire(2)?, revendication: l.lire(3)?, colonne: l.code(4)? })
        })
        .collect()
}

/// Declares an issuer, or replaces what was known of it.
pub async fn poser(base: &Base, emetteur: &Emetteur) -> Result<(), Panne> {
    let tx = commencer_systeme(base).await?;
    let mut q = Requete::nouvelle(base.moteur(), "insert into emetteur (issuer, audience, jwks, revendication, colonne) values (");
    q.valeurs([
        emetteur.issuer.clone().into(),
        emetteur.audience.clone().into(),
        emetteur.jwks.clone().into(),
        emetteur.revendication.clone().into(),
        emetteur.colonne.code().into(),
    ]);
    q.texte(
        ") on conflict (issuer) do update set audience = excluded.audience, jwks = excluded.jwks, \
         revendication = excluded.revendication, colonne = excluded.colonne",
    );
    executer(&tx, q).await?;
    tx.commit().await.map_err(Panne::from)
}

/// The professional whom a subject of that issuer stands for.
pub async fn agent(base: &Base, issuer: &str, sujet: &str) -> Result<Option<Uuid>, Panne> {
    let mut q = Requete::nouvelle(base.moteur(), "select agent_id from agent_identite where issuer = ");
    q.valeur(issuer).texte(" and sujet = ").valeur(sujet);
    lignes(&base.lecteurs, q).await?.first().map(|l| l.lire(0)).transpose()
}

/// Says which professional a subject of that issuer stands for.
pub async fn rattacher(base: &Base, issuer: &str, sujet: &str, agent: Uuid) -> Result<(), Panne> {
    let tx = commencer_systeme(base).await?;
    let mut q = Requete::nouvelle(base.moteur(), "insert into agent_identite (issuer, sujet, agent_id) values (");
    q.valeurs([issuer.into(), sujet.into(), agent.into()]);
    q.texte(") on conflict (issuer, sujet) do update set agent_id = excluded.agent_id");
    executer(&tx, q).await?;
    tx.commit().await.map_err(Panne::from)
}

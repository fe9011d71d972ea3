//! The change feed, pulled.

use async_graphql::{ComplexObject, Context, ID, Object, SimpleObject};
use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD as BASE64;
use chrono::{DateTime, Utc};
use domain::erreur::Panne;
use domain::evenement as domaine;
use domain::evenement::TypeEvenement;
use domain::session::Session;

use super::code::{Code, valeurs};
use super::contexte::session;
use super::erreur::{Echec, Result};
use super::noeud::{Node, par_genre};
use super::partenaire::{Partenaire, partenaire};
use super::portees::exige;
use super::scalaires::Curseur;

/// Fait survenu sur un objet que le partenaire peut lire. Le contenu se relit par node(id), avec les droits du moment.
#[derive(SimpleObject, Clone)]
#[graphql(complex)]
pub struct Evenement {
    pub curseur: Curseur,
    #[graphql(name = "type")]
    pub type_: Code<TypeEvenement>,
    pub le: DateTime<Utc>,
    pub objet_id: ID,
    #[graphql(skip)]
    source: domaine::Evenement,
}

#[ComplexObject]
impl Evenement {
    async fn objet(&self, ctx: &Context<'_>) -> Result<Option<Node>> {
        par_genre(ctx, self.source.genre, self.source.objet).await
    }

    /// Nul quand un tiers est l'auteur.
    async fn par(&self, ctx: &Context<'_>) -> Result<Option<Partenaire>> {
        domaine::auteur(session(ctx), &self.source).map(|id| partenaire(ctx, id)).transpose()
    }
}

/// Événements à la suite, du plus ancien au plus récent.
#[derive(SimpleObject)]
pub struct EvenementPage {
    evenements: Vec<Evenement>,
    /// À redonner dans `apres` ; celui de la demande quand rien n'est arrivé.
    dernier_curseur: Option<Curseur>,
    /// D'autres événements attendent.
    encore: bool,
}

const CONTEXTE: &[u8] = b"evenements";
const MAXIMUM: i32 = 100;

fn sceller(session: &Session, position: i64) -> Curseur {
    Curseur(BASE64.encode(session.base.cles.sceller_curseur(CONTEXTE, &position.to_be_bytes())))
}

fn ouvrir(session: &Session, curseur: &Curseur) -> Result<i64> {
    let scelle = BASE64.decode(&curseur.0).ok();
    let clair = scelle.and_then(|s| session.base.cles.ouvrir_curseur(CONTEXTE, &s));
    let octets: Option<[u8; 8]> = clair.and_then(|c| c.try_into().ok());
    octets.map(i64::from_be_bytes).ok_or(Echec::Panne(Panne::CurseurPerime))
}

#[derive(Default)]
pub struct EvenementQuery;

#[Object]
impl EvenementQuery {
    /// Flux des événements, du plus ancien au plus récent, à partir d'un curseur : rien n'est perdu, rien n'est répété.
    #[graphql(directive = exige::apply(["evenements:lire"]))]
    async fn evenements(
        &self,
        ctx: &Context<'_>,
        apres: Option<Curseur>,
        types: Option<Vec<Code<TypeEvenement>>>,
        #[graphql(default = 100)] first: Option<i32>,
    ) -> Result<EvenementPage> {
        let (session, first) = (session(ctx), first.unwrap_or(MAXIMUM));
        if !(1..=MAXIMUM).contains(&first) {
            return Err(Echec::Refus("REQUETE_INVALIDE", "Une page compte de 1 à 100 événements."));
        }
        let depuis = apres.as_ref().map_or(Ok(0), |c| ouvrir(session, c))?;
        let (lus, encore) = domaine::lire(session, depuis, &valeurs(types), usize::try_from(first).unwrap_or(100)).await?;
        let dernier_curseur = lus.last().map(|e| sceller(session, e.position)).or(apres);
        let evenements = lus.into_iter().map(|e| envelopper(session, e)).collect();
        Ok(EvenementPage { evenements, dernier_curseur, encore })
    }
}

fn envelopper(session: &Session, e: domaine::Evenement) -> Evenement {
    Evenement { curseur: sceller(session, e.position), type_: Code(e.type_), le: e.le, objet_id: e.genre.ecrire(e.objet).into(), source: e }
}

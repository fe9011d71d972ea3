//! Meetings: what any partner reads of them, and who was invited.

use std::sync::Arc;

use async_graphql::{ComplexObject, Context, ID, InputObject, Object, SimpleObject};
use chrono::{DateTime, Utc};
use domain::identifiant::Genre;
use domain::rencontre as domaine;
use domain::rencontre::lecture::Filtre;
use domain::rencontre::{StatutRencontre, TypeRencontre};

use super::code::{Code, valeurs};
use super::connexion::{Bornes, Connexion, RACINE};
use super::contexte::{entre, id_facultatif, session};
use super::erreur::Result;
use super::fiche_action::{FicheAction, fiche};
use super::partenaire::{Partenaire, partenaire, partenaires};
use super::portees::exige;
use super::saisie::PeriodeInput;
use super::scalaires::Decimal;
use super::territoire::{Territoire, territoire};
use invitation::Invitation;
use prevu::Prevu;

pub mod invitation;
pub mod mutation;
mod prevu;

/// Temps de rencontre : kiosque insertion, information collective, matinale RSA, équipe pluridisciplinaire, commission de suivi, comité technique.
#[derive(SimpleObject, Clone)]
#[graphql(complex)]
pub struct Rencontre {
    pub id: ID,
    /// Celle de la rencontre elle-même : relever une présence ou consigner une décision ne la change pas.
    pub version: i64,
    #[graphql(name = "type")]
    pub type_: Code<TypeRencontre>,
    pub titre: String,
    pub le: DateTime<Utc>,
    pub lieu: Option<String>,
    pub statut: Code<StatutRencontre>,
    /// Professionnels réunis ; nul quand la rencontre reçoit des personnes, que leurs invitations comptent.
    pub participants: Option<i64>,
    pub bilan: BilanRencontre,
    #[graphql(skip)]
    source: Arc<domaine::Rencontre>,
    #[graphql(skip)]
    prevu: Arc<Prevu>,
}

/// Comptes d'une rencontre ; nuls sous le seuil du secret pour qui ne lit que des agrégats.
#[derive(SimpleObject, Clone)]
pub struct BilanRencontre {
    pub invites: Option<i64>,
    pub presents: Option<i64>,
    pub excuses: Option<i64>,
    /// Personnes orientées lors de la rencontre.
    pub orientes: Option<i64>,
    /// Présents sur invités ; nul quand personne n'est invité.
    pub taux_participation: Option<Decimal>,
}

impl From<domaine::Bilan> for BilanRencontre {
    fn from(b: domaine::Bilan) -> Self {
        Self { invites: b.invites, presents: b.presents, excuses: b.excuses, orientes: b.orientes, taux_participation: b.taux.map(taux) }
    }
}

/// Ten-thousandths with two decimals at least.
fn taux(dix_milliemes: i64) -> Decimal {
    let texte = format!("{}.{:04}", dix_milliemes / 10_000, dix_milliemes % 10_000);
    let court = texte.strip_suffix("00").or_else(|| texte.strip_suffix('0')).unwrap_or(&texte);
    Decimal(court.to_owned())
}

impl Rencontre {
    fn de(r: Arc<domaine::Rencontre>, prevu: Arc<Prevu>) -> Self {
        Self {
            id: Genre::Rencontre.ecrire(r.id).into(),
            version: r.version,
            type_: Code(r.type_),
            titre: r.titre.clone(),
            le: r.prevue_le,
            lieu: r.lieu.clone(),
            statut: Code(r.statut),
            participants: r.participants,
            bilan: r.bilan.into(),
            source: r,
            prevu,
        }
    }
}

#[ComplexObject]
impl Rencontre {
    async fn territoire(&self, ctx: &Context<'_>) -> Option<Territoire> {
        territoire(ctx, self.source.territoire)
    }

    async fn organisateur(&self, ctx: &Context<'_>) -> Result<Partenaire> {
        partenaire(ctx, self.source.organisateur)
    }

    /// Partenaires présents ou attendus, outre l'organisateur.
    async fn partenaires_presents(&self, ctx: &Context<'_>) -> Vec<Partenaire> {
        partenaires(ctx, &self.source.partenaires)
    }

    /// Invitations que le porteur peut lire : celles de ses rencontres, celles des personnes qu'il suit, et celles dont il a signé le relevé de décisions.
    #[graphql(directive = exige::apply(["parcours:lire"]))]
    async fn invitations(&self, ctx: &Context<'_>, first: Option<i32>, after: Option<String>) -> Result<Connexion<Invitation>> {
        self.prevu.invitations(ctx, self.source.id, Bornes::avant(first, after)).await
    }

    async fn fiche_action(&self, ctx: &Context<'_>) -> Option<FicheAction> {
        fiche(ctx, self.source.fiche_action)
    }
}

/// Critères d'une liste de rencontres ; tous s'ajoutent.
#[derive(InputObject, Default)]
pub struct RencontreFiltre {
    types: Option<Vec<Code<TypeRencontre>>>,
    /// Ce territoire et ceux qu'il contient.
    territoire: Option<ID>,
    departement: Option<String>,
    entre: Option<PeriodeInput>,
}

impl RencontreFiltre {
    fn domaine(self) -> Result<Filtre> {
        Ok(Filtre {
            types: valeurs(self.types),
            territoire: id_facultatif(Genre::Territoire, self.territoire.as_ref()),
            departement: self.departement,
            entre: entre(self.entre.as_ref())?,
        })
    }
}

#[derive(Default)]
pub struct RencontreQuery;

#[Object]
impl RencontreQuery {
    /// Rencontres des départements de la convention du porteur.
    #[graphql(directive = exige::apply([]))]
    async fn rencontres(
        &self,
        ctx: &Context<'_>,
        filtre: Option<RencontreFiltre>,
        first: Option<i32>,
        after: Option<String>,
        last: Option<i32>,
        before: Option<String>,
    ) -> Result<Connexion<Rencontre>> {
        let (session, la) = (session(ctx), ctx.look_ahead());
        let page = Bornes { first, after, last, before }.page(session, "rencontres", RACINE)?;
        let filtre = filtre.unwrap_or_default().domaine()?;
        let tranche = domaine::lecture::page(session, &filtre, &page, la.field("nombreTotal").exists()).await?;
        let prevu = Arc::new(Prevu::lire(ctx, &tranche.lignes, &la).await?);
        Ok(Connexion::de("rencontres", tranche, |r| Rencontre::de(r, Arc::clone(&prevu))))
    }
}

/// One meeting by its id.
pub async fn lire(ctx: &Context<'_>, id: uuid::Uuid) -> Result<Option<Rencontre>> {
    let lue = domaine::lecture::par_ids(session(ctx), &[id]).await?.remove(&id);
    Ok(lue.map(|r| Rencontre::de(r, Arc::default())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rate_is_written_with_two_to_four_decimals() {
        let ecrits = [7500, 3333, 10_000, 0, 1250, 5].map(|t| taux(t).0);
        assert_eq!(ecrits, ["0.75", "0.3333", "1.00", "0.00", "0.125", "0.0005"]);
    }
}

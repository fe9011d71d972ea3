//! Tokens of issuers that an administrator declared: each with its key set, its audience, and the claim that names a partner.
//!
//! The key set is the text kept in the database. Nothing is fetched over the network: an issuer that changes its keys is
//! declared again.

use std::collections::HashMap;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use domain::base::Base;
use domain::erreur::Panne;
use domain::identite::emetteurs::{self, ColonnePartenaire, Emetteur};
use domain::portee::{PORTEES, Portees};
use domain::referentiel::Referentiel;
use domain::secret::hexa;
use jsonwebtoken::{Algorithm, DecodingKey, decode};
use serde_json::Value;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::jeton::{self, Lu};
use super::memoire::Memoire;
use super::{Authentification, RefusAuth};

mod jwks;
mod revendications;

pub use jwks::JwksInvalide;
use revendications::Revendications;

/// One issuer with its keys ready, each with the only algorithm it is believed for.
struct Connu {
    emetteur: Emetteur,
    cles: HashMap<String, (Algorithm, DecodingKey)>,
}

/// Declared issuers, by name.
#[derive(Default)]
pub(super) struct Emetteurs(Memoire<HashMap<String, Arc<Connu>>>);

impl Emetteurs {
    /// The issuer, when it has a key of that name.
    async fn trouver(&self, base: &Base, issuer: &str, kid: &str, maintenant: DateTime<Utc>) -> Result<Option<Arc<Connu>>, Panne> {
        let connu = |emetteurs: &HashMap<String, Arc<Connu>>| emetteurs.get(issuer).filter(|e| e.cles.contains_key(kid)).cloned();
        self.0.chercher(maintenant, connu, tous(base)).await
    }
}

/// A stored key set that does not read closes its issuer and no other.
async fn tous(base: &Base) -> Result<HashMap<String, Arc<Connu>>, Panne> {
    let emetteurs = emetteurs::tous(base).await?;
    let connus = emetteurs.into_iter().filter_map(|emetteur| match jwks::lire(&emetteur.jwks) {
        Ok(cles) => Some((emetteur.issuer.clone(), Arc::new(Connu { emetteur, cles }))),
        Err(erreur) => {
            tracing::warn!(issuer = emetteur.issuer, %erreur, "key set ignored");
            None
        }
    });
    Ok(connus.collect())
}

impl Authentification {
    /// Declares an external issuer, or replaces its keys. The built-in issuer cannot be declared over.
    pub async fn declarer_emetteur(&self, emetteur: &Emetteur) -> Result<(), JwksInvalide> {
        if emetteur.issuer == self.public_url {
            return Err(JwksInvalide::Interne);
        }
        let cles = jwks::lire(&emetteur.jwks)?;
        if cles.is_empty() {
            return Err(JwksInvalide::SansCle);
        }
        emetteurs::poser(&self.base, emetteur).await?;
        self.emetteurs.0.poser(self.base.horloge.reelle(), tous(&self.base).await?);
        Ok(())
    }

    pub(super) async fn lire_externe(&self, issuer: &str, jeton: &str, maintenant: DateTime<Utc>) -> Result<Lu, RefusAuth> {
        let (kid, algorithme) = jeton::kid(jeton).ok_or(RefusAuth::Jeton)?;
        let connu = self.emetteurs.trouver(&self.base, issuer, &kid, maintenant).await?.ok_or(RefusAuth::Jeton)?;
        let verifie = connu.verifier(jeton, &kid, algorithme).filter(|r| r.a_l_heure(maintenant)).ok_or(RefusAuth::Jeton)?;
        let sujet = verifie.texte("sub").filter(|sujet| !sujet.is_empty()).ok_or(RefusAuth::Jeton)?;
        let partenaire = self.partenaire(&connu.emetteur, &verifie).await?.ok_or(RefusAuth::Jeton)?;
        Ok(Lu {
            client: pseudonyme(issuer, sujet),
            partenaire,
            agent: emetteurs::agent(&self.base, issuer, sujet).await?,
            portees: portees(&verifie).ok_or(RefusAuth::Jeton)?,
            expire: verifie.entier("exp").ok_or(RefusAuth::Jeton)?,
            cle_jusquau: None,
        })
    }

    /// The one partner that the claim names; none when it names none or several.
    async fn partenaire(&self, emetteur: &Emetteur, revendications: &Revendications) -> Result<Option<Uuid>, Panne> {
        let Some(nom) = revendications.texte(&emetteur.revendication).filter(|nom| !nom.is_empty()) else { return Ok(None) };
        self.annuaire(|referentiel| seul(referentiel, emetteur.colonne, nom)).await
    }
}

fn seul(referentiel: &Referentiel, colonne: ColonnePartenaire, nom: &str) -> Option<Uuid> {
    let mut trouves = referentiel.partenaires.toutes().filter(|partenaire| match colonne {
        ColonnePartenaire::Siret => partenaire.siret.as_deref() == Some(nom),
        ColonnePartenaire::Cle => partenaire.cle == nom,
    });
    let premier = trouves.next().map(|partenaire| partenaire.id);
    premier.filter(|_| trouves.next().is_none())
}

impl Connu {
    fn verifier(&self, jeton: &str, kid: &str, algorithme: Algorithm) -> Option<Revendications> {
        let (attendu, cle) = self.cles.get(kid).filter(|(attendu, _)| *attendu == algorithme)?;
        let exigences = jeton::exigences(*attendu, &self.emetteur.issuer, &self.emetteur.audience);
        let lu = decode::<Revendications>(jeton, cle, &exigences).ok()?;
        // The library also takes a list that holds the issuer; a token has one issuer.
        (lu.claims.texte("iss") == Some(&self.emetteur.issuer)).then_some(lu.claims)
    }
}

/// Identity providers give people no scope of ours: without the claim, the profile, the convention and the function decide
/// alone. With it, only the names that we know count.
fn portees(revendications: &Revendications) -> Option<Portees> {
    match revendications.valeur("scope") {
        None => Some(Portees((1 << PORTEES.len()) - 1)),
        Some(Value::String(noms)) => Some(noms.split(' ').filter_map(Portees::nommee).fold(Portees::AUCUNE, |lues, p| lues | p)),
        Some(_) => None,
    }
}

/// Names the caller in limits and logs without showing a subject, which may be a person's address.
fn pseudonyme(issuer: &str, sujet: &str) -> String {
    let empreinte = Sha256::new().chain_update(issuer).chain_update([0]).chain_update(sujet).finalize();
    format!("ext_{}", &hexa(&empreinte)[..32])
}

//! A server's authentication over a database of its own, with two partners, their agents and an external issuer.

use std::sync::Arc;

use api::auth::{Authentification, Demande};
use api::config::Configuration;
use chrono::{DateTime, TimeDelta, Utc};
use domain::base::{Acces, Base};
use domain::horloge::Horloge;
use domain::identifiant::{Genre, Hasard};
use domain::identite::emetteurs::{self, ColonnePartenaire, Emetteur};
use domain::secret::Cles;
use jsonwebtoken::jwk::Jwk;
use jsonwebtoken::{Algorithm, EncodingKey};
use migrations::MigratorTrait;
use sea_orm::{ConnectionTrait, Statement, Value};
use serde_json::json;
use tempfile::TempDir;
use uuid::Uuid;

use super::forge::{cle_ed25519, de_b64};
use super::{Externe, Matiere};

pub const PUBLIC_URL: &str = "https://passerelle.example";
pub const EXTERNE: &str = "https://identite.example";

pub struct Scene {
    pub base: Arc<Base>,
    pub auth: Arc<Authentification>,
    pub caf: Uuid,
    pub cibc: Uuid,
    pub agent: Uuid,
    pub agent_etranger: Uuid,
    pub agent_inactif: Uuid,
    _dossier: TempDir,
}

impl Scene {
    pub async fn nouvelle() -> Self {
        let dossier = tempfile::tempdir().expect("temporary folder");
        let base = ouvrir(&dossier).await;
        migrations::Migrator::up(base.connexion_systeme(), None).await.expect("migrations");
        let [caf, cibc, agent, agent_etranger, agent_inactif] = std::array::from_fn(|_| base.id());
        partenaire(&base, caf, "caf-31", "CAF", "77555155200014").await;
        partenaire(&base, cibc, "cibc-82", "PLATEFORME_LINGUISTIQUE", "77555155200022").await;
        professionnel(&base, (agent, cibc), "cibc-82-martin", true).await;
        professionnel(&base, (agent_etranger, caf), "caf-31-durand", true).await;
        professionnel(&base, (agent_inactif, cibc), "cibc-82-parti", false).await;
        let auth = Arc::new(Authentification::nouvelle(Arc::clone(&base), PUBLIC_URL));
        Self { base, auth, caf, cibc, agent, agent_etranger, agent_inactif, _dossier: dossier }
    }

    /// A second server on the same database.
    pub fn replique(&self) -> Authentification {
        Authentification::nouvelle(Arc::clone(&self.base), PUBLIC_URL)
    }

    pub async fn jeton(&self, partenaire: Uuid, duree: TimeDelta) -> String {
        let demande = Demande { client: "essai", partenaire, agent: None, portees: None, duree };
        self.auth.signer(demande).await.expect("token").texte
    }

    /// Declares the external issuer, and gives all that tokens are forged from.
    pub async fn matiere(&self) -> Matiere {
        let externe = self.declarer().await;
        let bon = self.jeton(self.cibc, TimeDelta::minutes(25)).await;
        let revendications = serde_json::from_slice(&de_b64(bon.split('.').nth(1).unwrap_or_default())).expect("claims");
        let cle = domain::identite::cles::en_service(&self.base).await.expect("keys").remove(0);
        let privee = EncodingKey::from_ed_der(&cle.privee);
        Matiere {
            public_url: PUBLIC_URL.to_owned(),
            maintenant: self.base.horloge.reelle().timestamp(),
            bon,
            revendications,
            jwk: json!(Jwk::from_encoding_key(&privee, Algorithm::EdDSA).expect("public key")),
            kid: cle.kid,
            cle: privee,
            bon_autre: self.jeton(self.caf, TimeDelta::minutes(25)).await,
            agent_etranger: Genre::Agent.ecrire(self.agent_etranger),
            agent_inactif: Genre::Agent.ecrire(self.agent_inactif),
            externe,
        }
    }

    async fn declarer(&self) -> Externe {
        let cle = cle_ed25519(&[9; 32]);
        let mut jwk = json!(Jwk::from_encoding_key(&cle, Algorithm::EdDSA).expect("public key"));
        jwk["kid"] = json!("externe-1");
        let emetteur = Emetteur {
            issuer: EXTERNE.to_owned(),
            audience: "passerelle".to_owned(),
            jwks: json!({ "keys": [jwk] }).to_string(),
            revendication: "siret".to_owned(),
            colonne: ColonnePartenaire::Siret,
        };
        self.auth.declarer_emetteur(&emetteur).await.expect("issuer");
        emetteurs::rattacher(&self.base, EXTERNE, "martin", self.agent).await.expect("agent");
        emetteurs::rattacher(&self.base, EXTERNE, "agent-d-un-autre", self.agent_etranger).await.expect("agent");
        let t = self.base.horloge.reelle().timestamp();
        let revendications = json!({
            "iss": EXTERNE, "aud": "passerelle", "sub": "martin", "siret": "77555155200022", "iat": t, "nbf": t, "exp": t + 600,
        });
        Externe { kid: "externe-1".to_owned(), cle, jwk, revendications }
    }
}

async fn ouvrir(dossier: &TempDir) -> Arc<Base> {
    let url = format!("sqlite://{}?mode=rwc", dossier.path().join("jetons.db").display());
    let debut: DateTime<Utc> = "2026-01-15T10:00:00Z".parse().expect("instant");
    let reglages = Configuration::defaut().expect("defaults").reglages();
    let outils = (Horloge::reglee(debut), Hasard::graine(31), Cles::de_maitre(&[7; 32]), reglages);
    Base::ouvrir(Acces { url: &url, url_lecture: None, connexions: 4 }, outils).await.expect("database")
}

pub async fn partenaire(base: &Base, id: Uuid, cle: &str, type_: &str, siret: &str) {
    let sql = "insert into partenaire (id, cle, nom, type, siret, departements, version_habilitation) values ($1, $2, $2, $3, $4, '', 1)";
    executer(base, sql, [id.into(), cle.into(), type_.into(), siret.into()]).await;
}

async fn professionnel(base: &Base, (id, partenaire): (Uuid, Uuid), cle: &str, actif: bool) {
    let sql = "insert into agent (id, partenaire_id, cle, nom, prenom, fonction, actif, version) \
               values ($1, $2, $3, 'Martin', 'Camille', 'EVALUATEUR_LINGUISTIQUE', $4, 1)";
    executer(base, sql, [id.into(), partenaire.into(), cle.into(), actif.into()]).await;
}

pub async fn executer<const N: usize>(base: &Base, sql: &str, valeurs: [Value; N]) {
    let enonce = Statement::from_sql_and_values(base.moteur(), sql, valeurs);
    base.connexion_systeme().execute_raw(enonce).await.expect("statement");
}

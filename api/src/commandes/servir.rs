//! `passerelle servir`: the server, on a database that it must not be able to override.

use std::sync::Arc;

use domain::identite::emetteurs;
use domain::installation::{self, Faute};

use super::service::{self, Service};
use super::{Contexte, Echec, migrer};
use crate::auth::Authentification;
use crate::config::Emetteur;

pub(super) async fn executer(contexte: &Contexte) -> Result<(), Echec> {
    let config = &contexte.config;
    let base = contexte.base_telle_quelle().await?;
    if let Some((role, faute)) = installation::role_fautif(&base).await? {
        return Err(refuser(&role, faute));
    }
    migrer::exiger_a_jour(&base).await?;
    if let Some(dossier) = &contexte.dossier {
        dossier.noter_adresse(&config.public_url)?;
    }
    let auth = contexte.authentification(&base);
    declarer(&auth, &config.auth.issuers).await?;
    let service = Service {
        ecoute: service::ecouter("LISTEN", config.listen).await?,
        interne: service::ecouter("LISTEN_INTERNE", config.listen_interne).await?,
        base: Arc::clone(&base),
        auth: Arc::new(auth),
        limites: config.limits.clone(),
        origines: config.cors.origines.clone(),
        jetons_de_demonstration: None,
    };
    tracing::info!(listen = %config.listen, public_url = config.public_url, "passerelle serves");
    service.servir(async { Ok(()) }).await
}

/// Row security holds back a role that neither ignores it nor may lift it.
fn refuser(role: &str, faute: Faute) -> Echec {
    let faute = match faute {
        Faute::Superutilisateur => "est superutilisateur, et la sécurité par ligne ne le retient pas",
        Faute::Contourne => "a l'attribut BYPASSRLS, et la sécurité par ligne ne le retient pas",
        Faute::Proprietaire => "possède les tables, ou peut prendre le rôle qui les possède, et lèverait leur sécurité par ligne",
        Faute::SansDroits => "n'est pas membre de passerelle_execution, et ne pourrait rien lire",
    };
    let remede =
        "donnez à DATABASE_URL un rôle qui ne possède rien, membre de passerelle_execution, et à DATABASE_MIGRATION_URL le propriétaire";
    Echec::Refus(format!("le rôle « {role} » {faute} : {remede}"))
}

/// External issuers, with the key sets that their files hold today.
async fn declarer(auth: &Authentification, emetteurs: &[Emetteur]) -> Result<(), Echec> {
    for emetteur in emetteurs {
        let jwks = tokio::fs::read_to_string(&emetteur.jwks)
            .await
            .map_err(Echec::systeme(format!("auth.issuers : {}", emetteur.jwks.display())))?;
        let declare = emetteurs::Emetteur {
            issuer: emetteur.issuer.clone(),
            audience: emetteur.audience.clone(),
            jwks,
            revendication: emetteur.revendication.clone(),
            colonne: emetteur.colonne,
        };
        auth.declarer_emetteur(&declare).await.map_err(|refus| Echec::Saisie(format!("auth.issuers : {} : {refus}", emetteur.issuer)))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_role_that_row_security_does_not_hold_is_refused_with_its_name() {
        let fautes = [
            (Faute::Superutilisateur, "superutilisateur"),
            (Faute::Contourne, "BYPASSRLS"),
            (Faute::Proprietaire, "possède les tables"),
            (Faute::SansDroits, "passerelle_execution"),
        ];
        for (faute, dite) in fautes {
            let message = refuser("serveur", faute).to_string();
            assert!(message.contains("« serveur »") && message.contains(dite), "{message}");
        }
    }
}

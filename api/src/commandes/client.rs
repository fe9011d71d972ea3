//! `passerelle client creer`: the credentials of a partner's server, or an export key.

use clap::{Args, Subcommand};
use domain::identite::clients::{self, GenreClient};

use super::{Contexte, Echec, contexte};

#[derive(Args)]
pub(super) struct Client {
    #[command(subcommand)]
    acte: Acte,
}

#[derive(Subcommand)]
enum Acte {
    #[command(about = "Crée un client et son secret, montré cette seule fois", help_template = super::AIDE)]
    Creer {
        /// Clé du partenaire, comme cibc-82
        #[arg(long, value_name = "CLE")]
        partenaire: String,
        /// Une clé d'export (lecture des exports d'indicateurs par HTTP Basic) au lieu d'un client OAuth
        #[arg(long)]
        export: bool,
    },
}

impl Client {
    pub async fn executer(self, contexte: &Contexte) -> Result<(), Echec> {
        let Acte::Creer { partenaire, export } = self.acte;
        let base = contexte.base().await?;
        let partenaire = contexte::partenaire(&base, &partenaire).await?;
        let genre = if export { GenreClient::Export } else { GenreClient::Serveur };
        let neuf = clients::creer(&base, partenaire.id, genre).await?;
        println!("client_id={}\nclient_secret={}", neuf.client, neuf.secret);
        eprintln!(
            "Secret de {}, à garder maintenant : il n'est montré qu'ici. Il expire le {}.",
            partenaire.nom,
            neuf.expire_le.date_naive()
        );
        Ok(())
    }
}

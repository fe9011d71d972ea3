//! `passerelle schema`: the SDL.

use clap::Args;
use domain::politique::Profil;

use super::{Contexte, Echec, contexte};
use crate::graphql;

#[derive(Args)]
pub(super) struct Schema {
    /// Clé d'un partenaire : le schéma tel que les portées de sa nature le lui montrent
    #[arg(long, value_name = "CLE")]
    partenaire: Option<String>,
}

impl Schema {
    pub async fn executer(self, contexte: &Contexte) -> Result<(), Echec> {
        let sdl = match self.partenaire {
            None => graphql::sdl_complet(),
            Some(cle) => {
                let base = contexte.base().await?;
                let partenaire = contexte::partenaire(&base, &cle).await?;
                graphql::sdl_pour(Profil::de(partenaire.type_).plafond())?
            }
        };
        println!("{}", sdl.trim_end());
        Ok(())
    }
}

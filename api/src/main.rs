//! The program `passerelle`: one binary, its commands in `commandes`.

use std::process::ExitCode;

use api::commandes;

#[tokio::main]
async fn main() -> ExitCode {
    let variables = std::env::vars_os().filter_map(|(nom, valeur)| nom.into_string().ok().zip(valeur.into_string().ok()));
    match commandes::executer(std::env::args_os(), variables).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(echec) => echec.dire(),
    }
}

//! `passerelle jeton`: an access token of the built-in issuer, alone on standard output.

use chrono::TimeDelta;
use clap::Args;

use super::{Contexte, Echec, contexte};
use crate::auth::Demande;

/// Who the tokens of the command line are for, in their subject.
const CLIENT: &str = "ligne-de-commande";

#[derive(Args)]
pub(super) struct Jeton {
    /// Clé du partenaire, comme cibc-82
    #[arg(long, value_name = "CLE")]
    partenaire: String,
    /// Agent du partenaire : sa clé (departement-31/ass) ou son identifiant
    #[arg(long, value_name = "CLE")]
    agent: Option<String>,
    /// Portées séparées par des espaces ; toutes celles qui peuvent l'être par défaut
    #[arg(long, value_name = "PORTEES")]
    portees: Option<String>,
    /// Durée : un nombre et s, m, h ou j (1h par défaut)
    #[arg(long, value_name = "DUREE", default_value = "1h", hide_default_value = true, value_parser = duree)]
    duree: TimeDelta,
}

impl Jeton {
    pub async fn executer(self, contexte: &Contexte) -> Result<(), Echec> {
        let base = contexte.base().await?;
        let partenaire = contexte::partenaire(&base, &self.partenaire).await?.id;
        let demande =
            Demande { client: CLIENT, partenaire, agent: self.agent.as_deref(), portees: self.portees.as_deref(), duree: self.duree };
        println!("{}", contexte.authentification(&base).signer(demande).await?.texte);
        Ok(())
    }
}

/// `90s`, `25m`, `1h`, `7j`; the English `d` too.
fn duree(texte: &str) -> Result<TimeDelta, String> {
    let regle = || "un nombre et s, m, h ou j, comme 25m".to_owned();
    let (nombre, unite) = texte.split_at_checked(texte.len().saturating_sub(1)).ok_or_else(regle)?;
    let secondes = match unite {
        "s" => 1,
        "m" => 60,
        "h" => 3_600,
        "j" | "d" => 86_400,
        _ => return Err(regle()),
    };
    let total = nombre.parse::<u32>().ok().filter(|nombre| *nombre > 0).ok_or_else(regle)?;
    Ok(TimeDelta::seconds(i64::from(total) * secondes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_duration_is_a_number_and_a_unit() {
        assert_eq!(duree("90s"), Ok(TimeDelta::seconds(90)));
        assert_eq!(duree("25m"), Ok(TimeDelta::minutes(25)));
        assert_eq!(duree("1h"), Ok(TimeDelta::hours(1)));
        assert_eq!(duree("7j"), Ok(TimeDelta::days(7)));
        for faux in ["", "h", "0h", "-1h", "1", "1 h", "1é", "99999999999s", "1w"] {
            assert!(duree(faux).is_err(), "{faux}");
        }
    }
}

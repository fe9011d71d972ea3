//! What the demo says once it answers: who one may be, and where to look.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use super::super::{Echec, dossier};

/// Characters of a token that the table shows: its end, which differs from one to the other.
const MONTRES: usize = 12;

pub(super) struct Annonce {
    pub adresse: SocketAddr,
    pub interne: Option<SocketAddr>,
    pub public_url: String,
    pub jetons: Arc<BTreeMap<String, String>>,
    pub fichier: Option<PathBuf>,
}

impl Annonce {
    /// Waits for the server's first answer, writes the tokens, prints the rest.
    pub async fn faire(self, vues: &[(&str, String)]) -> Result<(), Echec> {
        while !repond(self.adresse).await {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        if let Some(fichier) = &self.fichier {
            let texte = serde_json::to_string_pretty(self.jetons.as_ref()).unwrap_or_default();
            dossier::ecrire_secret(fichier, &format!("{texte}\n"))?;
        }
        println!("{}\n\n{}", self.table(vues), self.adresses());
        Ok(())
    }

    fn table(&self, vues: &[(&str, String)]) -> String {
        let large = vues.iter().map(|(_, vue)| vue.chars().count()).max().unwrap_or_default();
        let mut lignes = vec![format!("{:<28}{:<large$}  jeton", "clé", "ce qu'il voit")];
        lignes.extend(vues.iter().map(|(cle, vue)| {
            let jeton = self.jetons.get(*cle).map(|jeton| abrege(jeton)).unwrap_or_default();
            format!("{cle:<28}{vue:<large$}  {jeton}")
        }));
        lignes.join("\n")
    }

    fn adresses(&self) -> String {
        let ici = format!("http://{}", self.adresse);
        let mut lignes = vec![
            ("Accueil", format!("{ici}/")),
            ("Explorateur", format!("{ici}/graphql")),
            ("Tableau de bord", format!("{ici}/tableau-de-bord")),
            ("Jetons entiers", format!("{ici}/demo/jetons")),
            ("Schéma du porteur", format!("{ici}/schema.graphql")),
            ("Émetteur des jetons", self.public_url.clone()),
        ];
        lignes.extend(self.interne.map(|interne| ("Mesures", format!("http://{interne}/metrics"))));
        lignes.extend(self.fichier.as_ref().map(|fichier| ("Jetons écrits dans", fichier.display().to_string())));
        let lignes: Vec<String> = lignes.iter().map(|(quoi, ou)| format!("{quoi:<21}{ou}")).collect();
        format!("{}\nCtrl-C pour arrêter.", lignes.join("\n"))
    }
}

fn abrege(jeton: &str) -> String {
    format!("…{}", jeton.get(jeton.len().saturating_sub(MONTRES)..).unwrap_or_default())
}

/// One request, as small as HTTP allows, to the address just opened.
async fn repond(adresse: SocketAddr) -> bool {
    let essai = async {
        let mut connexion = TcpStream::connect(adresse).await?;
        connexion.write_all(b"GET /health/live HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n").await?;
        let mut debut = [0; 10];
        connexion.read_exact(&mut debut).await?;
        Ok::<_, std::io::Error>(debut.starts_with(b"HTTP/1.1 2"))
    };
    essai.await.unwrap_or(false)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_shows_each_persona_and_only_the_end_of_its_token() {
        let jetons = BTreeMap::from([("cibc-82".to_owned(), "entete.secret.signature-finale".to_owned())]);
        let adresse = SocketAddr::from(([127, 0, 0, 1], 8080));
        let annonce = Annonce { adresse, interne: None, public_url: "http://p".to_owned(), jetons: Arc::new(jetons), fichier: None };
        let table = annonce.table(&[("cibc-82", "les personnes adressées".to_owned())]);
        assert!(table.contains("cibc-82") && table.ends_with("…ature-finale") && !table.contains("secret"), "{table}");
        assert!(annonce.adresses().contains("http://127.0.0.1:8080/demo/jetons"));
    }
}

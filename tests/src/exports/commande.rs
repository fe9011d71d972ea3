//! `passerelle exporter indicateurs`.

use std::sync::Arc;

use api::export::demande::Demande;
use api::export::indicateurs::{PORTEE, ecrire, ouvrir};
use api::export::parametres::Parametres;
use api::export::{COLONNES, Format};
use domain::secret::hexa;
use domain::session::Appelant;

use super::lecteurs::{self, Table};
use super::{DECLARES, declarer, fichier};
use crate::harnais::{Banc, MAITRE, sur_les_deux_moteurs};

sur_les_deux_moteurs!(la_commande_ecrit_les_octets_de_http, la_ligne_de_commande_lit_ses_options);

fn parametres(adresse: &str) -> Parametres {
    let paires = adresse.split('&').filter_map(|p| p.split_once('=')).map(|(nom, valeur)| (nom.to_owned(), valeur.to_owned()));
    Parametres::nouveaux(paires.collect()).expect("parameters")
}

/// What the command runs, by the clock of the bench.
async fn la_commande_ecrit_les_octets_de_http(banc: &Banc) {
    declarer(banc, "Déclarée avant l'export").await;
    for persona in ["departement-64", "caf-64", "pole-emploi-64"] {
        let client = banc.client_de_portees(persona, "indicateurs:lire").await;
        let appelant = Arc::new(Appelant {
            client: "essai".to_owned(),
            partenaire: client.partenaire,
            agent: None,
            portees: PORTEE,
            jeton: String::new(),
            expire: i64::MAX,
        });
        for format in Format::TOUS {
            let demande = Demande::lire(format, parametres(DECLARES)).expect("question");
            let session = ouvrir(&banc.base, &appelant).await.expect("session");
            let (mut octets, ecrit) = (Vec::new(), ecrire(&session, &demande, |_| Ok(())).await.expect("file"));
            ecrit.fichier.copier(&mut octets).expect("copy");
            let http = fichier(&client, &format!("/exports/indicateurs.{}?{DECLARES}", format.extension())).await;
            assert!(octets == http, "{persona} {format:?}");
        }
    }
}

/// Through the command line itself, whose day is today's: all but what depends on it.
async fn la_ligne_de_commande_lit_ses_options(banc: &Banc) {
    let dossier = tempfile::tempdir().expect("temporary folder");
    let sortie = dossier.path().join("indicateurs.csv");
    let chemin = sortie.to_str().expect("path");
    let ligne = ["passerelle", "exporter", "indicateurs", "--pacte", "64-2018-2021", "--du", "2025-01-01", "--au", "2025-12-31"];
    let options = ["--pas", "TRIMESTRE", "--partenaire", "caf-64", "--format", "csv", "--sortie", chemin];
    let variables = [("PASSERELLE_DATABASE_URL", banc.url().to_owned()), ("PASSERELLE_SECRETS__MAITRE", hexa(&MAITRE))];
    let variables = || variables.iter().map(|(nom, valeur)| ((*nom).to_owned(), valeur.clone()));
    api::commandes::executer(ligne.iter().chain(&options).map(Into::into), variables()).await.expect("export");
    let http = fichier(&banc.client("caf-64").await, &format!("/exports/indicateurs.csv?{DECLARES}&pas=TRIMESTRE")).await;
    let ecrit = std::fs::read(&sortie).expect("file");
    sans_jour(lecteurs::csv(&ecrit, b',')).egale(&sans_jour(lecteurs::csv(&http, b',')));
    let fautif = [("--partenaire", "personne"), ("--pas", "SEMAINE"), ("--ventilation", "SEXE,SEXE")];
    for (option, valeur) in fautif {
        let refus = api::commandes::executer(ligne.iter().chain(&[option, valeur]).map(Into::into), variables()).await.expect_err(option);
        assert!(refus.code() == 2 && refus.to_string().starts_with(option), "{refus}");
    }
}

fn sans_jour(mut table: Table) -> Table {
    let rang = COLONNES.iter().position(|c| c.nom == "etabliLe").expect("column");
    table.lignes.iter_mut().for_each(|l| l[rang] = None);
    table
}

use std::io::Write;

use super::*;

fn avec(variables: &[(&str, &str)]) -> Result<Configuration, Refus> {
    depuis("", variables)
}

fn depuis(fichier: &str, variables: &[(&str, &str)]) -> Result<Configuration, Refus> {
    let mut lu = tempfile::NamedTempFile::new().expect("temporary file");
    lu.write_all(fichier.as_bytes()).expect("temporary file");
    Configuration::charger(Some(lu.path()), variables.iter().map(|(nom, valeur)| ((*nom).to_owned(), (*valeur).to_owned())))
}

fn refus(resultat: Result<Configuration, Refus>) -> String {
    resultat.err().expect("a refusal").to_string()
}

#[test]
fn the_commented_file_gives_the_defaults_of_the_code() {
    let config = avec(&[]).expect("defaults");
    assert_eq!(config.limits, Limites::default());
    assert_eq!(config.listen.to_string(), "127.0.0.1:8080");
    assert_eq!(config.url_migration(), config.database_url);
    assert_eq!(config.url_lecture(), None);
    assert_eq!((config.secret_statistique.seuil, config.acces.personnes_par_heure), (11, 500));
    let reglages = config.reglages();
    assert_eq!((reglages.repondre_sous_jours, reglages.expirer_apres_jours), (15, 30));
    assert!(!reglages.donnees_sensibles);
}

#[test]
fn the_environment_wins_over_the_file_and_the_file_over_the_defaults() {
    let fichier = "listen = \"127.0.0.1:1\"\n[limits]\ncout = 7\nalias = 8\n";
    let variables =
        [("PASSERELLE_LIMITS__COUT", "9"), ("PASSERELLE_CORS__ORIGINES", "https://a.example, https://b.example"), ("HOME", "x")];
    let config = depuis(fichier, &variables).expect("configuration");
    assert_eq!((config.limits.cout, config.limits.alias, config.limits.jetons), (9, 8, 2_000));
    assert_eq!(config.listen.port(), 1);
    assert_eq!(config.cors.origines, ["https://a.example", "https://b.example"]);
}

#[test]
fn a_secret_comes_from_a_file_and_from_one_place_only() {
    let mut secret = tempfile::NamedTempFile::new().expect("temporary file");
    writeln!(secret, "{}", "ab".repeat(32)).expect("temporary file");
    let chemin = secret.path().to_str().expect("path").to_owned();
    let config = avec(&[("PASSERELLE_SECRETS__MAITRE_FILE", &chemin)]).expect("configuration");
    assert_eq!(config.maitre().expect("secret").ecrire(), "ab".repeat(32));
    let deux = avec(&[("PASSERELLE_SECRETS__MAITRE_FILE", &chemin), ("PASSERELLE_SECRETS__MAITRE", "x")]);
    assert_eq!(refus(deux), "configuration : secrets.maitre (PASSERELLE_SECRETS__MAITRE) : donnée à la fois directement et par _FILE");
    let absent = refus(avec(&[("PASSERELLE_DATABASE_URL_FILE", "/nulle/part")]));
    assert!(absent.contains("database_url") && absent.contains("/nulle/part"), "{absent}");
}

#[test]
fn the_master_secret_reads_in_three_writings_and_never_shows() {
    let base64 = "q6urq6urq6urq6urq6urq6urq6urq6urq6urq6urq6s";
    for texte in ["ab".repeat(32), base64.to_owned(), format!("{base64}=")] {
        assert_eq!(
            avec(&[("PASSERELLE_SECRETS__MAITRE", &texte)]).expect("configuration").maitre().expect("secret").ecrire(),
            "ab".repeat(32)
        );
    }
    let court = refus(avec(&[("PASSERELLE_SECRETS__MAITRE", "trop-court")]));
    assert!(court.contains("32 octets") && !court.contains("trop-court"), "{court}");
    assert!(avec(&[]).expect("configuration").maitre().is_err());
}

#[test]
fn each_refusal_names_its_key_and_its_rule() {
    let cas = [
        ("PASSERELLE_SECRET_STATISTIQUE__SEUIL", "4", "secret_statistique.seuil", "de 5 à"),
        ("PASSERELLE_LIMITS__COUT", "beaucoup", "limits.cout", "nombre entier"),
        ("PASSERELLE_LIMITS__ALIAS", "0", "limits.alias", "de 1 à"),
        ("PASSERELLE_LIMITS__PAGE", "40", "limits.page_racine", "limits.page"),
        ("PASSERELLE_ACCES__JOURS_APRES_CLOTURE", "-1", "acces.jours_apres_cloture", "de 0 à"),
        ("PASSERELLE_DONNEES_SENSIBLES__ACTIVES", "oui", "donnees_sensibles.actives", "true ou false"),
        ("PASSERELLE_LISTEN", "8080", "listen", "une adresse et un port"),
        ("PASSERELLE_PUBLIC_URL", "passerelle.example", "public_url", "http"),
        ("PASSERELLE_CORS__ORIGINES", "*", "cors.origines", "sans chemin ni *"),
        ("PASSERELLE_DATABASE_URL", "mysql://base", "database_url", "postgres"),
        ("PASSERELLE_DATABASE_REPLICA_URL", "postgres://base", "database_replica_url", "le même genre"),
        ("PASSERELLE_LOG", "info,=", "log", "debug"),
        ("PASSERELLE_AUTH__ISSUERS", r#"[{"issuer":"https://i.example"}]"#, "auth.issuers", "audience"),
    ];
    for (variable, valeur, cle, regle) in cas {
        let message = refus(avec(&[(variable, valeur)]));
        assert!(message.contains(&format!(" {cle} (")) && message.contains(regle), "{variable} : {message}");
    }
}

#[test]
fn a_key_that_does_not_exist_is_refused_in_the_file_and_told_in_the_environment() {
    assert!(refus(depuis("[limits]\ncoût = 1\n", &[])).contains("ligne 2"));
    assert_eq!(
        refus(depuis("[limits]\ncout_max = 1\n", &[])),
        "configuration : limits.cout_max (PASSERELLE_LIMITS__COUT_MAX) : cette clé n'existe pas"
    );
    assert!(refus(depuis("limits = 3\n", &[])).contains("une section"));
    let config = avec(&[("PASSERELLE_LIMITS", "3"), ("PASSERELLE_RIEN", "1"), ("PASSERELLE_CONFIG", "x.toml")]).expect("configuration");
    assert_eq!(config.ignorees, ["PASSERELLE_LIMITS", "PASSERELLE_RIEN"]);
}

#[test]
fn issuers_are_read_from_the_file_or_from_json() {
    let fichier = "[[auth.issuers]]\nissuer = \"https://i.example\"\naudience = \"passerelle\"\njwks = \"i.json\"\n";
    let json = r#"[{"issuer":"https://i.example","audience":"passerelle","jwks":"i.json"}]"#;
    for config in [depuis(fichier, &[]), avec(&[("PASSERELLE_AUTH__ISSUERS", json)])] {
        let emetteur = config.expect("configuration").auth.issuers.remove(0);
        assert_eq!((emetteur.issuer.as_str(), emetteur.revendication.as_str()), ("https://i.example", "siret"));
        assert_eq!(emetteur.colonne, ColonnePartenaire::Siret);
    }
}

//! One PostgreSQL cluster a test process, thrown away with it.

use std::fs;
use std::net::TcpListener;
use std::os::unix::fs::MetadataExt;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;

/// Set where a missing PostgreSQL must fail the tests instead of skipping them.
const EXIGER: &str = "PASSERELLE_EXIGER_POSTGRES";

/// Nothing here outlives the tests: no write has to reach the disk.
const REGLAGES: &str = "-F -c synchronous_commit=off -c full_page_writes=off -c max_connections=400 -c shared_buffers=64MB \
    -c autovacuum=off -c listen_addresses=127.0.0.1";

/// A cluster that runs, reached by its socket or by its port.
pub struct Grappe {
    dossier: PathBuf,
    port: u16,
    _gardien: Child,
}

/// The cluster of this process, started at the first call; `None` when PostgreSQL is not installed.
pub fn grappe() -> Option<&'static Grappe> {
    static GRAPPE: OnceLock<Option<Grappe>> = OnceLock::new();
    GRAPPE.get_or_init(demarrer).as_ref()
}

impl Grappe {
    /// The address of a database for one of the roles.
    pub fn url(&self, role: &str, base: &str) -> String {
        let dossier = self.dossier.display().to_string().replace('/', "%2F");
        format!("postgres://{role}@{dossier}:{}/{base}", self.port)
    }
}

fn demarrer() -> Option<Grappe> {
    let Some(binaires) = binaires() else {
        assert!(std::env::var(EXIGER).is_ok_and(|v| v == "1").then_some(()).is_none(), "{EXIGER}=1 : PostgreSQL n'est pas installé");
        return None;
    };
    let dossier = tempfile::Builder::new().prefix("passerelle-pg-").tempdir().expect("temporary folder").keep();
    let root = fs::metadata(&dossier).expect("folder").uid() == 0;
    if root {
        executer(Command::new("chown").arg("postgres").arg(&dossier));
    }
    let gardien = garder(&binaires, &dossier, root);
    let donnees = dossier.join("donnees");
    executer(comme(root, &binaires.join("initdb")).arg("-D").arg(&donnees).args([
        "-U",
        "postgres",
        "-A",
        "trust",
        "-E",
        "UTF8",
        "--locale=C.UTF-8",
        "--no-sync",
    ]));
    let port = port_libre();
    let options = format!("{REGLAGES} -p {port} -k {}", dossier.display());
    let journal = dossier.join("journal");
    executer(comme(root, &binaires.join("pg_ctl")).arg("-D").arg(&donnees).arg("-l").arg(journal).args(["-o", &options, "-w", "start"]));
    Some(Grappe { dossier, port, _gardien: gardien })
}

/// Where `initdb` is: the newest that the distribution installed, else the one of the path.
fn binaires() -> Option<PathBuf> {
    let version = |dossier: &PathBuf| dossier.file_name().and_then(|n| n.to_str()).and_then(|n| n.parse::<u32>().ok());
    let installes = fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten().map(|e| e.path());
    let mut versions: Vec<PathBuf> = installes.filter(|d| version(d).is_some()).collect();
    versions.sort_by_key(|d| std::cmp::Reverse(version(d)));
    let chemin = std::env::var_os("PATH").unwrap_or_default();
    let dossiers = versions.into_iter().map(|d| d.join("bin")).chain(std::env::split_paths(&chemin));
    dossiers.into_iter().find(|d| d.join("initdb").is_file() && d.join("pg_ctl").is_file())
}

/// A process that waits for ours to end, however it ends, then stops the cluster and removes its folder.
fn garder(binaires: &Path, dossier: &Path, root: bool) -> Child {
    let script = r#"cat > /dev/null; "$0" -D "$1/donnees" -m immediate stop; rm -rf "$1""#;
    let mut commande = comme(root, Path::new("sh"));
    commande.args(["-c", script]).arg(binaires.join("pg_ctl")).arg(dossier);
    // In a group of its own, it survives the Ctrl-C that ends the tests.
    commande.current_dir("/").stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null()).process_group(0);
    commande.spawn().expect("guardian of the cluster")
}

/// PostgreSQL refuses to run as root.
fn comme(root: bool, programme: &Path) -> Command {
    if !root {
        return Command::new(programme);
    }
    let mut commande = Command::new("runuser");
    commande.args(["-u", "postgres", "--"]).arg(programme);
    commande
}

fn executer(commande: &mut Command) {
    let sortie = commande.current_dir("/").stdin(Stdio::null()).stdout(Stdio::null()).status();
    assert!(sortie.as_ref().is_ok_and(std::process::ExitStatus::success), "{commande:?}: {sortie:?}");
}

fn port_libre() -> u16 {
    let ecoute = TcpListener::bind(("127.0.0.1", 0)).expect("free port");
    ecoute.local_addr().expect("address").port()
}

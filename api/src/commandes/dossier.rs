//! A data folder: a SQLite database, the master secret that goes with it, and the address last served from it.

use std::fs::{self, OpenOptions};
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

use domain::identifiant::Hasard;

use super::Echec;
use crate::config::Maitre;

const BASE: &str = "passerelle.db";
const CLE: &str = "maitre.cle";
const ADRESSE: &str = "adresse";

pub(super) struct Dossier(PathBuf);

impl Dossier {
    pub const fn nouveau(chemin: PathBuf) -> Self {
        Self(chemin)
    }

    /// Makes the folder unless it is there, for its owner alone.
    pub fn creer(&self) -> Result<(), Echec> {
        fs::create_dir_all(&self.0).map_err(Echec::systeme(format!("--donnees {}", self.0.display())))
    }

    /// Refuses a folder without a database, where a command that only reads would make an empty one.
    pub fn exiger(&self) -> Result<(), Echec> {
        if self.0.join(BASE).is_file() {
            return Ok(());
        }
        Err(Echec::Saisie(format!("--donnees {} : ce dossier ne contient pas {BASE} (passerelle migrer --donnees …)", self.0.display())))
    }

    pub fn url(&self) -> String {
        let chemin = self.0.join(BASE).display().to_string();
        let chemin = chemin.replace('%', "%25").replace('?', "%3F").replace('#', "%23");
        format!("sqlite://{chemin}?mode=rwc")
    }

    /// The master secret of the folder, made at the first use.
    pub fn maitre(&self, hasard: &Hasard) -> Result<Maitre, Echec> {
        let chemin = self.0.join(CLE);
        let illisible = || Echec::Saisie(format!("{} : 64 chiffres hexadécimaux sont attendus", chemin.display()));
        match fs::read_to_string(&chemin) {
            Ok(texte) => Maitre::lire(&texte).ok_or_else(illisible),
            Err(cause) if cause.kind() == ErrorKind::NotFound => {
                let maitre = Maitre::nouveau(hasard.octets());
                ecrire_secret(&chemin, &format!("{}\n", maitre.ecrire()))?;
                Ok(maitre)
            }
            Err(cause) => Err(Echec::systeme(chemin.display().to_string())(cause)),
        }
    }

    /// The public address of the server that last ran on this folder: its tokens name it.
    pub fn adresse(&self) -> Option<String> {
        let lue = fs::read_to_string(self.0.join(ADRESSE)).ok()?;
        Some(lue.trim().to_owned()).filter(|adresse| !adresse.is_empty())
    }

    pub fn noter_adresse(&self, adresse: &str) -> Result<(), Echec> {
        let chemin = self.0.join(ADRESSE);
        fs::write(&chemin, format!("{adresse}\n")).map_err(Echec::systeme(chemin.display().to_string()))
    }
}

/// Writes a file that only its owner reads, whole or not at all. Only a plain file is replaced: a link, a pipe or a
/// terminal is written through, because putting a file in its place would take it away from everyone.
pub(super) fn ecrire_secret(chemin: &Path, texte: &str) -> Result<(), Echec> {
    let remplacable = fs::symlink_metadata(chemin).map_or(true, |lu| lu.is_file());
    let ecrit = if remplacable { remplacer(chemin, texte) } else { fs::write(chemin, texte) };
    ecrit.map_err(Echec::systeme(chemin.display().to_string()))
}

fn remplacer(chemin: &Path, texte: &str) -> std::io::Result<()> {
    let provisoire = chemin.with_extension("nouveau");
    let mut fichier = prive(&provisoire)?;
    fichier.write_all(texte.as_bytes())?;
    fichier.sync_all()?;
    fs::rename(&provisoire, chemin)
}

fn prive(chemin: &Path) -> std::io::Result<fs::File> {
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(chemin)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_master_secret_is_made_once_and_for_its_owner_alone() {
        let temporaire = tempfile::tempdir().expect("temporary folder");
        let dossier = Dossier::nouveau(temporaire.path().join("a%b?c#d"));
        dossier.creer().expect("folder");
        let premier = dossier.maitre(&Hasard::graine(1)).expect("secret").ecrire();
        assert_eq!(dossier.maitre(&Hasard::graine(2)).expect("secret").ecrire(), premier);
        assert!(dossier.url().contains("a%25b%3Fc%23d/passerelle.db?mode=rwc"), "{}", dossier.url());
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let droits = fs::metadata(dossier.0.join(CLE)).expect("file").permissions().mode();
            assert_eq!(droits & 0o777, 0o600);
        }
    }

    #[test]
    fn a_secret_that_does_not_read_is_refused_and_kept() {
        let temporaire = tempfile::tempdir().expect("temporary folder");
        let dossier = Dossier::nouveau(temporaire.path().to_owned());
        fs::write(dossier.0.join(CLE), "trop court").expect("file");
        assert!(dossier.maitre(&Hasard::graine(1)).is_err());
        assert_eq!(fs::read_to_string(dossier.0.join(CLE)).expect("file"), "trop court");
    }

    #[cfg(unix)]
    #[test]
    fn a_link_stays_a_link_and_its_target_gets_the_text() {
        let temporaire = tempfile::tempdir().expect("temporary folder");
        let (cible, lien) = (temporaire.path().join("cible"), temporaire.path().join("lien"));
        fs::write(&cible, "avant").expect("file");
        std::os::unix::fs::symlink(&cible, &lien).expect("link");
        ecrire_secret(&lien, "après").expect("written");
        assert!(fs::symlink_metadata(&lien).expect("link").is_symlink());
        assert_eq!(fs::read_to_string(&cible).expect("file"), "après");
        assert!(!temporaire.path().join("lien.nouveau").exists());
    }
}

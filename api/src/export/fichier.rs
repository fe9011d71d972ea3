//! A finished export: a file without name, which goes away with the last who reads it.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::ops::Range;
use std::sync::Arc;

use axum::body::Bytes;
use domain::secret::hexa;
use futures::Stream;
use sha2::{Digest, Sha256};

/// Bytes read at once.
const MORCEAU: usize = 64 * 1024;

/// Its bytes do not change any more; several requests may read it at once.
pub struct Fichier {
    source: File,
    pub taille: u64,
    /// Digest of the bytes.
    pub empreinte: String,
}

impl Fichier {
    /// Where an export is written before anybody reads it.
    pub fn vierge() -> io::Result<File> {
        tempfile::tempfile()
    }

    pub fn fini(mut fichier: File) -> io::Result<Self> {
        fichier.seek(SeekFrom::Start(0))?;
        let (mut taille, mut condense, mut morceau) = (0, Sha256::new(), vec![0; MORCEAU]);
        loop {
            let lus = fichier.read(&mut morceau)?;
            if lus == 0 {
                let empreinte = hexa(&condense.finalize());
                return Ok(Self { source: fichier, taille, empreinte });
            }
            taille += u64::try_from(lus).unwrap_or_default();
            condense.update(&morceau[..lus]);
        }
    }

    /// Those bytes, piece by piece.
    pub fn octets(self: Arc<Self>, portion: Range<u64>) -> impl Stream<Item = io::Result<Bytes>> {
        futures::stream::try_unfold((self, portion), |(fichier, reste)| async move {
            if reste.is_empty() {
                return Ok(None);
            }
            let (copie, debut) = (Arc::clone(&fichier), reste.start);
            let longueur = usize::try_from(reste.end - debut).unwrap_or(MORCEAU).min(MORCEAU);
            let lus = tokio::task::spawn_blocking(move || copie.lire(debut, longueur)).await.map_err(io::Error::other)??;
            let suite = debut + u64::try_from(lus.len()).unwrap_or_default();
            Ok(Some((lus, (fichier, suite..reste.end))))
        })
    }

    /// The whole, for who writes it elsewhere.
    pub fn copier(&self, vers: &mut impl io::Write) -> io::Result<()> {
        let mut debut = 0;
        while debut < self.taille {
            let lus = self.lire(debut, MORCEAU)?;
            vers.write_all(&lus)?;
            debut += u64::try_from(lus.len()).unwrap_or_default();
        }
        vers.flush()
    }

    fn lire(&self, debut: u64, longueur: usize) -> io::Result<Bytes> {
        let mut morceau = vec![0; longueur];
        let lus = lire_a(&self.source, &mut morceau, debut)?;
        if lus == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        morceau.truncate(lus);
        Ok(morceau.into())
    }
}

/// Reads at a place and leaves the file's own place alone: it has many readers.
#[cfg(unix)]
fn lire_a(fichier: &File, morceau: &mut [u8], debut: u64) -> io::Result<usize> {
    std::os::unix::fs::FileExt::read_at(fichier, morceau, debut)
}

#[cfg(windows)]
fn lire_a(fichier: &File, morceau: &mut [u8], debut: u64) -> io::Result<usize> {
    std::os::windows::fs::FileExt::seek_read(fichier, morceau, debut)
}

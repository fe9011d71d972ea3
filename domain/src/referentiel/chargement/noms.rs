//! From the keys of the files to the ids of the rows.

use std::collections::HashMap;

use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::Echec;
use crate::referentiel::fichiers::Fichiers;

/// The id of a row of the files, from its table and its key: a UUID v8, the form that names hashed with SHA-256 take.
#[must_use]
pub fn identifiant(table: &str, cle: &str) -> Uuid {
    let empreinte =
        Sha256::new().chain_update(b"passerelle").chain_update([0]).chain_update(table).chain_update([0]).chain_update(cle).finalize();
    let mut octets = [0; 16];
    octets.iter_mut().zip(empreinte).for_each(|(octet, lu)| *octet = lu);
    uuid::Builder::from_custom_bytes(octets).into_uuid()
}

/// The key of a fiche-action, whose code is unique in its pacte only.
pub(super) fn cle_fiche(pacte: &str, code: &str) -> String {
    format!("{pacte}/{code}")
}

/// Every key that the files define, so that a reference to anything else is refused with its name.
pub(super) struct Noms(HashMap<(&'static str, String), Uuid>);

impl Noms {
    pub fn de(f: &Fichiers) -> Result<Self, Echec> {
        let mut noms = Self(HashMap::new());
        noms.definir("departement", f.departements.iter().map(|d| d.code.clone()))?;
        noms.definir("territoire", f.territoires.iter().map(|t| t.code.clone()))?;
        noms.definir("commune", f.communes.values().flatten().map(|c| c.0.clone()))?;
        noms.definir("partenaire", f.partenaires.iter().map(|p| p.cle.clone()))?;
        noms.definir("pacte", f.pactes.iter().map(|p| p.code.clone()))?;
        let fiches = f.fiches.iter().flat_map(|(pacte, fiches)| fiches.iter().map(|fiche| cle_fiche(pacte, &fiche.code)));
        noms.definir("fiche_action", fiches)?;
        noms.definir("dispositif", f.dispositifs.iter().map(|d| d.code.clone()))?;
        noms.definir("structure_iae", f.structures.iter().map(|s| s.code.clone()))?;
        noms.definir("indicateur", f.indicateurs.values().flatten().map(|i| i.code.clone()))?;
        noms.definir("service", f.services.iter().map(|s| s.code.clone()))?;
        Ok(noms)
    }

    fn definir(&mut self, table: &'static str, cles: impl Iterator<Item = String>) -> Result<(), Echec> {
        for cle in cles {
            let id = identifiant(table, &cle);
            if self.0.insert((table, cle.clone()), id).is_some() {
                return Err(Echec::Doublon { table, cle });
            }
        }
        Ok(())
    }

    /// The id of what `objet` cites in `champ`.
    pub fn id(&self, table: &'static str, cle: &str, objet: &str, champ: &'static str) -> Result<Uuid, Echec> {
        let connu = self.0.get(&(table, cle.to_owned())).copied();
        connu.ok_or_else(|| Echec::Reference { objet: objet.to_owned(), champ, cle: cle.to_owned() })
    }

    pub fn ids(&self, table: &'static str, cles: &[String], objet: &str, champ: &'static str) -> Result<Vec<Uuid>, Echec> {
        cles.iter().map(|cle| self.id(table, cle, objet, champ)).collect()
    }
}

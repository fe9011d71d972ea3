//! Identifiers: UUID v7 inside, three letters and 26 characters outside, so that an id says its type before any query.

use std::sync::Mutex;

use rand::rngs::StdRng;
use rand::{RngCore, SeedableRng};
use uuid::Uuid;

use crate::horloge::Horloge;

/// The types that have an identifier, by tag and by name in the schema.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Genre {
    Departement,
    Territoire,
    Commune,
    Partenaire,
    Agent,
    Service,
    Habilitation,
    Allocataire,
    Parcours,
    Orientation,
    DemandeReorientation,
    Contrat,
    Etape,
    Rencontre,
    Prescription,
    Accompagnement,
    RendezVous,
    EvaluationLinguistique,
    SessionFormation,
    InscriptionFormation,
    DiagnosticMobilite,
    AideMobilite,
    Vehicule,
    Candidature,
    ContratInsertion,
    PassIae,
    StructureIae,
    PosteIae,
    Pacte,
    FicheAction,
    Indicateur,
    Dispositif,
    Acces,
}

const GENRES: [(Genre, &str, &str); 33] = [
    (Genre::Departement, "dep", "Departement"),
    (Genre::Territoire, "ter", "Territoire"),
    (Genre::Commune, "com", "Commune"),
    (Genre::Partenaire, "par", "Partenaire"),
    (Genre::Agent, "agt", "Agent"),
    (Genre::Service, "ser", "Service"),
    (Genre::Habilitation, "hab", "Habilitation"),
    (Genre::Allocataire, "alc", "Allocataire"),
    (Genre::Parcours, "prc", "Parcours"),
    (Genre::Orientation, "ori", "Orientation"),
    (Genre::DemandeReorientation, "dmr", "DemandeReorientation"),
    (Genre::Contrat, "ctr", "ContratEngagement"),
    (Genre::Etape, "eta", "Etape"),
    (Genre::Rencontre, "ren", "Rencontre"),
    (Genre::Prescription, "prs", "Prescription"),
    (Genre::Accompagnement, "acm", "Accompagnement"),
    (Genre::RendezVous, "rdv", "RendezVous"),
    (Genre::EvaluationLinguistique, "evl", "EvaluationLinguistique"),
    (Genre::SessionFormation, "ses", "SessionFormation"),
    (Genre::InscriptionFormation, "ins", "InscriptionFormation"),
    (Genre::DiagnosticMobilite, "dgm", "DiagnosticMobilite"),
    (Genre::AideMobilite, "aid", "AideMobilite"),
    (Genre::Vehicule, "veh", "Vehicule"),
    (Genre::Candidature, "cnd", "Candidature"),
    (Genre::ContratInsertion, "cti", "ContratInsertion"),
    (Genre::PassIae, "pia", "PassIae"),
    (Genre::StructureIae, "sia", "StructureIae"),
    (Genre::PosteIae, "pos", "PosteIae"),
    (Genre::Pacte, "pac", "Pacte"),
    (Genre::FicheAction, "fic", "FicheAction"),
    (Genre::Indicateur, "ind", "Indicateur"),
    (Genre::Dispositif, "dis", "Dispositif"),
    (Genre::Acces, "acc", "AccesJournalise"),
];

const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

impl Genre {
    fn ligne(self) -> &'static (Self, &'static str, &'static str) {
        GENRES.iter().find(|(g, ..)| *g == self).unwrap_or(&GENRES[0])
    }

    #[must_use]
    pub fn type_graphql(self) -> &'static str {
        self.ligne().2
    }

    /// The tag alone, as the tables of events store it.
    #[must_use]
    pub fn etiquette(self) -> &'static str {
        self.ligne().1
    }

    #[must_use]
    pub fn etiquete(etiquette: &str) -> Option<Self> {
        GENRES.iter().find(|(_, e, _)| *e == etiquette).map(|(g, ..)| *g)
    }

    /// `alc_` and the 128 bits in Crockford's base 32.
    #[must_use]
    pub fn ecrire(self, id: Uuid) -> String {
        let mut texte = String::with_capacity(30);
        texte.push_str(self.etiquette());
        texte.push('_');
        let bits = id.as_u128();
        let chiffres: [u8; 26] = std::array::from_fn(|rang| ALPHABET[(bits >> (5 * (25 - rang)) & 31) as usize]);
        texte.push_str(std::str::from_utf8(&chiffres).unwrap_or_default());
        texte
    }

    /// The id when the text is one of this type, exactly as we write it.
    #[must_use]
    pub fn lire(self, texte: &str) -> Option<Uuid> {
        lire(texte).filter(|(genre, _)| *genre == self).map(|(_, id)| id)
    }
}

/// Type and id of a text, `None` for anything that this module did not write.
#[must_use]
pub fn lire(texte: &str) -> Option<(Genre, Uuid)> {
    let (etiquette, chiffres) = texte.split_once('_')?;
    let genre = Genre::etiquete(etiquette)?;
    if chiffres.len() != 26 || chiffres.as_bytes()[0] > b'7' {
        return None;
    }
    let bits =
        chiffres.bytes().try_fold(0_u128, |bits, c| ALPHABET.iter().position(|a| *a == c).map(|valeur| bits << 5 | valeur as u128))?;
    Some((genre, Uuid::from_u128(bits)))
}

/// Makes ids and random bytes, from a seed in tests and from the system elsewhere.
pub struct Hasard(Mutex<StdRng>);

impl Hasard {
    #[must_use]
    pub fn systeme() -> Self {
        Self(Mutex::new(StdRng::from_os_rng()))
    }

    #[must_use]
    pub fn graine(graine: u64) -> Self {
        Self(Mutex::new(StdRng::seed_from_u64(graine)))
    }

    #[must_use]
    pub fn octets<const N: usize>(&self) -> [u8; N] {
        let mut octets = [0; N];
        self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner).fill_bytes(&mut octets);
        octets
    }

    /// A UUID v7: ordered by the clock's millisecond.
    #[must_use]
    pub fn id(&self, horloge: &Horloge) -> Uuid {
        let millis = horloge.instant().timestamp_millis().unsigned_abs();
        uuid::Builder::from_unix_timestamp_millis(millis, &self.octets()).into_uuid()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_reads_back_as_itself_and_as_no_other_type() {
        let hasard = Hasard::graine(7);
        for _ in 0..500 {
            let id = Uuid::from_bytes(hasard.octets());
            let texte = Genre::Allocataire.ecrire(id);
            assert_eq!(lire(&texte), Some((Genre::Allocataire, id)));
            assert_eq!(Genre::Prescription.lire(&texte), None);
            assert_eq!(lire(&texte.to_uppercase()), None);
        }
    }

    #[test]
    fn what_was_not_written_here_does_not_read() {
        for faux in ["", "alc_", "alc_zzzzzzzzzzzzzzzzzzzzzzzzzz", "xyz_00000000000000000000000000", "alc_0000000000000000000000000l", "é"]
        {
            assert_eq!(lire(faux), None, "{faux}");
        }
    }
}

//! OAuth scopes as a bit set: the one list, in the order in which the bits stand.

use std::fmt;

/// Every scope of the platform. A position here is a bit of [`Portees`].
pub const PORTEES: [&str; 44] = [
    "annuaire:lire",
    "annuaire:ecrire",
    "allocataires:lire",
    "allocataires.identite:lire",
    "allocataires.coordonnees:lire",
    "allocataires.eligibilite:lire",
    "allocataires.situation:lire",
    "allocataires.besoins:lire",
    "allocataires.sensible:lire",
    "allocataires:creer",
    "allocataires:ecrire",
    "allocataires.coordonnees:ecrire",
    "parcours:lire",
    "parcours.detail:lire",
    "parcours:ecrire",
    "parcours:orienter",
    "rendezvous:tenir",
    "rencontres:organiser",
    "echeances:lire",
    "prescriptions:lire",
    "prescriptions:emettre",
    "prescriptions:traiter",
    "linguistique:lire",
    "linguistique:evaluer",
    "linguistique.sessions:gerer",
    "mobilite:lire",
    "mobilite:demander",
    "mobilite:diagnostiquer",
    "mobilite:apporter",
    "mobilite:instruire",
    "iae:lire",
    "iae:candidater",
    "iae.postes:gerer",
    "iae.candidatures:traiter",
    "iae.structures:conventionner",
    "iae.aides:lire",
    "fiches:suivre",
    "indicateurs:lire",
    "indicateurs:declarer",
    "indicateurs:publier",
    "evenements:lire",
    "journal:lire",
    "rgpd:exercer",
    "habilitations:administrer",
];

/// A set of scopes.
#[derive(Clone, Copy, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Portees(pub u64);

impl Portees {
    pub const AUCUNE: Self = Self(0);

    /// Names separated by spaces, read when the program is compiled: `const { Portees::de("…") }`.
    ///
    /// # Panics
    /// When a name is unknown, which the compiler reports.
    #[must_use]
    pub const fn de(noms: &str) -> Self {
        let (octets, mut lues, mut debut, mut fin) = (noms.as_bytes(), 0, 0, 0);
        while fin <= octets.len() {
            if fin == octets.len() || octets[fin] == b' ' {
                lues |= 1 << rang(octets.split_at(fin).0.split_at(debut).1);
                debut = fin + 1;
            }
            fin += 1;
        }
        Self(lues)
    }

    /// The set that holds one scope, or nothing when the name is unknown.
    #[must_use]
    pub fn nommee(nom: &str) -> Option<Self> {
        PORTEES.iter().position(|p| *p == nom).map(|bit| Self(1 << bit))
    }

    /// Reads names separated by spaces; the first unknown one is the error.
    pub fn lire(texte: &str) -> Result<Self, String> {
        texte.split_whitespace().try_fold(Self::AUCUNE, |lues, nom| Self::nommee(nom).map(|p| lues | p).ok_or_else(|| nom.to_owned()))
    }

    #[must_use]
    pub const fn et(self, autres: Self) -> Self {
        Self(self.0 | autres.0)
    }

    #[must_use]
    pub const fn contient(self, autres: Self) -> bool {
        self.0 & autres.0 == autres.0
    }

    #[must_use]
    pub const fn sans(self, autres: Self) -> Self {
        Self(self.0 & !autres.0)
    }

    #[must_use]
    pub const fn vide(self) -> bool {
        self.0 == 0
    }

    /// Names in the order of [`PORTEES`].
    pub fn noms(self) -> impl Iterator<Item = &'static str> {
        PORTEES.iter().enumerate().filter(move |(bit, _)| self.0 >> bit & 1 == 1).map(|(_, nom)| *nom)
    }
}

/// Position of a scope in [`PORTEES`].
const fn rang(nom: &[u8]) -> usize {
    let mut rang = 0;
    while rang < PORTEES.len() {
        if egaux(PORTEES[rang].as_bytes(), nom) {
            return rang;
        }
        rang += 1;
    }
    panic!("unknown scope")
}

const fn egaux(a: &[u8], b: &[u8]) -> bool {
    if a.len() != b.len() {
        return false;
    }
    let mut i = 0;
    while i < a.len() {
        if a[i] != b[i] {
            return false;
        }
        i += 1;
    }
    true
}

impl std::ops::BitOr for Portees {
    type Output = Self;
    fn bitor(self, autre: Self) -> Self {
        Self(self.0 | autre.0)
    }
}

impl std::ops::BitAnd for Portees {
    type Output = Self;
    fn bitand(self, autre: Self) -> Self {
        Self(self.0 & autre.0)
    }
}

impl fmt::Display for Portees {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.noms().collect::<Vec<_>>().join(" "))
    }
}

impl fmt::Debug for Portees {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Portees({self})")
    }
}

//! Enumerations of the field: one table gives the Rust type, the stored text and what the API publishes.

/// A closed list of values, each known outside by a code.
pub trait Enumeration: Copy + Eq + Send + Sync + 'static {
    const NOM: &'static str;
    const DESCRIPTION: &'static str;
    const VALEURS: &'static [Valeur<Self>];

    fn code(self) -> &'static str;

    #[must_use]
    fn lire(code: &str) -> Option<Self> {
        Self::VALEURS.iter().find(|v| v.code == code).map(|v| v.valeur)
    }

    #[must_use]
    fn rang(self) -> usize {
        Self::VALEURS.iter().position(|v| v.valeur == self).unwrap_or_default()
    }
}

/// One value: its code, and whether it reveals health, origin, detention or child protection.
pub struct Valeur<T> {
    pub valeur: T,
    pub code: &'static str,
    pub sensible: bool,
}

/// Declares an enumeration; `sensible` after a code marks a value that needs `allocataires.sensible:lire`.
macro_rules! enumeration {
    ($(#[doc = $doc:literal])+ $nom:ident { $($variante:ident $code:literal $($sensible:ident)?),+ $(,)? }) => {
        $(#[doc = $doc])+
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum $nom { $($variante),+ }

        impl $crate::vocabulaire::Enumeration for $nom {
            const NOM: &'static str = stringify!($nom);
            const DESCRIPTION: &'static str = concat!($($doc),+);
            const VALEURS: &'static [$crate::vocabulaire::Valeur<Self>] = &[$($crate::vocabulaire::Valeur {
                valeur: Self::$variante,
                code: $code,
                sensible: $crate::vocabulaire::sensible!($($sensible)?),
            }),+];

            fn code(self) -> &'static str {
                match self { $(Self::$variante => $code),+ }
            }
        }

        impl serde::Serialize for $nom {
            fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
                s.serialize_str($crate::vocabulaire::Enumeration::code(*self))
            }
        }

        impl<'de> serde::Deserialize<'de> for $nom {
            fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
                let code = <std::borrow::Cow<'de, str>>::deserialize(d)?;
                $crate::vocabulaire::Enumeration::lire(&code)
                    .ok_or_else(|| serde::de::Error::custom(concat!("unknown ", stringify!($nom))))
            }
        }
    };
}

macro_rules! sensible {
    () => {
        false
    };
    (sensible) => {
        true
    };
}

pub(crate) use {enumeration, sensible};

/// A set of values, stored as a bit set in one integer column.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Ensemble<T> {
    pub bits: i64,
    de: std::marker::PhantomData<T>,
}

impl<T: Enumeration> Ensemble<T> {
    #[must_use]
    pub const fn de_bits(bits: i64) -> Self {
        Self { bits, de: std::marker::PhantomData }
    }

    #[must_use]
    pub fn contient(self, valeur: T) -> bool {
        self.bits >> valeur.rang() & 1 == 1
    }

    pub fn valeurs(self) -> impl Iterator<Item = T> {
        T::VALEURS.iter().enumerate().filter(move |(rang, _)| self.bits >> rang & 1 == 1).map(|(_, v)| v.valeur)
    }

    /// Without the values that need `allocataires.sensible:lire`.
    #[must_use]
    pub fn sans_sensibles(self) -> Self {
        T::VALEURS.iter().filter(|v| v.sensible).fold(self, |e, v| Self::de_bits(e.bits & !(1 << v.valeur.rang())))
    }
}

impl<T: Enumeration> FromIterator<T> for Ensemble<T> {
    fn from_iter<I: IntoIterator<Item = T>>(valeurs: I) -> Self {
        Self::de_bits(valeurs.into_iter().fold(0, |bits, v| bits | 1 << v.rang()))
    }
}

impl<T: Enumeration> Default for Ensemble<T> {
    fn default() -> Self {
        Self::de_bits(0)
    }
}

impl<T: Enumeration + serde::Serialize> serde::Serialize for Ensemble<T> {
    fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.collect_seq(self.valeurs())
    }
}

impl<'de, T: Enumeration + serde::Deserialize<'de>> serde::Deserialize<'de> for Ensemble<T> {
    fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        Vec::<T>::deserialize(d).map(Self::from_iter)
    }
}

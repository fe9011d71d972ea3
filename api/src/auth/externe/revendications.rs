//! Claims of a token whose shape is its issuer's: any names, none twice.

use std::collections::BTreeMap;
use std::fmt;

use chrono::{DateTime, Utc};
use serde::de::{Deserialize, Deserializer, Error, MapAccess, Visitor};
use serde_json::Value;

use crate::auth::jeton::a_l_heure;

pub(super) struct Revendications(BTreeMap<String, Value>);

impl Revendications {
    pub fn valeur(&self, nom: &str) -> Option<&Value> {
        self.0.get(nom)
    }

    pub fn texte(&self, nom: &str) -> Option<&str> {
        self.valeur(nom).and_then(Value::as_str)
    }

    pub fn entier(&self, nom: &str) -> Option<i64> {
        self.valeur(nom).and_then(Value::as_i64)
    }

    /// Both dates are there, as whole seconds, and around now.
    pub fn a_l_heure(&self, maintenant: DateTime<Utc>) -> bool {
        self.entier("nbf").zip(self.entier("exp")).is_some_and(|(nbf, exp)| a_l_heure(nbf, exp, maintenant))
    }
}

impl<'de> Deserialize<'de> for Revendications {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        d.deserialize_map(Visiteur)
    }
}

/// Two readers of one token could each take another of two claims of the same name: neither is taken.
struct Visiteur;

impl<'de> Visitor<'de> for Visiteur {
    type Value = Revendications;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("claims")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entrees: A) -> Result<Self::Value, A::Error> {
        let mut lues = BTreeMap::new();
        while let Some((nom, valeur)) = entrees.next_entry::<String, Value>()? {
            if lues.insert(nom, valeur).is_some() {
                return Err(A::Error::custom("claim given twice"));
            }
        }
        Ok(Revendications(lues))
    }
}

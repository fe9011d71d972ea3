//! Dice: every draw of one person comes from one seed, so that a world is the same whenever it is made again.

use chrono::{DateTime, Utc};
use rand::rngs::StdRng;
use rand::{Rng, RngCore, SeedableRng};
use sha2::{Digest, Sha256};
use uuid::Uuid;

pub(super) struct Tirage(StdRng);

impl Tirage {
    /// The dice of one subject at its rank, a person above all: neighbours do not depend on each other, nor on how many
    /// people were asked for.
    pub fn de(graine: u64, sujet: &str, rang: usize) -> Self {
        let empreinte =
            Sha256::new().chain_update(graine.to_be_bytes()).chain_update((rang as u64).to_be_bytes()).chain_update(sujet).finalize();
        Self(StdRng::from_seed(empreinte.into()))
    }

    /// Both ends included; the first one when they cross.
    pub fn entre(&mut self, de: i64, a: i64) -> i64 {
        if a <= de { de } else { self.0.random_range(de..=a) }
    }

    /// Rather near the first end: the lower of two draws.
    pub fn plutot_pres(&mut self, de: i64, a: i64) -> i64 {
        self.entre(de, a).min(self.entre(de, a))
    }

    pub fn chance(&mut self, pour_mille: u32) -> bool {
        self.0.random_range(0..1000) < pour_mille
    }

    pub fn si<T>(&mut self, pour_mille: u32, valeur: T) -> Option<T> {
        self.chance(pour_mille).then_some(valeur)
    }

    pub fn parmi<'a, T>(&mut self, liste: &'a [T]) -> Option<&'a T> {
        if liste.is_empty() { None } else { liste.get(self.0.random_range(0..liste.len())) }
    }

    pub fn mot(&mut self, liste: &[&'static str]) -> &'static str {
        self.parmi(liste).copied().unwrap_or_default()
    }

    /// One value, as often as its weight says; `None` when nothing weighs.
    pub fn selon<T: Copy>(&mut self, poids: &[(T, u32)]) -> Option<T> {
        let total: u32 = poids.iter().map(|(_, p)| p).sum();
        if total == 0 {
            return None;
        }
        let mut reste = self.0.random_range(0..total);
        poids
            .iter()
            .find(|(_, p)| {
                if reste < *p {
                    true
                } else {
                    reste -= p;
                    false
                }
            })
            .map(|(valeur, _)| *valeur)
    }

    /// A UUID v7 of that instant.
    pub fn id(&mut self, le: DateTime<Utc>) -> Uuid {
        let mut octets = [0; 10];
        self.0.fill_bytes(&mut octets);
        uuid::Builder::from_unix_timestamp_millis(le.timestamp_millis().unsigned_abs(), &octets).into_uuid()
    }
}

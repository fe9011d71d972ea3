//! Classes of a person's fields.

/// Classes of a person's fields, as bits: a relation opens classes, never single fields.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
pub struct Classes(pub u32);

impl Classes {
    pub const AUCUNE: Self = Self(0);
    pub const PRESENCE: Self = Self(1);
    pub const LIEU: Self = Self(1 << 1);
    /// What receiving a person takes: who receives her has typed it.
    pub const NOM: Self = Self(1 << 14);
    /// The name, and the rest of who she is.
    pub const IDENTITE: Self = Self(1 << 2 | 1 << 14);
    pub const MATRICULE: Self = Self(1 << 3);
    pub const CONTACT: Self = Self(1 << 4);
    pub const NIVEAU: Self = Self(1 << 5);
    pub const ELIGIBILITE: Self = Self(1 << 6);
    pub const SITUATION: Self = Self(1 << 7);
    /// The need that the referral names, and no other.
    pub const BESOIN_CONCERNE: Self = Self(1 << 8);
    pub const BESOINS: Self = Self(1 << 9);
    pub const SENSIBLE: Self = Self(1 << 10);
    pub const PARCOURS: Self = Self(1 << 11);
    /// What third parties did for the person: their referrals, their events.
    pub const DOSSIER: Self = Self(1 << 12);
    pub const VERSION: Self = Self(1 << 13);
    pub const TOUTES: Self = Self((1 << 15) - 1);

    #[must_use]
    pub const fn et(self, autres: Self) -> Self {
        Self(self.0 | autres.0)
    }

    #[must_use]
    pub const fn sauf(self, autres: Self) -> Self {
        Self(self.0 & !autres.0)
    }

    #[must_use]
    pub const fn croise(self, autres: Self) -> Self {
        Self(self.0 & autres.0)
    }

    #[must_use]
    pub const fn contient(self, autres: Self) -> bool {
        self.0 & autres.0 == autres.0
    }
}

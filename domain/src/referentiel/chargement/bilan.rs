//! What a loading did, table by table.

use std::fmt;

/// Rows of one table.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Compte {
    pub ajoutes: usize,
    pub modifies: usize,
    pub inchanges: usize,
}

/// The account of a loading; prints as a table in French.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Bilan {
    pub tables: Vec<(&'static str, Compte)>,
}

impl Bilan {
    pub(super) fn noter(&mut self, table: &'static str, compte: Compte) {
        self.tables.push((table, compte));
    }

    /// Nothing was added nor changed.
    #[must_use]
    pub fn vide(&self) -> bool {
        self.tables.iter().all(|(_, c)| c.ajoutes == 0 && c.modifies == 0)
    }

    #[must_use]
    pub fn compte(&self, table: &str) -> Compte {
        self.tables.iter().find(|(t, _)| *t == table).map_or_else(Compte::default, |(_, c)| *c)
    }
}

impl fmt::Display for Bilan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:<16}{:>8}{:>15}{:>13}", "", "ajouts", "modifications", "inchangés")?;
        for (table, c) in &self.tables {
            write!(f, "\n{:<16}{:>8}{:>15}{:>13}", en_toutes_lettres(table), c.ajoutes, c.modifies, c.inchanges)?;
        }
        Ok(())
    }
}

fn en_toutes_lettres(table: &'static str) -> &'static str {
    match table {
        "departement" => "Départements",
        "territoire" => "Territoires",
        "commune" => "Communes",
        "partenaire" => "Partenaires",
        "pacte" => "Pactes",
        "fiche_action" => "Fiches-action",
        "dispositif" => "Dispositifs",
        "service" => "Services",
        "structure_iae" => "Structures IAE",
        "habilitation" => "Habilitations",
        "agent" => "Agents",
        autre => autre,
    }
}

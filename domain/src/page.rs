//! Pages by keyset: which rows, in which order, and the encrypted cursor that resumes there.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use uuid::Uuid;

use crate::erreur::Panne;
use crate::requete::{Ligne, Requete};
use crate::secret::Cles;

pub(crate) mod imbriquee;
mod union;

/// What a list is ordered by, before the id that makes the order total.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tri {
    /// A column or expression that is never null, or the id alone.
    pub colonne: Option<(&'static str, TypeTri)>,
    pub id: &'static str,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TypeTri {
    Texte,
    Jour,
    /// Three columns, `day, code, partner`: several rows of one id may fall on one day, of several codes or partners.
    JourCodeEtPartenaire,
    Instant,
}

/// Where a row stands in its list.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Position {
    pub valeur: Option<String>,
    pub id: Uuid,
}

/// A bounded window on a list: forward from `apres`, or backward from `avant`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Page {
    pub taille: usize,
    pub arriere: bool,
    pub apres: Option<Position>,
    pub avant: Option<Position>,
}

/// Rows of a page with their positions, and whether the list goes on.
#[derive(Clone, Debug)]
pub struct Tranche<T> {
    pub lignes: Vec<T>,
    pub positions: Vec<Position>,
    pub precedente: bool,
    pub suivante: bool,
    pub total: Option<i64>,
}

impl Page {
    #[must_use]
    pub const fn premiere(taille: usize) -> Self {
        Self { taille, arriere: false, apres: None, avant: None }
    }

    /// ` and (…) > (…)` for the bounds of the page.
    pub fn bornes(&self, q: &mut Requete, tri: &Tri) -> Result<(), Panne> {
        for (signe, borne) in [(" > ", &self.apres), (" < ", &self.avant)] {
            let Some(position) = borne else { continue };
            let Some((colonne, genre)) = tri.colonne else {
                q.texte(" and ").texte(tri.id).texte(signe).valeur(position.id);
                continue;
            };
            q.texte(" and (").texte(colonne).texte(", ").texte(tri.id).texte(")").texte(signe).texte("(");
            lier(q, genre, position.valeur.as_deref().ok_or(Panne::CurseurPerime)?)?;
            q.texte(", ").valeur(position.id).texte(")");
        }
        Ok(())
    }

    /// ` order by … limit …`: one row more than the page says whether the list goes on.
    pub fn ordre(&self, q: &mut Requete, tri: &Tri) {
        let sens = if self.arriere { " desc" } else { "" };
        q.texte(" order by ");
        for colonne in tri.colonnes() {
            q.texte(colonne).texte(sens).texte(", ");
        }
        q.texte(tri.id).texte(sens).texte(" limit ").valeur(self.limite());
    }

    fn limite(&self) -> i64 {
        i64::try_from(self.taille).unwrap_or(100) + 1
    }

    /// Cuts the extra row and puts a backward page in reading order.
    #[must_use]
    pub fn trancher<T>(&self, mut lignes: Vec<(Position, T)>) -> Tranche<T> {
        let encore = self.ecourter(&mut lignes);
        self.assembler(lignes, encore)
    }

    /// Takes the extra row away and says whether it was there. Done before rows are decoded where decoding tells the
    /// journal whom a response shows.
    pub fn ecourter<T>(&self, lignes: &mut Vec<T>) -> bool {
        let encore = lignes.len() > self.taille;
        lignes.truncate(self.taille);
        encore
    }

    /// The page of each of several parents, from their rows: `(parent, id, row)`, in order and one too many where more follow.
    pub(crate) fn repartir<T>(
        &self,
        parents: impl IntoIterator<Item = Uuid>,
        lignes: impl IntoIterator<Item = (Uuid, Uuid, T)>,
    ) -> HashMap<Uuid, Tranche<T>> {
        let mut listes: HashMap<Uuid, Vec<_>> = parents.into_iter().map(|id| (id, Vec::new())).collect();
        for (parent, id, ligne) in lignes {
            if let Some(liste) = listes.get_mut(&parent) {
                liste.push((Position { valeur: None, id }, ligne));
            }
        }
        listes.into_iter().map(|(id, lignes)| (id, self.trancher(lignes))).collect()
    }

    /// The page from its own rows, once known whether the list goes on.
    #[must_use]
    pub fn assembler<T>(&self, mut lignes: Vec<(Position, T)>, encore: bool) -> Tranche<T> {
        if self.arriere {
            lignes.reverse();
        }
        let (precedente, suivante) = if self.arriere { (encore, self.avant.is_some()) } else { (self.apres.is_some(), encore) };
        let (positions, lignes) = lignes.into_iter().unzip();
        Tranche { lignes, positions, precedente, suivante, total: None }
    }
}

/// Gives each list its total, from rows of a parent's id and a count; a parent without row has none.
pub(crate) fn totaliser<T>(tranches: &mut HashMap<Uuid, Tranche<T>>, comptes: &[Ligne]) -> Result<(), Panne> {
    for tranche in tranches.values_mut() {
        tranche.total = Some(0);
    }
    for l in comptes {
        if let Some(tranche) = tranches.get_mut(&l.lire(0)?) {
            tranche.total = Some(l.lire(1)?);
        }
    }
    Ok(())
}

fn lier(q: &mut Requete, genre: TypeTri, valeur: &str) -> Result<(), Panne> {
    let jour = |texte: &str| texte.parse::<NaiveDate>().map_err(|_| Panne::CurseurPerime);
    match genre {
        TypeTri::Texte => q.valeur(valeur),
        TypeTri::Jour => q.valeur(jour(valeur)?),
        TypeTri::JourCodeEtPartenaire => {
            let [le, code, partenaire] = valeur.split(' ').collect::<Vec<_>>()[..] else { return Err(Panne::CurseurPerime) };
            let partenaire: Uuid = partenaire.parse().map_err(|_| Panne::CurseurPerime)?;
            q.valeur(jour(le)?).texte(", ").valeur(code).texte(", ").valeur(partenaire)
        }
        TypeTri::Instant => q.valeur(valeur.parse::<DateTime<Utc>>().map_err(|_| Panne::CurseurPerime)?),
    };
    Ok(())
}

impl Tri {
    #[must_use]
    pub const fn par_id(id: &'static str) -> Self {
        Self { colonne: None, id }
    }

    fn colonnes(&self) -> Vec<&'static str> {
        match self.colonne {
            Some((plusieurs, TypeTri::JourCodeEtPartenaire)) => plusieurs.split(", ").collect(),
            Some((une, _)) => vec![une],
            None => Vec::new(),
        }
    }

    /// Reads the sort value that the statement returned at `colonne`.
    pub fn position(&self, ligne: &Ligne, id: Uuid, colonne: usize) -> Result<Position, Panne> {
        let valeur = match self.colonne {
            None => None,
            Some((_, TypeTri::Texte)) => Some(ligne.lire::<String>(colonne)?),
            Some((_, TypeTri::Jour)) => Some(ligne.lire::<NaiveDate>(colonne)?.to_string()),
            Some((_, TypeTri::JourCodeEtPartenaire)) => {
                let (le, code): (NaiveDate, String) = (ligne.lire(colonne)?, ligne.lire(colonne + 1)?);
                Some(format!("{le} {code} {}", ligne.lire::<Uuid>(colonne + 2)?))
            }
            Some((_, TypeTri::Instant)) => Some(ligne.lire::<DateTime<Utc>>(colonne)?.to_rfc3339()),
        };
        Ok(Position { valeur, id })
    }
}

impl Position {
    /// The cursor's bytes: sort values are personal data, so they are encrypted and open only in the same list.
    #[must_use]
    pub fn sceller(&self, cles: &Cles, contexte: &str) -> Vec<u8> {
        let mut clair = self.id.as_bytes().to_vec();
        clair.extend_from_slice(self.valeur.as_deref().unwrap_or_default().as_bytes());
        cles.sceller_curseur(contexte.as_bytes(), &clair)
    }

    pub fn ouvrir(cles: &Cles, contexte: &str, scelle: &[u8]) -> Result<Self, Panne> {
        let clair = cles.ouvrir_curseur(contexte.as_bytes(), scelle).ok_or(Panne::CurseurPerime)?;
        let (id, valeur) = clair.split_at_checked(16).ok_or(Panne::CurseurPerime)?;
        let id = Uuid::from_slice(id).map_err(|_| Panne::CurseurPerime)?;
        let valeur = std::str::from_utf8(valeur).map_err(|_| Panne::CurseurPerime)?;
        Ok(Self { valeur: (!valeur.is_empty()).then(|| valeur.to_owned()), id })
    }
}

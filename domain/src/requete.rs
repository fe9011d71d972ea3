//! One SQL text for both engines, written piece by piece with its values.
//!
//! The pieces are literals of this crate: the text of a read has as many forms as its perimeter has shapes, so that the
//! database keeps each as a prepared statement.

use chrono::{NaiveDate, NaiveTime};
use sea_orm::sea_query::{ArrayType, Value};
use sea_orm::sqlx::{Decode, Postgres, Row as _, Sqlite, Type};
use sea_orm::{DbBackend, QueryResult, Values};
use uuid::Uuid;

use crate::erreur::Panne;
use crate::vocabulaire::{Ensemble, Enumeration};

pub struct Requete {
    pub(crate) sql: String,
    pub(crate) valeurs: Vec<Value>,
    pub(crate) base: DbBackend,
}

impl Requete {
    pub(crate) fn nouvelle(base: DbBackend, sql: &str) -> Self {
        let mut texte = String::with_capacity(sql.len() + 1024);
        texte.push_str(sql);
        Self { sql: texte, valeurs: Vec::with_capacity(8), base }
    }

    pub fn texte(&mut self, morceau: &str) -> &mut Self {
        self.sql.push_str(morceau);
        self
    }

    /// Binds a value and writes its place.
    pub fn valeur(&mut self, valeur: impl Into<Value>) -> &mut Self {
        self.valeurs.push(valeur.into());
        let rang = self.valeurs.len();
        self.sql.push('$');
        self.sql.push_str(&rang.to_string());
        self
    }

    pub fn valeurs<const N: usize>(&mut self, valeurs: [Value; N]) -> &mut Self {
        for (rang, valeur) in valeurs.into_iter().enumerate() {
            self.texte(if rang == 0 { "" } else { ", " }).valeur(valeur);
        }
        self
    }

    /// A bound day in a list of values or of columns has no type of its own on PostgreSQL.
    pub fn jour(&mut self, jour: NaiveDate) -> &mut Self {
        if self.base == DbBackend::Postgres {
            return self.texte("cast(").valeur(jour).texte(" as date)");
        }
        self.valeur(jour)
    }

    /// ` = any(…)`: one bound array whatever its length, so that the statement is always the same. A single value is bound as
    /// one: an index that begins with its column then gives rows in order.
    pub fn parmi_ids(&mut self, ids: &[Uuid]) -> &mut Self {
        if let [seul] = ids {
            return self.texte(" = ").valeur(*seul);
        }
        if self.base == DbBackend::Postgres {
            return self.texte(" = any(").ids(ids).texte(")");
        }
        let json = serde_json::to_string(ids).unwrap_or_default();
        self.texte(" in (select unhex(value, '-') from json_each(").valeur(json).texte("))")
    }

    /// One array, on PostgreSQL.
    pub(crate) fn ids(&mut self, ids: &[Uuid]) -> &mut Self {
        let tableau = ids.iter().map(|id| Value::Uuid(Some(*id))).collect();
        self.valeur(Value::Array(ArrayType::Uuid, Some(Box::new(tableau))))
    }

    /// The same for texts.
    pub fn parmi_textes<S: AsRef<str>>(&mut self, textes: &[S]) -> &mut Self {
        if let [seul] = textes {
            return self.texte(" = ").valeur(seul.as_ref());
        }
        if self.base == DbBackend::Postgres {
            let tableau = textes.iter().map(|t| Value::from(t.as_ref())).collect();
            return self.texte(" = any(").valeur(Value::Array(ArrayType::String, Some(Box::new(tableau)))).texte(")");
        }
        let json = serde_json::to_string(&textes.iter().map(AsRef::as_ref).collect::<Vec<&str>>()).unwrap_or_default();
        self.texte(" in (select value from json_each(").valeur(json).texte("))")
    }

    /// The same for the codes of an enumeration.
    pub fn parmi_codes<T: Enumeration>(&mut self, valeurs: &[T]) -> &mut Self {
        let codes: Vec<&str> = valeurs.iter().map(|v| v.code()).collect();
        self.parmi_textes(&codes)
    }

    /// ` and …`: the instant of a column falls on one of these days, the last included.
    pub(crate) fn entre(&mut self, colonne: &str, (du, au): (NaiveDate, NaiveDate)) -> &mut Self {
        let minuit = |jour: NaiveDate| jour.and_time(NaiveTime::MIN).and_utc();
        self.texte(" and ").texte(colonne).texte(" >= ").valeur(minuit(du));
        self.texte(" and ").texte(colonne).texte(" < ").valeur(minuit(au.succ_opt().unwrap_or(au)))
    }

    /// A bit set's column holds one of these values.
    pub fn croise<T: Enumeration>(&mut self, colonne: &str, valeurs: &[T]) -> &mut Self {
        let bits = valeurs.iter().copied().collect::<Ensemble<T>>().bits;
        self.texte(" and (").texte(colonne).texte(" & ").valeur(bits).texte(") <> 0")
    }

    /// The aggregate that joins single bits, up to its parenthesis; SQLite has none, but no bit counts twice in a sum of
    /// distinct ones.
    pub(crate) const fn union_de_bits(&self) -> &'static str {
        if matches!(self.base, DbBackend::Postgres) { "bit_or(" } else { "sum(distinct " }
    }

    pub(crate) fn vers_values(&mut self) -> Values {
        Values(std::mem::take(&mut self.valeurs))
    }
}

/// One row of an answer, read by position.
pub struct Ligne(pub(crate) QueryResult);

impl Ligne {
    /// Straight from the driver: what sea-orm lays over it writes an error for each null. The type of a column of PostgreSQL is
    /// the same for every row: where tests run it is checked, and a release takes it as they saw it.
    pub fn lire<'l, T>(&'l self, colonne: usize) -> Result<T, Panne>
    where
        T: Decode<'l, Postgres> + Type<Postgres> + Decode<'l, Sqlite> + Type<Sqlite>,
    {
        let lue = match (self.0.try_as_pg_row(), self.0.try_as_sqlite_row()) {
            (Some(ligne), _) if cfg!(debug_assertions) => ligne.try_get(colonne),
            (Some(ligne), _) => ligne.try_get_unchecked(colonne),
            (None, Some(ligne)) => ligne.try_get(colonne),
            (None, None) => return Err(Panne::Donnee("row")),
        };
        Ok(lue?)
    }

    /// An enumeration stored as text.
    pub fn code<T: Enumeration>(&self, colonne: usize) -> Result<T, Panne> {
        self.code_ou_nul(colonne)?.ok_or(Panne::Donnee(T::NOM))
    }

    pub fn code_ou_nul<T: Enumeration>(&self, colonne: usize) -> Result<Option<T>, Panne> {
        let Some(code) = self.lire::<Option<&str>>(colonne)? else { return Ok(None) };
        T::lire(code).map(Some).ok_or(Panne::Donnee(T::NOM))
    }

    pub fn ensemble<T: Enumeration>(&self, colonne: usize) -> Result<Ensemble<T>, Panne> {
        self.lire(colonne).map(Ensemble::de_bits)
    }
}

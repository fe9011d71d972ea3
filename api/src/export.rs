//! What leaves as a file: indicators as one flat table, and lists of files as lines of JSON.
//!
//! The table is said once, in [`colonne`]: its headers, its types, its Table Schema and its sheet come from there, so that
//! the four formats cannot disagree. Rows are written as they come to a file without name, and the answer is sent once it is
//! whole: a refusal in the middle is still an error with its status, never a table that stops halfway.

pub mod atelier;
mod colonne;
mod csv;
pub mod demande;
mod ecrivain;
mod empreinte;
mod fichier;
mod format;
pub mod indicateurs;
mod ligne;
pub mod liste;
mod ndjson;
pub mod parametres;
mod parquet;
mod schema;
mod texte;
mod xlsx;

pub use colonne::{COLONNES, Colonne, Genre, Valeur};
pub use ecrivain::{EchecEcriture, Ecrivain};
pub use fichier::Fichier;
pub use format::{Format, Profil};
pub use ligne::{Ligne, Sujet};
pub use schema::schema_de_table;

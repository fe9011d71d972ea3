//! Parcours, act by act: what each rule refuses, in which words and on which field, beside what it lets through.

mod automatique;
mod contrat;
mod delais;
mod designation;
pub mod dossier;
mod echeances;
mod etape;
mod orientation;
mod ouverture;
mod sortie;
mod suspension;
mod transfert;

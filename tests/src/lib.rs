//! Proofs that run over the whole: the API on a database of its own.

#[cfg(test)]
mod harnais;
pub mod jetons;

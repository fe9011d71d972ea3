//! Proofs that run over the whole: the API on a database of its own.

pub mod jetons;

//! The HTTP and GraphQL face of Passerelle.
// The roots of the schema are merged one in another, as deep as there are aggregates.
#![recursion_limit = "256"]

pub mod auth;
pub mod commandes;
pub mod config;
pub mod console;
pub mod export;
pub mod graphql;
pub mod http;
pub mod importation;
pub mod moteur;
pub mod oauth;
pub mod points;
pub mod taches;
pub mod telemetrie;

/// An answer is thousands of small values that live as long as it does: the system's allocator takes a sixth of the CPU of a
/// long list for them.
#[global_allocator]
static ALLOCATEUR: mimalloc::MiMalloc = mimalloc::MiMalloc;

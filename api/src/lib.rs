//! The HTTP and GraphQL face of Passerelle.

pub mod auth;
pub mod commandes;
pub mod config;
pub mod console;
pub mod graphql;
pub mod http;
pub mod importation;
pub mod moteur;
pub mod oauth;
pub mod points;
pub mod taches;
pub mod telemetrie;

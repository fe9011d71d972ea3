//! The HTTP and GraphQL face of Passerelle.

pub mod auth;
pub mod console;
pub mod graphql;
pub mod http;
pub mod moteur;
pub mod oauth;
pub mod points;

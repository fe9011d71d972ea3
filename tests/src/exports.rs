//! Exports: the same cells in every format, the same rights as the API.

mod formats;
mod lecteurs;

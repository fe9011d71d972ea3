//! Measures on the synthetic world: what is always true of each, against what was counted otherwise.

mod agregats;
pub mod documentation;
mod liens;
mod listes;
mod oracle;
mod proprietes;
mod residence;
pub mod scene;
mod siennes;

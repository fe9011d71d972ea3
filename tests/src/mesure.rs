//! Measures on the synthetic world: what is always true of each, against what was counted otherwise.

pub mod documentation;
mod liens;
mod oracle;
mod proprietes;
mod residence;
pub mod scene;
mod siennes;

//! Measures on the synthetic world: what is always true of each, against what was counted otherwise.

mod documentation;
mod liens;
mod oracle;
mod proprietes;
mod residence;
mod scene;
mod siennes;

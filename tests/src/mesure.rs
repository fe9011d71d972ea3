//! Measures on the synthetic world: what is always true of each, against what was counted otherwise.

mod agregats;
mod documentation;
mod liens;
mod listes;
mod oracle;
mod proprietes;
mod residence;
mod scene;
mod siennes;

//! The places of a post: one conditional statement takes or frees one, and moves the state with it.

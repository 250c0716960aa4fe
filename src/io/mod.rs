//! Files, for the command line: which documents there are, how their outputs are called,
//! how they are read, worked on in parallel and written. The library knows none of this.

pub mod format;
pub mod inputs;
pub mod names;
pub mod ordered;
pub mod read;
pub mod write;

//! Observe: what judges can know of a document before they judge its blocks.

pub mod script_language;
pub mod zones;

//! What is known of languages: which one a text is in, and how much it reads like text.
//!
//! ```
//! use faircopy::language::{fluency, identify};
//! let found = identify("Дождь шёл три дня, и река поднялась.");
//! assert_eq!((found.language, found.tag().as_str()), (Some("rus"), "ru-Cyrl"));
//! // The same bytes, read in two charsets.
//! assert!(fluency("Дождь шёл три дня").total > fluency("Äîæäü ø¸ë òðè äíÿ").total);
//! ```

mod codes;
mod fluency;
mod foreign;
mod identify;
mod letters;
mod ngrams;
mod reader;
mod scripts;

pub use fluency::{Fluency, fluency};
pub use foreign::{Foreign, foreign};
#[cfg(feature = "testing")]
pub(crate) use identify::WHOLE_BYTES;
pub use identify::{Identified, identify, languages};

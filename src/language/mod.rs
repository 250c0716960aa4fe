//! What is known of languages: their letters, and how they follow one another.
//!
//! ```
//! use faircopy::language::fluency;
//! // The same bytes, read in two charsets.
//! assert!(fluency("Дождь шёл три дня").total > fluency("Äîæäü ø¸ë òðè äíÿ").total);
//! ```

mod fluency;
mod letters;

pub use fluency::{Fluency, fluency};

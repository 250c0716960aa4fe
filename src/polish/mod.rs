//! Polish: rewrite stages on the way out. They tidy the joints and the blanks that the cut
//! left; words they leave alone.
//!
//! In the order of the built-in recipes (whitespace, blank-lines, normal-form) a second run
//! changes nothing.

pub mod blank_lines;
pub mod normal_form;
pub mod whitespace;

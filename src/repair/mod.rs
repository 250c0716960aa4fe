//! Repair: rewrite stages on the way in. What they mend is damage, never content.

pub mod controls;
pub mod encoding_repair;
pub mod entities;
pub mod glued_elements;
pub mod joined_lines;
pub mod letter_forms;
pub(crate) mod line_ends;
pub mod link_marks;
pub mod newlines;
pub mod nfc;
pub mod page_code;
mod settle;
pub mod spaces;
pub mod stray_tags;
pub mod string_list;
pub(crate) mod tags;

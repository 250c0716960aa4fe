//! Blank lines: at most one in a row, and none before the first or after the last line.
//!
//! A line of nothing but spaces and tabs is blank too.
//!
//! **Known gaps**: two blank lines that part sections are one afterwards.

use crate::edits::Edits;
use crate::stage::Rewrite;
use crate::text::Text;
use serde::{Deserialize, Serialize};

/// Settings: none.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct BlankLinesConfig {}

/// Takes needless blank lines out.
#[derive(Debug, Clone, Default)]
pub struct BlankLines {}

impl BlankLines {
    /// The stage with these settings.
    #[must_use]
    pub fn new(_config: BlankLinesConfig) -> Self {
        BlankLines {}
    }
}

impl Rewrite for BlankLines {
    fn name(&self) -> &'static str {
        "blank-lines"
    }

    fn run(&self, text: &Text, out: &mut Edits) {
        let chars = text.as_str();
        let mut done = 0;
        for newline in memchr::memchr_iter(b'\n', chars.as_bytes()) {
            if newline < done {
                continue;
            }
            let gap = gap_from(chars, newline, done);
            done = gap.end;
            let by = match chars[gap.clone()].bytes().filter(|byte| *byte == b'\n').count() {
                _ if gap.start == 0 || gap.end == chars.len() => "",
                1 => continue,
                _ => "\n\n",
            };
            if chars[gap.clone()] != *by {
                out.replace(gap, by);
            }
        }
    }
}

/// The line break at `newline` and the blank lines after it. The blanks before the first
/// word of the next line belong to that line; those of a blank first line are in the gap.
fn gap_from(chars: &str, newline: usize, done: usize) -> std::ops::Range<usize> {
    let blank = |byte: &u8| matches!(byte, b' ' | b'\t' | b'\n');
    let bytes = chars.as_bytes();
    let start = if done == 0 && bytes[..newline].iter().all(&blank) { 0 } else { newline };
    let len = bytes[newline..].iter().take_while(|byte| blank(byte)).count();
    let end = newline + len;
    match memchr::memrchr(b'\n', &bytes[newline..end]) {
        Some(last) if end < bytes.len() => start..newline + last + 1,
        _ => start..end,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tidy(text: &str) -> String {
        BlankLines::default().apply(&Text::from(text)).into_string()
    }

    #[test]
    fn one_blank_line_is_enough() {
        assert_eq!(tidy("\n \n\nRain.\n\n\n\nSnow.\n \t\n\n  Hail.\n\n"), "Rain.\n\nSnow.\n\n  Hail.");
        assert_eq!(tidy("\n\n"), "");
        assert_eq!(tidy("雨。\n\n\n雪。\n"), "雨。\n\n雪。");
    }

    #[test]
    fn paragraphs_stay() {
        for text in ["Rain.\nSnow.\n\nHail.", "", "Անձրև։\n\nՁյուն։", " Rain.\n  Snow."] {
            assert_eq!(tidy(text), text);
        }
    }
}

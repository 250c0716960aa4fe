//! List entries of flat text, told by the sign before them.
//!
//! Browsers in text mode set `*`, `+`, `-` and `o` (lynx, by depth) or `•`, `◦`, `▪` (w3m);
//! Markdown sets `*`, `-`, `+` and numbers. Some of these are words or signs of running
//! text as well, so where a wrapped line begins with one its neighbours are asked.

use crate::segment::line::Line;

/// The sign before a list entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Marker {
    /// How many columns it takes with the space behind it.
    pub columns: usize,
    /// Running text never has it.
    pub sure: bool,
}

/// The sign that a line begins with, if it is one of a list.
pub(crate) fn marker(text: &str) -> Option<Marker> {
    let first = text.chars().next()?;
    let (len, sure) = match first {
        '•' | '‣' | '◦' | '▪' | '▫' | '●' | '○' | '■' | '□' | '◆' | '◇' | '☆' | '★' | '►' | '▸' | '∙' => {
            (first.len_utf8(), true)
        }
        '*' | '-' | '+' | '·' => (first.len_utf8(), false),
        '0'..='9' => (number(text)?, false),
        _ => return None,
    };
    text[len..].starts_with([' ', '\t', '\u{a0}']).then(|| Marker { columns: text[..len].chars().count() + 1, sure })
}

/// The text behind the sign of a list, if there is one.
pub(crate) fn body(text: &str) -> &str {
    match marker(text) {
        Some(_) => text.trim_start_matches(|c: char| !c.is_whitespace()).trim_start(),
        None => text,
    }
}

/// `1.` or `12)`; a year is no number of an entry.
fn number(text: &str) -> Option<usize> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    ((1..=3).contains(&digits) && matches!(text.as_bytes().get(digits), Some(b'.' | b')'))).then_some(digits + 1)
}

/// Lynx sets its third level with the letter `o`, which is a word in half of Europe: one
/// that stands further in than the line before it is an entry, and so are those below it.
#[derive(Debug, Default)]
pub(super) struct Circles {
    indent: Option<usize>,
}

impl Circles {
    /// Whether this line begins with such a letter; to be asked of every line in its turn.
    pub fn is_entry(&mut self, line: &Line<'_>, before: Option<&Line<'_>>) -> bool {
        if self.indent.is_some_and(|indent| line.indent < indent) {
            self.indent = None;
        }
        let letter = line.text.starts_with("o ");
        let deeper = line.indent >= MIN_CIRCLE_INDENT && before.is_some_and(|before| before.indent < line.indent);
        if letter && self.indent.is_none() && deeper {
            self.indent = Some(line.indent);
        }
        letter && self.indent == Some(line.indent)
    }
}

/// Lynx sets its second level eight columns in at least; running text three.
const MIN_CIRCLE_INDENT: usize = 5;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_and_numbers_make_entries() {
        for text in ["* one", "• one", "□ one", "◦ one", "2) two", "12. twelve", "- one"] {
            assert!(marker(text).is_some(), "{text}");
        }
        for text in ["1994 was warm", "3.5 km", "*one*", "-5 degrees", "o one", "2020. A year"] {
            assert!(marker(text).is_none(), "{text}");
        }
    }

    #[test]
    fn a_letter_is_a_sign_where_it_stands_in() {
        let entries = |text: &str| {
            let (lines, _) = crate::segment::line::of(text, usize::MAX);
            let mut circles = Circles::default();
            (0..lines.len()).filter(|&at| circles.is_entry(&lines[at], at.checked_sub(1).map(|i| &lines[i]))).count()
        };
        assert_eq!(entries("     * Ferries\n          o To the island\n          o To the port\n   The port"), 2);
        assert_eq!(entries("   Il porto è chiuso da lunedì\n   o martedì\n   e il vento cala"), 0);
    }
}

//! A line of flat text: what it holds, how far in it begins and how far it reaches.

use crate::chars;
use crate::marks::Flag;
use crate::page::Ending;
use crate::segment::{list, shape, wrap};
use std::ops::Range;

/// Longer lines are paragraphs whatever their width is; it need not be known.
const MAX_BYTES: usize = 800;

/// One line, white space at both ends left out.
#[derive(Debug, Clone, Copy)]
pub(super) struct Line<'t> {
    /// The text; empty for a blank line.
    pub text: &'t str,
    /// Its offset in the page.
    pub start: usize,
    /// How many columns stand before it.
    pub indent: usize,
    /// How many characters of white space stand behind it.
    pub trail: usize,
    /// The column at which it ends, as a terminal shows it: wide characters take two.
    pub columns: usize,
    /// How many of its characters are wide, if it is no longer than a line may be.
    pub wide: usize,
}

impl<'t> Line<'t> {
    fn new(whole: &'t str, start: usize) -> Self {
        let trimmed = whole.trim_start();
        let lead = whole.len() - trimmed.len();
        let text = trimmed.trim_end();
        let indent = whole[..lead].chars().fold(0, |at, c| if c == '\t' { at / 8 * 8 + 8 } else { at + 1 });
        let (columns, wide) = if text.len() > MAX_BYTES { (usize::MAX / 2, 0) } else { wrap::columns(text) };
        let trail = trimmed.len() - text.len();
        Line { text, start: start + lead, indent, trail, columns: indent + columns, wide }
    }

    pub fn range(&self) -> Range<usize> {
        self.start..self.start + self.text.len()
    }

    pub fn is_blank(&self) -> bool {
        self.text.is_empty()
    }

    /// Whether its words stand in columns: cells with a tab, bars or some spaces between.
    pub fn is_row(&self) -> bool {
        list::body(self.text).contains("   ") || has_cells(self.text)
    }

    pub fn has_words(&self) -> bool {
        self.text.contains(chars::is_alphanumeric)
    }

    pub fn ends_sentence(&self) -> bool {
        matches!(shape::ending(self.text), Ending::Stop | Ending::Question | Ending::Exclamation)
    }
}

/// Whether tabs or bars part the cells of a line.
pub(super) fn has_cells(line: &str) -> bool {
    match memchr::memchr2(b'\t', b'|', line.as_bytes()) {
        None => false,
        Some(_) => line.contains('\t') || line.matches(" | ").nth(1).is_some(),
    }
}

/// The lines of a text, blank ones included; whether there are more than `max_lines` that are not: then the last one holds all the rest.
pub(super) fn of(text: &str, max_lines: usize) -> (Vec<Line<'_>>, Option<Flag>) {
    let mut lines = Vec::new();
    let (mut start, mut left) = (0, max_lines);
    for end in memchr::memchr_iter(b'\n', text.as_bytes()) {
        let line = Line::new(&text[start..end], start);
        if !line.is_blank() {
            if left == 0 {
                break;
            }
            left -= 1;
        }
        lines.push(line);
        start = end + 1;
    }
    let rest = Line::new(&text[start..], start);
    lines.push(rest);
    (lines, (left == 0 && !rest.is_blank()).then_some(Flag::ManyLines))
}

//! Render: writes the surviving pieces once.
//!
//! The only characters it adds are joints: a blank line between blocks, a space where a
//! wrapped line was joined.

use crate::page::Page;
use crate::resolve::Decision;
use crate::segment::joint;
use crate::text::{PageText, Span};

/// The text of the kept pieces of a page.
#[must_use]
pub fn render(page: &Page<'_>, decisions: &[Decision]) -> String {
    kept(page, decisions).text
}

/// What is kept of a page: its text, and where each piece of it stands.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Kept {
    /// The text.
    pub text: String,
    /// The pieces it was written from, in their order.
    pub(crate) pieces: Vec<Piece>,
}

/// A piece of a block that is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Piece {
    pub block: usize,
    /// Where its text begins in that of all pieces.
    pub at: usize,
    /// Where it stands on the page; byte for byte the same, unless the block was wrapped.
    pub page: Span<PageText>,
}

/// The text of the kept pieces of a page, and their places.
#[must_use]
pub fn kept(page: &Page<'_>, decisions: &[Decision]) -> Kept {
    let mut out = String::with_capacity(page.text().len());
    let mut pieces: Vec<Piece> = Vec::new();
    for decision in decisions.iter().filter(|decision| !decision.is_removed()) {
        let block = &page.blocks()[decision.block];
        let last = pieces.last().map(|piece| piece.block);
        let piece = page.slice(decision.span);
        // White space around a block is written anew, as a joint.
        let piece = if last == Some(block.index) { piece } else { piece.trim_start() };
        if piece.trim().is_empty() {
            // Between two marks of a block nothing may be left but the blank between their words.
            if last == Some(block.index) && !out.ends_with(char::is_whitespace) {
                write(piece, block.wrapped, &mut out);
            }
            continue;
        }
        if last.is_some_and(|last| last != block.index) {
            out.truncate(out.trim_end().len());
            out.push_str("\n\n");
        }
        let start = decision.span.end - piece.len();
        let span = Span::new(start, start + piece.trim_end().len());
        pieces.push(Piece { block: block.index, at: out.len(), page: span });
        write(piece, block.wrapped, &mut out);
    }
    out.truncate(out.trim_end().len());
    Kept { text: out, pieces }
}

fn write(piece: &str, wrapped: bool, out: &mut String) {
    if wrapped { join_lines(piece, out) } else { out.push_str(piece) }
}

/// Writes wrapped lines as one.
fn join_lines(piece: &str, out: &mut String) {
    let mut lines = piece.split('\n');
    out.push_str(lines.next().unwrap_or_default());
    for line in lines {
        out.truncate(out.trim_end().len());
        let line = line.trim_start();
        if !joint::is_tight(out, line) {
            out.push(' ');
        }
        out.push_str(line);
    }
}

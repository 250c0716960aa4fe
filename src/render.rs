//! Render: writes the surviving pieces once.
//!
//! The only characters it adds are joints: a blank line between blocks, a space where a
//! wrapped line was joined.

use crate::page::Page;
use crate::resolve::Decision;
use crate::segment::joint;

/// The text of the kept pieces of a page.
#[must_use]
pub fn render(page: &Page<'_>, decisions: &[Decision]) -> String {
    let mut out = String::with_capacity(page.text().len());
    let mut last: Option<usize> = None;
    for decision in decisions.iter().filter(|decision| !decision.is_removed()) {
        let block = &page.blocks()[decision.block];
        let piece = page.slice(decision.span);
        // White space around a block is written anew, as a joint.
        let piece = if last == Some(block.index) { piece } else { piece.trim_start() };
        if piece.trim().is_empty() {
            continue;
        }
        if last.is_some_and(|last| last != block.index) {
            out.truncate(out.trim_end().len());
            out.push_str("\n\n");
        }
        if block.wrapped {
            join_lines(piece, &mut out)
        } else {
            out.push_str(piece)
        }
        last = Some(block.index);
    }
    out.truncate(out.trim_end().len());
    out
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

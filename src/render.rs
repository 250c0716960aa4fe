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
        let last = pieces.last().map(|piece| page.blocks()[piece.block].paragraph());
        let piece = page.slice(decision.span);
        // White space around a paragraph is written anew, as a joint.
        let piece = if last == Some(block.paragraph()) { piece } else { piece.trim_start() };
        if piece.trim().is_empty() {
            // Between two marks of a block nothing may be left but the blank between their words.
            if last == Some(block.paragraph()) && !out.ends_with(char::is_whitespace) {
                write(piece, block.wrapped, &mut out);
            }
            continue;
        }
        if last.is_some_and(|last| last != block.paragraph()) {
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kind::Kind;
    use crate::marks::{Family, Findings};
    use crate::resolve::{ResolveConfig, resolve};
    use crate::text::Text;

    /// What is kept of a text when all that begins so is taken.
    fn without(text: &str, start: &str) -> String {
        let page = Page::from_text(text);
        let mut found = Findings::default();
        for block in page.blocks().iter().filter(|block| page.text_of(block).starts_with(start)) {
            found.mark(block.span, Kind::Model, "rule", Family::Model, 900);
        }
        render(&page, &resolve(&page, &Text::from(text), &found.marks, &ResolveConfig::default()))
    }

    #[test]
    fn what_stays_of_one_line_is_one_line() {
        let [ferry, rain] = ["The ferry was late on Monday, they said. ", "Rain fell  over the harbour all day. "];
        let text = [ferry, rain, ferry].concat().repeat(20);
        assert_eq!(without(&text, "Nothing"), text.trim_end());
        assert_eq!(without(&text, "Rain"), ferry.repeat(40).trim_end());
        let text = "他来了，很晚才来。她走了，很早就走了。".repeat(60);
        assert_eq!(without(&text, "她"), "他来了，很晚才来。".repeat(60));
        let lines = [&*text, &*text].join("\n");
        assert_eq!(
            without(&lines, "她"),
            ["他来了，很晚才来。".repeat(60), "他来了，很晚才来。".repeat(60)].join("\n\n")
        );
    }
}

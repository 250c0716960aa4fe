//! A line put right, and which of its pieces came from which.

use crate::edits::Edits;
use std::ops::Range;

/// A piece of the line as it was, and what stands for it in the line as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Piece {
    old: Range<usize>,
    new: Range<usize>,
}

/// A line put right.
#[derive(Debug, Clone, Default)]
pub(super) struct Mended {
    pub(super) line: String,
    /// In order; what lies between two of them is the same in both lines.
    pieces: Vec<Piece>,
}

impl Mended {
    /// How many places changed.
    pub(super) fn places(&self) -> usize {
        self.pieces.len()
    }

    /// Proposes the changes to a line that begins at `offset`.
    pub(super) fn push(&self, offset: usize, out: &mut Edits) {
        for Piece { old, new } in &self.pieces {
            out.replace(offset + old.start..offset + old.end, &self.line[new.clone()]);
        }
    }

    /// This change and then another one, as one.
    pub(super) fn then(self, next: Mended) -> Mended {
        let mut pieces: Vec<Piece> = Vec::with_capacity(self.pieces.len() + next.pieces.len());
        let mut first = self.pieces.iter().peekable();
        let mut second = next.pieces.iter().peekable();
        // How far the old line and the new one are ahead of the one between them.
        let (mut to_old, mut to_new) = (0, 0);
        while let Some(start) = [first.peek().map(|piece| piece.new.start), second.peek().map(|piece| piece.old.start)]
            .into_iter()
            .flatten()
            .min()
        {
            let (old_start, new_start) = (shifted(start, to_old), shifted(start, to_new));
            // All that overlaps on either side is one piece.
            let mut end = start;
            loop {
                if let Some(piece) = first.next_if(|piece| piece.new.start < end || piece.new.start == start) {
                    end = end.max(piece.new.end);
                    to_old = piece.old.end.cast_signed() - piece.new.end.cast_signed();
                } else if let Some(piece) = second.next_if(|piece| piece.old.start < end || piece.old.start == start) {
                    end = end.max(piece.old.end);
                    to_new = piece.new.end.cast_signed() - piece.old.end.cast_signed();
                } else {
                    break;
                }
            }
            push(&mut pieces, old_start..shifted(end, to_old), new_start..shifted(end, to_new));
        }
        Mended { line: next.line, pieces }
    }
}

fn shifted(at: usize, by: isize) -> usize {
    at.saturating_add_signed(by)
}

/// Adds a piece; one that touches its neighbour becomes part of it, so that a line in another
/// script costs one piece a word.
fn push(pieces: &mut Vec<Piece>, old: Range<usize>, new: Range<usize>) {
    match pieces.last_mut() {
        Some(last) if last.old.end >= old.start && last.new.end >= new.start => {
            last.old.end = last.old.end.max(old.end);
            last.new.end = last.new.end.max(new.end);
        }
        _ => pieces.push(Piece { old, new }),
    }
}

/// Writes a line anew from left to right.
#[derive(Debug)]
pub(super) struct Writer<'l> {
    old: &'l str,
    done: usize,
    mended: Mended,
}

impl<'l> Writer<'l> {
    pub(super) fn new(old: &'l str) -> Self {
        let mended = Mended { line: String::with_capacity(old.len()), pieces: Vec::new() };
        Writer { old, done: 0, mended }
    }

    /// Puts a character in the place of the bytes `at`; gives its place in the new line.
    ///
    /// Two characters may come of one: then the second begins within what the first replaced.
    pub(super) fn replace(&mut self, at: Range<usize>, by: char) -> usize {
        let at = at.start.max(self.done)..at.end.max(self.done);
        self.mended.line.push_str(&self.old[self.done..at.start]);
        let start = self.mended.line.len();
        self.mended.line.push(by);
        self.done = at.end;
        push(&mut self.mended.pieces, at, start..self.mended.line.len());
        start
    }

    pub(super) fn finish(mut self) -> Mended {
        self.mended.line.push_str(&self.old[self.done..]);
        self.mended
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Text;

    fn replaced(line: &str, changes: &[(Range<usize>, char)]) -> Mended {
        let mut writer = Writer::new(line);
        for (at, by) in changes {
            writer.replace(at.clone(), *by);
        }
        writer.finish()
    }

    #[test]
    fn two_changes_are_one() {
        let old = "abcdefghijkl";
        let first = replaced(old, &[(1..4, 'X'), (6..7, 'Y'), (9..11, 'Z')]);
        assert_eq!(first.line, "aXefYhiZl");
        let second = replaced(&first.line, &[(3..5, 'Q'), (6..7, 'R')]);
        let both = first.then(second);
        assert_eq!(both.line, "aXeQhRZl");
        let mut edits = Edits::default();
        both.push(0, &mut edits);
        assert_eq!(edits.apply(&Text::from(old)).as_str(), both.line);
        assert_eq!(both.places(), 3);
    }
}

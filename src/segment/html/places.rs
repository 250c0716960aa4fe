//! From the places of a tree's text to the map of the page that was written from it.

use super::offsets::{Piece, Place};
use crate::text::{SourceMap, Text};
use ego_tree::NodeId;
use std::ops::Range;

/// Text of the page that was taken from the tree.
#[derive(Debug, Clone)]
pub(super) struct Written {
    at: usize,
    len: usize,
    place: Place,
}

/// Where the text of a tree came from, and what of it was written where. Without pieces, as
/// it is when nobody wants to know, nothing is noted.
#[derive(Default)]
pub(super) struct Places<'p> {
    pieces: &'p [Piece],
    /// What is left of the text node that is being read, and how much of its text is before.
    here: &'p [Piece],
    before: usize,
    written: Option<Vec<Written>>,
}

impl<'p> Places<'p> {
    /// The pieces of all text nodes, node after node.
    pub(super) fn new(pieces: &'p [Piece]) -> Self {
        Places { pieces, here: &[], before: 0, written: Some(Vec::new()) }
    }

    /// From now on a text node is read.
    pub(super) fn enter(&mut self, node: NodeId) {
        let rest = &self.pieces[self.pieces.partition_point(|piece| piece.node < node)..];
        self.here = &rest[..rest.partition_point(|piece| piece.node == node)];
        self.before = 0;
    }

    /// The node's text at `range`, which follows what was written of it before, is written at
    /// the offset `at` of the page.
    pub(super) fn write(&mut self, range: Range<usize>, mut at: usize) {
        let Some(written) = &mut self.written else { return };
        let mut from = range.start;
        while let Some((piece, rest)) = self.here.split_first()
            && from < range.end
        {
            let piece_end = self.before + piece.len;
            let upto = range.end.min(piece_end);
            if from < upto {
                let mut place = piece.place.clone();
                if place.exact {
                    let start = place.range.start;
                    place.range = start + (from - self.before)..start + (upto - self.before);
                }
                written.push(Written { at, len: upto - from, place });
                at += upto - from;
                from = upto;
            }
            if piece_end <= range.end {
                (self.here, self.before) = (rest, piece_end);
            }
        }
    }

    /// What was written from the offset `at` of the page on is taken back.
    pub(super) fn truncate(&mut self, at: usize) {
        if let Some(written) = &mut self.written {
            written.truncate(written.partition_point(|written| written.at < at));
        }
    }

    /// The same with nothing written yet.
    pub(super) fn anew(self) -> Self {
        Places { written: self.written.map(|_| Vec::new()), ..self }
    }

    /// What was written, in the order of the page.
    pub(super) fn written(self) -> Option<Vec<Written>> {
        self.written
    }
}

/// The map of a page to the bytes that `source` was decoded from.
///
/// What the reader wrote between two words (a space, a line break, the signs between cells)
/// came from what stands between them in the source.
pub(super) fn compose(written: Vec<Written>, page: &str, source: &Text) -> SourceMap {
    let mut map = Composed { map: SourceMap::default(), page, source, text_end: 0, source_end: 0 };
    for written in written {
        map.between(written.at, written.place.range.start);
        map.push(written.len, written.place);
    }
    map.between(page.len(), source.as_str().len());
    map.map
}

struct Composed<'a> {
    map: SourceMap,
    page: &'a str,
    source: &'a Text,
    text_end: usize,
    source_end: usize,
}

impl Composed<'_> {
    /// Adds the text up to `text_end`, which stands for the source up to `source_end`; a table
    /// can put text before text that precedes it in the source.
    fn between(&mut self, text_end: usize, source_end: usize) {
        if self.text_end >= text_end {
            return;
        }
        let range = self.source_end..source_end.max(self.source_end);
        let exact = self.source.as_str().get(range.clone()) == self.page.get(self.text_end..text_end);
        self.push(text_end - self.text_end, Place { range, exact });
    }

    fn push(&mut self, len: usize, place: Place) {
        self.text_end += len;
        self.source_end = place.range.end;
        if place.exact {
            self.map.extend_from(self.source.map(), place.range);
        } else {
            self.map.push_edited(len, self.source.map().origin(place.range).span());
        }
    }
}

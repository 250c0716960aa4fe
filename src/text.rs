//! Text and where it came from: [`Span`], [`SourceMap`], [`Text`].

use serde::{Deserialize, Serialize};
use std::marker::PhantomData;
use std::ops::Range;

/// The space of the bytes as they were received.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Bytes {}

/// The space of the page: decoded and repaired text, UTF-8 bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PageText {}

/// The space of an article's text, UTF-8 bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ArticleText {}

/// A range of byte offsets, end exclusive, in one of the spaces [`Bytes`], [`PageText`] or
/// [`ArticleText`].
///
/// Spans of different spaces do not mix: the compiler refuses to compare them.
///
/// ```
/// use faircopy::{PageText, Span};
/// let span = Span::<PageText>::new(3, 8);
/// assert_eq!(span.len(), 5);
/// ```
#[derive(Serialize, Deserialize)]
#[serde(bound = "")]
pub struct Span<Space> {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
    #[serde(skip)]
    space: PhantomData<Space>,
}

impl<Space> Span<Space> {
    /// A span from `start` to `end`; an end before the start makes it empty.
    #[must_use]
    pub fn new(start: usize, end: usize) -> Self {
        Span { start, end: end.max(start), space: PhantomData }
    }

    /// Its length in bytes.
    #[must_use]
    pub fn len(&self) -> usize {
        self.end - self.start
    }

    /// Whether it holds nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.start == self.end
    }

    /// The same as a plain range, for slicing.
    #[must_use]
    pub fn range(&self) -> Range<usize> {
        self.start..self.end
    }

    /// Whether `other` lies wholly inside.
    #[must_use]
    pub fn contains(&self, other: &Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }
}

// Derived impls would ask the marker type for the same traits.
impl<Space> Clone for Span<Space> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<Space> Copy for Span<Space> {}
impl<Space> PartialEq for Span<Space> {
    fn eq(&self, other: &Self) -> bool {
        self.range() == other.range()
    }
}
impl<Space> Eq for Span<Space> {}
impl<Space> std::fmt::Debug for Span<Space> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}..{}", self.start, self.end)
    }
}

/// Where a piece of page text came from in the bytes received.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Origin {
    /// Exactly these bytes decode to exactly that text.
    Exact(Span<Bytes>),
    /// Somewhere inside these bytes; they cannot be told apart any finer, as with an
    /// entity, a repaired character, words with tags between them, or a page of HTML that was
    /// read without `source-offsets`.
    Within(Span<Bytes>),
}

impl Origin {
    /// The bytes, however sure.
    #[must_use]
    pub fn span(&self) -> Span<Bytes> {
        match self {
            Origin::Exact(span) | Origin::Within(span) => *span,
        }
    }
}

/// A stretch of text whose characters map to source bytes at a fixed rate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Run {
    text_start: usize,
    source_start: usize,
    /// Text bytes per unit, and source bytes per unit. A run of Cyrillic in windows-1251
    /// has the units 2 and 1; a replaced character is one unit of whatever sizes.
    text_unit: usize,
    source_unit: usize,
    units: usize,
    /// The text is not what the bytes decode to: a repair has been here.
    edited: bool,
}

impl Run {
    fn text_end(&self) -> usize {
        self.text_start + self.text_unit * self.units
    }
    fn source_end(&self) -> usize {
        self.source_start + self.source_unit * self.units
    }
}

/// From offsets in a text back to offsets in the bytes received.
///
/// Built by the decoder with [`push`](SourceMap::push) and carried through every repair by
/// [`Edits::apply`](crate::Edits::apply), so that no stage has to think of it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SourceMap {
    runs: Vec<Run>,
}

impl SourceMap {
    /// The map of a text that is its own source.
    #[must_use]
    pub fn identity(len: usize) -> Self {
        let mut map = SourceMap::default();
        map.push_linear(len, 0);
        map
    }

    /// The map of a text of which no more is known than that it came from these bytes.
    #[must_use]
    pub fn within(len: usize, source: Span<Bytes>) -> Self {
        let mut map = SourceMap::default();
        map.push_run(len, source.start, source.len(), 1, true);
        map
    }

    /// Adds `len` bytes of text that stand in the source as they are, from `source_start`.
    pub fn push_linear(&mut self, len: usize, source_start: usize) {
        self.push_run(1, source_start, 1, len, false);
    }

    /// Adds one unit: `text_len` bytes of text that were decoded from `source_len` bytes.
    pub fn push(&mut self, text_len: usize, source_start: usize, source_len: usize) {
        self.push_run(text_len, source_start, source_len, 1, false);
    }

    /// Adds `units` of them behind each other.
    pub(crate) fn push_units(&mut self, text_len: usize, source_start: usize, source_len: usize, units: usize) {
        self.push_run(text_len, source_start, source_len, units, false);
    }

    fn text_end(&self) -> usize {
        self.runs.last().map_or(0, Run::text_end)
    }

    fn push_run(&mut self, text_unit: usize, source_start: usize, source_unit: usize, units: usize, edited: bool) {
        if text_unit * units == 0 {
            return;
        }
        if let Some(last) = self.runs.last_mut()
            && !edited
            && !last.edited
            && (last.text_unit, last.source_unit) == (text_unit, source_unit)
            && last.source_end() == source_start
        {
            last.units += units;
            return;
        }
        let text_start = self.text_end();
        self.runs.push(Run { text_start, source_start, text_unit, source_unit, units, edited });
    }

    /// Adds `text_len` bytes that a repair wrote in the place of the source bytes `source`.
    pub(crate) fn push_edited(&mut self, text_len: usize, source: Span<Bytes>) {
        self.push_run(text_len, source.start, source.len(), 1, true);
    }

    /// Copies the runs of `range` from another map, cutting at unit borders.
    pub(crate) fn extend_from(&mut self, other: &SourceMap, range: Range<usize>) {
        let first = other.runs.partition_point(|run| run.text_end() <= range.start);
        for run in &other.runs[first..] {
            if run.text_start >= range.end {
                break;
            }
            let from = range.start.max(run.text_start) - run.text_start;
            let to = range.end.min(run.text_end()) - run.text_start;
            let whole_units = from.is_multiple_of(run.text_unit) && to.is_multiple_of(run.text_unit);
            if whole_units {
                let source_start = run.source_start + from / run.text_unit * run.source_unit;
                self.push_run(run.text_unit, source_start, run.source_unit, (to - from) / run.text_unit, run.edited);
            } else {
                let first_unit = from / run.text_unit;
                let last_unit = to.div_ceil(run.text_unit);
                let source_start = run.source_start + first_unit * run.source_unit;
                self.push_run(to - from, source_start, (last_unit - first_unit) * run.source_unit, 1, true);
            }
        }
    }

    /// The way there: the offset in the text of what came from an offset of the source. Inside
    /// a unit it is the unit's start; what was taken out stands where the next thing does. A
    /// later offset is never placed before an earlier one.
    pub(crate) fn place_of(&self, source: usize) -> usize {
        let at = self.runs.partition_point(|run| run.source_end() <= source);
        let Some(run) = self.runs.get(at) else { return self.text_end() };
        let into = source.saturating_sub(run.source_start);
        run.text_start + into / run.source_unit.max(1) * run.text_unit
    }

    /// Where a range of the text came from.
    #[must_use]
    pub fn origin(&self, range: Range<usize>) -> Origin {
        let first = self.runs.partition_point(|run| run.text_end() <= range.start);
        let Some(run) = self.runs.get(first) else {
            let end = self.runs.last().map_or(0, Run::source_end);
            return Origin::Exact(Span::new(end, end));
        };
        let into = range.start - run.text_start.min(range.start);
        let mut start = run.source_start + into / run.text_unit * run.source_unit;
        let mut exact = into.is_multiple_of(run.text_unit);
        let mut end = start;
        for (at, run) in self.runs[first..].iter().take_while(|run| run.text_start < range.end).enumerate() {
            // Bytes between two runs stand for characters that a repair took out.
            exact &= at == 0 || run.source_start == end;
            // What a table of HTML holds outside its cells is shown before it.
            start = if at == 0 { start } else { start.min(run.source_start) };
            let upto = range.end.min(run.text_end()) - run.text_start;
            end = end.max(run.source_start + upto.div_ceil(run.text_unit) * run.source_unit);
            exact &= !run.edited && upto.is_multiple_of(run.text_unit);
        }
        let span = Span::new(start, end);
        if exact { Origin::Exact(span) } else { Origin::Within(span) }
    }
}

/// Characters, and the way back to the bytes they came from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text {
    chars: String,
    map: SourceMap,
}

impl Text {
    /// A text with its map; the map must cover it.
    #[must_use]
    pub fn new(chars: String, map: SourceMap) -> Self {
        debug_assert_eq!(chars.len(), map.text_end());
        Text { chars, map }
    }

    /// The characters.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.chars
    }

    /// The characters, without the way back.
    #[must_use]
    pub fn into_string(self) -> String {
        self.chars
    }

    /// The way back.
    #[must_use]
    pub fn map(&self) -> &SourceMap {
        &self.map
    }

    /// Where a span of this text came from.
    #[must_use]
    pub fn origin(&self, span: Span<PageText>) -> Origin {
        self.map.origin(span.range())
    }
}

impl From<&str> for Text {
    /// A text that is its own source.
    fn from(chars: &str) -> Self {
        Text { chars: chars.to_owned(), map: SourceMap::identity(chars.len()) }
    }
}

impl From<String> for Text {
    fn from(chars: String) -> Self {
        let map = SourceMap::identity(chars.len());
        Text { chars, map }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_run_of_cyrillic_maps_two_bytes_to_one() {
        let mut map = SourceMap::default();
        map.push_linear(2, 0);
        for i in 0..3 {
            map.push(2, 2 + i, 1);
        }
        assert_eq!(map.runs.len(), 2);
        assert_eq!(map.origin(2..6), Origin::Exact(Span::new(2, 4)));
        assert_eq!(map.origin(0..8), Origin::Exact(Span::new(0, 5)));
        assert_eq!(map.origin(3..4), Origin::Within(Span::new(2, 3)));
    }

    #[test]
    fn a_deleted_character_makes_the_text_around_it_inexact() {
        let text = Text::from("a\u{e}b");
        let mut edits = crate::edits::Edits::default();
        edits.delete(1..2);
        let text = edits.apply(&text);
        assert_eq!(text.map().origin(0..2), Origin::Within(Span::new(0, 3)));
        assert_eq!(text.map().origin(1..2), Origin::Exact(Span::new(2, 3)));
    }

    #[test]
    fn the_way_there_keeps_the_order() {
        let mut edits = crate::edits::Edits::default();
        edits.delete(0..2);
        edits.replace(4..8, "é");
        edits.replace(10..10, "new");
        let text = edits.apply(&Text::from("  ab    cdef"));
        assert_eq!(text.as_str(), "abécdnewef");
        let places: Vec<usize> = (0..=12).map(|at| text.map().place_of(at)).collect();
        assert_eq!(places, [0, 0, 0, 1, 2, 2, 2, 2, 4, 5, 9, 10, 11]);
    }

    #[test]
    fn beyond_the_end_is_the_empty_end() {
        assert_eq!(SourceMap::identity(3).origin(3..3), Origin::Exact(Span::new(3, 3)));
    }
}

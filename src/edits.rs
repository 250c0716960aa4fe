//! What a [`Rewrite`](crate::Rewrite) stage proposes: replacements, applied in one pass.

use crate::text::{Origin, SourceMap, Span, Text};
use serde::Serialize;
use std::borrow::Cow;
use std::ops::Range;

#[derive(Debug, Clone, PartialEq, Eq)]
struct Edit {
    at: Range<usize>,
    /// Range of the replacement in [`Edits::written`].
    by: Range<usize>,
}

/// Replacements in one text, in the order of their places.
///
/// Push them from left to right; one that overlaps its predecessor is ignored, so a
/// careless stage loses an edit and never a character.
///
/// ```
/// use faircopy::{Edits, Text};
/// let text = Text::from("a\u{a0}b");
/// let mut edits = Edits::default();
/// edits.replace(1..3, " ");
/// assert_eq!(edits.apply(&text).as_str(), "a b");
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Edits {
    edits: Vec<Edit>,
    written: String,
    undone: Vec<Undone>,
    taken_out: Vec<Range<usize>>,
}

/// Damage that a repair has undone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Undone {
    /// How it came about: `UTF-8 read as windows-1252, twice`.
    pub path: Cow<'static, str>,
    /// In how many places.
    pub places: usize,
}

/// Content that a rewrite took out: it stands on no page, so no decision tells of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TakenOut {
    /// Where it stood in the bytes received; of what a polish stage took out only that it was among them.
    pub received: Origin,
    /// What stood there, as decoded and repaired so far.
    pub text: String,
}

impl Edits {
    /// Puts `by` in the place of the bytes `at`, which must lie on character borders.
    pub fn replace(&mut self, at: Range<usize>, by: &str) {
        self.push(at, by);
    }

    /// Whether it was taken.
    fn push(&mut self, at: Range<usize>, by: &str) -> bool {
        if at.start > at.end || self.edits.last().is_some_and(|last| at.start < last.at.end) {
            return false;
        }
        let from = self.written.len();
        self.written.push_str(by);
        self.edits.push(Edit { at, by: from..self.written.len() });
        true
    }

    /// Takes the bytes `at` out.
    pub fn delete(&mut self, at: Range<usize>) {
        self.replace(at, "");
    }

    /// Puts `by` in the place of the bytes `at` as [`replace`](Self::replace) does, and lists them in the
    /// ledger: what goes is content, not damage.
    ///
    /// ```
    /// use faircopy::{Edits, Text};
    /// let text = Text::from("It rained.\nvar a = 1;\n");
    /// let mut edits = Edits::default();
    /// edits.take_out(11..22, "");
    /// let taken: Vec<_> = edits.taken_out(&text).collect();
    /// assert_eq!((edits.apply(&text).as_str(), taken[0].text.as_str()), ("It rained.\n", "var a = 1;\n"));
    /// ```
    pub fn take_out(&mut self, at: Range<usize>, by: &str) {
        if self.push(at.clone(), by) && !at.is_empty() {
            self.taken_out.push(at);
        }
    }

    /// The content that these edits of `text` take out, in its order.
    pub fn taken_out<'a>(&'a self, text: &'a Text) -> impl Iterator<Item = TakenOut> + 'a {
        self.taken_out.iter().filter_map(|at| {
            let words = text.as_str().get(at.clone())?.to_owned();
            Some(TakenOut { received: text.origin(Span::new(at.start, at.end)), text: words })
        })
    }

    /// Where the content stands that these edits take out.
    pub(crate) fn places_taken_out(&self) -> &[Range<usize>] {
        &self.taken_out
    }

    /// The edits as one that spans them all, with what was said about them.
    pub(crate) fn merged(at: Range<usize>, by: &str, undone: Vec<Undone>, taken_out: Vec<Range<usize>>) -> Self {
        let mut edits = Edits { undone, taken_out, ..Edits::default() };
        edits.replace(at, by);
        edits
    }

    /// Says which damage so many of the edits undo, where that is known.
    ///
    /// ```
    /// let mut edits = faircopy::Edits::default();
    /// edits.replace(3..7, "ü");
    /// edits.undid("UTF-8 read as windows-1252", 1);
    /// edits.undid("UTF-8 read as windows-1252", 2);
    /// assert_eq!(edits.undone()[0].places, 3);
    /// ```
    pub fn undid(&mut self, path: impl Into<Cow<'static, str>>, places: usize) {
        let path = path.into();
        if places == 0 {
            return;
        }
        match self.undone.iter_mut().find(|undone| undone.path == path) {
            Some(undone) => undone.places += places,
            None => self.undone.push(Undone { path, places }),
        }
    }

    /// The damage that these edits undo, by what [`undid`](Self::undid) was told.
    #[must_use]
    pub fn undone(&self) -> &[Undone] {
        &self.undone
    }

    /// How many places change.
    #[must_use]
    pub fn len(&self) -> usize {
        self.edits.len()
    }

    /// Whether nothing changes.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.edits.is_empty()
    }

    /// Forgets all edits, keeping the memory.
    pub fn clear(&mut self) {
        self.edits.clear();
        self.written.clear();
        self.undone.clear();
        self.taken_out.clear();
    }

    /// The text with all edits made; its map leads to the same source as before.
    ///
    /// An edit beyond the end or inside a character is ignored.
    #[must_use]
    pub fn apply(&self, text: &Text) -> Text {
        let old = text.as_str();
        let mut chars = String::with_capacity(old.len() + self.written.len());
        let mut map = SourceMap::default();
        let mut at = 0;
        for edit in &self.edits {
            if edit.at.start < at || old.get(edit.at.clone()).is_none() {
                continue;
            }
            chars.push_str(&old[at..edit.at.start]);
            map.extend_from(text.map(), at..edit.at.start);
            let by = &self.written[edit.by.clone()];
            chars.push_str(by);
            let source = match text.map().origin(edit.at.clone()) {
                Origin::Exact(span) | Origin::Within(span) => span,
            };
            map.push_edited(by.len(), source);
            at = edit.at.end;
        }
        chars.push_str(&old[at..]);
        map.extend_from(text.map(), at..old.len());
        Text::new(chars, map)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Span;

    #[test]
    fn edits_compose_over_two_passes() {
        let text = Text::from("x&amp;nbsp;y");
        let mut first = Edits::default();
        first.replace(1..6, "&");
        let text = first.apply(&text);
        assert_eq!(text.as_str(), "x&nbsp;y");
        let mut second = Edits::default();
        second.replace(1..7, " ");
        let text = second.apply(&text);
        assert_eq!(text.as_str(), "x y");
        assert_eq!(text.origin(Span::new(1, 2)), Origin::Within(Span::new(1, 11)));
        assert_eq!(text.origin(Span::new(2, 3)), Origin::Exact(Span::new(11, 12)));
    }

    #[test]
    fn overlapping_and_broken_edits_are_ignored() {
        let text = Text::from("äbc");
        let mut edits = Edits::default();
        edits.delete(1..2);
        edits.replace(2..3, "B");
        edits.replace(2..3, "X");
        edits.delete(3..9);
        assert_eq!(edits.apply(&text).as_str(), "äBc");
    }
}

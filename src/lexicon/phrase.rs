//! One phrase, and where words begin and end.

use crate::chars;
use crate::lexicon::Where;
use crate::segment::fold::fold;
use std::ops::Range;

/// A phrase, ready to match.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct Phrase {
    /// Folded, signs around it gone.
    pub(super) text: String,
    /// The last word may go on.
    open: bool,
}

impl Phrase {
    /// A colon behind a label belongs to it, except where the block is compared without the
    /// signs around it.
    pub(super) fn new(text: &str, place: Where) -> Self {
        let open = text.ends_with('*');
        let folded = fold(text.trim_end_matches('*').trim());
        let mut range = core(&folded);
        if folded[range.end..].starts_with(':') && !range.is_empty() && matches!(place, Where::Start | Where::Inside) {
            range.end += 1;
        }
        let text = folded[range].to_owned();
        // A phrase of signs alone is matched as it stands.
        Phrase { text: if text.is_empty() { folded } else { text }, open }
    }

    /// A phrase that must stand besides another. It keeps the signs around it: `(photo` is no `photo`, `/month` no `month`.
    pub(super) fn as_written(text: &str) -> Self {
        Phrase { text: fold(text.trim_end_matches('*').trim()), open: text.ends_with('*') }
    }

    /// Where the phrase ends, if it stands at `at`: behind its last word, which may go on
    /// if the phrase is open.
    pub(super) fn end_at(&self, folded: &str, at: usize) -> Option<usize> {
        let end = at + self.text.len();
        if !folded.as_bytes()[at..].starts_with(self.text.as_bytes()) {
            return None;
        }
        if is_border(folded, end) {
            return Some(end);
        }
        let rest = &folded[end..];
        self.open.then(|| end + rest.find(|c: char| !chars::is_alphanumeric(c)).unwrap_or(rest.len()))
    }
}

/// The part of a folded text without the signs around it: bullets, arrows, quotes,
/// brackets, end marks.
pub(super) fn core(folded: &str) -> Range<usize> {
    let decoration = |c: char| !chars::is_alphanumeric(c) && !is_kept_sign(c);
    let trimmed = folded.trim_start_matches(decoration);
    let start = folded.len() - trimmed.len();
    let end = start + trimmed.trim_end_matches(decoration).len();
    start..end
}

/// Signs that a phrase may begin or end with.
fn is_kept_sign(c: char) -> bool {
    matches!(c, '©' | '@' | '$' | '€' | '£' | '%' | '#')
}

/// Whether no word goes on across `at`.
pub(super) fn is_border(text: &str, at: usize) -> bool {
    let (before, after) = (text[..at].chars().next_back(), text[at..].chars().next());
    !inside_word(before, after)
}

/// Whether two neighbours belong to one word. Scripts that write no spaces have no inside.
fn inside_word(before: Option<char>, after: Option<char>) -> bool {
    let letter = |c: Option<char>| c.is_some_and(|c| chars::is_alphanumeric(c) && !is_unspaced(c));
    letter(before) && letter(after)
}

/// Letters of scripts without spaces, by their Unicode blocks: Thai to Myanmar, Khmer,
/// kana, Han, and Hangul (whose particles are glued to the noun).
pub(super) fn is_unspaced(c: char) -> bool {
    matches!(c as u32, 0x0e00..=0x0eff | 0x1000..=0x109f | 0x1780..=0x17ff | 0x2e80..=0x9fff | 0xac00..=0xd7a3 | 0xf900..=0xfaff | 0x20000..=0x3fffd)
}

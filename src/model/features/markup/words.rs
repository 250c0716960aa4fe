//! What tags and class words say: a table that the training makes.
//!
//! A word's value is how much less often text below elements of that name belongs to the
//! article, over many sites: 16ths of log-odds, above zero against it. Words of fewer than
//! three sites are not in the table, so no site is learned by heart.

use crate::model::weights::{Reader, WeightsError};
use crate::outline::{ElementId, Outline};
use rustc_hash::FxHashMap;

/// Values of words, by [`key`].
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct WordTable {
    values: FxHashMap<u32, i8>,
}

impl WordTable {
    /// A table of words and their values.
    #[must_use]
    pub fn new(values: impl IntoIterator<Item = (u32, i8)>) -> Self {
        WordTable { values: values.into_iter().collect() }
    }

    pub(in crate::model) fn read(reader: &mut Reader<'_>) -> Result<Self, WeightsError> {
        let count = reader.u16()?;
        let entry = |_| Ok((reader.u32()?, reader.i8()?));
        (0..count).map(entry).collect::<Result<_, _>>().map(|values| WordTable { values })
    }

    /// What the strongest of an element's words says, and its tag; none if all are unknown.
    pub(super) fn of(&self, outline: &Outline, element: ElementId) -> Option<i8> {
        let mut strongest: Option<i8> = None;
        each_word(outline.tag(element), outline.words(element), |word| {
            if let Some(value) = self.values.get(&key(word)) {
                let stronger = strongest.is_none_or(|known| value.unsigned_abs() > known.unsigned_abs());
                strongest = if stronger { Some(*value) } else { strongest };
            }
        });
        strongest
    }
}

/// The name of a word in the table: FNV-1a (Fowler, Noll, Vo), 32 bits.
#[must_use]
pub fn key(word: &str) -> u32 {
    word.bytes().fold(0x811c_9dc5, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}

/// Calls `each` with the words of an element that the table may know: its tag between angle
/// brackets, each class word, and the parts of a compound one.
pub fn each_word(tag: &str, words: &str, mut each: impl FnMut(&str)) {
    if let Some(known) = TAGS.iter().find(|known| &known[1..known.len() - 1] == tag) {
        each(known);
    }
    for word in words.split_ascii_whitespace() {
        let word = word.trim_end_matches(|c: char| c.is_ascii_digit() || c == '-' || c == '_');
        if word.is_empty() {
            continue;
        }
        each(word);
        if word.contains(['-', '_']) {
            word.split(['-', '_']).filter(|part| part.len() > 2).for_each(&mut each);
        }
    }
}

/// The tags that may say something; of other elements the words alone.
const TAGS: [&str; 22] = [
    "<article>",
    "<aside>",
    "<blockquote>",
    "<button>",
    "<dd>",
    "<details>",
    "<dl>",
    "<figcaption>",
    "<figure>",
    "<footer>",
    "<form>",
    "<header>",
    "<label>",
    "<main>",
    "<nav>",
    "<ol>",
    "<pre>",
    "<section>",
    "<summary>",
    "<table>",
    "<td>",
    "<time>",
];

#[cfg(test)]
mod tests {
    use super::*;

    fn words(tag: &str, words: &str) -> Vec<String> {
        let mut found = Vec::new();
        each_word(tag, words, |word| found.push(word.to_owned()));
        found
    }

    #[test]
    fn words_are_whole_and_in_parts_without_their_numbers() {
        assert_eq!(words("div", "entry-content post-1234 x2"), ["entry-content", "entry", "content", "post", "x"]);
        assert_eq!(words("nav", "123"), ["<nav>"]);
    }

    #[test]
    fn the_strongest_word_of_an_element_speaks() {
        let table = WordTable::new([(key("entry"), -20), (key("share"), 40), (key("<nav>"), 70)]);
        let mut outline = Outline::default();
        let both = outline.add(None, "div", ["entry", "share"]);
        let nav = outline.add(None, "nav", ["entry"]);
        let none = outline.add(None, "div", ["unheard-of"]);
        assert_eq!([both, nav, none].map(|element| table.of(&outline, element)), [Some(40), Some(70), None]);
    }
}

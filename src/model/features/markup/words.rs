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

//! Cue words: single words that turn up more in one kind of text than in another.
//!
//! Weak evidence, too weak for a rule: "photo" and "comment" stand in articles too. The model
//! learns what their share in a line is worth. The words are data (`cues.toml`), a line a
//! language, a table a class.

use crate::error::BuildError;
use crate::segment::fold::fold;
use crate::segment::joint::is_unspaced;
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;

/// The classes, in the order of `cues.toml`.
pub const CLASSES: [&str; 13] = [
    "second_person",
    "house",
    "account",
    "subscribe",
    "social",
    "comment",
    "picture",
    "story",
    "legal",
    "author",
    "date",
    "speech",
    "prose",
];

/// The places of some classes in [`CLASSES`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Class {
    Account = 2,
    Subscribe = 3,
    Social = 4,
    Comment = 5,
    Picture = 6,
    Story = 7,
    Author = 9,
    Date = 10,
}

/// Classes whose English words are read in every language: interfaces speak it.
const ENGLISH_EVERYWHERE: [&str; 7] = ["account", "subscribe", "social", "comment", "picture", "story", "legal"];

/// The languages as the language detector calls them.
const DETECTED: [(&str, &str); 42] = [
    ("en", "eng"),
    ("de", "deu"),
    ("fr", "fra"),
    ("es", "spa"),
    ("it", "ita"),
    ("pt", "por"),
    ("nl", "nld"),
    ("sv", "swe"),
    ("da", "dan"),
    ("nb", "nob"),
    ("fi", "fin"),
    ("pl", "pol"),
    ("cs", "ces"),
    ("sk", "slk"),
    ("hu", "hun"),
    ("ro", "ron"),
    ("hr", "hrv"),
    ("sr", "srp"),
    ("bg", "bul"),
    ("ru", "rus"),
    ("uk", "ukr"),
    ("el", "ell"),
    ("tr", "tur"),
    ("ar", "ara"),
    ("fa", "fas"),
    ("he", "heb"),
    ("hi", "hin"),
    ("bn", "ben"),
    ("ur", "urd"),
    ("id", "ind"),
    ("ms", "zsm"),
    ("vi", "vie"),
    ("ko", "kor"),
    ("ja", "jpn"),
    ("zh", "zho"),
    ("hy", "hye"),
    ("ka", "kat"),
    ("lt", "lit"),
    ("lv", "lav"),
    ("et", "est"),
    ("sl", "slv"),
    ("ca", "cat"),
];

/// Which classes a word is of, a bit a class.
pub(super) type Classes = u16;

/// The cue words of one language.
pub(super) type Words = FxHashMap<u32, Classes>;

/// The cue words of all languages, ready to look up.
#[derive(Debug, Clone)]
pub struct Cues {
    by_language: FxHashMap<&'static str, Words>,
    all: Words,
}

impl Cues {
    /// The words that come with faircopy.
    ///
    /// # Errors
    /// None in a released version: a test loads them.
    pub fn builtin() -> Result<Self, BuildError> {
        Self::from_toml(include_str!("cues.toml"))
    }

    fn from_toml(text: &str) -> Result<Self, BuildError> {
        let tables: BTreeMap<String, BTreeMap<String, String>> = toml::from_str(text)
            .map_err(|error| BuildError::Syntax { place: "cues.toml".into(), message: error.message().to_owned() })?;
        let mut cues = Cues { by_language: FxHashMap::default(), all: Words::default() };
        for (class, name) in CLASSES.iter().enumerate() {
            let Some(table) = tables.get(*name) else { continue };
            for (language, detected) in DETECTED {
                let words = cues.by_language.entry(detected).or_default();
                let foreign = (language != "en" && ENGLISH_EVERYWHERE.contains(name)).then_some("en");
                for word in [Some(language), foreign].into_iter().flatten().filter_map(|l| table.get(l)) {
                    for word in word.split_whitespace().map(|word| hash_of(&fold(word))) {
                        *words.entry(word).or_default() |= 1 << class;
                        *cues.all.entry(word).or_default() |= 1 << class;
                    }
                }
            }
        }
        Ok(cues)
    }

    /// The words of a language, by its ISO 639-3 code; those of all for an unknown one.
    pub(super) fn of(&self, language: Option<&str>) -> &Words {
        language.and_then(|language| self.by_language.get(language)).unwrap_or(&self.all)
    }
}

/// The number of a word. Where no words are written, two letters in a row make one.
pub(super) fn hash_of(word: &str) -> u32 {
    let mut letters = word.chars();
    match (letters.next(), letters.next(), letters.next()) {
        (Some(a), Some(b), None) if is_unspaced(a) && is_unspaced(b) => hash_of_pair(a, b),
        _ => fnv(word.bytes().map(u32::from)),
    }
}

/// The number of two letters in a row.
pub(super) fn hash_of_pair(a: char, b: char) -> u32 {
    fnv([a, b].into_iter().map(u32::from))
}

/// FNV-1a in 32 bits (Fowler, Noll, Vo): the same on every platform.
fn fnv(letters: impl Iterator<Item = u32>) -> u32 {
    letters.fold(NO_LETTERS, hash_on)
}

/// The number of a word of a script that writes spaces, before its first byte.
pub(super) const NO_LETTERS: u32 = 0x811c_9dc5;

/// The number of such a word with one more byte.
pub(super) fn hash_on(hash: u32, letter: u32) -> u32 {
    (hash ^ letter).wrapping_mul(0x0100_0193)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_has_the_same_number_everywhere() {
        // The published test vector of FNV-1a for "foobar".
        assert_eq!(hash_of("foobar"), 0xbf9c_f968);
    }

    #[test]
    fn words_are_known_in_their_language() {
        let cues = Cues::from_toml("[social]\nen = \"share\"\n[speech]\nde = \"sagte\"\nja = \"述べ\"").unwrap();
        let classes = |language, word| cues.of(language).get(&hash_of(word)).copied().unwrap_or(0);
        assert_eq!(classes(Some("deu"), "share"), 1 << 4);
        assert_eq!(classes(Some("deu"), "sagte"), 1 << 11);
        assert_eq!(classes(Some("eng"), "sagte"), 0);
        assert_eq!(cues.of(None)[&hash_of_pair('述', 'べ')], 1 << 11);
    }

    #[test]
    fn the_file_names_all_classes_and_only_languages_that_are_detected() {
        let tables: BTreeMap<String, BTreeMap<String, String>> = toml::from_str(include_str!("cues.toml")).unwrap();
        assert!(CLASSES.iter().all(|class| tables.contains_key(*class)) && tables.len() == CLASSES.len());
        for language in tables.values().flat_map(|table| table.keys()) {
            assert!(DETECTED.iter().any(|(known, _)| known == language), "{language}");
        }
        Cues::builtin().unwrap();
    }
}

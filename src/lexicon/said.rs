//! Words of reports: what somebody is reported to have said or ruled, the house does not say.
//!
//! They hold for all rules of their language about what the house says, as if each had them in its `unless`.

use std::collections::BTreeMap;
use std::sync::LazyLock;

/// The file, which counts for the digest of the rules.
pub(super) const FILE: &str = include_str!("said.toml");

/// The words by language.
pub(super) static WORDS: LazyLock<BTreeMap<String, Vec<String>>> =
    LazyLock::new(|| toml::from_str(FILE).unwrap_or_default());

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_can_be_read_and_each_is_once_in_its_language() {
        assert!(WORDS.len() > 30);
        for (language, words) in WORDS.iter() {
            let mut known = std::collections::BTreeSet::new();
            assert!(words.iter().all(|word| known.insert(word)), "{language} has a word twice");
        }
    }
}

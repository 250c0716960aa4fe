//! Words, as the measure counts them.

use regex::Regex;
use std::collections::HashMap;
use std::ops::Range;
use std::sync::LazyLock;
use unicode_normalization::UnicodeNormalization;

/// What scripts write without spaces counts one by one: a Chinese or Japanese character, or
/// a Thai, Lao, Khmer or Burmese letter with its marks. Everything else, Korean too, in runs.
static WORD: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let character = r"\p{Han}\p{Hiragana}\p{Katakana}";
    let letter = r"[[\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}]&&\p{L}]";
    Regex::new(&format!(r"[{character}]|{letter}\pM*|[\w&&[^{character}{letter}]]+")).ok()
});

/// A word, and where it stands in the text that was prepared for counting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    pub text: String,
    pub at: Range<usize>,
}

/// A text before its words are counted: NFC, without characters that nobody sees, entities
/// decoded. What a careful cleaner may change does not change the count.
pub fn prepare(text: &str) -> String {
    let mut decoded = text.to_owned();
    while decoded.contains('&') {
        let once = htmlize::unescape(&decoded).into_owned();
        if once == decoded {
            break;
        }
        decoded = once;
    }
    decoded.nfc().filter(|c| !is_invisible(*c)).collect()
}

/// Soft hyphens, zero-width characters, joiners, bidi marks.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

/// The words of a prepared text, in lower case.
pub fn words(prepared: &str) -> Vec<Word> {
    let Some(word) = WORD.as_ref() else { return Vec::new() };
    word.find_iter(prepared).map(|hit| Word { text: hit.as_str().to_lowercase(), at: hit.range() }).collect()
}

/// The words without their places.
pub fn texts(words: &[Word]) -> impl Iterator<Item = &str> {
    words.iter().map(|word| word.text.as_str())
}

/// How many words are in both, each as often as it is in the one that has it less.
pub fn in_common<'w>(a: impl IntoIterator<Item = &'w str>, b: impl IntoIterator<Item = &'w str>) -> usize {
    let mut counts: HashMap<&str, usize> = HashMap::new();
    for word in a {
        *counts.entry(word).or_default() += 1;
    }
    let mut common = 0;
    for word in b {
        if let Some(left) = counts.get_mut(word).filter(|left| **left > 0) {
            *left -= 1;
            common += 1;
        }
    }
    common
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> Vec<String> {
        words(&prepare(text)).into_iter().map(|word| word.text).collect()
    }

    #[test]
    fn words_are_runs_of_letters_and_digits_or_one_han_character() {
        assert_eq!(of("Rain, 20 km/h – it's wet"), ["rain", "20", "km", "h", "it", "s", "wet"]);
        assert_eq!(of("東京で雨 Rain"), ["東", "京", "で", "雨", "rain"]);
        assert_eq!(of("हिन्दी में"), ["हिन्दी", "में"]);
    }

    #[test]
    fn letters_of_scripts_without_spaces_count_one_by_one_with_their_marks() {
        assert_eq!(of("ฝนตกที่นี่ 20 มม."), ["ฝ", "น", "ต", "ก", "ที่", "นี่", "20", "ม", "ม"]);
        assert_eq!(of("น้ำ๑๒ Rain"), ["น้", "ำ", "๑๒", "rain"]);
        assert_eq!(of("ຝົນຕົກ"), ["ຝົ", "ນ", "ຕົ", "ກ"]);
        assert_eq!(of("ភ្លៀង"), ["ភ្", "លៀ", "ង"]);
        assert_eq!(of("မိုးရွာ"), ["မိုး", "ရွာ"]);
        assert_eq!(of("비가 왔다"), ["비가", "왔다"]);
    }

    #[test]
    fn what_nobody_sees_does_not_count() {
        assert_eq!(of("re\u{ad}ad\u{200b} A&amp;amp;B cafe\u{301}"), ["read", "a", "b", "café"]);
    }

    #[test]
    fn common_words_count_as_often_as_in_both() {
        assert_eq!(in_common(["a", "a", "b"], ["a", "b", "b", "c"]), 2);
    }
}

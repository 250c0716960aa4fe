//! Names in full: two words in capitals with nothing between them.
//!
//! News names people in full once and goes on with the last name. Where a second paragraph names in full
//! again whom the first one names, the first was a caption, a standfirst or a headline. That is so in 69 of 1,428
//! articles with a short beginning, standfirsts mostly, and below 56 of 169 captions with a name (first words counted as names, too); so it is a reason beside others.

use rustc_hash::FxHashSet;

/// Words are told apart by so many letters, since names have cases in many languages.
const STEM_CHARS: usize = 5;

/// Whether two texts name somebody or something in full that is the same.
pub(super) fn share_one(a: &str, b: &str) -> bool {
    let of_a = full_names(a);
    !of_a.is_empty() && full_names(b).iter().any(|name| of_a.contains(name))
}

/// The names of a text, each as the first letters of its two words, in lower case. The first word of a text has a capital anyway.
fn full_names(text: &str) -> FxHashSet<[String; 2]> {
    let mut found = FxHashSet::default();
    // The word in capitals before, if nothing stands between.
    let mut before: Option<String> = None;
    for (at, token) in text.split_whitespace().enumerate() {
        let word = token.trim_start_matches(|c: char| !c.is_alphanumeric());
        if !word.starts_with(char::is_uppercase) || (at == 0 && word.chars().count() <= STEM_CHARS - 2) {
            before = None;
            continue;
        }
        let end = word.find(|c: char| !c.is_alphanumeric() && c != '-').unwrap_or(word.len());
        let last = stem(&word[..end]);
        if let Some(first) = before.filter(|_| word.len() == token.len()) {
            found.insert([first, last.clone()]);
        }
        before = (end == word.len()).then_some(last);
    }
    found
}

fn stem(word: &str) -> String {
    word.chars().flat_map(char::to_lowercase).take(STEM_CHARS).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_two_words_in_capitals_with_nothing_between() {
        let full = |text| full_names(text).len();
        assert_eq!([full("then Anna Lind left."), full("then Anna, Lind and others left.")], [1, 0]);
        assert_eq!([full("“Anna Lind’s boat”"), full("Anna-Lena Lind"), full("anna lind")], [1, 1, 0]);
        assert_eq!([full("The Court is closed."), full("Die Polizei kam.")], [0, 0]);
    }

    #[test]
    fn names_are_the_same_in_other_cases() {
        assert!(share_one("Anna Lind speaks at the harbour.", "The mayor, Anna Lind, said no."));
        assert!(share_one("Беседа с Анной Ивановой.", "За Анной Ивановою пришли."));
        assert!(!share_one("Anna Lind speaks at the harbour.", "Lind said no, and so did Anna."));
    }
}

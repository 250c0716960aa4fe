//! The features of a folded text by its words: the hash of each, for the tables of [`super`].
//!
//! `train/train_wording.py` asks for them by `examples/wording_features.rs`, so training and use cannot part.

use crate::chars;
use crate::segment::sentence;
use std::ops::Range;

/// Letters of a word that count by themselves: what its inflected forms have in common.
const STEM_CHARS: usize = 5;
/// So many signs of an unspaced script make a feature at most.
const RUN_SIGNS: usize = 4;
/// So many words at the beginning of a sentence count by their place too.
const PLACED_WORDS: u64 = 3;

/// Calls `each` with the hash of every feature of a folded text, sentence by sentence.
pub fn each_feature(folded: &str, mut each: impl FnMut(u64)) {
    sentence::of_folded(folded).for_each(|sentence| each_of_sentence(&folded[sentence], |hash, _| each(hash)));
}

/// What begins and ends a text, as a neighbour of its first and last word.
const EDGE: u64 = 0x9e37_79b9_7f4a_7c15;
/// Tell a pair with a word between, and a word at its place, from other features.
const SKIPPED: u64 = 77;
const PLACED: u64 = 55;

/// The features of one sentence: the hash of each, and where it stands.
pub(super) fn each_of_sentence(sentence: &str, mut each: impl FnMut(u64, Range<usize>)) {
    let (mut before, mut before_at) = (EDGE, 0);
    let mut second_before = EDGE;
    let (mut at, mut place) = (0, 0);
    while let Some(c) = char_at(sentence, at) {
        let start = at;
        at += c.len_utf8();
        if c.is_whitespace() {
            continue;
        }
        if is_unspaced(c) {
            (before, before_at, second_before) = (EDGE, at, EDGE);
            each_run(sentence, start, &mut each);
            continue;
        }
        let word = if chars::is_alphanumeric(c) {
            let word = Word::at(sentence, start);
            at = word.end;
            if let Some(stem_end) = word.stem_end {
                each(mixed(hash_of(&sentence[start..stem_end]), EDGE), start..stem_end);
            }
            // Numbers of as many digits are one word.
            if word.has_digit { mixed(1, word.chars.min(4) as u64) } else { hash_of(&sentence[start..at]) }
        } else {
            mixed(2, u64::from(c))
        };
        each(word, start..at);
        each(mixed(before.rotate_left(21), word), before_at..at);
        each(mixed(mixed(second_before.rotate_left(13), SKIPPED), word), before_at..at);
        if place < PLACED_WORDS {
            each(mixed(mixed(word, PLACED), place), start..at);
        }
        place += 1;
        second_before = before;
        (before, before_at) = (word, start);
    }
    each(mixed(before.rotate_left(21), EDGE), before_at..sentence.len());
}

/// Runs of one to four signs of an unspaced script.
fn each_run(sentence: &str, start: usize, each: &mut impl FnMut(u64, Range<usize>)) {
    let (mut run, mut end) = (mixed(3, 0), start);
    for sign in sentence[start..].chars().take(RUN_SIGNS).take_while(|sign| is_unspaced(*sign)) {
        run = mixed(run, u64::from(sign));
        end += sign.len_utf8();
        each(run, start..end);
    }
}

/// The character at an offset that is the start of one.
fn char_at(text: &str, at: usize) -> Option<char> {
    let first = *text.as_bytes().get(at)?;
    if first.is_ascii() { Some(char::from(first)) } else { text[at..].chars().next() }
}

/// The extent of a word.
struct Word {
    end: usize,
    chars: usize,
    has_digit: bool,
    /// Where its first letters end, if it goes on behind them and is no number.
    stem_end: Option<usize>,
}

impl Word {
    fn at(text: &str, start: usize) -> Word {
        let (mut end, mut chars, mut has_digit, mut stem_end) = (start, 0, false, 0);
        while let Some(c) = char_at(text, end).filter(|c| chars::is_alphanumeric(*c) && !is_unspaced(*c)) {
            end += c.len_utf8();
            chars += 1;
            has_digit |= chars::is_numeric(c);
            if chars == STEM_CHARS {
                stem_end = end;
            }
        }
        let stem_end = (chars > STEM_CHARS && !has_digit).then_some(stem_end);
        Word { end, chars, has_digit, stem_end }
    }
}

/// The hash of some letters, eight bytes at once.
fn hash_of(letters: &str) -> u64 {
    let (eights, rest) = letters.as_bytes().as_chunks::<8>();
    let hash = eights.iter().fold(0, |hash, eight| mixed(hash, u64::from_le_bytes(*eight)));
    let last = rest.iter().rev().fold(0, |last, byte| last << 8 | u64::from(*byte));
    mixed(hash, last)
}

/// A hash and one more thing (the multiplication of FxHash; its upper bits are the good ones).
fn mixed(hash: u64, more: u64) -> u64 {
    (hash.rotate_left(5) ^ more).wrapping_mul(0x517c_c1b7_2722_0a95)
}

/// Signs of scripts that write no spaces between words, and of Korean, whose words are long.
fn is_unspaced(c: char) -> bool {
    c >= '\u{e00}'
        && matches!(c, '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}' | '\u{3040}'..='\u{30ff}'
        | '\u{3400}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}' | '\u{f900}'..='\u{faff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn features(text: &str) -> Vec<u64> {
        let mut out = Vec::new();
        each_of_sentence(text, |hash, _| out.push(hash));
        out
    }

    #[test]
    fn words_stems_and_pairs_are_features() {
        // Two words, each with the one before, the one before that, and its place; the pair at the end; one word is
        // long enough for a stem.
        assert_eq!(features("our newsletter").len(), 2 * 4 + 1 + 1);
        let [near, far] = [features("follow our daily newsletter"), features("follow our weekly newsletter")];
        let differ = near.iter().filter(|feature| !far.contains(feature)).count();
        // "daily", by its place, "our daily", "follow … daily", "daily newsletter"; not "our … newsletter".
        assert_eq!(differ, 5);
        let [one, other] = [features("newsletter"), features("newsletters")];
        assert_eq!(one.iter().filter(|feature| other.contains(feature)).count(), 1);
        assert_eq!(features("in 2019"), features("in 2024"));
        assert_ne!(features("in 2019"), features("in 19"));
        // Five signs: runs of one to four from each.
        assert_eq!(features("关注我们吧").len(), 4 + 4 + 3 + 2 + 1 + 1);
        assert_eq!(features("").len(), 1);
    }
}

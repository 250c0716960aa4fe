//! Whether UTF-8 with faults is likelier than another charset.

use super::charset::Charset;
use super::detect::{Guess, Reading};
use super::legacy::{self, likelihood};
use super::{common, declared, map};
use crate::pipeline::About;

/// What speaks for UTF-8 beside its letters, in eighths of a bit: each well-formed sequence, which
/// other charsets have by accident only; and what a lost character costs less than one that
/// somebody wrote, because stray bytes do happen.
const SEQUENCE: i64 = 16;
const ENOUGH_SEQUENCES: usize = 8;
const LOST: i64 = 100;

/// Where UTF-8 with faults and another charset compete, neither is surer than this.
pub(super) const CONTESTED: f32 = 0.9;

/// How likely the bytes are as UTF-8 with faults, behind other text of the file.
pub(super) fn of_utf8(bytes: &[u8], beside: &str, reading: Reading) -> i64 {
    let (text, lost) = map::read(bytes, 0, reading);
    let text = without_cuts(text.as_str().trim());
    let count = |n: usize| i64::try_from(n).unwrap_or(0);
    let sequences = text.chars().filter(|c| !c.is_ascii() && common::is_plain(*c)).count().min(ENOUGH_SEQUENCES);
    let stray = text.matches('\u{FFFD}').count().min(lost).min(sequences);
    likelihood(&format!("{beside} {text}")) + SEQUENCE * count(sequences) + LOST * count(stray)
}

/// A character that is cut at an end is no fault: what is left of it is up to three bytes at the
/// start, and one stretch at the end.
fn without_cuts(text: &str) -> &str {
    let text = text.strip_suffix('\u{FFFD}').unwrap_or(text);
    (0..3).fold(text, |text, _| text.strip_prefix('\u{FFFD}').unwrap_or(text))
}

/// In a few bytes, or where the sequences are few, what looks like damaged UTF-8 may be a legacy
/// charset that happens to have some: the reading that is more like a language decides.
pub(super) fn unless_legacy(
    guess: Guess<'static>,
    bytes: &[u8],
    about: &About<'_>,
    declared: Option<Charset>,
) -> Guess<'static> {
    let found = legacy::find(bytes, "", about, declared);
    let words = legacy::sample(bytes).words;
    if found.score > of_utf8(&words, "", guess.reading) {
        return Guess::new(found.charset, found.ground, found.confidence.min(CONTESTED));
    }
    guess
}

/// The other charset of bytes that are valid UTF-8 by accident: an apostrophe and an accent of Mac
/// Roman are a letter of Armenian, alone in a Latin word.
pub(super) fn by_accident(text: &str, about: &About<'_>) -> Option<Guess<'static>> {
    const CLEARLY: i64 = 32;
    if text.len() > MAX_BYTES || !text.bytes().all(|b| matches!(b, 0..=0xbf | 0xd2..=0xd6)) || !has_guests(text) {
        return None;
    }
    let bytes = text.as_bytes();
    let found = legacy::find(bytes, "", about, declared::charset(bytes, about));
    let words = legacy::sample(bytes).words;
    let is_likelier = found.score > of_utf8(&words, "", Reading::Whole(Charset::Utf8)) + CLEARLY;
    is_likelier.then(|| Guess::new(found.charset, found.ground, found.confidence.min(CONTESTED)))
}

/// Longer texts have other letters than such.
const MAX_BYTES: usize = 1 << 16;

/// Whether there are letters that are not ASCII, and each stands alone at a Latin one.
fn has_guests(text: &str) -> bool {
    let (mut guests, mut before) = (0, ' ');
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let after = chars.peek().copied().unwrap_or(' ');
        if !c.is_ascii() {
            let is_alone = before.is_ascii() && after.is_ascii();
            if !is_alone || !(before.is_ascii_alphabetic() || after.is_ascii_alphabetic()) {
                return false;
            }
            guests += 1;
        }
        before = c;
    }
    guests > 0
}

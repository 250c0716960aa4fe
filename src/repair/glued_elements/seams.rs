//! Where elements may have met: capitals that stand right behind a small letter or behind the stop of a sentence.

use crate::chars;
use crate::scan::{self, char_at, char_before};
use memchr::{memchr, memrchr};
use std::ops::Range;

/// What stands before a seam.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A small letter: `NewsWorld`.
    Word,
    /// The stop of a sentence: `the bridge.The mayor`.
    Stop,
    /// A year: `14 May 2024The mayor`.
    Year,
}

/// A place where two elements may have met.
#[derive(Debug, Clone, Copy)]
pub(super) struct Seam {
    pub at: usize,
    pub kind: Kind,
}

/// A line that has seams.
#[derive(Debug, Clone)]
pub(super) struct Line {
    pub span: Range<usize>,
    /// Which of the text's seams stand in it.
    pub seams: Range<usize>,
}

/// Of a hundred bytes of code at least so many are its signs.
const MIN_PERCENT_OF_CODE: usize = 3;

/// All places of a text where elements may have met.
pub(super) fn seams(text: &str) -> Vec<Seam> {
    let kind = |at: usize| {
        if is_inside_word(text, at) {
            return Some(Kind::Word);
        }
        if is_behind_year(text, at) {
            return Some(Kind::Year);
        }
        sentence_before(text, at).map(|_| Kind::Stop)
    };
    glued_capitals(text).filter_map(|at| Some(Seam { at, kind: kind(at)? })).collect()
}

/// Capitals with no white space before them.
fn glued_capitals(text: &str) -> impl Iterator<Item = usize> + '_ {
    let bytes = text.as_bytes();
    let places = scan::pairs(bytes, may_be_capital).map(|at| at + usize::from(bytes[at + 1].is_ascii()));
    let is_glued = |at: &usize| at.checked_sub(1).is_some_and(|before| bytes[before] > b' ');
    places.filter(is_glued).filter(|at| char_at(text, *at).is_some_and(chars::is_uppercase))
}

/// Whether the second byte may be a capital behind a letter, a digit or a stop, or both are a capital: most of Latin, Greek, Cyrillic,
/// Armenian. Few questions, as every byte is asked them.
fn may_be_capital(byte: u8, next: u8) -> bool {
    let is_before = (byte >= b'a') | (byte.wrapping_sub(b'.') <= b'?' - b'.') | (byte == b'!');
    let is_ascii = (next.wrapping_sub(b'A') < 26) & is_before;
    let is_row = (byte.wrapping_sub(0xc3) < 0x13) & (byte != 0xcf) & (byte != 0xd1);
    let is_capital = (next < 0xa0) | (byte >= 0xce) & (next < 0xb0) | (byte == 0xc5) & (next > 0xb8);
    is_ascii | is_row & is_capital
}

/// Whether the capital at `at` stands between small letters.
pub(super) fn is_inside_word(text: &str, at: usize) -> bool {
    char_before(text, at).is_some_and(char::is_lowercase) && text[at..].chars().nth(1).is_some_and(char::is_lowercase)
}

/// Whether the capital at `at` begins a word right behind a year that something stands before.
fn is_behind_year(text: &str, at: usize) -> bool {
    let start = at.wrapping_sub(4);
    text.get(start..at).is_some_and(is_year)
        && text[..start].ends_with([' ', '.', '/'])
        && text[at..].chars().nth(1).is_some_and(|c| c.is_lowercase() || c == ' ')
}

/// Whether a text begins with a year of the last hundred or the next.
pub(super) fn is_year(text: &str) -> bool {
    (text.starts_with("19") || text.starts_with("20"))
        && text.bytes().take(4).filter(u8::is_ascii_digit).count() == 4
        && !text[4..].starts_with(|c: char| c.is_ascii_digit())
}

/// The last word of the sentence whose stop stands right before `at`, where a capital begins another: both words are whole.
/// `Node.Js`, `102.5` and `ul.Nowa` have no such place.
pub(super) fn sentence_before(text: &str, at: usize) -> Option<&str> {
    let sentence = text[..at].strip_suffix(['.', '!', '?'])?;
    let rest = sentence.trim_end_matches(is_in_word);
    let word = &sentence[rest.len()..];
    let is_whole = rest.is_empty() || rest.ends_with(char::is_whitespace);
    let goes_on = || {
        text[at..]
            .trim_start_matches(is_in_word)
            .starts_with(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | ':'))
    };
    (is_whole && is_last_word(word, text.as_bytes()[sentence.len()]) && goes_on()).then_some(word)
}

/// Whether a sentence may end so. Shorter words may be abbreviations: `ul.`, `art.`, `dr.`.
fn is_last_word(word: &str, stop: u8) -> bool {
    let letters = word.chars().count();
    let is_small = word.chars().skip(1).all(|c| !chars::is_uppercase(c));
    let has_number = word.contains(chars::is_numeric);
    is_small && !has_number && (letters >= 4 || letters >= 2 && stop != b'.')
}

fn is_in_word(c: char) -> bool {
    chars::is_alphanumeric(c) || matches!(c, '-' | '\'' | '’')
}

/// The words that seams stand in, once each, with the first seam of theirs.
pub(super) fn words<'s>(
    text: &str,
    seams: impl Iterator<Item = &'s Seam>,
) -> impl Iterator<Item = (Range<usize>, usize)> {
    let mut end = 0;
    seams.filter(|seam| seam.kind == Kind::Word).filter_map(move |seam| {
        if seam.at < end {
            return None;
        }
        let start = text[..seam.at].trim_end_matches(chars::is_alphabetic).len();
        end = text.len() - text[seam.at..].trim_start_matches(chars::is_alphabetic).len();
        Some((start..end, seam.at))
    })
}

/// The lines of at least `min_bytes` that seams stand in, code aside.
pub(super) fn lines(text: &str, seams: &[Seam], min_bytes: usize) -> Vec<Line> {
    let bytes = text.as_bytes();
    let mut lines: Vec<Line> = Vec::new();
    let mut first = 0;
    while let Some(seam) = seams.get(first) {
        let start = memrchr(b'\n', &bytes[..seam.at]).map_or(0, |at| at + 1);
        let end = memchr(b'\n', &bytes[seam.at..]).map_or(text.len(), |at| seam.at + at);
        let count = seams[first..].partition_point(|seam| seam.at < end);
        if end - start >= min_bytes && !is_code(&bytes[start..end]) {
            lines.push(Line { span: start..end, seams: first..first + count });
        }
        first += count;
    }
    lines
}

fn is_code(line: &[u8]) -> bool {
    let is_sign = |byte: u8| {
        matches!(byte, b'{' | b'}' | b'[' | b']' | b'(' | b')' | b';' | b'=' | b'<' | b'>' | b'_' | b'/' | b'\\')
    };
    scan::count(line, is_sign) * 100 >= line.len() * MIN_PERCENT_OF_CODE
}

//! Which of the charsets that are neither Unicode nor 7-bit it is.
//!
//! `chardetng` looks at the bytes; then a sample of the words that are not ASCII is read in
//! every candidate, and the one is taken whose reading is most like a language. What
//! `chardetng`, the address and the declaration say is worth some bits each.

use super::candidates::{self, Candidate};
use super::charset::Charset;
use super::sample::{self, Sample};
use super::{Ground, declared, strange};
use crate::language::fluency;
use crate::pipeline::About;
use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, WINDOWS_1258};
use unicode_normalization::UnicodeNormalization;

/// What was found, and how sure it is.
pub(super) struct Found {
    pub(super) charset: Charset,
    pub(super) ground: Ground,
    pub(super) confidence: f32,
}

/// What `chardetng`'s guess is worth, in eighths of a bit.
const GUESS_BONUS: i64 = 48;
/// The same for its guess with the country of the address, and for the declared charset.
const DOMAIN_BONUS: i64 = 48;
const DECLARED_BONUS: i64 = 48;

/// The charset of `bytes`; `beside` is text of the same file that is known already.
pub(super) fn find(bytes: &[u8], beside: &str, about: &About<'_>, declared: Option<Charset>) -> Found {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    let mut sample = Sample::default();
    for window in windows(bytes) {
        detector.feed(window, false);
        sample.add(window);
    }
    let guess = |domain: Option<&[u8]>| Charset::of(detector.guess(domain, Utf8Detection::Deny));
    let plain = guess(None);
    let domain = about.address.and_then(declared::top_level_domain);
    let by_domain = domain.as_deref().map(|domain| guess(Some(domain.as_bytes())));
    let bonus = |charset: Charset| {
        let worth = |said: Option<Charset>, bonus: i64| if said == Some(charset) { bonus } else { 0 };
        worth(Some(plain), GUESS_BONUS) + worth(by_domain, DOMAIN_BONUS) + worth(declared, DECLARED_BONUS)
    };
    let mut all: Vec<Candidate> = candidates::ALL.clone();
    for said in [Some(plain), by_domain, declared.filter(|charset| is_legacy(*charset))].into_iter().flatten() {
        if all.iter().all(|candidate| candidate.charset != said) {
            all.push(Candidate { charset: said, handicap: 0, table: None });
        }
    }
    let beside = sample::head(beside);
    let read = readings(&all, &sample.words, beside, bonus);
    let [first, second] = [read.first(), read.get(1)];
    let Some(first) = first else {
        return Found { charset: plain, ground: Ground::Detected, confidence: 0.3 };
    };
    let margin = second.map_or(i64::MAX, |second| first.score - second.score);
    let by_declaration = declared == Some(first.charset) && plain != first.charset;
    let ground = if by_declaration { Ground::Declared } else { Ground::Detected };
    Found { charset: first.charset, ground, confidence: confidence(margin) }
}

fn is_legacy(charset: Charset) -> bool {
    matches!(charset, Charset::Browser(_) | Charset::Table(_) | Charset::Johab)
}

fn confidence(margin: i64) -> f32 {
    match margin {
        ..=0 => 0.5,
        1..24 => 0.6,
        24..64 => 0.8,
        64..128 => 0.9,
        128..512 => 0.97,
        _ => 0.99,
    }
}

struct Reading {
    charset: Charset,
    score: i64,
    text: String,
}

/// The distinct readings of the sample, the best first.
fn readings(all: &[Candidate], sample: &[u8], beside: &str, bonus: impl Fn(Charset) -> i64) -> Vec<Reading> {
    let mut read: Vec<Reading> = Vec::new();
    for candidate in all {
        let Some(text) = text_of(candidate, sample) else { continue };
        let worth = bonus(candidate.charset) - candidate.handicap;
        if let Some(same) = read.iter_mut().find(|other| other.text == text) {
            if same.score < worth {
                (same.score, same.charset) = (worth, candidate.charset);
            }
            continue;
        }
        read.push(Reading { charset: candidate.charset, score: worth, text });
    }
    for reading in &mut read {
        let whole = format!("{beside} {}", reading.text);
        reading.score += fluency(&whole).total - strange::cost(&reading.text);
    }
    read.sort_by_key(|reading| -reading.score);
    if std::env::var_os("SHOW").is_some() {
        for r in read.iter().take(6) {
            eprintln!("{} {} {}", r.charset.name(), r.score, r.text.chars().take(80).collect::<String>());
        }
    }
    read
}

fn text_of(candidate: &Candidate, sample: &[u8]) -> Option<String> {
    if let Some(table) = candidate.table {
        let read = sample.iter().map(|byte| table[usize::from(*byte)].unwrap_or('\u{FFFD}'));
        if candidate.charset == Charset::Browser(WINDOWS_1258) {
            return Some(read.nfc().collect());
        }
        return Some(read.collect());
    }
    let mut text = String::with_capacity(sample.len());
    super::map::text(sample, candidate.charset, &mut text);
    Some(text)
}
const HEAD_BYTES: usize = 128 << 10;
const WINDOW_BYTES: usize = 64 << 10;

/// What `chardetng` gets to see: all of it, or of a large document the part that begins with
/// the first byte that is not ASCII, a part of the middle and the end.
///
/// At 15 to 30 MB/s it would otherwise cost more than everything else together.
fn windows(bytes: &[u8]) -> impl Iterator<Item = &[u8]> {
    let whole = bytes.len() <= HEAD_BYTES + 2 * WINDOW_BYTES;
    let skip = if whole { 0 } else { Encoding::ascii_valid_up_to(bytes).saturating_sub(64) };
    let rest = &bytes[skip..];
    let head_len = if whole { rest.len() } else { HEAD_BYTES.min(rest.len()) };
    let (head, rest) = rest.split_at(head_len);
    let middle = rest.len() / 2;
    let last = rest.len().saturating_sub(WINDOW_BYTES);
    let inner = [(middle.min(last), middle), (last, rest.len())];
    let inner = inner.map(|(from, to)| line_window(rest.get(from..to.max(from)).unwrap_or_default()));
    [trim_tail(head, whole)].into_iter().chain(inner).filter(|window| !window.is_empty())
}

/// Ends a window where no character can be cut.
fn trim_tail(window: &[u8], whole: bool) -> &[u8] {
    match memchr::memrchr2(b'\n', b' ', window) {
        Some(end) if !whole => &window[..=end],
        _ => window,
    }
}

/// The part of a window between two places where no character can be cut; in every
/// charset here, space and line feed are only that.
fn line_window(window: &[u8]) -> &[u8] {
    let window = &window[window.len().saturating_sub(WINDOW_BYTES)..];
    match (memchr::memchr2(b'\n', b' ', window), memchr::memrchr2(b'\n', b' ', window)) {
        (Some(start), Some(end)) if start < end => &window[start..=end],
        _ => &[],
    }
}

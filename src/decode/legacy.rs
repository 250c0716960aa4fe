//! Which of the charsets that are neither Unicode nor 7-bit it is.
//!
//! A sample of the words that are not ASCII is read in every candidate, and the one is taken whose
//! reading is most like a language. Where the lead is small, what `chardetng` makes of the bytes,
//! the country of the address and the declaration are worth some bits each.

use super::candidates::{self, Candidate};
use super::charset::Charset;
use super::sample::{self, Sample};
use super::{Ground, declared, strange};
use crate::language::fluency;
use crate::pipeline::About;
use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{BIG5, EUC_KR, Encoding, GB18030, GBK, WINDOWS_1258};
use unicode_normalization::UnicodeNormalization;

/// What was found, and how sure it is.
pub(super) struct Found {
    pub(super) charset: Charset,
    pub(super) ground: Ground,
    pub(super) confidence: f32,
    /// How likely the sample is in it.
    pub(super) score: i64,
}

/// What the word of others is worth, in eighths of a bit: `chardetng`'s guess, its guess with the
/// country of the address, and the declared charset. Declarations lie more often.
const GUESS_BONUS: i64 = 8;
const DOMAIN_BONUS: i64 = 40;
const DECLARED_BONUS: i64 = 40;

/// A lead that needs no further opinion.
const CLEAR_LEAD: i64 = 128;

/// The charset of `bytes`; `beside` is text of the same file that is known already.
pub(super) fn find(bytes: &[u8], beside: &str, about: &About<'_>, declared: Option<Charset>) -> Found {
    let sample = sample(bytes);
    let declared = declared.filter(|charset| is_legacy(*charset));
    let beside = sample::head(beside);
    let mut read = readings(&sample.words, beside, declared);
    let bytes_alone = read.first().map(|first| first.charset);
    if lead(&read) < CLEAR_LEAD {
        let domain = about.address.and_then(declared::top_level_domain);
        let [plain, local] = guesses(bytes, domain.as_deref());
        for reading in &mut read {
            let worth = |said: Option<Charset>, bonus: i64| if reading.is_in(said) { bonus } else { 0 };
            let bonus = worth(plain, GUESS_BONUS) + worth(local, DOMAIN_BONUS) + worth(declared, DECLARED_BONUS);
            reading.score += bonus;
        }
        read.sort_by_key(|reading| -reading.score);
    }
    let Some(first) = read.first() else {
        return Found { charset: UNKNOWN, ground: Ground::Detected, confidence: 0.3, score: i64::MIN };
    };
    // Of charsets that read the sample alike the declared one is as good as any.
    let is_declared = first.is_in(declared);
    let charset = declared.filter(|_| is_declared).unwrap_or(first.charset);
    let ground = if is_declared && bytes_alone != Some(charset) { Ground::Declared } else { Ground::Detected };
    let is_text = first.score > NO_TEXT * i64::try_from(sample.words.len() + beside.len() + 1).unwrap_or(0);
    let sure = confidence(lead(&read)).min(if is_text { 1.0 } else { 0.4 });
    Found { charset, ground, confidence: sure, score: first.score }
}

/// The words that are read in all charsets.
pub(super) fn sample(bytes: &[u8]) -> Sample {
    let mut sample = Sample::default();
    windows(bytes).for_each(|window| sample.add(window));
    sample
}

/// What a byte costs where even the best reading is like no language, as of noise.
const NO_TEXT: i64 = -70;

/// What is read when there is nothing to read.
const UNKNOWN: Charset = Charset::Browser(encoding_rs::WINDOWS_1252);

fn is_legacy(charset: Charset) -> bool {
    matches!(charset, Charset::Browser(_) | Charset::Johab) || charset.is_ascii_table()
}

/// How far the best reading is ahead of the next.
fn lead(read: &[Reading]) -> i64 {
    match read {
        [first, second, ..] => first.score - second.score,
        _ => i64::MAX,
    }
}

/// `chardetng`'s guess, and its guess for the country of the address.
fn guesses(bytes: &[u8], domain: Option<&str>) -> [Option<Charset>; 2] {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    for window in windows(bytes) {
        detector.feed(window, false);
    }
    let guess = |domain: Option<&[u8]>| Charset::of(detector.guess(domain, Utf8Detection::Deny));
    [Some(guess(None)), domain.map(|domain| guess(Some(domain.as_bytes())))]
}

/// How often a lead of so many eighths of a bit is right, rounded, over the development files
/// (`examples/stage_scores` prints that table) and sentences of them encoded anew.
fn confidence(lead: i64) -> f32 {
    match lead {
        ..8 => 0.5,
        8..32 => 0.75,
        32..64 => 0.93,
        64..128 => 0.98,
        128..512 => 0.99,
        _ => 0.995,
    }
}

/// A reading of the sample.
struct Reading {
    /// The first of the charsets that read it so.
    charset: Charset,
    others: Vec<Charset>,
    score: i64,
    text: String,
}

impl Reading {
    fn is_in(&self, charset: Option<Charset>) -> bool {
        charset.is_some_and(|charset| charset == self.charset || self.others.contains(&charset))
    }
}

/// How many bytes are read in all charsets, and how many of the best readings go on.
const FIRST_BYTES: usize = 512;
const FINALISTS: usize = 5;

/// The distinct readings of the sample, the best first: of a long one only those that did well on
/// the start of it.
fn readings(sample: &[u8], beside: &str, declared: Option<Charset>) -> Vec<Reading> {
    let is_new = |charset: &Charset| candidates::ALL.iter().all(|candidate| candidate.charset != *charset);
    let declared = declared.filter(is_new).map(|charset| Candidate { charset, handicap: 0, table: None });
    let all: Vec<Candidate> = candidates::ALL.iter().chain(&declared).copied().collect();
    let first = match sample.get(..FIRST_BYTES).and_then(|first| memchr::memrchr(b' ', first)) {
        Some(end) if sample.len() > FIRST_BYTES * 3 / 2 => &sample[..end],
        _ => sample,
    };
    let mut read = compare(&all, first, beside);
    if first.len() < sample.len() {
        read.truncate(FINALISTS);
        let goes_on = |candidate: &Candidate| read.iter().any(|reading| reading.is_in(Some(candidate.charset)));
        let finalists: Vec<Candidate> = all.into_iter().filter(goes_on).collect();
        read = compare(&finalists, sample, beside);
    }
    read
}

fn compare(candidates: &[Candidate], sample: &[u8], beside: &str) -> Vec<Reading> {
    let mut read: Vec<Reading> = Vec::new();
    for candidate in candidates {
        let text = text_of(candidate, sample);
        let score = -candidate.handicap;
        match read.iter_mut().find(|other| other.text == text) {
            Some(same) if same.score >= score => same.others.push(candidate.charset),
            Some(same) => {
                same.others.push(std::mem::replace(&mut same.charset, candidate.charset));
                same.score = score;
            }
            None => read.push(Reading { charset: candidate.charset, others: Vec::new(), score, text }),
        }
    }
    for reading in &mut read {
        let whole = format!("{beside} {}", reading.text);
        reading.score += likelihood(&whole) - foreign_kana(reading.charset, &reading.text);
    }
    read.sort_by_key(|reading| -reading.score);
    read
}

/// How much a reading is like a text, in eighths of a bit.
pub(super) fn likelihood(text: &str) -> i64 {
    fluency(text).total - strange::cost(text)
}

/// Chinese and Korean charsets hold the Japanese syllables as well; their texts do not.
fn foreign_kana(charset: Charset, text: &str) -> i64 {
    const EACH: i64 = 24;
    let is_chinese_or_korean =
        matches!(charset, Charset::Browser(encoding) if [GBK, GB18030, BIG5, EUC_KR].contains(&encoding));
    if !is_chinese_or_korean {
        return 0;
    }
    let kana = text.chars().filter(|c| matches!(c, '\u{3041}'..='\u{3096}')).take(20).count();
    EACH * i64::try_from(kana).unwrap_or(0)
}

fn text_of(candidate: &Candidate, sample: &[u8]) -> String {
    if let Some(table) = candidate.table {
        let read = sample.iter().map(|byte| table[usize::from(*byte)].unwrap_or('\u{FFFD}'));
        if candidate.charset == Charset::Browser(WINDOWS_1258) {
            return read.nfc().collect();
        }
        return read.collect();
    }
    let mut text = String::with_capacity(sample.len());
    super::map::text(sample, candidate.charset, &mut text);
    text
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

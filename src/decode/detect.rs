//! Which charset it is, and why.

use super::charset::{Charset, Endian};
use super::lines::{self, Lines};
use super::wide::{self, Narrow};
use super::{Ground, contest, declared, ebcdic, legacy, mixed, sample, seven_bit};
use crate::pipeline::About;
use crate::scan;
use encoding_rs::{UTF_8, WINDOWS_1252};
use std::borrow::Cow;

/// How the bytes become text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reading {
    /// All in one charset.
    Whole(Charset),
    /// Lines of UTF-8 among lines of another charset.
    Lines { legacy: Charset },
    /// UTF-8 with quotation marks and dashes of windows-1252.
    Signs,
}

/// What was found out about the bytes.
pub(super) struct Guess<'b> {
    /// The charset of most of the bytes.
    pub(super) charset: Charset,
    /// The charset of the rest, if there are two.
    pub(super) minority: Option<Charset>,
    pub(super) reading: Reading,
    pub(super) ground: Ground,
    pub(super) confidence: f32,
    /// Bytes of the byte order mark, which is not text.
    pub(super) mark_len: usize,
    /// All of the bytes as text, if they turned out to be valid UTF-8.
    pub(super) valid: Option<&'b str>,
    /// These bytes are no text.
    pub(super) binary: bool,
}

impl Guess<'_> {
    pub(super) fn new(charset: Charset, ground: Ground, confidence: f32) -> Self {
        let reading = Reading::Whole(charset);
        Guess { charset, minority: None, reading, ground, confidence, mark_len: 0, valid: None, binary: false }
    }
}

/// The charset of a byte order mark, and its length. UTF-32 comes before UTF-16, whose mark
/// its own begins with.
pub(super) fn byte_order_mark(bytes: &[u8]) -> Option<(Charset, usize)> {
    let marks: [(&[u8], Charset); 5] = [
        (b"\xef\xbb\xbf", Charset::Utf8),
        (b"\xff\xfe\0\0", Charset::Utf32(Endian::Little)),
        (b"\0\0\xfe\xff", Charset::Utf32(Endian::Big)),
        (b"\xff\xfe", Charset::Utf16(Endian::Little)),
        (b"\xfe\xff", Charset::Utf16(Endian::Big)),
    ];
    marks.into_iter().find(|(mark, _)| bytes.starts_with(mark)).map(|(mark, charset)| (charset, mark.len()))
}

pub(super) fn detect<'b>(bytes: &'b [u8], about: &About<'_>) -> Guess<'b> {
    if let Some((charset, mark_len)) = byte_order_mark(bytes) {
        return Guess { mark_len, ..Guess::new(charset, Ground::ByteOrderMark, 1.0) };
    }
    let text = valid_utf8(bytes);
    if bytes.is_empty() {
        return Guess { valid: text, ..Guess::new(Charset::Utf8, Ground::ValidUtf8, 1.0) };
    }
    let sample = Narrow::of(bytes, text.is_some());
    if let Some(charset) = wide::shape(bytes, &sample) {
        return Guess::new(charset, Ground::Shape, wide::confidence(bytes.len()));
    }
    if has_magic(bytes) {
        return binary(text);
    }
    if let Some(guess) = ebcdic::shape(bytes) {
        return guess;
    }
    if is_binary(&sample) {
        return binary(text);
    }
    if let Some(text) = text {
        let shifted = if text.is_ascii() { seven_bit::shifted(bytes) } else { None };
        return match shifted {
            Some(charset) => Guess::new(charset, Ground::Escapes, seven_bit::confidence(charset)),
            None => contest::by_accident(text, about).unwrap_or_else(|| Guess {
                valid: Some(text),
                ..Guess::new(Charset::Utf8, Ground::ValidUtf8, lines::confidence(text))
            }),
        };
    }
    let declared = declared::charset(bytes, about);
    match lines::judge(bytes, declared == Some(Charset::Utf8)) {
        Lines::Utf8 { charset, has_signs, is_clear, is_flawed } => {
            let guess = flawed(charset, has_signs, if is_flawed { 0.95 } else { 0.98 });
            if is_clear && bytes.len() > sample::ALL_BYTES {
                return guess;
            }
            let at_most = if is_flawed { contest::CONTESTED } else { 1.0 };
            contest::unless_legacy(Guess { confidence: guess.confidence.min(at_most), ..guess }, bytes, about, declared)
        }
        Lines::Mixed { legacy, utf8, is_utf8_most, may_be_damage, has_signs } => {
            let found = legacy::find(&legacy, &utf8, about, declared);
            let words = legacy::sample(&legacy).words;
            if may_be_damage && contest::of_utf8(&words, sample::head(&utf8), Reading::Signs) > found.score {
                return flawed(Charset::Utf8, has_signs, contest::CONTESTED);
            }
            if !mixed::has_utf8(bytes, found.charset) {
                return Guess::new(found.charset, found.ground, found.confidence);
            }
            let (charset, minority) =
                if is_utf8_most { (Charset::Utf8, found.charset) } else { (found.charset, Charset::Utf8) };
            let reading = Reading::Lines { legacy: found.charset };
            Guess { minority: Some(minority), reading, ..Guess::new(charset, Ground::Mixed, found.confidence * 0.95) }
        }
        Lines::Legacy => {
            let found = legacy::find(bytes, "", about, declared);
            Guess::new(found.charset, found.ground, found.confidence)
        }
    }
}

/// UTF-8 with faults, which may be signs of windows-1252.
fn flawed(charset: Charset, has_signs: bool, confidence: f32) -> Guess<'static> {
    if !has_signs {
        return Guess::new(charset, Ground::Detected, confidence);
    }
    let minority = Some(Charset::Browser(WINDOWS_1252));
    Guess { reading: Reading::Signs, minority, ..Guess::new(charset, Ground::Mixed, confidence) }
}

fn binary(text: Option<&str>) -> Guess<'_> {
    let charset = if text.is_some() { Charset::Utf8 } else { Charset::Browser(WINDOWS_1252) };
    Guess { binary: true, ..Guess::new(charset, Ground::Detected, 0.0) }
}

/// The bytes as they are, if they are UTF-8. encoding_rs is faster at it than the standard
/// library where text is not ASCII.
fn valid_utf8(bytes: &[u8]) -> Option<&str> {
    match UTF_8.decode_without_bom_handling_and_without_replacement(bytes) {
        Some(Cow::Borrowed(text)) => Some(text),
        _ => None,
    }
}

const WINDOW_BYTES: usize = 1 << 15;

impl Narrow {
    /// What a look at the start, the middle and the end of the bytes counts.
    fn of(bytes: &[u8], is_utf8: bool) -> Self {
        let mut sample = Narrow { is_utf8, bytes: 0, nuls: 0, controls: 0 };
        let last = bytes.len().saturating_sub(WINDOW_BYTES);
        let mut done = 0;
        for start in [0, last / 2, last] {
            let end = (start + WINDOW_BYTES).min(bytes.len());
            let window = bytes.get(start.max(done)..end).unwrap_or_default();
            done = end;
            sample.bytes += window.len();
            sample.nuls += scan::count(window, |b| b == 0);
            sample.controls += scan::count(window, |b| matches!(b, 1..=8 | 16..=26 | 28..=31 | 127));
        }
        sample
    }
}

/// Noise has a control in every ninth byte. Text that is valid UTF-8 may have suffered
/// a good deal more than text that is not.
fn is_binary(sample: &Narrow) -> bool {
    (sample.nuls + sample.controls) * if sample.is_utf8 { 5 } else { 20 } > sample.bytes
}

/// The first bytes of formats that are never text.
fn has_magic(bytes: &[u8]) -> bool {
    const MAGIC: [&[u8]; 10] = [
        b"%PDF-",
        b"\x89PNG\r\n",
        b"\xff\xd8\xff",
        b"GIF87a",
        b"GIF89a",
        b"PK\x03\x04",
        b"\x1f\x8b\x08",
        b"\x28\xb5\x2f\xfd",
        b"\x7fELF",
        b"\xd0\xcf\x11\xe0\xa1\xb1",
    ];
    MAGIC.iter().any(|magic| bytes.starts_with(magic))
}

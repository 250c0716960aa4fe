//! Whether bytes without a single high bit are more than ASCII.

use super::charset::Charset;
use super::escapes::{Base64, KOREAN, SHIFT_IN, SHIFT_OUT};
use super::legacy::likelihood;
use super::{common, map};
use encoding_rs::{EUC_KR, GBK, ISO_2022_JP};

/// The charset whose escapes ASCII bytes hold.
pub(super) fn shifted(bytes: &[u8]) -> Option<Charset> {
    if memchr::memchr(0x1b, bytes).is_some() || memchr::memchr(SHIFT_OUT, bytes).is_some() {
        if speaks_iso_2022_kr(bytes) {
            return Some(Charset::Iso2022Kr);
        }
        if speaks_iso_2022_jp(bytes) {
            return Some(Charset::Browser(ISO_2022_JP));
        }
    }
    if speaks_hz(bytes) {
        return Some(Charset::Hz);
    }
    speaks_utf7(bytes).then_some(Charset::Utf7)
}

/// Whether there are escapes of ISO-2022-JP, and what is between them decodes. A cut at the end
/// is no fault.
fn speaks_iso_2022_jp(bytes: &[u8]) -> bool {
    let Some(first) = memchr::memchr(0x1b, bytes) else { return false };
    if !bytes[first..].starts_with(b"\x1b$") && !bytes[first..].starts_with(b"\x1b(") {
        return false;
    }
    let mut decoder = ISO_2022_JP.new_decoder_without_bom_handling();
    let mut text = String::with_capacity(decoder.max_utf8_buffer_length(bytes.len()).unwrap_or(0));
    let (_, _, lost) = decoder.decode_to_string(bytes, &mut text, false);
    let faults = text.matches('\u{FFFD}').count();
    !lost || faults * 50 < text.chars().filter(|c| !c.is_ascii()).count()
}

/// Whether shifts enclose Korean, or the header says that they will.
fn speaks_iso_2022_kr(bytes: &[u8]) -> bool {
    let header = memchr::memmem::find(bytes, KOREAN).is_some();
    let (mut good, mut bad) = (0, 0);
    for line in bytes.split(|b| *b == b'\n') {
        for shifted in line.split(|b| *b == SHIFT_OUT).skip(1) {
            let end = memchr::memchr(SHIFT_IN, shifted).unwrap_or(shifted.len());
            let (these_good, these_bad) = pairs(&shifted[..end], |pair| EUC_KR.decode_without_bom_handling(&pair).1);
            good += these_good;
            bad += these_bad;
        }
    }
    if header { bad * 20 <= good } else { good > 3 && bad * 50 <= good }
}

/// Whether every tilde is an escape of HZ, and what they enclose is common Chinese.
fn speaks_hz(bytes: &[u8]) -> bool {
    if memchr::memmem::find(bytes, b"~{").is_none() {
        return false;
    }
    let (mut good, mut bad) = (0, 0);
    for line in bytes.split(|b| *b == b'\n') {
        let mut rest = line;
        while let Some(at) = memchr::memchr(b'~', rest) {
            let after = &rest[at + 1..];
            rest = after.get(1..).unwrap_or_default();
            match after.first() {
                Some(b'{') => {
                    let end = memchr::memmem::find(rest, b"~}").unwrap_or(rest.len());
                    let strange = |pair: [u8; 2]| {
                        let (text, lost) = GBK.decode_without_bom_handling(&pair);
                        lost || !text.chars().all(|c| common::is_han(c) || !common::in_han_block(c))
                    };
                    let (these_good, these_bad) = pairs(&rest[..end], strange);
                    good += these_good;
                    bad += these_bad;
                    rest = rest.get(end + 2..).unwrap_or_default();
                }
                Some(b'~') | None => {}
                Some(_) => bad += 1,
            }
        }
    }
    good > 0 && bad * 10 <= good
}

/// How many pairs of 7-bit bytes are characters, and how many things are none. What is ASCII
/// white space is neither, and half a character at the end neither.
fn pairs(shifted: &[u8], is_bad: impl Fn([u8; 2]) -> bool) -> (usize, usize) {
    let (mut good, mut bad) = (0, 0);
    let mut rest = shifted;
    loop {
        rest = match *rest {
            [space, ref after @ ..] if space.is_ascii_whitespace() => after,
            [lead, trail, ref after @ ..] => {
                let is_char = [lead, trail].iter().all(|b| matches!(b, 0x21..=0x7e));
                let is_good = is_char && !is_bad([lead | 0x80, trail | 0x80]);
                *(if is_good { &mut good } else { &mut bad }) += 1;
                after
            }
            _ => break,
        };
    }
    (good, bad)
}

/// Whether every plus begins a stretch of base64 that is UTF-16 of sense.
///
/// A few characters might be an accident, as in `REST+API`: they must be such as Western text has
/// one at a time, and must make it more like a text.
fn speaks_utf7(bytes: &[u8]) -> bool {
    let (mut units, mut bad, mut few, mut first) = (0, 0, true, bytes.len());
    let mut at = 0;
    while let Some(plus) = memchr::memchr(b'+', &bytes[at..]) {
        at += plus;
        let base64 = Base64::at(&bytes[at..]);
        let is_cut = at + base64.len == bytes.len();
        let is_plus = bytes[at + 1..].starts_with(b"-");
        let sense = || base64.chars().all(|c| c.is_some_and(|c| !c.is_ascii_alphanumeric() && common::is_plain(c)));
        if !is_plus && (base64.is_whole || is_cut) && !base64.is_number && !base64.units.is_empty() && sense() {
            units += base64.units.len();
            few &= base64.units.iter().all(|unit| matches!(unit, 0xa0..0x2100));
            first = first.min(at);
        } else {
            bad += usize::from(!is_plus);
        }
        at += base64.len;
    }
    units > 0 && bad * 20 <= units && (units > FEW_UNITS || few && reads_better(bytes, first))
}

const FEW_UNITS: usize = 3;

/// Whether what stands around the first stretch of base64 is much more like a text when it is read.
fn reads_better(bytes: &[u8], first: usize) -> bool {
    const AROUND_BYTES: usize = 1 << 10;
    const CLEARLY: i64 = 32;
    let around = &bytes[first.saturating_sub(AROUND_BYTES)..(first + AROUND_BYTES).min(bytes.len())];
    let mut read = String::new();
    map::text(around, Charset::Utf7, &mut read);
    likelihood(&read) > likelihood(&String::from_utf8_lossy(around)) + CLEARLY
}

/// How sure escapes make it: those that announce a charset leave no doubt, a plus does.
pub(super) fn confidence(charset: Charset) -> f32 {
    if charset == Charset::Utf7 { 0.98 } else { 0.99 }
}

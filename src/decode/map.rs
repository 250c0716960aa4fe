//! From bytes to text in a known charset, with the exact way back.

use super::charset::{Charset, Endian};
use super::detect::Reading;
use super::{escapes, johab, mixed};
use crate::text::{SourceMap, Text};
use encoding_rs::{DecoderResult, Encoding, ISO_2022_JP, WINDOWS_1252};

const LOST: &str = "\u{FFFD}";

/// Text in the making, its map and what was lost.
#[derive(Default)]
pub(super) struct Reader {
    chars: String,
    map: SourceMap,
    pub(super) lost: usize,
}

impl Reader {
    /// Characters that were decoded from `source_len` bytes.
    pub(super) fn push(&mut self, chars: &str, source_start: usize, source_len: usize) {
        self.map.push(chars.len(), source_start, source_len);
        self.chars.push_str(chars);
    }

    pub(super) fn push_char(&mut self, c: char, source_start: usize, source_len: usize) {
        self.map.push(c.len_utf8(), source_start, source_len);
        self.chars.push(c);
    }

    /// Characters that stand in the source as they are.
    pub(super) fn push_linear(&mut self, chars: &str, source_start: usize) {
        self.map.push_linear(chars.len(), source_start);
        self.chars.push_str(chars);
    }

    pub(super) fn lose(&mut self, source_start: usize, source_len: usize) {
        self.push(LOST, source_start, source_len);
        self.lost += 1;
    }
}

/// The text of `bytes` after the first `skip`, and how many characters were lost.
pub(super) fn read(bytes: &[u8], skip: usize, reading: Reading) -> (Text, usize) {
    let mut reader = Reader::default();
    let body = bytes.get(skip..).unwrap_or_default();
    reader.chars.reserve(body.len());
    match reading {
        Reading::Whole(charset) => whole(body, skip, charset, &mut reader),
        Reading::Lines { legacy } => mixed::read(body, skip, legacy, &mut reader),
        Reading::Signs => utf8(body, skip, Strays::Signs, &mut reader),
    }
    (Text::new(reader.chars, reader.map), reader.lost)
}

/// The text of a sample without the way back.
pub(super) fn text(sample: &[u8], charset: Charset, out: &mut String) {
    if let Charset::Browser(encoding) = charset {
        out.push_str(&encoding.decode_without_bom_handling(sample).0);
    } else {
        let mut reader = Reader::default();
        whole(sample, 0, charset, &mut reader);
        out.push_str(&reader.chars);
    }
}

/// Reads all of `body` in one charset.
pub(super) fn whole(body: &[u8], skip: usize, charset: Charset, out: &mut Reader) {
    if let Some(table) = charset.single_bytes() {
        return single_byte(body, skip, &table, out);
    }
    match charset {
        Charset::Utf8 => utf8(body, skip, Strays::Lost, out),
        Charset::Cesu8 => utf8(body, skip, Strays::Pairs, out),
        Charset::Utf16(endian) => utf16(body, skip, endian, out),
        Charset::Utf32(endian) => utf32(body, skip, endian, out),
        Charset::Utf7 => escapes::utf7(body, skip, out),
        Charset::Hz => escapes::hz(body, skip, out),
        Charset::Iso2022Kr => escapes::iso_2022_kr(body, skip, out),
        Charset::Johab => johab(body, skip, out),
        Charset::Browser(encoding) => multi_byte(body, skip, encoding, out),
        // It was read above.
        Charset::Table(_) => {}
    }
}

/// What the bytes between well-formed UTF-8 are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Strays {
    /// Nothing that can be read.
    Lost,
    /// Pairs of surrogates, each in three bytes.
    Pairs,
    /// Quotation marks and dashes of windows-1252.
    Signs,
}

pub(super) fn utf8(body: &[u8], skip: usize, strays: Strays, out: &mut Reader) {
    let mut at = 0;
    // The end of a pair of surrogates that was read already.
    let mut done = 0;
    for chunk in body.utf8_chunks() {
        out.push_linear(chunk.valid(), skip + at);
        at += chunk.valid().len();
        let invalid = chunk.invalid();
        if !invalid.is_empty() && at >= done {
            let sign = || mixed::sign_at(body, at).filter(|_| strays == Strays::Signs);
            if strays == Strays::Pairs
                && let Some(c) = surrogates(&body[at..])
            {
                out.push_char(c, skip + at, 6);
                done = at + 6;
            } else if let Some(sign) = sign() {
                out.push_char(sign, skip + at, 1);
            } else {
                out.lose(skip + at, invalid.len());
            }
        }
        at += invalid.len();
    }
}

/// The character of two surrogates that were written as three bytes each.
pub(super) fn surrogates(bytes: &[u8]) -> Option<char> {
    let [0xed, high @ 0xa0..=0xaf, high_low @ 0x80..=0xbf, 0xed, low @ 0xb0..=0xbf, low_low @ 0x80..=0xbf, ..] = *bytes
    else {
        return None;
    };
    let unit = |high: u8, low: u8| 0xd000 | u16::from(high & 0x3f) << 6 | u16::from(low & 0x3f);
    char::decode_utf16([unit(high, high_low), unit(low, low_low)]).next()?.ok()
}

/// The character of a windows-1252 byte.
pub(super) fn western(byte: u8) -> Option<char> {
    WINDOWS_1252.decode_without_bom_handling_and_without_replacement(&[byte])?.chars().next()
}

fn utf16(body: &[u8], skip: usize, endian: Endian, out: &mut Reader) {
    let (pairs, tail) = body.as_chunks::<2>();
    let mut at = skip;
    for decoded in char::decode_utf16(pairs.iter().map(|pair| endian.unit(*pair))) {
        match decoded {
            Ok(c) => {
                out.push_char(c, at, c.len_utf16() * 2);
                at += c.len_utf16() * 2;
            }
            Err(_) => {
                out.lose(at, 2);
                at += 2;
            }
        }
    }
    if !tail.is_empty() {
        out.lose(at, tail.len());
    }
}

fn utf32(body: &[u8], skip: usize, endian: Endian, out: &mut Reader) {
    let (quads, tail) = body.as_chunks::<4>();
    let mut at = skip;
    for quad in quads {
        match char::from_u32(endian.quad(*quad)) {
            Some(c) => out.push_char(c, at, 4),
            None => out.lose(at, 4),
        }
        at += 4;
    }
    if !tail.is_empty() {
        out.lose(at, tail.len());
    }
}

fn johab(body: &[u8], skip: usize, out: &mut Reader) {
    let mut at = 0;
    while let Some(lead) = body.get(at) {
        if lead.is_ascii() {
            let ascii = ascii_prefix(&body[at..]);
            out.push_linear(ascii, skip + at);
            at += ascii.len();
            continue;
        }
        match body.get(at + 1).and_then(|trail| johab::character(*lead, *trail)) {
            Some(c) => {
                out.push_char(c, skip + at, 2);
                at += 2;
            }
            // The byte behind it may begin the next character.
            None => {
                out.lose(skip + at, 1);
                at += 1;
            }
        }
    }
}

/// The ASCII bytes at the start, as text.
fn ascii_prefix(bytes: &[u8]) -> &str {
    let len = Encoding::ascii_valid_up_to(bytes);
    std::str::from_utf8(&bytes[..len]).unwrap_or_default()
}

pub(super) fn single_byte(body: &[u8], skip: usize, table: &[Option<char>; 256], out: &mut Reader) {
    let is_ascii = (0_u8..128).all(|byte| table[usize::from(byte)] == Some(char::from(byte)));
    let mut at = 0;
    while at < body.len() {
        if is_ascii {
            let ascii = ascii_prefix(&body[at..]);
            out.push_linear(ascii, skip + at);
            at += ascii.len();
        }
        let mut units = Units { start: skip + at, ..Units::default() };
        for byte in body[at..].iter().take_while(|byte| !is_ascii || **byte >= 0x80) {
            match table[usize::from(*byte)] {
                Some(c) => units.push(c, 1, out),
                None => {
                    units.flush(out);
                    out.lose(units.start, 1);
                    units.start += 1;
                }
            }
            at += 1;
        }
        units.flush(out);
    }
}

/// Characters of one length in text and in source, behind each other: entered into the map at
/// once.
#[derive(Default)]
struct Units {
    start: usize,
    text_len: usize,
    source_len: usize,
    count: usize,
}

impl Units {
    fn push(&mut self, c: char, source_len: usize, out: &mut Reader) {
        if (self.text_len, self.source_len) != (c.len_utf8(), source_len) {
            self.flush(out);
            (self.text_len, self.source_len) = (c.len_utf8(), source_len);
        }
        self.count += 1;
        out.chars.push(c);
    }

    fn flush(&mut self, out: &mut Reader) {
        out.map.push_units(self.text_len, self.start, self.source_len, self.count);
        self.start += self.source_len * self.count;
        self.count = 0;
    }
}

/// Reads charsets of several bytes a character, in stretches as long as they are sound.
fn multi_byte(body: &[u8], skip: usize, encoding: &'static Encoding, out: &mut Reader) {
    const STRETCH_BYTES: usize = 4096;
    let Some(length) = length_of(encoding) else {
        slowly(body, skip, encoding, usize::MAX, out);
        return;
    };
    let mut buffer = vec![0; STRETCH_BYTES.min(body.len()) * 4 + 16];
    let mut at = 0;
    while at < body.len() {
        let ascii = ascii_prefix(&body[at..]);
        out.push_linear(ascii, skip + at);
        at += ascii.len();
        let mut end = at;
        while end < body.len() && end - at < STRETCH_BYTES {
            end += length(&body[end..]);
        }
        let Some(stretch) = body.get(at..end) else {
            // The last character is cut.
            slowly(&body[at..], skip + at, encoding, usize::MAX, out);
            return;
        };
        let mut decoder = encoding.new_decoder_without_bom_handling();
        let (result, _, written) = decoder.decode_to_utf8_without_replacement(stretch, &mut buffer, true);
        let text = std::str::from_utf8(&buffer[..written]).unwrap_or_default();
        if result == DecoderResult::InputEmpty && push_stretch(stretch, skip + at, text, length, out) {
            at = end;
        } else {
            at += slowly(&body[at..], skip + at, encoding, stretch.len(), out);
        }
    }
}

/// How many bytes the character at the start of the bytes has, by its first ones.
type Length = fn(&[u8]) -> usize;

fn length_of(encoding: &'static Encoding) -> Option<Length> {
    let length: Length = match encoding.name() {
        "GBK" | "gb18030" => |bytes| match *bytes {
            [0x81..=0xfe, b'0'..=b'9', ..] => 4,
            [0x81..=0xfe, ..] => 2,
            _ => 1,
        },
        "Big5" | "EUC-KR" => |bytes| if matches!(bytes, [0x81..=0xfe, ..]) { 2 } else { 1 },
        "Shift_JIS" => |bytes| if matches!(bytes, [0x81..=0x9f | 0xe0..=0xfc, ..]) { 2 } else { 1 },
        "EUC-JP" => |bytes| match *bytes {
            [0x8f, ..] => 3,
            [0x80..=0xff, ..] => 2,
            _ => 1,
        },
        _ => return None,
    };
    Some(length)
}

/// Enters a stretch that was decoded; not if its characters are not one for each length, as
/// with a few of Big5.
fn push_stretch(stretch: &[u8], source: usize, text: &str, length: Length, out: &mut Reader) -> bool {
    let mut lengths = 0;
    let mut at = 0;
    while at < stretch.len() {
        at += length(&stretch[at..]);
        lengths += 1;
    }
    if text.chars().count() != lengths {
        return false;
    }
    let mut units = Units { start: source, ..Units::default() };
    let mut at = 0;
    for c in text.chars() {
        let len = length(&stretch[at..]);
        units.push(c, len, out);
        at += len;
    }
    units.flush(out);
    true
}

/// Feeds the decoder byte by byte, so that what it gives is known to come from the bytes
/// since it last gave something. ASCII goes around it where ASCII is always ASCII.
///
/// Stops at the first border between characters from `enough` on, and says where that is.
fn slowly(body: &[u8], skip: usize, encoding: &'static Encoding, enough: usize, out: &mut Reader) -> usize {
    let stateful = encoding == ISO_2022_JP;
    let mut decoder = encoding.new_decoder_without_bom_handling();
    let mut buffer = [0_u8; 32];
    // Bytes before `from` have their characters; those up to `at` are in the decoder.
    let (mut from, mut at) = (0, 0);
    loop {
        if from == at && at >= enough {
            return at;
        }
        if from == at && !stateful {
            let ascii = ascii_prefix(&body[at..]);
            out.push_linear(ascii, skip + at);
            at += ascii.len();
            from = at;
        }
        let next = body.get(at..at + 1).unwrap_or_default();
        let last = next.is_empty();
        let (result, read, written) = decoder.decode_to_utf8_without_replacement(next, &mut buffer, last);
        at += read;
        let malformed = match result {
            DecoderResult::Malformed(len, extra) => {
                let end = at.saturating_sub(usize::from(extra)).max(from);
                Some(end.saturating_sub(usize::from(len)).max(from)..end)
            }
            _ => None,
        };
        if written > 0 {
            let chars = std::str::from_utf8(&buffer[..written]).unwrap_or_default();
            let upto = malformed.as_ref().map_or(at, |lost| lost.start);
            while stateful && upto - from > 3 && body[from] == 0x1b {
                from += 3;
            }
            out.push(chars, skip + from, upto - from);
            from = upto;
        }
        if let Some(lost) = malformed {
            out.lose(skip + lost.start, lost.len());
            from = lost.end;
            if !stateful && from < at {
                // What the decoder had taken beyond the fault is read anew, so that it never
                // holds more than one character.
                decoder = encoding.new_decoder_without_bom_handling();
                at = from;
            }
        } else if last {
            return at;
        }
    }
}

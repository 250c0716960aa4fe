//! From bytes to text in a known charset, with the exact way back.

use super::detect::{Charset, Endian};
use crate::text::{SourceMap, Text};
use encoding_rs::{DecoderResult, Encoding, ISO_2022_JP};

const LOST: &str = "\u{FFFD}";

/// Text in the making, its map and what was lost.
#[derive(Default)]
struct Reader {
    chars: String,
    map: SourceMap,
    lost: usize,
}

impl Reader {
    /// Characters that were decoded from `source_len` bytes.
    fn push(&mut self, chars: &str, source_start: usize, source_len: usize) {
        self.map.push(chars.len(), source_start, source_len);
        self.chars.push_str(chars);
    }

    /// Characters that stand in the source as they are.
    fn push_linear(&mut self, chars: &str, source_start: usize) {
        self.map.push_linear(chars.len(), source_start);
        self.chars.push_str(chars);
    }

    fn lose(&mut self, source_start: usize, source_len: usize) {
        self.push(LOST, source_start, source_len);
        self.lost += 1;
    }
}

/// The text of `bytes` after the first `skip`, and how many characters were lost.
pub(super) fn read(bytes: &[u8], skip: usize, charset: Charset) -> (Text, usize) {
    let mut reader = Reader::default();
    let body = bytes.get(skip..).unwrap_or_default();
    reader.chars.reserve(body.len());
    match charset {
        Charset::Utf8 => utf8(body, skip, &mut reader),
        Charset::Utf16(endian) => utf16(body, skip, endian, &mut reader),
        Charset::Utf32(endian) => utf32(body, skip, endian, &mut reader),
        Charset::Legacy(encoding) if encoding.is_single_byte() => single_byte(body, skip, encoding, &mut reader),
        Charset::Legacy(encoding) => multi_byte(body, skip, encoding, &mut reader),
    }
    (Text::new(reader.chars, reader.map), reader.lost)
}

fn utf8(body: &[u8], skip: usize, out: &mut Reader) {
    let mut at = skip;
    for chunk in body.utf8_chunks() {
        out.push_linear(chunk.valid(), at);
        at += chunk.valid().len();
        if !chunk.invalid().is_empty() {
            out.lose(at, chunk.invalid().len());
            at += chunk.invalid().len();
        }
    }
}

fn utf16(body: &[u8], skip: usize, endian: Endian, out: &mut Reader) {
    let (pairs, tail) = body.as_chunks::<2>();
    let mut at = skip;
    for decoded in char::decode_utf16(pairs.iter().map(|pair| endian.unit(*pair))) {
        match decoded {
            Ok(c) => {
                out.push(c.encode_utf8(&mut [0; 4]), at, c.len_utf16() * 2);
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
            Some(c) => out.push(c.encode_utf8(&mut [0; 4]), at, 4),
            None => out.lose(at, 4),
        }
        at += 4;
    }
    if !tail.is_empty() {
        out.lose(at, tail.len());
    }
}

/// The ASCII bytes at the start, as text.
fn ascii_prefix(bytes: &[u8]) -> &str {
    let len = Encoding::ascii_valid_up_to(bytes);
    std::str::from_utf8(&bytes[..len]).unwrap_or_default()
}

fn single_byte(body: &[u8], skip: usize, encoding: &'static Encoding, out: &mut Reader) {
    let table: Vec<Option<char>> = (0x80..=0xff_u8)
        .map(|byte| encoding.decode_without_bom_handling_and_without_replacement(&[byte])?.chars().next())
        .collect();
    let mut at = 0;
    while at < body.len() {
        let ascii = ascii_prefix(&body[at..]);
        out.push_linear(ascii, skip + at);
        at += ascii.len();
        for byte in body[at..].iter().take_while(|byte| **byte >= 0x80) {
            match table.get(usize::from(byte - 0x80)) {
                Some(Some(c)) => out.push(c.encode_utf8(&mut [0; 4]), skip + at, 1),
                _ => out.lose(skip + at, 1),
            }
            at += 1;
        }
    }
}

/// Feeds the decoder byte by byte, so that what it gives is known to come from the bytes
/// since it last gave something. ASCII goes around it where ASCII is always ASCII.
fn multi_byte(body: &[u8], skip: usize, encoding: &'static Encoding, out: &mut Reader) {
    let stateful = encoding == ISO_2022_JP;
    let mut decoder = encoding.new_decoder_without_bom_handling();
    let mut buffer = [0_u8; 32];
    // Bytes before `from` have their characters; those up to `at` are in the decoder.
    let (mut from, mut at) = (0, 0);
    loop {
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
            break;
        }
    }
}

//! UTF-8 that was read as GBK or Shift_JIS: `f眉r`, `fﾃｼr` and `fu銉縭` for `für`.
//!
//! These charsets take two bytes for a character, so a sign swallowed its neighbour and may
//! have lost a byte. A line is put right where all of its wide characters turn back into
//! UTF-8.

use super::EncodingRepair;
use super::lines::lines;
use super::lost::{Bytes, Lost, MIN_DOCUMENT_BYTES};
use super::mended::{Mended, Writer};
use super::reading::find_lost;
use super::strange::{is_c1, is_plausible};
use crate::edits::Edits;
use crate::language::fluency;
use crate::scan;
use encoding_rs::{self as charset, Encoding};
use std::ops::Range;

const CHARSETS: [&Encoding; 2] = [charset::GBK, charset::SHIFT_JIS];

/// Bits are counted in eighths.
const MIN_GAIN: i64 = 64;

/// So much of a text tells whether it is text.
const MAX_SAMPLE: usize = 1500;

/// A longer line stays as it is: every byte of a line takes some thirty while it is read.
const MAX_LINE: usize = 4 << 20;

impl EncodingRepair {
    /// Reads a text as UTF-8 that was read as GBK or Shift_JIS; says whether it was.
    pub(super) fn read_wide(&self, chars: &str, out: &mut Edits) -> bool {
        if !is_mixed(chars) {
            return false;
        }
        let Some(charset) = CHARSETS.into_iter().find(|charset| fits(chars, charset)) else { return false };
        let path = format!("UTF-8 read as {}", charset.name().to_ascii_lowercase());
        let finds = chars.len() >= MIN_DOCUMENT_BYTES;
        let before = out.len();
        for line in lines(chars) {
            let old = &chars[line.clone()];
            if old.is_ascii() || old.len() > MAX_LINE {
                continue;
            }
            let read = read(old, charset);
            if read.broken > 0 || read.sequences == 0 {
                continue;
            }
            let mut mended = read.mended;
            if finds && !read.lost.is_empty() {
                let found = find_lost(&mended.line, &read.lost);
                mended = mended.then(found);
            }
            out.undid(path.clone(), mended.places());
            mended.push(line.start, out);
        }
        out.len() > before
    }
}

/// Whether wide letters stand in words of ASCII letters, as often as not.
fn is_mixed(chars: &str) -> bool {
    let wide = |a: u8, b: u8| ((0xe4..=0xe9).contains(&a)) | ((a == 0xef) & ((b == 0xbd) | (b == 0xbe)));
    let (mut all, mut mixed) = (0, 0);
    let mut runs = 0;
    let mut last = usize::MAX;
    for at in scan::pairs(chars.as_bytes(), wide) {
        all += 1;
        if last != at.wrapping_sub(3) {
            runs += 1;
            let before = at.checked_sub(1).and_then(|at| chars.as_bytes().get(at));
            mixed += usize::from(before.is_some_and(u8::is_ascii_alphabetic));
        }
        last = at;
        // Long before the end a text in Chinese or Japanese has shown itself.
        if all > 64 && mixed * 8 < all {
            return false;
        }
    }
    runs >= 1 && mixed * 4 >= runs && mixed * 8 >= all
}

/// Whether a text turns back into UTF-8 in a charset, and reads better then.
fn fits(chars: &str, charset: &'static Encoding) -> bool {
    let (mut old, mut new) = (String::new(), String::new());
    let (mut sequences, mut broken) = (0, 0);
    for line in lines(chars).map(|line| &chars[line]).filter(|line| !line.is_ascii()) {
        let room = MAX_SAMPLE.saturating_sub(old.len());
        let cut = line.char_indices().map(|(at, _)| at).chain([line.len()]).take_while(|at| *at <= room).last();
        let piece = &line[..cut.unwrap_or(0)];
        if piece.is_empty() {
            break;
        }
        let read = read(piece, charset);
        sequences += read.sequences;
        broken += read.broken;
        old.push_str(piece);
        old.push('\n');
        new.push_str(&read.mended.line);
        new.push('\n');
    }
    sequences >= 1 && broken * 8 <= sequences && fluency(&new).total - fluency(&old).total >= MIN_GAIN
}

/// A line read again.
struct Read {
    mended: Mended,
    lost: Vec<(usize, Lost)>,
    sequences: usize,
    /// Bytes that belong to no sequence.
    broken: usize,
}

/// A byte of the line as it was before the damage, and the character of the line that holds it.
#[derive(Debug, Clone, Copy)]
struct Byte {
    /// Nothing where it was lost.
    byte: Option<u8>,
    start: usize,
    end: usize,
}

fn read(line: &str, charset: &'static Encoding) -> Read {
    let bytes = bytes_of(line, charset);
    let mut writer = Writer::new(line);
    let (mut lost, mut sequences, mut broken) = (Vec::new(), 0, 0);
    let mut at = 0;
    while at < bytes.len() {
        let Byte { byte, start, end } = bytes[at];
        let Some((c, len, missing)) = sequence(&bytes[at..]) else {
            broken += usize::from(byte.is_some_and(|byte| byte >= 0x80));
            at += 1;
            continue;
        };
        let place: Range<usize> = start..bytes[at + len - 1].end.max(end);
        // A character of ASCII that stands alone is as it was.
        if c.is_ascii() && line[place.clone()].chars().eq([c]) {
            at += 1;
            continue;
        }
        sequences += usize::from(!c.is_ascii());
        let written = writer.replace(place, c);
        if let Some(missing) = missing {
            let next = bytes.get(at + missing.at + 1).and_then(|next| next.byte);
            lost.push((written, Lost { choices: unreadable_before(next, charset), ..missing }));
        }
        at += len;
    }
    Read { mended: writer.finish(), lost, sequences, broken }
}

/// The bytes of a line; a character that the charset has not is the byte zero.
fn bytes_of(line: &str, charset: &'static Encoding) -> Vec<Byte> {
    let mut bytes = Vec::with_capacity(line.len());
    for (start, c) in line.char_indices() {
        let end = start + c.len_utf8();
        let mut push = |byte| bytes.push(Byte { byte, start, end });
        match c {
            '\u{fffd}' => push(None),
            c if c.is_ascii() => push(Some(c as u8)),
            c if is_c1(c) => push(u8::try_from(c as u32).ok()),
            c => {
                let mut utf8 = [0; 4];
                let (encoded, _, unmappable) = charset.encode(c.encode_utf8(&mut utf8));
                if unmappable {
                    push(Some(0));
                } else {
                    encoded.iter().for_each(|byte| push(Some(*byte)));
                }
            }
        }
    }
    bytes
}

/// The bytes that a charset cannot read before the next one, and loses therefore.
fn unreadable_before(next: Option<u8>, charset: &'static Encoding) -> Bytes {
    let reads = |bytes: &[u8]| charset.decode_without_bom_handling_and_without_replacement(bytes).is_some();
    (0x80..0xc0).filter(|byte| !reads(&[*byte]) && next.is_none_or(|next| !reads(&[*byte, next]))).collect()
}

/// The character that some bytes begin with, its length, and what was lost of it.
fn sequence(bytes: &[Byte]) -> Option<(char, usize, Option<Lost>)> {
    let lead = bytes.first()?.byte?;
    let len = match lead {
        0 => return None,
        1..=0x7f => return Some((char::from(lead), 1, None)),
        0xc2..=0xdf => 2,
        0xe0..=0xef => 3,
        0xf0..=0xf4 => 4,
        _ => return None,
    };
    let mut whole = [lead, 0, 0, 0];
    let mut lost = None;
    for (at, Byte { byte, .. }) in bytes.get(1..len)?.iter().enumerate().map(|(at, byte)| (at + 1, byte)) {
        whole[at] = match byte {
            Some(byte @ 0x80..=0xbf) => *byte,
            None if lost.is_none() => {
                lost = Some(at);
                0x80
            }
            _ => return None,
        };
    }
    if let Some(at) = lost {
        return Some(('\u{fffd}', len, Some(Lost { bytes: whole, len, at, choices: Bytes::default() })));
    }
    let c = std::str::from_utf8(&whole[..len]).ok()?.chars().next()?;
    (is_plausible(c) && !is_c1(c)).then_some((c, len, None))
}

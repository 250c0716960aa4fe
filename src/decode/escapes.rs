//! Reading charsets that shift between ASCII and others by escapes: ISO-2022-KR, HZ, UTF-7.
//!
//! ISO-2022-JP is read by encoding_rs.

use super::map::Reader;
use encoding_rs::{EUC_KR, Encoding, GBK};

/// Designates Korean for what stands behind a shift out.
pub(super) const KOREAN: &[u8] = b"\x1b$)C";
pub(super) const SHIFT_OUT: u8 = 0x0e;
pub(super) const SHIFT_IN: u8 = 0x0f;

/// ISO-2022-KR (RFC 1557): shift out and in, and ASCII again on every line.
pub(super) fn iso_2022_kr(body: &[u8], skip: usize, out: &mut Reader) {
    let mut korean = false;
    let mut at = 0;
    while let Some(rest) = body.get(at..).filter(|rest| !rest.is_empty()) {
        match *rest {
            [0x1b, b'$', b')', b'C', ..] => at += KOREAN.len(),
            [SHIFT_OUT, ..] => {
                korean = true;
                at += 1;
            }
            [SHIFT_IN, ..] => {
                korean = false;
                at += 1;
            }
            [lead @ 0x21..=0x7e, trail, ..] if korean => at += double(EUC_KR, lead, trail, skip + at, out),
            [byte, ..] => {
                korean &= byte != b'\n';
                at += single(byte, skip + at, out);
            }
            [] => break,
        }
    }
}

/// HZ (RFC 1843): `~{` and `~}` around Chinese, `~~` for a tilde, a tilde before a line feed
/// that is none.
pub(super) fn hz(body: &[u8], skip: usize, out: &mut Reader) {
    let mut chinese = false;
    let mut at = 0;
    while let Some(rest) = body.get(at..).filter(|rest| !rest.is_empty()) {
        match *rest {
            [b'~', b'{', ..] if !chinese => {
                chinese = true;
                at += 2;
            }
            [b'~', b'}', ..] if chinese => {
                chinese = false;
                at += 2;
            }
            [b'~', b'\n', ..] if !chinese => at += 2,
            [b'~', b'~', ..] if !chinese => {
                out.push("~", skip + at, 2);
                at += 2;
            }
            [lead @ 0x21..=0x7d, trail, ..] if chinese => at += double(GBK, lead, trail, skip + at, out),
            [byte, ..] => {
                // Many senders leave out the shift at the end of a line.
                chinese &= byte != b'\n';
                at += single(byte, skip + at, out);
            }
            [] => break,
        }
    }
}

/// One character of two 7-bit bytes; gives how many bytes are done.
fn double(encoding: &'static Encoding, lead: u8, trail: u8, source: usize, out: &mut Reader) -> usize {
    if !matches!(trail, 0x21..=0x7e) {
        out.lose(source, 1);
        return 1;
    }
    match encoding.decode_without_bom_handling_and_without_replacement(&[lead | 0x80, trail | 0x80]) {
        Some(char) => out.push(&char, source, 2),
        None => out.lose(source, 2),
    }
    2
}

/// One byte that is ASCII, or lost.
fn single(byte: u8, source: usize, out: &mut Reader) -> usize {
    if byte.is_ascii() {
        out.push_char(char::from(byte), source, 1);
    } else {
        out.lose(source, 1);
    }
    1
}

/// A stretch of base64 in UTF-7, with the plus before it and the minus behind it.
pub(super) struct Base64 {
    /// How many bytes it takes, signs included.
    pub(super) len: usize,
    /// The UTF-16 it holds.
    pub(super) units: Vec<u16>,
    /// The bits that are over are fewer than a digit's and are zero.
    pub(super) is_whole: bool,
    /// It is all decimal digits, as a telephone number is.
    pub(super) is_number: bool,
}

impl Base64 {
    /// The stretch that begins with the plus at the start of `rest`.
    pub(super) fn at(rest: &[u8]) -> Self {
        let digits = rest.get(1..).unwrap_or_default();
        let (mut bits, mut held, mut len) = (0_u32, 0, 1);
        let mut units = Vec::new();
        let mut is_number = true;
        for digit in digits {
            let Some(value) = value_of(*digit) else { break };
            is_number &= digit.is_ascii_digit();
            len += 1;
            bits = bits << 6 | u32::from(value);
            held += 6;
            if held >= 16 {
                held -= 16;
                units.push(u16::try_from(bits >> held & 0xffff).unwrap_or_default());
                bits &= (1 << held) - 1;
            }
        }
        let is_whole = held < 6 && bits == 0 && len > 1;
        len += usize::from(rest.get(len) == Some(&b'-'));
        Base64 { len, units, is_whole, is_number }
    }

    pub(super) fn chars(&self) -> impl Iterator<Item = Option<char>> {
        char::decode_utf16(self.units.iter().copied()).map(Result::ok)
    }
}

fn value_of(digit: u8) -> Option<u8> {
    match digit {
        b'A'..=b'Z' => Some(digit - b'A'),
        b'a'..=b'z' => Some(digit - b'a' + 26),
        b'0'..=b'9' => Some(digit - b'0' + 52),
        b'+' => Some(62),
        b'/' => Some(63),
        _ => None,
    }
}

/// UTF-7 (RFC 2152). Characters share their digits, so a whole stretch of base64 is one unit
/// of the map.
pub(super) fn utf7(body: &[u8], skip: usize, out: &mut Reader) {
    let mut at = 0;
    while at < body.len() {
        let rest = &body[at..];
        let plain = rest.iter().position(|b| *b == b'+' || !b.is_ascii()).unwrap_or(rest.len());
        out.push_linear(std::str::from_utf8(&rest[..plain]).unwrap_or_default(), skip + at);
        at += plain;
        match rest.get(plain..) {
            Some([b'+', b'-', ..]) => {
                out.push("+", skip + at, 2);
                at += 2;
            }
            Some(stretch @ [b'+', ..]) => {
                let base64 = Base64::at(stretch);
                let mut chars: String = base64.chars().flatten().collect();
                let lost = base64.chars().filter(Option::is_none).count() + usize::from(!base64.is_whole);
                chars.extend(std::iter::repeat_n('\u{FFFD}', lost));
                out.push(&chars, skip + at, base64.len);
                out.lost += lost;
                at += base64.len;
            }
            Some([_, ..]) => {
                out.lose(skip + at, 1);
                at += 1;
            }
            _ => {}
        }
    }
}

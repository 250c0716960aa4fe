//! The escapes of letters and signs: `\u2019`, `\xe2\x80\x99`, `\U0001f327`.

/// A character that was escaped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Escaped {
    pub len: usize,
    pub char: char,
    pub way: Way,
}

/// How a character was escaped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    /// As its number, or as its bytes in UTF-8.
    Unicode,
    /// As one byte, which is its number in windows-1252.
    Byte,
}

/// Reads `\uXXXX`, also as a pair of surrogates, `\UXXXXXXXX`, and `\xXX` (bytes of UTF-8, or characters of windows-1252), with so many
/// backslashes.
pub(super) fn read(text: &str, backslashes: usize) -> Option<Escaped> {
    let (first, mut len) = unit(text, backslashes)?;
    let second = || unit(&text[len..], backslashes);
    let (char, way) = match first {
        Unit::Char(c) => (c, Way::Unicode),
        Unit::Surrogate(first) => {
            let (Unit::Surrogate(second), second_len) = second()? else { return None };
            len += second_len;
            (char::decode_utf16([first, second]).next()?.ok()?, Way::Unicode)
        }
        Unit::Byte(byte) if byte.is_ascii() => (char::from(byte), Way::Byte),
        Unit::Byte(byte) => match utf8(byte, &text[len..], backslashes) {
            Some((c, more)) => {
                len += more;
                (c, Way::Unicode)
            }
            None => (western(byte)?, Way::Byte),
        },
    };
    Some(Escaped { len, char, way })
}

/// Whether the digits of an escape stand at the start of a text, behind its backslash.
pub(super) fn is_unit(text: &str) -> bool {
    digits(text).is_some()
}

/// What one escape stands for.
#[derive(Debug, Clone, Copy)]
enum Unit {
    Char(char),
    /// Half of a character in UTF-16.
    Surrogate(u16),
    Byte(u8),
}

/// The letter of an escape, and its digits.
fn digits(escaped: &str) -> Option<(u8, &str)> {
    let kind = *escaped.as_bytes().first()?;
    let count = match kind {
        b'x' => 2,
        b'u' => 4,
        b'U' => 8,
        _ => return None,
    };
    let hex = escaped.get(1..=count).filter(|hex| hex.bytes().all(|b| b.is_ascii_hexdigit()))?;
    Some((kind, hex))
}

/// The escape at the start of a text, and its length.
fn unit(text: &str, backslashes: usize) -> Option<(Unit, usize)> {
    let (signs, escaped) = text.split_at_checked(backslashes)?;
    let (kind, hex) = digits(escaped).filter(|_| signs.bytes().all(|byte| byte == b'\\'))?;
    let number = u32::from_str_radix(hex, 16).ok()?;
    let unit = match u8::try_from(number) {
        Ok(byte) if kind == b'x' => Unit::Byte(byte),
        _ if (0xd800..0xe000).contains(&number) => Unit::Surrogate(u16::try_from(number).ok()?),
        _ => Unit::Char(char::from_u32(number)?),
    };
    Some((unit, backslashes + 1 + hex.len()))
}

/// The character of a byte in windows-1252.
fn western(byte: u8) -> Option<char> {
    encoding_rs::WINDOWS_1252.decode_without_bom_handling(&[byte]).0.chars().next()
}

/// The character of UTF-8 that a byte begins, the others escaped at the start of a text, and the length of these.
fn utf8(first: u8, text: &str, backslashes: usize) -> Option<(char, usize)> {
    let more = match first {
        0xc2..=0xdf => 1,
        0xe0..=0xef => 2,
        0xf0..=0xf4 => 3,
        _ => return None,
    };
    let mut bytes = vec![first];
    let mut len = 0;
    while bytes.len() <= more {
        let (Unit::Byte(byte), escape_len) = unit(&text[len..], backslashes)? else { return None };
        bytes.push(byte);
        len += escape_len;
    }
    Some((std::str::from_utf8(&bytes).ok()?.chars().next()?, len))
}

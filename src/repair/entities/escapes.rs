//! Escapes with a backslash, as JSON and languages of programs write them: `\u2019` and `\xe2\x80\x99` are letters or signs, `\n` ends a line.

use super::{Read, printable};

/// Which escapes of a text are damage, and not what it is about.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Escapes {
    letters: bool,
    /// How many backslashes an escaped line end has; none where line ends are not escaped.
    lines: usize,
}

/// So many escaped line ends at least (half, where two stand together), and more than so many of them for each line end of the text's own:
/// whoever writes about them breaks lines as well.
const MIN_LINE_ENDS: usize = 4;
const MIN_A_LINE: usize = 2;
/// At most one in so many has a quotation mark behind it: in code they end strings.
const MAX_IN_CODE: usize = 5;

impl Escapes {
    pub(super) fn of(chars: &str) -> Self {
        Escapes { letters: has_glued_letter(chars), lines: escaped_lines(chars) }
    }

    /// Reads the escape at `at`, if it is damage.
    pub(super) fn read(self, chars: &str, at: usize) -> Option<Read> {
        let letter = if self.letters { read_letter(&chars[at..]) } else { None };
        let is_first = !chars[..at].ends_with('\\');
        letter.or_else(|| if self.lines > 0 && is_first { read_line_end(&chars[at..], self.lines) } else { None })
    }
}

/// Reads the escape at the start of a text that was escaped once.
pub(super) fn read_once(text: &str) -> Option<Read> {
    read_letter(text).or_else(|| read_line_end(text, 1))
}

/// How many backslashes the escaped line ends have of a text that has nearly no others.
fn escaped_lines(chars: &str) -> usize {
    let bytes = chars.as_bytes();
    let mut ends = memchr::memmem::find_iter(bytes, br"\n").peekable();
    if ends.peek().is_none() {
        return 0;
    }
    // What was escaped twice has two everywhere; of what was escaped once two are a backslash of the text.
    let [mut once, mut twice, mut in_code] = [0; 3];
    for at in ends {
        match bytes[..at].last() {
            Some(b'\\') => twice += 1,
            _ => once += 1,
        }
        in_code += usize::from(matches!(bytes.get(at + 2), Some(b'"' | b'\'' | b'`')));
    }
    let (all, backslashes) = if once > 0 { (once, 1) } else { (twice, 2) };
    let lines = memchr::memchr_iter(b'\n', bytes).count();
    let min = if chars.contains(r"\n\n") || chars.contains(r"\r\n") { MIN_LINE_ENDS / 2 } else { MIN_LINE_ENDS };
    if all >= min && all > lines * MIN_A_LINE && in_code * MAX_IN_CODE <= all { backslashes } else { 0 }
}

/// Reads `\n`, `\r`, `\t` and escaped quotation marks and slashes with so many backslashes.
fn read_line_end(text: &str, backslashes: usize) -> Option<Read> {
    // Not counted to their end: a text may be a million of them.
    let (signs, escaped) = text.split_at_checked(backslashes)?;
    if signs.bytes().any(|byte| byte != b'\\') {
        return None;
    }
    let by = match escaped.chars().next()? {
        'n' => "\n",
        'r' => "",
        't' => "\t",
        '"' => "\"",
        '\'' => "'",
        '/' => "/",
        _ => return None,
    };
    Some(Read { len: backslashes + 1, by: by.into() })
}

/// Whether one escaped letter or sign of the document touches a letter: then it is damage. Alone between
/// spaces or quotes it is what the text is about.
fn has_glued_letter(chars: &str) -> bool {
    memchr::memchr_iter(b'\\', chars.as_bytes()).any(|at| {
        let Some(read) = read_letter(&chars[at..]) else { return false };
        let before = chars[..at].trim_end_matches('\\').chars().next_back();
        let rest = &chars[at + read.len..];
        let next = read_letter(rest).filter(|_| is_letter(&read.by));
        is_letter(&next.map_or_else(|| rest.chars().next().into_iter().collect(), |next| next.by))
            || before.is_some_and(char::is_alphabetic)
    })
}

fn is_letter(text: &str) -> bool {
    text.starts_with(char::is_alphabetic)
}

/// Reads `\uXXXX`, also as a pair of surrogates, `\UXXXXXXXX`, and `\xXX` (bytes of UTF-8, or characters of windows-1252), also with two
/// backslashes.
fn read_letter(text: &str) -> Option<Read> {
    let (first, mut len) = unit(text)?;
    let second = unit(&text[len..]);
    let c = match (first, second) {
        (Unit::Char(c), _) => c,
        (Unit::Surrogate(first), Some((Unit::Surrogate(second), second_len))) => {
            len += second_len;
            char::decode_utf16([first, second]).next()?.ok()?
        }
        (Unit::Surrogate(_), _) => return None,
        (Unit::Byte(first), _) => {
            let (c, more) = utf8(first, &text[len..]).unwrap_or((western(first)?, 0));
            len += more;
            c
        }
    };
    if c.is_ascii() {
        return None;
    }
    let by = printable(c.encode_utf8(&mut [0; 4]))?.to_owned();
    Some(Read { len, by })
}

/// What one escape stands for.
#[derive(Debug, Clone, Copy)]
enum Unit {
    Char(char),
    /// Half of a character in UTF-16.
    Surrogate(u16),
    Byte(u8),
}

/// The escape at the start of a text, and its length.
fn unit(text: &str) -> Option<(Unit, usize)> {
    let escaped = text.strip_prefix('\\')?;
    let escaped = escaped.strip_prefix('\\').unwrap_or(escaped);
    let digits = match escaped.as_bytes().first()? {
        b'x' => 2,
        b'u' => 4,
        b'U' => 8,
        _ => return None,
    };
    let hex = escaped.get(1..=digits).filter(|hex| hex.bytes().all(|b| b.is_ascii_hexdigit()))?;
    let number = u32::from_str_radix(hex, 16).ok()?;
    let unit = match u8::try_from(number) {
        Ok(byte) if digits == 2 => Unit::Byte(byte),
        _ if (0xd800..0xe000).contains(&number) => Unit::Surrogate(u16::try_from(number).ok()?),
        _ => Unit::Char(char::from_u32(number)?),
    };
    Some((unit, text.len() - escaped.len() + 1 + digits))
}

/// The character of a byte in windows-1252.
fn western(byte: u8) -> Option<char> {
    encoding_rs::WINDOWS_1252.decode_without_bom_handling(&[byte]).0.chars().next()
}

/// The character of UTF-8 that a byte begins, the others escaped at the start of a text, and the length of these.
fn utf8(first: u8, text: &str) -> Option<(char, usize)> {
    let more = match first {
        0xc2..=0xdf => 1,
        0xe0..=0xef => 2,
        0xf0..=0xf4 => 3,
        _ => return None,
    };
    let mut bytes = vec![first];
    let mut len = 0;
    while bytes.len() <= more {
        let (Unit::Byte(byte), escape_len) = unit(&text[len..])? else { return None };
        bytes.push(byte);
        len += escape_len;
    }
    Some((std::str::from_utf8(&bytes).ok()?.chars().next()?, len))
}

#[cfg(test)]
mod tests {
    use super::super::Entities;
    use crate::stage::Rewrite;
    use crate::text::Text;

    fn read(text: &str) -> String {
        Entities::default().apply(&Text::from(text)).into_string()
    }

    #[test]
    fn escaped_lines_are_lines() {
        for (escaped, lines) in [
            (
                r#"Home\nNews\n\nThe \"ferry\" stays.\n\nIt\'s \u2018old\u2019 and\/or slow.\n"#,
                "Home\nNews\n\nThe \"ferry\" stays.\n\nIt's ‘old’ and/or slow.\n",
            ),
            (r"Home\r\nNews\r\n\r\nThe ferry\tstays.\r\n", "Home\nNews\n\nThe ferry\tstays.\n"),
            (r#"Home\\nNews\\n\\nThe \\"ferry\\" stays.\\n"#, "Home\nNews\n\nThe \"ferry\" stays.\n"),
            (
                r"雨が降った。\n\n橋は閉鎖された。\n川が増水した。\n",
                "雨が降った。\n\n橋は閉鎖された。\n川が増水した。\n",
            ),
            (r"One.\nTwo: C:\\new\\temp\nThree.\nFour.\n", "One.\nTwo: C:\\\\new\\\\temp\nThree.\nFour.\n"),
        ] {
            assert_eq!(read(escaped), lines);
            assert_eq!(read(lines), lines);
        }
    }

    #[test]
    fn escaped_letters_are_letters() {
        for (escaped, letters) in [
            (r"don\xe2\x80\x99t go to the caf\xc3\xa9 \xf0\x9f\x8c\xa7", "don’t go to the café 🌧"),
            (r"It\x92s old: the\xa0ferry of \xc9mile is d\xe9truit", "It’s old: the\u{a0}ferry of Émile is détruit"),
            (r"\xd0\x94\xd0\xbe\xd0\xb6\xd0\xb4\xd1\x8c", "Дождь"),
            (r"\u0414\u043e\u0436\u0434\u044c", "Дождь"),
            (r"It\U00002019s \U0001f327", "It’s 🌧"),
        ] {
            assert_eq!(read(escaped), letters);
            assert_eq!(read(letters), letters);
        }
    }

    #[test]
    fn text_about_escapes_and_code_stay() {
        for text in [
            "A line ends with \\n on Unix,\nwith \\r\\n on Windows,\nand \\n\\n is a blank line.\nSo \\n is one.\n",
            r#"printf("one\n"); printf("two\n"); printf("three\n"); printf("four\n"); printf("five\n");"#,
            r"The files are in C:\new\notes and C:\temp\news.",
            r"Use [\x80-\xff] for what is beyond, or '\xe9' alone, or \x41\x42, \ud83c and \x90\x90.",
            r"Let \nabla f and \nu be given, \neq 0.",
        ] {
            assert_eq!(read(text), text);
        }
    }
}

//! Escapes with a backslash, as JSON and many languages of programs write them: `\u2019` is a letter or sign, `\n` ends a line.

use super::{Read, printable};

/// Which escapes of a text are damage, and not what it is about.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Escapes {
    letters: bool,
    /// How many backslashes an escaped line end has; none where line ends are not escaped.
    lines: usize,
}

/// So many escaped line ends at least, and more than so many of them for each line end of the text's own: whoever writes about
/// them breaks lines as well.
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
    if all >= MIN_LINE_ENDS && all > lines * MIN_A_LINE && in_code * MAX_IN_CODE <= all { backslashes } else { 0 }
}

/// Reads `\n`, `\r`, `\t` and escaped quotation marks and slashes with so many backslashes.
fn read_line_end(text: &str, backslashes: usize) -> Option<Read> {
    let escaped = text.trim_start_matches('\\');
    if text.len() - escaped.len() != backslashes {
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

/// Whether one `\uXXXX` of the document touches a letter: then it is damage. Alone between
/// spaces or quotes it is what the text is about.
fn has_glued_letter(chars: &str) -> bool {
    memchr::memmem::find_iter(chars.as_bytes(), b"\\u").any(|at| {
        let before = chars[..at].trim_end_matches('\\').chars().next_back();
        let after = read_letter(&chars[at..]).and_then(|read| chars[at + read.len..].chars().next());
        after.is_some_and(char::is_alphabetic)
            || (before.is_some_and(char::is_alphabetic) && read_letter(&chars[at..]).is_some())
    })
}

/// Reads `\uXXXX`, also with two backslashes and as a pair of surrogates.
fn read_letter(text: &str) -> Option<Read> {
    let start = if text.starts_with("\\\\u") { 1 } else { 0 };
    let unit = |at: usize| {
        let hex = text.get(at..)?.strip_prefix("\\u")?.get(..4)?;
        hex.bytes().all(|b| b.is_ascii_hexdigit()).then(|| u16::from_str_radix(hex, 16).ok())?
    };
    let first = unit(start)?;
    let mut len = start + 6;
    let mut units = vec![first];
    if (0xd800..0xdc00).contains(&first) {
        let doubled = usize::from(text.get(len..)?.starts_with("\\\\u"));
        units.push(unit(len + doubled)?);
        len += doubled + 6;
    }
    let c = char::decode_utf16(units).next()?.ok()?;
    if c.is_ascii() {
        return None;
    }
    let by = printable(c.encode_utf8(&mut [0; 4]))?.to_owned();
    Some(Read { len, by })
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
    fn text_about_escapes_and_code_stay() {
        for text in [
            "A line ends with \\n on Unix,\nwith \\r\\n on Windows,\nand \\n\\n is a blank line.\nSo \\n is one.\n",
            r#"printf("one\n"); printf("two\n"); printf("three\n"); printf("four\n"); printf("five\n");"#,
            r"The files are in C:\new\notes and C:\temp\news.",
            r"Let \nabla f and \nu be given, \neq 0.",
        ] {
            assert_eq!(read(text), text);
        }
    }
}

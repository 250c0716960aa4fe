//! How a made document is written down: as scrapers, mail programs and browsers leave text.

use super::{Choices, Part};
use encoding_rs::{GBK, SHIFT_JIS, WINDOWS_1251, WINDOWS_1252};

/// The charset of a made document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Charset {
    /// UTF-8.
    #[default]
    Utf8,
    /// UTF-8 with a byte order mark.
    Utf8Marked,
    /// UTF-16, little endian, with a byte order mark.
    Utf16Le,
    /// windows-1251.
    Cyrillic,
    /// windows-1252.
    Western,
    /// GBK.
    Chinese,
    /// Shift_JIS.
    Japanese,
}

impl Charset {
    const ALL: [Charset; 7] = [
        Charset::Utf8,
        Charset::Utf8Marked,
        Charset::Utf16Le,
        Charset::Cyrillic,
        Charset::Western,
        Charset::Chinese,
        Charset::Japanese,
    ];

    /// Text as bytes; what the charset cannot write becomes an entity, as in browsers.
    #[must_use]
    pub fn encode(self, text: &str) -> Vec<u8> {
        let table = match self {
            Charset::Utf8 => return text.as_bytes().to_vec(),
            Charset::Utf8Marked => return [b"\xef\xbb\xbf", text.as_bytes()].concat(),
            Charset::Utf16Le => {
                return [0xfeff].into_iter().chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect();
            }
            Charset::Cyrillic => WINDOWS_1251,
            Charset::Western => WINDOWS_1252,
            Charset::Chinese => GBK,
            Charset::Japanese => SHIFT_JIS,
        };
        table.encode(text).0.into_owned()
    }
}

/// How a document is written down. The default is one part a line, in LF and UTF-8.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Layout {
    /// As a page of HTML.
    pub html: bool,
    /// Its charset.
    pub charset: Charset,
    /// Lines are broken at this column.
    pub wrap: Option<usize>,
    /// Blank lines between parts.
    pub gaps: usize,
    /// Line ends are CR LF.
    pub crlf: bool,
    /// Every so many spaces one is a no-break space; zero for none.
    pub no_break: usize,
    /// Spaces in front of every line.
    pub indent: usize,
    /// Every so many parts the line break after one is missing; zero for none.
    pub glue: usize,
    /// How deep parts stand in a page of HTML.
    pub depth: usize,
}

impl Layout {
    /// A layout from choices.
    #[must_use]
    pub fn read(choices: &mut Choices<'_>) -> Self {
        Layout {
            html: choices.one_in(4),
            charset: if choices.one_in(4) { *choices.pick(&Charset::ALL) } else { Charset::Utf8 },
            wrap: choices.one_in(4).then(|| 40 + choices.below(60)),
            gaps: choices.below(3),
            crlf: choices.one_in(4),
            no_break: if choices.one_in(4) { 1 + choices.below(9) } else { 0 },
            indent: if choices.one_in(4) { choices.below(9) } else { 0 },
            glue: if choices.one_in(4) { 1 + choices.below(5) } else { 0 },
            depth: choices.below(12),
        }
    }

    /// The parts as flat text.
    pub(super) fn flat(&self, parts: &[(Part, Vec<String>)]) -> String {
        let mut out = String::new();
        for (at, (_, lines)) in parts.iter().enumerate() {
            for line in lines {
                for piece in self.wrapped(line) {
                    out.extend(std::iter::repeat_n(' ', self.indent));
                    out.push_str(&piece);
                    out.push('\n');
                }
            }
            out.extend(std::iter::repeat_n('\n', self.gaps));
            if self.glue > 0 && at % self.glue == 0 {
                out.truncate(out.trim_end_matches('\n').len());
            }
        }
        if self.no_break > 0 {
            out = self.with_no_break_spaces(&out);
        }
        if self.crlf { out.replace('\n', "\r\n") } else { out }
    }

    fn with_no_break_spaces(&self, text: &str) -> String {
        let mut spaces = 0;
        let mut change = |c: char| {
            spaces += usize::from(c == ' ');
            if c == ' ' && spaces % self.no_break == 0 { '\u{a0}' } else { c }
        };
        text.chars().map(&mut change).collect()
    }

    /// The line broken as a mail program does it: before the first word that does not fit.
    fn wrapped(&self, line: &str) -> Vec<String> {
        let Some(width) = self.wrap else { return vec![line.to_owned()] };
        let mut lines = vec![String::new()];
        for word in line.split(' ') {
            let Some(last) = lines.last_mut() else { continue };
            if last.is_empty() {
                last.push_str(word);
            } else if last.chars().count() + 1 + word.chars().count() <= width {
                last.push(' ');
                last.push_str(word);
            } else {
                lines.push(word.to_owned());
            }
        }
        lines
    }
}

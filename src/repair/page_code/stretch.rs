//! How far code reaches.
//!
//! A stretch begins with a line that opens code and ends with the line in which all its brackets are closed, if the next does not open more. Strings,
//! comments and expressions in slashes are read over. Brackets that never close (a string read wrongly) end it where its lines are no longer like code,
//! and so does running text outside of strings: no code has eight words in a row there.

use super::lines;
use super::literal::Ends;
use std::ops::Range;

/// A stretch of code. It ends with its last line, or before the words of the text that stand behind it in that line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Stretch {
    pub(super) at: Range<usize>,
    /// Whether it stands behind a blank in a line: its words may speak of code.
    pub(super) is_spoken_of: bool,
}

/// What the lines of comments begin with.
const COMMENTS: [&str; 3] = ["//", "*", "/*"];
/// So many lines inside brackets may have nothing of code.
const MAX_PLAIN_LINES: usize = 3;

/// All stretches of code in a text, in their order.
pub(super) fn find(chars: &str) -> Vec<Stretch> {
    let mut found: Vec<Stretch> = Vec::new();
    let mut ends = Ends::default();
    let mut line = 0..0;
    while line.end < chars.len() || !line.is_empty() {
        if line.is_empty() {
            line = line.end..line_end(chars, line.end);
        }
        let text = &chars[line.clone()];
        let inside = if lines::opens(text.trim()) { Some(0) } else { lines::opening_inside(text) };
        let Some(inside) = inside else {
            line.start = line.end;
            continue;
        };
        let start = line.start + inside;
        let end = Reader::new(chars, &mut ends, start).end();
        let before = &text[..inside];
        found.push(Stretch {
            at: start..end,
            is_spoken_of: before.ends_with(char::is_whitespace) && !before.trim().is_empty(),
        });
        line = if end < line.end { end..line.end } else { end..end };
    }
    found
}

/// Where the line ends that goes on at `at`.
fn line_end(chars: &str, at: usize) -> usize {
    memchr::memchr(b'\n', &chars.as_bytes()[at..]).map_or(chars.len(), |len| at + len + 1)
}

/// Reads code sign by sign.
struct Reader<'t, 'e> {
    chars: &'t str,
    ends: &'e mut Ends,
    at: usize,
    /// Where the comment of a line ends: brackets in it do not count, but words may be those of a text.
    comment_end: usize,
    /// Brackets that are open.
    depth: usize,
    /// The last sign that was no blank.
    last: u8,
    /// Where the code ends if what stands behind the next blank lines does not belong to it.
    line_end: usize,
    /// Where the last line ends up to which all lines are like code.
    like_code: usize,
    /// Lines that are not.
    plain_lines: usize,
    /// Words since the last sign that is none of sentences.
    words: Words,
}

/// Words in a row, with nothing of code between them.
#[derive(Default)]
struct Words {
    from: usize,
    count: usize,
    /// Bytes of letters beyond ASCII: some scripts have no blanks.
    other_bytes: usize,
    is_inside: bool,
}

impl Words {
    /// A quotation mark behind so many is no string of code.
    const FEW: usize = 3;

    /// Takes the sign at `at`, and the one behind it; where brackets are closed, stops and colons with a blank behind them are a sentence's too.
    fn take(&mut self, at: usize, byte: u8, next: Option<u8>, is_closed: bool) {
        let is_letter = byte.is_ascii_alphanumeric() || !byte.is_ascii();
        // A sentence has a blank behind its signs: neither `a.b` nor `a,b`.
        let is_stop = matches!(byte, b'?' | b'!' | b':' | b';' | b')') && next.is_none_or(|next| next == b' ');
        let is_tight = matches!(byte, b'.' | b',') && next.is_some_and(|next| next != b' ' && next != b'\n');
        if is_letter {
            self.count += usize::from(!self.is_inside);
            self.other_bytes += usize::from(!byte.is_ascii());
        } else if !(matches!(byte, b' ' | b',' | b'.' | b'-' | b'\'' | b'"') || is_closed && is_stop) || is_tight {
            *self = Words { from: at + 1, ..Words::default() };
        }
        self.is_inside = is_letter || self.is_inside && matches!(byte, b'-' | b'\'');
    }

    fn are_sentence(&self) -> bool {
        self.count >= lines::SENTENCE_WORDS || self.other_bytes >= lines::SENTENCE_OTHER_BYTES
    }
}

impl<'t, 'e> Reader<'t, 'e> {
    fn new(chars: &'t str, ends: &'e mut Ends, start: usize) -> Self {
        Reader {
            chars,
            ends,
            at: start,
            comment_end: 0,
            depth: 0,
            last: b';',
            line_end: start,
            like_code: start,
            plain_lines: 0,
            words: Words::default(),
        }
    }

    /// Where the code ends, behind its first sign.
    fn end(mut self) -> usize {
        let bytes = self.chars.as_bytes();
        let start = self.at;
        while let Some(byte) = bytes.get(self.at) {
            self.words.take(self.at, *byte, bytes.get(self.at + 1).copied(), self.depth == 0);
            if self.words.are_sentence() && self.words.from > start {
                return self.words.from;
            }
            match byte {
                _ if self.at < self.comment_end => {}
                b'/' if self.begins_comment() => self.comment_end = line_end(self.chars, self.at) - 1,
                b'\n' => {
                    if let Some(end) = self.end_at_line(self.at + 1, start) {
                        return end;
                    }
                }
                b'"' | b'\'' | b'`' | b'/' if self.words.count < Words::FEW => {
                    self.at = self.ends.of_literal(bytes, self.at, self.last).unwrap_or(self.at);
                }
                b'{' | b'(' | b'[' => self.depth += 1,
                b'}' | b')' | b']' => self.depth = self.depth.saturating_sub(1),
                _ => {}
            }
            if self.at >= self.comment_end
                && self.depth == 0
                && matches!(byte, b'}' | b')' | b';')
                && is_text_behind(&self.chars[self.at + 1..])
            {
                return self.at + 1;
            }
            if !byte.is_ascii_whitespace() {
                self.last = *byte;
            }
            self.at += 1;
        }
        if self.depth == 0 || self.like_code == start { self.chars.len() } else { self.like_code }
    }

    /// Whether the rest of the line is a comment: not behind what may be an address, `url(//a.example)`.
    fn begins_comment(&self) -> bool {
        let rest = self.chars[self.at..].strip_prefix("//");
        let begins = |rest: &str| !lines::is_host(rest) && !matches!(self.last, b':' | b'(' | b'"' | b'\'');
        rest.is_some_and(begins)
    }

    /// Looks at the line that begins at `at`: where the code ends, if that does not belong to it.
    fn end_at_line(&mut self, at: usize, start: usize) -> Option<usize> {
        if self.line_end == start {
            self.line_end = at;
        }
        if self.like_code == start {
            self.like_code = at;
        }
        let end = line_end(self.chars, at);
        let line = self.chars[at..end].trim();
        if line.is_empty() {
            return None;
        }
        let code_end = std::mem::replace(&mut self.line_end, end);
        if self.depth == 0 {
            return (!lines::goes_on(line) && !lines::opens(line)).then_some(code_end);
        }
        if lines::is_prose(line) && !lines::is_entry(line) && !COMMENTS.iter().any(|sign| line.starts_with(sign)) {
            return Some(self.like_code);
        }
        if lines::is_like_code(line) {
            if self.plain_lines == 0 {
                self.like_code = end;
            }
            return None;
        }
        self.plain_lines += 1;
        (self.plain_lines > MAX_PLAIN_LINES).then_some(self.like_code)
    }
}

/// So much behind the end of code tells whether it is text.
const NEAR_BYTES: usize = 200;

/// Whether text stands behind the end of code in its line: `}The mayor`, `})(); „Nein“`.
fn is_text_behind(rest: &str) -> bool {
    let line = lines::start_of(rest, NEAR_BYTES).lines().next().unwrap_or_default().trim_start();
    !line.is_empty() && !lines::goes_on(line)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<&str> {
        find(text).into_iter().map(|stretch| &text[stretch.at]).collect()
    }

    #[test]
    fn brackets_in_strings_do_not_count() {
        let code = "var a = \"}\"; if (a.match(/[)\\]}]/)) { b('it\\'s {'); } // (\n";
        assert_eq!(found(&format!("{code}The end\n")), [code]);
    }

    #[test]
    fn code_ends_with_its_brackets() {
        let code = "(function() {\n  a();\n\n  b = [\n    1,\n    two\n  ];\n})();\n";
        assert_eq!(found(&format!("News\n{code}News\n")), [code]);
        assert_eq!(found("var a = {b: 1}The mayor said no.\n"), ["var a = {b: 1}"]);
        assert_eq!(found("(function(){Math.max(1);})();„Nein“, sagt sie.\n"), ["(function(){Math.max(1);})();"]);
        assert_eq!(found("Terms of use{\"props\":{}}Home\n"), ["{\"props\":{}}"]);
        assert_eq!(found("var a = {b: 1};Foo.bar = {};B = 2;\n").len(), 1);
    }

    #[test]
    fn brackets_that_do_not_close_end_with_what_looks_like_code() {
        let prose = "The ferry to the island was late again on Monday, it said.\n";
        let open = "if (a) {\n  b();\n";
        assert_eq!(found(&format!("{open}{prose}{prose}")), [open]);
    }
}

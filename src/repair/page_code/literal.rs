//! Strings, comments and expressions: what brackets do not count in.

use super::lines;

/// What is read over as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Literal {
    /// `"…"`, which ends in its line.
    Double,
    /// `'…'`, too.
    Single,
    /// `` `…` ``, of any number of lines.
    Template,
    /// `/* … */`.
    Comment,
    /// `/…/`: a regular expression.
    Expression,
}

impl Literal {
    /// What begins with the sign at `at`, behind `last`: a slash behind an operator opens an expression, behind a word it divides.
    fn at(bytes: &[u8], at: usize, last: u8) -> Option<Self> {
        match (bytes[at], bytes.get(at + 1)) {
            (b'"', _) => Some(Literal::Double),
            (b'\'', Some(next)) if next.is_ascii_alphabetic() && is_in_word(bytes, at) => None,
            (b'\'', _) => Some(Literal::Single),
            (b'`', _) => Some(Literal::Template),
            (b'/', Some(b'*')) => Some(Literal::Comment),
            // A comment up to the end of the line, or an address.
            (b'/', Some(b'/')) => None,
            (b'/', _) if !last.is_ascii_alphanumeric() && !matches!(last, b')' | b']' | b'_' | b'$') => {
                Some(Literal::Expression)
            }
            _ => None,
        }
    }

    /// The place of its last sign; else, up to where there is none.
    fn end(self, bytes: &[u8], at: usize) -> Result<usize, usize> {
        match self {
            Literal::Double => quoted(bytes, at, b'"', true),
            Literal::Single => quoted(bytes, at, b'\'', true),
            Literal::Template => quoted(bytes, at, b'`', false),
            Literal::Expression => quoted(bytes, at, b'/', true),
            Literal::Comment => {
                let inside = at + 2;
                let len = memchr::memmem::find(&bytes[inside..], b"*/").ok_or(bytes.len())?;
                // One that holds paragraphs was never closed: the end is another's.
                if is_text(&bytes[inside..inside + len]) { Err(inside + len) } else { Ok(inside + len + 1) }
            }
        }
    }
}

/// Whether a letter stands before an apostrophe, not a word of code: `l'eau`, but `return'a'`.
fn is_in_word(bytes: &[u8], at: usize) -> bool {
    const WORDS_OF_CODE: [&[u8]; 8] = [b"return", b"case", b"typeof", b"in", b"of", b"else", b"from", b"default"];
    let start = bytes[..at]
        .iter()
        .rposition(|byte| !byte.is_ascii_alphanumeric() && byte.is_ascii())
        .map_or(0, |last| last + 1);
    let word = &bytes[start..at];
    !word.is_empty() && !WORDS_OF_CODE.contains(&word)
}

/// Whether a comment of several lines has lines of running text, without the sign that begins lines of comments.
fn is_text(comment: &[u8]) -> bool {
    let lines = comment.split(|byte| *byte == b'\n').skip(1).filter_map(|line| std::str::from_utf8(line).ok());
    lines.map(str::trim).any(|line| !line.starts_with('*') && lines::is_prose(line))
}

/// The next `quote` that is not escaped, nor in square brackets where it is that of an expression.
fn quoted(bytes: &[u8], at: usize, quote: u8, in_line: bool) -> Result<usize, usize> {
    let [mut escaped, mut in_class] = [false; 2];
    for (len, byte) in bytes[at + 1..].iter().enumerate() {
        match byte {
            b'\n' if in_line => return Err(at + 1 + len),
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'[' | b']' if quote == b'/' => in_class = *byte == b'[',
            _ if *byte == quote && !in_class => return Ok(at + 1 + len),
            _ => {}
        }
    }
    Err(bytes.len())
}

/// Where literals end. What was seen not to end is not looked for again: that would take the square of a text's length.
#[derive(Debug, Default)]
pub(super) struct Ends {
    /// By kind of literal.
    none_before: [usize; 5],
}

impl Ends {
    /// The place of the last sign of the literal that begins at `at` behind the sign `last`, if there is one.
    pub(super) fn of_literal(&mut self, bytes: &[u8], at: usize, last: u8) -> Option<usize> {
        let literal = Literal::at(bytes, at, last)?;
        let none_before = &mut self.none_before[literal as usize];
        if at < *none_before {
            return None;
        }
        literal.end(bytes, at).map_err(|none| *none_before = none).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The literal that a text begins with.
    fn literal(text: &str) -> Option<&str> {
        Ends::default().of_literal(text.as_bytes(), 0, b'=').map(|last| &text[..=last])
    }

    #[test]
    fn literals_end_with_their_sign() {
        assert_eq!(literal(r#""a\"b" + c"#), Some(r#""a\"b""#));
        assert_eq!(literal("/[/\"]\\//.test(a)"), Some("/[/\"]\\//"));
        assert_eq!(literal("/* a\nb */ c"), Some("/* a\nb */"));
        assert_eq!(
            literal("/* a\n * It is late again, and nobody knows why it is so. */"),
            Some("/* a\n * It is late again, and nobody knows why it is so. */")
        );
        assert_eq!(literal("`a\nb` c"), Some("`a\nb`"));
    }

    #[test]
    fn some_never_end() {
        assert_eq!(literal("'a\nb'"), None);
        assert_eq!(literal("/* a"), None);
        assert_eq!(literal("/* a\nIt is late again, and nobody knows why it is so.\n*/"), None);
        assert_eq!(Ends::default().of_literal(b"l'eau n'est plus", 1, b'l'), None);
        assert_eq!(literal("(a)"), None);
        assert_eq!(Ends::default().of_literal(b"/ 2", 0, b'a'), None);
    }
}

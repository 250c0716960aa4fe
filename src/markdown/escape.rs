//! Which characters of a text Markdown would take for its own signs.
//!
//! Nothing else gets a backslash, so that what is written can be read as it is.

/// Whether a character would be read as a sign inside a line. `before` is what stands before
/// it, `rest` the text behind it.
pub(super) fn is_sign(c: char, before: Option<char>, rest: &str) -> bool {
    let after = rest.chars().next();
    let blank = |side: Option<char>| side.is_none_or(char::is_whitespace);
    let word = |side: Option<char>| side.is_some_and(char::is_alphanumeric);
    let apart = blank(before) && blank(after);
    match c {
        '`' => true,
        // At the end of a line it is a line break.
        '\\' => after.is_none_or(|after| after.is_ascii_punctuation() || after == '\n' || after == '\r'),
        '*' | '~' => !apart,
        '_' => !(apart || (word(before) && word(after))),
        '<' => after.is_some_and(|after| after.is_ascii_alphabetic() || matches!(after, '/' | '!' | '?')),
        // A link, or the definition of one.
        ']' => matches!(after, Some('(' | '[' | ':')),
        '&' => is_entity(rest),
        _ => false,
    }
}

/// The longest name of an entity has 31 letters.
const MAX_ENTITY_LEN: usize = 32;

/// Whether the text behind a `&` makes it an entity.
fn is_entity(rest: &str) -> bool {
    let name = rest.strip_prefix('#').unwrap_or(rest);
    let len = name.bytes().take(MAX_ENTITY_LEN).take_while(u8::is_ascii_alphanumeric).count();
    len > 0 && name[len..].starts_with(';')
}

/// Which character of a line, by its offset, has to be escaped so that the line does not begin
/// with a sign: of a heading, a list, a quotation, a rule, a table. `line` has no white space
/// before it.
pub(super) fn at_line_start(line: &str) -> Option<usize> {
    let ends = |rest: &str| rest.is_empty() || rest.starts_with([' ', '\t']);
    let only = |signs: &[char]| line.chars().all(|c| signs.contains(&c) || c == ' ' || c == '\t');
    let first = line.chars().next()?;
    let is_sign = match first {
        '#' => {
            let words = line.trim_start_matches('#');
            line.len() - words.len() <= 6 && ends(words)
        }
        '>' => true,
        '+' | '*' => ends(&line[1..]),
        '-' => ends(&line[1..]) || only(&['-', '|', ':']),
        '|' | ':' => only(&['-', '|', ':']),
        '=' | '_' => only(&[first]),
        // A box to be ticked.
        '[' => ["[ ]", "[x]", "[X]"].iter().any(|sign| line.starts_with(sign)),
        '0'..='9' => return number_sign(line).filter(|at| ends(&line[at + 1..])),
        _ => false,
    };
    is_sign.then_some(0)
}

/// Where the `.` or `)` stands behind a number that a line begins with.
fn number_sign(line: &str) -> Option<usize> {
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    (digits <= 9 && matches!(line.as_bytes().get(digits), Some(b'.' | b')'))).then_some(digits)
}

/// An address inside the brackets of a link.
pub(super) fn address(address: &str, out: &mut String) {
    for c in address.chars() {
        match c {
            ' ' | '(' | ')' | '<' | '>' | '\\' | '`' | '|' | '"' => out.push_str(&format!("%{:02X}", c as u32)),
            c if c.is_control() => {}
            // No entity in it is one.
            '&' => out.push_str("\\&"),
            c if c.is_whitespace() => out.push_str("%20"),
            c => out.push(c),
        }
    }
}

/// Whether `**` or `*` can stand at both ends of a text and be read as signs: Markdown wants
/// no white space inside, and no punctuation inside where a word stands outside.
pub(super) fn can_embrace(outside: Option<char>, inside: Option<char>, inside_is_sign: bool) -> bool {
    let Some(inside) = inside else { return false };
    let parted = outside.is_none_or(|outside| outside.is_whitespace() || is_punctuation(outside));
    !inside.is_whitespace() && (parted || (inside.is_alphanumeric() && !inside_is_sign))
}

/// Punctuation beyond doubt.
fn is_punctuation(c: char) -> bool {
    c.is_ascii_punctuation()
        || matches!(c, '\u{2010}'..='\u{2027}' | '\u{2030}'..='\u{205e}' | '\u{3001}'..='\u{3003}' | '\u{3008}'..='\u{3011}' | '«' | '»' | '¡' | '¿')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_at_the_start_of_a_line_are_found() {
        let found = |line: &str| at_line_start(line);
        for line in
            ["# a", "###### a", "> a", "- a", "-", "+ a", "* a", "---", "- - -", "===", "_ _ _", "|--|", ":-:", "[ ] a"]
        {
            assert_eq!(found(line), Some(0), "{line}");
        }
        assert_eq!([found("1. a"), found("12) a"), found("3.")], [Some(1), Some(2), Some(1)]);
        for line in [
            "#tag",
            "####### a",
            "-5 degrees",
            "+49 30",
            "1.5 km",
            "1234567890. a",
            "| a",
            ": a",
            "= 5",
            "_a_",
            "[1] a",
        ] {
            assert_eq!(found(line), None, "{line}");
        }
    }

    #[test]
    fn signs_inside_a_line_are_found() {
        let escaped = |text: &str| {
            let mut out = String::new();
            let mut before = None;
            for (at, c) in text.char_indices() {
                if is_sign(c, before, &text[at + c.len_utf8()..]) {
                    out.push('\\');
                }
                out.push(c);
                before = Some(c);
            }
            out
        };
        assert_eq!(escaped("5 * 3 is *new*, a_b _c_"), r"5 * 3 is \*new\*, a_b \_c\_");
        assert_eq!(escaped("a < b <i> <3 `x`"), r"a < b \<i> <3 \`x\`");
        assert_eq!(escaped("AT&T R&D; &amp; &#39; &c."), r"AT&T R\&D; \&amp; \&#39; &c.");
        assert_eq!(escaped("[1] [a](b) [c]: d"), r"[1] [a\](b) [c\]: d");
        assert_eq!(escaped(r"C:\temp \* a\"), r"C:\temp \\\* a\\");
    }
}

//! Which escaped letters of a text are damage, and not what it is about.

use super::escapes::runs;
use super::units::{self, Escaped, Way};
use super::{Read, printable};
use crate::chars as classes;

/// Signs of ASCII that JSON escapes as numbers, so that they are no markup in a page.
const SIGNS: &str = "<>&'\"/+=`";

/// Whether the escaped letters of a text are damage: most stand at letters, none is what only code escapes, and no letter beyond ASCII
/// stands in clear. Python leaves letters as they are and escapes the spaces beside.
pub(super) fn are_letters(chars: &str, backslashes: usize) -> bool {
    let [mut within, mut alone] = [0; 2];
    let mut spaces_only = true;
    let mut last: Option<(usize, char)> = None;
    for run in runs(chars).filter(|run| run.len() == backslashes) {
        let Some(read) = units::read(&chars[run.start..], backslashes) else { continue };
        let end = run.start + read.len;
        if is_of_code(read) {
            return false;
        }
        let before = last
            .filter(|(end, _)| *end == run.start)
            .map(|(_, c)| c)
            .or_else(|| chars[..run.start].chars().next_back());
        let behind =
            units::read(&chars[end..], backslashes).map(|next| next.char).or_else(|| chars[end..].chars().next());
        match is_within(read, before, behind) {
            Some(true) => within += 1,
            Some(false) => alone += 1,
            None => {}
        }
        spaces_only &= is_space(read.char);
        last = Some((end, read.char));
    }
    let is_clear = |c: char| !c.is_ascii() && classes::is_alphabetic(c);
    within > alone * 2 && (spaces_only || !chars.contains(is_clear))
}

/// Whether only code escapes such a character: controls, and what ASCII can write.
fn is_of_code(read: Escaped) -> bool {
    let is_sign = SIGNS.contains(read.char) && read.way == Way::Unicode;
    read.char.is_ascii() && !is_sign
}

/// A space, or a sign that is not seen.
fn is_space(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}'..='\u{2064}' | '\u{feff}')
}

/// Whether an escape stands among letters, as damage does, or by itself, as what a text is about; none where it may be either.
///
/// A letter or quotation mark touches one. Spaces, signs of ASCII and single bytes are also read out of names (`\xadmin`), so they are
/// between two.
fn is_within(read: Escaped, before: Option<char>, behind: Option<char>) -> Option<bool> {
    let is_letter = |c: Option<char>| c.is_some_and(classes::is_alphanumeric);
    let is_quote = |c: Option<char>| c.is_none_or(|c| matches!(c, '"' | '\'' | '`' | '[' | '('));
    let touches = [before, behind].into_iter().filter(|c| is_letter(*c)).count();
    let is_space = is_space(read.char);
    let between = is_space || read.char.is_ascii() || read.way == Way::Byte;
    let stops = is_space
        && is_letter(behind)
        && before.is_some_and(|c| matches!(c, '.' | ',' | ':' | ';' | '!' | '?' | ')' | '»'));
    match touches {
        2 => Some(true),
        1 if between && !stops => None,
        1 => Some(true),
        _ if classes::is_alphabetic(read.char) || is_space && !(before.is_none() || behind.is_none()) => Some(false),
        _ if is_quote(before) && is_quote(behind) => Some(false),
        _ => None,
    }
}

/// Reads one letter or sign.
pub(super) fn read_letter(text: &str, backslashes: usize) -> Option<Read> {
    let read = units::read(text, backslashes)?;
    let by = match read.char {
        c if c.is_ascii() => (!is_of_code(read)).then(|| c.to_string()),
        c => printable(c.encode_utf8(&mut [0; 4])).map(str::to_owned),
    };
    by.map(|by| Read { len: read.len, by })
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
    fn escaped_letters_are_letters() {
        for (escaped, letters) in [
            (r"don\xe2\x80\x99t go to the caf\xc3\xa9 \xf0\x9f\x8c\xa7", "don’t go to the café 🌧"),
            (r"It\x92s old: the\xa0ferry of \xc9mile is d\xe9truit", "It’s old: the\u{a0}ferry of Émile is détruit"),
            (r"\xd0\x94\xd0\xbe\xd0\xb6\xd0\xb4\xd1\x8c", "Дождь"),
            (r"\u0414\u043e\u0436\u0434\u044c", "Дождь"),
            (r"It\U00002019s \U0001f327", "It’s 🌧"),
            (
                r"\u201cThe ferry stays,\u201d she said \u2013 \u201cfor now.\u201d",
                "“The ferry stays,” she said – “for now.”",
            ),
            (
                r"R\u0026D it\u0027s \u003cnew\u003e, the owner\u0027s son said\u2026",
                "R&D it's <new>, the owner's son said…",
            ),
        ] {
            assert_eq!(read(escaped), letters);
            assert_eq!(read(letters), letters);
        }
    }
}

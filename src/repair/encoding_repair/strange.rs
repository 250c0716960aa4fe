//! Which characters nobody writes side by side: the evidence of [`encoding_repair`].
//!
//! [`encoding_repair`]: super::encoding_repair

use crate::repair::scan;

/// How a character behaves beside a letter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Class {
    Upper,
    Lower,
    /// Quotes, dashes and the like, which letters have beside them all the time.
    Usual,
    /// Signs that do not touch letters.
    Odd,
}

pub(super) fn class(c: char) -> Class {
    match c {
        'µ' | 'ƒ' => Class::Odd,
        '«' | '»' | '‹' | '›' | '“' | '”' | '„' | '‘' | '’' | '‚' | '…' | '–' | '—' | '·' | '•' => {
            Class::Usual
        }
        '™' | '®' | '°' | 'º' | 'ª' | '¹' | '²' | '³' | '¿' | '¡' | '\u{a0}' | '\u{ad}' | '´' => {
            Class::Usual
        }
        c if c.is_uppercase() => Class::Upper,
        c if c.is_alphabetic() => Class::Lower,
        _ => Class::Odd,
    }
}

/// Whether nobody writes these two characters one after the other.
pub(super) fn is_strange(a: char, b: char) -> bool {
    match (class(a), class(b)) {
        (Class::Upper | Class::Lower, Class::Odd) | (Class::Odd, Class::Upper | Class::Lower | Class::Odd) => true,
        (Class::Odd, Class::Usual) => !matches!(a, '€' | '§'),
        (Class::Usual, Class::Odd) => matches!(a, 'º' | '»'),
        (Class::Upper, Class::Lower) => matches!((a, b), ('Ã' | 'Â' | 'Ð', 'œ' | 'ž' | 'š') | (_, 'œ')),
        (Class::Upper, Class::Upper) => {
            matches!((a, b), ('Ã' | 'Â' | 'Ð', 'Œ' | 'Ÿ' | 'Š' | 'Ž') | ('Γ' | 'Ô', 'Ç'))
        }
        // The Mac's beginning of quotes and dashes; a German quotation goes on in ASCII.
        (Class::Usual, Class::Upper) => (a, b) == ('‚', 'Ä'),
        (Class::Lower, Class::Upper) => matches!((a, b), ('в', 'Ђ')),
        _ => false,
    }
}

/// Whether one of the two characters around the `len` characters at `at` is such.
pub(super) fn touches(line: &str, at: usize, len: usize, such: impl Fn(char) -> bool) -> bool {
    let after = line.get(at..).and_then(|rest| rest.chars().nth(len));
    scan::char_before(line, at).is_some_and(&such) || after.is_some_and(&such)
}

/// Whether a Greek or Cyrillic letter stands in the middle of a Latin word.
pub(super) fn mixes_scripts(line: &str, at: usize, len: usize) -> bool {
    let letter = scan::char_at(line, at).is_some_and(|c| matches!(c, '\u{370}'..='\u{4ff}'));
    letter && touches(line, at, len, |c| c.is_ascii_alphabetic())
}

/// Whether a capital and a quote or the like stand where small letters should: `NicolÃ¡s`.
pub(super) fn is_capital_in_word(line: &str, at: usize, first: char, last: Option<char>) -> bool {
    let Some(sign) = last.filter(|c| class(*c) == Class::Usual && !matches!(c, '°' | 'º' | 'ª' | '\u{a0}')) else {
        return false;
    };
    let len = first.len_utf8() + sign.len_utf8();
    class(first) == Class::Upper
        && first < '\u{180}'
        && scan::char_at(line, at + len).is_some_and(char::is_lowercase)
        && scan::char_before(line, at).is_some_and(char::is_alphabetic)
}

pub(super) fn is_c1(c: char) -> bool {
    matches!(c, '\u{80}'..='\u{9f}')
}

/// Whether a text is likely to hold this character; phonetic letters, Hebrew accents and the
/// like are what accidents decode to.
pub(super) fn is_plausible(c: char) -> bool {
    match c {
        '\u{180}'..='\u{24f}' => matches!(c, 'Ə' | 'ƒ' | 'Ơ' | 'ơ' | 'Ư' | 'ư' | 'Ǎ'..='ǜ' | 'Ș'..='ț'),
        '\u{250}'..='\u{2af}' => c == 'ə',
        '\u{2b0}'..='\u{2ff}' => matches!(c, 'ʻ' | 'ʼ' | 'ˆ'..='ˈ' | '˘'..='˝'),
        'ſ'
        | '\u{370}'..='\u{373}'
        | '\u{500}'..='\u{52f}'
        | '\u{460}'..='\u{48f}'
        | '\u{591}'..='\u{5af}'
        | '\u{700}'..='\u{8ff}' => false,
        '\u{e000}'..='\u{f8fe}' | '\u{fdd0}'..='\u{fdef}' | '\u{fffd}'..='\u{ffff}' | '\u{e0080}'.. => false,
        _ => true,
    }
}

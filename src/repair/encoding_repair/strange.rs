//! Which characters nobody writes side by side: the evidence of [`encoding_repair`].
//!
//! [`encoding_repair`]: super::encoding_repair

use crate::scan;

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
        // Accents that stand by themselves; the marks of phonetics are others.
        'ˆ' | 'ˇ' | '˘'..='˝' => Class::Odd,
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
        // An opening quote does not stand behind a letter.
        (Class::Upper | Class::Lower, Class::Usual) => matches!(b, '‚' | '„') && a > '\u{7f}',
        (Class::Odd, Class::Usual) => !matches!(a, '€' | '§'),
        (Class::Usual, Class::Odd) => matches!(a, 'º' | '»'),
        (Class::Upper, Class::Lower) => matches!((a, b), ('Ã' | 'Â' | 'Ð' | 'Å' | 'Ä', 'œ' | 'ž' | 'š') | (_, 'œ')),
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

/// What stands on both sides of a sequence.
#[derive(Debug, Clone, Copy)]
pub(super) struct Around {
    /// The two characters before, the nearer one first.
    before: [Option<char>; 2],
    /// What comes after.
    after: Option<char>,
    /// Whether what comes after is the rest of a word that begins with `à`.
    rest_of_word: bool,
}

impl Around {
    pub(super) fn of(line: &str, at: usize, len: usize) -> Self {
        let mut back = line.get(..at).unwrap_or_default().chars().rev();
        let before = [back.next(), back.next()];
        let mut chars = line.get(at..).unwrap_or_default().chars();
        // `nth` steps over the sequence itself.
        let _ = len.checked_sub(1).and_then(|last| chars.nth(last));
        let rest = chars.as_str();
        let after = chars.next();
        // Portuguese: às, àquele, àquilo.
        let alone = |word: &str| {
            rest.strip_prefix(word).is_some_and(|rest| !rest.starts_with(|c: char| c.is_alphanumeric() || c == '\''))
        };
        let rest_of_word = alone("s") || ["quel", "quil"].iter().any(|word| rest.starts_with(word));
        Around { before, after, rest_of_word }
    }

    fn in_capitals(&self) -> bool {
        self.before.iter().all(|c| c.is_some_and(char::is_uppercase))
    }

    /// How many characters a sequence takes of which one is a plain space that was a no-break
    /// space: none of them where the space is more likely to be meant.
    pub(super) fn with_space(&self, first: char, space_is_last: bool, decoded: char, len: usize) -> Option<usize> {
        match (len, decoded) {
            // The byte may have been lost, and the space be one between words.
            (2, 'à') if !self.in_capitals() => {
                let lost = self.after.is_some_and(char::is_alphanumeric) && !self.rest_of_word;
                Some(if lost { 1 } else { 2 })
            }
            (2, '\u{a0}') if first == 'Â' || first == 'В' => Some(2),
            // The next letter of another script would be beyond ASCII as well.
            (2, '\u{370}'..) => self.after.is_some_and(|c| !c.is_ascii()).then_some(2),
            (2, c) if c.is_alphabetic() && c != 'à' => {
                self.after.is_some_and(|c| c.is_alphabetic() || !c.is_ascii()).then_some(2)
            }
            (2, _) => None,
            // More likely a closing quote that lost its last byte than a dagger.
            (_, '†') if space_is_last => None,
            _ => Some(len),
        }
    }

    /// Whether a capital and a quote or the like stand where small letters should:
    /// `NicolÃ¡s`, `LietuviÅ³`, `Ä°stanbul`, `DOS AÃ‘OS`.
    pub(super) fn is_odd_capital(&self, first: char, sign: char) -> bool {
        if class(first) != Class::Upper || first >= '\u{180}' {
            return false;
        }
        let behind_small = self.before[0].is_some_and(char::is_lowercase);
        let before_small = self.after.is_some_and(char::is_lowercase);
        match sign {
            ' ' => first == 'Ã' && behind_small,
            '\u{fffd}' => behind_small && before_small,
            '\u{a0}' => first == 'Ã' && !self.in_capitals(),
            '°' => before_small && !self.before[0].is_some_and(char::is_numeric),
            '™' if first == 'Ã' => true,
            sign if class(sign) != Class::Usual => false,
            _ if behind_small => true,
            '«' | '»' if first == 'Â' => !self.in_capitals(),
            '‘' | '’' | '“' | '”' if !self.before[0].is_some_and(char::is_alphabetic) => false,
            _ if first == 'Ã' && before_small && !self.before[0].is_some_and(char::is_alphabetic) => true,
            'º' | 'ª' => false,
            _ => {
                let behind_capital = self.before[0].is_some_and(char::is_alphabetic);
                let in_capitals = first == 'Ã' && self.after.is_some_and(char::is_uppercase);
                behind_capital && (before_small || in_capitals)
            }
        }
    }
}

pub(super) fn is_c1(c: char) -> bool {
    matches!(c, '\u{80}'..='\u{9f}')
}

/// Whether a text is likely to hold this character; phonetic letters, Hebrew accents, Braille
/// (but for its blank, which people space lines with) and the like are what accidents decode to.
pub(super) fn is_plausible(c: char) -> bool {
    match c {
        '\u{180}'..='\u{24f}' => matches!(c, 'Ə' | 'ƒ' | 'Ơ' | 'ơ' | 'Ư' | 'ư' | 'Ǎ'..='ǜ' | 'Ș'..='ț'),
        '\u{250}'..='\u{2af}' => c == 'ə',
        '\u{2b0}'..='\u{2ff}' => matches!(c, 'ʻ' | 'ʼ' | 'ˆ'..='ˈ' | '˘'..='˝'),
        // Accents that composed letters have not made needless, and those of Vietnamese.
        '\u{300}'..='\u{36f}' => {
            matches!(c, '\u{300}'..='\u{304}' | '\u{306}'..='\u{30c}' | '\u{31b}' | '\u{323}' | '\u{327}')
                || matches!(c, '\u{332}'..='\u{338}')
        }
        'ſ'
        | '\u{370}'..='\u{373}'
        | '\u{500}'..='\u{52f}'
        | '\u{460}'..='\u{48f}'
        | '\u{591}'..='\u{5af}'
        | '\u{700}'..='\u{8ff}'
        | '\u{2801}'..='\u{28ff}' => false,
        '\u{e000}'..='\u{f8fe}' | '\u{fdd0}'..='\u{fdef}' | '\u{fffd}'..='\u{ffff}' | '\u{e0080}'.. => false,
        _ => true,
    }
}

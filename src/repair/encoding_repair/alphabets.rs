//! Which letters beyond ASCII languages are written with: the cheap evidence that a text was
//! read in the wrong charset.

use crate::scan;
use std::sync::LazyLock;

/// Of the languages that are written in windows-1252.
const WESTERN: [&str; 12] = [
    "àâæçèéêëîïôùûüÿœ",
    "àèéìíîòóùú",
    "äöüßéà",
    "áéíóúñüçàèòï·ºª",
    "áâãàçéêíóôõúüºª",
    "æøåéèêóòôäö",
    "åäöéàüšž",
    "áðéíóúýþæöø",
    "äöõüšž",
    "çëâî",
    "áéèêëïíîóôöúûŵŷàäü",
    "âêîôûùüñéè",
];

/// Of languages that are written in other Latin charsets.
const OTHER: [&str; 12] = [
    "áéíóöőúüű",
    "ąćęłńóśźż",
    "áčďéěíňóřšťúůýž",
    "áäčďéíĺľňóôŕšťúýž",
    "ăâîşţ",
    "čćđšž",
    "çğıöşüâîûİ",
    "ąčęėįšųūž",
    "āčēģīķļņšūž",
    "äöõüšž",
    "áäčďéíľňóôöőúüűýž",
    "çëâîşı",
];

/// Up to U+017F; the last one counts all others.
const LETTERS: usize = 0x181;

/// The alphabets that hold each letter, small or capital: a bit each.
type Table = [u16; LETTERS];

static WESTERN_TABLE: LazyLock<Table> = LazyLock::new(|| table(&WESTERN));
static OTHER_TABLE: LazyLock<Table> = LazyLock::new(|| table(&OTHER));

fn table(alphabets: &[&str]) -> Table {
    let mut table = [0; LETTERS];
    for (at, alphabet) in alphabets.iter().enumerate() {
        for c in alphabet.chars().flat_map(|c| std::iter::once(c).chain(c.to_uppercase())) {
            table[slot(c)] |= 1 << at;
        }
    }
    table
}

fn slot(c: char) -> usize {
    (c as usize).min(LETTERS - 1)
}

/// Letters beyond ASCII, and those that the best alphabet does not have.
#[derive(Debug, Clone, Copy)]
struct Foreign {
    all: u32,
    foreign: u32,
}

/// How often a text has which letters beyond ASCII: Latin ones, and signs in their places.
#[derive(Debug)]
struct Letters {
    counts: [u32; LETTERS],
    /// Signs at the edges of words, which count where there is other evidence.
    edges: u32,
}

impl Letters {
    const NONE: Letters = Letters { counts: [0; LETTERS], edges: 0 };

    fn of(text: &str) -> Self {
        let mut letters = Letters::NONE;
        for (at, c) in text.char_indices().filter(|(_, c)| !c.is_ascii()) {
            letters.add(text, at, c);
        }
        letters
    }

    fn add(&mut self, text: &str, at: usize, c: char) {
        match role(text, at, c) {
            Role::Letter => self.counts[slot(c)] += 1,
            Role::Edge => self.edges += 1,
            Role::Sign => {}
        }
    }

    fn foreign(&self, table: &Table) -> Foreign {
        let sure = self.sure(table);
        let edges = if sure.foreign >= 2 { self.edges } else { 0 };
        Foreign { all: sure.all + edges, foreign: sure.foreign + edges }
    }

    fn sure(&self, table: &Table) -> Foreign {
        let mut known = [0; 16];
        let mut all = 0;
        for (count, alphabets) in self.counts.iter().zip(table).filter(|(count, _)| **count > 0) {
            all += count;
            for (at, known) in known.iter_mut().enumerate() {
                *known += count * u32::from(alphabets >> at & 1);
            }
        }
        Foreign { all, foreign: all - known.into_iter().max().unwrap_or(0) }
    }
}

/// How many letters of a text are in no alphabet of windows-1252, if that is too many and the
/// text has hardly a letter that windows-1252 has not.
pub(super) fn foreign_letters(chars: &str) -> Option<u32> {
    let mut letters = Letters::NONE;
    let mut beyond = 0;
    let bytes = chars.as_bytes();
    for at in scan::pairs(bytes, |a, _| (0xc2..=0xc5).contains(&a)) {
        let second = bytes.get(at + 1).copied().unwrap_or_default();
        let code = usize::from(bytes[at] & 0x1f) << 6 | usize::from(second & 0x3f);
        match code {
            ..0xa0 => {}
            0xa0..0xc0 | 0xd7 | 0xf7 | 0xd8 | 0xf8 => {
                if let Some(c) = scan::char_at(chars, at) {
                    letters.add(chars, at, c);
                }
            }
            // Œ œ Š š Ÿ Ž ž
            0xc0..0x100 | 0x152 | 0x153 | 0x160 | 0x161 | 0x178 | 0x17d | 0x17e => letters.counts[code] += 1,
            _ => beyond += 1,
        }
    }
    let Foreign { all, foreign } = letters.foreign(&WESTERN_TABLE);
    (foreign >= 2 && foreign * 50 > all && beyond * 10 <= foreign).then_some(foreign)
}

/// Whether the letters of a text are foreign to all languages of windows-1252 as it is, and
/// those of one language when read in another charset; and not many others would change.
///
/// Without any letter among them, signs in words are notes that a program put there.
pub(super) fn explains_letters(now: &str, then: &str) -> bool {
    if !now.chars().any(is_letter_beyond) {
        return false;
    }
    let changed = now.chars().zip(then.chars()).filter(|(now, then)| now != then).count();
    let (now, then) = (Letters::of(now).foreign(&WESTERN_TABLE), Letters::of(then).foreign(&OTHER_TABLE));
    now.foreign >= 3 && then.foreign * 4 <= now.foreign && changed <= 4 * now.foreign as usize
}

/// What a character beyond ASCII says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Role {
    /// A letter, or a sign where only a letter can be meant.
    Letter,
    /// A sign at the edge of a word, which may be a letter.
    Edge,
    /// Nothing.
    Sign,
}

/// Signs stand beside letters and numbers all the time: `TECH®`, `20°C`, `12m³`, `©Reuters`,
/// `Ø15`. They can be letters beside one beyond ASCII, and those that no formula or mark
/// puts there also between small letters: `wyst¹pi³`.
fn role(text: &str, at: usize, c: char) -> Role {
    let (before, after) = (scan::char_before(text, at), scan::char_at(text, at + c.len_utf8()));
    if matches!(c, 'ø' | 'Ø') {
        // Diameters.
        let number = |c: Option<char>| c.is_some_and(char::is_numeric);
        let letter = |c: Option<char>| c.is_some_and(char::is_alphabetic);
        let is_letter = !number(before) && !number(after) && (letter(before) || letter(after));
        return if is_letter { Role::Letter } else { Role::Sign };
    }
    if is_letter_beyond(c) {
        return Role::Letter;
    }
    let usual = matches!(
        c,
        '’' | '‘' | '“' | '”' | '„' | '‚' | '«' | '»' | '‹' | '›' | '…' | '–' | '—' | '•' | '€' | '™'
    ) || matches!(c, '\u{80}'..='\u{a0}' | '\u{ad}' | '·' | '©' | '®' | '×' | '÷' | '§' | '°');
    if usual {
        return Role::Sign;
    }
    let beyond = |c: Option<char>| c.is_some_and(is_letter_beyond);
    let small = |c: Option<char>| c.is_some_and(|c| c.is_lowercase() && !is_sign_like(c));
    if small(before)
        && small(after)
        && (beyond(before) || beyond(after) || is_slavic(c) || matches!(c, '¢' | '£' | '¥' | 'ª' | 'º' | 'µ'))
    {
        return Role::Letter;
    }
    if !is_slavic(c) {
        return Role::Sign;
    }
    // Units are shorter than words.
    let word = text[..at].chars().rev().take(3).filter(|c| small(Some(*c))).count();
    let ends_word = word == 3 && !after.is_some_and(char::is_alphanumeric);
    let begins_word = c == '¿' && small(after) && before.is_none_or(|c| !c.is_alphanumeric());
    if ends_word || begins_word { Role::Edge } else { Role::Sign }
}

/// Signs that stand for letters of Polish and Czech.
fn is_slavic(c: char) -> bool {
    matches!(c, '¹' | '³' | '¿' | '¼' | '¾' | '±' | '¶')
}

/// Signs that Unicode calls letters.
fn is_sign_like(c: char) -> bool {
    matches!(c, 'ª' | 'º' | 'µ')
}

fn is_letter_beyond(c: char) -> bool {
    !c.is_ascii() && c.is_alphabetic() && !is_sign_like(c)
}

/// Whether a word holds a letter beyond ASCII, or what may be one.
pub(super) fn has_letter_beyond(word: &str) -> bool {
    word.char_indices().any(|(at, c)| !c.is_ascii() && role(word, at, c) != Role::Sign)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn natural_letters_are_known() {
        for text in
            ["déjà vu, très gêné", "Über Möwen, größer", "São Paulo, amanhã é já não", "ångström", "Łódź, żółty"]
        {
            assert_eq!(foreign_letters(text), None, "{text}");
        }
        assert_eq!(foreign_letters("wzi¹æ rozmów, ¿e pañstwowa"), Some(3));
        assert!(explains_letters("wzi¹æ rozmów, ¿e pañstwowa", "wziąć rozmów, że państwowa"));
        assert!(!explains_letters("rain¹and snow³and hail¹or", "rainąand snowłand hailąor"));
    }

    #[test]
    fn signs_beside_letters_and_numbers_say_nothing() {
        for text in [
            "120°F (-20.5°C 48.5°C)",
            "RAINY TECH® and SNOW® and HH® logo",
            "©DPA ©AFP ©Rain Photo",
            "12m³ 13m³ 14m³, cm³ mm³",
            "10µg, 20µg of rain, 5µm drops",
            "für Ø15 Ø28,00 Stück, ø50 ø60",
            "¿qué? rain¹ snow² hail³",
        ] {
            assert_eq!(foreign_letters(text), None, "{text}");
        }
    }
}

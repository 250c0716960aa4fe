//! Which letters beyond ASCII languages are written with: the cheap evidence that a text was
//! read in the wrong charset.

use crate::repair::scan;
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

/// How often a text has which letters beyond ASCII: Latin ones, and signs in words.
#[derive(Debug)]
struct Letters([u32; LETTERS]);

impl Letters {
    fn of(text: &str) -> Self {
        let mut letters = Letters([0; LETTERS]);
        for (at, c) in text.char_indices().filter(|(_, c)| !c.is_ascii()) {
            letters.0[slot(c)] += u32::from(c.is_alphabetic() || is_sign_in_word(text, at, c));
        }
        letters
    }

    fn foreign(&self, table: &Table) -> Foreign {
        let mut known = [0; 16];
        let mut all = 0;
        for (count, alphabets) in self.0.iter().zip(table).filter(|(count, _)| **count > 0) {
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
    let mut letters = Letters([0; LETTERS]);
    let mut beyond = 0;
    let bytes = chars.as_bytes();
    for at in scan::pairs(bytes, |a, _| (0xc2..=0xc5).contains(&a)) {
        let second = bytes.get(at + 1).copied().unwrap_or_default();
        let code = usize::from(bytes[at] & 0x1f) << 6 | usize::from(second & 0x3f);
        match code {
            ..0xa0 => {}
            0xa0..0xc0 | 0xd7 | 0xf7 => {
                let c = scan::char_at(chars, at).filter(|c| is_sign_in_word(chars, at, *c) || c.is_alphabetic());
                letters.0[code] += u32::from(c.is_some());
            }
            // Œ œ Š š Ÿ Ž ž
            0xc0..0x100 | 0x152 | 0x153 | 0x160 | 0x161 | 0x178 | 0x17d | 0x17e => letters.0[code] += 1,
            _ => beyond += 1,
        }
    }
    let Foreign { all, foreign } = letters.foreign(&WESTERN_TABLE);
    (foreign >= 2 && foreign * 50 > all && beyond * 10 <= foreign).then_some(foreign)
}

/// Whether the letters of a text are foreign to all languages of windows-1252 as it is, and
/// those of one language when read in another charset; and not many others would change.
pub(super) fn explains_letters(now: &str, then: &str) -> bool {
    let changed = now.chars().zip(then.chars()).filter(|(now, then)| now != then).count();
    let (now, then) = (Letters::of(now).foreign(&WESTERN_TABLE), Letters::of(then).foreign(&OTHER_TABLE));
    now.foreign >= 3 && then.foreign * 4 <= now.foreign && changed <= 4 * now.foreign as usize
}

/// Signs that stand in words only where a letter was meant.
fn is_sign_in_word(text: &str, at: usize, sign: char) -> bool {
    let usual = matches!(sign, '’' | '‘' | '“' | '”' | '„' | '‚' | '«' | '»' | '‹' | '›' | '…' | '–' | '—')
        || matches!(sign, '\u{80}'..='\u{a0}' | '\u{ad}' | '·');
    let is_letter = |c: Option<char>| c.is_some_and(char::is_alphabetic);
    !usual && (is_letter(scan::char_before(text, at)) || is_letter(scan::char_at(text, at + sign.len_utf8())))
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
    }
}

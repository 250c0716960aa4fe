//! How much a text reads like a text of some language.

use super::letters::{LETTERS, Letter};
use unicode_script::{Script, UnicodeScript};

/// How likely a text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fluency {
    /// The logarithm (base 2) of the text's likelihood, in eighths of a bit: zero for an
    /// empty text, else negative. Of two readings of the same bytes the higher is the more
    /// likely one.
    pub total: i64,
    /// How many characters the text has.
    pub chars: u32,
}

impl Fluency {
    /// The mean of a character, in eighths of a bit: −30 for running text, −80 and less for
    /// text read in a wrong charset.
    #[must_use]
    pub fn per_char(&self) -> i64 {
        self.total / i64::from(self.chars.max(1))
    }
}

/// How likely `text` is under the language that explains it best: each letter after the one
/// before it, words from edge to edge, the common signs of Chinese, Japanese and Korean, and
/// what is seldom or never written, such as signs inside words, capitals behind small
/// letters, two scripts in one word, or control characters.
///
/// Letters are counted over 75 languages (`train/language/letters.py`); each script takes
/// the language that suits it best. Linear in the length of the text, about 20 MB/s: ask it
/// about samples.
///
/// ```
/// use faircopy::language::fluency;
/// assert!(fluency("déjà vu").total > fluency("dйjа vu").total);
/// assert_eq!(fluency("").total, 0);
/// ```
#[must_use]
pub fn fluency(text: &str) -> Fluency {
    let mut sum =
        Sum { by_language: LETTERS.groups.iter().map(|group| vec![0; group.languages.len()]).collect(), other: 0 };
    let mut before = Before::Edge;
    let mut chars = 0;
    for c in text.chars() {
        chars += 1;
        before = sum.add(before, c);
    }
    sum.leave(before);
    let languages: i64 = sum.by_language.iter().map(|costs| costs.iter().copied().min().unwrap_or(0)).sum();
    Fluency { total: -(languages + sum.other), chars }
}

/// What stands before a character.
#[derive(Debug, Clone, Copy)]
enum Before {
    /// Nothing that touches words.
    Edge,
    Letter(Letter),
    /// A letter of a script that nothing is known of.
    StrangeLetter,
    /// A sign that has no business in a word, behind a letter.
    SignAfterLetter,
}

// All in eighths of a bit. They were set by hand, in proportion to the costs of letters:
// a usual letter costs 24, a rare one 60, one that the language never has there 128.
const SPACE: i64 = 8;
const DIGIT: i64 = 28;
const ASCII_SIGN: i64 = 36;
const PUNCTUATION: i64 = 60;
const SIGN: i64 = 100;
const SIGN_IN_WORD: i64 = 64;
const CAPITAL_IN_WORD: i64 = 48;
const SCRIPTS_IN_WORD: i64 = 80;
const UNKNOWN_PAIR: i64 = 128;
const STRANGE_LETTER: i64 = 88;
const MARK: i64 = 40;
const LOST: i64 = 160;
const CONTROL: i64 = 200;
const NO_CHARACTER: i64 = 240;

struct Sum {
    by_language: Vec<Vec<i64>>,
    other: i64,
}

impl Sum {
    fn add(&mut self, before: Before, c: char) -> Before {
        if let Some(letter) = LETTERS.of(c) {
            return self.letter(before, letter);
        }
        let touches = matches!(before, Before::Letter(_) | Before::StrangeLetter);
        let (cost, sign) = match c {
            ' ' | '\n' | '\r' | '\t' => (SPACE, false),
            '0'..='9' => (DIGIT, false),
            '!'..='~' => (ASCII_SIGN, false),
            '\0'..='\u{1f}' | '\u{7f}'..='\u{9f}' => (CONTROL, true),
            '\u{fffd}' => (LOST, true),
            '’' | '‘' | '“' | '”' | '„' | '«' | '»' | '–' | '—' | '…' | '·' | '\u{a0}' | '\u{ad}' => {
                (PUNCTUATION, false)
            }
            '、' | '。' | '「' | '」' | '，' | '：' | '！' | '？' | '（' | '）' | '・' | 'ー' => {
                (PUNCTUATION, false)
            }
            '،' | '؛' | '؟' | '।' | '։' | '־' => (PUNCTUATION, false),
            _ => return self.other_script(before, c, touches),
        };
        self.leave(before);
        self.other += cost;
        if sign && touches { Before::SignAfterLetter } else { Before::Edge }
    }

    fn letter(&mut self, before: Before, letter: Letter) -> Before {
        let is_signs = LETTERS.groups[usize::from(letter.group)].is_signs;
        let from = match before {
            Before::Letter(last) if last.group == letter.group => {
                if letter.is_upper && !last.is_upper {
                    self.other += CAPITAL_IN_WORD;
                }
                last.index
            }
            Before::Letter(last) => {
                self.leave(before);
                if !is_signs && !LETTERS.groups[usize::from(last.group)].is_signs {
                    self.other += SCRIPTS_IN_WORD;
                }
                0
            }
            Before::StrangeLetter => {
                self.other += SCRIPTS_IN_WORD;
                0
            }
            Before::SignAfterLetter => {
                self.other += SIGN_IN_WORD;
                0
            }
            Before::Edge => 0,
        };
        self.pair(letter.group, from, letter.index);
        Before::Letter(letter)
    }

    fn pair(&mut self, group: u8, before: u16, after: u16) {
        let Some(known) = LETTERS.groups.get(usize::from(group)) else { return };
        match known.costs(before, after) {
            Some(costs) => {
                let sums = self.by_language[usize::from(group)].iter_mut();
                sums.zip(costs).for_each(|(sum, cost)| *sum += i64::from(*cost));
            }
            None => self.other += UNKNOWN_PAIR,
        }
    }

    /// Ends the word, if one is open.
    fn leave(&mut self, before: Before) {
        if let Before::Letter(last) = before
            && !LETTERS.groups[usize::from(last.group)].is_signs
        {
            self.pair(last.group, last.index, 0);
        }
    }

    /// Letters, marks and signs that no list names.
    fn other_script(&mut self, before: Before, c: char, touches: bool) -> Before {
        let script = c.script();
        if script == Script::Inherited || (c.is_alphabetic() && script == Script::Common) || is_joined_mark(c, touches)
        {
            self.other += if touches { MARK } else { SIGN };
            return before;
        }
        if script == Script::Unknown || matches!(c, '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..) {
            self.other += NO_CHARACTER;
        } else if c.is_alphabetic() {
            // A letter of a known script that no language here uses is as strange as a
            // letter of an unknown one, and more so inside a word of the known.
            self.other += if matches!(script, Script::Latin | Script::Cyrillic | Script::Greek | Script::Han) {
                UNKNOWN_PAIR
            } else {
                STRANGE_LETTER
            };
            if matches!(before, Before::Letter(_)) && script != Script::Han {
                self.leave(before);
                self.other += SCRIPTS_IN_WORD;
            }
            return if script == Script::Han { Before::Edge } else { Before::StrangeLetter };
        } else {
            self.other += SIGN;
        }
        self.leave(before);
        if touches { Before::SignAfterLetter } else { Before::Edge }
    }
}

/// Vowel signs and the like, which stand in words of their own script.
fn is_joined_mark(c: char, touches: bool) -> bool {
    touches
        && matches!(c, '\u{591}'..='\u{5c7}' | '\u{610}'..='\u{61a}' | '\u{64b}'..='\u{65f}' | '\u{900}'..='\u{e4e}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use encoding_rs::Encoding;

    fn read(bytes: &[u8], charset: &str) -> i64 {
        fluency(&Encoding::for_label(charset.as_bytes()).unwrap().decode_without_bom_handling(bytes).0).total
    }

    #[test]
    fn the_right_reading_is_the_likeliest() {
        let cases = [
            ("windows-1251", "Дождь шёл три дня, и река поднялась."),
            ("koi8-r", "Дождь шёл три дня, и река поднялась."),
            ("windows-1250", "Déšť padal tři dny a řeka se zvedla."),
            ("windows-1257", "Lietus lijo tris dienas, ir upė pakilo."),
            ("windows-1253", "Η βροχή έπεφτε τρεις μέρες."),
            ("windows-1252", "L’été, la rivière déborde à Noël."),
            ("windows-1255", "הגשם ירד שלושה ימים"),
            ("windows-1256", "هطل المطر ثلاثة أيام"),
            ("windows-1254", "Yağmur üç gün sürdü, nehir yükseldi, ışık söndü."),
        ];
        for (right, text) in cases {
            let bytes = Encoding::for_label(right.as_bytes()).unwrap().encode(text).0;
            for (other, _) in cases.iter().filter(|(other, _)| *other != right) {
                let same =
                    encoding_rs::Encoding::for_label(other.as_bytes()).unwrap().decode_without_bom_handling(&bytes).0
                        == text;
                assert!(same || read(&bytes, right) > read(&bytes, other), "{text}: {right} against {other}");
            }
        }
    }

    #[test]
    fn damage_costs() {
        assert!(fluency("It’s raining").total > fluency("Itâ€™s raining").total);
        assert!(fluency("雨下了三天").total > fluency("闱鍥炴潵浜").total);
        assert!(fluency("дождь").total > fluency("дОЖДЬ").total);
    }
}

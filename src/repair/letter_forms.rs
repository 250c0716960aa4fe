//! Letter forms: ligatures (`ﬁ`), digraphs (`ǌ`) and full-width letters (`Ｒａｉｎ`) become
//! plain ones.
//!
//! They are forms of print that old charsets kept apart; nobody looks for a word by them.
//! Full-width letters and signs stay where Chinese, Japanese or Korean is written: there they
//! are how one writes.
//!
//! **Known gaps**: Arabic presentation forms, half-width katakana and mathematical letters
//! stay; a line of full-width letters stays in a document that is mostly Chinese, Japanese or
//! Korean.

use crate::edits::Edits;
use crate::scan;
use crate::stage::Rewrite;
use crate::text::Text;
use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;

/// Settings: none.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct LetterFormsConfig {}

/// Makes letters plain.
#[derive(Debug, Clone, Default)]
pub struct LetterForms {}

impl LetterForms {
    /// The stage with these settings.
    #[must_use]
    pub fn new(_config: LetterFormsConfig) -> Self {
        LetterForms {}
    }
}

impl Rewrite for LetterForms {
    fn name(&self) -> &'static str {
        "letter-forms"
    }

    fn run(&self, text: &Text, out: &mut Edits) {
        let chars = text.as_str();
        let mut widths = None;
        let mut plain = String::new();
        for at in scan::pairs(chars.as_bytes(), may_be_form) {
            let Some(c) = scan::char_at(chars, at) else { continue };
            let folds = match c {
                'ﬀ'..='ﬆ' | 'ﬓ'..='ﬗ' | 'Ĳ' | 'ĳ' | 'ŉ' | 'Ǆ'..='ǌ' | 'Ǳ'..='ǳ' => true,
                '！'..='～' | '￠' | '￡' | '￥' | '￦' => {
                    widths.get_or_insert_with(|| Widths::of(chars)).fold(chars, at)
                }
                _ => false,
            };
            if folds {
                plain.clear();
                match c {
                    // Its normal form has an apostrophe that nobody types.
                    'ŉ' => plain.push_str("'n"),
                    _ => plain.extend(std::iter::once(c).nfkc()),
                }
                out.replace(at..at + c.len_utf8(), &plain);
            }
        }
    }
}

fn may_be_form(a: u8, b: u8) -> bool {
    ((a == 0xef) & ((b == 0xac) | (b == 0xbc) | (b == 0xbd) | (b == 0xbf)))
        | ((a == 0xc4) & ((b == 0xb2) | (b == 0xb3)))
        | ((a == 0xc5) & (b == 0x89))
        | ((a == 0xc7) & ((0x84..=0x8c).contains(&b) | (0xb1..=0xb3).contains(&b)))
}

/// Where full-width signs are not how one writes.
struct Widths {
    /// Whether the document is in a script that has such signs.
    wide: bool,
    /// The line looked at last: its end, and whether it is brought to plain letters.
    end: usize,
    folds: bool,
}

impl Widths {
    fn of(chars: &str) -> Self {
        let bytes = chars.as_bytes();
        // First bytes of three: from U+3000 to U+DFFF and few other scripts.
        let wide: usize = bytes.iter().map(|b| usize::from((0xe3..=0xed).contains(b))).sum();
        let full: usize =
            bytes.iter().zip(bytes.iter().skip(1)).map(|(a, b)| usize::from((*a == 0xef) & ((*b | 1) == 0xbd))).sum();
        Widths { wide: wide > full, end: 0, folds: false }
    }

    fn fold(&mut self, chars: &str, at: usize) -> bool {
        if self.wide {
            return false;
        }
        if at >= self.end {
            let rest = chars.get(at..).unwrap_or_default();
            let start = chars.get(..at).and_then(|before| before.rfind('\n')).map_or(0, |newline| newline + 1);
            self.end = at + rest.find('\n').unwrap_or(rest.len());
            let line = chars.get(start..self.end).unwrap_or_default();
            let wide = line.chars().filter(|c| is_wide(*c)).count();
            let full = line.chars().filter(|c| matches!(c, '０'..='９' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ')).count();
            self.folds = wide == 0 || full > MANY * wide;
        }
        self.folds
    }
}

/// So many full-width letters for one wide one say that the line is in another language, with
/// a name or a word in between.
const MANY: usize = 4;

/// Letters of the scripts that full-width signs belong to.
fn is_wide(c: char) -> bool {
    matches!(c, '\u{1100}'..='\u{11ff}' | '\u{2e80}'..='\u{2fff}' | '\u{3005}'..='\u{3007}' | '\u{3041}'..='\u{9fff}'
        | '\u{ac00}'..='\u{d7ff}' | '\u{f900}'..='\u{faff}' | '\u{ff66}'..='\u{ffdc}' | '\u{20000}'..='\u{3ffff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain(text: &str) -> String {
        LetterForms::default().apply(&Text::from(text)).into_string()
    }

    #[test]
    fn letters_become_plain() {
        for (form, clean) in [
            ("Die Cheﬁn im Oﬃce, ﬂott", "Die Chefin im Office, flott"),
            ("korišteǌem, Ǆep, ĳs, ŉ", "korištenjem, DŽep, ijs, 'n"),
            ("Ｒａｉｎ ｆｅｌｌ， ３ ｄａｙｓ．", "Rain fell, 3 days."),
            ("Дождь，снег", "Дождь,снег"),
            ("Ｔｈｅ ｃｉｔｙ ｏｆ ｒａｉｎ ｉｎ 東京", "The city of rain in 東京"),
        ] {
            assert_eq!(plain(form), clean);
            assert_eq!(plain(clean), clean);
        }
    }

    #[test]
    fn what_is_written_so_stays() {
        for text in [
            "雨，下了三天！（完）",
            "ＮＨＫによると、３０日に雨が降った。",
            "비가 （３일） 내렸다",
            "雨が降った、と市は話した。\nＮＨＫ：１２：３０",
            "և Անձրև, œuvre, æble, Straße, ŀ",
            "½ ² ™ … №",
        ] {
            assert_eq!(plain(text), text);
        }
    }
}

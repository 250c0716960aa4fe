//! Exotic spaces: no-break, thin, ideographic and other spaces become plain ones.
//!
//! Also inside numbers (`10 000` in Polish or French): whoever counts words wants one space.
//!
//! **Known gaps**: a no-break space that kept a number together says so no longer; the blank
//! Hangul filler and the blank Braille pattern stay.

use crate::edits::Edits;
use crate::scan;
use crate::stage::Rewrite;
use crate::text::Text;
use serde::{Deserialize, Serialize};

/// Settings: none.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct SpacesConfig {}

/// Makes every space a plain one.
#[derive(Debug, Clone, Default)]
pub struct Spaces {}

impl Spaces {
    /// The stage with these settings.
    #[must_use]
    pub fn new(_config: SpacesConfig) -> Self {
        Spaces {}
    }
}

impl Rewrite for Spaces {
    fn name(&self) -> &'static str {
        "spaces"
    }

    fn run(&self, text: &Text, out: &mut Edits) {
        let chars = text.as_str();
        let spaces = |a: u8, b: u8| {
            ((a == 0xc2) & (b == 0xa0))
                | ((a == 0xe2) & ((b == 0x80) | (b == 0x81)))
                | ((a == 0xe3) & (b == 0x80))
                | ((a == 0xe1) & (b == 0x9a))
        };
        for at in scan::pairs(chars.as_bytes(), spaces) {
            if let Some(c @ ('\u{a0}' | '\u{1680}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{205f}' | '\u{3000}')) =
                scan::char_at(chars, at)
            {
                out.replace(at..at + c.len_utf8(), " ");
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain(text: &str) -> String {
        Spaces::default().apply(&Text::from(text)).into_string()
    }

    #[test]
    fn exotic_spaces_become_plain() {
        assert_eq!(plain("10\u{a0}000\u{202f}zł\u{2003}—\u{2009}oui\u{a0}!"), "10 000 zł — oui !");
        assert_eq!(plain("\u{3000}雨が\u{3000}降った"), " 雨が 降った");
    }

    #[test]
    fn other_marks_stay() {
        for text in ["«Дождь» — 3 дня…", "می‌شود", "雨、下了。", "ฝนตก", "Անձրև՝ 3 օր", "a\tb\nc"]
        {
            assert_eq!(plain(text), text);
        }
    }
}

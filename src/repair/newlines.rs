//! Newlines: every kind of line break becomes LF.
//!
//! CR LF, CR, NEL, line separator, vertical tab and form feed become one LF, and the paragraph
//! separator becomes a blank line. A vertical tab or form feed among other control characters
//! is noise like them, which `controls` takes out. A NEL that would complete a damaged UTF-8 sequence, or that
//! stands beside other C1 controls, is no line break but damage: `encoding-repair` reads it.
//!
//! **Known gaps**: `\n` written as two characters stays; a NEL meant as `…` that is the only C1
//! control of the document becomes a line break.

use crate::edits::Edits;
use crate::repair::encoding_repair::nel_is_ellipsis;
use crate::scan;
use crate::stage::Rewrite;
use crate::text::Text;
use serde::{Deserialize, Serialize};

/// Settings: none.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct NewlinesConfig {}

/// Makes every line break an LF.
#[derive(Debug, Clone, Default)]
pub struct Newlines {}

impl Newlines {
    /// The stage with these settings.
    #[must_use]
    pub fn new(_config: NewlinesConfig) -> Self {
        Newlines {}
    }
}

impl Rewrite for Newlines {
    fn name(&self) -> &'static str {
        "newlines"
    }

    fn run(&self, text: &Text, out: &mut Edits) {
        let chars = text.as_str();
        let bytes = chars.as_bytes();
        let breaks =
            |a: u8, b: u8| (0x0b..=0x0d).contains(&a) | ((a == 0xc2) & (b == 0x85)) | ((a == 0xe2) & (b == 0x80));
        let (mut other_c0, mut other_c1, mut ellipses) = (None, None, None);
        for at in scan::pairs(bytes, breaks) {
            match scan::char_at(chars, at) {
                Some('\r') if bytes.get(at + 1) == Some(&b'\n') => out.delete(at..at + 1),
                Some('\r') => out.replace(at..at + 1, "\n"),
                Some('\u{b}' | '\u{c}') if !*other_c0.get_or_insert_with(|| has_other_c0(bytes)) => {
                    out.replace(at..at + 1, "\n");
                }
                Some('\u{85}') => {
                    let damage = *other_c1.get_or_insert_with(|| has_other_c1(bytes))
                        || is_half_a_letter(chars, at)
                        || *ellipses.get_or_insert_with(|| nel_is_ellipsis(chars));
                    if !damage {
                        out.replace(at..at + 2, "\n");
                    }
                }
                Some('\u{2028}') => out.replace(at..at + 3, "\n"),
                Some('\u{2029}') => out.replace(at..at + 3, "\n\n"),
                _ => {}
            }
        }
    }
}

fn has_other_c0(bytes: &[u8]) -> bool {
    scan::pairs(bytes, |a, _| (a < 0x09) | (0x0e..0x20).contains(&a)).next().is_some()
}

fn has_other_c1(bytes: &[u8]) -> bool {
    scan::pairs(bytes, |a, b| (a == 0xc2) & (0x80..=0x9f).contains(&b) & (b != 0x85)).next().is_some()
}

/// Whether the NEL at `at` is the rest of a letter whose UTF-8 was read as Latin-1.
fn is_half_a_letter(chars: &str, at: usize) -> bool {
    let before = scan::char_before(chars, at);
    let after = scan::char_at(chars, at + 2);
    matches!(before, Some('\u{c2}'..='\u{d9}'))
        || (matches!(before, Some('\u{e0}'..='\u{ef}')) && matches!(after, Some('\u{a0}'..='\u{bf}')))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lf(text: &str) -> String {
        Newlines::default().apply(&Text::from(text)).into_string()
    }

    #[test]
    fn every_break_becomes_lf() {
        assert_eq!(lf("a\r\nb\rc\u{85}d\u{2028}e\u{b}f\u{c}g"), "a\nb\nc\nd\ne\nf\ng");
        assert_eq!(lf("café\u{85}\u{85}Über\u{85}"), "café\n\nÜber\n");
        assert_eq!(lf("Դադար։\u{2029}Անձրև"), "Դադար։\n\nԱնձրև");
        assert_eq!(lf("สวัสดี\r\r\nฝน"), "สวัสดี\n\nฝน");
    }

    #[test]
    fn what_only_looks_like_a_break_stays() {
        for text in
            ["a\\nb", "im\u{b}pact\u{7}ful", "Ã\u{85}", "so\u{85} don\u{92}t", "雨。“下”了…", "«Дождь»…", "می‌شود"]
        {
            assert_eq!(lf(text), text);
        }
    }
}

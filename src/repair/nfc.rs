//! Normal form: text becomes NFC, so that equal words have equal bytes.
//!
//! Only the few characters around a combining mark are touched; the rest keeps its exact origin.
//!
//! **Known gaps**: none of the compatibility characters (ligatures, full-width letters) is folded.

use crate::edits::Edits;
use crate::repair::scan;
use crate::stage::Rewrite;
use crate::text::Text;
use serde::{Deserialize, Serialize};
use unicode_normalization::char::canonical_combining_class;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

/// Settings: none.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct NfcConfig {}

/// Makes the text NFC.
#[derive(Debug, Clone, Default)]
pub struct Nfc {}

impl Nfc {
    /// The stage with these settings.
    #[must_use]
    pub fn new(_config: NfcConfig) -> Self {
        Nfc {}
    }
}

impl Rewrite for Nfc {
    fn name(&self) -> &'static str {
        "nfc"
    }

    fn run(&self, text: &Text, out: &mut Edits) {
        let chars = text.as_str();
        let mut done = 0;
        for at in scan::pairs(chars.as_bytes(), may_matter) {
            if at < done {
                continue;
            }
            let Some(range) = segment_around(chars, at, done) else { continue };
            done = range.end;
            let old = &chars[range.clone()];
            if is_nfc_quick(old.chars()) != IsNormalized::Yes {
                let new: String = old.nfc().collect();
                if new != old {
                    out.replace(range, &new);
                }
            }
        }
    }
}

/// Whether a character that begins with these two bytes can be anything but finished NFC.
///
/// The alphabets of Europe, the Han characters and the Hangul syllables cannot.
fn may_matter(a: u8, b: u8) -> bool {
    let marks = (a == 0xcc) | (a == 0xcd) | ((a == 0xce) & (b == 0x87)) | ((a == 0xd2) & (b < 0x88));
    let hebrew_to_nko = ((a == 0xd6) & (b > 0x90)) | (a == 0xd7) & (b < 0x90) | ((a >= 0xdc) & (a <= 0xdf));
    let arabic = ((a == 0xd8) & (b <= 0x9a)) | ((a == 0xd9) & (b >= 0x8b) & (b <= 0xb0)) | ((a == 0xdb) & (b >= 0x96));
    let three = (a == 0xe0) | (a == 0xe1) & ((b < 0xb4) | (b >= 0xb7)) | ((a == 0xe3) & ((b == 0x80) | (b == 0x82)));
    let symbols = (a == 0xe2) & ((b == 0x80) | (b == 0x83) | (b == 0x84) | (b == 0x8c) | (b > 0xaa));
    let late = ((a == 0xea) & (b != 0xb0)) | (a == 0xef) & ((b < 0xbc) & (b > 0xa3)) | (a >= 0xf0);
    marks | hebrew_to_nko | arabic | three | symbols | late
}

/// A character that neither changes by itself nor joins what stands before it.
fn is_border(c: char) -> bool {
    c < '\u{300}' || (canonical_combining_class(c) == 0 && is_nfc_quick(std::iter::once(c)) == IsNormalized::Yes)
}

/// From the last border at or before `at` up to the next one.
fn segment_around(chars: &str, at: usize, done: usize) -> Option<std::ops::Range<usize>> {
    let here = scan::char_at(chars, at)?;
    let mut start = at;
    if !is_border(here) {
        for (before, c) in chars.get(done..at)?.char_indices().rev() {
            start = done + before;
            if is_border(c) {
                break;
            }
        }
    }
    let after = at + here.len_utf8();
    let rest = chars.get(after..)?;
    let len = rest.char_indices().find(|(_, c)| is_border(*c)).map_or(rest.len(), |(len, _)| len);
    Some(start..after + len)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn nfc(text: &str) -> String {
        Nfc::default().apply(&Text::from(text)).into_string()
    }

    #[test]
    fn decomposed_letters_are_composed() {
        for text in
            ["Čeština à côté", "Ελλάδα έλα", "Українська їжа й", "한국어 글", "Tiếng Việt Ước", "が゛ぱ", "שָׁלוֹם", "क़लम"]
        {
            let decomposed: String = text.nfd().collect();
            assert_eq!(nfc(&decomposed), text.nfc().collect::<String>());
        }
        assert_eq!(nfc("\u{212b}ngström \u{2126} \u{f900}"), "Ångström Ω 豈");
        assert_eq!(nfc("\u{301}a\u{323}\u{301}"), "\u{301}ạ\u{301}");
    }

    #[test]
    fn every_character_is_tried() {
        for c in '\u{80}'..=char::MAX {
            let text = format!("x{c}");
            assert_eq!(nfc(&text), text.nfc().collect::<String>(), "{c:?}");
            let text = format!("a\u{5b0}{c}\u{301}\u{323}");
            assert_eq!(nfc(&text), text.nfc().collect::<String>(), "{c:?}");
        }
    }

    #[test]
    fn composed_text_costs_no_edit() {
        for text in ["雨、下了。", "ฝนตกหนักที่นี่", "می‌شود", "Անձրև", "हिन्दी", "👩‍👧 ok", "ﬁ ｗ"]
        {
            let mut edits = Edits::default();
            Nfc::default().run(&Text::from(text), &mut edits);
            assert!(edits.is_empty(), "{text}");
        }
    }
}

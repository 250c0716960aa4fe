//! Normal form: text becomes NFC, so that equal words have equal bytes.
//!
//! Only the few characters around a combining mark are touched; the rest keeps its exact origin.
//!
//! **Known gaps**: none of the compatibility characters (ligatures, full-width letters) is folded.

use crate::edits::Edits;
use crate::scan;
use crate::stage::Rewrite;
use crate::text::Text;
use serde::{Deserialize, Serialize};
use std::sync::LazyLock;
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
            if at < done || is_settled(chars, at) {
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

/// For the characters up to U+FFFF their combining class, or [`UNSETTLED`].
static CLASSES: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let class = |c: char| match is_nfc_quick(std::iter::once(c)) {
        IsNormalized::Yes => canonical_combining_class(c),
        _ => UNSETTLED,
    };
    (0..0x1_0000).map(|c| char::from_u32(c).map_or(0, class)).collect()
});

/// Changes by itself, or may join what stands before it.
const UNSETTLED: u8 = 255;

fn class_of(c: char) -> u8 {
    CLASSES.get(c as usize).copied().unwrap_or(UNSETTLED)
}

/// Whether the character at `at` is finished NFC after the one before it.
fn is_settled(chars: &str, at: usize) -> bool {
    match scan::char_at(chars, at).map_or(0, class_of) {
        0 => true,
        UNSETTLED => false,
        class => scan::char_before(chars, at).map_or(0, class_of) <= class,
    }
}

/// Whether a character that begins with these two bytes can be anything but finished NFC.
///
/// The alphabets of Europe, the Han characters and the Hangul syllables cannot.
fn may_matter(a: u8, b: u8) -> bool {
    let cyrillic_to_armenian = (a == 0xd0) | (a == 0xd1) | (0xd3..=0xd5).contains(&a);
    let greek = ((a == 0xce) & (b != 0x87)) | (a == 0xcf);
    let han_and_hangul = (0xe4..=0xe9).contains(&a) | (0xeb..=0xed).contains(&a);
    (a >= 0xcc) & !(cyrillic_to_armenian | greek | han_and_hangul)
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

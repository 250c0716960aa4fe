//! Encoding repair: text that was read in the wrong charset is read again.
//!
//! * `reading`: UTF-8 read in a code page, once or more often over: `donâ€™t`, `ÐžÐ½Ð°`. A whole
//!   line is judged: its characters must turn back into well-formed UTF-8, and some of them must
//!   be such as nobody writes (a letter and then a currency sign). A line with weaker evidence
//!   is repaired where stronger lines of the document show the way. A no-break space that was
//!   made a plain one, and pairs of surrogates, are read too.
//! * `single_byte`: text of one charset read in another one: `Äîæäü` for `Дождь`. Letters that
//!   belong to no language of the charset make it suspicious; the language model decides.
//! * `wide`: UTF-8 read as GBK or Shift_JIS.
//! * `lost`: characters of which one byte was lost, where the rest leaves one choice
//!   or makes one likelier than all others by far.
//! * `c1`: C1 controls that stand for windows-1252 characters.
//!
//! Each says in the ledger how the damage came about ([`Edits::undid`]).
//!
//! **Known gaps**: what became `?` or one U+FFFD a letter is lost (`f�r`); lines of which less
//! than half the strange characters are damage; text confused with a charset other than
//! windows-1252 or windows-1251; text of one charset read in another in a few lines only; a
//! lone `NÂº`, which somebody may have meant; Cyrillic, Greek and all wide scripts in UTF-8
//! read as GBK or Shift_JIS; in short documents, what was lost.

mod alphabets;
mod c1;
mod lines;
mod lost;
mod mended;
mod pages;
mod reading;
mod sequence;
mod single_byte;
mod strange;
mod wide;

use crate::edits::Edits;
use crate::repair::settle::settle;
use crate::stage::Rewrite;
use crate::text::Text;
use lines::lines;
use pages::Pages;
use reading::Hint;
use serde::{Deserialize, Serialize};

pub(crate) use c1::nel_is_ellipsis;

/// Settings: none.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct EncodingRepairConfig {}

/// Reads again what was read in the wrong charset.
#[derive(Debug, Clone)]
pub struct EncodingRepair {
    pages: Pages,
}

impl Default for EncodingRepair {
    fn default() -> Self {
        EncodingRepair::new(EncodingRepairConfig::default())
    }
}

impl EncodingRepair {
    /// The stage with these settings.
    #[must_use]
    pub fn new(_config: EncodingRepairConfig) -> Self {
        EncodingRepair { pages: Pages::new() }
    }
}

impl Rewrite for EncodingRepair {
    fn name(&self) -> &'static str {
        "encoding-repair"
    }

    fn run(&self, text: &Text, out: &mut Edits) {
        settle(text, out, |chars, out| self.read_again(chars, out));
    }
}

impl EncodingRepair {
    /// Reads again what shows damage, once.
    fn read_again(&self, chars: &str, out: &mut Edits) {
        let first = self.suspicious(chars, 0);
        let own = first.map_or(Vec::new(), |first| self.own_evidence(chars, first));
        if let Some(confusion) = self.confusion(chars, || own.iter().map(|(_, reading)| reading.strange()).sum()) {
            return self.read_in(chars, confusion, out);
        }
        if self.read_wide(chars, out) || first.is_none() {
            return;
        }
        let c1 = c1::means_windows_1252(chars);
        if own.is_empty() && !c1 {
            return;
        }
        let hint = Hint { favourite: self.favourite(chars, &own), finds: chars.len() >= lost::MIN_DOCUMENT_BYTES };
        let mut own = own.into_iter().peekable();
        for line in lines(chars) {
            let has_own = own.next_if(|(start, _)| *start == line.start).is_some();
            let old = &chars[line.clone()];
            if old.is_ascii() {
                continue;
            }
            let mut new = self.mend(old, has_own, hint);
            if let Some((mended, path)) = &new {
                out.undid(path.clone(), mended.places());
            }
            let mut new = new.take().map(|(mended, _)| mended);
            if c1 && let Some(read) = c1::read(new.as_ref().map_or(old, |new| &new.line)) {
                out.undid(c1::PATH, read.places());
                // What the controls hid may show damage of its own.
                let more = self.mend(&read.line, true, hint);
                let mut read = match new.take() {
                    Some(before) => before.then(read),
                    None => read,
                };
                if let Some((more, path)) = more {
                    out.undid(path, more.places());
                    read = read.then(more);
                }
                new = Some(read);
            }
            if let Some(new) = new {
                new.push(line.start, out);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mend(text: &str) -> String {
        EncodingRepair::default().apply(&Text::from(text)).into_string()
    }

    /// UTF-8 read in a page that knows all bytes.
    fn damaged(text: &str, page: &'static encoding_rs::Encoding) -> String {
        page.decode_without_bom_handling(text.as_bytes()).0.into_owned()
    }

    const TEXTS: [&str; 7] = [
        "It’s raining — “again”, he said.",
        "Über die Brücke fährt ein Zug.",
        "Дождь шёл три дня, «и хватит».",
        "Անձրևն անդադար տեղում էր։",
        "下了三天雨，“够了”。",
        "ฝนตกหนักสามวัน",
        "باران سه روز بارید",
    ];

    #[test]
    fn damage_of_many_pages_is_undone() {
        use encoding_rs as e;
        for page in [e::WINDOWS_1252, e::MACINTOSH, e::WINDOWS_1251, e::WINDOWS_1250, e::WINDOWS_1254] {
            for text in TEXTS {
                let once = damaged(text, page);
                assert_eq!(mend(&once), text, "{}", page.name());
                assert_eq!(mend(&damaged(&once, page)), text, "{} twice", page.name());
            }
        }
    }

    #[test]
    fn one_word_can_be_enough() {
        for (damaged, clean) in [
            ("HÃ´tel de ville", "Hôtel de ville"),
            ("NicolÃ¡s", "Nicolás"),
            ("Tiáº¿ng Viá»‡t", "Tiếng Việt"),
            ("LietuviÅ³ kalba, ÄŒeÅ¡tina", "Lietuvių kalba, Čeština"),
            ("×‘×”×•×“×¢×”", "בהודעה"),
            ("hatikuâ™«~", "hatiku♫~"),
            ("Rain├╝ber", "Rainüber"),
            ("Ä°stanbul", "İstanbul"),
            ("LietuviÅ³", "Lietuvių"),
            ("DOS AÃ‘OS", "DOS AÑOS"),
            ("voilÃ  le travail, jusqu'Ã nos jours", "voilà le travail, jusqu'à nos jours"),
            ("❤ Regen unterstÃ¼tzen", "❤ Regen unterstützen"),
            ("Ð¢ipÄ…", "Тipą"),
            ("Hi guys í\u{a0}½í¸\u{8d}", "Hi guys 😍"),
        ] {
            assert_eq!(mend(damaged), clean);
        }
    }

    #[test]
    fn the_map_stays_true() {
        let text = EncodingRepair::default().apply(&Text::from("a donâ€™t b"));
        assert_eq!(text.as_str(), "a don’t b");
        assert_eq!(text.origin(crate::Span::new(5, 8)).span().range(), 5..13);
    }

    #[test]
    fn controls_become_punctuation() {
        assert_eq!(mend("It\u{92}s \u{93}rain\u{94}\u{85}"), "It’s “rain”…");
        assert_eq!(mend("Regen\u{85}Schnee"), "Regen\u{85}Schnee");
    }

    #[test]
    fn clean_text_stays() {
        let other = [
            "la gr\u{89}ce, la deuxi\u{8f}me, d\u{8e}j\u{88}",
            "NÃO É VERDADE, NÃO SÃO SEIS",
            "«LIBERTÉ», ÉGALITÉ…",
            "l’été, l’École: «Ça va?» — “Ähnlich”",
            "Він сказав: «Ві» — об´єкт №5",
            "├──┤ ┬─┬ ├┤a┼┐a┼┐a",
            "5 §1, 10 €, 3 µm, 20 °C, ¼ ±2 ©2020",
            "4288×… 5×£35, √π = 2, `¬´`, ∆°, Ō¬o",
            "«MAÇÃ», “IRMÃ”, AMANHÃ…",
            "São Paulo nº 3ª, 10¢",
            "ΑΘΗΝΑ: «Έλα» ΟΊΚΟΣ",
        ];
        for text in other.iter().chain(&TEXTS) {
            assert_eq!(mend(text), *text);
        }
    }
}

//! Encoding repair: UTF-8 that was read in another charset is read again.
//!
//! `donâ€™t` becomes `don’t` and `ÐžÐ½Ð°` becomes `Она`, once or more often over, for the code
//! pages of `pages`. A whole line is judged: its characters must turn back
//! into well-formed UTF-8, and at least one pair among them must be such as nobody writes (a
//! letter and then a currency sign). A line with weaker evidence is repaired where stronger
//! lines of the document show the way. C1 controls become the windows-1252 characters they
//! were meant to be.
//!
//! **Known gaps**: text of a single-byte charset read in another one (`Äîæäü`); what was lost
//! on the way (`â€�`, `ï¿½`); UTF-8 read as GBK or Shift_JIS; lines of which less than half the
//! strange characters are damage; a lone `Ä°` or `NÂº`, which somebody may have meant.

use super::pages::{PAGES, Pages};
use super::strange::{Class, class, is_c1, is_capital_in_word, is_plausible, is_strange, mixes_scripts, touches};
use crate::edits::Edits;
use crate::repair::scan;
use crate::repair::settle::settle;
use crate::stage::Rewrite;
use crate::text::Text;
use encoding_rs::WINDOWS_1252;
use serde::{Deserialize, Serialize};
use std::ops::Range;

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
        let Some(first) = self.suspicious(chars, 0) else { return };
        let own = self.own_evidence(chars, first);
        let c1 = means_windows_1252(chars);
        if own.is_empty() && !c1 {
            return;
        }
        let favourite = favourite(&own);
        let mut own = own.into_iter().peekable();
        for line in lines(chars) {
            let has_own = own.next_if(|(start, _)| *start == line.start).is_some();
            let old = &chars[line.clone()];
            if old.is_ascii() {
                continue;
            }
            let favourite = favourite.filter(|_| !has_own);
            let mut new = self.mend(old, has_own, favourite);
            if c1 && let Some(read) = read_c1(new.as_deref().unwrap_or(old)) {
                // What the controls hid may show damage of its own.
                new = Some(self.mend(&read, true, None).unwrap_or(read));
            }
            if let Some(new) = new {
                push_runs(old, &new, line.start, out);
            }
        }
    }
}

/// Lines by LF or CR, without them.
fn lines(chars: &str) -> impl Iterator<Item = Range<usize>> + '_ {
    let breaks = memchr::memchr2_iter(b'\n', b'\r', chars.as_bytes()).chain([chars.len()]);
    breaks.scan(0, |start, end| {
        let line = *start..end;
        *start = end + 1;
        Some(line)
    })
}

/// The line that holds the byte `at`.
fn line_around(chars: &str, at: usize) -> Range<usize> {
    let (before, after) = chars.as_bytes().split_at(at);
    let start = memchr::memrchr2(b'\n', b'\r', before).map_or(0, |newline| newline + 1);
    let end = memchr::memchr2(b'\n', b'\r', after).map_or(chars.len(), |len| at + len);
    start..end
}

/// A well-formed sequence: the character it stands for, and how many characters it takes.
#[derive(Debug, Clone, Copy)]
struct Sequence {
    decoded: char,
    chars: usize,
    strange: bool,
}

/// What one page makes of one line.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Reading {
    page: usize,
    sequences: usize,
    /// Sequences that nobody writes.
    strange: usize,
    /// Characters beyond ASCII that belong to no sequence.
    leftover: usize,
}

impl Reading {
    fn convinces(&self) -> bool {
        (self.strange > 0 && self.strange * 2 > self.leftover) || (self.sequences >= 8 && self.leftover == 0)
    }

    fn rank(&self) -> (usize, usize, usize) {
        (usize::MAX - self.leftover, self.strange, PAGES - self.page)
    }
}

impl EncodingRepair {
    /// The next place from `from` on that may be damage: characters that a code page could
    /// have made of UTF-8 and that nobody writes so; or a C1 control.
    fn suspicious(&self, chars: &str, from: usize) -> Option<usize> {
        let bytes = chars.as_bytes().get(from..)?;
        let odd = |a: u8, b: u8| {
            (a == 0xc2)
                | (a == 0xe2)
                | (a == 0xcb)
                | ((a == 0xc6) & (b == 0x92))
                | ((a == 0xc5) & (0x92..=0xbe).contains(&b))
                | ((a == 0xd0) & (b == 0x82))
                | ((a == 0xef) & (b == 0xa3))
                | ((a == 0xce) & ((b == 0x84) | (b == 0x85) | (b == 0x93)))
                | ((a == 0xc3) & (b == 0x94))
        };
        scan::pairs(bytes, odd).map(|at| from + at).find(|at| {
            let Some(c) = scan::char_at(chars, *at) else { return false };
            if matches!(c, '\u{80}'..='\u{9f}') {
                return true;
            }
            let mut start = *at;
            let mut starts = vec![start];
            while starts.len() < 3
                && let Some(before) = scan::char_before(chars, start).filter(|c| !c.is_ascii())
            {
                start -= before.len_utf8();
                starts.push(start);
            }
            let alone = starts.len() == 1 && chars.as_bytes().get(at + c.len_utf8()).is_none_or(u8::is_ascii);
            !alone && starts.iter().any(|start| self.is_damage(chars, *start))
        })
    }

    fn is_damage(&self, chars: &str, at: usize) -> bool {
        (0..PAGES).any(|page| self.sequence(chars, at, page).is_some_and(|sequence| sequence.strange))
    }

    /// The lines that convince by themselves, by their starts, and how they are read.
    fn own_evidence(&self, chars: &str, first: usize) -> Vec<(usize, Reading)> {
        let mut own = Vec::new();
        let mut next = Some(first);
        while let Some(at) = next {
            let line = line_around(chars, at);
            if let Some(reading) = self.convincing(&chars[line.clone()]) {
                own.push((line.start, reading));
            }
            next = self.suspicious(chars, line.end);
        }
        own
    }

    fn best_reading(&self, line: &str) -> Option<Reading> {
        (0..PAGES).map(|page| self.read(line, page)).filter(|reading| reading.sequences > 0).max_by_key(Reading::rank)
    }

    fn read(&self, line: &str, page: usize) -> Reading {
        let mut reading = Reading { page, ..Reading::default() };
        self.walk(line, page, |_, sequence| match sequence {
            Some(sequence) => {
                reading.sequences += 1;
                reading.strange += usize::from(sequence.strange);
            }
            None => reading.leftover += 1,
        });
        reading
    }

    /// Calls `visit` for every character beyond ASCII, or sequence of them, of a line.
    fn walk(&self, line: &str, page: usize, mut visit: impl FnMut(Range<usize>, Option<Sequence>)) {
        let mut at = 0;
        while let Some(len) = line[at..].bytes().position(|b| b >= 0x80) {
            let start = at + len;
            let sequence = self.sequence(line, start, page);
            let chars = sequence.map_or(1, |sequence| sequence.chars);
            at = start + line[start..].chars().take(chars).map(char::len_utf8).sum::<usize>();
            visit(start..at, sequence);
        }
    }

    /// The UTF-8 sequence that the characters from `at` on are in a page.
    fn sequence(&self, line: &str, at: usize, page: usize) -> Option<Sequence> {
        let text = line.get(at..)?;
        let mut bytes = [0_u8; 4];
        let mut strange = false;
        let mut len = 1;
        let mut before = None;
        for (i, c) in text.chars().enumerate().take(4) {
            let byte = self.pages.bytes_of(c)[page];
            if i == 0 {
                len = match byte {
                    0xc2..=0xdf => 2,
                    0xe0..=0xef => 3,
                    0xf0..=0xf4 => 4,
                    _ => return None,
                };
            } else if !(0x80..0xc0).contains(&byte) {
                return None;
            }
            strange |= before.is_some_and(|before| is_strange(before, c)) || is_c1(c);
            before = Some(c);
            bytes[i] = byte;
            if i + 1 == len {
                break;
            }
        }
        let decoded = std::str::from_utf8(&bytes[..len]).ok()?.chars().next()?;
        let art = |c: char| matches!(c, '\u{2500}'..='\u{259f}');
        let box_art = !touches(line, at, len, char::is_alphabetic) && text.chars().take(len).all(art);
        let strange = match scan::char_at(line, at)? {
            // Signs that stand before letters and numbers in formulas, but not in words.
            first @ ('×' | '÷' | '√' | '∆' | '≈' | '¬') => {
                strange && touches(line, at, len, |c| c.is_alphabetic() || (c, first) == ('×', '×'))
            }
            'â' => true,
            first => strange || mixes_scripts(line, at, len) || is_capital_in_word(line, at, first, before),
        };
        // What was damaged once never was a control.
        let strange = strange && !is_c1(decoded);
        (is_plausible(decoded) && !box_art).then_some(Sequence { decoded, chars: len, strange })
    }

    /// The line as it was before the damage, which may have happened more than once.
    fn mend(&self, line: &str, own: bool, favourite: Option<usize>) -> Option<String> {
        let reading = if own { self.convincing(line)? } else { self.seamless(line, favourite?)? };
        let mut page = reading.page;
        let mut mended = self.reread(line, page);
        // What was damaged once may have been damaged before, so less evidence is needed now.
        // Every turn makes the line shorter, so this ends, and soon.
        while let Some(again) = self.convincing(&mended).or_else(|| self.seamless(&mended, page)) {
            page = again.page;
            mended = self.reread(&mended, page);
        }
        Some(mended)
    }

    fn convincing(&self, line: &str) -> Option<Reading> {
        self.best_reading(line).filter(Reading::convinces)
    }

    /// The reading in a page that leaves nothing over.
    fn seamless(&self, line: &str, page: usize) -> Option<Reading> {
        Some(self.read(line, page)).filter(|reading| reading.sequences > 0 && reading.leftover == 0)
    }

    fn reread(&self, line: &str, page: usize) -> String {
        let mut mended = String::with_capacity(line.len());
        let mut done = 0;
        self.walk(line, page, |here, sequence| {
            let Some(sequence) = sequence else { return };
            mended.push_str(&line[done..here.start]);
            mended.push(sequence.decoded);
            done = here.end;
        });
        mended.push_str(&line[done..]);
        mended
    }
}

/// The page that most of the evidence speaks for, if it is enough to go by.
fn favourite(own: &[(usize, Reading)]) -> Option<usize> {
    let mut strange = [0; PAGES];
    for (_, reading) in own {
        strange[reading.page] += reading.strange;
    }
    (0..PAGES).max_by_key(|page| (strange[*page], PAGES - page)).filter(|page| strange[*page] >= 3)
}

/// Whether the C1 controls of a text are windows-1252 characters. A NEL alone is a newline, and
/// signs or capitals inside words speak for the Mac (`gr\u{89}ce`).
fn means_windows_1252(chars: &str) -> bool {
    let c1 = scan::pairs(chars.as_bytes(), |a, b| (a == 0xc2) & (0x80..=0x9f).contains(&b) & (b != 0x85));
    let mut means = false;
    for at in c1 {
        let Some(c) = scan::char_at(chars, at).and_then(windows_1252) else { continue };
        let before = scan::char_before(chars, at).is_some_and(char::is_lowercase);
        let after = scan::char_at(chars, at + 2).is_some_and(char::is_lowercase);
        if before && after && matches!(class(c), Class::Odd | Class::Upper) {
            return false;
        }
        means = true;
    }
    means
}

/// The windows-1252 character of a C1 control.
fn windows_1252(c: char) -> Option<char> {
    let byte = u8::try_from(c as u32).ok().filter(|_| is_c1(c))?;
    WINDOWS_1252.decode_without_bom_handling(&[byte]).0.chars().next().filter(|c| !is_c1(*c))
}

fn read_c1(line: &str) -> Option<String> {
    line.contains(is_c1).then(|| line.chars().map(|c| windows_1252(c).unwrap_or(c)).collect())
}

/// Proposes the differences between two lines that have the same ASCII: every run of other
/// characters came from one such run.
fn push_runs(old: &str, new: &str, offset: usize, out: &mut Edits) {
    let runs = |line: &str| {
        let mut runs = Vec::new();
        let mut at = 0;
        while let Some(start) = line[at..].bytes().position(|b| b >= 0x80).map(|len| at + len) {
            let end = line[start..].bytes().position(|b| b < 0x80).map_or(line.len(), |len| start + len);
            runs.push(start..end);
            at = end;
        }
        runs
    };
    for (was, is) in runs(old).into_iter().zip(runs(new)) {
        if old[was.clone()] != new[is.clone()] {
            out.replace(offset + was.start..offset + was.end, &new[is]);
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
            "Ä°stanbul",
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

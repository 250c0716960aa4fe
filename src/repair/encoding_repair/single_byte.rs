//! Text of one charset that was read in another one, so that every byte became some other
//! character: `Äîæäü` for `Дождь`. The bytes are all there.
//!
//! No sequence tells such text; its letters do. A cheap count says whether the letters beyond
//! ASCII are those of a language that is written in the charset ([`super::alphabets`]). If they
//! are not, a sample of the bytes is read in every charset, and the language model says which
//! reading is text. One charset then goes for the whole document.

use super::EncodingRepair;
use super::alphabets::{explains_letters, foreign_letters, has_letter_beyond};
use super::c1;
use super::lines::lines;
use super::mended::{Mended, Writer};
use super::pages::NAMES;
use crate::language::fluency;
use encoding_rs::{self as charset, Encoding};

/// What such a text was written in; of two that read it alike the first is named.
const CHARSETS: [&Encoding; 20] = [
    charset::WINDOWS_1252,
    charset::WINDOWS_1251,
    charset::KOI8_R,
    charset::KOI8_U,
    charset::IBM866,
    charset::ISO_8859_5,
    charset::X_MAC_CYRILLIC,
    charset::WINDOWS_1250,
    charset::ISO_8859_2,
    charset::WINDOWS_1253,
    charset::WINDOWS_1254,
    charset::WINDOWS_1255,
    charset::WINDOWS_1256,
    charset::WINDOWS_1257,
    charset::WINDOWS_874,
    charset::GBK,
    charset::SHIFT_JIS,
    charset::EUC_KR,
    charset::BIG5,
    charset::EUC_JP,
];

/// The pages that text is wrongly read in; numbers of [`super::pages`].
const WESTERN: usize = 0;
const CYRILLIC: usize = 1;

/// Which charset a text was written in, and the page that it was read in instead.
#[derive(Debug, Clone, Copy)]
pub(super) struct Confusion {
    page: usize,
    charset: &'static Encoding,
}

impl Confusion {
    /// How such damage is called.
    pub(super) fn path(&self) -> String {
        format!("{} read as {}", self.charset.name().to_ascii_lowercase(), NAMES[self.page])
    }
}

impl EncodingRepair {
    /// The charset of the whole text, if it was read in another one. `sequences` of UTF-8
    /// were found, which may be accidents where there is much else.
    pub(super) fn confusion(&self, chars: &str, sequences: impl Fn() -> usize) -> Option<Confusion> {
        let counts = Counts::of(chars.as_bytes());
        let page = if counts.looks_western() {
            let foreign = foreign_letters(chars)?;
            if sequences() * 8 > foreign as usize {
                return None;
            }
            WESTERN
        } else if counts.looks_like_wrong_cyrillic() && sequences() * 8 <= counts.cyrillic {
            CYRILLIC
        } else {
            return None;
        };
        self.charset_behind(chars, page)
    }

    /// The charset that makes text of the bytes behind a text that was read in this page.
    fn charset_behind(&self, chars: &str, page: usize) -> Option<Confusion> {
        let sample = self.sample(chars, page);
        if self.is_rather_utf_8(&sample) {
            return None;
        }
        // C1 controls are another damage, for which no page but this one is needed.
        let now = c1::read(&sample).map_or(sample.clone(), |read| read.line);
        let now_total = fluency(&now).total;
        let bytes: Vec<u8> = sample.chars().map(|c| self.byte(c, page).unwrap_or(b'?')).collect();
        let (charset, total, text) = CHARSETS
            .iter()
            .filter(|charset| !charset.name().eq_ignore_ascii_case(NAMES[page]))
            .filter_map(|charset| {
                let text = read_all(&bytes, charset)?;
                let fits = keeps_scripts_apart(&text) && keeps_letters(&sample, &text, charset);
                (fits && !swallows_letters(&bytes, charset)).then_some(())?;
                Some((*charset, fluency(&text).total, text))
            })
            .rev()
            .max_by_key(|(_, total, _)| *total)?;
        let gain = total - now_total;
        let is_text = fluency(&text).per_char() > if charset.is_single_byte() { -60 } else { -120 };
        let clearly = is_text && gain >= MIN_GAIN && gain * 8 > -now_total && is_much(chars) && has_words(&text);
        let explains = gain > 0 && explains_letters(&now, &text);
        let accepted = if page == WESTERN && is_latin(charset) { explains } else { clearly };
        accepted.then_some(Confusion { page, charset })
    }

    /// The byte of a character in a page; none where it has none.
    fn byte(&self, c: char, page: usize) -> Option<u8> {
        if c.is_ascii() {
            return Some(c as u8);
        }
        Some(self.pages.bytes_of(c)[page]).filter(|byte| *byte != 0)
    }

    /// Words that hold letters beyond ASCII, from the beginning on, as far as the page can
    /// write them. Signs without a letter say nothing: every bullet is a letter in some charset.
    fn sample(&self, chars: &str, page: usize) -> String {
        let mut sample = String::new();
        for word in chars.split_ascii_whitespace().filter(|word| !word.is_ascii() && has_letter_beyond(word)) {
            // What was lost before says nothing.
            if !word.contains("ï¿½") && word.chars().all(|c| self.byte(c, page).is_some()) {
                let room = MAX_SAMPLE - sample.len();
                let cut = word.char_indices().map(|(at, _)| at).take_while(|at| *at <= room).last().unwrap_or(0);
                sample.push_str(if word.len() <= room { word } else { &word[..cut] });
                sample.push(' ');
            }
            if sample.len() >= MAX_SAMPLE {
                break;
            }
        }
        sample
    }

    /// A line read in the right charset; nothing where it stays as it is.
    pub(super) fn reread_in(&self, line: &str, confusion: Confusion) -> Option<Mended> {
        let mut writer = Writer::new(line);
        let mut bytes = Vec::new();
        let mut places = Vec::new();
        // Reads what was gathered, but not the last `rest` bytes, which may be half a character.
        let mut flush = |bytes: &mut Vec<u8>, places: &mut Vec<usize>, end: usize, rest: usize| {
            places.push(end);
            let mut done = 0;
            for (at, (c, len)) in units(bytes, confusion.charset) {
                if at + rest >= bytes.len() {
                    break;
                }
                done = at + len;
                let Some(c) = c else { continue };
                let was = places[at]..places[at + len];
                if line[was.clone()].chars().ne([c]) {
                    writer.replace(was, c);
                }
            }
            places.pop();
            bytes.drain(..done);
            places.drain(..done);
        };
        for (at, c) in line.char_indices() {
            match self.byte(c, confusion.page) {
                Some(byte) => {
                    bytes.push(byte);
                    places.push(at);
                    if bytes.len() > MAX_PIECE {
                        flush(&mut bytes, &mut places, at + c.len_utf8(), MAX_UNIT);
                    }
                }
                None => flush(&mut bytes, &mut places, at, 0),
            }
        }
        flush(&mut bytes, &mut places, line.len(), 0);
        Some(writer.finish()).filter(|mended| mended.places() > 0)
    }

    /// The text read in the right charset, as edits.
    pub(super) fn read_in(&self, chars: &str, confusion: Confusion, out: &mut crate::edits::Edits) {
        for line in lines(chars) {
            if let Some(mended) = self.reread_in(&chars[line.clone()], confusion) {
                out.undid(confusion.path(), mended.places());
                mended.push(line.start, out);
            }
        }
    }
}

/// Bits are counted in eighths.
const MIN_GAIN: i64 = 200;

/// Lines are read in pieces of about this many bytes, so that long ones take no more memory.
const MAX_PIECE: usize = 1 << 16;

/// No charset takes more bytes for a character.
const MAX_UNIT: usize = 4;

/// So much of a text says in which language it is.
const MAX_SAMPLE: usize = 1500;

/// Whether hardly a letter becomes a sign, such as a piece of a box.
fn keeps_letters(now: &str, then: &str, charset: &'static Encoding) -> bool {
    if !charset.is_single_byte() {
        return true;
    }
    let beyond = |c: char| !c.is_ascii() && c.is_alphabetic();
    let changed = || now.chars().zip(then.chars()).filter(|(now, then)| now != then);
    let signs = changed().filter(|(now, then)| beyond(*now) && is_drawn(*then)).count();
    signs * 32 <= changed().count()
}

fn is_drawn(c: char) -> bool {
    matches!(c, '\u{a1}'..='\u{a9}' | '\u{ab}'..='\u{b4}' | '\u{b6}'..='\u{b9}' | '\u{bb}'..='\u{bf}' | '×' | '÷')
        || matches!(c, '\u{2030}'..='\u{2bff}' if c != '№')
}

/// Whether the characters of a charset of several bytes are mostly a sign and the ASCII letter
/// behind it, and too few to be the letters of some words, such as Russian ones in Big5.
fn swallows_letters(bytes: &[u8], charset: &'static Encoding) -> bool {
    let (mut all, mut swallowed) = (0, 0);
    for (at, (_, len)) in units(bytes, charset).filter(|(_, (_, len))| *len > 1) {
        all += 1;
        swallowed += usize::from(bytes[at + len - 1].is_ascii_alphabetic());
    }
    swallowed * 2 > all && all < MIN_SWALLOWED
}

fn is_latin(charset: &'static Encoding) -> bool {
    [charset::WINDOWS_1250, charset::ISO_8859_2, charset::WINDOWS_1252, charset::WINDOWS_1254, charset::WINDOWS_1257]
        .iter()
        .any(|latin| latin.name() == charset.name())
}

/// The characters of some bytes, one after the other: where each begins, what it is (nothing
/// where the charset has none), and how many bytes it takes.
fn units<'b>(bytes: &'b [u8], charset: &'static Encoding) -> impl Iterator<Item = (usize, (Option<char>, usize))> + 'b {
    let mut at = 0;
    std::iter::from_fn(move || {
        let here = at;
        let first = *bytes.get(here)?;
        let longest = if first < 0x80 || charset.is_single_byte() { 1 } else { MAX_UNIT };
        let read = (1..=longest).find_map(|len| {
            let piece = bytes.get(here..here + len)?;
            let read = charset.decode_without_bom_handling_and_without_replacement(piece)?;
            let mut chars = read.chars();
            chars.next().filter(|_| chars.next().is_none()).map(|c| (Some(c), len))
        });
        let unit = read.unwrap_or((None, 1));
        at += unit.1;
        Some((here, unit))
    })
}

/// Whether enough of a text is beyond ASCII for it to be in another script: a few letters are
/// names, or damage of another kind.
fn is_much(chars: &str) -> bool {
    let (ascii, beyond) = chars.chars().fold((0_usize, 0_usize), |(ascii, beyond), c| {
        (ascii + usize::from(c.is_ascii_alphabetic()), beyond + usize::from(!c.is_ascii() && c.is_alphabetic()))
    });
    beyond * MUCH >= ascii
}

/// Of the letters of a Russian page with an English shell far more than one in eight are Cyrillic.
const MUCH: usize = 8;

/// Whether the letters of other scripts stand in words: single ones are misread signs.
fn has_words(text: &str) -> bool {
    let runs = text.split(|c| !is_other_script(c) || !c.is_alphabetic()).filter(|run| !run.is_empty());
    let (count, letters) = runs.fold((0, 0), |(count, letters), run| (count + 1, letters + run.chars().count()));
    letters >= MIN_LETTERS && letters >= 2 * count
}

/// The letters of half a dozen words.
const MIN_SWALLOWED: usize = 32;

/// The letters of a word or two.
const MIN_LETTERS: usize = 4;

/// The text that bytes are in a charset; nothing where too much of it is none.
fn read_all(bytes: &[u8], charset: &'static Encoding) -> Option<String> {
    let mut bad = 0;
    let text: String = units(bytes, charset)
        .map(|(_, (c, _))| {
            bad += usize::from(c.is_none());
            c.unwrap_or('\u{fffd}')
        })
        .collect();
    (bad * 20 <= bytes.len()).then_some(text)
}

/// Whether the letters of other scripts stand apart from ASCII ones: what is misread has both
/// in one word.
fn keeps_scripts_apart(text: &str) -> bool {
    let (mut others, mut mixed) = (0, 0);
    let mut before = ' ';
    for c in text.chars() {
        let other = is_other_script(c);
        others += usize::from(other);
        mixed += usize::from(
            (other && before.is_ascii_alphabetic()) || (c.is_ascii_alphabetic() && is_other_script(before)),
        );
        before = c;
    }
    mixed * 4 <= others
}

fn is_other_script(c: char) -> bool {
    c >= '\u{370}' && !matches!(c, '\u{1e00}'..='\u{1eff}' | '\u{2000}'..='\u{2bff}' | '\u{fffd}')
}

/// How many characters of what kind a text has, told from its bytes alone.
#[derive(Debug, Default)]
struct Counts {
    /// U+0080 to U+00FF.
    latin_1: usize,
    /// Letters that windows-1252 has not.
    beyond: usize,
    cyrillic: usize,
    cyrillic_capitals: usize,
    /// Cyrillic letters right behind ASCII ones.
    mixed: usize,
}

impl Counts {
    fn of(bytes: &[u8]) -> Self {
        let mut counts = Counts::default();
        for block in bytes.chunks(128) {
            let mut small = [0_u8; 4];
            for b in block {
                small[0] += u8::from((*b == 0xc2) | (*b == 0xc3));
                small[1] += u8::from((*b >= 0xc4) & (*b != 0xc5) & (*b != 0xc6) & (*b != 0xcb) & (*b != 0xe2));
                small[2] += u8::from((*b == 0xd0) | (*b == 0xd1));
            }
            counts.latin_1 += usize::from(small[0]);
            counts.beyond += usize::from(small[1]);
            counts.cyrillic += usize::from(small[2]);
        }
        if counts.cyrillic < 3 {
            return counts;
        }
        for (block, next) in bytes.chunks(128).zip(bytes.get(1..).unwrap_or_default().chunks(128)) {
            let mut small = [0_u8; 2];
            for (a, b) in block.iter().zip(next) {
                small[0] += u8::from((*a == 0xd0) & (0x90..0xb0).contains(b));
                small[1] += u8::from((*a).is_ascii_alphabetic() & ((*b == 0xd0) | (*b == 0xd1)));
            }
            counts.cyrillic_capitals += usize::from(small[0]);
            counts.mixed += usize::from(small[1]);
        }
        counts
    }

    fn looks_western(&self) -> bool {
        self.latin_1 >= 3 && self.beyond * 10 <= self.latin_1
    }

    fn looks_like_wrong_cyrillic(&self) -> bool {
        self.cyrillic >= 4 && (self.cyrillic_capitals * 2 > self.cyrillic || self.mixed * 4 > self.cyrillic)
    }
}

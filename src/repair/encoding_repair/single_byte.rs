//! Text of one charset that was read in another one, so that every byte became some other
//! character: `Äîæäü` for `Дождь`. The bytes are all there.
//!
//! No sequence tells such text; its letters do. A cheap count says whether the letters beyond
//! ASCII are those of a language that is written in the charset (see [`ALPHABETS`]). If they
//! are not, a sample of the bytes is read in every charset, and the language model says which
//! reading is text. One charset then goes for the whole document.

use super::EncodingRepair;
use super::c1;
use super::lines::lines;
use super::mended::{Mended, Writer};
use super::pages::NAMES;
use super::strange::is_c1;
use crate::language::fluency;
use crate::repair::scan;
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

/// The letters beyond ASCII of the languages that are written in windows-1252.
const ALPHABETS: [&str; 12] = [
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
    "éèàùìòñ",
];

/// The same for languages that are written in other Latin charsets.
const OTHER_ALPHABETS: [&str; 11] = [
    "áéíóöőúüű",
    "ąćęłńóśźż",
    "áčďéěíňóřšťúůýž",
    "áäčďéíĺľňóôŕšťúýž",
    "ăâîşţ",
    "čćđšž",
    "çğıöşüâîû",
    "ąčęėįšųūž",
    "āčēģīķļņšūž",
    "äöõüšž",
    "áäčďéíľňóôöőúüűýž",
];

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
            let foreign = self.foreign_letters(chars)?;
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

    /// How many letters of a text are in no alphabet of windows-1252, if that is too many and
    /// the text has hardly a letter that windows-1252 has not.
    fn foreign_letters(&self, chars: &str) -> Option<u32> {
        let mut letters = Letters::default();
        let mut beyond = 0;
        for at in scan::pairs(chars.as_bytes(), |a, _| (0xc2..=0xc6).contains(&a) | (a == 0xcb) | (a == 0xe2)) {
            let Some(c) = scan::char_at(chars, at) else { continue };
            if self.pages.bytes_of(c)[WESTERN] != 0 {
                letters.add(chars, at, c);
            } else {
                beyond += u32::from(c.is_alphabetic());
            }
        }
        let Foreign { all, foreign } = letters.foreign(&ALPHABETS);
        (foreign >= 2 && foreign * 50 > all && beyond * 10 <= foreign).then_some(foreign)
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
                let text = read_all(&bytes, charset).filter(|text| keeps_scripts_apart(text))?;
                Some((*charset, fluency(&text).total, text))
            })
            .rev()
            .max_by_key(|(_, total, _)| *total)?;
        let gain = total - now_total;
        let is_text = fluency(&text).per_char() > if charset.is_single_byte() { -60 } else { -120 };
        let clearly = is_text && gain >= MIN_GAIN && gain * 8 > -now_total;
        let explains = gain > 0 && explains_letters(&now, &text);
        let accepted = if is_latin(charset) { explains } else { clearly };
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
    /// write them.
    fn sample(&self, chars: &str, page: usize) -> String {
        let mut sample = String::new();
        for word in chars.split_ascii_whitespace().filter(|word| !word.is_ascii()) {
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
        let mut flush = |bytes: &mut Vec<u8>, places: &mut Vec<usize>, end: usize| {
            places.push(end);
            for (at, (c, len)) in units(bytes, confusion.charset) {
                let Some(c) = c else { continue };
                let was = places[at]..places[at + len];
                if line[was.clone()].chars().ne([c]) {
                    writer.replace(was, c);
                }
            }
            bytes.clear();
            places.clear();
        };
        for (at, c) in line.char_indices() {
            match self.byte(c, confusion.page) {
                Some(byte) => {
                    bytes.push(byte);
                    places.push(at);
                }
                None => flush(&mut bytes, &mut places, at),
            }
        }
        flush(&mut bytes, &mut places, line.len());
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

/// So much of a text says in which language it is.
const MAX_SAMPLE: usize = 1500;

/// Letters beyond ASCII, and those that the best alphabet does not have.
#[derive(Debug, Clone, Copy)]
struct Foreign {
    all: u32,
    foreign: u32,
}

/// How often a text has which letters beyond ASCII: Latin ones, and signs in words.
#[derive(Debug)]
struct Letters {
    /// Up to U+017F.
    counts: [u32; 0x180],
    /// All others.
    others: u32,
}

impl Default for Letters {
    fn default() -> Self {
        Letters { counts: [0; 0x180], others: 0 }
    }
}

impl Letters {
    fn of(text: &str) -> Self {
        let mut letters = Letters::default();
        text.char_indices().filter(|(_, c)| !c.is_ascii()).for_each(|(at, c)| letters.add(text, at, c));
        letters
    }

    fn add(&mut self, text: &str, at: usize, c: char) {
        let in_word = || {
            scan::char_before(text, at).is_some_and(char::is_alphabetic)
                || scan::char_at(text, at + c.len_utf8()).is_some_and(char::is_alphabetic)
        };
        if c.is_alphabetic() || (is_odd(c) && in_word()) {
            *self.counts.get_mut(c as usize).unwrap_or(&mut self.others) += 1;
        }
    }

    fn foreign(&self, alphabets: &[&str]) -> Foreign {
        let all = self.counts.iter().sum::<u32>() + self.others;
        let known = |alphabet: &&str| {
            let both = alphabet.chars().flat_map(|c| [Some(c), c.to_uppercase().next().filter(|upper| *upper != c)]);
            both.flatten().filter_map(|c| self.counts.get(c as usize)).sum::<u32>()
        };
        Foreign { all, foreign: all - alphabets.iter().map(known).max().unwrap_or(0) }
    }
}

/// Whether the letters of a text are foreign to all languages of windows-1252 as it is, and
/// those of one language when read in another charset; and not many others would change.
fn explains_letters(now: &str, then: &str) -> bool {
    let changed = now.chars().zip(then.chars()).filter(|(now, then)| now != then).count();
    let (now, then) = (Letters::of(now).foreign(&ALPHABETS), Letters::of(then).foreign(&OTHER_ALPHABETS));
    now.foreign >= 3 && then.foreign * 4 <= now.foreign && changed <= 4 * now.foreign as usize
}

fn is_latin(charset: &'static Encoding) -> bool {
    [charset::WINDOWS_1250, charset::ISO_8859_2, charset::WINDOWS_1252, charset::WINDOWS_1254, charset::WINDOWS_1257]
        .iter()
        .any(|latin| latin.name() == charset.name())
}

/// Signs that stand in words only where a letter was meant.
fn is_odd(c: char) -> bool {
    !is_c1(c)
        && !matches!(c, '’' | '‘' | '“' | '”' | '„' | '‚' | '«' | '»' | '‹' | '›' | '…' | '–' | '—' | '\u{a0}' | '\u{ad}' | '·')
}

/// The characters of some bytes, one after the other: where each begins, what it is (nothing
/// where the charset has none), and how many bytes it takes.
fn units<'b>(bytes: &'b [u8], charset: &'static Encoding) -> impl Iterator<Item = (usize, (Option<char>, usize))> + 'b {
    let mut at = 0;
    std::iter::from_fn(move || {
        let here = at;
        let first = *bytes.get(here)?;
        let longest = if first < 0x80 || charset.is_single_byte() { 1 } else { 4 };
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
        mixed += usize::from((other && before.is_ascii_alphabetic()) || (c.is_ascii_alphabetic() && is_other_script(before)));
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
        self.cyrillic >= 8 && (self.cyrillic_capitals * 2 > self.cyrillic || self.mixed * 4 > self.cyrillic)
    }
}

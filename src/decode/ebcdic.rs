//! EBCDIC, in which a space is what is an at sign in ASCII.

use super::charset::Charset;
use super::detect::Guess;
use super::legacy::{self, likelihood};
use super::tables::{self, Table};
use super::{Ground, sample};
use crate::pipeline::About;
use crate::scan;

/// How much is looked at.
const LOOK_BYTES: usize = 1 << 14;

const SAMPLE_BYTES: usize = 1 << 10;

/// Fewer bytes have no shape.
const MIN_BYTES: usize = 4;

/// The pages that are tried, and what must speak for each in eighths of a bit; of equals the last
/// is taken. The German and Turkish pages differ from the others in few signs.
const PAGES: [(&str, i64); 8] = [
    ("IBM875", 16),
    ("IBM424", 16),
    ("IBM1026", 96),
    ("IBM273", 96),
    ("IBM01140", 16),
    ("IBM1047", 16),
    ("IBM500", 0),
    ("IBM037", 0),
];

/// The page, if the bytes have the shape of EBCDIC.
pub(super) fn shape(bytes: &[u8]) -> Option<Guess<'static>> {
    let look = bytes.get(..LOOK_BYTES).unwrap_or(bytes);
    if look.len() < MIN_BYTES {
        return None;
    }
    if scan::count(look, |byte| byte == b' ') * 50 > look.len() {
        return None;
    }
    let mut counts = [0_usize; 256];
    for byte in look {
        counts[usize::from(*byte)] += 1;
    }
    let sum = |range: std::ops::RangeInclusive<usize>| counts[range].iter().sum::<usize>();
    let spaces = counts[0x40];
    let small = sum(0x81..=0x89) + sum(0x91..=0x99) + sum(0xa2..=0xa9);
    let capital = sum(0xc1..=0xc9) + sum(0xd1..=0xd9) + sum(0xe2..=0xe9) + sum(0xf0..=0xf9);
    let hebrew = sum(0x41..=0x49) + sum(0x51..=0x59) + sum(0x62..=0x69) + counts[0x71];
    // An ASCII space is a control there, and letters of ASCII are accents and signs.
    let ascii = counts[0x20] + counts[0x65] + counts[0x61] + counts[0x6e];
    let is_tiny = look.len() <= TINY_BYTES;
    let is_spaced = spaces * 20 >= look.len() || (is_tiny && spaces > 0);
    let is_mostly_latin = (small + capital + spaces) * 4 >= look.len() * 3;
    let is_latin = is_spaced && small * 2 >= look.len() && is_mostly_latin && ascii * 20 <= look.len();
    let is_hebrew = is_spaced && look.len() >= 40 && hebrew * 5 >= look.len() * 3 && counts[0x71] > 0;
    let is_utf8 = || std::str::from_utf8(bytes).is_ok();
    let may_be = (is_spaced || is_tiny)
        && small + capital > 1
        && is_mostly_latin
        && bytes.len() <= sample::ALL_BYTES
        && !is_utf8();
    if !(is_latin || is_hebrew || may_be) {
        return None;
    }
    let sample = &look[..look.len().min(SAMPLE_BYTES)];
    let tables = PAGES.iter().filter_map(|(name, handicap)| Some((tables::of_label(name.as_bytes())?, handicap)));
    let best = tables.map(|(table, handicap)| (fitness(sample, &counts, table) - handicap, table));
    let (fitness, table) = best.max_by_key(|(fitness, _)| *fitness)?;
    // Capitals and a few spaces alone may be other things: then it must read better than those.
    // The same holds of what is a text as it stands: Hebrew letters are capitals in ASCII.
    let rival = match std::str::from_utf8(sample) {
        Ok(text) => likelihood(text) + HANDICAP,
        Err(_) if is_latin || is_hebrew => i64::MIN,
        Err(_) => legacy::find(bytes, "", &About::default(), None).score + HANDICAP,
    };
    let is_sure = fitness > rival;
    is_sure.then(|| Guess::new(Charset::Table(table), Ground::Shape, if is_latin { 0.98 } else { 0.95 }))
}

const TINY_BYTES: usize = 24;
/// What EBCDIC must be ahead of anything else where its shape is not clear.
const HANDICAP: i64 = 64;

/// How much like a text the sample is in a page. The pages have brackets and bars where others
/// have exclamation marks; those are the more usual.
fn fitness(sample: &[u8], counts: &[usize; 256], table: &Table) -> i64 {
    const BRACKET: i64 = 16;
    let text: String = sample.iter().map(|byte| table.chars[usize::from(*byte)].unwrap_or('\u{FFFD}')).collect();
    let is_bracket = |c: Option<char>| matches!(c, Some('[' | ']' | '|' | '^' | '{' | '}' | '¢' | '¬'));
    let brackets =
        counts.iter().zip(&table.chars).filter(|(_, c)| is_bracket(**c)).map(|(count, _)| count).sum::<usize>();
    likelihood(&text) - BRACKET * i64::try_from(brackets).unwrap_or(0)
}

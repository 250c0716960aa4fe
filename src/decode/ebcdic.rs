//! EBCDIC, in which a space is what is an at sign in ASCII.

use super::charset::Charset;
use super::detect::Guess;
use super::{Ground, tables};

/// How much is looked at.
const LOOK_BYTES: usize = 1 << 14;

/// The pages that are tried.
const PAGES: [&str; 8] = ["IBM037", "IBM500", "IBM1047", "IBM273", "IBM01140", "IBM1026", "IBM424", "IBM875"];

pub(super) fn shape(bytes: &[u8]) -> Option<Guess<'static>> {
    let look = bytes.get(..LOOK_BYTES).unwrap_or(bytes);
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
    let is_spaced = spaces * 20 >= look.len() || (look.len() <= 24 && spaces > 0);
    let is_latin = small * 2 >= look.len() && (small + capital + spaces) * 4 >= look.len() * 3;
    let is_hebrew = look.len() >= 40 && hebrew * 5 >= look.len() * 3 && counts[0x71] > 0;
    if !is_spaced || counts[0x20] * 50 > look.len() || !(is_latin && ascii * 20 <= look.len() || is_hebrew) {
        return None;
    }
    let tables = PAGES.iter().filter_map(|name| tables::of_label(name.as_bytes()));
    let best = tables.map(|table| (oddness(&counts, &table.chars), table)).min_by_key(|(oddness, _)| *oddness);
    best.map(|(_, table)| Guess::new(Charset::Table(table), Ground::Shape, 0.9))
}

fn oddness(counts: &[usize; 256], chars: &[Option<char>; 256]) -> usize {
    let weight = |c: Option<char>| match c {
        None => 20,
        Some('\n' | '\r' | '\u{85}' | ' '..='Z' | 'a'..='z') => 0,
        Some(c) if c.is_control() => 20,
        Some('[' | ']' | '«' | '»') => 1,
        Some(c) if c.is_alphabetic() => 1,
        Some(_) => 3,
    };
    counts.iter().zip(chars).map(|(count, c)| count * weight(*c)).sum()
}

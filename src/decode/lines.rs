//! How UTF-8 the lines of a file are that is not valid UTF-8 as a whole.

use super::charset::Charset;
use super::map::surrogates;
use super::mixed::{self, Tally};

/// What the lines say.
pub(super) enum Lines {
    /// UTF-8 with a few bytes that are broken or cut off, or with pairs of surrogates.
    Utf8 {
        charset: Charset,
        /// The faults are most of them Western quotation marks and dashes of one byte.
        has_signs: bool,
        /// There is too much of it for an accident.
        is_clear: bool,
        /// There are other faults than cuts at the ends.
        is_flawed: bool,
    },
    /// Some lines are UTF-8, others something else.
    Mixed {
        /// The bytes of the other lines that are not ASCII.
        legacy: Vec<u8>,
        /// The text of lines of UTF-8, for comparison.
        utf8: String,
        is_utf8_most: bool,
        /// The other lines have sequences of UTF-8 too.
        may_be_damage: bool,
        /// There are Western quotation marks and dashes of one byte.
        has_signs: bool,
    },
    /// Whatever it is, it is not UTF-8.
    Legacy,
}

/// How much of each sort of lines is kept.
const KEEP_BYTES: usize = 128 << 10;

#[derive(Default)]
struct Counts {
    /// Well-formed sequences, and those in lines that are UTF-8 without a fault.
    good: usize,
    good_in_whole: usize,
    /// What is no sequence, by lines that are UTF-8 all the same and lines that are not.
    broken: usize,
    broken_in_legacy: usize,
    good_in_legacy: usize,
    /// Signs of windows-1252 among the broken.
    signs: usize,
    /// Pairs of surrogates.
    pairs: usize,
    legacy_lines: usize,
    utf8_lines: usize,
    /// A sequence is cut at the start or the end.
    cut: usize,
    /// The last byte in a line that is not UTF-8.
    odd: u8,
}

pub(super) fn judge(bytes: &[u8], says_utf8: bool) -> Lines {
    let mut counts = Counts::default();
    let mut legacy = Vec::new();
    let mut utf8 = String::new();
    let mut at = 0;
    for line in mixed::lines(bytes) {
        count(bytes, at, line, &mut counts, &mut legacy, &mut utf8);
        at += line.len();
    }
    decide(&counts, says_utf8).unwrap_or(Lines::Mixed {
        legacy,
        utf8,
        is_utf8_most: counts.utf8_lines >= counts.legacy_lines,
        may_be_damage: counts.good_in_legacy > 0 && counts.good_in_legacy >= counts.broken_in_legacy,
        has_signs: counts.signs > 0,
    })
}

/// After so many broken sequences a line need not be looked at closely any more.
const ENOUGH_BROKEN: usize = 4096;

/// Whether the first thing in the line that is not ASCII is no UTF-8.
fn is_broken_at_once(line: &[u8]) -> bool {
    match std::str::from_utf8(line) {
        Ok(_) => false,
        Err(error) => line[..error.valid_up_to()].is_ascii(),
    }
}

fn count(bytes: &[u8], start: usize, line: &[u8], counts: &mut Counts, legacy: &mut Vec<u8>, utf8: &mut String) {
    if line.is_ascii() {
        return;
    }
    let legacy_is_clear =
        counts.broken_in_legacy > ENOUGH_BROKEN && counts.good_in_legacy * 8 < counts.broken_in_legacy;
    if legacy_is_clear && legacy.len() >= KEEP_BYTES && is_broken_at_once(line) {
        counts.legacy_lines += 1;
        return;
    }
    let (mut good, mut broken, mut signs) = (0, 0, 0);
    let mut at = start;
    let mut pair_end = 0;
    for chunk in line.utf8_chunks() {
        good += chunk.valid().bytes().filter(|b| *b >= 0xc0).count();
        at += chunk.valid().len();
        let invalid = chunk.invalid();
        if !invalid.is_empty() && at >= pair_end {
            let is_head = at < 3 && matches!(invalid, [0x80..=0xbf]) && bytes[..at].iter().all(|b| *b >= 0x80);
            let is_tail = at + invalid.len() == bytes.len() && matches!(invalid, [0xc3..=0xf4, ..]);
            if is_head || is_tail {
                counts.cut += 1;
            } else if surrogates(&bytes[at..]).is_some() {
                counts.pairs += 1;
                pair_end = at + 6;
            } else {
                let is_sign = mixed::sign_at(bytes, at).is_some();
                *(if is_sign { &mut signs } else { &mut broken }) += 1;
                counts.odd = if is_sign { counts.odd } else { invalid[0] };
            }
        }
        at += invalid.len();
    }
    let tally = Tally { good, broken, signs };
    counts.good += good;
    counts.broken += broken;
    counts.signs += signs;
    if tally.is_utf8() {
        counts.utf8_lines += 1;
        counts.good_in_whole += if broken + signs == 0 { good } else { 0 };
        if utf8.len() < KEEP_BYTES {
            utf8.push_str(&String::from_utf8_lossy(line));
        }
    } else if broken > 0 {
        counts.legacy_lines += 1;
        counts.broken_in_legacy += broken;
        counts.good_in_legacy += good;
    }
    if !tally.is_utf8() && legacy.len() < KEEP_BYTES {
        legacy.extend_from_slice(line);
    }
}

/// The verdict, if there is no mixture.
fn decide(counts: &Counts, says_utf8: bool) -> Option<Lines> {
    let Counts { good, broken, signs, pairs, legacy_lines, cut, .. } = *counts;
    let has_signs = signs > broken && pairs == 0;
    let is_flawed = broken + signs > 0;
    let utf8 = |charset, is_clear| Some(Lines::Utf8 { charset, has_signs, is_clear, is_flawed });
    let is_utf8 = |charset| utf8(charset, true);
    let may_be_utf8 = || if good >= broken { utf8(Charset::Utf8, false) } else { Some(Lines::Legacy) };
    if pairs > 0 && (good + pairs) > broken * 3 {
        return is_utf8(Charset::Cesu8);
    }
    if broken + signs == 0 {
        return if good + usize::from(says_utf8) > 0 && cut > 0 { is_utf8(Charset::Utf8) } else { Some(Lines::Legacy) };
    }
    if good == 0 {
        return Some(Lines::Legacy);
    }
    // A single FF is no letter but the scar of something, in whatever line.
    let is_scar = broken == 1 && counts.odd == 0xff && good > 2;
    if legacy_lines == 0 || is_scar {
        return if good < 2 && !says_utf8 { may_be_utf8() } else { is_utf8(Charset::Utf8) };
    }
    // How likely is it that so many sequences came about by accident, as they did in the lines
    // that are not UTF-8?
    let accident =
        (counts.good_in_legacy as f32 + 0.5) / ((counts.good_in_legacy + counts.broken_in_legacy) as f32 + 1.0);
    let surprise = -accident.ln() * counts.good_in_whole as f32;
    if surprise < 3.5 { may_be_utf8() } else { None }
}

/// How sure it is that valid UTF-8 is UTF-8: each sequence makes it surer.
pub(super) fn confidence(text: &str) -> f32 {
    const ENOUGH: usize = 64;
    let sequences = text.bytes().filter(|b| *b >= 0xc0).take(ENOUGH).count();
    match sequences {
        // Without any, every other charset would give the same.
        0 => 1.0,
        1 => 0.95,
        2 => 0.99,
        _ => 1.0,
    }
}

//! Files in which some lines are UTF-8 and others are not, and UTF-8 with Western quotation marks.

use super::charset::Charset;
use super::contest;
use super::detect::Reading;
use super::legacy::likelihood;
use super::map::{self, Reader, Strays};

/// The character of a byte that is not UTF-8, if it is a sign of windows-1252 that stands where
/// such a sign stands: a quotation mark or a dash at the border of a word, an apostrophe or an
/// ellipsis beside a letter.
pub(super) fn sign_at(body: &[u8], at: usize) -> Option<char> {
    let byte = *body.get(at)?;
    let before = at.checked_sub(1).and_then(|before| body.get(before)).copied().unwrap_or(b' ');
    let after = body.get(at + 1).copied().unwrap_or(b' ');
    // A neighbour that is a letter of UTF-8 or ASCII; or another of these signs.
    let is_sign = |b: u8| matches!(b, 0x82 | 0x84 | 0x85 | 0x8b | 0x91..=0x97 | 0x9b);
    let in_word = |b: u8| b.is_ascii_alphanumeric() || b >= 0x80 && !is_sign(b);
    let (word_before, word_after) = (before.is_ascii_alphanumeric(), in_word(after));
    let fits = match byte {
        // Marks that open or close, and the no-break space.
        0x82 | 0x84 | 0x8b | 0x91 | 0x93 | 0x94 | 0x9b | 0xa0 | 0xab | 0xbb => !(word_before && word_after),
        // The apostrophe, the ellipsis, the bullet, dashes, euro, trade mark: anywhere.
        0x80 | 0x85 | 0x92 | 0x95 | 0x96 | 0x97 | 0x99 => true,
        _ => false,
    };
    fits.then(|| map::western(byte)).flatten()
}

/// What a line is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Line {
    Ascii,
    /// Valid UTF-8, or as good as.
    Utf8,
    Legacy,
}

/// What of a line is UTF-8.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Tally {
    /// Well-formed sequences.
    pub(super) good: usize,
    /// What is none, signs of windows-1252 apart.
    pub(super) broken: usize,
    pub(super) signs: usize,
}

impl Tally {
    pub(super) fn of(line: &[u8]) -> Self {
        let mut tally = Tally::default();
        let mut at = 0;
        for chunk in line.utf8_chunks() {
            tally.good += chunk.valid().bytes().filter(|b| *b >= 0xc0).count();
            at += chunk.valid().len();
            if !chunk.invalid().is_empty() {
                let is_sign = sign_at(line, at).is_some();
                *(if is_sign { &mut tally.signs } else { &mut tally.broken }) += 1;
            }
            at += chunk.invalid().len();
        }
        tally
    }

    /// A line with many more sequences than faults is damaged UTF-8.
    pub(super) fn is_utf8(&self) -> bool {
        self.good > 0 && self.good >= self.broken * 3
    }
}

/// How many lines of a file are compared in two readings: each costs some microseconds.
const COMPARISONS: usize = 1000;

/// So many sequences in a line without a fault are no accident.
const ENOUGH_GOOD: usize = 8;

/// What a line is in a file whose other lines are in the charset `legacy`.
///
/// Two bytes of a legacy charset may look like a sequence of UTF-8; where a whole line does, the
/// reading that is more like a language decides.
fn kind_of(line: &[u8], legacy: Charset, comparisons: &mut usize) -> Line {
    const LOOK_BYTES: usize = 240;
    if line.is_ascii() {
        return Line::Ascii;
    }
    let tally = Tally::of(line);
    if !tally.is_utf8() {
        // A stray byte or two in a line of few sequences.
        let may_be_utf8 = tally.good > 0 && tally.good >= tally.broken && *comparisons > 0;
        *comparisons -= usize::from(may_be_utf8);
        let line = &line[..line.len().min(LOOK_BYTES)];
        let is_utf8 = || contest::of_utf8(line, "", Reading::Signs) > read_in(legacy, line);
        return if may_be_utf8 && is_utf8() { Line::Utf8 } else { Line::Legacy };
    }
    let only_pairs = line.iter().all(|b| *b < 0xe0);
    let may_be_pairs = tally.broken + tally.signs == 0 && tally.good < ENOUGH_GOOD && only_pairs;
    // Of lines beyond the budget a whole line of sequences is most likely what it looks like.
    if may_be_pairs && legacy.has_pairs() && *comparisons > 0 {
        *comparisons -= 1;
        let mut end = line.len().min(LOOK_BYTES);
        while line.get(end).is_some_and(|b| matches!(b, 0x80..=0xbf)) {
            end -= 1;
        }
        if read_in(legacy, &line[..end]) > likelihood(&String::from_utf8_lossy(&line[..end])) {
            return Line::Legacy;
        }
    }
    Line::Utf8
}

fn read_in(legacy: Charset, line: &[u8]) -> i64 {
    let mut text = String::new();
    map::text(line, legacy, &mut text);
    likelihood(&text)
}

/// Whether there is a line that is UTF-8 for sure.
pub(super) fn has_utf8(bytes: &[u8], legacy: Charset) -> bool {
    let mut comparisons = COMPARISONS;
    !legacy.has_pairs() || lines(bytes).any(|line| kind_of(line, legacy, &mut comparisons) == Line::Utf8)
}

/// The lines with their line feeds.
pub(super) fn lines(bytes: &[u8]) -> impl Iterator<Item = &[u8]> {
    bytes.split_inclusive(|b| *b == b'\n')
}

/// Reads each line as what it is.
pub(super) fn read(body: &[u8], skip: usize, legacy: Charset, out: &mut Reader) {
    // Stretches of lines of one kind are read at once; plain ASCII goes with what is before it.
    let mut start = 0;
    let mut at = 0;
    let mut kind = Line::Ascii;
    let mut comparisons = COMPARISONS;
    let table = legacy.single_bytes();
    let mut flush = |kind: Line, from: usize, to: usize| match kind {
        Line::Legacy => match &table {
            Some(table) => map::single_byte(&body[from..to], skip + from, table, out),
            None => map::whole(&body[from..to], skip + from, legacy, out),
        },
        Line::Utf8 | Line::Ascii => map::utf8(&body[from..to], skip + from, Strays::Signs, out),
    };
    for line in lines(body) {
        let this = kind_of(line, legacy, &mut comparisons);
        if this != Line::Ascii && this != kind {
            flush(kind, start, at);
            start = at;
            kind = this;
        }
        at += line.len();
    }
    flush(kind, start, body.len());
}

#[cfg(test)]
mod tests {
    use crate::About;
    use crate::decode::{DecodeConfig, decode};

    #[test]
    fn lines_beyond_the_budget_are_still_utf8() {
        let pair = ("Дождь идёт.\n", "雨下了三天河水漲\n");
        let mut bytes = Vec::new();
        for _ in 0..super::COMPARISONS + 200 {
            bytes.extend_from_slice(pair.0.as_bytes());
            bytes.extend_from_slice(b"\xd0\xbd\xd0\xb5\xd1\x82\n");
            bytes.extend_from_slice(&encoding_rs::GBK.encode(pair.1).0);
        }
        let decoded = decode(&bytes, &About::default(), &DecodeConfig::default());
        let expected = format!("{}нет\n{}", pair.0, pair.1).repeat(super::COMPARISONS + 200);
        assert!(decoded.text.as_str() == expected, "{:?}", decoded.decoding);
    }
}

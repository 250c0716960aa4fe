//! Characters of which one byte was lost, told from the rest of the text.
//!
//! The bytes that are left and the code page leave a few characters to choose from. Quotes
//! and dashes are told from what stands around them and from their partners in the line,
//! letters by the language model. What stays open stays U+FFFD.

use super::strange::is_plausible;
use crate::language::fluency;

/// A sequence of UTF-8 of which one byte was lost.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Lost {
    pub(super) bytes: [u8; 4],
    pub(super) len: usize,
    /// Which byte.
    pub(super) at: usize,
    /// What it can have been.
    pub(super) choices: Bytes,
}

/// A set of bytes from 80 to BF.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Bytes(u64);

impl Bytes {
    pub(super) fn iter(self) -> impl Iterator<Item = u8> {
        (0x80..0xc0).filter(move |byte| self.0 >> (byte - 0x80) & 1 == 1)
    }
}

impl FromIterator<u8> for Bytes {
    /// Bytes below 80 and above BF are no part of the set.
    fn from_iter<I: IntoIterator<Item = u8>>(bytes: I) -> Self {
        let bits = bytes.into_iter().filter(|byte| byte >> 6 == 2).map(|byte| 1 << (byte - 0x80));
        Bytes(bits.fold(0, |set, bit: u64| set | bit))
    }
}

/// Shorter documents say too little about what was lost.
pub(super) const MIN_DOCUMENT_BYTES: usize = 200;

/// So many characters on both sides tell which letter it was.
const WINDOW: usize = 24;

/// So many bytes before it may hold the quote that it closes.
const MAX_BEFORE: usize = 600;

/// By so much the best letter must be better than the next, in eighths of a bit. A wrong letter
/// is worse than a mark of loss. Of the letters that were lost in 1,612 damaged texts (windows-1252,
/// -1250 and -1251, GBK and Shift_JIS; the half for training) these were found at each lead:
///
/// | lead | right | wrong | right of those found |
/// |---:|---:|---:|---:|
/// | 16 | 23,848 | 2,740 | 89.7 % |
/// | 32 | 17,056 | 991 | 94.5 % |
/// | 48 | 13,798 | 444 | 96.9 % |
/// | 64 | 10,591 | 267 | 97.5 % |
/// | 80 | 9,214 | 149 | 98.4 % |
/// | 96 | 7,873 | 80 | 99.0 % |
/// | 128 | 5,911 | 32 | 99.5 % |
const MIN_LEAD: i64 = 96;

impl Lost {
    /// The character at the byte `at` of a line, if the rest tells.
    pub(super) fn found(&self, line: &str, at: usize) -> Option<char> {
        let all: Vec<char> = self
            .choices
            .iter()
            .filter_map(|byte| {
                let mut whole = self.bytes;
                whole[self.at] = byte;
                std::str::from_utf8(whole.get(..self.len)?).ok()?.chars().next()
            })
            .collect();
        let choices: Vec<char> = all.iter().copied().filter(|c| is_likely(*c)).collect();
        let sides = Sides::of(line, at);
        if self.bytes[..2] == [0xe2, 0x80] && self.at == 2 {
            return match choices.as_slice() {
                [] => None,
                [only] if all.len() == 1 || !sides.within_word() => Some(*only),
                _ => sides.sign().filter(|sign| choices.contains(sign)),
            };
        }
        if choices.contains(&'€') && choices.contains(&'₂') {
            return Some(if sides.before.ends_with(|c: char| c.is_ascii_uppercase()) { '₂' } else { '€' });
        }
        sides.letter(&all).filter(|c| is_likely(*c))
    }
}

/// Whether a news text holds such a character: a letter, a quote or a dash.
fn is_likely(c: char) -> bool {
    is_plausible(c)
        && (c.is_alphabetic() || matches!(c, '–' | '—' | '‘'..='‚' | '“'..='„' | '…' | '‹' | '›' | '€' | '₂'))
}

/// The line before and after a character that was lost.
struct Sides<'l> {
    before: &'l str,
    after: &'l str,
}

impl<'l> Sides<'l> {
    fn of(line: &'l str, at: usize) -> Self {
        let before = line.get(..at).unwrap_or_default();
        let after = line.get(at..).unwrap_or_default();
        // What stands far off tells nothing more, and a long line may have lost a lot.
        let start = before.char_indices().rev().take_while(|(at, _)| before.len() - at <= MAX_BEFORE).last();
        Sides {
            before: &before[start.map_or(before.len(), |(at, _)| at)..],
            after: after.strip_prefix('\u{fffd}').unwrap_or(after),
        }
    }

    /// Whether letters stand on both sides, as they do of a hyphen.
    fn within_word(&self) -> bool {
        self.before.ends_with(char::is_alphabetic) && self.after.starts_with(char::is_alphabetic)
    }

    /// The quote or dash that stands so.
    fn sign(&self) -> Option<char> {
        let left = self.before.chars().next_back();
        let right = self.after.chars().next();
        let blank = |c: Option<char>| c.is_none_or(char::is_whitespace);
        let word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
        if digit(left) && digit(right) {
            return Some('–');
        }
        if blank(left) && blank(right) {
            // Both are usual; whoever wrote one of them writes it again.
            let has = |dash| self.before.contains(dash) || self.after.contains(dash);
            return match (has('–'), has('—')) {
                (true, false) => Some('–'),
                (false, true) => Some('—'),
                _ => None,
            };
        }
        if word(right) {
            let begins = blank(left) || left == Some('(');
            // Swedes and Finns open with what others close with.
            return (begins && self.before.contains('“') && self.closes_with('”')).then_some('“');
        }
        match self.open_quote() {
            Some('„') => Some('“'),
            Some('“') => Some('”'),
            Some('‚') => Some('‘'),
            Some('‘') => Some('’'),
            Some('›') => Some('‹'),
            Some('‹') => Some('›'),
            // The genitive of a name; else what trails off.
            _ if matches!(left, Some('s' | 'x' | 'z' | 'ß')) && right == Some(' ') => Some('’'),
            _ => None,
        }
    }

    /// Whether the next double quote of the line is this one.
    fn closes_with(&self, quote: char) -> bool {
        self.after.chars().find(|c| matches!(c, '„' | '“' | '”' | '"' | '«' | '»')) == Some(quote)
    }

    /// The last quote of the line that was opened and not closed.
    fn open_quote(&self) -> Option<char> {
        let mut open = Vec::new();
        let mut last = ' ';
        for c in self.before.chars() {
            let opens = last.is_whitespace() || matches!(last, '(' | '„' | '“' | '‚' | '‘' | '«' | '»' | '–' | '—');
            match c {
                '„' | '‚' => open.push(c),
                '›' | '‹' if open.last().is_some_and(|open| matches!(open, '›' | '‹') && *open != c) => {
                    open.pop();
                }
                '“' | '‘' | '›' | '‹' if opens => open.push(c),
                // One mark closes what looks like it, and what lies open within.
                '“' | '”' => open.truncate(open.iter().rposition(|c| matches!(c, '„' | '“')).unwrap_or(open.len())),
                '‘' => open.truncate(open.iter().rposition(|c| matches!(c, '‚')).unwrap_or(open.len())),
                _ => {}
            }
            last = c;
        }
        open.last().copied()
    }

    /// The likeliest of some letters, if it is so by far.
    fn letter(&self, choices: &[char]) -> Option<char> {
        let left = self.before.char_indices().rev().take(WINDOW).last().map_or(0, |(at, _)| at);
        let right = self.after.char_indices().nth(WINDOW).map_or(self.after.len(), |(at, _)| at);
        if let [only] = choices {
            return Some(*only);
        }
        let behind_small = self.before.chars().next_back().is_some_and(char::is_lowercase);
        let mut scores: Vec<(i64, char)> = choices
            .iter()
            .filter(|c| !(behind_small && c.is_uppercase()))
            .map(|c| {
                let window = [&self.before[left..], c.encode_utf8(&mut [0; 4]), &self.after[..right]].concat();
                (fluency(&window).total, *c)
            })
            .collect();
        scores.sort_unstable_by(|a, b| b.cmp(a));
        match scores.as_slice() {
            [(best, c), (next, _), ..] => (best - next >= MIN_LEAD).then_some(*c),
            // One alone, where others are out of the question, was compared with nothing.
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(line: &str, bytes: [u8; 4], len: usize, choices: impl IntoIterator<Item = u8>) -> Option<char> {
        let choices = choices.into_iter().collect();
        Lost { bytes, len, at: len - 1, choices }.found(line, line.find('\u{fffd}').unwrap())
    }

    #[test]
    fn the_rest_tells() {
        let sign = |line| found(line, [0xe2, 0x80, 0, 0], 3, 0x80..0xc0);
        assert_eq!(sign("Er sagte: „Regen\u{fffd}, und ging."), Some('“'));
        assert_eq!(sign("She said “rain\u{fffd}, and left."), Some('”'));
        assert_eq!(sign("Der Regen – er fiel \u{fffd} kam"), Some('–'));
        assert_eq!(sign("Der Regen \u{fffd} er fiel"), None);
        assert_eq!(sign("Han sa \u{fffd}regn”, och gick"), None);
        assert_eq!(sign("2019\u{fffd}2020"), Some('–'));
        assert_eq!(sign("Max\u{fffd} Regenschirm"), Some('’'));
        let undefined = [0x81, 0x8d, 0x8f, 0x90, 0x9d];
        assert_eq!(found("neatsitiktinai, gailes\u{fffd}io pagautas", [0xc4, 0, 0, 0], 2, undefined), Some('č'));
        // Both are words, or nearly so.
        assert_eq!(found("и сво\u{fffd}та", [0xd1, 0, 0, 0], 2, [0x81, 0x8f]), None);
        assert_eq!(found("gr\u{f6}\u{fffd}er", [0xc3, 0, 0, 0], 2, [0x9c, 0x9f]), None);
    }
}

//! One character of UTF-8 as a code page shows it.

use super::EncodingRepair;
use super::lost::Lost;
use super::pages::NBSP_IS_A0;
use super::strange::{Around, is_c1, is_plausible, is_strange, mixes_scripts, touches};

/// A well-formed sequence: the character it stands for, and how many characters it takes.
#[derive(Debug, Clone, Copy)]
pub(super) struct Sequence {
    /// U+FFFD where a byte of it was lost.
    pub(super) decoded: char,
    pub(super) chars: usize,
    pub(super) strange: bool,
    pub(super) lost: Option<Lost>,
}

impl Sequence {
    /// Whether it is a whole quote, dash or ellipsis.
    pub(super) fn is_quote(&self) -> bool {
        let quote = matches!(self.decoded, '–' | '—' | '‘'..='‚' | '“'..='„' | '…');
        quote && self.strange && self.chars == 3 && self.lost.is_none()
    }
}

/// A pair of surrogates, each written in three bytes.
const LONGEST: usize = 6;

impl EncodingRepair {
    /// The UTF-8 sequence that the characters from `at` on are in a page.
    pub(super) fn sequence(&self, line: &str, at: usize, page: usize) -> Option<Sequence> {
        let text = line.get(at..)?;
        let first = text.chars().next()?;
        let lead = self.pages.bytes_of(first)[page];
        let mut len = match lead {
            0xc2..=0xdf => 2,
            0xe0..=0xef => 3,
            0xf0..=0xf4 => 4,
            _ => return None,
        };
        let mut bytes = [lead; LONGEST];
        let mut strange = is_c1(first);
        let mut last = first;
        let mut plain_space = false;
        let mut lost = None;
        let mut at_unit = 1;
        for c in text.chars().skip(1) {
            let byte = self.pages.bytes_of(c)[page];
            bytes[at_unit] = match c {
                ' ' if !plain_space && NBSP_IS_A0[page] => {
                    plain_space = true;
                    0xa0
                }
                '\u{fffd}' | '\u{1a}' | '?' if lost.is_none() && may_be_lost(c, lead) => {
                    lost = Some(at_unit);
                    0x80
                }
                _ if (0x80..0xc0).contains(&byte) => byte,
                _ if at_unit == 3 && len == LONGEST && byte == 0xed => byte,
                _ => return None,
            };
            // The space and the mark of loss stand for another character, which is not known.
            strange |= if plain_space || lost == Some(at_unit) { false } else { is_strange(last, c) } || is_c1(c);
            last = c;
            if at_unit == 1 && lead == 0xed && (0xa0..0xb0).contains(&bytes[1]) && lost.is_none() {
                len = LONGEST;
            }
            at_unit += 1;
            if at_unit == len {
                break;
            }
        }
        if at_unit < len {
            return None;
        }
        let decoded = if lost.is_some() { '\u{fffd}' } else { decode(&bytes[..len])? };
        let around = Around::of(line, at, len);
        let mut chars = len;
        if plain_space {
            chars = around.with_space(first, last == ' ', decoded, len)?;
        }
        let art = |c: char| matches!(c, '\u{2500}'..='\u{259f}');
        let box_art = !touches(line, at, len, char::is_alphabetic) && text.chars().take(len).all(art);
        let strange = match first {
            // Signs that stand before letters and numbers in formulas, but not in words.
            '×' | '÷' | '√' | '∆' | '≈' | '¬' => {
                strange && touches(line, at, len, |c| c.is_alphabetic() || (c, first) == ('×', '×'))
            }
            'â' => lost.is_none() || bytes[1] == 0x80,
            _ => {
                (strange && !plain_space)
                    || decoded == '\u{fffd}' && lost.is_none()
                    || mixes_scripts(line, at, len)
                    || (len == 2 && around.is_odd_capital(first, last))
            }
        };
        // What was damaged once never was a control.
        let strange = (strange || len == LONGEST) && !is_c1(decoded) && !box_art;
        let plausible = lost.is_some() || (decoded == '\u{fffd}' && page == 0) || is_plausible(decoded);
        let lost = lost.map(|at| Lost {
            bytes: [bytes[0], bytes[1], bytes[2], bytes[3]],
            len,
            at,
            choices: self.pages.undefined(page),
        });
        plausible.then_some(Sequence { decoded, chars, strange, lost })
    }
}

/// The one character of well-formed UTF-8, or of a pair of surrogates.
fn decode(bytes: &[u8]) -> Option<char> {
    if let &[0xed, a @ 0xa0..0xb0, b, 0xed, c @ 0xb0..0xc0, d] = bytes {
        let ten = |high: u8, low: u8| (u32::from(high & 0x0f) << 6) | u32::from(low & 0x3f);
        return char::from_u32(0x1_0000 + (ten(a, b) << 10 | ten(c, d)));
    }
    std::str::from_utf8(bytes).ok()?.chars().next()
}

/// Whether this character can stand for a byte that was lost in a sequence that begins so. A
/// question mark is mostly meant.
fn may_be_lost(c: char, lead: u8) -> bool {
    c != '?' || lead >= 0xe0 || lead <= 0xc3
}

#[cfg(test)]
mod tests {
    use super::*;
    #[test]
    fn surrogates_are_one_character() {
        assert_eq!(decode(&[0xed, 0xa0, 0xbd, 0xed, 0xb8, 0x8d]), Some('😍'));
        assert_eq!(decode(&[0xed, 0xa0, 0xbd]), None);
    }
}

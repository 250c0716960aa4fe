//! Johab, the Korean charset whose two bytes are the parts of a syllable.
//!
//! The first bit is set, then come five bits each for the initial, the vowel and the final (KS X
//! 1001, annex 3). Symbols and Hanja are the rows of KS X 1001 packed two to a lead byte, and
//! are looked up through EUC-KR, which holds the same rows.

use encoding_rs::EUC_KR;

/// No such part.
const NONE: u8 = 0xff;
/// The part is left out.
const FILL: u8 = 0xfe;

#[rustfmt::skip]
const INITIAL: [u8; 32] = [
    NONE, FILL, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13,
    14, 15, 16, 17, 18, NONE, NONE, NONE, NONE, NONE, NONE, NONE, NONE, NONE, NONE, NONE,
];
#[rustfmt::skip]
const VOWEL: [u8; 32] = [
    NONE, NONE, FILL, 0, 1, 2, 3, 4, NONE, NONE, 5, 6, 7, 8, 9, 10,
    NONE, NONE, 11, 12, 13, 14, 15, 16, NONE, NONE, 17, 18, 19, 20, NONE, NONE,
];
#[rustfmt::skip]
const FINAL: [u8; 32] = [
    NONE, FILL, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14,
    15, 16, NONE, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, NONE, NONE,
];

/// The letters that stand alone, by the number of the part.
const INITIAL_LETTERS: &str = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ";
const FINAL_LETTERS: &str = "ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ";

/// The character of two bytes.
pub(super) fn character(lead: u8, trail: u8) -> Option<char> {
    match lead {
        0x84..=0xd3 => syllable(u16::from_be_bytes([lead, trail])),
        0xd8..=0xf9 => symbol(lead, trail),
        _ => None,
    }
}

fn syllable(code: u16) -> Option<char> {
    let part = |table: &[u8; 32], shift: u16| table[usize::from(code >> shift & 31)];
    match (part(&INITIAL, 10), part(&VOWEL, 5), part(&FINAL, 0)) {
        (NONE, ..) | (_, NONE, _) | (_, _, NONE) => None,
        (FILL, FILL, FILL) => Some('\u{3000}'),
        (FILL, FILL, last) => FINAL_LETTERS.chars().nth(usize::from(last) - 1),
        (FILL, vowel, FILL) => char::from_u32(0x314f + u32::from(vowel)),
        (first, FILL, FILL) => INITIAL_LETTERS.chars().nth(usize::from(first)),
        (FILL, ..) | (_, FILL, _) => None,
        (first, vowel, last) => {
            let last = if last == FILL { 0 } else { last };
            char::from_u32(0xac00 + u32::from(first) * 588 + u32::from(vowel) * 28 + u32::from(last))
        }
    }
}

/// Symbols are the rows 1 to 12 behind lead bytes from D9, Hanja the rows 42 to 93 from E0.
fn symbol(lead: u8, trail: u8) -> Option<char> {
    let trail_fits = matches!(trail, 0x31..=0x7e | 0x91..=0xfe);
    // The letters of row 4 are written as syllables with parts left out.
    let letters = lead == 0xda && (0xa1..=0xd3).contains(&trail);
    if !trail_fits || letters || lead == 0xdf || lead == 0xd8 {
        return None;
    }
    let cell = if trail < 0x91 { trail - 0x31 } else { trail - 0x43 };
    let row = if lead < 0xe0 { 2 * (lead - 0xd9) } else { 2 * (lead - 0xe0) + 41 };
    let bytes = [row + cell / 94 + 0xa1, cell % 94 + 0xa1];
    let text = EUC_KR.decode_without_bom_handling_and_without_replacement(&bytes)?;
    text.chars().next()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The syllables of the text, and what two bytes they have in Johab.
    #[test]
    fn syllables_letters_and_symbols_read() {
        let bytes = b"\xb6\xc1\xafa\xc8\xe5\x9d\xa1\x9c\x85\x97a";
        let read: Option<String> = bytes.chunks(2).map(|pair| character(pair[0], pair[1])).collect();
        assert_eq!(read.as_deref(), Some("웨스턴로랜드"));
        assert_eq!(character(0xd9, 0x31), Some('\u{3000}'));
        assert_eq!(character(0xe0, 0x31), Some('伽'));
        assert_eq!(character(0x88, 0x41), Some('ㄱ'));
        assert_eq!(character(0x80, 0x41), None);
    }
}

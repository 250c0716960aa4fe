//! UTF-32 and UTF-16 without a byte order mark, known by the shape of their text.

use super::charset::{Charset, Endian};
use super::common;

/// How much is looked at.
const LOOK_BYTES: usize = 1 << 16;

/// What is known of the bytes as bytes.
#[derive(Debug, Clone, Copy)]
pub(super) struct Narrow {
    /// They are UTF-8.
    pub(super) is_utf8: bool,
    pub(super) nuls: usize,
    /// Control bytes that no text needs.
    pub(super) controls: usize,
    /// Of how many bytes these are the counts.
    pub(super) bytes: usize,
}

/// UTF-32 or UTF-16, if the bytes make text in one of them and not as single bytes.
pub(super) fn shape(bytes: &[u8], narrow: &Narrow) -> Option<Charset> {
    let look = bytes.get(..LOOK_BYTES).unwrap_or(bytes);
    let endians = [Endian::Little, Endian::Big];
    if narrow.nuls > 0
        && let Some(endian) = endians.into_iter().find(|endian| is_utf32(look, *endian))
    {
        return Some(Charset::Utf32(endian));
    }
    let odd = narrow.nuls + narrow.controls;
    // Plain text with a few NULs in it is just that: text as bytes has no controls, while
    // in UTF-16 only Latin letters have none, and there every second byte is zero.
    let is_plain = odd == 0 || narrow.controls == 0 && narrow.nuls * 10 < narrow.bytes;
    if narrow.is_utf8 && is_plain && !has_high_bytes(look) {
        return None;
    }
    let [little, big] = endians.map(|endian| Units::of(look, endian));
    let (endian, best, other) = match little.quality() >= big.quality() {
        true => (Endian::Little, little, big),
        false => (Endian::Big, big, little),
    };
    let is_text = best.is_text() && best.quality() > other.quality();
    // Where no byte is impossible in a text of single bytes, it takes some more to believe it.
    let is_sure = odd > 0 || (best.units > 5 && best.letters == best.units);
    (is_text && is_sure).then_some(Charset::Utf16(endian))
}

/// Whether nearly every second byte is a tab, a line end or zero, and some are zero: the high bytes
/// of Indian letters among spaces. Text of bytes has no such zeros, in columns or not.
fn has_high_bytes(look: &[u8]) -> bool {
    if memchr::memchr(0, look).is_none() {
        return false;
    }
    let (pairs, _) = look.as_chunks::<2>();
    [0, 1].into_iter().any(|high| {
        let zeros = pairs.iter().filter(|pair| pair[high] == 0).count();
        let others = pairs.iter().filter(|pair| pair[1 - high] == 0).count();
        let blocks = pairs.iter().filter(|pair| matches!(pair[high], 9..=13)).count();
        zeros > 0 && others == 0 && blocks * 2 > pairs.len() && (zeros + blocks) * 10 >= pairs.len() * 9
    })
}

fn is_utf32(look: &[u8], endian: Endian) -> bool {
    let (quads, _) = look.as_chunks::<4>();
    let mut scalars = quads.iter().map(|quad| endian.quad(*quad));
    quads.len() > 1 && scalars.all(|scalar| scalar != 0 && char::from_u32(scalar).is_some())
}

/// What the units of UTF-16 are.
struct Units {
    units: usize,
    /// Common letters and signs of any script.
    letters: usize,
    /// What may stand in a text, but seldom does.
    rare: usize,
    /// What never stands in a text.
    bad: usize,
}

impl Units {
    fn of(look: &[u8], endian: Endian) -> Self {
        let (pairs, _) = look.as_chunks::<2>();
        let mut counts = Units { units: pairs.len(), letters: 0, rare: 0, bad: 0 };
        let mut chars = char::decode_utf16(pairs.iter().map(|pair| endian.unit(*pair))).peekable();
        while let Some(decoded) = chars.next() {
            let is_last = chars.peek().is_none();
            match decoded {
                Ok('\0'..='\u{8}' | '\u{e}'..='\u{1f}' | '\u{7f}'..='\u{9f}') => counts.bad += 1,
                Ok('\u{e000}'..='\u{f8ff}' | '\u{fff0}'..='\u{fffc}' | '\u{fffe}' | '\u{ffff}') => counts.bad += 1,
                Ok(c @ '\u{ac00}'..='\u{d7a3}') if !common::is_hangul(c) => counts.rare += 1,
                Ok(c) if common::is_plain(c) => counts.letters += c.len_utf16(),
                Ok(_) => counts.rare += 1,
                // The end may cut a pair.
                Err(unit) if is_last && (0xd800..0xdc00).contains(&unit.unpaired_surrogate()) => counts.letters += 1,
                Err(_) => counts.bad += 1,
            }
        }
        counts
    }

    /// One unit in twenty may be rare, and one in three hundred damaged.
    fn is_text(&self) -> bool {
        self.units > 1 && self.bad * 300 <= self.units && self.rare * 20 <= self.letters
    }

    /// In per mille.
    fn quality(&self) -> usize {
        self.letters.saturating_sub(self.bad * 4) * 1000 / self.units.max(1)
    }
}

/// How sure the shape of that many bytes makes it.
pub(super) fn confidence(bytes: usize) -> f32 {
    if bytes < 40 { 0.97 } else { 0.99 }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shape_of(bytes: &[u8]) -> Option<Charset> {
        let count = |is: fn(u8) -> bool| bytes.iter().filter(|b| is(**b)).count();
        let controls = count(|b| matches!(b, 1..=8 | 16..=26 | 28..=31 | 127));
        let is_utf8 = std::str::from_utf8(bytes).is_ok();
        shape(bytes, &Narrow { is_utf8, nuls: count(|b| b == 0), controls, bytes: bytes.len() })
    }

    #[test]
    fn text_of_any_script_is_known_without_a_space() {
        let texts = [
            "雨下了三天河水漲",
            "雨が三日降った",
            "Rain fell",
            "Дождьшёлтридня",
            "비가사흘동안왔다",
            "ฝนตกสามวัน",
            "ਮੀਂਹ ਪਿਆ",
            "नदी का पानी बढ़ गया है",
            "│ 雨 │ 三天 │\n├────┼──────┤\n",
        ];
        for text in texts {
            let little: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
            let big: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
            let wide: Vec<u8> = text.chars().flat_map(|c| u32::from(c).to_be_bytes()).collect();
            assert_eq!(shape_of(&little), Some(Charset::Utf16(Endian::Little)), "{text}");
            assert_eq!(shape_of(&big), Some(Charset::Utf16(Endian::Big)), "{text}");
            assert_eq!(shape_of(&wide), Some(Charset::Utf32(Endian::Big)), "{text}");
        }
    }

    #[test]
    fn text_of_bytes_is_left_alone() {
        let texts = [
            &b"this app can break"[..],
            b"Bush hid the facts",
            b"Caf\xe9 cr\xe8me, s'il vous pla\xeet",
            b"a\0b",
            b"1\t2\t3\n4\t5\t6\n\0",
        ];
        for bytes in texts {
            assert_eq!(shape_of(bytes), None, "{bytes:?}");
        }
    }
}

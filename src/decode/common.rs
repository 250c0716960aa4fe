//! Which characters texts have, as far as that is to be known without a language.

use encoding_rs::{BIG5, Encoding, GBK, SHIFT_JIS};
use std::sync::LazyLock;

const FIRST: u32 = 0x4e00;
const LAST: u32 = 0x9fff;

/// The Han characters that each of the national standards put into its first level, about six
/// thousand of twenty-one: a running text has hardly another one, a wrong reading has two of three.
static FIRST_LEVELS: LazyLock<Vec<u64>> = LazyLock::new(|| {
    let mut bits = vec![0; ((LAST - FIRST) / 64 + 1) as usize];
    let levels: [(&'static Encoding, u8, u8); 3] = [(GBK, 0xb0, 0xd7), (BIG5, 0xa4, 0xc6), (SHIFT_JIS, 0x88, 0x98)];
    for (encoding, first, last) in levels {
        for lead in first..=last {
            for trail in 0x40..=0xfe {
                // GBK put rare characters before the trail bytes of the old standard.
                let is_rare = encoding == GBK && trail < 0xa1 || encoding == SHIFT_JIS && lead == 0x98 && trail > 0x72;
                let bytes = [lead, trail];
                let text = encoding.decode_without_bom_handling_and_without_replacement(&bytes);
                for c in text.iter().flat_map(|text| text.chars()).filter(|c| in_han_block(*c) && !is_rare) {
                    let at = u32::from(c) - FIRST;
                    bits[(at / 64) as usize] |= 1_u64 << (at % 64);
                }
            }
        }
    }
    bits
});

pub(super) fn in_han_block(c: char) -> bool {
    (FIRST..=LAST).contains(&u32::from(c))
}

/// Whether it is a Han character of a first level.
pub(super) fn is_han(c: char) -> bool {
    in_han_block(c) && {
        let at = u32::from(c) - FIRST;
        FIRST_LEVELS.get((at / 64) as usize).is_some_and(|bits| bits >> (at % 64) & 1 == 1)
    }
}

/// Whether it is a character of a living script, or a sign that stands between such: nothing
/// rare, private, unassigned or invisible.
pub(super) fn is_plain(c: char) -> bool {
    match c {
        '\t' | '\n' | '\r' | ' '..='~' => true,
        '\u{a0}'..='\u{24f}' | '\u{259}' | '\u{2bb}'..='\u{2bf}' | '\u{300}'..='\u{341}' => true,
        '\u{386}'..='\u{3ce}' | '\u{400}'..='\u{52f}' | '\u{531}'..='\u{58a}' => true,
        '\u{5b0}'..='\u{5f4}' | '\u{60c}'..='\u{6d5}' | '\u{6f0}'..='\u{6f9}' => true,
        '\u{900}'..='\u{dff}' | '\u{e01}'..='\u{e5b}' | '\u{10a0}'..='\u{10ff}' | '\u{1e00}'..='\u{1ef9}' => true,
        '\u{200b}'..='\u{200f}' | '\u{2010}'..='\u{203e}' | '\u{20ac}' | '\u{2116}' | '\u{2122}' => true,
        '\u{2190}'..='\u{2193}' | '\u{2500}'..='\u{2593}' | '\u{25a0}'..='\u{25cf}' | '\u{2605}' | '\u{2606}' => true,
        '\u{3001}'..='\u{3020}' | '\u{3041}'..='\u{30fe}' | '\u{ac00}'..='\u{d7a3}' => true,
        '\u{ff01}'..='\u{ff9f}' | '\u{1f300}'..='\u{1faff}' => true,
        '\u{3000}' => true,
        _ => is_han(c),
    }
}

/// Whether Korean has need of this syllable: it is one of 2,350 of 11,172.
pub(super) fn is_hangul(c: char) -> bool {
    use encoding_rs::EUC_KR;
    ('\u{ac00}'..='\u{d7a3}').contains(&c) && {
        let mut utf8 = [0; 4];
        let (bytes, _, lost) = EUC_KR.encode(c.encode_utf8(&mut utf8));
        !lost && matches!(*bytes, [0xb0..=0xc8, 0xa1..=0xfe])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn running_text_is_common() {
        for c in "雨下了三天世界新聞國際経済発表".chars() {
            assert!(is_han(c), "{c}");
        }
        for c in "朠扢齾".chars() {
            assert!(!is_han(c), "{c}");
        }
        let all = (FIRST..=LAST).filter_map(char::from_u32).filter(|c| is_han(*c)).count();
        assert!((5500..8500).contains(&all), "{all}");
        assert!(is_hangul('비') && !is_hangul('뷁'));
    }
}

//! What wrong readings have and texts have not, beyond what the letters of a language tell.
//!
//! All costs are in eighths of a bit, as those of `language::fluency`.

/// Two scripts touch: in a word of letters, or Latin and signs of East Asia, which happens.
const BORDER: i64 = 100;
const BORDER_EAST: i64 = 40;
/// A quotation mark or another sign between two letters, where only an apostrophe should be.
const SIGN_IN_WORD: i64 = 64;
/// The sign for any currency, which nobody ever meant.
const CURRENCY: i64 = 100;
/// A few letters of another script in a text that is else in plain Latin.
const GUEST: i64 = 60;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Space,
    Sign,
    Latin,
    Cyrillic,
    Greek,
    Hebrew,
    Arabic,
    Thai,
    East,
}

fn kind(c: char) -> Kind {
    match c {
        'a'..='z' | 'A'..='Z' => Kind::Latin,
        '“' | '”' | '„' | '‚' | '…' | '†' | '‡' | 'ˆ' | '‰' | '‹' | '›' | '•' | '˜' | '™' => Kind::Sign,
        '\u{a1}'..='\u{bf}' if !matches!(c, 'ª' | 'µ' | 'º' | '\u{ad}' | '·') => Kind::Sign,
        '\u{c0}'..='\u{24f}' | '\u{1e00}'..='\u{1eff}' if c != '×' && c != '÷' => Kind::Latin,
        '\u{386}'..='\u{3ff}' => Kind::Greek,
        '\u{400}'..='\u{52f}' => Kind::Cyrillic,
        '\u{591}'..='\u{5f4}' => Kind::Hebrew,
        '\u{60c}'..='\u{6d5}' => Kind::Arabic,
        '\u{e01}'..='\u{e4e}' => Kind::Thai,
        '\u{3041}'..='\u{30fa}' | '\u{3400}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}' | '\u{ff66}'..='\u{ff9f}' => {
            Kind::East
        }
        '\u{2200}'..='\u{25ff}' | 'ƒ' => Kind::Sign,
        _ => Kind::Space,
    }
}

/// What a reading costs that the letters do not tell.
pub(super) fn cost(text: &str) -> i64 {
    let mut sum = 0;
    let (mut latin, mut guests) = (0, 0);
    // Up to two characters back.
    let (mut last, mut before) = (Kind::Space, Kind::Space);
    for c in text.chars() {
        let this = kind(c);
        if c == '¤' {
            sum += CURRENCY;
        }
        let is_letter = |kind: Kind| !matches!(kind, Kind::Space | Kind::Sign);
        if is_letter(this) {
            if this != Kind::Latin {
                guests += 1;
            } else if c.is_ascii() {
                latin += 1;
            }
            if is_letter(last) && last != this {
                let is_east = last == Kind::East || this == Kind::East;
                sum += if is_east { BORDER_EAST } else { BORDER };
            } else if last == Kind::Sign && is_letter(before) {
                sum += SIGN_IN_WORD;
            }
        }
        (before, last) = (last, this);
    }
    if guests > 0 && latin > guests * 4 {
        sum += GUEST;
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wrong_readings_cost_and_right_ones_do_not() {
        for right in ["L’été “déborde”, dit-il: 5 €", "Дождь шёл 3 дня", "雨が3日 降った"] {
            assert_eq!(cost(right), 0, "{right}");
        }
        for wrong in ["m”chte", "alpineski๋n", "t抰ulo", "Vatnsprَf", "100 ¤"] {
            assert!(cost(wrong) > 0, "{wrong}");
        }
    }
}

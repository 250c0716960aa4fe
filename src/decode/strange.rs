//! What wrong readings have and texts have not, beyond what the letters of a language tell.
//!
//! All costs are in eighths of a bit, as those of `language::fluency`.

use super::common;

/// Two scripts touch: in a word of letters, or Latin and signs of East Asia, which happens.
const BORDER: i64 = 100;
const BORDER_EAST: i64 = 40;
/// A sign between two letters, where only an apostrophe or a hyphen should be.
const SIGN_IN_WORD: i64 = 64;
/// A sign that is no closing mark, behind a letter; a sign that is no opening mark, or opens
/// a word without a capital, before one.
const SIGN_AT_WORD: i64 = 30;
/// A dash that touches a word on one side alone.
const LOPSIDED: i64 = 40;
/// A dash, an apostrophe or a sign of money with a single letter behind it that is no word and no end of one.
const LONE_LETTER: i64 = 64;
/// The sign for any currency, which nobody ever meant; accents without a letter; signs that
/// are not seen, outside the scripts that need them.
const NEVER_MEANT: i64 = 100;
/// A few letters of another script in a text that is else in plain Latin; and each of them.
const GUEST: i64 = 60;
const EACH_GUEST: i64 = 20;
/// A sign of East Asia in such a text takes the place of a letter or two.
const EACH_SIGN: i64 = 80;
/// A guest between two Latin letters, where none can be.
const ENCLOSED: i64 = 60;
/// A syllable or sign that is in the charset only for the sake of completeness.
const RARE: i64 = 60;
/// The same for Chinese characters, of which texts do have some.
const RARE_HAN: i64 = 24;
/// A no-break space between two letters.
const STICKY_SPACE: i64 = 32;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Other,
    Sticky,
    Dash,
    /// Marks that open, close, do both, and signs that do neither.
    Opening,
    Closing,
    Quote,
    Sign,
    Small,
    Capital,
    Cyrillic,
    Greek,
    Hebrew,
    Arabic,
    Thai,
    East,
}

impl Kind {
    fn is_letter(self) -> bool {
        !matches!(
            self,
            Kind::Other | Kind::Sticky | Kind::Dash | Kind::Opening | Kind::Closing | Kind::Quote | Kind::Sign
        )
    }

    fn is_latin(self) -> bool {
        matches!(self, Kind::Small | Kind::Capital)
    }

    fn is_sign(self) -> bool {
        matches!(self, Kind::Opening | Kind::Closing | Kind::Quote | Kind::Sign)
    }
}

fn kind(c: char) -> Kind {
    match c {
        'a'..='z' => Kind::Small,
        'A'..='Z' => Kind::Capital,
        '\0'..='\u{9f}' => Kind::Other,
        '\u{a0}' => Kind::Sticky,
        '–' | '—' => Kind::Dash,
        '„' | '‚' | '«' | '‹' | '¿' | '¡' => Kind::Opening,
        '”' | '»' | '›' | '…' | '™' | '®' | '²' | '³' | '°' | 'º' | 'ª' => Kind::Closing,
        '“' | '‘' => Kind::Quote,
        '’' | '\u{ad}' | '×' | '÷' => Kind::Other,
        '€' | '№' | '\u{a1}'..='\u{bf}' | '†' | '‡' | 'ˆ' | '‰' | '•' | '˜' | 'ƒ' | '\u{2200}'..='\u{25ff}' => {
            Kind::Sign
        }
        '\u{2c6}'..='\u{2dd}' => Kind::Sign,
        '\u{c0}'..='\u{24f}' | '\u{1e00}'..='\u{1eff}' => {
            if c.is_uppercase() {
                Kind::Capital
            } else {
                Kind::Small
            }
        }
        '\u{386}'..='\u{3ff}' => Kind::Greek,
        '\u{400}'..='\u{52f}' => Kind::Cyrillic,
        '\u{591}'..='\u{5f4}' => Kind::Hebrew,
        '\u{60c}'..='\u{6d5}' => Kind::Arabic,
        '\u{e01}'..='\u{e5b}' => Kind::Thai,
        '\u{3041}'..='\u{30fa}' | '\u{3300}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}' => Kind::East,
        '\u{ff66}'..='\u{ff9f}' | '\u{20000}'..='\u{2ffff}' => Kind::East,
        _ => Kind::Other,
    }
}

/// What a reading costs that the letters do not tell.
pub(super) fn cost(text: &str) -> i64 {
    let (mut sum, mut is_open) = (0, false);
    let (mut latin, mut guests, mut enclosed, mut alone) = (0, 0, 0, 0);
    let (mut east, mut stretches) = (0, 0);
    // Up to two characters back.
    let (mut before, mut last) = (Kind::Other, Kind::Other);
    let (mut before_char, mut last_char) = (' ', ' ');
    for c in text.chars() {
        let this = kind(c);
        is_open |= matches!(c, '„' | '‚');
        sum += rarity(c, last);
        alone += i64::from(is_eastern_sign(c));
        if this.is_letter() {
            latin += i64::from(c.is_ascii());
            guests += i64::from(!this.is_latin());
            east += i64::from(this == Kind::East);
            stretches += i64::from(this == Kind::East && last != Kind::East);
            enclosed += i64::from(this.is_latin() && before.is_latin() && last.is_letter() && !last.is_latin());
            sum += letter(before, last, this, last_char, c);
        } else if last.is_letter()
            && (this == Kind::Opening
                || this == Kind::Sign && !(last_char == 'l' && c == '·')
                || this == Kind::Quote && !is_open)
        {
            sum += SIGN_AT_WORD;
        } else if c.is_whitespace() {
            // Dashes have space on both sides or on none; marks that open stand before something.
            let is_adrift = matches!(last_char, '“' | '„' | '‘' | '”') && before == Kind::Other;
            sum += if last == Kind::Dash && before.is_letter() { LOPSIDED } else { 0 };
            sum += if is_adrift && before_char.is_whitespace() { SIGN_AT_WORD } else { 0 };
        }
        if last.is_latin() && !this.is_letter() && is_lone(before_char, last_char) {
            sum += LONE_LETTER;
        }
        if !(before.is_letter() && c == ' ') {
            sum -= at_home(last_char, c);
        }
        (before, last) = (last, this);
        (before_char, last_char) = (last_char, c);
    }
    if guests > 0 && latin > guests * 4 {
        // Words of East Asia have two characters or more, or stand among others.
        let single = if east == stretches { east } else { 0 };
        sum += GUEST + guests * EACH_GUEST + enclosed * ENCLOSED + single * (EACH_SIGN - EACH_GUEST);
    } else if guests == 0 && alone > 0 && latin > alone * 4 {
        sum += GUEST + alone * EACH_SIGN;
    }
    sum
}

/// What a letter costs behind what stands before it.
fn letter(before: Kind, last: Kind, this: Kind, last_char: char, c: char) -> i64 {
    if last.is_letter() {
        let is_same = last == this || last.is_latin() && this.is_latin();
        let is_east = last == Kind::East || this == Kind::East;
        let late_capital = !last_char.is_uppercase() && c.is_uppercase() && this != Kind::Capital;
        return match (is_same, is_east) {
            (true, _) => {
                if late_capital {
                    SIGN_AT_WORD
                } else {
                    0
                }
            }
            (false, true) => BORDER_EAST,
            (false, false) => BORDER,
        };
    }
    if before.is_letter() {
        return match last {
            // The middle dot of Catalan.
            Kind::Sign if last_char == '·' && c == 'l' => 0,
            Kind::Sticky => STICKY_SPACE,
            last if last.is_sign() => SIGN_IN_WORD,
            _ => 0,
        };
    }
    let opens_small = last.is_sign() && last_char != '«' && this == Kind::Cyrillic && c.is_lowercase();
    match last {
        Kind::Dash => LOPSIDED,
        Kind::Sticky if before == Kind::Other => STICKY_SPACE,
        Kind::Sign => SIGN_AT_WORD,
        Kind::Closing if !matches!(last_char, '”' | '»' | '°') => SIGN_AT_WORD,
        _ if opens_small || last_char == '’' && this == Kind::Cyrillic => SIGN_AT_WORD,
        _ => 0,
    }
}

/// What a sign has less where it belongs: money and degrees at a number, squares behind a unit,
/// marks of trade behind a name.
fn at_home(last: char, c: char) -> i64 {
    const AT_HOME: i64 = 56;
    let fits = matches!(
        (last, c),
        ('£' | '€' | '¥' | '§' | '©' | '№' | '±' | '~', '0'..='9')
            | ('0'..='9', '°' | '€' | '£' | '½' | '¼' | '¾')
            | ('m', '²' | '³')
            | ('§' | '©' | '№' | '•', ' ' | '\u{a0}')
            | ('a'..='z' | 'A'..='Z', '®' | '™')
            | ('¿' | '¡', 'A'..='Z')
    );
    if fits { AT_HOME } else { 0 }
}

/// Whether a letter between this sign and the end of a word is no word: `’t` and `—y` are.
fn is_lone(sign: char, letter: char) -> bool {
    match sign {
        '’' => matches!(letter, 'b' | 'c' | 'f' | 'g' | 'h' | 'j' | 'p' | 'q' | 'v' | 'w' | 'x' | 'z'),
        '¢' | '£' | '¥' | '¦' | '¬' | '–' | '—' => {
            matches!(letter, 'b'..='d' | 'f'..='h' | 'j' | 'l'..='n' | 'p'..='r' | 't' | 'x')
        }
        _ => false,
    }
}

/// A sign that only charsets of East Asia have, and stands among their letters.
fn is_eastern_sign(c: char) -> bool {
    matches!(c, '\u{2460}'..='\u{24ff}' | '\u{2581}'..='\u{2583}' | '\u{2585}'..='\u{2587}' | '\u{2589}'..='\u{258b}')
        || matches!(c, '\u{258d}'..='\u{258f}' | '\u{2594}'..='\u{259f}' | '\u{25a1}'..='\u{25c9}' | '\u{2605}')
        || matches!(c, '\u{3000}'..='\u{303f}' | '\u{fe30}'..='\u{fe6f}' | '\u{ff01}'..='\u{ff65}')
}

/// What a character costs wherever it stands.
fn rarity(c: char, last: Kind) -> i64 {
    match c {
        '¤' | '\u{2c6}'..='\u{2dd}' | '´' | '¨' | '¸' | '¯' => NEVER_MEANT,
        '\u{200b}'..='\u{200f}' if last != Kind::Arabic && last != Kind::Hebrew => NEVER_MEANT,
        '\u{fffd}' | '\u{3131}'..='\u{318e}' | '\u{3300}'..='\u{33ff}' | '\u{20000}'..='\u{2ffff}' => RARE,
        '\u{ac00}'..='\u{d7a3}' if !common::is_hangul(c) => RARE,
        '\u{4e00}'..='\u{9fff}' if !common::is_han(c) => RARE_HAN,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wrong_readings_cost_and_right_ones_do_not() {
        let rights = [
            "L’été “déborde”, dit-il: 5 €",
            "Дождь «шёл» 3 дня – „Река“",
            "雨が3日 降った",
            "Er sagte: „Nein“ – und ging…",
            "col·legi, 20 °C, 5 km², 1ª",
            "’t is zo’n weg, I’d go",
        ];
        for right in rights {
            assert!(cost(right) <= 0, "{right}");
        }
        for wrong in [
            "m”chte",
            "alpineski๋n",
            "t抰ulo",
            "Vatnsprَf",
            "100 ¤",
            "privˇe",
            "schie·frei",
            "pi— i",
            "„ругие",
            "lõ‌",
            "die ’f een",
            "die —f een",
            "die ¢f een",
            "eine Sch체ssel Wasser",
        ] {
            assert!(cost(wrong) > 0, "{wrong}");
        }
    }
}

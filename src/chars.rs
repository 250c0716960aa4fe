//! What a character is, looked up in a table: `char`'s own methods search beyond ASCII, and every character is asked several times.
//!
//! The answers are those of the methods of the same name.

use std::sync::LazyLock;

const ALPHABETIC: u8 = 1;
const NUMERIC: u8 = 2;
const UPPERCASE: u8 = 4;

/// A byte a character of the first plane; a text in one script touches a few lines of it.
static CLASSES: LazyLock<Vec<u8>> = LazyLock::new(|| ('\0'..='\u{ffff}').fold(vec![0; 1 << 16], entered));

fn entered(mut classes: Vec<u8>, c: char) -> Vec<u8> {
    if let Some(entry) = classes.get_mut(c as usize) {
        *entry = class_of(c);
    }
    classes
}

fn class_of(c: char) -> u8 {
    let bit = |is: bool, bit: u8| if is { bit } else { 0 };
    bit(c.is_alphabetic(), ALPHABETIC) | bit(c.is_numeric(), NUMERIC) | bit(c.is_uppercase(), UPPERCASE)
}

fn class(c: char) -> u8 {
    CLASSES.get(c as usize).copied().unwrap_or_else(|| class_of(c))
}

/// [`char::is_alphabetic`].
pub(crate) fn is_alphabetic(c: char) -> bool {
    class(c) & ALPHABETIC != 0
}

/// [`char::is_numeric`].
pub(crate) fn is_numeric(c: char) -> bool {
    class(c) & NUMERIC != 0
}

/// [`char::is_alphanumeric`].
pub(crate) fn is_alphanumeric(c: char) -> bool {
    if c.is_ascii() { c.is_ascii_alphanumeric() } else { class(c) & (ALPHABETIC | NUMERIC) != 0 }
}

/// [`char::is_uppercase`].
pub(crate) fn is_uppercase(c: char) -> bool {
    class(c) & UPPERCASE != 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_answers_are_those_of_the_methods() {
        for c in '\0'..=char::MAX {
            assert_eq!(is_alphabetic(c), c.is_alphabetic(), "{c:?}");
            assert_eq!(is_numeric(c), c.is_numeric(), "{c:?}");
            assert_eq!(is_alphanumeric(c), c.is_alphanumeric(), "{c:?}");
            assert_eq!(is_uppercase(c), c.is_uppercase(), "{c:?}");
        }
    }
}

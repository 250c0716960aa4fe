//! Joints: what stands between two lines that were one, a space or nothing.
//!
//! Two habits break lines where no space was: scripts that write none, and dumps that put a
//! line break at every element (`the port (`, `Foo`, `), we hear`). Render writes the joint
//! and fold matches over it, so both ask here.
//!
//! **Known gaps**: a hyphen at the end of a line stays, whether the word has one or the
//! typesetter set it; a word cut at an element (`Mc` in small capitals) gets a space.

/// Words before which a hyphen at the end of a line is a suspended one (`pre- and post-war`).
const AFTER_SUSPENDED: [&str; 22] = [
    "and", "or", "to", "und", "oder", "bis", "sowie", "als", "bzw.", "et", "ou", "e", "o", "y", "en", "of", "og",
    "och", "eller", "i", "и", "или",
];

/// Whether a line that begins with `after` goes on without a space behind one that ends in
/// `before`. Neither has white space at the joint.
pub(crate) fn is_tight(before: &str, after: &str) -> bool {
    let (Some(last), Some(first)) = (before.chars().next_back(), after.chars().next()) else { return false };
    if first.is_ascii_alphanumeric() && last.is_ascii_alphanumeric() {
        return false;
    }
    (is_unspaced(last) && is_unspaced(first))
        || closes(after, first)
        || opens(before, last)
        || (matches!(last, '-' | '‐') && first.is_alphanumeric() && is_hyphenated(before, after))
}

/// A wide character of a script that puts no spaces between words: Hangul is wide and does.
pub(crate) fn is_unspaced(c: char) -> bool {
    is_wide(c) && !matches!(c as u32, 0xac00..=0xd7a3)
}

/// Whether the text begins with a sign that belongs to the word before it: one that closes,
/// and what follows it stands apart (`.` but not `.NET`).
fn closes(after: &str, first: char) -> bool {
    let rest = after[first.len_utf8()..].chars().next();
    let apart = rest.is_none_or(|c| c.is_whitespace() || (!c.is_alphanumeric() && !is_opener(c)));
    match first {
        ',' | ';' | ')' | ']' => apart || rest.is_some_and(char::is_alphabetic),
        '.' | ':' | '!' | '?' | '…' | '”' | '»' | '"' | '%' => apart,
        '’' | '\'' => apart || is_clitic(&after[first.len_utf8()..]),
        _ => false,
    }
}

/// `’s`, `’ll`: one or two letters and no more.
fn is_clitic(rest: &str) -> bool {
    let letters = rest.chars().take_while(|c| c.is_lowercase()).count();
    (1..=2).contains(&letters) && rest.chars().nth(letters).is_none_or(|c| !c.is_alphanumeric())
}

/// Whether the text ends in a sign that belongs to the word after it.
fn opens(before: &str, last: char) -> bool {
    let alone = || {
        let rest = &before[..before.len() - last.len_utf8()];
        rest.chars().next_back().is_none_or(|c| c.is_whitespace() || is_opener(c))
    };
    // Quotation marks open in one language and close in another: the space tells.
    match last {
        '(' | '[' | '„' | '¿' | '¡' => true,
        '“' | '‘' | '«' | '»' | '"' => alone(),
        _ => false,
    }
}

fn is_opener(c: char) -> bool {
    matches!(c, '(' | '[' | '„' | '“' | '‘' | '«')
}

/// Whether a hyphen at the end of a line stands inside a word.
fn is_hyphenated(before: &str, after: &str) -> bool {
    let inside = before.chars().rev().nth(1).is_some_and(char::is_alphanumeric);
    let word = after.split_whitespace().next().unwrap_or_default();
    inside && !AFTER_SUSPENDED.contains(&word)
}

/// East Asian wide characters, by the large blocks of UAX #11.
pub(crate) fn is_wide(c: char) -> bool {
    matches!(c as u32, 0x1100..=0x115f | 0x2e80..=0xa4cf | 0xac00..=0xd7a3 | 0xf900..=0xfaff | 0xfe30..=0xfe4f | 0xff00..=0xff60 | 0x20000..=0x3fffd)
}

#[cfg(test)]
mod tests {
    use super::is_tight;

    #[test]
    fn signs_stay_with_their_words() {
        for (before, after) in [
            ("Name", ", we keep"),
            ("Name", ". Then"),
            ("the port (", "Foo"),
            ("he said “", "no"),
            ("the mayor", "’s office"),
            ("no", "” he said"),
            ("他来", "了"),
            ("well-", "known"),
        ] {
            assert!(is_tight(before, after), "{before} {after}");
        }
    }

    #[test]
    fn words_stay_apart() {
        for (before, after) in [
            ("the", ".NET runtime"),
            ("„Nein“", "sagte er"),
            ("the", "’Ndrangheta"),
            ("pre-", "and post-war"),
            ("port -", "said"),
            ("the", "(old) port"),
            ("said", "“no”"),
            ("대한", "민국"),
            ("", "a"),
        ] {
            assert!(!is_tight(before, after), "{before} {after}");
        }
    }
}

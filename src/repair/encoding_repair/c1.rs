//! C1 controls that stand for the windows-1252 characters of the same number.

use super::mended::{Mended, Writer};
use super::strange::{Class, class, is_c1};
use crate::scan;
use encoding_rs::WINDOWS_1252;

/// How such text came about.
pub(super) const PATH: &str = "windows-1252 read as ISO-8859-1";

/// Whether the C1 controls of a text are windows-1252 characters. A NEL alone is a newline, and
/// signs or capitals inside words speak for the Mac (`gr\u{89}ce`).
pub(super) fn means_windows_1252(chars: &str) -> bool {
    let c1 = scan::pairs(chars.as_bytes(), |a, b| (a == 0xc2) & (0x80..=0x9f).contains(&b) & (b != 0x85));
    let mut means = false;
    for at in c1 {
        let Some(c) = scan::char_at(chars, at).and_then(windows_1252) else { continue };
        let before = scan::char_before(chars, at).is_some_and(char::is_lowercase);
        let after = scan::char_at(chars, at + 2).is_some_and(char::is_lowercase);
        if before && after && matches!(class(c), Class::Odd | Class::Upper) {
            return false;
        }
        means = true;
    }
    means || nel_is_ellipsis(chars)
}

/// Whether the NELs of a text are ellipses: each stands behind a letter and before a space.
pub(crate) fn nel_is_ellipsis(chars: &str) -> bool {
    let mut all = scan::pairs(chars.as_bytes(), |a, b| (a == 0xc2) & (b == 0x85)).peekable();
    all.peek().is_some()
        && all.all(|at| {
            chars.as_bytes().get(at + 2) == Some(&b' ')
                && scan::char_before(chars, at).is_some_and(char::is_alphabetic)
                && scan::char_at(chars, at + 3).is_some_and(char::is_alphanumeric)
        })
}

/// The windows-1252 character of a C1 control.
fn windows_1252(c: char) -> Option<char> {
    let byte = u8::try_from(c as u32).ok().filter(|_| is_c1(c))?;
    WINDOWS_1252.decode_without_bom_handling(&[byte]).0.chars().next().filter(|c| !is_c1(*c))
}

/// A line with its C1 controls read as windows-1252, if it holds any.
pub(super) fn read(line: &str) -> Option<Mended> {
    let mut writer = Writer::new(line);
    for (at, c) in line.char_indices().filter(|(_, c)| is_c1(*c)) {
        if let Some(read) = windows_1252(c) {
            writer.replace(at..at + c.len_utf8(), read);
        }
    }
    Some(writer.finish()).filter(|mended| mended.places() > 0)
}

//! Lines by any newline that the old machines had.

use std::ops::Range;

/// Lines by LF or CR, without them.
pub(super) fn lines(chars: &str) -> impl Iterator<Item = Range<usize>> + '_ {
    let breaks = memchr::memchr2_iter(b'\n', b'\r', chars.as_bytes()).chain([chars.len()]);
    breaks.scan(0, |start, end| {
        let line = *start..end;
        *start = end + 1;
        Some(line)
    })
}

/// The line that holds the byte `at`.
pub(super) fn line_around(chars: &str, at: usize) -> Range<usize> {
    let (before, after) = chars.as_bytes().split_at(at);
    let start = memchr::memrchr2(b'\n', b'\r', before).map_or(0, |newline| newline + 1);
    let end = memchr::memchr2(b'\n', b'\r', after).map_or(chars.len(), |len| at + len);
    start..end
}

//! Addresses in round brackets behind the words of a link and a blank: `the bridge (https://…)`, as resiliparse writes them.
//!
//! Authors write addresses so, too. But a page has menus: in its dump entry after entry ends in one, and some lead to places on the
//! site itself (`News (/news)`), which mean nothing elsewhere, others to other sites. A text about paths has paths alone, a list of
//! sources whole addresses.

use super::bracketed::is_relative;
use super::{Change, MAX_ADDRESS_BYTES, is_absolute};
use crate::segment::joint::is_unspaced;
use crate::segment::list;
use rustc_hash::FxHashSet;
use std::ops::Range;

/// So many entries, each other words, are a page's menus,
const MIN_ENTRIES: usize = 8;
/// if so many of them lead to places on the site itself,
const MIN_OF_SITE: usize = 3;
/// and so many to other sites or the start of this one.
const MIN_ABSOLUTE: usize = 2;
/// An entry has no more words, no more signs of a script without blanks, and no more bytes.
const MAX_ENTRY_WORDS: usize = 6;
const MAX_ENTRY_SIGNS: usize = 12;
const MAX_ENTRY_BYTES: usize = 300;

/// Adds all such addresses.
pub(super) fn find(chars: &str, changes: &mut Vec<Change>) {
    let bytes = chars.as_bytes();
    let (mut marks, mut entries) = (Vec::new(), FxHashSet::default());
    let (mut of_site, mut absolute) = (0, 0);
    for start in memchr::memchr_iter(b'(', bytes) {
        if start > 0 && !matches!(bytes[start - 1], b' ' | b'\n') {
            continue;
        }
        let Some(end) = behind(chars, start) else { continue };
        if entry(chars, start..end).is_some_and(|words| entries.insert(words)) {
            let address = &chars[start + 1..end - 1];
            of_site += usize::from(address.starts_with('/') && !address.starts_with("//"));
            absolute += usize::from(address.contains("://"));
        }
        marks.push(Change::take(chars, start..end));
    }
    if entries.len() >= MIN_ENTRIES && of_site >= MIN_OF_SITE && absolute >= MIN_ABSOLUTE {
        changes.append(&mut marks);
    }
}

/// Where a bracket closes that opens at `start` and holds an address and nothing else.
fn behind(chars: &str, start: usize) -> Option<usize> {
    let bytes = &chars.as_bytes()[start..];
    let near = &bytes[..bytes.len().min(MAX_ADDRESS_BYTES)];
    let mut depth = 0;
    let len = near.iter().position(|byte| {
        depth += i32::from(*byte == b'(') - i32::from(*byte == b')');
        byte.is_ascii_whitespace() || depth == 0
    })?;
    let address = chars.get(start + 1..start + len)?;
    // `//a.example/b` is one without its protocol.
    let is_address = is_absolute(address) || is_relative(address) || address.starts_with("//");
    (bytes[len] == b')' && is_address).then_some(start + len + 1)
}

/// The words of a short line that an address ends.
fn entry(chars: &str, address: Range<usize>) -> Option<&str> {
    let near = &chars.as_bytes()[address.start.saturating_sub(MAX_ENTRY_BYTES)..address.start];
    let begun = memchr::memrchr(b'\n', near).map(|at| address.start - near.len() + at + 1);
    let start = begun.or((near.len() == address.start).then_some(0))?;
    let words = list::body(&chars[start..address.start]).trim();
    let count = words.split_whitespace().take(MAX_ENTRY_WORDS + 1).count();
    let signs = words.chars().filter(|c| is_unspaced(*c)).count();
    let ends = chars[address.end..].bytes().find(|byte| *byte != b' ').is_none_or(|byte| byte == b'\n');
    (ends && (1..=MAX_ENTRY_WORDS).contains(&count) && signs <= MAX_ENTRY_SIGNS).then_some(words)
}

#[cfg(test)]
mod tests {
    use super::super::tests::plain;

    fn lines(count: usize, line: impl Fn(usize) -> String) -> String {
        (0..count).map(|number| line(number) + "\n").collect()
    }

    #[test]
    fn addresses_of_a_dump_go() {
        let menu = lines(6, |number| format!("  • Part {number}     (/part/{number})"))
            + &lines(2, |number| format!("  • Other {number}     (https://other.example/{number})"));
        let address = "(https://a.example/the_(old)_bridge)";
        let text = format!(
            "{menu}The bridge {address}, built in 1904, opens on Monday {address} again.\n{address}\nIt is (not) new.\n"
        );
        let plain = plain(&text);
        assert!(plain.ends_with("The bridge, built in 1904, opens on Monday again.\n\nIt is (not) new.\n"), "{plain}");
        assert!(plain.lines().take(8).all(|line| line.trim_end().ends_with(|c: char| c.is_ascii_digit())), "{plain}");
    }

    #[test]
    fn the_authors_own_stay() {
        let in_text = "The reference (https://a.example/r) and the tutorial (https://a.example/t) tell more.\n";
        for text in [
            lines(30, |number| format!("{number}. Paper {number} (https://doi.example/{number})")),
            lines(30, |number| format!("Team {number} (#{number})")),
            lines(30, |number| format!("- Part {number} (/part/{number})")) + in_text,
            lines(30, |_| "See (https://a.example/report)\nLogs (/var/log)".to_owned()),
            lines(30, |number| format!("Red {number} (#ff00{number})")) + in_text,
            lines(9, |_| "List (/list) and show (/show), then edit (/edit) it.".to_owned()) + in_text,
            lines(30, |_| "港口的墙将在冬天之前修好，市长星期一表示 (https://a.example/zh)".to_owned()),
            lines(30, |number| format!("Ann Lee {number} <mailto:ann@a.example> <https://a.example>")),
        ] {
            assert_eq!(plain(&text), text);
        }
    }
}

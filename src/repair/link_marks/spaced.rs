//! Addresses in brackets behind the words of a link and a blank: `the bridge (https://…)` as resiliparse writes them,
//! `the bridge <https://…>` as jsoup's example does.
//!
//! Authors write addresses so, too, but not dozens of them, behind the words of entries and in the middle of sentences.

use super::bracketed::is_relative;
use super::{Change, MAX_ADDRESS_BYTES, is_absolute};
use crate::segment::list;
use std::ops::Range;

/// So many addresses stand behind the links of a page,
const MIN_MARKS: usize = 20;
/// if so many are as authors seldom write them: behind an entry of a few words, or inside a clause.
const MIN_SIGNS: usize = 12;
/// So many entries are enough where some lead to places on the site itself, which mean nothing elsewhere.
const MIN_ENTRIES_OF_SITE: usize = 8;
const MIN_RELATIVE: usize = 3;
/// An entry of a menu has no more words, and no more bytes.
const MAX_ENTRY_WORDS: usize = 6;
const MAX_ENTRY_BYTES: usize = 300;

/// Adds all such addresses.
pub(super) fn find(chars: &str, changes: &mut Vec<Change>) {
    let bytes = chars.as_bytes();
    let (mut marks, mut signs, mut entries, mut relative) = (Vec::new(), 0, 0, 0);
    for start in memchr::memchr2_iter(b'(', b'<', bytes) {
        if start > 0 && !matches!(bytes[start - 1], b' ' | b'\n') {
            continue;
        }
        let Some(end) = behind(chars, start) else { continue };
        let (is_entry, is_relative) = (ends_entry(chars, start..end), is_relative(&chars[start + 1..end - 1]));
        signs += usize::from(is_entry || (!is_relative && is_inside_clause(&chars[end..])));
        entries += usize::from(is_entry);
        relative += usize::from(is_relative);
        marks.push(Change::take(chars, start..end));
    }
    let is_of_site = entries >= MIN_ENTRIES_OF_SITE && relative >= MIN_RELATIVE;
    if is_of_site || (marks.len() >= MIN_MARKS && signs >= MIN_SIGNS) {
        changes.append(&mut marks);
    }
}

/// Where a bracket closes that opens at `start` and holds an address and nothing else.
fn behind(chars: &str, start: usize) -> Option<usize> {
    let bytes = &chars.as_bytes()[start..];
    let near = &bytes[..bytes.len().min(MAX_ADDRESS_BYTES)];
    let is_round = bytes[0] == b'(';
    let mut depth = 0;
    let len = near.iter().position(|byte| {
        depth += i32::from(is_round && *byte == b'(') - i32::from(is_round && *byte == b')');
        byte.is_ascii_whitespace() || if is_round { depth == 0 } else { *byte == b'>' }
    })?;
    let address = chars.get(start + 1..start + len)?;
    // `//a.example/b` is one without its protocol, `#1` the place of a note.
    let is_address = is_absolute(address)
        || (is_round && (is_relative(address) || address.starts_with("//") || address.starts_with('#')));
    // An element without an address is an empty bracket there.
    let is_empty = !is_round && address.is_empty();
    (!bytes[len].is_ascii_whitespace() && (is_address || is_empty)).then_some(start + len + 1)
}

/// Whether an address ends a line of a few words.
fn ends_entry(chars: &str, address: Range<usize>) -> bool {
    let near = &chars.as_bytes()[address.start.saturating_sub(MAX_ENTRY_BYTES)..address.start];
    let begun = memchr::memrchr(b'\n', near).map(|at| address.start - near.len() + at + 1);
    let Some(start) = begun.or((near.len() == address.start).then_some(0)) else { return false };
    let behind = chars[address.end..].bytes().find(|byte| *byte != b' ');
    let words = list::body(&chars[start..address.start]).split_whitespace().take(MAX_ENTRY_WORDS + 1).count();
    behind.is_none_or(|byte| byte == b'\n') && (1..=MAX_ENTRY_WORDS).contains(&words)
}

/// Whether a clause goes on behind an address.
fn is_inside_clause(behind: &str) -> bool {
    behind.strip_prefix(' ').is_some_and(|next| next.starts_with(char::is_lowercase))
}

#[cfg(test)]
mod tests {
    use super::super::tests::plain;

    /// A menu as resiliparse writes it, and as jsoup's example does.
    fn menus() -> [(String, char, char); 2] {
        let entry = |number: usize| format!("  • Part {number}     (/part/{number})\n");
        let angled = |number: usize| format!(" * Part {number} <https://a.example/part/{number}>\n");
        [((0..8).map(entry).collect(), '(', ')'), ((0..20).map(angled).collect(), '<', '>')]
    }

    #[test]
    fn addresses_of_a_dump_go() {
        for (menu, open, close) in menus() {
            let address = format!("{open}https://a.example/the_(old)_bridge{close}");
            let text = format!(
                "{menu}The bridge {address}, built in 1904, opens on Monday {address} again.\n{address}\nIt is new.\n"
            );
            let plain = plain(&text);
            assert!(plain.ends_with("The bridge, built in 1904, opens on Monday again.\n\nIt is new.\n"), "{plain}");
            assert!(
                plain.lines().take(8).all(|line| line.trim_end().ends_with(|c: char| c.is_ascii_digit())),
                "{plain}"
            );
        }
    }

    #[test]
    fn the_authors_own_stay() {
        let sources: String =
            (0..15).map(|number| format!("{number}. Paper {number} (https://a.example/{number})\n")).collect();
        let references: String =
            (0..30).map(|number| format!("   <https://www.rfc.example/info/rfc{number}>.\n")).collect();
        let routes = "List (/list) and show (/show), then edit (/edit) it.\n".repeat(9);
        for text in [sources, references, routes, "See the report (https://a.example/report).\n".repeat(30)] {
            assert_eq!(plain(&text), text);
        }
    }
}

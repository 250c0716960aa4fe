//! Addresses in brackets behind the words of a link and a blank: `the bridge (https://…)` as resiliparse writes them,
//! `the bridge <https://…>` as jsoup's example does.
//!
//! Authors write addresses so, too, but not dozens of them, behind the words of entries and in the middle of sentences.

use super::bracketed::is_relative;
use super::{Change, MAX_ADDRESS_BYTES, is_absolute};
use crate::segment::list;
use rustc_hash::FxHashMap;
use std::ops::Range;

/// So many addresses stand behind the links of a page,
const MIN_MARKS: usize = 20;
/// if so many are as authors seldom write them: behind an entry of a few words, or (in round brackets) inside a clause,
const MIN_SIGNS: usize = 12;
/// and one in so many leads to one site: a page links to its own, an author's list of places to many.
const MAX_SITES: usize = 3;
/// So many entries are enough where some lead to places on the site itself, and others do not: paths alone are what a text is about.
const MIN_ENTRIES_OF_SITE: usize = 8;
const MIN_RELATIVE: usize = 3;
const MIN_ABSOLUTE: usize = 2;
/// An entry of a menu has no more words, and no more bytes.
const MAX_ENTRY_WORDS: usize = 6;
const MAX_ENTRY_BYTES: usize = 300;

/// Adds all such addresses.
pub(super) fn find(chars: &str, changes: &mut Vec<Change>) {
    let bytes = chars.as_bytes();
    let mut seen = Seen::default();
    let mut marks = Vec::new();
    for start in memchr::memchr2_iter(b'(', b'<', bytes) {
        if start > 0 && !matches!(bytes[start - 1], b' ' | b'\n') {
            continue;
        }
        let Some(end) = behind(chars, start) else { continue };
        seen.add(chars, start..end);
        marks.push(Change::take(chars, start..end));
    }
    if seen.are_of_links(marks.len()) {
        changes.append(&mut marks);
    }
}

/// What the addresses of a text look like.
#[derive(Default)]
struct Seen<'t> {
    signs: usize,
    entries: usize,
    relative: usize,
    absolute: usize,
    /// How many lead to each site.
    sites: FxHashMap<&'t str, usize>,
}

impl<'t> Seen<'t> {
    fn add(&mut self, chars: &'t str, mark: Range<usize>) {
        let address = &chars[mark.start + 1..mark.end - 1];
        if is_relative(address) {
            self.relative += 1;
        } else if let Some((_, rest)) = address.split_once("//") {
            self.absolute += 1;
            *self.sites.entry(rest.split(['/', '?', '#']).next().unwrap_or_default()).or_default() += 1;
            let is_round = chars.as_bytes()[mark.start] == b'(';
            self.signs += usize::from(is_round && is_inside_clause(&chars[mark.end..]));
        } else {
            return;
        }
        if ends_entry(chars, mark) {
            self.entries += 1;
            self.signs += 1;
        }
    }

    /// Whether a dump wrote so many of them behind the links of a page.
    fn are_of_links(&self, marks: usize) -> bool {
        let most = self.sites.values().max().copied().unwrap_or(0);
        let is_of_site = self.relative >= MIN_RELATIVE && self.absolute >= MIN_ABSOLUTE;
        (is_of_site && self.entries >= MIN_ENTRIES_OF_SITE)
            || (marks >= MIN_MARKS && self.signs >= MIN_SIGNS && most * MAX_SITES >= self.absolute && most > 0)
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
    // `//a.example/b` is one without its protocol.
    let is_address = is_absolute(address) || (is_round && (is_relative(address) || address.starts_with("//")));
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
        let entry = |number: usize| match number {
            0..6 => format!("  • Part {number}     (/part/{number})\n"),
            _ => format!("  • Part {number}     (https://a.example/{number})\n"),
        };
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
        let places: String =
            (0..30).map(|number| format!("- Museum {number} (https://m{number}.example/)\n")).collect();
        let ranks: String = (1..31).map(|rank| format!("Team {rank} (#{rank})\n")).collect();
        let paths: String = (1..31).map(|at| format!("- Part {at} (/part/{at})\n")).collect();
        let people: String = (1..31).map(|at| format!("Ann Lee <mailto:ann{at}@a.example>\n")).collect();
        let chat = "<ann> see <https://a.example/x> for it\n".repeat(30);
        let routes = "List (/list) and show (/show), then edit (/edit) it.\n".repeat(9);
        for text in [
            sources,
            references,
            places,
            ranks,
            paths,
            people,
            chat,
            routes,
            "See the report (https://a.example/report).\n".repeat(30),
        ] {
            assert_eq!(plain(&text), text);
        }
    }
}

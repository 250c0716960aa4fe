//! Addresses in brackets behind the words of a link: `the bridge [https://…]` as html-to-text writes them,
//! `the bridge<https://…>` as mail readers do.

use super::{MAX_ADDRESS_BYTES, is_absolute};
use std::ops::Range;

/// So many addresses that say where they lead, and the brackets of a text hold the addresses of its links.
const MIN_ABSOLUTE: usize = 3;

/// Adds all such addresses, with the blank before them.
pub(super) fn find(chars: &str, marks: &mut Vec<Range<usize>>) {
    let bytes = chars.as_bytes();
    let mut bracketed = Vec::new();
    let mut absolute = 0;
    for at in memchr::memchr2_iter(b'[', b'<', bytes) {
        let close = if bytes[at] == b'[' { b']' } else { b'>' };
        let Some(address) = inside(chars, at, close) else { continue };
        let end = at + address.len() + 2;
        // Before a round bracket stand the words of a link of Markdown.
        if bytes.get(end) == Some(&b'(') {
            continue;
        }
        if bytes[at] == b'<' {
            // Behind a blank it is the text's own (RFC 3986 writes addresses so).
            if is_absolute(address) && chars[..at].ends_with(char::is_alphanumeric) {
                marks.push(at..end);
            }
        } else if is_absolute(address) {
            absolute += 1;
            bracketed.push(with_blank(bytes, at, end));
        } else if address.starts_with(['/', '#']) && stands_alone(bytes, at) {
            bracketed.push(with_blank(bytes, at, end));
        }
    }
    // One or two may be the author's, and `[/quote]` closes what BBCode opens.
    if absolute >= MIN_ABSOLUTE {
        marks.append(&mut bracketed);
    }
}

/// What stands between the bracket at `at` and the next `close`, if that is one word.
fn inside(chars: &str, at: usize, close: u8) -> Option<&str> {
    let rest = &chars.as_bytes()[at + 1..];
    let rest = &rest[..rest.len().min(MAX_ADDRESS_BYTES)];
    let is_end = |byte: &u8| *byte == close || byte.is_ascii_whitespace() || matches!(byte, b'<' | b'[');
    let len = rest.iter().position(is_end).filter(|len| rest[*len] == close && *len > 0)?;
    chars.get(at + 1..at + 1 + len)
}

/// Whether a bracket begins a word.
fn stands_alone(bytes: &[u8], at: usize) -> bool {
    at == 0 || bytes[at - 1].is_ascii_whitespace()
}

/// A bracket with the blank before it, or behind it at the start of a line; a line that holds nothing else goes with its break, so that
/// it leaves no empty one inside a paragraph.
fn with_blank(bytes: &[u8], at: usize, end: usize) -> Range<usize> {
    let Some(before) = at.checked_sub(1) else { return at..end };
    let is_before = |sign: u8| bytes.get(end) == Some(&sign);
    match bytes[before] {
        b' ' => before..end,
        b'\n' if is_wrapped(bytes, before, end) => before..end,
        b'\n' if is_before(b' ') || (is_before(b'\n') && at > 1 && bytes[at - 2] != b'\n') => at..end + 1,
        _ => at..end,
    }
}

/// Text is wrapped at 80 columns where nothing else is said: what ends here would have gone beyond.
const WRAPPED_BYTES: usize = 80;

/// Whether a line was broken only because a bracket did not fit behind it.
fn is_wrapped(bytes: &[u8], line_break: usize, end: usize) -> bool {
    let near = &bytes[line_break.saturating_sub(WRAPPED_BYTES + 1)..line_break];
    let line = near.rsplit(|byte| *byte == b'\n').next().unwrap_or_default();
    (1..=WRAPPED_BYTES).contains(&line.len()) && line.len() + end - line_break > WRAPPED_BYTES
}

#[cfg(test)]
mod tests {
    use super::super::tests::plain;

    #[test]
    fn addresses_go_with_their_blank() {
        let others = "\n[https://a.example/x] [https://a.example/y] [https://a.example/z]";
        for (text, words) in [
            ("The new bridge [https://a.example/bridge] opens.", "The new bridge opens."),
            ("HOME [/home] NEWS [/news] MAP [https://a.example/map]", "HOME NEWS MAP"),
            ("It opens\n[https://a.example/bridge] on Monday", "It opens\non Monday"),
            ("It opens on\n[https://a.example/bridge]\nMonday", "It opens on\nMonday"),
            (
                "The new bridge of the island, the council says,\n[https://a.example/the-new-bridge] opens",
                "The new bridge of the island, the council says, opens",
            ),
            ("In 2024[https://a.example/logo.png]If it opens [/news]: yes [#map]", "In 2024If it opens: yes"),
        ] {
            let plain = plain(&format!("{text}{others}"));
            assert_eq!(plain.lines().take(words.lines().count()).collect::<Vec<_>>().join("\n"), words);
        }
        assert_eq!(plain("The bridge<https://a.example/bridge> opens."), "The bridge opens.");
    }

    #[test]
    fn the_authors_own_stay() {
        for text in [
            "The source is [https://a.example/bridge], the town says.",
            "Usage: build [/CONFIG/FILE...] [/OTHER/FILE] [/A/B] [/C/D]",
            "'<https://a.example/x>; rel=\"next\"'",
        ] {
            assert_eq!(plain(text), text);
        }
    }
}

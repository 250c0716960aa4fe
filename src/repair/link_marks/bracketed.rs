//! Addresses in brackets behind the words of a link: `the bridge [https://…]` as html-to-text writes them,
//! `the bridge<https://…>` as mail readers do.

use super::{By, Change, MAX_ADDRESS_BYTES, is_absolute};
use crate::segment::joint::is_unspaced;

/// Fewer addresses that say where they lead may be the author's own; of so many the dump writes one behind every link.
const MIN_ABSOLUTE: usize = 5;
/// Text is wrapped at 80 columns where nothing else is said: what ends here would have gone beyond.
const WRAPPED_COLUMNS: usize = 80;

/// Adds all such addresses.
pub(super) fn find(chars: &str, changes: &mut Vec<Change>) {
    let bytes = chars.as_bytes();
    let mut bracketed = Vec::new();
    let mut absolute = 0;
    for at in memchr::memchr2_iter(b'[', b'<', bytes) {
        let close = if bytes[at] == b'[' { b']' } else { b'>' };
        let Some(address) = inside(chars, at, close) else { continue };
        let end = at + address.len() + 2;
        if bytes[at] == b'<' {
            if is_absolute(address) && !address.contains('|') && is_glued(&chars[..at]) {
                changes.push(Change::new(at..end, By::Nothing));
            }
        } else if bytes.get(end) == Some(&b'(') {
            // The words of a link of Markdown.
        } else if is_absolute(address) {
            absolute += 1;
            bracketed.extend(behind_words(chars, at, end));
        } else if is_relative(address) && at > 0 && bytes[at - 1] == b' ' {
            bracketed.extend(behind_words(chars, at, end));
        }
    }
    if absolute >= MIN_ABSOLUTE {
        changes.append(&mut bracketed);
    }
}

/// Whether an address behind this is a mail reader's: behind a blank it is the text's own (RFC 3986 writes addresses so).
fn is_glued(before: &str) -> bool {
    let is_word = |c: char| c.is_alphanumeric() && !is_unspaced(c);
    before.ends_with(|c: char| is_word(c) || matches!(c, '”' | ')' | '!' | '?' | '%'))
}

/// Whether an address is one on the site of the page, and not what closes BBCode (`[/b]`) or names a channel.
pub(super) fn is_relative(address: &str) -> bool {
    let rest = address.strip_prefix(['/', '#']).unwrap_or_default();
    rest.starts_with(|c: char| c.is_ascii_alphabetic()) && rest.bytes().all(|byte| byte.is_ascii_graphic())
}

/// The mark of a bracket, if it stands behind words; where it begins a line, these are on the line above. A line that holds
/// nothing else may be an entry of a list of sources.
fn behind_words(chars: &str, at: usize, end: usize) -> Option<Change> {
    let line_break = chars[..at].strip_suffix('\n').map(str::len);
    match line_break {
        Some(line_break) if is_wrapped(chars, line_break, end) => Some(Change::new(line_break..end, By::Nothing)),
        None if at > 0 => Some(Change::take(chars, at..end)),
        _ if chars[end..].starts_with(['\n', '\r']) || end == chars.len() => None,
        _ => Some(Change::new(at..end, By::Nothing)),
    }
}

/// Whether a line was broken inside a sentence, because a bracket did not fit behind it.
fn is_wrapped(chars: &str, line_break: usize, end: usize) -> bool {
    let columns = chars[..line_break].chars().rev().take(WRAPPED_COLUMNS + 1).take_while(|c| *c != '\n').count();
    let goes_on = chars[end..].trim_start_matches(' ').trim_start_matches('\n').chars().next();
    let bracket = end - line_break;
    (1..=WRAPPED_COLUMNS).contains(&columns)
        && columns + bracket > WRAPPED_COLUMNS
        && !chars[..line_break].ends_with(['.', '!', '?', '…', ':'])
        && goes_on.is_some_and(|c| c.is_lowercase() || is_unspaced(c) || matches!(c, ',' | '.' | ';'))
}

/// What stands between the bracket at `at` and the next `close`, if that is one word.
fn inside(chars: &str, at: usize, close: u8) -> Option<&str> {
    let rest = &chars.as_bytes()[at + 1..];
    let rest = &rest[..rest.len().min(MAX_ADDRESS_BYTES)];
    let is_end = |byte: &u8| *byte == close || byte.is_ascii_whitespace() || matches!(byte, b'<' | b'[');
    let len = rest.iter().position(is_end).filter(|len| rest[*len] == close && *len > 0)?;
    chars.get(at + 1..at + 1 + len)
}

#[cfg(test)]
mod tests {
    use super::super::tests::plain;

    #[test]
    fn addresses_go_with_their_blank() {
        let others: String = (0..5).map(|number| format!("\nPage [https://a.example/{number}]")).collect();
        for (text, words) in [
            ("The new bridge [https://a.example/bridge] opens.", "The new bridge opens."),
            ("HOME [/home] NEWS [/news] MAP [https://a.example/map]", "HOME NEWS MAP"),
            ("It opens\n[https://a.example/bridge] on Monday", "It opens\n on Monday"),
            (
                "The new bridge of the island, the council says,\n[https://a.example/the-new-bridge] opens",
                "The new bridge of the island, the council says, opens",
            ),
            (
                "The old bridge of the island is closed, the council says.\n[https://a.example/the-bridge.png] Council votes",
                "The old bridge of the island is closed, the council says.\n Council votes",
            ),
            ("In 2024[https://a.example/x.png]it [https://a.example/y]opens [/news]: yes", "In 2024 it opens: yes"),
            ("Sources:\n[https://a.example/bridge]\n[#123] Fix", "Sources:\n[https://a.example/bridge]\n[#123] Fix"),
        ] {
            let plain = plain(&format!("{text}{others}"));
            assert_eq!(plain, format!("{words}{}", "\nPage".repeat(5)));
        }
        let links = (0..5).map(|number| format!("[https://a.example/{number}]")).collect::<Vec<_>>().join(" ");
        assert_eq!(plain(&format!("Pages: {links} and no more")), "Pages: and no more");
        assert_eq!(plain("The bridge<https://a.example/bridge> opens."), "The bridge opens.");
    }

    #[test]
    fn the_authors_own_stay() {
        for text in [
            "The source is [https://a.example/bridge], the town says.",
            "The paper is at [https://a.example/1], the data are in [https://a.example/2] and [https://a.example/3].",
            "Usage: build [/CONFIG/FILE...] [/OTHER/FILE] [/A/B] [/C/D]",
            "'<https://a.example/x>; rel=\"next\"'",
        ] {
            assert_eq!(plain(text), text);
        }
    }
}

//! Links of Markdown: `[the bridge](https://… "A title")`, and those by a name (`references`).
//!
//! Pictures (`![The bridge](https://…)`) stay where they are a paragraph of their own, for the stages that know captions;
//! inside a paragraph they go, as they do where a page is read as HTML, and so do those by a name, which these stages do not know.

use super::references::References;
use super::{By, Change, MAX_ADDRESS_BYTES, is_absolute};
use memchr::memmem;
use std::ops::Range;

/// The words of a link are shorter, in bytes.
const MAX_WORDS_BYTES: usize = 2000;
/// So is the title in its address.
const MAX_TITLE_BYTES: usize = 500;

/// Adds the marks of all links.
pub(super) fn find(chars: &str, changes: &mut Vec<Change>) {
    let bytes = chars.as_bytes();
    let mut references = References::of(chars);
    if references.is_empty() && memmem::find(bytes, b"](").is_none() {
        return;
    }
    let mut open: Vec<usize> = Vec::new();
    let (mut last_blank_line, mut at) = (0, 0);
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b'\\' => at += 1,
            b'`' | b'~' => at = behind_code(bytes, at),
            b'\n' if is_blank_line(bytes, at + 1) => last_blank_line = at,
            b'[' => open.push(at),
            b']' => {
                let start = open.pop().filter(|start| at - start <= MAX_WORDS_BYTES);
                let is_whole = |start: &usize| *start >= last_blank_line || is_around_blocks(bytes, *start, at);
                if let Some(start) = start.filter(is_whole) {
                    let address = behind_address(chars, at + 1).filter(|end| is_link(chars, start..at, *end));
                    let by_address = address.inspect(|end| take(chars, start..at, *end, changes));
                    let end = by_address.or_else(|| by_name(chars, start..at, &mut references));
                    at = end.map_or(at, |end| end - 1);
                }
            }
            _ => {}
        }
        at += 1;
    }
    changes.extend(references.into_changes());
}

/// Where a link by a name ends whose words stand at `words`; what is to be taken of it is noted.
fn by_name(chars: &str, words: Range<usize>, references: &mut References) -> Option<usize> {
    if is_glued(chars, words.start) {
        return None;
    }
    let end = references.behind(chars, words.start..words.end + 1)?;
    if chars[..words.start].ends_with('!') {
        references.changes.push(whole_picture(chars, words.start - 1, words, end));
    } else {
        references.changes.push(Change::new(words.start..words.start + 1, By::Nothing));
        let name = &chars[words.end + 1..end];
        references.changes.push(Change { has_words: name.contains(' '), ..Change::new(words.end..end, By::Nothing) });
    }
    Some(end)
}

/// Whether a link is around whole blocks, as cards of other stories are (`[\n\nThe bridge\n\n](/bridge)`).
fn is_around_blocks(bytes: &[u8], start: usize, end: usize) -> bool {
    bytes[start + 1] == b'\n' || bytes[start + 1] == b'!' || bytes[end - 1] == b'\n'
}

/// Whether this is a link and not `handlers[0]()` or `f[n](/a)`: only a whole address may stand behind brackets that are glued to
/// something, and only words behind no address.
fn is_link(chars: &str, words: Range<usize>, end: usize) -> bool {
    let address = &chars[words.end + 2..end - 1];
    let address = address.trim_start_matches([' ', '<']);
    let is_empty = address.is_empty() || address.starts_with(['"', '\'']);
    let has_words = chars[words.start + 1..words.end].contains(' ');
    is_absolute(address.split(char::is_whitespace).next().unwrap_or_default())
        || (!is_glued(chars, words.start) && (!is_empty || has_words))
}

/// Whether a bracket stands right behind something else that is written with brackets.
fn is_glued(chars: &str, start: usize) -> bool {
    chars[..start].ends_with(|c: char| c.is_ascii_alphanumeric() || matches!(c, ']' | '$' | '\\'))
}

/// Takes what stands around the words of a link; of a picture inside a paragraph all.
fn take(chars: &str, words: Range<usize>, end: usize, changes: &mut Vec<Change>) {
    let picture = chars[..words.start].ends_with('!').then(|| words.start - 1);
    match picture {
        None => {
            changes.push(Change::new(words.start..words.start + 1, By::Nothing));
            let has_title = chars[..end - 1].trim_end().ends_with(['"', '\'']);
            changes.push(Change { has_words: has_title, ..Change::new(words.end..end, By::Nothing) });
        }
        Some(start) if is_of_its_own(chars, start, end) => {}
        Some(start) => changes.push(whole_picture(chars, start, words, end)),
    }
}

/// A picture with the words at `words`, all of it.
fn whole_picture(chars: &str, start: usize, words: Range<usize>, end: usize) -> Change {
    let has_words = !chars[words.start + 1..words.end].trim().is_empty();
    Change { has_words, ..Change::take(chars, start..end) }
}

/// Whether a picture stands on a line without words, as far as what is right beside it tells: other pictures, signs of lists, and
/// what opens and closes a link around it.
fn is_of_its_own(chars: &str, start: usize, end: usize) -> bool {
    const MAX_SIGN_BYTES: usize = 8;
    let bytes = &chars.as_bytes()[..start];
    let near = &bytes[bytes.len().saturating_sub(MAX_SIGN_BYTES)..];
    let line = near.rsplit(|byte| *byte == b'\n').next().unwrap_or_default();
    let is_begun = line.len() < near.len() || near.len() == bytes.len();
    let opens = is_begun && !line.iter().any(|byte| byte.is_ascii_alphabetic() || !byte.is_ascii());
    let before = chars[..start].trim_end_matches(' ').bytes().next_back();
    let after = chars[end..].trim_start_matches(' ').bytes().next();
    (opens || before.is_none_or(|byte| matches!(byte, b'\n' | b')' | b'[')))
        && after.is_none_or(|byte| matches!(byte, b'\n' | b'!' | b'[' | b']' | b'|'))
}

/// The last sign of what is written as code from the sign at `at` on: to the same signs on the line, or
/// in a fence to the line that closes it.
fn behind_code(bytes: &[u8], at: usize) -> usize {
    let signs = bytes[at..].iter().take_while(|byte| **byte == bytes[at]).count();
    let rest = at + signs;
    let run = &bytes[at..rest];
    let is_fence = signs >= 3 && is_line_start(bytes, at);
    let part = match bytes[at] {
        _ if is_fence => &bytes[rest..],
        b'`' => rest_of_line(&bytes[rest..]),
        _ => &[],
    };
    memmem::find(part, run).map_or(rest, |found| rest + found + signs) - 1
}

/// To the end of the line, if that is not too far away.
fn rest_of_line(bytes: &[u8]) -> &[u8] {
    let near = &bytes[..bytes.len().min(MAX_WORDS_BYTES)];
    &near[..memchr::memchr(b'\n', near).unwrap_or(near.len())]
}

fn is_line_start(bytes: &[u8], at: usize) -> bool {
    bytes[..at].iter().rev().find(|byte| **byte != b' ').is_none_or(|byte| *byte == b'\n')
}

fn is_blank_line(bytes: &[u8], at: usize) -> bool {
    bytes[at.min(bytes.len())..].iter().find(|byte| !matches!(byte, b' ' | b'\t')).is_none_or(|byte| *byte == b'\n')
}

/// Where an address in round brackets ends that begins at `at`.
pub(crate) fn behind_address(chars: &str, at: usize) -> Option<usize> {
    let whole = chars.get(at..)?.strip_prefix('(')?;
    let rest = whole.trim_start_matches(' ');
    let len = match rest.strip_prefix('<') {
        Some(pointed) => pointed_len(pointed.as_bytes())? + 2,
        None => plain_len(rest.as_bytes()),
    };
    let address = rest[..len].trim_start_matches('<').trim_end_matches('>');
    if !(address.is_empty() || is_absolute(address) || is_relative(address)) {
        return None;
    }
    let behind = &rest[len..];
    let closed = match behind.trim_start_matches(' ').strip_prefix(')') {
        Some(after) => behind.len() - after.len(),
        None => behind_title(behind)?,
    };
    Some(at + 1 + whole.len() - rest.len() + len + closed)
}

/// How long an address is that stands between angle brackets.
fn pointed_len(bytes: &[u8]) -> Option<usize> {
    let near = &bytes[..bytes.len().min(MAX_ADDRESS_BYTES)];
    let end = memchr::memchr(b'>', near)?;
    memchr::memchr_iter(b'\n', &near[..end]).all(|at| is_wrap(near, at)).then_some(end)
}

/// How long an address is that stands for itself: to a blank or a bracket that was not opened in it. Text that was wrapped
/// breaks addresses behind a hyphen or a slash.
fn plain_len(bytes: &[u8]) -> usize {
    if bytes.starts_with(b"data:") {
        return data_len(bytes);
    }
    let mut depth = 0;
    for (at, byte) in bytes.iter().enumerate().take(MAX_ADDRESS_BYTES) {
        match byte {
            b'\n' if is_wrap(bytes, at) => {}
            // There another link begins.
            b']' if bytes.get(at + 1) == Some(&b'(') => return 0,
            b' ' | b'\t' | b'\n' | b'<' | b'>' => return at,
            b'(' => depth += 1,
            b')' if depth == 0 => return at,
            b')' => depth -= 1,
            _ => {}
        }
    }
    0
}

/// Whether a break inside an address is a wrapper's.
fn is_wrap(bytes: &[u8], at: usize) -> bool {
    at > 0 && matches!(bytes[at - 1], b'-' | b'/') && bytes.get(at + 1).is_some_and(u8::is_ascii_alphanumeric)
}

/// A picture that is its own address goes on for any number of letters.
fn data_len(bytes: &[u8]) -> usize {
    let is_of_data = |byte: &u8| {
        byte.is_ascii_alphanumeric()
            || matches!(byte, b'+' | b'/' | b'=' | b';' | b':' | b',' | b'%' | b'.' | b'_' | b'-')
    };
    bytes.iter().take_while(|byte| is_of_data(byte)).count()
}

/// The length of a title behind an address, its bracket with it.
fn behind_title(rest: &str) -> Option<usize> {
    let title = rest.trim_start_matches([' ', '\n', '\t']);
    let quote = title.chars().next().filter(|quote| matches!(quote, '"' | '\''))?;
    let before = rest.len() - title.len();
    let near = &title.as_bytes()[1..title.len().min(MAX_TITLE_BYTES)];
    // A quotation mark may stand in it; the one that ends it has the bracket behind it.
    let (len, blanks) = memchr::memchr_iter(quote as u8, near).find_map(|at| {
        let blanks = near[at + 1..].iter().take_while(|byte| byte.is_ascii_whitespace()).count();
        (near.get(at + 1 + blanks) == Some(&b')')).then_some((at, blanks))
    })?;
    let is_whole = memmem::find(&near[..len + 1 + blanks], b"\n\n").is_none();
    (before > 0 && is_whole).then_some(before + 1 + len + 1 + blanks + 1)
}

/// Whether a text without blanks is an address on the site of the page: it has a sign of such.
pub(super) fn is_relative(text: &str) -> bool {
    let begins = |signs: &[&str]| signs.iter().find_map(|sign| text.strip_prefix(sign));
    let is_name =
        |rest: &str| rest.is_empty() || rest.starts_with(|c: char| c.is_alphanumeric() || c == '/' || c == '_');
    begins(&["./", "../", "/"]).is_some_and(is_name)
        || begins(&["#", "?"]).is_some_and(|rest| !rest.is_empty() && is_name(rest))
        || text.rsplit_once('.').is_some_and(|(_, ending)| ENDINGS.contains(&ending))
}

/// How names of pages, files and sites end.
const ENDINGS: [&str; 10] = ["html", "htm", "php", "asp", "aspx", "jpg", "png", "pdf", "md", "com"];

#[cfg(test)]
mod tests {
    use super::super::{LinkMarks, tests::plain};
    use crate::edits::Edits;
    use crate::stage::Rewrite;
    use crate::text::Text;

    #[test]
    fn words_of_links_stay() {
        for (text, words) in [
            ("The [new bridge](https://island.example/bridge) opens.", "The new bridge opens."),
            ("[A]( /a )![A bridge](a.jpg)B ![A boat](b.jpg) C", "A B C"),
            (
                "[\n\n### The bridge\n\nIt opens.\n\n](/bridge)\n\n[C](<https://a.example/a-\nb>)",
                "\n\n### The bridge\n\nIt opens.\n\n\n\nC",
            ),
            ("[A](/a \"The [A]\") [B](<b c.html>) [C](https://a.example/x_(y)) [D d]() [E](e.html '')", "A B C D d E"),
            (
                "[**All** [1] stories](#all)\n[the\nbridge](https://a.example/the-\nbridge)",
                "**All** [1] stories\nthe\nbridge",
            ),
            ("[A](/a \"The \"A\"\" ) and [B](/b 'B'\n) and [C](/c \"C\").", "A and B and C."),
            ("[](https://a.example/share)[](https://b.example/share)", ""),
            ("[A](/a)[B](/b)", "AB"),
            ("[[one](a.html) two](b.html)", "one two"),
            ("[橋](https://a.example/橋)が開いた。", "橋が開いた。"),
            ("* [Home](/)\n* [News](/news/)", "* Home\n* News"),
        ] {
            assert_eq!(plain(text), words);
        }
    }

    #[test]
    fn titles_are_listed() {
        let text = Text::from("[A](/a \"The harbour at night\") and [B](<b c.html>)");
        let mut edits = Edits::default();
        LinkMarks::default().run(&text, &mut edits);
        let listed: Vec<String> = edits.taken_out(&text).map(|taken| taken.text).collect();
        assert_eq!(listed, ["](/a \"The harbour at night\")"]);
    }

    #[test]
    fn pictures_of_their_own_stay() {
        assert_eq!(plain("1. ![The bridge](a.jpg)\n> ![](b.jpg)"), "1. ![The bridge](a.jpg)\n> ![](b.jpg)");
        assert_eq!(plain("[![The bridge](a.jpg)](https://a.example)"), "![The bridge](a.jpg)");
        assert_eq!(
            plain("![The bridge](data:image/png;base64,iVBORw0KGgo=)"),
            "![The bridge](data:image/png;base64,iVBORw0KGgo=)"
        );
    }

    #[test]
    fn code_stays() {
        for text in [
            "Write `[words](https://a.example)` for a link.",
            "```\n[words](https://a.example)\n```",
            "~~~\n[words](https://a.example)\n~~~",
            "\\[words](https://a.example)",
            "[words] (https://a.example)",
            "[one\n\ntwo](https://a.example)",
            "[words](see below) [words](below)",
            "[words](https://a.example",
        ] {
            assert_eq!(plain(text), text);
        }
    }
}

//! What of a source the tokenizer must not see: a look at its tags before they are read.
//!
//! It follows the tokenizer's rules for tags, comments and raw elements, not those of the
//! tree builder. A page made for this very reader can hide a tag with many attributes from
//! it; that costs time, not text.

use super::limits::Scripts;
use super::tags::is_raw;
use memchr::{memchr, memmem};
use std::ops::Range;

/// How many unclosed tags are looked at for text, see [`Source::scan`].
const MAX_RESCUES: usize = 16;

/// What is fed in place of a piece of source.
pub(super) struct Cut {
    pub(super) range: Range<usize>,
    pub(super) instead: &'static str,
}

/// What was found in a source.
pub(super) struct Source {
    pub(super) cuts: Vec<Cut>,
    pub(super) limited: bool,
}

impl Source {
    /// Finds attributes beyond `max` in one tag, and tags that the end of the source leaves
    /// open: the parser would drop all that follows the `<`, which in a cut-off page is a
    /// bit of tag but in flat text the rest of the text.
    pub(super) fn scan(source: &str, max: usize, scripts: Scripts) -> Self {
        let bytes = source.as_bytes();
        let mut found = Source { cuts: Vec::new(), limited: false };
        let mut rescues = 0;
        let mut at = 0;
        while let Some(open) = memchr(b'<', &bytes[at..]).map(|offset| at + offset) {
            at = open + 1;
            let is_end = bytes.get(at) == Some(&b'/');
            let name_start = at + usize::from(is_end);
            if bytes[at..].starts_with(b"!--") {
                at = comment_end(bytes, at + 3);
                continue;
            }
            if !bytes.get(name_start).is_some_and(u8::is_ascii_alphabetic) {
                continue;
            }
            let tag = scan_tag(bytes, name_start, max);
            if !tag.closed {
                let rest = &bytes[at..];
                if rescues < MAX_RESCUES && (memchr(b'<', rest).is_some() || memchr(b'\n', rest).is_some()) {
                    rescues += 1;
                    found.cuts.push(Cut { range: open..at, instead: "&lt;" });
                    continue;
                }
                return found;
            }
            at = tag.end;
            if let Some(range) = tag.surplus {
                found.limited = true;
                found.cuts.push(Cut { range, instead: "" });
            }
            let mut name = [0; 10];
            let Some(name) = lower(&bytes[name_start..tag.name_end], &mut name) else { continue };
            if !is_end && is_raw(name) && (!matches!(name, "noscript" | "noframes") || scripts == Scripts::Run) {
                let Some(end) = raw_end(bytes, at, name) else { return found };
                if is_unread(name, &bytes[open..at], &bytes[at..end]) {
                    found.cuts.push(Cut { range: at..end, instead: "" });
                }
                at = end;
            }
        }
        found
    }
}

/// Shorter content costs the tokenizer less than a cut.
const MIN_UNREAD_BYTES: usize = 64;

/// Whether the content of a raw element is of no use to the reader: programs and styles are two
/// fifths of the bytes of real pages. Data and templates are read.
fn is_unread(name: &str, tag: &[u8], content: &[u8]) -> bool {
    if content.len() < MIN_UNREAD_BYTES {
        return false;
    }
    let has = |bytes: &[u8], word: &[u8]| bytes.windows(word.len()).any(|window| window.eq_ignore_ascii_case(word));
    match name {
        "style" | "noscript" | "iframe" | "noembed" => true,
        "script" => {
            let is_read = [b"json".as_slice(), b"template", b"text/html"].iter().any(|word| has(tag, word));
            // Inside of a comment in a script another script may end before this one does.
            !is_read && memmem::find(content, b"<!--").is_none()
        }
        _ => false,
    }
}

/// The name of a tag in lower case, unless it is longer than any raw element's.
fn lower<'n>(name: &[u8], room: &'n mut [u8; 10]) -> Option<&'n str> {
    let room = room.get_mut(..name.len())?;
    room.copy_from_slice(name);
    room.make_ascii_lowercase();
    std::str::from_utf8(room).ok()
}

/// Where a comment ends whose text begins at `at`.
fn comment_end(bytes: &[u8], at: usize) -> usize {
    let rest = bytes.get(at..).unwrap_or_default();
    if rest.starts_with(b">") || rest.starts_with(b"->") {
        return at;
    }
    let mut from = 0;
    while let Some(dashes) = memmem::find(&rest[from..], b"--") {
        from += dashes + 2;
        if rest[from..].starts_with(b">") || rest[from..].starts_with(b"!>") {
            return at + from;
        }
        // Three dashes: the second may begin the end.
        from -= 1;
    }
    bytes.len()
}

/// Where the end tag of a raw element begins.
fn raw_end(bytes: &[u8], at: usize, name: &str) -> Option<usize> {
    let mut from = at;
    while let Some(offset) = memmem::find(bytes.get(from..)?, b"</") {
        let open = from + offset;
        let found = bytes.get(open + 2..open + 2 + name.len());
        if found.is_some_and(|found| found.eq_ignore_ascii_case(name.as_bytes())) {
            return Some(open);
        }
        from = open + 2;
    }
    None
}

struct ScannedTag {
    name_end: usize,
    /// One past its `>`, or the end of the source.
    end: usize,
    closed: bool,
    /// The attributes beyond the limit.
    surplus: Option<Range<usize>>,
}

/// Reads a tag from its name on, by the tokenizer's rules.
fn scan_tag(bytes: &[u8], name_start: usize, max: usize) -> ScannedTag {
    let name_end = upto(bytes, name_start, |b| is_space(b) || matches!(b, b'/' | b'>'));
    let mut at = name_end;
    let mut count = 0;
    let mut surplus = None;
    let closed = loop {
        at = upto(bytes, at, |b| !(is_space(b) || b == b'/'));
        match bytes.get(at) {
            None => break false,
            Some(b'>') => break true,
            Some(_) => {}
        }
        count += 1;
        if count == max + 1 {
            surplus = Some(at);
        }
        // The first character belongs to the name, whatever it is.
        at = upto(bytes, at + 1, |b| is_space(b) || matches!(b, b'/' | b'>' | b'='));
        let sign = upto(bytes, at, |b| !is_space(b));
        if bytes.get(sign) != Some(&b'=') {
            continue;
        }
        at = upto(bytes, sign + 1, |b| !is_space(b));
        match bytes.get(at) {
            Some(&quote @ (b'"' | b'\'')) => match memchr(quote, &bytes[at + 1..]) {
                Some(offset) => at += offset + 2,
                None => {
                    at = bytes.len();
                    break false;
                }
            },
            _ => at = upto(bytes, at, |b| is_space(b) || b == b'>'),
        }
    };
    let end = if closed { at + 1 } else { bytes.len() };
    ScannedTag { name_end, end, closed, surplus: surplus.map(|start| start..at) }
}

/// The first byte from `from` on that `stops` a run, or the end.
fn upto(bytes: &[u8], from: usize, stops: impl Fn(u8) -> bool) -> usize {
    bytes[from..].iter().position(|&b| stops(b)).map_or(bytes.len(), |offset| from + offset)
}

fn is_space(b: u8) -> bool {
    matches!(b, b' ' | b'\t' | b'\n' | b'\r' | 0x0c)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cuts(source: &str, max: usize) -> Vec<&str> {
        Source::scan(source, max, Scripts::Run).cuts.iter().map(|cut| &source[cut.range.clone()]).collect()
    }

    #[test]
    fn surplus_attributes_are_found() {
        assert_eq!(cuts("<p a b='>' c=\">\" d/e=f>x", 3), ["d/e=f"]);
        assert_eq!(cuts("<p a b = c>x</p d e f>", 2), ["f"]);
        assert_eq!(cuts("<!-- <p a b c> --><script>i<p a b c</script><p a b>", 2), [""; 0]);
        assert_eq!(cuts("<!--a---><p a b c>", 2), ["c"]);
    }

    #[test]
    fn programs_and_styles_are_not_read_but_data_are() {
        let long = "x".repeat(80);
        let kept = format!(
            "<title>{long}</title><script type='application/ld+json'>{long}</script><script>{}</script>",
            &long[..9]
        );
        assert_eq!(cuts(&kept, 9), [""; 0]);
        let tricky = format!("<script><!-- <script>{long}</script> --></script>");
        assert_eq!(cuts(&tricky, 9), [""; 0]);
        assert_eq!(cuts(&format!("<script async>{long}</script><STYLE>{long}</STYLE><p>x"), 9), [&long, &long]);
    }

    #[test]
    fn an_unclosed_tag_with_text_is_found() {
        assert_eq!(cuts("<p>5 <b 6\nand more", 9), ["<"]);
        assert_eq!(cuts("<p>cut off <a href=\"x", 9), [""; 0]);
    }
}

//! What a document says of its own charset, and what its address suggests.

use super::charset::Charset;
use crate::pipeline::About;

/// Browsers look no further either.
const PRESCAN_BYTES: usize = 1024;

/// The declared charset: the caller's, else the one in the markup.
pub(super) fn charset(bytes: &[u8], about: &About<'_>) -> Option<Charset> {
    let label = Charset::of_label;
    about.charset.and_then(|charset| label(charset.as_bytes())).or_else(|| in_markup(bytes).and_then(label))
}

/// The label in `<?xml … encoding=…?>`, `<meta charset=…>` or `<meta … content="…; charset=…">`.
fn in_markup(bytes: &[u8]) -> Option<&[u8]> {
    let head = bytes.get(..PRESCAN_BYTES).unwrap_or(bytes);
    let head = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head);
    if head.starts_with(b"<?xml")
        && let Some(end) = memchr::memchr(b'>', head)
        && let Some(label) = value_of(&head[..end], b"encoding")
    {
        return Some(label);
    }
    let mut rest = head;
    while let Some(start) = memchr::memchr(b'<', rest) {
        rest = &rest[start + 1..];
        if !rest.get(..4).is_some_and(|name| name.eq_ignore_ascii_case(b"meta")) {
            continue;
        }
        let end = memchr::memchr(b'>', rest).unwrap_or(rest.len());
        if let Some(label) = value_of(&rest[..end], b"charset") {
            return Some(label);
        }
    }
    None
}

/// The value after `key =`, with or without quotes.
fn value_of<'a>(tag: &'a [u8], key: &[u8]) -> Option<&'a [u8]> {
    let at = tag.windows(key.len()).position(|window| window.eq_ignore_ascii_case(key))?;
    let rest = tag[at + key.len()..].trim_ascii_start().strip_prefix(b"=")?.trim_ascii_start();
    let rest = rest.strip_prefix(b"\"").or(rest.strip_prefix(b"'")).unwrap_or(rest);
    let end = rest.iter().position(|b| b"\"';/> \t\r\n?".contains(b)).unwrap_or(rest.len());
    (end > 0).then(|| &rest[..end])
}

/// The last label of the host, if the address is simple enough to have one.
pub(super) fn top_level_domain(address: &str) -> Option<String> {
    let host = address.split_once("://")?.1;
    let host = host.split(['/', '?', '#']).next()?;
    let host = host.rsplit('@').next()?.split(':').next()?;
    let label = host.trim_end_matches('.').rsplit_once('.')?.1.to_ascii_lowercase();
    let plain = label.len() > 1 && label.starts_with(|c: char| c.is_ascii_lowercase());
    (plain && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')).then_some(label)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn declarations_are_found() {
        for (markup, label) in [
            ("<html><META charset='koi8-r'>", "koi8-r"),
            ("<meta http-equiv=Content-Type content=\"text/html; charset = GBK\">", "GBK"),
            ("<?xml version=\"1.0\" encoding=\"iso-8859-2\"?>", "iso-8859-2"),
            ("<meta name=x><meta charset=big5/>", "big5"),
        ] {
            assert_eq!(in_markup(markup.as_bytes()), Some(label.as_bytes()), "{markup}");
        }
        assert_eq!(in_markup(b"the charset=x of <metal> and <meta charset>"), None);
    }

    #[test]
    fn hosts_have_a_last_label() {
        assert_eq!(top_level_domain("https://u@News.Example.RU:80/a.b").as_deref(), Some("ru"));
        assert_eq!(top_level_domain("https://example.xn--p1ai?x").as_deref(), Some("xn--p1ai"));
        for none in ["example.ru", "http://127.0.0.1/", "http://localhost/", "http://exämple.ä/"] {
            assert_eq!(top_level_domain(none), None, "{none}");
        }
    }
}

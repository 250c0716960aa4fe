//! Addresses of the web: made whole, compared, and the name in them.

/// A longer address is none, in bytes.
const MAX_BYTES: usize = 2048;

/// An address made whole against the address of its page, without a fragment; only `http`
/// and `https`. An address without a host stays as it is when the page's is not known.
///
/// Dots in paths are resolved as in RFC 3986; nothing else is rewritten.
pub(crate) fn resolve(address: &str, page: Option<&str>) -> Option<String> {
    let address = address.split('#').next().unwrap_or_default().trim();
    if address.is_empty() || address.len() > MAX_BYTES || address.contains(|c: char| c.is_whitespace() || c == '<') {
        return None;
    }
    if is_whole(address) {
        return Some(address.to_owned());
    }
    // `data:`, `javascript:`; a colon behind a slash or a question is one of the path.
    if address.split(['/', '?']).next().is_some_and(|first| first.contains(':')) {
        return None;
    }
    let Some(page) = page.filter(|page| is_whole(page)) else {
        return Some(address.strip_prefix("//").map_or_else(|| address.to_owned(), |rest| format!("https://{rest}")));
    };
    let scheme_end = page.find("://").map_or(0, |at| at + 1);
    if address.starts_with("//") {
        return Some(format!("{}{address}", &page[..scheme_end]));
    }
    let path_start = page[scheme_end + 2..].find(['/', '?', '#']).map_or(page.len(), |at| scheme_end + 2 + at);
    let (origin, path) = page.split_at(path_start);
    let path = path.split(['?', '#']).next().unwrap_or_default();
    if address.starts_with('?') {
        return Some(format!("{origin}{}{address}", if path.is_empty() { "/" } else { path }));
    }
    let folder = if address.starts_with('/') { "" } else { &path[..path.rfind('/').unwrap_or(0)] };
    let (relative, query) = address.split_at(address.find('?').unwrap_or(address.len()));
    Some(format!("{origin}{}{query}", without_dots(folder, relative)))
}

fn without_dots(folder: &str, relative: &str) -> String {
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    let mut ends_open = false;
    for part in relative.trim_start_matches('/').split('/') {
        ends_open = matches!(part, "" | "." | "..");
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()),
            part => parts.push(part),
        }
    }
    let slash = if ends_open && !parts.is_empty() { "/" } else { "" };
    format!("/{}{slash}", parts.join("/"))
}

/// Whether an address has a scheme of the web and a host.
pub(crate) fn is_whole(address: &str) -> bool {
    let head = address.get(..8).unwrap_or(address).to_ascii_lowercase();
    let scheme = ["http://", "https://"].iter().find(|scheme| head.starts_with(**scheme));
    scheme.is_some_and(|scheme| address.len() > scheme.len())
}

/// The host of an address, lower case, without `www.` and port.
pub(super) fn host(address: &str) -> Option<String> {
    let (_, rest) = address.split_once("://").filter(|_| is_whole(address))?;
    let host = rest.split(['/', '?', '#']).next()?.rsplit('@').next()?.split(':').next()?.to_lowercase();
    let bare = host.strip_prefix("www.").unwrap_or(&host);
    (!bare.is_empty()).then(|| bare.to_owned())
}

/// Whether two addresses lead to the same page: scheme, `www.`, fragment, query and a slash at
/// the end make no difference.
pub(super) fn same_page(one: &str, other: &str) -> bool {
    let bare = |address: &str| {
        let path = address.split_once("://").map_or(address, |(_, rest)| rest);
        let path = path.split(['#', '?']).next().unwrap_or_default();
        path.trim_start_matches("www.").trim_end_matches('/').to_lowercase()
    };
    bare(one) == bare(other)
}

/// The path of an address, without the slashes around it.
pub(super) fn path(address: &str) -> &str {
    let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
    let path = rest.find('/').map_or("", |at| &rest[at..]);
    path.split(['#', '?']).next().unwrap_or_default().trim_matches('/')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn relative_addresses_are_made_whole() {
        let page = Some("https://herald.example/news/2024/storm.html?a=b/c");
        let whole = |address| resolve(address, page).unwrap_or_default();
        assert_eq!(whole("/i/a.jpg"), "https://herald.example/i/a.jpg");
        assert_eq!(whole("a.jpg?w=1/2"), "https://herald.example/news/2024/a.jpg?w=1/2");
        assert_eq!(whole("../a.jpg"), "https://herald.example/news/a.jpg");
        assert_eq!(whole("../../../../a/"), "https://herald.example/a/");
        assert_eq!(whole("//cdn.example/a.jpg#x"), "https://cdn.example/a.jpg");
        assert_eq!(whole("?id=1"), "https://herald.example/news/2024/storm.html?id=1");
        assert_eq!(whole("http://b.example"), "http://b.example");
        assert_eq!(whole("data:image/png;base64,xx"), "");
        assert_eq!(whole("javascript:void(0)"), "");
        assert_eq!(resolve("a.jpg", Some("https://herald.example")).unwrap(), "https://herald.example/a.jpg");
        assert_eq!(resolve("/a.jpg", None).unwrap(), "/a.jpg");
        assert_eq!(resolve("//b.example/a", None).unwrap(), "https://b.example/a");
        assert_eq!(resolve("https://", None), None);
    }

    #[test]
    fn pages_are_compared_without_what_makes_no_difference() {
        assert!(same_page("http://www.herald.example/a/", "https://herald.example/a?ref=x#top"));
        assert!(!same_page("https://herald.example/a", "https://herald.example/b"));
        assert_eq!(host("https://user@WWW.Herald.example:80/a").as_deref(), Some("herald.example"));
        assert_eq!(host("/a"), None);
        assert_eq!(path("https://herald.example/"), "");
        assert_eq!(path("https://herald.example/a/b/?x"), "a/b");
    }
}

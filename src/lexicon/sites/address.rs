//! Which pages a rule is for: hosts and paths.

/// The longest host, in bytes, as in the standard of names.
const MAX_HOST_BYTES: usize = 253;

/// A host as rules are looked up by it: lower case, without `www.`; nothing where it is none.
pub(super) fn plain_host(host: &str) -> Option<String> {
    let lower = host.to_lowercase();
    let bare = lower.strip_prefix("www.").unwrap_or(&lower);
    let fits = |c: char| c.is_alphanumeric() || matches!(c, '-' | '.' | '_');
    let is_host =
        bare.len() <= MAX_HOST_BYTES && bare.chars().all(fits) && bare.split('.').all(|part| !part.is_empty());
    is_host.then(|| bare.to_owned())
}

/// The host and the path of an address of the web; the path without query and fragment.
pub(super) fn parts(address: &str) -> Option<(String, &str)> {
    let (scheme, rest) = address.trim().split_once("://")?;
    if !["http", "https"].iter().any(|known| scheme.eq_ignore_ascii_case(known)) {
        return None;
    }
    let path_start = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let (authority, path) = rest.split_at(path_start);
    let host = authority.rsplit('@').next()?.split(':').next()?;
    let path = path.split(['?', '#']).next().unwrap_or_default();
    Some((plain_host(host.trim_end_matches('.'))?, if path.is_empty() { "/" } else { path }))
}

/// A host and those above it, from the longest: `a.b.example`, `b.example`, `example`.
pub(super) fn and_above(host: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(Some(host), |host| host.split_once('.').map(|(_, above)| above))
}

/// Whether a path is one of those that a pattern means: with `*`, which stands for anything, all
/// of it, else its beginning.
pub(super) fn path_fits(pattern: &str, path: &str) -> bool {
    let Some((begin, rest)) = pattern.split_once('*') else { return path.starts_with(pattern) };
    let Some(mut left) = path.strip_prefix(begin) else { return false };
    let mut pieces: Vec<&str> = rest.split('*').collect();
    let end = pieces.pop().unwrap_or_default();
    // The first place of each piece leaves most for those behind it.
    for piece in pieces {
        let Some(at) = left.find(piece) else { return false };
        left = &left[at + piece.len()..];
    }
    left.ends_with(end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_have_hosts_and_paths() {
        let parts = |address| parts(address).map(|(host, path)| format!("{host} {path}")).unwrap_or_default();
        assert_eq!(parts("https://WWW.Herald.example:80/News/a?x=/b#c"), "herald.example /News/a");
        assert_eq!(parts("http://me@herald.example?x"), "herald.example /");
        assert_eq!(parts("herald.example/a"), "");
        assert_eq!(parts("ftp://herald.example/a"), "");
        assert_eq!(parts("https:///a"), "");
        assert_eq!(parts("https://a..b/"), "");
        assert_eq!(plain_host("https://a.example"), None);
        assert_eq!(and_above("a.b.example").collect::<Vec<_>>(), ["a.b.example", "b.example", "example"]);
    }

    #[test]
    fn paths_are_beginnings_or_patterns() {
        assert!(path_fits("/news/", "/news/a/b"));
        assert!(!path_fits("/news/", "/newsroom"));
        assert!(path_fits("/*/2024/*.html", "/news/2024/05/storm.html"));
        assert!(!path_fits("/*/2024/*.html", "/news/2024/05/storm.html.bak"));
        assert!(!path_fits("*.html", "/a.htm"));
        assert!(!path_fits("/a*a", "/a"));
        assert!(path_fits("*", "/"));
    }
}

//! Where a link leads: its address, seen from the page.

use crate::page::Page;
use std::sync::Arc;

/// The address that the links of a page start from.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Base<'a> {
    /// `https:`
    scheme: &'a str,
    /// `https://example.org`
    site: &'a str,
    /// `https://example.org/news/`: up to the last slash of the path.
    folder: &'a str,
    /// `https://example.org/news/today.html`
    page: &'a str,
}

impl<'a> Base<'a> {
    /// What the page names as its base, if it is a whole address; else where it was found;
    /// else where it says that it belongs.
    pub(super) fn of(page: &'a Page<'_>, address: Option<&'a str>) -> Self {
        let all = [page.base(), address, page.declared().canonical.as_deref()];
        all.into_iter().flatten().find_map(Base::read).unwrap_or_default()
    }

    fn read(address: &'a str) -> Option<Self> {
        let page = address.trim().split(['#', '?']).next()?;
        let scheme_end = page.find("://").filter(|at| matches!(&page[..*at], "http" | "https"))?;
        let host = scheme_end + "://".len();
        let site_end = page[host..].find('/').map_or(page.len(), |at| host + at);
        let folder_end = page[site_end..].rfind('/').map_or(site_end, |at| site_end + at + 1);
        let has_host = site_end > host;
        has_host.then(|| Base {
            scheme: &page[..=scheme_end],
            site: &page[..site_end],
            folder: &page[..folder_end],
            page,
        })
    }

    /// A whole address; as it stands where the base is not known.
    pub(super) fn join(&self, address: &Arc<str>) -> Arc<str> {
        if self.site.is_empty() || has_scheme(address) {
            return address.clone();
        }
        if address.starts_with("//") {
            return format!("{}{address}", self.scheme).into();
        }
        if address.starts_with(['#', '?']) {
            return format!("{}{address}", self.page).into();
        }
        let (path, rest) = address.split_at(address.find(['#', '?']).unwrap_or(address.len()));
        let folder = if path.starts_with('/') { "" } else { &self.folder[self.site.len()..] };
        format!("{}{}{rest}", self.site, without_dots(&format!("{folder}{path}"))).into()
    }
}

/// `mailto:a@b`, `https://…`.
fn has_scheme(address: &str) -> bool {
    let end = address.find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.')));
    address.starts_with(|c: char| c.is_ascii_alphabetic()) && end.is_some_and(|end| address[end..].starts_with(':'))
}

/// A path without `.` and `..`, beginning with a slash.
fn without_dots(path: &str) -> String {
    let mut steps: Vec<&str> = Vec::new();
    for step in path.split('/').skip(usize::from(path.starts_with('/'))) {
        match step {
            "." => {}
            ".." => {
                steps.pop();
            }
            step => steps.push(step),
        }
    }
    let is_folder = path.ends_with("/.") || path.ends_with("/..") || matches!(path, "." | "..");
    if is_folder {
        steps.push("");
    }
    format!("/{}", steps.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_seen_from_the_page() {
        let base = Base::read("https://example.org/news/today.html?x=/y#z").unwrap();
        let joined = |address: &str| base.join(&address.into()).to_string();
        assert_eq!(joined("http://a.example/b"), "http://a.example/b");
        assert_eq!(joined("mailto:ann@example.org"), "mailto:ann@example.org");
        assert_eq!(joined("//cdn.example/x"), "https://cdn.example/x");
        assert_eq!(joined("/a?b=../c"), "https://example.org/a?b=../c");
        assert_eq!(joined("more.html#top"), "https://example.org/news/more.html#top");
        assert_eq!(joined("../../../up/./here"), "https://example.org/up/here");
        assert_eq!(joined(".."), "https://example.org/");
        assert_eq!(joined("#note-1"), "https://example.org/news/today.html#note-1");
        assert_eq!(joined("?page=2"), "https://example.org/news/today.html?page=2");
        assert_eq!(Base::read("https://example.org").unwrap().join(&"a".into()).as_ref(), "https://example.org/a");
    }

    #[test]
    fn without_a_base_they_stay_as_they_stand() {
        for base in ["", "/news/", "https://", "ftp://example.org/", "example.org"] {
            let base = Base::read(base).unwrap_or_default();
            assert_eq!(base.join(&"../x".into()).as_ref(), "../x");
        }
    }
}

//! Where a link leads: its address, seen from the page.

#![cfg_attr(not(feature = "html"), allow(dead_code, unused_variables, reason = "flat text has no links"))]

#[cfg(feature = "html")]
use crate::metadata::addresses;
use crate::page::Page;
use std::sync::Arc;

/// The address that the links of a page start from, if it is known.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Base<'a>(Option<&'a str>);

impl<'a> Base<'a> {
    /// What the page names as its base, if it is a whole address; else where it was found;
    /// else where it says that it belongs.
    pub(super) fn of(page: &'a Page<'_>, address: Option<&'a str>) -> Self {
        let declared = page.declared();
        Base::first([page.base(), address, declared.fields.canonical.as_deref(), declared.canonical.as_deref()])
    }

    #[cfg(feature = "html")]
    fn first<const N: usize>(addresses: [Option<&'a str>; N]) -> Self {
        Base(addresses.into_iter().flatten().map(str::trim).find(|address| addresses::is_whole(address)))
    }

    #[cfg(not(feature = "html"))]
    fn first<const N: usize>(addresses: [Option<&'a str>; N]) -> Self {
        Base(None)
    }

    /// A whole address; as it stands where the base is not known.
    #[cfg(feature = "html")]
    pub(super) fn join(self, address: &Arc<str>) -> Arc<str> {
        let Some(base) = self.0.filter(|_| !has_scheme(address)) else { return address.clone() };
        let (path, fragment) = address.split_at(address.find('#').unwrap_or(address.len()));
        if path.is_empty() {
            let page = base.split('#').next().unwrap_or_default();
            return format!("{page}{fragment}").into();
        }
        let whole = addresses::resolve(&path.replace(' ', "%20"), Some(base));
        whole.map_or_else(|| address.clone(), |whole| format!("{whole}{fragment}").into())
    }

    /// Without HTML there are no links.
    #[cfg(not(feature = "html"))]
    pub(super) fn join(self, address: &Arc<str>) -> Arc<str> {
        address.clone()
    }
}

/// `mailto:a@b`, `https://…`.
#[cfg(feature = "html")]
fn has_scheme(address: &str) -> bool {
    let end = address.find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.')));
    address.starts_with(|c: char| c.is_ascii_alphabetic()) && end.is_some_and(|end| address[end..].starts_with(':'))
}

#[cfg(all(test, feature = "html"))]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_seen_from_the_page() {
        let base = Base::first([Some("/x"), Some("https://example.org/news/today.html?x=/y#z")]);
        let joined = |address: &str| base.join(&address.into()).to_string();
        assert_eq!(joined("http://a.example/b"), "http://a.example/b");
        assert_eq!(joined("mailto:ann@example.org"), "mailto:ann@example.org");
        assert_eq!(joined("//cdn.example/x"), "https://cdn.example/x");
        assert_eq!(joined("/a?b=../c"), "https://example.org/a?b=../c");
        assert_eq!(joined("more.html#top"), "https://example.org/news/more.html#top");
        assert_eq!(joined("../../../up/./here"), "https://example.org/up/here");
        assert_eq!(joined(".."), "https://example.org/");
        assert_eq!(joined("#note-1"), "https://example.org/news/today.html?x=/y#note-1");
        assert_eq!(joined("?page=2"), "https://example.org/news/today.html?page=2");
        assert_eq!(Base::first([Some("https://example.org")]).join(&"a".into()).as_ref(), "https://example.org/a");
    }

    #[test]
    fn without_a_base_they_stay_as_they_stand() {
        for base in ["", "/news/", "https://", "ftp://example.org/", "example.org"] {
            let base = Base::first([Some(base)]);
            assert_eq!(base.join(&"../x".into()).as_ref(), "../x");
        }
    }
}

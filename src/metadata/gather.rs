//! One walk over the tree: meta tags, links, linked data.

use scraper::node::Element;
use scraper::{Html, Node};

/// At most so many meta tags are kept; pages with all social networks in them have eighty.
const MAX_METAS: usize = 400;
/// A longer value is no title, name, date or description, in bytes.
const MAX_VALUE_BYTES: usize = 8 << 10;
/// At most so many scripts of linked data, and bytes of them altogether.
const MAX_SCRIPTS: usize = 64;
const MAX_SCRIPT_BYTES: usize = 2 << 20;

/// What a page has beside its text.
#[derive(Debug, Default)]
pub(super) struct Gathered {
    /// Names in lower case and contents of meta tags, in the order of the page.
    metas: Vec<(String, String)>,
    /// Scripts of linked data.
    pub(super) scripts: Vec<String>,
    /// `link rel=canonical`.
    pub(super) canonical: Option<String>,
}

impl Gathered {
    /// The first value that a meta tag has under one of these names; names that come first
    /// count first.
    pub(super) fn meta(&self, names: &[&str]) -> Option<&str> {
        names
            .iter()
            .find_map(|name| self.metas.iter().find(|(known, _)| known == name))
            .map(|(_, value)| value.as_str())
    }
}

/// Walks a tree without recursion.
pub(super) fn gather(html: &Html) -> Gathered {
    let mut out = Gathered::default();
    let mut script_bytes = 0;
    for node in html.tree.root().descendants() {
        let Node::Element(element) = node.value() else { continue };
        match element.name() {
            "meta" => out.meta_tag(element),
            "link" if has_word(element.attr("rel"), "canonical") && out.canonical.is_none() => {
                out.canonical = element.attr("href").and_then(value);
            }
            "script" if is_linked_data(element) && out.scripts.len() < MAX_SCRIPTS => {
                let text: String = node.children().filter_map(|child| Some(&**child.value().as_text()?)).collect();
                script_bytes += text.len();
                if script_bytes <= MAX_SCRIPT_BYTES {
                    out.scripts.push(text);
                }
            }
            _ => {}
        }
    }
    out
}

impl Gathered {
    fn meta_tag(&mut self, element: &Element) {
        let Some(content) = element.attr("content").and_then(value) else { return };
        // Open Graph says `property`, everybody else `name`; pages mix them up.
        for name in ["property", "name"].iter().filter_map(|name| element.attr(name)) {
            if self.metas.len() < MAX_METAS && name.len() <= MAX_VALUE_BYTES {
                self.metas.push((name.trim().to_lowercase(), content.clone()));
            }
        }
    }
}

/// A value with its entities resolved (some pages escape twice) and white space made plain.
pub(super) fn value(raw: &str) -> Option<String> {
    if raw.len() > MAX_VALUE_BYTES {
        return None;
    }
    let plain = htmlize::unescape(raw);
    let text = plain.split_whitespace().collect::<Vec<_>>().join(" ");
    (!text.is_empty()).then_some(text)
}

/// Whether an attribute that holds a list of words has this one.
pub(super) fn has_word(attribute: Option<&str>, word: &str) -> bool {
    attribute.is_some_and(|all| all.split_ascii_whitespace().any(|one| one.eq_ignore_ascii_case(word)))
}

fn is_linked_data(element: &Element) -> bool {
    element.attr("type").is_some_and(|kind| kind.trim().to_ascii_lowercase().starts_with("application/ld+json"))
}

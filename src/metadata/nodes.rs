//! The things that linked data speaks of.

use super::gather::value;
use serde_json::{Map, Value};

/// At most so many objects are looked at, and kept.
const MAX_VISITED: usize = 20_000;
const MAX_NODES: usize = 256;
/// The type of a node, in bytes, and how many it may have.
const MAX_TYPE_BYTES: usize = 64;
const MAX_TYPES: usize = 8;
/// What holds the things that a page is or is about, rather than parts or neighbours.
const WAYS: [&str; 3] = ["@graph", "mainEntity", "mainEntityOfPage"];

/// A thing with a type that the page is, is about or is published by.
#[derive(Debug)]
pub(super) struct Node<'v> {
    /// Lower case, without the address of the vocabulary.
    pub(super) types: Vec<String>,
    /// Its properties.
    pub(super) map: &'v Map<String, Value>,
}

impl Node<'_> {
    /// The text of a property, entities resolved, if it is not longer.
    pub(super) fn text(&self, property: &str, max_bytes: usize) -> Option<String> {
        let text = self.map.get(property)?.as_str().filter(|text| text.len() <= max_bytes)?;
        let plain = htmlize::unescape(text).trim().to_owned();
        (!plain.is_empty()).then_some(plain)
    }
}

/// The things in some values, in their order.
pub(super) fn nodes(values: &[Value]) -> Vec<Node<'_>> {
    let mut found = Vec::new();
    let mut open: Vec<&Value> = values.iter().rev().collect();
    let mut visited = 0;
    while let Some(value) = open.pop() {
        visited += 1;
        if visited > MAX_VISITED || found.len() >= MAX_NODES {
            break;
        }
        match value {
            Value::Array(items) => open.extend(items.iter().take(MAX_VISITED).rev()),
            Value::Object(map) => {
                let types = types(map);
                if !types.is_empty() {
                    found.push(Node { types, map });
                }
                open.extend(WAYS.iter().rev().filter_map(|way| map.get(*way)));
            }
            _ => {}
        }
    }
    found
}

/// The types of an object.
pub(super) fn types(map: &Map<String, Value>) -> Vec<String> {
    let all = match map.get("@type") {
        Some(Value::Array(all)) => all.as_slice(),
        Some(one) => std::slice::from_ref(one),
        None => return Vec::new(),
    };
    let names = all.iter().take(MAX_TYPES).filter_map(Value::as_str).filter(|name| name.len() <= MAX_TYPE_BYTES);
    let bare = |name: &str| name.rsplit(['/', '#', ':']).next().and_then(value).map(|name| name.to_lowercase());
    names.filter_map(bare).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(json: &str) -> Vec<String> {
        let values = [serde_json::from_str(json).unwrap()];
        nodes(&values).iter().map(|node| node.types.join("+")).collect()
    }

    #[test]
    fn a_page_is_what_stands_at_the_top_and_its_main_entity() {
        assert_eq!(found(r#"{"@type": "NewsArticle", "author": {"@type": "Person"}}"#), ["newsarticle"]);
        assert_eq!(found(r#"[{"@type": ["Article", "http://schema.org/Report"]}]"#), ["article+report"]);
        let graph = r#"{"@graph": [{"@type": "WebPage", "mainEntity": {"@type": "Product"}}, {"@type": "WebSite"}]}"#;
        assert_eq!(found(graph), ["webpage", "product", "website"]);
    }

    #[test]
    fn entries_of_lists_and_parts_are_not_the_page() {
        let list = r#"{"@type": "ItemList", "itemListElement": [{"@type": "NewsArticle"}]}"#;
        assert_eq!(found(list), ["itemlist"]);
        assert_eq!(found(r#"{"@type": "Book", "hasPart": {"@type": "Article"}}"#), ["book"]);
        assert_eq!(found(r#"{"@type": {"a": 1}, "name": "x"}"#), [] as [&str; 0]);
    }
}

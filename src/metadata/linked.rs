//! What linked data says of the article that the page is about.
//!
//! A page may speak of many articles. The one that counts has the address of the page or its
//! headline; a single one needs neither, unless both say that it is another.

use super::addresses::{is_whole, path, same_page};
use super::gather;
use super::kinds::{is_article, is_page};
use super::names;
use super::nodes::{Node, types};
use super::titles::are_alike;
use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// At most so many values of a list are looked at.
const MAX_ITEMS: usize = 64;
/// A longer text is no headline or name, in bytes.
const MAX_BYTES: usize = 4 << 10;

type Object = Map<String, Value>;

/// What linked data says.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(super) struct Linked {
    /// There is an article, and it is the page's own.
    pub(super) has_article: bool,
    /// It is an entry in a forum.
    pub(super) is_forum: bool,
    pub(super) headline: Option<String>,
    /// People who wrote it.
    pub(super) people: Vec<String>,
    /// Organisations that are called its author.
    pub(super) organisations: Vec<String>,
    pub(super) published: Option<String>,
    pub(super) modified: Option<String>,
    pub(super) publisher: Option<String>,
    /// The name of the thing of type `WebSite`.
    pub(super) site: Option<String>,
    pub(super) section: Option<String>,
    pub(super) tags: Vec<String>,
    pub(super) images: Vec<String>,
    pub(super) description: Option<String>,
    pub(super) language: Option<String>,
    pub(super) url: Option<String>,
}

/// Reads the things on a page whose addresses and titles are these.
pub(super) fn read(nodes: &[Node<'_>], addresses: &[&str], titles: &[&str]) -> Linked {
    let by_id: BTreeMap<&str, &Object> =
        nodes.iter().rev().filter_map(|node| Some((node.map.get("@id")?.as_str()?, node.map))).collect();
    let mut out = Linked::default();
    if let Some(article) = own_article(nodes, addresses, titles) {
        out.has_article = true;
        out.is_forum = types(article).iter().any(|kind| kind == "discussionforumposting");
        out.read_thing(article, &by_id);
        out.headline = text(article, "headline").or_else(|| text(article, "name"));
        out.url = own_addresses(article).first().map(|address| (*address).to_owned());
    }
    // The page itself knows the rest.
    for node in nodes.iter().filter(|node| node.types.iter().any(|kind| is_page(kind))).take(MAX_ITEMS) {
        if !is_of_another_page(node.map, addresses) {
            out.read_thing(node.map, &by_id);
        }
    }
    let site = nodes.iter().find(|node| node.types.iter().any(|kind| kind == "website"));
    out.site = site.and_then(|site| text(site.map, "name"));
    out
}

impl Linked {
    /// Fills what is not known yet.
    fn read_thing(&mut self, thing: &Object, by_id: &BTreeMap<&str, &Object>) {
        if self.people.is_empty() && self.organisations.is_empty() {
            for property in ["author", "creator"] {
                if self.people.is_empty() && self.organisations.is_empty() {
                    self.read_authors(thing.get(property), by_id);
                }
            }
        }
        let publisher = || objects(thing.get("publisher"), by_id).into_iter().find_map(|one| text(one, "name"));
        fill(&mut self.publisher, publisher);
        fill(&mut self.published, || text(thing, "datePublished").or_else(|| text(thing, "dateCreated")));
        fill(&mut self.modified, || text(thing, "dateModified"));
        fill(&mut self.section, || texts(thing.get("articleSection")).into_iter().next());
        fill(&mut self.description, || text(thing, "description"));
        fill(&mut self.language, || text(thing, "inLanguage"));
        if self.tags.is_empty() {
            self.tags = texts(thing.get("keywords"));
        }
        for property in ["image", "primaryImageOfPage", "thumbnailUrl"] {
            if self.images.is_empty() {
                self.images = images(thing.get(property), by_id);
            }
        }
    }

    fn read_authors(&mut self, value: Option<&Value>, by_id: &BTreeMap<&str, &Object>) {
        for item in items(value) {
            if let Some(field) = item.as_str() {
                // A bare address is that of a person's page.
                names::split(field).into_iter().for_each(|name| names::push(&mut self.people, name));
            }
        }
        for author in objects(value, by_id) {
            let is_organisation = types(author).iter().any(|kind| kind.contains("organization"));
            let list = if is_organisation { &mut self.organisations } else { &mut self.people };
            for field in texts(author.get("name")) {
                names::split(&field).into_iter().for_each(|name| names::push(list, name));
            }
        }
    }
}

fn fill(slot: &mut Option<String>, value: impl FnOnce() -> Option<String>) {
    if slot.is_none() {
        *slot = value();
    }
}

/// The article that the page is about.
fn own_article<'v>(nodes: &[Node<'v>], addresses: &[&str], titles: &[&str]) -> Option<&'v Object> {
    let articles: Vec<&Object> =
        nodes.iter().filter(|node| node.types.iter().any(|kind| is_article(kind))).map(|node| node.map).collect();
    let is_here = |article: &&&Object| {
        own_addresses(article)
            .iter()
            .any(|own| !path(own).is_empty() && addresses.iter().any(|one| same_page(one, own)))
    };
    let headline = |article: &Object| text(article, "headline").or_else(|| text(article, "name"));
    let is_called_so = |article: &&&Object| {
        headline(article).is_some_and(|headline| titles.iter().any(|title| are_alike(title, &headline)))
    };
    let both = articles.iter().find(|article| is_here(article) && is_called_so(article));
    if let Some(found) = both.or_else(|| articles.iter().find(is_here)).or_else(|| articles.iter().find(is_called_so)) {
        return Some(found);
    }
    match articles.as_slice() {
        [one] if !(is_of_another_page(one, addresses) && headline(one).is_some()) => Some(one),
        _ => None,
    }
}

/// Whether a thing has an address, and it is not the page's.
fn is_of_another_page(thing: &Object, addresses: &[&str]) -> bool {
    let own = own_addresses(thing);
    let own: Vec<&&str> = own.iter().filter(|own| !path(own).is_empty()).collect();
    !own.is_empty() && !addresses.is_empty() && !own.iter().any(|own| addresses.iter().any(|one| same_page(one, own)))
}

/// The addresses of a thing.
fn own_addresses(thing: &Object) -> Vec<&str> {
    let mut found = Vec::new();
    for property in ["url", "mainEntityOfPage", "@id"] {
        let Some(value) = thing.get(property) else { continue };
        let inner = value.as_object().map(|inner| ["@id", "url"].map(|name| inner.get(name)));
        let all = inner.unwrap_or([Some(value), None]);
        found.extend(all.into_iter().flatten().filter_map(Value::as_str).filter(|address| is_whole(address)));
    }
    found
}

/// The values of a property, of which there may be one or a list.
fn items(value: Option<&Value>) -> &[Value] {
    match value {
        Some(Value::Array(items)) => &items[..items.len().min(MAX_ITEMS)],
        Some(one) => std::slice::from_ref(one),
        None => &[],
    }
}

/// The objects of a property; what is no more than a reference (`@id`) is looked up.
fn objects<'v>(value: Option<&'v Value>, by_id: &BTreeMap<&str, &'v Object>) -> Vec<&'v Object> {
    let resolved = |object: &'v Object| match object.get("@id").and_then(Value::as_str) {
        Some(id) if !["name", "url", "contentUrl"].iter().any(|name| object.contains_key(*name)) => {
            by_id.get(id).copied().unwrap_or(object)
        }
        _ => object,
    };
    items(value).iter().filter_map(Value::as_object).map(resolved).collect()
}

/// The texts of a property, also those that stand as `name` in an object.
fn texts(value: Option<&Value>) -> Vec<String> {
    let text = |item: &Value| match item {
        Value::Object(object) => text(object, "name"),
        item => item.as_str().filter(|text| text.len() <= MAX_BYTES).and_then(gather::value),
    };
    items(value).iter().filter_map(text).collect()
}

fn text(thing: &Object, property: &str) -> Option<String> {
    let first = items(thing.get(property)).first()?;
    match first {
        Value::String(text) if text.len() <= MAX_BYTES => gather::value(text),
        Value::Number(number) => Some(number.to_string()),
        // `{"@value": …}` is a text with a type or a language.
        Value::Object(inner) => inner.get("@value").or(inner.get("name"))?.as_str().and_then(gather::value),
        _ => None,
    }
}

fn images(value: Option<&Value>, by_id: &BTreeMap<&str, &Object>) -> Vec<String> {
    let bare = items(value).iter().filter_map(Value::as_str).map(str::to_owned);
    let address = |image: &Object| ["url", "contentUrl", "@id"].iter().find_map(|name| text(image, name));
    let inner = objects(value, by_id).into_iter().filter_map(address);
    bare.chain(inner).collect()
}

#[cfg(test)]
mod tests {
    use super::super::nodes::nodes;
    use super::*;

    const HERE: &str = "https://herald.example/storm";

    fn linked(json: &str) -> Linked {
        let values = [serde_json::from_str(json).unwrap()];
        read(&nodes(&values), &[HERE], &["Storm closes port"])
    }

    #[test]
    fn the_article_of_the_page_is_read() {
        let found = linked(
            r#"{"@type": "NewsArticle", "url": "http://www.herald.example/storm/", "headline": "Storm", "author": ["By Ann Lee", {"name": "Jo Park, Max Hill"}],
            "publisher": {"name": "Herald"}, "datePublished": {"@value": "2024-05-03"}, "image": ["a.jpg", {"url": "b.jpg"}]}"#,
        );
        assert!(found.has_article);
        assert_eq!(found.people, ["Ann Lee", "Jo Park", "Max Hill"]);
        assert_eq!(found.published.as_deref(), Some("2024-05-03"));
        assert_eq!(found.publisher.as_deref(), Some("Herald"));
        assert_eq!(found.images, ["a.jpg", "b.jpg"]);
    }

    #[test]
    fn another_article_is_not() {
        let other = r#"{"@type": "Article", "url": "https://herald.example/bridge", "headline": "Council buys a bridge", "author": "Max Hill"}"#;
        assert_eq!(linked(other), Linked::default());
        let two = r#"[{"@type": "Article", "headline": "Council buys a bridge"}, {"@type": "Article", "headline": "School gets a roof"}]"#;
        assert!(!linked(two).has_article);
    }

    #[test]
    fn of_many_the_one_with_the_headline_counts() {
        let many = r#"[{"@type": "Article", "headline": "Council buys a bridge", "author": "Max Hill"}, {"@type": "Article", "headline": "Storm closes port", "author": "Ann Lee"}]"#;
        assert_eq!(linked(many).people, ["Ann Lee"]);
    }

    #[test]
    fn references_are_looked_up_and_organisations_are_apart() {
        let found = linked(
            r##"{"@graph": [{"@type": "Article", "author": [{"@id": "#ann"}, {"@id": "#gone"}, {"@type": "Organization", "name": "Reuters"}]}, {"@type": "Person", "@id": "#ann", "name": "Ann Lee"}]}"##,
        );
        assert_eq!(found.people, ["Ann Lee"]);
        assert_eq!(found.organisations, ["Reuters"]);
    }
}

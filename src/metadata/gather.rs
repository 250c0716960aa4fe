//! One walk over the tree: meta tags, links, linked data, and what of the visible markup says
//! title, author and date.
//!
//! Names come from the HTML standard (`time`, `rel=author`, `rel=canonical`), Open Graph
//! (`property`), and schema.org's microdata (`itemprop`). Parts of a page that speak of other
//! pages (menus, side bars, comments, teasers) are told by their elements and class words.

use ego_tree::NodeRef;
use ego_tree::iter::Edge;
use scraper::node::Element;
use scraper::{Html, Node};

/// At most so many meta tags are kept; pages with all social networks in them have eighty.
const MAX_METAS: usize = 400;
/// A longer value is no title, name, date or description, in bytes.
const MAX_VALUE_BYTES: usize = 8 << 10;
/// At most so many scripts of linked data, and bytes of them altogether.
const MAX_SCRIPTS: usize = 64;
const MAX_SCRIPT_BYTES: usize = 2 << 20;
/// At most so many elements of each kind of visible markup.
const MAX_MARKS: usize = 100;
/// The text of an element is looked for in so many nodes under it, and cut at so many bytes.
const MAX_UNDER: usize = 200;
const MAX_TEXT_BYTES: usize = 600;
/// A longer text is no line with a name or a date, in bytes.
const MAX_LABEL_BYTES: usize = 120;
/// So many elements after a first heading its byline stands.
const NEAR_ELEMENTS: usize = 60;

/// What a page has beside its text.
#[derive(Debug, Default)]
pub(super) struct Gathered {
    /// Names in lower case and contents of meta tags, in the order of the page.
    metas: Vec<(String, String)>,
    /// Scripts of linked data.
    pub(super) scripts: Vec<String>,
    /// `link rel=canonical`.
    pub(super) canonical: Option<String>,
    /// `base href`.
    pub(super) base: Option<String>,
    /// `html lang`.
    pub(super) language: Option<String>,
    /// The `title` element.
    pub(super) title: Option<String>,
    /// What stands in `h1`, in the order of the page.
    pub(super) headings: Vec<String>,
    /// What visible markup says of the page.
    pub(super) marks: Vec<Mark>,
}

/// A piece of visible markup that says something of the page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Mark {
    /// What it says.
    pub(super) what: What,
    /// Its value.
    pub(super) value: String,
    /// It stands shortly after a first heading.
    pub(super) near_heading: bool,
}

/// What a piece of markup says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum What {
    /// `itemprop=headline`.
    Headline,
    /// `itemprop=author`.
    Author,
    /// `rel=author`.
    AuthorLink,
    /// A class for the name of an author, or a link to the page of one.
    AuthorName,
    /// A class for authors.
    AuthorClass,
    /// `itemprop=datePublished`, `time pubdate`.
    Published,
    /// `itemprop=dateModified`.
    Modified,
    /// `time` with a class for the date of publication.
    TimeClass,
    /// Any other `time`.
    Time,
    /// A class for dates.
    DateClass,
    /// A short text with a year in it.
    Line,
    /// `itemprop=articleSection`.
    Section,
    /// `itemprop=keywords`.
    Keywords,
    /// `rel=tag`.
    TagLink,
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

    /// All values that meta tags have under the first of these names that any has.
    pub(super) fn all_meta(&self, names: &[&str]) -> Vec<&str> {
        let of = |name: &&str| -> Vec<&str> {
            self.metas.iter().filter(|(known, _)| known == name).map(|(_, value)| value.as_str()).collect()
        };
        names.iter().map(of).find(|values| !values.is_empty()).unwrap_or_default()
    }

    /// All values of visible markup of a kind.
    pub(super) fn marked(&self, what: What) -> impl Iterator<Item = &str> {
        self.marks.iter().filter(move |mark| mark.what == what).map(|mark| mark.value.as_str())
    }

    /// Those of them that stand shortly after a first heading.
    pub(super) fn marked_near_heading(&self, what: What) -> impl Iterator<Item = &str> {
        self.marks.iter().filter(move |mark| mark.what == what && mark.near_heading).map(|mark| mark.value.as_str())
    }
}

/// Walks a tree without recursion.
pub(super) fn gather(html: &Html) -> Gathered {
    let mut walk = Walk::default();
    for edge in html.tree.root().traverse() {
        match edge {
            Edge::Open(node) => walk.enter(node),
            Edge::Close(node) => walk.leave(node),
        }
    }
    walk.out
}

#[derive(Default)]
struct Walk {
    out: Gathered,
    script_bytes: usize,
    /// How many elements began since the last first heading.
    since_heading: Option<usize>,
    /// How many elements around the node speak of other pages.
    elsewhere: usize,
    /// For each element with `itemscope` around the node, whether it is the page's own.
    scopes: Vec<bool>,
}

impl Walk {
    fn enter(&mut self, node: NodeRef<'_, Node>) {
        let Node::Element(element) = node.value() else { return };
        self.since_heading = if element.name() == "h1" { Some(0) } else { self.since_heading.map(|count| count + 1) };
        // An element's own properties belong to the thing around it.
        self.read(node, element);
        self.elsewhere += usize::from(is_elsewhere(element));
        if element.attr("itemscope").is_some() {
            self.scopes.push(is_own(element));
        }
    }

    fn leave(&mut self, node: NodeRef<'_, Node>) {
        let Node::Element(element) = node.value() else { return };
        self.elsewhere -= usize::from(is_elsewhere(element));
        if element.attr("itemscope").is_some() {
            self.scopes.pop();
        }
    }

    fn read(&mut self, node: NodeRef<'_, Node>, element: &Element) {
        match element.name() {
            "html" => self.out.language = element.attr("lang").or_else(|| element.attr("xml:lang")).and_then(value),
            // A drawing has titles of its own.
            "title" if self.out.title.is_none() && !in_drawing(node) => self.out.title = text_of(node, Parts::Joined),
            "base" if self.out.base.is_none() => self.out.base = element.attr("href").and_then(value),
            "meta" => self.meta_tag(element),
            "link" if has_word(element.attr("rel"), "canonical") && self.out.canonical.is_none() => {
                self.out.canonical = element.attr("href").and_then(value);
            }
            "script" if is_linked_data(element) => self.script(node),
            "h1" if self.out.headings.len() < MAX_MARKS && self.elsewhere == 0 => {
                self.out.headings.extend(text_of(node, Parts::Joined));
            }
            _ => {}
        }
        if self.elsewhere == 0 && self.scopes.iter().all(|own| *own) {
            self.mark(node, element);
        }
    }

    fn script(&mut self, node: NodeRef<'_, Node>) {
        let text: String = node.children().filter_map(|child| Some(&**child.value().as_text()?)).collect();
        self.script_bytes = self.script_bytes.saturating_add(text.len());
        if self.script_bytes <= MAX_SCRIPT_BYTES && self.out.scripts.len() < MAX_SCRIPTS {
            self.out.scripts.push(text);
        }
    }

    fn meta_tag(&mut self, element: &Element) {
        let Some(content) = element.attr("content").and_then(value) else { return };
        // Open Graph says `property`, everybody else `name`; pages mix them up.
        for name in ["property", "name"].iter().filter_map(|name| element.attr(name)) {
            if self.out.metas.len() < MAX_METAS && name.len() <= MAX_VALUE_BYTES {
                self.out.metas.push((name.trim().to_lowercase(), content.clone()));
            }
        }
    }

    fn mark(&mut self, node: NodeRef<'_, Node>, element: &Element) {
        let is_near = self.since_heading.is_some_and(|count| (1..=NEAR_ELEMENTS).contains(&count));
        let line = || (is_near && has_year(node)).then_some(What::Line);
        let Some(mut what) = what(element).or_else(line) else { return };
        let is_date = matches!(what, What::TimeClass | What::Time | What::DateClass | What::Line);
        if is_date && is_beside_update(node) {
            what = What::Modified;
        }
        if self.out.marked(what).count() >= MAX_MARKS {
            return;
        }
        let attribute = ["content", "datetime"].iter().find_map(|name| element.attr(name)).and_then(value);
        let short = || text_of(node, Parts::Apart).filter(|text| text.len() <= MAX_LABEL_BYTES);
        let value = match what {
            What::Author => name_under(node).or(attribute).or_else(|| text_of(node, Parts::Apart)),
            What::AuthorLink | What::AuthorName | What::AuthorClass | What::DateClass | What::Line => short(),
            What::Modified if attribute.is_none() => short(),
            _ => attribute.or_else(|| text_of(node, Parts::Apart)),
        };
        self.out.marks.extend(value.map(|value| Mark { what, value, near_heading: is_near }));
    }
}

/// What an element says of the page, by its attributes.
fn what(element: &Element) -> Option<What> {
    let by_property = |(name, what)| has_word(element.attr("itemprop"), name).then_some(what);
    let properties = [
        ("headline", What::Headline),
        ("author", What::Author),
        ("datePublished", What::Published),
        ("dateModified", What::Modified),
        ("articleSection", What::Section),
        ("keywords", What::Keywords),
    ];
    if let Some(what) = properties.into_iter().find_map(by_property) {
        return Some(what);
    }
    if has_word(element.attr("rel"), "author") && element.name() == "a" {
        return Some(What::AuthorLink);
    }
    if has_word(element.attr("rel"), "tag") {
        return Some(What::TagLink);
    }
    if element.name() == "time" && element.attr("datetime").is_some() {
        let published = element.attr("pubdate").is_some();
        let class = TIME_CLASSES.iter().any(|name| has_word(element.attr("class"), name));
        return Some(match (published, class) {
            (true, _) => What::Published,
            (_, true) => What::TimeClass,
            _ => What::Time,
        });
    }
    by_class(element)
}

/// Whether the line around an element says that the page was changed then, and nothing else.
fn is_beside_update(node: NodeRef<'_, Node>) -> bool {
    let around = node.parent().and_then(|parent| text_of(parent, Parts::Apart));
    around
        .is_some_and(|text| text.len() <= MAX_LABEL_BYTES && is_update(&text) && !text.to_lowercase().contains("publ"))
}

/// Whether a line says when the page was changed.
pub(super) fn is_update(line: &str) -> bool {
    const WORDS: [&str; 8] = [
        "updated",
        "modified",
        "aktualisiert",
        "mis à jour",
        "actualizado",
        "aggiornato",
        "обновлено",
        "last reviewed",
    ];
    let line = line.to_lowercase();
    WORDS.iter().any(|word| line.contains(word))
}

/// Whether a short text of the element's own has a year in it.
fn has_year(node: NodeRef<'_, Node>) -> bool {
    let own = node.children().take(MAX_UNDER).filter_map(|child| child.value().as_text());
    let mut short = own.filter(|text| text.trim().len() <= MAX_LABEL_BYTES / 2);
    short.any(|text| ["19", "20"].iter().any(|century| text.contains(century)))
}

/// What the class or the address of an element says of the page.
fn by_class(element: &Element) -> Option<What> {
    if element.name() == "a" {
        let path = element.attr("href").unwrap_or_default();
        if AUTHOR_PATHS.iter().any(|part| path.contains(part)) {
            return Some(What::AuthorName);
        }
    }
    let class = element.attr("class").filter(|class| class.len() <= MAX_LABEL_BYTES * 4)?.to_ascii_lowercase();
    for word in class.split_ascii_whitespace() {
        let is_author = ["author", "byline"].iter().any(|name| word.contains(name));
        if is_author && word.contains("name") || word == "p-author" {
            return Some(What::AuthorName);
        }
        if is_author && !NO_AUTHORS.iter().any(|part| word.contains(part)) {
            return Some(What::AuthorClass);
        }
        let bare = word.rsplit("__").next().unwrap_or(word);
        if DATE_CLASSES.contains(&bare) {
            return Some(What::DateClass);
        }
    }
    None
}

/// What the addresses of the pages of authors have in them.
const AUTHOR_PATHS: [&str; 5] = ["/author/", "/authors/", "/contributor/", "/contributors/", "/autor/"];
/// Parts of class words with "author" in them that hold no name.
const NO_AUTHORS: [&str; 10] = ["image", "img", "avatar", "photo", "bio", "social", "link", "desc", "title", "role"];
/// Class words of dates.
const DATE_CLASSES: [&str; 16] = [
    "date",
    "post-date",
    "publish-date",
    "published-date",
    "publication-date",
    "pub-date",
    "article-date",
    "entry-date",
    "published",
    "posted-on",
    "blog-date",
    "article-published",
    "publishdate",
    "postdate",
    "post_date",
    "date-published",
];

/// Class words of the date of publication: those of hAtom (microformats.org) and its heirs.
const TIME_CLASSES: [&str; 5] = ["published", "entry-date", "dt-published", "post-date", "article-date"];
/// Class words of parts that speak of other pages, or of other people's words.
const ELSEWHERE: [&str; 14] = [
    "comment",
    "comments",
    "comment-list",
    "related",
    "related-posts",
    "related-articles",
    "recommended",
    "sidebar",
    "widget",
    "teaser",
    "teasers",
    "card",
    "author-bio",
    "more-stories",
];

/// Whether an element holds what speaks of other pages.
fn is_elsewhere(element: &Element) -> bool {
    match element.name() {
        "nav" | "aside" | "footer" => true,
        // What these name holds the whole page, however it is styled.
        "html" | "body" | "main" => false,
        _ => ["class", "id"].iter().any(|name| ELSEWHERE.iter().any(|word| has_word(element.attr(name), word))),
    }
}

/// Whether a thing of microdata is the page or its article: its properties are theirs.
fn is_own(element: &Element) -> bool {
    let Some(kind) = element.attr("itemtype") else { return true };
    let name = kind.trim().rsplit(['/', '#']).next().unwrap_or_default().to_lowercase();
    super::kinds::is_article(&name) || super::kinds::is_page(&name)
}

/// The name in an element that holds a person.
fn name_under(node: NodeRef<'_, Node>) -> Option<String> {
    let named = |under: &NodeRef<'_, Node>| {
        under.value().as_element().is_some_and(|element| has_word(element.attr("itemprop"), "name"))
    };
    let found = node.descendants().skip(1).take(MAX_UNDER).find(named)?;
    found.value().as_element()?.attr("content").and_then(value).or_else(|| text_of(found, Parts::Joined))
}

fn in_drawing(node: NodeRef<'_, Node>) -> bool {
    node.parent().and_then(|parent| parent.value().as_element()).is_some_and(|parent| parent.name() != "head")
        && node.ancestors().any(|around| around.value().as_element().is_some_and(|around| around.name() == "svg"))
}

/// Whether elements inside a line are parts of words, or words of their own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Parts {
    /// As a browser shows them.
    Joined,
    /// A name and a date beside each other are often apart by their style alone.
    Apart,
}

/// Whether an element parts the words before it from those after it.
fn is_block(tag: &str) -> bool {
    matches!(tag, "br" | "p" | "div" | "li" | "ul" | "h1" | "h2" | "h3" | "h4" | "section" | "tr" | "td")
}

/// The text under a node, white space made plain; without scripts and styles.
fn text_of(node: NodeRef<'_, Node>, parts: Parts) -> Option<String> {
    let mut text = String::new();
    for under in node.descendants().take(MAX_UNDER) {
        match under.value() {
            Node::Text(piece) => {
                let around = under.parent().and_then(|parent| parent.value().as_element());
                if around.is_none_or(|around| !matches!(around.name(), "script" | "style" | "noscript")) {
                    text.push_str(piece);
                }
            }
            Node::Element(element) if parts == Parts::Apart || is_block(element.name()) => text.push(' '),
            _ => {}
        }
        if text.len() > MAX_TEXT_BYTES {
            return None;
        }
    }
    value(&text)
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

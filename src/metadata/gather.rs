//! One walk over the tree: meta tags, links, linked data, and what of the visible markup says
//! title, author and date.
//!
//! Names come from the HTML standard (`time`, `rel=author`, `rel=canonical`), Open Graph
//! (`property`), and schema.org's microdata (`itemprop`). Parts of a page that speak of other
//! pages (menus, side bars, comments, teasers) are told by their elements and class words.

use super::marks::{Mark, What, attr, has_word, is_elsewhere, is_own, is_update, what};
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

/// So often text is looked for under an element.
const MAX_LOOKS: usize = 2000;

/// The text of an element is looked for in so many nodes under it, and cut at so many bytes.
const MAX_UNDER: usize = 200;

const MAX_TEXT_BYTES: usize = 600;

/// A longer text is no line with a name or a date, in bytes.
const MAX_LABEL_BYTES: usize = 120;

/// So many elements before and after a first heading its byline may stand.
const ELEMENTS_BEFORE: usize = 20;

const ELEMENTS_AFTER: usize = 60;

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
    /// How many elements begin before each of them.
    headings_at: Vec<usize>,
    /// What visible markup says of the page.
    pub(super) marks: Vec<Mark>,
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

    /// Those of them that stand near a first heading, where bylines are.
    pub(super) fn marked_near_heading(&self, what: What) -> impl Iterator<Item = &str> {
        let near = move |mark: &&Mark| mark.what == what && self.is_near_heading(mark.at);
        self.marks.iter().filter(near).map(|mark| mark.value.as_str())
    }

    fn is_near_heading(&self, at: usize) -> bool {
        self.headings_at.iter().any(|&heading| at + ELEMENTS_BEFORE >= heading && at <= heading + ELEMENTS_AFTER)
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
    /// How many elements have begun.
    elements: usize,
    /// How often text was looked for under an element.
    looks: usize,
    /// For each open element, whether it speaks of other pages, and whether it is a thing of its
    /// own (microdata).
    open: Vec<(bool, bool)>,
    /// How many of them speak of other pages.
    elsewhere: usize,
    /// How many of them are things of their own.
    things: usize,
}

impl Walk {
    fn enter(&mut self, node: NodeRef<'_, Node>) {
        let Node::Element(element) = node.value() else { return };
        self.elements += 1;
        // An element's own properties belong to the thing around it.
        self.read(node, element);
        let elsewhere = is_elsewhere(element);
        let thing = attr(element, "itemscope").is_some() && !is_own(element);
        self.open.push((elsewhere, thing));
        self.elsewhere += usize::from(elsewhere);
        self.things += usize::from(thing);
    }

    fn leave(&mut self, node: NodeRef<'_, Node>) {
        if node.value().is_element()
            && let Some((elsewhere, thing)) = self.open.pop()
        {
            self.elsewhere -= usize::from(elsewhere);
            self.things -= usize::from(thing);
        }
    }

    fn read(&mut self, node: NodeRef<'_, Node>, element: &Element) {
        match element.name() {
            "html" => self.out.language = attr(element, "lang").or_else(|| attr(element, "xml:lang")).and_then(value),
            // A drawing has titles of its own.
            "title" if self.out.title.is_none() && !in_drawing(node) => self.out.title = text_of(node, Parts::Joined),
            "base" if self.out.base.is_none() => self.out.base = attr(element, "href").and_then(value),
            "meta" => self.meta_tag(element),
            "link" if has_word(attr(element, "rel"), "canonical") && self.out.canonical.is_none() => {
                self.out.canonical = attr(element, "href").and_then(value);
            }
            "script" if is_linked_data(element) => self.script(node),
            "h1" if self.out.headings.len() < MAX_MARKS && self.elsewhere == 0 => {
                self.out.headings.extend(text_of(node, Parts::Joined));
                self.out.headings_at.push(self.elements);
            }
            _ => {}
        }
        if self.elsewhere == 0 && self.things == 0 && self.looks < MAX_LOOKS {
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
        if self.out.metas.len() >= MAX_METAS {
            return;
        }
        let Some(content) = attr(element, "content").and_then(value) else { return };
        // Open Graph says `property`, everybody else `name`; pages mix them up.
        for name in ["property", "name"].iter().filter_map(|name| attr(element, name)) {
            if name.len() <= MAX_VALUE_BYTES {
                self.out.metas.push((name.trim().to_lowercase(), content.clone()));
            }
        }
    }

    fn mark(&mut self, node: NodeRef<'_, Node>, element: &Element) {
        let line = || has_year(node).then_some(What::Line);
        let Some(mut what) = what(element).or_else(line) else { return };
        if self.out.marked(what).count() >= MAX_MARKS {
            return;
        }
        self.looks += 1;
        let is_date = matches!(what, What::TimeClass | What::Time | What::DateClass | What::Line);
        if is_date && is_beside_update(node) {
            what = What::Modified;
        }
        let attribute = ["content", "datetime"].iter().find_map(|name| attr(element, name)).and_then(value);
        let short = || text_of(node, Parts::Apart).filter(|text| text.len() <= MAX_LABEL_BYTES);
        let value = match what {
            What::Author => name_under(node).or(attribute).or_else(|| text_of(node, Parts::Apart)),
            What::AuthorLink | What::AuthorName | What::AuthorClass | What::DateClass | What::Line => short(),
            What::Modified if attribute.is_none() => short(),
            _ => attribute.or_else(|| text_of(node, Parts::Apart)),
        };
        self.out.marks.extend(value.map(|value| Mark { what, value, at: self.elements }));
    }
}

/// Whether what stands before an element says that it tells when the page was changed.
fn is_beside_update(node: NodeRef<'_, Node>) -> bool {
    const LEVELS: usize = 3;
    const NEAR: usize = 4;
    let mut node = node;
    for _ in 0..LEVELS {
        let before = node.prev_siblings().take(NEAR);
        let mut texts = before.filter_map(|near| match near.value() {
            Node::Text(text) => value(text),
            _ => text_of(near, Parts::Apart),
        });
        // Words that are too few to be a label (`on`) stand between the label and the date.
        if let Some(label) = texts.find(|text| text.len() >= "posted".len()) {
            return label.len() <= MAX_LABEL_BYTES && is_update(&label);
        }
        let Some(parent) = node.parent() else { return false };
        node = parent;
    }
    false
}

/// Whether a short text of the element's own has a year in it.
fn has_year(node: NodeRef<'_, Node>) -> bool {
    let own = node.children().take(MAX_UNDER).filter_map(|child| child.value().as_text());
    let mut short = own.filter(|text| text.trim().len() <= MAX_LABEL_BYTES / 2);
    short.any(|text| ["19", "20"].iter().any(|century| text.contains(century)))
}

/// The name in an element that holds a person.
fn name_under(node: NodeRef<'_, Node>) -> Option<String> {
    let named = |under: &NodeRef<'_, Node>| {
        under.value().as_element().is_some_and(|element| has_word(attr(element, "itemprop"), "name"))
    };
    let found = node.descendants().skip(1).take(MAX_UNDER).find(named)?;
    attr(found.value().as_element()?, "content").and_then(value).or_else(|| text_of(found, Parts::Joined))
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

fn is_linked_data(element: &Element) -> bool {
    attr(element, "type").is_some_and(|kind| kind.trim().to_ascii_lowercase().starts_with("application/ld+json"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(html: &str) -> Vec<String> {
        let gathered = gather(&Html::parse_document(html));
        gathered.marks.iter().map(|mark| format!("{:?} {}", mark.what, mark.value)).collect()
    }

    #[test]
    fn meta_tags_are_found_by_either_name() {
        let gathered = gather(&Html::parse_document(
            "<meta property='og:title' content=' Rain &amp;amp;\n sun '><meta name='Author' content='Ann'><meta name='x' content=''>",
        ));
        assert_eq!(gathered.meta(&["og:title"]), Some("Rain & sun"));
        assert_eq!(gathered.meta(&["byl", "author"]), Some("Ann"));
        assert_eq!(gathered.meta(&["x"]), None);
    }

    #[test]
    fn visible_markup_is_read() {
        assert_eq!(seen("<p class='entry-author-name'>Ann Lee</p>"), ["AuthorName Ann Lee"]);
        assert_eq!(seen("<a href='/author/ann'>Ann Lee</a>"), ["AuthorName Ann Lee"]);
        assert_eq!(seen("<time datetime='2024-05-03'>today</time>"), ["Time 2024-05-03"]);
        assert_eq!(seen("<span class='post_date'>May 3, 2024</span>"), ["DateClass May 3, 2024"]);
        assert_eq!(seen("<p>Updated: <b>May 3, 2024</b></p>"), ["Modified May 3, 2024"]);
        assert_eq!(
            seen(
                "<div itemprop='author' itemscope itemtype='http://schema.org/Person'>By <b itemprop='name'>Ann</b></div>"
            ),
            ["Author Ann"]
        );
    }

    #[test]
    fn what_speaks_of_other_pages_is_not() {
        assert_eq!(seen("<aside><time datetime='2024-05-03'>x</time></aside>"), [] as [&str; 0]);
        assert_eq!(seen("<div class='related'><p class='author-name'>Ann Lee</p></div>"), [] as [&str; 0]);
        let comment = "<div itemscope itemtype='http://schema.org/Comment'><b itemprop='author'>Fan</b></div>";
        assert_eq!(seen(comment), [] as [&str; 0]);
        assert_eq!(seen("<p class='author-bio'>Ann Lee writes.</p><p class='update'>x</p>"), [] as [&str; 0]);
    }

    #[test]
    fn titles_of_drawings_are_not_the_page() {
        let gathered =
            gather(&Html::parse_document("<body><svg><title>Logo</title></svg><h1>Rain</h1><nav><h1>Menu</h1></nav>"));
        assert_eq!(gathered.title, None);
        assert_eq!(gathered.headings, ["Rain"]);
    }
}

//! What an element says of the page by its name, its attributes and its class.

use scraper::node::Element;

/// A longer list of class words is not read, in bytes.
const MAX_CLASS_BYTES: usize = 480;

/// A piece of visible markup that says something of the page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Mark {
    /// What it says.
    pub(super) what: What,
    /// Its value.
    pub(super) value: String,
    /// How many elements begin before it.
    pub(super) at: usize,
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

/// What an element says of the page, by its attributes.
pub(super) fn what(element: &Element) -> Option<What> {
    let (property, rel) = (attr(element, "itemprop"), attr(element, "rel"));
    let by_property = |(name, what)| has_word(property, name).then_some(what);
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
    if has_word(rel, "author") && element.name() == "a" {
        return Some(What::AuthorLink);
    }
    if has_word(rel, "tag") {
        return Some(What::TagLink);
    }
    if element.name() == "time" && attr(element, "datetime").is_some() {
        let published = attr(element, "pubdate").is_some();
        let class = attr(element, "class");
        let class = TIME_CLASSES.iter().any(|name| has_word(class, name));
        return Some(match (published, class) {
            (true, _) => What::Published,
            (_, true) => What::TimeClass,
            _ => What::Time,
        });
    }
    by_class(element)
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

/// What the class or the address of an element says of the page.
fn by_class(element: &Element) -> Option<What> {
    if element.name() == "a" {
        let path = attr(element, "href").unwrap_or_default();
        if AUTHOR_PATHS.iter().any(|part| path.contains(part)) {
            return Some(What::AuthorName);
        }
    }
    let class = attr(element, "class").filter(|class| class.len() <= MAX_CLASS_BYTES)?.to_ascii_lowercase();
    for word in class.split_ascii_whitespace() {
        let is_author = ["author", "byline"].iter().any(|name| word.contains(name));
        if is_author && word.contains("name") || word == "p-author" {
            return Some(What::AuthorName);
        }
        if is_author && !NO_AUTHORS.iter().any(|part| word.contains(part)) {
            return Some(What::AuthorClass);
        }
        let has = |parts: &[&str]| word.split(['-', '_']).any(|part| parts.contains(&part));
        if has(&DATE_PARTS) && !has(&NO_DATES) {
            return Some(What::DateClass);
        }
    }
    None
}

/// What the addresses of the pages of authors have in them.
const AUTHOR_PATHS: [&str; 5] = ["/author/", "/authors/", "/contributor/", "/contributors/", "/autor/"];

/// Parts of class words with "author" in them that hold no name.
const NO_AUTHORS: [&str; 10] = ["image", "img", "avatar", "photo", "bio", "social", "link", "desc", "title", "role"];

/// Parts of class words that make it one of a date, and of those that do not.
const DATE_PARTS: [&str; 6] = ["date", "published", "publish", "pubdate", "publishdate", "postdate"];

const NO_DATES: [&str; 6] = ["updated", "update", "modified", "picker", "event", "expiry"];

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
pub(super) fn is_elsewhere(element: &Element) -> bool {
    match element.name() {
        "nav" | "aside" | "footer" => true,
        // What these name holds the whole page, however it is styled.
        "html" | "body" | "main" => false,
        _ => ["class", "id"].iter().filter_map(|name| attr(element, name)).any(|words| {
            words.split_ascii_whitespace().any(|one| ELSEWHERE.iter().any(|word| one.eq_ignore_ascii_case(word)))
        }),
    }
}

/// Whether a thing of microdata is the page or its article: its properties are theirs.
pub(super) fn is_own(element: &Element) -> bool {
    let Some(kind) = attr(element, "itemtype") else { return true };
    let name = kind.trim().rsplit(['/', '#']).next().unwrap_or_default().to_lowercase();
    super::kinds::is_article(&name) || super::kinds::is_page(&name)
}

/// An attribute of an element. [`Element::attr`] makes an atom of the name each time, which costs
/// more than a look at the few attributes that an element has.
pub(super) fn attr<'e>(element: &'e Element, name: &str) -> Option<&'e str> {
    element.attrs().find(|(known, _)| *known == name).map(|(_, value)| value)
}

/// Whether an attribute that holds a list of words has this one.
pub(super) fn has_word(attribute: Option<&str>, word: &str) -> bool {
    attribute.is_some_and(|all| all.split_ascii_whitespace().any(|one| one.eq_ignore_ascii_case(word)))
}

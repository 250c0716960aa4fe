//! Which source wins, field by field.
//!
//! Linked data about this very article comes first, then Open Graph and its kin, then the meta
//! tags of Dublin Core (dublincore.org) and of publishing systems, then visible markup.

use super::addresses;
use super::gather::Gathered;
use super::linked::{self, Linked};
use super::marks::{What, is_update};
use super::nodes::Node;
use super::titles::{self, Site, Titles};
use super::{Fields, byline, dates, names};

/// Bounds of what is kept: items of a list, and bytes of a text.
const MAX_TAGS: usize = 32;
const MAX_TAG_BYTES: usize = 100;
const MAX_IMAGES: usize = 16;

/// Meta tags for each field, the best first.
const TITLE: [&str; 5] = ["og:title", "twitter:title", "dc.title", "dcterms.title", "parsely-title"];
const AUTHOR: [&str; 14] = [
    "article:author",
    "author",
    "og:article:author",
    "parsely-author",
    "sailthru.author",
    "dc.creator",
    "dcterms.creator",
    "dc.contributor",
    "byl",
    "article:author_name",
    "cxenseparse:author",
    "citation_author",
    "rbauthors",
    "shareaholic:article_author_name",
];
const PUBLISHED: [&str; 30] = [
    "article:published_time",
    "og:article:published_time",
    "article:published",
    "og:published_time",
    "datepublished",
    "parsely-pub-date",
    "sailthru.date",
    "dc.date.issued",
    "dcterms.issued",
    "dcterms.created",
    "dc.date.created",
    "dcterms.date",
    "dc.date",
    "publish-date",
    "publish_date",
    "publication_date",
    "pubdate",
    "cxenseparse:recs:publishtime",
    "published_at",
    "article.published",
    "citation_publication_date",
    "date",
    "originalpublicationdate",
    "ptime",
    "published",
    "published-date",
    "published_date",
    "publisheddate",
    "dcterms.available",
    "article_date_original",
];
const MODIFIED: [&str; 9] = [
    "article:modified_time",
    "og:article:modified_time",
    "og:updated_time",
    "dcterms.modified",
    "dc.date.modified",
    "datemodified",
    "last-modified",
    "article:modified",
    "modified",
];
const SITE: [&str; 3] = ["og:site_name", "application-name", "dc.publisher"];
const DESCRIPTION: [&str; 5] =
    ["og:description", "description", "twitter:description", "dc.description", "dcterms.abstract"];
const SECTION: [&str; 4] = ["article:section", "og:article:section", "parsely-section", "section"];
const TAGS: [&str; 7] =
    ["article:tag", "og:article:tag", "news_keywords", "keywords", "parsely-tags", "dc.subject", "sailthru.tags"];
const IMAGES: [&str; 4] = ["og:image", "og:image:url", "twitter:image", "twitter:image:src"];

/// The fields of a page.
pub(super) fn fields(gathered: &Gathered, nodes: &[Node<'_>]) -> Fields {
    let og_url = gathered.meta(&["og:url"]);
    let addresses: Vec<&str> =
        [gathered.canonical.as_deref(), og_url].into_iter().flatten().filter(|a| addresses::is_whole(a)).collect();
    let shared = gathered.meta(&TITLE);
    let element = gathered.title.as_deref();
    let known: Vec<&str> =
        shared.into_iter().chain(element).chain(gathered.headings.iter().map(String::as_str)).collect();
    let linked = linked::read(nodes, &addresses, &known);
    let canonical = canonical(gathered, &linked);
    let site_name = site_name(gathered, &linked);
    let site = Site::new(&[site_name.as_deref(), linked.publisher.as_deref(), linked.site.as_deref()], &addresses);
    let headline = linked.headline.as_deref().or_else(|| gathered.marked(What::Headline).next());
    let title = titles::choose(Titles { headings: &gathered.headings, headline, shared, element }, &site);
    let base = gathered.base.as_deref().filter(|base| addresses::is_whole(base)).or(canonical.as_deref());
    let (authors, other_authors) = authors(gathered, &linked, &site);
    Fields {
        title,
        authors,
        byline: None,
        other_authors,
        published: published(gathered, &linked, canonical.as_deref()),
        modified: modified(gathered, &linked),
        description: linked_or_meta(&linked.description, gathered, &DESCRIPTION),
        section: section(gathered, &linked),
        tags: tags(gathered, &linked),
        images: images(gathered, &linked, base),
        language: language(gathered, &linked),
        site_name,
        publisher: linked.publisher,
        canonical,
    }
}

fn linked_or_meta(linked: &Option<String>, gathered: &Gathered, names: &[&str]) -> Option<String> {
    gathered.meta(names).map(str::to_owned).or_else(|| linked.clone())
}

fn canonical(gathered: &Gathered, linked: &Linked) -> Option<String> {
    let base = gathered.base.as_deref();
    let given = [gathered.canonical.as_deref(), gathered.meta(&["og:url"]), linked.url.as_deref()];
    let whole = given.into_iter().flatten().filter_map(|address| addresses::resolve(address, base));
    whole.into_iter().find(|address| addresses::is_whole(address))
}

/// What the site calls itself; not the title of the page, nor an address.
fn site_name(gathered: &Gathered, linked: &Linked) -> Option<String> {
    let given =
        [gathered.meta(&SITE[..1]), linked.publisher.as_deref(), linked.site.as_deref(), gathered.meta(&SITE[1..])];
    const MAX_CHARS: usize = 80;
    let fits = |name: &&str| {
        name.chars().count() <= MAX_CHARS
            && !addresses::is_whole(name)
            && !name.starts_with('@')
            && name.chars().any(char::is_alphabetic)
    };
    given.into_iter().flatten().find(fits).map(str::to_owned)
}

/// The people of the first source that names any, and what else the sources name.
fn authors(gathered: &Gathered, linked: &Linked, site: &Site) -> (Vec<String>, Vec<String>) {
    let is_person = |name: &String| !site.is_called(name) && (linked.is_forum || !names::is_handle(name));
    let marked = |what| names_in(gathered.marked(what));
    let seen = |what| {
        // One name on the whole page, or a few under the headline; more are those of teasers.
        let all = distinct(gathered.marked(what).flat_map(byline::names));
        if all.len() == 1 { all } else { few(distinct(gathered.marked_near_heading(what).flat_map(byline::names))) }
    };
    let sources: [&dyn Fn() -> Vec<String>; 7] = [
        &|| linked.people.clone(),
        &|| {
            AUTHOR
                .iter()
                .map(|name| names_in(gathered.all_meta(&[name]).into_iter()))
                .find(|names| !names.is_empty())
                .unwrap_or_default()
        },
        &|| marked(What::Author),
        &|| seen(What::AuthorLink),
        &|| seen(What::AuthorName),
        &|| seen(What::AuthorClass),
        &|| linked.organisations.clone(),
    ];
    let mut others = Vec::new();
    for source in sources {
        let (people, rest): (Vec<String>, Vec<String>) = source().into_iter().partition(is_person);
        if !people.is_empty() {
            return (people, Vec::new());
        }
        if others.is_empty() {
            // An account in small letters is the work of a program.
            others = rest.into_iter().filter(|name| name.chars().any(char::is_uppercase) || !name.is_ascii()).collect();
        }
    }
    (Vec::new(), others)
}

fn names_in<'v>(fields: impl Iterator<Item = &'v str>) -> Vec<String> {
    distinct(fields.take(names::MAX_NAMES).flat_map(names::split))
}

fn distinct(names: impl Iterator<Item = String>) -> Vec<String> {
    let mut all = Vec::new();
    for name in names.take(names::MAX_NAMES * 2) {
        names::push(&mut all, name);
    }
    all
}

/// Names from markup that also stands at teasers: more than a few are a list of articles.
fn few(names: Vec<String>) -> Vec<String> {
    const MOST: usize = 3;
    if names.len() <= MOST { names } else { Vec::new() }
}

fn published(gathered: &Gathered, linked: &Linked, address: Option<&str>) -> Option<String> {
    let article = linked.published.as_deref().filter(|_| linked.has_article);
    let all = |what| gathered.marked(what).filter(|line| !is_update(line));
    let near = |what| gathered.marked_near_heading(what).filter(|line| !is_update(line));
    article
        .and_then(dates::iso)
        .or_else(|| first_date(PUBLISHED.iter().filter_map(|name| gathered.meta(&[name]))))
        .or_else(|| first_date(all(What::Published)))
        .or_else(|| linked.published.as_deref().and_then(dates::iso))
        .or_else(|| first_date(all(What::TimeClass)))
        .or_else(|| only_day(all(What::Time)))
        .or_else(|| only_day(near(What::Time)))
        .or_else(|| only_day(all(What::DateClass)))
        .or_else(|| first_date(near(What::DateClass)))
        .or_else(|| address.and_then(day_in_address))
        .or_else(|| first_date(near(What::Line)))
}

fn modified(gathered: &Gathered, linked: &Linked) -> Option<String> {
    let first = linked.modified.as_deref().and_then(dates::iso);
    first
        .or_else(|| first_date(MODIFIED.iter().filter_map(|name| gathered.meta(&[name]))))
        .or_else(|| first_date(gathered.marked(What::Modified)))
        .or_else(|| {
            first_date(
                [What::DateClass, What::Line]
                    .into_iter()
                    .flat_map(|what| gathered.marked_near_heading(what))
                    .filter(|line| is_update(line)),
            )
        })
}

fn first_date<'v>(mut values: impl Iterator<Item = &'v str>) -> Option<String> {
    values.find_map(dates::iso)
}

/// The day that all times of the page agree on.
fn only_day<'v>(values: impl Iterator<Item = &'v str>) -> Option<String> {
    const DAY: usize = "2024-05-03".len();
    let all: Vec<String> = values.filter_map(dates::iso).collect();
    let first = all.first()?;
    all.iter().all(|date| date.get(..DAY) == first.get(..DAY)).then(|| first.clone())
}

/// The day in the path of an address: `/2024/05/03/`, `/2024-05-03-`.
fn day_in_address(address: &str) -> Option<String> {
    let mut parts = addresses::path(address).split('/');
    while let Some(part) = parts.next() {
        if let Some(day) = part.get(..10).filter(|_| !part[10..].starts_with(|c: char| c.is_ascii_digit())) {
            let is_date = day
                .bytes()
                .enumerate()
                .all(|(at, byte)| if matches!(at, 4 | 7) { byte == b'-' } else { byte.is_ascii_digit() });
            if is_date {
                return dates::iso(day);
            }
        }
        let is_year = part.len() == 4 && part.bytes().all(|byte| byte.is_ascii_digit());
        if is_year {
            let mut rest = parts.clone();
            let number =
                |part: Option<&str>| part.filter(|part| part.len() <= 2).and_then(|part| part.parse::<u32>().ok());
            if let (Some(month), Some(day)) = (number(rest.next()), number(rest.next())) {
                return dates::iso(&format!("{part}-{month:02}-{day:02}"));
            }
        }
    }
    None
}

fn section(gathered: &Gathered, linked: &Linked) -> Option<String> {
    let given = linked.section.as_deref().or_else(|| gathered.meta(&SECTION));
    given.or_else(|| gathered.marked(What::Section).next()).filter(|s| s.len() <= MAX_TAG_BYTES).map(str::to_owned)
}

fn tags(gathered: &Gathered, linked: &Linked) -> Vec<String> {
    let mut tags: Vec<String> = Vec::new();
    let mut given: Vec<&str> = linked.tags.iter().map(String::as_str).collect();
    if given.is_empty() {
        given = gathered.all_meta(&TAGS);
    }
    if given.is_empty() {
        given = gathered.marked(What::Keywords).collect();
    }
    for tag in given.iter().flat_map(|list| list.split([',', ';', '،', '、'])).map(str::trim) {
        let is_new = !tags.iter().any(|known| known.to_lowercase() == tag.to_lowercase());
        if !tag.is_empty() && tag.len() <= MAX_TAG_BYTES && is_new && tags.len() < MAX_TAGS {
            tags.push(tag.to_owned());
        }
    }
    tags
}

fn images(gathered: &Gathered, linked: &Linked, base: Option<&str>) -> Vec<String> {
    let shared = IMAGES.iter().flat_map(|name| gathered.all_meta(&[name]));
    let mut images: Vec<String> = Vec::new();
    for address in shared.chain(linked.images.iter().map(String::as_str)) {
        let Some(address) = addresses::resolve(address, base) else { continue };
        if images.len() < MAX_IMAGES && !images.contains(&address) {
            images.push(address);
        }
    }
    images
}

/// The language as a tag of BCP 47: `en`, `pt-BR`.
fn language(gathered: &Gathered, linked: &Linked) -> Option<String> {
    let metas = gathered.meta(&["og:locale", "content-language", "dc.language", "dcterms.language", "language"]);
    let given = [gathered.language.as_deref(), linked.language.as_deref(), metas];
    given.into_iter().flatten().find_map(language_tag)
}

fn language_tag(text: &str) -> Option<String> {
    const MAX_BYTES: usize = 35;
    let tag = text.trim().replace('_', "-");
    let mut parts = tag.split('-');
    let is_language = parts
        .next()
        .is_some_and(|first| (2..=3).contains(&first.len()) && first.bytes().all(|byte| byte.is_ascii_alphabetic()));
    let fits = |part: &str| (1..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric());
    (is_language && tag.len() <= MAX_BYTES && parts.all(fits)).then_some(tag)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_stands_in_some_addresses() {
        let day = |path: &str| day_in_address(&format!("https://herald.example/{path}")).unwrap_or_default();
        assert_eq!(day("2024/05/03/storm"), "2024-05-03");
        assert_eq!(day("news/2024-05-03-storm.html"), "2024-05-03");
        assert_eq!(day("2024/05/storm"), "");
        assert_eq!(day("2024/13/45/storm"), "");
        assert_eq!(day("a-2024-05-03"), "");
        assert_eq!(day("\u{fe}\u{fe}\u{fe}\u{fe}\u{fe}/2024/5"), "");
    }

    #[test]
    fn languages_are_tags() {
        assert_eq!(language_tag(" en_GB ").as_deref(), Some("en-GB"));
        assert_eq!(language_tag("English"), None);
        assert_eq!(language_tag("en-"), None);
        assert_eq!(language_tag(""), None);
    }

    #[test]
    fn times_that_disagree_give_no_day() {
        assert_eq!(only_day(["2024-05-03", "2024-05-03T10:20"].into_iter()).as_deref(), Some("2024-05-03"));
        assert_eq!(only_day(["2024-05-03", "2024-05-04"].into_iter()), None);
    }
}

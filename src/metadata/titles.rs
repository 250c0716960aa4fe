//! The headline among what a page calls itself.
//!
//! A first heading that shares most of its words with the title of the page, or with what Open
//! Graph or linked data give, is the headline. Else it is theirs, without the name of the site.

use super::addresses::host;
use super::names::fold;

/// What parts a headline from the name of the site.
const JOINTS: [&str; 14] =
    [" | ", " - ", " – ", " — ", " :: ", " • ", " · ", " » ", " « ", " / ", " ‹ ", " › ", " ~ ", " : "];
/// Share of words, in percent, that make two titles alike.
const ALIKE_PERCENT: usize = 50;
/// A longer heading is a paragraph, in characters.
const MAX_CHARS: usize = 300;
/// Names of pages that are no headline, lower case.
const NO_TITLES: [&str; 9] = ["home", "homepage", "untitled", "index", "menu", "search", "loading...", "title", "x"];

/// The names under which a site is known: what it says, and its host.
#[derive(Debug, Default, Clone)]
pub(super) struct Site {
    /// Letters and digits of the names.
    names: Vec<String>,
    host: Option<String>,
}

impl Site {
    /// A site with these names, and the addresses of a page of it.
    pub(super) fn new(names: &[Option<&str>], addresses: &[&str]) -> Self {
        let names = names.iter().flatten().map(|name| fold(name)).filter(|name| !name.is_empty()).collect();
        Site { names, host: addresses.iter().find_map(|address| host(address)) }
    }

    /// The same site with more names.
    fn and<'n>(&self, names: impl Iterator<Item = &'n str>) -> Self {
        let mut site = self.clone();
        site.names.extend(names.map(fold).filter(|name| !name.is_empty()));
        site
    }

    /// Whether a text is one of the names.
    pub(super) fn is_called(&self, text: &str) -> bool {
        const MIN_CHARS: usize = 3;
        let text = fold(text);
        if text.is_empty() {
            return false;
        }
        let without = |name: &str| name.strip_prefix("the").unwrap_or(name).to_owned();
        let label = self.host.as_deref().map(|host| {
            let labels: Vec<String> = host.split('.').map(fold).collect();
            (labels.concat(), labels)
        });
        self.names.iter().any(|name| without(name) == without(&text))
            || label.is_some_and(|(all, labels)| {
                let bare = without(&text);
                bare.chars().count() >= MIN_CHARS
                    && (all == text || labels.iter().any(|label| *label == bare || *label == text))
            })
    }
}

/// A title without the name of the site at its end or beginning. `others` are further titles of
/// the page: what they agree on stays.
pub(super) fn without_site<'t>(title: &'t str, site: &Site, others: &[&str]) -> &'t str {
    let mut title = title.trim();
    // `Headline - Section - Site`: one name after the other, but only behind evidence.
    for joint in JOINTS {
        for (left, right) in splits(title, joint) {
            if others.iter().any(|other| fold(other) == fold(left)) && !site.is_called(left) {
                return left;
            }
            if others.iter().any(|other| fold(other) == fold(right)) && site.is_called(left) {
                return right;
            }
        }
    }
    for joint in JOINTS {
        if let Some((left, right)) = title.rsplit_once(joint)
            && site.is_called(right)
            && !site.is_called(left)
        {
            title = left.trim_end();
        }
        if let Some((left, right)) = title.split_once(joint)
            && site.is_called(left)
        {
            title = right.trim_start();
        }
    }
    title
}

/// A title at each place of a joint, in two.
fn splits<'t>(title: &'t str, joint: &'static str) -> impl Iterator<Item = (&'t str, &'t str)> {
    const MAX_SPLITS: usize = 8;
    let at = title.match_indices(joint).take(MAX_SPLITS);
    at.map(move |(at, _)| (title[..at].trim(), title[at + joint.len()..].trim()))
}

/// Whether two titles are of the same page: one holds the other, or they share words.
pub(super) fn are_alike(one: &str, other: &str) -> bool {
    const MIN_BYTES: usize = 8;
    let (a, b) = (fold(one), fold(other));
    if a.is_empty() || b.is_empty() {
        return false;
    }
    if a == b || (a.len().min(b.len()) >= MIN_BYTES && (a.contains(&b) || b.contains(&a))) {
        return true;
    }
    let (a, b) = (words(one), words(other));
    let shared = a.iter().filter(|word| b.contains(word)).count();
    shared >= 2 && shared * 100 >= a.len().min(b.len()) * ALIKE_PERCENT
}

fn words(title: &str) -> Vec<String> {
    let mut words: Vec<String> = title.split(|c: char| !c.is_alphanumeric()).map(str::to_lowercase).collect();
    words.retain(|word| word.chars().count() >= 3);
    words.sort_unstable();
    words.dedup();
    words
}

/// Whether a text can be a headline.
pub(super) fn could_be(title: &str, site: &Site) -> bool {
    let chars = title.chars().count();
    (2..=MAX_CHARS).contains(&chars)
        && title.chars().any(char::is_alphanumeric)
        && !NO_TITLES.contains(&title.to_lowercase().as_str())
        && !site.is_called(title)
        && !super::names::is_domain(&title.to_lowercase())
}

/// What a page calls itself.
#[derive(Debug, Default, Clone, Copy)]
pub(super) struct Titles<'g> {
    /// The text of `h1` elements.
    pub(super) headings: &'g [String],
    /// The headline in linked data or microdata.
    pub(super) headline: Option<&'g str>,
    /// `og:title`, `twitter:title` and their like.
    pub(super) shared: Option<&'g str>,
    /// The `title` element.
    pub(super) element: Option<&'g str>,
}

/// The headline of a page.
pub(super) fn choose(titles: Titles<'_>, site: &Site) -> Option<String> {
    let given: Vec<&str> = [titles.headline, titles.shared, titles.element].into_iter().flatten().collect();
    let is_suffix = |heading: &str| given.iter().any(|title| ends_in_name(title, heading));
    let headings: Vec<&str> = titles.headings.iter().map(String::as_str).collect();
    // A heading that the title ends in is the name of the site, or of a part of it.
    let site = &site.and(headings.iter().copied().filter(|heading| is_suffix(heading)));
    let headings: Vec<&str> = headings.into_iter().filter(|heading| could_be(heading, site)).collect();
    let others: Vec<&str> = given.iter().chain(&headings).copied().collect();
    let bare = given.iter().map(|title| without_site(title, site, &others)).filter(|title| could_be(title, site));
    let bare: Vec<&str> = bare.collect();
    let equal = headings.iter().find(|heading| bare.iter().any(|title| fold(title) == fold(heading)));
    let agreed = || headings.iter().find(|heading| bare.iter().any(|title| are_alike(title, heading)));
    if let Some(heading) = equal.or_else(agreed) {
        let heading = without_site(heading, site, &[]);
        return Some(bare.iter().find(|title| is_core(title, heading)).map_or(heading, |title| title).to_owned());
    }
    bare.first().or(headings.first()).map(|title| (*title).to_owned())
}

/// Whether a title stands in a heading with a kicker before it.
fn is_core(title: &str, heading: &str) -> bool {
    const MIN_PERCENT: usize = 50;
    let (short, long) = (fold(title), fold(heading));
    short.len() < long.len() && long.ends_with(&short) && short.len() * 100 >= long.len() * MIN_PERCENT
}

/// Whether a title ends in a name, behind what parts the two.
fn ends_in_name(title: &str, name: &str) -> bool {
    title.strip_suffix(name).is_some_and(|left| {
        let left = left.trim_end();
        left.len() > name.len().min(4) && JOINTS.iter().any(|joint| left.ends_with(joint.trim()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn herald() -> Site {
        Site::new(&[Some("The Herald")], &["https://www.herald-online.example/a"])
    }

    #[test]
    fn the_name_of_the_site_goes_where_it_is_known() {
        let bare = |title| without_site(title, &herald(), &[]);
        assert_eq!(bare("Storm closes port | The Herald"), "Storm closes port");
        assert_eq!(bare("Storm closes port - Herald"), "Storm closes port");
        assert_eq!(bare("The Herald: storm closes port"), "The Herald: storm closes port");
        assert_eq!(bare("The Herald - Storm closes port"), "Storm closes port");
        assert_eq!(bare("Storm closes port - Herald-Online"), "Storm closes port");
        assert_eq!(bare("Storm closes port - what we know"), "Storm closes port - what we know");
        assert_eq!(bare("Rise - and fall"), "Rise - and fall");
        let others = ["Storm closes port"];
        assert_eq!(without_site("Storm closes port | News | HO", &herald(), &others), "Storm closes port");
    }

    #[test]
    fn a_heading_that_agrees_is_the_headline() {
        let headings = ["The Herald".to_owned(), "Storm closes northern port for a week".to_owned()];
        let titles = Titles {
            headings: &headings,
            element: Some("Storm closes northern port | The Herald"),
            ..Titles::default()
        };
        assert_eq!(choose(titles, &herald()).as_deref(), Some("Storm closes northern port for a week"));
    }

    #[test]
    fn a_heading_that_does_not_is_none() {
        let headings = ["Subscribe to our letters".to_owned()];
        let titles = Titles {
            headings: &headings,
            element: Some("Storm closes northern port | The Herald"),
            ..Titles::default()
        };
        assert_eq!(choose(titles, &herald()).as_deref(), Some("Storm closes northern port"));
        assert_eq!(choose(Titles { element: Some("The Herald"), ..Titles::default() }, &herald()), None);
        assert_eq!(choose(Titles::default(), &Site::default()), None);
    }

    #[test]
    fn titles_are_compared_by_words() {
        assert!(are_alike("Storm closes the port", "STORM closes the port!"));
        assert!(are_alike("嵐で港が閉鎖された", "嵐で港が閉鎖された | 新聞"));
        assert!(!are_alike("Storm closes the port", "Council opens a school"));
        assert!(!are_alike("", ""));
    }
}

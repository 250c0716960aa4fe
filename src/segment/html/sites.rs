//! Which elements of a page the rules for its site name.
//!
//! Selectors are matched on the tree before it becomes text; the reader notes where the text of
//! the elements begins and ends. What matching costs is added up before ([`Steps`]): a selector
//! looks at most at an element, all around it, their attributes and, with `~`, the siblings
//! before each of them. A page on which that is too much is read without its rules.

use super::plain_layout;
use crate::lexicon::sites::SiteRule;
use crate::metadata::{Fields, dates, names};
use crate::segment::Layout;
use crate::site::{SiteNote, SiteNotes, SiteWord};
use ego_tree::NodeId;
use ego_tree::iter::Edge;
use rustc_hash::FxHashMap;
use scraper::node::Element;
use scraper::{ElementRef, Html, Node, Selector};
use std::sync::Arc;

/// What matching may cost: a second or so. Thirty thousand elements, as many as the largest live
/// tickers have, twenty deep and under thirty selectors, are a tenth of it.
const MAX_STEPS: u64 = 200_000_000;
/// So many elements are looked at for a field's text.
const MAX_TRIED: usize = 16;
/// A byline is of so many elements at most.
const MAX_NAMES: usize = 8;
/// A longer text is no field, in bytes.
const MAX_FIELD_BYTES: usize = 1000;

/// The elements that rules name, and what else is known before the page is read.
#[derive(Debug, Clone, Default)]
pub(super) struct Matched {
    by_node: FxHashMap<NodeId, Vec<(SiteWord, Arc<str>)>>,
    /// The notes of the page, without the elements.
    notes: SiteNotes,
    fields: Fields,
}

impl Matched {
    /// What these rules name in a tree.
    pub(super) fn of(tree: &Html, rules: &[&SiteRule]) -> Self {
        let mut matched = Matched::default();
        if rules.is_empty() {
            return matched;
        }
        let takes = |rule: &&&SiteRule| !rule.record.take.is_empty();
        matched.notes.taking = rules.iter().filter(takes).map(|rule| rule.id.clone()).collect();
        if Steps::of(tree).for_rules(rules) > MAX_STEPS {
            matched.notes.untried = true;
            return matched;
        }
        for rule in rules {
            for (word, selector) in &rule.selectors {
                if matches!(word, SiteWord::Take | SiteWord::Drop) {
                    tree.select(selector).for_each(|element| matched.note(element.id(), *word, &rule.id));
                }
            }
            for word in [SiteWord::Title, SiteWord::Byline, SiteWord::Date] {
                matched.read_field(tree, rule, word);
            }
        }
        // Of what rules say of one element the last word speaks.
        matched.by_node.values_mut().for_each(|words| words.sort());
        matched
    }

    fn note(&mut self, node: NodeId, word: SiteWord, rule: &Arc<str>) {
        self.notes.matched += 1;
        self.by_node.entry(node).or_default().push((word, rule.clone()));
    }

    /// Reads a field from what the first of its selectors that finds text has found.
    fn read_field(&mut self, tree: &Html, rule: &SiteRule, word: SiteWord) {
        let wanted = if word == SiteWord::Byline { MAX_NAMES } else { 1 };
        for (_, selector) in rule.selectors.iter().filter(|(of, _)| *of == word) {
            let found = texts(tree, selector, word, wanted);
            if found.is_empty() {
                continue;
            }
            found.iter().for_each(|(node, _)| self.note(*node, word, &rule.id));
            let mut values: Vec<String> = Vec::new();
            for (_, text) in found {
                if !values.contains(&text) {
                    values.push(text);
                }
            }
            let value = values.join(", ");
            let field = match word {
                SiteWord::Title => &mut self.fields.title,
                SiteWord::Date => &mut self.fields.published,
                _ => &mut self.fields.byline,
            };
            field.get_or_insert(value);
            return;
        }
    }

    /// The layout of a text that stands in no elements.
    pub(super) fn without_elements(&self, text: &str) -> Layout {
        Layout { site: self.notes.clone(), ..plain_layout(text) }
    }

    /// Puts the fields that rules read before what the markup says by itself.
    pub(super) fn fill(&self, fields: &mut Fields) {
        if self.fields.title.is_some() {
            fields.title.clone_from(&self.fields.title);
        }
        if let Some(date) = &self.fields.published {
            fields.published = Some(dates::iso(date).unwrap_or_else(|| date.clone()));
        }
        if let Some(byline) = &self.fields.byline {
            fields.byline = Some(byline.clone());
            let people = names::split(byline);
            if !people.is_empty() {
                fields.authors = people;
            }
        }
    }
}

/// The elements that a selector finds with text, and the text.
fn texts(tree: &Html, selector: &Selector, word: SiteWord, wanted: usize) -> Vec<(NodeId, String)> {
    let found = tree.select(selector).take(MAX_TRIED).filter_map(|element| {
        let text = field_text(element, word)?;
        Some((element.id(), text))
    });
    found.take(wanted).collect()
}

/// The text of an element, or what its attributes say in its place.
fn field_text(element: ElementRef<'_>, word: SiteWord) -> Option<String> {
    let attributes = element.value();
    let date = attributes.attr("datetime").filter(|_| word == SiteWord::Date);
    let mut text = String::new();
    match date.or(attributes.attr("content")) {
        Some(value) => add_words(&mut text, value),
        None => {
            let mut pieces = element.descendants().filter_map(|node| {
                let parent = node.parent().and_then(|parent| parent.value().as_element());
                let is_code = parent.is_some_and(|parent| matches!(parent.name(), "script" | "style"));
                node.value().as_text().filter(|_| !is_code)
            });
            // A piece too much is enough to see that it is no field.
            let _ = pieces.try_for_each(|piece| {
                add_words(&mut text, piece);
                (text.len() <= MAX_FIELD_BYTES).then_some(())
            });
        }
    }
    let text = text.trim();
    (text.len() <= MAX_FIELD_BYTES && text.contains(char::is_alphanumeric)).then(|| text.to_owned())
}

/// Adds a piece of text, white space as single spaces.
fn add_words(text: &mut String, piece: &str) {
    for c in piece.chars() {
        if text.len() > MAX_FIELD_BYTES {
            return;
        }
        match c.is_whitespace() {
            true if text.ends_with(' ') => {}
            true => text.push(' '),
            false => text.push(c),
        }
    }
}

/// What one selector may have to look at in a tree, at most.
struct Steps {
    /// Elements, all around them, and their attributes.
    upwards: u64,
    /// The same with the siblings before each of them.
    with_siblings: u64,
}

impl Steps {
    fn of(tree: &Html) -> Self {
        let mut steps = Steps { upwards: 0, with_siblings: 0 };
        // For each open element: what is looked at from it upwards, without and with siblings,
        // and its children so far.
        let mut open: Vec<(u64, u64, u64)> = Vec::new();
        for edge in tree.tree.root().traverse() {
            let Edge::Open(node) = edge else {
                open.pop();
                continue;
            };
            let weight = weight(node.value());
            let (above, above_with, before) = open.last_mut().map_or((0, 0, 0), |(above, above_with, children)| {
                *children += weight;
                (*above, *above_with, *children - weight)
            });
            let (here, here_with) = (above + weight, above_with + before + weight);
            steps.upwards = steps.upwards.saturating_add(here);
            steps.with_siblings = steps.with_siblings.saturating_add(here_with);
            open.push((here, here_with, 0));
        }
        steps
    }

    /// What it costs to try all selectors of these rules.
    fn for_rules(&self, rules: &[&SiteRule]) -> u64 {
        let selectors = rules.iter().flat_map(|rule| rule.record.selectors());
        let cost = |selector: &str| match has_sibling_sign(selector) {
            true => self.with_siblings,
            false => self.upwards,
        };
        selectors.fold(0, |sum: u64, (_, selector)| sum.saturating_add(cost(selector)))
    }
}

/// Whether a selector may look at all siblings: it has a `~` that does not belong to an attribute.
fn has_sibling_sign(selector: &str) -> bool {
    selector.replace("~=", "").contains('~')
}

/// What it costs to look at one node.
fn weight(node: &Node) -> u64 {
    /// Attributes are compared so many bytes in a step.
    const STEP_BYTES: usize = 16;
    let attributes = |element: &Element| element.attrs().map(|(_, value)| 1 + value.len() / STEP_BYTES).sum();
    1 + node.as_element().map_or(0, attributes) as u64
}

/// Notes of the elements that the reader has come to.
pub(super) struct Noting<'m> {
    matched: &'m Matched,
    notes: SiteNotes,
    /// The notes that have not ended, with how many elements are open inside.
    open: Vec<(usize, usize)>,
}

impl<'m> Noting<'m> {
    pub(super) fn new(matched: &'m Matched) -> Self {
        Noting { matched, notes: matched.notes.clone(), open: Vec::new() }
    }

    /// An element was opened, the last of `depth`; its text will be written from `at` on.
    pub(super) fn enter(&mut self, node: NodeId, depth: usize, at: usize) {
        if self.matched.by_node.is_empty() {
            return;
        }
        for (word, rule) in self.matched.by_node.get(&node).into_iter().flatten() {
            self.open.push((depth, self.notes.notes.len()));
            self.notes.notes.push(SiteNote { start: at, end: at, word: *word, rule: rule.clone() });
        }
    }

    /// The last of `depth` open elements ends, and its text at `at`.
    pub(super) fn leave(&mut self, depth: usize, at: usize) {
        while let Some((_, note)) = self.open.pop_if(|(of, _)| *of == depth) {
            self.notes.notes[note].end = at;
        }
    }

    /// What was written from `at` on is taken back.
    pub(super) fn truncate(&mut self, at: usize) {
        for note in &mut self.notes.notes {
            note.start = note.start.min(at);
            note.end = note.end.min(at);
        }
    }

    /// The notes, in the order of the page; those without text are left out.
    pub(super) fn notes(mut self) -> SiteNotes {
        self.notes.notes.retain(|note| note.start < note.end);
        self.notes
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexicon::RuleFile;
    use crate::lexicon::sites::{AtSite, SITE_RULES, SiteRules, site_rules};
    use crate::segment::html::{HtmlConfig, read_at};
    use crate::text::Text;

    const ADDRESS: &str = "https://www.herald.example/news/storm";

    fn rules(selectors: &str) -> SiteRules {
        let text = format!(
            "[[rule]]\nid = \"site-rules.herald\"\nhost = [\"herald.example\"]\n{selectors}\n\
             hits = [{{ html = \"-\", keep = [\"-\"] }}]\nmisses = [{{ html = \"-\" }}]\n"
        );
        let file = RuleFile { lexicon: SITE_RULES.into(), name: "a.toml".into(), text };
        SiteRules::new(site_rules(&file).unwrap()).unwrap()
    }

    /// What is noted on a page, with the text of each note, and the layout.
    fn notes(selectors: &str, html: &str, address: Option<&str>) -> (Vec<String>, Layout) {
        let rules = rules(selectors);
        let site = AtSite { rules: Some(&rules), address };
        let (text, layout) = read_at(&Text::from(html), &HtmlConfig::default(), site);
        let show = |note: &SiteNote| format!("{:?} {}", note.word, text.as_str()[note.start..note.end].trim());
        (layout.site.notes.iter().map(show).collect(), layout)
    }

    #[test]
    fn elements_are_noted_by_their_text() {
        let html = "<nav>Home</nav><div class=story><p>Rain <b class=ad>Buy</b> fell.</p><p class=ad></p>\
            <table><tr><td>A<td class=ad>B</table></div><p>Foot";
        let (found, layout) = notes("take = [\".story\"]\ndrop = [\".ad\"]", html, Some(ADDRESS));
        assert_eq!(found[0], "Take Rain Buy fell.\n\nA | B");
        assert_eq!(found[1..], ["Drop Buy", "Drop | B"]);
        assert_eq!((layout.site.matched, layout.site.taking.len()), (4, 1));
    }

    #[test]
    fn of_one_element_drop_is_the_last_word() {
        let (found, _) = notes("drop = [\"p\"]\ntake = [\"p\"]", "<p>Rain<p>Sun", Some(ADDRESS));
        assert_eq!(found, ["Take Rain", "Drop Rain", "Take Sun", "Drop Sun"]);
    }

    #[test]
    fn the_page_tells_its_address_where_the_caller_does_not() {
        let html = |address: &str| format!("<link rel=canonical href={address}><p class=ad>Buy<p>Rain");
        let count = |page: &str, given| notes("drop = [\".ad\"]", &html(page), given).0.len();
        assert_eq!(count(ADDRESS, None), 1);
        assert_eq!(count("https://post.example/", None), 0);
        assert_eq!(count("https://post.example/", Some(ADDRESS)), 1);
        assert_eq!(count(ADDRESS, Some("https://post.example/")), 0);
        assert_eq!(count("", None), 0);
    }

    #[test]
    fn fields_are_read_by_the_first_selector_that_finds_text() {
        let html = "<title>Herald</title><h1 class=t> </h1><h1>Rain\n <i>again</i><script>x</script></h1>\
            <a class=author>Ann Lee</a><a class=author>Bo Dahl</a><time datetime=2024-05-03T10:20>today</time><p>Rain fell.";
        let selectors = "title = [\".t\", \"h1:not(.t)\"]\nbyline = [\".author\"]\ndate = [\"time\"]";
        let fields = notes(selectors, html, Some(ADDRESS)).1.declared.fields;
        assert_eq!(fields.title.as_deref(), Some("Rain again"));
        assert_eq!(fields.byline.as_deref(), Some("Ann Lee, Bo Dahl"));
        assert_eq!(fields.authors, ["Ann Lee", "Bo Dahl"]);
        assert_eq!(fields.published.as_deref(), Some("2024-05-03T10:20"));
        let elsewhere = notes(selectors, html, Some("https://post.example/")).1.declared.fields;
        assert_eq!((elsewhere.byline, elsewhere.title.as_deref()), (None, Some("Herald")));
    }

    #[test]
    fn meta_tags_hold_fields_too() {
        let html = "<meta name=desk content='City  desk'><p>Rain fell.";
        let (found, layout) = notes("byline = [\"meta[name=desk]\"]", html, Some(ADDRESS));
        assert_eq!((found.len(), layout.declared.fields.byline.as_deref()), (0, Some("City desk")));
    }

    #[test]
    fn a_page_that_would_cost_too_much_is_read_without_rules() {
        // All as deep as may be, each with an attribute as long as a page.
        let html = format!("<div title='{}'>", "x".repeat(40_000)).repeat(400) + &"<p>Rain".repeat(3000);
        let (found, layout) = notes("drop = [\"[title*=y] p\"]", &html, Some(ADDRESS));
        assert!(found.is_empty() && layout.site.untried);
        let (text, plain) = read_at(&Text::from(html.as_str()), &HtmlConfig::default(), AtSite::default());
        assert!(!text.as_str().is_empty() && plain.blocks == layout.blocks);
    }

    #[test]
    fn steps_grow_with_depth_and_siblings() {
        let steps = |html: &str| Steps::of(&Html::parse_document(html));
        let (flat, longer, deep) =
            (steps(&"<p>a</p>".repeat(100)), steps(&"<p>a</p>".repeat(200)), steps(&"<div>".repeat(100)));
        assert!(deep.upwards > 5 * flat.upwards);
        assert!(longer.upwards < 3 * flat.upwards && longer.with_siblings > 3 * flat.with_siblings);
        assert!(has_sibling_sign("a ~b") && !has_sibling_sign("[class~=b] c"));
    }
}

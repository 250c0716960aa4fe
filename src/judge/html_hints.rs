//! Blocks that the page's own markup calls boilerplate: navigation, footers, asides,
//! elements whose class says share, related, newsletter, and short blocks that are links.
//!
//! Tags and words are in `html_hints.toml`. Of several signs on the way from the block to
//! the root the strongest counts; a page's article container speaks for a block that has
//! no sign against it. Flat text has no hints and gets no marks.
//!
//! # Known gaps
//! Class words are English, with few exceptions. Generated names (`css-1x2y3z`) say
//! nothing. A teaser in its own `article` element looks like an article.

use crate::kind::Kind;
use crate::lexicon::{Lexicon, Zones};
use crate::marks::{Family, Findings, Mark};
use crate::outline::Outline;
use crate::page::{Block, Form, Hints, Page, Visibility};
use crate::stage::Judge;
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// What counts as a block of links.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct HtmlHintsConfig {
    /// From this share of characters inside links on a short block is one. Default 60: a
    /// sentence that names two linked people stays below.
    pub link_percent: u8,
    /// A longer block is never one, in words. Default 30: the longest linked headlines.
    pub link_words: u32,
    /// What such a block weighs. Default 220: enough around the body, not inside.
    pub link_weight: i32,
    /// The same for a list item. Default 260.
    pub link_item_weight: i32,
    /// A tag or word above more than this share of the page's running text is not believed.
    /// Default 50.
    pub container_percent: u8,
}

impl Default for HtmlHintsConfig {
    fn default() -> Self {
        HtmlHintsConfig {
            link_percent: 60,
            link_words: 30,
            link_weight: 220,
            link_item_weight: 260,
            container_percent: 50,
        }
    }
}

/// The stage.
#[derive(Debug, Clone)]
pub struct HtmlHints {
    config: HtmlHintsConfig,
    tags: Vec<TagRule>,
    /// The tags that those rules name; a test holds them to 64.
    tag_names: Vec<String>,
    article: Vec<ArticleRule>,
    words: FxHashMap<String, WordRule>,
    variants: Vec<String>,
}

impl HtmlHints {
    /// The stage with these settings; its words are built in.
    #[must_use]
    pub fn new(config: HtmlHintsConfig, _lexicon: Arc<Lexicon>) -> Self {
        // A test reads the file; the default is only there so that nothing can panic.
        let file: File = toml::from_str(include_str!("html_hints.toml")).unwrap_or_default();
        let words = file.word.into_iter().flat_map(|group| {
            let rule = WordRule {
                kind: group.kind,
                weight: group.weight,
                reach: group.reach,
                part: group.part,
                zones: group.zones,
            };
            group.words.into_iter().map(move |word| (word, rule))
        });
        let named: BTreeSet<&String> =
            file.tag.iter().flat_map(|rule| rule.names.iter().chain(&rule.outside)).collect();
        let tag_names = named.into_iter().take(64).cloned().collect();
        HtmlHints {
            config,
            words: words.collect(),
            tag_names,
            tags: file.tag,
            article: file.article,
            variants: file.variants,
        }
    }

    fn links(&self, block: &Block, hints: &Hints) -> Option<i32> {
        if hints.link_percent < self.config.link_percent || block.shape.words > self.config.link_words {
            return None;
        }
        let item = block.form == Form::ListItem;
        Some(if item { self.config.link_item_weight } else { self.config.link_weight })
    }

    /// The strongest tag or class word against each block of a page.
    ///
    /// One that stands above most of the page's running text is part of the article's
    /// container, whatever it says, and is not believed.
    fn signs<'s>(&'s self, page: &Page<'_>, elements: &[Read<'s>]) -> Vec<Option<Sign<'s>>> {
        let of_block = |block| page.hints(block).map(|hints| self.signs_of(page, elements, hints)).unwrap_or_default();
        let by_block: Vec<Vec<Sign<'_>>> = page.blocks().iter().map(of_block).collect();
        let mut covered: BTreeMap<&str, u64> = BTreeMap::new();
        let mut running = 0;
        for (block, signs) in page.blocks().iter().zip(&by_block).filter(|(block, _)| block.shape.is_sentence()) {
            running += u64::from(block.shape.chars);
            for name in signs.iter().map(|sign| sign.name).collect::<BTreeSet<_>>() {
                *covered.entry(name).or_default() += u64::from(block.shape.chars);
            }
        }
        let limit = running * u64::from(self.config.container_percent);
        covered.retain(|_, chars| *chars * 100 > limit);
        let believed = |sign: &Sign<'_>| sign.counts && !covered.contains_key(sign.name);
        let stronger = |a: &Sign<'_>, b: &Sign<'_>| (a.weight, b.name).cmp(&(b.weight, a.name));
        by_block.into_iter().map(|signs| signs.into_iter().filter(believed).max_by(stronger)).collect()
    }

    /// All tags and class words against a block. Those too far away do not count, and what
    /// stands outside the page's article container says nothing about a block inside.
    fn signs_of<'s>(&'s self, page: &Page<'_>, elements: &[Read<'s>], hints: &Hints) -> Vec<Sign<'s>> {
        let Some(element) = hints.element else { return Vec::new() };
        let tags = elements[element.index()].tags;
        let mut signs: Vec<Sign<'_>> = self.tags.iter().filter_map(|rule| self.tag_sign(rule, tags)).collect();
        let mut inside = true;
        let with_words = page.outline().chain(element).take(MAX_ELEMENTS).map(|element| &elements[element.index()]);
        for (distance, read) in with_words.filter(|read| read.has_words).enumerate() {
            inside = inside && !read.names_article;
            for (name, rule) in &read.words {
                let counts = inside && rule.reach.has(distance);
                signs.push(Sign { name, kind: rule.kind, weight: rule.weight, zones: rule.zones, counts });
            }
        }
        signs
    }

    /// What the tags and words of each element say.
    fn read<'s>(&'s self, outline: &Outline) -> Vec<Read<'s>> {
        let mut elements: Vec<Read<'s>> = Vec::with_capacity(outline.len());
        for element in outline.ids() {
            let mut read = match outline.parent(element) {
                Some(parent) => elements[parent.index()].inherited(),
                None => Read::default(),
            };
            let tag = outline.tag(element);
            read.tags |= self.bit(tag);
            // The words of these two are about the whole page.
            let words = if matches!(tag, "html" | "body") { "" } else { outline.words(element) };
            read.has_words = !words.is_empty();
            for word in words.split_ascii_whitespace() {
                read.names_article |= self.article.iter().any(|rule| rule.words.iter().any(|w| w == word));
                self.read_word(word, |name, rule| {
                    if rule.weight != 0 {
                        read.words.push((name, rule));
                    }
                });
            }
            let own = self.article.iter().filter(|rule| rule.matches(tag, words)).map(|rule| rule.weight).min();
            read.article = read.article.into_iter().chain(own).min();
            elements.push(read);
        }
        elements
    }

    /// The bit of a tag among those that rules name.
    fn bit(&self, tag: &str) -> u64 {
        self.tag_names.iter().position(|name| name == tag).map_or(0, |at| 1 << at)
    }

    fn tag_sign<'s>(&'s self, rule: &'s TagRule, tags: u64) -> Option<Sign<'s>> {
        let stands_in = |name: &&String| tags & self.bit(name) != 0;
        let name = rule.names.iter().find(stands_in)?;
        let counts = !rule.outside.iter().any(|name| stands_in(&name));
        counts.then_some(Sign { name, kind: rule.kind, weight: rule.weight, zones: Zones::ANY, counts })
    }

    /// The rules of a class word: its own, or else those of its parts.
    fn read_word<'s>(&'s self, word: &str, mut found: impl FnMut(&'s str, &'s WordRule)) {
        if let Some((name, rule)) = self.words.get_key_value(word) {
            return found(name, rule);
        }
        // `has-sidebar` and `page--sidebar-left` speak of the variant, not of the element.
        let word = word.split("--").next().unwrap_or_default();
        if self.variants.iter().any(|start| word.starts_with(start.as_str())) {
            return;
        }
        for part in word.split(['-', '_']) {
            if let Some((name, rule)) = self.words.get_key_value(part).filter(|(_, rule)| rule.part) {
                found(name, rule);
            }
        }
    }
}

impl Judge for HtmlHints {
    fn name(&self) -> &'static str {
        "html-hints"
    }

    fn run(&self, page: &Page<'_>, out: &mut Findings) {
        let elements = self.read(page.outline());
        let signs = self.signs(page, &elements);
        for (block, sign) in page.blocks().iter().zip(signs) {
            let Some(hints) = page.hints(block) else { return };
            if hints.visibility == Visibility::Hidden {
                out.mark(block.span, Kind::Hidden, "html-hints.hidden", Family::Link, HIDDEN_WEIGHT);
            }
            let links = self.links(block, hints);
            if let Some(weight) = links {
                out.mark(block.span, Kind::Related, "html-hints.links", Family::Link, weight);
            }
            if let Some(sign) = sign {
                let Sign { kind, weight, zones, .. } = sign;
                let rule = "html-hints.sign".into();
                out.marks.push(Mark { span: block.span, kind, rule, family: Family::Link, weight, zones });
            }
            let article = hints.element.and_then(|element| elements[element.index()].article);
            if let Some(weight) = article.filter(|_| links.is_none() && sign.is_none()) {
                out.mark(block.span, Kind::Nav, "html-hints.article", Family::Link, weight);
            }
        }
    }
}

/// What a hidden block weighs: enough alone, even against a sentence in the body. A folded
/// answer or a tab that is not in front is the line model's to save.
const HIDDEN_WEIGHT: i32 = 600;

/// So many elements around a block are asked, from the inside out.
const MAX_ELEMENTS: usize = 64;

/// What the tags and words of an element say, with what those around it pass on.
#[derive(Debug, Clone, Default)]
struct Read<'s> {
    /// The tags that rules name, of it and around it, a bit each.
    tags: u64,
    /// The article rule that it stands under.
    article: Option<i32>,
    has_words: bool,
    names_article: bool,
    words: Vec<(&'s str, &'s WordRule)>,
}

impl<'s> Read<'s> {
    /// What an element inside takes over.
    fn inherited(&self) -> Read<'s> {
        Read { tags: self.tags, article: self.article, ..Read::default() }
    }
}

/// A tag or class word against a block.
#[derive(Debug, Clone, Copy)]
struct Sign<'s> {
    name: &'s str,
    kind: Kind,
    weight: i32,
    zones: Zones,
    counts: bool,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    /// How class words begin that say what an element has, not what it is.
    variants: Vec<String>,
    tag: Vec<TagRule>,
    word: Vec<WordGroup>,
    article: Vec<ArticleRule>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct TagRule {
    names: Vec<String>,
    kind: Kind,
    weight: i32,
    /// It does not count inside these.
    #[serde(default)]
    outside: Vec<String>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct WordGroup {
    words: Vec<String>,
    kind: Kind,
    weight: i32,
    reach: Reach,
    #[serde(default = "yes")]
    part: bool,
    #[serde(default)]
    zones: Zones,
}

fn yes() -> bool {
    true
}

#[derive(Debug, Clone, Copy)]
struct WordRule {
    kind: Kind,
    weight: i32,
    reach: Reach,
    part: bool,
    zones: Zones,
}

#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Reach {
    Own,
    Near,
    Far,
}

impl Reach {
    /// Whether an element at this distance, counted in elements with words, is meant.
    fn has(self, distance: usize) -> bool {
        match self {
            Reach::Own => distance == 0,
            Reach::Near => distance <= 3,
            Reach::Far => true,
        }
    }
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct ArticleRule {
    words: Vec<String>,
    tags: Vec<String>,
    weight: i32,
}

impl ArticleRule {
    fn matches(&self, tag: &str, words: &str) -> bool {
        words.split(' ').any(|word| self.words.iter().any(|w| w == word)) || self.tags.iter().any(|t| t == tag)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::segment::Layout;

    const PROSE: &str = "The ferry returned to the old pier after nine years and everyone in town came to see it.";

    fn stage() -> HtmlHints {
        HtmlHints::new(HtmlHintsConfig::default(), Arc::new(Lexicon::builtin().unwrap()))
    }

    /// What each block's strongest mark says, for blocks given as text, path and words.
    fn kinds(blocks: &[(&str, &str, &str)]) -> Vec<Option<(&'static str, i32)>> {
        let text: String = blocks.iter().map(|(text, ..)| format!("{text}\n")).collect();
        let mut layout = Layout::default();
        let mut at = 0;
        for (block, path, words) in blocks {
            layout.push(&text, at..at + block.len(), Form::Paragraph, false, true);
            // The words of elements from the inside out, as many as there are.
            let mut words = words.split(" / ").collect::<Vec<_>>().into_iter().rev().collect::<Vec<_>>();
            let tags: Vec<&str> = path.split('/').chain(std::iter::repeat_n("div", words.len())).collect();
            words.splice(0..0, vec![""; path.split('/').count()]);
            let outline = &mut layout.outline;
            let element = tags
                .iter()
                .zip(&words)
                .fold(None, |parent, (tag, words)| Some(outline.add(parent, tag, words.split_ascii_whitespace())));
            layout.hint(Hints { element, ..Hints::default() });
            at += block.len() + 1;
        }
        let page = Page::new(&text, layout);
        let marks = stage().findings(&page).marks;
        let of = |block: &Block| marks.iter().find(|mark| mark.span == block.span);
        page.blocks().iter().map(|block| of(block).map(|mark| (mark.kind.id(), mark.weight))).collect()
    }

    #[test]
    fn the_word_file_reads() {
        let file: File = toml::from_str(include_str!("html_hints.toml")).unwrap();
        assert!(file.word.len() > 20 && file.tag.len() > 3 && file.article.len() == 2);
        let words: Vec<_> = file.word.iter().flat_map(|group| &group.words).collect();
        assert_eq!(words.iter().collect::<std::collections::BTreeSet<_>>().len(), words.len(), "a word twice");
        assert!(words.iter().all(|word| **word == word.to_lowercase()));
    }

    #[test]
    fn tags_and_words_mark() {
        let found = kinds(&[
            (PROSE, "html/body/article/p", "lead / entry-content"),
            ("Home", "html/body/nav/a", ""),
            ("Send this on", "html/body/div/p", "x / article-share / page"),
            ("Other story", "html/body/div/p", "a / b / c / d / e / related_posts"),
            ("Menu", "html/body/div/p", "a / b / c / d / menu"),
            ("By Ida Moe", "html/body/article/header/p", "byline"),
            ("Rain", "html/body/div/p", "has-sidebar with-related"),
        ]);
        assert_eq!(
            found,
            [
                Some(("chrome.nav", -150)),
                Some(("chrome.nav", 350)),
                Some(("tail.share", 300)),
                Some(("tail.related", 320)),
                None,
                Some(("furniture.byline", 260)),
                None,
            ]
        );
    }

    #[test]
    fn the_container_of_the_article_is_no_sign() {
        let found = kinds(&[
            (PROSE, "html/body/div/p", "share-page"),
            (PROSE, "html/body/div/p", "share-page"),
            (PROSE, "html/body/aside/p", "entry-content / sidebar"),
            ("Send", "html/body/div/p", "menu"),
        ]);
        assert_eq!(found, [None, None, Some(("tail.related", 220)), Some(("chrome.nav", 300))]);
    }

    #[test]
    fn flat_text_gets_no_marks() {
        assert!(stage().findings(&Page::from_text("Menu\n\nShare\n")).marks.is_empty());
    }
}

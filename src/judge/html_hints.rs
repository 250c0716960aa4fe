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
use crate::page::{Block, Form, Hints, Page};
use crate::stage::Judge;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet, HashMap};
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
    article: Vec<ArticleRule>,
    words: HashMap<String, WordRule>,
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
        HtmlHints { config, words: words.collect(), tags: file.tag, article: file.article, variants: file.variants }
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
    fn signs(&self, page: &Page<'_>) -> Vec<Option<Sign<'_>>> {
        let of_block = |block| page.hints(block).map(|hints| self.signs_of(hints)).unwrap_or_default();
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
    fn signs_of(&self, hints: &Hints) -> Vec<Sign<'_>> {
        let tags: Vec<&str> = hints.tag_path.split('/').collect();
        let mut signs: Vec<Sign<'_>> = self.tags.iter().filter_map(|rule| rule.sign(&tags)).collect();
        let mut inside = true;
        for (distance, element) in hints.class_words.split(" / ").enumerate() {
            inside = inside && !element.split(' ').any(|word| self.is_article_word(word));
            for word in element.split(' ') {
                self.read_word(word, |name, rule| {
                    let counts = inside && rule.reach.has(distance);
                    if rule.weight != 0 {
                        signs.push(Sign { name, kind: rule.kind, weight: rule.weight, zones: rule.zones, counts });
                    }
                });
            }
        }
        signs
    }

    fn is_article_word(&self, word: &str) -> bool {
        self.article.iter().any(|rule| rule.words.iter().any(|w| w == word))
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

    fn article(&self, hints: &Hints) -> Option<i32> {
        self.article.iter().filter(|rule| rule.matches(hints)).map(|rule| rule.weight).min()
    }
}

impl Judge for HtmlHints {
    fn name(&self) -> &'static str {
        "html-hints"
    }

    fn run(&self, page: &Page<'_>, out: &mut Findings) {
        let signs = self.signs(page);
        for (block, sign) in page.blocks().iter().zip(signs) {
            let Some(hints) = page.hints(block) else { return };
            let links = self.links(block, hints);
            if let Some(weight) = links {
                out.mark(block.span, Kind::Related, "html-hints.links", Family::Link, weight);
            }
            if let Some(sign) = sign {
                let Sign { kind, weight, zones, .. } = sign;
                let rule = "html-hints.sign".into();
                out.marks.push(Mark { span: block.span, kind, rule, family: Family::Link, weight, zones });
            }
            if let Some(weight) = self.article(hints).filter(|_| links.is_none() && sign.is_none()) {
                out.mark(block.span, Kind::Nav, "html-hints.article", Family::Link, weight);
            }
        }
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

impl TagRule {
    fn sign(&self, path: &[&str]) -> Option<Sign<'_>> {
        let name = self.names.iter().find(|name| path.contains(&name.as_str()))?;
        let within = self.outside.iter().any(|name| path.contains(&name.as_str()));
        (!within).then_some(Sign { name, kind: self.kind, weight: self.weight, zones: Zones::ANY, counts: true })
    }
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
    fn matches(&self, hints: &Hints) -> bool {
        hints.class_words.split(' ').any(|word| self.words.iter().any(|w| w == word))
            || hints.tag_path.split('/').any(|tag| self.tags.iter().any(|t| t == tag))
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
            layout.hint(Hints { link_percent: 0, tag_path: (*path).into(), class_words: (*words).into() });
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

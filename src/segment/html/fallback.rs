//! Where the text of a page is when the page shows none: it waits for a script.

use super::limits::{self, Scripts};
use super::places::Places;
use super::sites::Matched;
use super::walk::{self, Take};
use super::{HtmlConfig, Reading};
use crate::lexicon::SiteRule;
use crate::metadata::Declared;
use crate::page::Visibility;
use crate::segment::Layout;
use crate::site::SiteWord;
use scraper::Html;

/// A page that shows fewer characters of running text than this shows no article: a plea to
/// switch scripts on has fifty.
const MIN_PROSE_CHARS: usize = 200;
/// A script of a type that no browser runs is a template; so many are looked at.
const MAX_TEMPLATES: usize = 16;
/// So many blocks of an element that a rule takes are asked for running text.
const MAX_BLOCKS: usize = 1000;

/// The reading of a page, or, if what it shows is no running text, another one with more: what
/// it hides, what it shows without scripts, what it keeps in a template, or the text of the
/// article that its data declare.
pub(super) fn or_better(
    shown: Reading,
    tree: &Html,
    source: &str,
    config: &HtmlConfig,
    declared: &Declared,
    rules: &[&SiteRule],
) -> Reading {
    if prose_chars(&shown.layout) >= MIN_PROSE_CHARS || takes_prose(&shown.layout) {
        return shown;
    }
    let hidden = all_shown(shown.clone());
    let unscripted = || {
        if config.source_offsets {
            let ((tree, pieces), _) = limits::parse_noting(source, config, Scripts::Off);
            return all_shown(walk::read(&tree, Take::Hidden, Places::new(&pieces), &Matched::of(&tree, rules)));
        }
        let (tree, _) = limits::parse(source, config, Scripts::Off);
        all_shown(walk::read(&tree, Take::Hidden, Places::default(), &Matched::of(&tree, rules)))
    };
    let template = || {
        let (tree, _) = limits::parse(&template(tree), config, Scripts::Run);
        walk::read(&tree, Take::Shown, Places::default(), &Matched::of(&tree, rules))
    };
    let declared = || {
        let text = declared.article_body.clone().unwrap_or_default();
        let matched = Matched::of(tree, rules);
        Reading { layout: matched.without_elements(&text), text, written: None }
    };
    let others: [&dyn Fn() -> Reading; 4] = [&|| hidden.clone(), &unscripted, &template, &declared];
    let mut best = shown;
    for other in others {
        let other = other();
        let (found, known) = (prose_chars(&other.layout), prose_chars(&best.layout));
        let is_first = best.layout.blocks.is_empty() && !other.layout.blocks.is_empty();
        if found > 2 * known.max(MIN_PROSE_CHARS / 2) || is_first {
            best = other;
        }
    }
    best
}

/// Characters of running text that the page shows.
fn prose_chars(layout: &Layout) -> usize {
    let is_shown = |at: usize| layout.hints.get(at).is_none_or(|hints| hints.visibility != Visibility::Hidden);
    let running = layout.blocks.iter().filter(|block| block.shape.is_sentence() && is_shown(block.index));
    running.map(|block| block.shape.chars as usize).sum()
}

/// Whether a rule for the site takes running text from the page.
fn takes_prose(layout: &Layout) -> bool {
    let mut taken = layout.site.notes.iter().filter(|note| note.word == SiteWord::Take);
    taken.any(|note| {
        let from = layout.blocks.partition_point(|block| block.span.start < note.start);
        let inside = layout.blocks[from..].iter().take_while(|block| block.span.end <= note.end);
        inside.take(MAX_BLOCKS).any(|block| block.shape.is_sentence())
    })
}

/// The same as if nothing were hidden: on a page that waits for a script everything may be.
fn all_shown(mut reading: Reading) -> Reading {
    for hints in &mut reading.layout.hints {
        hints.visibility = Visibility::Shown;
    }
    reading
}

/// The longest template in the scripts of a page.
fn template(tree: &Html) -> String {
    let scripts = tree.tree.nodes().filter(|node| {
        let element = node.value().as_element();
        let kind = element.filter(|element| element.name() == "script").and_then(|element| element.attr("type"));
        kind.is_some_and(|kind| kind.contains("template") || kind == "text/html")
    });
    let text = |node: ego_tree::NodeRef<'_, scraper::Node>| -> String {
        node.children().filter_map(|child| child.value().as_text().map(|text| text.to_string())).collect()
    };
    scripts.take(MAX_TEMPLATES).map(text).max_by_key(String::len).unwrap_or_default()
}

//! What stands around the body of a page that was dumped whole: menus above, lists of
//! links, footers below, whatever their words.
//!
//! Known chrome (a menu entry, a policy link, a share button that some rule has words for)
//! tells that the shell of the site is in the dump. Then the short lines above the last
//! known one in the head, and below the first known one in the tail, are shell too. A dump
//! that an extractor has cleaned holds no such lines, and its lists stay.
//!
//! And one or two short lines without an end mark below the last sentence are a trailer,
//! whatever they say: a name, a label, another headline. No article ends in a heading.
//!
//! Where most of what reads like text stands outside the body, the page is no single
//! article, or its lines could not be joined, and only the trailer is looked for.
//!
//! **Known gaps**: a list of the article's own with one or two entries at its end goes as a
//! trailer, unless its entries are marked as such; full sentences in the shell stay; so do shells in languages that no rule
//! file knows.

use crate::kind::Kind;
use crate::lexicon::Lexicon;
use crate::marks::{Family, Findings};
use crate::observe::zones::Zone;
use crate::page::{Block, Ending, Form, Page};
use crate::segment::shape::writes_without_spaces;
use crate::stage::Judge;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// Settings of `page-shell`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct PageShellConfig {
    /// So many different lines of known chrome tell that the shell of the site is here. Default 3:
    /// an extractor leaves a share line or a copyright line now and then.
    pub min_known_lines: usize,
}

/// How many lines of known chrome usually tell that the shell of a site is there.
const USUAL_KNOWN_LINES: usize = 3;

impl Default for PageShellConfig {
    fn default() -> Self {
        PageShellConfig { min_known_lines: USUAL_KNOWN_LINES }
    }
}

/// The stage.
#[derive(Debug, Clone)]
pub struct PageShell {
    config: PageShellConfig,
}

/// Enough in head and tail, where alone it counts.
const SHELL_WEIGHT: i32 = 210;

impl PageShell {
    /// The stage with these settings; it needs no rules.
    #[must_use]
    pub fn new(config: PageShellConfig, _lexicon: Arc<Lexicon>) -> Self {
        PageShell { config }
    }

    fn shell(&self, page: &Page<'_>, zone: Zone, out: &mut Findings) {
        let blocks: Vec<&Block> = page.blocks().iter().filter(|block| page.zone(block) == zone).collect();
        let chrome = chrome(page);
        let known: Vec<usize> = (0..blocks.len()).filter(|&at| chrome[blocks[at].index]).collect();
        let (Some(&first), Some(&last)) = (known.first(), known.last()) else { return };
        if count_different(page, known.iter().map(|&at| blocks[at])) < self.config.min_known_lines {
            return;
        }
        let shell = if zone == Zone::Head { &blocks[..=last] } else { &blocks[first..] };
        for block in shell.iter().filter(|block| block.form != Form::Separator && !block.shape.is_sentence()) {
            out.mark(block.span, Kind::Nav, "page-shell.line", Family::Structure, SHELL_WEIGHT);
        }
    }
}

/// Whether the shell of a site is in the dump, as other stages ask: whatever a recipe sets for this one.
pub(super) fn is_there(page: &Page<'_>) -> bool {
    let chrome = chrome(page);
    let known = page.blocks().iter().filter(|block| chrome[block.index]);
    count_different(page, known) >= USUAL_KNOWN_LINES
}

/// How many different texts blocks have.
fn count_different<'a>(page: &Page<'a>, blocks: impl Iterator<Item = &'a Block>) -> usize {
    let mut texts: Vec<&str> = blocks.map(|block| page.folded(block)).collect();
    texts.sort_unstable();
    texts.dedup();
    texts.len()
}

/// For each block, whether a rule has words for it that only the shell of a site uses.
fn chrome(page: &Page<'_>) -> Vec<bool> {
    /// Weaker rules need company themselves.
    const MIN_RULE_WEIGHT: i32 = 200;
    let mut chrome = vec![false; page.blocks().len()];
    for mark in page.first().marks.iter().filter(|mark| mark.family == Family::Phrase && mark.weight >= MIN_RULE_WEIGHT)
    {
        let of_shell = mark.kind.family() == "chrome"
            || (mark.kind.family() == "tail" && !matches!(mark.kind, Kind::Related | Kind::MostRead));
        let first = page.blocks().partition_point(|block| block.span.end <= mark.span.start);
        if of_shell && page.blocks().get(first).is_some_and(|block| mark.span.contains(&block.span)) {
            chrome[first] = true;
        }
    }
    chrome
}

/// Whether most of what reads like text stands in the body. Where it does not, the page is
/// a forum, a list or a text whose lines could not be joined, and its lines are its own.
fn is_one_article(page: &Page<'_>) -> bool {
    let chars = |body: bool| -> u64 {
        let texts =
            page.blocks().iter().filter(|block| block.shape.words >= TEXT_WORDS && page.first_sum(block).sum < MARKED);
        texts.filter(|block| (page.zone(block) == Zone::Body) == body).map(|block| u64::from(block.shape.chars)).sum()
    };
    chars(false) * 100 <= chars(true) * OUTSIDE_PERCENT
}

/// A line with so many words reads like text, whatever its end.
const TEXT_WORDS: u32 = 8;
/// A block marked with this sum is known to be something else.
const MARKED: i32 = 150;
/// Outside the body there may be so much text, in percent of what is inside: the teasers
/// of a front page around an article. On the tune half of the flat dumps this bound takes a
/// quarter of all lost words back (5.7 to 4.2 %) and costs news pages 0.008 of F1.
const OUTSIDE_PERCENT: u64 = 300;

/// A trailer has at most so many lines, each of at most so many words: longer ones may be
/// the last paragraph of a dump that was cut short.
const MAX_TRAILER_LINES: usize = 2;
const MAX_TRAILER_WORDS: u32 = 12;

/// Marks the short lines below the last sentence, in scripts that end sentences with a mark.
fn trailer(page: &Page<'_>, out: &mut Findings) {
    let is_open = |block: &&Block| {
        matches!(block.shape.ending, Ending::Open | Ending::Colon)
            && block.form == Form::Paragraph
            && block.shape.words <= MAX_TRAILER_WORDS
            && !writes_without_spaces(block.shape.script)
            && page.zone(block) == Zone::Tail
    };
    let blocks = page.blocks();
    let lines = blocks.iter().rev().take_while(is_open).count();
    let after_sentence =
        blocks.iter().rev().nth(lines).is_some_and(|block| block.shape.ends_sentence() && block.shape.is_sentence());
    if lines <= MAX_TRAILER_LINES && after_sentence {
        for block in &blocks[blocks.len() - lines..] {
            out.mark(block.span, Kind::Nav, "page-shell.trailer", Family::Shape, SHELL_WEIGHT);
        }
    }
}

impl Judge for PageShell {
    fn name(&self) -> &'static str {
        "page-shell"
    }

    fn run(&self, page: &Page<'_>, out: &mut Findings) {
        trailer(page, out);
        if !is_one_article(page) {
            return;
        }
        self.shell(page, Zone::Head, out);
        self.shell(page, Zone::Tail, out);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PROSE: &str = "The minister arrived in the capital on Sunday for talks over the breakaway region.\n";

    fn marked(text: &str) -> Vec<&str> {
        let page = Page::from_text(text);
        let mut known = Findings::default();
        for block in page.blocks().iter().filter(|block| page.text_of(block).starts_with("Login")) {
            known.mark(block.span, Kind::LoginSearch, "known", Family::Phrase, 400);
        }
        let page = page.with_first(known);
        let stage = PageShell::new(PageShellConfig::default(), Arc::new(Lexicon::from_files([]).unwrap()));
        stage.findings(&page).marks.iter().map(|mark| &text[mark.span.range()]).collect()
    }

    #[test]
    fn known_chrome_makes_a_shell_of_its_neighbours() {
        let text = format!("Login\nLogin 2\nUnheard-of section\nLogin 3\nA headline of five words\n{PROSE}{PROSE}");
        assert_eq!(marked(&text), ["Login", "Login 2", "Unheard-of section", "Login 3"]);
    }

    #[test]
    fn the_line_below_the_last_sentence_is_a_trailer() {
        assert_eq!(marked(&format!("A headline\n{PROSE}{PROSE}Ann Lee for the Herald\n")), ["Ann Lee for the Herald"]);
        assert_eq!(marked(&format!("A headline\n{PROSE}{PROSE}- Ann Lee\n")), Vec::<&str>::new());
    }

    #[test]
    fn a_list_of_the_articles_own_stays() {
        let text = format!("A headline\n{PROSE}{PROSE}Ajax 1:0\nPSV 2:0\nSparta 0:0\nLogin\n");
        assert_eq!(marked(&text), Vec::<&str>::new());
    }
}

//! Lists of other stories: a header ("Read more", a lone dash) and what stands under it.
//!
//! A small block grammar. Under a header come items: headlines, each perhaps with a kicker
//! before and one short teaser behind. The list ends where the article resumes: at running
//! text that is followed by more running text, or that no headline introduces. So a list
//! inside the body takes its headlines and nothing else.
//!
//! A cleaner that went before may have taken the header. Headlines at the very end of a text of
//! sentences are weak evidence without one, unless ads or menus were left in the dump as well.
//!
//! **Known gaps**: a list in the body whose last headline is followed by a single paragraph
//! and then by other chrome; headlines that end in a full stop.

use crate::judge::captions;
use crate::kind::Kind;
use crate::lexicon::{Lexicon, SURE};
use crate::marks::{Family, Findings};
use crate::observe::zones::Zone;
use crate::page::{Block, Ending, Form, Page};
use crate::stage::Judge;
use serde::{Deserialize, Serialize};
use std::ops::Range;
use std::sync::Arc;

/// Settings of `related-blocks`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct RelatedBlocksConfig {
    /// How many lines under a header may belong to it while the article goes on behind
    /// them. Default 6.
    pub max_inline_lines: usize,
    /// The longest teaser, in characters. Default 320: two sentences.
    pub max_teaser_chars: u32,
}

impl Default for RelatedBlocksConfig {
    fn default() -> Self {
        RelatedBlocksConfig { max_inline_lines: 6, max_teaser_chars: 320 }
    }
}

/// The stage.
#[derive(Debug, Clone)]
pub struct RelatedBlocks {
    config: RelatedBlocksConfig,
    lexicon: Arc<Lexicon>,
}

/// Headlines stand under the header.
const HEADER_WEIGHT: i32 = 200;
/// What a weaker rule calls a header (`News`, `Video`) is an entry of a menu above the body.
const MIN_HEAD_WEIGHT: i32 = 300;
/// It stands under a header.
const ITEM_WEIGHT: i32 = 340;
/// And looks like a headline, a kicker or a teaser.
const LOOK_WEIGHT: i32 = 150;
/// It begins with an arrow, under a label that is sure and has its colon. (An article may list its own resources so.)
const ARROWS: [char; 8] = ['>', '»', '›', '→', '➔', '►', '▶', '➡'];
const ARROW_WEIGHT: i32 = 400;
/// It is the only running text among them, in the body.
const LONE_WEIGHT: i32 = 230;
/// It is one of more lines than a list inside the body mostly has: an article's own list may stand under such a label too, so the line
/// model has to agree, by as much more than its care for rows among rows (`model/care.rs`) takes off.
const LONG_LIST_WEIGHT: i32 = 250;
const MIN_ENTRY_WIDTH: u32 = 25;
const MAX_LONG_LIST: usize = 20;
/// It stands under a lone separator, a weaker header.
const SEPARATED_WEIGHT: i32 = 230;
/// It is one of several headlines that end a text of sentences: evidence that needs other beside it.
const UNHEADED_WEIGHT: i32 = 150;
/// It is one of a list of them, in a dump in which other remains of the page were left: the line model has seen such lists
/// under a header alone, and speaks for them.
const UNHEADED_LIST_WEIGHT: i32 = 300;
/// So many of them; two lines are a signature or a note as often.
const UNHEADED: usize = 3;
/// So many are a list, which an article may have too (prizes, films, demands).
const UNHEADED_LIST: usize = 6;
/// So many in such a dump are one whatever the line model says, if most have no digits, as dates, prices and references have.
const UNHEADED_LONG_LIST: usize = 12;
const UNHEADED_LONG_LIST_WEIGHT: i32 = 600;
/// And each so long, in letters of an alphabet: names, scores and entries of lists are shorter.
const MIN_HEADLINE_WIDTH: u32 = 40;
/// So many blocks above a list may announce it.
const MAX_ABOVE_LIST: usize = 3;
/// What is cut in two at a stop has no more words.
const MAX_CUT_WORDS: u32 = 12;
/// A block marked with this sum in the first step is known to be something else.
const MARKED: i32 = 200;

impl RelatedBlocks {
    /// The stage with these settings and rules.
    #[must_use]
    pub fn new(config: RelatedBlocksConfig, lexicon: Arc<Lexicon>) -> Self {
        RelatedBlocks { config, lexicon }
    }
}

impl Judge for RelatedBlocks {
    fn name(&self) -> &'static str {
        "related-blocks"
    }

    fn run(&self, page: &Page<'_>, out: &mut Findings) {
        let known: Vec<bool> = page.blocks().iter().map(|block| ends_list(page, block)).collect();
        let mut headers: Vec<(usize, Kind, i32)> = self.headers(page).collect();
        headers.sort_unstable_by_key(|(at, ..)| *at);
        headers.dedup_by_key(|(at, ..)| *at);
        let mut end = 0;
        for (at, kind, weight) in headers {
            if at < end {
                continue;
            }
            let list = self.list(page, at, &known);
            // What was seen for one header is not looked at again for the next.
            end = list.end;
            let entries = &page.blocks()[list.entries];
            if entries.is_empty() {
                continue;
            }
            if list.is_long {
                mark_long(page, kind, entries, out);
            } else {
                mark(page, kind, weight, &page.blocks()[at], entries, out);
            }
        }
        mark_unheaded(page, out);
    }
}

/// Whether a line is a separator that somebody drew (`* * *`, `•`, `━━━`). Signs of sentences and of code are what is left of a line: on
/// sites held out 1,200 words below such (`}`, `:`, `,`) that no other rule spoke against were the article's and 960 were not.
fn is_drawn(page: &Page<'_>, block: &Block) -> bool {
    const SIGNS: &str = "*-_=~•·—–―━─═#+|/\\▪●○◆◇■□★☆×↑↓→←…❉";
    block.form == Form::Separator && page.text_of(block).chars().all(|c| c.is_whitespace() || SIGNS.contains(c))
}

/// Marks a header and the list under it.
fn mark(page: &Page<'_>, kind: Kind, weight: i32, header: &Block, entries: &[Block], out: &mut Findings) {
    if header.form != Form::Separator {
        out.mark(header.span, kind, "related-blocks.header", Family::Structure, HEADER_WEIGHT);
    }
    let is_text = |block: &&Block| block.shape.is_sentence() && block.shape.ends_sentence();
    let texts = entries.iter().filter(is_text).count();
    for block in entries.iter().filter(|block| block.form != Form::Separator) {
        // One paragraph alone may be the article that goes on until the next header.
        let lone = texts == 1 && is_text(&block) && page.zone(block) == Zone::Body;
        let weight = if lone { LONE_WEIGHT } else { weight };
        out.mark(block.span, kind, "related-blocks.item", Family::Structure, weight);
        if !lone {
            let look = if is_link(page, header, block) { ARROW_WEIGHT } else { LOOK_WEIGHT };
            out.mark(block.span, kind, "related-blocks.look", Family::Shape, look);
        }
    }
}

/// Marks a list that is longer than those inside the body mostly are, if all of it could be headlines.
fn mark_long(page: &Page<'_>, kind: Kind, entries: &[Block], out: &mut Findings) {
    let is_headline = |block: &Block| {
        block.form == Form::Paragraph
            && block.shape.width() >= MIN_ENTRY_WIDTH
            && block.shape.ending != Ending::Colon
            && page.zone(block) == Zone::Body
    };
    if entries.len() <= MAX_LONG_LIST && entries.iter().all(is_headline) {
        for block in entries {
            out.mark(block.span, kind, "related-blocks.long-list", Family::Structure, LONG_LIST_WEIGHT);
        }
    }
}

/// Marks the headlines that end a text.
fn mark_unheaded(page: &Page<'_>, out: &mut Findings) {
    let unheaded = unheaded(page);
    let with_digits = unheaded.iter().filter(|block| block.shape.digits > 0).count();
    let is_long = unheaded.len() >= UNHEADED_LONG_LIST && with_digits * 2 < unheaded.len();
    // An article ends in a list of its own as often where nothing else was left in the dump.
    let is_list = unheaded.len() >= UNHEADED_LIST && has_remains(page);
    let list_weight = if is_long { UNHEADED_LONG_LIST_WEIGHT } else { UNHEADED_LIST_WEIGHT };
    for block in &unheaded {
        out.mark(block.span, Kind::Related, "related-blocks.unheaded", Family::Structure, UNHEADED_WEIGHT);
        if is_list {
            out.mark(block.span, Kind::Related, "related-blocks.unheaded-list", Family::Shape, list_weight);
        }
    }
}

/// The headlines that end a text of sentences, chrome among and behind them left aside. What was cut at the stop of an
/// abbreviation reads like a short sentence and stands among them.
fn unheaded<'a>(page: &'a Page<'_>) -> Vec<&'a Block> {
    let is_chrome = |block: &&Block| block.form == Form::Separator || page.first_sum(block).sum >= MARKED;
    let is_line = |block: &&Block| {
        block.form == Form::Paragraph && block.shape.width() >= MIN_HEADLINE_WIDTH && page.zone(block) == Zone::Tail
    };
    let is_headline = |block: &&Block| is_line(block) && block.shape.is_headline() && !block.shape.is_sentence();
    let is_cut = |block: &&Block| {
        is_line(block) && block.shape.words <= MAX_CUT_WORDS && ends_in_abbreviation(page.text_of(block))
    };
    let mut headlines = Vec::new();
    let mut cut = Vec::new();
    let mut above = page.blocks().iter().rev().filter(|block| !is_chrome(block));
    while let Some(block) = above.next() {
        if is_headline(&block) {
            headlines.append(&mut cut);
            headlines.push(block);
        } else if is_cut(&block) && cut.is_empty() && !headlines.is_empty() {
            cut.push(block);
        } else {
            // A label may stand between what announces a list and the list.
            let announces = std::iter::once(block)
                .chain(above)
                .take(MAX_ABOVE_LIST)
                .any(|block| block.shape.ending == Ending::Colon);
            return if announces || headlines.len() < UNHEADED { Vec::new() } else { headlines };
        }
    }
    // Nothing but headlines is a page of its own kind.
    Vec::new()
}

/// Whether ads, menus or other inserts are in the dump.
fn has_remains(page: &Page<'_>) -> bool {
    page.blocks().iter().any(|block| {
        let first = page.first_sum(block);
        let of_page = |kind: Kind| {
            matches!(kind.family(), "chrome" | "tail" | "inline") || matches!(kind, Kind::AdSlot | Kind::AdLabel)
        };
        first.sum >= MARKED && first.kind.is_some_and(of_page)
    }) || page.first().marks.iter().any(|mark| mark.kind == Kind::AdSlot)
}

/// `… to the U.S.`, `… a EE. UU.`: what was cut behind it is no sentence of its own.
fn ends_in_abbreviation(text: &str) -> bool {
    /// Letters of an abbreviation.
    const MAX_CHARS: usize = 4;
    let last = text.strip_suffix('.').and_then(|text| text.rsplit(' ').next());
    last.is_some_and(|last| last.chars().count() <= MAX_CHARS && last.chars().all(|c| c.is_uppercase() || c == '.'))
}

/// The entries under a header.
struct List {
    entries: Range<usize>,
    /// Where it was seen to end.
    end: usize,
    /// It has more lines than a list inside the body mostly has, and the article goes on behind it.
    is_long: bool,
}

impl RelatedBlocks {
    /// Headers by phrase, and separators after the body.
    fn headers<'a>(&'a self, page: &'a Page<'_>) -> impl Iterator<Item = (usize, Kind, i32)> + 'a {
        let phrases = self.lexicon.hits_of("read-more", page).filter_map(|(_, rule, block)| {
            let heads = matches!(rule.record.kind, Kind::Related | Kind::ReadMoreBlock | Kind::MostRead);
            // A label with nothing behind it heads what follows.
            let label = rule.record.kind == Kind::ReadMoreLine && block.shape.words <= 4;
            // `Read our full review.` points elsewhere and heads nothing.
            let bare = label && !block.shape.ends_sentence();
            let kind = if bare { Kind::ReadMoreBlock } else { rule.record.kind };
            // `News`, above the headline, is a menu's; `Topics:` is none.
            let is_menu = page.zone(block) == Zone::Head
                && rule.record.weight < MIN_HEAD_WEIGHT
                && block.shape.ending != Ending::Colon;
            (!is_menu && (heads || bare)).then_some((block.index, kind, ITEM_WEIGHT))
        });
        let separators = page.blocks().iter().filter(|block| page.zone(block) == Zone::Tail && is_drawn(page, block));
        phrases.chain(separators.map(|block| (block.index, Kind::Related, SEPARATED_WEIGHT)))
    }

    /// The list under the header at `header`.
    fn list(&self, page: &Page<'_>, header: usize, known: &[bool]) -> List {
        let blocks = page.blocks();
        let start = header + 1;
        let (mut at, mut headlines, mut teasers) = (start, 0, 0);
        // Whether a blank line stands between two entries seen so far.
        let mut has_gaps = false;
        while let Some(block) = blocks.get(at) {
            if known[at] && block.form != Form::Separator {
                break;
            }
            if block.form == Form::Separator || captions::is_long(page, block) {
                // The caption of a story's picture, as agencies write it, stands among the headlines.
                at += 1;
            } else if !block.shape.is_sentence() {
                // A headline-like line that a gap sets apart from a list without gaps, with
                // running text under it, is a subheading of the article.
                let is_subheading = !is_link(page, &blocks[header], block);
                if is_subheading && at > start && block.shape.gap_before && !has_gaps && resumes(blocks, at + 1, known)
                {
                    break;
                }
                headlines += 1;
                at += 1;
            } else if self.is_teaser(blocks, at, headlines, teasers, known) {
                teasers += 1;
                at += 1;
            } else {
                break;
            }
            has_gaps |= at > start + 1 && block.shape.gap_before;
        }
        let resumes = goes_on(blocks, at, known);
        if resumes && is_subheading(page, &blocks[start..at]) {
            at -= 1;
        }
        // What is read aloud of a list (`list 2 of 4`) makes it no longer.
        let is_debris = |block: &Block| {
            let first = page.first_sum(block);
            first.sum >= MARKED && first.kind == Some(Kind::LayoutDebris)
        };
        let own = blocks[start..at].iter().filter(|block| !is_debris(block)).count();
        let is_long = resumes && own > self.config.max_inline_lines && teasers == 0;
        List { entries: start..if headlines == 0 { start } else { at }, end: at, is_long }
    }

    /// One short piece of running text under a headline, and then a headline again, or
    /// chrome, or the end of a list that has had teasers before.
    fn is_teaser(&self, blocks: &[Block], at: usize, headlines: usize, teasers: usize, known: &[bool]) -> bool {
        let block = &blocks[at];
        let under_headline = at > 0 && headlines > teasers && !blocks[at - 1].shape.is_sentence();
        if !under_headline || block.shape.chars > self.config.max_teaser_chars {
            return false;
        }
        match blocks.get(at + 1) {
            None => teasers > 0,
            Some(next) if known[at + 1] => teasers > 0 || next.form == Form::Separator,
            // The next headline must have a teaser too, or one was seen before: else this
            // is the article, and what follows is a subheading.
            Some(next) => !next.shape.is_sentence() && (teasers > 0 || repeats(blocks, at)),
        }
    }
}

/// `> Storm closes the port` under `Read also:`.
fn is_link(page: &Page<'_>, header: &Block, block: &Block) -> bool {
    page.text_of(block).starts_with(ARROWS) && page.text_of(header).ends_with(':') && page.first_sum(header).sum >= SURE
}

/// Whether the last entry of a list with running text below it is the article's next subheading: it is half as wide as the others are, at most.
///
/// Of 30 lists in labelled dumps behind which the article goes on five end in a subheading, none of them wider. Four of those stay so (one has a number), and
/// no headline does.
fn is_subheading(page: &Page<'_>, items: &[Block]) -> bool {
    let Some((last, others)) = items.split_last().filter(|(_, others)| !others.is_empty()) else { return false };
    let wide: usize = others.iter().map(|block| block.shape.width() as usize).sum();
    last.shape.width() as usize * 2 * others.len() <= wide
        && last.shape.words > 1
        && last.shape.digits == 0
        && last.form != Form::Separator
        && !last.shape.is_sentence()
        && page.first_sum(last).sum <= 0
}

/// Whether a block is known to be something else than an entry of a list of stories. Short
/// lines with the words of a menu or of another such header are kickers.
fn ends_list(page: &Page<'_>, block: &Block) -> bool {
    let first = page.first_sum(block);
    let kicker = !block.shape.is_sentence()
        && matches!(
            first.kind,
            Some(Kind::Nav | Kind::Related | Kind::ReadMoreBlock | Kind::MostRead | Kind::LayoutDebris)
        );
    first.sum >= MARKED && !kicker
}

/// Whether running text stands at `at`.
fn goes_on(blocks: &[Block], at: usize, known: &[bool]) -> bool {
    blocks.get(at).is_some_and(|block| block.shape.is_sentence() && !known[at])
}

/// Whether the article goes on at `at`: two pieces of running text in a row.
fn resumes(blocks: &[Block], at: usize, known: &[bool]) -> bool {
    goes_on(blocks, at, known) && goes_on(blocks, at + 1, known)
}

/// Whether after a teaser comes at most a kicker and a headline, and then again a single
/// short piece of running text.
fn repeats(blocks: &[Block], teaser: usize) -> bool {
    let next_text = blocks[teaser + 1..].iter().take(4).position(|block| block.shape.is_sentence());
    next_text.is_some_and(|offset| {
        let at = teaser + 1 + offset;
        offset >= 1 && blocks.get(at + 1).is_none_or(|after| !after.shape.is_sentence())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_left_of_a_line_is_no_separator_that_somebody_drew() {
        let drawn = |line: &str| {
            let text =
                format!("The ferry to the island was late again on Monday, the harbour office said.\n{line}\nThe quay");
            let page = Page::from_text(&text);
            page.blocks().iter().any(|block| is_drawn(&page, block))
        };
        for line in ["* * *", "━━━━━━━━", "___", "•", "+"] {
            assert!(drawn(line), "{line}");
        }
        for line in ["}", "});", "]", "」", ",", "\"", "The end"] {
            assert!(!drawn(line), "{line}");
        }
    }
}

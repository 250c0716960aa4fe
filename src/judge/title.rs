//! The headline, and its repeats.
//!
//! The headline is the first line before the body that looks like one, is not known to be
//! something else, and shares as much with the body as the best of its rivals.
//!
//! **Known gaps**: headlines that end in a full stop, but for a first line in title case; a short standfirst or the first
//! subheading, where the dump lost the headline above it; a kicker
//! above a headline without any word of the body in it.

use crate::judge::headline::{MARKED, MIN_TITLE_CASE_PERCENT, could_be, has_a_stop, is_date};
use crate::kind::Kind;
use crate::lexicon::Lexicon;
use crate::marks::{Family, Field, Findings};
use crate::metadata::names::fold;
use crate::observe::zones::Zone;
use crate::page::{Block, Ending, Form, Page};
use crate::segment::sentence;
use crate::segment::shape::is_closer;
use crate::stage::Judge;
use rustc_hash::FxHashSet;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// Settings of `title`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct TitleConfig {
    /// Within so many blocks after the title, a second copy is a repeat. Default 10.
    pub repeat_blocks: usize,
}

impl Default for TitleConfig {
    fn default() -> Self {
        TitleConfig { repeat_blocks: 10 }
    }
}

/// The stage.
#[derive(Debug, Clone)]
pub struct Title {
    config: TitleConfig,
}

/// The title is taken whatever else was said of its line.
const TITLE_WEIGHT: i32 = 700;
/// A second copy: enough for a line in the body, which is no running text.
const REPEAT_WEIGHT: i32 = 450;
/// So long, in letters of an alphabet, a line is no refrain: it stands under each picture.
const MIN_FAR_WIDTH: u32 = 50;
/// A question with more words is a paragraph.
const MAX_QUESTION_WORDS: u32 = 20;
/// A shorter question above a paragraph is a headline in any case.
const SHORT_QUESTION_WORDS: u32 = 12;
/// Words of some languages are short: this is as wide as that, in letters of an alphabet.
const SHORT_QUESTION_WIDTH: u32 = 66;
/// So many words in a sentence are a paragraph, no caption or notice.
const PARAGRAPH_WORDS: u32 = 15;
/// So many in several sentences are the beginning of an article.
const LONG_PARAGRAPH_WORDS: u32 = 30;
/// A longer line is no headline, in bytes.
const MAX_TITLE_BYTES: usize = 1200;
/// An entry of a list of amounts or results has no more words.
const MAX_ENTRY_WORDS: u32 = 5;
/// How many blocks of the body are asked which words they use.
const TOPIC_BLOCKS: usize = 4;
/// Words of the body have at least so many bytes when they say something of its topic.
const TOPIC_WORD_BYTES: usize = 5;
/// A line with this share of the best score, in percent, is as good as the best, and the
/// first of those is the title: it stands above standfirst and caption.
const GOOD_ENOUGH_PERCENT: u32 = 50;

impl Title {
    /// The stage with these settings; it needs no rules.
    #[must_use]
    pub fn new(config: TitleConfig, _lexicon: Arc<Lexicon>) -> Self {
        Title { config }
    }
}

impl Judge for Title {
    fn name(&self) -> &'static str {
        "title"
    }

    fn run(&self, page: &Page<'_>, out: &mut Findings) {
        let Some(title) = page.headline() else { return };
        out.mark(title.span, Kind::Title, "title.headline", Family::Structure, TITLE_WEIGHT);
        out.field(Field::Title, page.text_of(title).split_whitespace().collect::<Vec<_>>().join(" "), title.span);
        let core = bare(page.folded(title));
        let near = title.index + 1..title.index + 1 + self.config.repeat_blocks;
        for block in page.blocks().iter().filter(|block| block.index != title.index) {
            let outside = page.zone(block) != Zone::Body;
            let line = bare(page.folded(block));
            let long = line == core && block.shape.width() >= MIN_FAR_WIDTH;
            if (long || near.contains(&block.index) || outside) && is_repeat(line, core) {
                out.mark(block.span, Kind::TitleRepeat, "title.repeat", Family::Repetition, REPEAT_WEIGHT);
            }
        }
    }
}

/// Equal, or equal but for a site's name behind a dash or bar.
fn is_repeat(line: &str, title: &str) -> bool {
    let site_suffix = |rest: &str| rest.len() <= 40 && (rest.starts_with(" - ") || rest.starts_with(" | "));
    line == title
        || line.strip_prefix(title).is_some_and(site_suffix)
        || title.strip_prefix(line).is_some_and(|rest| !line.is_empty() && site_suffix(rest))
}

fn bare(folded: &str) -> &str {
    folded.trim_matches(|c: char| !c.is_alphanumeric() && !is_closer(c)).trim_end_matches('.')
}

/// The headline of a page, read in the second step: the line with the one that its markup gives,
/// or the one that looks like it.
pub(crate) fn of<'p>(page: &'p Page<'_>) -> Option<&'p Block> {
    declared(page).or_else(|| find(page))
}

/// The line with the headline that the markup gives, above the text.
fn declared<'p>(page: &'p Page<'_>) -> Option<&'p Block> {
    let title = fold(page.declared().fields.title.as_deref()?);
    let above = &page.blocks()[..before_text(page)];
    above.iter().find(|block| {
        let text = page.text_of(block);
        matches!(block.form, Form::Paragraph | Form::Heading(_))
            && text.len() <= MAX_TITLE_BYTES
            && !title.is_empty()
            && fold(text) == title
    })
}

/// The headline, told from the text.
fn find<'p>(page: &'p Page<'_>) -> Option<&'p Block> {
    let topic = topic(page);
    // A headline that is a question reads like running text: it may open the body.
    let head = page.blocks().iter().take_while(|block| page.zone(block) == Zone::Head).count();
    let opens = page.blocks().get(head).is_some_and(|block| opens_body(page, block) || has_a_stop(page, block));
    let above_text = if begins_with_text(page) { 0 } else { before_text(page) };
    let above = &page.blocks()[..(head + usize::from(opens)).min(above_text)];
    let first = above.iter().position(|block| page.first_sum(block).sum < MARKED);
    let is_entry = |block: &Block| Some(block.index) != first && is_entry_of_list(page, block, &topic);
    let candidates: Vec<(&Block, u32)> = above
        .iter()
        .filter(|block| could_be(page, block) && !is_entry(block))
        .map(|block| (block, score(page, block, &topic)))
        .collect();
    let best = candidates.iter().map(|(_, score)| *score).max()?;
    candidates.into_iter().find(|(_, score)| score * 100 >= best * GOOD_ENOUGH_PERCENT).map(|(block, _)| block)
}

/// Whether a line with a number in it stands in a list of such: `200 g flour`, `Leeds 3-2 Burnley`. The date below a
/// headline is no entry; what has no word of the body is a note like it (`9 min read`, `3 comments and 12 shares`).
fn is_entry_of_list(page: &Page<'_>, block: &Block, topic: &FxHashSet<&str>) -> bool {
    let is_short = |block: &Block| block.shape.digits > 0 && block.shape.words <= MAX_ENTRY_WORDS;
    let has_topic = || words(page.folded(block)).any(|word| topic.contains(word));
    let is_entry = |beside: &Block| is_short(beside) && !(is_date(page, beside) && has_topic());
    let beside = [block.index.checked_sub(1), Some(block.index + 1)];
    is_short(block) && beside.into_iter().flatten().filter_map(|at| page.blocks().get(at)).any(is_entry)
}

/// How many blocks stand above the second paragraph that nothing speaks against: below it the
/// article has begun, and what looks like a headline is a subheading. One paragraph alone may
/// be a caption or a notice of the site.
fn before_text(page: &Page<'_>) -> usize {
    page.blocks().iter().filter(|block| is_text(page, block)).nth(1).map_or(page.blocks().len(), |block| block.index)
}

fn is_text(page: &Page<'_>, block: &Block) -> bool {
    block.shape.is_sentence() && block.shape.words >= PARAGRAPH_WORDS && page.first_sum(block).sum < MARKED
}

/// Whether the first block of a page is the beginning of the article: a long paragraph of several
/// sentences is neither a caption nor a notice.
fn begins_with_text(page: &Page<'_>) -> bool {
    page.blocks().first().is_some_and(|block| is_text(page, block) && is_long(page, block))
}

fn is_long(page: &Page<'_>, block: &Block) -> bool {
    block.shape.words >= LONG_PARAGRAPH_WORDS && sentence::of_folded(page.folded(block)).nth(1).is_some()
}

/// Whether the first block of the body is a headline that ends in a question or
/// exclamation mark, with more of the body under it. Many articles begin with a question;
/// a headline is short or in title case.
fn opens_body(page: &Page<'_>, block: &Block) -> bool {
    let next = page.blocks().get(block.index + 1);
    let title_case = block.shape.capitalised * 100 >= block.shape.words * MIN_TITLE_CASE_PERCENT;
    matches!(block.shape.ending, Ending::Question | Ending::Exclamation)
        && (block.shape.words <= SHORT_QUESTION_WORDS || block.shape.width() <= SHORT_QUESTION_WIDTH || title_case)
        && block.shape.words <= MAX_QUESTION_WORDS
        && next.is_some_and(|next| next.shape.is_sentence() && next.shape.chars > block.shape.chars)
}

/// The longer words of the first paragraphs of the body.
fn topic<'p>(page: &'p Page<'_>) -> FxHashSet<&'p str> {
    let is_body = |block: &&Block| page.zone(block) == Zone::Body && block.shape.is_sentence();
    // A question that opens the body has its own words in common with itself alone.
    let first = page.blocks().iter().find(|block| page.zone(block) == Zone::Body);
    let opening = first.filter(|block| opens_body(page, block)).map(|block| block.index);
    let body = page.blocks().iter().filter(is_body).filter(|block| Some(block.index) != opening);
    body.take(TOPIC_BLOCKS).flat_map(|block| words(page.folded(block))).collect()
}

/// Whether a folded line has most of the longer words of a folded headline: it is worded anew.
pub(super) fn says_the_same(line: &str, headline: &str) -> bool {
    let line: FxHashSet<&str> = words(line).collect();
    let (all, shared) =
        words(headline).fold((0, 0), |(all, shared), word| (all + 1, shared + usize::from(line.contains(word))));
    all > 0 && shared * 3 >= all * 2
}

fn words(folded: &str) -> impl Iterator<Item = &str> {
    folded.split(|c: char| !c.is_alphanumeric()).filter(|word| word.len() >= TOPIC_WORD_BYTES)
}

/// Ten points a word up to twelve words and five less for each beyond sixteen (a caption
/// or a standfirst), as many for sharing all words with the body, and a bonus for what
/// HTML calls the first heading.
fn score(page: &Page<'_>, block: &Block, topic: &FxHashSet<&str>) -> u32 {
    let (mut all, mut shared) = (0_u32, 0);
    for word in words(page.folded(block)) {
        all += 1;
        shared += u32::from(topic.contains(word));
    }
    let length = (block.shape.words.min(12) * 10).saturating_sub(block.shape.words.saturating_sub(16) * 5);
    let overlap = (120_u32 * shared).checked_div(all).unwrap_or(0);
    let heading = if block.form == Form::Heading(1) { 200 } else { 0 };
    let score = length + overlap + heading;
    // Few headlines begin in lower case; lines of verse and halves of sentences do.
    let lower = page.text_of(block).chars().next().is_some_and(char::is_lowercase);
    if lower { score / 2 } else { score }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BODY: &str = "The minister arrived in the capital on Sunday for talks over the breakaway region, the foreign office said.\nFighting continued overnight and on Sunday morning, both of the warring sides said.\n";

    fn title(head: &str) -> Option<String> {
        let text = format!("{head}\n{BODY}");
        let page = Page::from_text(&text);
        find(&page).map(|block| page.text_of(block).to_owned())
    }

    #[test]
    fn the_headline_is_found_among_other_lines() {
        assert_eq!(
            title("Home\nOur paper\nMinister arrives for talks over region\nBy Ann Lee").as_deref(),
            Some("Minister arrives for talks over region")
        );
        assert_eq!(title("Created on: March 12, 2024 10:42\nOne egg too many").as_deref(), Some("One egg too many"));
        assert_eq!(
            title("Министр прибыл на переговоры в столицу").as_deref(),
            Some("Министр прибыл на переговоры в столицу")
        );
        assert_eq!(title("部长抵达首都参加会谈").as_deref(), Some("部长抵达首都参加会谈"));
    }

    #[test]
    fn a_first_line_in_title_case_may_have_a_full_stop() {
        assert_eq!(title("DUBLIN (INN) - Island Beat Mainland Again."), None);
        assert_eq!(title("THE COUNCIL VOTED ON MONDAY TO CLOSE THE PORT."), None);
        let stopped = "A Ferry Is Leaving. The Island Beneath It Stays.";
        assert_eq!(title(stopped).as_deref(), Some(stopped));
        assert_eq!(title("The ferry is leaving. The island beneath it stays."), None);
    }

    #[test]
    fn a_byline_is_no_headline_but_tells_of_the_one_above() {
        let long = "Minister says she is willing to speak in the capital before the sixth of May after the president waives what he had claimed";
        assert_eq!(title(&format!("{long}\nBy Ann Lee and Bo Ray, INN")).as_deref(), Some(long));
        assert_eq!(title("Minister in the capital\nBY ANN LEE AND BO RAY").as_deref(), Some("Minister in the capital"));
        assert_eq!(
            title("By the sea and without a boat for the minister").as_deref(),
            Some("By the sea and without a boat for the minister")
        );
    }

    #[test]
    fn a_date_is_no_headline() {
        assert_eq!(title(&format!("Friday, August 6, 2021\n{BODY}")), None);
        assert_eq!(
            title(&format!("Friday, August 6, 2021: a day on the island\n{BODY}")).as_deref(),
            Some("Friday, August 6, 2021: a day on the island")
        );
    }

    #[test]
    fn running_text_is_no_headline() {
        assert_eq!(title("It rained all night over the whole of the valley."), None);
    }

    #[test]
    fn a_first_line_of_two_sentences_is_a_headline() {
        let two = "Neighbours save the tram loop. The city wanted a car park";
        assert_eq!(title(two).as_deref(), Some(two));
    }

    #[test]
    fn what_stands_below_the_beginning_is_a_subheading() {
        let labels = "Home\nNews\nSport\nCulture\nTravel\nMore\n".repeat(3);
        let opening = "If the locks were changed, you may have more time and more rights than you think, she said. In most \
                       cases nobody can make you leave without an order from the county court, and many never get one.";
        let caption = opening.replace(", she said. In", " and in");
        let below = "What counts as an eviction by a minister";
        assert_eq!(title(&format!("{opening}\n{labels}{below}")), None);
        assert_eq!(title(&format!("{caption}\n{labels}{below}")).as_deref(), Some(below));
    }

    #[test]
    fn scores_are_no_clocks() {
        let score = "Season 2024/2025: Bayern beat Bremen 3:2 in the capital";
        assert_eq!(title(score).as_deref(), Some(score));
        assert_eq!(title("Created on: March 12, 2024 10:42 in the capital"), None);
    }

    #[test]
    fn a_question_below_a_headline_is_asked_in_an_interview() {
        let headline = "\u{201c}An egg is never just an egg\u{201d}";
        assert_eq!(title(&format!("{headline}\nYou count the eggs of birds. Why?")).as_deref(), Some(headline));
    }

    #[test]
    fn what_opens_a_dialogue_is_no_headline() {
        for dialogue in [
            "– Is the minister there?\n– He has left.",
            "“Is the minister there?”\n“He has left the capital.”",
            "Question: Is the minister there?\nAnswer: No.\nQuestion: Why?",
        ] {
            assert_eq!(title(dialogue), None, "{dialogue}");
        }
        let said = "– The minister must go";
        assert_eq!(title(said).as_deref(), Some(said));
        let quoted = "“The minister must go”";
        assert_eq!(
            title(&format!("{quoted}\n“I said so,” said the mayor of the capital on Sunday.")).as_deref(),
            Some(quoted)
        );
        let labelled = "Interview: Is the minister there?";
        assert_eq!(title(&format!("{labelled}\nPhoto: Ann Lee")).as_deref(), Some(labelled));
    }

    #[test]
    fn a_standfirst_is_no_headline() {
        let plain = "The minister spoke with both sides of the war over the breakaway region for two days and left without a word";
        assert_eq!(title(plain), None);
        let parts = "\u{201c}Not without a treaty\u{201d}: the minister spoke with both sides of the war over the region for two days";
        assert_eq!(title(parts).as_deref(), Some(parts));
    }

    #[test]
    fn an_entry_of_a_list_is_no_headline() {
        assert_eq!(title("1 - Minister in the capital for talks"), None);
        assert!(title("63% of ministers are in the capital for talks").is_some());
        assert!(title("10 ministers in the capital for talks").is_some());
    }

    #[test]
    fn a_headline_worded_anew_has_most_of_its_words() {
        let headline = "nine ferry companies that still have no profit";
        assert!(says_the_same(
            "from saari to lehto, here are nine ferry companies that have no profit still",
            headline
        ));
        assert!(!says_the_same("the ferry is late again, and nobody on the island knows why", headline));
    }

    #[test]
    fn repeats_may_carry_the_name_of_the_site() {
        assert!(is_repeat("storm closes port - the herald", "storm closes port"));
        assert!(!is_repeat("storm closes port and all the schools", "storm closes port"));
    }
}

//! What a headline looks like, for [`super::title`]: its length, its capitals, and what only looks like one (bylines, dates,
//! entries of lists, teasers cut short).

use crate::judge::bylines::begins_with_by;
use crate::metadata::dates;
use crate::page::{Block, Ending, Form, Page};
use unicode_script::Script;

/// A block marked with this sum in the first step is something else.
pub(super) const MARKED: i32 = 150;
/// In title case so many words begin in upper case, in percent.
pub(super) const MIN_TITLE_CASE_PERCENT: u32 = 60;
/// A longer line is a standfirst, unless it has a sign of headlines: of the title lines of
/// real dumps that were read, all with more words had one.
const MAX_PLAIN_WORDS: u32 = 16;
/// With a comma in it, so many: a standfirst has two clauses. No plain title line with a
/// comma had more.
const MAX_CLAUSE_WORDS: u32 = 12;
/// Words of some languages are short (Hindi writes its cases as words): what is no wider, in letters of an alphabet, is no longer
/// either. Of the scripts of Europe two words more are let through, in two clauses.
const MAX_PLAIN_WIDTH: u32 = 90;
const MAX_CLAUSE_WIDTH: u32 = 80;
const MORE_CLAUSE_WORDS: u32 = 2;
/// A shorter line that ends in an ellipsis is a headline.
const MIN_CUT_WORDS: u32 = 12;
/// With such a sign it may have so many, as the longest of those had.
const MAX_WORDS: u32 = 24;
/// The name of a site behind a dash has at most so many words.
const MAX_SITE_WORDS: usize = 5;
/// A day, a year and a time have so many digits at least.
const MIN_DATE_DIGITS: u32 = 8;
/// A date has a day of the week, a day, a month and a year.
const MAX_DATE_WORDS: u32 = 4;
/// A first line with a full stop is a headline if it has so many words, nearly all in upper case. (The five of labelled dumps are.)
const MIN_STOPPED_WORDS: u32 = 5;
const MIN_STOPPED_CASE_PERCENT: u32 = 80;

/// Whether a line looks like a headline and is not known to be something else.
pub(super) fn could_be(page: &Page<'_>, block: &Block) -> bool {
    let heading = matches!(block.form, Form::Heading(1 | 2));
    // In a page in one line a headline has no end.
    block.part.is_none()
        && matches!(block.form, Form::Paragraph | Form::Heading(_))
        && page.first_sum(block).sum < MARKED
        && (block.shape.is_headline() || has_a_stop(page, block))
        && (block.shape.words >= 3 || heading)
        && !page.folded(block).starts_with('(')
        && has_the_length(page, block)
        && !is_numbered(page.folded(block))
        && !is_date(page, block)
        // Above a byline stands the headline; a first line may be one that begins so (`By Land and Sea`).
        && !(block.index > 0 && begins_with_by(page.text_of(block)))
        && !(block.shape.words >= MIN_CUT_WORDS && is_cut_short(page.folded(block)))
        && !opens_dialogue(page, block)
        // A line of a poem, or the first half of a sentence.
        && !page.text_of(block).ends_with([',', ';', '，', '،', '、'])
}

/// `A Ferry Is Leaving. The Island Stays.`: a first line in title case is a headline though it ends in a full stop.
pub(super) fn has_a_stop(page: &Page<'_>, block: &Block) -> bool {
    // Datelines, lists of names and text in capitals are none.
    block.index == 0
        && block.shape.uppers * 2 < block.shape.letters
        && !page.text_of(block).contains([',', '(', '—', '–'])
        && !page.text_of(block).contains(" - ")
        && block.shape.ends_sentence()
        && (MIN_STOPPED_WORDS..=MAX_WORDS).contains(&block.shape.words)
        && block.shape.capitalised * 100 >= block.shape.words * MIN_STOPPED_CASE_PERCENT
}

/// `The port was closed on Monday. Nobody knows …`: what a list of stories shows of an article's beginning.
fn is_cut_short(folded: &str) -> bool {
    let begins = folded.trim_end_matches(['…', '.', ' ']);
    begins.len() + '…'.len_utf8() <= folded.len() && folded.ends_with(['…', '.']) && begins.contains(". ")
}

/// Whether a line is the first that somebody says, as the lines below it begin: `– Did you see him?`, `“Is it far?”`, `Question: When did you …?`.
///
/// Headlines of some countries begin with a dash, and many quote, so the next line must begin so too, and one that quotes must ask. The label
/// of a question stands before other questions as well.
fn opens_dialogue(page: &Page<'_>, block: &Block) -> bool {
    const DASHES: [char; 2] = ['–', '—'];
    const QUOTES: [char; 6] = ['“', '„', '«', '»', '"', '‘'];
    let Some(next) = page.blocks().get(block.index + 1) else { return false };
    let (text, below) = (page.text_of(block), page.text_of(next));
    let (first, same) = (text.chars().next(), text.chars().next() == below.chars().next());
    let asks = block.shape.ending == Ending::Question;
    let is_said = first.is_some_and(|c| same && (DASHES.contains(&c) || (asks && QUOTES.contains(&c))));
    is_said || (asks && is_labelled_again(page, block, next))
}

/// Whether a line begins with a word and a colon, the next with another, and one below both as the line does.
fn is_labelled_again(page: &Page<'_>, block: &Block, next: &Block) -> bool {
    /// The label of a question, or a name.
    const MAX_LABEL_BYTES: usize = 40;
    /// Turns of so many speakers, and some that have several paragraphs.
    const MAX_TURNS: usize = 8;
    let label = |block: &Block| {
        let (label, _) = page.folded(block).split_once(':')?;
        (label.len() <= MAX_LABEL_BYTES && label.split(' ').count() <= 2).then_some(label)
    };
    let Some(asked) = label(block) else { return false };
    let mut below = page.blocks()[next.index..].iter().take(MAX_TURNS);
    label(next).is_some_and(|answer| answer != asked) && below.any(|turn| label(turn) == Some(asked))
}

/// Whether a line is as short as headlines are. A standfirst without a full stop is one long
/// plain sentence; long headlines are made of parts, quote, or stand in title case.
fn has_the_length(page: &Page<'_>, block: &Block) -> bool {
    let text = page.text_of(block);
    let words = block.shape.words;
    let title_case = block.shape.capitalised * 100 >= words * MIN_TITLE_CASE_PERCENT;
    let parts = text.contains([':', '?', '!', '"', '“', '„', '«', '»', '–', '—', '|', '…'])
        || [". ", "..."].iter().any(|sign| text.contains(sign))
        || text.rsplit_once(" - ").is_some_and(|(_, site)| site.split(' ').count() <= MAX_SITE_WORDS);
    let has_clauses = text.contains(", ");
    let plain = if has_clauses { MAX_CLAUSE_WORDS } else { MAX_PLAIN_WORDS };
    let width = if has_clauses { MAX_CLAUSE_WIDTH } else { MAX_PLAIN_WIDTH };
    let is_narrow = block.shape.width() <= width
        && (!has_usual_words(block) || (has_clauses && words <= plain + MORE_CLAUSE_WORDS));
    words <= plain
        || is_narrow
        || (words <= MAX_WORDS && is_above_furniture(page, block))
        || (words <= MAX_WORDS && (title_case || parts))
}

fn has_usual_words(block: &Block) -> bool {
    matches!(block.shape.script, Script::Latin | Script::Cyrillic | Script::Greek)
}

/// Whether a line opens the page and a byline or a date stands right below it, as below headlines.
fn is_above_furniture(page: &Page<'_>, block: &Block) -> bool {
    let is_furniture = |below: &Block| {
        begins_with_by(page.text_of(below)) || (below.shape.words <= MAX_CLAUSE_WORDS && is_clocked(page, below))
    };
    block.index == 0 && page.blocks().get(1).is_some_and(is_furniture)
}

/// `1 - Storm closes port`, `2) The port`: an entry of a list of the article's own. A
/// headline may begin with a number, but not with one and a sign.
fn is_numbered(folded: &str) -> bool {
    let rest = folded.trim_start_matches(|c: char| c.is_ascii_digit());
    let digits = folded.len() - rest.len();
    let sign = |sign: &char| rest.trim_start().strip_prefix(*sign).is_some_and(|rest| rest.starts_with(' '));
    (1..=2).contains(&digits) && ['.', ')', '-', '–', '—'].iter().any(sign)
}

/// A date of few words, or a day and a time with words of any kind.
pub(super) fn is_date(page: &Page<'_>, block: &Block) -> bool {
    is_clocked(page, block) || (block.shape.words <= MAX_DATE_WORDS && dates::iso(page.text_of(block)).is_some())
}

/// `Created on March 12, 2024 10:42`: a day and a time. A score (`3:2`) is none.
fn is_clocked(page: &Page<'_>, block: &Block) -> bool {
    let is_clock = |at: &[u8]| {
        let [before, sign, tens, ones, after] = at else { return false };
        before.is_ascii_digit()
            && *sign == b':'
            && (b'0'..=b'5').contains(tens)
            && ones.is_ascii_digit()
            && !after.is_ascii_digit()
    };
    // The last clock may end the line.
    block.shape.digits >= MIN_DATE_DIGITS && [page.text_of(block).as_bytes(), b" "].concat().windows(5).any(is_clock)
}

//! What of flat text needs surer evidence than the rest: by how much scores are moved, in hundredths of log-odds. Never above zero.

use super::choice::{ONE, likelihood};
use crate::observe::zones::Zone;
use crate::page::{Block, Ending, Page};
use crate::scan;

/// So much is taken off every score of a page of running text alone, in hundredths of log-odds: where there is no
/// label and no headline, and no rule speaks, a sentence that is unlike the next is hardly a caption. Of
/// 40,000 made texts of sentences that have nothing to do with each other, 167 lost one before, 45 with 150, none with 250.
const PROSE_CARE: i32 = -250;

/// So much is taken off the score of what may be a heading of the article, in hundredths of log-odds: of headings of composed dumps (never
/// trained on) 6 % are lost for 10, 0.2 % more of the boilerplate there is left; on whole pages F1 stays as it is. With 60 it
/// is half of that, with 200 no heading more is kept.
const HEADING_CARE: i32 = -120;
/// More words are a headline or a caption. With eleven for nine real dumps (all) lose 0.28 % for 0.31 and leave as much, 51 of other sources 0.49 for
/// 0.53; composed ones put aside lose 2.0 for 2.1 %, those of `second/` leave 17.8 for 17.6. With thirteen the latter leave 18.0.
const MAX_HEADING_WORDS: u32 = 11;
/// And fewer a caption or a note, no paragraph under a heading.
const MIN_TEXT_WORDS: u32 = 21;

/// And off that of a line of the body among other lines, which no rule speaks against: an entry of a list, a row of a table. On whole
/// pages of sites held out the model took 1,592 words of such lines by less than this that are the article's and 884 that are not (beside a sentence
/// it is 516 and 654, and in real dumps none of them was the article's): 3.06 % of the words are lost there for 3.31, 12.4 % of the boilerplate is left for 12.1.
const ROW_CARE: i32 = -100;

/// And off that of turns of a transcript. Of pairs of such lines in labelled dumps 19 are the article's and two promotion, which goes by
/// its rule; the model took three for captions (`Lowered: The flag over the quay`).
const TURN_CARE: i32 = -250;
/// A name with its role is no longer, in characters.
const MAX_SPEAKER_CHARS: usize = 42;

/// Text of which so many hundredths of the words seem to be boilerplate has been cleaned before.
const CLEAN_PERCENT: i64 = 8;
/// How much surer the model must be to take a block of it, in hundredths of log-odds.
///
/// With weights that were trained without fold 3, on real dumps (tune) documents that lose nothing
/// rise from 94 to 98 %; article words lost fall from 0.52 to 0.39 %, boilerplate left rises from
/// 5.8 to 6.6 %. On dumps of whole pages (check) F1 stays as it is; with 15 or 25 % it falls.
const CLEAN_CARE: i32 = -200;

/// By how much the odds of all blocks of flat text are to be moved besides, where nearly all of it
/// seems to be the article's: there only what is sure is to go. Never above zero.
pub(super) fn of_clean(blocks: &[(i32, u32)]) -> i32 {
    if is_clean(blocks) { CLEAN_CARE } else { 0 }
}

/// Whether nearly all of a text seems to be the article's, from the odds and the words of each block.
pub(super) fn is_clean(blocks: &[(i32, u32)]) -> bool {
    let words: i64 = blocks.iter().map(|(_, words)| i64::from(*words)).sum();
    let expected: i64 = blocks.iter().map(|(odds, words)| likelihood(*odds) * i64::from(*words) / ONE).sum();
    (words - expected) * 100 < words * CLEAN_PERCENT
}

/// For all blocks of a page.
pub(super) fn of_page(page: &Page<'_>) -> i32 {
    if is_prose(page) { PROSE_CARE } else { 0 }
}

/// For one block.
pub(super) fn of_block(page: &Page<'_>, block: &Block) -> i32 {
    let line = if may_be_heading(page, block) {
        HEADING_CARE
    } else if is_among_rows(page, block) {
        ROW_CARE
    } else {
        0
    };
    line + if is_of_transcript(page, block) { TURN_CARE } else { 0 }
}

/// Whether a page has nothing but running text that no rule speaks against.
fn is_prose(page: &Page<'_>) -> bool {
    page.blocks().iter().all(|block| block.shape.is_sentence() && page.first_sum(block).sum <= 0)
}

/// Whether a block of the body is a short line without a stop that no rule speaks against, and a longer paragraph is right below.
fn may_be_heading(page: &Page<'_>, block: &Block) -> bool {
    let is_text = |next: &Block| next.shape.is_sentence() && next.shape.words >= MIN_TEXT_WORDS;
    block.shape.words <= MAX_HEADING_WORDS
        && block.shape.ending == Ending::Open
        && page.zone(block) == Zone::Body
        && page.first_sum(block).sum <= 0
        && page.blocks().get(block.index + 1).is_some_and(is_text)
}

/// Whether a block of the body that no rule speaks against is no sentence, and neither is the one above nor the one below.
fn is_among_rows(page: &Page<'_>, block: &Block) -> bool {
    let beside = [block.index.wrapping_sub(1), block.index, block.index + 1];
    let is_row = |at: usize| page.blocks().get(at).is_some_and(|block| !block.shape.is_sentence());
    page.zone(block) == Zone::Body && page.first_sum(block).sum <= 0 && beside.into_iter().all(is_row)
}

/// Whether a block is a speaker's turn, and one beside it is too.
fn is_of_transcript(page: &Page<'_>, block: &Block) -> bool {
    let beside = [block.index.checked_sub(1), Some(block.index + 1)];
    is_turn(page, block)
        && beside.into_iter().flatten().filter_map(|at| page.blocks().get(at)).any(|other| is_turn(page, other))
}

/// `ANN LEE: Nobody knows.`: the speaker in capitals, and a sentence.
fn is_turn(page: &Page<'_>, block: &Block) -> bool {
    let text = page.text_of(block);
    let speaker = || scan::before_blank(text, b':').next().map(|colon| &text[..colon]);
    let is_loud =
        |text: &str| !text.contains(char::is_lowercase) && text.chars().filter(|c| c.is_uppercase()).nth(1).is_some();
    block.shape.ends_sentence()
        && speaker().is_some_and(|name| name.chars().nth(MAX_SPEAKER_CHARS).is_none() && is_loud(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn turns_stand_beside_each_other() {
        let page = Page::from_text(
            "ANN LEE: Nobody knows.\n\nBO RAY: I know it.\n\nThe ferry was late again on Monday.\n\nJO MILL: It was not.\n\nKim Saari: It was.",
        );
        let found: Vec<i32> = page.blocks().iter().map(|block| of_block(&page, block)).collect();
        assert_eq!(found, [TURN_CARE, TURN_CARE, 0, 0, 0]);
    }

    #[test]
    fn a_short_line_over_a_paragraph_may_be_a_heading() {
        let prose = "The ferry to the island was late again on Monday, the harbour office said, and nobody on the quay knew when it would come.";
        let text = format!("{prose}\n\nNobody knows when\n\n{prose}\n\nSo it is\n\nIt is late.\n\n{prose}");
        let page = Page::from_text(&text);
        let found: Vec<i32> = page.blocks().iter().map(|block| of_block(&page, block)).collect();
        assert_eq!(found, [0, HEADING_CARE, 0, 0, 0, 0]);
    }

    #[test]
    fn lines_among_lines_are_rows() {
        let prose = "The ferry to the island was late again on Monday, the harbour office said, and nobody on the quay knew when it would come.";
        let rows = "Length: 31 metres\n\nWidth: 9 metres\n\nBuilt: 1974";
        let text =
            format!("{prose}\n\n{prose}\n\n{prose}\n\n{prose}\n\n{rows}\n\n{prose}\n\n{prose}\n\n{prose}\n\n{prose}");
        let page = Page::from_text(&text);
        let found: Vec<i32> = page.blocks().iter().map(|block| of_block(&page, block)).collect();
        // The first of them has a sentence beside it, as a caption has.
        assert_eq!(found, [0, 0, 0, 0, 0, ROW_CARE, HEADING_CARE, 0, 0, 0, 0]);
    }

    #[test]
    fn what_is_nearly_clean_is_cut_with_care() {
        assert_eq!(of_clean(&[(-800, 300), (50, 10)]), CLEAN_CARE);
        assert_eq!(of_clean(&[(-800, 300), (800, 300)]), 0);
        assert_eq!(of_clean(&[]), 0);
    }
}

//! Which sentences of a page in one line go.
//!
//! What is not of an article stands before and behind it: the stretch is found that holds the article, and nothing in it is taken, for of many
//! an article the model would take a sentence. Outside of it goes what the model is against. It has learned from pages in one line
//! too, but a sentence tells less than a line does: where next to nothing is labels, and where much more would go than sentences
//! stay, it was hardly a page whose article was found, and all stays.
//!
//! The numbers are from 763 pages whose pieces were joined by blanks, and from articles alone in one line: 587 as they are, and 395 invented ones, among
//! them two articles one after the other.

use crate::page::Block;
use std::ops::Range;

/// So much is taken off the odds of a sentence where the article is looked for, in hundredths of log-odds: a longer stretch loses less. Of pages
/// of sites held out 0.65 % of the article's words are lost and F1 is 0.878; with nothing 1.47 % and 0.890, with 200 0.61 % and 0.869. Of
/// invented articles 6 of 364 lose words; with 100 ten do.
const SENTENCE: i32 = -150;
/// What labels count besides: they are hardly ever text of an article.
const LABELS: i32 = 150;
/// A page has so many words of labels: text that has fewer is of sentences alone, and all of it stays.
const MIN_LABEL_WORDS: u32 = 10;
/// More certain than this the model is not of one piece.
const MAX_ODDS: i32 = 300;
/// A longer piece counts like one of so many words.
const MAX_WORDS: u32 = 60;
/// At most so many words go for one word of the sentences that stay. An article that reads like labels (a programme, a list of names) would
/// go as if it were the page's menu, and sentences of other stories stay. With 4 F1 is 0.871 and as much is lost.
const GOING_FOR_ONE: u64 = 8;
/// What the model says of a kept sentence at most: nothing against it.
const KEPT: i32 = -1;

/// The odds of all blocks, less than zero for what stays, where a page stands in one line.
///
/// `odds` is what the model says of each block, the rules included.
pub(super) fn decided(blocks: &[Block], odds: &[i32]) -> Vec<i32> {
    let mut decided: Vec<i32> = odds.iter().map(|odds| (*odds).min(KEPT)).collect();
    let labels = blocks.iter().filter(|block| is_labels(block)).map(|block| block.shape.words).sum::<u32>();
    if labels < MIN_LABEL_WORDS {
        return decided;
    }
    let article = article(blocks, odds);
    // The sentence right before it may be its first, behind the credit of a picture.
    let may_be_first = |at: &usize| blocks[*at].shape.ends_sentence();
    let start = article.start.checked_sub(1).filter(may_be_first).unwrap_or(article.start);
    for outside in [0..start, article.end..blocks.len()] {
        decided[outside.clone()].copy_from_slice(&odds[outside]);
    }
    if takes_much(blocks, &decided) {
        decided.iter_mut().for_each(|odds| *odds = (*odds).min(KEPT));
    }
    decided
}

/// Whether so much would go, for the sentences that stay, that it was hardly the article that was found.
fn takes_much(blocks: &[Block], decided: &[i32]) -> bool {
    let (going, staying): (Vec<_>, Vec<_>) = blocks.iter().zip(decided).partition(|(_, odds)| **odds > 0);
    let words = |block: &Block| u64::from(block.shape.words);
    let goes: u64 = going.iter().map(|(block, _)| words(block)).sum();
    let stays: u64 = staying.iter().filter(|(block, _)| is_sentence(block)).map(|(block, _)| words(block)).sum();
    goes > stays * GOING_FOR_ONE
}

/// The stretch of blocks that holds the article: that with the largest sum of what speaks for it, less what speaks against (Kadane).
fn article(blocks: &[Block], odds: &[i32]) -> Range<usize> {
    let (mut best, mut found) = (0, 0..blocks.len());
    let (mut sum, mut start) = (0, 0);
    for (at, (block, odds)) in blocks.iter().zip(odds).enumerate() {
        if sum <= 0 {
            (sum, start) = (0, at);
        }
        let against = odds.saturating_add(SENTENCE + if is_labels(block) { LABELS } else { 0 });
        sum -= i64::from(against.clamp(-MAX_ODDS, MAX_ODDS)) * i64::from(block.shape.words.min(MAX_WORDS));
        if sum > best {
            (best, found) = (sum, start..at + 1);
        }
    }
    found
}

fn is_sentence(block: &Block) -> bool {
    block.shape.ends_sentence() && !is_labels(block)
}

fn is_labels(block: &Block) -> bool {
    block.part.is_some_and(|part| part.is_labels)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::page::Page;

    const MENU: &str = "Home News Sport Weather Business Culture Travel Opinion Video Podcasts Newsletters Contact Shop Archive \
        Jobs Cars Homes Family Notices Subscribe Login";

    /// Whether each piece of a page goes: a menu, thirty sentences (1 to 30), one more, and the menu again, or other sentences instead of it.
    fn goes(odds: impl Fn(usize) -> i32, labels: bool) -> Vec<bool> {
        let prose =
            ["The ferry to the island was late again on Monday, the harbour office said in the evening."; 30].join(" ");
        let around = if labels { [MENU; 3].join(" ") } else { "It left at noon with all of them. ".repeat(6) };
        let text = format!("{around} And {prose} All of it is ours. {around}");
        let page = Page::from_text(&text);
        let odds: Vec<i32> = (0..page.blocks().len()).map(odds).collect();
        decided(page.blocks(), &odds).iter().map(|odds| *odds > 0).collect()
    }

    #[test]
    fn what_stands_around_the_article_goes() {
        let found = goes(|at| if (1..31).contains(&at) { -400 } else { 250 }, true);
        assert_eq!(found, (0..33).map(|at| !(1..31).contains(&at)).collect::<Vec<_>>());
        // A sentence of which the model is not so sure is held for one of the article, labels are not.
        let found = goes(|at| if (1..31).contains(&at) { -400 } else { 120 }, true);
        assert_eq!(found, (0..33).map(|at| at == 0 || at == 32).collect::<Vec<_>>());
    }

    #[test]
    fn one_sentence_of_the_article_never_goes() {
        assert!(goes(|at| if at == 15 { 900 } else { -400 }, true).iter().all(|goes| !goes));
    }

    #[test]
    fn the_sentence_right_before_the_article_stays() {
        let found = goes(|at| if (2..31).contains(&at) { -400 } else { 250 }, true);
        assert_eq!(found, (0..33).map(|at| !(1..31).contains(&at)).collect::<Vec<_>>());
    }

    #[test]
    fn text_of_sentences_alone_stays() {
        assert!(goes(|at| if at < 20 { -400 } else { 300 }, false).iter().all(|goes| !goes));
        assert!(goes(|at| if at < 20 { -400 } else { 300 }, true).iter().any(|goes| *goes));
    }

    #[test]
    fn what_is_much_of_a_page_stays() {
        assert!(goes(|at| if at < 30 { 300 } else { -400 }, true).iter().all(|goes| !goes));
        assert!(goes(|at| if at < 26 { 300 } else { -400 }, true).iter().any(|goes| *goes));
    }
}

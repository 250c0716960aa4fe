//! Which sentences of a page in one line go.
//!
//! The model has learned from lines. Of a sentence it tells only roughly what it is, and of many an article it would take some. So one sentence
//! is not asked alone. What is not of an article stands before and behind it: the stretch is found that holds the article, and nothing
//! in it is taken. Outside a sentence goes if the model takes both it and those around it for something else, labels by the mean of both.
//! And where much more would go than sentences stay, it was hardly the article that was found: all stays.
//!
//! The numbers are from 279 pages whose pieces were joined by spaces, and their articles alone in one line: of the latter none may lose more
//! than before.

use crate::page::Block;
use std::ops::Range;

/// So much is added to the odds where the article is looked for, in hundredths of log-odds: the model is used to lines that have more to
/// them than a sentence, and lets these stay. With 100 the pages keep 99.68 % of the article, with this 99.63 %, for .004 more F1.
const SENTENCE: i32 = 150;
/// What labels count besides: they are hardly ever text of an article.
const LABELS: i32 = 150;
/// And outside of it, where they are of a menu or of other stories.
const LABELS_OUTSIDE: i32 = 300;
/// Unless so many pieces with so many words outside of an article are known to be of a site's shell, labels may be a table that a clean
/// article begins or ends with.
const MIN_SHELL_PIECES: u32 = 2;
const MIN_SHELL_WORDS: u32 = 10;
/// A page has so many words of labels: text that has fewer is of sentences alone, and all of it stays.
const MIN_LABEL_WORDS: u32 = 10;
/// Before or behind an article it is not worth the risk to take fewer words than this.
const MIN_WORDS: u32 = 40;
/// More certain than this the model is not of one piece, where the article is looked for and outside of it.
const MAX_ODDS: i32 = 300;
const MAX_OUTSIDE: i32 = 400;
/// A longer piece counts like one of so many words.
const MAX_WORDS: u32 = 60;
/// So many pieces on either side are asked about one, and what they count where it is no sentence, in percent.
const AROUND: usize = 8;
const AROUND_PERCENT: i64 = 40;
/// A sentence goes if it is not so surely of an article, and those around it are more surely not: no single one is picked out of running
/// text, and a menu does not take along what stands beside it. Of 581 pages one loses more than 2 % of its article; five would if
/// sentences went as labels do.
const IN_FAVOUR: i64 = 50;
/// At most so many words go for two words of the sentences that stay. An article that reads like labels (a programme, a list of names) would
/// go as if it were the page's menu, and sentences of other stories stay: where all words of 70 articles were written in capitals without a stop,
/// pages kept 71 % of them with a bound on the sentences alone, and 97 % with this one.
const GOING_FOR_TWO: u64 = 3;
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
    let ends = [0..start, article.end..blocks.len()];
    let has_shell = has_shell(blocks, odds, &ends);
    for end in ends {
        let labels = if has_shell { LABELS_OUTSIDE } else { 0 };
        let odds = around(&blocks[end.clone()], &odds[end.clone()], labels);
        if going(&blocks[end.clone()], &odds) >= MIN_WORDS {
            decided[end].copy_from_slice(&odds);
        }
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
    goes * 2 > stays * GOING_FOR_TWO
}

/// Whether pieces outside of an article are known to be of a site's shell.
fn has_shell(blocks: &[Block], odds: &[i32], ends: &[Range<usize>]) -> bool {
    let outside = ends.iter().flat_map(|end| blocks[end.clone()].iter().zip(&odds[end.clone()]));
    let known = outside.filter(|(block, odds)| odds.saturating_add(of_labels(block, LABELS)) > 0);
    let (pieces, words) = known.fold((0, 0), |(pieces, words), (block, _)| (pieces + 1, words + block.shape.words));
    pieces >= MIN_SHELL_PIECES && words >= MIN_SHELL_WORDS
}

/// The words of the blocks that would go.
fn going(blocks: &[Block], odds: &[i32]) -> u32 {
    blocks.iter().zip(odds).filter(|(_, odds)| **odds > 0).map(|(block, _)| block.shape.words).sum()
}

/// The stretch of blocks that holds the article: that with the largest sum of what speaks for it, less what speaks against (Kadane).
fn article(blocks: &[Block], odds: &[i32]) -> Range<usize> {
    let (mut best, mut found) = (0, 0..blocks.len());
    let (mut sum, mut start) = (0, 0);
    for (at, (block, odds)) in blocks.iter().zip(odds).enumerate() {
        if sum <= 0 {
            (sum, start) = (0, at);
        }
        let against = odds.saturating_add(SENTENCE + of_labels(block, LABELS));
        sum -= i64::from(against.clamp(-MAX_ODDS, MAX_ODDS)) * words(block);
        if sum > best {
            (best, found) = (sum, start..at + 1);
        }
    }
    found
}

/// The odds of blocks outside of the article, by themselves and by those around them.
fn around(blocks: &[Block], odds: &[i32], labels: i32) -> Vec<i32> {
    let own =
        |(block, odds): (&Block, &i32)| odds.saturating_add(of_labels(block, labels)).clamp(-MAX_OUTSIDE, MAX_OUTSIDE);
    let own: Vec<i32> = blocks.iter().zip(odds).map(own).collect();
    // Sums of all before each block: of odds by words, and of words.
    let mut sums = vec![(0, 0)];
    for (block, own) in blocks.iter().zip(&own) {
        let (odds, all) = sums[sums.len() - 1];
        sums.push((odds + i64::from(*own) * words(block), all + words(block)));
    }
    let mixed = |(at, own): (usize, &i32)| {
        let (from, to) = (sums[at.saturating_sub(AROUND)], sums[(at + AROUND + 1).min(blocks.len())]);
        let own = i64::from(*own);
        let (odds, all) = (to.0 - from.0 - own * words(&blocks[at]), to.1 - from.1 - words(&blocks[at]));
        let mean = odds.checked_div(all).unwrap_or(own);
        if is_sentence(&blocks[at]) {
            (own + IN_FAVOUR).min(mean - IN_FAVOUR) as i32
        } else {
            ((own * (100 - AROUND_PERCENT) + mean * AROUND_PERCENT) / 100) as i32
        }
    };
    own.iter().enumerate().map(mixed).collect()
}

fn is_sentence(block: &Block) -> bool {
    block.shape.ends_sentence() && !is_labels(block)
}

fn is_labels(block: &Block) -> bool {
    block.part.is_some_and(|part| part.is_labels)
}

/// So much, if a block is labels.
fn of_labels(block: &Block, weight: i32) -> i32 {
    if is_labels(block) { weight } else { 0 }
}

fn words(block: &Block) -> i64 {
    i64::from(block.shape.words.min(MAX_WORDS))
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
        let found = goes(|at| if (1..31).contains(&at) { -400 } else { 50 }, true);
        assert_eq!(found, (0..33).map(|at| !(1..31).contains(&at)).collect::<Vec<_>>());
        // Too little is left alone.
        let found = goes(|at| if at == 31 { 300 } else { -400 }, true);
        assert!(found.iter().all(|goes| !goes));
    }

    #[test]
    fn one_sentence_of_the_article_never_goes() {
        assert!(goes(|at| if at == 15 { 900 } else { -400 }, true).iter().all(|goes| !goes));
    }

    #[test]
    fn a_menu_does_not_take_a_sentence_along() {
        let menus = |at: usize| !(2..31).contains(&at);
        let found = goes(
            |at| {
                if at == 1 {
                    -120
                } else if menus(at) {
                    300
                } else {
                    -400
                }
            },
            true,
        );
        assert!(found.iter().enumerate().all(|(at, goes)| *goes == (at == 0 || at > 30)), "{found:?}");
    }

    #[test]
    fn text_of_sentences_alone_stays() {
        assert!(goes(|at| if at < 20 { -400 } else { 300 }, false).iter().all(|goes| !goes));
        assert!(goes(|at| if at < 20 { -400 } else { 300 }, true).iter().any(|goes| *goes));
    }

    #[test]
    fn what_is_much_of_a_page_stays() {
        assert!(goes(|at| if at < 21 { 300 } else { -400 }, true).iter().all(|goes| !goes));
        assert!(goes(|at| if at < 9 { 300 } else { -400 }, true).iter().any(|goes| *goes));
    }

    #[test]
    fn a_table_at_the_end_is_no_shell() {
        let article = |at| if at == 32 { -120 } else { -400 };
        assert!(goes(article, true).iter().all(|goes| !goes));
    }
}

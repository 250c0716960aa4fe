//! Which sentences of a page in one line go.
//!
//! What is not of an article stands before and behind it: the stretch is found that holds the article, and nothing in it is taken, for of many
//! an article the model would take a sentence. Lists beside it are its own where no rule knows them. Outside of it goes what the model is
//! against. It has learned from pages in one line too, but a sentence tells less than a line does: all stays that has next to no labels, of
//! which only the end or the beginning would go by no word of a site's, or most of what there is; all but the last sentences, if a phrase of a
//! site's tells the first of them.
//!
//! The numbers are from 763 pages whose pieces were joined by blanks, from articles alone in one line, 587 as they are and 395 invented ones, and from
//! 90 invented articles and pages with lists and programmes, and what was made of them: `docs/experiments.md`.

use crate::marks::Family;
use crate::page::{Block, Page};
use crate::segment::one_line::is_comma;
use std::ops::Range;

/// So much is taken off the odds of a sentence where the article is looked for, in hundredths of log-odds: a longer stretch loses less. Of pages
/// of sites held out 0.65 % of the article's words were lost and F1 was 0.878 (before lists and shells were looked at); with nothing 1.47 % and 0.890, with
/// 200 0.61 % and 0.869. Of invented articles 6 of 364 lost words; with 100 ten did.
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
/// go as if it were the page's menu, and sentences of other stories stay. With 4 F1 was 0.871 for 0.878 and as much was lost.
const GOING_FOR_ONE: u64 = 8;
/// A phrase of a site's that counts so much tells a piece of its shell.
const NAMED: i32 = 200;
/// A list has a comma for so many words, or a number for so many. Of pieces beside the stretch that no phrase tells 646 words of those with commas were
/// the article's and 101 were not (invented pages).
const WORDS_FOR_A_COMMA: usize = 12;
const WORDS_FOR_A_NUMBER: usize = 4;
/// What the model says of a kept sentence at most: nothing against it.
const KEPT: i32 = -1;

/// The odds of all blocks, less than zero for what stays, where a page stands in one line.
///
/// `odds` is what the model says of each block, the rules included.
pub(super) fn decided(page: &Page<'_>, odds: &[i32]) -> Vec<i32> {
    let blocks = page.blocks();
    let named = named(page);
    let labels = blocks.iter().filter(|block| is_labels(block)).map(|block| block.shape.words).sum::<u32>();
    if labels >= MIN_LABEL_WORDS {
        let article = with_lists(page, odds, &named, article(blocks, odds));
        let decided = without(odds, article.clone());
        if is_shell(&decided, &named, article) && !takes_much(blocks, &decided) {
            return decided;
        }
    }
    without(odds, 0..blocks.len() - told_at_the_end(page, odds, &named))
}

/// The odds, by which nothing of a stretch goes.
fn without(odds: &[i32], stays: Range<usize>) -> Vec<i32> {
    let mut decided = odds.to_vec();
    decided[stays].iter_mut().for_each(|odds| *odds = (*odds).min(KEPT));
    decided
}

/// How many pieces at the end go where nothing else does: the model is against each, and a phrase of a site's tells the first of them.
///
/// At the beginning a headline or a prompt is one with the first sentence, at the end a piece mostly stands by itself. Of 170 real dumps whose lines were
/// joined by blanks 92 % of what is no article stays, for 98, and no word more is lost; of 867 clean texts in one line 95.7 % are untouched for 97.3.
fn told_at_the_end(page: &Page<'_>, odds: &[i32], named: &[bool]) -> usize {
    // The article's last words may be one with the phrase.
    let is_first = |at: usize| {
        let text = page.text_of(&page.blocks()[at]);
        named[at] && !is_glued(text) && !holds_a_line(text)
    };
    let end = (0..odds.len()).rev().take_while(|at| odds[*at] > 0).enumerate();
    end.filter(|(_, at)| is_first(*at)).last().map_or(0, |(before, _)| before + 1)
}

/// Whether a sentence begins right behind the stop of another, which may be the article's.
fn is_glued(text: &str) -> bool {
    let glued = |at: usize| text[..at].ends_with(char::is_lowercase) && begins(&text[at + 1..]);
    memchr::memchr3_iter(b'.', b'!', b'?', text.as_bytes()).any(glued)
}

/// Whether something begins behind what ends a line without a stop: an address, a bracket, initials, a dash.
fn holds_a_line(text: &str) -> bool {
    let is_initial = |word: &str| word.len() <= 4 && word.ends_with('.') && word.contains(char::is_alphabetic);
    let ends = |before: &str| {
        let word = before.rsplit(' ').next().unwrap_or_default();
        word.contains('@') || word.contains("://") || word.ends_with([')', ']', '–', '—']) || is_initial(word)
    };
    memchr::memchr_iter(b' ', text.as_bytes()).any(|at| begins(&text[at + 1..]) && ends(&text[..at]))
}

fn begins(text: &str) -> bool {
    text.starts_with(char::is_uppercase)
}

/// Whether what would go is a site's: it stands on both sides of the article, or a phrase tells a piece of it.
///
/// A clean article has a programme or a list of names at one end. On pages of sites held out 0.59 % of the article is lost for 0.65, three pages lose a tenth for
/// five, and F1 falls by 0.001; of 50 invented articles with such lists and of what was made of them none loses a word, where 11 did.
fn is_shell(decided: &[i32], named: &[bool], article: Range<usize>) -> bool {
    let goes = |blocks: Range<usize>| decided[blocks].iter().any(|odds| *odds > 0);
    let is_told = || decided.iter().zip(named).any(|(odds, named)| *odds > 0 && *named);
    (goes(0..article.start) && goes(article.end..decided.len())) || is_told()
}

/// In which blocks phrases of a site's shell stand.
fn named(page: &Page<'_>) -> Vec<bool> {
    let mut named = vec![false; page.blocks().len()];
    let tells = page.first().marks.iter().filter(|mark| mark.family == Family::Phrase && mark.weight >= NAMED);
    for mark in tells {
        let at = page.blocks().partition_point(|block| block.span.end <= mark.span.start);
        if page.blocks().get(at).is_some_and(|block| block.span.contains(&mark.span)) {
            named[at] = true;
        }
    }
    named
}

/// The article with what is beside it and its own: the sentence right before it may be its first, behind the credit of a picture, and
/// lists that no phrase tells are programmes and names.
fn with_lists(page: &Page<'_>, odds: &[i32], named: &[bool], article: Range<usize>) -> Range<usize> {
    let blocks = page.blocks();
    let is_own =
        |at: &usize| !named[*at] && (odds[*at] <= 0 || is_list(page.text_of(&blocks[*at]), blocks[*at].shape.words));
    let may_be_first = |at: &usize| blocks[*at].shape.ends_sentence();
    let start = article.start.checked_sub(1).filter(may_be_first).unwrap_or(article.start);
    let start = (0..start).rev().take_while(is_own).last().unwrap_or(start);
    let end = (article.end..blocks.len()).take_while(is_own).last().map_or(article.end, |at| at + 1);
    start..end
}

/// Whether a piece has the commas or the numbers of a list.
fn is_list(text: &str, words: u32) -> bool {
    let commas = text.chars().filter(|c| is_comma(*c)).count();
    let numbers = text.split_whitespace().filter(|word| word.starts_with(char::is_numeric)).count();
    commas * WORDS_FOR_A_COMMA >= words as usize || numbers * WORDS_FOR_A_NUMBER >= words as usize
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
    use crate::kind::Kind;
    use crate::marks::Findings;
    use crate::text::Span;
    use std::sync::LazyLock;

    const MENU: &str = "Home News Sport Weather Business Culture Travel Opinion Video Podcasts Newsletters Contact Shop Archive \
        Jobs Cars Homes Family Notices Subscribe Login";

    static PROSE: LazyLock<String> = LazyLock::new(|| {
        ["The ferry to the island was late again on Monday, the harbour office said in the evening."; 30].join(" ")
    });

    /// Whether each piece of a page goes: a menu, thirty sentences (1 to 30), one more, and the menu again, or other sentences instead of it.
    fn goes(odds: impl Fn(usize) -> i32, labels: bool) -> Vec<bool> {
        let around = if labels { [MENU; 3].join(" ") } else { "It left at noon with all of them. ".repeat(6) };
        let text = format!("{around} And {} All of it is ours. {around}", *PROSE);
        let page = Page::from_text(&text);
        let odds: Vec<i32> = (0..page.blocks().len()).map(odds).collect();
        decided(&page, &odds).iter().map(|odds| *odds > 0).collect()
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
        assert!(goes(|at| if (1..20).contains(&at) { -400 } else { 300 }, true).iter().any(|goes| *goes));
    }

    #[test]
    fn what_would_go_at_one_end_alone_stays_unless_a_phrase_tells() {
        let text = format!("{} {MENU} {MENU}", *PROSE);
        let page = Page::from_text(&text);
        let odds: Vec<i32> = page.blocks().iter().map(|block| if is_labels(block) { 300 } else { -400 }).collect();
        assert!(decided(&page, &odds).iter().all(|odds| *odds < 0));
        let menu = page.blocks().last().unwrap().span;
        let mut first = Findings::default();
        first.mark(menu, Kind::Nav, "navigation.menu", Family::Phrase, NAMED);
        let page = page.with_first(first);
        assert_eq!(decided(&page, &odds).iter().filter(|odds| **odds > 0).count(), 1);
    }

    #[test]
    fn what_a_phrase_tells_at_the_end_goes_from_text_of_sentences_too() {
        let goes = |told: &str, odds: i32| {
            let text = format!("{} He writes for us. {told} It is free.", *PROSE);
            let page = Page::from_text(&text);
            let at = text.find("Follow").unwrap();
            let mut first = Findings::default();
            first.mark(Span::new(at, at + 10), Kind::FollowCta, "promo-footers.follow", Family::Phrase, NAMED);
            let page = page.with_first(first);
            let odds: Vec<i32> = (0..page.blocks().len()).map(|at| if at < 30 { -400 } else { odds }).collect();
            decided(&page, &odds).iter().filter(|odds| **odds > 0).count()
        };
        // Not what stands before the phrase, nor what the model is not against, nor what may hold the last sentence of the article.
        assert_eq!(goes("Follow us.", 20), 2);
        assert_eq!(goes("Follow us.", -20), 0);
        assert_eq!(goes("It was late.Follow us.", 20), 0);
        assert!(!is_glued("It was late. See Example.com."));
    }

    #[test]
    fn a_list_beside_the_article_is_its_own() {
        let cast = "Anna Lee, Bo Ray, Carl Mill, Dan Roe, Eve Fox, Finn Hall, Gus Kerr, Hal Berg ".repeat(4);
        let text = format!("{MENU} {MENU} {} {cast}{MENU}", *PROSE);
        let page = Page::from_text(&text);
        let odds: Vec<i32> =
            page.blocks().iter().map(|block| if block.shape.ends_sentence() { -400 } else { 300 }).collect();
        let goes: Vec<&str> = page
            .blocks()
            .iter()
            .zip(decided(&page, &odds))
            .filter(|(_, odds)| *odds > 0)
            .map(|(block, _)| page.text_of(block))
            .collect();
        assert!(goes.iter().all(|text| !text.contains("Finn Hall")), "{goes:?}");
        assert!(goes.len() > 1, "{goes:?}");
    }

    #[test]
    fn what_is_much_of_a_page_stays() {
        assert!(goes(|at| if (29..31).contains(&at) { -400 } else { 300 }, true).iter().all(|goes| !goes));
        assert!(goes(|at| if (25..31).contains(&at) { -400 } else { 300 }, true).iter().any(|goes| *goes));
    }
}

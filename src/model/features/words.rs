//! Which words of a block the running text of the page uses too.
//!
//! The words that turn up in many paragraphs are the page's function words (prose has many
//! of them, labels few), and longer words that turn up in other paragraphs are its topic
//! (teasers of other stories have few of them): both without a list of any language. And
//! which of them are cue words ([`crate::model::cues`]).

use super::distance::Distance;
use super::scale::{count, log, share};
use super::{Line, MARKED};
use crate::marks::Fact;
use crate::model::cues::{CLASSES, Class, Cues, hash_of, hash_of_pair};
use crate::page::{Block, Page};
use crate::segment::shape::writes_without_spaces;
use rustc_hash::FxHashMap;
use std::ops::Range;

/// A word of at least so many bytes says something of the topic.
const TOPIC_BYTES: usize = 5;

/// One word: its hash, and whether it is long enough to be about something.
#[derive(Clone, Copy)]
struct Word {
    hash: u32,
    topical: bool,
}

/// In how many paragraphs a word stands.
#[derive(Clone, Copy, Default)]
struct Spread {
    paragraphs: u32,
    last: u32,
}

/// A label has at most so many words.
const LABEL_WORDS: u32 = 6;

/// Fills in what the words of all blocks tell.
pub(super) fn fill(lines: &mut [Line], page: &Page<'_>, title: Option<&Block>, cues: &Cues) {
    let blocks = page.blocks();
    let mut words: Vec<Word> = Vec::with_capacity(page.text().len() / 5);
    let mut ranges: Vec<Range<usize>> = Vec::with_capacity(blocks.len());
    for block in blocks {
        let from = words.len();
        split(page.folded(block), writes_without_spaces(block.shape.script), &mut words);
        ranges.push(from..words.len());
    }
    let running = |block: &Block| block.shape.is_sentence() && page.first_sum(block).sum < MARKED;
    let mut spread: FxHashMap<u32, Spread> = FxHashMap::default();
    let mut paragraphs = 0;
    for block in blocks.iter().filter(|block| running(block)) {
        paragraphs += 1;
        for word in &words[ranges[block.index].clone()] {
            let spread = spread.entry(word.hash).or_default();
            if spread.last != paragraphs {
                *spread = Spread { paragraphs: spread.paragraphs + 1, last: paragraphs };
            }
        }
    }
    let frequent = (paragraphs / 5).max(2);
    let title_words = title.map_or(&[][..], |title| &words[ranges[title.index].clone()]);
    let cues = cues.of(language(page));
    let mut labels = Vec::with_capacity(blocks.len());
    for (line, block) in lines.iter_mut().zip(blocks) {
        let mut of_class = [0; CLASSES.len()];
        let own = u32::from(running(block));
        let words = &words[ranges[block.index].clone()];
        let (mut function, mut topical, mut shared, mut often) = (0, 0, 0, 0);
        for word in words {
            let elsewhere = spread.get(&word.hash).map_or(0, |spread| spread.paragraphs - own.min(spread.paragraphs));
            function += usize::from(elsewhere >= frequent);
            if let Some(classes) = cues.get(&word.hash) {
                for (class, count) in of_class.iter_mut().enumerate() {
                    *count += usize::from(classes >> class & 1);
                }
            }
            if word.topical {
                topical += 1;
                shared += usize::from(elsewhere > 0);
                often += usize::from(elsewhere > 1);
            }
        }
        line.function_words = share(function, words.len());
        line.topic_words = share(shared, topical);
        line.topic_often = share(often, topical);
        line.topic_count = log(shared);
        line.title_words = in_title(words, title_words);
        line.cues(of_class.map(|count| share(count, words.len())));
        let is_label = block.shape.words <= LABEL_WORDS && !block.shape.is_sentence();
        labels.push(of_class.map(|count| is_label && count > 0));
    }
    label_distances(lines, &labels);
}

/// How far away the nearest label with a word of some classes is: under "Comments" and above
/// "Reply" stands what readers wrote, whatever it is about.
fn label_distances(lines: &mut [Line], labels: &[[bool; CLASSES.len()]]) {
    let mut since = [Distance::UNMET; CLASSES.len()];
    for (line, labels) in lines.iter_mut().zip(labels) {
        [
            line.comment_label_before,
            line.story_label_before,
            line.picture_label_before,
            line.interface_label_before,
            line.author_label_before,
        ] = nearest(&since);
        step(&mut since, labels);
    }
    since = [Distance::UNMET; CLASSES.len()];
    for (line, labels) in lines.iter_mut().zip(labels).rev() {
        [
            line.comment_label_after,
            line.story_label_after,
            line.picture_label_after,
            line.interface_label_after,
            line.author_label_after,
        ] = nearest(&since);
        step(&mut since, labels);
    }
}

/// The distances to labels of comments, stories, pictures, the interface and authors.
fn nearest(since: &[Distance; CLASSES.len()]) -> [u8; 5] {
    let near = |class: Class| since[class as usize].byte();
    [
        near(Class::Comment),
        near(Class::Story),
        near(Class::Picture),
        near(Class::Account).min(near(Class::Subscribe)).min(near(Class::Social)),
        near(Class::Author).min(near(Class::Date)),
    ]
}

/// Goes one block on.
fn step(since: &mut [Distance; CLASSES.len()], labels: &[bool; CLASSES.len()]) {
    since.iter_mut().zip(labels).for_each(|(since, is_here)| since.step(*is_here));
}

/// The language of the body, where it is fairly sure.
fn language<'p>(page: &'p Page<'_>) -> Option<&'p str> {
    /// Below this, the words of all languages are looked for.
    const SURE: f32 = 0.5;
    page.first().facts.iter().find_map(|fact| match fact {
        Fact::Language { code, confidence, .. } if *confidence >= SURE => *code,
        _ => None,
    })
}

/// How many of the longer words of a block stand in the headline.
fn in_title(words: &[Word], title: &[Word]) -> u8 {
    let longer = words.iter().filter(|word| word.topical).take(64);
    count(longer.filter(|word| title.iter().any(|other| other.topical && other.hash == word.hash)).count())
}

/// The words of a folded text; where none are written, every two letters in a row.
fn split(folded: &str, unspaced: bool, out: &mut Vec<Word>) {
    if unspaced {
        let mut before = None;
        for c in folded.chars() {
            if let (Some(before), true) = (before, c.is_alphabetic()) {
                out.push(Word { hash: hash_of_pair(before, c), topical: true });
            }
            before = c.is_alphabetic().then_some(c);
        }
        return;
    }
    for word in folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
        out.push(Word { hash: hash_of(word), topical: word.len() >= TOPIC_BYTES });
    }
}

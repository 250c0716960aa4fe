//! Which words of a block the running text of the page uses too.
//!
//! The words that turn up in many paragraphs are the page's function words (prose has many
//! of them, labels few), and longer words that turn up in other paragraphs are its topic
//! (teasers of other stories have few of them): both without a list of any language. And
//! which of them are cue words ([`crate::model::cues`]).

use super::distance::Distance;
use super::scale::{count, log, share};
use super::{Line, MARKED};
use crate::chars;
use crate::marks::Fact;
use crate::model::cues::{CLASSES, Class, Classes, Cues, NO_LETTERS, Words, hash_of, hash_of_pair, hash_on};
use crate::page::{Block, Page};
use crate::segment::shape::writes_without_spaces;
use rustc_hash::{FxBuildHasher, FxHashMap};
use std::ops::Range;

/// A word of at least so many bytes says something of the topic.
const TOPIC_BYTES: usize = 5;

/// A page has about one different word in so many bytes.
const BYTES_A_WORD: usize = 16;

/// One word: its place in the vocabulary, and whether it is long enough to be about something.
#[derive(Debug, Clone, Copy)]
struct Word {
    entry: u32,
    topical: bool,
}

/// The words of all blocks of a page.
#[derive(Debug, Clone, Default)]
pub struct PageWords {
    words: Vec<Word>,
    ranges: Vec<Range<usize>>,
    /// The places in the vocabulary of the longer words alone.
    topical: Vec<u32>,
    topical_ranges: Vec<Range<usize>>,
    /// How many different words there are.
    pub(super) different: usize,
}

impl PageWords {
    fn of(page: &Page<'_>, vocabulary: &mut Vocabulary<'_>) -> Self {
        let mut words = Vec::with_capacity(page.text().len() / 5);
        let mut ranges = Vec::with_capacity(page.blocks().len());
        for block in page.blocks() {
            let from = words.len();
            split(page.folded(block), writes_without_spaces(block.shape.script), vocabulary, &mut words);
            ranges.push(from..words.len());
        }
        let (topical, topical_ranges) = topical(&words, &ranges);
        PageWords { words, ranges, topical, topical_ranges, different: vocabulary.entries.len() }
    }

    /// The words of one block.
    fn of_block(&self, index: usize) -> &[Word] {
        &self.words[self.ranges[index].clone()]
    }

    /// The places in the vocabulary of the longer words of one block.
    pub(super) fn topical(&self, index: usize) -> &[u32] {
        &self.topical[self.topical_ranges[index].clone()]
    }

    /// How many longer words there are.
    pub(super) fn topical_count(&self) -> usize {
        self.topical.len()
    }

    /// Where those of one block stand among all.
    pub(super) fn topical_range(&self, index: usize) -> Range<usize> {
        self.topical_ranges[index].clone()
    }
}

/// The longer words of each block. Each word is written down and counted if it is long: a branch
/// would be guessed wrong half of the time.
fn topical(words: &[Word], ranges: &[Range<usize>]) -> (Vec<u32>, Vec<Range<usize>>) {
    let mut topical = vec![0; words.len()];
    let mut count = 0;
    let of_block = |range: &Range<usize>| {
        let from = count;
        for word in &words[range.clone()] {
            topical[count] = word.entry;
            count += usize::from(word.topical);
        }
        from..count
    };
    let topical_ranges = ranges.iter().map(of_block).collect();
    topical.truncate(count);
    (topical, topical_ranges)
}

/// What is known of all words that are alike.
#[derive(Clone, Copy)]
struct Entry {
    /// Of which classes they are cues.
    classes: Classes,
    /// One of the longer words of the headline.
    in_title: bool,
    /// In how many paragraphs they stand, and which was the last.
    paragraphs: u32,
    last: u32,
}

/// The different words of a page, so that each is looked up once wherever it stands.
struct Vocabulary<'c> {
    cues: &'c Words,
    places: FxHashMap<u32, u32>,
    entries: Vec<Entry>,
}

impl Vocabulary<'_> {
    fn word(&mut self, hash: u32, topical: bool) -> Word {
        let entry = *self.places.entry(hash).or_insert_with(|| {
            let classes = self.cues.get(&hash).copied().unwrap_or_default();
            self.entries.push(Entry { classes, in_title: false, paragraphs: 0, last: 0 });
            self.entries.len() as u32 - 1
        });
        Word { entry, topical }
    }
}

/// A label has at most so many words.
const LABEL_WORDS: u32 = 6;

/// Fills in what the words of all blocks tell, and returns the words.
pub(super) fn fill(lines: &mut [Line], page: &Page<'_>, title: Option<&Block>, cues: &Cues) -> PageWords {
    let blocks = page.blocks();
    let mut vocabulary = Vocabulary {
        cues: cues.of(language(page)),
        places: FxHashMap::with_capacity_and_hasher(page.text().len() / BYTES_A_WORD, FxBuildHasher),
        entries: Vec::new(),
    };
    let words = PageWords::of(page, &mut vocabulary);
    let mut entries = vocabulary.entries;
    let running = |block: &Block| block.shape.is_sentence() && page.first_sum(block).sum < MARKED;
    let mut paragraphs = 0;
    for block in blocks.iter().filter(|block| running(block)) {
        paragraphs += 1;
        for word in words.of_block(block.index) {
            let entry = &mut entries[word.entry as usize];
            entry.paragraphs += u32::from(entry.last != paragraphs);
            entry.last = paragraphs;
        }
    }
    let frequent = (paragraphs / 5).max(2);
    let title_words = title.map_or(&[][..], |title| words.of_block(title.index));
    title_words.iter().filter(|word| word.topical).for_each(|word| entries[word.entry as usize].in_title = true);
    let mut labels = Vec::with_capacity(blocks.len());
    for (line, block) in lines.iter_mut().zip(blocks) {
        let mut of_class = [0; CLASSES.len()];
        let own = u32::from(running(block));
        let words = words.of_block(block.index);
        let (mut function, mut topical, mut shared, mut often) = (0, 0, 0, 0);
        for word in words {
            let Entry { mut classes, paragraphs, .. } = entries[word.entry as usize];
            let elsewhere = paragraphs - own.min(paragraphs);
            function += usize::from(elsewhere >= frequent);
            while classes != 0 {
                of_class[classes.trailing_zeros() as usize] += 1;
                classes &= classes - 1;
            }
            topical += usize::from(word.topical);
            shared += usize::from(word.topical & (elsewhere > 0));
            often += usize::from(word.topical & (elsewhere > 1));
        }
        line.function_words = share(function, words.len());
        line.topic_words = share(shared, topical);
        line.topic_often = share(often, topical);
        line.topic_count = log(shared);
        line.title_words = in_title(words, &entries);
        line.cues(of_class.map(|count| share(count, words.len())));
        let is_label = block.shape.words <= LABEL_WORDS && !block.shape.is_sentence();
        labels.push(of_class.map(|count| is_label && count > 0));
    }
    label_distances(lines, &labels);
    words
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
fn in_title(words: &[Word], entries: &[Entry]) -> u8 {
    let longer = words.iter().filter(|word| word.topical).take(64);
    count(longer.filter(|word| entries[word.entry as usize].in_title).count())
}

/// The words of a folded text; where none are written, every two letters in a row.
fn split(folded: &str, unspaced: bool, vocabulary: &mut Vocabulary<'_>, out: &mut Vec<Word>) {
    if unspaced {
        let mut before = None;
        for c in folded.chars() {
            if let (Some(before), true) = (before, chars::is_alphabetic(c)) {
                out.push(vocabulary.word(hash_of_pair(before, c), true));
            }
            before = chars::is_alphabetic(c).then_some(c);
        }
        return;
    }
    if folded.is_ascii() {
        return split_ascii(folded, vocabulary, out);
    }
    for word in folded.split(|c: char| !chars::is_alphanumeric(c)).filter(|word| !word.is_empty()) {
        out.push(vocabulary.word(hash_of(word), word.len() >= TOPIC_BYTES));
    }
}

/// The same words; their ends are found as they are numbered.
fn split_ascii(folded: &str, vocabulary: &mut Vocabulary<'_>, out: &mut Vec<Word>) {
    let (mut hash, mut len) = (NO_LETTERS, 0);
    for byte in folded.bytes().chain([b' ']) {
        if byte.is_ascii_alphanumeric() {
            (hash, len) = (hash_on(hash, u32::from(byte)), len + 1);
        } else if len > 0 {
            out.push(vocabulary.word(hash, len >= TOPIC_BYTES));
            (hash, len) = (NO_LETTERS, 0);
        }
    }
}

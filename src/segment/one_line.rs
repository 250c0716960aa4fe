//! A whole page in one line: its pieces joined by spaces (`' '.join(…)`, jsoup's `text()`).
//!
//! There are no lines to judge, so its sentences are blocks, and so are the labels that stand together before and behind
//! them (a menu, a list of headlines). Each block knows the line that it is of, and what is kept of a line is written as
//! one line again.
//!
//! Labels are told from a sentence word by word. A sentence has the small words and the commas that the sentences of its page
//! have; labels have few of them, and capitals instead. Words are worth points, a border between the two costs some, and the best
//! sum of all (Viterbi) says where the borders are.
//!
//! **Known gaps**: labels in scripts without case are hardly found; a headline, a byline and a date are one with the sentence
//! behind them, and so is a label of a few words.

use crate::page::{Form, LinePart};
use crate::segment::line::Line;
use crate::segment::{Layout, joint, sentence};
use crate::text::Span;
use rustc_hash::FxHashSet;
use std::ops::Range;

/// A shorter line may be a paragraph, and has little to judge. The weights for such texts have learned from none that is shorter (`train/dumps.py`).
///
/// Of 5,287 dumps of pages, line by line or a paragraph a line, none has seven eighths of its text in lines of so many bytes; of 279 pages
/// whose pieces were joined by spaces 256 have, the others hold code or text with line breaks of its own.
const MIN_BYTES: usize = 2000;
/// If it is all there is, a shorter one may hold an article and what stands behind it. Of 245 real and composed dumps of 400 to 2,000 bytes with their lines joined by
/// blanks 84 % of what is no article stays, for 98 %, and 0.12 % of the article is lost for 0.11.
const MIN_BYTES_ALONE: usize = 1000;

/// The words of so long sentences are counted: shorter ones are labels, longer ones may have labels before them.
const COUNTED_WORDS: Range<usize> = 6..46;
/// A word is common that is there once in so many sentences, and so often at least.
const COMMON_IN_ONE_OF: usize = 8;
const MIN_COMMON: usize = 3;
/// A sentence of no more words has no labels before it that are worth a cut.
const MIN_CUT_WORDS: usize = 30;
/// What a border between labels and a sentence costs: as much as twelve words in capitals are worth.
const BORDER: i32 = 24;
/// So many words before the first that tells a sentence from labels may be its own.
const FIRST_WORDS: usize = 3;
/// A line of more sentences stays whole: each costs memory, and of 587 pages none had more than 815 pieces.
const MAX_SENTENCES: usize = 20_000;
/// A word of a script without spaces that is longer, in characters, is a sentence or a part of one.
const MAX_UNSPACED_LABEL: usize = 8;

/// How long the lines of a text are at least that are cut, if they hold seven eighths of it: a title may stand above.
pub(super) fn least_bytes(lines: &[Line<'_>]) -> Option<usize> {
    let bytes = |line: &Line<'_>| line.text.len();
    let least = if lines.len() == 1 { MIN_BYTES_ALONE } else { MIN_BYTES };
    let long: usize = lines.iter().map(bytes).filter(|bytes| *bytes >= least).sum();
    (long > 0 && long * 8 >= lines.iter().map(bytes).sum::<usize>() * 7).then_some(least)
}

impl Layout {
    /// Adds the pieces of a line, each as a block. `form` says what a line is that begins with a piece.
    pub(super) fn push_pieces(&mut self, text: &str, line: Range<usize>, form: impl Fn(&str) -> Form, gap: bool) {
        let head = self.blocks.len();
        for piece in pieces(&text[line.clone()], MAX_SENTENCES.saturating_sub(head)) {
            let range = line.start + piece.range.start..line.start + piece.range.end;
            let is_first = self.blocks.len() == head;
            let form = if is_first { form(&text[range.clone()]) } else { Form::Paragraph };
            self.push(text, range, form, false, is_first && gap);
            if let Some(block) = self.blocks[head..].last_mut() {
                block.part = Some(LinePart { head, is_labels: piece.is_labels });
            }
        }
        // What cannot be cut is judged as any line.
        if let [whole] = &mut self.blocks[head..] {
            whole.part = None;
        }
    }
}

/// A sentence, or labels that stand together.
struct Piece {
    range: Range<usize>,
    is_labels: bool,
}

/// The pieces of a line; itself, if it has more sentences than `most`.
fn pieces(line: &str, most: usize) -> Vec<Piece> {
    let all = Span::new(0, line.len());
    let sentences = sentence::sentences(line, all).map(|(from, to)| from..to);
    let sentences: Vec<Range<usize>> = sentences.take(most + 1).collect();
    if sentences.len() > most {
        return vec![Piece { range: 0..line.len(), is_labels: false }];
    }
    let common = common(line, &sentences);
    let mut pieces = Vec::with_capacity(sentences.len());
    for sentence in sentences {
        for run in runs(&line[sentence.clone()], &common) {
            let range = sentence.start + run.start..sentence.start + run.end;
            let is_labels =
                line[range.clone()].split_whitespace().map(|word| points(word, &common)).sum::<i32>() > BORDER;
            pieces.push(Piece { range, is_labels });
        }
    }
    pieces
}

/// The words that many sentences of a line have.
fn common<'t>(line: &'t str, sentences: &[Range<usize>]) -> FxHashSet<&'t str> {
    let words = |sentence: &Range<usize>| line[sentence.clone()].split_whitespace();
    let is_counted =
        |sentence: &&Range<usize>| COUNTED_WORDS.contains(&words(sentence).take(COUNTED_WORDS.end).count());
    let counted: Vec<&Range<usize>> = sentences.iter().filter(is_counted).collect();
    let mut counts = rustc_hash::FxHashMap::default();
    for word in counted.iter().flat_map(|sentence| words(sentence)) {
        *counts.entry(bare(word)).or_insert(0) += 1;
    }
    let enough = MIN_COMMON.max(counted.len() / COMMON_IN_ONE_OF);
    counts.into_iter().filter(|(_, count)| *count >= enough).map(|(word, _)| word).collect()
}

fn bare(word: &str) -> &str {
    word.trim_matches(|c: char| !c.is_alphanumeric())
}

/// Whether a sign sets apart what is counted up, in any script.
pub(crate) fn is_comma(c: char) -> bool {
    matches!(c, ',' | ';' | '،' | '؛' | '、' | '，' | '；')
}

/// What a word says of the run that it stands in: above zero that it is of labels, below that it is of a sentence.
fn points(word: &str, common: &FxHashSet<&str>) -> i32 {
    // Menus have next to none: two capitals and a comma are a name in a list of an article.
    let comma = if word.ends_with(is_comma) { -8 } else { 0 };
    let word = bare(word);
    let Some(first) = word.chars().next() else { return comma };
    comma
        + match first {
            _ if common.contains(word) => -6,
            _ if first.is_uppercase() => 2,
            _ if first.is_lowercase() => -2,
            _ if joint::is_unspaced(first) && word.chars().nth(MAX_UNSPACED_LABEL).is_some() => -6,
            _ if joint::is_unspaced(first) => 1,
            // A menu has hardly any numbers, and a table of an article is full of them.
            _ if first.is_numeric() => -4,
            _ => 0,
        }
}

/// A sentence, cut where labels end and where they begin.
fn runs(sentence: &str, common: &FxHashSet<&str>) -> Vec<Range<usize>> {
    let words: Vec<(usize, &str)> = words(sentence).collect();
    let mut cuts = vec![0];
    if words.len() > MIN_CUT_WORDS {
        cuts.extend(borders(&words, common));
    }
    cuts.push(sentence.len());
    cuts.windows(2).map(|pair| pair[0]..pair[1]).collect()
}

/// The words of a text and where they begin.
fn words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut rest = text;
    std::iter::from_fn(move || {
        rest = rest.trim_start();
        let word = rest.split(char::is_whitespace).next().filter(|word| !word.is_empty())?;
        let at = text.len() - rest.len();
        rest = &rest[word.len()..];
        Some((at, word))
    })
}

/// Where labels begin or end, in order.
fn borders(words: &[(usize, &str)], common: &FxHashSet<&str>) -> Vec<usize> {
    // The best sums of points so far that end in a sentence and in labels; for each word whether they came from the other.
    let (mut text, mut labels) = (0, 0);
    let mut crossed = Vec::with_capacity(words.len());
    for (_, word) in words {
        crossed.push([labels - BORDER > text, text - BORDER > labels]);
        (text, labels) = (text.max(labels - BORDER), labels.max(text - BORDER) + points(word, common));
    }
    let mut in_labels = labels > text;
    let mut borders = Vec::new();
    for (at, crossed) in crossed.into_iter().enumerate().skip(1).rev() {
        if crossed[usize::from(in_labels)] {
            borders.push(if in_labels { words[at].0 } else { beginning(words, at) });
            in_labels = !in_labels;
        }
    }
    borders.reverse();
    borders
}

/// Where the sentence begins whose words tell it from labels at a word: its first ones are in capitals too (`WELT Die | Euphorie`).
fn beginning(words: &[(usize, &str)], at: usize) -> usize {
    words[at.saturating_sub(FIRST_WORDS)].0
}

#[cfg(test)]
mod tests {
    use crate::page::Block;
    use crate::segment::plain::{PlainConfig, layout};

    const SENTENCE: &str = "The ferry to the island was late again on Monday, the harbour office said in the evening.";
    const MENU: &str = "Home News Sport Weather Business Culture Travel Opinion Video Podcasts Newsletters Contact Shop Archive \
        Jobs Cars Homes Family Notices Subscribe Login";

    fn blocks(text: &str) -> Vec<Block> {
        layout(text, &PlainConfig::default()).blocks
    }

    /// The pieces of a page, and whether they are labels.
    fn pieces(text: &str) -> Vec<(&str, bool)> {
        let labels = |block: &Block| block.part.is_some_and(|part| part.is_labels);
        blocks(text).iter().map(|block| (&text[block.span.range()], labels(block))).collect()
    }

    #[test]
    fn sentences_and_labels_of_a_page_in_one_line_are_its_blocks() {
        let prose = [SENTENCE; 30].join(" ");
        let text = format!("{MENU} {prose} {MENU} © 2020");
        let found = pieces(&text);
        assert_eq!(found.len(), 32);
        assert_eq!(found[2], (SENTENCE, false));
        // A sentence may begin with words in capitals.
        assert!(found[0].1 && MENU.starts_with(found[0].0) && found[0].0.len() > MENU.len() / 2, "{found:?}");
        assert!(found[1].0.ends_with(SENTENCE) && !found[1].1);
        assert_eq!(found[31], (&*format!("{MENU} © 2020"), true));
        assert!(blocks(&text).iter().all(|block| block.paragraph() == 0));
    }

    #[test]
    fn text_without_labels_has_none() {
        let names = format!("The guests were {}and others.", "Anna Lee, Bo Ray, Carl Mill, ".repeat(8));
        let text = [[SENTENCE; 24].join(" "), names.clone()].join(" ");
        assert_eq!(pieces(&text).last(), Some(&(&*names, false)));
    }

    #[test]
    fn a_table_is_no_labels() {
        let table = "Arsenal 38 26 9 3 87 Leeds United 38 22 9 7 75 Burnley 38 20 8 10 68 ".repeat(4);
        let text = format!("{} {}", [SENTENCE; 30].join(" "), table.trim());
        assert_eq!(pieces(&text).last(), Some(&(table.trim(), false)));
    }

    #[test]
    fn a_line_of_too_many_sentences_stays_whole() {
        assert!(blocks(&"No. ".repeat(5_000)).len() > 1);
        assert_eq!(blocks(&"No. ".repeat(50_000)).len(), 1);
        let lines = vec!["No. ".repeat(5_000); 10].join("\n");
        assert!(blocks(&lines).len() < 20_010);
    }

    #[test]
    fn sentences_end_in_every_script() {
        for sentence in [
            "外交部发言人星期一在北京表示，中方一贯主张通过对话解决分歧。",
            "बैठक तीन दिन चलेगी और लोग खुश हैं। ",
            "قالت الوزارة إن الاجتماع يستمر ثلاثة أيام؟ ",
        ] {
            let text = sentence.repeat(60);
            let found = pieces(&text);
            assert_eq!(found.len(), 60, "{sentence}");
            assert!(found.iter().all(|piece| *piece == (sentence.trim(), false)), "{sentence}");
        }
    }

    #[test]
    fn a_title_or_a_field_may_stand_above() {
        let prose = [SENTENCE; 30].join(" ");
        let text = format!("date 2020-11-01 {prose}");
        assert_eq!(blocks(&text).len(), 31);
        assert_eq!(blocks(&text)[2].paragraph(), 1);
        let found = blocks(&format!("The ferry is late\n\n{prose}\n\n{prose}"));
        let heads: Vec<usize> = found.iter().map(Block::paragraph).collect();
        assert_eq!((heads.len(), heads[0], heads[30], heads[60]), (61, 0, 1, 31));
    }

    #[test]
    fn paragraphs_stay_whole() {
        let (short, long) = ([SENTENCE; 10].join(" "), [SENTENCE; 30].join(" "));
        let lines = |parts: &[&String]| parts.iter().map(|part| part.as_str()).collect::<Vec<_>>().join("\n");
        for text in [short.clone(), lines(&[&short, &short, &short, &short]), lines(&[&long, &short])] {
            assert_eq!(blocks(&text).len(), text.lines().count());
            assert!(blocks(&text).iter().all(|block| block.part.is_none()));
        }
        // Nor has a line without an end mark sentences.
        assert!(blocks(&"word ".repeat(600)).iter().all(|block| block.part.is_none()));
    }
}

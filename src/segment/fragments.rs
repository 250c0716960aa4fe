//! Sentences that a dump has cut into several lines: at its links (`learners to`,
//! `complete`, `their courses.`) or at a column where the page as a whole was not wrapped.
//!
//! Such a line has neither the length nor the ending of running text, and would pass for an
//! entry of a menu. What tells it is its neighbour: a line that goes on in lower case, or
//! with a comma, where the one before had not come to an end; and a single space at one side
//! of the break, which the element had inside. Neighbours become one block; pieces with
//! blank lines between them (paragraphs, for all that is known) are only noted as such.
//!
//! **Known gaps**: scripts without case; a sentence cut right before a name, where no space
//! was left, behind a word of five letters or more (`between`), or in the first line of a page where nothing else is
//! cut; a heading with a space behind it.

use crate::page::{Block, Ending, Form, Shape};
use crate::segment::line::Line;
use crate::segment::plain::Unit;
use crate::segment::{sentence, shape};
use crate::text::Span;

/// A sentence in pieces has at least so many words together: a headline and the lower-case
/// byline under it have fewer.
const MIN_WORDS: u32 = 12;
/// And a piece of at least so many: the entries of a menu in lower case have fewer.
const MIN_LONGEST: u32 = 6;
/// And so many words a line.
const MIN_MEAN_WORDS: u32 = 3;
/// Fewer such neighbours are no habit.
const MIN_HABIT: usize = 4;
/// A verse has no more words than this.
const MAX_VERSE_WORDS: u32 = 12;
/// A line of so many words that ends in lower case is no entry of a menu.
const MIN_RUNNING_WORDS: u32 = 8;
/// Where more than this share of the neighbours have a space at one side, it is an indent
/// or a habit of the writer and says nothing.
const MAX_SPACED_PERCENT: usize = 60;

/// A piece that begins in upper case in the middle of a sentence is a name or a link: it has
/// no more words than that.
const MAX_NAME_WORDS: u32 = 8;

/// Capitals are the name of an agency or a company where they are fewer words.
const MIN_LOUD_WORDS: u32 = 3;
/// A sentence in front of one that is cut has at least so many words.
const MIN_SENTENCE_WORDS: usize = 4;
/// Words that a name follows (articles, prepositions) have few letters: with seven here, more breaks between two
/// paragraphs are joined than sentences (336 composed dumps: 20.8 % of what is not of the article left for 20.3).
const MAX_LEADING_CHARS: usize = 4;
/// A label before a colon has no more words than this.
const MAX_LABEL_WORDS: usize = 4;

/// So many breaks with a space inside sentences show how a dump was made.
const MIN_TIDY: usize = 3;

/// How sure it is that the text of a line goes on in the next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Link {
    None,
    /// It may: the next line begins in upper case, as a name does.
    Weak,
    /// It may: a space says that both were of one paragraph, or was left by a careless hand.
    Spaced,
    Strong,
}

/// Joins the lines of each sentence that was cut, where nothing stands between them.
pub(super) fn join(units: Vec<Unit>, lines: &[Line<'_>]) -> Vec<Unit> {
    let links = links(&units, lines);
    if links.iter().all(|&link| link == Link::None) {
        return units;
    }
    let mut joined: Vec<Unit> = Vec::with_capacity(units.len());
    let mut start = 0;
    while start < units.len() {
        let len = 1 + links[start..].iter().take_while(|&&link| link != Link::None).count();
        let chain = &units[start..start + len];
        if len > 1 && is_cut_sentence(chain, lines) {
            let all = chain[0].lines.start..chain[len - 1].lines.end;
            joined.push(Unit { lines: all, fragments: true, ..chain[0].clone() });
        } else {
            joined.extend_from_slice(chain);
        }
        start += len;
    }
    joined
}

/// For each unit how it is linked to the next.
fn links(units: &[Unit], lines: &[Line<'_>]) -> Vec<Link> {
    let near = units.iter().skip(1).filter(|unit| unit.near).count();
    let spaced = units.windows(2).filter(|pair| pair[1].near && is_spaced(&pair[0], &pair[1], lines)).count();
    let trusted = spaced < MIN_HABIT || spaced * 100 <= near * MAX_SPACED_PERCENT;
    let mut links: Vec<Link> = units.windows(2).map(|pair| link(&pair[0], &pair[1], lines, trusted)).collect();
    links.push(Link::None);
    let tidy = is_tidy(&links, units, lines);
    for at in 0..units.len().saturating_sub(1) {
        if matches!(links[at], Link::Weak | Link::Spaced) {
            // An entry with a number may be a heading, and has a paragraph below it.
            let plain = units[at].form == Form::Paragraph;
            let holds = (tidy && plain && links[at] == Link::Spaced) || settle(at, &links, units, lines);
            links[at] = if holds { Link::Strong } else { Link::None };
        }
    }
    links
}

/// Whether spaces beside line breaks were left by elements inside sentences and not by a
/// careless hand at the end of paragraphs: then few stand behind a full stop.
fn is_tidy(links: &[Link], units: &[Unit], lines: &[Line<'_>]) -> bool {
    let spaced = |at: usize| at + 1 < units.len() && is_spaced(&units[at], &units[at + 1], lines);
    let (mut inside, mut between) = (0, 0);
    for (at, link) in links.iter().enumerate() {
        match link {
            Link::Strong if spaced(at) => inside += 1,
            Link::Spaced if lines[units[at].lines.end - 1].ends_sentence() => between += 1,
            _ => {}
        }
    }
    inside >= MIN_TIDY && between * 2 <= inside
}

/// Whether a doubtful link holds, from what the lines around it are.
fn settle(at: usize, links: &[Link], units: &[Unit], lines: &[Line<'_>]) -> bool {
    let (text, next) = (lines[units[at].lines.end - 1].text, lines[units[at + 1].lines.start].text);
    let goes_on = links[at + 1] == Link::Strong;
    let inside = at > 0 && links[at - 1] == Link::Strong;
    let words = |text| shape::of(text, false).words;
    let name = || words(next) <= MAX_NAME_WORDS;
    if is_loud(next) && !is_loud(text) {
        return false;
    }
    let next_open = || shape::ending(next) == Ending::Open;
    if links[at] == Link::Weak {
        // The first line of a page may be a headline of two sentences, where no other line is cut.
        let is_cut = || at > 0 || links.contains(&Link::Strong);
        return (is_cut() && breaks_off(text) && (ends_short(text) || (name() && (goes_on || !next_open()))))
            || (name() && (inside || (goes_on && words(text) >= MIN_RUNNING_WORDS)));
    }
    match shape::ending(text) {
        // A heading with a space behind it has a paragraph below it, a whole one.
        // Nor does a credit go on (`The port on Monday. Photograph: Jane Doe/ABC`).
        Ending::Open => inside || goes_on_behind_sentence(text) || name() || next_open(),
        // A label in bold letters, and what it labels.
        Ending::Colon => lines[units[at + 1].lines.start].indent == 1,
        _ => goes_on && next_open() && name(),
    }
}

/// Whether a line is a heading in capitals.
fn is_loud(line: &str) -> bool {
    let shape = shape::of(line, false);
    shape.words >= MIN_LOUD_WORDS && shape.uppers == shape.letters
}

/// Whether a text is one or more sentences and the beginning of another. A number (`1.`) or a question of two
/// words is no sentence, but the first part of a heading; and what has a label is not cut
/// (`Read more: The bridge is closed`).
fn breaks_off(text: &str) -> bool {
    let words = |part: &str| part.split_whitespace().count();
    let sentences: Vec<(usize, usize)> = sentence::sentences(text, Span::new(0, text.len())).collect();
    let Some((&(start, end), before)) = sentences.split_last() else { return false };
    before.iter().any(|&(start, end)| words(&text[start..end]) >= MIN_SENTENCE_WORDS) && !is_labelled(&text[start..end])
}

/// Whether a sentence begins with a label (`Read more: …`, `Photograph: …`).
fn is_labelled(sentence: &str) -> bool {
    let label = sentence.split_once(':').map(|(label, _)| label);
    label.is_some_and(|label| label.split_whitespace().count() <= MAX_LABEL_WORDS)
}

/// Whether the last word of a text is as short as most of those that a name follows: `of the`, `von`, `di`.
fn ends_short(text: &str) -> bool {
    text.rsplit(char::is_whitespace).next().is_some_and(|word| word.chars().count() <= MAX_LEADING_CHARS)
}

/// Whether one side of the break has a single space and the other none.
fn is_spaced(unit: &Unit, next: &Unit, lines: &[Line<'_>]) -> bool {
    let (before, after) = (lines[unit.lines.end - 1].trail, lines[next.lines.start].indent);
    before + after == 1
}

fn link(unit: &Unit, next: &Unit, lines: &[Line<'_>], trusted: bool) -> Link {
    let head = matches!(unit.form, Form::Paragraph | Form::ListItem) && unit.field_end.is_none();
    if !next.near || !head || next.form != Form::Paragraph || next.field_end.is_some() {
        return Link::None;
    }
    let (line, after) = (lines[unit.lines.end - 1].text, lines[next.lines.start].text);
    let spaced = trusted && is_spaced(unit, next, lines);
    let low = after.starts_with(char::is_lowercase);
    if carries_on(line, after) || (spaced && low) {
        return Link::Strong;
    }
    if spaced {
        return Link::Spaced;
    }
    let ends_low = line.rsplit(char::is_whitespace).next().is_some_and(|word| word.starts_with(char::is_lowercase));
    if ends_low && shape::ending(line) == Ending::Open { Link::Weak } else { Link::None }
}

/// Whether a line has not come to an end and the next begins as the middle of a sentence.
fn carries_on(line: &str, next: &str) -> bool {
    // Georgian sentences begin in lower case too.
    let low = next.chars().next().is_some_and(|c| c.is_lowercase() && !matches!(c, 'ა'..='ჿ'));
    let sign = next.starts_with([',', ';', ')']) || (next.len() <= 2 && next.starts_with('.'));
    (low || sign || line.ends_with([',', '('])) && shape::ending(line) == Ending::Open
}

/// Whether a text has a sentence, and what follows it has no label.
fn goes_on_behind_sentence(text: &str) -> bool {
    let last = sentence::sentences(text, Span::new(0, text.len())).skip(1).last();
    last.is_some_and(|(start, end)| !is_labelled(&text[start..end]))
}

fn has_sentence(text: &str) -> bool {
    sentence::sentences(text, Span::new(0, text.len())).nth(1).is_some()
}

fn is_cut_sentence(chain: &[Unit], lines: &[Line<'_>]) -> bool {
    let texts = chain.iter().flat_map(|unit| &lines[unit.lines.clone()]).filter(|line| !line.is_blank());
    let pieces: Vec<(Shape, bool)> = texts.map(|line| (shape::of(line.text, false), has_sentence(line.text))).collect();
    is_sentence(&pieces) && !is_verse(chain, lines)
}

/// Whether short lines are broken at commas, as verses are; an element seldom ends behind
/// one, and leaves the space that follows.
fn is_verse(chain: &[Unit], lines: &[Line<'_>]) -> bool {
    let last = |unit: &Unit| lines[unit.lines.end - 1];
    let short = |unit: &Unit| unit.lines.len() == 1 && shape::of(last(unit).text, false).words <= MAX_VERSE_WORDS;
    let commas =
        chain.windows(2).filter(|pair| last(&pair[0]).text.ends_with(',') && !is_spaced(&pair[0], &pair[1], lines));
    commas.count() * 2 >= chain.len() - 1 && chain.iter().all(short)
}

/// Whether pieces, each with its shape and whether a sentence ends inside it, make one.
fn is_sentence(pieces: &[(Shape, bool)]) -> bool {
    let words: u32 = pieces.iter().map(|(shape, _)| shape.words).sum();
    let worded = pieces.iter().filter(|(shape, _)| shape.letters + shape.digits > 0).count();
    let longest = pieces.iter().map(|(shape, _)| shape.words).max().unwrap_or(0);
    worded >= 2
        && words >= MIN_WORDS
        && longest >= MIN_LONGEST
        && words >= MIN_MEAN_WORDS * u32::try_from(worded).unwrap_or(u32::MAX)
        && pieces.iter().any(|(shape, inside)| shape.ends_sentence() || *inside)
}

/// Notes in the shape of each piece of such a sentence that it is one, where the pieces
/// stay blocks of their own.
pub(super) fn mark(blocks: &mut [Block], text: &str) {
    let mut start = 0;
    while start < blocks.len() {
        let mut end = start + 1;
        while end < blocks.len() && goes_on(&blocks[end - 1], &blocks[end], text) {
            end += 1;
        }
        let chain = &mut blocks[start..end];
        if chain.len() > 1 {
            let pieces: Vec<(Shape, bool)> =
                chain.iter().map(|block| (block.shape, has_sentence(&text[block.span.range()]))).collect();
            if is_sentence(&pieces) {
                chain.iter_mut().for_each(|block| block.shape.fragment = true);
            }
        }
        start = end;
    }
}

/// Whether the text of `before` goes on in `after`.
fn goes_on(before: &Block, after: &Block, text: &str) -> bool {
    let piece = |block: &Block| matches!(block.form, Form::Paragraph | Form::Separator);
    piece(before) && piece(after) && carries_on(&text[before.span.range()], &text[after.span.range()])
}

#[cfg(test)]
mod tests {
    use crate::page::Page;

    fn fragments(text: &str) -> usize {
        Page::from_text(text).blocks().iter().filter(|block| block.shape.fragment).count()
    }

    fn blocks(text: &str) -> Vec<String> {
        let page = Page::from_text(text);
        page.blocks().iter().map(|block| page.folded(block).to_owned()).collect()
    }

    #[test]
    fn a_sentence_cut_at_its_links_is_one_sentence() {
        assert_eq!(
            blocks("Ferries\nto the island\nhave been late all week,\nJohn Doe\nof the old port office said.\nMenu"),
            ["ferries to the island have been late all week, john doe of the old port office said.", "menu"]
        );
        assert_eq!(
            blocks("Storms have closed the harbour\nfor the third time in a week. The port\noffice regrets it").len(),
            1
        );
        assert_eq!(
            blocks(
                "He went to sea. The captain of the\nBlue Anchor\n, a ferry, said (\nin a letter\n) that it was late."
            ),
            ["he went to sea. the captain of the blue anchor, a ferry, said (in a letter) that it was late."]
        );
        // A heading in capitals is none of its words.
        let loud = "The ferry was late. Nobody in the office said why it had to be so, or opened a new tab\n'FALSE HOPE' OF SAFETY\nThe harbour is";
        assert_eq!(
            blocks(&format!("{loud}\nclosed all day, says the port office, and nobody knows why.\nMenu")).len(),
            4
        );
        // The headline of another story behind the last sentence has no end either.
        let glued = "The ferry was late. Nobody said why. Read more: The summer of closed bridges\n\
                     The company regrets it, and says that the next one will be on time.";
        assert_eq!(blocks(&format!("{glued}\nMenu")).len(), 3);
    }

    #[test]
    fn a_space_at_one_side_tells_of_an_element() {
        assert_eq!(blocks("The ferry is run by \nIsland Lines\n of the old port, which is late.\nMore news").len(), 2);
        assert_eq!(blocks("The ferry is late.\n \nand so on").len(), 2);
        // Paragraphs with a space behind each are paragraphs.
        let careless =
            "The ferry to the island is late. \nThe port was closed on Monday again.\nIt opens on Friday. \nMenu";
        assert_eq!(blocks(careless).len(), 4);
        // What stands below a picture's credit is not its end.
        let credited = "The ferry was late, and nobody in the port office said why.\n\
                        The port on Monday. Photograph: Jane Doe/ABC\n This article was amended on 12 May to correct a name.";
        assert_eq!(blocks(credited).len(), 3);
    }

    #[test]
    fn pieces_with_blank_lines_between_are_noted_and_not_joined() {
        let text = "Storms have closed the harbour\n\nfor the third time in a week. The port\n\noffice regrets it";
        assert_eq!((blocks(text).len(), fragments(text)), (3, 3));
    }

    #[test]
    fn menus_and_headlines_are_no_sentences() {
        assert_eq!(fragments("home\nnews\nsport\nculture\nabout us\nopinion\nall rights reserved."), 0);
        assert_eq!(fragments("Storm closes the harbour\nby Jane Doe\nin Sports\nA second headline of some words"), 0);
        assert_eq!(
            fragments("კატა და ძაღლი ეზოში\nბავშვები სკოლაში დილით ადრე წავიდნენ და გაკვეთილები დაიწყო დროულად."),
            0
        );
        assert_eq!(fragments("The ferry is late.\nand so on it goes all week long, we hear. Yes\nMore"), 0);
    }
}

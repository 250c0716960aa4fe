//! Captions that stand twice: beside their alternative text, within a line, or with a number under each picture; for [`super::captions`].

use crate::judge::alt_text::is_alt_text_of;
use crate::judge::{captions, credits};
use crate::kind::Kind;
use crate::marks::{Family, Findings};
use crate::observe::zones::Zone;
use crate::page::{Block, Ending, Form, Page};
use crate::segment::shape::{is_end_mark, is_full_stop};
use crate::text::Span;
use rustc_hash::FxHashMap;
use std::ops::Range;

/// The same long line twice running.
const REPEAT_WEIGHT: i32 = 450;
/// The second copy: above the words that make a caption of either, so that it is called a repeat.
const SECOND_WEIGHT: i32 = 650;
/// The first copy between paragraphs: evidence that needs other beside it.
const REPEATED_IN_BODY_WEIGHT: i32 = 150;

/// Lines that count pictures: results may end so as well, so the line model must agree.
const COUNTED_WEIGHT: i32 = 250;
/// The copies of a shorter line, where running text stands above and below: the line model decides. Of 340 such pairs with running text on one
/// side at least (all dumps of the packs and real ones) the article has neither in 313 and one in eight, a heading below the words that stand for
/// a picture.
const SHORT_WEIGHT: i32 = 250;
const SHORT_SECOND_WEIGHT: i32 = 150;
/// Of fewer words it is called out, or an answer.
const MIN_SHORT_WORDS: u32 = 2;
/// A line with this sum is known to be something else.
const MARKED: i32 = 150;

/// Marks what stands twice. Lines of fewer words are refrains, unless they stand alone between paragraphs.
pub(super) fn mark(page: &Page<'_>, min_words: u32, out: &mut Findings) {
    within_lines(page, out);
    line_after_line(page, min_words, out);
    numbered(page, min_words, out);
}

/// Marks names of pictures that are the headline, or what others begin with too, and a number: `<headline> - 2`, `<headline> - Ảnh 2.`; and
/// captions that count the pictures of a page from one on (`The mayor at the quay - 1`).
fn numbered(page: &Page<'_>, min_words: u32, out: &mut Findings) {
    let found: Vec<(&Block, &str)> = page
        .blocks()
        .iter()
        .filter(|block| block.shape.words > min_words)
        .filter_map(|block| Some((block, before_number(page.folded(block))?)))
        .collect();
    if found.is_empty() {
        return;
    }
    // Whether lines that differ begin with the name.
    let mut again: FxHashMap<&str, (&str, bool)> = FxHashMap::default();
    for (block, name) in &found {
        let line = page.folded(block);
        let known = again.entry(*name).or_insert((line, false));
        known.1 |= known.0 != line;
    }
    let title = page.headline().map(|title| page.folded(title).trim_end_matches('.'));
    let counted = counts_pictures(page, &found);
    for (block, name) in found {
        if title == Some(name) || again[name].1 {
            for family in [Family::Repetition, Family::Shape] {
                out.mark(block.span, Kind::Caption, "captions.numbered", family, REPEAT_WEIGHT);
            }
            captions::note(page, block, out);
        } else if counted {
            out.mark(block.span, Kind::Caption, "captions.counted", Family::Shape, COUNTED_WEIGHT);
            captions::note(page, block, out);
        }
    }
}

/// Whether such lines end in 1, 2, 3 and so on, each behind a name that ends in a letter: a result (`Leeds 2 - 1`) does not.
fn counts_pictures(page: &Page<'_>, found: &[(&Block, &str)]) -> bool {
    let title = page.headline().map(|title| title.index);
    found.iter().zip(1..).all(|((block, name), number)| {
        let label = page.folded(block).trim_end_matches('.')[name.len()..].trim_start_matches(" - ");
        label.parse() == Ok(number)
            && name.ends_with(char::is_alphabetic)
            && title != Some(block.index)
            && !block.shape.ends_sentence()
    })
}

/// What stands before the dash of a line that ends in a number of three digits at most, or in a word and such a number.
fn before_number(folded: &str) -> Option<&str> {
    const MAX_LABEL_CHARS: usize = 12;
    let (name, label) = folded.trim_end_matches('.').rsplit_once(" - ")?;
    let (word, number) = label.rsplit_once(' ').unwrap_or(("", label));
    let is_number = (1..=3).contains(&number.len()) && number.bytes().all(|byte| byte.is_ascii_digit());
    let is_word = word.chars().count() <= MAX_LABEL_CHARS && word.chars().all(char::is_alphabetic);
    (is_number && is_word).then_some(name)
}

fn within_lines(page: &Page<'_>, out: &mut Findings) {
    for block in page.blocks().iter().filter(|block| block.form != Form::Verbatim) {
        if let Some(again) = said_again(page.text_of(block)) {
            let span = Span::new(block.span.start + again.start, block.span.start + again.end);
            out.mark(span, Kind::Caption, "captions.said-again", Family::Shape, REPEAT_WEIGHT);
            out.mark(span, Kind::Caption, "captions.said-again", Family::Repetition, REPEAT_WEIGHT);
        }
    }
}

/// Marks both copies, or the second alone where the first may be the article's.
fn line_after_line(page: &Page<'_>, min_words: u32, out: &mut Findings) {
    let title = page.headline().map(|block| block.index);
    let first_text = first_text(page, title);
    for pair in page.blocks().windows(2) {
        let (first, second) = (&pair[0], &pair[1]);
        if title != Some(first.index) && is_labelled_copy(page.folded(first), page.folded(second)) {
            out.mark(first.span, Kind::Caption, "captions.labelled-again", Family::Repetition, REPEAT_WEIGHT);
            continue;
        }
        if first.shape.words.min(second.shape.words) < min_words {
            if is_short_pair(page, first, second) {
                for (block, weight) in pair.iter().zip([SHORT_WEIGHT, SHORT_SECOND_WEIGHT]) {
                    out.mark(block.span, Kind::CaptionRepeat, "captions.short-repeat", Family::Repetition, weight);
                }
            }
            continue;
        }
        if page.folded(first) == page.folded(second) {
            out.mark(second.span, Kind::CaptionRepeat, "captions.repeat", Family::Repetition, SECOND_WEIGHT);
            out.mark(second.span, Kind::CaptionRepeat, "captions.repeat", Family::Structure, REPEAT_WEIGHT / 2);
            // Running text that a scraper wrote twice keeps its first copy, unless it seems to be a caption; so does a title.
            if title == Some(first.index) {
                continue;
            }
            if page.zone(first) == Zone::Body {
                if !first.shape.is_sentence() || first_text.is_some_and(|text| text < first.index) {
                    out.mark(
                        first.span,
                        Kind::Caption,
                        "captions.repeated",
                        Family::Repetition,
                        REPEATED_IN_BODY_WEIGHT,
                    );
                }
            } else {
                out.mark(first.span, Kind::Caption, "captions.repeated", Family::Repetition, REPEAT_WEIGHT);
                captions::note(page, first, out);
            }
        } else if title != Some(first.index) && is_alt_text_of(page, first, second) {
            for block in pair {
                out.mark(block.span, Kind::Caption, "captions.nearly-repeated", Family::Repetition, REPEAT_WEIGHT);
                out.mark(block.span, Kind::Caption, "captions.nearly-repeated", Family::Structure, REPEAT_WEIGHT / 2);
                captions::note(page, block, out);
            }
        }
    }
}

/// Whether a line says the one above again behind a label (`Grilled tuna (Pix)`, `Photo: Grilled tuna (Pix)`).
fn is_labelled_copy(first: &str, second: &str) -> bool {
    let label = second.strip_suffix(first).and_then(|label| label.trim_end().strip_suffix(':'));
    first.split_whitespace().nth(1).is_some() && label.is_some_and(|label| credits::is_label(label.trim_end()))
}

/// Whether two short lines of the body are the same, and nobody calls or sings them: paragraphs or what is known to be none of the
/// article's stand above and below.
fn is_short_pair(page: &Page<'_>, first: &Block, second: &Block) -> bool {
    let is_line = |block: &Block| {
        block.form == Form::Paragraph && block.shape.words >= MIN_SHORT_WORDS && page.zone(block) == Zone::Body
    };
    let is_no_verse = |at: Option<usize>| {
        at.and_then(|at| page.blocks().get(at))
            .is_some_and(|block| block.shape.is_sentence() || page.first_sum(block).sum >= MARKED)
    };
    is_line(first)
        && !first.shape.is_sentence()
        && first.shape.ending == Ending::Open
        && page.folded(first) == page.folded(second)
        && is_no_verse(first.index.checked_sub(1))
        && is_no_verse(Some(second.index + 1))
}

/// The first running text of the body: a sentence that stands twice is a standfirst, unless it stands below that.
fn first_text(page: &Page<'_>, title: Option<usize>) -> Option<usize> {
    let is_text =
        |block: &&Block| page.zone(block) == Zone::Body && block.shape.is_sentence() && Some(block.index) != title;
    page.blocks().iter().find(is_text).map(|block| block.index)
}

/// What is said again of a line that is nothing but its beginning twice over or more often, with signs and credits between: all of
/// it, if that is no sentence (the caption of each picture of a gallery, what stands for a picture and its caption), else what follows the
/// first time. Calls, songs and what somebody says twice have more around them, are shorter, or end otherwise.
fn said_again(text: &str) -> Option<Range<usize>> {
    /// Shorter ones are called out, or sung.
    const MIN_WORDS: usize = 6;
    const MIN_BYTES: usize = 30;
    /// As much behind it is a credit.
    const MAX_CREDIT_BYTES: usize = 60;
    /// What goes on for longer is no gallery's.
    const MAX_BYTES: usize = 5_000;
    if text.len() > MAX_BYTES {
        return None;
    }
    let begin = &text[..(MIN_BYTES..text.len()).find(|at| text.is_char_boundary(*at))?];
    let again = memchr::memmem::find(&text.as_bytes()[begin.len()..], begin.as_bytes())? + begin.len();
    let caption = text[..again].trim_end();
    let is_sentence = caption.ends_with(is_full_stop);
    let ends = is_sentence || caption.ends_with(|c: char| c.is_alphanumeric() || c == ')');
    let is_caption = ends && caption.split(' ').count() >= MIN_WORDS && !caption.contains(['"', '“', '„', '«', '/']);
    let is_credit = |between: &str| {
        let is_short = between.len() <= MAX_CREDIT_BYTES && !between.contains(is_end_mark) && !between.contains('/');
        between.trim().is_empty() || (is_short && !is_sentence)
    };
    let is_all = is_caption && text[again..].starts_with(caption) && text.split(caption).all(is_credit);
    is_all.then_some(if is_sentence { again } else { 0 }..text.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_with_a_number_stands_under_each_picture() {
        let headline = "The old ferry is back at the quay of the island";
        let text = "The ferry came back on Monday evening, a year after it had left the town for repairs in the north.";
        let marked = |lines: [&str; 2]| {
            let page = format!("{headline}\n\n{text}\n\n{}\n\n{text}\n\n{}\n\n{text}", lines[0], lines[1]);
            let page = Page::from_text(&page);
            let mut found = Findings::default();
            numbered(&page, 6, &mut found);
            found.marks.len() / 2
        };
        let name = |label: &str| format!("{headline} - {label}");
        assert_eq!(marked([&name("1"), &name("2")]), 2);
        assert_eq!(marked([&name("Ảnh 1."), "The mayor waits."]), 1);
        let other = "The mayor of the island waits at the quay";
        assert_eq!(marked([&format!("{other} - photo 1"), &format!("{other} - photo 2")]), 2);
        assert_eq!(marked([&format!("{other} - photo 1"), &format!("{other} - photo 1")]), 0);
        assert_eq!(marked([&format!("{other} - 2019"), &format!("{other} - 2018")]), 0);
        assert_eq!(marked(["Island Town - 1", "Island Town - 2"]), 0);
        assert_eq!(
            marked([&format!("{other} - 1"), "In the last game of the season the island lost to the town - 3"]),
            0
        );
    }

    #[test]
    fn captions_count_the_pictures_of_a_page_from_one_on() {
        let text = "The ferry came back on Monday evening, a year after it had left the town for repairs in the north.";
        let marked = |lines: [&str; 2]| {
            let page = format!("{text}\n\n{}\n\n{text}\n\n{}\n\n{text}", lines[0], lines[1]);
            let page = Page::from_text(&page);
            let mut found = Findings::default();
            numbered(&page, 6, &mut found);
            found.marks.len()
        };
        let (mayor, cook) = ("The mayor of the island waits at the quay", "The cook of the inn brings her a plate");
        assert_eq!(marked([&format!("{mayor} - 1"), &format!("{cook} - 2")]), 2);
        assert_eq!(marked([&format!("{mayor} - 1"), mayor]), 1);
        assert_eq!(marked([&format!("{mayor} - 3"), &format!("{cook} - 4")]), 0);
        assert_eq!(marked([&format!("{mayor} of all of us 2 - 1"), cook]), 0);
    }

    #[test]
    fn short_lines_that_stand_twice_between_paragraphs_are_captions() {
        let prose = "The ferry to the island was late again on Monday, the harbour office said.";
        let marked = |text: &str, rule: &str| {
            let text = format!("{prose}\n\n{prose}\n\n{text}\n\n{prose}");
            let page = Page::from_text(&text);
            let mut found = Findings::default();
            line_after_line(&page, 6, &mut found);
            let marks = found.marks.iter().filter(|mark| mark.rule.as_str() == rule);
            marks.map(|mark| mark.weight).collect::<Vec<_>>()
        };
        let short = |text: &str| marked(text, "captions.short-repeat");
        assert_eq!(short(&format!("The old quay\n\nThe old quay\n\n{prose}")), [SHORT_WEIGHT, SHORT_SECOND_WEIGHT]);
        assert!(short(&format!("The old quay\n\nThe new quay\n\n{prose}")).is_empty());
        assert!(short(&format!("Never\n\nNever\n\n{prose}")).is_empty());
        // A refrain has other verses around it.
        assert!(short("Home again\nOld quay, old quay\nOld quay, old quay\nHome again\nAnd so to bed").is_empty());
        assert!(short("Old quay, old quay\nOld quay, old quay\nAnd so to bed").is_empty());
        assert!(short(&format!("Never again!\n\nNever again!\n\n{prose}")).is_empty());
        let again = |text: &str| marked(text, "captions.labelled-again").len();
        assert_eq!(again(&format!("Grilled tuna (Pix)\n\nFoto: Grilled tuna (Pix)\n\n{prose}")), 1);
        for other in ["Tuna\n\nFoto: Tuna", "Grilled tuna\n\nWe had grilled tuna", "A fine day\n\nMinister: a fine day"]
        {
            assert_eq!(again(&format!("{other}\n\n{prose}")), 0, "{other}");
        }
    }

    #[test]
    fn a_caption_of_each_picture_says_itself_again() {
        let caption = "Workers of the harbour take lost things from the water";
        let gallery = format!("{caption}{caption} | Harbour Office{caption} | Harbour Office");
        assert_eq!(said_again(&gallery), Some(0..gallery.len()));
        assert_eq!(said_again(&format!("{caption}. {caption}.")), Some(caption.len() + 2..2 * caption.len() + 3));
        assert_eq!(said_again(&format!("{caption}. ").repeat(2000)), None);
        for text in [
            &format!("{caption}. Nobody comes for them. {caption}, and nobody comes."),
            &format!("{caption} {caption}. Eleven people came for theirs, the office says."),
            &format!("{caption}. {caption}. She said it twice and sat down."),
            &format!("{caption}, {caption}, they sang on the stairs"),
            &format!("{caption} / {caption} / {caption}"),
            "Save our quay now! Save our quay now! Save our quay now! Save our quay now!",
            "",
        ] {
            assert_eq!(said_again(text), None, "{text}");
        }
    }
}

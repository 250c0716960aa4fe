//! Captions by their place: beside a line that belongs to a picture or a player.
//!
//! A gallery's counter and button, a player's row: what they stand beside is a caption, if it
//! is short. A short paragraph that ends in names in a bracket behind its full stop is one too
//! when such a line stands beside it: few articles name people there, and none beside a
//! player. One that names a person and a house there needs no such line, and may stand in the head
//! (`is_signed`). A lone credit is no such line: above it stands a subheading as often.

use crate::kind::Kind;
use crate::marks::{Family, Findings};
use crate::observe::zones::Zone;
use crate::page::{Block, Ending, Form, Page};

/// Enough in the body for a line that is no running text.
const BESIDE_WEIGHT: i32 = 330;
/// A second reason, for a sentence.
const SHORT_WEIGHT: i32 = 100;
/// A block marked with this sum is known to belong to a picture.
const PICTURE_SUM: i32 = 300;
/// An open line with more words is no caption that lost its full stop but a paragraph.
const MAX_OPEN_WORDS: u32 = 20;
/// Under a paragraph and above a credit, fewer words are a subheading above a picture.
const MIN_OPEN_WORDS: u32 = 4;
/// A caption with its names: two sentences.
const MAX_NAMED_WORDS: u32 = 50;
/// With fewer it is a label.
const MIN_NAMED_WORDS: u32 = 6;

/// Marks the captions beside lines of pictures.
pub(super) fn mark(page: &Page<'_>, out: &mut Findings) {
    let pictures: Vec<bool> = page.blocks().iter().map(|block| is_picture(page, block)).collect();
    for block in page.blocks().iter().filter(|block| !pictures[block.index]) {
        let at = |at: Option<usize>| at.is_some_and(|at| pictures.get(at).copied().unwrap_or(false));
        if is_signed(page, block) {
            out.mark(block.span, Kind::Caption, "captions.signed", Family::Structure, BESIDE_WEIGHT);
            out.mark(block.span, Kind::Caption, "captions.signed", Family::Shape, SHORT_WEIGHT);
        }
        if page.zone(block) == Zone::Head {
            continue;
        }
        let (above, below) = (at(block.index.checked_sub(1)), at(Some(block.index + 1)));
        let caption = is_open(block) && below && (above || block.shape.words >= MIN_OPEN_WORDS);
        if (above || below) && is_caption_sentence(page, block) {
            out.mark(block.span, Kind::Caption, "captions.beside-picture", Family::Structure, BESIDE_WEIGHT);
            out.mark(block.span, Kind::Caption, "captions.short-beside", Family::Shape, SHORT_WEIGHT);
        } else if caption {
            out.mark(block.span, Kind::Caption, "captions.beside-picture", Family::Structure, BESIDE_WEIGHT);
        }
    }
}

/// Whether a block is known to belong to a picture or a player.
fn is_picture(page: &Page<'_>, block: &Block) -> bool {
    let first = page.first_sum(block);
    first.sum >= PICTURE_SUM && matches!(first.kind, Some(Kind::Embed | Kind::LayoutDebris))
}

fn is_open(block: &Block) -> bool {
    block.form == Form::Paragraph
        && block.shape.letters > 0
        && !block.shape.is_sentence()
        && block.shape.ending == Ending::Open
        && (2..=MAX_OPEN_WORDS).contains(&block.shape.words)
}

fn is_caption_sentence(page: &Page<'_>, block: &Block) -> bool {
    block.form == Form::Paragraph
        && (MIN_NAMED_WORDS..=MAX_NAMED_WORDS).contains(&block.shape.words)
        && ends_in_names(page.text_of(block))
}

/// `… on Friday. (Ann Lee/The Herald)`, `(Ann Lee for The Herald)`, `(Submitted by Ann Lee)`, anywhere but in the last
/// block, where the article is signed so: a person's name, and a house behind it or a word before. `(AFP/Reuters)`
/// signs a report.
fn is_signed(page: &Page<'_>, block: &Block) -> bool {
    const GIVEN: [&str; 3] = ["Submitted by ", "Provided by ", "Contributed by "];
    let is_person =
        |name: &str| name.split(' ').count() >= 2 && name.split(' ').all(|word| word.starts_with(char::is_uppercase));
    let of_house = |names: &str| {
        let behind_slash = names.split_once('/').filter(|(_, house)| house.len() > 2);
        let pair = behind_slash.or_else(|| names.split_once(" for ").filter(|(_, house)| is_house(house)));
        pair.is_some_and(|(person, _)| is_person(person))
    };
    let names = page.text_of(block).rsplit_once('(').map_or("", |(_, names)| names.trim_end_matches(['.', ')']));
    let given = GIVEN.iter().find_map(|given| names.strip_prefix(given));
    block.index + 1 < page.blocks().len()
        && is_caption_sentence(page, block)
        && (given.is_some_and(is_person) || of_house(names))
}

/// `The Herald`, `the Herald`: a name, and no sentence.
fn is_house(text: &str) -> bool {
    text.trim_start_matches("the ").starts_with(char::is_uppercase) && !text.contains(',')
}

/// `… on Friday. (Ann Lee, Bo Kim/The Herald)`: names in a bracket behind a full stop.
fn ends_in_names(text: &str) -> bool {
    let inner = text.trim_end_matches('.').strip_suffix(')').and_then(|text| text.rsplit_once('('));
    let Some((before, names)) = inner else { return false };
    let words: Vec<&str> = names.split([' ', ',', '/']).filter(|word| !word.is_empty()).collect();
    let capital = |word: &&&str| word.starts_with(char::is_uppercase);
    let closed = before.trim_end().ends_with(['.', '!', '?', '”', '"', '»']);
    closed
        && (2..=12).contains(&words.len())
        && words.iter().filter(capital).count() * 2 > words.len()
        && words.first().is_some_and(|word| word.starts_with(char::is_uppercase))
        && !names.contains(|c: char| c.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    const PROSE: &str =
        "The minister arrived in the capital on Sunday for talks over the breakaway region, which went on all night.";

    fn marked(middle: &str) -> Vec<String> {
        let text = format!("{PROSE}\n\n{PROSE}\n\n{middle}\n\n{PROSE}\n\n{PROSE}");
        let page = Page::from_text(&text);
        let mut first = Findings::default();
        for block in page.blocks().iter().filter(|block| page.text_of(block).starts_with("PLAYER")) {
            first.mark(block.span, Kind::Embed, "known", Family::Phrase, 400);
        }
        let page = page.with_first(first);
        let mut out = Findings::default();
        mark(&page, &mut out);
        let mut marked: Vec<String> = out.marks.iter().map(|mark| page.slice(mark.span).to_owned()).collect();
        marked.dedup();
        marked
    }

    #[test]
    fn an_open_line_beside_a_player_is_its_caption() {
        assert_eq!(marked("The harbour seen from the mill\n\nPLAYER"), ["The harbour seen from the mill"]);
        assert_eq!(marked("PLAYER\n\nAnn Lee\n\nPLAYER"), ["Ann Lee"]);
    }

    #[test]
    fn a_subheading_or_a_paragraph_there_stays() {
        let none: [&str; 0] = [];
        assert_eq!(marked("Climbing risk\n\nPLAYER"), none);
        assert_eq!(marked("PLAYER\n\nThe risk is climbing by the day"), none);
        assert_eq!(marked("The harbour was closed on Friday after a storm.\n\nPLAYER"), none);
    }

    #[test]
    fn names_behind_the_full_stop_are_those_of_the_makers() {
        let caption = "At a fair in May, the mayor said the mill would never close. (Ann Lee, Bo Kim/The Herald)";
        assert_eq!(marked(&format!("PLAYER\n\n{caption}")), [caption]);
        assert!(ends_in_names("The mill closed on Friday. (The Harbour Post)"));
        assert!(!ends_in_names("The mill closed on Friday. (It had burned.)"));
        assert!(!ends_in_names("The mill closed on Friday (Ann Lee has the keys)."));
    }

    #[test]
    fn a_person_of_any_house_or_who_gave_the_picture() {
        let is_signed = |last: &str| {
            let text = format!("{PROSE}\n\nThe old pier has been closed since a barge struck it. {last}\n\n{PROSE}");
            let page = Page::from_text(&text);
            super::is_signed(&page, &page.blocks()[1])
        };
        for credit in ["(Ann Lee/The Herald)", "(Ann Lee for the Herald)", "(Submitted by Ann Lee)"] {
            assert!(is_signed(credit), "{credit}");
        }
        for text in [
            "(He did it for the money.)",
            "(That is bad news for the island)",
            "(Milk and/or sugar)",
            "(Provided by the school kitchen)",
            "(Ann Lee for the town, Bo Ray for the firm)",
            "(Ann Lee for Herald, Bo Ray for Post)",
            "(AFP/Reuters)",
        ] {
            assert!(!is_signed(text), "{text}");
        }
    }
}

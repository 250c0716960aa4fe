//! How blocks sound, as the tables of wordings have it, and what kind of text the page is.

use super::scale::{odds, share};
use super::{Line, Sound};
use crate::model::wording::{Sounds, Wording};
use crate::observe::zones::Zone;
use crate::page::{Block, Ending, Page};

/// A block so wide (in letters of an alphabet, [`Shape::width`](crate::page::Shape::width)) is more than a label, with a stop or without.
const LONG_WIDTH: u32 = 45;

/// No single block says more of the page than this, in hundredths of log-odds.
const MOST: i32 = 500;

/// The features of all blocks of flat text. What is not judged by its words says nothing.
pub(super) fn of(page: &Page<'_>, lines: &[Line], wording: &Wording) -> Vec<Sound> {
    if !page.is_flat() {
        return Vec::new();
    }
    let sounds = page.sounds(wording);
    let of_page = of_page(page, lines, &sounds);
    sounds.iter().map(|sounds| of_block(sounds, of_page)).collect()
}

/// Fewer sentences say little of what kind of text a page is.
const MIN_SENTENCES: usize = 5;

/// Whether a page speaks to its reader and reports nothing: a word of saying and a quotation mark stand in less than a fifth of
/// its sentences each, one that speaks to the reader in a tenth at least. What asks the reader to do something is mostly its own text, then.
pub(in crate::model) fn is_guide(lines: &[Line], sounds: &[Sound]) -> bool {
    let sentences = lines.iter().filter(|line| line.is_sentence > 0).count();
    // All blocks have the features of the page, in tenths.
    sentences >= MIN_SENTENCES
        && sounds
            .first()
            .is_some_and(|page| page.page_speech < 2 && page.page_quotes < 2 && page.page_second_person >= 1)
}

fn of_block(sounds: &Sounds, of_page: Sound) -> Sound {
    let sentence = sounds.inserts.iter().map(|(_, odds)| *odds).max().unwrap_or_default();
    Sound { insert: odds(sounds.insert), sentence: odds(sentence), caption: odds(sounds.caption), ..of_page }
}

/// What all blocks of a page have in common, in few steps: fine ones would name the page, and trees would learn it by heart.
fn of_page(page: &Page<'_>, lines: &[Line], sounds: &[Sounds]) -> Sound {
    let sentences: Vec<&Line> = lines.iter().filter(|line| line.is_sentence > 0).collect();
    let part = |test: fn(&Line) -> bool| share(sentences.iter().filter(|line| test(line)).count(), sentences.len());
    let long = |block: &&Block| block.shape.width() >= LONG_WIDTH && page.zone(block) == Zone::Body;
    let (open, closed): (Vec<&Block>, Vec<&Block>) =
        page.blocks().iter().filter(long).partition(|block| block.shape.ending == Ending::Open);
    let captions: i64 = open.iter().map(|block| i64::from(sounds[block.index].caption.clamp(-MOST, MOST))).sum();
    let mean = captions / i64::try_from(open.len().max(1)).unwrap_or(i64::MAX);
    Sound {
        page_speech: part(|line| line.cue_speech > 0) / 20,
        page_quotes: part(|line| line.quotes > 0) / 20,
        page_second_person: part(|line| line.cue_second_person > 0) / 20,
        page_open: share(open.len(), open.len() + closed.len()) / 10,
        page_open_caption: odds(i32::try_from(mean).unwrap_or_default()) / 4,
        ..Sound::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::cues::Cues;

    fn page_of(text: &str) -> Sound {
        let page = Page::from_text(text);
        let (lines, _) = crate::model::features::of(&page, &Cues::builtin().unwrap());
        of(&page, &lines, &Wording::builtin().unwrap())[0]
    }

    #[test]
    fn a_report_and_a_guide_are_told_apart() {
        let report = page_of(
            "\"The ferry was late again on Monday,\" said the harbour master of the island.\n\n\
             Passengers said that they had waited at the quay since the morning.\n\n\
             Passengers wait at the quay of the island in the fog of the early morning\n\n\
             The company said on Tuesday that the boat would be repaired by the weekend.",
        );
        let guide = page_of(
            "You should book your ferry to the island at least a week before you travel.\n\n\
             Check the fog forecast for your harbour on the day before you go.\n\n\
             Bring your own food, as you will find no shop that is open on your way.",
        );
        assert!(report.page_speech > guide.page_speech && report.page_quotes > guide.page_quotes, "{report:?}");
        assert!(guide.page_second_person > report.page_second_person, "{guide:?}");
        assert!(report.page_open > 0 && guide.page_open == 0, "{report:?}");
    }

    #[test]
    fn blocks_without_a_stop_are_heard_together() {
        let page = |line: &str| {
            page_of(&format!(
                "The council met on Monday in the town hall of the island to speak about the ferry.\n\n{line}\n\n\
                 Nobody knew who was to pay for the repair, the harbour master said after the meeting.\n\n\
                 It will meet again on Friday, when the owner of the boat is to answer its questions."
            ))
        };
        let picture = page("Pictured: The mayor, left, poses with her deputy outside the town hall in 2019");
        let none = page("It said that the ferry would be repaired by the end of the week.");
        assert!(picture.page_open_caption > none.page_open_caption, "{picture:?} {none:?}");
    }
}

//! How blocks sound, as the tables of wordings have it.

use super::Sound;
use super::scale::odds;
use crate::model::wording::{Sounds, Wording};
use crate::page::Page;

/// The features of all blocks of flat text. What is not judged by its words says nothing.
pub(super) fn of(page: &Page<'_>, wording: &Wording) -> Vec<Sound> {
    if page.outline().is_empty() { page.sounds(wording).iter().map(of_block).collect() } else { Vec::new() }
}

fn of_block(sounds: &Sounds) -> Sound {
    let sentence = sounds.inserts.iter().map(|(_, odds)| *odds).max().unwrap_or_default();
    Sound { insert: odds(sounds.insert), sentence: odds(sentence), caption: odds(sounds.caption) }
}

//! Laws about the repair stages of a recipe as a whole.

use super::{Law, difference, hold, solid};
use crate::edits::Edits;
use crate::pipeline::Pipeline;
use crate::segment::joint::is_unspaced;
use crate::stage::Rewrite;
use crate::testing::damage::Damage;
use crate::text::Text;
use std::collections::BTreeMap;

/// Clean text is left as it is.
pub fn leaves_clean(pipeline: &Pipeline, clean: &str) -> Law {
    let repaired = pipeline.repaired(clean);
    hold(repaired.as_str() == clean, || format!("clean text changes: {}", difference(clean, repaired.as_str())))
}

/// Damage that is done to clean text is undone, and nothing is left to do then.
pub fn undoes(pipeline: &Pipeline, damage: Damage, clean: &str) -> Law {
    let Some(damaged) = damage.done_to(clean) else { return Ok(()) };
    let repaired = pipeline.repaired(&damaged).into_string();
    hold(repaired == clean, || format!("{damage:?} is not undone: {}", difference(clean, &repaired)))?;
    leaves_clean(pipeline, &repaired)
}

/// A stage that only takes out lists all of it: what it leaves and what it lists are the text, white space aside.
pub fn lists_what_it_takes_out(stage: &dyn Rewrite, text: &str) -> Law {
    let text = Text::from(text);
    let mut edits = Edits::default();
    stage.run(&text, &mut edits);
    let after = edits.apply(&text);
    let listed: String = edits.taken_out(&text).map(|taken| taken.text).collect();
    let sorted = |parts: [&str; 2]| {
        let mut chars: Vec<char> = parts.into_iter().flat_map(solid).collect();
        chars.sort_unstable();
        chars.into_iter().collect::<String>()
    };
    let (had, has) = (sorted([text.as_str(), ""]), sorted([after.as_str(), &listed]));
    hold(had == has, || {
        format!("{} lists other characters than it takes out: {}", stage.name(), difference(&had, &has))
    })
}

/// A stage that takes marks out of a text leaves every word that stands by itself, or lists it. In scripts that write no
/// blanks a word does not stand by itself.
pub fn leaves_or_lists_words(stage: &dyn Rewrite, text: &str) -> Law {
    let text = Text::from(text);
    let mut edits = Edits::default();
    stage.run(&text, &mut edits);
    let after = edits.apply(&text);
    let listed: Vec<String> = edits.taken_out(&text).map(|taken| taken.text).collect();
    let mut missing = BTreeMap::new();
    for word in words_apart(text.as_str()) {
        *missing.entry(word).or_insert(0) += 1;
    }
    let parts = |text| str::split(text, |c: char| !c.is_alphabetic());
    // Of what is listed the addresses are no words.
    let listed = listed.iter().flat_map(|text| text.split_whitespace()).filter(|part| !part.contains('/'));
    for word in parts(after.as_str()).chain(listed.flat_map(parts)) {
        if let Some(count) = missing.get_mut(word) {
            *count -= 1;
        }
    }
    let missing: Vec<&str> = missing.into_iter().filter_map(|(word, count)| (count > 0).then_some(word)).collect();
    hold(missing.is_empty(), || format!("{} takes words and lists them nowhere: {missing:?}", stage.name()))
}

/// Words with white space or nothing around them.
fn words_apart(text: &str) -> impl Iterator<Item = &str> {
    text.split_whitespace().filter(|word| word.chars().all(|c| c.is_alphabetic() && !is_unspaced(c)))
}

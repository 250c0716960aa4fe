//! Laws about the repair stages of a recipe as a whole.

use super::{Law, difference, hold, solid};
use crate::edits::Edits;
use crate::pipeline::Pipeline;
use crate::stage::Rewrite;
use crate::testing::damage::Damage;
use crate::text::Text;

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

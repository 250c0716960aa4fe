//! Laws of telling languages.

use super::{Law, excerpt, hold};
use crate::language::{WHOLE_BYTES, fluency, foreign, identify};

/// The order of lines makes no difference to the language of a text of which all is looked at.
///
/// # Errors
/// With what was found in each order.
pub fn ignores_line_order(text: &str) -> Law {
    // Of longer texts pieces are looked at, and those depend on the order.
    if text.len() > WHOLE_BYTES {
        return Ok(());
    }
    let mut lines: Vec<&str> = text.split('\n').collect();
    lines.reverse();
    let (there, back) = (identify(text), identify(&lines.join("\n")));
    hold(there == back, || format!("{there:?}, and back to front {back:?}: {}", excerpt(text)))
}

/// A line of plain words is not foreign in its own language, what is known of a text has its confidence and
/// script, and no text is likelier than none.
///
/// # Errors
/// With what broke.
pub fn tells_soberly(text: &str) -> Law {
    let found = identify(text);
    hold((0.0..=1.0).contains(&found.confidence), || format!("confidence {}", found.confidence))?;
    hold(found.language.is_none() || found.language == found.nearest, || format!("{found:?}"))?;
    hold(found.nearest.is_none() || found.script.is_some(), || format!("{found:?} has no script"))?;
    // Words with signs inside are looked at by the one and not by the other.
    let is_plain = |word: &&str| word.chars().all(char::is_alphabetic);
    let plain = text.split_whitespace().filter(is_plain).take(100).collect::<Vec<_>>().join(" ");
    let found = identify(&plain);
    let other = foreign(&plain, &found);
    hold(other.is_none(), || format!("{} is {found:?} and yet {other:?}", excerpt(&plain)))?;
    let whole = fluency(text).total;
    hold(whole <= 0, || format!("a likelihood of {whole}"))
}

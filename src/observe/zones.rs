//! Zones: where the body of the article begins and ends.
//!
//! The body is the run of blocks with the largest balance: running text counts for it by
//! its length, labels and blocks that the first step has marked count against it. So a
//! teaser list (headline, sentence, headline, sentence) after the last paragraph does not
//! pull the tail into the body, and one block of links inside does not cut it in two.

use crate::kind::Kind;
use crate::page::{Block, Form, Page};
use serde::{Deserialize, Serialize};

/// Where a block stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Zone {
    /// Before the first paragraph of the body.
    Head,
    /// From the first to the last paragraph of the body.
    Body,
    /// After the last paragraph of the body.
    Tail,
}

impl Zone {
    /// All zones, from top to bottom.
    pub const ALL: [Zone; 3] = [Zone::Head, Zone::Body, Zone::Tail];
}

/// What a paragraph can count at most, in characters: one long block is no body.
const MAX_GAIN: i64 = 400;
/// What a block that is no running text counts against the body: a kicker and a headline
/// outweigh the one-sentence teaser under them, which has about a hundred characters.
const LABEL_COST: i64 = 60;
/// The same for headings and list items, which belong to bodies more often.
const LISTED_COST: i64 = 25;
/// A block marked with this sum (hundredths of log-odds) is no running text.
const MARKED: i32 = 150;
/// What a marked block counts against the body, if its kind is at home around bodies.
const MARKED_COST: i64 = 120;
/// The same for kinds that are at home inside bodies: ad labels, read-more lines.
const INLINE_COST: i64 = 20;
/// What blocks in a row that are no running text can cost together: a long list of links
/// between two halves of an article is one interruption.
const MAX_RUN_COST: i64 = 500;

/// The zone of each block of a page. Without any running text all is body: there is
/// nothing to be sure of.
#[must_use]
pub fn of(page: &Page<'_>) -> Vec<Zone> {
    // The contiguous run with the largest sum (Kadane); the first of equals.
    let (mut best, mut best_run) = (0, None);
    let (mut sum, mut start) = (0, 0);
    let mut run_cost = 0;
    for block in page.blocks() {
        if sum <= 0 {
            sum = 0;
            start = block.index;
        }
        let balance = balance(page, block);
        if balance > 0 {
            run_cost = 0;
            sum += balance;
        } else {
            let cost = (-balance).min(MAX_RUN_COST - run_cost);
            run_cost += cost;
            sum -= cost;
        }
        if sum > best {
            best = sum;
            best_run = Some(start..=block.index);
        }
    }
    let zone = |at: usize| match &best_run {
        Some(run) if at < *run.start() => Zone::Head,
        Some(run) if at > *run.end() => Zone::Tail,
        _ => Zone::Body,
    };
    (0..page.blocks().len()).map(zone).collect()
}

/// What one block counts for the body, or against it.
fn balance(page: &Page<'_>, block: &Block) -> i64 {
    let marked = page.first_sum(block);
    if marked.outside {
        return -MARKED_COST;
    }
    if marked.sum >= MARKED {
        match marked.kind {
            // The header of a list of stories is a label like its headlines.
            Some(Kind::ReadMoreBlock | Kind::Related | Kind::MostRead) => -LABEL_COST,
            Some(kind) if matches!(kind.family(), "marker" | "inline" | "furniture") => -INLINE_COST,
            _ => -MARKED_COST,
        }
    } else if block.shape.is_sentence() {
        i64::from(block.shape.width()).min(MAX_GAIN)
    } else if matches!(block.form, Form::Heading(_) | Form::ListItem | Form::Row | Form::Quote | Form::Verbatim) {
        -LISTED_COST
    } else {
        -LABEL_COST
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PROSE: &str =
        "The minister arrived in the capital on Sunday for talks over the breakaway region, the foreign office said.";

    #[test]
    fn the_body_is_where_the_running_text_is() {
        let text = format!(
            "Menu\nNews\nA headline\n{PROSE}\nA subheading\n{PROSE}\n{PROSE}\nRead more\nWORLD\nOther story\nA teaser has one short sentence to it.\n"
        );
        let page = Page::from_text(&text);
        use Zone::{Body, Head, Tail};
        assert_eq!(page.zones(), [Head, Head, Head, Body, Body, Body, Body, Tail, Tail, Tail, Tail]);
    }

    #[test]
    fn without_running_text_all_is_body() {
        assert_eq!(Page::from_text("Milk\nEggs\nFlour").zones(), [Zone::Body; 3]);
    }
}

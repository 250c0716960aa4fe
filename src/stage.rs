//! The two kinds of work a stage can do: [`Rewrite`] and [`Judge`].

use crate::edits::Edits;
use crate::marks::Findings;
use crate::model::Moved;
use crate::page::Page;
use crate::text::Text;
use serde::{Deserialize, Serialize};

/// A stage that proposes edits to a text, on the way in (repair) or out (polish).
///
/// ```
/// use faircopy::{Edits, Rewrite, Text};
///
/// struct Shout;
/// impl Rewrite for Shout {
///     fn name(&self) -> &'static str { "shout" }
///     fn run(&self, text: &Text, out: &mut Edits) {
///         for (at, _) in text.as_str().match_indices('!') {
///             out.replace(at..at + 1, "!!");
///         }
///     }
/// }
///
/// assert_eq!(Shout.apply(&Text::from("Ho!")).as_str(), "Ho!!");
/// ```
pub trait Rewrite: Send + Sync {
    /// Its name in recipes, in kebab-case.
    fn name(&self) -> &'static str;

    /// Proposes edits; it cannot fail.
    fn run(&self, text: &Text, out: &mut Edits);

    /// Whether it may be run over HTML source. One that decodes entities may not: it would
    /// turn text into tags.
    fn markup_safe(&self) -> bool {
        true
    }

    /// The text with this stage's edits made: the stage by itself.
    fn apply(&self, text: &Text) -> Text {
        let mut edits = Edits::default();
        self.run(text, &mut edits);
        edits.apply(text)
    }
}

/// A stage that proposes marks and facts about a page; it cannot change text.
///
/// ```
/// use faircopy::{Family, Findings, Judge, Kind, Page};
///
/// struct Shouting;
/// impl Judge for Shouting {
///     fn name(&self) -> &'static str { "shouting" }
///     fn run(&self, page: &Page<'_>, out: &mut Findings) {
///         for block in page.blocks() {
///             if page.text_of(block).ends_with("!!!") {
///                 out.mark(block.span, Kind::AppealBanner, "shouting", Family::Shape, 150);
///             }
///         }
///     }
/// }
///
/// let page = Page::from_text("Buy now!!!\nRain fell on Monday.");
/// assert_eq!(Shouting.findings(&page).marks.len(), 1);
/// ```
pub trait Judge: Send + Sync {
    /// Its name in recipes, in kebab-case.
    fn name(&self) -> &'static str;

    /// Adds reasons and facts; it cannot fail.
    fn run(&self, page: &Page<'_>, out: &mut Findings);

    /// What moved this stage in its opinion of each block, for people to read; nothing from
    /// a stage whose rules say it all.
    fn moved_by(&self, _page: &Page<'_>) -> Vec<Vec<Moved>> {
        Vec::new()
    }

    /// What this stage finds by itself.
    fn findings(&self, page: &Page<'_>) -> Findings {
        let mut out = Findings::default();
        self.run(page, &mut out);
        out
    }
}

/// When a judge runs. Within a step the order does not matter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Step {
    /// Looks at the text alone.
    First,
    /// Reads what the first step found: [`Page::first`](crate::Page::first) and
    /// [`Page::zones`](crate::Page::zones).
    Second,
}

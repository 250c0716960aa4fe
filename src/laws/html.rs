//! Laws about pages of HTML and what is said of them.

use super::stages::{adds_up, alone_as_piped};
use super::{Law, Stage, hold};
use crate::model::LineModel;
use crate::page::Page;
use crate::pipeline::Pipeline;
use crate::segment::Layout;
use crate::segment::html::{HtmlConfig, read};
use crate::text::Text;

/// A page of HTML that is read once and judged many times.
pub struct Read {
    text: Text,
    layout: Layout,
}

impl Read {
    /// Reads a page.
    #[must_use]
    pub fn new(source: &str, config: &HtmlConfig) -> Self {
        let (text, layout) = read(&Text::from(source), config);
        Read { text, layout }
    }

    /// The page, unjudged.
    #[must_use]
    pub fn page(&self) -> Page<'_> {
        Page::new(self.text.as_str(), self.layout.clone())
    }
}

/// The elements of a page stand behind their parents and one level below them; every block of a
/// page that has elements has hints, whose element is one of them; shares are percentages.
pub fn outline_is_sound(page: &Page<'_>) -> Law {
    let outline = page.outline();
    for element in outline.ids() {
        let (depth, parent) = (outline.depth(element), outline.parent(element));
        hold(parent.is_none_or(|parent| parent < element), || format!("{element:?} stands before {parent:?}"))?;
        let above = parent.map_or(0, |parent| outline.depth(parent) + 1);
        hold(depth == above, || format!("{element:?} is {depth} deep, {parent:?} is one level above {above}"))?;
        hold(!outline.tag(element).is_empty(), || format!("{element:?} has no tag"))?;
    }
    for block in page.blocks() {
        let Some(hints) = page.hints(block) else {
            hold(outline.is_empty(), || format!("block {} has no hints", block.index))?;
            continue;
        };
        let lost = hints.element.filter(|element| element.index() >= outline.len());
        hold(lost.is_none(), || format!("block {} stands in {lost:?} of {}", block.index, outline.len()))?;
        hold(hints.link_percent <= 100 && hints.strong_percent <= 100, || format!("{hints:?} of {}", block.index))?;
    }
    Ok(())
}

/// The line model has one score for every block and a type for every page with elements, the same
/// each time it is asked, and it can say what moved each score.
pub fn scored_soberly(model: &LineModel, page: &Page<'_>) -> Law {
    let scored = model.score(page);
    let (scores, blocks) = (scored.weights.len(), page.blocks().len());
    hold(scores == blocks, || format!("{scores} scores of {blocks}"))?;
    hold(scored.page_type.is_some() != page.is_flat(), || format!("a page of the type {:?}", scored.page_type))?;
    hold(model.score(page) == scored, || "a page is scored in two ways".to_owned())?;
    let moved = model.explain(page, 3);
    hold(moved.len() == page.blocks().len(), || format!("{} explanations", moved.len()))?;
    hold(moved.iter().all(|moved| moved.len() <= 3), || "more reasons than were asked for".to_owned())
}

/// On a page of HTML every judge alone finds what it finds in a pipeline, and a pipeline finds what
/// its judges find.
pub fn judges_add_up(stages: &[Stage], pipeline: &Pipeline, read: &Read) -> Law {
    stages.iter().try_for_each(|stage| alone_as_piped(stage, || read.page()))?;
    adds_up(stages, pipeline, || read.page())
}

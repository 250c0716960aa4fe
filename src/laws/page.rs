//! Laws about pages, marks and decisions.

use super::{Law, difference, excerpt, hold, solid};
use crate::marks::{Fact, Findings, Mark};
use crate::page::Page;
use crate::render::render;
use crate::resolve::{self, Decision, ResolveConfig};
use crate::text::{PageText, Span, Text};

/// The blocks of a page stand in order, hold all of its text but white space, begin and end
/// in something else than white space, and their folded text is the fold of theirs.
pub fn cut_well(page: &Page<'_>) -> Law {
    let mut at = 0;
    for (index, block) in page.blocks().iter().enumerate() {
        let span = block.span;
        hold(block.index == index, || format!("block {index} says it is block {}", block.index))?;
        hold(span.start >= at, || format!("block {index} at {span:?} begins before {at}"))?;
        let between = page.text().get(at..span.start);
        hold(between.is_some_and(|text| text.trim().is_empty()), || {
            format!("before block {index} stands {between:?}, which no block holds")
        })?;
        in_bounds(page, span)?;
        let text = page.text_of(block);
        hold(!text.is_empty() && text.trim() == text, || format!("block {index} is {}", excerpt(text)))?;
        let folded = crate::segment::fold::fold(text);
        hold(page.folded(block) == folded, || format!("block {index} folds to {}", excerpt(page.folded(block))))?;
        hold(block.shape.chars as usize == text.chars().count(), || format!("block {index} counts wrong"))?;
        at = span.end;
    }
    let rest = page.text().get(at..);
    hold(rest.is_some_and(|text| text.trim().is_empty()), || format!("behind the last block stands {rest:?}"))
}

/// Every mark and every field stands inside the page, on character borders, and is not
/// empty.
pub fn findings_in_bounds(page: &Page<'_>, findings: &Findings) -> Law {
    for mark in &findings.marks {
        in_bounds(page, mark.span).map_err(|why| format!("{}: {why}", mark.rule))?;
        hold(!mark.span.is_empty(), || format!("{}: marks nothing", mark.rule))?;
    }
    for fact in &findings.facts {
        if let Fact::Field { field, span, value } = fact {
            in_bounds(page, *span).map_err(|why| format!("{field:?} {}: {why}", excerpt(value)))?;
        }
    }
    Ok(())
}

fn in_bounds(page: &Page<'_>, span: Span<PageText>) -> Law {
    hold(page.text().get(span.range()).is_some(), || {
        format!("{span:?} is no text of a page of {} bytes", page.text().len())
    })
}

/// For a fixed page and other marks, one more positive mark never enlarges what is kept.
pub fn monotone(page: &Page<'_>, marks: &[Mark], extra: Mark, config: &ResolveConfig) -> Law {
    let source = Text::from(page.text());
    let before = resolve::resolve(page, &source, marks, config);
    let mut more = marks.to_vec();
    more.push(Mark { weight: extra.weight.saturating_abs(), ..extra });
    let after = resolve::resolve(page, &source, &more, config);
    let (kept_before, kept_after) = (kept(page, &before), kept(page, &after));
    let back = (0..page.text().len()).find(|&at| kept_after[at] && !kept_before[at]);
    hold(back.is_none(), || format!("one more mark brought back the text at {back:?}"))?;
    let (before, after) = (render(page, &before), render(page, &after));
    let mut rest = solid(&before);
    let shorter = solid(&after).all(|c| rest.any(|other| other == c));
    hold(shorter, || format!("one more mark wrote other text {}", difference(&before, &after)))
}

/// Which bytes of the page are kept; white space counts as taken, because joints rewrite it.
fn kept(page: &Page<'_>, decisions: &[Decision]) -> Vec<bool> {
    let mut kept = vec![false; page.text().len()];
    for decision in decisions.iter().filter(|decision| !decision.is_removed()) {
        for (at, c) in page.slice(decision.span).char_indices().filter(|(_, c)| !c.is_whitespace()) {
            let start = decision.span.start + at;
            kept[start..start + c.len_utf8()].fill(true);
        }
    }
    kept
}

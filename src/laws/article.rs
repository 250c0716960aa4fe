//! Laws about what comes out of a pipeline.

use super::decoding::{decodes_to, within};
use super::{Law, difference, excerpt, hold, solid};
use crate::article::{Article, Outcome};
use crate::blocks;
use crate::pipeline::{About, Pipeline};
use crate::text::Origin;
use std::num::NonZeroUsize;

/// Kept, captured and removed spans tile the page exactly, in bytes and in characters.
///
/// A page without a single block (white space alone) has no decisions.
pub fn conserved(article: &Article) -> Law {
    let page = &article.page;
    if article.decisions.is_empty() {
        return hold(page.trim().is_empty(), || format!("nothing was decided about {}", excerpt(page)));
    }
    let (mut at, mut chars) = (0, 0);
    for decision in &article.decisions {
        let span = decision.span;
        hold(span.start == at && span.end > at, || format!("a decision at {span:?} follows the offset {at}"))?;
        let Some(text) = page.get(span.range()) else { return Err(format!("a decision at {span:?} cuts a character")) };
        let after = chars + text.chars().count();
        hold(decision.chars == (chars..after), || {
            format!("a decision at {span:?} has the characters {:?}, not {chars}..{after}", decision.chars)
        })?;
        let taken = if decision.is_removed() { text.trim() } else { "" };
        hold(decision.text == taken, || format!("the ledger says {} at {span:?}", excerpt(&decision.text)))?;
        (at, chars) = (span.end, after);
    }
    hold(at == page.len(), || format!("the decisions end at {at}, the page at {}", page.len()))?;
    hold((article.outcome == Outcome::Kept) != article.text.is_empty(), || {
        format!("{:?} with the text {}", article.outcome, excerpt(&article.text))
    })
}

/// The blocks of an article hold all of its text, in order; what stands out in a block stands
/// inside of it and holds more than white space.
pub fn blocks_hold_the_text(article: &Article) -> Law {
    hold(blocks::fit(&article.blocks, &article.text), || {
        format!("the blocks do not fit the text {}", excerpt(&article.text))
    })?;
    for block in &article.blocks {
        let lost = block.inlines.iter().find(|inline| {
            let text = article.text.get(inline.span.range()).unwrap_or_default();
            !block.span.contains(&inline.span) || text.trim().is_empty()
        });
        hold(lost.is_none(), || format!("{lost:?} stands out of the block at {:?}", block.span))?;
    }
    Ok(())
}

/// Every character of the text that is not white space comes from a kept piece, in order,
/// and none is missing.
///
/// Holds before polish: give it an article of a recipe without polish stages.
pub fn nothing_invented(article: &Article) -> Law {
    let kept = article.decisions.iter().filter(|decision| !decision.is_removed());
    let kept: String = kept.filter_map(|decision| article.page.get(decision.span.range())).flat_map(solid).collect();
    let text: String = solid(&article.text).collect();
    hold(kept == text, || format!("kept pieces and text part {}", difference(&kept, &text)))
}

/// The bytes of every piece whose origin is exact decode to its text, and so do those of what repairs took out.
///
/// For bytes that are decoded as they come: charsets with shift states (ISO-2022-JP) are
/// left out, because a piece does not begin in the state that its bytes were written in. In a
/// file of two charsets each line is in one of them.
pub fn provenance(bytes: &[u8], article: &Article) -> Law {
    let decided = article.decisions.iter().filter_map(|decision| {
        let text = article.page.get(decision.span.range())?;
        Some((decision.origin, text.trim()))
    });
    let taken_out = article.rewritten.iter().flat_map(|rewritten| &rewritten.taken_out);
    for (origin, text) in decided.chain(taken_out.map(|taken| (taken.received, taken.text.as_str()))) {
        within(bytes, origin.span())?;
        if let Origin::Exact(span) = origin {
            decodes_to(bytes, span, &article.decoding, text)?;
        }
    }
    Ok(())
}

/// A batch gives what each document alone gives, in its order, whatever the number of
/// threads.
pub fn agreement(pipeline: &Pipeline, documents: &[Vec<u8>], threads: NonZeroUsize) -> Law {
    let alone: Vec<Article> = documents.iter().map(|bytes| pipeline.clean(bytes, About::default())).collect();
    let batch: Vec<Article> = pipeline.clean_many(documents).collect();
    hold(alone == batch, || "clean_many gives other articles than clean".to_owned())?;
    let share = documents.len().div_ceil(threads.get()).max(1);
    let shared: Vec<Article> = std::thread::scope(|scope| {
        let workers: Vec<_> = documents
            .chunks(share)
            .map(|part| scope.spawn(|| part.iter().map(|b| pipeline.clean(b, About::default())).collect::<Vec<_>>()))
            .collect();
        workers.into_iter().flat_map(|worker| worker.join().unwrap_or_default()).collect()
    });
    hold(alone == shared, || format!("{threads} threads give other articles than one"))?;
    let mut backwards: Vec<Article> =
        documents.iter().rev().map(|bytes| pipeline.clean(bytes, About::default())).collect();
    backwards.reverse();
    hold(alone == backwards, || "the order of the documents shows in the articles".to_owned())
}

/// Rules for sites change nothing on the pages of other sites: `with` has some, `without` has
/// none, and they are not for the address in `about`.
pub fn spares_other_sites(with: &Pipeline, without: &Pipeline, bytes: &[u8], about: About<'_>) -> Law {
    let (with, mut without) = (with.clean(bytes, about), without.clean(bytes, about));
    without.rules_digest.clone_from(&with.rules_digest);
    hold(with == without, || format!("another article: {}", difference(&with.text, &without.text)))
}

/// An article as the `txt` output writes it: the title, a blank line, the paragraphs.
#[must_use]
pub fn txt(article: &Article) -> String {
    match &article.metadata.title {
        Some(title) if !article.text.is_empty() => format!("{title}\n\n{}\n", article.text),
        _ if article.text.is_empty() => String::new(),
        _ => format!("{}\n", article.text),
    }
}

/// A pipeline run on its own `txt` output takes nothing more and changes nothing.
pub fn settles(pipeline: &Pipeline, bytes: &[u8]) -> Law {
    let once = txt(&pipeline.clean(bytes, About::default()));
    // What was written is flat text, even when the article speaks of tags.
    let about = About { media_type: Some("text/plain"), charset: Some("utf-8"), ..About::default() };
    let again = pipeline.clean(once.as_bytes(), about);
    let twice = txt(&again);
    hold(once == twice, || {
        let taken: Vec<String> =
            again.removed().map(|d| format!("{} {}", d.kind.map_or("-", |k| k.id()), excerpt(&d.text))).collect();
        format!("a second run parts {}; it took {taken:?}", difference(&once, &twice))
    })
}

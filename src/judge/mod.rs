//! Judge: stages that mark what is not the article.
//!
//! First step, text alone: [`ad_markers`], [`layout_debris`], [`navigation`], [`html_hints`], [`read_more`], [`repeats`], [`site_rules`],
//! [`wording`], [`source_footers`], and the stages that are nothing but their rule files ([`phrases`]). Second step, with
//! zones and the marks of the first: [`title`], [`bylines`], [`timestamps`], [`captions`], [`caption_wording`],
//! [`standfirst`],
//! [`furniture`], [`dateline`], [`dump_header`], [`related_blocks`], [`page_shell`],
//! [`appeals`], [`line_model`].

pub mod ad_markers;
mod alt_text;
pub mod appeals;
mod beside_pictures;
pub mod bylines;
pub mod caption_wording;
pub mod captions;
mod contacts;
mod contents;
mod credits;
pub mod dateline;
mod desk_initials;
pub mod dump_header;
mod file_names;
mod full_names;
pub mod furniture;
mod glued_labels;
mod headline;
pub mod html_hints;
mod labels_inside;
pub mod layout_debris;
pub mod line_model;
mod markdown_pictures;
mod name_links;
pub mod navigation;
pub mod page_shell;
pub mod phrases;
pub mod read_more;
pub mod related_blocks;
mod repeated_captions;
pub mod repeats;
mod signed_again;
pub mod site_rules;
pub mod source_footers;
pub mod standfirst;
pub mod timestamps;
pub mod title;
pub mod wording;

use crate::error::BuildError;
use crate::page::{Block, Page};
use crate::segment::shape::{is_closer, is_end_mark};
use crate::text::Span;
use regex::Regex;

/// A constant pattern, compiled.
fn pattern(stage: &'static str, pattern: &str) -> Result<Regex, BuildError> {
    Regex::new(pattern).map_err(|error| BuildError::Setting {
        place: stage.to_owned(),
        key: "pattern".to_owned(),
        value: pattern.to_owned(),
        why: error.to_string(),
    })
}

/// Whether a place of the page inside a block stands behind the end of a sentence, or behind the bracket that opens there,
/// and in no quotation: what somebody is quoted with is no label of the page.
fn begins_sentence(page: &Page<'_>, block: &Block, at: usize) -> bool {
    let before = page.slice(Span::new(block.span.start, at)).trim_end();
    let ended = before.trim_end_matches(['(', '[']).trim_end().trim_end_matches(is_closer);
    let ends = ended.ends_with(is_end_mark);
    // Typographic marks tell where a quotation opens and closes; of straight ones every second closes it.
    let count = |mark: char| before.matches(mark).count();
    let quoted = count('“') > count('”') && count('„') == 0 || count('«') > count('»') || count('"') % 2 == 1;
    // A number alone is an entry's.
    ends && !quoted && before.contains(char::is_alphabetic)
}

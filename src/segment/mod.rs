//! Segment: from text to a [`Page`](crate::Page) of blocks.
//!
//! [`plain`] cuts flat text; [`html`](self) reads a page's tree into the same layout.
//! [`shape`] says what a block looks like and [`fold`] makes the text that rules match.

pub mod fold;
mod fragments;
#[cfg(feature = "html")]
pub mod html;
pub(crate) mod joint;
mod line;
pub(crate) mod list;
pub(crate) mod one_line;
pub mod plain;
pub mod sentence;
pub mod shape;
mod wrap;

use crate::inline::Inline;
use crate::lexicon::AtSite;
use crate::marks::Flag;
use crate::metadata::Declared;
use crate::outline::Outline;
use crate::page::{Block, Form, Hints};
use crate::pipeline::About;
use crate::repair::stray_tags;
use crate::site::SiteNotes;
use crate::text::{PageText, Span, Text};
use serde::{Deserialize, Serialize};
use std::ops::Range;

/// What the document is read as.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum From {
    /// HTML where it is declared or looks like it, else flat text.
    #[default]
    Auto,
    /// Flat text.
    Text,
    /// HTML.
    Html,
}

/// How text is cut into blocks.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct SegmentConfig {
    /// What the document is read as. Default auto.
    pub from: From,
    /// How flat text is cut.
    pub plain: plain::PlainConfig,
    /// How HTML is read.
    #[cfg(feature = "html")]
    pub html: html::HtmlConfig,
}

/// Whether a document is to be read as HTML.
///
/// In `auto` it is when its media type says so, or when a doctype, an `html`, `head` or
/// `body` tag stands at its start, or when it begins with another tag and has block tags that are no words
/// of its sentences (`<br> ends a line`).
#[must_use]
pub fn is_html(text: &str, about: &About<'_>, config: &SegmentConfig) -> bool {
    if cfg!(not(feature = "html")) {
        return false;
    }
    match config.from {
        From::Text => false,
        From::Html => true,
        From::Auto => match about.media_type {
            Some(media_type) if media_type.starts_with("text/plain") => false,
            Some(media_type) if media_type.contains("html") => true,
            _ => looks_like_html(text),
        },
    }
}

/// How many bytes of a document are asked whether it is HTML.
const SNIFF_BYTES: usize = 4096;

fn looks_like_html(text: &str) -> bool {
    let mut end = text.len().min(SNIFF_BYTES);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let head = text[..end].trim_start_matches(['\u{feff}', ' ', '\n', '\r', '\t']).to_ascii_lowercase();
    if ["<!doctype html", "<html", "<head", "<body"].iter().any(|tag| head.starts_with(tag)) {
        return true;
    }
    // A piece of a page begins with a tag; a text about HTML shows some further down.
    let closed = ["</p>", "</div>", "</li>", "</head>", "</h1>", "</h2>", "</section>", "<br"];
    head.starts_with('<')
        && closed.iter().map(|tag| head.matches(tag).count()).sum::<usize>() >= MIN_BLOCK_TAGS
        // It also ends with one, where it was not cut off.
        && (text.trim_end().ends_with('>') || !stray_tags::are_words(&text[..end]))
}

/// So many block tags make a text that begins with a tag a piece of a page.
const MIN_BLOCK_TAGS: usize = 2;

/// Cuts a text into blocks; gives the page's text (another one than the source, for HTML) and
/// its layout.
#[must_use]
pub fn segment(text: Text, markup: bool, config: &SegmentConfig) -> (Text, Layout) {
    segment_at(text, markup, config, AtSite::default())
}

/// The same, with rules for the site of the page.
#[must_use]
pub fn segment_at(text: Text, markup: bool, config: &SegmentConfig, site: AtSite<'_>) -> (Text, Layout) {
    #[cfg(feature = "html")]
    if markup {
        return html::read_at(&text, &config.html, site);
    }
    let _ = (markup, site);
    let layout = plain::layout(text.as_str(), &config.plain);
    (text, layout)
}

/// What segment found: blocks, their folded text and, for HTML, their hints and elements.
#[derive(Debug, Default, Clone)]
pub struct Layout {
    pub(crate) blocks: Vec<Block>,
    pub(crate) folded: String,
    pub(crate) hints: Vec<Hints>,
    pub(crate) outline: Outline,
    /// What stands out inside of blocks, in the order in which it ends.
    pub(crate) inlines: Vec<Inline<PageText>>,
    /// The address that the page names for its links to start from.
    pub(crate) base: Option<String>,
    /// What the markup says of the page; empty for flat text.
    pub declared: Declared,
    /// What rules for the site found; empty without such rules.
    pub site: SiteNotes,
    /// The limit of the reader that was met; the text is all there even then.
    pub limit: Option<Flag>,
}

impl Layout {
    /// Adds the text at `range` as one block; a range of white space adds nothing.
    ///
    /// A block that is found to have no letters or digits is a separator, whatever `form`
    /// its neighbours suggested.
    pub fn push(&mut self, text: &str, range: Range<usize>, form: Form, wrapped: bool, gap_before: bool) {
        let raw = &text[range.clone()];
        let start = range.start + (raw.len() - raw.trim_start().len());
        let trimmed = raw.trim();
        if trimmed.is_empty() {
            return;
        }
        let from = self.folded.len();
        fold::fold_into(trimmed, &mut self.folded);
        let folded = from..self.folded.len();
        self.folded.push('\n');
        let shape = shape::of(trimmed, gap_before);
        let form = if shape.letters + shape.digits == 0 { Form::Separator } else { form };
        let span = Span::new(start, start + trimmed.len());
        self.blocks.push(Block { index: self.blocks.len(), span, form, shape, wrapped, part: None, folded });
    }

    /// Forgets what stood out in text that was taken back: all from `len` on.
    #[cfg(feature = "html")]
    pub(crate) fn cut_inlines(&mut self, len: usize) {
        for inline in self.inlines.iter_mut().rev().take_while(|inline| inline.span.end > len) {
            inline.span.end = len;
            inline.span.start = inline.span.start.min(len);
        }
    }

    /// Adds the hints of the block pushed last.
    pub fn hint(&mut self, hints: Hints) {
        self.hints.resize(self.blocks.len().saturating_sub(1), Hints::default());
        self.hints.push(hints);
    }
}

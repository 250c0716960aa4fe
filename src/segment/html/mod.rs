//! HTML into blocks.
//!
//! `limits` parses within bounds, `walk` turns the tree into text and layout. What a
//! reader of the page sees becomes text: inline elements join as a browser joins them,
//! blocks become blocks, two line breaks in a row part a block in two. Scripts, forms and
//! pictures are left out. List items get no marker: a bullet is the browser's, not the
//! author's, and so is the number of an ordered list; neither does a `q` get quotation marks.
//! What fills the slots of a declared shadow tree is read behind it.
//!
//! # Known gaps
//! What a style sheet hides or numbers is not known here, nor what an inline style makes visible
//! again inside what another one hides. A tag that never closes takes the text up to the next
//! quote or `>` with it, as in a browser.

pub(crate) mod characters;
mod element;
mod fallback;
mod limits;
mod notes;
mod offsets;
mod places;
mod scan;
mod shadow;
mod sites;
mod table;
mod tags;
mod walk;

use crate::lexicon::AtSite;
use crate::marks::Flag;
use crate::metadata::Declared;
use crate::segment::{Layout, plain};
use crate::text::{SourceMap, Text};
use limits::Scripts;
use places::{Places, Written};
use scraper::Html;
use serde::{Deserialize, Serialize};
use sites::Matched;

/// How HTML is read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct HtmlConfig {
    /// Elements nested deeper than this are read as if they stood at this depth; open
    /// formatting counts twice. Default 512, as in the browsers.
    pub max_depth: usize,
    /// Once the tree has this many nodes, further tags are read as white space. Default one
    /// million, about 200 MB of tree; the largest live tickers have thirty thousand.
    pub max_nodes: usize,
    /// A tag's attributes beyond this many are not read: the parser compares each with all
    /// before it. Default 256; real tags have up to fifty.
    pub max_attributes: usize,
    /// Whether what is said of the page's text points into the source. Without it, each
    /// piece of the page is only known to come from within the whole document. Default
    /// false: with it, reading HTML takes a tenth to a sixth longer.
    pub source_offsets: bool,
}

impl Default for HtmlConfig {
    fn default() -> Self {
        HtmlConfig { max_depth: 512, max_nodes: 1_000_000, max_attributes: 256, source_offsets: false }
    }
}

/// The text of a page and its layout.
///
/// What the page hides is read too, with a hint ([`Visibility`](crate::page::Visibility)). A
/// page that shows no running text gives what it has elsewhere: in hidden elements, `noscript`,
/// templates, or declared as the article's text.
#[must_use]
pub fn read(source: &Text, config: &HtmlConfig) -> (Text, Layout) {
    read_at(source, config, AtSite::default())
}

/// The same, with rules for the site of the page: what they find is noted in the layout, and the
/// fields that they read come before what the markup says.
#[must_use]
pub fn read_at(source: &Text, config: &HtmlConfig, site: AtSite<'_>) -> (Text, Layout) {
    if !source.as_str().contains('>') {
        // No tag is closed, so there is none.
        return (source.clone(), plain_layout(source.as_str()));
    }
    if config.source_offsets {
        let ((tree, pieces), limited) = limits::parse_noting(source.as_str(), config, Scripts::Run);
        return read_tree(&tree, Places::new(&pieces), source, config, site, limited);
    }
    let (tree, limited) = limits::parse(source.as_str(), config, Scripts::Run);
    read_tree(&tree, Places::default(), source, config, site, limited)
}

/// What is read of a page: its text, its layout, and where in the source what was written
/// came from, if that was noted.
#[derive(Clone)]
struct Reading {
    text: String,
    layout: Layout,
    written: Option<Vec<Written>>,
}

fn read_tree(
    tree: &Html,
    mut places: Places<'_>,
    source: &Text,
    config: &HtmlConfig,
    site: AtSite<'_>,
    limited: bool,
) -> (Text, Layout) {
    let mut declared = Declared::read(tree);
    let rules = site.rules(declared.fields.canonical.as_deref());
    let matched = Matched::of(tree, &rules);
    matched.fill(&mut declared.fields);
    let mut reading = match walk::flat_text(tree, &mut places) {
        Some(text) => Reading { layout: matched.without_elements(&text), text, written: places.written() },
        None => {
            let shown = walk::read(tree, walk::Take::Shown, places.anew(), &matched);
            fallback::or_better(shown, tree, source.as_str(), config, &declared, &rules)
        }
    };
    reading.layout.declared = declared;
    reading.layout.limit = limited.then_some(Flag::DeepNesting);
    let map = match reading.written {
        Some(written) => places::compose(written, &reading.text, source),
        None => {
            let whole = source.map().origin(0..source.as_str().len()).span();
            SourceMap::within(reading.text.len(), whole)
        }
    };
    (Text::new(reading.text, map), reading.layout)
}

fn plain_layout(text: &str) -> Layout {
    plain::layout(text, &plain::PlainConfig::default())
}

#[cfg(test)]
mod tests;

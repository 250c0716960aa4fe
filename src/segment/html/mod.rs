//! HTML into blocks.
//!
//! `limits` parses within bounds, `walk` turns the tree into text and layout. What a
//! reader of the page sees becomes text: inline elements join as a browser joins them,
//! blocks become blocks, two line breaks in a row part a block in two. Scripts, forms,
//! and pictures are left out. List items get no marker: a bullet is
//! the browser's, not the author's, and so is the number of an ordered list.
//!
//! # Known gaps
//! What a style sheet hides or numbers is not known here. A tag that never closes takes
//! the text up to the next quote or `>` with it, as in a browser.

mod element;
mod fallback;
mod limits;
mod notes;
mod scan;
mod table;
mod tags;
mod walk;

use crate::metadata::Declared;
use crate::segment::{Layout, plain};
use crate::text::{SourceMap, Text};
use serde::{Deserialize, Serialize};

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
}

impl Default for HtmlConfig {
    fn default() -> Self {
        HtmlConfig { max_depth: 512, max_nodes: 1_000_000, max_attributes: 256 }
    }
}

/// The text of a page, its layout, and whether a limit of `config` was met. The text is
/// all there even then.
///
/// What the page hides is read too, with a hint ([`Visibility`](crate::page::Visibility)). A
/// page that shows no running text gives what it has elsewhere: in hidden elements, `noscript`,
/// templates, or declared as the article's text.
#[must_use]
pub fn read(source: &Text, config: &HtmlConfig) -> (Text, Layout, bool) {
    if !source.as_str().contains('>') {
        // No tag is closed, so there is none.
        return (source.clone(), plain_layout(source.as_str()), false);
    }
    let (tree, limited) = limits::parse(source.as_str(), config, limits::Scripts::Run);
    let declared = Declared::read(&tree);
    let (text, mut layout) = match walk::flat_text(&tree) {
        Some(text) => {
            let layout = plain_layout(&text);
            (text, layout)
        }
        None => {
            let shown = walk::read(&tree, walk::Take::Shown);
            fallback::or_better(shown, &tree, source.as_str(), config, &declared)
        }
    };
    layout.declared = declared;
    let span = source.map().origin(0..source.as_str().len()).span();
    let map = SourceMap::within(text.len(), span);
    (Text::new(text, map), layout, limited)
}

fn plain_layout(text: &str) -> Layout {
    plain::layout(text, &plain::PlainConfig::default())
}

#[cfg(test)]
mod tests;

//! Laws about pages of HTML that are read with `source-offsets`.

use super::decoding::characters_know_their_bytes;
use super::{Law, difference, hold};
use crate::decode::{DecodeConfig, Decoded, decode};
use crate::pipeline::About;
use crate::segment::html::{HtmlConfig, read};
use crate::text::Text;

/// With offsets a page is the same as without; its characters come from bytes of the
/// document, those whose origin is exact from bytes that decode to them, and they stand in
/// the order of the source. Only tables, and rows in a template, which are parsed as a table's, change that
/// order: what they hold outside their cells is put elsewhere.
pub fn offsets_lead_back(bytes: &[u8], config: &HtmlConfig) -> Law {
    let Decoded { text, decoding } = decode(bytes, &About::default(), &DecodeConfig::default());
    let (page, layout) = read(&text, &HtmlConfig { source_offsets: true, ..config.clone() });
    let plain = read(&text, &HtmlConfig { source_offsets: false, ..config.clone() });
    hold(page.as_str() == plain.0.as_str(), || {
        format!("with offsets the page is another: {}", difference(page.as_str(), plain.0.as_str()))
    })?;
    let same = layout.blocks == plain.1.blocks && layout.folded == plain.1.folded && layout.hints == plain.1.hints;
    hold(same && layout.limit == plain.1.limit, || "with offsets the layout is another".to_owned())?;
    characters_know_their_bytes(bytes, &page, &decoding, !may_have_rows(&text))
}

fn may_have_rows(text: &Text) -> bool {
    let lower = text.as_str().to_ascii_lowercase();
    let has = |tag: &str| lower.contains(tag);
    has("<table")
        || (has("<template") && ["<tr", "<td", "<th", "<tbody", "<thead", "<tfoot"].iter().any(|tag| has(tag)))
}

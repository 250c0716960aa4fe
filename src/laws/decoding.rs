//! Laws about decoded text.

use super::{Law, excerpt, hold};
use crate::decode::{self, DecodeConfig, Decoded, Decoding, decode};
use crate::pipeline::About;
use crate::text::{Bytes, Origin, Span, Text};

/// The bytes of every character whose origin is exact decode to it, in the order of the text, and
/// the whole lies within the bytes.
pub fn text_provenance(bytes: &[u8], decoded: &Decoded) -> Law {
    characters_know_their_bytes(bytes, &decoded.text, &decoded.decoding, true)?;
    let sure = decoded.decoding.confidence;
    hold((0.0..=1.0).contains(&sure), || format!("the confidence is {sure}"))
}

/// The law of [`text_provenance`] for any text with a map, without the order where a text has
/// another one than its source.
pub(super) fn characters_know_their_bytes(bytes: &[u8], of: &Text, decoding: &Decoding, in_order: bool) -> Law {
    let text = of.as_str();
    let mut before = 0;
    for (at, c) in text.char_indices() {
        let origin = of.map().origin(at..at + c.len_utf8());
        within(bytes, origin.span())?;
        hold(!in_order || before <= origin.span().start, || {
            format!("the character at {at} comes from before its predecessor")
        })?;
        before = origin.span().start;
        if let Origin::Exact(span) = origin {
            // What could not be decoded is U+FFFD, alone or after its neighbours.
            let lost = c == char::REPLACEMENT_CHARACTER;
            hold(lost || !span.is_empty(), || format!("the character at {at} comes from no bytes"))?;
            if !lost {
                decodes_to(bytes, span, decoding, &text[at..at + c.len_utf8()])?;
            }
        }
    }
    within(bytes, of.map().origin(0..text.len()).span())
}

/// What a charset with one byte a character, each another one, decodes can be encoded again.
///
/// Nothing is said about bytes that mean nothing in it.
pub fn one_to_one(bytes: &[u8], charset: &str) -> Law {
    let config = DecodeConfig { charset: Some(charset.to_owned()) };
    let read = |bytes: &[u8]| decode(bytes, &About::default(), &config).text.into_string();
    let table: Vec<(String, u8)> = (0..=u8::MAX).map(|byte| (read(&[byte]), byte)).collect();
    let byte_of = |c: char| table.iter().find(|(text, _)| text.chars().eq([c])).map(|(_, byte)| *byte);
    let text = read(bytes);
    let again: Vec<u8> = text.chars().filter_map(byte_of).collect();
    let lost = text.contains(char::REPLACEMENT_CHARACTER);
    hold(lost || again == bytes, || format!("{} of {charset} is encoded as other bytes", excerpt(&text)))
}

pub(super) fn within(bytes: &[u8], span: Span<Bytes>) -> Law {
    hold(span.end <= bytes.len(), || format!("the origin {span:?} lies beyond the {} bytes received", bytes.len()))
}

/// Whether the bytes decode to the text, read as the document was.
pub(super) fn decodes_to(bytes: &[u8], span: Span<Bytes>, decoding: &Decoding, text: &str) -> Law {
    let slice = bytes.get(span.range()).unwrap_or_default();
    let is_read = |slice: &[u8], text: &str| {
        let mut readings = decode::readings_of(slice, decoding);
        readings.any(|read| read.as_deref().is_none_or(|read| is_same(read, text)))
    };
    let is_right = if decoding.minority.is_some() {
        let (bytes, text) = (slice.split(|b| *b == b'\n'), text.split('\n'));
        slice.iter().filter(|b| **b == b'\n').count() == text.clone().count() - 1
            && bytes.zip(text).all(|(bytes, text)| is_read(bytes, text))
    } else {
        is_read(slice, text)
    };
    // Where a character was lost, what is left of its bytes may read as another one, or as none,
    // once the text is cut there.
    let is_right = is_right || text.contains('\u{fffd}');
    hold(is_right, || format!("the bytes {span:?} of {} are not {}", decoding.charset, excerpt(text)))
}

/// A mark in the middle of a document is a character; at the start of a slice it is a mark.
fn is_same(read: &str, text: &str) -> bool {
    let text = if read.starts_with('\u{feff}') { text } else { text.trim_start_matches('\u{feff}') };
    read == text
}

//! Names that a scraper copied with the links that unfold from them: `President Ann Lee Ann Maria LeeHarbour to be closed Ferry
//! sold again MORE said …`. For [`super::read_more`].
//!
//! The name stands there in full once more, its last word is glued to the first headline, and a label in capitals ends the list.

use crate::kind::Kind;
use crate::marks::{Family, Findings};
use crate::page::{Block, Page};
use crate::text::{PageText, Span};

/// So much of form stands in no prose.
const WEIGHT: i32 = 600;
/// The label behind the headlines.
const LABEL: &str = " MORE";
/// So many bytes of headlines stand before it at most: some six of them.
const MAX_LIST_BYTES: usize = 800;
/// So far before the glued name it stood by itself.
const MAX_NAME_BYTES: usize = 80;
/// A shorter word before a capital is the beginning of a name (`McLee`).
const MIN_NAME_BYTES: usize = 3;

/// Marks from the second name to the label.
pub(super) fn mark(page: &Page<'_>, out: &mut Findings) {
    for block in page.blocks() {
        let mut from = 0;
        let text = page.text_of(block);
        while let Some(at) = memchr::memmem::find(&text.as_bytes()[from..], LABEL.as_bytes()) {
            let label = from + at;
            let list = character_from(text, label.saturating_sub(MAX_LIST_BYTES)).max(from);
            from = label + LABEL.len();
            let is_label =
                !text[from..].starts_with(char::is_alphanumeric) && !text[..label].ends_with(char::is_uppercase);
            if is_label && let Some(start) = second_name(&text[list..label]) {
                out.mark(
                    span(block, list + start, from),
                    Kind::ReadMoreLine,
                    "read-more.name-links",
                    Family::Shape,
                    WEIGHT,
                );
                out.mark(
                    span(block, list + start, from),
                    Kind::ReadMoreLine,
                    "read-more.name-links",
                    Family::Phrase,
                    WEIGHT,
                );
            }
        }
    }
}

fn span(block: &Block, start: usize, end: usize) -> Span<PageText> {
    Span::new(block.span.start + start, block.span.start + end)
}

/// Where the name begins once more whose last word is glued to the first of the headlines.
fn second_name(text: &str) -> Option<usize> {
    let mut before = '\0';
    let mut glued = text.char_indices().filter_map(|(at, c)| {
        let is_glued = before.is_lowercase() && c.is_uppercase();
        before = c;
        is_glued.then_some(at)
    });
    glued.find_map(|at| first_name(text, at))
}

/// Behind the word that is glued to something at `glued`, where it stands by itself before.
fn first_name(text: &str, glued: usize) -> Option<usize> {
    let word_start = text[..glued].rfind(' ')? + 1;
    let word = &text[word_start..glued];
    let window = character_from(text, word_start.saturating_sub(MAX_NAME_BYTES));
    if word.len() < MIN_NAME_BYTES || !word.starts_with(char::is_uppercase) {
        return None;
    }
    let first = text[window..word_start].rfind(word)? + window;
    let end = first + word.len();
    let alone = text[end..].starts_with(' ') && !text[..first].ends_with(char::is_alphanumeric);
    let is_name = |word: &str| word.trim_start_matches(|c: char| !c.is_alphanumeric()).starts_with(char::is_uppercase);
    let between = &text[end..word_start];
    // The name in full has a first name before it: `Java JavaScript` has none.
    let in_full = !between.trim().is_empty() && between.split_whitespace().all(is_name);
    (alone && in_full).then_some(end + 1)
}

/// Where the first character begins at or behind a byte.
fn character_from(text: &str, at: usize) -> usize {
    (at..text.len()).find(|at| text.is_char_boundary(*at)).unwrap_or(text.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kept(text: &str) -> String {
        let page = Page::from_text(text);
        let mut found = Findings::default();
        mark(&page, &mut found);
        let mut kept = page.text().to_owned();
        let mut spans: Vec<_> = found.marks.iter().map(|mark| mark.span.range()).collect();
        spans.dedup();
        spans.into_iter().rev().for_each(|span| kept.replace_range(span, ""));
        kept
    }

    #[test]
    fn the_second_name_goes_with_its_links() {
        let text = "President Ann Lee Ann Maria LeeREAD: What the harbour says Ferry sold again MORE said so. \
                    Sen. Bo McRoe Bo Karl McRoeThe quay is closed MORE (R) did not.";
        assert_eq!(kept(text), "President Ann Lee  said so. Sen. Bo McRoe  (R) did not.");
    }

    #[test]
    fn capitals_alone_are_no_list() {
        for text in [
            "President Ann Lee wants MORE boats for the harbour.",
            "Ann Lee of LeeBoats and Bo McRoe want MORE boats, and GET MORE of them.",
            "Lee said that LeeBoats is MOREOVER closed.",
            "The Mac MacBook line wants MORE memory.",
        ] {
            assert_eq!(kept(text), text);
        }
    }
}

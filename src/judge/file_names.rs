//! Names that machines gave: of a page's address or a picture's file (`old-mill-by-the-river-2`), and addresses of pictures, alone on
//! their lines. For [`super::layout_debris`].

use crate::kind::Kind;
use crate::marks::{Family, Findings};
use crate::page::{Block, Ending, Form, Page};

/// The name of a picture's file or of a page's address, alone on its line. Of 74 such lines in dumps of the packs and real ones none is the article's.
const WEIGHT: i32 = 330;
/// It has so many parts: of five is `strict-origin-when-cross-origin`, a value that an article tells of.
const MIN_PARTS: usize = 6;

/// Marks the lines that are such a name and nothing else.
pub(super) fn mark(page: &Page<'_>, out: &mut Findings) {
    for block in page.blocks() {
        let text = page.text_of(block);
        let rule = if is_picture_address(text) {
            "layout-debris.picture-address"
        } else if block.form != Form::Verbatim && is_slug(text) && !is_announced(page, block) {
            "layout-debris.slug"
        } else {
            continue;
        };
        out.mark(block.span, Kind::LayoutDebris, rule, Family::Shape, WEIGHT);
    }
}

/// `old-mill-by-the-river-2`: words in lower case with hyphens between all of them, half of them of three letters and more.
fn is_slug(text: &str) -> bool {
    // Most lines have a blank.
    if memchr::memchr(b' ', text.as_bytes()).is_some() {
        return false;
    }
    let is_part =
        |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit());
    let is_word = |part: &&str| part.len() >= 3 && part.bytes().all(|byte| byte.is_ascii_lowercase());
    let parts = text.matches('-').count() + 1;
    parts >= MIN_PARTS && text.split('-').all(is_part) && text.split('-').filter(is_word).count() * 2 >= parts
}

/// Whether a line is the address of a picture and nothing else.
fn is_picture_address(text: &str) -> bool {
    const ENDINGS: [&str; 5] = [".jpg", ".jpeg", ".png", ".webp", ".gif"];
    let is_address = text.starts_with("https://") || text.starts_with("http://");
    is_address && !text.contains(char::is_whitespace) && {
        let path = text.split(['?', '#']).next().unwrap_or_default();
        ENDINGS.iter().any(|ending| path.ends_with(ending))
    }
}

/// Whether the line above ends in a colon: it tells of what stands below.
fn is_announced(page: &Page<'_>, block: &Block) -> bool {
    let above = block.index.checked_sub(1).and_then(|above| page.blocks().get(above));
    above.is_some_and(|above| above.shape.ending == Ending::Colon)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_address_of_a_picture_stands_alone_on_its_line() {
        assert!(is_picture_address("https://img.example/2021/quay.jpg?w=600"));
        for text in [
            "https://img.example/quay.html",
            "See https://img.example/quay.jpg",
            "quay.jpg",
            "https://img.example/quay.jpg shows it",
        ] {
            assert!(!is_picture_address(text), "{text}");
        }
    }

    #[test]
    fn a_slug_is_words_in_lower_case_with_hyphens() {
        assert!(is_slug("old-mill-by-the-river-2"));
        assert!(is_slug("banner-ss1-hijack-cap-mill-anak-3"));
        for text in [
            "strict-origin-when-cross-origin",
            "Old-Mill-by-the-River-2",
            "a--b-c-d-e-f",
            "one-two-three-four-five-six!",
            "- - - - - -",
            "4-8-15-16-23-42",
            "t-e-r-r-i-b-l-e",
        ] {
            assert!(!is_slug(text), "{text}");
        }
    }
}

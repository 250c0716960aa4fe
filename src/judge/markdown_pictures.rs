//! Pictures as Markdown writes them, for [`super::captions`]: `![The bridge](https://…)`, a line of them alone.

use crate::page::{Block, Form, Page};
use crate::repair::link_marks;

/// The blocks of a page that are pictures and nothing else.
pub(super) fn of<'p>(page: &'p Page<'_>) -> Vec<&'p Block> {
    let is_picture = |block: &&Block| block.form != Form::Verbatim && is_picture(page.text_of(block));
    page.blocks().iter().filter(is_picture).collect()
}

fn is_picture(text: &str) -> bool {
    let mut rest = text;
    while let Some(behind) = behind_picture(rest) {
        rest = behind.trim_start();
    }
    rest.is_empty() && !text.is_empty()
}

/// What follows a picture that a text begins with.
fn behind_picture(text: &str) -> Option<&str> {
    let words_end = text.strip_prefix("![")?.find("](")? + 2;
    Some(&text[link_marks::behind_address(text, words_end + 1)?..])
}

#[cfg(test)]
mod tests {
    use super::is_picture;

    #[test]
    fn a_picture_stands_alone() {
        for text in [
            "![](https://island.example/a.webp)",
            "![The old mill](a.jpg)",
            "![The mill](a_(b).jpg) ![](c.jpg \"The mill\")",
        ] {
            assert!(is_picture(text), "{text}");
        }
        for text in ["![The mill](a.jpg) stands at the quay (as it was)", "[The mill](a.jpg)", "![The mill]", ""] {
            assert!(!is_picture(text), "{text}");
        }
    }
}

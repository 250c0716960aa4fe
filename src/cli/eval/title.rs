//! The title, which is no part of the body.

use crate::cli::eval::words::{in_common, prepare, texts, words};

/// How a title in the output counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum TitleCounts {
    /// As something left over: for outputs made with --no-title.
    Boilerplate,
    /// Not at all, on neither side.
    Free,
}

impl TitleCounts {
    /// What of a text counts; it ends where the text ends.
    pub fn counted<'t>(self, text: &'t str, title: Option<&str>) -> &'t str {
        match (self, title) {
            (TitleCounts::Free, Some(title)) => without_title(text, title),
            _ => text,
        }
    }
}

/// How alike the first line and the title have to be.
const TITLE_ALIKE: f64 = 0.8;

/// The text without its first paragraph, if that is the title.
fn without_title<'t>(text: &'t str, title: &str) -> &'t str {
    let (first, rest) = text.split_once("\n\n").unwrap_or((text, ""));
    let (first, title) = (words(&prepare(first)), words(&prepare(title)));
    let common = in_common(texts(&first), texts(&title));
    let alike = 2.0 * common as f64 / (first.len() + title.len()).max(1) as f64;
    if alike >= TITLE_ALIKE { rest } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_first_paragraph_like_the_title_does_not_count() {
        let counted = |text| TitleCounts::Free.counted(text, Some("Rain in the North"));
        assert_eq!(counted("RAIN in the north\n\nIt fell."), "It fell.");
        assert_eq!(counted("It fell in the north.\n\nAll day."), "It fell in the north.\n\nAll day.");
        assert_eq!(TitleCounts::Free.counted("Rain\n\nIt fell.", None), "Rain\n\nIt fell.");
        assert_eq!(TitleCounts::Boilerplate.counted("Rain\n\nIt fell.", Some("Rain")), "Rain\n\nIt fell.");
    }
}

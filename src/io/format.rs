//! An article as a file of plain text. (Markdown and JSON lines are the library's business.)

use faircopy::Article;

/// What an article is written as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    /// Plain text: the title, a blank line, the paragraphs.
    Txt,
    /// JSON lines: one object a document, with metadata and all that was taken out.
    Jsonl,
    /// Markdown: headings, lists, tables, code, quotations, emphasis.
    Md,
}

impl Format {
    /// The end of the names of its files.
    pub fn extension(self) -> &'static str {
        match self {
            Format::Txt => "txt",
            Format::Jsonl => "jsonl",
            Format::Md => "md",
        }
    }
}

/// Whether the title is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Title {
    /// On the first line.
    First,
    /// Not at all.
    Left,
}

/// The article as plain text: LF, one newline at the end. An article without text gives
/// nothing, whatever its title: an empty file is a document in which no article was found.
pub fn txt(article: &Article, title: Title) -> String {
    if article.text.is_empty() {
        return String::new();
    }
    match title_of(article, title) {
        Some(title) => format!("{title}\n\n{}\n", article.text),
        None => format!("{}\n", article.text),
    }
}

fn title_of(article: &Article, title: Title) -> Option<String> {
    let text = article.metadata.title.as_deref().filter(|_| title == Title::First)?;
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    (!line.is_empty()).then_some(line)
}

#[cfg(test)]
mod tests {
    use super::*;
    use faircopy::{About, Recipe};

    fn article(text: &str, title: Option<&str>) -> Article {
        let mut article = Recipe::default().build().unwrap().clean(b"", About::default());
        article.text = text.into();
        article.metadata.title = title.map(str::to_owned);
        article
    }

    #[test]
    fn txt_has_the_title_first_and_one_newline_last() {
        assert_eq!(txt(&article("One.\n\nTwo.", Some("Rain\n falls")), Title::First), "Rain falls\n\nOne.\n\nTwo.\n");
        assert_eq!(txt(&article("One.", Some("Rain")), Title::Left), "One.\n");
        assert_eq!(txt(&article("One.", None), Title::First), "One.\n");
        assert_eq!(txt(&article("", Some("Rain")), Title::First), "");
    }
}

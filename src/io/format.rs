//! An article as a file: plain text or Markdown. (JSON lines are the library's business.)

use faircopy::Article;

/// What an article is written as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    /// Plain text: the title, a blank line, the paragraphs.
    Txt,
    /// JSON lines: one object a document, with metadata and all that was taken out.
    Jsonl,
    /// Markdown: the title as a heading.
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

/// The article as Markdown; what would be read as its signs is escaped.
pub fn md(article: &Article, title: Title) -> String {
    if article.text.is_empty() {
        return String::new();
    }
    let mut out = String::with_capacity(article.text.len() + article.text.len() / 16);
    if let Some(title) = title_of(article, title) {
        out.push_str("# ");
        escape_line(&title, &mut out);
        out.push_str("\n\n");
    }
    let mut lines = article.text.split('\n').peekable();
    while let Some(line) = lines.next() {
        let listed = list_item(line);
        match listed {
            Some(entry) => {
                out.push_str("- ");
                escape_line(entry, &mut out);
            }
            None => escape_line(line, &mut out),
        }
        let breaks = lines.peek().is_some_and(|next| !next.trim().is_empty() && list_item(next).is_none());
        if breaks && !line.trim().is_empty() {
            // Markdown joins neighbouring lines unless the break is written.
            out.push('\\');
        }
        out.push('\n');
    }
    out
}

fn title_of(article: &Article, title: Title) -> Option<String> {
    let text = article.metadata.title.as_deref().filter(|_| title == Title::First)?;
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    (!line.is_empty()).then_some(line)
}

/// The text of a line that begins as an entry of a list.
fn list_item(line: &str) -> Option<&str> {
    ["- ", "* ", "• ", "· ", "‣ ", "▪ ", "● "].iter().find_map(|sign| line.trim_start().strip_prefix(sign))
}

/// Appends a line so that Markdown shows it as it is.
fn escape_line(line: &str, out: &mut String) {
    let text = line.trim_start();
    let rule = !text.is_empty() && text.chars().all(|c| matches!(c, '-' | '=' | '_' | ' '));
    if text.starts_with(['#', '>', '|', '~', '+']) || rule {
        out.push('\\');
    }
    let mut before = ' ';
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let after = chars.peek().copied().unwrap_or(' ');
        let apart = before.is_whitespace() && after.is_whitespace();
        let inside = before.is_alphanumeric() && after.is_alphanumeric();
        let is_sign = match c {
            '\\' | '`' => true,
            '*' => !apart,
            '_' => !apart && !inside,
            '<' => after.is_alphabetic() || matches!(after, '/' | '!' | '?'),
            ']' => matches!(after, '(' | '['),
            '&' => after == '#' || after.is_alphabetic(),
            _ => false,
        };
        if is_sign {
            out.push('\\');
        }
        out.push(c);
        before = c;
    }
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

    #[test]
    fn markdown_shows_the_text_as_it_is() {
        let shown = |text: &str| md(&article(text, None), Title::First);
        assert_eq!(shown("#1 in 5 * 3 is *NEW* <b> a_b _c"), "\\#1 in 5 * 3 is \\*NEW\\* \\<b> a_b \\_c\n");
        assert_eq!(shown("• one\n• two\n\nThree\nfour"), "- one\n- two\n\nThree\\\nfour\n");
        assert_eq!(shown("Head\n\n---"), "Head\n\n\\---\n");
        assert_eq!(md(&article("One.", Some("Rain & sun")), Title::First), "# Rain & sun\n\nOne.\n");
    }
}

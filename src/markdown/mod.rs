//! Markdown: an article as CommonMark, with the tables of GitHub.
//!
//! Written from the blocks alone. The words are those of the article's text in their order;
//! what of them would be read as signs is escaped, and nothing else. Signs that Markdown could
//! not read where they would stand (bold in the middle of a word beside a bracket) are left
//! out.
//!
//! **Known gaps**: a table has its first row as head, whether it is one or not; terms of a
//! `dl` are paragraphs; a list that counts down has bullets; the language of code is not told.

mod escape;
mod line;
mod table;

use crate::article::Article;
use crate::blocks::{self, ArticleBlock, Container, ContainerKind};
use crate::page::Form;
use line::Place;
use std::borrow::Cow;

/// What is written as Markdown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MarkdownOptions {
    /// The title first, as a heading of the first level, unless the text begins with it.
    /// Default true.
    pub title: bool,
    /// Links with their addresses. Default false: their words alone.
    pub links: bool,
}

impl Default for MarkdownOptions {
    fn default() -> Self {
        MarkdownOptions { title: true, links: false }
    }
}

impl Article {
    /// The article as Markdown, with one newline at the end; nothing if it has no text.
    ///
    /// ```
    /// use faircopy::{About, MarkdownOptions, Recipe};
    /// let page = b"<h2>Rain</h2><p>It <b>rained</b> for 3 * 2 days in the whole of the country.</p><ol start=3><li>Snow</ol>";
    /// let article = Recipe::keep().build()?.clean(page, About::default());
    /// let markdown = article.to_markdown(&MarkdownOptions { title: false, ..Default::default() });
    /// assert!(markdown.contains("It **rained** for 3 * 2 days"));
    /// # Ok::<(), faircopy::BuildError>(())
    /// ```
    #[must_use]
    pub fn to_markdown(&self, options: &MarkdownOptions) -> String {
        if self.text.is_empty() {
            return String::new();
        }
        // The fields are open to all: a text that was changed has no blocks that fit.
        let blocks = match blocks::fit(&self.blocks, &self.text) {
            true => Cow::Borrowed(self.blocks.as_slice()),
            false => Cow::Owned(blocks::plain(&self.text)),
        };
        let mut writer = Writer { out: String::new(), open: Vec::new(), is_line: false };
        let title = self.metadata.title.as_deref().filter(|_| options.title).unwrap_or_default().trim();
        if !title.is_empty() && !begins_with(&self.text, blocks.first(), title) {
            let line = line::write(title, 0..title.len(), &[], Place::Heading, false);
            writer.block(&[], &format!("# {line}"), true);
        }
        let mut rest = &blocks[..];
        while let Some(first) = rest.first() {
            let rows = table::rows(rest);
            let table = (rows > 0).then(|| table::write(&self.text, &rest[..rows], options.links)).flatten();
            match &table {
                Some(table) => writer.block(&first.within, table, false),
                None => {
                    let is_line = !matches!(first.form, Form::Verbatim | Form::Separator);
                    writer.block(&first.within, &content(&self.text, first, options.links), is_line);
                }
            }
            rest = &rest[if table.is_some() { rows } else { 1 }..];
        }
        writer.out.push('\n');
        writer.out
    }
}

/// Whether the text has the title itself, as its first heading.
fn begins_with(text: &str, first: Option<&ArticleBlock>, title: &str) -> bool {
    let Some(block) = first.filter(|block| matches!(block.form, Form::Heading(_))) else { return false };
    let own = text.get(block.span.start + block.sign..block.span.end).unwrap_or_default();
    own.split_whitespace().eq(title.split_whitespace())
}

/// A block without what it stands in.
fn content(text: &str, block: &ArticleBlock, links: bool) -> String {
    let range = block.span.start + block.sign..block.span.end;
    let own = text.get(range.clone()).unwrap_or_default();
    match block.form {
        Form::Verbatim => fenced(block.verbatim.as_deref().unwrap_or(own)),
        Form::Separator if is_rule(own) => "***".to_owned(),
        Form::Heading(level) => {
            let line = line::write(text, range, &block.inlines, Place::Heading, links);
            format!("{} {line}", "#".repeat(usize::from(level.clamp(1, 6))))
        }
        _ => line::write(text, range, &block.inlines, Place::Paragraph, links),
    }
}

/// Code between fences longer than any in it.
fn fenced(code: &str) -> String {
    let fence = "`".repeat((line::longest_run(code, '`') + 1).max(3));
    format!("{fence}\n{}\n{fence}", code.replace('\r', "\n"))
}

/// Whether a line of signs stands for a break between parts: at least three of those that are
/// set for one.
fn is_rule(signs: &str) -> bool {
    let is_of_one = |c: char| matches!(c, '-' | '–' | '—' | '_' | '*' | '=' | '~') || c.is_whitespace();
    signs.chars().all(is_of_one) && signs.chars().filter(|c| !c.is_whitespace()).count() >= 3
}

/// What a block stands in, as it was written.
struct Open {
    container: Container,
    /// What each further line begins with.
    prefix: String,
    /// The sign of its list: `-` or `+`, `.` or `)`.
    sign: char,
}

struct Writer {
    out: String,
    open: Vec<Open>,
    /// The last block is a paragraph or a heading, which an entry may follow on the next line.
    is_line: bool,
}

impl Writer {
    /// Writes a block with the signs of what it stands in.
    fn block(&mut self, within: &[Container], content: &str, is_line: bool) {
        if content.is_empty() {
            return;
        }
        let common =
            self.open.iter().zip(within).take_while(|(open, container)| open.container.id == container.id).count();
        let fresh = &within[common..];
        let closed = self.open.get(common).map(|open| (open.container, open.sign));
        self.joint(common, closed.map(|closed| closed.0), fresh.first());
        self.open.truncate(common);
        let mut first_line = self.prefix();
        for (at, container) in fresh.iter().enumerate() {
            let sign = sign(container, closed.filter(|_| at == 0));
            let marker = marker(container, sign);
            first_line.push_str(&marker);
            let prefix = if container.kind == ContainerKind::Quote { marker } else { " ".repeat(marker.len()) };
            self.open.push(Open { container: *container, prefix, sign });
        }
        let prefix = self.prefix();
        for (at, line) in content.split('\n').enumerate() {
            if at > 0 {
                self.out.push('\n');
            }
            let before = if at == 0 { &first_line } else { &prefix };
            self.out.push_str(if line.is_empty() && at > 0 { before.trim_end() } else { before });
            self.out.push_str(line);
        }
        self.is_line = is_line;
    }

    /// Parts a block from the one before: by a blank line, or, in a list, by none.
    fn joint(&mut self, common: usize, closed: Option<Container>, fresh: Option<&Container>) {
        if self.out.is_empty() {
            return;
        }
        self.out.push('\n');
        if !(self.is_line && is_tight(closed, fresh, self.open[..common].last())) {
            let prefix: String = self.open[..common].iter().map(|open| open.prefix.as_str()).collect();
            self.out.push_str(prefix.trim_end());
            self.out.push('\n');
        }
    }

    fn prefix(&self) -> String {
        self.open.iter().map(|open| open.prefix.as_str()).collect()
    }
}

/// Whether an entry may follow without a blank line: the next of its list, or the first of a
/// list inside an entry, which has to have a bullet or the number one to end a paragraph.
fn is_tight(closed: Option<Container>, fresh: Option<&Container>, around: Option<&Open>) -> bool {
    let Some(ContainerKind::Entry { list, number }) = fresh.map(|fresh| fresh.kind) else { return false };
    match closed.map(|closed| closed.kind) {
        Some(ContainerKind::Entry { list: before, .. }) => before == list,
        Some(ContainerKind::Quote) => false,
        None => {
            let is_inside = around.is_some_and(|around| around.container.kind != ContainerKind::Quote);
            is_inside && number.is_none_or(|number| number == 1)
        }
    }
}

/// The sign of a list: another one than that of the entry before, unless it goes on.
fn sign(container: &Container, before: Option<(Container, char)>) -> char {
    let ContainerKind::Entry { list, number } = container.kind else { return '>' };
    let (usual, other) = if number.is_some() { ('.', ')') } else { ('-', '+') };
    let Some((Container { kind: ContainerKind::Entry { list: last_list, number: last }, .. }, sign)) = before else {
        return usual;
    };
    let goes_on = list == last_list && number == last.map(|last| last.saturating_add(1));
    match (goes_on, sign == usual) {
        (true, _) => sign,
        (false, true) => other,
        (false, false) => usual,
    }
}

/// The sign of a container as it stands before its first line.
fn marker(container: &Container, sign: char) -> String {
    match container.kind {
        ContainerKind::Quote => "> ".to_owned(),
        ContainerKind::Entry { number: Some(number), .. } => format!("{number}{sign} "),
        ContainerKind::Entry { number: None, .. } => format!("{sign} "),
    }
}

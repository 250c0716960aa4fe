//! The raw text that an output was made of: which of its lines are article.

use crate::cli::eval::align::Role;
use crate::cli::eval::gold::{Document, Gold};
use crate::cli::eval::title::TitleCounts;
use crate::cli::eval::words::{prepare, texts, words};

/// A line of the raw text with its label.
pub struct Line<'r> {
    /// From 1.
    pub number: usize,
    pub text: &'r str,
    pub label: String,
    pub role: Role,
    /// Start and end in bytes of `text`, label and role of what is another thing inside.
    pub inside: Vec<(usize, usize, &'static str, Role)>,
}

/// The raw lines with what they are: by the labels of the gold, or, if the raw text has the
/// gold's words and no others, all of them body.
pub fn lines<'r>(document: &Document, raw: &'r str, title: TitleCounts) -> Option<Vec<Line<'r>>> {
    labelled(document, raw, title).or_else(|| all_body(&document.gold, raw, title))
}

/// The raw lines with their labels, if the gold has labels that fit them.
fn labelled<'r>(document: &Document, raw: &'r str, title: TitleCounts) -> Option<Vec<Line<'r>>> {
    let gold = &document.gold;
    let role = |code: &str| match code {
        "K" | "H" => Role::Body,
        "?" => Role::Free,
        "T" if title == TitleCounts::Free => Role::Free,
        _ => Role::Boilerplate,
    };
    let line = |(at, text): (usize, &'r str), label: &str| Line {
        number: at + 1,
        text,
        label: label.to_owned(),
        role: role(label),
        inside: Vec::new(),
    };
    let lines = raw.split('\n').enumerate();
    if let Some(dump) = document.renderer.as_ref().and_then(|renderer| gold.dumps.get(renderer)) {
        let kept: std::collections::HashSet<usize> = dump.keep.iter().copied().collect();
        let labelled = lines.map(|(at, text)| line((at, text), if kept.contains(&at) { "K" } else { "other" }));
        return (!kept.is_empty()).then(|| labelled.collect());
    }
    let filled: Vec<(usize, &str)> = lines.filter(|(_, text)| !text.trim().is_empty()).collect();
    if gold.labels.is_empty() || gold.labels.len() != filled.len() {
        return None;
    }
    let mut lines: Vec<Line<'r>> = filled.into_iter().zip(&gold.labels).map(|(at, label)| line(at, label)).collect();
    for (at, start, end, kind) in &gold.ranges {
        let Some(line) = lines.get_mut(*at) else { continue };
        let byte = |chars: usize| line.text.char_indices().nth(chars).map_or(line.text.len(), |(at, _)| at);
        let (start, end) = (byte(*start), byte(*end));
        let (label, role) = match kind.as_str() {
            "remove" => ("inside", Role::Boilerplate),
            _ => ("?", Role::Free),
        };
        line.inside.push((start, end, label, role));
    }
    Some(lines)
}

/// The raw lines as body, if their words are the gold's; a title before them may be free.
fn all_body<'r>(gold: &Gold, raw: &'r str, title: TitleCounts) -> Option<Vec<Line<'r>>> {
    let body = title.counted(raw, gold.title.as_deref());
    let wanted = words(&prepare(title.counted(&gold.gold, gold.title.as_deref())));
    let there = words(&prepare(body));
    if wanted.is_empty() || !texts(&wanted).eq(texts(&there)) {
        return None;
    }
    let body_from = raw.len() - body.len();
    let mut at = 0;
    let line = |(number, text): (usize, &'r str)| {
        let (label, role) = if at < body_from { ("T", Role::Free) } else { ("K", Role::Body) };
        at += text.len() + 1;
        Line { number: number + 1, text, label: label.to_owned(), role, inside: Vec::new() }
    };
    Some(raw.split('\n').enumerate().map(line).collect())
}

/// A line cut at its ranges.
pub fn pieces<'l>(line: &'l Line<'_>) -> Vec<(&'l str, &'l str, Role)> {
    let mut borders = vec![0, line.text.len()];
    borders.extend(line.inside.iter().flat_map(|(start, end, ..)| [*start, *end]));
    borders.sort_unstable();
    borders.dedup();
    let piece = |from: usize, to: usize| {
        let inside = line.inside.iter().find(|(start, end, ..)| *start <= from && to <= *end);
        let (label, role) = inside.map_or((line.label.as_str(), line.role), |(_, _, label, role)| (*label, *role));
        (line.text.get(from..to).unwrap_or_default(), label, role)
    };
    borders.windows(2).map(|pair| piece(pair[0], pair[1])).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Arc;

    fn roles(gold: Gold, raw: &str, title: TitleCounts) -> Option<Vec<Role>> {
        let document = Document { gold: Arc::new(gold), renderer: None };
        lines(&document, raw, title).map(|lines| lines.iter().map(|line| line.role).collect())
    }

    fn gold() -> Gold {
        Gold { title: Some("Rain".into()), gold: "It fell.\n\nAll day.".into(), ..Gold::default() }
    }

    #[test]
    fn a_raw_text_with_the_golds_words_is_all_body() {
        use Role::{Body, Free};
        assert_eq!(roles(gold(), "It fell.\nAll day.", TitleCounts::Boilerplate), Some(vec![Body; 2]));
        assert_eq!(roles(gold(), "Rain\n\nIt fell. All\nday.", TitleCounts::Free), Some(vec![Free, Free, Body, Body]));
    }

    #[test]
    fn other_words_need_labels() {
        let raw = "Rain\n\nIt fell.\n\nAll day.";
        assert_eq!(roles(gold(), raw, TitleCounts::Boilerplate), None);
        assert_eq!(roles(gold(), "All day.\n\nIt fell.", TitleCounts::Boilerplate), None);
        assert_eq!(roles(Gold::default(), "", TitleCounts::Boilerplate), None);
        let labelled = Gold { labels: ["T", "K", "K"].map(str::to_owned).to_vec(), ..gold() };
        let roles = roles(labelled, raw, TitleCounts::Boilerplate).unwrap();
        assert_eq!(roles, [Role::Boilerplate, Role::Body, Role::Body]);
    }
}

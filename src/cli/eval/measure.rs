//! One output against its gold.

use crate::cli::eval::align::{Alignment, Fate, Role, align};
use crate::cli::eval::facet::Facets;
use crate::cli::eval::gold::{Document, Gold};
use crate::cli::eval::raw::{Line, lines, pieces};
use crate::cli::eval::shingle::{self, Rates};
use crate::cli::eval::title::TitleCounts;
use crate::cli::eval::words::{in_common, prepare, texts, words};
use serde::Serialize;
use std::collections::BTreeMap;

/// Words of one kind, and how many of them did not end where they should.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Share {
    /// All of them.
    pub words: usize,
    /// Those lost (of body words) or left over (of boilerplate words).
    pub wrong: usize,
}

impl Share {
    pub fn add(&mut self, other: Share) {
        self.words += other.words;
        self.wrong += other.wrong;
    }

    /// From 0 to 1; nothing of nothing is 0.
    pub fn share(self) -> f64 {
        if self.words == 0 { 0.0 } else { self.wrong as f64 / self.words as f64 }
    }
}

/// What one output is worth.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Score {
    pub document: String,
    #[serde(flatten)]
    pub facets: Facets,
    pub precision: f64,
    pub recall: f64,
    pub f1: f64,
    pub shingle_precision: f64,
    pub shingle_recall: f64,
    /// Of runs of four words.
    pub shingle_f1: f64,
    pub perfect: bool,
    /// For clean input, a raw text with no word of boilerplate: whether the output has every
    /// word of the article as it was, and no other.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub untouched: Option<bool>,
    /// Article words, and those of them that the output does not have.
    pub lost: Share,
    /// Boilerplate words of the raw text, and those of them that the output has; without a
    /// raw text the words of the output, and those of them that the gold does not have.
    pub left: Share,
    /// Body words in whose place the output has others.
    pub rewritten: usize,
    /// By the code of their line; with a raw text only.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub by_label: BTreeMap<String, Share>,
    /// Lines of the raw text of which words were lost or left.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub lines: Vec<LineFault>,
    /// Segments that have to be there, and those that are not.
    pub with: Share,
    /// Segments that must not be there, and those that are.
    pub without: Share,
    /// Whether the measure could align it with its raw text.
    pub aligned: bool,
    /// Whether it has a gold text to be measured against, and not only segments.
    pub has_gold: bool,
}

/// A line of the raw text that did not end where it should.
#[derive(Debug, Clone, Serialize)]
pub struct LineFault {
    /// From 1, blank lines counted.
    pub line: usize,
    pub label: String,
    /// Words lost of a body line, or left of another.
    pub words: usize,
    pub of: usize,
    pub text: String,
}

/// Measures one output; `raw` is the text that it was made of, where that is known.
pub fn measure(document: &Document, output: &str, raw: Option<&str>, title: TitleCounts) -> Score {
    let gold = &*document.gold;
    let output = title.counted(output, gold.title.as_deref());
    let mut score = Score {
        document: document.name(),
        facets: Facets::of(document),
        has_gold: !(gold.gold.trim().is_empty() && !(gold.with.is_empty() && gold.without.is_empty())),
        ..Score::default()
    };
    segments(&mut score, gold, output);
    let output = words(&prepare(output));
    let output: Vec<&str> = texts(&output).collect();
    let raw_lines = raw.and_then(|raw| lines(document, raw, title));
    if !raw_lines.is_some_and(|lines| by_line(&mut score, &lines, &output)) {
        let body = words(&prepare(title.counted(&gold.gold, gold.title.as_deref())));
        let body: Vec<&str> = texts(&body).collect();
        let common = rate(&mut score, &body, &output);
        score.lost = Share { words: body.len(), wrong: body.len() - common };
        score.left = Share { words: output.len(), wrong: output.len() - common };
        score.perfect = score.lost.wrong + score.left.wrong == 0;
    }
    score
}

/// Precision, recall and their mean, of words and of shingles; gives the number of common words.
fn rate(score: &mut Score, gold: &[&str], output: &[&str]) -> usize {
    let common = in_common(gold.iter().copied(), output.iter().copied());
    let rates = Rates::of(common, output.len(), gold.len());
    (score.precision, score.recall, score.f1) = (rates.precision, rates.recall, rates.f1);
    let shingles = shingle::rates(gold, output);
    (score.shingle_precision, score.shingle_recall, score.shingle_f1) =
        (shingles.precision, shingles.recall, shingles.f1);
    common
}

/// Measures by the labels of the raw lines; says whether it could.
fn by_line(score: &mut Score, lines: &[Line<'_>], output: &[&str]) -> bool {
    // Each raw word with its line, label and role.
    let mut all: Vec<(String, usize, &str, Role)> = Vec::new();
    for (index, line) in lines.iter().enumerate() {
        for (text, label, role) in pieces(line) {
            all.extend(words(&prepare(text)).into_iter().map(|word| (word.text, index, label, role)));
        }
    }
    let raw: Vec<(&str, Role)> = all.iter().map(|(word, _, _, role)| (word.as_str(), *role)).collect();
    let Some(alignment) = align(&raw, output) else { return false };
    let mut faults: BTreeMap<(usize, &str), Share> = BTreeMap::new();
    for ((_, index, label, role), fate) in all.iter().zip(&alignment.fates) {
        let wrong = match role {
            Role::Body => *fate == Fate::Gone,
            Role::Boilerplate => *fate == Fate::There,
            Role::Free => continue,
        };
        score.rewritten += usize::from(*role == Role::Body && *fate == Fate::Rewritten);
        let one = Share { words: 1, wrong: usize::from(wrong) };
        if *role == Role::Body {
            score.lost.add(one)
        } else {
            score.left.add(one)
        }
        score.by_label.entry((*label).to_owned()).or_default().add(one);
        faults.entry((*index, label)).or_default().add(one);
    }
    for ((index, label), share) in faults.into_iter().filter(|(_, share)| share.wrong > 0) {
        if let Some(line) = lines.get(index) {
            let text = line.text.trim().chars().take(SHOWN_CHARS).collect();
            let (number, label) = (line.number, label.to_owned());
            score.lines.push(LineFault { line: number, label, words: share.wrong, of: share.words, text });
        }
    }
    let is_free =
        |source: &Option<usize>| source.is_some_and(|at| raw.get(at).is_some_and(|word| word.1 == Role::Free));
    let counted: Vec<&str> =
        output.iter().zip(&alignment.source).filter(|(_, source)| !is_free(source)).map(|(word, _)| *word).collect();
    let body: Vec<&str> = raw.iter().filter(|(_, role)| *role == Role::Body).map(|(word, _)| *word).collect();
    rate(score, &body, &counted);
    score.perfect = score.lost.wrong + score.left.wrong == 0;
    score.untouched = untouched(score, &alignment);
    score.aligned = true;
    true
}

/// Whether clean input came out as it went in; `None` if it was not clean.
fn untouched(score: &Score, alignment: &Alignment) -> Option<bool> {
    let is_clean = score.lost.words > 0 && score.left.words == 0;
    let is_added = || alignment.source.iter().any(Option::is_none);
    is_clean.then(|| score.lost.wrong + score.rewritten == 0 && !is_added())
}

/// How much of a line a report shows, in characters.
const SHOWN_CHARS: usize = 120;

/// Segments that have to be there or must not, white space aside.
fn segments(score: &mut Score, gold: &Gold, output: &str) {
    let plain = |text: &str| prepare(text).split_whitespace().collect::<Vec<_>>().join(" ");
    if gold.with.is_empty() && gold.without.is_empty() {
        return;
    }
    let output = plain(output);
    let there = |segment: &String| output.contains(&plain(segment));
    score.with = Share { words: gold.with.len(), wrong: gold.with.iter().filter(|s| !there(s)).count() };
    score.without = Share { words: gold.without.len(), wrong: gold.without.iter().filter(|s| there(s)).count() };
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Arc;

    const RAW: &str =
        "Rain in the north\n\nBy Ann Poe\nRain fell on Monday. Share this!\n\nRead more: sun\nRoads closed (AP).";

    fn document() -> Document {
        let gold = Gold {
            id: "a".into(),
            lang: Some("en".into()),
            title: Some("Rain in the North".into()),
            gold: "Rain fell on Monday.\n\nRoads closed (AP).".into(),
            labels: ["T", "B", "K", "R", "K"].map(str::to_owned).to_vec(),
            ranges: vec![(2, 21, 32, "remove".into()), (4, 13, 17, "optional".into())],
            ..Gold::default()
        };
        Document { gold: Arc::new(gold), renderer: None }
    }

    fn scored(output: &str, title: TitleCounts) -> Score {
        measure(&document(), output, Some(RAW), title)
    }

    #[test]
    fn the_gold_is_perfect_with_and_without_what_is_optional() {
        for output in ["Rain fell on Monday.\n\nRoads closed (AP).", "Rain fell on Monday.\n\nRoads closed."] {
            let score = scored(output, TitleCounts::Boilerplate);
            assert!(score.perfect && score.aligned && score.f1 == 1.0, "{score:?}");
            assert_eq!((score.lost.words, score.left.words), (6, 12));
        }
    }

    #[test]
    fn a_title_is_left_over_or_free() {
        let output = "Rain in the north\n\nRain fell on Monday.\n\nRoads closed.\n";
        let score = scored(output, TitleCounts::Boilerplate);
        assert_eq!((score.left.wrong, score.by_label["T"].wrong, score.perfect), (4, 4, false));
        let score = scored(output, TitleCounts::Free);
        assert!(score.perfect && score.f1 == 1.0 && score.left.words == 8, "{score:?}");
    }

    #[test]
    fn lost_and_left_words_are_counted_by_label() {
        let score = scored("Rain fell Monday. Share this!\n\nRead more: sun\n", TitleCounts::Boilerplate);
        assert_eq!(score.lost, Share { words: 6, wrong: 3 });
        assert_eq!(score.left.wrong, 5);
        assert_eq!([score.by_label["inside"].wrong, score.by_label["R"].wrong], [2, 3]);
        let faults: Vec<(usize, &str, usize)> = score.lines.iter().map(|l| (l.line, &*l.label, l.words)).collect();
        assert_eq!(faults, [(4, "K", 1), (4, "inside", 2), (6, "R", 3), (7, "K", 2)]);
    }

    #[test]
    fn without_a_raw_text_words_are_compared_as_a_multiset() {
        let score = measure(&document(), "Rain fell on Monday. Share", None, TitleCounts::Boilerplate);
        assert_eq!((score.lost.wrong, score.left.wrong, score.aligned), (3, 1, false));
        assert!((score.precision - 0.8).abs() < 1e-9 && (score.recall - 4.0 / 7.0).abs() < 1e-9);
    }

    #[test]
    fn clean_input_is_untouched_if_every_word_comes_out() {
        let document = Document {
            gold: Arc::new(Gold { id: "c".into(), gold: "Rain fell.\n\nRoads closed.".into(), ..Gold::default() }),
            renderer: None,
        };
        let raw = "Rain fell.\nRoads closed.";
        let score = |output| measure(&document, output, Some(raw), TitleCounts::Boilerplate);
        let untouched = |output| score(output).untouched;
        assert_eq!(untouched("Rain fell. Roads closed."), Some(true));
        assert_eq!(untouched("Rain fell."), Some(false));
        assert_eq!(untouched("Rain fell. Roads reopened."), Some(false));
        assert_eq!(untouched("Rain fell. Read more. Roads closed."), Some(false));
        assert_eq!((score("Rain fell.").lines[0].line, score("Rain fell.").aligned), (2, true));
        // Where there is boilerplate to take, and where nothing is known of it.
        assert_eq!(scored("Rain fell on Monday.\n\nRoads closed (AP).", TitleCounts::Free).untouched, None);
        assert_eq!(measure(&document, raw, None, TitleCounts::Free).untouched, None);
    }

    #[test]
    fn nothing_expected_and_nothing_there_is_right() {
        let document = Document { gold: Arc::new(Gold { id: "e".into(), ..Gold::default() }), renderer: None };
        assert!(measure(&document, "", None, TitleCounts::Free).perfect);
        let score = measure(&document, "words", None, TitleCounts::Free);
        assert!(!score.perfect && score.f1 == 0.0);
    }

    #[test]
    fn segments_are_found_whatever_the_white_space() {
        let gold = Gold {
            id: "s".into(),
            with: vec!["a b".into(), "c".into()],
            without: vec!["x y".into()],
            ..Gold::default()
        };
        let score = measure(&Document { gold: Arc::new(gold), renderer: None }, "a\nb x  y", None, TitleCounts::Free);
        assert_eq!((score.with.wrong, score.without.wrong, score.has_gold), (1, 1, false));
    }
}

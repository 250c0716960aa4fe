//! Scores of many outputs, as a table or as JSON.

use crate::cli::eval::facet::Facet;
use crate::cli::eval::group::Group;
use crate::cli::eval::measure::{Score, Share};
use crate::cli::table::{Side, lines, row};
use crate::cli::{grouped, printable};
use serde::Serialize;
use std::collections::BTreeMap;

type Groups = BTreeMap<String, Group>;

/// Everything that was measured.
#[derive(Debug, Serialize)]
pub struct Report {
    pub all: Group,
    pub by_language: Groups,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub by_page_type: Groups,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub by_set: Groups,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub by_renderer: Groups,
    /// The renderers of each set.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub by_set_and_renderer: BTreeMap<String, Groups>,
    /// Words by the label of their raw line.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub by_label: BTreeMap<String, Share>,
    /// How many outputs were not there and counted as empty.
    pub missing: usize,
    /// How many were compared with their raw text.
    pub aligned: usize,
    pub documents: Vec<Score>,
}

impl Report {
    pub fn of(scores: Vec<Score>, missing: usize) -> Self {
        let all: Vec<&Score> = scores.iter().collect();
        let by = |facet| groups(&split(&all, facet));
        let mut by_label: BTreeMap<String, Share> = BTreeMap::new();
        for (label, share) in scores.iter().flat_map(|score| &score.by_label) {
            by_label.entry(label.clone()).or_default().add(*share);
        }
        let sets = split(&all, Facet::Set).into_iter();
        let renderers = sets.map(|(set, scores)| (set.to_owned(), groups(&split(&scores, Facet::Renderer))));
        Report {
            all: Group::of(&all),
            by_language: by(Facet::Language),
            by_page_type: by(Facet::PageType),
            by_set: by(Facet::Set),
            by_renderer: by(Facet::Renderer),
            by_set_and_renderer: renderers.filter(|(_, groups)| !groups.is_empty()).collect(),
            by_label,
            missing,
            aligned: scores.iter().filter(|score| score.aligned).count(),
            documents: scores,
        }
    }

    /// The report for people, grouped by `by`, or else by what has more than one value;
    /// `worst` documents are shown with their faults.
    pub fn lines(&self, by: Option<&[Facet]>, shingles: bool, worst: usize) -> Vec<String> {
        let words = if shingles { &WORDS_AND_SHINGLES } else { &WORDS };
        let tables = [words, &CLEAN, &SEGMENTS].map(|table| self.table(table, by));
        let mut out = tables.concat();
        out.extend(self.legend(shingles));
        out.extend(self.labels());
        out.extend(self.worst(worst));
        out
    }

    fn groups(&self, facet: Facet) -> &Groups {
        match facet {
            Facet::Language => &self.by_language,
            Facet::PageType => &self.by_page_type,
            Facet::Set => &self.by_set,
            Facet::Renderer => &self.by_renderer,
        }
    }

    /// A table with a row for all and one for each group that has something to show in it.
    fn table(&self, table: &Table, by: Option<&[Facet]>) -> Vec<String> {
        let Some(all) = (table.cells)(&self.all) else { return Vec::new() };
        let mut rows = vec![table.heading.iter().map(|cell| (*cell).to_owned()).collect(), named("all", all)];
        let shown = self.shown(table, by);
        let nests = table.nests && shown.contains(&Facet::Set) && shown.contains(&Facet::Renderer);
        for facet in shown {
            let added = match facet {
                Facet::Set if nests => self.sets_with_renderers(table),
                Facet::Renderer if nests => continue,
                _ => table.rows(self.groups(facet), "  "),
            };
            if !added.is_empty() {
                rows.push(vec![facet.name().to_owned()]);
                rows.extend(added);
            }
        }
        let mut out = lines(&[&[Side::Left][..], &[Side::Right; 11]].concat(), &rows);
        out.push(String::new());
        out
    }

    /// The groups of a table: those asked for, or those of its own that tell documents apart.
    fn shown(&self, table: &Table, by: Option<&[Facet]>) -> Vec<Facet> {
        let tells_apart = |facet: &Facet| table.rows(self.groups(*facet), "").len() > 1;
        match by {
            Some(by) => Facet::ALL.into_iter().filter(|facet| by.contains(facet)).collect(),
            None => table.by.iter().copied().filter(tells_apart).collect(),
        }
    }

    fn sets_with_renderers(&self, table: &Table) -> Vec<Vec<String>> {
        let mut rows = Vec::new();
        for (name, group) in &self.by_set {
            let Some(cells) = (table.cells)(group) else { continue };
            rows.push(named(&format!("  {name}"), cells));
            if let Some(renderers) = self.by_set_and_renderer.get(name) {
                rows.extend(table.rows(renderers, "    "));
            }
        }
        rows
    }

    /// What the columns of the tables mean.
    fn legend(&self, shingles: bool) -> Vec<String> {
        let mut out = Vec::new();
        let mut say = |name: &str, what: &str| out.push(format!("{name:<10} {what}"));
        if self.all.documents > 0 {
            if shingles {
                say("sh. P R F1", "precision, recall and F1 of shingles: runs of four words");
            }
            say("perfect", "share of documents with no word lost or left");
            say("no loss", "share of documents with no article word lost");
            say("lost", "share of article words gone");
            say(
                "left",
                match self.aligned {
                    0 => "share of output words that the gold does not have (--raw DIR: of boilerplate words)",
                    _ => "share of boilerplate words still there",
                },
            );
        }
        if self.all.clean > 0 {
            say("clean", "documents whose raw text has no boilerplate");
            say("untouched", "share of the clean documents that came out with every word");
        }
        if self.all.segments.is_some() {
            say("present", "share of the segments that have to be there (with) and are");
            say("absent", "share of the segments that must not be there (without) and are not");
            say(
                "precision",
                "of segments: share of those that are there that have to be; recall is the same as present",
            );
        }
        out
    }

    /// Words by the label of their raw line.
    fn labels(&self) -> Vec<String> {
        if self.by_label.is_empty() {
            return Vec::new();
        }
        let mut rows = vec![row(["label", "words", "wrong", "share", ""])];
        for (label, share) in &self.by_label {
            let what = if matches!(label.as_str(), "K" | "H") { "lost" } else { "left" };
            rows.push(row([label, &grouped(share.words), &grouped(share.wrong), &percent(share.share()), what]));
        }
        let table = lines(&[Side::Left, Side::Right, Side::Right, Side::Right, Side::Left], &rows);
        [vec![String::new()], table].concat()
    }

    /// The documents with the most lost words, then the most left ones, and where.
    fn worst(&self, count: usize) -> Vec<String> {
        let mut documents: Vec<&Score> =
            self.documents.iter().filter(|score| score.has_gold && !score.perfect).collect();
        documents.sort_by(|a, b| {
            (b.lost.wrong, b.left.wrong).cmp(&(a.lost.wrong, a.left.wrong)).then_with(|| a.document.cmp(&b.document))
        });
        let mut out = Vec::new();
        for score in documents.into_iter().take(count) {
            let (lost, left) = (score.lost, score.left);
            out.push(String::new());
            out.push(format!(
                "{} ({}): F1 {:.4}, lost {} of {}, left {} of {}",
                printable(&score.document),
                score.facets.lang,
                score.f1,
                grouped(lost.wrong),
                grouped(lost.words),
                grouped(left.wrong),
                grouped(left.words),
            ));
            for line in &score.lines {
                let text = printable(&line.text);
                out.push(format!("  {:>4} {:<6} {:>3} of {:<3}  {text}", line.line, line.label, line.words, line.of));
            }
        }
        out
    }
}

/// A table over groups: its heading, and the cells of a group that has something to show.
struct Table {
    heading: &'static [&'static str],
    cells: fn(&Group) -> Option<Vec<String>>,
    /// The groups it shows when nobody asks for any.
    by: &'static [Facet],
    /// Whether renderers are shown within their set, where both are shown.
    nests: bool,
}

const WORDS: Table = Table {
    heading: &["", "documents", "precision", "recall", "F1", "perfect", "no loss", "lost", "left"],
    cells: word_cells,
    by: &Facet::ALL,
    nests: false,
};

const WORDS_AND_SHINGLES: Table = Table {
    heading: &[
        "",
        "documents",
        "precision",
        "recall",
        "F1",
        "sh. P",
        "sh. R",
        "sh. F1",
        "perfect",
        "no loss",
        "lost",
        "left",
    ],
    cells: word_and_shingle_cells,
    ..WORDS
};

const CLEAN: Table =
    Table { heading: &["clean input", "clean", "untouched"], cells: clean_cells, by: &Facet::ALL, nests: false };

/// Sets differ in what their segments are, so that renderers can be compared within one only.
const SEGMENTS: Table = Table {
    heading: &["segments", "documents", "with", "present", "without", "absent", "precision", "recall", "F1"],
    cells: segment_cells,
    by: &[Facet::Set, Facet::Renderer],
    nests: true,
};

impl Table {
    fn rows(&self, groups: &Groups, indent: &str) -> Vec<Vec<String>> {
        let row = |(name, group)| Some(named(&format!("{indent}{name}"), (self.cells)(group)?));
        groups.iter().filter_map(row).collect()
    }
}

fn named(name: &str, cells: Vec<String>) -> Vec<String> {
    [vec![printable(name)], cells].concat()
}

fn word_cells(group: &Group) -> Option<Vec<String>> {
    (group.documents > 0).then(|| {
        vec![
            grouped(group.documents),
            mean(group.precision),
            mean(group.recall),
            mean(group.f1),
            percent(group.perfect),
            percent(group.no_loss),
            percent(group.lost),
            percent(group.left),
        ]
    })
}

fn word_and_shingle_cells(group: &Group) -> Option<Vec<String>> {
    let mut cells = word_cells(group)?;
    let shingles = [group.shingle_precision, group.shingle_recall, group.shingle_f1].map(mean);
    // Behind the F1 of words.
    cells.splice(4..4, shingles);
    Some(cells)
}

fn clean_cells(group: &Group) -> Option<Vec<String>> {
    Some(vec![grouped(group.clean), percent(group.untouched?)])
}

fn segment_cells(group: &Group) -> Option<Vec<String>> {
    let segments = group.segments.as_ref()?;
    Some(vec![
        grouped(segments.documents),
        grouped(segments.with.words),
        percent(segments.present),
        grouped(segments.without.words),
        percent(segments.absent),
        mean(segments.rates.precision),
        mean(segments.rates.recall),
        mean(segments.rates.f1),
    ])
}

/// The scores of each value of a facet.
fn split<'s>(scores: &[&'s Score], facet: Facet) -> BTreeMap<&'s str, Vec<&'s Score>> {
    let mut parts: BTreeMap<&str, Vec<&Score>> = BTreeMap::new();
    for &score in scores {
        if let Some(value) = score.facets.get(facet) {
            parts.entry(value).or_default().push(score);
        }
    }
    parts
}

fn groups(parts: &BTreeMap<&str, Vec<&Score>>) -> Groups {
    parts.iter().map(|(name, scores)| ((*name).to_owned(), Group::of(scores))).collect()
}

fn mean(value: f64) -> String {
    format!("{value:.4}")
}

fn percent(share: f64) -> String {
    format!("{:.2} %", share * 100.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::eval::facet::Facets;

    fn score(set: &str, renderer: &str, has_gold: bool) -> Score {
        let facets =
            Facets { lang: "en".into(), page_type: None, set: Some(set.into()), renderer: Some(renderer.into()) };
        let with = Share { words: 2, wrong: 1 };
        Score { facets, has_gold, with, untouched: has_gold.then_some(true), ..Score::default() }
    }

    fn starts(lines: &[String]) -> Vec<&str> {
        lines.iter().map(|line| line.split("  ").find(|cell| !cell.is_empty()).unwrap_or("").trim()).collect()
    }

    fn report() -> Report {
        Report::of(vec![score("x", "a", true), score("x", "b", true), score("y", "a", false)], 0)
    }

    #[test]
    fn groups_are_shown_where_they_tell_documents_apart() {
        let report = report();
        assert_eq!(starts(&report.table(&WORDS, None)), ["documents", "all", "renderer", "a", "b", ""]);
        let by_set = starts(&report.table(&CLEAN, Some(&[Facet::Set, Facet::PageType]))).join(" ");
        assert_eq!(by_set, "clean input all set x ");
    }

    #[test]
    fn shingles_are_shown_on_request() {
        let report = report();
        let heading = |shingles| report.lines(None, shingles, 0)[0].clone();
        assert!(heading(true).contains("sh. F1") && !heading(false).contains("sh. F1"));
        let [with, without] =
            [true, false].map(|shingles| report.lines(None, shingles, 0)[1].split_whitespace().count());
        assert_eq!(with, without + 3);
    }

    #[test]
    fn segments_are_shown_by_renderer_within_each_set() {
        let report = report();
        let table = report.table(&SEGMENTS, None);
        assert_eq!(starts(&table), ["segments", "all", "set", "x", "a", "b", "y", "a", ""]);
        assert!(table.iter().any(|line| line.starts_with("    b ") && line.contains("50.00 %")), "{table:?}");
        let by_renderer = report.table(&SEGMENTS, Some(&[Facet::Renderer]));
        assert_eq!(starts(&by_renderer), ["segments", "all", "renderer", "a", "b", ""]);
    }
}

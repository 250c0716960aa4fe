//! Scores of many outputs, as a table or as JSON.

use crate::cli::eval::measure::{Score, Share};
use crate::cli::table::{Side, lines};
use crate::cli::{grouped, printable};
use serde::Serialize;
use std::collections::BTreeMap;

/// What a group of outputs is worth. Means are over documents, shares over words.
#[derive(Debug, Default, Serialize)]
pub struct Group {
    pub documents: usize,
    pub precision: f64,
    pub recall: f64,
    pub f1: f64,
    /// The share of documents without a word lost or left.
    pub perfect: f64,
    /// The share of article words lost.
    pub lost: f64,
    /// The share of boilerplate words left; without raw texts, of output words that the
    /// gold does not have.
    pub left: f64,
    pub lost_words: Share,
    pub left_words: Share,
}

impl Group {
    fn of<'s>(scores: impl Iterator<Item = &'s Score>) -> Self {
        let mut group = Group::default();
        let mut perfect = 0;
        for score in scores {
            group.documents += 1;
            group.precision += score.precision;
            group.recall += score.recall;
            group.f1 += score.f1;
            perfect += usize::from(score.perfect);
            group.lost_words.add(score.lost);
            group.left_words.add(score.left);
        }
        let documents = group.documents.max(1) as f64;
        for sum in [&mut group.precision, &mut group.recall, &mut group.f1] {
            *sum /= documents;
        }
        group.perfect = perfect as f64 / documents;
        group.lost = group.lost_words.share();
        group.left = group.left_words.share();
        group
    }
}

/// Everything that was measured.
#[derive(Debug, Serialize)]
pub struct Report {
    pub all: Group,
    pub by_language: BTreeMap<String, Group>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub by_set: BTreeMap<String, Group>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub by_renderer: BTreeMap<String, Group>,
    /// Words by the label of their raw line.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub by_label: BTreeMap<String, Share>,
    /// Segments that have to be there, and how many are not.
    pub with: Share,
    /// Segments that must not be there, and how many are.
    pub without: Share,
    /// How many outputs were not there and counted as empty.
    pub missing: usize,
    /// How many were compared with their raw text.
    pub aligned: usize,
    pub documents: Vec<Score>,
}

impl Report {
    pub fn of(scores: Vec<Score>, missing: usize) -> Self {
        let measured: Vec<&Score> = scores.iter().filter(|score| score.has_gold).collect();
        let by = |key: &dyn Fn(&Score) -> Option<String>| {
            let mut groups: BTreeMap<String, Vec<&Score>> = BTreeMap::new();
            for &score in &measured {
                if let Some(key) = key(score) {
                    groups.entry(key).or_default().push(score);
                }
            }
            groups.into_iter().map(|(key, scores)| (key, Group::of(scores.into_iter()))).collect()
        };
        let mut by_label: BTreeMap<String, Share> = BTreeMap::new();
        let (mut with, mut without) = (Share::default(), Share::default());
        for score in &scores {
            with.add(score.with);
            without.add(score.without);
            for (label, share) in &score.by_label {
                by_label.entry(label.clone()).or_default().add(*share);
            }
        }
        Report {
            all: Group::of(measured.iter().copied()),
            by_language: by(&|score| Some(score.lang.clone())),
            by_set: by(&|score| score.set.clone()),
            by_renderer: by(&|score| score.renderer.clone()),
            by_label,
            with,
            without,
            missing,
            aligned: scores.iter().filter(|score| score.aligned).count(),
            documents: scores,
        }
    }

    /// The report for people; `worst` documents are shown with their faults.
    pub fn lines(&self, worst: usize) -> Vec<String> {
        let mut out = Vec::new();
        if self.all.documents > 0 {
            let heading = ["", "documents", "precision", "recall", "F1", "perfect", "lost", "left"];
            let mut rows = vec![heading.map(str::to_owned).to_vec(), cells("all", &self.all)];
            for (what, groups) in [("", &self.by_language), ("set ", &self.by_set), ("", &self.by_renderer)] {
                if groups.len() > 1 {
                    rows.extend(groups.iter().map(|(name, group)| cells(&format!("{what}{name}"), group)));
                }
            }
            out.extend(lines(&[&[Side::Left][..], &[Side::Right; 7]].concat(), &rows));
            out.push(String::new());
            out.extend(self.legend());
        }
        if !self.by_label.is_empty() {
            out.push(String::new());
            let mut rows = vec![["label", "words", "wrong", "share", ""].map(str::to_owned).to_vec()];
            for (label, share) in &self.by_label {
                let what = if matches!(label.as_str(), "K" | "H") { "lost" } else { "left" };
                rows.push(vec![
                    label.clone(),
                    grouped(share.words),
                    grouped(share.wrong),
                    percent(share.share()),
                    what.to_owned(),
                ]);
            }
            out.extend(lines(&[Side::Left, Side::Right, Side::Right, Side::Right, Side::Left], &rows));
        }
        for (share, what) in
            [(self.with, "that have to be there are missing"), (self.without, "that must go are there")]
        {
            if share.words > 0 {
                out.push(format!("segments: {} of {} {what}", grouped(share.wrong), grouped(share.words)));
            }
        }
        out.extend(self.worst(worst));
        out
    }

    fn legend(&self) -> Vec<String> {
        let left = if self.aligned == 0 {
            "left: share of output words that the gold does not have (--raw DIR: of boilerplate words)"
        } else {
            "left: share of boilerplate words still there"
        };
        vec![format!(
            "perfect: share of documents with no word lost or left; lost: share of article words gone; {left}"
        )]
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
                score.lang,
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

fn cells(name: &str, group: &Group) -> Vec<String> {
    let mean = |value: f64| format!("{value:.4}");
    vec![
        printable(name),
        grouped(group.documents),
        mean(group.precision),
        mean(group.recall),
        mean(group.f1),
        percent(group.perfect),
        percent(group.lost),
        percent(group.left),
    ]
}

fn percent(share: f64) -> String {
    format!("{:.2} %", share * 100.0)
}

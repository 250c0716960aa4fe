//! Languages of documents, paragraphs, lines and interface strings; how far confidence can
//! be trusted; lines in another language than the article around them.

use crate::halves::{Half, Share, print};
use faircopy::language::{Identified, foreign, identify, languages};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::time::Instant;

#[derive(Deserialize)]
struct Labelled {
    lang: String,
    source: String,
    text: String,
    article: Option<String>,
}

impl Labelled {
    /// As in `train/language/texts.py`.
    fn half(&self) -> Half {
        match self.source.as_str() {
            "udhr" => Half::of(&format!("{} declaration", self.lang)),
            _ => Half::of(self.article.as_ref().unwrap_or(&self.text)),
        }
    }
}

pub fn score(folder: &Path) -> Result<(), Box<dyn Error>> {
    let core: BTreeSet<String> =
        read::<Labelled>(folder, "line")?.into_iter().filter(|row| row.source == "news").map(|row| row.lang).collect();
    let taught: BTreeSet<&str> =
        languages().map(|(language, _)| language).chain(core.iter().map(String::as_str)).collect();
    let mut all = Vec::new();
    for set in ["doc", "para", "line", "ui"] {
        let rows = read::<Labelled>(folder, set)?;
        let start = Instant::now();
        let found: Vec<Identified> = rows.iter().map(|row| identify(&row.text)).collect();
        let seconds = start.elapsed().as_secs_f64();
        let bytes: usize = rows.iter().map(|row| row.text.len()).sum();
        println!("\n{set}: {} texts, {:.1} MB/s", rows.len(), bytes as f64 / 1e6 / seconds);
        let rows: Vec<_> = rows.into_iter().zip(found).collect();
        table(set, &rows, &core, &taught);
        all.extend(rows);
    }
    trust(&all, &taught);
    made_pages::score(folder)
}

fn read<T: for<'d> Deserialize<'d>>(folder: &Path, set: &str) -> Result<Vec<T>, Box<dyn Error>> {
    let lines = BufReader::new(File::open(folder.join(format!("{set}.jsonl")))?).lines();
    lines.map(|line| Ok(serde_json::from_str(&line?)?)).collect()
}

/// Codes that people call one language.
fn near(language: &str) -> &str {
    match language {
        "bos" | "hrv" | "srp" => "hbs",
        "nob" | "nno" => "nor",
        "ind" => "msa",
        other => other,
    }
}

/// The mean over languages of the share that is right, near relatives as one and apart; and
/// of the languages never taught the share called unknown.
fn table(set: &str, rows: &[(Labelled, Identified)], core: &BTreeSet<String>, taught: &BTreeSet<&str>) {
    let mut merged: BTreeMap<&str, Share> = BTreeMap::new();
    let mut apart: BTreeMap<&str, Share> = BTreeMap::new();
    let mut guessed: BTreeMap<&str, Share> = BTreeMap::new();
    let mut few: BTreeMap<&str, Share> = BTreeMap::new();
    let mut strangers = Share::default();
    for (row, found) in rows {
        let (half, language) = (row.half(), found.language.unwrap_or("und"));
        if core.contains(&row.lang) {
            merged.entry(&row.lang).or_default().add(half, near(language) == near(&row.lang));
            apart.entry(&row.lang).or_default().add(half, language == row.lang);
            guessed.entry(&row.lang).or_default().add(half, near(found.nearest.unwrap_or("und")) == near(&row.lang));
        } else if taught.contains(row.lang.as_str()) {
            few.entry(&row.lang).or_default().add(half, language == row.lang);
        } else {
            strangers.add(half, found.language.is_none());
        }
    }
    println!("{:<44} {:>13}  {:>13}", "macro over languages", "train", "check");
    for (name, shares) in [
        ("taught well, near relatives as one", &merged),
        ("taught well, each code apart", &apart),
        ("nearest language, however unsure", &guessed),
        ("taught by few texts", &few),
    ] {
        println!("{name:<44} {:>13.2}  {:>13.2}", mean(shares, Half::Train), mean(shares, Half::Check));
    }
    let unknown = |half| strangers.percent(half).unwrap_or(f64::NAN);
    println!("{:<44} {:>13.2}  {:>13.2}", "never taught: called unknown", unknown(Half::Train), unknown(Half::Check));
    let mut worst: Vec<_> =
        merged.iter().filter_map(|(name, share)| Some((share.percent(Half::Check)?, *name))).collect();
    worst.sort_by(|a, b| a.0.total_cmp(&b.0));
    let worst: Vec<String> = worst.iter().take(10).map(|(share, name)| format!("{name} {share:.0}")).collect();
    println!("worst of {set}, check: {}", worst.join(", "));
}

fn mean(shares: &BTreeMap<&str, Share>, half: Half) -> f64 {
    let shares: Vec<f64> = shares.values().filter_map(|share| share.percent(half)).collect();
    shares.iter().sum::<f64>() / shares.len().max(1) as f64
}

/// How many of the guesses of each tenth of confidence are right.
fn trust(rows: &[(Labelled, Identified)], taught: &BTreeSet<&str>) {
    for (title, with_strangers) in [("of languages that were taught", false), ("of all languages", true)] {
        let mut tenths = vec![Share::default(); 10];
        for (row, found) in rows.iter().filter(|(row, _)| with_strangers || taught.contains(row.lang.as_str())) {
            let tenth = ((found.confidence * 10.0) as usize).min(9);
            tenths[tenth].add(row.half(), found.nearest.is_some_and(|nearest| near(nearest) == near(&row.lang)));
        }
        let names: Vec<String> = (0..10).map(|tenth| format!("confidence {}0 % and more", tenth)).collect();
        print(&format!("Right by confidence, texts {title}"), names.iter().map(String::as_str).zip(tenths));
    }
}

mod made_pages {
    use super::*;

    #[derive(Deserialize)]
    struct Made {
        id: String,
        lines: Vec<Line>,
    }

    #[derive(Deserialize)]
    struct Line {
        text: String,
        foreign: bool,
    }

    /// Of each article the language is told first, as a pipeline would.
    pub fn score(folder: &Path) -> Result<(), Box<dyn Error>> {
        let [mut other_script, mut same_script, mut own] = [Share::default(); 3];
        for made in read::<Made>(folder, "foreign_lines")? {
            let half = Half::of(&made.id);
            let body: Vec<&str> = made.lines.iter().map(|line| line.text.as_str()).collect();
            let body = identify(&body.join("\n"));
            for line in &made.lines {
                let script = identify(&line.text).script;
                let found = foreign(&line.text, &body).is_some();
                match line.foreign {
                    true if script == body.script => same_script.add(half, found),
                    true => other_script.add(half, found),
                    false => own.add(half, found),
                }
            }
        }
        print(
            "Lines in another language than the article, found",
            [
                ("in another script", other_script),
                ("in the same script", same_script),
                ("own lines taken for foreign", own),
            ],
        );
        Ok(())
    }
}

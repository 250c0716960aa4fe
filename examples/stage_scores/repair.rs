//! Scores of `repair`: damaged documents put right, and clean ones left alone.
//!
//! Further arguments: `show` prints every clean text that changes, `cases=FOLDER` counts the
//! test cases of another program (`original`, `fixed`, `expect` in JSON files), and
//! `path=NAME` prints where each document of one path differs from its original.

use super::halves::{Half, Share, print};
use faircopy::decode::{DecodeConfig, decode};
use faircopy::{About, BuildError, Pipeline, Recipe};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use std::collections::{BTreeMap, HashSet};
use std::error::Error;
use std::fs;
use std::path::Path;

#[derive(Deserialize)]
struct Case {
    id: String,
    path: String,
    clean: String,
    text: Option<String>,
    b64: Option<String>,
}

impl Case {
    /// Texts made of one original share a key: the site of an article, else the document.
    fn half(&self) -> Half {
        let document = self.id.split_once('#').map_or(self.id.as_str(), |(_, document)| document);
        let parts = if document.starts_with("fundus/") { 3 } else { usize::MAX };
        let key: Vec<&str> = document.split('/').take(parts).collect();
        Half::of(&key.join("/"))
    }

    /// The damaged text; what came as bytes is decoded first.
    fn damaged(&self) -> String {
        match (&self.text, &self.b64) {
            (Some(text), _) => text.clone(),
            (None, Some(base64)) => {
                let bytes = from_base64(base64);
                decode(&bytes, &About::default(), &DecodeConfig::default()).text.into_string()
            }
            (None, None) => String::new(),
        }
    }
}

/// How many of the lines beyond ASCII are found again, in per cent.
#[derive(Clone, Copy, Default)]
struct Lines([(f64, f64); 2]);

pub fn score(folder: &Path) -> Result<(), Box<dyn Error>> {
    let pipeline = Recipe::balanced().build()?;
    let args: Vec<String> = std::env::args().skip(1).collect();
    let named = |name: &str| args.iter().find_map(|arg| arg.strip_prefix(name));
    let mut order: Vec<String> = Vec::new();
    let mut exact: BTreeMap<String, Share> = BTreeMap::new();
    let mut lines: BTreeMap<String, Lines> = BTreeMap::new();
    let cases: Vec<Case> = read_lines(&folder.join("cases.jsonl"))?;
    for case in &cases {
        let repaired = pipeline.repaired(&case.damaged()).into_string();
        let half = case.half();
        if !exact.contains_key(&case.path) {
            order.push(case.path.clone());
        }
        exact.entry(case.path.clone()).or_default().add(half, repaired == case.clean);
        let found: HashSet<&str> = repaired.split('\n').collect();
        let Lines(shares) = lines.entry(case.path.clone()).or_default();
        for line in case.clean.split('\n').filter(|line| !line.is_ascii()) {
            let (hits, all) = &mut shares[half as usize];
            *hits += f64::from(u8::from(found.contains(line)));
            *all += 1.0;
        }
        if named("path=") == Some(case.path.as_str()) && repaired != case.clean {
            println!("{half:?} {}: {}", case.id, difference(&case.clean, &repaired));
        }
    }
    print("repair: exact documents, per cent", order.iter().map(|path| (path.as_str(), exact[path])));
    println!("\n{:<44} {:>13}  {:>13}", "repair: lines beyond ASCII found again", "train", "check");
    for path in &order {
        let cells =
            lines[path].0.map(|(hits, all)| if all > 0.0 { format!("{:.1}", 100.0 * hits / all) } else { "-".into() });
        println!("{path:<44} {:>13}  {:>13}", cells[0], cells[1]);
    }
    let mut clean: Vec<(String, String)> =
        cases.into_iter().map(|case| ("clean documents".into(), case.clean)).collect();
    clean.sort();
    clean.dedup();
    clean.extend(labelled(folder)?);
    harm(&pipeline, &clean, args.iter().any(|arg| arg == "show"))?;
    if let Some(folder) = named("cases=") {
        others_cases(&pipeline, Path::new(folder))?;
    }
    Ok(())
}

/// Texts labelled with their language, by the file they stand in.
fn labelled(folder: &Path) -> Result<Vec<(String, String)>, Box<dyn Error>> {
    #[derive(Deserialize)]
    struct Labelled {
        text: String,
    }
    let mut texts = Vec::new();
    for name in ["doc", "para", "line", "ui"] {
        let rows: Vec<Labelled> = read_lines(&folder.with_file_name("langid").join(format!("{name}.jsonl")))?;
        texts.extend(rows.into_iter().map(|row| (format!("{name}.jsonl"), row.text)));
    }
    Ok(texts)
}

/// Counts the clean texts that change by more than what all text is brought to: LF, plain
/// spaces, NFC, nothing invisible.
fn harm(pipeline: &Pipeline, texts: &[(String, String)], show: bool) -> Result<(), BuildError> {
    let mut recipe = Recipe::balanced();
    recipe.repair.retain(|stage| matches!(stage.name(), "newlines" | "controls" | "spaces" | "nfc"));
    let normal = recipe.build()?;
    let mut counts: BTreeMap<&str, [usize; 3]> = BTreeMap::new();
    for (name, text) in texts {
        let repaired = pipeline.repaired(text).into_string();
        let normal = normal.repaired(text).into_string();
        let [all, changed, beyond] = counts.entry(name).or_default();
        *all += 1;
        *changed += usize::from(repaired != *text);
        *beyond += usize::from(repaired != normal);
        if show && repaired != normal {
            println!("{name}: {}", difference(&normal, &repaired));
        }
    }
    println!("\n{:<44} {:>8} {:>8} {:>22}", "repair: clean texts", "n", "changed", "beyond normal form");
    for (name, [all, changed, beyond]) in counts {
        println!("{name:<44} {all:>8} {changed:>8} {beyond:>22}");
    }
    Ok(())
}

/// Counts what is right of another program's cases that it is expected to pass. That program
/// straightens curly quotes as well, so both sides are straightened.
fn others_cases(pipeline: &Pipeline, folder: &Path) -> Result<(), Box<dyn Error>> {
    #[derive(Deserialize)]
    struct Other {
        original: String,
        fixed: String,
        expect: String,
    }
    let straight = |text: &str| {
        text.chars()
            .map(|c| match c {
                '\u{2018}'..='\u{201b}' | 'ʼ' => '\'',
                '\u{201c}'..='\u{201f}' => '"',
                c => c,
            })
            .collect::<String>()
    };
    let mut files: Vec<_> =
        fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect::<Result<_, std::io::Error>>()?;
    files.retain(|file| file.extension().is_some_and(|extension| extension == "json"));
    files.sort();
    let (mut right, mut all) = (0, 0);
    for file in files {
        let cases: Vec<Other> = serde_json::from_str(&fs::read_to_string(&file)?)?;
        for case in cases.iter().filter(|case| case.expect == "pass") {
            let repaired = pipeline.repaired(&case.original).into_string();
            let passed = straight(&repaired) == straight(&pipeline_normal(&case.fixed));
            all += 1;
            right += usize::from(passed);
            if !passed {
                println!("{}: {:?}: {:?} for {:?}", file.display(), case.original, repaired, case.fixed);
            }
        }
    }
    println!("\nrepair: {right} of {all} cases of another program");
    Ok(())
}

/// What our stages for spaces and invisible characters make of the other program's answer.
fn pipeline_normal(fixed: &str) -> String {
    let mut recipe = Recipe::balanced();
    recipe.repair.retain(|stage| matches!(stage.name(), "newlines" | "controls" | "spaces" | "nfc"));
    recipe.build().map(|pipeline| pipeline.repaired(fixed).into_string()).unwrap_or_default()
}

fn read_lines<T: DeserializeOwned>(file: &Path) -> Result<Vec<T>, Box<dyn Error>> {
    let text = fs::read_to_string(file).map_err(|error| format!("{}: {error}", file.display()))?;
    Ok(text.lines().map(serde_json::from_str).collect::<Result<_, _>>()?)
}

/// Where two texts part, with what stands around that place in each.
fn difference(left: &str, right: &str) -> String {
    let same = left.chars().zip(right.chars()).take_while(|(l, r)| l == r).count();
    let around = |text: &str| text.chars().skip(same.saturating_sub(12)).take(48).collect::<String>();
    format!("{:?} became {:?}", around(left), around(right))
}

fn from_base64(text: &str) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(text.len() * 3 / 4);
    let (mut bits, mut held) = (0_u32, 0);
    for byte in text.bytes() {
        let six = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            _ => continue,
        };
        bits = bits << 6 | u32::from(six);
        held += 6;
        if held >= 8 {
            held -= 8;
            bytes.push((bits >> held) as u8);
        }
    }
    bytes
}

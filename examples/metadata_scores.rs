//! How right title, authors and date of HTML pages are.
//!
//! ```text
//! cargo run --release --example metadata_scores -- FOLDER... [--other FILE] [--misses FIELD]
//! ```
//!
//! A FOLDER has `gold.jsonl`, whose lines have `id`, `domain`, `title`, `author` and `date`, and
//! the pages in `html/<id>.html`. With `--other` the answers of another program are measured:
//! lines with `id`, `title`, `author` (a text or a list) and `date`. `--misses` lists what is
//! wrong or missing in one field, of the half for development alone.
//!
//! Precision counts what was given on pages where the gold has the field, recall what the gold
//! has; `beside` is on how many pages something was given where the gold has nothing. Titles and
//! names are compared by their letters and digits in lower case, authors as sets of names without
//! degrees, dates by their day.

use faircopy::{About, Pipeline, Recipe};
use md5::{Digest, Md5};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};
use unicode_normalization::UnicodeNormalization;

fn main() -> Result<(), Box<dyn Error>> {
    let mut folders: Vec<PathBuf> = Vec::new();
    let (mut other, mut misses) = (None, None);
    let mut args = std::env::args().skip(1);
    while let Some(arg) = args.next() {
        match arg.as_str() {
            "--other" => other = args.next(),
            "--misses" => misses = args.next(),
            _ => folders.push(arg.into()),
        }
    }
    let other = other.map(|path| answers(Path::new(&path))).transpose()?;
    let pipeline = Recipe::balanced().build()?;
    println!("| pages | half | n | field | precision | recall | F1 | beside |\n|---|---|--:|---|--:|--:|--:|--:|");
    for folder in &folders {
        score(folder, &pipeline, other.as_ref(), misses.as_deref())?;
    }
    Ok(())
}

/// The answers of another program, by id.
fn answers(path: &Path) -> Result<BTreeMap<String, Value>, Box<dyn Error>> {
    let mut all = BTreeMap::new();
    for line in fs::read_to_string(path)?.lines() {
        let answer: Value = serde_json::from_str(line)?;
        all.insert(answer["id"].as_str().unwrap_or_default().to_owned(), answer);
    }
    Ok(all)
}

const FIELDS: [&str; 3] = ["title", "author", "date"];

/// What is counted of a field.
#[derive(Debug, Clone, Copy, Default)]
struct Counts {
    right: usize,
    given: usize,
    gold: usize,
    beside: usize,
}

fn score(
    folder: &Path,
    pipeline: &Pipeline,
    other: Option<&BTreeMap<String, Value>>,
    misses: Option<&str>,
) -> Result<(), Box<dyn Error>> {
    let mut counts = [[Counts::default(); 3]; 2];
    let mut pages = [0; 2];
    for line in fs::read_to_string(folder.join("gold.jsonl"))?.lines() {
        let gold: Value = serde_json::from_str(line)?;
        let id = gold["id"].as_str().unwrap_or_default();
        let site = gold["domain"].as_str().filter(|site| !site.is_empty()).unwrap_or(id);
        let half = usize::from(Md5::digest(site.as_bytes())[0] % 4 == 3);
        let given = match other {
            Some(answers) => answers.get(id).cloned().unwrap_or_default(),
            None => ours(pipeline, &fs::read(folder.join(format!("html/{id}.html")))?),
        };
        pages[half] += 1;
        for (at, field) in FIELDS.into_iter().enumerate() {
            let (wanted, got) = (values(field, &gold[field]), values(field, &given[field]));
            let counts = &mut counts[half][at];
            if wanted.is_empty() {
                counts.beside += usize::from(!got.is_empty());
            } else {
                counts.gold += wanted.len();
                counts.given += got.len();
                counts.right += wanted.intersection(&got).count();
            }
            if misses == Some(field) && half == 0 && wanted != got {
                println!("{id} {} | {} | {}", gold["page_type"], gold[field], given[field]);
            }
        }
    }
    let name = folder.file_name().unwrap_or_default().to_string_lossy();
    for (half, counts) in counts.iter().enumerate() {
        for (field, counts) in FIELDS.iter().zip(counts) {
            let percent = |all: usize| 100.0 * counts.right as f64 / all.max(1) as f64;
            let (precision, recall) = (percent(counts.given), percent(counts.gold));
            let f1 = 200.0 * counts.right as f64 / (counts.given + counts.gold).max(1) as f64;
            let (half, pages) = (["tune", "check"][half], pages[half]);
            println!(
                "| {name} | {half} | {pages} | {field} | {precision:.1} | {recall:.1} | {f1:.1} | {} |",
                counts.beside
            );
        }
    }
    Ok(())
}

/// Title, authors and date of a page, as another program would give them.
fn ours(pipeline: &Pipeline, bytes: &[u8]) -> Value {
    let about = About { media_type: Some("text/html"), ..About::default() };
    let metadata = pipeline.clean(bytes, about).metadata;
    serde_json::json!({ "title": metadata.title, "author": metadata.authors, "date": metadata.date })
}

/// The values of a field as they are compared.
fn values(field: &str, value: &Value) -> BTreeSet<String> {
    const DAY: usize = "2024-05-03".len();
    let texts: Vec<&str> = match value {
        Value::Array(items) => items.iter().filter_map(Value::as_str).collect(),
        value => value.as_str().into_iter().collect(),
    };
    let compared: Vec<String> = match field {
        "author" => texts.into_iter().flat_map(names).collect(),
        "date" => texts.into_iter().map(|date| date.get(..DAY).unwrap_or(date).to_owned()).collect(),
        _ => texts.into_iter().map(fold).collect(),
    };
    compared.into_iter().filter(|text| !text.is_empty()).collect()
}

/// The names in a text, without degrees and what stands in brackets.
fn names(text: &str) -> Vec<String> {
    let mut plain = String::new();
    let mut depth = 0_usize;
    for c in text.chars() {
        match c {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            c if depth == 0 => plain.push(c),
            _ => {}
        }
    }
    let plain = [" and ", " & ", " und "].iter().fold(plain, |text, joint| text.replace(joint, ","));
    let parts: Vec<&str> = plain.split([',', ';', '|', '/']).map(str::trim).filter(|part| !part.is_empty()).collect();
    let is_degree = |part: &&str| {
        matches!(*part, "Ph.D." | "PhD" | "Ph.D")
            || (part.len() <= 5 && part.chars().all(|c| c.is_ascii_uppercase() || c == '.'))
    };
    let people: Vec<&str> = parts.iter().copied().filter(|part| !is_degree(part)).collect();
    (if people.is_empty() { parts } else { people }).into_iter().map(fold).collect()
}

fn fold(text: &str) -> String {
    text.nfkc().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

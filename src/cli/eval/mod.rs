//! `faircopy eval`: how good outputs are, against gold.

mod align;
mod facet;
mod gold;
mod group;
mod measure;
mod raw;
mod report;
mod shingle;
mod title;
mod words;

use crate::cli::{Done, Failure, Outcome, counted, say};
use crate::io::ordered::{all_cores, ordered};
use facet::{Facet, Filter};
use gold::{Document, Split};
use measure::{Score, measure};
use report::Report;
use std::io::Write;
use std::path::{Path, PathBuf};
use title::TitleCounts;

/// Measures outputs against gold: how much article was lost, how much boilerplate is left.
///
/// GOLD.jsonl has one object a line: `id`, `gold` (the body) and, if known, `title`, `lang`,
/// `site`, `page_type`, `set`. OUT_DIR has <id>.txt for each, as `clean` writes it, in a folder
/// of its set or not. Words are lowercased runs of
/// letters and digits; Chinese and Japanese characters count one by one, and so do Thai, Lao,
/// Khmer and Burmese letters, with their marks. Precision, recall and F1 compare words as a
/// multiset and are means over documents. Shingles (--shingles) do the same for runs of four
/// words, a shorter text being one run, so that order counts, as in benchmarks of HTML
/// extractors.
///
/// With `labels` (a code for each raw line that is not blank: K and H body, ? free, all
/// others boilerplate) and `ranges` ([line, start, end, remove|optional], in characters of
/// the line) in the gold and --raw, each output is aligned with its raw text: lost words are
/// words of K and H lines that are gone, left words are words of other lines that are still
/// there, by label; free lines and optional ranges count on neither side. The form with
/// several `dumps` of one page (<id>.<renderer>.txt, `keep` for the lines of the body) and
/// the one with segments (`with`, `without`) are understood as well: the segments of all
/// documents are counted together, `with` that are there as true positives, `without` that are
/// there as false positives, `with` that are not there as false negatives, white space squeezed;
/// their precision, recall and F1 come from these sums.
///
/// A raw text without boilerplate is clean input: it has no line to take out, or, where the
/// gold has no labels, the gold's words and no others. Nothing of it may go, and the report
/// says how many came out with every word. So a folder of clean texts measures the harm:
/// clean it, and give it as --raw with a gold of the same texts.
///
/// Documents can be told apart by `lang`, `page_type`, `set` and renderer, to show them in
/// groups (--by) or to measure only some.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  faircopy clean raw/ --out out/ --no-title
  faircopy eval gold.jsonl out/ --raw raw/
  faircopy eval gold.jsonl out/ --raw raw/ --worst 10     where it goes wrong
  faircopy eval gold.jsonl out/ --raw raw/ --by renderer,page-type
  faircopy eval gold.jsonl out/ --raw raw/ --lang th,km --renderer w3m,lynx
  faircopy eval gold.jsonl out/ --split check --to json | jq .all.f1
  faircopy eval gold.jsonl out/ --shingles                order counts
  faircopy eval gold.jsonl out/ --to json | jq '.all | .shingle_f1, .segments.f1'
  faircopy eval gold.jsonl out/ --to json | jq '.by_renderer | map_values(.lost)'

A line of a gold with labels, for a raw text a.txt of three lines:
  {\"id\": \"a\", \"gold\": \"Rain fell.\", \"labels\": [\"T\", \"K\", \"R\"]}

Clean texts, of which nothing may go (with --no-title, a line taken for a title is lost):
  faircopy clean texts/ --out out/
  faircopy eval texts.jsonl out/ --raw texts/ --worst 10

Exit status: 0 measured; 1 some outputs are not there (they count as empty, and are named);
2 wrong usage.")]
pub struct Args {
    /// The gold.
    #[arg(value_name = "GOLD.jsonl")]
    gold: PathBuf,

    /// The outputs.
    #[arg(value_name = "OUT_DIR")]
    out: PathBuf,

    /// The raw texts, <id>.txt: they tell which words are boilerplate.
    #[arg(long, value_name = "DIR")]
    raw: Option<PathBuf>,

    /// How a title in the output counts. boilerplate: as something left over, for outputs
    /// made with --no-title. free: a first line like the gold's title, and raw title lines,
    /// count on neither side.
    #[arg(long, value_enum, default_value = "boilerplate")]
    title: TitleCounts,

    /// Which sites are measured. A site (field `site`, else `domain`, else the id) belongs
    /// to check, which is held back, when the first byte of the MD5 of its name is 3 modulo
    /// 4, and to tune otherwise.
    #[arg(long, value_enum, default_value = "all")]
    split: Split,

    #[command(flatten)]
    only: Filter,

    /// Show groups by these only [default: those that have more than one value]. The JSON
    /// object always has all of them.
    #[arg(long, value_enum, value_name = "FIELD[,FIELD]", value_delimiter = ',')]
    by: Option<Vec<Facet>>,

    /// Show shingles in the table as well: precision, recall and F1 of runs of four words. The
    /// JSON object always has them.
    #[arg(long)]
    shingles: bool,

    /// Show so many of the worst documents, with the lines at fault.
    #[arg(long, value_name = "N", default_value_t = 0)]
    worst: usize,

    /// A table for people, or one JSON object: `all`, the groups (`by_language`,
    /// `by_page_type`, `by_set`, `by_renderer`, `by_set_and_renderer`), `by_label`, and
    /// `documents`, each with the lines at fault.
    #[arg(long, value_enum, default_value = "table")]
    to: To,

    /// How many documents are measured at the same time [default: one for each core].
    #[arg(short, long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    jobs: Option<u16>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum To {
    Table,
    Json,
}

pub fn run(args: &Args) -> Outcome {
    for folder in [Some(&args.out), args.raw.as_ref()].into_iter().flatten() {
        if !folder.is_dir() {
            return Err(Failure::stop(format!("{}: not a folder", folder.display())));
        }
    }
    let documents = args.only.apply(gold::read(&args.gold, args.split)?)?;
    let mut scores: Vec<Score> = Vec::with_capacity(documents.len());
    let mut missing: Vec<String> = Vec::new();
    let mut without_raw = 0;
    let threads = args.jobs.map_or_else(all_cores, usize::from);
    ordered(
        &documents,
        threads,
        |document| score(args, document),
        |document, result| {
            let measured =
                result.map_err(|panicked| Failure::stop(format!("{}: {}", document.name(), panicked.0)))??;
            if measured.is_missing {
                missing.push(document.name());
            }
            without_raw += usize::from(args.raw.is_some() && measured.score.has_gold && !measured.score.aligned);
            scores.push(measured.score);
            Ok::<(), Failure>(())
        },
    )?;
    if missing.len() == documents.len() {
        let name = documents.first().map_or(String::new(), Document::name);
        let folder = args.out.display();
        return Err(Failure::stop(format!("{folder}: no output of the gold is there; the first would be {name}.txt")));
    }
    if without_raw > 0 {
        let of = counted(without_raw, "document");
        say::note(&format!(
            "{of} could not be compared with a raw text: no raw file, or neither labels that fit it nor just the gold's words"
        ));
    }
    for name in &missing {
        say::error(&format!("{name}: no output; it counts as empty"));
    }
    let done = if missing.is_empty() { Done::All } else { Done::Some };
    let report = Report::of(scores, missing.len());
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    match args.to {
        To::Json => {
            let text = serde_json::to_string(&report).map_err(|error| Failure::stop(error.to_string()))?;
            writeln!(out, "{text}")?;
        }
        To::Table => {
            for line in report.lines(args.by.as_deref(), args.shingles, args.worst) {
                writeln!(out, "{line}")?;
            }
        }
    }
    out.flush()?;
    Ok(done)
}

struct Measured {
    score: Score,
    is_missing: bool,
}

fn score(args: &Args, document: &Document) -> Result<Measured, Failure> {
    let read = |path: &Path| {
        let bytes = std::fs::read(path).map_err(|error| Failure::stop(format!("{}: {error}", path.display())))?;
        Ok::<_, Failure>(String::from_utf8_lossy(&bytes).into_owned())
    };
    let output = document.file(&args.out).map(|path| read(&path)).transpose()?;
    let raw = args.raw.as_ref().and_then(|folder| document.file(folder)).map(|path| read(&path)).transpose()?;
    let is_missing = output.is_none();
    let score = measure(document, output.as_deref().unwrap_or_default(), raw.as_deref(), args.title);
    Ok(Measured { score, is_missing })
}

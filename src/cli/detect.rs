//! `faircopy detect`: charset, script and language of documents.

use crate::cli::clean::{Cleaner, find_all};
use crate::cli::table::{Side, lines, row};
use crate::cli::{Done, Failure, Outcome, printable, say};
use crate::io::ordered::{all_cores, ordered};
use faircopy::{Article, Recipe, StageSpec};
use serde_json::{Value, json};
use std::io::Write;
use std::path::PathBuf;

/// Says in which charset, script and language documents are.
///
/// The columns: charset, or two of a file that mixes them; on what ground it is believed
/// (byte_order_mark, valid_utf8, escapes, shape, mixed, declared, detected), and how sure it is
/// that the text is right; script and language of the body, and how sure the language is; the
/// script of the lines around the body where it is another one. "-" means: not found.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  faircopy detect dumps/
  faircopy detect dumps/ --to jsonl | jq -r 'select(.charset != \"UTF-8\").source'

Exit status as for clean.")]
pub struct Args {
    /// Files and folders; "-" or nothing for standard input.
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,

    /// A table for people, or one JSON object a document.
    #[arg(long, value_enum, default_value = "table")]
    to: To,

    /// How many documents are worked on at the same time [default: one for each core].
    #[arg(short, long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    jobs: Option<u16>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum To {
    Table,
    Jsonl,
}

/// After how many documents the table is written, so that a large folder shows something
/// soon and columns still line up.
const ROWS: usize = 200;

pub fn run(args: &Args) -> Outcome {
    let recipe = detector();
    let cleaner = Cleaner { pipeline: recipe.build()?, max_bytes: recipe.limits.max_bytes };
    let found = find_all(&args.paths, None)?;
    let mut done = Done::All;
    for (path, why) in &found.problems {
        say::error(&format!("{}: {why}", path.to_string_lossy()));
        done = Done::Some;
    }
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    let heading = ["charset", "ground", "right", "script", "language", "sure", "around", "document"];
    let mut rows = vec![row(heading)];
    let threads = args.jobs.map_or_else(all_cores, usize::from);
    ordered(
        &found.inputs,
        threads,
        |input| cleaner.clean(input),
        |input, result| {
            let name = input.place.name();
            let why = match result {
                Ok(Ok(article)) => {
                    if matches!(article.outcome, faircopy::Outcome::Rejected { .. }) {
                        done = Done::Some;
                    }
                    match args.to {
                        To::Jsonl => writeln!(out, "{}", object(&input.id, &name, &article))?,
                        To::Table => rows.push(cells(&name, &article)),
                    }
                    if rows.len() > ROWS {
                        write_rows(&mut rows, &mut out)?;
                    }
                    return Ok(());
                }
                Ok(Err(error)) => error.to_string(),
                Err(panicked) => format!("faircopy has a fault and stopped here: {}", panicked.0),
            };
            done = Done::Some;
            say::error(&format!("{name}: {why}"));
            Ok::<(), Failure>(())
        },
    )?;
    if args.to == To::Table {
        write_rows(&mut rows, &mut out)?;
    }
    out.flush()?;
    Ok(done)
}

/// The default recipe without all that is not needed to tell script and language.
fn detector() -> Recipe {
    let mut recipe = Recipe::balanced();
    recipe.judge = vec![StageSpec::Name("script-language".to_owned())];
    recipe.polish.clear();
    recipe
}

fn write_rows(rows: &mut Vec<Vec<String>>, out: &mut impl Write) -> Result<(), Failure> {
    use Side::{Left, Right};
    for line in lines(&[Left, Left, Right, Left, Left, Right, Left, Left], rows) {
        writeln!(out, "{line}")?;
    }
    rows.clear();
    Ok(())
}

fn cells(name: &str, article: &Article) -> Vec<String> {
    let about = &article.metadata;
    let or_dash = |value: Option<&str>| value.unwrap_or("-").to_owned();
    let decoding = &article.decoding;
    let charset = match (decoding.rejected, decoding.minority) {
        (Some(_), _) => "-".to_owned(),
        (None, Some(minority)) => format!("{}+{minority}", decoding.charset),
        (None, None) => decoding.charset.to_owned(),
    };
    vec![
        charset,
        ground(article).as_str().unwrap_or("-").to_owned(),
        format!("{:.2}", decoding.confidence),
        or_dash(about.script),
        or_dash(about.language),
        about.language_confidence.map_or("-".to_owned(), |sure| format!("{sure:.2}")),
        or_dash(about.shell_script),
        printable(name),
    ]
}

fn thousandths(sure: f32) -> f64 {
    (f64::from(sure) * 1000.0).round() / 1000.0
}

fn ground(article: &Article) -> Value {
    serde_json::to_value(article.decoding.ground).unwrap_or_default()
}

fn object(id: &str, name: &str, article: &Article) -> Value {
    let about = &article.metadata;
    let sure = about.language_confidence.map(thousandths);
    json!({
        "id": id,
        "source": name,
        "charset": article.decoding.charset,
        "minority": article.decoding.minority,
        "ground": ground(article),
        "confidence": thousandths(article.decoding.confidence),
        "lost_chars": article.decoding.lost_chars,
        "rejected": article.decoding.rejected,
        "script": about.script,
        "language": about.language,
        "language_tag": about.language_tag,
        "language_confidence": sure,
        "shell_script": about.shell_script,
        "shell_language": about.shell_language,
    })
}

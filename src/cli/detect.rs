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
/// that the text is right; script and language of the body (und: none that is known), and how
/// sure the language is; script and language of the lines around the body where they are others.
/// "-" means: not found.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  faircopy detect dumps/
  faircopy detect dumps/ --to jsonl | jq -r 'select(.charset != \"UTF-8\").source'
  faircopy detect --lines page.txt      # the language of every line, and which are foreign

Exit status as for clean.")]
pub struct Args {
    /// Files and folders; "-" or nothing for standard input.
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,

    /// A table for people, or one JSON object a document.
    #[arg(long, value_enum, default_value = "table")]
    to: To,

    /// Tell the language of every line that has letters, and in what it differs from the document.
    #[arg(long)]
    lines: bool,

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
    let cleaner = Cleaner { pipeline: recipe.build()?, max_bytes: recipe.limits.max_bytes, address: None };
    let found = find_all(&args.paths, None)?;
    let mut done = Done::All;
    for (path, why) in &found.problems {
        say::error(&format!("{}: {why}", path.to_string_lossy()));
        done = Done::Some;
    }
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    let mut rows = vec![if args.lines { row(lines_of::HEADING) } else { row(HEADING) }];
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
                    match (args.to, args.lines) {
                        (To::Jsonl, false) => writeln!(out, "{}", object(&input.id, &name, &article))?,
                        (To::Table, false) => rows.push(cells(&name, &article)),
                        (To::Jsonl, true) => {
                            for line in lines_of::found(&article.page) {
                                writeln!(out, "{}", line.object(&input.id, &name))?;
                            }
                        }
                        (To::Table, true) => rows.extend(lines_of::found(&article.page).map(|line| line.cells(&name))),
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

const HEADING: [&str; 8] =
    ["charset", "ground", "charset sure", "script", "language", "language sure", "around", "document"];

fn write_rows(rows: &mut Vec<Vec<String>>, out: &mut impl Write) -> Result<(), Failure> {
    use Side::{Left, Right};
    let documents = [Left, Left, Right, Left, Left, Right, Left, Left];
    let of_lines = [Left, Right, Left, Right, Left, Left];
    let sides: &[Side] =
        if rows.first().is_some_and(|row| row.len() == of_lines.len()) { &of_lines } else { &documents };
    for line in lines(sides, rows) {
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
        decoding.rejected.map_or_else(|| format!("{:.2}", decoding.confidence), |_| "-".to_owned()),
        or_dash(about.script),
        or_dash(about.language.or(about.script.map(|_| "und"))),
        about.language_confidence.map_or("-".to_owned(), |sure| format!("{sure:.2}")),
        match (about.shell_script, about.shell_language) {
            (Some(script), Some(language)) => format!("{script} {language}"),
            (script, language) => or_dash(script.or(language)),
        },
        printable(name),
    ]
}

/// What is found of single lines.
mod lines_of {
    use super::{Value, json, printable, row, thousandths};
    use faircopy::language::{Foreign, Identified, foreign, identify};

    pub const HEADING: [&str; 6] = ["document", "line", "language", "sure", "foreign", "text"];

    pub struct Line<'p> {
        number: usize,
        text: &'p str,
        found: Identified,
        foreign: Option<Foreign>,
    }

    /// All lines that have letters.
    pub fn found(page: &str) -> impl Iterator<Item = Line<'_>> {
        let body = identify(page);
        page.lines().enumerate().filter_map(move |(at, text)| {
            let found = identify(text);
            found.script?;
            Some(Line { number: at + 1, text, found, foreign: foreign(text, &body) })
        })
    }

    impl Line<'_> {
        fn differs_in(&self) -> Option<&'static str> {
            self.foreign.map(|foreign| match foreign {
                Foreign::Script(name) | Foreign::Language(name) => name,
            })
        }

        pub fn cells(&self, name: &str) -> Vec<String> {
            const EXCERPT_CHARS: usize = 60;
            let excerpt: String = self.text.trim().chars().take(EXCERPT_CHARS).collect();
            row([
                &printable(name),
                &self.number.to_string(),
                &self.found.tag(),
                &format!("{:.2}", self.found.confidence),
                self.differs_in().unwrap_or("-"),
                &printable(&excerpt),
            ])
        }

        pub fn object(&self, id: &str, name: &str) -> Value {
            json!({
                "id": id,
                "source": name,
                "line": self.number,
                "language": self.found.language,
                "language_tag": self.found.tag(),
                "language_confidence": thousandths(self.found.confidence),
                "script": self.found.script,
                "foreign": self.differs_in(),
                "text": self.text,
            })
        }
    }
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

//! `faircopy rules`: look at rules and try their examples.

use crate::cli::table::{Side, lines, row};
use crate::cli::{Done, Failure, Outcome, counted, printable};
use clap::Subcommand;
use faircopy::Kind;
use faircopy::lexicon::{CompiledRule, Lexicon, check, load};
use std::io::Write;
use std::path::PathBuf;

/// Lists rules, shows one, or tries their examples.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  faircopy rules list --language de
  faircopy rules list --kind tail.related
  faircopy rules show en.promo-footers.follow-channel
  faircopy rules test                      the built-in rules
  faircopy rules test my-rules/            rules of your own, in <stage>/<language>.toml")]
pub struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Lists the rules: id, kind, weight, language, stage.
    List {
        /// Only those of a stage (`faircopy stages` lists them).
        #[arg(long)]
        stage: Option<String>,
        /// Only those of a language.
        #[arg(long)]
        language: Option<String>,
        /// Only those of a kind, or of a family of kinds (tail).
        #[arg(long)]
        kind: Option<String>,
        /// A folder of rules of your own, beside the built-in ones; may be given several times.
        #[arg(long, value_name = "DIR")]
        rules: Vec<PathBuf>,
    },
    /// Shows one rule as it is written in its file.
    Show {
        /// Its id, as `rules list` and `explain` print it.
        id: String,
        /// A folder of rules of your own, beside the built-in ones; may be given several times.
        #[arg(long, value_name = "DIR")]
        rules: Vec<PathBuf>,
    },
    /// Tries all examples: each rule must hit its `hits` and miss its `misses`. The exit
    /// status is 1 if one does not.
    Test {
        /// A folder of rules of your own; without it the built-in ones.
        dir: Option<PathBuf>,
    },
}

pub fn run(args: &Args) -> Outcome {
    match &args.command {
        Command::List { stage, language, kind, rules } => {
            let wanted = |rule: &CompiledRule| {
                stage.as_ref().is_none_or(|stage| *stage == *rule.lexicon)
                    && language.as_ref().is_none_or(|language| language == language_of(rule))
                    && kind.as_ref().is_none_or(|kind| is_of_kind(rule.record.kind, kind))
            };
            list(&Lexicon::with_folders(rules)?, wanted)
        }
        Command::Show { id, rules } => show(&Lexicon::with_folders(rules)?, id),
        Command::Test { dir } => test(dir.as_ref()),
    }
}

fn list(lexicon: &Lexicon, wanted: impl Fn(&CompiledRule) -> bool) -> Outcome {
    let mut out = std::io::stdout().lock();
    let mut rows = vec![row(["id", "kind", "weight", "language", "stage"])];
    for rule in lexicon.rules().iter().filter(|rule| wanted(rule)) {
        let weight = rule.record.weight.to_string();
        rows.push(row([&rule.id, rule.record.kind.id(), &weight, language_of(rule), &rule.lexicon]));
    }
    if rows.len() == 1 {
        return Err(Failure::stop("no rule is like that; `faircopy rules list` without filters lists all"));
    }
    for line in lines(&[Side::Left, Side::Left, Side::Right, Side::Left, Side::Left], &rows) {
        writeln!(out, "{line}")?;
    }
    Ok(Done::All)
}

fn show(lexicon: &Lexicon, id: &str) -> Outcome {
    let Some(rule) = lexicon.rule(id) else {
        let alike: Vec<&str> =
            lexicon.rules().iter().map(|rule| &*rule.id).filter(|known| known.contains(id)).collect();
        let hint = match alike.as_slice() {
            [] => String::new(),
            alike => format!("; there are {}", alike.iter().take(5).copied().collect::<Vec<_>>().join(", ")),
        };
        return Err(Failure::stop(format!("no rule \"{id}\"{hint} (`faircopy rules list` lists all)")));
    };
    let toml = toml::to_string(&rule.record).map_err(|error| Failure::stop(error.to_string()))?;
    let mut out = std::io::stdout().lock();
    writeln!(out, "# {}: {}", rule.record.kind.id(), rule.record.kind.about())?;
    writeln!(out, "# in {}", printable(&rule.file))?;
    write!(out, "[[rule]]\n{toml}")?;
    Ok(Done::All)
}

fn test(folder: Option<&PathBuf>) -> Outcome {
    let lexicon = match folder {
        None => Lexicon::builtin()?,
        Some(folder) => {
            let files = load::folder(folder)?;
            if files.is_empty() {
                let folder = folder.display();
                return Err(Failure::stop(format!("{folder}: no rule file; they are called <stage>/<language>.toml")));
            }
            Lexicon::from_files(files)?
        }
    };
    let mut out = std::io::stdout().lock();
    let wrong = check(&lexicon);
    for line in &wrong {
        writeln!(out, "{}", printable(line))?;
    }
    let unread = if folder.is_some() { unread_stages(&lexicon) } else { Vec::new() };
    if !unread.is_empty() {
        let names = unread.join(", ");
        crate::cli::say::note(&format!("no stage reads {names}: a folder of rules has the name of a stage"));
    }
    let examples: usize = lexicon.rules().iter().map(|rule| rule.record.hits.len() + rule.record.misses.len()).sum();
    let (rules, examples) = (counted(lexicon.rules().len(), "rule"), counted(examples, "example"));
    if wrong.is_empty() {
        writeln!(out, "ok: {rules}, {examples}")?;
        return Ok(Done::All);
    }
    writeln!(out, "{} of {examples} wrong ({rules})", wrong.len())?;
    Ok(Done::Some)
}

/// The lexicons of which no stage has the name.
fn unread_stages(lexicon: &Lexicon) -> Vec<String> {
    let mut names: Vec<String> = lexicon.rules().iter().map(|rule| rule.lexicon.to_string()).collect();
    names.sort();
    names.dedup();
    names.retain(|name| faircopy::catalog::find(name).is_none());
    names
}

/// The language of a rule: the first part of its id.
fn language_of(rule: &CompiledRule) -> &str {
    rule.id.split('.').next().unwrap_or_default()
}

fn is_of_kind(kind: Kind, wanted: &str) -> bool {
    kind.id() == wanted || kind.id().split('.').next() == Some(wanted)
}

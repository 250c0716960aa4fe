//! `faircopy explain`: each piece of a document, what was decided about it, and why.

use crate::cli::clean::{Cleaner, find_all};
use crate::cli::settings::Settings;
use crate::cli::{Done, Failure, Outcome, printable};
use anstyle::{AnsiColor, Style};
use faircopy::{Action, Article, Decision, Moved, Reason};
use serde_json::json;
use std::io::Write;
use std::path::PathBuf;

/// Shows what is kept of a document, what is taken out, and the reasons.
///
/// Each piece of the page is one entry, in the order of the page. Before it stands what was
/// decided: nothing for kept text, "-" for what was dropped, "~" for what went into the
/// metadata, "?" for what was kept and named in the ledger. Below it stand the reasons:
/// each rule with its weight in hundredths of log-odds (above zero boilerplate, below zero
/// article), then their sum against the threshold of that part of the page: head (before the
/// first paragraph of the article), body, tail. Of each family
/// of evidence only the strongest reason counts; how many more there are is said behind it, and with --full they
/// stand below it in brackets. So does a rule of
/// your own for the page's site that takes a text (site, below zero): it is not added, it protects.
///
/// Below the line model stand the facts that moved its trees most, each against its usual value: above
/// zero towards boilerplate. "guess." marks what a first pass made of the surroundings. The
/// list of all is in the documentation of `faircopy::model::features`. On a page where the
/// model is unsure its weights are moved down together, so that more stays.
///
/// What a repair takes out before there is a page (scripts in a dump of all text nodes) stands at the top, below the
/// name of its stage, with its place in the bytes received. In jsonl it comes first, a line each with "action": "take_out", "stage",
/// "text" and "received".
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  faircopy explain dump.txt
  faircopy explain dump.txt --taken            only what was taken out
  faircopy explain dump.txt --full | less -R
  faircopy explain dump.html --to jsonl | jq 'select(.sum > 0)'
  faircopy rules show ID                       what one of the rules says")]
pub struct Args {
    /// The document; "-" or nothing for standard input.
    file: Option<PathBuf>,

    /// For people, or one JSON object a piece.
    #[arg(long, value_enum, default_value = "text")]
    to: To,

    /// Only what was taken out of the text.
    #[arg(long)]
    taken: bool,

    /// Show long paragraphs whole, and reasons that do not count.
    #[arg(long)]
    full: bool,

    #[command(flatten)]
    settings: Settings,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum To {
    Text,
    Jsonl,
}

const TAKEN: Style = AnsiColor::Red.on_default();
const CAPTURED: Style = AnsiColor::Cyan.on_default();
const LABELLED: Style = AnsiColor::Yellow.on_default();
const FAINT: Style = Style::new().dimmed();
const BOLD: Style = Style::new().bold();

/// How much of a long piece is shown, in characters: two lines or so.
const SHOWN_CHARS: usize = 180;

pub fn run(args: &Args) -> Outcome {
    let recipe = args.settings.recipe()?;
    let address = args.settings.address_for(1)?;
    let cleaner = Cleaner { pipeline: recipe.build()?, max_bytes: recipe.limits.max_bytes, address };
    let paths: Vec<PathBuf> = args.file.iter().cloned().collect();
    if let Some(folder) = paths.iter().find(|path| path.is_dir()) {
        let folder = folder.display();
        return Err(Failure::stop(format!(
            "{folder}: a folder; explain takes one document (clean --to jsonl takes many)"
        )));
    }
    let found = find_all(&paths, None)?;
    let Some(input) = found.inputs.first() else { return Ok(Done::All) };
    let name = input.place.name();
    let (article, moved) = cleaner.explain(input).map_err(|error| Failure::stop(format!("{name}: {error}")))?;
    let mut out = std::io::BufWriter::new(anstream::stdout().lock());
    match args.to {
        To::Text => people(args, &name, &article, &moved, &mut out)?,
        To::Jsonl => machines(args, &article, &moved, &mut out)?,
    }
    out.flush()?;
    let rejected = matches!(article.outcome, faircopy::Outcome::Rejected { .. });
    Ok(if rejected { Done::Some } else { Done::All })
}

fn machines(args: &Args, article: &Article, moved: &[Vec<Moved>], out: &mut impl Write) -> Result<(), Failure> {
    for rewritten in &article.rewritten {
        for taken in &rewritten.taken_out {
            let line = json!({
                "action": "take_out",
                "stage": rewritten.stage,
                "text": taken.text,
                "received": taken.received,
            });
            writeln!(out, "{line}")?;
        }
    }
    for decision in article.decisions.iter().filter(|decision| !args.taken || decision.is_removed()) {
        let line = json!({
            "action": decision.action,
            "kind": decision.kind,
            "zone": decision.zone,
            "block": decision.block,
            "text": text_of(article, decision).trim(),
            "sum": decision.sum,
            "threshold": decision.threshold,
            "reasons": decision.reasons,
            "model": moved.get(decision.block).map(Vec::as_slice).unwrap_or_default(),
            "page_bytes": [decision.span.start, decision.span.end],
            "page_chars": [decision.chars.start, decision.chars.end],
            "received": decision.origin,
        });
        writeln!(out, "{line}")?;
    }
    Ok(())
}

fn people(
    args: &Args,
    name: &str,
    article: &Article,
    moved: &[Vec<Moved>],
    out: &mut impl Write,
) -> Result<(), Failure> {
    head(name, article, out)?;
    rewritten(args, article, out)?;
    let width = width();
    let mut zone = None;
    for decision in article.decisions.iter().filter(|decision| !args.taken || decision.is_removed()) {
        let text = text_of(article, decision);
        let text = text.trim();
        if text.is_empty() {
            continue;
        }
        if zone != Some(decision.zone) {
            zone = Some(decision.zone);
            writeln!(out, "{FAINT}── {} ──{FAINT:#}\n", word(&decision.zone))?;
        }
        let (sign, style) = match decision.action {
            Action::Keep => (' ', Style::new()),
            Action::Label => ('?', LABELLED),
            Action::Capture => ('~', CAPTURED),
            _ => ('-', TAKEN),
        };
        let text = printable(text);
        let text = if args.full { text } else { shortened(&text) };
        for line in wrapped(&text, width.saturating_sub(2)) {
            writeln!(out, "{style}{sign} {line}{style:#}")?;
        }
        let moved = moved.get(decision.block).map(Vec::as_slice).unwrap_or_default();
        reasons(decision, moved, args.full, style, out)?;
        writeln!(out)?;
    }
    foot(article, out)
}

fn head(name: &str, article: &Article, out: &mut impl Write) -> Result<(), Failure> {
    let about = &article.metadata;
    let decoding = &article.decoding;
    writeln!(out, "{BOLD}{}{BOLD:#}", printable(name))?;
    let minority = decoding.minority.map_or(String::new(), |minority| format!(" and {minority}"));
    let mut facts = vec![format!("{}{minority} ({})", decoding.charset, word(&decoding.ground))];
    facts.extend(about.script.map(str::to_owned));
    let sure = about.language_confidence.map_or(String::new(), |sure| format!(" ({:.0} %)", sure * 100.0));
    facts.extend(about.language.map(|language| format!("{language}{sure}")));
    let shell: Vec<&str> = [about.shell_script, about.shell_language].into_iter().flatten().collect();
    facts.extend((!shell.is_empty()).then(|| format!("shell in {}", shell.join(" "))));
    facts.extend(article.flags.iter().map(|flag| format!("flag {}", word(flag))));
    facts.push(format!("recipe {}", article.recipe));
    writeln!(out, "{FAINT}{}{FAINT:#}", facts.join(", "))?;
    if let Some(title) = &about.title {
        writeln!(out, "{FAINT}title:{FAINT:#} {}", printable(title))?;
    }
    if let faircopy::Outcome::Rejected { rule } = article.outcome {
        writeln!(out, "{TAKEN}rejected: {rule}{TAKEN:#}")?;
    }
    Ok(())
}

/// What repair and polish did.
fn rewritten(args: &Args, article: &Article, out: &mut impl Write) -> Result<(), Failure> {
    for rewritten in &article.rewritten {
        let places = crate::cli::counted(rewritten.edits, "place");
        writeln!(out, "{FAINT}rewritten: {} in {places}{FAINT:#}", rewritten.stage)?;
        for undone in &rewritten.undone {
            let places = crate::cli::counted(undone.places, "place");
            writeln!(out, "{FAINT}  undone: {} in {places}{FAINT:#}", undone.path)?;
        }
        for taken in &rewritten.taken_out {
            let text = printable(taken.text.trim());
            let text = if args.full { text } else { shortened(&text.replace('\n', " ")) };
            writeln!(out, "{FAINT}  taken out at {:?}:{FAINT:#}", taken.received.span())?;
            for line in wrapped(&text, width().saturating_sub(4)) {
                writeln!(out, "  {TAKEN}- {line}{TAKEN:#}")?;
            }
        }
    }
    writeln!(out)?;
    Ok(())
}

fn reasons(
    decision: &Decision,
    moved: &[Moved],
    full: bool,
    style: Style,
    out: &mut impl Write,
) -> Result<(), Failure> {
    if decision.reasons.is_empty() {
        return Ok(());
    }
    let removed = decision.is_removed();
    let kind = decision.kind.map_or(String::new(), |kind| format!("{}: ", kind.id()));
    let verdict = match decision.action {
        Action::Keep => "kept",
        Action::Label => "kept and named",
        Action::Capture => "taken into the metadata",
        _ => "taken out",
    };
    writeln!(out, "    {style}{kind}{style:#}{FAINT}{verdict}{FAINT:#}")?;
    for reason in decision.reasons.iter().filter(|reason| full || reason.counted || !has_stronger(decision, reason)) {
        let more = if full || !reason.counted { String::new() } else { and_more(decision, reason) };
        writeln!(out, "    {FAINT}{}{more}{FAINT:#}", reason_line(reason))?;
        let of_reason = moved.iter().filter(|moved| moved.family == reason.family);
        let features: Vec<String> =
            of_reason.map(|moved| format!("{} {:+}", printable(&moved.feature), moved.by)).collect();
        if !features.is_empty() {
            writeln!(out, "            {FAINT}moved most by {}{FAINT:#}", features.join(", "))?;
        }
    }
    let sign = if decision.sum >= decision.threshold { "≥" } else { "<" };
    writeln!(out, "    {:>6}  {sign} {}", decision.sum, decision.threshold)?;
    if !removed && decision.sum >= decision.threshold {
        writeln!(
            out,
            "    {FAINT}kept all the same: running text needs two families of rules, or the line model; and a numbered \
             entry stays where two beside it do{FAINT:#}"
        )?;
    }
    Ok(())
}

/// Whether a counted reason of the same family speaks instead of one.
fn has_stronger(decision: &Decision, reason: &Reason) -> bool {
    decision.reasons.iter().any(|other| other.counted && other.family == reason.family)
}

/// How many other reasons of its family stand behind a counted one.
fn and_more(decision: &Decision, reason: &Reason) -> String {
    let others = decision.reasons.iter().filter(|other| !other.counted && other.family == reason.family).count();
    if others == 0 { String::new() } else { format!(" (and {others} more)") }
}

/// A reason that does not enter the sum stands in brackets.
fn reason_line(reason: &Reason) -> String {
    let weight = if reason.counted { format!("{:+}", reason.weight) } else { format!("({:+})", reason.weight) };
    format!("{weight:>6}  {:<10}  {}", word(&reason.family), printable(reason.rule.as_str()))
}

fn foot(article: &Article, out: &mut impl Write) -> Result<(), Failure> {
    let chars = |removed: bool| -> usize {
        let text = |decision: &Decision| text_of(article, decision).trim().chars().count();
        article.decisions.iter().filter(|d| d.is_removed() == removed).map(text).sum()
    };
    let by_repair = article.rewritten.iter().flat_map(|rewritten| &rewritten.taken_out);
    let taken = chars(true) + by_repair.map(|taken| taken.text.trim().chars().count()).sum::<usize>();
    let (kept, taken) = (crate::cli::grouped(chars(false)), crate::cli::grouped(taken));
    writeln!(out, "{FAINT}{kept} characters kept, {taken} taken out{FAINT:#}")?;
    Ok(())
}

fn text_of<'a>(article: &'a Article, decision: &Decision) -> &'a str {
    article.page.get(decision.span.range()).unwrap_or_default()
}

/// A value as outputs write it.
fn word(value: &impl serde::Serialize) -> String {
    serde_json::to_string(value).unwrap_or_default().trim_matches('"').to_owned()
}

/// How wide lines may be: as the terminal, else 100 characters.
fn width() -> usize {
    let columns = terminal_size::terminal_size().map_or(100, |(width, _)| usize::from(width.0));
    columns.clamp(40, 120)
}

/// A long piece: its beginning, its end, and how much is between.
fn shortened(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    if chars.len() <= SHOWN_CHARS + SHOWN_CHARS / 3 {
        return text.to_owned();
    }
    let (begin, end) = (SHOWN_CHARS * 2 / 3, SHOWN_CHARS / 3);
    let left: String = chars.iter().take(begin).collect();
    let right: String = chars.iter().skip(chars.len() - end).collect();
    format!("{left} […{} characters…] {right}", chars.len() - begin - end)
}

/// The lines of a text, long ones broken at spaces.
fn wrapped(text: &str, width: usize) -> Vec<String> {
    let mut out = Vec::new();
    for line in text.lines() {
        let mut current = String::new();
        let mut chars = 0;
        for word in line.split(' ') {
            let len = word.chars().count();
            if chars > 0 && chars + 1 + len > width {
                out.push(std::mem::take(&mut current));
                chars = 0;
            }
            if !current.is_empty() {
                current.push(' ');
                chars += 1;
            }
            current.push_str(word);
            chars += len;
        }
        out.push(current);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_pieces_show_both_ends() {
        let text = "a".repeat(300) + &"b".repeat(300);
        let short = shortened(&text);
        assert!(short.starts_with("aaa") && short.ends_with("bbb") && short.contains("[…420 characters…]"));
        assert_eq!(shortened("short"), "short");
    }

    #[test]
    fn lines_are_broken_at_spaces() {
        assert_eq!(wrapped("one two three\nfour", 8), ["one two", "three", "four"]);
        assert_eq!(wrapped("abcdefghijkl", 4), ["abcdefghijkl"]);
    }
}

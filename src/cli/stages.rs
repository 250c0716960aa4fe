//! `faircopy stages`: what a recipe can be made of.

use crate::cli::table::{Side, lines, row};
use crate::cli::{Done, Outcome};
use faircopy::catalog::{Phase, STAGES};
use std::io::Write;

/// Lists the stages that recipes are made of.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  faircopy stages
  faircopy recipe show balanced     which of them the default recipe uses")]
pub struct Args {}

pub fn run(_: &Args) -> Outcome {
    let mut out = anstream::stdout().lock();
    let bold = anstyle::Style::new().bold();
    let phases = [
        (Phase::Repair, "on the way in: rewrites the text that was received"),
        (Phase::Judge(faircopy::Step::First), "in the middle: gives reasons to keep or take, cuts nothing"),
        (Phase::Polish, "on the way out: rewrites what was kept"),
    ];
    for (phase, about) in phases {
        let rows: Vec<Vec<String>> = STAGES
            .iter()
            .filter(|entry| entry.phase.key() == phase.key())
            .map(|entry| row([entry.name, entry.title, entry.about]))
            .collect();
        if rows.is_empty() {
            continue;
        }
        writeln!(out, "{bold}{}{bold:#}: {about}", phase.key())?;
        for line in lines(&[Side::Left; 3], &rows) {
            writeln!(out, "  {line}")?;
        }
        writeln!(out)?;
    }
    Ok(Done::All)
}

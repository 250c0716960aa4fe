//! `faircopy recipe`: look at recipes.

use crate::cli::settings::read_recipe;
use crate::cli::{Done, Outcome, counted};
use clap::Subcommand;
use faircopy::BUILTIN;
use std::io::Write;
use std::path::PathBuf;

/// Shows a recipe, or checks one of your own.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  faircopy recipe show balanced > mine.toml    a recipe to begin with
  faircopy recipe check mine.toml              after a change
  faircopy clean dumps/ --out clean/ --recipe mine.toml")]
pub struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Prints a recipe as TOML.
    Show {
        /// balanced, keep, strict, or a file of your own.
        #[arg(value_name = "NAME|FILE", default_value = "balanced")]
        name: String,
        /// Write out every setting, defaults included.
        #[arg(long)]
        full: bool,
    },
    /// Says whether a recipe can be run: "ok", or what is wrong and where.
    Check {
        /// The recipe.
        file: PathBuf,
    },
}

pub fn run(args: &Args) -> Outcome {
    let mut out = std::io::stdout().lock();
    match &args.command {
        Command::Show { name, full: false } if BUILTIN.iter().any(|(builtin, _)| builtin == name) => {
            let text = BUILTIN.iter().find(|(builtin, _)| builtin == name).map_or("", |(_, text)| text);
            write!(out, "{text}")?;
        }
        Command::Show { name, .. } => write!(out, "{}", read_recipe(name)?.to_toml())?,
        Command::Check { file } => {
            let place = file.to_string_lossy();
            let pipeline = read_recipe(&place)?.build()?;
            let rules = pipeline.lexicon().rules().len();
            writeln!(out, "{place}: ok ({}, {})", counted(pipeline.stages().len(), "stage"), counted(rules, "rule"))?;
        }
    }
    Ok(Done::All)
}

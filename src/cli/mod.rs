//! The commands, a file each, and what they share: how they end and how they speak.

mod clean;
mod detect;
mod eval;
mod explain;
mod recipe;
mod rules;
mod schema;
mod settings;
mod stages;
mod table;

use clap::{Parser, Subcommand};
use std::process::ExitCode;

/// Turns raw dumps of news articles into fair copies.
///
/// faircopy reads text or HTML in any encoding and any language and writes the article's
/// own text. What it takes out (navigation, "read more", subscription appeals, ad markers,
/// captions) stays in a ledger with the reasons, so that every decision can be looked at.
#[derive(Debug, Parser)]
#[command(name = "faircopy", version, arg_required_else_help = true, after_help = EXAMPLES)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

const EXAMPLES: &str = "\
Examples:
  faircopy clean dump.html                     one article to the terminal
  curl -s https://… | faircopy clean           the same from a pipe
  faircopy clean dumps/ --out clean/           a folder, with its sub-folders
  faircopy clean dumps/ --to jsonl | jq .text  one JSON object a document
  faircopy explain dump.txt                    what is taken out of it, and why

Exit status: 0 all done; 1 some documents failed, each named on standard error;
2 wrong usage, or files that cannot be read or written at all; 130 interrupted.";

#[derive(Debug, Subcommand)]
enum Command {
    Clean(clean::Args),
    Explain(explain::Args),
    Detect(detect::Args),
    Eval(eval::Args),
    Stages(stages::Args),
    Rules(rules::Args),
    Recipe(recipe::Args),
    Schema(schema::Args),
}

/// How a command ended that could do its work.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Done {
    /// All of it.
    All,
    /// Some documents failed, or some checks; each was named.
    Some,
}

/// Why a command could not do its work.
#[derive(Debug)]
enum Failure {
    /// Something is not as it should be; the message names the remedy.
    Stop(String),
    /// Nobody reads the output any more: a quiet end.
    ClosedPipe,
}

impl Failure {
    fn stop(message: impl Into<String>) -> Self {
        Failure::Stop(message.into())
    }
}

impl From<std::io::Error> for Failure {
    fn from(error: std::io::Error) -> Self {
        match error.kind() {
            std::io::ErrorKind::BrokenPipe => Failure::ClosedPipe,
            _ => Failure::Stop(format!("the output cannot be written: {error}")),
        }
    }
}

impl From<faircopy::BuildError> for Failure {
    fn from(error: faircopy::BuildError) -> Self {
        Failure::Stop(error.to_string())
    }
}

type Outcome = Result<Done, Failure>;

/// Runs the command of the arguments and gives the exit status.
pub fn run() -> ExitCode {
    crate::io::ordered::note_panics();
    let command = Cli::parse().command;
    let outcome = crate::io::ordered::caught(|| match command {
        Command::Clean(args) => clean::run(&args),
        Command::Explain(args) => explain::run(&args),
        Command::Detect(args) => detect::run(&args),
        Command::Eval(args) => eval::run(&args),
        Command::Stages(args) => stages::run(&args),
        Command::Rules(args) => rules::run(&args),
        Command::Recipe(args) => recipe::run(&args),
        Command::Schema(args) => schema::run(&args),
    });
    let fault = |panicked: crate::io::ordered::Panicked| {
        Err(Failure::stop(format!("faircopy has a fault and stopped here: {}", panicked.0)))
    };
    match outcome.unwrap_or_else(fault) {
        Ok(Done::All) | Err(Failure::ClosedPipe) => ExitCode::SUCCESS,
        Ok(Done::Some) => ExitCode::from(1),
        Err(Failure::Stop(message)) => {
            say::error(&message);
            ExitCode::from(2)
        }
    }
}

/// Standard error, in colour where it is a terminal that wants it.
mod say {
    use crate::cli::printable;
    use anstyle::{AnsiColor, Style};

    pub const BAD: Style = AnsiColor::Red.on_default().bold();
    pub const WARN: Style = AnsiColor::Yellow.on_default().bold();

    pub fn error(message: &str) {
        anstream::eprintln!("{BAD}error:{BAD:#} {}", printable(message));
    }

    pub fn note(message: &str) {
        anstream::eprintln!("{WARN}note:{WARN:#} {}", printable(message));
    }
}

/// Text that a terminal shows as it is: control characters, which could move the cursor or
/// change colours, become signs. Line breaks and tabs stay.
fn printable(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '\n' | '\t' => c,
            '\u{7f}' => '\u{2421}',
            c if (c as u32) < 0x20 => char::from_u32(0x2400 + c as u32).unwrap_or('\u{fffd}'),
            '\u{80}'..='\u{9f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => '\u{fffd}',
            c => c,
        })
        .collect()
}

/// A number with a comma at every third digit.
fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// `1 document`, `2 documents`.
fn counted(number: usize, noun: &str) -> String {
    format!("{} {noun}{}", grouped(number), if number == 1 { "" } else { "s" })
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn arguments_are_consistent() {
        Cli::command().debug_assert();
    }

    #[test]
    fn numbers_and_controls_are_shown_for_people() {
        assert_eq!([grouped(7), grouped(1234), grouped(1_234_567)], ["7", "1,234", "1,234,567"]);
        assert_eq!(counted(1, "document"), "1 document");
        assert_eq!(printable("a\u{1b}[2Jb\n"), "a\u{241b}[2Jb\n");
    }
}

//! `faircopy rules`: look at rules and try their examples.

use crate::cli::table::{Side, lines, row};
use crate::cli::{Done, Failure, Outcome, counted, printable};
use clap::Subcommand;
use faircopy::Kind;
use faircopy::lexicon::sites::SITE_RULES;
use faircopy::lexicon::{CompiledRule, Lexicon, SiteRule, check, load};
use std::io::Write;
use std::path::PathBuf;

/// Lists rules, shows one, or tries their examples.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  faircopy rules list --language de
  faircopy rules list --kind tail.related
  faircopy rules show en.promo-footers.follow-us-channel
  faircopy rules test                      the built-in rules
  faircopy rules test my-rules/            rules of your own, in <stage>/<language>.toml
  faircopy rules list --rules my-rules/ --stage site-rules

Rules for sites stand in <folder>/site-rules/<any name>.toml: hosts, and CSS selectors for what
is taken or dropped. docs/rules.md describes both forms.")]
pub struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Lists the rules: id, kind, weight, language, stage; for sites id, stage and hosts.
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
    /// Tries all examples: each rule must hit its `hits` and miss its `misses`; and no list may
    /// have a phrase twice. The exit status is 1 if something is wrong.
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
            let is_of_site =
                |given: &Option<String>| given.as_deref().is_none_or(|kind| is_of_kind(Kind::SiteDrop, kind));
            let sites =
                stage.as_deref().is_none_or(|stage| stage == SITE_RULES) && language.is_none() && is_of_site(kind);
            list(&Lexicon::with_folders(rules)?, wanted, sites)
        }
        Command::Show { id, rules } => show(&Lexicon::with_folders(rules)?, id),
        Command::Test { dir } => test(dir.as_ref()),
    }
}

fn list(lexicon: &Lexicon, wanted: impl Fn(&CompiledRule) -> bool, with_sites: bool) -> Outcome {
    let mut out = std::io::stdout().lock();
    let mut rows = vec![row(["id", "kind", "weight", "language", "stage"])];
    let sites = lexicon.sites().rules().iter().filter(|_| with_sites);
    let site_rows: Vec<Vec<String>> = sites.map(site_row).collect();
    for rule in lexicon.rules().iter().filter(|rule| wanted(rule)) {
        let weight = rule.record.weight.to_string();
        rows.push(row([&rule.id, rule.record.kind.id(), &weight, language_of(rule), &rule.lexicon]));
    }
    if rows.len() == 1 && site_rows.is_empty() {
        return Err(Failure::stop("no rule is like that; `faircopy rules list` without filters lists all"));
    }
    if rows.len() > 1 {
        for line in lines(&[Side::Left, Side::Left, Side::Right, Side::Left, Side::Left], &rows) {
            writeln!(out, "{line}")?;
        }
    }
    if !site_rows.is_empty() {
        let header = row(["id", "stage", "hosts", "says"]);
        let site_rows: Vec<Vec<String>> = std::iter::once(header).chain(site_rows).collect();
        for line in lines(&[Side::Left; 4], &site_rows) {
            writeln!(out, "{}", printable(&line))?;
        }
    }
    Ok(Done::All)
}

/// A rule for a site as a row: its id, its hosts and path, and what it has selectors for.
fn site_row(rule: &SiteRule) -> Vec<String> {
    let path = rule.record.path.as_deref().unwrap_or_default();
    let hosts: Vec<String> = rule.record.host.iter().map(|host| format!("{host}{path}")).collect();
    let mut says: Vec<String> = rule.record.selectors().map(|(word, _)| format!("{word:?}").to_lowercase()).collect();
    says.dedup();
    row([&rule.id, SITE_RULES, &hosts.join(" "), &says.join(" ")])
}

fn show(lexicon: &Lexicon, id: &str) -> Outcome {
    if let Some(rule) = lexicon.sites().rules().iter().find(|rule| *rule.id == *id) {
        return show_site(rule);
    }
    let Some(rule) = lexicon.rule(id) else {
        let sites = lexicon.sites().rules().iter().map(|rule| &*rule.id);
        let known = sites.chain(lexicon.rules().iter().map(|rule| &*rule.id));
        let alike: Vec<&str> = known.filter(|known| known.contains(id)).collect();
        let hint = match alike.as_slice() {
            [] => nearest(lexicon, id).map_or(String::new(), |near| format!("; did you mean {near}?")),
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

/// The rule whose id is most like what was asked for.
fn nearest<'l>(lexicon: &'l Lexicon, id: &str) -> Option<&'l str> {
    /// Less alike is another word.
    const MIN_ALIKE: f64 = 0.85;
    let alike = lexicon.rules().iter().map(|rule| (strsim::jaro_winkler(&rule.id, id), &*rule.id));
    alike.filter(|(alike, _)| *alike >= MIN_ALIKE).max_by(|(a, _), (b, _)| a.total_cmp(b)).map(|(_, id)| id)
}

fn show_site(rule: &SiteRule) -> Outcome {
    let mut out = std::io::stdout().lock();
    writeln!(out, "# a rule for {}", printable(&rule.record.host.join(", ")))?;
    writeln!(out, "# in {}", printable(&rule.file))?;
    write!(out, "{}", rule.record.to_toml())?;
    Ok(Done::All)
}

fn test(folder: Option<&PathBuf>) -> Outcome {
    let lexicon = match folder {
        None => Lexicon::builtin()?,
        Some(file) if file.is_file() => {
            let file = file.display();
            return Err(Failure::stop(format!("{file}: a file; give the folder that holds <stage>/<language>.toml")));
        }
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
    let sites = lexicon.sites().rules();
    let of_sites: usize = sites.iter().map(|rule| rule.record.hits.len() + rule.record.misses.len()).sum();
    let rules = counted(lexicon.rules().len() + sites.len(), "rule");
    let examples = counted(examples + of_sites, "example");
    if wrong.is_empty() {
        writeln!(out, "ok: {rules}, {examples}")?;
        return Ok(Done::All);
    }
    writeln!(out, "{} wrong, of {rules} with {examples}", wrong.len())?;
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

//! `faircopy clean`: documents in, fair copies out.

mod summary;

use crate::cli::settings::Settings;
use crate::cli::{Failure, Outcome, say};
use crate::io::format::{self, Format, Title};
use crate::io::inputs::{self, Found, Input, Place, find};
use crate::io::ordered::{Panicked, all_cores, ordered};
use crate::io::write::{Atomic, leave_nothing_half_done};
use crate::io::{names, read, write};
use faircopy::{About, Article, MarkdownOptions, Moved, Pipeline};
use indicatif::{ProgressBar, ProgressStyle};
use std::collections::HashSet;
use std::io::{IsTerminal, Write};
use std::path::{Path, PathBuf};
use summary::Summary;

/// Writes the articles of documents: their own text, without what was around it.
///
/// A folder is read with its sub-folders (hidden entries left out) and gives a folder of the
/// same shape: in/a/b.html becomes DIR/a/b.txt. Where two outputs would meet, both get the
/// full name of their input (b.html.txt and b.md.txt). Without --out, one document goes to
/// standard output. Files are written whole or not at all, also when the program is
/// interrupted.
///
/// txt: the title on the first line if one is known, a blank line, then the paragraphs with
/// blank lines between them; UTF-8, LF, one newline at the end. A document without an article
/// gives an empty file. jsonl: one object a document, with id, text, metadata and everything
/// that was taken out (`faircopy schema`); with --out, in DIR/articles.jsonl, in the order of
/// the inputs. md: Markdown (CommonMark, with tables): headings, lists, tables, code,
/// quotations, bold and emphasis, as far as the page has them; other signs are escaped.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  faircopy clean dump.html                            one article to the terminal
  faircopy clean dumps/ --out clean/                  a folder
  faircopy clean dumps/ --out clean/ --resume         go on where it was interrupted
  faircopy clean dumps/ --to jsonl | jq -r .metadata.language
  faircopy clean page.html --to md --links            Markdown, with links
  faircopy clean *.txt --out clean/ --recipe strict --no-title
  curl -s https://… | faircopy clean --from html
  faircopy clean page.html --rules my-rules/ --address https://herald.example/news/storm

Exit status: 0 all done; 1 some documents could not be read, were rejected or only read in
part, each named on standard error; 2 wrong usage, or the output cannot be written; 130
interrupted.")]
pub struct Args {
    /// Files and folders; "-" or nothing for standard input.
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,

    /// The folder for the outputs; it is made if it is not there.
    #[arg(short, long, value_name = "DIR")]
    out: Option<PathBuf>,

    /// What is written.
    #[arg(long, value_enum, default_value = "txt")]
    to: Format,

    /// Leave the title out of txt and md.
    #[arg(long)]
    no_title: bool,

    /// Write links with their addresses (md). Those of the page's own site are made whole
    /// where the page says where it stands.
    #[arg(long)]
    links: bool,

    /// Write the text block by block as well (jsonl): headings with levels, entries of lists,
    /// rows, quotations, and where bold, emphasis, code and links stand.
    #[arg(long)]
    blocks: bool,

    /// How many documents are worked on at the same time [default: one for each core].
    #[arg(short, long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    jobs: Option<u16>,

    /// Replace outputs that are there already.
    #[arg(long)]
    overwrite: bool,

    /// Keep outputs that are there already and do the rest (txt and md).
    #[arg(long, conflicts_with = "overwrite")]
    resume: bool,

    /// No progress bar and no summary; failures are still named.
    #[arg(short, long)]
    quiet: bool,

    #[command(flatten)]
    settings: Settings,
}

/// Under which name all articles stand with `--to jsonl`.
const ARTICLES: &str = "articles.jsonl";

pub fn run(args: &Args) -> Outcome {
    if args.links && args.to != Format::Md {
        return Err(Failure::stop("--links is for Markdown; add --to md"));
    }
    if args.blocks && args.to != Format::Jsonl {
        return Err(Failure::stop("--blocks is for JSON lines; add --to jsonl"));
    }
    let recipe = args.settings.recipe()?;
    let found = find_all(&args.paths, args.out.as_deref())?;
    let address = args.settings.address_for(found.inputs.len())?;
    let cleaner = Cleaner { pipeline: recipe.build()?, max_bytes: recipe.limits.max_bytes, address };
    let reads_stdin = found.inputs.iter().any(|input| input.place == Place::Stdin);
    if reads_stdin && std::io::stdin().is_terminal() && !args.quiet {
        say::note("reading standard input; end it with Ctrl-D (`faircopy clean --help` shows other ways)");
    }
    match &args.out {
        Some(folder) => to_folder(args, &cleaner, &found, folder),
        None => to_stdout(args, &cleaner, &found),
    }
}

/// All documents, or a message about the paths that are not there.
pub fn find_all(paths: &[PathBuf], output: Option<&Path>) -> Result<Found, Failure> {
    find(paths, output).map_err(|missing| {
        let names: Vec<_> = missing.iter().map(|path| path.to_string_lossy()).collect();
        Failure::stop(format!("{}: not there, or not readable; nothing was done", names.join(", ")))
    })
}

/// A pipeline, and how much it reads of a document.
pub struct Cleaner {
    pub pipeline: Pipeline,
    pub max_bytes: usize,
    /// Where the document was found, if there is only one and it was told.
    pub address: Option<String>,
}

impl Cleaner {
    /// The article of one document.
    ///
    /// # Errors
    /// When the document cannot be read.
    pub fn clean(&self, input: &Input) -> std::io::Result<Article> {
        let bytes = read::read(&input.place, self.max_bytes)?;
        Ok(self.pipeline.clean(&bytes, self.about(input)))
    }

    /// The fair copy of one input, and what moved the line model in each of its blocks.
    ///
    /// # Errors
    /// When the document cannot be read.
    pub fn explain(&self, input: &Input) -> std::io::Result<(Article, Vec<Vec<Moved>>)> {
        let bytes = read::read(&input.place, self.max_bytes)?;
        Ok(self.pipeline.explain(&bytes, self.about(input)))
    }

    fn about<'a>(&'a self, input: &'a Input) -> About<'a> {
        let (id, address) = (Some(&*input.id), self.address.as_deref());
        About { id, address, media_type: input.place.media_type(), ..About::default() }
    }
}

fn to_folder(args: &Args, cleaner: &Cleaner, found: &Found, folder: &Path) -> Outcome {
    check_folder(args, folder)?;
    let cannot_write = |error: std::io::Error| {
        Failure::stop(format!("{}: {error}; --out takes a folder that can be written", folder.display()))
    };
    std::fs::create_dir_all(folder).map_err(cannot_write)?;
    leave_nothing_half_done(match args.to {
        Format::Jsonl => "interrupted: nothing was written",
        _ => "interrupted: what was finished is complete; --resume does the rest",
    });
    if args.to == Format::Jsonl {
        let target = folder.join(ARTICLES);
        if target.exists() && !args.overwrite {
            return Err(there_already(&target, "--overwrite replaces it"));
        }
        let mut file = Atomic::create(&target).map_err(cannot_write)?;
        let jobs: Vec<Job> = found.inputs.iter().map(Job::line).collect();
        let summary = work(args, cleaner, found, &jobs, |text| file.write_all(text.as_bytes()).map_err(cannot_write))?;
        file.finish().map_err(cannot_write)?;
        return Ok(summary.close(args.quiet));
    }
    let mut jobs = plan(args, found, folder)?;
    let before = jobs.len();
    if args.resume {
        jobs.retain(|job| job.target.as_ref().is_none_or(|target| !target.exists()));
    }
    let mut summary = work(args, cleaner, found, &jobs, |_| Ok(()))?;
    summary.there_already = before - jobs.len();
    Ok(summary.close(args.quiet))
}

fn check_folder(args: &Args, folder: &Path) -> Result<(), Failure> {
    if args.resume && args.to == Format::Jsonl {
        return Err(Failure::stop("--resume is for txt and md: articles.jsonl is only there when it is complete"));
    }
    let Ok(output) = folder.canonicalize() else { return Ok(()) };
    if !output.is_dir() {
        return Err(Failure::stop(format!(
            "{}: not a folder; --out takes one, and makes it if need be",
            folder.display()
        )));
    }
    let is_read = |path: &PathBuf| !inputs::is_stdin(path) && path.canonicalize().is_ok_and(|path| path == output);
    if args.paths.iter().any(is_read) {
        let folder = folder.display();
        return Err(Failure::stop(format!("{folder}: this folder is read; give another one to --out")));
    }
    Ok(())
}

fn there_already(target: &Path, remedy: &str) -> Failure {
    Failure::stop(format!("{} is there already; {remedy}", target.display()))
}

/// Which file each document is written to.
fn plan<'i>(args: &Args, found: &'i Found, folder: &Path) -> Result<Vec<Job<'i>>, Failure> {
    let targets: Vec<PathBuf> =
        names::targets(&found.inputs, args.to.extension()).iter().map(|target| folder.join(target)).collect();
    if !args.resume
        && !args.overwrite
        && let Some(target) = targets.iter().find(|target| target.symlink_metadata().is_ok())
    {
        return Err(there_already(target, "--resume keeps what is there and does the rest, --overwrite replaces it"));
    }
    if let Some(target) = overwritten_input(found, &targets) {
        let target = target.display();
        return Err(Failure::stop(format!(
            "{target}: this document would be replaced by its output; choose another --out"
        )));
    }
    Ok(found.inputs.iter().zip(targets).map(|(input, target)| Job { input, target: Some(target) }).collect())
}

/// An output that is one of the documents to be read.
fn overwritten_input<'t>(found: &Found, targets: &'t [PathBuf]) -> Option<&'t PathBuf> {
    let read: HashSet<&Path> = found.inputs.iter().map(|input| input.real.as_path()).collect();
    let is_read = |target: &&PathBuf| {
        let folder = inputs::real(target.parent().unwrap_or(Path::new("")));
        target.file_name().is_some_and(|name| read.contains(folder.join(name).as_path()))
    };
    // Most outputs are new, and cannot be an input.
    targets.iter().filter(|target| target.exists()).find(is_read)
}

fn to_stdout(args: &Args, cleaner: &Cleaner, found: &Found) -> Outcome {
    let many = found.inputs.len() + found.problems.len() != 1;
    let named_one = args.paths.len() <= 1 && !args.paths.first().is_some_and(|path| path.is_dir());
    if args.to != Format::Jsonl && !named_one && !found.inputs.is_empty() {
        return Err(Failure::stop(
            "several documents would run into one another; give a folder with --out DIR, or write --to jsonl",
        ));
    }
    if args.resume || args.overwrite {
        say::note("--resume and --overwrite do nothing without --out");
    }
    leave_nothing_half_done("interrupted");
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    let jobs: Vec<Job> = found.inputs.iter().map(Job::line).collect();
    let summary = work(args, cleaner, found, &jobs, |text| Ok(out.write_all(text.as_bytes())?))?;
    out.flush()?;
    if !many && !args.quiet && summary.is_without_article() {
        say::note(
            "no article was found in it; `faircopy explain` shows why, `--recipe keep` takes only what is certain",
        );
    }
    Ok(summary.close(args.quiet || !many))
}

/// One document, and where its output goes: to a file, or handed back to be written in order.
struct Job<'i> {
    input: &'i Input,
    target: Option<PathBuf>,
}

impl<'i> Job<'i> {
    fn line(input: &'i Input) -> Self {
        Job { input, target: None }
    }
}

/// What became of one job.
enum Made {
    /// The article went to its file, or its text is handed back.
    Article(Box<summary::Counts>, String),
    /// The document could not be read.
    Unread(std::io::Error),
    /// Its output could not be written.
    Unwritten(std::io::Error),
}

fn work(
    args: &Args,
    cleaner: &Cleaner,
    found: &Found,
    jobs: &[Job<'_>],
    mut take: impl FnMut(&str) -> Result<(), Failure>,
) -> Result<Summary, Failure> {
    let bar = progress(args, jobs.len());
    let mut summary = Summary::default();
    let name_fault = |name: &str, why: &str| bar.suspend(|| say::error(&format!("{name}: {why}")));
    if jobs.is_empty() && found.inputs.is_empty() && !args.quiet {
        say::note("no documents there (hidden ones are left out)");
    }
    for (path, why) in &found.problems {
        summary.failed();
        name_fault(&path.to_string_lossy(), why);
    }
    let threads = args.jobs.map_or_else(all_cores, usize::from);
    let take_one = |job: &Job<'_>, made: Result<Made, Panicked>| {
        let fault = match made {
            Ok(Made::Article(counts, text)) => {
                take(&text)?;
                summary.add(&counts, cleaner.max_bytes)
            }
            Ok(Made::Unwritten(error)) if is_final(&error) => {
                let target = job.target.as_deref().unwrap_or(Path::new("")).display();
                return Err(Failure::stop(format!("{target}: {error}; free space or another --out, then --resume")));
            }
            Ok(Made::Unread(error)) => {
                summary.failed();
                Some(error.to_string())
            }
            Ok(Made::Unwritten(error)) => {
                summary.failed();
                Some(format!("its output cannot be written: {error}"))
            }
            Err(Panicked(why)) => {
                summary.failed();
                Some(format!("faircopy has a fault and stopped here: {why}"))
            }
        };
        bar.inc(1);
        if let Some(fault) = fault {
            name_fault(&job.input.place.name(), &fault);
        }
        Ok(())
    };
    let outcome = ordered(jobs, threads, |job| make(args, cleaner, job), take_one);
    bar.finish_and_clear();
    outcome.map(|()| summary)
}

/// Whether the next file will fail to be written as well.
fn is_final(error: &std::io::Error) -> bool {
    use std::io::ErrorKind as Kind;
    matches!(error.kind(), Kind::StorageFull | Kind::QuotaExceeded | Kind::ReadOnlyFilesystem)
}

fn make(args: &Args, cleaner: &Cleaner, job: &Job<'_>) -> Made {
    let article = match cleaner.clean(job.input) {
        Ok(article) => article,
        Err(error) => return Made::Unread(error),
    };
    let counts = Box::new(summary::Counts::of(&article));
    if counts.rejected.is_some() && args.to != Format::Jsonl {
        return Made::Article(counts, String::new());
    }
    let title = if args.no_title { Title::Left } else { Title::First };
    let text = match args.to {
        Format::Txt => format::txt(&article, title),
        Format::Md => article.to_markdown(&MarkdownOptions { title: title == Title::First, links: args.links }),
        Format::Jsonl => json_line(&article, &job.input.place.name(), args.blocks),
    };
    match &job.target {
        None => Made::Article(counts, text),
        Some(target) => match write::write(target, &text) {
            Ok(()) => Made::Article(counts, String::new()),
            Err(error) => Made::Unwritten(error),
        },
    }
}

fn json_line(article: &Article, source: &str, blocks: bool) -> String {
    if !blocks {
        return article.to_json(source) + "\n";
    }
    // A record has nothing that JSON cannot write.
    serde_json::to_string(&article.record(source).with_blocks(article)).unwrap_or_default() + "\n"
}

fn progress(args: &Args, documents: usize) -> ProgressBar {
    // To a terminal that shows the articles themselves, a bar would be noise.
    if args.quiet || documents < 2 || args.out.is_none() && std::io::stdout().is_terminal() {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::new(documents as u64);
    let style = ProgressStyle::with_template("{bar:30} {human_pos} of {human_len} documents, {eta} left");
    if let Ok(style) = style {
        bar.set_style(style);
    }
    bar
}

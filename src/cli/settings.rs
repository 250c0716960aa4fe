//! The options that choose how documents are read and judged.

use crate::cli::Failure;
use faircopy::{BUILTIN, Recipe};
use std::path::{Path, PathBuf};

/// How documents are read and judged.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "How documents are read and judged")]
pub struct Settings {
    /// What the documents are read as.
    #[arg(long, value_enum, default_value = "auto")]
    from: From,

    /// A recipe of your own, or a built-in one: balanced, keep (take only what is certain),
    /// strict (take what is doubtful too).
    #[arg(long, value_name = "FILE|NAME", default_value = "balanced")]
    recipe: String,

    /// A folder of rules of your own, laid out as <stage>/<language>.toml, with rules for sites
    /// (CSS selectors) in site-rules/<any name>.toml; may be given several times. A rule
    /// replaces a built-in one with the same id.
    #[arg(long, value_name = "DIR")]
    rules: Vec<PathBuf>,

    /// The address that the document was found at: chooses the rules for its site. Without it
    /// the address counts that the page itself names (canonical, og:url). For one document.
    #[cfg(feature = "html")]
    #[arg(long, value_name = "URL", value_parser = whole_address)]
    pub address: Option<String>,

    /// Let the places of removed text point into HTML pages, not to the whole page: in the
    /// ledger of jsonl (received). Reading them takes somewhat longer.
    #[cfg(feature = "html")]
    #[arg(long)]
    source_offsets: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum From {
    /// HTML where a document is called or looks like it, else text.
    Auto,
    /// Flat text.
    Text,
    /// HTML.
    Html,
}

/// An address with its scheme: without one it could be a path.
#[cfg(feature = "html")]
fn whole_address(address: &str) -> Result<String, String> {
    let scheme = address.split_once("://").map(|(scheme, _)| scheme.to_ascii_lowercase());
    match scheme.as_deref() {
        Some("http" | "https") => Ok(address.to_owned()),
        _ => Err("write it whole, like https://herald.example/news/storm".to_owned()),
    }
}

impl Settings {
    /// The address of the document, if it was given.
    ///
    /// # Errors
    /// When there are several documents: each has its own.
    pub fn address_for(&self, documents: usize) -> Result<Option<String>, Failure> {
        #[cfg(feature = "html")]
        if self.address.is_some() && documents > 1 {
            return Err(Failure::stop(format!(
                "--address is of one document, and there are {documents}; pages name their own (canonical, og:url)"
            )));
        }
        let _ = documents;
        #[cfg(feature = "html")]
        return Ok(self.address.clone());
        #[cfg(not(feature = "html"))]
        Ok(None)
    }

    /// The recipe that the options describe.
    pub fn recipe(&self) -> Result<Recipe, Failure> {
        let mut recipe = read_recipe(&self.recipe)?;
        match self.from {
            From::Auto => {}
            From::Text => recipe.segment.from = faircopy::segment::From::Text,
            From::Html => recipe.segment.from = faircopy::segment::From::Html,
        }
        recipe.rules.folders.extend(self.rules.iter().cloned());
        #[cfg(feature = "html")]
        {
            recipe.segment.html.source_offsets |= self.source_offsets;
        }
        Ok(recipe)
    }
}

/// The built-in recipe of a name, or the recipe in a file.
pub fn read_recipe(name: &str) -> Result<Recipe, Failure> {
    let is_builtin = BUILTIN.iter().any(|(builtin, _)| *builtin == name);
    let is_path = Path::new(name).extension().is_some_and(|end| end == "toml") || name.contains(['/', '\\']);
    if !is_builtin && (is_path || Path::new(name).is_file()) {
        let text = std::fs::read_to_string(name).map_err(|error| {
            Failure::stop(format!("{name}: {error} (`faircopy recipe show balanced` prints one to begin with)"))
        })?;
        return Ok(Recipe::from_toml(&text, name)?);
    }
    Ok(Recipe::builtin(name)?)
}

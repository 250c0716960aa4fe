//! Menus: skip links, section lists, share bars, account prompts.
//!
//! Phrases are rules of `navigation`. Besides, a run of short lines without an end mark
//! is a menu when it is long, or when one of its lines is known chrome.
//!
//! **Known gaps**: short lists of an article's own at its very beginning or end (results,
//! ingredients) look the same; only runs of at least [`NavigationConfig::min_run_lines`]
//! lines are taken for menus, only outside the body, and not when a third of them hold
//! numbers, or half of them two columns.

use super::contents;
use crate::kind::Kind;
use crate::lexicon::{Lexicon, Zones};
use crate::marks::{Family, Findings, Mark, Rule};
use crate::observe::zones::Zone;
use crate::page::{Block, Ending, Page};
use crate::segment::shape::writes_without_spaces;
use crate::stage::Judge;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// Settings of `navigation`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct NavigationConfig {
    /// So many short lines in a row are a menu by themselves. Default 8.
    pub min_run_lines: u32,
    /// So many are when one of them is known chrome. Default 3.
    pub min_known_run_lines: u32,
    /// A menu entry has at most so many words. Default 4.
    pub max_words: u32,
}

impl Default for NavigationConfig {
    fn default() -> Self {
        NavigationConfig { min_run_lines: 8, min_known_run_lines: 3, max_words: 4 }
    }
}

/// The stage.
#[derive(Debug, Clone)]
pub struct Navigation {
    config: NavigationConfig,
    lexicon: Arc<Lexicon>,
}

/// What stands between two columns.
const ROWS: [&str; 4] = [" – ", " — ", " - ", ": "];
/// In scripts that write no spaces a headline may have six signs (`风暴关闭港口`); most entries of menus have two or four.
const MAX_UNSPACED_LETTERS: u32 = 5;
/// Enough in head and tail, where alone it counts.
const RUN_WEIGHT: i32 = 220;

impl Navigation {
    /// The stage with these settings and rules.
    #[must_use]
    pub fn new(config: NavigationConfig, lexicon: Arc<Lexicon>) -> Self {
        Navigation { config, lexicon }
    }
}

impl Judge for Navigation {
    fn name(&self) -> &'static str {
        "navigation"
    }

    fn run(&self, page: &Page<'_>, out: &mut Findings) {
        let mut known = vec![false; page.blocks().len()];
        for (_, _, block) in self.lexicon.hits_of(self.name(), page) {
            known[block.index] = true;
        }
        let is_entry = |block: &Block| {
            block.shape.words <= self.config.max_words
                && block.shape.letters > 0
                && !(writes_without_spaces(block.shape.script) && block.shape.letters > MAX_UNSPACED_LETTERS)
                && matches!(block.shape.ending, Ending::Open)
        };
        for run in page.blocks().chunk_by(|a, b| is_entry(a) == is_entry(b)).map(|run| without_heading(page, run)) {
            let entries = u32::try_from(run.len()).unwrap_or(u32::MAX);
            let some_known = run.iter().any(|block| known[block.index]);
            let min = if some_known { self.config.min_known_run_lines } else { self.config.min_run_lines };
            if entries < min || !run.first().is_some_and(is_entry) {
                continue;
            }
            // Ingredients and results hold numbers; menus hold counts in brackets, if any.
            let is_numbered = |block: &&Block| block.shape.digits > 0 && !page.text_of(block).ends_with(')');
            let numbered = run.iter().filter(is_numbered).count();
            // Rows of two columns: `Ann Lee – harbour master`.
            let is_row = |block: &&Block| ROWS.iter().any(|sign| page.text_of(block).contains(sign));
            let rows = run.iter().filter(is_row).count();
            let is_list = !some_known && (numbered * 3 >= run.len() || rows * 2 >= run.len());
            if !is_list {
                out.marks.extend(run.iter().map(menu_entry));
            }
        }
        contents::mark(page, &self.lexicon, out);
        self.lexicon.mark_all(self.name(), page, out);
    }
}

/// A run without its last line, if a blank line sets that apart and none of the others, and it may head what comes next.
fn without_heading<'b>(page: &Page<'_>, run: &'b [Block]) -> &'b [Block] {
    match run {
        [_, menu @ .., last]
            if last.shape.gap_before
                && menu.iter().all(|block| !block.shape.gap_before)
                && last.index + 1 < page.blocks().len() =>
        {
            &run[..=menu.len()]
        }
        _ => run,
    }
}

fn menu_entry(block: &Block) -> Mark {
    Mark {
        span: block.span,
        kind: Kind::Nav,
        rule: Rule::Fixed("navigation.run"),
        family: Family::Structure,
        weight: RUN_WEIGHT,
        zones: Zones::of(&[Zone::Head, Zone::Tail]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marked(text: &str) -> usize {
        let stage = Navigation::new(NavigationConfig::default(), Arc::new(Lexicon::from_files([]).unwrap()));
        stage.findings(&Page::from_text(text)).marks.len()
    }

    #[test]
    fn a_long_run_of_short_lines_is_a_menu() {
        assert_eq!(marked("News\nWorld\nEurope\nSports\nCulture\nOpinion\nWeather\nJobs"), 8);
        assert_eq!(marked("News\nWorld\nEurope\nSports"), 0);
        assert_eq!(
            marked("Ann – cook\nBo – mate\nJo – mate\nKim – boy\nLee – boy\nMo – cook\nPat – cook\nZoe – mate"),
            0
        );
        assert_eq!(
            marked("News\nWorld\nEurope\nSports\nCulture\nOpinion\nWeather\nJobs\n\nThe quay\nIt was closed."),
            8
        );
        assert_eq!(marked("It rained.\nWe left.\nHe won.\nShe lost.\nGood.\nBad.\nSo.\nNo."), 0);
    }
}

//! What a run did, in a few lines.

use crate::cli::table::{Side, lines};
use crate::cli::{Done, counted, grouped};
use faircopy::{Article, Flag, Outcome};
use std::collections::BTreeMap;
use std::time::Instant;

/// What counts of one article.
#[derive(Debug, Default)]
pub struct Counts {
    /// The rule that refused the document.
    pub rejected: Option<&'static str>,
    kept_chars: usize,
    /// By their kind, or by the repair that took them out before they could have one.
    taken_chars: BTreeMap<&'static str, usize>,
    flags: Vec<Flag>,
}

impl Counts {
    pub fn of(article: &Article) -> Self {
        let mut counts = Counts { kept_chars: article.text.chars().count(), ..Counts::default() };
        if let Outcome::Rejected { rule } = article.outcome {
            counts.rejected = Some(rule);
        }
        for decision in article.removed() {
            if let Some(kind) = decision.kind {
                *counts.taken_chars.entry(kind.id()).or_default() += decision.text.chars().count();
            }
        }
        for rewritten in article.rewritten.iter().filter(|rewritten| !rewritten.taken_out.is_empty()) {
            let chars = rewritten.taken_out.iter().map(|taken| taken.text.trim().chars().count());
            *counts.taken_chars.entry(rewritten.stage).or_default() += chars.sum::<usize>();
        }
        counts.flags.clone_from(&article.flags);
        counts
    }
}

/// What a run did.
#[derive(Debug)]
pub struct Summary {
    /// Documents left out because their output was there.
    pub there_already: usize,
    documents: usize,
    empty: usize,
    rejected: usize,
    failed: usize,
    in_part: usize,
    kept_chars: usize,
    /// Characters and documents.
    taken: BTreeMap<&'static str, (usize, usize)>,
    flags: BTreeMap<Flag, usize>,
    begun: Instant,
}

impl Default for Summary {
    fn default() -> Self {
        Summary {
            there_already: 0,
            documents: 0,
            empty: 0,
            rejected: 0,
            failed: 0,
            in_part: 0,
            kept_chars: 0,
            taken: BTreeMap::new(),
            flags: BTreeMap::new(),
            begun: Instant::now(),
        }
    }
}

impl Summary {
    /// Counts a document that failed.
    pub fn failed(&mut self) {
        self.failed += 1;
    }

    /// Counts an article; gives what is wrong with its document, if something is.
    #[must_use]
    pub fn add(&mut self, counts: &Counts, max_bytes: usize) -> Option<String> {
        self.documents += 1;
        if let Some(rule) = counts.rejected {
            self.rejected += 1;
            return Some(format!("no text, it looks binary: rejected ({rule})"));
        }
        self.empty += usize::from(counts.kept_chars == 0);
        self.kept_chars += counts.kept_chars;
        for (&kind, &chars) in &counts.taken_chars {
            let taken = self.taken.entry(kind).or_default();
            *taken = (taken.0 + chars, taken.1 + 1);
        }
        for &flag in &counts.flags {
            *self.flags.entry(flag).or_default() += 1;
        }
        if !counts.flags.contains(&Flag::Oversize) {
            return None;
        }
        self.in_part += 1;
        Some(format!("only its first {} bytes were read (limits.max-bytes of the recipe)", grouped(max_bytes)))
    }

    /// Whether something was read, and no article was in it.
    pub fn is_without_article(&self) -> bool {
        self.empty > 0 && self.kept_chars == 0
    }

    /// Prints itself, unless `quiet`, and says how the run ended.
    pub fn close(&self, quiet: bool) -> Done {
        if !quiet {
            for line in self.lines() {
                anstream::eprintln!("{line}");
            }
        }
        if self.failed + self.rejected + self.in_part > 0 { Done::Some } else { Done::All }
    }

    fn lines(&self) -> Vec<String> {
        let seconds = self.begun.elapsed().as_secs_f64();
        let mut first = vec![format!("{} in {seconds:.1} s", counted(self.documents, "document"))];
        let extra = [
            (self.there_already, "there already"),
            (self.empty, "without an article"),
            (self.rejected, "rejected"),
            (self.in_part, "read in part"),
            (self.failed, "failed"),
        ];
        first.extend(extra.iter().filter(|(n, _)| *n > 0).map(|(n, what)| format!("{} {what}", grouped(*n))));
        let taken_chars: usize = self.taken.values().map(|taken| taken.0).sum();
        let mut out = vec![
            first.join(", "),
            format!("{} characters kept, {} taken out", grouped(self.kept_chars), grouped(taken_chars)),
        ];
        let mut kinds: Vec<_> = self.taken.iter().collect();
        kinds.sort_by_key(|(kind, taken)| (std::cmp::Reverse(taken.0), **kind));
        let rows: Vec<Vec<String>> = kinds
            .iter()
            .map(|(kind, taken)| {
                vec![(**kind).to_owned(), grouped(taken.0), format!("in {}", counted(taken.1, "document"))]
            })
            .collect();
        out.extend(lines(&[Side::Left, Side::Right, Side::Left], &rows).iter().map(|line| format!("  {line}")));
        if !self.flags.is_empty() {
            let flags = self.flags.iter().map(|(flag, n)| format!("{} {}", name_of(*flag), grouped(*n)));
            out.push(format!("flags: {}", flags.collect::<Vec<_>>().join(", ")));
        }
        out
    }
}

/// A flag as outputs write it.
fn name_of(flag: Flag) -> String {
    serde_json::to_string(&flag).unwrap_or_default().trim_matches('"').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use faircopy::{About, Kind, Recipe};

    #[test]
    fn what_repairs_take_out_is_counted_by_their_names() {
        let page = format!(
            "Rain fell on the town for days, the mayor said on Monday.\n{}\n",
            "(function(){a();})();".repeat(60)
        );
        let counts = Counts::of(&Recipe::balanced().build().unwrap().clean(page.as_bytes(), About::default()));
        assert_eq!(counts.taken_chars.get("page-code"), Some(&(60 * 21)));
    }

    #[test]
    fn a_clean_run_is_short_and_failures_count() {
        let mut summary = Summary::default();
        assert_eq!(summary.add(&Counts { kept_chars: 1500, ..Counts::default() }, 0), None);
        assert_eq!(summary.close(true), Done::All);
        let taken_chars = BTreeMap::from([(Kind::Related.id(), 20), (Kind::AdSlot.id(), 300)]);
        let counts = Counts { taken_chars, flags: vec![Flag::LostCharacters], ..Counts::default() };
        assert_eq!(summary.add(&counts, 0), None);
        let lines = summary.lines();
        assert!(lines[0].starts_with("2 documents in ") && lines[0].ends_with(" s, 1 without an article"));
        assert_eq!(lines[1], "1,500 characters kept, 320 taken out");
        assert_eq!(lines[2], "  marker.ad_slot  300  in 1 document");
        assert_eq!(lines[3], "  tail.related     20  in 1 document");
        assert_eq!(lines[4], "flags: lost_characters 1");
        summary.failed();
        assert_eq!(summary.close(true), Done::Some);
    }
}

//! Tables of contents: a label (`In this article`), below it lines that stand again further down, as the headings of what they
//! name. For [`super::navigation`], whose rules know the labels.
//!
//! The list goes; the headings are the article's, whatever they sound like. Of 328 such lists below a label (dumps of the packs; 73 of them
//! below `Overview`, which is no label here) 312 are not of the article. Without a label one in five is its own summary.
//!
//! **Known gaps**: entries that their headings say in other words; a heading that no paragraph stands below.

use crate::kind::Kind;
use crate::lexicon::Lexicon;
use crate::marks::{Family, Findings};
use crate::page::{Block, Ending, Page};
use crate::segment::list;
use rustc_hash::{FxHashMap, FxHashSet};

/// Sure enough for the line model not to be asked.
const ENTRY_WEIGHT: i32 = 700;
/// The label is known by its words as well.
const LABEL_WEIGHT: i32 = 600;
/// What the list names is a heading of the article.
const HEADING_WEIGHT: i32 = -600;
/// So many entries that stand again make a list.
const MIN_ENTRIES: usize = 2;
/// So many lines one after the other that are all of them entries are the list once more.
const MIN_COPY: usize = 3;
/// A longer line is text.
const MAX_WORDS: u32 = 25;
/// No list is longer.
const MAX_ENTRIES: usize = 150;

/// Marks the lists of a page, and speaks for the headings that they name.
pub(super) fn mark(page: &Page<'_>, lexicon: &Lexicon, out: &mut Findings) {
    if !page.is_flat() {
        return;
    }
    let labels = lexicon.hits_of("navigation", page).filter(|(_, rule, _)| rule.record.kind == Kind::Contents);
    let mut labels: Vec<usize> = labels.map(|(_, _, block)| block.index).collect();
    labels.dedup();
    if labels.is_empty() {
        return;
    }
    let mut last: FxHashMap<&str, usize> = FxHashMap::default();
    for block in page.blocks() {
        last.insert(name(page, block), block.index);
    }
    let (mut first, mut end) = (None, 0);
    let mut names: FxHashMap<&str, usize> = FxHashMap::default();
    for label in labels {
        let entries = if label < end { &[] } else { entries(page, label + 1, &last) };
        if entries.is_empty() {
            continue;
        }
        out.mark(
            page.blocks()[label].span,
            Kind::Contents,
            "navigation.contents-label",
            Family::Structure,
            LABEL_WEIGHT,
        );
        mark_entries(entries, out);
        for entry in entries.iter().map(|block| name(page, block)).filter(|name| !name.is_empty()) {
            let place = names.len();
            names.entry(entry).or_insert(place);
        }
        end = label + 1 + entries.len();
        first = first.or(Some(end));
    }
    if let Some(end) = first {
        mark_headings(page, end, &names, out);
    }
}

/// The entries of a list that begins at a block: up to the last that stands again below the list. One line that does not may stand
/// between them (`Hide`, a heading that was worded anew).
fn entries<'p>(page: &'p Page<'_>, start: usize, last: &FxHashMap<&str, usize>) -> &'p [Block] {
    let below = &page.blocks()[start..];
    let stands_again = |block: &Block| {
        let name = name(page, block);
        !name.is_empty() && block.shape.words <= MAX_WORDS && last.get(name).is_some_and(|last| *last > block.index + 1)
    };
    let (mut len, mut seen) = (0, FxHashSet::default());
    for (at, block) in below.iter().take(MAX_ENTRIES).enumerate() {
        // What was named above already is the heading of the first section.
        if stands_again(block) && seen.insert(name(page, block)) {
            len = at + 1;
        } else if at > len || block.shape.words > MAX_WORDS || seen.contains(name(page, block)) {
            break;
        }
    }
    // So is a last line that looks otherwise, with text below.
    let is_heading =
        |at: usize| below[at].form != below[0].form && below.get(at + 1).is_some_and(|next| next.shape.is_sentence());
    if len > 0 && is_heading(len - 1) {
        len -= 1;
    }
    // An entry whose copy is another of the list names nothing.
    let is_below = |block: &&Block| last.get(name(page, block)).is_some_and(|last| *last >= start + len);
    let named = below[..len].iter().filter(is_below).count();
    if named >= MIN_ENTRIES && named * 2 >= len { &below[..len] } else { &[] }
}

fn mark_entries(entries: &[Block], out: &mut Findings) {
    for block in entries {
        out.mark(block.span, Kind::Contents, "navigation.contents", Family::Structure, ENTRY_WEIGHT);
    }
}

/// Speaks for each named line below the lists that text stands under, and marks copies of the lists.
fn mark_headings(page: &Page<'_>, start: usize, names: &FxHashMap<&str, usize>, out: &mut Findings) {
    let is_named = |block: &Block| names.contains_key(name(page, block));
    let place = |block: &Block| names.get(name(page, block));
    // A ranking has the names in another order, and is announced.
    let is_copy = |run: &[Block]| {
        let above = run[0].index.checked_sub(1).and_then(|above| page.blocks().get(above));
        run.len() >= MIN_COPY
            && run.windows(2).all(|pair| place(&pair[0]) < place(&pair[1]))
            && above.is_none_or(|block| block.shape.ending != Ending::Colon)
    };
    for run in page.blocks()[start..].chunk_by(|a, b| is_named(a) == is_named(b)).filter(|run| is_named(&run[0])) {
        if is_copy(run) {
            mark_entries(run, out);
            continue;
        }
        let below = run.last().and_then(|block| page.blocks().get(block.index + 1));
        if below.is_some_and(|block| block.shape.is_sentence()) {
            for block in run {
                out.mark(block.span, Kind::Contents, "navigation.contents-heading", Family::Structure, HEADING_WEIGHT);
            }
        }
    }
}

/// What a line says without the number or sign before it and the stop behind it. What else stands behind is a value (`Paris: 134 €`).
fn name<'p>(page: &'p Page<'_>, block: &Block) -> &'p str {
    let name = list::body(page.folded(block)).trim_start_matches(|c: char| !c.is_alphabetic());
    name.trim_end_matches(|c: char| !c.is_alphanumeric())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::LazyLock;

    const PROSE: &str = "The ferry to the island was late again on Monday, the harbour office said, and the people who waited at the \
                         quay were told to come back in the evening, when another boat would be ready.";

    /// The lines that are marked so.
    fn marked(text: &str, rule: &str) -> Vec<String> {
        static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| Lexicon::builtin().unwrap());
        let page = Page::from_text(text);
        let mut found = Findings::default();
        mark(&page, &LEXICON, &mut found);
        let marks = found.marks.iter().filter(|mark| mark.rule.as_str() == rule);
        marks.map(|mark| page.slice(mark.span).to_owned()).collect()
    }

    fn article(contents: &str, headings: [&str; 3]) -> String {
        let sections: Vec<String> = headings.iter().map(|heading| format!("{heading}\n{PROSE}")).collect();
        format!("{PROSE}\n{contents}\n{}", sections.join("\n"))
    }

    #[test]
    fn lines_below_a_label_that_stand_again_are_a_table_of_contents() {
        let headings = ["1. The old quay", "2. The new quay", "3. The ferry"];
        let text = article("In this article\n• The old quay\n• The new quay\n• The ferry", headings);
        assert_eq!(marked(&text, "navigation.contents-label"), ["In this article"]);
        assert_eq!(marked(&text, "navigation.contents").len(), 3);
        assert_eq!(marked(&text, "navigation.contents-heading"), headings);
        // One line that stands nowhere else, and no more.
        let hide = article("In this article\nHide\nThe old quay\nThe new quay\nThe ferry", headings);
        assert_eq!(marked(&hide, "navigation.contents"), ["Hide", "The old quay", "The new quay", "The ferry"]);
        let other = article("In this article\nOne thing\nAnother thing\nThe old quay\nThe new quay", headings);
        assert!(marked(&other, "navigation.contents").is_empty());
    }

    #[test]
    fn the_list_once_more_goes_and_what_has_no_text_below_is_not_spoken_for() {
        let headings = ["The old quay", "The new quay", "The ferry"];
        let list = headings.join("\n");
        let text = format!("{}\n{list}", article(&format!("Contents\n{list}"), headings));
        assert_eq!(marked(&text, "navigation.contents").len(), 6);
        assert_eq!(marked(&text, "navigation.contents-heading"), headings);
    }

    #[test]
    fn rankings_and_values_of_what_the_list_names_stay() {
        let headings = ["Paris", "Rome", "Berlin"];
        let article = article("In this article\nParis\nRome\nBerlin", headings);
        for table in [
            "Paris: 134 €\nRome: 98 €\nBerlin: 76 €",
            "1. Rome\n2. Berlin\n3. Paris",
            "Our order:\nParis\nRome\nBerlin",
        ] {
            assert_eq!(marked(&format!("{article}\n{table}"), "navigation.contents").len(), 3, "{table}");
        }
    }

    #[test]
    fn without_a_label_or_a_second_time_nothing_is_a_table_of_contents() {
        let headings = ["The old quay", "The new quay", "The ferry"];
        let list = headings.join("\n");
        assert!(marked(&article(&list, headings), "navigation.contents").is_empty());
        assert!(marked(&format!("{PROSE}\nContents\n{list}\n{PROSE}"), "navigation.contents").is_empty());
    }
}

//! Which words of a raw document an output still has.
//!
//! An output is the raw text with pieces taken out, so its words are a subsequence of the
//! raw words, repairs aside. The longest common subsequence finds them again; where it has a
//! choice (a word that stands in a removed line and in a kept one), runs go before single
//! words, then body words before those that do not count, and these before boilerplate. Words that stand once on either side are
//! anchors, which leaves little to search.

use std::collections::HashMap;

/// What a raw word is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// Of the article: it has to stay.
    Body,
    /// Nobody's loss and nobody's gain.
    Free,
    /// Boilerplate: it has to go.
    Boilerplate,
}

/// What became of a raw word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// It is in the output.
    There,
    /// The output has other words in its place: a repair, a joined hyphenation.
    Rewritten,
    /// It is not in the output.
    Gone,
}

/// The fates of the raw words, and for each output word the raw word it is.
#[derive(Debug, Default)]
pub struct Alignment {
    pub fates: Vec<Fate>,
    pub source: Vec<Option<usize>>,
}

/// More pairs of words than this between two anchors are not compared: 100 MB of memory.
const MAX_PAIRS: usize = 200_000_000;

/// How much a repair may shorten or lengthen text: UTF-8 read as a legacy charset has two
/// or three characters for one.
const REWRITE_GROWTH: usize = 3;

/// Aligns an output with the raw document it was made of; `None` if they are too large.
pub fn align(raw: &[(&str, Role)], output: &[&str]) -> Option<Alignment> {
    // Nothing taken: no need to compare, however long it is.
    if raw.iter().map(|(word, _)| *word).eq(output.iter().copied()) {
        return Some(Alignment { fates: vec![Fate::There; raw.len()], source: (0..raw.len()).map(Some).collect() });
    }
    // Words that only one side has cannot be paired.
    let mut ids: HashMap<&str, (u32, bool)> = HashMap::new();
    for (word, _) in raw {
        let next = u32::try_from(ids.len()).ok()?;
        ids.entry(word).or_insert((next, false));
    }
    for word in output {
        if let Some(entry) = ids.get_mut(word) {
            entry.1 = true;
        }
    }
    let shared = |word: &str| ids.get(word).filter(|entry| entry.1).map(|entry| entry.0);
    let rows: Vec<Row> =
        raw.iter().enumerate().filter_map(|(at, (word, role))| Some((at, shared(word)?, *role))).collect();
    let columns: Vec<Column> = output.iter().enumerate().filter_map(|(at, word)| Some((at, shared(word)?))).collect();
    let pairs = pair(&rows, &columns)?;

    let mut alignment = Alignment { fates: vec![Fate::Gone; raw.len()], source: vec![None; output.len()] };
    for (row, column) in &pairs {
        if let (Some(fate), Some(source)) = (alignment.fates.get_mut(*row), alignment.source.get_mut(*column)) {
            *fate = Fate::There;
            *source = Some(*row);
        }
    }
    excuse_rewritten(raw, output, &pairs, &mut alignment.fates);
    Some(alignment)
}

/// A raw word that the output may have: its position, the word, its role.
type Row = (usize, u32, Role);
/// An output word that the raw text may have: its position and the word.
type Column = (usize, u32);

/// The longest common subsequence as pairs of positions, in order.
///
/// A word that both sides have exactly once is the same word; between two of these there is
/// little to compare.
fn pair(rows: &[Row], columns: &[Column]) -> Option<Vec<(usize, usize)>> {
    let mut pairs = Vec::new();
    let (mut row, mut column) = (0, 0);
    for (to_row, to_column) in anchors(rows, columns) {
        let anchor = (rows.get(to_row)?.0, columns.get(to_column)?.0);
        pair_between(rows.get(row..to_row)?, columns.get(column..to_column)?, Some(anchor), &mut pairs)?;
        pairs.push(anchor);
        (row, column) = (to_row + 1, to_column + 1);
    }
    pair_between(rows.get(row..)?, columns.get(column..)?, None, &mut pairs)?;
    Some(pairs)
}

/// The rows and columns of words that both sides have once, in an order that both share.
fn anchors(rows: &[Row], columns: &[Column]) -> Vec<(usize, usize)> {
    fn once(words: impl Iterator<Item = u32>) -> HashMap<u32, usize> {
        let mut at: HashMap<u32, Option<usize>> = HashMap::new();
        for (index, word) in words.enumerate() {
            at.entry(word).and_modify(|at| *at = None).or_insert(Some(index));
        }
        at.into_iter().filter_map(|(word, at)| Some((word, at?))).collect()
    }
    let in_rows = once(rows.iter().map(|row| row.1));
    let in_columns = once(columns.iter().map(|column| column.1));
    let mut both: Vec<(usize, usize)> =
        in_columns.iter().filter_map(|(word, &column)| Some((*in_rows.get(word)?, column))).collect();
    both.sort_unstable_by_key(|anchor| anchor.1);
    rising(&both)
}

/// The longest part of the anchors in which rows rise as columns do: a title that was moved
/// to the top does not hide the rest.
fn rising(anchors: &[(usize, usize)]) -> Vec<(usize, usize)> {
    // For each length the anchor with the lowest row that ends a rising part so long.
    let mut ends: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = Vec::with_capacity(anchors.len());
    let row_of = |index: usize| anchors.get(index).map_or(0, |anchor| anchor.0);
    for (index, &(row, _)) in anchors.iter().enumerate() {
        let len = ends.partition_point(|&end| row_of(end) < row);
        before.push(len.checked_sub(1).and_then(|last| ends.get(last).copied()));
        match ends.get_mut(len) {
            Some(end) => *end = index,
            None => ends.push(index),
        }
    }
    let mut out = Vec::with_capacity(ends.len());
    let mut next = ends.last().copied();
    while let Some(index) = next {
        out.extend(anchors.get(index));
        next = before.get(index).copied().flatten();
    }
    out.reverse();
    out
}

/// What a pair is worth: more pairs come first, then pairs that follow one another on both
/// sides (an output has lines, not words picked here and there), then the role.
const PAIR: u64 = 1 << 32;
const FOLLOWS: u64 = 4;

fn worth(role: Role) -> u64 {
    PAIR + match role {
        Role::Body => 2,
        Role::Free => 1,
        Role::Boilerplate => 0,
    }
}

// Where the best way to a cell comes from, in four bits. The last says whether the pair in
// this cell follows the pair before it.
const UP: u8 = 0;
const LEFT: u8 = 1;
const DIAGONAL: u8 = 2;
const STEP: u8 = 3;
const FOLLOWING: u8 = 4;

/// The steps of a table, two cells a byte.
struct Steps {
    width: usize,
    cells: Vec<u8>,
}

impl Steps {
    fn set(&mut self, row: usize, column: usize, step: u8) {
        let at = row * self.width + column;
        if let Some(cell) = self.cells.get_mut(at / 2) {
            *cell |= step << (at % 2 * 4);
        }
    }

    fn get(&self, row: usize, column: usize) -> u8 {
        let at = row * self.width + column;
        self.cells.get(at / 2).map_or(0, |cell| cell >> (at % 2 * 4) & 15)
    }
}

/// Adds the pairs between the last one and the next anchor; `None` if there are too many to
/// compare.
fn pair_between(
    rows: &[Row],
    columns: &[Column],
    next: Option<(usize, usize)>,
    pairs: &mut Vec<(usize, usize)>,
) -> Option<()> {
    let (Some(last_row), Some(last_column)) = (rows.last(), columns.last()) else { return Some(()) };
    let width = columns.len();
    if rows.len().checked_mul(width)? > MAX_PAIRS {
        return None;
    }
    let before = pairs.last().copied();
    // Whether the pair at a cell follows the one before it; before the first is an anchor.
    let row_follows = |r: usize| match r.checked_sub(1) {
        Some(r) => rows[r].0 + 1 == rows[r + 1].0,
        None => before.is_some_and(|anchor| anchor.0 + 1 == rows[0].0),
    };
    let column_follows: Vec<bool> = (0..width)
        .map(|c| match c.checked_sub(1) {
            Some(c) => columns[c].0 + 1 == columns[c + 1].0,
            None => before.is_some_and(|anchor| anchor.1 + 1 == columns[0].0),
        })
        .collect();

    let mut steps = Steps { width, cells: vec![0; (rows.len() * width).div_ceil(2)] };
    // The best way to each cell of the row above, and the best that ends in its pair (0: no
    // pair). The cell before the first stands for the anchor.
    let (mut above, mut here) = (vec![0u64; width + 1], vec![0u64; width + 1]);
    let (mut paired_above, mut paired_here) = (vec![0u64; width + 1], vec![0u64; width + 1]);
    let mut anchored = before.is_some();
    for (r, (_, row, role)) in rows.iter().enumerate() {
        let (gain, row_follows) = (worth(*role), row_follows(r));
        for (c, (_, column)) in columns.iter().enumerate() {
            let (up, left) = (above[c + 1], here[c]);
            let (mut best, mut step) = if up >= left { (up, UP) } else { (left, LEFT) };
            let mut paired = 0;
            if row == column {
                paired = above[c] + gain;
                let has_before = paired_above[c] > 0 || (anchored && c == 0);
                if has_before && row_follows && column_follows[c] && paired_above[c] + gain + FOLLOWS > paired {
                    paired = paired_above[c] + gain + FOLLOWS;
                    step |= FOLLOWING;
                }
                if paired >= best {
                    (best, step) = (paired, DIAGONAL | (step & FOLLOWING));
                }
            }
            here[c + 1] = best;
            paired_here[c + 1] = paired;
            steps.set(r, c, step);
        }
        std::mem::swap(&mut above, &mut here);
        std::mem::swap(&mut paired_above, &mut paired_here);
        anchored = false;
    }

    let next_follows = next.is_some_and(|next| (last_row.0 + 1, last_column.0 + 1) == next);
    let mut must_pair = next_follows && paired_above[width] > 0 && paired_above[width] + FOLLOWS >= above[width];
    let first = pairs.len();
    let (mut r, mut c) = (rows.len(), width);
    while r > 0 && c > 0 {
        let step = steps.get(r - 1, c - 1);
        if must_pair || step & STEP == DIAGONAL {
            pairs.push((rows[r - 1].0, columns[c - 1].0));
            must_pair = step & FOLLOWING != 0;
            (r, c) = (r - 1, c - 1);
        } else if step & STEP == LEFT {
            c -= 1;
        } else {
            r -= 1;
        }
    }
    if let Some(added) = pairs.get_mut(first..) {
        added.reverse();
    }
    Some(())
}

/// Between two words found again, output words that the raw text does not have stand for
/// raw words that the output does not have, as many as their letters cover.
fn excuse_rewritten(raw: &[(&str, Role)], output: &[&str], pairs: &[(usize, usize)], fates: &mut [Fate]) {
    let end = (raw.len(), output.len());
    let (mut from, mut from_output) = (0, 0);
    for &(to, to_output) in pairs.iter().chain([&end]) {
        let new = output.get(from_output..to_output).unwrap_or_default();
        let mut budget: usize = new.iter().map(|word| word.chars().count() * REWRITE_GROWTH).sum();
        let gone = raw.get(from..to).unwrap_or_default().iter().zip(fates.get_mut(from..to).unwrap_or_default());
        for ((word, role), fate) in gone {
            let chars = word.chars().count();
            if *role != Role::Body {
                continue;
            }
            if chars > budget {
                break;
            }
            budget -= chars;
            *fate = Fate::Rewritten;
        }
        (from, from_output) = (to + 1, to_output + 1);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use Fate::{Gone, Rewritten, There};

    fn fates(raw: &[(&str, Role)], output: &str) -> Vec<Fate> {
        align(raw, &output.split_whitespace().collect::<Vec<_>>()).unwrap().fates
    }

    fn lines(lines: &[(&'static str, Role)]) -> Vec<(&'static str, Role)> {
        lines.iter().flat_map(|(line, role)| line.split(' ').map(|word| (word, *role))).collect()
    }

    #[test]
    fn a_word_in_both_is_taken_for_the_body() {
        let raw = lines(&[("the rain", Role::Boilerplate), ("the rain fell", Role::Body), ("the end", Role::Free)]);
        assert_eq!(fates(&raw, "the rain fell"), [Gone, Gone, There, There, There, Gone, Gone]);
        assert_eq!(fates(&raw, "the rain the rain fell the end"), [There; 7]);
        assert_eq!(fates(&raw, ""), [Gone; 7]);
    }

    #[test]
    fn lost_and_left_words_are_told_apart() {
        let raw = lines(&[("read more", Role::Boilerplate), ("rain fell today", Role::Body)]);
        assert_eq!(fates(&raw, "read more rain today"), [There, There, There, Gone, There]);
    }

    #[test]
    fn a_repair_is_no_loss() {
        let raw = lines(&[("an exam ple of cafÃ work", Role::Body)]);
        assert_eq!(fates(&raw, "an example of café work"), [There, Rewritten, Rewritten, There, Rewritten, There]);
        // But three letters do not stand for a paragraph.
        let long = lines(&[("one two three four five six seven", Role::Body)]);
        assert_eq!(fates(&long, "xyz").iter().filter(|fate| **fate == Gone).count(), 5);
    }

    #[test]
    fn runs_go_before_single_words() {
        let raw =
            lines(&[("of the rain", Role::Body), ("the end of the day", Role::Boilerplate), ("the sea", Role::Body)]);
        assert_eq!(
            fates(&raw, "the end of the day the sea"),
            [Gone, Gone, Gone, There, There, There, There, There, There, There]
        );
    }

    #[test]
    fn a_line_that_was_moved_does_not_hide_the_rest() {
        let raw = lines(&[
            ("menu home", Role::Boilerplate),
            ("one two three four five", Role::Body),
            ("big storm", Role::Free),
        ]);
        let fates = fates(&raw, "big storm one two three four five");
        assert_eq!(fates[2..7], [There; 5]);
        assert_eq!(rising(&[(5, 0), (6, 1), (0, 2), (1, 3), (2, 4)]), [(0, 2), (1, 3), (2, 4)]);
    }

    #[test]
    fn source_says_which_raw_word_it_is() {
        let raw = lines(&[("a b c", Role::Body)]);
        assert_eq!(align(&raw, &["b", "x", "c"]).unwrap().source, [Some(1), None, Some(2)]);
        assert!(align(&[], &[]).unwrap().fates.is_empty());
    }
}

//! Which words of a raw document an output still has.
//!
//! An output is the raw text with pieces taken out, so its words are a subsequence of the
//! raw words, repairs aside. The longest common subsequence finds them again; where it has a
//! choice (a word that stands in a removed line and in a kept one), body words go first,
//! then those that do not count, then boilerplate. Words that stand once on either side are
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
const MAX_PAIRS: usize = 400_000_000;

/// How much a repair may shorten or lengthen text: UTF-8 read as a legacy charset has two
/// or three characters for one.
const REWRITE_GROWTH: usize = 3;

/// Aligns an output with the raw document it was made of; `None` if they are too large.
pub fn align(raw: &[(&str, Role)], output: &[&str]) -> Option<Alignment> {
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
        pair_between(rows.get(row..to_row)?, columns.get(column..to_column)?, &mut pairs)?;
        pairs.push((rows.get(to_row)?.0, columns.get(to_column)?.0));
        (row, column) = (to_row + 1, to_column + 1);
    }
    pair_between(rows.get(row..)?, columns.get(column..)?, &mut pairs)?;
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

/// Adds the pairs between two anchors; `None` if there are too many to compare.
fn pair_between(rows: &[Row], columns: &[Column], pairs: &mut Vec<(usize, usize)>) -> Option<()> {
    if rows.is_empty() || columns.is_empty() {
        return Some(());
    }
    let width = columns.len() + 1;
    if rows.len().checked_mul(width)? > MAX_PAIRS {
        return None;
    }
    // Two bits a pair say where the best way to it comes from.
    let mut steps = vec![0u8; (rows.len() * width).div_ceil(4)];
    let mut above = vec![0u64; width];
    let mut here = vec![0u64; width];
    for (r, (_, row, role)) in rows.iter().enumerate() {
        let gain = (1 << 32)
            + match role {
                Role::Body => 2,
                Role::Free => 1,
                Role::Boilerplate => 0,
            };
        let mut left = 0;
        for (c, (_, column)) in columns.iter().enumerate() {
            let (diagonal, up) = (above[c], above[c + 1]);
            let (mut best, mut step) = if up >= left { (up, UP) } else { (left, LEFT) };
            if row == column && diagonal + gain >= best {
                (best, step) = (diagonal + gain, DIAGONAL);
            }
            here[c + 1] = best;
            left = best;
            let at = r * width + c + 1;
            steps[at / 4] |= step << (at % 4 * 2);
        }
        std::mem::swap(&mut above, &mut here);
    }
    let first = pairs.len();
    let (mut r, mut c) = (rows.len(), columns.len());
    while r > 0 && c > 0 {
        let at = (r - 1) * width + c;
        match steps[at / 4] >> (at % 4 * 2) & 3 {
            DIAGONAL => {
                pairs.push((rows[r - 1].0, columns[c - 1].0));
                (r, c) = (r - 1, c - 1);
            }
            LEFT => c -= 1,
            _ => r -= 1,
        }
    }
    if let Some(added) = pairs.get_mut(first..) {
        added.reverse();
    }
    Some(())
}

const UP: u8 = 0;
const LEFT: u8 = 1;
const DIAGONAL: u8 = 2;

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

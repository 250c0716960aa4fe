//! Boosted oblivious trees: every level of a tree asks one question of all blocks, so a page
//! is scored column by column, with no branch that depends on the data.
//!
//! The shape is that of CatBoost (Prokhorenkova et al. 2018, "CatBoost: unbiased boosting
//! with categorical features"), which also trains them; leaves are whole numbers.

use super::weights::{Reader, WeightsError};
use std::ops::Range;

/// A tree has at most so many levels: a leaf's number is a byte.
const MAX_DEPTH: usize = 8;
/// Blocks that are scored together: what they answer stays in registers and the nearest cache.
pub(super) const LANES: usize = 64;
/// Trees whose leaves are added up together, so that a score is read and written once for all.
const ABREAST: usize = 4;

/// No score is larger: a thousand times what makes anything sure.
const MAX_SCORE: i64 = 1 << 24;

/// The features of the blocks of a page, 64 blocks together and of these a column a
/// feature; behind the last block stands anything.
#[derive(Debug, Clone, Default)]
pub struct Columns {
    rows: usize,
    groups: Vec<Vec<[i8; LANES]>>,
}

/// A byte in the same order with a sign: vector instructions compare such.
fn signed(byte: u8) -> i8 {
    (byte ^ 0x80).cast_signed()
}

/// The byte again.
pub(super) fn unsigned(byte: i8) -> u8 {
    byte.cast_unsigned() ^ 0x80
}

impl Columns {
    /// Columns of rows that all have `width` features.
    #[must_use]
    pub fn of<const WIDTH: usize>(rows: impl ExactSizeIterator<Item = [u8; WIDTH]>) -> Self {
        let count = rows.len();
        let mut groups = vec![vec![[0; LANES]; WIDTH]; count.div_ceil(LANES)];
        for (at, row) in rows.enumerate() {
            for (column, value) in groups[at / LANES].iter_mut().zip(row) {
                column[at % LANES] = signed(value);
            }
        }
        Columns { rows: count, groups }
    }

    /// Adds the columns of `other`, which has as many rows.
    pub(super) fn append(&mut self, other: &Columns) {
        debug_assert_eq!(self.rows, other.rows);
        for (group, other) in self.groups.iter_mut().zip(&other.groups) {
            group.extend_from_slice(other);
        }
    }

    /// The groups of columns that some blocks stand in, and which blocks of each these are.
    pub(super) fn groups(&self, blocks: Range<usize>) -> impl Iterator<Item = (&[[i8; LANES]], Range<usize>)> {
        let last = blocks.end.div_ceil(LANES);
        (blocks.start / LANES..last).map(move |group| {
            let lane = |block: usize| block.saturating_sub(group * LANES).min(LANES);
            (self.groups[group].as_slice(), lane(blocks.start)..lane(blocks.end))
        })
    }

    /// The same columns, but one of them with one value throughout.
    pub(super) fn with_constant(&self, feature: usize, value: u8) -> Columns {
        let mut other = self.clone();
        for column in other.groups.iter_mut().filter_map(|group| group.get_mut(feature)) {
            *column = [signed(value); LANES];
        }
        other
    }
}

/// A question: is the feature above the border?
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Test {
    feature: u16,
    /// As [`signed`] makes it of a byte.
    border: i8,
}

/// An ensemble of trees of one depth; its score is the sum of one leaf of each. Trees of
/// nothing but zeros fill it up to a multiple of four.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trees {
    bias: i32,
    depth: usize,
    /// `depth` questions a tree.
    tests: Vec<Test>,
    /// The leaves of each tree: two to the power of `depth`, and room for all that a byte can
    /// number, so that none need be checked.
    leaves: Vec<[i16; 1 << MAX_DEPTH]>,
}

impl Trees {
    /// Reads trees over `width` features.
    pub(super) fn read(reader: &mut Reader<'_>, width: usize) -> Result<Self, WeightsError> {
        let bias = reader.i32()?;
        let count = usize::from(reader.u16()?);
        let depth = usize::from(reader.u8()?);
        if !(1..=MAX_DEPTH).contains(&depth) {
            return Err(WeightsError::Damaged("its trees are too deep"));
        }
        let mut trees = Trees { bias, depth, tests: Vec::new(), leaves: Vec::new() };
        for _ in 0..count {
            for _ in 0..depth {
                let test = Test { feature: reader.u16()?, border: signed(reader.u8()?) };
                if usize::from(test.feature) >= width {
                    return Err(WeightsError::Damaged("a tree asks for a feature that does not exist"));
                }
                trees.tests.push(test);
            }
            let mut leaves = [0; 1 << MAX_DEPTH];
            for leaf in &mut leaves[..1 << depth] {
                *leaf = reader.i16()?;
            }
            trees.leaves.push(leaves);
        }
        // No sum of scores may leave its type, whatever a file says.
        let largest = |leaves: &[i16; 1 << MAX_DEPTH]| {
            leaves.iter().map(|leaf| i64::from(leaf.unsigned_abs())).max().unwrap_or(0)
        };
        if i64::from(bias).abs() + trees.each().map(|(_, leaves)| largest(leaves)).sum::<i64>() > MAX_SCORE {
            return Err(WeightsError::Damaged("its scores are out of bounds"));
        }
        trees.fill_up();
        Ok(trees)
    }

    /// The questions and leaves of each tree.
    fn each(&self) -> impl Iterator<Item = (&[Test], &[i16; 1 << MAX_DEPTH])> {
        self.tests.chunks_exact(self.depth).zip(&self.leaves)
    }

    /// Those of the trees that ask for a feature.
    pub(super) fn asking(&self, feature: usize) -> Trees {
        let mut trees = Trees { bias: 0, depth: self.depth, tests: Vec::new(), leaves: Vec::new() };
        for (tests, leaves) in
            self.each().filter(|(tests, _)| tests.iter().any(|test| usize::from(test.feature) == feature))
        {
            trees.tests.extend_from_slice(tests);
            trees.leaves.push(*leaves);
        }
        trees.fill_up();
        trees
    }

    fn fill_up(&mut self) {
        let trees = self.leaves.len().next_multiple_of(ABREAST);
        self.tests.resize(trees * self.depth, Test { feature: 0, border: 0 });
        self.leaves.resize(trees, [0; 1 << MAX_DEPTH]);
    }

    /// The score of every block, in 1024ths of log-odds.
    #[must_use]
    pub fn scores(&self, columns: &Columns) -> Vec<i32> {
        let mut scores = Vec::with_capacity(columns.groups.len() * LANES);
        for (at, group) in columns.groups.iter().enumerate() {
            // Most pages are short.
            match columns.rows - at * LANES {
                ..=16 => scores.extend(self.of_group::<16>(group)),
                17..=32 => scores.extend(self.of_group::<32>(group)),
                _ => scores.extend(self.of_group::<LANES>(group)),
            }
        }
        scores.truncate(columns.rows);
        scores
    }

    /// The scores of the first blocks of a group.
    fn of_group<const BLOCKS: usize>(&self, columns: &[[i8; LANES]]) -> [i32; BLOCKS] {
        let mut scores = [self.bias; BLOCKS];
        let (leaves, _) = self.leaves.as_chunks::<ABREAST>();
        for (tests, leaves) in self.tests.chunks_exact(ABREAST * self.depth).zip(leaves) {
            let mut found = [[0; BLOCKS]; ABREAST];
            for (found, tests) in found.iter_mut().zip(tests.chunks_exact(self.depth)) {
                *found = answers(tests, columns);
            }
            for (at, score) in scores.iter_mut().enumerate() {
                let leaf = |tree: usize| i32::from(leaves[tree][usize::from(found[tree][at])]);
                *score += (0..ABREAST).map(leaf).sum::<i32>();
            }
        }
        scores
    }
}

/// The number of the leaf that each block comes to: a bit a question, the first the lowest.
#[inline]
fn answers<const BLOCKS: usize>(tests: &[Test], columns: &[[i8; LANES]]) -> [u8; BLOCKS] {
    let mut found = [0; BLOCKS];
    for test in tests.iter().rev() {
        for (leaf, value) in found.iter_mut().zip(&columns[usize::from(test.feature)]) {
            *leaf = (*leaf << 1) | u8::from(*value > test.border);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A file with one tree: three points more when `feature` is above 9, and `bias` 7.
    fn one_tree(feature: u8) -> Vec<u8> {
        const DEPTH: u8 = 3;
        let mut bytes = 7_i32.to_le_bytes().to_vec();
        bytes.extend(1_u16.to_le_bytes());
        bytes.push(DEPTH);
        bytes.extend([feature, 0, 9]);
        bytes.extend([0, 0, 255].repeat(usize::from(DEPTH) - 1));
        bytes.extend((0..1 << DEPTH).flat_map(|leaf| (if leaf & 1 == 1 { 3_i16 } else { 0 }).to_le_bytes()));
        bytes
    }

    #[test]
    fn a_tree_answers_every_row() {
        let trees = Trees::read(&mut Reader::of(&one_tree(1)), 2).unwrap();
        // Also more rows than are scored together.
        for count in [1, 16, 17, 33, LANES, LANES + 20] {
            let rows: Vec<[u8; 2]> = (0..count).map(|at| [200, if at % 2 == 0 { 9 } else { 10 }]).collect();
            let scores = trees.scores(&Columns::of(rows.into_iter()));
            assert_eq!(scores.len(), count);
            assert!(scores.iter().enumerate().all(|(at, score)| *score == if at % 2 == 0 { 7 } else { 10 }));
        }
        assert_eq!(trees.scores(&Columns::of(std::iter::empty::<[u8; 2]>())), Vec::<i32>::new());
    }

    #[test]
    fn trees_that_ask_for_more_are_refused() {
        assert!(Trees::read(&mut Reader::of(&one_tree(2)), 2).is_err());
        assert!(Trees::read(&mut Reader::of(&one_tree(1)[..20]), 2).is_err());
        let mut deep = one_tree(1);
        deep[6] = 9;
        assert!(Trees::read(&mut Reader::of(&deep), 2).is_err());
    }

    #[test]
    fn columns_can_be_replaced() {
        let columns = Columns::of([[1, 2], [3, 4]].into_iter());
        let column = |columns: &Columns, feature: usize| columns.groups[0][feature][..2].to_vec();
        assert_eq!(column(&columns, 1), [2, 4].map(signed));
        assert_eq!(column(&columns.with_constant(1, 9), 1), [9, 9].map(signed));
        assert_eq!(column(&columns.with_constant(1, 9), 0), [1, 3].map(signed));
        let mut both = columns.clone();
        both.append(&columns.with_constant(0, 7));
        assert_eq!(
            [1, 2, 3].map(|feature| column(&both, feature)),
            [[2, 4], [7, 7], [2, 4]].map(|column| column.map(signed))
        );
    }
}

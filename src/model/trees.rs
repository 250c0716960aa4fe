//! Boosted oblivious trees: every level of a tree asks one question of all blocks, so a page
//! is scored column by column, with no branch that depends on the data.
//!
//! The shape is that of CatBoost (Prokhorenkova et al. 2018, "CatBoost: unbiased boosting
//! with categorical features"), which also trains them; leaves are whole numbers.

use super::weights::{Reader, WeightsError};

/// A tree has at most so many levels: a leaf's number is a byte.
const MAX_DEPTH: usize = 8;
/// Blocks that are scored together: their leaf numbers stay in the innermost cache.
const CHUNK: usize = 256;

/// No score is larger: a thousand times what makes anything sure.
const MAX_SCORE: i64 = 1 << 24;

/// The features of the blocks of a page, a column a feature.
#[derive(Debug, Clone, Default)]
pub struct Columns {
    rows: usize,
    bytes: Vec<u8>,
}

impl Columns {
    /// Columns of rows that all have `width` features.
    #[must_use]
    pub fn of<const WIDTH: usize>(rows: impl ExactSizeIterator<Item = [u8; WIDTH]>) -> Self {
        let count = rows.len();
        let mut bytes = vec![0; count * WIDTH];
        for (at, row) in rows.enumerate() {
            for (feature, value) in row.into_iter().enumerate() {
                bytes[feature * count + at] = value;
            }
        }
        Columns { rows: count, bytes }
    }

    /// Adds the columns of `other`, which has as many rows.
    pub(super) fn append(&mut self, other: &Columns) {
        debug_assert_eq!(self.rows, other.rows);
        self.bytes.extend_from_slice(&other.bytes);
    }

    /// How many features there are.
    #[must_use]
    pub fn width(&self) -> usize {
        self.bytes.len().checked_div(self.rows).unwrap_or(0)
    }

    /// One feature of all blocks.
    #[must_use]
    pub fn column(&self, feature: usize) -> &[u8] {
        self.bytes.get(feature * self.rows..(feature + 1) * self.rows).unwrap_or_default()
    }

    /// The same columns, but one of them with one value throughout.
    pub(super) fn with_constant(&self, feature: usize, value: u8) -> Columns {
        let mut other = self.clone();
        other.bytes.iter_mut().skip(feature * self.rows).take(self.rows).for_each(|byte| *byte = value);
        other
    }
}

/// A question: is the feature above the border?
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Test {
    feature: u16,
    border: u8,
}

/// An ensemble of trees of one depth; its score is the sum of one leaf of each.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trees {
    bias: i32,
    depth: usize,
    /// `depth` questions a tree.
    tests: Vec<Test>,
    /// Two to the power of `depth` leaves a tree.
    leaves: Vec<i16>,
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
                let test = Test { feature: reader.u16()?, border: reader.u8()? };
                if usize::from(test.feature) >= width {
                    return Err(WeightsError::Damaged("a tree asks for a feature that does not exist"));
                }
                trees.tests.push(test);
            }
            for _ in 0..1 << depth {
                trees.leaves.push(reader.i16()?);
            }
        }
        // No sum of scores may leave its type, whatever a file says.
        let largest = |leaves: &[i16]| leaves.iter().map(|leaf| i64::from(leaf.unsigned_abs())).max().unwrap_or(0);
        if i64::from(bias).abs() + trees.each().map(|(_, leaves)| largest(leaves)).sum::<i64>() > MAX_SCORE {
            return Err(WeightsError::Damaged("its scores are out of bounds"));
        }
        Ok(trees)
    }

    /// The questions and leaves of each tree.
    fn each(&self) -> impl Iterator<Item = (&[Test], &[i16])> {
        self.tests.chunks_exact(self.depth).zip(self.leaves.chunks_exact(1 << self.depth))
    }

    /// Those of the trees that ask for a feature.
    pub(super) fn asking(&self, feature: usize) -> Trees {
        let mut trees = Trees { bias: 0, depth: self.depth, tests: Vec::new(), leaves: Vec::new() };
        for (tests, leaves) in
            self.each().filter(|(tests, _)| tests.iter().any(|test| usize::from(test.feature) == feature))
        {
            trees.tests.extend_from_slice(tests);
            trees.leaves.extend_from_slice(leaves);
        }
        trees
    }

    /// The score of every block, in 1024ths of log-odds.
    #[must_use]
    pub fn scores(&self, columns: &Columns) -> Vec<i32> {
        let mut scores = vec![self.bias; columns.rows];
        for (chunk, scores) in scores.chunks_mut(CHUNK).enumerate() {
            let from = chunk * CHUNK;
            let mut found = [0_u8; CHUNK];
            for (tests, leaves) in self.each() {
                let found = &mut found[..scores.len()];
                found.fill(0);
                for (level, test) in tests.iter().enumerate() {
                    let column = &columns.column(usize::from(test.feature))[from..from + found.len()];
                    for (leaf, value) in found.iter_mut().zip(column) {
                        *leaf |= u8::from(*value > test.border) << level;
                    }
                }
                for (score, leaf) in scores.iter_mut().zip(found.iter()) {
                    *score += i32::from(leaves[usize::from(*leaf)]);
                }
            }
        }
        scores
    }
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
        // More rows than are scored together.
        let rows: Vec<[u8; 2]> = (0..CHUNK + 20).map(|at| [200, if at % 2 == 0 { 9 } else { 10 }]).collect();
        let scores = trees.scores(&Columns::of(rows.into_iter()));
        assert!(scores.iter().enumerate().all(|(at, score)| *score == if at % 2 == 0 { 7 } else { 10 }));
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
        assert_eq!(columns.column(1), [2, 4]);
        assert_eq!(columns.with_constant(1, 9).column(1), [9, 9]);
        assert_eq!(columns.with_constant(1, 9).column(0), [1, 3]);
        assert_eq!((columns.width(), columns.column(2).len()), (2, 0));
    }
}

//! The net: a small dilated convolution over the blocks of a page (F. Yu and V. Koltun,
//! "Multi-scale context aggregation by dilated convolutions", 2016).
//!
//! It sees what the second trees see and is averaged with them. Trees ask for borders of single
//! features; the net weighs all features of a block, and in each layer those of two others, one to
//! sixteen blocks away. Beside it stands a plain sum of the inputs. All in whole numbers: signals
//! are in 256ths, sums fit 32 bits.

use super::UNIT;
use super::trees::Columns;
use super::weights::{Reader, WeightsError};
use std::ops::Range;

/// There is room for so many features.
const MAX_FEATURES: usize = 192;
/// Signals a block.
const WIDTH: usize = 32;
/// One, in signals.
const ONE: i64 = 256;
/// No signal is larger, and no weight: so sums of a few hundred products fit 32 bits.
const MAX_SIGNAL: i32 = 4095;
const MAX_WEIGHT: i16 = 2047;
/// No input is farther from its mean than four standard deviations.
const MAX_DEVIATION: i64 = 4 * ONE;
/// Means are in sixteenths, inverse deviations in 256ths of that.
const MEAN_UNIT: i64 = 16;
const INVERSE_BITS: u32 = 12;
/// A file may have at most so many layers.
const MAX_LAYERS: usize = 16;

/// The weights of the net.
#[derive(Debug, Clone)]
pub(super) struct Net {
    /// For each feature and each of its values, how far it is from the mean.
    deviations: Vec<[i16; 256]>,
    plain: Matrix<MAX_FEATURES, 1>,
    input: Matrix<MAX_FEATURES, WIDTH>,
    layers: Vec<Layer>,
    output: Matrix<WIDTH, 1>,
}

/// Adds to each block's signals what it finds in them and in those of two other blocks.
#[derive(Debug, Clone)]
struct Layer {
    /// How many blocks away the others are.
    far: usize,
    around: Matrix<{ 3 * WIDTH }, WIDTH>,
    add: Matrix<WIDTH, WIDTH>,
}

impl Net {
    /// Reads a net over `width` features.
    pub(super) fn read(reader: &mut Reader<'_>, width: usize) -> Result<Self, WeightsError> {
        let (features, signals) = (usize::from(reader.u16()?), usize::from(reader.u8()?));
        let layers = usize::from(reader.u8()?);
        if features != width || features > MAX_FEATURES || signals != WIDTH || layers > MAX_LAYERS {
            return Err(WeightsError::Damaged("its net has another form"));
        }
        let far: Vec<usize> = (0..layers).map(|_| reader.u8().map(usize::from)).collect::<Result<_, _>>()?;
        let means: Vec<i16> = (0..features).map(|_| reader.i16()).collect::<Result<_, _>>()?;
        let inverses: Vec<i32> = (0..features).map(|_| reader.i32()).collect::<Result<_, _>>()?;
        let deviations = means.into_iter().zip(inverses).map(|(mean, inverse)| deviations(mean, inverse)).collect();
        let plain = Matrix::read(reader, features)?;
        let input = Matrix::read(reader, features)?;
        let mut layer = |far| {
            let around = Matrix::read(reader, 3 * WIDTH)?;
            Ok(Layer { far, around, add: Matrix::read(reader, WIDTH)? })
        };
        let layers = far.into_iter().map(&mut layer).collect::<Result<_, _>>()?;
        let output = Matrix::read(reader, WIDTH)?;
        Ok(Net { deviations, plain, input, layers, output })
    }

    /// The scores of some blocks, in 1024ths of log-odds, as if there were no others.
    pub(super) fn scores(&self, columns: &Columns, blocks: Range<usize>) -> Vec<i32> {
        let mut inputs = [0; MAX_FEATURES];
        let mut plain = Vec::with_capacity(blocks.len());
        let mut signals = Vec::with_capacity(blocks.len());
        for at in blocks {
            for ((input, deviations), value) in inputs.iter_mut().zip(&self.deviations).zip(columns.row(at)) {
                *input = deviations[usize::from(value)];
            }
            plain.push(self.plain.output(0, &inputs));
            signals.push(std::array::from_fn(|k| self.input.output(k, &inputs).max(0) as i16));
        }
        for layer in &self.layers {
            signals = layer.apply(&signals);
        }
        let score =
            |(plain, signals): (i32, &[i16; WIDTH])| (plain + self.output.output(0, signals)) * (UNIT / ONE as i32);
        plain.into_iter().zip(&signals).map(score).collect()
    }
}

impl Layer {
    fn apply(&self, signals: &[[i16; WIDTH]]) -> Vec<[i16; WIDTH]> {
        const NONE: [i16; WIDTH] = [0; WIDTH];
        let at = |place: Option<usize>| place.and_then(|place| signals.get(place)).unwrap_or(&NONE);
        let block = |(place, own): (usize, &[i16; WIDTH])| {
            let mut three = [0; 3 * WIDTH];
            three[..WIDTH].copy_from_slice(at(place.checked_sub(self.far)));
            three[WIDTH..2 * WIDTH].copy_from_slice(own);
            three[2 * WIDTH..].copy_from_slice(at(place.checked_add(self.far)));
            let found = std::array::from_fn(|k| self.around.output(k, &three).max(0) as i16);
            std::array::from_fn(|k| {
                (i32::from(own[k]) + self.add.output(k, &found)).clamp(-MAX_SIGNAL, MAX_SIGNAL) as i16
            })
        };
        signals.iter().enumerate().map(block).collect()
    }
}

/// How far each value of a feature is from the mean, in 256ths of its standard deviation.
fn deviations(mean: i16, inverse: i32) -> [i16; 256] {
    let deviation = |value: usize| {
        let from_mean = value as i64 * MEAN_UNIT - i64::from(mean);
        ((from_mean * i64::from(inverse)) >> INVERSE_BITS).clamp(-MAX_DEVIATION, MAX_DEVIATION) as i16
    };
    std::array::from_fn(deviation)
}

/// Weights of as many inputs and outputs as the compiler knows, which it then needs not count.
#[derive(Debug, Clone)]
struct Matrix<const INPUTS: usize, const OUTPUTS: usize> {
    shift: u32,
    weights: Box<[[i16; INPUTS]; OUTPUTS]>,
    bias: [i16; OUTPUTS],
}

impl<const INPUTS: usize, const OUTPUTS: usize> Matrix<INPUTS, OUTPUTS> {
    /// Reads weights of so many inputs; those of the rest are zero.
    fn read(reader: &mut Reader<'_>, inputs: usize) -> Result<Self, WeightsError> {
        let shift = u32::from(reader.u8()?);
        let mut weights = Box::new([[0; INPUTS]; OUTPUTS]);
        for weight in weights.iter_mut().flat_map(|row| &mut row[..inputs]) {
            *weight = reader.i16()?;
        }
        let mut bias = [0; OUTPUTS];
        for bias in &mut bias {
            *bias = reader.i16()?;
        }
        let small = |weight: &i16| weight.unsigned_abs() <= MAX_WEIGHT.unsigned_abs();
        if shift > 15 || !weights.iter().flatten().all(small) {
            return Err(WeightsError::Damaged("its net has weights out of bounds"));
        }
        Ok(Matrix { shift, weights, bias })
    }

    #[inline]
    fn output(&self, row: usize, inputs: &[i16; INPUTS]) -> i32 {
        scaled(dot(&self.weights[row], inputs), self.shift, self.bias[row])
    }
}

/// The sum of products. By index, so that it is compiled for each length: an iterator's sum is
/// compiled once for all.
#[inline]
#[allow(clippy::needless_range_loop)]
fn dot<const LENGTH: usize>(weights: &[i16; LENGTH], inputs: &[i16; LENGTH]) -> i32 {
    let mut sum = 0;
    for at in 0..LENGTH {
        sum += i32::from(weights[at]) * i32::from(inputs[at]);
    }
    sum
}

fn scaled(sum: i32, shift: u32, bias: i16) -> i32 {
    ((sum >> shift) + i32::from(bias)).clamp(-MAX_SIGNAL, MAX_SIGNAL)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The bytes of a net over one feature with one layer. Its first signal is how far the feature is
    /// above 10; the layer adds what stands `far` blocks before; the score is the first signal.
    fn net(features: u16, far: u8, weight: i16) -> Vec<u8> {
        let mut bytes = features.to_le_bytes().to_vec();
        bytes.extend([WIDTH as u8, 1, far]);
        bytes.extend((10 * MEAN_UNIT as i16).to_le_bytes());
        bytes.extend((1_i32 << INVERSE_BITS).to_le_bytes());
        let mut matrix = |columns: usize, rows: usize, first: i16| {
            bytes.push(0);
            bytes.extend((0..rows * columns).flat_map(|at| if at == 0 { first } else { 0 }.to_le_bytes()));
            bytes.extend(vec![0; 2 * rows]);
        };
        matrix(1, 1, 0);
        matrix(1, WIDTH, weight);
        matrix(3 * WIDTH, WIDTH, 1);
        matrix(WIDTH, WIDTH, 1);
        matrix(WIDTH, 1, 1);
        bytes
    }

    #[test]
    fn a_layer_sees_blocks_that_are_far() {
        let net = Net::read(&mut Reader::of(&net(1, 2, 1)), 1).unwrap();
        let scores = net.scores(&Columns::of([[11], [9], [10], [12]].into_iter()), 0..4);
        // Sixteenths times four; what is below the mean is no signal.
        assert_eq!(scores, [64, 0, 64, 128]);
        assert_eq!(net.scores(&Columns::of([[11], [9], [10], [12]].into_iter()), 2..4), [0, 128]);
        assert_eq!(net.scores(&Columns::of(std::iter::empty::<[u8; 1]>()), 0..0), Vec::<i32>::new());
    }

    #[test]
    fn signals_have_bounds() {
        let net = Net::read(&mut Reader::of(&net(1, 1, MAX_WEIGHT)), 1).unwrap();
        let scores = net.scores(&Columns::of([[255], [255]].into_iter()), 0..2);
        assert_eq!(scores, [4 * MAX_SIGNAL, 4 * MAX_SIGNAL]);
    }

    #[test]
    fn nets_of_another_form_are_refused() {
        assert!(Net::read(&mut Reader::of(&net(2, 1, 1)), 1).is_err());
        assert!(Net::read(&mut Reader::of(&net(1, 1, MAX_WEIGHT + 1)), 1).is_err());
        assert!(Net::read(&mut Reader::of(&net(1, 1, 1)[..400]), 1).is_err());
    }
}

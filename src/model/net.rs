//! The net: a small dilated convolution over the blocks of a page (F. Yu and V. Koltun,
//! "Multi-scale context aggregation by dilated convolutions", 2016).
//!
//! It sees what the second trees see and is averaged with them. Trees ask for borders of single
//! features; the net weighs all features of a block, and in each layer those of two others, one to
//! sixteen blocks away. Beside it stands a plain sum of the inputs. All in whole numbers: signals
//! are in 256ths, sums fit 32 bits.

use super::UNIT;
use super::trees::{Columns, LANES, unsigned};
use super::weights::{Reader, WeightsError};
use std::ops::Range;
use wide::{i16x8, i16x16, i32x8};

/// There is room for so many features.
const MAX_FEATURES: usize = 208;
/// Signals a block.
const WIDTH: usize = 32;
/// One, in signals.
const ONE: i64 = 256;
/// No signal is larger, and no weight: so sums of a few hundred products fit 32 bits.
const MAX_SIGNAL: i16 = 4095;
const MAX_WEIGHT: u16 = 2047;
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
    plain: Sum,
    input: Matrix,
    layers: Vec<Layer>,
    output: Sum,
}

/// Adds to each block's signals what it finds in them and in those of two other blocks.
#[derive(Debug, Clone)]
struct Layer {
    /// How many blocks away the others are.
    far: usize,
    around: Matrix,
    add: Matrix,
}

/// What a net makes of the features of a block; behind the last come zeros.
type Inputs = [i16; MAX_FEATURES];
/// The signals of a block.
type Signals = [i16; WIDTH];

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
        let plain = Sum::read(reader, features)?;
        let input = Matrix::read(reader, features)?;
        let mut layer = |far| {
            let around = Matrix::read(reader, 3 * WIDTH)?;
            Ok(Layer { far, around, add: Matrix::read(reader, WIDTH)? })
        };
        let layers = far.into_iter().map(&mut layer).collect::<Result<_, _>>()?;
        let output = Sum::read(reader, WIDTH)?;
        Ok(Net { deviations, plain, input, layers, output })
    }

    /// The scores of some blocks, in 1024ths of log-odds, as if there were no others.
    pub(super) fn scores(&self, columns: &Columns, blocks: Range<usize>) -> Vec<i32> {
        let mut plain = Vec::with_capacity(blocks.len());
        let mut signals: Vec<Signals> = Vec::with_capacity(blocks.len());
        let mut inputs = [[0; MAX_FEATURES]; LANES];
        for (group, lanes) in columns.groups(blocks) {
            let inputs = &mut inputs[..lanes.len()];
            self.enter(group, lanes, inputs);
            plain.extend(inputs.iter().map(|inputs| self.plain.of(inputs)));
            signals.extend(inputs.iter().map(|inputs| self.input.of([inputs]).map(|signal| signal.max(0))));
        }
        let mut before = signals.clone();
        for layer in &self.layers {
            std::mem::swap(&mut before, &mut signals);
            layer.apply(&before, &mut signals);
        }
        let score = |(plain, signals): (i32, &Signals)| (plain + self.output.of(signals)) * (UNIT / ONE as i32);
        plain.into_iter().zip(&signals).map(score).collect()
    }

    /// Fills in what the net makes of the features of some blocks. One feature after the other, so
    /// that all it needs of each is in the nearest cache.
    fn enter(&self, group: &[[i8; LANES]], lanes: Range<usize>, inputs: &mut [Inputs]) {
        for (feature, (deviations, column)) in self.deviations.iter().zip(group).enumerate() {
            for (inputs, value) in inputs.iter_mut().zip(&column[lanes.clone()]) {
                inputs[feature] = deviations[usize::from(unsigned(*value))];
            }
        }
    }
}

impl Layer {
    /// The signals after this layer.
    fn apply(&self, before: &[Signals], after: &mut [Signals]) {
        let at = |place: Option<usize>| place.and_then(|place| before.get(place)).unwrap_or(&[0; WIDTH]);
        for (place, (own, after)) in before.iter().zip(after).enumerate() {
            let three = [at(place.checked_sub(self.far)), own, at(place.checked_add(self.far))];
            let found = self.around.of(three).map(|signal| signal.max(0));
            let added = self.add.of([&found]);
            *after = std::array::from_fn(|k| (own[k] + added[k]).clamp(-MAX_SIGNAL, MAX_SIGNAL));
        }
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

/// Outputs that are added up in one vector.
const ABREAST: usize = 8;

/// The weights of as many outputs as there are signals.
#[derive(Debug, Clone)]
struct Matrix {
    shift: u32,
    /// For each two inputs the weights of all outputs, two and two: an instruction multiplies both
    /// and adds up the products, in as many outputs as a vector has room for.
    weights: Vec<[i16x16; WIDTH / ABREAST]>,
    bias: [i32x8; WIDTH / ABREAST],
}

impl Matrix {
    /// Reads weights of so many inputs.
    fn read(reader: &mut Reader<'_>, inputs: usize) -> Result<Self, WeightsError> {
        let shift = shift(reader)?;
        let mut weights = vec![[[[0; 2]; ABREAST]; WIDTH / ABREAST]; inputs.div_ceil(2)];
        for output in 0..WIDTH {
            for input in 0..inputs {
                weights[input / 2][output / ABREAST][output % ABREAST][input % 2] = weight(reader)?;
            }
        }
        let mut bias = [[0; ABREAST]; WIDTH / ABREAST];
        for bias in bias.as_flattened_mut() {
            *bias = i32::from(reader.i16()?);
        }
        let vector = |pairs: [[i16; 2]; ABREAST]| i16x16::from(std::array::from_fn(|at| pairs[at / 2][at % 2]));
        let weights = weights.into_iter().map(|pair| pair.map(vector)).collect();
        Ok(Matrix { shift, weights, bias: bias.map(i32x8::from) })
    }

    /// The outputs for some inputs, which come in parts of one length.
    #[inline]
    fn of<const LENGTH: usize, const PARTS: usize>(&self, inputs: [&[i16; LENGTH]; PARTS]) -> Signals {
        let mut sums = [i32x8::ZERO; WIDTH / ABREAST];
        for (weights, inputs) in self.weights.chunks(LENGTH / 2).zip(inputs) {
            for (weights, [one, other]) in weights.iter().zip(inputs.as_chunks().0) {
                let pair = i16x16::from(std::array::from_fn(|at| if at % 2 == 0 { *one } else { *other }));
                for (sum, weights) in sums.iter_mut().zip(weights) {
                    *sum += weights.dot(pair);
                }
            }
        }
        let mut signals = [0; WIDTH];
        for ((signals, sum), bias) in signals.as_chunks_mut().0.iter_mut().zip(sums).zip(self.bias) {
            let scaled = i16x8::from_i32x8_saturate((sum >> self.shift) + bias);
            *signals = scaled.max(i16x8::splat(-MAX_SIGNAL)).min(i16x8::splat(MAX_SIGNAL)).to_array();
        }
        signals
    }
}

/// The weights of a single output.
#[derive(Debug, Clone)]
struct Sum {
    shift: u32,
    weights: Inputs,
    bias: i16,
}

impl Sum {
    /// Reads weights of so many inputs.
    fn read(reader: &mut Reader<'_>, inputs: usize) -> Result<Self, WeightsError> {
        let shift = shift(reader)?;
        let mut weights = [0; MAX_FEATURES];
        for of_input in &mut weights[..inputs] {
            *of_input = weight(reader)?;
        }
        Ok(Sum { shift, weights, bias: reader.i16()? })
    }

    fn of(&self, inputs: &[i16]) -> i32 {
        let sum: i32 =
            self.weights.iter().zip(inputs).map(|(weight, input)| i32::from(*weight) * i32::from(*input)).sum();
        ((sum >> self.shift) + i32::from(self.bias)).clamp(-i32::from(MAX_SIGNAL), MAX_SIGNAL.into())
    }
}

fn shift(reader: &mut Reader<'_>) -> Result<u32, WeightsError> {
    let shift = u32::from(reader.u8()?);
    if shift > 15 { Err(WeightsError::Damaged(OUT_OF_BOUNDS)) } else { Ok(shift) }
}

fn weight(reader: &mut Reader<'_>) -> Result<i16, WeightsError> {
    let weight = reader.i16()?;
    if weight.unsigned_abs() > MAX_WEIGHT { Err(WeightsError::Damaged(OUT_OF_BOUNDS)) } else { Ok(weight) }
}

const OUT_OF_BOUNDS: &str = "its net has weights out of bounds";

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
        let net = Net::read(&mut Reader::of(&net(1, 1, MAX_WEIGHT as i16)), 1).unwrap();
        let scores = net.scores(&Columns::of([[255], [255]].into_iter()), 0..2);
        assert_eq!(scores, [4 * i32::from(MAX_SIGNAL); 2]);
    }

    #[test]
    fn outputs_are_what_plain_sums_are() {
        const INPUTS: usize = 2 * WIDTH - 1;
        let made = |at: usize| (at * 7919 % 4095) as i16 - 2047;
        let numbers = (0..INPUTS * WIDTH + WIDTH).flat_map(|at| made(at).to_le_bytes());
        let bytes: Vec<u8> = [9].into_iter().chain(numbers).collect();
        let matrix = Matrix::read(&mut Reader::of(&bytes), INPUTS).unwrap();
        // Behind the inputs there are weights of none.
        let parts: [Signals; 2] = std::array::from_fn(|part| std::array::from_fn(|at| made(part * 40 + at * 3) / 2));
        let plain: Signals = std::array::from_fn(|output| {
            let product = |(at, input): (usize, &i16)| i32::from(made(output * INPUTS + at)) * i32::from(*input);
            let sum: i32 = parts.as_flattened().iter().take(INPUTS).enumerate().map(product).sum();
            let most = i32::from(MAX_SIGNAL);
            ((sum >> 9) + i32::from(made(INPUTS * WIDTH + output))).clamp(-most, most) as i16
        });
        assert_eq!(matrix.of([&parts[0], &parts[1]]), plain);
        assert!(
            plain.iter().any(|signal| signal.abs() == MAX_SIGNAL) && plain.iter().any(|signal| signal.abs() < 1000)
        );
    }

    #[test]
    fn nets_of_another_form_are_refused() {
        assert!(Net::read(&mut Reader::of(&net(2, 1, 1)), 1).is_err());
        assert!(Net::read(&mut Reader::of(&net(1, 1, MAX_WEIGHT as i16 + 1)), 1).is_err());
        assert!(Net::read(&mut Reader::of(&net(1, 1, 1)[..400]), 1).is_err());
    }
}

//! What the tables of wordings are trained on: the features of one text a line.
//!
//! ```sh
//! cargo run --release --example wording_features < TEXTS > FEATURES
//! ```
//!
//! Writes, for each line of the input, how many features it has, and the upper 32 bits of the hash of each
//! (u32, little-endian). A table of `n` bits has its row in the `n` highest, and tells features of one row apart by
//! the eight bits below.

use faircopy::model::wording::each_feature;
use faircopy::segment::fold::fold;
use std::io::{BufRead, BufWriter, Write};

fn main() -> std::io::Result<()> {
    let mut out = BufWriter::new(std::io::stdout().lock());
    for line in std::io::stdin().lock().lines() {
        let mut features = Vec::new();
        each_feature(&fold(&line?), |hash| features.push((hash >> 32) as u32));
        out.write_all(&(features.len() as u32).to_le_bytes())?;
        for feature in features {
            out.write_all(&feature.to_le_bytes())?;
        }
    }
    out.flush()
}

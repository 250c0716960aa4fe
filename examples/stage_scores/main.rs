//! How well single stages do on the data pack for encodings, repairs and languages.
//!
//! ```text
//! cargo run --release --example stage_scores -- FOLDER [decode|repair|language]...
//! ```
//!
//! FOLDER is the unpacked `encoding-langid-dev`. Every table has the train half and the
//! check half apart.

mod decode;
mod halves;
mod language;
mod repair;

use std::error::Error;
use std::path::PathBuf;

fn main() -> Result<(), Box<dyn Error>> {
    let mut args = std::env::args().skip(1);
    let folder = PathBuf::from(args.next().ok_or("name the unpacked folder encoding-langid-dev")?);
    let wanted: Vec<String> = args.collect();
    let wants = |part: &str| wanted.is_empty() || wanted.iter().any(|want| want == part);
    if wants("decode") {
        decode::score(&folder.join("encoding"))?;
    }
    if wants("repair") {
        repair::score(&folder.join("repair"))?;
    }
    if wants("language") {
        language::score(&folder.join("langid"))?;
    }
    Ok(())
}

//! Reading one document.

use crate::io::inputs::Place;
use std::fs::File;
use std::io::{self, Read};

/// The bytes of a document, and at most one more than `max_bytes`: enough to see that it is
/// too large.
pub fn read(place: &Place, max_bytes: usize) -> io::Result<Vec<u8>> {
    let limit = u64::try_from(max_bytes).unwrap_or(u64::MAX).saturating_add(1);
    let mut bytes = Vec::new();
    match place {
        Place::Stdin => io::stdin().lock().take(limit).read_to_end(&mut bytes)?,
        Place::File(path) => File::open(path)?.take(limit).read_to_end(&mut bytes)?,
    };
    Ok(bytes)
}

//! The file of weights: read whole, checked, refused if it was made for other features.
//!
//! Little-endian throughout: the eight bytes of [`MAGIC`], the eight bytes of the schema's
//! digest, the length of the rest (u32), the rest, and the first eight bytes of the rest's
//! SHA-256.

use sha2::{Digest, Sha256};
use thiserror::Error;

/// How a file of weights begins.
pub const MAGIC: &[u8; 8] = b"fairline";

/// Why weights are refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum WeightsError {
    /// It is something else.
    #[error("this is no file of line-model weights; train/README.md tells how one is made")]
    NotWeights,
    /// It was made for another version of the features.
    #[error(
        "these weights were made for other features than this version computes; train them again (train/README.md)"
    )]
    OtherFeatures,
    /// It is not what was written.
    #[error("the file of weights is damaged ({0}); copy or train it again")]
    Damaged(&'static str),
}

/// Takes numbers from the front of some bytes.
pub(super) struct Reader<'b> {
    bytes: &'b [u8],
}

impl<'b> Reader<'b> {
    /// The checked content of a file.
    pub(super) fn open(file: &'b [u8], schema: [u8; 8]) -> Result<Self, WeightsError> {
        let rest = file.strip_prefix(MAGIC).ok_or(WeightsError::NotWeights)?;
        let mut reader = Reader { bytes: rest };
        if reader.take::<8>()? != schema {
            return Err(WeightsError::OtherFeatures);
        }
        let len = u32::from_le_bytes(reader.take()?) as usize;
        if reader.bytes.len().checked_sub(8) != Some(len) {
            return Err(WeightsError::Damaged("it is too short or too long"));
        }
        let (content, sum) = reader.bytes.split_at(len);
        if Sha256::digest(content)[..8] != *sum {
            return Err(WeightsError::Damaged("its check sum is wrong"));
        }
        Ok(Reader { bytes: content })
    }

    #[cfg(test)]
    pub(super) fn of(bytes: &'b [u8]) -> Self {
        Reader { bytes }
    }

    fn take<const N: usize>(&mut self) -> Result<[u8; N], WeightsError> {
        let (first, rest) = self.bytes.split_first_chunk().ok_or(WeightsError::Damaged("it ends too early"))?;
        self.bytes = rest;
        Ok(*first)
    }

    pub(super) fn u8(&mut self) -> Result<u8, WeightsError> {
        Ok(self.take::<1>()?[0])
    }

    pub(super) fn u16(&mut self) -> Result<u16, WeightsError> {
        self.take().map(u16::from_le_bytes)
    }

    pub(super) fn i8(&mut self) -> Result<i8, WeightsError> {
        self.take().map(i8::from_le_bytes)
    }

    pub(super) fn u32(&mut self) -> Result<u32, WeightsError> {
        self.take().map(u32::from_le_bytes)
    }

    pub(super) fn i16(&mut self) -> Result<i16, WeightsError> {
        self.take().map(i16::from_le_bytes)
    }

    pub(super) fn i32(&mut self) -> Result<i32, WeightsError> {
        self.take().map(i32::from_le_bytes)
    }

    pub(super) fn is_spent(&self) -> bool {
        self.bytes.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SCHEMA: [u8; 8] = *b"schema-1";

    fn file(content: &[u8]) -> Vec<u8> {
        let mut file = [&MAGIC[..], &SCHEMA[..]].concat();
        file.extend(u32::try_from(content.len()).unwrap().to_le_bytes());
        file.extend(content);
        file.extend(&Sha256::digest(content)[..8]);
        file
    }

    #[test]
    fn what_was_written_is_read() {
        let file = file(&[1, 2, 3, 0xff, 0xff]);
        let mut reader = Reader::open(&file, SCHEMA).unwrap();
        assert_eq!((reader.u8(), reader.u16(), reader.i16()), (Ok(1), Ok(0x0302), Ok(-1)));
        assert!(reader.is_spent() && reader.u8().is_err());
    }

    #[test]
    fn anything_else_is_refused_with_its_reason() {
        let good = file(b"weights");
        let error = |file: &[u8], schema| Reader::open(file, schema).map(|_| ()).unwrap_err();
        assert_eq!(error(b"GIF89a", SCHEMA), WeightsError::NotWeights);
        assert_eq!(error(&good, *b"schema-2"), WeightsError::OtherFeatures);
        assert!(matches!(error(&good[..good.len() - 1], SCHEMA), WeightsError::Damaged(_)));
        assert!(matches!(error(&good[..10], SCHEMA), WeightsError::Damaged(_)));
        let mut flipped = good.clone();
        flipped[22] ^= 1;
        assert!(matches!(error(&flipped, SCHEMA), WeightsError::Damaged("its check sum is wrong")));
    }
}

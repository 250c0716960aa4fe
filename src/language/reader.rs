//! Reads what the scripts under `train/language` wrote.

/// Little-endian numbers and names from the front of bytes.
pub(super) struct Reader<'a>(pub(super) &'a [u8]);

impl<'a> Reader<'a> {
    pub(super) fn take(&mut self, len: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(len)?;
        self.0 = rest;
        Some(taken)
    }

    pub(super) fn byte(&mut self) -> Option<u8> {
        self.take(1)?.first().copied()
    }

    pub(super) fn short(&mut self) -> Option<u16> {
        self.take(2)?.try_into().ok().map(u16::from_le_bytes)
    }

    pub(super) fn long(&mut self) -> Option<u32> {
        self.take(4)?.try_into().ok().map(u32::from_le_bytes)
    }

    pub(super) fn float(&mut self) -> Option<f32> {
        self.long().map(f32::from_bits)
    }

    /// A name after its length.
    pub(super) fn name(&mut self) -> Option<String> {
        let len = self.byte()?;
        Some(String::from_utf8_lossy(self.take(len.into())?).into_owned())
    }

    /// Three-letter codes after their number.
    pub(super) fn languages(&mut self) -> Option<Vec<String>> {
        let count = usize::from(self.byte()?);
        Some(self.take(count * 3)?.chunks(3).map(|code| String::from_utf8_lossy(code).into_owned()).collect())
    }
}

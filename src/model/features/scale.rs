//! Integer scales: every feature is one byte, the same on every platform.

/// Sixteen steps an octave of `1 + value`: 0 → 0, 1 → 16, 100 → 105, 10,000 → 211.
pub(in crate::model) fn log(value: usize) -> u8 {
    let value = u32::try_from(value).unwrap_or(u32::MAX).saturating_add(1);
    let octave = value.ilog2();
    let step = ((u64::from(value) << 4) >> octave) & 15;
    u8::try_from(u64::from(octave) * 16 + step).unwrap_or(u8::MAX)
}

/// A share, from 0 to 200 (half percents); nothing of nothing is 0.
pub(in crate::model) fn share(part: usize, whole: usize) -> u8 {
    u8::try_from((part * 200).checked_div(whole).unwrap_or(0)).unwrap_or(200).min(200)
}

/// Hundredths of log-odds as a byte: 128 is none, a step is ten hundredths.
pub(in crate::model) fn odds(hundredths: i32) -> u8 {
    u8::try_from((hundredths / 10).clamp(-128, 127) + 128).unwrap_or(128)
}

/// A count, up to 255.
pub(in crate::model) fn count(value: usize) -> u8 {
    u8::try_from(value).unwrap_or(u8::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scales_keep_the_order_and_their_ends() {
        assert_eq!([log(0), log(1), log(3), log(100), log(usize::MAX)], [0, 16, 32, 105, 255]);
        assert!((0..5000).all(|n| log(n) <= log(n + 1)));
        assert_eq!([share(0, 0), share(1, 2), share(3, 2)], [0, 100, 200]);
        assert_eq!([odds(0), odds(600), odds(-99_999), odds(99_999)], [128, 188, 0, 255]);
    }
}

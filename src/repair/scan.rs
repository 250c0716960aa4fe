//! The fast look for the few bytes that could matter.

/// Bytes compared in one go, without a branch between them.
const BLOCK: usize = 64;

/// The places where a byte and the one after it satisfy `test`; after the last comes a zero.
///
/// Clean text is passed over at several GB/s, because the compiler turns a test made of
/// comparisons, `&` and `|` into vector instructions. Avoid `&&`, `||` and tables in it.
pub(crate) fn pairs<'a>(bytes: &'a [u8], test: impl Fn(u8, u8) -> bool + 'a) -> impl Iterator<Item = usize> + 'a {
    let mut next = 0;
    let mut block = 0;
    // One bit for every hit of the block that was not given out yet.
    let mut hits = 0_u64;
    std::iter::from_fn(move || {
        while hits == 0 {
            if next >= bytes.len() {
                return None;
            }
            block = next;
            next += BLOCK;
            hits = hits_at(bytes, block, &test);
        }
        let at = block + hits.trailing_zeros() as usize;
        hits &= hits - 1;
        Some(at)
    })
}

fn hits_at(bytes: &[u8], at: usize, test: impl Fn(u8, u8) -> bool) -> u64 {
    let rest = &bytes[at..];
    if let (Some(here), Some(next)) = (rest.first_chunk(), rest.get(1..).and_then(<[u8]>::first_chunk)) {
        return hits_in(here, next, test);
    }
    let mut padded = [0; BLOCK + 1];
    let len = rest.len().min(BLOCK);
    padded[..len].copy_from_slice(&rest[..len]);
    let (Some(here), Some(next)) = (padded.first_chunk(), padded.last_chunk()) else { return 0 };
    // The padding is no text.
    hits_in(here, next, test) & (u64::MAX >> (BLOCK - len))
}

fn hits_in(here: &[u8; BLOCK], next: &[u8; BLOCK], test: impl Fn(u8, u8) -> bool) -> u64 {
    let mut flags = [0_u8; BLOCK];
    let mut any = 0;
    for i in 0..BLOCK {
        flags[i] = u8::from(test(here[i], next[i]));
        any |= flags[i];
    }
    if any == 0 {
        return 0;
    }
    let (eights, _) = flags.as_chunks::<8>();
    // The product gathers the lowest bits of eight bytes in its highest byte.
    let gather = |eight: &[u8; 8]| u64::from_le_bytes(*eight).wrapping_mul(0x0102_0408_1020_4080) >> 56;
    eights.iter().enumerate().fold(0, |bits, (i, eight)| bits | gather(eight) << (8 * i))
}

/// The character that begins at a byte offset.
pub(crate) fn char_at(text: &str, at: usize) -> Option<char> {
    text.get(at..)?.chars().next()
}

/// The character that ends at a byte offset.
pub(crate) fn char_before(text: &str, at: usize) -> Option<char> {
    text.get(..at)?.chars().next_back()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_place_is_found_once() {
        let mut bytes = vec![b'a'; 300];
        for at in [0, 63, 64, 127, 128, 290, 299] {
            bytes[at] = 7;
        }
        let found: Vec<usize> = pairs(&bytes, |a, _| a == 7).collect();
        assert_eq!(found, [0, 63, 64, 127, 128, 290, 299]);
        let before: Vec<usize> = pairs(&bytes, |_, b| b == 7).collect();
        assert_eq!(before, [62, 63, 126, 127, 289, 298]);
        assert_eq!(pairs(&[], |_, _| true).count(), 0);
        assert_eq!(pairs(&[7; 64], |_, b| b == 0).collect::<Vec<_>>(), [63]);
    }
}

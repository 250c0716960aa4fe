//! Fast looks at bytes: where the few are that could matter, and how many are of one kind.

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

/// Where a sign and the blank behind it stand first or last in a text: `find` and `rfind` of such a pair, without what they do to begin.
pub(crate) fn before_blank(text: &str, sign: u8) -> impl DoubleEndedIterator<Item = usize> {
    let bytes = text.as_bytes();
    memchr::memchr_iter(sign, bytes).filter(|at| bytes.get(at + 1) == Some(&b' '))
}

/// How many bytes satisfy `test`, which is best made of comparisons, `&` and `|`.
pub(crate) fn count(bytes: &[u8], test: impl Fn(u8) -> bool) -> usize {
    // As many in a row as a byte can count, so that vector instructions do.
    let of_part = |part: &[u8]| usize::from(part.iter().map(|byte| u8::from(test(*byte))).sum::<u8>());
    bytes.chunks(usize::from(u8::MAX)).map(of_part).sum()
}

/// How many bytes of ASCII a text begins with; none where they are too few to be worth a look at
/// many at once.
pub(crate) fn ascii_run(text: &str) -> usize {
    const PART: usize = 32;
    let bytes = text.as_bytes();
    let whole = bytes.chunks_exact(PART).take_while(|part| part.is_ascii()).count() * PART;
    if whole == 0 { 0 } else { whole + bytes[whole..].iter().take_while(|byte| byte.is_ascii()).count() }
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
    fn signs_before_blanks_are_found_from_both_ends() {
        let text = "It is 3.5. So it is. Is it.";
        assert_eq!(before_blank(text, b'.').next(), text.find(". "));
        assert_eq!(before_blank(text, b'.').next_back(), text.rfind(". "));
        assert_eq!(before_blank("Is it.", b'.').next(), None);
    }

    #[test]
    fn all_bytes_are_counted() {
        assert_eq!([0, 255, 256, 1000].map(|len| count(&vec![7; len], |byte| byte == 7)), [0, 255, 256, 1000]);
        assert_eq!(count(b"a1b2", |byte| byte.is_ascii_digit()), 2);
    }

    #[test]
    fn long_runs_of_ascii_are_measured() {
        let run = |len: usize| ascii_run(&["a".repeat(len).as_str(), "ä"].concat());
        assert_eq!([0, 31, 32, 33, 64, 100].map(run), [0, 0, 32, 33, 64, 100]);
        assert_eq!(ascii_run(&"a".repeat(40)), 40);
    }

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

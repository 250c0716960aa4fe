//! The fast look for the few bytes that could matter.

/// Bytes compared in one go, without a branch between them.
const BLOCK: usize = 64;

/// The places where a byte and the one after it satisfy `test`; after the last comes a zero.
///
/// Clean text is passed over at several GB/s, because the compiler turns a test made of
/// comparisons, `&` and `|` into vector instructions. Avoid `&&`, `||` and tables in it.
pub(crate) fn pairs<'a>(bytes: &'a [u8], test: impl Fn(u8, u8) -> bool + 'a) -> impl Iterator<Item = usize> + 'a {
    let mut at = 0;
    // Up to here the block holds a hit and is looked through one by one.
    let mut block_end = 0;
    std::iter::from_fn(move || {
        loop {
            while at < block_end {
                let here = at;
                at += 1;
                if test(bytes[here], bytes.get(here + 1).copied().unwrap_or(0)) {
                    return Some(here);
                }
            }
            let rest = &bytes[at..];
            let (Some(block), Some(next)) = (rest.first_chunk::<BLOCK>(), rest.get(1..).and_then(|r| r.first_chunk()))
            else {
                if rest.is_empty() {
                    return None;
                }
                block_end = bytes.len();
                continue;
            };
            if any(block, next, &test) {
                block_end = at + BLOCK;
            } else {
                at += BLOCK;
                block_end = at;
            }
        }
    })
}

fn any(block: &[u8; BLOCK], next: &[u8; BLOCK], test: impl Fn(u8, u8) -> bool) -> bool {
    let mut hit = 0_u8;
    for i in 0..BLOCK {
        hit |= u8::from(test(block[i], next[i]));
    }
    hit != 0
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

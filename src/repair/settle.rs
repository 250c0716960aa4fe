//! Repairs that uncover others, made in one go: so that twice is once.

use crate::edits::{Edits, Undone};
use crate::text::Text;

/// So many passes settle everything met so far.
const MAX_PASSES: usize = 8;

/// Makes the edits of `once` again and again until nothing changes, and writes what that
/// comes to into `out`. Text that will not settle is left as it is.
///
/// Nearly always the second pass finds nothing and the edits of the first stand as they
/// are; else one edit spans all that changed.
pub(super) fn settle(text: &Text, out: &mut Edits, once: impl Fn(&str, &mut Edits)) {
    once(text.as_str(), out);
    if out.is_empty() {
        return;
    }
    let mut settled = out.apply(text);
    let mut undone = out.undone().to_vec();
    for pass in 0..MAX_PASSES {
        let mut more = Edits::default();
        once(settled.as_str(), &mut more);
        if more.is_empty() {
            if pass > 0 {
                out.clear();
                replace_difference(text.as_str(), settled.as_str(), out);
                for Undone { path, places } in undone {
                    out.undid(path, places);
                }
            }
            return;
        }
        settled = more.apply(&settled);
        undone.extend_from_slice(more.undone());
    }
    out.clear();
}

/// One edit that turns `old` into `new`: all between their common start and common end.
fn replace_difference(old: &str, new: &str, out: &mut Edits) {
    let start: usize = old.chars().zip(new.chars()).take_while(|(a, b)| a == b).map(|(c, _)| c.len_utf8()).sum();
    let (old_rest, new_rest) = (&old[start..], &new[start..]);
    let end: usize =
        old_rest.chars().rev().zip(new_rest.chars().rev()).take_while(|(a, b)| a == b).map(|(c, _)| c.len_utf8()).sum();
    out.replace(start..old.len() - end, &new_rest[..new_rest.len() - end]);
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Takes one `x` behind each `a`.
    fn once(chars: &str, out: &mut Edits) {
        for (at, _) in chars.match_indices("ax") {
            out.delete(at + 1..at + 2);
        }
    }

    fn settled(chars: &str) -> String {
        let text = Text::from(chars);
        let mut edits = Edits::default();
        settle(&text, &mut edits, once);
        edits.apply(&text).as_str().to_owned()
    }

    #[test]
    fn passes_go_on_until_nothing_changes() {
        assert_eq!(settled("äaxxx axb"), "äa ab");
        assert_eq!(settled("axb"), "ab");
        assert_eq!(settled("b"), "b");
        let endless = format!("a{}", "x".repeat(20));
        assert_eq!(settled(&endless), endless);
    }
}

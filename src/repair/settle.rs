//! Repairs that uncover others, made in one go: so that twice is once.

use crate::edits::Edits;
use crate::text::Text;
use std::ops::Range;

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
    // A text that is its own source, so that what later passes take out leads back to places in it.
    let before = Text::from(text.as_str());
    let mut settled = out.apply(&before);
    let mut undone = out.undone().to_vec();
    let mut taken_out: Vec<Range<usize>> = out.places_taken_out().to_vec();
    for pass in 0..MAX_PASSES {
        let mut more = Edits::default();
        once(settled.as_str(), &mut more);
        if more.is_empty() {
            if pass > 0 {
                let (at, by) = difference(text.as_str(), settled.as_str());
                *out = Edits::merged(at, by, undone, joined(taken_out));
            }
            return;
        }
        undone.extend_from_slice(more.undone());
        taken_out.extend(more.places_taken_out().iter().map(|at| settled.map().origin(at.clone()).span().range()));
        settled = more.apply(&settled);
    }
    out.clear();
}

/// Where `old` and `new` differ, as one place in `old` and what `new` has there: all between their common start and common end.
fn difference<'a>(old: &str, new: &'a str) -> (Range<usize>, &'a str) {
    let start: usize = old.chars().zip(new.chars()).take_while(|(a, b)| a == b).map(|(c, _)| c.len_utf8()).sum();
    let (old_rest, new_rest) = (&old[start..], &new[start..]);
    let end: usize =
        old_rest.chars().rev().zip(new_rest.chars().rev()).take_while(|(a, b)| a == b).map(|(c, _)| c.len_utf8()).sum();
    (start..old.len() - end, &new_rest[..new_rest.len() - end])
}

/// Places in their order, those that overlap as one.
fn joined(mut places: Vec<Range<usize>>) -> Vec<Range<usize>> {
    places.sort_unstable_by_key(|at| (at.start, at.end));
    places.dedup_by(|next, last| {
        let overlap = next.start < last.end;
        if overlap {
            last.end = last.end.max(next.end);
        }
        overlap
    });
    places
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
    fn what_every_pass_takes_out_leads_to_where_it_stood() {
        let text = Text::from("..axbaxx");
        let mut edits = Edits::default();
        settle(&text, &mut edits, |chars, out| {
            for (at, _) in chars.match_indices("ax") {
                out.take_out(at + 1..at + 2, "");
            }
        });
        assert_eq!(edits.apply(&text).as_str(), "..aba");
        assert_eq!(edits.places_taken_out(), [3..4, 6..7, 7..8]);
        assert_eq!(joined(vec![6..9, 1..3, 2..5, 5..6, 7..8]), [1..5, 5..6, 6..9]);
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

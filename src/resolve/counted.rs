//! Numbered entries beside two that stay: `2.` between `1.` and `3.`, or `1.` above `2.` and `3.`, is of the same list, whatever it sounds like.

use super::Decision;
use crate::kind::Action;
use crate::page::Page;
use crate::segment::list;

/// What rules are certain of goes all the same, an entry that advertises for instance.
const MAX_SPARE: i32 = 300;

/// Keeps each numbered entry that went though two numbered blocks right beside it stayed: one on either side, two behind or two before, with
/// the numbers that follow from its own.
///
/// On pages of sites held out eleven of the twelve entries that went between two are the article's (six pages), and so are all seven that went before or
/// behind two, one of them of a real dump (six pages). Where one neighbour went as well it is 19 of 29: that is left to the model.
pub(super) fn keep(page: &Page<'_>, decisions: &mut [Decision]) {
    if !page.is_flat() {
        return;
    }
    let entries = entries(page, decisions);
    // Whether the entry so many further has the number that follows from that of `from`, and stays.
    let stays = |from: usize, by: i32| {
        let other = from.checked_add_signed(by as isize).and_then(|other| entries.get(other));
        other.is_some_and(|other| entries[from].number.checked_add_signed(by) == Some(other.number) && other.stays)
    };
    let is_beside_two =
        |from: usize| [[-1, 1], [1, 2], [-2, -1]].iter().any(|pair| pair.iter().all(|by| stays(from, *by)));
    for (at, entry) in entries.iter().enumerate().filter(|(_, entry)| entry.pieces == 1 && !entry.stays) {
        let decision = &mut decisions[entry.decision];
        if decision.sum < decision.threshold.saturating_add(MAX_SPARE) && is_beside_two(at) {
            decision.action = Action::Keep;
            decision.text.clear();
        }
    }
}

/// A block that begins with a number.
struct Entry {
    number: u32,
    /// The decision about its first piece, how many pieces it has, and whether all of them stay.
    decision: usize,
    pieces: usize,
    stays: bool,
}

/// All numbered blocks of a page, whatever was decided about them or parts of them: so that no mark more makes another the neighbour of one.
fn entries(page: &Page<'_>, decisions: &[Decision]) -> Vec<Entry> {
    let mut entries = Vec::new();
    let mut decision = 0;
    for of_block in decisions.chunk_by(|a, b| a.block == b.block) {
        let block = &page.blocks()[of_block[0].block];
        let text = page.text_of(block);
        let text = if text.starts_with(char::is_numeric) { text } else { list::body(text) };
        if let Some(number) = number(text).filter(|_| block.part.is_none()) {
            let stays = !of_block.iter().any(Decision::is_removed);
            entries.push(Entry { number, decision, pieces: of_block.len(), stays });
        }
        decision += of_block.len();
    }
    entries
}

/// `12. `, `12) ` and `12: ` are the number of an entry, and so is `１２、`.
fn number(text: &str) -> Option<u32> {
    const MAX_DIGITS: usize = 3;
    /// Behind these stands no space.
    const WIDE_SIGNS: [char; 3] = ['、', '．', '）'];
    let digit = |c: char| c.to_digit(10).or_else(|| ('０'..='９').contains(&c).then(|| c as u32 - '０' as u32));
    let digits: Vec<u32> = text.chars().map_while(digit).take(MAX_DIGITS + 1).collect();
    let mut behind = text.chars().skip(digits.len());
    let is_number = (1..=MAX_DIGITS).contains(&digits.len())
        && match behind.next() {
            Some('.' | ')' | ':') => behind.next().is_some_and(char::is_whitespace),
            sign => sign.is_some_and(|sign| WIDE_SIGNS.contains(&sign)) && behind.next().is_some(),
        };
    is_number.then(|| digits.iter().fold(0, |number, digit| number * 10 + digit))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kind::Kind;
    use crate::marks::{Family, Findings};
    use crate::resolve::{ResolveConfig, resolve};
    use crate::text::{Span, Text};

    /// How many blocks stay where each of these lines has evidence of so much against it.
    fn kept(text: &str, against: &[(&str, i32)]) -> usize {
        let page = Page::from_text(text);
        let mut found = Findings::default();
        for (line, weight) in against {
            let at = text.find(line).unwrap();
            found.mark(Span::new(at, at + line.len()), Kind::Nav, "rule", Family::Model, *weight);
        }
        let decisions = resolve(&page, &Text::from(text), &found.marks, &ResolveConfig::default());
        decisions.iter().filter(|decision| !decision.is_removed()).count()
    }

    #[test]
    fn an_entry_beside_two_that_stay_stays() {
        let text = "1. Pack the rope\n2. Ask at the pier\n3. Take the boat\n4. Go home";
        assert_eq!(kept(text, &[("2. Ask at the pier", 400)]), 4);
        assert_eq!(kept(text, &[("2. Ask at the pier", 900)]), 3, "what is certain goes");
        assert_eq!(kept(text, &[("2. Ask at the pier", 400), ("3. Take the boat", 400)]), 2);
        assert_eq!(kept(text, &[("1. Pack the rope", 400)]), 4);
        assert_eq!(kept(text, &[("4. Go home", 400)]), 4);
        assert_eq!(
            kept(text, &[("1. Pack the rope", 400), ("3. Take the boat", 400)]),
            3,
            "what was kept here is no reason itself"
        );
        let gap = "1. Pack the rope\n5. Ask at the pier\n3. Take the boat";
        assert_eq!(kept(gap, &[("5. Ask at the pier", 400)]), 2);
    }

    #[test]
    fn a_number_has_a_sign_behind_it() {
        assert_eq!([number("2. Ask"), number("12) Ask"), number("7: Ask")], [Some(2), Some(12), Some(7)]);
        assert_eq!([number("2、扫码关注"), number("１２．質問")], [Some(2), Some(12)]);
        for text in ["2.5 million", "2024. Ask", "2 Ask", "Ask", "2.", "2、"] {
            assert_eq!(number(text), None, "{text}");
        }
    }
}

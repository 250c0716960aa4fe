//! Numbered entries between two that stay: `2.` between `1.` and `3.` is of the same list, whatever it sounds like.

use super::Decision;
use crate::kind::Action;
use crate::page::Page;
use crate::segment::list;

/// What rules are certain of goes all the same, an entry that advertises for instance.
const MAX_SPARE: i32 = 300;

/// Keeps each numbered entry that went alone: the numbered blocks right before and behind it have the numbers
/// before and behind its own, and stayed.
///
/// On pages of sites held out eleven of the twelve entries that went so are the article's, on six pages. Where both neighbours are there and
/// one of them went as well it is 19 of 29: that is left to the model.
pub(super) fn keep(page: &Page<'_>, decisions: &mut [Decision]) {
    if !page.is_flat() {
        return;
    }
    let entries: Vec<(u32, usize)> =
        decisions.iter().enumerate().filter_map(|(at, one)| entry(page, one, at)).collect();
    let mut alone = Vec::new();
    for run in entries.windows(3) {
        let [(first, before), (second, at), (third, behind)] = *run else { continue };
        let stays = |at: usize| !decisions[at].is_removed();
        let went = &decisions[at];
        if first + 1 == second
            && second + 1 == third
            && stays(before)
            && stays(behind)
            && went.is_removed()
            && went.sum < went.threshold.saturating_add(MAX_SPARE)
        {
            alone.push(at);
        }
    }
    for at in alone {
        decisions[at].action = Action::Keep;
        decisions[at].text.clear();
    }
}

/// The number of a whole block that begins with one, and where its decision stands.
fn entry(page: &Page<'_>, decision: &Decision, at: usize) -> Option<(u32, usize)> {
    let block = &page.blocks()[decision.block];
    let is_whole = block.part.is_none() && decision.span.contains(&block.span);
    let text = page.text_of(block);
    let text = if text.starts_with(|c: char| c.is_ascii_digit()) { text } else { list::body(text) };
    (is_whole).then(|| number(text)).flatten().map(|number| (number, at))
}

/// `12. `, `12) ` and `12: ` are the number of an entry.
fn number(text: &str) -> Option<u32> {
    const MAX_DIGITS: usize = 3;
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let mut rest = text[digits..].chars();
    let is_number = (1..=MAX_DIGITS).contains(&digits)
        && matches!(rest.next(), Some('.' | ')' | ':'))
        && rest.next().is_some_and(char::is_whitespace);
    is_number.then(|| text[..digits].parse().ok()).flatten()
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
    fn an_entry_between_two_that_stay_stays() {
        let text = "1. Pack the rope\n2. Ask at the pier\n3. Take the boat\n4. Go home";
        assert_eq!(kept(text, &[("2. Ask at the pier", 400)]), 4);
        assert_eq!(kept(text, &[("2. Ask at the pier", 900)]), 3, "what is certain goes");
        assert_eq!(kept(text, &[("2. Ask at the pier", 400), ("3. Take the boat", 400)]), 2);
        assert_eq!(kept(text, &[("1. Pack the rope", 400)]), 3);
        let gap = "1. Pack the rope\n5. Ask at the pier\n3. Take the boat";
        assert_eq!(kept(gap, &[("5. Ask at the pier", 400)]), 2);
    }

    #[test]
    fn a_number_has_a_sign_and_a_space_behind_it() {
        assert_eq!([number("2. Ask"), number("12) Ask"), number("7: Ask")], [Some(2), Some(12), Some(7)]);
        for text in ["2.5 million", "2024. Ask", "2 Ask", "Ask", "2."] {
            assert_eq!(number(text), None, "{text}");
        }
    }
}

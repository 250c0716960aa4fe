//! What marks add up to: of each family the largest weight, and the smallest where it is below zero.

use super::taken;
use crate::kind::{Action, Kind};
use crate::marks::{Family, Mark};
use smallvec::SmallVec;

/// Marks on one piece: hardly any has more, and pieces are many.
pub(super) type Marks<'m> = SmallVec<[&'m Mark; 8]>;

/// What the marks on one piece add up to.
pub(super) struct Evidence<'m> {
    pub(super) sum: i32,
    /// How many families speak against the piece.
    pub(super) families: u32,
    /// Whether the model is one of them.
    pub(super) by_model: bool,
    /// The kind of the strongest mark against it.
    pub(super) kind: Option<Kind>,
    /// The kind of a mark that only labels.
    pub(super) label: Option<Kind>,
    /// The marks, the strongest first, and whether they are in the sum.
    pub(super) marks: SmallVec<[(&'m Mark, bool); 8]>,
}

impl<'m> Evidence<'m> {
    pub(super) fn of(marks: &[&'m Mark]) -> Self {
        let mut order: SmallVec<[(&Mark, bool); 8]> = marks.iter().map(|mark| (*mark, false)).collect();
        // Strongest first; the taxonomy's order and the rule's name break ties, so that
        // the order in which judges spoke never shows.
        order.sort_by(|(a, _), (b, _)| {
            b.weight
                .cmp(&a.weight)
                .then(a.kind.cmp(&b.kind))
                .then_with(|| a.rule.cmp(&b.rule))
                .then(a.family.cmp(&b.family))
        });
        let mut evidence = Evidence { sum: 0, families: 0, by_model: false, kind: None, label: None, marks: order };
        let labels = |mark: &Mark| mark.kind.action() == Action::Label;
        let mut vague = u8::MAX;
        let mut counted_for = [false; Family::ALL.len()];
        for (mark, counted) in &mut evidence.marks {
            *counted =
                mark.weight > 0 && !labels(mark) && !std::mem::replace(&mut counted_for[mark.family as usize], true);
            if *counted {
                evidence.sum = evidence.sum.saturating_add(mark.weight);
                evidence.families += 1;
                evidence.by_model |= mark.family == Family::Model;
                if evidence.kind.is_none() || vagueness(mark) < vague {
                    (evidence.kind, vague) = (Some(mark.kind), vagueness(mark));
                }
            }
            if labels(mark) && mark.weight > 0 {
                evidence.label = evidence.label.or(Some(mark.kind));
            }
        }
        let mut counted_against = [false; Family::ALL.len()];
        for (mark, counted) in evidence.marks.iter_mut().rev() {
            // That a rule for the site takes a piece protects it, and is not added.
            if mark.weight < 0
                && !taken::is(mark)
                && !std::mem::replace(&mut counted_against[mark.family as usize], true)
            {
                evidence.sum = evidence.sum.saturating_add(mark.weight);
                *counted = true;
            }
        }
        evidence
    }
}

/// How little a mark knows of what kind a text is: the model only that it is boilerplate, a rule for the site
/// only where it stands, all words of a sentence together roughly what; other rules know it.
fn vagueness(mark: &Mark) -> u8 {
    if mark.kind.is_bare() { 2 } else { u8::from(mark.family == Family::Wording) }
}

//! What a rule for the site takes is protected.
//!
//! Of the text there the user has said that it is the article, so that neither its tags, class
//! words and links nor its surroundings nor the model make it part of the site's shell. What is
//! known by its own words, or is furniture or a marker, goes as in any body.

use super::evidence::Marks;
use crate::kind::Action;
use crate::marks::{Family, Mark};

/// Whether a mark says that a rule for the site takes its text. It is not added to the others.
pub(super) fn is(mark: &Mark) -> bool {
    mark.family == Family::Site && mark.weight < 0
}

/// Takes out the marks that do not count on a piece that a rule for the site takes, and gives
/// them; none on other pieces.
pub(super) fn set_aside<'m>(covering: &mut Marks<'m>) -> Marks<'m> {
    if !covering.iter().any(|mark| is(mark)) {
        return Marks::new();
    }
    let (aside, counted) = covering.drain(..).partition(|mark| is_of_surroundings(mark));
    *covering = counted;
    aside
}

/// Whether a mark rests on what stands around a piece; what the model says for it may be heard.
fn is_of_surroundings(mark: &Mark) -> bool {
    match mark.family {
        Family::Link => true,
        Family::Model => mark.weight > 0,
        Family::Phrase | Family::Site => false,
        _ => mark.weight > 0 && mark.kind.is_of_shell() && mark.kind.action() != Action::Label,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kind::Kind;
    use crate::marks::Findings;
    use crate::page::Page;
    use crate::resolve::{ResolveConfig, resolve};
    use crate::text::{Span, Text};

    const TEXT: &str = "The ferry to the island was late again on Monday, the harbour office said.";

    /// What is done with a sentence under these marks.
    fn action(marks: &[(Family, Kind, i32)]) -> Action {
        let mut found = Findings::default();
        for (family, kind, weight) in marks {
            found.mark(Span::new(0, TEXT.len()), *kind, "rule", *family, *weight);
        }
        resolve(&Page::from_text(TEXT), &Text::from(TEXT), &found.marks, &ResolveConfig::default())[0].action
    }

    #[test]
    fn only_its_own_words_speak_against_a_taken_text() {
        let taken = (Family::Site, Kind::SiteOutside, -2000);
        for against in
            [(Family::Link, Kind::Nav, 900), (Family::Model, Kind::Model, 900), (Family::Shape, Kind::Nav, 900)]
        {
            assert_eq!(action(&[against]), Action::Drop);
            assert_eq!(action(&[against, taken]), Action::Keep);
        }
        let phrase = |weight| (Family::Phrase, Kind::FollowCta, weight);
        assert_eq!(action(&[phrase(600), taken]), Action::Drop);
        assert_eq!(action(&[phrase(600), (Family::Link, Kind::Nav, -150), taken]), Action::Drop);
        assert_eq!(action(&[phrase(400), taken]), Action::Keep);
        assert_eq!(action(&[(Family::Shape, Kind::Caption, 650), taken]), Action::Capture);
    }

    #[test]
    fn what_is_outside_goes_whatever_the_model_says() {
        let outside = (Family::Site, Kind::SiteOutside, 2000);
        assert_eq!(action(&[outside, (Family::Model, Kind::Model, -900)]), Action::Drop);
        assert_eq!(action(&[outside, (Family::Structure, Kind::Title, 700)]), Action::Capture);
    }
}

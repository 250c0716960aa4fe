//! Which marks on a piece count: where the line model speaks, and where rules speak over it.

use super::evidence::{Evidence, Marks};
use crate::judge::caption_wording::RULE as CAPTION_WORDING;
use crate::judge::line_model::{RULE_IN_CLEAN_GUIDE, RULE_IN_GUIDE};
use crate::kind::Kind;
use crate::marks::{Family, Mark};
use crate::observe::zones::Zone;
use crate::page::Block;
use crate::segment::shape::is_end_mark;

/// So much the rules must have to spare where they take a piece for a site's shell, of which the model sees more than a
/// phrase does. On sites held out it takes BeautifulSoup dumps from 0.923 to 0.933 and article words lost
/// from 2.9 to 2.4 %. With the same margin for all kinds 80 % of the tuned real dumps come out perfectly; without one
/// for markers, furniture and inserts, of which the rules know words that the model cannot see, 86 %.
pub(super) const SHELL_MARGIN: i32 = 250;

/// So much they must have to spare where the model has weighed them: on HTML, where it sees all of them, and in flat text where they rest on what
/// stands around a block as well. On pages of sites held out nothing is lost by them with 400; with 250 the F1 of all types (HTML) falls by
/// 0.007, with 100 by 0.013, most of it on listings and products.
const FIRM_MARGIN: i32 = 400;

/// So much the wording of a text must have to spare where nothing else speaks against it: in the body only what
/// is certain decides without the model.
const WORDING_MARGIN: i32 = 300;
/// Where the model is as certain of the contrary, it is heard too, however sure the wording is: of the
/// lines that only wording spoke against (dumps labelled line by line) the model acquitted two so, and both were the
/// article's. So it is where rules about captions alone speak, as of a paragraph that ends in a credit: of the seven captions with one
/// in dumps that were read for which it speaks by more than 200 it does so by 496 at most.
const CERTAIN_ACQUITTAL: i32 = -500;

/// What sounds like a caption and has no other sign of one stays where the model speaks for it so surely: of such lines in labelled dumps two
/// were the article's (at 375 and 450), and for none that was a caption the model spoke by more than 235.
const ACQUITTAL_OF_CAPTION_WORDING: i32 = -300;

/// Phrases alone do not decide about running text before or in the body that the model acquits so surely, about a block or about a sentence of it: of
/// 179 such texts of eight words and more in labelled dumps (all of text-dev, real and composed ones) 166 are the article's by their gold (`Follow relevant news sources,
/// subscribe to industry newsletters, …` in a list of advice), and thirteen are not; behind the body 16 of 39 are not.
const ACQUITTAL_OF_PHRASES: i32 = CERTAIN_ACQUITTAL;

/// In a text that speaks to its reader and reports nothing ([`RULE_IN_GUIDE`]) phrases alone do not decide about a whole block for which the model speaks
/// so surely, whatever it looks like and wherever it stands: `Sign up at the town hall`, a firm's address or an example's date is what such a
/// text is about. On sites held out 110 of 164 such pieces are the article's.
const PHRASES_IN_GUIDES: i32 = -100;
/// And where nearly all of it seems to be the article's ([`RULE_IN_CLEAN_GUIDE`]) rules of no kind do, unless the block sounds like an insert. In other guides
/// they do: on sites held out two in three such pieces are boilerplate there (labels with their headlines, what is repeated). With both
/// 43.4 % of the dumps of such sites lose nothing for 40.7, 3.31 % of the words are lost for 3.45, F1 is 0.9479 for 0.9475, and of clean English articles 72.3 % are untouched for 66.2.
const RULES_IN_CLEAN_GUIDES: i32 = -300;

/// Marks that are counted, and marks that are set aside.
pub(super) type Heard<'m> = (Marks<'m>, Marks<'m>);

/// Which marks count on a piece of flat text, of a block.
///
/// The model may not speak for a piece where rules suffice by what the piece itself says, with
/// [`SHELL_MARGIN`] to spare for a site's shell; of what stands around it the model sees more than they do, so there they need
/// [`FIRM_MARGIN`]. Nor may it speak for one sentence of a block that a rule has singled out: the
/// model speaks of whole blocks. Unless only phrases speak, and it is as sure of the contrary as [`ACQUITTAL_OF_PHRASES`] wants; what
/// machines put between words (`, opens new tab`) goes even then, if it is no whole sentence.
pub(super) fn in_text<'m>(
    piece: &str,
    block: &Block,
    covering: &[&'m Mark],
    zone: Zone,
    firm: impl Fn(&Evidence<'_>, i32) -> bool,
) -> Heard<'m> {
    let acquits = |mark: &&Mark| mark.family == Family::Model && mark.weight <= 0;
    if !covering.iter().any(acquits) {
        return (covering.into(), Marks::new());
    }
    let acquitted = |weight: i32| covering.iter().any(|mark| acquits(mark) && mark.weight <= weight);
    let is_certain = acquitted(CERTAIN_ACQUITTAL);
    let of_machine = |mark: &&Mark| mark.weight > 0 && mark.kind.family() == "marker";
    let is_marker = !piece.ends_with(is_end_mark) && singled_out(block, covering) && covering.iter().any(of_machine);
    if zone != Zone::Tail
        && block.shape.is_sentence()
        && acquitted(ACQUITTAL_OF_PHRASES)
        && phrases_alone(covering)
        && !is_marker
    {
        return (covering.into(), Marks::new());
    }
    if acquitted_in_guide(block, covering) {
        return covering.iter().copied().partition(|mark| mark.family == Family::Model);
    }
    if acquitted(ACQUITTAL_OF_CAPTION_WORDING)
        && covering.iter().all(|mark| mark.weight <= 0 || mark.rule.as_str() == CAPTION_WORDING)
    {
        return (covering.into(), Marks::new());
    }
    let rules_suffice = || {
        let rules: Marks<'_> = covering.iter().copied().filter(|mark| mark.family != Family::Model).collect();
        let of_piece: Marks<'_> = rules.iter().copied().filter(|mark| speaks_of_the_piece(mark)).collect();
        let speaks = |mark: &&Mark| mark.weight > 0;
        // What speaks of the shell is set aside and not the kind of the strongest asked for, so that one mark more
        // never makes the rules less sure.
        let of_no_shell: Marks<'_> =
            of_piece.iter().copied().filter(|mark| !speaks(mark) || !mark.kind.is_of_shell()).collect();
        let suffice = |marks: &[&Mark], margin: i32| {
            let of_wording = marks.iter().filter(|mark| speaks(mark)).all(|mark| mark.family == Family::Wording);
            let of_caption = || marks.iter().filter(|mark| speaks(mark)).all(|mark| mark.kind == Kind::Caption);
            firm(&Evidence::of(marks), if of_wording { margin.max(WORDING_MARGIN) } else { margin })
                && !(is_certain && (of_wording || of_caption()))
        };
        suffice(&of_no_shell, 0) || suffice(&of_piece, SHELL_MARGIN) || suffice(&rules, FIRM_MARGIN)
    };
    let rules_decide = singled_out(block, covering) || rules_suffice();
    covering.iter().copied().partition(|mark| !(rules_decide && acquits(mark)))
}

/// Whether the model speaks for a whole block of a guide more surely than the rules against it are believed there.
fn acquitted_in_guide(block: &Block, covering: &[&Mark]) -> bool {
    let sounds = |mark: &&Mark| mark.weight > 0 && mark.family == Family::Wording;
    let acquits = |mark: &&Mark| match mark.rule.as_str() {
        RULE_IN_CLEAN_GUIDE if mark.weight <= RULES_IN_CLEAN_GUIDES => !covering.iter().any(sounds),
        RULE_IN_GUIDE | RULE_IN_CLEAN_GUIDE => mark.weight <= PHRASES_IN_GUIDES && phrases_alone(covering),
        _ => false,
    };
    let is_of_house = |mark: &&Mark| mark.weight > 0 && is_never_of_a_guide(mark.kind);
    !singled_out(block, covering) && covering.iter().any(acquits) && !covering.iter().any(is_of_house)
}

/// Whether all that speaks against a piece is phrases.
fn phrases_alone(covering: &[&Mark]) -> bool {
    covering.iter().filter(|mark| mark.weight > 0).all(|mark| mark.family == Family::Phrase)
}

/// What no text is about: of twenty such pieces of guides for which the model spoke (sites held out) none was the article's. (Of notes on
/// copyright, on all pages of the packs with the shipped weights, on two pages of thirteen.)
fn is_never_of_a_guide(kind: Kind) -> bool {
    use Kind::{AdLabel, CommentForm, Copyright, Disclosure, Newsletter, NewsletterForm, Paywall};
    matches!(kind, AdLabel | CommentForm | Copyright | Disclosure | Newsletter | NewsletterForm | Paywall)
}

/// Which marks count on a piece of HTML: the model's alone, which has weighed all rules about the
/// whole block and knows more of tags and words. Unless what rules say besides them is firm, or
/// a rule has singled out the piece.
pub(super) fn in_html<'m>(
    block: &Block,
    covering: &[&'m Mark],
    threshold: i32,
    firm: impl Fn(&Evidence<'_>, i32) -> bool,
) -> Heard<'m> {
    let is_model = |mark: &&&Mark| mark.family == Family::Model;
    let Some(model) = covering.iter().find(is_model) else { return (covering.into(), Marks::new()) };
    let rules: Marks<'_> =
        covering.iter().copied().filter(|mark| !matches!(mark.family, Family::Model | Family::Link)).collect();
    let rules_decide = singled_out(block, covering) || firm(&Evidence::of(&rules), FIRM_MARGIN);
    if model.weight >= threshold {
        // Nothing that speaks for the piece brings it back because a rule speaks against it as well.
        let is_heard = |mark: &&Mark| mark.family == Family::Model || (rules_decide && mark.weight > 0);
        return covering.iter().copied().partition(is_heard);
    }
    if rules_decide {
        return covering.iter().copied().partition(|mark| mark.family != Family::Model);
    }
    covering.iter().copied().partition(|mark| mark.family == Family::Model)
}

/// Which marks count on a piece of a page in one line: of a whole sentence the model's alone, which has weighed the rules.
///
/// These are about lines, and a sentence is none: what asks readers to follow a paper stands in a line by itself, and in a sentence
/// of an article; a credit has the next sentence behind it. So they name what the model takes, and without it all stays
/// but what a rule singles out inside of a sentence.
pub(super) fn in_one_line<'m>(block: &Block, covering: &[&'m Mark], threshold: i32) -> Heard<'m> {
    let is_model = |mark: &&Mark| mark.family == Family::Model;
    if covering.iter().any(|mark| is_model(mark) && mark.weight >= threshold) {
        return covering.iter().copied().partition(is_model);
    }
    covering.iter().copied().partition(|mark| mark.span.len() < block.span.len())
}

/// Whether a rule rests on the piece itself, not on its neighbours or on lines like it elsewhere.
///
/// Of the blocks that only the latter speak against, and the model for, one in five is boilerplate (sites
/// held out). Where the model is heard of them, article words lost fall from 3.2 to 3.1 % there, and
/// of a hundred clean documents one more stays as it is.
fn speaks_of_the_piece(mark: &Mark) -> bool {
    !matches!(mark.family, Family::Structure | Family::Repetition)
}

/// Whether a rule speaks against a part of the block alone. That a sentence sounds so is not enough.
fn singled_out(block: &Block, covering: &[&Mark]) -> bool {
    let singles_out = |mark: &&Mark| mark.weight > 0 && mark.family != Family::Wording;
    covering.iter().filter(|mark| singles_out(mark)).any(|mark| mark.span.len() < block.span.len())
}

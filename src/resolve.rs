//! Resolve: the one place where reasons are added up and a decision is taken.
//!
//! Marks are projected on the pieces between all mark borders of a block. For each piece
//! the largest weight of every evidence family counts (and the smallest, where it speaks
//! for the article), then the families add. A piece goes when the sum reaches the
//! threshold of its zone; running text in the body needs two families of rules besides, or the
//! line model, which has weighed all of them.

mod block_sum;
mod counted;
mod evidence;
mod heard;
mod no_headline;
mod taken;

pub use block_sum::BlockSum;
pub(crate) use block_sum::block_sums;

use crate::kind::{Action, Kind};
use crate::marks::{Family, Mark, Rule};
use crate::observe::zones::Zone;
use crate::page::{Block, Page};
use crate::text::{Origin, PageText, Span, Text};
use evidence::{Evidence, Marks};
use serde::{Deserialize, Serialize};

/// How much evidence a removal takes, in hundredths of log-odds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct ResolveConfig {
    /// Before the body. Default 200: seven to one.
    pub head: i32,
    /// In the body. Default 300: twenty to one.
    pub body: i32,
    /// After the body. Default 200.
    pub tail: i32,
    /// How many families must speak against running text in the body. Default 2.
    pub sentence_families: u32,
    /// From this sum on one family is enough, even there. Default 600: four hundred to one,
    /// for evidence that occurs in no article (a player's button row).
    pub certain: i32,
}

impl Default for ResolveConfig {
    fn default() -> Self {
        ResolveConfig { head: 200, body: 300, tail: 200, sentence_families: 2, certain: 600 }
    }
}

/// One reason of a decision.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Reason {
    /// The rule that spoke.
    pub rule: Rule,
    /// What it took the piece for.
    pub kind: Kind,
    /// What it rests on.
    pub family: Family,
    /// Hundredths of log-odds.
    pub weight: i32,
    /// Whether it entered the sum: only the strongest of a family does.
    pub counted: bool,
}

impl Reason {
    fn of((mark, counted): (&Mark, bool)) -> Self {
        Reason { rule: mark.rule.clone(), kind: mark.kind, family: mark.family, weight: mark.weight, counted }
    }
}

/// What was decided about one piece of the page, and why.
///
/// The spans of an article's decisions tile the page: white space behind a piece belongs
/// to it.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Decision {
    /// The piece, in bytes of the page.
    pub span: Span<PageText>,
    /// The same in characters of the page.
    pub chars: std::ops::Range<usize>,
    /// Where its text came from in the bytes received.
    pub origin: Origin,
    /// Which block it is of.
    pub block: usize,
    /// Where that block stands.
    pub zone: Zone,
    /// What is done with it.
    pub action: Action,
    /// What it was taken for; for kept text the strongest suspicion or label, if any.
    pub kind: Option<Kind>,
    /// All reasons, the strongest first.
    pub reasons: Vec<Reason>,
    /// What they add up to.
    pub sum: i32,
    /// What it had to reach to be taken.
    pub threshold: i32,
    /// The text of a piece that left the body, without the white space around it; empty
    /// for kept text.
    pub text: String,
}

impl Decision {
    /// Whether the piece left the body.
    #[must_use]
    pub fn is_removed(&self) -> bool {
        matches!(self.action, Action::Drop | Action::Capture)
    }

    /// How sure the removal is, from 0 to 1: the sum read as log-odds, to two decimals.
    #[must_use]
    pub fn confidence(&self) -> f64 {
        let odds = (f64::from(self.sum.clamp(-2_000, 2_000)) / 100.0).exp();
        (odds / (1.0 + odds) * 100.0).round() / 100.0
    }
}

/// Decides about every piece of a page.
#[must_use]
pub fn resolve(page: &Page<'_>, text: &Text, marks: &[Mark], config: &ResolveConfig) -> Vec<Decision> {
    let by_block = MarksByBlock::new(page, marks);
    let mut decisions = Vec::with_capacity(page.blocks().len() + 1);
    let blocks = page.blocks();
    let mut chars = 0;
    let (mut borders, mut open) = (Vec::new(), Vec::new());
    let mut begun = false;
    for block in blocks {
        let of_block = by_block.of(block.index);
        find_borders(page, block, of_block, &mut borders);
        // Marks come in the order of their starts, so one sweep serves all pieces.
        let mut coming = of_block.iter().copied().peekable();
        open.clear();
        for piece in borders.windows(2) {
            let span = Span::new(piece[0], piece[1]);
            let here = trimmed(page, span);
            while let Some(mark) = coming.next_if(|mark| mark.span.start <= here.start) {
                open.push(mark);
            }
            open.retain(|mark: &&Mark| mark.span.end > here.start);
            let mut decision = decide(page, block, span, here, &open, begun, config);
            begun |= block.shape.is_sentence() && !decision.is_removed();
            let len = page.slice(span).chars().count();
            decision.chars = chars..chars + len;
            chars += len;
            decision.origin = text.origin(here);
            decisions.push(decision);
        }
    }
    counted::keep(page, &mut decisions);
    decisions
}

/// The span of a piece without the white space around it.
fn trimmed(page: &Page<'_>, span: Span<PageText>) -> Span<PageText> {
    let text = page.slice(span);
    let start = span.start + text.len() - text.trim_start().len();
    Span::new(start, start + text.trim().len())
}

/// From the start of a block (of the page, for the first) to the start of the next.
fn territory(page: &Page<'_>, block: &Block) -> Span<PageText> {
    let start = if block.index == 0 { 0 } else { block.span.start };
    let end = page.blocks().get(block.index + 1).map_or(page.text().len(), |next| next.span.start);
    Span::new(start, end)
}

/// The marks that touch each block, in the order of their starts.
struct MarksByBlock<'m> {
    /// Those of one block behind those of another.
    marks: Vec<&'m Mark>,
    /// Where those of each block end.
    ends: Vec<usize>,
}

impl<'m> MarksByBlock<'m> {
    fn new(page: &Page<'_>, marks: &'m [Mark]) -> Self {
        let blocks = page.blocks();
        let mut touching: Vec<(usize, &Mark)> = Vec::with_capacity(marks.len());
        for mark in marks {
            let first = blocks.partition_point(|block| block.span.end <= mark.span.start);
            let touched = blocks[first..].iter().take_while(|block| block.span.start < mark.span.end);
            touching.extend(touched.map(|block| (block.index, mark)));
        }
        touching.sort_by_key(|(block, mark)| (*block, mark.span.start));
        let end = |block: usize| touching.partition_point(|(of, _)| *of <= block);
        let ends = (0..blocks.len()).map(end).collect();
        MarksByBlock { marks: touching.into_iter().map(|(_, mark)| mark).collect(), ends }
    }

    fn of(&self, block: usize) -> &[&'m Mark] {
        let start = block.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.marks[start..self.ends[block]]
    }
}

/// Where the pieces of a block begin and end.
fn find_borders(page: &Page<'_>, block: &Block, marks: &[&Mark], borders: &mut Vec<usize>) {
    let territory = territory(page, block);
    borders.clear();
    borders.extend([territory.start, territory.end]);
    for mark in marks {
        // A mark that reaches the edge of the block takes the white space outside with it.
        if mark.span.start > block.span.start {
            borders.push(mark.span.start);
        }
        if mark.span.end < block.span.end {
            borders.push(mark.span.end);
        }
    }
    borders.sort_unstable();
    borders.dedup();
    join_white_space(page, borders);
}

/// White space by itself belongs to the piece before it, unless it alone keeps what is before and behind that piece apart.
fn join_white_space(page: &Page<'_>, borders: &mut Vec<usize>) {
    if borders.len() <= 3 {
        // Two pieces at most, as most blocks have, are not both white space.
        return;
    }
    let is_blank = |from: usize, to: usize| page.slice(Span::new(from, to)).trim().is_empty();
    let is_set_apart = |at: usize| {
        let before = page.slice(Span::new(borders[0], at));
        before.is_empty() || before.ends_with(char::is_whitespace)
    };
    let mut kept = vec![borders[0]];
    for pair in borders[1..].windows(2) {
        let begins = kept.last().copied().unwrap_or_default();
        if !(is_blank(pair[0], pair[1]) && is_set_apart(begins)) {
            kept.push(pair[0]);
        }
    }
    kept.extend(borders.last());
    *borders = kept;
}

/// What a piece has to reach to be taken where it counts as standing in `zone`.
fn threshold(zone: Zone, config: &ResolveConfig) -> i32 {
    match zone {
        Zone::Head => config.head,
        Zone::Body => config.body,
        Zone::Tail => config.tail,
    }
}

/// What becomes of a piece; `here` is the piece without the white space around it, and `begun` whether a sentence above stays.
fn decide(
    page: &Page<'_>,
    block: &Block,
    span: Span<PageText>,
    here: Span<PageText>,
    marks: &[&Mark],
    begun: bool,
    config: &ResolveConfig,
) -> Decision {
    let zone = page.zone(block);
    let mut covering: Marks<'_> =
        marks.iter().copied().filter(|mark| mark.zones.has(zone) && mark.span.contains(&here)).collect();
    // What the user takes is of the body, wherever it stands.
    let part = if covering.iter().any(|mark| taken::is(mark)) { Zone::Body } else { zone };
    let threshold = threshold(part, config);
    let mut protected = taken::set_aside(&mut covering);
    protected.extend(no_headline::set_aside(page, block, &mut covering, begun));
    let firm = |rules: &Evidence<'_>, margin| suffices(rules, threshold.saturating_add(margin), part, block, config);
    let (heard, mut set_aside) = if block.part.is_some() {
        heard::in_one_line(block, &covering, threshold)
    } else if page.is_flat() {
        heard::in_text(page.slice(here), block, &covering, part, firm)
    } else {
        heard::in_html(block, &covering, threshold, firm)
    };
    let mut evidence = Evidence::of(&heard);
    if matches!(evidence.kind, Some(Kind::Model)) {
        // The model only knows that it is boilerplate; a rule that it has weighed knows of what kind.
        evidence.kind = Evidence::of(&set_aside).kind.or(evidence.kind);
    }
    set_aside.extend(protected);
    evidence.label = evidence.label.or_else(|| Evidence::of(&set_aside).label);
    let (action, kind) = verdict(&evidence, suffices(&evidence, threshold, part, block, config));
    let reasons = evidence.marks.iter().copied().chain(set_aside.into_iter().map(|mark| (mark, false)));
    let text = if matches!(action, Action::Drop | Action::Capture) { page.slice(here) } else { "" };
    Decision {
        span,
        chars: 0..0,
        origin: Origin::Within(Span::new(0, 0)),
        block: block.index,
        zone,
        action,
        kind: kind.map(|kind| kind.in_zone(zone)),
        reasons: reasons.map(Reason::of).collect(),
        sum: evidence.sum,
        threshold,
        text: text.to_owned(),
    }
}

/// What is done with a piece against which the evidence is enough, or not, and what it is called.
fn verdict(evidence: &Evidence<'_>, enough: bool) -> (Action, Option<Kind>) {
    match evidence.kind {
        Some(kind) if enough && matches!(kind.action(), Action::Drop | Action::Capture) => (kind.action(), Some(kind)),
        kind => {
            let action = if evidence.label.is_some() { Action::Label } else { Action::Keep };
            // That the model has an opinion of kept text is no suspicion worth a name.
            (action, evidence.label.or(kind.filter(|kind| *kind != Kind::Model)))
        }
    }
}

/// Whether evidence is enough to take a piece: its sum reaches the threshold, and running
/// text in the body has two families of rules against it, or the model, which has weighed
/// all of them.
fn suffices(evidence: &Evidence<'_>, threshold: i32, zone: Zone, block: &Block, config: &ResolveConfig) -> bool {
    evidence.sum >= threshold
        && (!(zone == Zone::Body && block.shape.is_sentence())
            || evidence.by_model
            || evidence.families >= config.sentence_families
            || evidence.sum >= config.certain)
}

#[cfg(test)]
mod tests {
    use super::heard::SHELL_MARGIN;
    use super::*;
    use crate::judge::line_model::{RULE_IN_CLEAN_GUIDE, RULE_IN_GUIDE};
    use crate::marks::Findings;

    const TEXT: &str =
        "The ferry to the island was late again on Monday, the harbour office said. Follow us on all channels today.";
    const SECOND: &str = "It had left the town at noon with forty people on board and a cargo of fresh fish.";

    /// What is done with the pieces of the first paragraph of a body of two.
    fn actions(marks: &[(&str, Family, i32)]) -> Vec<Action> {
        let text = format!("{TEXT}\n\n{SECOND}");
        let page = Page::from_text(&text);
        let mut found = Findings::default();
        for (part, family, weight) in marks {
            let at = text.find(part).unwrap();
            let kind = if *family == Family::Model { Kind::Model } else { Kind::FollowCta };
            found.mark(Span::new(at, at + part.len()), kind, "rule", *family, *weight);
        }
        let decisions = resolve(&page, &Text::from(text.as_str()), &found.marks, &ResolveConfig::default());
        decisions.iter().filter(|decision| decision.block == 0).map(|decision| decision.action).collect()
    }

    #[test]
    fn the_model_decides_where_the_rules_do_not() {
        assert_eq!(actions(&[(TEXT, Family::Phrase, 350)]), [Action::Keep]);
        assert_eq!(actions(&[(TEXT, Family::Model, 350)]), [Action::Drop]);
        assert_eq!(actions(&[(TEXT, Family::Phrase, 350), (TEXT, Family::Model, -100)]), [Action::Keep]);
        assert_eq!(actions(&[(TEXT, Family::Phrase, 200), (TEXT, Family::Model, 150)]), [Action::Drop]);
    }

    #[test]
    fn the_model_does_not_overrule_rules_that_suffice() {
        let rules = [(TEXT, Family::Phrase, 300), (TEXT, Family::Shape, 100)];
        assert_eq!(actions(&rules), [Action::Drop]);
        assert_eq!(actions(&[&rules[..], &[(TEXT, Family::Model, -500)]].concat()), [Action::Drop]);
    }

    #[test]
    fn a_phrase_alone_does_not_decide_where_the_model_is_certain() {
        let rule = (TEXT, Family::Phrase, 600);
        assert_eq!(actions(&[rule, (TEXT, Family::Model, -450)]), [Action::Drop]);
        assert_eq!(actions(&[rule, (TEXT, Family::Model, -500)]), [Action::Keep]);
        assert_eq!(actions(&[rule, (TEXT, Family::Shape, 100), (TEXT, Family::Model, -500)]), [Action::Drop]);
        // Nor about a sentence.
        let sentence = ("Follow us on all channels today.", Family::Phrase, 600);
        assert_eq!(actions(&[sentence, (TEXT, Family::Model, -450)]), [Action::Keep, Action::Drop]);
        assert_eq!(actions(&[sentence, (TEXT, Family::Model, -500)]), [Action::Keep, Action::Keep]);
        // But about what a machine put into it.
        let page = Page::from_text(TEXT);
        let mut found = Findings::default();
        let at = TEXT.find("the harbour office").unwrap();
        found.mark(Span::new(at, at + "the harbour office".len()), Kind::LayoutDebris, "rule", Family::Phrase, 600);
        found.mark(Span::new(0, TEXT.len()), Kind::Model, "line-model", Family::Model, -900);
        let decisions = resolve(&page, &Text::from(TEXT), &found.marks, &ResolveConfig::default());
        let actions: Vec<Action> = decisions.iter().map(|decision| decision.action).collect();
        assert_eq!(actions, [Action::Keep, Action::Drop, Action::Keep]);
    }

    #[test]
    fn in_a_guide_the_model_is_heard_over_phrases_and_in_a_clean_one_over_all_rules() {
        let action = |rules: &[(Family, i32)], speaks: &'static str, model: i32| {
            let page = Page::from_text(TEXT);
            let mut found = Findings::default();
            for (family, weight) in rules {
                found.mark(Span::new(0, TEXT.len()), Kind::FollowCta, "rule", *family, *weight);
            }
            found.mark(Span::new(0, TEXT.len()), Kind::Model, speaks, Family::Model, model);
            let decision = &resolve(&page, &Text::from(TEXT), &found.marks, &ResolveConfig::default())[0];
            assert_eq!(decision.reasons.len(), rules.len() + 1, "what is set aside stays in the ledger");
            decision.action
        };
        let (guide, clean_guide) = (RULE_IN_GUIDE, RULE_IN_CLEAN_GUIDE);
        let phrase = [(Family::Phrase, 900)];
        assert_eq!(action(&phrase, guide, -100), Action::Keep);
        assert_eq!(action(&phrase, guide, -90), Action::Drop);
        assert_eq!(action(&phrase, "line-model", -400), Action::Drop);
        let two = [(Family::Phrase, 600), (Family::Structure, 620)];
        assert_eq!(action(&two, guide, -600), Action::Drop);
        assert_eq!(action(&two, clean_guide, -300), Action::Keep);
        assert_eq!(action(&two, clean_guide, -290), Action::Drop);
        // What sounds like an insert is one there too.
        assert_eq!(action(&[(Family::Phrase, 600), (Family::Wording, 250)], clean_guide, -300), Action::Drop);
    }

    #[test]
    fn what_only_sounds_like_a_caption_is_the_models_to_acquit() {
        let stays = |rules: &[(&'static str, Family)], model: i32| {
            let page = Page::from_text(TEXT);
            let mut found = Findings::default();
            for (rule, family) in rules {
                found.mark(Span::new(0, TEXT.len()), Kind::Caption, *rule, *family, 600);
            }
            found.mark(Span::new(0, TEXT.len()), Kind::Model, "line-model", Family::Model, model);
            resolve(&page, &Text::from(TEXT), &found.marks, &ResolveConfig::default())[0].action == Action::Keep
        };
        let sounds = ("caption-wording", Family::Wording);
        assert!(!stays(&[sounds], -290));
        assert!(stays(&[sounds], -300));
        // A second sign of one is enough.
        assert!(!stays(&[sounds, ("captions.short", Family::Shape)], -300));
    }

    #[test]
    fn one_more_rule_never_lets_the_model_speak() {
        let action = |marks: &[(Kind, Family, i32)]| {
            let page = Page::from_text(TEXT);
            let mut found = Findings::default();
            for (kind, family, weight) in marks {
                found.mark(Span::new(0, TEXT.len()), *kind, "rule", *family, *weight);
            }
            resolve(&page, &Text::from(TEXT), &found.marks, &ResolveConfig::default())[0].action
        };
        let insert = [
            (Kind::FollowCta, Family::Phrase, 200),
            (Kind::FollowCta, Family::Shape, 150),
            (Kind::Model, Family::Model, -500),
        ];
        assert_eq!(action(&insert), Action::Drop);
        // The strongest is of the shell now, which needs more to spare.
        assert_eq!(action(&[&insert[..], &[(Kind::Nav, Family::Phrase, 210)]].concat()), Action::Drop);
        // What sounds like an insert, and a phrase of one, add up.
        let sounds = [(Kind::FollowCta, Family::Phrase, 250), (Kind::Promotion, Family::Wording, 250)];
        assert_eq!(action(&[&sounds[..], &[(Kind::Model, Family::Model, -500)]].concat()), Action::Drop);
    }

    #[test]
    fn the_model_overrules_rules_for_the_shell_that_are_not_very_sure() {
        // Two families, so that either sum would do without the model: 300 are needed here.
        let action = |shape: i32| {
            let page = Page::from_text(TEXT);
            let mut found = Findings::default();
            found.mark(Span::new(0, TEXT.len()), Kind::Nav, "rule", Family::Phrase, 300);
            found.mark(Span::new(0, TEXT.len()), Kind::Nav, "rule", Family::Shape, shape);
            found.mark(Span::new(0, TEXT.len()), Kind::Model, "model", Family::Model, -500);
            let decision = &resolve(&page, &Text::from(TEXT), &found.marks, &ResolveConfig::default())[0];
            assert_eq!(decision.reasons.len(), 3, "a voice that is set aside stays in the ledger");
            decision.action
        };
        assert_eq!([action(SHELL_MARGIN - 10), action(SHELL_MARGIN)], [Action::Keep, Action::Drop]);
    }

    #[test]
    fn what_the_model_says_of_a_block_is_no_word_for_a_sentence_in_it() {
        let part = "Follow us on all channels today.";
        let marks = [(part, Family::Phrase, 400), (part, Family::Shape, 150), (TEXT, Family::Model, -300)];
        assert_eq!(actions(&marks), [Action::Keep, Action::Drop]);
    }

    #[test]
    fn a_rule_names_the_kind_and_the_model_only_where_it_is_alone() {
        let text = format!("{TEXT}\n\n{SECOND}");
        let page = Page::from_text(&text);
        let kind = |marks: &[(Family, Kind, i32)]| {
            let mut found = Findings::default();
            for (family, kind, weight) in marks {
                found.mark(Span::new(0, TEXT.len()), *kind, "rule", *family, *weight);
            }
            resolve(&page, &Text::from(text.as_str()), &found.marks, &ResolveConfig::default())[0].kind
        };
        assert_eq!(kind(&[(Family::Model, Kind::Model, 400)]), Some(Kind::Model));
        assert_eq!(kind(&[(Family::Model, Kind::Model, 400), (Family::Phrase, Kind::Shop, 50)]), Some(Kind::Shop));
        assert_eq!(kind(&[(Family::Model, Kind::Model, 100)]), None);
        let outside = (Family::Site, Kind::SiteOutside, 2000);
        assert_eq!(kind(&[outside, (Family::Phrase, Kind::Byline, 50)]), Some(Kind::Byline));
        assert_eq!(kind(&[outside]), Some(Kind::SiteOutside));
    }
}

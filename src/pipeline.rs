//! [`Pipeline`]: a recipe, ready to run on any number of documents.

use crate::article::{Article, Metadata, Outcome, Rewritten};
use crate::blocks;
use crate::decode::{self, DecodeConfig, Decoded};
use crate::edits::Edits;
use crate::judge::bylines::agency;
use crate::kind::{Action, Kind};
use crate::lexicon::{AtSite, Lexicon};
use crate::marks::{Fact, Family, Field, Findings, Flag};
use crate::metadata::byline;
use crate::model::Moved;
use crate::observe::zones::Zone;
use crate::page::Page;
use crate::recipe::{Limits, Recipe};
use crate::render::{Kept, kept};
use crate::resolve::{self, Decision, ResolveConfig};
use crate::segment::{self, Layout, SegmentConfig};
use crate::stage::{Judge, Rewrite, Step};
use crate::text::{Origin, Span, Text};
use std::sync::Arc;

/// What the caller knows of a document beside its bytes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct About<'a> {
    /// A path or an id; the article carries it.
    pub id: Option<&'a str>,
    /// Its address on the web.
    pub address: Option<&'a str>,
    /// The charset declared with it, by HTTP for instance.
    pub charset: Option<&'a str>,
    /// Its media type (`text/html`).
    pub media_type: Option<&'a str>,
}

/// Ready to run: pure, `Send + Sync`. Same bytes, same recipe, same [`Article`].
pub struct Pipeline {
    recipe: String,
    lexicon: Arc<Lexicon>,
    decode: DecodeConfig,
    segment: SegmentConfig,
    resolve: ResolveConfig,
    limits: Limits,
    pub(crate) repair: Vec<Box<dyn Rewrite>>,
    pub(crate) first: Vec<Box<dyn Judge>>,
    pub(crate) second: Vec<Box<dyn Judge>>,
    pub(crate) polish: Vec<Box<dyn Rewrite>>,
}

impl std::fmt::Debug for Pipeline {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Pipeline").field("recipe", &self.recipe).field("stages", &self.stages()).finish_non_exhaustive()
    }
}

impl Pipeline {
    pub(crate) fn empty(recipe: &Recipe, lexicon: Arc<Lexicon>) -> Self {
        Pipeline {
            recipe: recipe.name.clone(),
            lexicon,
            decode: recipe.decode.clone(),
            segment: recipe.segment.clone(),
            resolve: recipe.resolve.clone(),
            limits: recipe.limits.clone(),
            repair: Vec::new(),
            first: Vec::new(),
            second: Vec::new(),
            polish: Vec::new(),
        }
    }

    /// Adds a repair stage of your own, to run after the others.
    #[must_use]
    pub fn with_repair(mut self, stage: impl Rewrite + 'static) -> Self {
        self.repair.push(Box::new(stage));
        self
    }

    /// Adds a judge of your own.
    #[must_use]
    pub fn with_judge(mut self, step: Step, stage: impl Judge + 'static) -> Self {
        match step {
            Step::First => self.first.push(Box::new(stage)),
            Step::Second => self.second.push(Box::new(stage)),
        }
        self
    }

    /// Adds a polish stage of your own, to run after the others.
    #[must_use]
    pub fn with_polish(mut self, stage: impl Rewrite + 'static) -> Self {
        self.polish.push(Box::new(stage));
        self
    }

    /// The names of its stages, in the order in which they run.
    #[must_use]
    pub fn stages(&self) -> Vec<&'static str> {
        let rewrites = |stages: &[Box<dyn Rewrite>]| stages.iter().map(|stage| stage.name()).collect::<Vec<_>>();
        let judges = self.first.iter().chain(&self.second).map(|stage| stage.name()).collect();
        [rewrites(&self.repair), judges, rewrites(&self.polish)].concat()
    }

    /// The rules it consults.
    #[must_use]
    pub fn lexicon(&self) -> &Lexicon {
        &self.lexicon
    }

    /// The fair copy of one document. It cannot fail: a strange document comes back
    /// cleaned, empty or rejected.
    #[must_use]
    pub fn clean(&self, bytes: &[u8], about: About<'_>) -> Article {
        self.run(bytes, about, None)
    }

    /// The fair copy of one document and, for each block of its page, what moved the stages
    /// that are more than rules (the line model) in their opinion of it.
    #[must_use]
    pub fn explain(&self, bytes: &[u8], about: About<'_>) -> (Article, Vec<Vec<Moved>>) {
        let mut moved = Vec::new();
        let article = self.run(bytes, about, Some(&mut moved));
        (article, moved)
    }

    fn run(&self, bytes: &[u8], about: About<'_>, moved: Option<&mut Vec<Vec<Moved>>>) -> Article {
        let mut flags = Vec::new();
        let mut bytes = bytes;
        if bytes.len() > self.limits.max_bytes {
            bytes = &bytes[..self.limits.max_bytes];
            flags.push(Flag::Oversize);
        }
        let Decoded { text, decoding } = decode::decode(bytes, &about, &self.decode);
        let mut article = Article {
            id: about.id.map(str::to_owned),
            outcome: Outcome::Empty,
            text: String::new(),
            blocks: Vec::new(),
            metadata: Metadata::default(),
            flags,
            decoding,
            rewritten: Vec::new(),
            decisions: Vec::new(),
            page: String::new(),
            recipe: self.recipe.clone(),
            rules_digest: self.lexicon.digest().to_owned(),
        };
        if let Some(rule) = article.decoding.rejected {
            article.outcome = Outcome::Rejected { rule };
            return article;
        }
        if article.decoding.lost_chars > 0 {
            article.flags.push(Flag::LostCharacters);
        }
        let markup = segment::is_html(text.as_str(), &about, &self.segment);
        let (text, layout) = self.cut(text, markup, &about, &mut article.rewritten);
        article.flags.extend(layout.limit);
        let page = self.after_first(Page::new(text.as_str(), layout));
        if let Some(moved) = moved {
            *moved = self.moved_by(&page);
        }
        let (decisions, facts, kept) = self.decide(&page, &text);
        article.metadata.take_declared(page.declared().fields.at(about.address));
        let is_sure = |fact: &&Fact| {
            if markup {
                (is_borne_out(fact, &decisions) || rules_bear_out(fact, &decisions))
                    && !is_doubtful(fact, &decisions, &page)
            } else {
                is_borne_out(fact, &decisions) && !is_in_longer_line(fact, &decisions, &page)
            }
        };
        for fact in facts.iter().filter(is_sure) {
            article.metadata.take(fact);
            if let Fact::Flag(flag) = fact {
                article.flags.push(*flag);
            }
        }
        article.metadata.complete(&page.declared().fields);
        let removed = decisions.iter().filter(|decision| decision.is_removed());
        article.flags.extend(removed.filter_map(|decision| decision.kind.and_then(Kind::flag)));
        article.decisions = decisions;
        article.flags.sort_unstable();
        article.flags.dedup();
        let mut by_polish = Vec::new();
        let polished = rewrite(&self.polish, Text::from(kept.text.as_str()), false, &mut by_polish);
        for taken in by_polish.iter_mut().flat_map(|rewritten| &mut rewritten.taken_out) {
            // What is left is put together from pieces: of it no more is known than that it was there.
            taken.received = Origin::Within(Span::new(0, bytes.len()));
        }
        article.rewritten.extend(by_polish);
        article.blocks = blocks::of(&page, &kept, &polished, about.address);
        article.text = polished.into_string();
        if !article.text.is_empty() {
            article.outcome = Outcome::Kept;
        }
        article.page = text.into_string();
        article
    }

    /// The repaired text of a document, and its layout.
    fn cut(&self, text: Text, markup: bool, about: &About<'_>, done: &mut Vec<Rewritten>) -> (Text, Layout) {
        #[cfg(feature = "html")]
        let text = if markup { segment::html::characters::written_out(text) } else { text };
        let text = rewrite(&self.repair, text, markup, done);
        let site = AtSite { rules: Some(self.lexicon.sites()), address: about.address };
        segment::segment_at(text, markup, &self.segment, site)
    }

    /// The page of a document before anything is judged: its repaired text (of HTML the text
    /// that shows) and its layout. [`Page::new`] makes a page of both.
    #[must_use]
    pub fn read(&self, bytes: &[u8], about: About<'_>) -> (Text, Layout) {
        let Decoded { text, .. } = decode::decode(bytes, &about, &self.decode);
        let markup = segment::is_html(text.as_str(), &about, &self.segment);
        self.cut(text, markup, &about, &mut Vec::new())
    }

    /// The fair copies of many documents, one after the other and in their order. To use
    /// more threads, share the pipeline: it is `Sync`.
    pub fn clean_many<'p, B, I>(&'p self, documents: I) -> impl Iterator<Item = Article> + 'p
    where
        B: AsRef<[u8]>,
        I: IntoIterator<Item = B>,
        I::IntoIter: 'p,
    {
        documents.into_iter().map(|bytes| self.clean(bytes.as_ref(), About::default()))
    }

    /// Flat text with all its repairs made: what a page is cut from.
    #[must_use]
    pub fn repaired(&self, text: &str) -> Text {
        rewrite(&self.repair, Text::from(text), false, &mut Vec::new())
    }

    /// A page as judges of the second step see it: with what those of the first have found.
    #[must_use]
    pub fn after_first<'t>(&self, page: Page<'t>) -> Page<'t> {
        let first = run(&self.first, &page);
        page.with_first(first)
    }

    /// What all judges find on a page: the middle of [`clean`](Self::clean) by itself.
    #[must_use]
    pub fn findings(&self, page: Page<'_>) -> Findings {
        let page = self.after_first(page);
        let mut findings = page.first().clone();
        findings.extend(run(&self.second, &page));
        findings.sort();
        findings
    }

    /// The decisions about a page, the facts, and the text that stays: the middle of
    /// [`clean`](Self::clean) by itself. `text` is the text that the page was cut from.
    #[must_use]
    pub fn judge(&self, page: Page<'_>, text: &Text) -> (Vec<Decision>, Vec<Fact>, String) {
        let (decisions, facts, kept) = self.decide(&self.after_first(page), text);
        (decisions, facts, kept.text)
    }

    /// What the stages have to say of each block beside their marks.
    fn moved_by(&self, page: &Page<'_>) -> Vec<Vec<Moved>> {
        let mut all = vec![Vec::new(); page.blocks().len()];
        for judge in self.first.iter().chain(&self.second) {
            for (all, moved) in all.iter_mut().zip(judge.moved_by(page)) {
                all.extend(moved);
            }
        }
        all
    }

    fn decide(&self, page: &Page<'_>, text: &Text) -> (Vec<Decision>, Vec<Fact>, Kept) {
        let mut findings = run(&self.second, page);
        findings.extend(page.first().clone());
        findings.sort();
        let decisions = resolve::resolve(page, text, &findings.marks, &self.resolve);
        let kept = kept(page, &decisions);
        (decisions, findings.facts, kept)
    }
}

/// Whether a value for the metadata stands in text that was taken or labelled as what the
/// value was read from: a line that stayed in the body was no byline after all.
fn is_borne_out(fact: &Fact, decisions: &[Decision]) -> bool {
    let Fact::Field { field, span, .. } = fact else { return true };
    let at = decisions.partition_point(|decision| decision.span.end <= span.start);
    let kind = decisions.get(at).filter(|decision| decision.action != Action::Keep).and_then(|decision| decision.kind);
    match field {
        Field::Caption => kind == Some(Kind::Caption),
        Field::Credit => matches!(kind, Some(Kind::PhotoCredit | Kind::Caption)),
        Field::Title => matches!(kind, Some(Kind::Title | Kind::DumpHeader)),
        Field::Date => matches!(kind, Some(Kind::Timestamp | Kind::DumpHeader)),
        _ => kind.is_some(),
    }
}

/// Whether a value stands in a piece of a page in one line: what begins there like a field goes on with what stood behind it.
fn is_in_longer_line(fact: &Fact, decisions: &[Decision], page: &Page<'_>) -> bool {
    let Fact::Field { span, .. } = fact else { return false };
    let at = decisions.partition_point(|decision| decision.span.end <= span.start);
    decisions.get(at).is_some_and(|decision| page.blocks()[decision.block].part.is_some())
}

/// Whether a value stands in a line above the article which the rules alone would have taken for
/// that. Of HTML the line model decides what stays in the text, and it lets many a byline stay; who wrote
/// an article, and when, is another question.
fn rules_bear_out(fact: &Fact, decisions: &[Decision]) -> bool {
    let Fact::Field { field, span, .. } = fact else { return false };
    let kind = match field {
        Field::Byline => Kind::Byline,
        Field::Date => Kind::Timestamp,
        _ => return false,
    };
    let at = decisions.partition_point(|decision| decision.span.end <= span.start);
    let Some(decision) = decisions.get(at).filter(|decision| decision.zone == Zone::Head) else { return false };
    let strongest = |family: Family| {
        let of_family = decision.reasons.iter().filter(|reason| reason.family == family && reason.kind == kind);
        of_family.map(|reason| reason.weight).max().unwrap_or(0)
    };
    let rules = Family::ALL.into_iter().filter(|family| *family != Family::Model);
    rules.map(strongest).fold(0, i32::saturating_add) >= decision.threshold
}

/// Whether a value read from an HTML page may be of something else: pages have labels and dates
/// of many things under the article, which dumps of text have less of.
fn is_doubtful(fact: &Fact, decisions: &[Decision], page: &Page<'_>) -> bool {
    let Fact::Field { field, span, value } = fact else { return false };
    let at = decisions.partition_point(|decision| decision.span.end <= span.start);
    match field {
        Field::Date => decisions.get(at).is_none_or(|decision| decision.zone != Zone::Head),
        // Below the article a copyright line is the site's, not a picture's.
        Field::Caption | Field::Credit => {
            decisions.get(at).is_none_or(|decision| decision.zone == Zone::Tail) && page.slice(*span).contains('©')
        }
        // A name without a label, or a label without a person: links of a footer look like names,
        // and lists are sorted by something.
        Field::Byline => {
            let is_bare = page.slice(*span).trim_start().starts_with(value.as_str());
            is_bare || (byline::names(value).is_empty() && agency(value).is_none())
        }
        _ => false,
    }
}

fn run(judges: &[Box<dyn Judge>], page: &Page<'_>) -> Findings {
    let mut findings = Findings::default();
    for judge in judges {
        judge.run(page, &mut findings);
    }
    if let Some(unread) = page.unread() {
        findings.marks.retain(|mark| mark.span.end <= unread);
    }
    findings.sort();
    findings
}

/// So many passes of the repair stages settle everything met so far; more would only cost
/// time on text made to keep them busy.
const MAX_PASSES: usize = 8;

/// The text with all edits of some stages made, again and again until nothing changes: one
/// repair can uncover another (an entity that hides a misread letter).
fn rewrite(stages: &[Box<dyn Rewrite>], mut text: Text, markup: bool, done: &mut Vec<Rewritten>) -> Text {
    let mut edits = Edits::default();
    for _ in 0..MAX_PASSES {
        let mut changed = false;
        for stage in stages.iter().filter(|stage| !markup || stage.markup_safe()) {
            edits.clear();
            stage.run(&text, &mut edits);
            if edits.is_empty() {
                continue;
            }
            changed = true;
            let at = done.iter().position(|rewritten| rewritten.stage == stage.name()).unwrap_or_else(|| {
                done.push(Rewritten::by(stage.name()));
                done.len() - 1
            });
            done[at].add(&edits, &text);
            text = edits.apply(&text);
        }
        if !changed {
            break;
        }
    }
    text
}

//! The line model: how likely a block is boilerplate, told from its look, its words and
//! everything around it.
//!
//! Two ensembles of small trees ([`trees`]). The first scores each block from its features
//! ([`features::Line`], and of flat text how it sounds, [`features::Sound`]); the second scores it again, seeing the first scores of all blocks
//! around it ([`features::Context`]) and, of flat text, which words it shares with them
//! ([`features::Topic`]). There a net is averaged with the second trees. All work in whole numbers.
//! The weights are made by the commands in `train/README.md` and read from files ([`weights`]).

mod care;
mod choice;
pub mod cues;
mod ensemble;
pub mod features;
mod net;
mod one_line;
pub mod page_type;
pub mod trees;
pub mod weights;
pub mod wording;

use crate::marks::Family;
use crate::observe::zones::Zone;
use crate::page::{Block, Page};
use cues::Cues;
use ensemble::Ensemble;
use features::{Context, Line, Markup, MarkupContext, Sound, Topic, TypeShares, WordTable};
use page_type::{PageFacts, PageType, TypeModel};
use rustc_hash::FxHashSet;
use serde::Serialize;
use std::borrow::Cow;
use std::sync::Arc;
use trees::Columns;
use weights::{Reader, WeightsError};
use wording::Wording;

/// The weights that come with faircopy: for lines of flat text, for the sentences of a page in one line, and for HTML.
const BUILTIN: &[u8] = include_bytes!("line.weights");
const BUILTIN_ONE_LINE: &[u8] = include_bytes!("one_line.weights");
const BUILTIN_HTML: &[u8] = include_bytes!("html.weights");

/// Scores are in so many parts of log-odds.
const UNIT: i32 = 1024;
/// The thresholds that the training took off the rules' sums: those of the recipe `balanced`,
/// in the body and outside.
const TRAINED_BODY: i32 = 300;
const TRAINED_OUTSIDE: i32 = 200;

/// The names of the features of the first pass and of the second, of flat text and of HTML.
const FLAT: [&[&str]; 4] = [Line::NAMES, Sound::NAMES, Context::NAMES, Topic::NAMES];
const HTML: [&[&str]; 5] = [Line::NAMES, Markup::NAMES, Context::NAMES, MarkupContext::NAMES, PageFacts::NAMES];

/// The model, ready to score pages.
#[derive(Debug, Clone)]
pub struct LineModel {
    cues: Cues,
    wording: Arc<Wording>,
    flat: Ensemble,
    one_line: Ensemble,
    html: HtmlModel,
}

/// Files of weights as they were read, in place of the built-in ones.
#[derive(Debug, Clone, Copy, Default)]
pub struct WeightFiles<'f> {
    /// For lines of flat text.
    pub flat: Option<&'f [u8]>,
    /// For the sentences of a page in one line.
    pub one_line: Option<&'f [u8]>,
    /// For HTML.
    pub html: Option<&'f [u8]>,
}

/// What scores pages of HTML.
#[derive(Debug, Clone)]
struct HtmlModel {
    words: WordTable,
    types: TypeModel,
    ensemble: Ensemble,
}

/// The features of a page, what type of page it is, if it is HTML, and whether it is a guide, if it is flat text.
struct Seen {
    columns: Columns,
    shares: Option<TypeShares>,
    is_guide: bool,
}

/// What the model says of a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scored {
    /// For each block hundredths of log-odds against it, to be held
    /// against the threshold of its zone: of flat text on top of what the rules of the first step
    /// say, of HTML and of sentences of a page in one line by itself.
    pub weights: Vec<i32>,
    /// What type of page it is, for HTML.
    pub page_type: Option<PageType>,
    /// Whether it is flat text that speaks to its reader and reports nothing (advice, a review, what a firm offers).
    pub is_guide: bool,
    /// Whether nearly all of it seems to be the article's.
    pub is_clean: bool,
}

impl LineModel {
    /// The model that comes with faircopy.
    ///
    /// # Errors
    /// None in a released version: a test loads it.
    pub fn builtin() -> Result<Arc<Self>, WeightsError> {
        Self::with(WeightFiles::default(), Wording::builtin()?).map(Arc::new)
    }

    /// The model of files of weights, and the tables of wordings that those for flat text ask.
    ///
    /// # Errors
    /// When a file is something else, was made for other features, or is damaged.
    pub fn with(files: WeightFiles<'_>, wording: Arc<Wording>) -> Result<Self, WeightsError> {
        let cues = Cues::builtin().map_err(|_| WeightsError::Damaged("the cue words do not load"))?;
        let of_text = |file| {
            let (lines, contexts) = (Line::NAMES.len() + Sound::NAMES.len(), Context::NAMES.len() + Topic::NAMES.len());
            Ensemble::read(&mut Reader::open(file, features::schema(&FLAT))?, lines, contexts)
        };
        let flat = of_text(files.flat.unwrap_or(BUILTIN))?;
        let one_line = of_text(files.one_line.unwrap_or(BUILTIN_ONE_LINE))?;
        let mut reader = Reader::open(files.html.unwrap_or(BUILTIN_HTML), features::schema(&HTML))?;
        let html = HtmlModel {
            words: WordTable::read(&mut reader)?,
            types: TypeModel::read(&mut reader)?,
            ensemble: Ensemble::read(
                &mut reader,
                Line::NAMES.len() + Markup::NAMES.len(),
                Context::NAMES.len() + MarkupContext::NAMES.len(),
            )?,
        };
        Ok(LineModel { cues, wording, flat, one_line, html })
    }

    /// What the model says of each block, and of the page.
    #[must_use]
    pub fn score(&self, page: &Page<'_>) -> Scored {
        let seen = self.see(page);
        let is_html = seen.shares.is_some();
        let threshold = |block: &Block| if page.zone(block) == Zone::Body { TRAINED_BODY } else { TRAINED_OUTSIDE };
        let rules_of = |block| if is_html { 0 } else { page.first_sum(block).sum.saturating_sub(threshold(block)) };
        let rules: Vec<i32> = page.blocks().iter().map(rules_of).collect();
        let scores = self.ensemble(page).second(&seen.columns, &rules);
        let mut scores: Vec<i32> = scores.into_iter().map(hundredths).collect();
        let odds = scores.iter().zip(&rules).map(|(score, rules)| score.saturating_add(*rules));
        let blocks: Vec<(i32, u32)> = odds.zip(page.blocks()).map(|(odds, block)| (odds, block.shape.words)).collect();
        let shift = choice::shift(&blocks) + if is_html { 0 } else { care::of_clean(&blocks) + care::of_page(page) };
        for (block, score) in page.blocks().iter().zip(&mut scores) {
            *score += shift + if is_html { 0 } else { care::of_block(page, block) };
        }
        if page.is_in_one_line() {
            let odds: Vec<i32> = scores.iter().zip(&rules).map(|(score, rules)| score.saturating_add(*rules)).collect();
            let parts = page.blocks().iter().zip(&mut scores).zip(one_line::decided(page, &odds));
            for ((block, score), odds) in parts.filter(|((block, _), _)| block.part.is_some()) {
                *score = odds.saturating_add(threshold(block));
            }
        }
        if is_html {
            once(page, &mut scores);
            scores.iter_mut().zip(page.blocks()).for_each(|(score, block)| *score += threshold(block));
        }
        let page_type = seen.shares.map(page_type::likeliest);
        Scored { weights: scores, page_type, is_guide: seen.is_guide, is_clean: care::is_clean(&blocks) }
    }

    fn ensemble(&self, page: &Page<'_>) -> &Ensemble {
        match page.is_flat() {
            true if page.is_in_one_line() => &self.one_line,
            true => &self.flat,
            false => &self.html.ensemble,
        }
    }

    /// All features of both passes.
    fn see(&self, page: &Page<'_>) -> Seen {
        let (lines, words) = features::of(page, &self.cues);
        let mut columns = Columns::of(lines.iter().map(Line::bytes));
        let (mut shares, mut is_guide) = (None, false);
        if !page.is_flat() {
            let of_page = self.html.types.shares(page, &lines);
            let markup = features::markup(page, &self.html.words, of_page);
            columns.append(&Columns::of(markup.iter().map(Markup::bytes)));
            shares = Some(of_page);
        } else {
            let sounds = features::sounds(page, &lines, &self.wording);
            columns.append(&Columns::of(sounds.iter().map(Sound::bytes)));
            is_guide = features::is_guide(&lines, &sounds);
        }
        let scores = self.ensemble(page).first(&columns);
        columns.append(&Columns::of(features::context(page, &lines, &scores).iter().map(Context::bytes)));
        if shares.is_some() {
            columns.append(&Columns::of(features::markup_context(page, &scores).iter().map(MarkupContext::bytes)));
        } else {
            columns.append(&Columns::of(features::topic(page, &words, &scores).iter().map(Topic::bytes)));
        }
        Seen { columns, shares, is_guide }
    }

    /// For each block the features that move the score of its trees most away from what it would
    /// be with their usual value, at most `most`, the strongest first. Of the net nothing is said.
    #[must_use]
    pub fn explain(&self, page: &Page<'_>, most: usize) -> Vec<Vec<Moved>> {
        let columns = self.see(page).columns;
        let mut moved = vec![Vec::new(); page.blocks().len()];
        let html = [Line::SHOWN, Markup::SHOWN, Context::SHOWN, MarkupContext::SHOWN].concat();
        let flat = [Line::SHOWN, Sound::SHOWN, Context::SHOWN, Topic::SHOWN].concat();
        let names = if page.is_flat() { flat } else { html };
        for (feature, name) in names.into_iter().enumerate() {
            for (moved, by) in moved.iter_mut().zip(self.ensemble(page).moved_by(&columns, feature)) {
                // A page of very many lines has no room for all features of each.
                if moved.len() > 2 * most {
                    strongest(moved, most);
                }
                moved.push(Moved { family: Family::Model, feature: name.into(), by: hundredths(by) });
            }
        }
        for moved in &mut moved {
            strongest(moved, most);
        }
        moved
    }
}

/// A shorter text may well stand twice in an article, in words.
const MIN_REPEATED_WORDS: u32 = 12;
/// What a text is held for that stays already, in hundredths of log-odds.
const REPEATED: i32 = 400;

/// Of several paragraphs of one text the first that stays is enough: pages have copies for
/// telephones, for printers and in their data. On pages of sites held out that gains 0.002 of F1
/// over all types (738 paragraphs of 1,783 pages).
fn once(page: &Page<'_>, scores: &mut [i32]) {
    let mut seen = FxHashSet::default();
    for (block, score) in page.blocks().iter().zip(scores) {
        if block.shape.words >= MIN_REPEATED_WORDS && *score < 0 && !seen.insert(page.folded(block)) {
            *score = REPEATED;
        }
    }
}

/// A feature that moved a score.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Moved {
    /// Whose score: that of the line model, or of the wording.
    pub family: Family,
    /// Its name; of wordings the words themselves.
    pub feature: Cow<'static, str>,
    /// How far, in hundredths of log-odds: above zero towards boilerplate.
    pub by: i32,
}

/// The strongest of what moved a score, the strongest first.
pub(crate) fn strongest(moved: &mut Vec<Moved>, most: usize) {
    moved.retain(|moved| moved.by != 0);
    moved.sort_by(|a, b| b.by.abs().cmp(&a.by.abs()).then_with(|| a.feature.cmp(&b.feature)));
    moved.truncate(most);
}

fn hundredths(score: i32) -> i32 {
    score * 100 / UNIT
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_weights_that_come_along_load_and_are_small() {
        LineModel::builtin().unwrap();
        let flat = BUILTIN.len() + BUILTIN_ONE_LINE.len();
        assert!(flat < 2 << 20, "{flat} bytes");
        assert!(BUILTIN_HTML.len() < 3 << 20, "{} bytes", BUILTIN_HTML.len());
    }

    #[test]
    fn the_thresholds_of_the_training_are_those_of_resolve() {
        let config = crate::resolve::ResolveConfig::default();
        assert_eq!((config.head, config.body, config.tail), (TRAINED_OUTSIDE, TRAINED_BODY, TRAINED_OUTSIDE));
    }

    #[test]
    fn a_score_can_be_explained() {
        let prose = "The ferry to the island was late again on Monday, because the harbour was closed in the morning.";
        let text = format!("Home\nNews\nSport\n{prose}\n{prose}\nAbout us\nPrivacy");
        let (model, page) = (LineModel::builtin().unwrap(), Page::from_text(&text));
        let scores = model.score(&page).weights;
        assert!(scores[0] > scores[3], "a menu entry is likelier boilerplate than a paragraph: {scores:?}");
        let moved = model.explain(&page, 3);
        assert_eq!(moved.len(), scores.len());
        assert!(moved.iter().all(|moved| moved.len() <= 3 && moved.iter().all(|moved| moved.by != 0)));
        assert!(moved[0][0].by.abs() >= moved[0][1].by.abs());
    }

    #[cfg(feature = "html")]
    #[test]
    fn a_copy_of_the_text_is_not_kept_twice() {
        use crate::segment::html::{HtmlConfig, read};
        let prose = "The ferry to the island was late again on Monday, because the harbour was closed in the morning.";
        let html = format!("<article><p>{prose}</p><p>Late again.</p><p>{prose}</p><p>Late again.</p></article>");
        let (text, layout) = read(&crate::Text::from(html), &HtmlConfig::default());
        let mut scores = [-300, -100, -300, -100];
        once(&Page::new(text.as_str(), layout), &mut scores);
        assert_eq!(scores, [-300, -100, REPEATED, -100]);
    }
}

//! Laws that hold for every stage of the catalog, the next one included.

use super::{Law, difference, excerpt, hold};
use crate::catalog::{Entry, Phase, STAGES, Settings};
use crate::decode::DecodeConfig;
use crate::error::BuildError;
use crate::kind::Action;
use crate::lexicon::Lexicon;
use crate::marks::{Family, Findings, Mark};
use crate::page::Page;
use crate::pipeline::{About, Pipeline};
use crate::recipe::Recipe;
use crate::resolve::ResolveConfig;
use crate::segment::{From, SegmentConfig};
use crate::stage::{Judge, Rewrite, Step};
use crate::text::Text;
use std::sync::Arc;

/// A stage of the catalog with its default settings, alone and in a pipeline of its own.
pub struct Stage {
    /// Its entry.
    pub entry: &'static Entry,
    /// The stage itself.
    pub work: Work,
    /// A pipeline that holds it and nothing else.
    pipeline: Pipeline,
    /// The same pipeline without it.
    bare: Pipeline,
}

/// The two kinds of work.
pub enum Work {
    /// Of repair or polish.
    Rewrite(Box<dyn Rewrite>),
    /// A judge, and when it runs.
    Judge(Step, Box<dyn Judge>),
}

impl Stage {
    /// One stage, with these rules.
    ///
    /// # Errors
    /// None in a released version: defaults build.
    pub fn of(entry: &'static Entry, lexicon: &Arc<Lexicon>) -> Result<Self, BuildError> {
        let table = toml::Table::new();
        let settings = || Settings { place: entry.name, table: &table };
        let rewrite = || entry.rewrite(settings()).transpose();
        let judge = || entry.judge(settings(), lexicon).transpose();
        let flat = Recipe {
            decode: DecodeConfig { charset: Some("utf-8".into()) },
            segment: SegmentConfig { from: From::Text, ..SegmentConfig::default() },
            ..Recipe::default()
        };
        let bare = Pipeline::empty(&flat, lexicon.clone());
        let mut pipeline = Pipeline::empty(&flat, lexicon.clone());
        match entry.phase {
            Phase::Repair => pipeline.repair.extend(rewrite()?),
            Phase::Polish => pipeline.polish.extend(rewrite()?),
            Phase::Judge(Step::First) => pipeline.first.extend(judge()?),
            Phase::Judge(Step::Second) => pipeline.second.extend(judge()?),
        }
        let work = match (entry.phase, rewrite()?, judge()?) {
            (Phase::Judge(step), _, Some(judge)) => Work::Judge(step, judge),
            (_, Some(rewrite), _) => Work::Rewrite(rewrite),
            _ => {
                return Err(BuildError::Unknown {
                    place: "catalog".into(),
                    what: "work of stage",
                    name: entry.name.to_owned(),
                    hint: String::new(),
                });
            }
        };
        Ok(Stage { entry, work, pipeline, bare })
    }

    /// All stages, in the order of the catalog.
    ///
    /// # Errors
    /// None in a released version: defaults build.
    pub fn all(lexicon: &Arc<Lexicon>) -> Result<Vec<Self>, BuildError> {
        STAGES.iter().map(|entry| Self::of(entry, lexicon)).collect()
    }

    /// The judge, if it is one.
    #[must_use]
    pub fn judge(&self) -> Option<(Step, &dyn Judge)> {
        match &self.work {
            Work::Judge(step, judge) => Some((*step, judge.as_ref())),
            Work::Rewrite(_) => None,
        }
    }

    /// The rewrite, if it is one.
    #[must_use]
    pub fn rewrite(&self) -> Option<&dyn Rewrite> {
        match &self.work {
            Work::Rewrite(rewrite) => Some(rewrite.as_ref()),
            Work::Judge(..) => None,
        }
    }
}

/// A rewrite run on its own output changes nothing.
pub fn idempotent(stage: &dyn Rewrite, text: &str) -> Law {
    let once = stage.apply(&Text::from(text));
    let twice = stage.apply(&once);
    hold(once.as_str() == twice.as_str(), || {
        format!(
            "{} changes its own output: {} of {}",
            stage.name(),
            difference(once.as_str(), twice.as_str()),
            excerpt(text)
        )
    })
}

/// All rewrites in their order, run on their own output, change nothing.
pub fn repair_settles(stages: &[&dyn Rewrite], text: &str) -> Law {
    let all = |text: Text| stages.iter().fold(text, |text, stage| stage.apply(&text));
    let once = all(Text::from(text));
    let twice = all(once.clone());
    hold(once.as_str() == twice.as_str(), || {
        format!("repair changes its own output: {} of {}", difference(once.as_str(), twice.as_str()), excerpt(text))
    })
}

/// Judges of one step commute: two pipelines whose recipes list the same judges in other
/// orders give the same article.
pub fn commute(one: &Pipeline, other: &Pipeline, bytes: &[u8]) -> Law {
    let about = About::default();
    let (one, other) = (one.clean(bytes, about), other.clean(bytes, about));
    hold(one == other, || format!("the order of judges shows {}", difference(&one.text, &other.text)))
}

/// The recipe with its judges in the opposite order.
#[must_use]
pub fn backwards(recipe: &Recipe) -> Recipe {
    let mut recipe = recipe.clone();
    recipe.judge.reverse();
    recipe
}

/// A stage alone does what it does in a pipeline: its rewrite is the page (for polish, the
/// text) of a pipeline that holds nothing else, and its findings are those of one.
pub fn alone_as_in_pipeline(stage: &Stage, text: &str) -> Law {
    let clean = |pipeline: &Pipeline| pipeline.clean(text.as_bytes(), About::default());
    let name = stage.entry.name;
    match &stage.work {
        Work::Rewrite(rewrite) => {
            // The decoder may drop a byte order mark, so the input is what it gave.
            let (input, output) = match stage.entry.phase {
                Phase::Polish => (clean(&stage.bare).text, clean(&stage.pipeline).text),
                _ => (clean(&stage.bare).page, clean(&stage.pipeline).page),
            };
            let alone = rewrite.apply(&Text::from(input));
            hold(alone.as_str() == output, || {
                format!("{name} alone parts from its pipeline {}", difference(alone.as_str(), &output))
            })
        }
        Work::Judge(..) => alone_as_piped(stage, || Page::from_text(text)),
    }
}

/// What a judge finds on a page alone it finds in a pipeline that holds nothing else; a rewrite
/// finds nothing.
pub(super) fn alone_as_piped<'t>(stage: &Stage, page: impl Fn() -> Page<'t>) -> Law {
    let Some((_, judge)) = stage.judge() else { return Ok(()) };
    let mut alone = judge.findings(&page());
    alone.sort();
    let name = stage.entry.name;
    hold(alone == stage.pipeline.findings(page()), || format!("{name} alone finds other things than in its pipeline"))
}

/// The findings of a pipeline are those of its stages: first step, then second step with
/// the findings of the first.
pub fn sum_of_stages(stages: &[Stage], pipeline: &Pipeline, text: &str) -> Law {
    adds_up(stages, pipeline, || Page::from_text(text))
}

/// The same of any page.
pub(super) fn adds_up<'t>(stages: &[Stage], pipeline: &Pipeline, page: impl Fn() -> Page<'t>) -> Law {
    let names = pipeline.stages();
    let of_step = |step: Step, page: &Page<'_>| {
        let mut found = Findings::default();
        for stage in stages.iter().filter(|stage| names.contains(&stage.entry.name)) {
            match stage.judge() {
                Some((when, judge)) if when == step => found.extend(judge.findings(page)),
                _ => {}
            }
        }
        found.sort();
        found
    };
    let mut all = of_step(Step::First, &page());
    let after_first = page().with_first(all.clone());
    all.extend(of_step(Step::Second, &after_first));
    all.sort();
    hold(all == pipeline.findings(page()), || {
        format!("a pipeline finds other things than its stages in {}", excerpt(after_first.text()))
    })
}

/// Nothing that speaks against text is said of prose: no mark above zero whose kind would
/// leave the body. Labels (a dateline, an editor's note) may be said; they take nothing. The
/// line model has an opinion of every block; of prose it must be below every threshold. How a text is worded may
/// raise a doubt, which the model settles; it must not be certain.
pub fn spares_prose(stage: &str, page: &Page<'_>, findings: &Findings) -> Law {
    let against = |action| matches!(action, Action::Drop | Action::Capture);
    let ResolveConfig { head: lowest, certain, .. } = ResolveConfig::default();
    let least = |family| match family {
        Family::Model => lowest,
        Family::Wording => certain,
        _ => 1,
    };
    let says = |mark: &&Mark| mark.weight >= least(mark.family);
    match findings.marks.iter().filter(says).find(|mark| against(mark.kind.action())) {
        None => Ok(()),
        Some(mark) => {
            Err(format!("{stage}: {} takes prose for {}: {}", mark.rule, mark.kind, excerpt(page.slice(mark.span))))
        }
    }
}

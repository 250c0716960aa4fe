//! What each fuzz target asserts about the bytes it is given.
//!
//! The targets are functions of the library, so that a crash file is replayed by
//! `cargo test` with the code that found it.

#[cfg(feature = "html")]
use super::html;
use super::{Law, Stage, article, backwards, data, decoding, language, page, repair, stages};
use crate::decode::{self, DecodeConfig};
use crate::lexicon::sites::SITE_RULES;
#[cfg(feature = "html")]
use crate::lexicon::sites::site_rules;
#[cfg(feature = "html")]
use crate::lexicon::{AtSite, SiteRules};
use crate::lexicon::{Lexicon, RuleFile, Zones};
use crate::marks::{Family, Mark, Rule};
#[cfg(feature = "html")]
use crate::model::LineModel;
use crate::observe::zones::Zone;
use crate::page::Page;
use crate::pipeline::{About, Pipeline};
use crate::recipe::Recipe;
use crate::repair::link_marks::LinkMarks;
use crate::repair::page_code::PageCode;
use crate::resolve::ResolveConfig;
#[cfg(feature = "html")]
use crate::segment::html::HtmlConfig;
use crate::stage::Rewrite;
use crate::testing::damage::damaged_prose;
use crate::testing::{Choices, Document};
use crate::text::Span;
use std::sync::{Arc, LazyLock};

/// What a fuzz target does with the bytes it is given.
pub type Target = fn(&[u8]) -> Law;

/// All fuzz targets, by their names in `fuzz/`.
pub const ALL: [(&str, Target); 8] = [
    ("decode", decode),
    ("repair", repair),
    ("language", language),
    ("segment_plain", segment_plain),
    ("segment_html", segment_html),
    ("judge_html", judge_html),
    ("pipeline", pipeline),
    ("recipe_and_rules", recipe_and_rules),
];

static STAGES: LazyLock<Vec<Stage>> =
    LazyLock::new(|| Stage::all(&Arc::new(Lexicon::builtin().expect("rules load"))).expect("stages build"));

static BALANCED: LazyLock<Pipeline> = LazyLock::new(|| built(&Recipe::balanced()));

fn built(recipe: &Recipe) -> Pipeline {
    recipe.build().expect("a built-in recipe builds")
}

/// Any bytes decode, and every character knows its bytes: as what they look like, and, without
/// the first one, in the charset that it chooses.
pub fn decode(bytes: &[u8]) -> Law {
    let decoded = decode::decode(bytes, &About::default(), &DecodeConfig::default());
    if decoded.decoding.rejected.is_none() {
        decoding::text_provenance(bytes, &decoded)?;
    }
    let Some((first, rest)) = bytes.split_first() else { return Ok(()) };
    let charset = decode::NAMES_BEYOND_BROWSERS[usize::from(*first) % decode::NAMES_BEYOND_BROWSERS.len()];
    let config = DecodeConfig { charset: Some(charset.to_owned()) };
    decoding::text_provenance(rest, &decode::decode(rest, &About::default(), &config))
}

/// Every rewrite changes nothing in its own output, and repair undoes what was done to clean
/// prose.
pub fn repair(bytes: &[u8]) -> Law {
    let (clean, damage) = damaged_prose(&mut Choices::new(bytes));
    repair::undoes(&BALANCED, damage, &clean)?;
    let text = String::from_utf8_lossy(bytes);
    repair::lists_what_it_takes_out(&PageCode::default(), &text)?;
    repair::leaves_or_lists_words(&LinkMarks::default(), &text)?;
    STAGES.iter().filter_map(Stage::rewrite).try_for_each(|stage: &dyn Rewrite| stages::idempotent(stage, &text))
}

/// Languages are told whatever the text, and whatever the order of its lines.
pub fn language(bytes: &[u8]) -> Law {
    let text = String::from_utf8_lossy(bytes);
    language::tells_soberly(&text)?;
    language::ignores_line_order(&text)
}

/// Flat text is cut well, and one more mark brings nothing back. The first sixteen bytes
/// choose the marks.
pub fn segment_plain(bytes: &[u8]) -> Law {
    let (seed, text) = bytes.split_at(bytes.len().min(16));
    let text = String::from_utf8_lossy(text);
    let page = Page::from_text(&text);
    page::cut_well(&page)?;
    let mut choices = Choices::new(seed);
    let extra = mark(&page, &mut choices);
    let mut marks = Vec::new();
    while !choices.is_spent() {
        marks.push(mark(&page, &mut choices));
    }
    page::monotone(&page, &marks, extra, &ResolveConfig::default())
}

/// A page of HTML is cut well, and its offsets lead back: a made one where the first byte is odd, the bytes as they
/// are where it is even.
#[cfg(feature = "html")]
pub fn segment_html(bytes: &[u8]) -> Law {
    let source = html_source(bytes);
    let config = HtmlConfig::default();
    super::offsets_lead_back(source.as_bytes(), &config)?;
    let page = html::Read::new(&source, &config);
    page::cut_well(&page.page())?;
    let source = source.into();
    let site = AtSite { rules: Some(&SITE), address: Some("https://herald.example/") };
    let (text, layout) = crate::segment::html::read_at(&source, &config, site);
    let page = Page::new(text.as_str(), layout);
    let mut found = crate::marks::Findings::default();
    crate::judge::site_rules::find(&page, &mut found);
    page::findings_in_bounds(&page, &found)
}

/// Rules for a site that match much of what pages have.
#[cfg(feature = "html")]
static SITE: LazyLock<SiteRules> = LazyLock::new(|| {
    let text = r#"
[[rule]]
id = "site-rules.any"
host = ["herald.example"]
take = ["body > *", "p ~ div"]
drop = ["a", "li:not(:first-child)", "td:nth-child(2n)", "[class] [id]"]
title = ["h1", "b"]
byline = ["i"]
hits = [{ html = "<a>Home</a>", drop = ["Home"] }]
misses = [{ html = "" }]"#;
    let file = RuleFile { lexicon: SITE_RULES.into(), name: "any.toml".into(), text: text.into() };
    site_rules(&file).and_then(SiteRules::new).expect("rules for a site load")
});

/// Without the feature `html` there is nothing to try.
#[cfg(not(feature = "html"))]
pub fn segment_html(_bytes: &[u8]) -> Law {
    Ok(())
}

/// What is said of a page of HTML: its outline is sound, the line model scores it, every judge stays
/// within it, and one more mark of a rule brings nothing back. The first sixteen bytes choose the
/// marks; then as for [`segment_html`].
#[cfg(feature = "html")]
pub fn judge_html(bytes: &[u8]) -> Law {
    static MODEL: LazyLock<Arc<LineModel>> = LazyLock::new(|| LineModel::builtin().expect("weights load"));
    let (seed, rest) = bytes.split_at(bytes.len().min(16));
    let source = html_source(rest);
    let read = html::Read::new(&source, &HtmlConfig::default());
    let page = BALANCED.after_first(read.page());
    html::outline_is_sound(&page)?;
    html::scored_soberly(&MODEL, &page)?;
    html::judges_add_up(&STAGES, &BALANCED, &read)?;
    let found = BALANCED.findings(read.page());
    page::findings_in_bounds(&page, &found)?;
    let mut choices = Choices::new(seed);
    let of_rule = |choices: &mut Choices<'_>| match mark(&page, choices) {
        mark if mark.family == Family::Model => Mark { family: Family::Phrase, ..mark },
        mark => mark,
    };
    let extra = of_rule(&mut choices);
    let mut marks = found.marks;
    while !choices.is_spent() {
        marks.push(of_rule(&mut choices));
    }
    page::monotone(&page, &marks, extra, &ResolveConfig::default())
}

/// Without the feature `html` there is nothing to try.
#[cfg(not(feature = "html"))]
pub fn judge_html(_bytes: &[u8]) -> Law {
    Ok(())
}

/// A made page where the first byte is odd, the bytes as they are where it is even.
#[cfg(feature = "html")]
fn html_source(bytes: &[u8]) -> String {
    match bytes.split_first() {
        Some((first, rest)) if first % 2 == 1 => Document::from_bytes(rest).html(),
        _ => String::from_utf8_lossy(bytes).into_owned(),
    }
}

/// The laws about articles: for a made document where the first byte is odd, for the bytes
/// as they are where it is even.
pub fn pipeline(bytes: &[u8]) -> Law {
    static ONE: LazyLock<Pipeline> = LazyLock::new(|| built(&Recipe::balanced()));
    static OTHER: LazyLock<Pipeline> = LazyLock::new(|| built(&backwards(&Recipe::balanced())));
    static UNPOLISHED: LazyLock<Pipeline> =
        LazyLock::new(|| built(&Recipe { polish: Vec::new(), ..Recipe::balanced() }));
    let made;
    let bytes = match bytes.split_first() {
        Some((first, rest)) if first % 2 == 1 => {
            made = Document::from_bytes(rest).bytes();
            &made
        }
        _ => bytes,
    };
    let cleaned = ONE.clean(bytes, About::default());
    if !matches!(cleaned.outcome, crate::Outcome::Rejected { .. }) {
        article::conserved(&cleaned)?;
        article::provenance(bytes, &cleaned)?;
    }
    article::blocks_hold_the_text(&cleaned)?;
    article::nothing_invented(&UNPOLISHED.clean(bytes, About::default()))?;
    stages::commute(&ONE, &OTHER, bytes)?;
    let Ok(text) = std::str::from_utf8(bytes) else { return Ok(()) };
    let page = Page::from_text(text);
    STAGES
        .iter()
        .filter_map(Stage::judge)
        .try_for_each(|(_, judge)| page::findings_in_bounds(&page, &judge.findings(&page)))
}

/// Recipes and rule files that read survive their own TOML, and recipes build or say why
/// not. No file is opened: folders of rules are left out.
pub fn recipe_and_rules(bytes: &[u8]) -> Law {
    let Ok(text) = std::str::from_utf8(bytes) else { return Ok(()) };
    if let Ok(mut recipe) = Recipe::from_toml(text, "recipe") {
        data::recipe_round_trip(&recipe)?;
        recipe.rules.folders.clear();
        // The built-in rules are loaded anew for each; once in a while is enough.
        if bytes.len().is_multiple_of(64) {
            let _ = recipe.build();
        }
    }
    let file = RuleFile { lexicon: "test".into(), name: "test.toml".into(), text: text.to_owned() };
    data::rules_round_trip(&file)?;
    data::site_rules_round_trip(&RuleFile { lexicon: SITE_RULES.into(), ..file })
}

/// A mark about some span of a page, out of choices.
#[must_use]
pub fn mark(page: &Page<'_>, choices: &mut Choices<'_>) -> Mark {
    let mut border = || {
        let mut at = choices.below(page.text().len() + 1);
        while !page.text().is_char_boundary(at) {
            at -= 1;
        }
        at
    };
    let (from, to) = (border(), border());
    let span = match page.blocks() {
        [_, ..] if choices.one_in(2) => choices.pick(page.blocks()).span,
        _ => Span::new(from.min(to), from.max(to)),
    };
    Mark {
        span,
        kind: *choices.pick(crate::Kind::ALL),
        rule: Rule::Fixed(choices.pick::<&str>(&["a", "b", "c"])),
        family: *choices.pick(&Family::ALL),
        weight: i32::try_from(choices.below(900)).unwrap_or(0) - 300,
        zones: *choices.pick(&[Zones::ANY, Zones::of(&[Zone::Head, Zone::Tail]), Zones::of(&[Zone::Body])]),
    }
}

//! What the line model is trained on: the blocks of many documents, what the rules make of
//! them, and their features.
//!
//! ```sh
//! cargo run --release --example line_features -- DUMPS.jsonl OUT
//! cargo run --release --example line_features -- DUMPS.jsonl OUT --scores SCORES
//! ```
//!
//! Reads objects, one a line, with `text` (flat) or `file` (the path of a page of HTML); other
//! fields are passed on. Writes `OUT.jsonl`, an object a document with those fields and, for
//! each block, `texts` (as the output would have it), `sums`, `firm` (without what tags and
//! class words say) and `thresholds` (hundredths of log-odds, of the rules alone), `actions` and `kinds`; for HTML also `elements` (the
//! innermost of each block) and `outline` (parent, tag and words of each element). `OUT.u8` has
//! a row of bytes a block, the features of the first pass; `OUT.pages.u8` one a page, of
//! HTML; and `OUT.names.json` the names of all.
//!
//! With `--scores` (an i32 a block, little-endian, 1024ths of log-odds: what the first pass
//! says) it writes only `OUT.context.u8`, the features that the second pass sees besides.
//!
//! For flat text, `--wordings PREFIX` names tables of wordings, one for each value of the field `fold`
//! (`PREFIX.0` …), that have not seen the pages of the fold.
//!
//! For HTML, `--words PREFIX` names tables of class words, one for each value of the field
//! `fold` (`PREFIX.0` …: a line a word, the word and its value), and `--types FILE` has seven
//! bytes a page: how likely it is of each type.

use faircopy::model::cues::Cues;
use faircopy::model::features::{
    self, Context, Line, Markup, MarkupContext, Sound, Topic, TypeShares, WordTable, each_word, key,
};
use faircopy::model::page_type::PageFacts;
use faircopy::model::wording::Wording;
use faircopy::segment::{Layout, SegmentConfig, segment};
use faircopy::{About, Decision, Family, Page, Pipeline, Recipe, StageSpec, Text};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;
use std::error::Error;
use std::fs::File;
use std::io::{BufRead, BufReader, BufWriter, Write};

type Anyhow<T> = Result<T, Box<dyn Error>>;

fn main() -> Anyhow<()> {
    let mut args = std::env::args().skip(1);
    let (Some(input), Some(out)) = (args.next(), args.next()) else {
        return Err(
            "usage: line_features DUMPS.jsonl OUT [--scores FILE] [--wordings PREFIX] [--words PREFIX] [--types FILE]"
                .into(),
        );
    };
    let mut options: BTreeMap<String, String> = BTreeMap::new();
    while let (Some(name), Some(value)) = (args.next(), args.next()) {
        options.insert(name, value);
    }
    let types = options.get("--types").map(std::fs::read).transpose()?;
    let tool = Tool {
        flat: options.get("--wordings").map(|prefix| with_wordings(prefix)).transpose()?.unwrap_or_default(),
        html: rules(None)?,
        cues: Cues::builtin()?,
        words: options.get("--words").map(|prefix| word_tables(prefix)).transpose()?.unwrap_or_default(),
        types: types.map(|bytes| bytes.as_chunks::<7>().0.to_vec()).unwrap_or_default(),
    };
    let dumps = BufReader::new(File::open(input)?).lines();
    match options.get("--scores") {
        Some(scores) => contexts(&tool, dumps, &std::fs::read(scores)?, &out),
        None => lines(&tool, dumps, &out),
    }
}

struct Tool {
    /// For flat text, one a fold, with the tables of wordings.
    flat: Vec<(Pipeline, Wording)>,
    html: Pipeline,
    cues: Cues,
    words: Vec<WordTable>,
    types: Vec<TypeShares>,
}

/// A document, what is known of it, and what it is judged by.
struct Opened<'t> {
    pipeline: &'t Pipeline,
    /// Of flat text.
    wording: Option<&'t Wording>,
    text: Text,
    layout: Layout,
    /// The fields beside its text.
    object: Map<String, Value>,
}

impl Tool {
    fn open(&self, line: &str) -> Anyhow<Opened<'_>> {
        let mut object: Map<String, Value> = serde_json::from_str(line)?;
        if let Some(Value::String(path)) = object.get("file") {
            let about = About { media_type: Some("text/html"), ..About::default() };
            let (text, layout) = self.html.read(&std::fs::read(path)?, about);
            return Ok(Opened { pipeline: &self.html, wording: None, text, layout, object });
        }
        let Some(Value::String(text)) = object.remove("text") else {
            return Err("neither `text` nor `file` in a line of the dumps".into());
        };
        let fold = object.get("fold").and_then(Value::as_u64).and_then(|fold| self.flat.get(fold as usize));
        let Some((pipeline, wording)) = fold else {
            return Err("flat text needs the field `fold`, and --wordings with a table for each".into());
        };
        let (text, layout) = segment(pipeline.repaired(&text), false, &SegmentConfig::default());
        Ok(Opened { pipeline, wording: Some(wording), text, layout, object })
    }

    /// The features that HTML adds, of the page at `place` among the documents.
    fn markup(&self, page: &Page<'_>, object: &Map<String, Value>, place: usize) -> Vec<Markup> {
        let none = WordTable::default();
        let types = self.types.get(place).copied().unwrap_or_default();
        features::markup(page, self.words.get(fold(object)).unwrap_or(&none), types)
    }
}

fn fold(object: &Map<String, Value>) -> usize {
    object.get("fold").and_then(Value::as_u64).unwrap_or(0) as usize
}

/// The rules alone, with the tables of wordings in a file, or those that come along: the line model learns
/// what they leave over.
fn rules(wordings: Option<&str>) -> Anyhow<Pipeline> {
    let mut recipe = Recipe::balanced();
    recipe.judge.retain(|stage| stage.name() != "line-model");
    let settings = wordings.map(|path| toml::Table::from_iter([("weights".to_owned(), path.into())]));
    for stage in recipe.judge.iter_mut().filter(|stage| ["wording", "caption-wording"].contains(&stage.name())) {
        if let Some(settings) = &settings {
            *stage = StageSpec::Set { stage: stage.name().to_owned(), settings: settings.clone() };
        }
    }
    Ok(recipe.build()?)
}

/// The rules with each table of wordings, one a fold.
fn with_wordings(prefix: &str) -> Anyhow<Vec<(Pipeline, Wording)>> {
    let mut all = Vec::new();
    while let Ok(file) = std::fs::read(format!("{prefix}.{}", all.len())) {
        all.push((rules(Some(&format!("{prefix}.{}", all.len())))?, Wording::read(&file)?));
    }
    Ok(all)
}

/// The tables of class words, one a fold.
fn word_tables(prefix: &str) -> Anyhow<Vec<WordTable>> {
    let mut tables = Vec::new();
    while let Ok(file) = std::fs::read_to_string(format!("{prefix}.{}", tables.len())) {
        let entry = |line: &str| Some((key(line.split_once(' ')?.0), line.split_once(' ')?.1.parse().ok()?));
        tables.push(WordTable::new(file.lines().filter_map(entry)));
    }
    Ok(tables)
}

fn lines(tool: &Tool, dumps: impl Iterator<Item = std::io::Result<String>>, out: &str) -> Anyhow<()> {
    let create = |name: &str| File::create(format!("{out}.{name}")).map(BufWriter::new);
    let (mut rows, mut pages, mut objects) = (create("u8")?, create("pages.u8")?, create("jsonl")?);
    let names = json!({
        "line": Line::NAMES, "sound": Sound::NAMES, "context": Context::NAMES, "topic": Topic::NAMES, "markup": Markup::NAMES,
        "markup_context": MarkupContext::NAMES, "page": PageFacts::NAMES, "revision": features::REVISION,
    });
    std::fs::write(format!("{out}.names.json"), names.to_string())?;
    for (place, dump) in dumps.enumerate() {
        let Opened { pipeline, wording, text, layout, mut object } = tool.open(&dump?)?;
        let page = pipeline.after_first(Page::new(text.as_str(), layout.clone()));
        let (of_lines, _) = features::of(&page, &tool.cues);
        let first: Vec<i32> = page.blocks().iter().map(|block| page.first_sum(block).sum).collect();
        object.insert("first".into(), json!(first));
        if let Some(wording) = wording {
            for (line, sound) in of_lines.iter().zip(features::sounds(&page, &of_lines, wording)) {
                rows.write_all(&line.bytes())?;
                rows.write_all(&sound.bytes())?;
            }
        } else {
            pages.write_all(&PageFacts::of(&page, &of_lines).bytes())?;
            for (line, markup) in of_lines.iter().zip(tool.markup(&page, &object, place)) {
                rows.write_all(&line.bytes())?;
                rows.write_all(&markup.bytes())?;
            }
            outline(&page, &mut object);
        }
        describe(pipeline, &text, layout, &mut object);
        serde_json::to_writer(&mut objects, &object)?;
        objects.write_all(b"\n")?;
    }
    objects.flush()?;
    pages.flush()?;
    Ok(rows.flush()?)
}

fn contexts(tool: &Tool, dumps: impl Iterator<Item = std::io::Result<String>>, scores: &[u8], out: &str) -> Anyhow<()> {
    let mut scores = scores.as_chunks::<4>().0.iter().map(|score| i32::from_le_bytes(*score));
    let mut rows = BufWriter::new(File::create(format!("{out}.context.u8"))?);
    for dump in dumps {
        let Opened { pipeline, text, layout, object, .. } = tool.open(&dump?)?;
        let page = pipeline.after_first(Page::new(text.as_str(), layout));
        let (lines, words) = features::of(&page, &tool.cues);
        let scores: Vec<i32> = scores.by_ref().take(lines.len()).collect();
        if scores.len() < lines.len() {
            return Err("fewer scores than blocks: they are of other dumps".into());
        }
        let markup = features::markup_context(&page, &scores);
        let topic = features::topic(&page, &words, &scores);
        for (at, context) in features::context(&page, &lines, &scores).iter().enumerate() {
            rows.write_all(&context.bytes())?;
            if object.contains_key("file") {
                rows.write_all(&markup[at].bytes())?;
            } else {
                rows.write_all(&topic[at].bytes())?;
            }
        }
    }
    Ok(rows.flush()?)
}

/// Adds the elements around the blocks of a page to its object.
fn outline(page: &Page<'_>, object: &mut Map<String, Value>) {
    let outline = page.outline();
    let element = |id| {
        let mut words = Vec::new();
        each_word(outline.tag(id), outline.words(id), |word| words.push(word.to_owned()));
        json!([outline.parent(id).map(faircopy::ElementId::index), words.join(" ")])
    };
    object.insert("outline".into(), outline.ids().map(element).collect());
    let of_block = |block| page.hints(block).and_then(|hints| hints.element).map(faircopy::ElementId::index);
    object.insert("elements".into(), json!(page.blocks().iter().map(of_block).collect::<Vec<_>>()));
}

/// Adds what is known of the blocks of one document to its object.
fn describe(pipeline: &Pipeline, text: &Text, layout: Layout, object: &mut Map<String, Value>) {
    let page = Page::new(text.as_str(), layout);
    let texts: Vec<String> = page
        .blocks()
        .iter()
        .map(|block| page.text_of(block).split_whitespace().collect::<Vec<_>>().join(" "))
        .collect();
    let (decisions, ..) = pipeline.judge(page, text);
    let by_block: Vec<&Decision> = (0..texts.len()).map(|block| main_piece(&decisions, block)).collect();
    let column = |value: &dyn Fn(&Decision) -> Value| Value::Array(by_block.iter().map(|piece| value(piece)).collect());
    object.insert("sums".into(), column(&|piece| json!(piece.sum)));
    let firm = |piece: &Decision| -> i32 {
        let counted = piece.reasons.iter().filter(|reason| reason.counted && reason.family != Family::Link);
        counted.map(|reason| reason.weight).sum()
    };
    object.insert("firm".into(), column(&|piece| json!(firm(piece))));
    object.insert("thresholds".into(), column(&|piece| json!(piece.threshold)));
    object.insert("actions".into(), column(&|piece| json!(piece.action)));
    object.insert("kinds".into(), column(&|piece| json!(piece.kind)));
    object.insert("texts".into(), json!(texts));
}

/// The longest piece of a block.
fn main_piece(decisions: &[Decision], block: usize) -> &Decision {
    let from = decisions.partition_point(|piece| piece.block < block);
    let pieces = decisions[from..].iter().take_while(|piece| piece.block == block);
    pieces.max_by_key(|piece| piece.span.len()).expect("the pieces of a page tile its blocks")
}

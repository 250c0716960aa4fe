//! What the line model is trained on: the blocks of many dumps, what the rules make of
//! them, and their features.
//!
//! ```sh
//! cargo run --release --example line_features -- DUMPS.jsonl OUT
//! cargo run --release --example line_features -- DUMPS.jsonl OUT SCORES
//! ```
//!
//! Reads objects with `text` (other fields are passed on), one a line. Writes `OUT.jsonl`,
//! an object a dump with those fields and, for each block, `texts` (as the output would have
//! it), `sums` and `thresholds` (hundredths of log-odds, of the rules alone), `actions` and
//! `kinds`; `OUT.u8`, a row of bytes a block, the features of the first pass; and
//! `OUT.names.json`, their names. With SCORES (an i32 a block, little-endian, 1024ths of
//! log-odds: what the first pass says) it writes only `OUT.context.u8`, the features that
//! the second pass sees besides.

use faircopy::model::cues::Cues;
use faircopy::model::features::{self, Context, Line};
use faircopy::{Decision, Page, Pipeline, Recipe};
use serde_json::{Map, Value, json};
use std::error::Error;
use std::fs::File;
use std::io::{BufRead, BufReader, BufWriter, Write};

fn main() -> Result<(), Box<dyn Error>> {
    let mut args = std::env::args().skip(1);
    let (Some(input), Some(out)) = (args.next(), args.next()) else {
        return Err("usage: line_features DUMPS.jsonl OUT".into());
    };
    let mut recipe = Recipe::balanced();
    // The model learns what the rules leave over.
    recipe.judge.retain(|stage| stage.name() != "line-model");
    let pipeline = recipe.build()?;
    let cues = Cues::builtin()?;
    let dumps = BufReader::new(File::open(input)?).lines();
    match args.next() {
        Some(scores) => contexts(&pipeline, &cues, dumps, &std::fs::read(scores)?, &out),
        None => lines(&pipeline, &cues, dumps, &out),
    }
}

fn lines(
    pipeline: &Pipeline,
    cues: &Cues,
    dumps: impl Iterator<Item = std::io::Result<String>>,
    out: &str,
) -> Result<(), Box<dyn Error>> {
    let mut rows = BufWriter::new(File::create(format!("{out}.u8"))?);
    let mut objects = BufWriter::new(File::create(format!("{out}.jsonl"))?);
    let names = json!({"line": Line::NAMES, "context": Context::NAMES, "revision": features::REVISION});
    std::fs::write(format!("{out}.names.json"), names.to_string())?;
    for dump in dumps {
        let (text, mut object) = parse(&dump?)?;
        describe(pipeline, cues, &text, &mut object, &mut rows)?;
        serde_json::to_writer(&mut objects, &object)?;
        objects.write_all(b"\n")?;
    }
    objects.flush()?;
    Ok(rows.flush()?)
}

fn contexts(
    pipeline: &Pipeline,
    cues: &Cues,
    dumps: impl Iterator<Item = std::io::Result<String>>,
    scores: &[u8],
    out: &str,
) -> Result<(), Box<dyn Error>> {
    let mut scores = scores.as_chunks::<4>().0.iter().map(|score| i32::from_le_bytes(*score));
    let mut rows = BufWriter::new(File::create(format!("{out}.context.u8"))?);
    for dump in dumps {
        let text = pipeline.repaired(&parse(&dump?)?.0);
        let page = pipeline.after_first(Page::from_text(text.as_str()));
        let lines = features::of(&page, cues);
        let scores: Vec<i32> = scores.by_ref().take(lines.len()).collect();
        if scores.len() < lines.len() {
            return Err("fewer scores than blocks: they are of other dumps".into());
        }
        for context in features::context(&page, &lines, &scores) {
            rows.write_all(&context.bytes())?;
        }
    }
    Ok(rows.flush()?)
}

/// The text of a dump, and the fields beside it.
fn parse(line: &str) -> Result<(String, Map<String, Value>), Box<dyn Error>> {
    let mut object: Map<String, Value> = serde_json::from_str(line)?;
    match object.remove("text") {
        Some(Value::String(text)) => Ok((text, object)),
        _ => Err("no `text` in a line of the dumps".into()),
    }
}

/// Adds what is known of the blocks of one dump to its object, and writes their features.
fn describe(
    pipeline: &Pipeline,
    cues: &Cues,
    text: &str,
    object: &mut Map<String, Value>,
    rows: &mut impl Write,
) -> std::io::Result<()> {
    let text = pipeline.repaired(text);
    for line in features::of(&pipeline.after_first(Page::from_text(text.as_str())), cues) {
        rows.write_all(&line.bytes())?;
    }
    let page = Page::from_text(text.as_str());
    let texts: Vec<String> = page
        .blocks()
        .iter()
        .map(|block| page.text_of(block).split_whitespace().collect::<Vec<_>>().join(" "))
        .collect();
    let (decisions, ..) = pipeline.judge(page, &text);
    let by_block: Vec<&Decision> = (0..texts.len()).map(|block| main_piece(&decisions, block)).collect();
    let column = |value: &dyn Fn(&Decision) -> Value| Value::Array(by_block.iter().map(|piece| value(piece)).collect());
    object.insert("sums".into(), column(&|piece| json!(piece.sum)));
    object.insert("thresholds".into(), column(&|piece| json!(piece.threshold)));
    object.insert("actions".into(), column(&|piece| json!(piece.action)));
    object.insert("kinds".into(), column(&|piece| json!(piece.kind)));
    object.insert("texts".into(), json!(texts));
    Ok(())
}

/// The longest piece of a block.
fn main_piece(decisions: &[Decision], block: usize) -> &Decision {
    let from = decisions.partition_point(|piece| piece.block < block);
    let pieces = decisions[from..].iter().take_while(|piece| piece.block == block);
    pieces.max_by_key(|piece| piece.span.len()).expect("the pieces of a page tile its blocks")
}

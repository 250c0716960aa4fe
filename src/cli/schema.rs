//! `faircopy schema`: what a line of JSON output holds.

use crate::cli::{Done, Failure, Outcome};
use faircopy::Kind;
use serde_json::Value;
use std::io::Write;

/// Prints the JSON schema of a line of `clean --to jsonl`.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Example:
  faircopy schema > article.schema.json")]
pub struct Args {}

pub fn run(_: &Args) -> Outcome {
    let text = serde_json::to_string_pretty(&schema()?).map_err(|error| Failure::stop(error.to_string()))?;
    writeln!(std::io::stdout().lock(), "{text}")?;
    Ok(Done::All)
}

/// The schema as written in its file, with the kinds of the taxonomy.
fn schema() -> Result<Value, Failure> {
    let mut schema: Value =
        serde_json::from_str(include_str!("schema.json")).map_err(|error| Failure::stop(error.to_string()))?;
    if let Some(kind) = schema.pointer_mut("/$defs/kind") {
        let one_of = |kind: &Kind| serde_json::json!({ "const": kind.id(), "description": kind.about() });
        kind["oneOf"] = Kind::ALL.iter().map(one_of).collect();
    }
    Ok(schema)
}

#[cfg(test)]
mod tests {
    use super::*;
    use faircopy::{About, Recipe};

    /// The properties of an object that the schema does not know, with their paths.
    fn unknown(value: &Value, schema: &Value, root: &Value, at: &str, found: &mut Vec<String>) {
        let schema = match schema.get("$ref").and_then(Value::as_str) {
            Some(reference) => root.pointer(reference.trim_start_matches('#')).unwrap(),
            None => schema,
        };
        match value {
            Value::Object(fields) if schema.get("properties").is_some() => {
                for (name, value) in fields {
                    match schema["properties"].get(name) {
                        Some(schema) => unknown(value, schema, root, &format!("{at}/{name}"), found),
                        None => found.push(format!("{at}/{name}")),
                    }
                }
                for name in schema["required"].as_array().into_iter().flatten() {
                    if !fields.contains_key(name.as_str().unwrap()) {
                        found.push(format!("{at}: no {name}"));
                    }
                }
            }
            Value::Array(items) => {
                for item in items {
                    unknown(item, &schema["items"], root, &format!("{at}[]"), found);
                }
            }
            _ => {}
        }
    }

    const PAGE: &[u8] = br#"<html lang="en"><title>Rain</title><link rel="canonical" href="https://herald.example/rain">
        <meta property="og:site_name" content="Herald"><meta property="og:image" content="/a.jpg">
        <meta name="author" content="Ann Lee"><meta name="description" content="Rain."><meta name="keywords" content="rain">
        <meta property="article:section" content="Weather"><meta property="article:published_time" content="2024-05-03">
        <meta property="article:modified_time" content="2024-05-04"><h1>Rain</h1><p>Rain fell.</p></html>"#;

    #[test]
    fn the_schema_knows_every_field_of_a_line() {
        let schema = schema().unwrap();
        let pipeline = Recipe::strict().build().unwrap();
        let text =
            "Rain on Monday\n\nRain fell in the north\u{a0}of the country on Monday.\n\n[ad_1]\n\nRoads were closed.\n";
        let html = "<h2>Rain</h2><blockquote><ol start=3><li>It <b>rained</b> <a href=/a>here</a></ol></blockquote><table><tr><td>a<td>b<tr><td>c<td>d</table>";
        let about = About { media_type: Some("text/html"), ..About::default() };
        let whole = Recipe { judge: Vec::new(), ..Recipe::keep() }.build().unwrap();
        let article = whole.clean(html.as_bytes(), about);
        let line = serde_json::to_value(article.record("x").with_blocks(&article)).unwrap();
        let mut found = Vec::new();
        unknown(&line, &schema, &schema, "", &mut found);
        assert_eq!(found, [] as [String; 0]);
        let second = &line["blocks"][1];
        assert_eq!((&second["number"], &second["depth"], &second["quotes"]), (&3.into(), &1.into(), &1.into()));
        assert_eq!(second["inlines"][0]["chars"], serde_json::json!([3, 9]));
        let scripted = format!("{text}{}\n", "(function(){window.ads=[];})();".repeat(100));
        assert!(pipeline.clean(scripted.as_bytes(), About::default()).to_json("x").contains("taken_out"));
        for bytes in
            [text.as_bytes(), scripted.as_bytes(), b"", b"\xff\xfe\x00", b"<html><p>Rain fell.</p></html>", PAGE]
        {
            let line: Value = serde_json::from_str(&pipeline.clean(bytes, About::default()).to_json("x")).unwrap();
            let mut found = Vec::new();
            unknown(&line, &schema, &schema, "", &mut found);
            assert_eq!(found, [] as [String; 0]);
        }
    }
}

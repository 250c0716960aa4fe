//! Laws about recipes and rule files.

use super::{Law, excerpt, hold};
use crate::lexicon::load::{RuleFile, rules};
use crate::lexicon::sites::site_rules;
use crate::lexicon::{Lexicon, Record};
use crate::recipe::Recipe;
use serde::Serialize;

/// A recipe that reads is written as TOML that reads as the same recipe.
pub fn recipe_round_trip(recipe: &Recipe) -> Law {
    let text = recipe.to_toml();
    let again =
        Recipe::from_toml(&text, "again").map_err(|error| format!("its own TOML does not read: {error}\n{text}"))?;
    hold(again == *recipe, || format!("it reads back as another recipe:\n{text}"))?;
    hold(again.to_toml() == text, || format!("it is written in two ways:\n{text}"))
}

#[derive(Serialize)]
struct Contents<'r> {
    language: &'r str,
    rule: Vec<&'r Record>,
}

/// A rule file that loads is written as TOML that loads as the same rules.
///
/// # Errors
/// When it does not. A file that does not load breaks nothing.
pub fn rules_round_trip(file: &RuleFile) -> Law {
    let Ok(read) = rules(file) else { return Ok(()) };
    // The language is the part of every id before the lexicon's name.
    let language = read.first().and_then(|rule| rule.id.split_once(&format!(".{}.", file.lexicon)));
    let Some((language, _)) = language else { return Ok(()) };
    let contents = Contents { language, rule: read.iter().map(|rule| &rule.record).collect() };
    let text = toml::to_string(&contents).map_err(|error| format!("rules cannot be written: {error}"))?;
    let file = RuleFile { text, ..file.clone() };
    let again = rules(&file).map_err(|error| format!("its own TOML does not load: {error}\n{}", file.text))?;
    let records = |rules: &[crate::lexicon::CompiledRule]| rules.iter().map(|r| r.record.clone()).collect::<Vec<_>>();
    hold(records(&read) == records(&again), || format!("it loads back as other rules: {}", excerpt(&file.text)))?;
    // Loading twice is loading once: same rules, same digest.
    match (Lexicon::from_files([file.clone()]), Lexicon::from_files([file])) {
        (Ok(one), Ok(other)) => hold(one.digest() == other.digest(), || "one file has two digests".to_owned()),
        (Err(_), Err(_)) => Ok(()),
        _ => Err("a file loads only sometimes".to_owned()),
    }
}

/// A file of rules for sites that loads is written, rule by rule, as TOML that loads as the same.
///
/// # Errors
/// When it does not. A file that does not load breaks nothing.
pub fn site_rules_round_trip(file: &RuleFile) -> Law {
    let Ok(read) = site_rules(file) else { return Ok(()) };
    for rule in &read {
        let file = RuleFile { text: rule.record.to_toml(), ..file.clone() };
        let again = site_rules(&file).map_err(|error| format!("its own TOML does not load: {error}\n{}", file.text))?;
        let is_same = again.len() == 1 && again[0].record == rule.record;
        hold(is_same, || format!("it loads back as another rule: {}", excerpt(&file.text)))?;
    }
    Ok(())
}

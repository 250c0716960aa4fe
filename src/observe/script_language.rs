//! Script and language of the body, and lines in another script or language than the body's.
//!
//! The language is told from the body alone (the longest running text), so that the shell
//! of a site never decides it; script and language of the shell are reported apart. A line
//! in another script is foreign unless it is Latin: brands, names and addresses are Latin
//! everywhere, so of a Latin label the language must be told. A label in the same script is
//! foreign when another language is many times more likely ([`language::foreign`]): weaker
//! evidence, so it weighs less and takes nothing by itself. Sentences in
//! another language are quotations until something else speaks against them.
//!
//! **Known gaps**: labels of one or two words, which are too short to tell; languages that
//! nothing was taught of.

use crate::kind::Kind;
use crate::language::{self, Foreign, Identified};
use crate::lexicon::{Lexicon, Zones};
use crate::marks::{Fact, Family, Findings, Mark, Rule};
use crate::observe::zones::Zone;
use crate::page::{Block, Page};
use crate::stage::Judge;
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use unicode_script::Script;

/// Settings of `script-language`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct ScriptLanguageConfig {
    /// How much of the body is asked for its language, in bytes. Default 2,000: more makes
    /// no document surer.
    pub sample_bytes: usize,
    /// A line in another script has at least so many letters. Default 3.
    pub min_letters: u32,
    /// A line in another language of the same script has at most so many characters.
    /// Default 100: labels are shorter, and asking longer lines costs time.
    pub max_label_chars: u32,
}

impl Default for ScriptLanguageConfig {
    fn default() -> Self {
        ScriptLanguageConfig { sample_bytes: 2000, min_letters: 3, max_label_chars: 100 }
    }
}

/// The stage.
#[derive(Debug, Clone)]
pub struct ScriptLanguage {
    config: ScriptLanguageConfig,
}

/// A line without sentence punctuation in another script, before or after the body.
const LABEL_WEIGHT: i32 = 260;
/// The same for a sentence: a quotation or a notice.
const SENTENCE_WEIGHT: i32 = 120;
/// A label in another language of the same script.
const LANGUAGE_WEIGHT: i32 = 150;

impl ScriptLanguage {
    /// The stage with these settings; it needs no rules.
    #[must_use]
    pub fn new(config: ScriptLanguageConfig, _lexicon: Arc<Lexicon>) -> Self {
        ScriptLanguage { config }
    }
}

impl Judge for ScriptLanguage {
    fn name(&self) -> &'static str {
        "script-language"
    }

    fn run(&self, page: &Page<'_>, out: &mut Findings) {
        let Some(script) = body_script(page) else { return };
        out.fact(Fact::Script(script.full_name()));
        let body = language::identify(&self.sample(page, script));
        if body.script.is_some() {
            out.fact(Fact::Language { code: body.language, tag: body.tag(), confidence: body.confidence });
        }
        let mut shell = Shell::default();
        // Labels repeat: `Reply` under every comment.
        let mut known: FxHashMap<&str, Option<Foreign>> = FxHashMap::default();
        for block in page.blocks() {
            let sentence = block.shape.is_sentence();
            let (rule, weight) = match self.foreign(page, block, script, &body, &mut known) {
                Some(Foreign::Script(_)) if sentence => (FOREIGN_SCRIPT, SENTENCE_WEIGHT),
                Some(Foreign::Script(_)) => (FOREIGN_SCRIPT, LABEL_WEIGHT),
                Some(Foreign::Language(_)) => (FOREIGN_LANGUAGE, LANGUAGE_WEIGHT),
                None => continue,
            };
            out.marks.push(Mark {
                span: block.span,
                kind: Kind::Nav,
                rule: Rule::Fixed(rule),
                family: Family::Script,
                weight,
                zones: Zones::of(&[Zone::Head, Zone::Tail]),
            });
            if !sentence {
                shell.add(block, page.text_of(block));
            }
        }
        shell.report(script, &body, out);
    }
}

const FOREIGN_SCRIPT: &str = "script-language.foreign-script";
const FOREIGN_LANGUAGE: &str = "script-language.foreign-language";

/// Labels around the body that are not in its script or language.
#[derive(Default)]
struct Shell {
    letters: Vec<(Script, u32)>,
    text: String,
}

impl Shell {
    /// More is not needed to tell the language of labels.
    const MAX_BYTES: usize = 2000;
    /// Less would be a name or two, which look like any language.
    const MIN_BYTES: usize = 30;
    const SURE: f32 = 0.8;

    fn add(&mut self, block: &Block, text: &str) {
        let (script, letters) = (block.shape.script, block.shape.letters);
        match self.letters.iter_mut().find(|(known, _)| *known == script) {
            Some((_, sum)) => *sum += letters,
            None => self.letters.push((script, letters)),
        }
        if self.text.len() < Self::MAX_BYTES {
            self.text.push_str(text);
            self.text.push('\n');
        }
    }

    fn report(&self, body_script: Script, body: &Identified, out: &mut Findings) {
        // The first of the most frequent.
        let most = self.letters.iter().map(|(_, letters)| *letters).max();
        let main = self.letters.iter().find(|(_, letters)| Some(*letters) == most).map(|(script, _)| *script);
        if let Some(script) = main.filter(|script| *script != body_script) {
            out.fact(Fact::ShellScript(script.full_name()));
        }
        let shell = language::identify(&self.text);
        let sure = self.text.len() >= Self::MIN_BYTES && shell.confidence >= Self::SURE;
        if let Some(language) = shell.language.filter(|_| sure && shell.language != body.language) {
            out.fact(Fact::ShellLanguage(language));
        }
    }
}

impl ScriptLanguage {
    /// In what a block differs from the body; `known` is what was found of texts before.
    fn foreign<'t>(
        &self,
        page: &Page<'t>,
        block: &Block,
        script: Script,
        body: &Identified,
        known: &mut FxHashMap<&'t str, Option<Foreign>>,
    ) -> Option<Foreign> {
        let shape = &block.shape;
        let strange = shape.script != script && !matches!(shape.script, Script::Common | Script::Latin);
        if strange {
            return (shape.letters >= self.config.min_letters).then(|| Foreign::Script(shape.script.full_name()));
        }
        if shape.is_sentence() || shape.letters < self.config.min_letters || shape.chars > self.config.max_label_chars {
            return None;
        }
        let text = page.text_of(block);
        *known.entry(text).or_insert_with(|| language::foreign(text, body))
    }

    /// Text of the body's script: from the running text, or from all blocks without any.
    fn sample(&self, page: &Page<'_>, body: Script) -> String {
        let of_body = |block: &&Block| block.shape.script == body;
        let running = page.blocks().iter().filter(of_body).filter(|block| block.shape.is_sentence());
        let mut sample = self.take(page, running);
        if sample.is_empty() {
            sample = self.take(page, page.blocks().iter().filter(of_body));
        }
        sample
    }

    fn take<'p>(&self, page: &'p Page<'_>, blocks: impl Iterator<Item = &'p Block>) -> String {
        let mut sample = String::new();
        for block in blocks {
            for c in page.text_of(block).chars() {
                if sample.len() >= self.config.sample_bytes {
                    return sample;
                }
                sample.push(c);
            }
            sample.push(' ');
        }
        sample
    }
}

/// The script of most letters in running text; in all text where there is none.
fn body_script(page: &Page<'_>) -> Option<Script> {
    most_letters(page.blocks().iter().filter(|block| block.shape.is_sentence()))
        .or_else(|| most_letters(page.blocks().iter()))
}

fn most_letters<'p>(blocks: impl Iterator<Item = &'p Block>) -> Option<Script> {
    let mut counts: Vec<(Script, u64)> = Vec::new();
    for block in blocks.filter(|block| block.shape.script != Script::Common) {
        match counts.iter_mut().find(|(script, _)| *script == block.shape.script) {
            Some((_, letters)) => *letters += u64::from(block.shape.letters),
            None => counts.push((block.shape.script, u64::from(block.shape.letters))),
        }
    }
    let most = counts.iter().map(|(_, letters)| *letters).max()?;
    counts.iter().find(|(_, letters)| *letters == most).map(|(script, _)| *script)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn findings(text: &str) -> Findings {
        ScriptLanguage::new(ScriptLanguageConfig::default(), Arc::new(Lexicon::from_files([]).unwrap()))
            .findings(&Page::from_text(text))
    }

    #[test]
    fn the_shell_is_told_from_the_body() {
        let found =
            findings("Մատչելիության հղումներ\nRain fell over the valley on Monday and the river rose by a metre.\n");
        assert_eq!(found.marks.len(), 1);
        assert!(found.facts.contains(&Fact::Script("Latin")));
        assert!(found.facts.contains(&Fact::ShellScript("Armenian")));
        assert!(found.facts.contains(&Fact::ShellLanguage("hye")));
        assert!(found.facts.iter().any(|fact| matches!(fact, Fact::Language { code: Some("eng"), .. })));
    }

    #[test]
    fn labels_in_another_language_of_the_same_script_are_foreign() {
        let found = findings(
            "Weiterlesen mit einem Probeabonnement\n\
             La pluie est tombée pendant trois jours sur la vallée, et la rivière a débordé lundi soir.\n\
             Jean-Claude Juncker\n\
             « Wir haben so etwas noch nie gesehen », a dit un touriste allemand.\n",
        );
        let rules: Vec<&str> = found.marks.iter().map(|mark| mark.rule.as_str()).collect();
        assert_eq!(rules, [FOREIGN_LANGUAGE]);
        assert!(found.facts.contains(&Fact::ShellLanguage("deu")));
    }

    #[test]
    fn a_language_that_is_not_known_is_called_so() {
        let found = findings("Dieub an holl dud a zo ganet e frankiz hag en ur wirionez par an eil ouzh egile.\n");
        let tag = found.facts.iter().find_map(|fact| match fact {
            Fact::Language { code: None, tag, .. } => Some(tag.as_str()),
            _ => None,
        });
        assert_eq!(tag, Some("und-Latn"));
    }

    #[test]
    fn latin_names_on_a_page_in_another_script_are_no_strangers() {
        let found = findings("BBC\nНаши корреспонденты передают, что вода в реке поднялась на метр за одну ночь.\n");
        assert_eq!(found.marks, []);
    }
}

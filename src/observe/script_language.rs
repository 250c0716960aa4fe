//! Script and language of the body, and lines in another script than the body's.
//!
//! The language is told from the body alone (the longest running text), so that the shell
//! of a site never decides it; the script of the shell is reported apart. A line in another
//! script is foreign unless it is Latin: brands, names and addresses are Latin everywhere.
//! (The research behind the project found none of 5,696 article lines in 20 languages taken
//! by such a rule; it was not measured again for this stage.)
//!
//! **Known gaps**: foreign lines in the same script; languages that whatlang does not know
//! are reported as the nearest it knows, with low confidence.

use crate::kind::Kind;
use crate::lexicon::{Lexicon, Zones};
use crate::marks::{Fact, Family, Findings, Mark, Rule};
use crate::observe::zones::Zone;
use crate::page::{Block, Page};
use crate::stage::Judge;
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use unicode_script::Script;

/// Settings of `script-language`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct ScriptLanguageConfig {
    /// How much of the body is asked for its language, in bytes. Default 500: whatlang
    /// takes 0.12 ms for 1,000 bytes, and documents are as sure with 500.
    pub sample_bytes: usize,
    /// A foreign line has at least so many letters. Default 3.
    pub min_letters: u32,
}

impl Default for ScriptLanguageConfig {
    fn default() -> Self {
        ScriptLanguageConfig { sample_bytes: 500, min_letters: 3 }
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
        let Some(body) = body_script(page) else { return };
        out.fact(Fact::Script(body.full_name()));
        if let Some(fact) = self.language(page, body) {
            out.fact(fact);
        }
        let mut shell: Vec<(Script, u32)> = Vec::new();
        for block in page.blocks().iter().filter(|block| self.is_foreign(block, body)) {
            let sentence = block.shape.is_sentence();
            out.marks.push(Mark {
                span: block.span,
                kind: Kind::Nav,
                rule: Rule::Fixed("script-language.foreign-script"),
                family: Family::Script,
                weight: if sentence { SENTENCE_WEIGHT } else { LABEL_WEIGHT },
                zones: Zones::of(&[Zone::Head, Zone::Tail]),
            });
            if !sentence {
                match shell.iter_mut().find(|(script, _)| *script == block.shape.script) {
                    Some((_, letters)) => *letters += block.shape.letters,
                    None => shell.push((block.shape.script, block.shape.letters)),
                }
            }
        }
        // The first of the most frequent.
        let most = shell.iter().map(|(_, letters)| *letters).max();
        if let Some((script, _)) = shell.iter().find(|(_, letters)| Some(*letters) == most) {
            out.fact(Fact::ShellScript(script.full_name()));
        }
    }
}

impl ScriptLanguage {
    fn is_foreign(&self, block: &Block, body: Script) -> bool {
        let script = block.shape.script;
        script != body
            && !matches!(script, Script::Common | Script::Latin)
            && block.shape.letters >= self.config.min_letters
    }

    fn language(&self, page: &Page<'_>, body: Script) -> Option<Fact> {
        let sample = self.sample(page, body);
        let info = whatlang::detect(&sample)?;
        // Rounded, so that a difference in the last bit between platforms never shows.
        #[allow(clippy::cast_possible_truncation)]
        let confidence = ((info.confidence() * 1000.0).round() / 1000.0) as f32;
        Some(Fact::Language { code: info.lang().code(), confidence })
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
        let mut sample = String::with_capacity(self.config.sample_bytes + 4);
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
        assert!(matches!(
            found.facts.iter().find(|f| matches!(f, Fact::Language { .. })),
            Some(Fact::Language { code: "eng", .. })
        ));
    }

    #[test]
    fn latin_names_on_a_page_in_another_script_are_no_strangers() {
        let found = findings("BBC\nНаши корреспонденты передают, что вода в реке поднялась на метр за одну ночь.\n");
        assert_eq!(found.marks, []);
    }
}

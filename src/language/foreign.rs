//! Lines in another language than the text around them.

use super::identify::{Identified, identify};
use super::ngrams;
use super::scripts::Counts;
use unicode_script::Script;

/// How much more likely another language must be: the logarithm of its odds against the
/// language of the text, times the square root of the number of letter sequences.
///
/// Set on the train half of 147 articles with interface strings of another language put in,
/// so that of a thousand lines of the articles themselves at most one is taken; the figures
/// of both halves are printed by `examples/stage_scores`.
const FAR: f32 = 25.0;
/// The same for lines that may be names, which are in no language.
const FAR_FOR_NAMES: f32 = 60.0;

/// A line in another script says so with this many letters.
const MIN_LETTERS: usize = 3;

/// In what a line differs from the text around it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Foreign {
    /// It is in another script, of this English name in Unicode.
    Script(&'static str),
    /// It is in another language, ISO 639-3.
    Language(&'static str),
}

/// In what a line is surely not like the text around it, of which `body` was found.
///
/// Another script is foreign, except Latin, which brands and names are in everywhere: of a
/// Latin line the language must be told, as of a line in the script of the body. Nothing for
/// a line that may be in the language of the body or in a near relative of it, nor for one in
/// a language that no model knows; names and single words seldom say enough.
///
/// ```
/// use faircopy::language::{Foreign, foreign, identify};
/// let body = identify("La pluie est tombée pendant trois jours, et la rivière a débordé.");
/// assert_eq!(foreign("Weiterlesen mit einem Probeabonnement", &body), Some(Foreign::Language("deu")));
/// assert_eq!(foreign("Մատչելիության հղումներ", &body), Some(Foreign::Script("Armenian")));
/// assert_eq!(foreign("Poursuivre la lecture", &body), None);
/// assert_eq!(foreign("Angela Merkel", &body), None);
/// ```
#[must_use]
pub fn foreign(line: &str, body: &Identified) -> Option<Foreign> {
    let counts = Counts::of(line);
    let script = counts.main()?;
    if body.script.is_none() || body.script == Some(script.full_name()) || is_japanese(body, script) {
        return body.language.and_then(|own| other_language(line, script, own)).map(Foreign::Language);
    }
    if script != Script::Latin {
        return (counts.letters(script) >= MIN_LETTERS).then_some(Foreign::Script(script.full_name()));
    }
    let found = identify(line);
    let told = !may_be_name(line) && found.confidence >= SURE;
    found.language.filter(|_| told).map(Foreign::Language)
}

/// A Latin line in a text of another script is in a language with this confidence, or it may
/// be a name.
const SURE: f32 = 0.5;

/// Japanese is written in three scripts.
fn is_japanese(body: &Identified, script: Script) -> bool {
    body.language == Some("jpn") && matches!(script, Script::Han | Script::Hiragana | Script::Katakana)
}

/// The language of a line that is surely not in `own`, though in the same script.
fn other_language(line: &str, script: Script, own: &str) -> Option<&'static str> {
    let classifier = ngrams::of_script(script.full_name())?;
    let line = plain_words(line);
    let (scores, sequences) = classifier.scores(&line);
    let own = classifier.class_of(own)?;
    // The last class is none of the languages.
    let (_, taught) = scores.split_last()?;
    let near = taught.iter().enumerate().filter(|(at, _)| classifier.are_near(*at, own));
    let own = near.map(|(_, score)| *score).max_by(f32::total_cmp)?;
    let (other, best) = taught.iter().enumerate().max_by(|(_, a), (_, b)| a.total_cmp(b))?;
    let lead = (best - own) * (sequences as f32).sqrt();
    // Of hardly any line more need be asked.
    let is_far = lead >= FAR && (lead >= FAR_FOR_NAMES || !may_be_name(&line));
    Some(classifier.classes[other].as_str()).filter(|other| is_far && *other != LATIN)
}

/// No site speaks Latin to its readers: that is a motto, or the name of a spider.
const LATIN: &str = "lat";

/// The words of a line that are made of letters alone: names of files, keys and code look like
/// any language.
fn plain_words(line: &str) -> String {
    let words = line.split_whitespace().map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()));
    let is_plain = |word: &&str| word.chars().all(|c| c.is_alphabetic() || matches!(c, '\'' | '’' | '-'));
    words.filter(is_plain).fold(String::with_capacity(line.len()), |plain, word| plain + word + " ")
}

/// Whether most words begin with a capital, or all are the same.
fn may_be_name(line: &str) -> bool {
    let initial = |word: &str| word.chars().find(|c| c.is_alphabetic());
    let (capitals, words) = line
        .split_whitespace()
        .filter_map(initial)
        .fold((0, 0), |(capitals, words), c| (capitals + usize::from(c.is_uppercase()), words + 1));
    let first = line.split_whitespace().next();
    capitals * 2 > words || line.split_whitespace().all(|word| Some(word) == first)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_told_from_names() {
        let bodies = [
            "La pluie est tombée pendant trois jours, et la rivière a débordé.",
            "Déšť padal tři dny a řeka se vylila z břehů.",
            "Дождь шёл три дня, и река вышла из берегов.",
            "Kiša je padala tri dana i rijeka se izlila.",
            "三日間雨が降り、川が増水した。",
        ];
        let [french, czech, russian, croatian, japanese] = bodies.map(identify);
        for (line, body, other) in [
            ("Weiterlesen mit einem Probeabonnement", french, Some(Foreign::Language("deu"))),
            ("Zaloguj się, aby komentować", czech, Some(Foreign::Language("pol"))),
            ("Увійдіть, щоб залишити коментар", russian, Some(Foreign::Language("ukr"))),
            ("Read the full story here", russian, Some(Foreign::Language("eng"))),
            ("続きを読む", russian, Some(Foreign::Script("Hiragana"))),
            ("Karin Keller-Sutter", french, None),
            ("Reuters", russian, None),
            ("Rechercher", french, None),
            ("[b183ca2340c4b830552b6f0a7fed5d59]", french, None),
            ("result = self.fn(*self.args, **self.kwargs)", french, None),
            ("Latrodectus hesperus", french, None),
            ("関連記事", japanese, None),
            // Near relatives are one.
            ("Prijavite se da biste komentarisali", croatian, None),
        ] {
            assert_eq!(foreign(line, &body), other, "{line}");
        }
    }
}

//! Lines in another language than the text around them.

use super::identify::near;
use super::ngrams;
use super::scripts::Counts;

/// How much more likely another language must be: the logarithm of its odds against the
/// language of the text, times the square root of the number of letter sequences.
///
/// Set on the train half of 147 articles with interface strings of another language put in,
/// so that of a thousand lines of the articles themselves at most one is taken; the figures
/// of both halves are printed by `examples/stage_scores`.
const FAR: f32 = 25.0;
/// The same for lines that may be names, which are in no language.
const FAR_FOR_NAMES: f32 = 60.0;

/// The language of a line that is surely not in `language`, though in the same script:
/// ISO 639-3. Nothing for a line that may be in it, in a near relative of it, or in a
/// language that no model knows; short names and brands seldom say enough.
///
/// ```
/// use faircopy::language::foreign;
/// assert_eq!(foreign("Weiterlesen mit einem Probeabonnement", "fra"), Some("deu"));
/// assert_eq!(foreign("Poursuivre la lecture", "fra"), None);
/// assert_eq!(foreign("Angela Merkel", "fra"), None);
/// ```
#[must_use]
pub fn foreign(line: &str, language: &str) -> Option<&'static str> {
    let script = Counts::of(line).main()?;
    let classifier = ngrams::of_script(script.full_name())?;
    let (scores, sequences) = classifier.scores(line);
    let taught = || classifier.languages().map(|(language, _)| language).zip(&scores);
    let own = taught().filter(|(known, _)| near(known) == near(language)).map(|(_, score)| *score);
    let own = own.max_by(f32::total_cmp)?;
    let (other, best) = taught().max_by(|a, b| a.1.total_cmp(b.1))?;
    let far = if may_be_name(line) { FAR_FOR_NAMES } else { FAR };
    ((best - own) * (sequences as f32).sqrt() >= far).then_some(other)
}

/// Whether most words begin with a capital, or the only one.
fn may_be_name(line: &str) -> bool {
    let initials = line.split_whitespace().filter_map(|word| word.chars().find(|c| c.is_alphabetic()));
    let (capitals, words) =
        initials.fold((0, 0), |(capitals, words), c| (capitals + usize::from(c.is_uppercase()), words + 1));
    capitals * 2 > words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_told_from_names() {
        for (line, language, other) in [
            ("Weiterlesen mit einem Probeabonnement", "fra", Some("deu")),
            ("Zaloguj się, aby komentować", "ces", Some("pol")),
            ("Увійдіть, щоб залишити коментар", "rus", Some("ukr")),
            ("Karin Keller-Sutter", "fra", None),
            ("Podcast", "ita", None),
            ("Rechercher", "fra", None),
            // Near relatives are one.
            ("Prijavite se za komentiranje", "srp", None),
            // Another script is another matter.
            ("Weiterlesen", "rus", None),
        ] {
            assert_eq!(foreign(line, language), other, "{line}");
        }
    }
}

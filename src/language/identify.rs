//! Which language a text is in, and how sure that is.

use super::codes;
use super::ngrams::{self, CLUES, Classifier};
use super::scripts::Counts;
use std::borrow::Cow;
use unicode_script::{Script, UnicodeScript};

/// What [`identify`] finds.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Identified {
    /// The language by its ISO 639-3 code; none if the text is too short or in a language
    /// that is not among [`languages`], as far as can be told.
    pub language: Option<&'static str>,
    /// The nearest of the known languages, however far away.
    pub nearest: Option<&'static str>,
    /// How likely it is that `nearest` is right, from 0 to 1: of all texts with 0.8, four
    /// fifths are (`examples/stage_scores` prints the table). Near relatives count as right:
    /// Bosnian, Croatian and Serbian; the two kinds of Norwegian; Indonesian and Malay.
    pub confidence: f32,
    /// The script of most letters, by its English name in Unicode (`Latin`, `Han`); none for
    /// a text without letters.
    pub script: Option<&'static str>,
    /// The same by ISO 15924 (`Latn`), which tells more of Chinese, Japanese and Korean:
    /// `Hans`, `Hant`, `Jpan`, `Kore`.
    pub script_code: Option<&'static str>,
}

impl Identified {
    /// The language tag of BCP 47 with the script: `sr-Cyrl`, `zh-Hant`, `und-Latn`, `und`.
    ///
    /// ```
    /// use faircopy::language::identify;
    /// assert_eq!(identify("Anforderungen an die Sicherheit von Brücken").tag(), "de-Latn");
    /// assert_eq!(identify("12:30").tag(), "und");
    /// ```
    #[must_use]
    pub fn tag(&self) -> String {
        codes::tag(self.language, self.script_code)
    }
}

/// Below this confidence the language is not known. Of lines of 20 to 60 characters in
/// languages that nothing was taught of it turns away three in five, of the others four in a
/// thousand that were right (`docs/accuracy-stages.md` has the figures by kind of text).
const UNKNOWN_BELOW: f64 = 0.15;

/// Scripts of one language that is written much, with nothing to tell it from the others in
/// that script.
const SOLE_SCRIPT: f64 = 0.97;

/// Which language a text is in: first its script, then, among the languages of the script, a
/// linear model over sequences of letters. Of a text over 4 KB four pieces are looked at.
///
/// The order of lines makes no difference, up to that size; nor do digits and signs.
///
/// ```
/// use faircopy::language::identify;
/// let found = identify("Lluvia intensa durante tres días en el norte del país");
/// assert_eq!(found.language, Some("spa"));
/// assert!(found.confidence > 0.9);
/// ```
#[must_use]
pub fn identify(text: &str) -> Identified {
    let text = sample(text);
    let counts = Counts::of(&text);
    let Some(script) = counts.main() else {
        return Identified { language: None, nearest: None, confidence: 0.0, script: None, script_code: None };
    };
    let (nearest, confidence) = match ngrams::of_script(script.full_name()) {
        Some(classifier) => by_letters(classifier, &text),
        None => by_script(script, &counts, &text),
    };
    // Rounded before it is used: the last bit of a logarithm differs between platforms.
    let confidence = (confidence * 1000.0).round() / 1000.0;
    Identified {
        language: nearest.filter(|_| confidence >= UNKNOWN_BELOW),
        nearest,
        confidence: confidence as f32,
        script: Some(script.full_name()),
        script_code: Some(codes::script_code(script, nearest, &text)),
    }
}

/// All languages that [`identify`] can find by a model of their letters, as ISO 639-3, with
/// the name of the script each is looked for in.
///
/// ```
/// assert!(faircopy::language::languages().any(|(language, script)| (language, script) == ("eus", "Latin")));
/// ```
pub fn languages() -> impl Iterator<Item = (&'static str, &'static str)> {
    ngrams::all().flat_map(Classifier::languages)
}

/// Texts up to this size are looked at as a whole.
pub(crate) const WHOLE_BYTES: usize = 4096;
const PIECES: usize = 4;

/// The text, or pieces from all over it.
fn sample(text: &str) -> Cow<'_, str> {
    if text.len() <= WHOLE_BYTES {
        return Cow::Borrowed(text);
    }
    let piece_bytes = WHOLE_BYTES / PIECES;
    let last_start = text.len() - piece_bytes;
    let pieces = (0..PIECES).map(|piece| {
        let start = boundary(text, last_start * piece / (PIECES - 1));
        &text[start..boundary(text, start + piece_bytes)]
    });
    Cow::Owned(pieces.collect::<Vec<_>>().join("\n"))
}

/// The first border between characters from `at` on.
fn boundary(text: &str, at: usize) -> usize {
    (at..text.len()).find(|at| text.is_char_boundary(*at)).unwrap_or(text.len())
}

fn by_letters(classifier: &'static Classifier, text: &str) -> (Option<&'static str>, f64) {
    let (scores, features) = classifier.scores(text);
    let Some((none, taught)) = scores.split_last() else { return (None, 0.0) };
    let Some(best) = (0..taught.len()).max_by(|a, b| taught[*a].total_cmp(&taught[*b]).then(b.cmp(a))) else {
        return (None, 0.0);
    };
    if features == 0 || !has_different_letters(text) {
        return (None, 0.0);
    }
    let highest = f64::from(scores.iter().copied().fold(f32::MIN, f32::max));
    // Odds of one in a hundred million make no difference.
    let odds = |score: &f32| Some(f64::from(*score) - highest).filter(|log| *log > -18.0).map_or(0.0, f64::exp);
    let odds: Vec<f64> = scores.iter().map(odds).collect();
    let near_odds: f64 = (0..taught.len()).filter(|at| classifier.are_near(*at, best)).map(|at| odds[at]).sum();
    let share = (near_odds / odds.iter().sum::<f64>()).clamp(1e-6, 1.0 - 1e-6);
    let score = f64::from(taught[best]);
    let root = (features as f64).sqrt();
    let clues: [f64; CLUES] =
        [1.0, (share / (1.0 - share)).ln(), score - f64::from(*none), score, root.ln(), score / root];
    let sum: f64 = clues.iter().zip(ngrams::sureness()).map(|(clue, weight)| clue * f64::from(*weight)).sum();
    (Some(&classifier.classes[best]), 1.0 / (1.0 + (-sum).exp()))
}

/// Whether a text has three different letters: one or two over and over are in no language, however often.
fn has_different_letters(text: &str) -> bool {
    const MIN_DIFFERENT: usize = 3;
    let mut different = Vec::new();
    text.chars().filter(|c| c.is_alphabetic()).any(|c| {
        if !different.contains(&c) {
            different.push(c);
        }
        different.len() >= MIN_DIFFERENT
    })
}

/// Scripts that one language is written in, or that say by themselves which language it is.
fn by_script(script: Script, counts: &Counts, text: &str) -> (Option<&'static str>, f64) {
    let kana = counts.letters(Script::Hiragana) + counts.letters(Script::Katakana);
    let language = match script {
        Script::Hiragana | Script::Katakana => Some("jpn"),
        // A Chinese text may quote a Japanese name; in Japanese every second sign is kana.
        Script::Han if kana * 10 > counts.letters(Script::Han) => Some("jpn"),
        Script::Han => Some("zho"),
        Script::Lao => Some("lao"),
        Script::Tibetan => Some("bod"),
        Script::Thaana => Some("div"),
        // Letters that Assamese has and Bengali has not.
        Script::Bengali if text.contains(['ৰ', 'ৱ']) => None,
        // Of a mixture it would choose a script of its own.
        _ => {
            let of_script: String = text.chars().filter(|c| c.script() == script || c.is_whitespace()).collect();
            whatlang::detect_lang(&of_script).map(|language| iso(language.code()))
        }
    };
    (language, if language.is_some() { SOLE_SCRIPT } else { 0.0 })
}

/// The code this project uses for a language of whatlang.
fn iso(code: &'static str) -> &'static str {
    match code {
        "cmn" => "zho",
        "pes" => "fas",
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_letter_over_and_over_is_in_no_language() {
        assert_eq!(identify(&"a".repeat(500)).language, None);
        assert_eq!(identify(&"ha ".repeat(200)).language, None);
        assert!(identify(&"una ".repeat(200)).language.is_some());
    }

    #[test]
    fn one_sentence_in_each_of_many_languages() {
        for (text, tag) in [
            ("It rained for three days, and the river rose.", "en-Latn"),
            ("Il a plu pendant trois jours, et la rivière a débordé.", "fr-Latn"),
            ("Három napig esett az eső, és a folyó megáradt.", "hu-Latn"),
            ("Pršelo tři dny a řeka se vylila z břehů.", "cs-Latn"),
            ("Það rigndi í þrjá daga og áin flæddi yfir bakka sína.", "is-Latn"),
            ("Hiru egunez egin zuen euria, eta ibaia gainezka jarri zen.", "eu-Latn"),
            ("Mvua ilinyesha kwa siku tatu na mto ukafurika.", "sw-Latn"),
            ("Lina imvula izinsuku ezintathu futhi umfula wagcwala.", "zu-Latn"),
            ("Дощ ішов три дні, і річка вийшла з берегів.", "uk-Cyrl"),
            ("Три дана је падала киша и река се излила.", "sr-Cyrl"),
            ("Гурван өдөр бороо орж, гол үерлэв.", "mn-Cyrl"),
            ("سه روز باران بارید و رودخانه طغیان کرد.", "fa-Arab"),
            ("तीन दिनों तक बारिश हुई और नदी में बाढ़ आ गई।", "hi-Deva"),
            ("Երեք օր անձրև էր գալիս։", "hy-Armn"),
            ("三天大雨，河水上涨，这个国家没有准备。", "zh-Hans"),
            ("三天大雨，河水上漲，這個國家沒有準備。", "zh-Hant"),
            ("三日間雨が降り、川が増水した。", "ja-Jpan"),
            ("사흘 동안 비가 와서 강물이 불었다.", "ko-Kore"),
            ("ຝົນຕົກສາມມື້", "lo-Laoo"),
            ("ಮೂರು ದಿನ ಮಳೆ ಸುರಿಯಿತು", "kn-Knda"),
        ] {
            assert_eq!(identify(text).tag(), tag, "{text} {:?}", identify(text));
        }
    }

    #[test]
    fn nothing_is_known_of_nothing() {
        for text in ["", "12:30 – 5 %", "\u{fffd}\u{fffd}"] {
            assert_eq!(identify(text).language, None, "{text:?}");
            assert_eq!(identify(text).tag(), "und");
        }
    }

    #[test]
    fn a_long_text_is_known_by_its_pieces() {
        let text = "Három napig esett az eső, és a folyó megáradt. ".repeat(2000);
        assert_eq!(identify(&text).language, Some("hun"));
        assert!(sample(&text).len() < WHOLE_BYTES + 4 * PIECES);
        assert_eq!(identify(&"ű".repeat(5001)).script, Some("Latin"));
    }

    #[test]
    fn every_language_has_a_tag() {
        for (language, _) in languages() {
            assert!(codes::is_known(language), "{language}");
        }
        assert_eq!(languages().filter(|(language, _)| *language == "und").count(), 0);
    }
}

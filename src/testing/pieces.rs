//! The invented text that documents are made of.

use super::{Choices, Part};
use serde::Deserialize;
use std::sync::LazyLock;

/// Invented text in one script.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pieces {
    /// Its language, ISO 639-1.
    pub language: String,
    /// Sentences that are nothing but running text.
    pub prose: Vec<String>,
    /// Headlines.
    pub headlines: Vec<String>,
    /// Names of people.
    pub names: Vec<String>,
    /// Names of sections of a site.
    pub sections: Vec<String>,
    /// The label over an advertisement.
    pub ad: String,
    /// The label before another story.
    pub read: String,
    /// The label before a name.
    pub by: String,
    /// A date and a time.
    pub date: String,
    /// The buttons of a share bar.
    pub share: Vec<String>,
    /// An appeal for money.
    pub donate: String,
    /// A cookie notice.
    pub cookie: String,
    /// The lines of a comment form.
    pub comments: Vec<String>,
    /// A copyright line.
    pub copyright: String,
    /// The label before a photographer's name.
    pub photo: String,
}

#[derive(Deserialize)]
struct File {
    script: Vec<Pieces>,
}

/// The pieces of all scripts, the Latin one first.
#[must_use]
pub fn scripts() -> &'static [&'static Pieces] {
    static SCRIPTS: LazyLock<Vec<&'static Pieces>> = LazyLock::new(|| {
        let file: File = toml::from_str(include_str!("pieces.toml")).expect("pieces.toml reads");
        Box::leak(file.script.into_boxed_slice()).iter().collect()
    });
    &SCRIPTS
}

impl Pieces {
    /// Sentences as one paragraph, the way the script does it.
    #[must_use]
    pub fn join(&self, sentences: &[&str]) -> String {
        sentences.join(if self.language == "zh" { "" } else { " " })
    }

    /// How many paragraphs can be made, all different.
    #[must_use]
    pub fn paragraphs(&self) -> usize {
        self.prose.len() * (self.prose.len() - 1) * (self.prose.len() - 2)
    }

    /// A paragraph of two or three different sentences, by its number.
    #[must_use]
    pub fn paragraph(&self, number: usize) -> String {
        let sentences = self.prose.len();
        let (first, rest) = (number % sentences, number / sentences);
        let second = (first + 1 + rest % (sentences - 1)) % sentences;
        let mut chosen = vec![first, second];
        chosen.extend((0..sentences).filter(|at| !chosen.contains(at)).nth(rest / (sentences - 1)));
        let chosen: Vec<&str> = chosen.into_iter().map(|at| self.prose[at].as_str()).collect();
        self.join(&chosen)
    }

    /// The lines of one part.
    pub(super) fn lines(&self, part: Part, choices: &mut Choices<'_>) -> Vec<String> {
        let some = |list: &[String], choices: &mut Choices<'_>| {
            let from = choices.below(list.len());
            let count = 1 + choices.below(list.len());
            list.iter().cycle().skip(from).take(count).cloned().collect::<Vec<_>>()
        };
        match part {
            Part::Prose => vec![self.paragraph(choices.below(self.paragraphs()))],
            Part::Headline => vec![choices.pick(&self.headlines).clone()],
            Part::AdSlot => vec![(*choices.pick(&["[ad_1]", "<!--[ad_2] -->", "[vp_list id=\"6\"]"])).to_owned()],
            Part::AdLabel => vec![self.ad.clone()],
            Part::ReadMoreLine => vec![format!("{}: {}", self.read, choices.pick(&self.headlines))],
            Part::ReadMoreBlock => {
                let mut lines = vec![format!("{}:", self.read)];
                lines.extend(some(&self.headlines, choices));
                lines
            }
            Part::Byline => vec![format!("{} {}", self.by, choices.pick(&self.names))],
            Part::Date => vec![self.date.clone()],
            Part::Captions => {
                let credit = format!("({}: {})", self.photo, choices.pick(&self.names));
                let caption = format!("{} {credit}", choices.pick(&self.headlines));
                vec![caption.clone(), caption]
            }
            Part::Menu => some(&self.sections, choices),
            Part::Share => some(&self.share, choices),
            Part::Donation => vec![self.donate.clone()],
            Part::Cookie => vec![self.cookie.clone()],
            Part::Comments => self.comments.clone(),
            Part::Copyright => vec![self.copyright.clone()],
            Part::DumpField => {
                vec![(*choices.pick(&["date 2020-11-01", "url: https://example.org/a"])).to_owned()]
            }
            Part::Separator => vec![(*choices.pick(&["* * *", "-", "———"])).to_owned()],
            Part::List => some(&self.headlines, choices).iter().map(|line| format!("• {line}")).collect(),
        }
    }
}

//! [`Recipe`]: which stages, in which order, with which settings, as data.

use crate::catalog::{self, Phase, Settings};
use crate::decode::DecodeConfig;
use crate::error::{BuildError, explain_unknown_key, suggestion};
use crate::lexicon::Lexicon;
use crate::lexicon::load::line_of;
use crate::pipeline::Pipeline;
use crate::resolve::ResolveConfig;
use crate::segment::SegmentConfig;
use crate::stage::Step;
use serde::{Deserialize, Serialize};
use std::path::PathBuf;
use std::sync::Arc;

/// A stage of a recipe: its name, and settings where they differ from the defaults.
///
/// In TOML either `"ad-markers"` or `{ stage = "ad-markers", max-chars = 60 }`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum StageSpec {
    /// With its defaults.
    Name(String),
    /// With settings.
    Set {
        /// Its name.
        stage: String,
        /// The settings.
        #[serde(flatten)]
        settings: toml::Table,
    },
}

impl StageSpec {
    /// The name of the stage.
    #[must_use]
    pub fn name(&self) -> &str {
        match self {
            StageSpec::Name(name) | StageSpec::Set { stage: name, .. } => name,
        }
    }
}

/// Rule files of the user's own.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct RulesConfig {
    /// Folders laid out as `<stage>/<language>.toml`, rules for sites in
    /// `site-rules/<any name>.toml`; later ones replace rules of the same
    /// id. A path that is not absolute starts at the working directory.
    pub folders: Vec<PathBuf>,
}

/// What a document may cost.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Limits {
    /// A longer document is read only so far, and flagged `oversize`. Default 64 MiB.
    pub max_bytes: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Limits { max_bytes: 64 << 20 }
    }
}

/// Which stages, in which order, with which settings.
///
/// ```
/// use faircopy::{About, Recipe};
/// let pipeline = Recipe::balanced().build()?;
/// let article = pipeline.clean("Rain fell.\n[ad_1]\n".as_bytes(), About::default());
/// assert_eq!(article.text, "Rain fell.");
/// # Ok::<(), faircopy::BuildError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Recipe {
    /// How articles name it. Default the file that it was read from.
    pub name: String,
    /// Rewrite stages on the way in.
    pub repair: Vec<StageSpec>,
    /// Judges, in any order: the catalog knows their steps.
    pub judge: Vec<StageSpec>,
    /// Rewrite stages on the way out.
    pub polish: Vec<StageSpec>,
    /// From bytes to characters.
    pub decode: DecodeConfig,
    /// From characters to blocks.
    pub segment: SegmentConfig,
    /// How much evidence a removal takes.
    pub resolve: ResolveConfig,
    /// Rule files of the user's own.
    pub rules: RulesConfig,
    /// What a document may cost.
    pub limits: Limits,
}

impl Default for Recipe {
    /// No stages at all, and the default settings of everything else.
    fn default() -> Self {
        Recipe {
            name: UNNAMED.into(),
            repair: Vec::new(),
            judge: Vec::new(),
            polish: Vec::new(),
            decode: DecodeConfig::default(),
            segment: SegmentConfig::default(),
            resolve: ResolveConfig::default(),
            rules: RulesConfig::default(),
            limits: Limits::default(),
        }
    }
}

/// How a recipe is called that has no name and is of no file.
const UNNAMED: &str = "unnamed";

/// The recipes that come with faircopy: name and TOML.
pub const BUILTIN: [(&str, &str); 3] = [
    ("balanced", include_str!("recipes/balanced.toml")),
    ("keep", include_str!("recipes/keep.toml")),
    ("strict", include_str!("recipes/strict.toml")),
];

impl Recipe {
    /// The default: what is more likely boilerplate than not, with care for sentences.
    #[must_use]
    pub fn balanced() -> Self {
        Self::expect_builtin("balanced")
    }

    /// Only what is certain goes.
    #[must_use]
    pub fn keep() -> Self {
        Self::expect_builtin("keep")
    }

    /// What is doubtful goes too.
    #[must_use]
    pub fn strict() -> Self {
        Self::expect_builtin("strict")
    }

    fn expect_builtin(name: &'static str) -> Self {
        // A test reads all of them; the default is only there so that nothing can panic.
        Self::builtin(name).unwrap_or_default()
    }

    /// The built-in recipe of a name.
    ///
    /// # Errors
    /// When there is none, with the nearest name.
    pub fn builtin(name: &str) -> Result<Self, BuildError> {
        match BUILTIN.iter().find(|(builtin, _)| *builtin == name) {
            Some((_, text)) => Self::from_toml(text, name),
            None => Err(BuildError::Unknown {
                place: "recipe".into(),
                what: "recipe",
                name: name.to_owned(),
                hint: format!(
                    "{} (balanced, keep and strict are built in; a file name ends in .toml)",
                    suggestion(name, BUILTIN.map(|(n, _)| n))
                ),
            }),
        }
    }

    /// Reads a recipe; `place` is how errors call it.
    ///
    /// # Errors
    /// When it is not TOML, a key is unknown, a value is not of its type, or a stage is
    /// unknown or in the wrong phase. Each names the line and the remedy.
    pub fn from_toml(text: &str, place: &str) -> Result<Self, BuildError> {
        let mut recipe: Recipe = toml::from_str(text).map_err(|error| BuildError::Syntax {
            place: format!("{place}:{}", line_of(text, error.span())),
            message: explain_unknown_key(error.message()),
        })?;
        for (key, specs) in recipe.phases() {
            for spec in specs {
                check_stage(key, spec.name(), text, place)?;
            }
        }
        if recipe.name == UNNAMED {
            place.clone_into(&mut recipe.name);
        }
        Ok(recipe)
    }

    /// The recipe as TOML, which reads back as the same recipe.
    #[must_use]
    pub fn to_toml(&self) -> String {
        toml::to_string_pretty(self).unwrap_or_default()
    }

    fn phases(&self) -> [(&'static str, &[StageSpec]); 3] {
        [("repair", &self.repair), ("judge", &self.judge), ("polish", &self.polish)]
    }

    /// A pipeline, ready to run.
    ///
    /// # Errors
    /// When a stage, a setting or a rule file is not what it should be.
    pub fn build(&self) -> Result<Pipeline, BuildError> {
        self.decode.check()?;
        let lexicon = Arc::new(Lexicon::with_folders(&self.rules.folders)?);
        let mut pipeline = Pipeline::empty(self, lexicon.clone());
        let no_settings = toml::Table::new();
        for (key, specs) in self.phases() {
            for spec in specs {
                let entry = check_stage(key, spec.name(), "", &self.name)?;
                let table = match spec {
                    StageSpec::Name(_) => &no_settings,
                    StageSpec::Set { settings, .. } => settings,
                };
                let place = format!("{}: {}", self.name, spec.name());
                let settings = Settings { place: &place, table };
                match entry.phase {
                    Phase::Repair => pipeline.repair.extend(entry.rewrite(settings).transpose()?),
                    Phase::Polish => pipeline.polish.extend(entry.rewrite(settings).transpose()?),
                    Phase::Judge(Step::First) => pipeline.first.extend(entry.judge(settings, &lexicon).transpose()?),
                    Phase::Judge(Step::Second) => pipeline.second.extend(entry.judge(settings, &lexicon).transpose()?),
                }
            }
        }
        Ok(pipeline)
    }
}

/// The catalog's entry of a stage that stands under `key` of a recipe.
fn check_stage(key: &str, name: &str, text: &str, place: &str) -> Result<&'static catalog::Entry, BuildError> {
    let place = match text.find(&format!("\"{name}\"")) {
        Some(at) => format!("{place}:{}", line_of(text, Some(at..at))),
        None => place.to_owned(),
    };
    let fits = || catalog::STAGES.iter().filter(|entry| entry.phase.key() == key).map(|entry| entry.name);
    match catalog::find(name) {
        Some(entry) if entry.phase.key() == key => Ok(entry),
        Some(entry) => Err(BuildError::Setting {
            place,
            key: key.to_owned(),
            value: format!("\"{name}\""),
            why: format!(
                "this stage belongs under `{}`; under `{key}` fit: {}",
                entry.phase.key(),
                fits().collect::<Vec<_>>().join(", ")
            ),
        }),
        None => Err(BuildError::Unknown {
            place,
            what: "stage",
            name: name.to_owned(),
            hint: format!("{} (`faircopy stages` lists all)", suggestion(name, fits())),
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn builtin_recipes_read_and_build() {
        for (name, _) in BUILTIN {
            let recipe = Recipe::builtin(name).unwrap();
            assert_eq!(recipe.name, name);
            recipe.build().unwrap();
            assert_eq!(Recipe::from_toml(&recipe.to_toml(), name).unwrap(), recipe);
        }
    }

    #[test]
    fn errors_name_place_and_remedy() {
        let error = |text: &str| Recipe::from_toml(text, "r.toml").unwrap_err().to_string();
        assert_eq!(
            error("name = \"x\"\njudge = [\n  \"ad-marker\",\n]"),
            "r.toml:3: unknown stage \"ad-marker\"; did you mean \"ad-markers\"? (`faircopy stages` lists all)"
        );
        assert!(error("repair = [\"ad-markers\"]").contains("belongs under `judge`"));
        assert!(error("jugde = []").contains("did you mean \"judge\"?"));
        assert_eq!(Recipe::from_toml("", "r.toml").unwrap().name, "r.toml");
        assert!(error("[resolve]\nbodi = 3").starts_with("r.toml:2: unknown field `bodi`"));
    }

    #[test]
    fn a_wrong_setting_is_refused_when_built() {
        let recipe = Recipe::from_toml("judge = [{ stage = \"ad-markers\", max-cars = 3 }]", "r.toml").unwrap();
        assert!(recipe.build().err().unwrap().to_string().contains("max-cars"));
    }
}

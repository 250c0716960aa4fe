//! What always holds, as checks that property tests and fuzz targets share.
//!
//! Each law is a function that gives `Ok` or says what broke, with the place. Laws about one
//! article are gathered in [`article`], those about decoded text in [`decoding`], those about a
//! page in [`page`], those about stages in [`stages`], those about repair as a whole in
//! [`repair`], those about recipes and rule files in [`data`], those about languages in
//! [`language`], those about pages of HTML in `html`, and about their offsets in `offsets`; [`targets`] is what each fuzz target asserts.
//!
//! ```
//! use faircopy::{About, Recipe, laws};
//! let article = Recipe::balanced().build()?.clean(b"Rain fell.\n[ad_1]\n", About::default());
//! assert_eq!(laws::conserved(&article), Ok(()));
//! # Ok::<(), faircopy::BuildError>(())
//! ```

pub mod article;
pub mod data;
pub mod decoding;
#[cfg(feature = "html")]
pub mod html;
pub mod language;
#[cfg(feature = "html")]
pub mod offsets;
pub mod page;
pub mod repair;
pub mod stages;
pub mod targets;

pub use article::{
    agreement, blocks_hold_the_text, conserved, nothing_invented, provenance, settles, spares_other_sites, txt,
};
pub use data::{recipe_round_trip, rules_round_trip, site_rules_round_trip};
pub use decoding::{one_to_one, text_provenance};
pub use language::{ignores_line_order, tells_soberly};
#[cfg(feature = "html")]
pub use offsets::offsets_lead_back;
pub use page::{cut_well, findings_in_bounds, monotone};
pub use repair::{leaves_clean, leaves_or_lists_words, lists_what_it_takes_out, undoes};
pub use stages::{
    Stage, alone_as_in_pipeline, backwards, commute, idempotent, repair_settles, spares_prose, sum_of_stages,
};

/// A law holds, or this is what broke it.
pub type Law = Result<(), String>;

/// `Ok` when a condition holds, else what the message says.
fn hold(condition: bool, message: impl FnOnce() -> String) -> Law {
    if condition { Ok(()) } else { Err(message()) }
}

/// All characters that are not white space.
fn solid(text: &str) -> impl Iterator<Item = char> + '_ {
    text.chars().filter(|c| !c.is_whitespace())
}

/// The beginning of a text, for messages.
fn excerpt(text: &str) -> String {
    format!("{:?}", text.chars().take(80).collect::<String>())
}

/// Where two texts part: the offset in characters, and what follows it in each.
fn difference(left: &str, right: &str) -> String {
    let same = left.chars().zip(right.chars()).take_while(|(l, r)| l == r).count();
    let rest = |text: &str| excerpt(&text.chars().skip(same).collect::<String>());
    format!("after {same} characters {} against {}", rest(left), rest(right))
}

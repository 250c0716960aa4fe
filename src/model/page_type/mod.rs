//! What type of page this is: an article, a thread, documentation, a product …
//!
//! One ensemble of small trees a type, over [`PageFacts`]; the likeliest is the answer. The
//! types are those of WCXB (M. Foley, "WCXB: A Multi-Type Web Content Extraction Benchmark",
//! 2026). An article wants its teasers gone, a listing is made of them.

mod facts;
mod words;

pub use facts::PageFacts;

use super::choice::likelihood;
use super::features::{Line, TypeShares};
use super::trees::{Columns, Trees};
use super::weights::{Reader, WeightsError};
use crate::page::Page;
use serde::{Deserialize, Serialize};

/// What type of page it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PageType {
    /// News, a blog post, an essay.
    Article,
    /// A thread of posts, a question with answers.
    Forum,
    /// A manual, a reference, a help page.
    Documentation,
    /// One thing for sale.
    Product,
    /// What somebody offers: a company's or an institution's page.
    Service,
    /// Entries to go on to: search results, jobs, a directory.
    Listing,
    /// Things of one kind together: a shop's category, a gallery.
    Collection,
}

impl PageType {
    /// All types, in the order of the weights.
    pub const ALL: [PageType; 7] = [
        PageType::Article,
        PageType::Forum,
        PageType::Documentation,
        PageType::Product,
        PageType::Service,
        PageType::Listing,
        PageType::Collection,
    ];
}

/// Tells the type of a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct TypeModel {
    trees: Vec<Trees>,
}

impl TypeModel {
    pub(super) fn read(reader: &mut Reader<'_>) -> Result<Self, WeightsError> {
        let trees = PageType::ALL.iter().map(|_| Trees::read(reader, PageFacts::NAMES.len()));
        Ok(TypeModel { trees: trees.collect::<Result<_, _>>()? })
    }

    /// How likely each type is, in 255ths.
    pub(super) fn shares(&self, page: &Page<'_>, lines: &[Line]) -> TypeShares {
        let columns = Columns::of(std::iter::once(PageFacts::of(page, lines).bytes()));
        let mut shares = [0; PageType::ALL.len()];
        for (share, trees) in shares.iter_mut().zip(&self.trees) {
            let score = trees.scores(&columns).first().map_or(0, |score| super::hundredths(*score));
            // The trees speak for the type, `likelihood` is of what speaks against.
            *share = u8::try_from(likelihood(-score) * 255 / super::choice::ONE).unwrap_or(u8::MAX);
        }
        shares
    }
}

/// The likeliest type; an article where two are alike.
pub(super) fn likeliest(shares: TypeShares) -> PageType {
    let best = (0..PageType::ALL.len()).max_by_key(|at| (shares[*at], std::cmp::Reverse(*at)));
    best.map_or(PageType::Article, |at| PageType::ALL[at])
}

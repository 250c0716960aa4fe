//! What the markup of a page says about the page: [`Declared`], and the metadata in it:
//! [`Fields`].
//!
//! `gather` walks the tree once and takes down what may be of use: meta tags, and by `marks` what
//! visible elements say. `json_ld` and `nodes` read the scripts of linked data, `linked` finds the
//! article among the things in them. `merge` says which source wins, with `titles`, [`names`],
//! `byline` and [`dates`] for what counts as one. A wrong value is worse than none: what is not
//! sure is left out. Everything is bounded: numbers of items, lengths, work.

#[cfg(feature = "html")]
pub(crate) mod addresses;
pub(crate) mod byline;
mod clock;
pub mod dates;
#[cfg(feature = "html")]
mod gather;
#[cfg(feature = "html")]
mod json_ld;
#[cfg(feature = "html")]
mod kinds;
#[cfg(feature = "html")]
mod linked;
#[cfg(feature = "html")]
mod marks;
#[cfg(feature = "html")]
mod merge;
pub mod names;
#[cfg(feature = "html")]
mod nodes;
#[cfg(feature = "html")]
mod texts;
#[cfg(feature = "html")]
mod titles;

/// What the markup of a page says about the page itself. Empty for flat text.
///
/// Values are as the page has them, white space and entities made plain; nobody has checked
/// whether they are true.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Declared {
    /// What the page calls itself in JSON-LD (schema.org): lower case, sorted, each once, at
    /// most 16. Types of the things it is about (`mainEntity`) count, those of parts, entries of
    /// lists and people named in it do not.
    pub types: Vec<String>,
    /// `og:type` of Open Graph (ogp.me), lower case.
    pub og_type: Option<String>,
    /// `articleBody` of the article in JSON-LD, entities resolved; at most a megabyte.
    pub article_body: Option<String>,
    /// What else its linked data hold as text: `text` and `reviewBody` of posts, answers and
    /// reviews, entities resolved; at most 64, a megabyte in all.
    pub texts: Vec<String>,
    /// All descriptions in its linked data, with the same limits.
    pub descriptions: Vec<String>,
    /// The description, from Open Graph or a plain meta tag.
    pub description: Option<String>,
    /// `link rel=canonical`, as it stands.
    pub canonical: Option<String>,
    /// `og:url`, as it stands.
    pub og_url: Option<String>,
    /// The metadata of the article, the best source of each field.
    pub fields: Fields,
}

/// The metadata of an article as the markup of its page gives it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Fields {
    /// The headline, without the name of the site.
    pub title: Option<String>,
    /// Who wrote it, each name once.
    pub authors: Vec<String>,
    /// The line that says who wrote it, where a rule for the site names it.
    pub byline: Option<String>,
    /// What else is called an author: the medium, organisations, accounts.
    pub other_authors: Vec<String>,
    /// When it was published: ISO 8601, as precise as the page is.
    pub published: Option<String>,
    /// When it was last changed: ISO 8601, as precise as the page is.
    pub modified: Option<String>,
    /// What the site calls itself.
    pub site_name: Option<String>,
    /// Who publishes it, as linked data has it.
    pub publisher: Option<String>,
    /// The address of the article, whole.
    pub canonical: Option<String>,
    /// The language that the page declares: a tag of BCP 47, unchecked.
    pub language: Option<String>,
    /// The description.
    pub description: Option<String>,
    /// The section of the site.
    pub section: Option<String>,
    /// Keywords, each once.
    pub tags: Vec<String>,
    /// Addresses of pictures, whole where the address of the page is known.
    pub images: Vec<String>,
}

impl Fields {
    /// The same with addresses made whole that the page alone could not: it was found at this one.
    pub(crate) fn at(&self, address: Option<&str>) -> Fields {
        #[cfg(feature = "html")]
        let images = self.images.iter().filter_map(|image| addresses::resolve(image, address)).collect();
        #[cfg(not(feature = "html"))]
        let images = address.map(|_| self.images.clone()).unwrap_or_default();
        Fields { images, ..self.clone() }
    }
}

/// At most so many types are kept.
#[cfg(feature = "html")]
const MAX_TYPES: usize = 16;
/// A longer `articleBody` is not kept, in bytes.
#[cfg(feature = "html")]
const MAX_BODY_BYTES: usize = 1 << 20;

#[cfg(feature = "html")]
impl Declared {
    /// Reads the tree of a page.
    pub(crate) fn read(html: &scraper::Html) -> Self {
        let gathered = gather::gather(html);
        let values = json_ld::values(&gathered.scripts);
        let nodes = nodes::nodes(&values);
        let mut types: Vec<String> = nodes.iter().flat_map(|node| node.types.iter().cloned()).collect();
        types.sort_unstable();
        types.dedup();
        types.truncate(MAX_TYPES);
        let body = |node: &nodes::Node<'_>| node.text("articleBody", MAX_BODY_BYTES);
        Declared {
            types,
            og_type: gathered.meta(&["og:type"]).map(|kind| kind.to_lowercase()),
            texts: texts::of(&values, &["text", "reviewBody"]),
            descriptions: texts::of(&values, &["description"]),
            article_body: nodes.iter().find_map(body),
            description: gathered.meta(&["og:description", "description"]).map(str::to_owned),
            canonical: gathered.canonical.clone(),
            og_url: gathered.meta(&["og:url"]).map(str::to_owned),
            fields: merge::fields(&gathered, &nodes),
        }
    }
}

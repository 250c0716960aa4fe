//! [`Inline`]: what stands out inside a block.

use crate::text::Span;
use std::sync::Arc;

/// A stretch of text that stands out from what is around it.
///
/// Of one page or article they nest or stand apart; they do not cross.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Inline<Space> {
    /// Where it stands.
    pub span: Span<Space>,
    /// As what.
    pub kind: InlineKind,
}

/// As what a stretch of text stands out.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum InlineKind {
    /// Important: `strong` and `b`.
    Strong,
    /// Stressed, a name or a term: `em`, `i`, `cite`, `dfn`, `var`.
    Emphasis,
    /// What a machine reads or writes: `code`, `kbd`, `samp`, `tt`.
    Code,
    /// A link, with its address.
    Link(Arc<str>),
    /// A cell of a row, with its column from 0. Empty cells are left out.
    Cell(u16),
}

impl InlineKind {
    /// Its name in records.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            InlineKind::Strong => "strong",
            InlineKind::Emphasis => "emphasis",
            InlineKind::Code => "code",
            InlineKind::Link(_) => "link",
            InlineKind::Cell(_) => "cell",
        }
    }
}

//! Judge: stages that mark what is not the article.

pub mod ad_markers;
pub mod html_hints;
pub mod promo_footers;

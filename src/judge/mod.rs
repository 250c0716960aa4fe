//! Judge: stages that mark what is not the article.

pub mod ad_markers;
pub mod promo_footers;

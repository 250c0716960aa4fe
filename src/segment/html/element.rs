//! An open element: what the reader keeps of it, and the hints it gives.

use super::tags::Role;
use crate::page::Form;

/// The path of a block holds so many of its outermost and so many of its innermost tags.
const PATH_TAGS: usize = 20;
/// The class words of a block come from so many elements, itself included.
const WORD_ELEMENTS: usize = 12;
/// The class words of a block end after so many bytes.
const WORD_BYTES: usize = 300;

/// An open element.
#[derive(Debug, Clone, Copy)]
pub(super) struct Open<'t> {
    pub(super) tag: &'t str,
    pub(super) role: Role,
    pub(super) marks: Marks<'t>,
    /// The form of a block that begins here.
    pub(super) form: Form,
    pub(super) in_link: bool,
    pub(super) in_heading: bool,
    /// It is a table of data, or stands in one.
    pub(super) in_data_table: bool,
}

/// The attributes that the reader looks at.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Marks<'t> {
    pub(super) class: &'t str,
    pub(super) id: &'t str,
    pub(super) role: &'t str,
    pub(super) itemprop: &'t str,
    pub(super) hidden: bool,
    pub(super) open: bool,
    pub(super) href: bool,
}

impl<'t> Marks<'t> {
    pub(super) fn of(element: &'t scraper::node::Element) -> Self {
        let mut marks = Marks::default();
        let mut hidden = false;
        for (name, value) in element.attrs() {
            match name {
                "class" => marks.class = value,
                "id" => marks.id = value,
                "role" => marks.role = value,
                "itemprop" => marks.itemprop = value,
                "href" => marks.href = true,
                "open" => marks.open = true,
                "hidden" => hidden = !value.eq_ignore_ascii_case("until-found"),
                "aria-hidden" => marks.hidden |= value.trim().eq_ignore_ascii_case("true"),
                "style" => marks.hidden |= hides(value),
                _ => {}
            }
        }
        // A server that streams a page with React sends parts of it hidden, under the ids
        // S:0, S:1, for a script to put in their place.
        marks.hidden |= hidden && !marks.id.starts_with("S:");
        marks
    }

    fn words(self) -> impl Iterator<Item = &'t str> {
        [self.class, self.id, self.role, self.itemprop].into_iter().flat_map(str::split_ascii_whitespace)
    }
}

/// Whether an inline style takes an element off the page.
fn hides(style: &str) -> bool {
    style.split(';').filter_map(|rule| rule.split_once(':')).any(|(property, value)| {
        property.trim().eq_ignore_ascii_case("display")
            && value.split('!').next().is_some_and(|value| value.trim().eq_ignore_ascii_case("none"))
    })
}

/// The tags of these elements, outermost first; of a very long path both ends.
pub(super) fn tag_path(around: &[&Open<'_>]) -> String {
    let mut path = String::new();
    for (at, open) in around.iter().enumerate() {
        if at >= PATH_TAGS && at + PATH_TAGS < around.len() {
            continue;
        }
        if !path.is_empty() {
            path.push('/');
        }
        path.push_str(open.tag);
    }
    path
}

/// The words of each element, innermost first, elements parted by ` / `. Those of `html`
/// and `body` are about the whole page.
pub(super) fn class_words(around: &[&Open<'_>]) -> String {
    let mut words = String::new();
    for open in around.iter().rev().take(WORD_ELEMENTS).filter(|open| !matches!(open.tag, "html" | "body")) {
        let mut joint = if words.is_empty() { "" } else { " / " };
        // Utility classes (`md:px-4`) and generated ones say nothing and are many.
        let telling = |word: &&str| {
            word.len() <= 40 && !word.contains([':', '[', '/']) && word.contains(|c: char| c.is_alphabetic())
        };
        for word in open.marks.words().filter(telling) {
            if words.len() + joint.len() + word.len() > WORD_BYTES {
                return words;
            }
            words.push_str(joint);
            let start = words.len();
            words.push_str(word);
            // Class words are ASCII but for a handful.
            words[start..].make_ascii_lowercase();
            joint = " ";
        }
    }
    words
}

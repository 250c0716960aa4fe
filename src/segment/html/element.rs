//! An open element, and what the reader keeps of it.

use super::notes::Notes;
use super::tags::Role;
use crate::outline::ElementId;
use crate::page::{Form, Visibility};

/// An open element.
#[derive(Debug, Clone, Copy)]
pub(super) struct Open<'t> {
    pub(super) tag: &'t str,
    pub(super) role: Role,
    pub(super) marks: Marks<'t>,
    /// The form of a block that begins here.
    pub(super) form: Form,
    /// Which link of the page it stands in, from 1; 0 in none.
    pub(super) link: u32,
    pub(super) in_strong: bool,
    pub(super) in_heading: bool,
    /// Whether it is shown; as little as what it stands in.
    pub(super) visibility: Visibility,
    /// Line ends of the source are line breaks.
    pub(super) keeps_lines: bool,
    /// It is a table of data, or stands in one.
    pub(super) in_data_table: bool,
    /// Its place in the outline, once a block began inside.
    pub(super) element: Option<ElementId>,
    pub(super) notes: Notes<'t>,
}

/// The attributes that the reader looks at.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Marks<'t> {
    pub(super) class: &'t str,
    pub(super) id: &'t str,
    pub(super) role: &'t str,
    pub(super) itemprop: &'t str,
    pub(super) visibility: Visibility,
    pub(super) open: bool,
    pub(super) href: bool,
    /// The level of a heading that is one by its role.
    pub(super) level: Option<u8>,
    pub(super) style: Style,
}

/// What an inline style says of the way an element takes part in the page.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Style {
    pub(super) display: Display,
    pub(super) invisible: bool,
    /// Whether line ends are line breaks inside, if it says so.
    pub(super) keeps_lines: Option<bool>,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Display {
    /// As is usual for the element.
    #[default]
    Usual,
    None,
    Inline,
    Block,
}

impl Style {
    fn of(style: &str) -> Self {
        let mut found = Style::default();
        for (property, value) in style.split(';').filter_map(|rule| rule.split_once(':')) {
            let property = property.trim();
            let value = value.split('!').next().unwrap_or_default().trim();
            let is_one_of = |values: &[&str]| values.iter().any(|known| value.eq_ignore_ascii_case(known));
            if property.eq_ignore_ascii_case("display") {
                found.display = display(is_one_of);
            } else if property.eq_ignore_ascii_case("visibility") {
                found.invisible = is_one_of(&["hidden", "collapse"]);
            } else if property.eq_ignore_ascii_case("white-space") {
                found.keeps_lines = Some(is_one_of(&["pre", "pre-wrap", "pre-line", "break-spaces"]));
            }
        }
        found
    }
}

fn display(is_one_of: impl Fn(&[&str]) -> bool) -> Display {
    if is_one_of(&["none"]) {
        Display::None
    } else if is_one_of(&["inline"]) {
        Display::Inline
    } else if is_one_of(&["block", "flex", "grid", "table", "list-item", "flow-root"]) {
        Display::Block
    } else {
        Display::Usual
    }
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
                "hidden" => hidden |= !value.eq_ignore_ascii_case("until-found"),
                "aria-hidden" if value.trim().eq_ignore_ascii_case("true") => {
                    marks.visibility = marks.visibility.max(Visibility::Silent);
                }
                "aria-level" => marks.level = value.trim().parse().ok(),
                "style" => marks.style = Style::of(value),
                // It waits for a button.
                "popover" => hidden = true,
                _ => {}
            }
        }
        if marks.style.display == Display::None || marks.style.invisible {
            marks.visibility = Visibility::Hidden;
        }
        // A server that streams a page with React sends parts of it hidden, under the ids
        // S:0, S:1, for a script to put in their place.
        if hidden && !marks.id.starts_with("S:") {
            marks.visibility = Visibility::Hidden;
        }
        marks
    }

    /// The words that tell what it is for.
    pub(super) fn words(self) -> impl Iterator<Item = &'t str> {
        [self.class, self.id, self.role, self.itemprop].into_iter().flat_map(str::split_ascii_whitespace)
    }
}

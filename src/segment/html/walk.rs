//! From a page's tree to its text and layout.

mod draft;

use super::Reading;
use super::element::{Display, Marks, Open};
use super::notes::{self, Columns, Notes};
use super::places::Places;
use super::shadow;
use super::sites::{Matched, Noting};
use super::table::is_data_table;
use super::tags::{self, Role};
use crate::page::{Form, Visibility};
use crate::segment::{Layout, joint};
use draft::Draft;
use ego_tree::NodeRef;
use scraper::{Html, Node};

/// Which text is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Take {
    /// What a browser shows.
    Shown,
    /// Hidden elements, fallbacks and controls as well.
    Hidden,
}

/// The text of a page that has no markup of its own: nothing but text in its body, or one
/// `pre`, as browsers save a text file.
pub(super) fn flat_text(html: &Html, places: &mut Places<'_>) -> Option<String> {
    let mut text = String::new();
    let mut pres = 0;
    for node in html.tree.nodes() {
        match node.value() {
            Node::Element(element) => match element.name() {
                "html" | "head" | "body" | "title" | "meta" | "link" | "style" | "script" => {}
                "pre" if pres == 0 => pres += 1,
                _ => return None,
            },
            Node::Text(piece) => {
                let parent = node.parent().and_then(|parent| parent.value().as_element());
                if parent.is_some_and(|parent| matches!(parent.name(), "body" | "pre")) {
                    places.enter(node.id());
                    places.write(0..piece.len(), text.len());
                    text.push_str(piece);
                }
            }
            _ => {}
        }
    }
    Some(text)
}

/// The text of a tree and its layout.
pub(super) fn read(html: &Html, take: Take, places: Places<'_>, matched: &Matched) -> Reading {
    let mut reader = Reader {
        take,
        out: String::new(),
        places,
        site: Noting::new(matched),
        layout: Layout::default(),
        open: Vec::new(),
        lowest: 0,
        draft: None,
        joint: Joint::default(),
        in_row: false,
        columns: Columns::default(),
        links: 0,
        between: Between::default(),
    };
    walk(html.tree.root(), &mut reader);
    reader.end_block();
    reader.layout.site = reader.site.notes();
    Reading { text: reader.out, layout: reader.layout, written: reader.places.written() }
}

/// Visits a tree from top to bottom without recursion.
fn walk<'t>(root: NodeRef<'t, Node>, reader: &mut Reader<'t>) {
    let mut node = root;
    loop {
        let entered = reader.enter(node);
        if entered {
            if let Some(child) = node.first_child() {
                node = child;
                continue;
            }
            reader.leave();
        }
        loop {
            if node == root {
                return;
            }
            if let Some(next) = node.next_sibling() {
                node = next;
                break;
            }
            let Some(parent) = node.parent() else { return };
            node = parent;
            reader.leave();
        }
    }
}

/// What stands between the last word and the next.
#[derive(Default)]
struct Joint {
    space: bool,
    /// The space has a line end of the source in it.
    line_end: bool,
    breaks: u32,
    cells: usize,
}

/// What was left out since the last word.
#[derive(Debug, Clone, Copy, Default)]
struct Between {
    pictures: u8,
    controls: u8,
}

struct Reader<'t> {
    take: Take,
    out: String,
    /// Where words come from, if that is wanted.
    places: Places<'t>,
    /// Where the elements begin and end that rules for the site name.
    site: Noting<'t>,
    layout: Layout,
    open: Vec<Open<'t>>,
    /// How few elements were open at some point since the last word.
    lowest: usize,
    draft: Option<Draft<'t>>,
    joint: Joint,
    /// Inside a row of data, where blocks are parts of a line.
    in_row: bool,
    columns: Columns,
    /// How many links were opened.
    links: u32,
    between: Between,
}

impl<'t> Reader<'t> {
    /// Reads what stands at the beginning of a node; whether to visit its children.
    fn enter(&mut self, node: NodeRef<'t, Node>) -> bool {
        match node.value() {
            Node::Text(text) => {
                self.places.enter(node.id());
                self.text(text);
                false
            }
            Node::Element(element) => self.enter_element(node, element),
            Node::Document | Node::Fragment => {
                let around = self.around();
                self.open.push(Open {
                    tag: "",
                    role: Role::Inline,
                    marks: Marks::default(),
                    notes: Notes::default(),
                    ..around
                });
                true
            }
            Node::Doctype(_) | Node::Comment(_) | Node::ProcessingInstruction(_) => false,
        }
    }

    fn enter_element(&mut self, node: NodeRef<'t, Node>, element: &'t scraper::node::Element) -> bool {
        let tag = element.name();
        let marks = Marks::of(element);
        let mut role = match (tags::role(tag), marks.style.display) {
            (Role::Inline, Display::Block) => Role::Block,
            (Role::Block, Display::Inline) => Role::Inline,
            (Role::Out, _) if shadow::is_root(element) => Role::Block,
            (role, _) => role,
        };
        let around = self.around();
        if tag == "head" && self.layout.base.is_none() {
            self.layout.base = notes::base(node);
        }
        let is_instead = (tag == "rt" && !follows_bracket(node)) || (tag == "slot" && shadow::is_filled(node, element));
        if is_instead || self.is_out(tag, role, &marks, around.in_heading) {
            self.leave_out(tag);
            return false;
        }
        if role == Role::Break {
            self.line_break();
            return false;
        }
        let in_data_table = match role {
            Role::Table => is_data_table(node, &marks),
            _ => around.in_data_table,
        };
        role = match role {
            Role::Row | Role::Cell if !in_data_table => Role::Block,
            Role::Control => Role::Inline,
            Role::Out => Role::Block,
            role => role,
        };
        match role {
            Role::Cell if self.in_row => self.joint.cells += 1,
            Role::Row => {
                self.end_block();
                self.in_row = true;
                self.columns.restart();
            }
            Role::Block | Role::Table | Role::Cell => self.block_border(),
            _ => {}
        }
        let form = form(tag, role, &marks, around.form);
        let mut link = around.link;
        if tag == "a" && marks.href {
            self.links += 1;
            link = self.links;
        }
        let in_strong = around.in_strong || matches!(tag, "b" | "strong");
        let in_heading = around.in_heading || matches!(tag, "summary" | "dt") || matches!(form, Form::Heading(_));
        // A page that is hidden as a whole is shown by its script later.
        let own = if matches!(tag, "html" | "body") { Visibility::Shown } else { marks.visibility };
        let visibility = around.visibility.max(own);
        let notes = self.notes(element, role);
        self.open.push(Open {
            tag,
            role,
            marks,
            form,
            link,
            in_strong,
            in_heading,
            keeps_lines: marks.style.keeps_lines.unwrap_or(around.keeps_lines),
            in_data_table,
            visibility,
            element: None,
            notes,
        });
        self.site.enter(node.id(), self.open.len(), self.out.len());
        true
    }

    /// Reads what stands at the end of the element opened last.
    fn leave(&mut self) {
        self.site.leave(self.open.len(), self.out.len());
        match self.around().role {
            Role::Row => {
                self.end_block();
                self.in_row = false;
            }
            Role::Block | Role::Table | Role::Cell => self.block_border(),
            _ => {}
        }
        let noted = self.open.pop().and_then(|open| open.notes.end(self.out.len()));
        self.layout.inlines.extend(noted);
        self.lowest = self.lowest.min(self.open.len());
    }

    /// What is noted of an element that begins here.
    fn notes(&mut self, element: &'t scraper::node::Element, role: Role) -> Notes<'t> {
        // Before the first word of a cell stand the bars, if other cells have text.
        let cells = if self.draft.is_some() { self.joint.cells } else { 0 };
        let at = self.out.len() + if cells > 0 { 2 * cells + 1 } else { 0 };
        let notes = Notes::of(element, &mut self.open, at);
        if role == Role::Cell && self.in_row { notes.cell(element, &mut self.columns, at) } else { notes }
    }

    /// The innermost open element.
    fn around(&self) -> Open<'t> {
        self.open.last().copied().unwrap_or(Open {
            tag: "",
            role: Role::Block,
            marks: Marks::default(),
            form: Form::Paragraph,
            link: 0,
            in_strong: false,
            in_heading: false,
            keeps_lines: false,
            in_data_table: false,
            visibility: Visibility::Shown,
            element: None,
            notes: Notes::default(),
        })
    }

    /// Notes what is not read.
    fn leave_out(&mut self, tag: &str) {
        let count = match tag {
            "img" | "picture" | "svg" | "video" | "iframe" | "canvas" | "object" | "embed" => {
                &mut self.between.pictures
            }
            "input" | "button" | "select" | "textarea" => &mut self.between.controls,
            _ => return,
        };
        *count = count.saturating_add(1);
    }

    fn is_out(&self, tag: &str, role: Role, marks: &Marks<'_>, in_heading: bool) -> bool {
        if self.take == Take::Hidden {
            return tags::never_text(tag);
        }
        // Inside a line, what is hidden would run into what is shown; a block is read, with a hint.
        let hidden = marks.visibility != Visibility::Shown && role == Role::Inline;
        hidden || role == Role::Out || (role == Role::Control && !in_heading) || (tag == "dialog" && !marks.open)
    }

    fn line_break(&mut self) {
        if self.in_row {
            self.joint.space = true;
            return;
        }
        if self.around().form == Form::Verbatim && self.draft.is_some() {
            self.out.push('\n');
            return;
        }
        self.joint.breaks += 1;
        if self.joint.breaks >= 2 {
            self.end_block();
        }
    }

    fn block_border(&mut self) {
        if self.in_row { self.joint.space = true } else { self.end_block() }
    }

    fn text(&mut self, text: &'t str) {
        if self.around().form == Form::Verbatim && !self.in_row {
            return self.verbatim(text);
        }
        let mut rest = text;
        while !rest.is_empty() {
            let from_word = rest.trim_ascii_start();
            let gap = &rest[..rest.len() - from_word.len()];
            let end = from_word.find(|c: char| c.is_ascii_whitespace()).unwrap_or(from_word.len());
            self.joint.space |= !gap.is_empty();
            self.joint.line_end |= gap.contains('\n');
            if self.around().keeps_lines {
                gap.matches('\n').for_each(|_| self.line_break());
            }
            if end > 0 {
                self.word(&from_word[..end], text.len() - from_word.len());
            }
            rest = &from_word[end..];
        }
    }

    /// Writes a word that begins at the offset `at` of its text node.
    fn word(&mut self, word: &str, at: usize) {
        if word.trim_matches(is_blank).is_empty() {
            // No-break spaces alone: an empty line between two breaks, else a space.
            self.joint.space = true;
            return;
        }
        let joint = std::mem::take(&mut self.joint);
        if self.draft.is_none() {
            self.begin_block();
        } else if joint.cells > 0 {
            self.out.extend(std::iter::repeat_n(" |", joint.cells));
            self.out.push(' ');
        } else if joint.breaks > 0 {
            self.out.push('\n');
            let bare = word.trim_start_matches(is_blank);
            return self.write(bare, at + word.len() - bare.len());
        } else if joint.space && !(joint.line_end && self.joins(word)) {
            self.out.push(' ');
        }
        self.write(word, at);
    }

    /// Whether a line of the source that ends before `word` is no space: between two
    /// characters of a script that writes none.
    fn joins(&self, word: &str) -> bool {
        self.out.ends_with(joint::is_unspaced) && word.starts_with(joint::is_unspaced)
    }

    fn verbatim(&mut self, text: &str) {
        if self.draft.is_none() {
            if text.trim().is_empty() {
                return;
            }
            self.begin_block();
        }
        self.joint = Joint::default();
        self.write(text, 0);
    }

    fn write(&mut self, text: &str, at: usize) {
        self.places.write(at..at + text.len(), self.out.len());
        self.out.push_str(text);
        let Open { link, in_strong, .. } = self.around();
        let depth = self.lowest;
        self.lowest = self.open.len();
        let Some(draft) = &mut self.draft else { return };
        let chars = text.chars().count();
        draft.chars += chars;
        draft.link_chars += if link > 0 { chars } else { 0 };
        draft.strong_chars += if in_strong { chars } else { 0 };
        if link > draft.last_link {
            draft.links = draft.links.saturating_add(1);
            draft.last_link = link;
        }
        draft.depth = draft.depth.min(depth);
    }
}

/// The form of blocks inside an element.
fn form(tag: &str, role: Role, marks: &Marks<'_>, around: Form) -> Form {
    match role {
        Role::Row => Form::Row,
        Role::Block if marks.role == "heading" => Form::Heading(marks.level.unwrap_or(2).clamp(1, 6)),
        // Who said it.
        _ if tag == "footer" && around == Form::Quote => around,
        _ => tags::form(tag).unwrap_or(around),
    }
}

/// Whether a reading (`rt`) is set in brackets (`rp`) for those who cannot set it above the
/// word; without any it would run into the text.
fn follows_bracket(reading: NodeRef<'_, Node>) -> bool {
    let before = reading.prev_sibling().and_then(|before| before.value().as_element());
    before.is_some_and(|before| before.name() == "rp")
}

/// White space and what has no width.
fn is_blank(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}')
}

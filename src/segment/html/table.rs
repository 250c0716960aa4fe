//! Which tables hold data and which place blocks on the page.

use super::element::Marks;
use ego_tree::NodeRef;
use scraper::Node;

/// A cell with more text than this is no datum: its table is there for the layout.
const CELL_BYTES: usize = 600;

/// Whether the rows of a table are to be read as rows. Not when it places blocks on the
/// page: another table inside, one column, or cells with several blocks or much text.
///
/// A table inside ends the look, so that each node is looked at once for its own table.
pub(super) fn is_data_table(table: NodeRef<'_, Node>, marks: &Marks<'_>) -> bool {
    if matches!(marks.role, "presentation" | "none") {
        return false;
    }
    let (mut cells, mut most_cells, mut blocks, mut bytes) = (0, 0, 0, 0);
    let mut node = table;
    loop {
        match node.value() {
            Node::Text(text) => bytes += text.trim().len(),
            Node::Element(element) => match element.name() {
                "table" if node != table => return false,
                "tr" => cells = 0,
                "td" | "th" => {
                    cells += 1;
                    most_cells = most_cells.max(cells);
                    (blocks, bytes) = (0, 0);
                }
                "p" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "ul" | "ol" | "dl" | "blockquote" | "pre"
                | "article" | "section" | "figure" => blocks += 1,
                "caption" => (blocks, bytes) = (0, 0),
                _ => {}
            },
            _ => {}
        }
        let skip = node.value().as_element().is_some_and(|element| matches!(element.name(), "script" | "style"));
        if cells > 0 && (blocks >= 2 || bytes > CELL_BYTES) {
            return false;
        }
        if !skip && let Some(child) = node.first_child() {
            node = child;
            continue;
        }
        loop {
            if node == table {
                return most_cells >= 2;
            }
            if let Some(next) = node.next_sibling() {
                node = next;
                break;
            }
            let Some(parent) = node.parent() else { return false };
            node = parent;
        }
    }
}

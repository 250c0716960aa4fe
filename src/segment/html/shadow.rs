//! Shadow trees that are declared in the page: a browser shows them in the place of what the
//! element around them holds, and that in their slots.

use ego_tree::NodeRef;
use scraper::Node;
use scraper::node::Element;

/// So many children of an element are looked at for one that fills a slot.
const MAX_CHILDREN: usize = 64;

/// Whether a template declares the shadow tree of the element around it.
pub(super) fn is_root(element: &Element) -> bool {
    element.name() == "template" && matches!(element.attr("shadowrootmode"), Some("open" | "closed"))
}

/// Whether a slot of a shadow tree shows something else than what stands in it. What it shows
/// is read where it stands, behind the shadow tree.
pub(super) fn is_filled(slot: NodeRef<'_, Node>, element: &Element) -> bool {
    let root = slot.ancestors().find(|node| node.value().as_element().is_some_and(is_root));
    let Some(host) = root.and_then(|root| root.parent()) else { return false };
    let wanted = element.attr("name").unwrap_or_default();
    host.children().take(MAX_CHILDREN).any(|child| match child.value() {
        Node::Element(child) => child.name() != "template" && child.attr("slot").unwrap_or_default() == wanted,
        Node::Text(text) => wanted.is_empty() && !text.trim().is_empty(),
        _ => false,
    })
}

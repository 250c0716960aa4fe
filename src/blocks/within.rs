//! What stands around a block of HTML: told from its elements.

use super::{Container, ContainerKind};
use crate::outline::{ElementId, Outline};
use crate::page::Form;

/// So many quotations and entries around a block are told, the outermost ones: enough for
/// every text, and few enough that each line can begin with all their signs.
const MAX_CONTAINERS: usize = 8;

/// The quotations and entries around an element, from the outside in.
pub(super) fn containers(outline: &Outline, element: ElementId, form: Form) -> Vec<Container> {
    let mut found: Vec<Container> = Vec::new();
    // The entry found last, while its list has not been met.
    let mut without_list = None;
    for element in outline.chain(element) {
        let kind = match outline.tag(element) {
            "blockquote" => ContainerKind::Quote,
            "li" | "dd" => {
                without_list = Some(found.len());
                // An entry without a list is one of what it stands in.
                let list = outline.parent(element).map_or(0, id);
                ContainerKind::Entry { list, number: outline.number(element) }
            }
            "ul" | "ol" | "menu" | "dir" | "dl" => {
                let entry = without_list.take().and_then(|at: usize| found.get_mut(at));
                if let Some(ContainerKind::Entry { list, .. }) = entry.map(|entry| &mut entry.kind) {
                    *list = id(element);
                }
                continue;
            }
            // Who said what is quoted.
            "footer" if form == Form::Quote => continue,
            // An article in an entry of a list of articles is no entry of its own text.
            "article" | "section" | "main" | "aside" | "nav" | "header" | "footer" => break,
            _ => continue,
        };
        found.push(Container { id: id(element), kind });
    }
    found.reverse();
    found.truncate(MAX_CONTAINERS);
    found
}

/// The innermost table around an element.
pub(super) fn table(outline: &Outline, element: ElementId) -> Option<u32> {
    outline.chain(element).find(|around| outline.tag(*around) == "table").map(id)
}

fn id(element: ElementId) -> u32 {
    u32::try_from(element.index()).unwrap_or(u32::MAX)
}

//! What each tag means to the reader.

use crate::page::Form;

/// How an element takes part in the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// Inside a line.
    Inline,
    /// On lines of its own.
    Block,
    /// A line break.
    Break,
    /// A table.
    Table,
    /// A row of a table.
    Row,
    /// A cell of a table.
    Cell,
    /// Not text: neither it nor what it holds.
    Out,
    /// A control whose words are rarely the article's; kept inside headings.
    Control,
}

pub(super) fn role(tag: &str) -> Role {
    match tag {
        "a" | "b" | "i" | "em" | "strong" | "span" | "font" | "u" | "s" | "small" | "sup" | "sub" | "code" | "time"
        | "abbr" | "cite" | "q" | "label" | "mark" | "wbr" => Role::Inline,
        "br" => Role::Break,
        "table" => Role::Table,
        "tr" => Role::Row,
        "td" | "th" => Role::Cell,
        "address" | "article" | "aside" | "blockquote" | "body" | "caption" | "center" | "dd" | "details"
        | "dialog" | "dir" | "div" | "dl" | "dt" | "fieldset" | "figcaption" | "figure" | "footer" | "form" | "h1"
        | "h2" | "h3" | "h4" | "h5" | "h6" | "header" | "hgroup" | "hr" | "html" | "legend" | "li" | "listing"
        | "main" | "menu" | "nav" | "ol" | "p" | "plaintext" | "pre" | "search" | "section" | "summary" | "tbody"
        | "tfoot" | "thead" | "ul" | "xmp" => Role::Block,
        // Of mathematics its source text is not read.
        "annotation" | "annotation-xml" | "applet" | "area" | "audio" | "base" | "canvas" | "datalist" | "embed"
        | "frame" | "frameset" | "head" | "iframe" | "img" | "input" | "link" | "map" | "meta" | "meter"
        | "noembed" | "noframes" | "noscript" | "object" | "optgroup" | "option" | "param" | "progress" | "script"
        | "select" | "source" | "style" | "svg" | "template" | "textarea" | "title" | "track" | "video" => Role::Out,
        "button" => Role::Control,
        _ => Role::Inline,
    }
}

/// Whether an element holds no text of the page even where hidden text is wanted.
pub(super) fn never_text(tag: &str) -> bool {
    matches!(tag, "head" | "script" | "style" | "title" | "svg" | "iframe" | "annotation" | "annotation-xml")
}

/// The form that an element gives to the blocks inside; a container of its own, such as an
/// article in a list item, gives back that of running text.
pub(super) fn form(tag: &str) -> Option<Form> {
    Some(match tag {
        "h1" => Form::Heading(1),
        "h2" => Form::Heading(2),
        "h3" => Form::Heading(3),
        "h4" => Form::Heading(4),
        "h5" => Form::Heading(5),
        "h6" => Form::Heading(6),
        "li" | "dt" | "dd" => Form::ListItem,
        "blockquote" => Form::Quote,
        "pre" | "listing" | "xmp" | "plaintext" => Form::Verbatim,
        "figcaption" | "caption" => Form::Caption,
        "article" | "section" | "main" | "aside" | "nav" | "header" | "footer" | "table" => Form::Paragraph,
        _ => return None,
    })
}

/// Elements that HTML reopens in the next block when they were left open.
pub(super) fn is_formatting(tag: &str) -> bool {
    matches!(
        tag,
        "b" | "big" | "code" | "em" | "font" | "i" | "nobr" | "s" | "small" | "strike" | "strong" | "tt" | "u"
    )
}

/// Elements whose content the tokenizer reads as plain characters.
pub(super) fn is_raw(tag: &str) -> bool {
    matches!(
        tag,
        "script"
            | "style"
            | "textarea"
            | "title"
            | "xmp"
            | "iframe"
            | "noembed"
            | "noframes"
            | "noscript"
            | "plaintext"
    )
}

/// Elements of a page that consists of frames. Its text, if any, stands in `noframes`.
pub(super) fn is_of_frames(tag: &str) -> bool {
    matches!(tag, "frameset" | "frame" | "noframes")
}

/// Elements that never hold anything.
pub(super) fn is_void(tag: &str) -> bool {
    matches!(
        tag,
        "area"
            | "base"
            | "br"
            | "col"
            | "embed"
            | "hr"
            | "img"
            | "input"
            | "link"
            | "meta"
            | "param"
            | "source"
            | "track"
            | "wbr"
    )
}

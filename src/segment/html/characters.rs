//! Entities beyond ASCII as their characters, before repair.
//!
//! Repair sees the source, where a soft hyphen may stand as `&shy;` and a misread letter as
//! `&Atilde;&copy;`. No character beyond ASCII is markup, so these can be written out before
//! the page is parsed; `&lt;` and the like are left to the parser.

use crate::edits::Edits;
use crate::repair::entities::{decode, name};
use crate::text::Text;

/// The text with entities that stand for characters beyond ASCII written out.
pub(crate) fn written_out(text: Text) -> Text {
    let chars = text.as_str();
    let mut edits = Edits::default();
    for at in memchr::memchr_iter(b'&', chars.as_bytes()) {
        let Some(body) = name(&chars[at + 1..]) else { continue };
        // The parser's, and so frequent that they are not looked up.
        if matches!(body, "amp;" | "quot;" | "lt;" | "gt;" | "apos;" | "#34;" | "#39;") {
            continue;
        }
        let is_text = |c: char| !c.is_ascii() && !c.is_control() && c != char::REPLACEMENT_CHARACTER;
        if let Some(by) = decode(body).filter(|by| by.chars().all(is_text)) {
            edits.replace(at..at + 1 + body.len(), &by);
        }
    }
    if edits.is_empty() { text } else { edits.apply(&text) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_beyond_ascii_are_written_out_and_markup_is_not() {
        let html = "&lt;b&gt; &amp;shy; so&shy;ft&nbsp;&#8212;&#x2014; &eacute &#233; &#60;i&#62; &quot;&#10;&#65533;&x;&#150;";
        let out = written_out(Text::from(html));
        let expected = "&lt;b&gt; &amp;shy; so\u{ad}ft\u{a0}—— &eacute é &#60;i&#62; &quot;&#10;&#65533;&x;–";
        assert_eq!(out.as_str(), expected);
    }

    #[test]
    fn repair_sees_them() {
        let html = "<html><p>The so&shy;ft&#8203;ly fall&zwnj;ing rain of the Caf&Atilde;&copy;&nbsp;Rive Gauche was &#xFB01;ne, said the owner.</p>";
        let article = crate::Recipe::balanced().build().unwrap().clean(html.as_bytes(), crate::About::default());
        assert_eq!(article.page.trim(), "The softly falling rain of the Café Rive Gauche was fine, said the owner.");
    }
}

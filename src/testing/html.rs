//! A made document as a page of HTML.

use super::{Layout, Part};

/// Classes as themes name them, outermost first.
const CLASSES: [&str; 6] = ["site", "wrap", "content-area", "main", "post", "entry-content"];

/// The parts as a page, each nested as deep as the layout says.
pub(super) fn page(parts: &[(Part, Vec<String>)], layout: &Layout) -> String {
    let mut out = String::from("<!DOCTYPE html>\n<html><head><title>");
    if let Some((_, lines)) = parts.iter().find(|(part, _)| *part == Part::Headline) {
        escape(&lines.join(" "), &mut out);
    }
    out.push_str("</title></head><body>\n");
    for level in 0..layout.depth {
        out.push_str(&format!("<div class=\"{}\">", CLASSES[level % CLASSES.len()]));
    }
    for (part, lines) in parts {
        write(*part, lines, &mut out);
        // A part closed too early or not at all is what real pages are made of.
        if layout.glue > 0 && lines.len() % layout.glue == 0 {
            out.push_str("</div><p>");
        }
    }
    for _ in 0..layout.depth {
        out.push_str("</div>");
    }
    out.push_str("</body></html>\n");
    if layout.crlf { out.replace('\n', "\r\n") } else { out }
}

fn write(part: Part, lines: &[String], out: &mut String) {
    let (open, close, before, after) = match part {
        Part::Prose | Part::DumpField | Part::Separator => ("", "", "<p>", "</p>\n"),
        Part::Headline => ("<header>", "</header>", "<h1>", "</h1>\n"),
        Part::AdSlot | Part::AdLabel => ("<div class=\"ad-slot\">", "</div>", "<span>", "</span>"),
        Part::ReadMoreLine | Part::ReadMoreBlock => {
            ("<aside class=\"related\"><ul>", "</ul></aside>\n", "<li><a href=\"/a\">", "</a></li>")
        }
        Part::Byline => ("<span class=\"byline\" rel=\"author\">", "</span><br>\n", "", ""),
        Part::Date => ("<time datetime=\"2020-11-01\">", "</time><br/>", "", ""),
        Part::Captions => ("<figure><img alt=\"\">", "</figure>\n", "<figcaption>", "</figcaption>"),
        Part::Menu => ("<nav><ul class=\"menu\">", "</ul></nav>\n", "<li><a href=\"/s\">", "</a>"),
        Part::Share => ("<div class=\"share\">", "</div>", "<a href=\"#\">", "</a> "),
        Part::Donation | Part::Cookie => ("<section id=\"notice\"><div>", "</div></section>\n", "<b>", "</b>"),
        Part::Comments => ("<form id=\"respond\">", "</form>\n", "<label>", "</label><input><br>"),
        Part::Copyright => ("<footer>", "</footer>\n", "<small>", "</small>"),
        Part::List => ("<ul>", "</ul>\n", "<li>", "</li>\n"),
    };
    out.push_str(open);
    for line in lines {
        out.push_str(before);
        escape(line, out);
        out.push_str(after);
    }
    out.push_str(close);
}

fn escape(text: &str, out: &mut String) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            c => out.push(c),
        }
    }
}

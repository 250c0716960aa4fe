use super::*;
use crate::page::Hints;

/// One block a line: form, then text with `⏎` for line breaks.
fn blocks(html: &str) -> Vec<String> {
    let (text, layout) = read(&Text::from(html), &HtmlConfig::default());
    let show =
        |block: &crate::Block| format!("{:?} {}", block.form, text.as_str()[block.span.range()].replace('\n', "⏎"));
    layout.blocks.iter().map(show).collect()
}

/// The link share of each block, the tags around it, and their words from the inside out.
fn hints(html: &str) -> Vec<(u8, String, String)> {
    let (_, layout) = read(&Text::from(html), &HtmlConfig::default());
    assert_eq!(layout.blocks.len(), layout.hints.len());
    let show = |hints: &Hints| {
        let element = hints.element.unwrap();
        let words: Vec<&str> = layout.outline.chain(element).map(|element| layout.outline.words(element)).collect();
        let words: Vec<&str> = words.into_iter().filter(|words| !words.is_empty()).collect();
        (hints.link_percent, layout.outline.tag_path(element), words.join(" / "))
    };
    layout.hints.iter().map(show).collect()
}

#[test]
fn each_block_has_its_form() {
    let html = "<title>T</title><h2>Rain</h2><p>It <b>rai</b>ned\n  all day.<blockquote><p>Wet!</blockquote>\
        <ul><li>One<li><p>Two</p></ul><figure><img alt=x><figcaption>A cloud</figcaption></figure>\
        <dl><dt>Cloud<dd>Vapour</dl><hr>Loose text<pre>a  b\n  c</pre>";
    assert_eq!(
        blocks(html),
        [
            "Heading(2) Rain",
            "Paragraph It rained all day.",
            "Quote Wet!",
            "ListItem One",
            "ListItem Two",
            "Caption A cloud",
            "ListItem Cloud",
            "ListItem Vapour",
            "Paragraph Loose text",
            "Verbatim a  b⏎  c",
        ]
    );
}

#[test]
fn one_break_is_a_line_and_two_are_a_border() {
    assert_eq!(
        blocks("<div>One<br> two<br>\n<br/>Three<b><br></b><br>Four<br></div><br>Five"),
        ["Paragraph One⏎two", "Paragraph Three", "Paragraph Four", "Paragraph Five"]
    );
}

#[test]
fn data_tables_are_rows_and_layout_tables_are_not() {
    let data = "<table><caption>Rain</caption><tr><th>City<th>mm<tr><td><p>A<br>B</p><td>3</td><td></td><td>x</table>";
    assert_eq!(blocks(data), ["Caption Rain", "Row City | mm", "Row A B | 3 |  | x"].map(|s| s.replace("|  |", "| |")));
    let layout = "<table><tr><td>Menu<td><h1>Rain</h1><p>It fell.</p><p>And fell.</table>";
    assert_eq!(blocks(layout), ["Paragraph Menu", "Heading(1) Rain", "Paragraph It fell.", "Paragraph And fell."]);
    let nested = "<table><tr><td>Menu<td><table><tr><td>a<td>b</table></table>";
    assert_eq!(blocks(nested), ["Paragraph Menu", "Row a | b"]);
}

#[test]
fn what_is_no_text_is_left_out_and_what_is_hidden_has_a_hint() {
    let html = "<p>Seen<script>x()</script><style>p{}</style> <i hidden>no</i><p hidden>h<p aria-hidden=TRUE>a<p style='color:red; Display : NONE'>d\
        <noscript><p>n</noscript><template><p>t</template><svg><text>s</text></svg><select><option>o</select>\
        <textarea>x</textarea><button>b</button><h3><button>Kept</button></h3><dialog>d</dialog><!-- c --><p id=S:0 hidden>React";
    let shown = ["Paragraph Seen", "Heading(3) Kept", "Paragraph React"];
    assert_eq!(blocks(html), [&shown[..1], &["Paragraph h", "Paragraph a", "Paragraph d"], &shown[1..]].concat());
    let (_, layout) = read(&Text::from(html), &HtmlConfig::default());
    use crate::page::Visibility::{Hidden, Shown, Silent};
    let visibility: Vec<_> = layout.hints.iter().map(|hints| hints.visibility).collect();
    assert_eq!(visibility, [Shown, Hidden, Silent, Hidden, Shown, Shown]);
}

#[test]
fn hidden_text_is_read_where_there_is_no_other() {
    assert_eq!(blocks("<body><noscript><p>Only &amp; this</p></noscript>"), ["Paragraph Only & this"]);
    assert_eq!(blocks("<div style='display:none'><p>Only this</div>"), ["Paragraph Only this"]);
    assert_eq!(blocks("<body style='display:none'><p>Shown later</p>"), ["Paragraph Shown later"]);
    assert!(blocks("<script>x</script><title>t</title>").is_empty());
}

#[test]
fn flat_text_stays_flat_text() {
    assert_eq!(blocks("A headline\n\nIf a <b then c.\n"), ["Paragraph A headline", "Paragraph If a <b then c."]);
    assert_eq!(blocks("<p>If 1 <b & more\nof it"), ["Paragraph If 1 <b & more of it"]);
}

#[test]
fn hints_tell_links_path_and_words() {
    let html = "<body class=page><div class='Story md:px-4'><p id=p1>See <a href=x class=l>all</a> of it</p>\
        <a href=y class=share>Send</a> <span class=s2>it</span></div><nav><a href=z class=m><span>Home</span></a></nav>";
    let hints = hints(html);
    let expected = |percent, path: &str, words: &str| (percent, path.to_owned(), words.to_owned());
    assert_eq!(hints[0], expected(30, "html/body/div/p", "p1 / story / page"));
    // Words of two inline elements: only what stands around both.
    assert_eq!(hints[1].1, "html/body/div");
    assert_eq!(hints[1].2, "story / page");
    assert_eq!(hints[2], expected(100, "html/body/nav/a/span", "m / page"));
}

#[test]
fn hints_tell_bold_links_and_what_was_left_out() {
    let html =
        "<body><p><b>All bold</b></p><img src=a><svg></svg><input><p>Two <a href=x>li</a><a href=y>nks</a> here</p>";
    let (_, layout) = read(&Text::from(html), &HtmlConfig::default());
    let [first, second] = &layout.hints[..] else { panic!("two blocks") };
    assert_eq!((first.strong_percent, first.links, first.pictures_before), (100, 0, 0));
    assert_eq!((second.strong_percent, second.links), (0, 2));
    assert_eq!((second.pictures_before, second.controls_before), (2, 1));
}

#[test]
fn inline_styles_decide_where_a_browser_lets_them() {
    assert_eq!(
        blocks("<span style='display:block'>One</span><a style='DISPLAY: flex !important'>Two</a> three"),
        ["Paragraph One", "Paragraph Two", "Paragraph three"]
    );
    let inline = "<div>Rain <div style='color:red;display:inline'>fell</div> here</div>";
    assert_eq!(blocks(inline), ["Paragraph Rain fell here"]);
    let hidden = "<p>a<i style='visibility:hidden'>b</i><i style='display:none;display:inline'>c</i></p>";
    assert_eq!(blocks(hidden), ["Paragraph ac"]);
    let lines =
        "<p style='white-space: pre-line'>\nOne\n  two\n\nthree <b style='white-space:normal'>four\nfive</b></p>";
    assert_eq!(blocks(lines), ["Paragraph One⏎two", "Paragraph three four five"]);
}

#[test]
fn roles_make_headings_and_a_quote_keeps_its_source() {
    assert_eq!(
        blocks("<div role=heading aria-level=3>Rain</div><p role=heading>Snow</p><span role=heading>ice</span>"),
        ["Heading(3) Rain", "Heading(2) Snow", "Paragraph ice"]
    );
    assert_eq!(blocks("<blockquote><p>Wet!</p><footer>A duck</footer></blockquote>"), ["Quote Wet!", "Quote A duck"]);
}

#[test]
fn shadow_trees_are_read_and_filled_slots_are_not() {
    let html = "<x-card><template shadowrootmode=open><style>p{}</style><p>Shadow <slot>No text</slot></p>\
        <slot name=note>No note</slot></template>Light</x-card><template><p>No</p></template>";
    assert_eq!(blocks(html), ["Paragraph Shadow", "Paragraph No note", "Paragraph Light"]);
    assert_eq!(blocks("<p><slot>Alone</slot>"), ["Paragraph Alone"]);
}

#[test]
fn pages_of_frames_have_their_text_in_noframes() {
    let html = "<html><head><title>T</title></head><frameset cols='*'><frame src=a.html><noframes><body><h1>Rain</h1>\
        <p>It <b>fell</b>.</p></body></noframes></frameset></html>";
    assert_eq!(blocks(html), ["Heading(1) Rain", "Paragraph It fell."]);
    assert_eq!(places(html), ["= Rain", "~ It <b>fell</b>."]);
}

#[test]
fn white_space_is_that_of_a_browser() {
    let html = "<p>x<span> </span>y<b>z</b> <i> w</i>,<!-- c --> q<wbr>r <x-y>custom</x-y> element \u{a0}\n t</p><p>&nbsp;</p>";
    assert_eq!(blocks(html), ["Paragraph x yz w, qr custom element t"]);
    let custom = "<x-block><p>One<p>Two</p></x-block><x-a>left</x-a><x-b>right</x-b>";
    assert_eq!(blocks(custom), ["Paragraph One", "Paragraph Two", "Paragraph leftright"]);
}

#[test]
fn rubies_formulas_lists_and_fallbacks() {
    let ruby = "<ruby>漢<rp>(</rp><rt>kan</rt><rp>)</rp></ruby> <ruby>東<rt>tou</rt></ruby><p><math><semantics>\
        <mi>x</mi><annotation>tex</annotation></semantics></math><svg><text>s</text></svg>";
    assert_eq!(blocks(ruby), ["Paragraph 漢(kan) 東", "Paragraph x"]);
    let lists = "<ul><li>One<ul><li>In</ul>after<li><p>Two<p>Three</ul>\
        <figure><figcaption><p>Cap <small>Who</small></figcaption></figure>";
    assert_eq!(
        blocks(lists),
        ["ListItem One", "ListItem In", "ListItem after", "ListItem Two", "ListItem Three", "Caption Cap Who"]
    );
    let fallbacks = "<p>a<picture><source><img alt=i></picture> <video>v</video><object>o</object><audio>a</audio>\
        <canvas>c</canvas> b<details><summary>S</summary>body</details>";
    assert_eq!(blocks(fallbacks), ["Paragraph a b", "Paragraph S", "Paragraph body"]);
}

/// Every block with the piece of source that it points to; `=` where it is exact.
fn places(html: &str) -> Vec<String> {
    let config = HtmlConfig { source_offsets: true, ..HtmlConfig::default() };
    let (text, layout) = read(&Text::from(html), &config);
    let show = |block: &crate::Block| match text.origin(block.span) {
        crate::Origin::Exact(span) => format!("= {}", &html[span.range()]),
        crate::Origin::Within(span) => format!("~ {}", &html[span.range()]),
    };
    layout.blocks.iter().map(show).collect()
}

#[test]
fn blocks_point_into_the_source() {
    let html = "<!doctype html>\n<title>No</title><body><p class=a> Snow\u{a0}fell. <!-- c --><p>It <b>rained</b> all day\n  long.\
        <p>Rain &amp; snow</p>&lt;3<br>1 < 2<pre>\na  b\n c</pre>a&notit;<p>Last.";
    assert_eq!(
        places(html),
        [
            "= Snow\u{a0}fell.",
            "~ It <b>rained</b> all day\n  long.",
            "~ Rain &amp; snow",
            "~ &lt;3<br>1 < 2",
            "= a  b\n c",
            "~ a&notit;",
            "= Last.",
        ]
    );
}

#[test]
fn text_that_a_table_moves_points_to_where_it_stood() {
    let html = "<table><tr><td>a&amp;b<td>2</tr>Outside &gt; it<!-- c -->.</table>";
    assert_eq!(places(html), ["~ Outside &gt; it<!-- c -->.", "~ a&amp;b<td>2"]);
    let torn = "<table><tr><td>one</td>two<td>three</td></tr>four</table>";
    assert_eq!(places(torn), ["~ two<td>three</td></tr>four", "~ one</td>two<td>three"]);
}

#[test]
fn flat_text_and_hidden_text_point_into_the_source_too() {
    assert_eq!(places("<body>A <b\nheadline\n\nText.\n"), ["= A <b", "= headline", "= Text."]);
    assert_eq!(places("<noscript><p>Only &amp; this.<p>And that.</noscript>"), ["~ Only &amp; this.", "= And that."]);
}

#[test]
fn text_beyond_each_limit_is_kept() {
    let small = HtmlConfig { max_depth: 20, max_nodes: 60, max_attributes: 2, ..HtmlConfig::default() };
    let deep = format!("{}<p>deep</p>{}<p>end</p>", "<div>x ".repeat(40), "</div>".repeat(40));
    let wide = "<p>x</p>".repeat(90);
    let tag = "<p a=1 b=2 c=3 d=4>x</p>";
    for (html, words) in [(deep.as_str(), 42), (wide.as_str(), 90), (tag, 1)] {
        let (text, layout) = read(&Text::from(html), &small);
        assert!(layout.limit.is_some());
        assert_eq!(text.as_str().split_whitespace().count(), words);
    }
    assert!(read(&Text::from(deep.as_str()), &HtmlConfig::default()).1.limit.is_none());
}

#[test]
fn formatting_left_open_does_not_multiply() {
    let fonts: String = (0..200).map(|n| format!("<font size={n}>")).collect();
    let (text, layout) = read(&Text::from(format!("{fonts}{}", "<p>x".repeat(500))), &HtmlConfig::default());
    assert_eq!((layout.blocks.len(), text.as_str().split_whitespace().count()), (500, 500));
}

#[test]
fn no_order_of_tags_loses_a_word() {
    let tags = [
        "div",
        "b",
        "p",
        "font",
        "table",
        "tr",
        "td",
        "li",
        "ul",
        "h2",
        "a href=x",
        "pre",
        "br",
        "caption",
        "blockquote",
    ];
    let mut state = 7u32;
    let mut random = |below: usize| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 8) as usize % below
    };
    for round in 0..2000 {
        let mut html = String::from("<p>");
        let mut words = Vec::new();
        for _ in 0..random(60) {
            let tag = tags[random(tags.len())];
            match random(3) {
                0 => html += &format!("<{tag}>"),
                1 => html += &format!("</{}>", tag.trim_end_matches(" href=x")),
                _ => {
                    words.push(format!("w{}", words.len()));
                    html += &format!(" w{} ", words.len() - 1);
                }
            }
        }
        let small = HtmlConfig { max_depth: 6 + round % 20, max_nodes: 10 + round % 70, ..HtmlConfig::default() };
        for config in [small, HtmlConfig::default()] {
            let (text, layout) = read(&Text::from(html.as_str()), &config);
            let mut found: Vec<&str> =
                layout.blocks.iter().flat_map(|b| text.as_str()[b.span.range()].split_whitespace()).collect();
            found.retain(|&word| word != "|");
            found.sort_unstable();
            let mut expected: Vec<&str> = words.iter().map(String::as_str).collect();
            expected.sort_unstable();
            assert_eq!(found, expected, "{html}");
        }
    }
}

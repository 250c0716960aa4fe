use super::*;
use crate::article::Article;
use crate::pipeline::About;
use crate::recipe::Recipe;

/// An article of which nothing was taken.
fn whole(page: &str) -> Article {
    let recipe = Recipe { judge: Vec::new(), ..Recipe::keep() };
    let media_type = page.starts_with('<').then_some("text/html");
    recipe.build().unwrap().clean(page.as_bytes(), About { media_type, ..About::default() })
}

fn shown(page: &str) -> Vec<String> {
    let article = whole(page);
    assert!(fit(&article.blocks, &article.text));
    let one = |block: &ArticleBlock| {
        let inlines: Vec<String> = block
            .inlines
            .iter()
            .map(|inline| format!(" {}={}", inline.kind.name(), &article.text[inline.span.range()]))
            .collect();
        format!("{:?}{} {}", block.form, "+".repeat(block.within.len()), inlines.concat().trim())
    };
    article.blocks.iter().map(one).collect()
}

#[test]
fn flat_lists_nest_by_their_indents() {
    let article =
        whole("Ferries:\n\n  * To the island\n     - at seven\n     - at nine\n  * To the port\n\n1. Rain\n2. Snow");
    let depths: Vec<usize> = article.blocks.iter().map(ArticleBlock::depth).collect();
    assert_eq!(depths, [0, 1, 2, 2, 1, 1, 1]);
    let own =
        |at: usize| &article.text[article.blocks[at].span.start + article.blocks[at].sign..article.blocks[at].span.end];
    assert_eq!([own(1), own(3), own(6)], ["To the island", "at nine", "Snow"]);
}

#[test]
fn a_text_of_ones_own_has_paragraphs() {
    let blocks = plain("One.\n\nTwo\nlines.\n\n\n\n Three ");
    assert_eq!(blocks.len(), 3);
    assert!(fit(&blocks, "One.\n\nTwo\nlines.\n\n\n\n Three ") && !fit(&blocks, "One.\n\nTwo"));
}

#[cfg(feature = "html")]
#[test]
fn inlines_stand_where_their_words_do() {
    let page = "<p>It <b> rained </b>on <i>the <code>x  y</code></i>\u{a0} coast, <a href='/a'>here</a>.</p>\
        <blockquote><p><strong>Wet!</strong></p></blockquote><table><tr><th>City<th>mm<tr><td><td><b>3</b></table>";
    assert_eq!(
        shown(page),
        [
            "Paragraph strong=rained emphasis=the x y code=x y link=here",
            "Quote+ strong=Wet!",
            "Row cell=City cell=mm",
            "Row cell=3 strong=3",
        ]
    );
}

#[cfg(feature = "html")]
#[test]
fn code_keeps_its_blanks_and_the_text_does_not() {
    let article = whole("<p>Run it:</p><pre>if a:\n    b  c\n</pre>");
    assert_eq!(article.text, "Run it:\n\nif a:\nb c");
    assert_eq!(article.blocks[1].verbatim.as_deref(), Some("if a:\n    b  c"));
}

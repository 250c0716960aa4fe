//! The features that HTML adds: names, order, and what each tells.

use crate::model::features::schema::schema;

schema! {
    /// The features that HTML adds: where a block stands in the tree.
    Markup, "html." {
    /// What element it is: text elements first, containers last.
    tag,
    /// Elements around it.
    depth,
    /// The share of its characters in links.
    link_share,
    /// Links in it, logarithmic.
    links,
    /// The share of its characters in bold.
    strong_share,
    /// Whether the page shows it.
    visibility,
    /// Pictures and players since the block before.
    pictures_before,
    /// Fields and buttons since the block before.
    controls_before,
    /// Pictures and players behind it.
    pictures_after,
    /// Fields and buttons behind it.
    controls_after,
    /// The level of a heading.
    heading_level,
    /// The level of the heading above it.
    level_above,
    /// Elements up to an `article`.
    to_article,
    /// Elements up to a `main`.
    to_main,
    /// Elements up to a `section`.
    to_section,
    /// Elements up to an `aside`.
    to_aside,
    /// Elements up to a `nav`.
    to_nav,
    /// Elements up to a `header`.
    to_header,
    /// Elements up to a `footer`.
    to_footer,
    /// Elements up to a form.
    to_form,
    /// Elements up to a list.
    to_list,
    /// Elements up to a table.
    to_table,
    /// Elements up to a figure.
    to_figure,
    /// How many lists stand around it.
    lists_around,
    /// What the tag and words of its element say.
    words_own,
    /// What those of the element around say.
    words_parent,
    /// What those of the next element outwards say.
    words_outer,
    /// The most that words say against it on the way to the root.
    words_worst,
    /// How far away that is.
    words_worst_at,
    /// The most that words say for it.
    words_best,
    /// How far away that is.
    words_best_at,
    /// What all of them say together.
    words_sum,
    /// The nearest group of blocks: characters.
    group_chars,
    /// The nearest group: blocks.
    group_blocks,
    /// The nearest group: characters in links.
    group_links,
    /// The nearest group: running text among its characters.
    group_prose,
    /// The nearest group: its share of the page's running text.
    group_of_page,
    /// The nearest group: recognised blocks.
    group_marked,
    /// The nearest group: elements up to it.
    group_at,
    /// A group of twice the size: characters.
    group_2_chars,
    /// A group of twice the size: blocks.
    group_2_blocks,
    /// A group of twice the size: characters in links.
    group_2_links,
    /// A group of twice the size: running text.
    group_2_prose,
    /// A group of twice the size: its share of the page's running text.
    group_2_of_page,
    /// A group of twice the size: recognised blocks.
    group_2_marked,
    /// One of four times the size: characters.
    group_3_chars,
    /// One of four times the size: blocks.
    group_3_blocks,
    /// One of four times the size: characters in links.
    group_3_links,
    /// One of four times the size: running text.
    group_3_prose,
    /// One of four times the size: its share of the page's running text.
    group_3_of_page,
    /// One of four times the size: recognised blocks.
    group_3_marked,
    /// Elements up to the deepest element with half of the page's running text.
    half_up,
    /// Elements from there down to it.
    half_down,
    /// Elements up to the deepest element with four fifths of the page's running text.
    most_up,
    /// Elements from there down to it.
    most_down,
    /// Elements up to the element with the most paragraphs of its own.
    column_up,
    /// Elements from there down to it.
    column_down,
    /// Blocks to where that element begins.
    before_column,
    /// Blocks since it ended.
    behind_column,
    /// How much of the page's running text it has.
    column_share,
    /// Elements up to where the headline stands too.
    title_up,
    /// Elements from there down to the headline.
    title_down,
    /// Elements up to where the first heading of the highest level stands too.
    heading_up,
    /// Elements from there down to that heading.
    heading_down,
    /// Blocks to that heading.
    above_heading,
    /// Blocks since that heading.
    below_heading,
    /// Elements up to one of several alike.
    repeat_at,
    /// How many those are.
    repeat_count,
    /// Their mean length.
    repeat_chars,
    /// Their characters in links.
    repeat_links,
    /// Running text among their characters.
    repeat_prose,
    /// Their share of the page's running text.
    repeat_of_page,
    /// The share of the largest in all of them.
    repeat_largest,
    /// Its place among them.
    repeat_place,
    /// Blocks at the same path of tags and classes.
    path_blocks,
    /// Their mean length.
    path_chars,
    /// Their characters in links.
    path_links,
    /// Running text among their characters.
    path_prose,
    /// Their share of the page's running text.
    path_of_page,
    /// Recognised blocks among them.
    path_marked,
    /// How much of the page lies between the first and the last.
    path_spread,
    /// Elements up to where the block before stands too.
    border_before,
    /// Elements from there down to the block before.
    border_before_down,
    /// Elements up to where the block after stands too.
    border_after,
    /// Elements from there down to the block after.
    border_after_down,
    /// Whether the page's own data holds it as text of the article.
    declared_body,
    /// Whether the page describes itself with it.
    declared_summary,
    /// How likely the page is an article.
    type_article,
    /// How likely it is a forum.
    type_forum,
    /// How likely it is documentation.
    type_documentation,
    /// How likely it is a product.
    type_product,
    /// How likely it is about a service.
    type_service,
    /// How likely it is a listing.
    type_listing,
    /// How likely it is a collection.
    type_collection,
    }
}

schema! {
    /// What the second pass sees of a page of HTML besides.
    MarkupContext, "guess.html." {
    /// The mean score in the nearest group.
    group,
    /// The mean score in a group of twice the size.
    group_2,
    /// The mean score in one of four times the size.
    group_3,
    /// The mean score in elements alike.
    repeat,
    /// The mean score at the same path.
    path,
    /// What seems to stay of the nearest group.
    group_kept,
    /// What seems to stay of a group of twice the size.
    group_2_kept,
    /// What seems to stay of one of four times the size.
    group_3_kept,
    /// What seems to stay of elements alike.
    repeat_kept,
    /// What seems to stay of blocks at the same path.
    path_kept,
    /// Elements up to the deepest element with half of what seems to stay.
    half_up,
    /// Elements from there down to it.
    half_down,
    /// Elements up to the deepest element with nine tenths of what seems to stay.
    most_up,
    /// Elements from there down to it.
    most_down,
    }
}

impl Markup {
    /// Takes over how likely the page is of each type.
    pub(super) fn types(&mut self, shares: super::TypeShares) {
        [
            self.type_article,
            self.type_forum,
            self.type_documentation,
            self.type_product,
            self.type_service,
            self.type_listing,
            self.type_collection,
        ] = shares;
    }

    /// The features that tell how far up a tag is.
    pub(super) fn tag_distances(&mut self) -> [&mut u8; 11] {
        [
            &mut self.to_article,
            &mut self.to_main,
            &mut self.to_section,
            &mut self.to_aside,
            &mut self.to_nav,
            &mut self.to_header,
            &mut self.to_footer,
            &mut self.to_form,
            &mut self.to_list,
            &mut self.to_table,
            &mut self.to_figure,
        ]
    }
}

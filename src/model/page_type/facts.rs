//! What tells the types of pages apart.

use super::words::{ARTICLE, BUSINESS, FORUM, LIST, MANUAL, PRODUCT};
use crate::metadata::Declared;
use crate::model::features::Line;
use crate::model::features::scale::{count, log, share};
use crate::model::features::schema::schema;
use crate::page::{Form, Page};
use rustc_hash::FxHashMap;

schema! {
    /// The features of a page.
    PageFacts, "page." {
    /// It calls itself an article in JSON-LD.
    declares_article,
    /// A product.
    declares_product,
    /// A thread or a question.
    declares_forum,
    /// A list, a collection, search results.
    declares_list,
    /// A company, a place, an offer.
    declares_business,
    /// Technical writing, instructions.
    declares_manual,
    /// How many types it gives.
    declares,
    /// What Open Graph calls it.
    og_type,
    /// Its address has a word of articles.
    address_article,
    /// A word of shops.
    address_product,
    /// A word of forums.
    address_forum,
    /// A word of documentation.
    address_manual,
    /// A word of lists.
    address_list,
    /// A word of company pages.
    address_business,
    /// A year.
    address_year,
    /// Parts of its address.
    address_parts,
    /// Words of the last part.
    address_words,
    /// Digits of the last part.
    address_digits,
    /// Words of the page's body element: an article's.
    body_article,
    /// A shop's.
    body_product,
    /// A forum's.
    body_forum,
    /// A list's.
    body_list,
    /// Documentation's.
    body_manual,
    /// Elements `article`.
    articles,
    /// Blocks.
    blocks,
    /// Running text.
    prose,
    /// Running text of all.
    prose_share,
    /// Characters in links of all.
    link_share,
    /// Links.
    links,
    /// Headings.
    headings,
    /// Headings of all blocks.
    heading_share,
    /// List entries of all blocks.
    list_share,
    /// Rows of tables.
    rows,
    /// Code.
    verbatim,
    /// Quotations.
    quotes,
    /// Fields and buttons.
    controls,
    /// Pictures.
    pictures,
    /// Pictures by blocks.
    picture_share,
    /// Paragraphs.
    paragraphs,
    /// Mean length of a paragraph.
    paragraph_chars,
    /// The longest paragraph of all running text.
    longest,
    /// Prices.
    prices,
    /// Blocks that end in a question mark.
    questions,
    /// Blocks with a year or a time.
    dates,
    /// Words to the reader, in running text.
    second_person,
    /// Words of the house.
    house,
    /// Words of accounts.
    account,
    /// Words of comments.
    comment,
    /// Words of bylines.
    author,
    /// Words of dates.
    date_words,
    /// Words of legal notices.
    legal,
    /// Verbs of saying.
    speech,
    /// Connectives.
    connectives,
    /// The most alike elements with several blocks each: how many.
    cards,
    /// Their mean length.
    card_chars,
    /// Running text in them.
    card_prose,
    /// Their share of the page.
    card_share,
    }
}

impl PageFacts {
    /// The features of a page, whose blocks have the features `lines`.
    #[must_use]
    pub fn of(page: &Page<'_>, lines: &[Line]) -> Self {
        let mut facts = PageFacts::default();
        facts.declared(page.declared());
        facts.body_words(page);
        facts.forms(page);
        facts.words(page, lines);
        facts.cards(page);
        facts
    }

    fn declared(&mut self, declared: &Declared) {
        let has =
            |words: &[&str]| u8::from(declared.types.iter().any(|kind| words.iter().any(|word| kind.contains(word))));
        self.declares_article = has(&["newsarticle", "blogposting", "reportage", "opinionnews"])
            + u8::from(declared.types.iter().any(|kind| kind == "article"));
        self.declares_product = has(&["product", "offer"]);
        self.declares_forum = has(&["discussionforum", "qapage", "question", "socialmedia"]);
        self.declares_list = has(&["itemlist", "collectionpage", "searchresults"]);
        self.declares_business = has(&["organization", "business", "service", "store", "aboutpage"]);
        self.declares_manual = has(&["techarticle", "apireference", "howto", "course"]);
        self.declares = count(declared.types.len());
        self.og_type = match declared.og_type.as_deref() {
            None => 0,
            Some("website") => 1,
            Some("article") => 2,
            Some(kind) if kind.contains("product") => 3,
            Some(_) => 4,
        };
        self.address(declared.canonical.as_deref().or(declared.og_url.as_deref()).unwrap_or_default());
    }

    fn address(&mut self, address: &str) {
        let address = address.to_lowercase();
        let path = address.split_once("://").map_or(address.as_str(), |(_, rest)| rest);
        let path = path.split(['?', '#']).next().unwrap_or_default();
        let words: Vec<&str> = path.split(['/', '.', '-', '_', '=']).collect();
        let parts: Vec<&str> = path.split('/').skip(1).filter(|part| !part.is_empty()).collect();
        let has = |names: &[&str]| {
            u8::from(parts.iter().rev().skip(1).chain(&words[..words.len().min(2)]).any(|part| names.contains(part)))
        };
        self.address_article = has(ARTICLE);
        self.address_product = has(PRODUCT);
        self.address_forum = has(FORUM);
        self.address_manual = has(MANUAL);
        self.address_list = has(LIST);
        self.address_business = has(BUSINESS);
        let is_year = |part: &&str| {
            part.len() == 4
                && (part.starts_with("19") || part.starts_with("20"))
                && part.bytes().all(|b| b.is_ascii_digit())
        };
        self.address_year = u8::from(words.iter().any(is_year));
        self.address_parts = count(parts.len());
        let last = parts.last().copied().unwrap_or_default();
        self.address_words = count(last.split(['-', '_']).filter(|word| word.len() > 1).count());
        self.address_digits = count(last.bytes().filter(u8::is_ascii_digit).count());
    }

    /// What the words of `html` and `body` say: themes name the kind of page there.
    fn body_words(&mut self, page: &Page<'_>) {
        let outline = page.outline();
        for element in outline.ids().take_while(|element| outline.depth(*element) < 2) {
            for word in outline.words(element).split([' ', '-', '_']) {
                let mut note = |names: &[&str], slot: fn(&mut Self) -> &mut u8| {
                    if names.contains(&word) {
                        *slot(self) = 1;
                    }
                };
                note(ARTICLE, |facts| &mut facts.body_article);
                note(PRODUCT, |facts| &mut facts.body_product);
                note(FORUM, |facts| &mut facts.body_forum);
                note(LIST, |facts| &mut facts.body_list);
                note(MANUAL, |facts| &mut facts.body_manual);
            }
        }
        self.articles = log(outline.ids().filter(|element| outline.tag(*element) == "article").count());
    }

    fn forms(&mut self, page: &Page<'_>) {
        let (mut chars, mut prose, mut link_chars, mut longest) = (0, 0, 0, 0);
        let (mut paragraphs, mut headings, mut lists, mut rows, mut verbatim, mut quotes) = (0, 0, 0, 0, 0, 0);
        let (mut links, mut controls, mut pictures, mut questions) = (0, 0, 0, 0);
        for block in page.blocks() {
            let len = block.shape.chars as usize;
            chars += len;
            if block.shape.is_sentence() {
                prose += len;
                paragraphs += 1;
                longest = longest.max(len);
            }
            match block.form {
                Form::Heading(_) => headings += 1,
                Form::ListItem => lists += 1,
                Form::Row => rows += 1,
                Form::Verbatim => verbatim += len,
                Form::Quote => quotes += 1,
                _ => {}
            }
            questions += usize::from(block.shape.ending == crate::page::Ending::Question);
            if let Some(hints) = page.hints(block) {
                link_chars += len * usize::from(hints.link_percent) / 100;
                links += usize::from(hints.links);
                controls += usize::from(hints.controls_before);
                pictures += usize::from(hints.pictures_before);
            }
        }
        let blocks = page.blocks().len();
        (self.blocks, self.prose, self.links) = (log(blocks), log(prose), log(links));
        (self.prose_share, self.link_share) = (share(prose, chars), share(link_chars, chars));
        (self.headings, self.heading_share) = (log(headings), share(headings, blocks));
        (self.list_share, self.rows) = (share(lists, blocks), log(rows));
        (self.verbatim, self.quotes, self.controls) = (log(verbatim), log(quotes), log(controls));
        (self.pictures, self.picture_share) = (log(pictures), share(pictures, blocks));
        (self.paragraphs, self.paragraph_chars) = (log(paragraphs), log(prose / paragraphs.max(1)));
        (self.longest, self.questions) = (share(longest, prose), log(questions));
    }

    fn words(&mut self, page: &Page<'_>, lines: &[Line]) {
        let (mut prices, mut dates, mut running) = (0, 0, 0);
        let mut cues = [0_usize; 9];
        for (block, line) in page.blocks().iter().zip(lines) {
            let text = page.text_of(block);
            prices += usize::from(line.digits > 0 && text.contains(['$', '€', '£', '¥', '₹']));
            dates += usize::from(line.has_year > 0 || line.clocks > 0);
            if block.shape.is_sentence() {
                running += 1;
                let of_line = [
                    line.cue_second_person,
                    line.cue_house,
                    line.cue_account,
                    line.cue_comment,
                    line.cue_author,
                    line.cue_date,
                    line.cue_legal,
                    line.cue_speech,
                    line.cue_prose,
                ];
                cues.iter_mut().zip(of_line).for_each(|(sum, cue)| *sum += usize::from(cue));
            }
        }
        (self.prices, self.dates) = (log(prices), log(dates));
        [
            self.second_person,
            self.house,
            self.account,
            self.comment,
            self.author,
            self.date_words,
            self.legal,
            self.speech,
            self.connectives,
        ] = cues.map(|sum| count(sum * 4 / running.max(1)));
    }

    /// The most alike elements side by side that hold several blocks each.
    fn cards(&mut self, page: &Page<'_>) {
        #[derive(Default, Clone, Copy)]
        struct Inside {
            blocks: usize,
            chars: usize,
            prose: usize,
        }
        let outline = page.outline();
        let mut inside = vec![Inside::default(); outline.len()];
        let mut whole = 0;
        for block in page.blocks() {
            let chars = block.shape.chars as usize;
            whole += chars;
            let Some(element) = page.hints(block).and_then(|hints| hints.element) else { continue };
            let inside = &mut inside[element.index()];
            inside.blocks += 1;
            inside.chars += chars;
            inside.prose += if block.shape.is_sentence() { chars } else { 0 };
        }
        for element in outline.ids().rev() {
            if let Some(parent) = outline.parent(element) {
                let own = inside[element.index()];
                let above = &mut inside[parent.index()];
                above.blocks += own.blocks;
                above.chars += own.chars;
                above.prose += own.prose;
            }
        }
        let mut groups: FxHashMap<(_, &str, &str), (usize, Inside)> = FxHashMap::default();
        for element in outline.ids().filter(|element| inside[element.index()].blocks >= 2) {
            let words = outline
                .words(element)
                .split(' ')
                .find(|word| !word.bytes().any(|b| b.is_ascii_digit()))
                .unwrap_or_default();
            let (count, sum) = groups.entry((outline.parent(element), outline.tag(element), words)).or_default();
            let own = inside[element.index()];
            *count += 1;
            sum.chars += own.chars;
            sum.prose += own.prose;
        }
        let most =
            groups.values().filter(|(count, _)| *count >= 3).map(|(count, sum)| (sum.chars, *count, sum.prose)).max();
        if let Some((chars, count, prose)) = most {
            (self.cards, self.card_chars) = (log(count), log(chars / count));
            (self.card_prose, self.card_share) = (share(prose, chars), share(chars, whole));
        }
    }
}

#[cfg(all(test, feature = "html"))]
mod tests {
    use super::*;
    use crate::segment::html::{HtmlConfig, read};
    use crate::text::Text;

    fn facts(html: &str) -> PageFacts {
        let (text, layout) = read(&Text::from(html), &HtmlConfig::default());
        let page = Page::new(text.as_str(), layout);
        let lines = vec![Line::default(); page.blocks().len()];
        PageFacts::of(&page, &lines)
    }

    #[test]
    fn the_address_and_the_data_of_a_page_tell_of_its_type() {
        let found = facts(
            "<head><link rel=canonical href='https://forum.example.org/threads/2024/why-is-the-ferry-late.77/'>\
             <meta property=og:type content=website><script type='application/ld+json'>{\"@type\": \"DiscussionForumPosting\"}</script>\
             <body class='forum single-topic'><p>Why?",
        );
        assert_eq!((found.address_forum, found.address_product, found.address_year), (1, 0, 1));
        assert_eq!((found.declares_forum, found.og_type, found.body_forum), (1, 1, 1));
        assert_eq!((found.address_parts, found.questions), (3, log(1)));
    }

    #[test]
    fn cards_are_counted() {
        let card = "<div class=card><h3>Lamp</h3><p>Bright</p></div>";
        let found = facts(&format!("<section>{}</section>", card.repeat(5)));
        assert_eq!((found.cards, found.card_share, found.card_prose), (log(5), 200, 0));
        assert_eq!(facts("<p>none").cards, 0);
    }
}

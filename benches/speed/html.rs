//! Pages of HTML, phase by phase: bytes to a tree, the tree to blocks, what the rules say, what the
//! line model says, and what is written.
//!
//! Each row does what it is named for and nothing before it, on the same pages, so its time is its
//! share of `whole`; only `parse_and_read` holds `parse` as well, and `whole` decoding and repair.

use divan::counter::BytesCount;
use divan::{Bencher, black_box};
use faircopy::catalog::{self, Phase};
use faircopy::segment::html::{HtmlConfig, read};
use faircopy::{LineModel, Page, Pipeline, Recipe, Text};
use std::fmt::Write as _;

/// Pages of about this many bytes, as news sites send them.
const PAGE_BYTES: usize = 100_000;

/// Sentences of the articles.
const SENTENCES: [&str; 6] = [
    "The ferry to the island was late again on Monday, because the harbour was closed in the morning. ",
    "“Nobody told us anything,” said a teacher who had waited on the pier for three hours. ",
    "Le conseil municipal a voté mardi la réouverture du vieux pont, fermé depuis quatre hivers. ",
    "Die Werft am Fluss baut seit dem Frühjahr wieder Boote aus Eichenholz, und zwar von Hand. ",
    "В среду ожидается снег, а к выходным в области потеплеет до пяти градусов. ",
    "星期一早上港口关闭，渡轮再次晚点，许多乘客在码头等了三个小时。",
];

/// A page with menus, scripts, styles, linked data, an article, teasers and a footer; of its bytes
/// some thirty in a hundred are scripts and as many are tags and attributes.
fn page(number: usize) -> String {
    let sentence = |at: usize| SENTENCES[(at + number) % SENTENCES.len()];
    let mut html =
        format!("<!DOCTYPE html><html lang=\"en\" class=\"no-js page-{number}\"><head><meta charset=\"utf-8\">");
    let _ = write!(html, "<title>Ferry late again {number} | Northby Herald</title>");
    for at in 0..30 {
        let _ = write!(
            html,
            "<meta property=\"og:field{at}\" content=\"{}\"><link rel=\"preload\" as=\"font\" href=\"/static/fonts/{at}.woff2\" crossorigin>",
            sentence(at)
        );
    }
    let _ = write!(
        html,
        "<script type=\"application/ld+json\">{{\"@type\":\"NewsArticle\",\"headline\":\"Ferry late again {number}\",\"datePublished\":\"2024-01-01T00:00:00Z\",\"author\":{{\"@type\":\"Person\",\"name\":\"Ann Lee\"}}}}</script>"
    );
    for at in 0..6 {
        let body = "window.q=window.q||[];q.push(function(e,t){if(e<t){return '<p>'+e+'</p>'}});".repeat(60);
        let _ = write!(html, "<script data-chunk=\"{at}\">{body}</script>");
    }
    let _ = write!(
        html,
        "<style>{}</style></head><body class=\"single post-{number}\">",
        ".c-card__title{margin:0 0 8px;color:#222}".repeat(100)
    );
    html.push_str(
        "<header class=\"site-header js-sticky\" id=\"masthead\"><nav class=\"main-nav\" aria-label=\"Main\"><ul>",
    );
    for at in 0..60 {
        let _ = write!(
            html,
            "<li class=\"menu-item menu-item-{at} has-icon\"><a class=\"menu-link\" href=\"/section/{at}\" data-track=\"nav:{at}\"><span class=\"label\">Section {at}</span></a></li>"
        );
    }
    html.push_str("</ul></nav></header><main id=\"content\"><article class=\"article article--news\"><h1 class=\"headline\">Ferry late again</h1><p class=\"byline\">By <a rel=\"author\" href=\"/a/lee\">Ann Lee</a></p><div class=\"article-body\" itemprop=\"articleBody\">");
    for at in 0..40 {
        let _ = write!(
            html,
            "<p class=\"paragraph\" data-index=\"{at}\">{}{}<a href=\"/story/{at}\">the pier</a>{}</p>",
            sentence(at),
            sentence(at + 1),
            sentence(at + 2)
        );
        if at % 8 == 0 {
            html.push_str("<div class=\"ad-slot ad-slot--inline\" id=\"div-gpt-ad\"><span>Advertisement</span></div><figure class=\"image\"><img src=\"/i.jpg\" srcset=\"/i-1.jpg 1x, /i-2.jpg 2x\" alt=\"\"><figcaption>The pier. Photo: Jo Park</figcaption></figure>");
        }
    }
    html.push_str("</div></article><aside class=\"related\"><h2>More stories</h2>");
    while html.len() < PAGE_BYTES - 2_000 {
        let at = html.len();
        let _ = write!(
            html,
            "<div class=\"c-card c-card--small\" data-id=\"{at}\"><a class=\"c-card__link\" href=\"/story/{at}\"><img class=\"lazy\" data-src=\"/t/{at}.jpg\" width=\"320\" height=\"180\" alt=\"\"><h3 class=\"c-card__title\">Council votes on bridge {at}</h3></a><p class=\"c-card__text\">{}</p><time class=\"c-card__time\" datetime=\"2024-01-01\">1 January</time></div>",
            sentence(at)
        );
    }
    html.push_str("</aside></main><footer class=\"site-footer\"><ul><li><a href=\"/privacy\">Privacy policy</a></li><li><a href=\"/terms\">Terms of use</a></li></ul><p>© 2024 Northby Herald. All rights reserved.</p></footer></body></html>");
    html
}

fn pages() -> Vec<String> {
    (0..6).map(page).collect()
}

/// Pages as they are after reading, and the bytes they came from.
struct Made {
    bytes: BytesCount,
    read: Vec<(Text, faircopy::segment::Layout)>,
}

impl Made {
    fn new() -> Self {
        let pages = pages();
        let bytes = BytesCount::new(pages.iter().map(String::len).sum::<usize>());
        let read = pages.iter().map(|html| read(&Text::from(html.as_str()), &HtmlConfig::default()));
        Made { bytes, read: read.collect() }
    }

    fn pages(&self) -> Vec<Page<'_>> {
        self.read.iter().map(|(text, layout)| Page::new(text.as_str(), layout.clone())).collect()
    }
}

/// The recipe `balanced`, of its judges only those that are asked for.
fn pipeline(is_wanted: impl Fn(&str) -> bool) -> Pipeline {
    let mut recipe = Recipe::balanced();
    recipe.judge.retain(|stage| is_wanted(stage.name()));
    recipe.build().expect("builds")
}

fn is_of_first(name: &str) -> bool {
    catalog::find(name).is_some_and(|stage| stage.phase == Phase::Judge(faircopy::Step::First))
}

/// The tree by the parser alone, scripts and all.
#[divan::bench]
fn a_parse(bencher: Bencher) {
    let pages = pages();
    let bytes = BytesCount::new(pages.iter().map(String::len).sum::<usize>());
    bencher.counter(bytes).bench_local(|| {
        for html in &pages {
            black_box(scraper::Html::parse_document(html));
        }
    });
}

/// The tree, its metadata, and its blocks with their hints.
#[divan::bench]
fn b_parse_and_read(bencher: Bencher) {
    let texts: Vec<Text> = pages().into_iter().map(Text::from).collect();
    let bytes = BytesCount::new(texts.iter().map(|text| text.as_str().len()).sum::<usize>());
    bencher.counter(bytes).bench_local(|| {
        for text in &texts {
            black_box(read(text, &HtmlConfig::default()));
        }
    });
}

/// All judges but the line model, languages among them.
#[divan::bench]
fn c_rules(bencher: Bencher) {
    let (made, pipeline) = (Made::new(), pipeline(|name| name != "line-model"));
    bencher.counter(made.bytes).with_inputs(|| made.pages()).bench_local_values(|pages| {
        for page in pages {
            black_box(pipeline.findings(page));
        }
    });
}

/// The line model on pages that the rules of the first step have seen.
#[divan::bench]
fn d_model(bencher: Bencher) {
    let (made, first) = (Made::new(), pipeline(is_of_first));
    let model = LineModel::builtin().expect("loads");
    let seen = || made.pages().into_iter().map(|page| first.after_first(page)).collect::<Vec<_>>();
    bencher.counter(made.bytes).with_inputs(seen).bench_local_values(|pages| {
        for page in pages {
            black_box(model.score(&page));
        }
    });
}

/// Deciding and writing, without any judge.
#[divan::bench]
fn e_resolve_and_render(bencher: Bencher) {
    let (made, pipeline) = (Made::new(), pipeline(|_| false));
    bencher.counter(made.bytes).with_inputs(|| made.pages()).bench_local_values(|pages| {
        for (page, (text, _)) in pages.into_iter().zip(&made.read) {
            black_box(pipeline.judge(page, text));
        }
    });
}

/// From bytes to articles: all of it, with decoding, repair and polish.
#[divan::bench]
fn whole(bencher: Bencher) {
    let (pages, pipeline) = (pages(), pipeline(|_| true));
    let bytes = BytesCount::new(pages.iter().map(String::len).sum::<usize>());
    bencher.counter(bytes).bench_local(|| super::clean_all(&pipeline, &pages));
}

"""Sentences of pages that are not of the article: what outlets really say in their own voice.

Told by where they stand: in an element whose class words name an insert (a form, a notice, a note on the
author), in a container that holds no paragraph of the gold. Teasers and readers' comments are left out: they are
worded as articles are, or as people speak.
"""

import re

import lxml.html

import labels
import strewn

INSERT_CLASS = re.compile(
    r"author|\bbio\b|-bio|bio-|contributor|newsletter|subscri|donat|sign-?up|promo|cta\b|cookie|consent|gdpr|disclaimer"
    r"|disclosure|footer|copyright|legal|privacy|membership|paywall|regwall|follow|banner|popup|modal|about-us"
    r"|boilerplate|credit|license|affiliate|support", re.IGNORECASE)
OTHER_CLASS = re.compile(
    r"comment|disqus|reply|teaser|related|recommend|trending|popular|latest|excerpt|card|feed|read-?next|promo-list|river|most",
    re.IGNORECASE)
# Texts are looked for in these, and in one that holds no other of BLOCKS.
HOLDERS = {"p", "div", "li", "small", "span", "td", "em", "dd", "section", "aside", "footer"}
BLOCKS = {
    "p", "div", "li", "section", "aside", "footer", "td", "small", "blockquote", "h2", "h3", "h4", "h5", "h6", "ul", "ol",
    "table", "article", "header", "form", "figure", "dd", "dt", "nav",
}
NEVER = {"script", "style", "noscript", "figcaption", "figure", "a", "button"}
ENDS_SENTENCE = re.compile(r"[.!?…。！？।][\"”’»)\]]*$")
MIN_WORDS, MAX_WORDS = 6, 90
# Four words in a row that the gold has as well tell where its text stands.
RUN = 4
# So much of a text may stand in the gold, and so many runs of it in a container beside the article.
MAX_SHARED, MAX_SHARED_RUNS = 0.15, 25
# How far up class words are asked for.
NEAREST = 6


def inserts(page, gold):
    """Sentences in elements of the page that are no part of the article, each once."""
    try:
        tree = lxml.html.fromstring(page.html())
    except (lxml.etree.ParserError, ValueError):
        return
    runs_of_gold = runs(gold)
    shared = {}

    def holds_article(element):
        if element not in shared:
            shared[element] = len(runs(element.text_content()) & runs_of_gold)
        return shared[element] >= MAX_SHARED_RUNS

    seen = set()
    for element in tree.iter(*HOLDERS):
        text = " ".join(element.text_content().split()) if is_lowest(element) else ""
        if text in seen or not is_sentence(text):
            continue
        seen.add(text)
        around = [element, *element.iterancestors()]
        own = runs(text)
        if any(is_other(each) for each in around) or not own or len(own & runs_of_gold) > MAX_SHARED * len(own):
            continue
        around = [each for each in around[:NEAREST] if each.tag not in ("body", "html")]
        if any(INSERT_CLASS.search(names(each)) and not holds_article(each) for each in around):
            yield text


def runs(text):
    words = labels.words(text)
    return {tuple(words[at:at + RUN]) for at in range(len(words) - RUN + 1)}


def is_lowest(element):
    return not any(below.tag in BLOCKS for below in element.iterdescendants())


def is_sentence(text):
    return ENDS_SENTENCE.search(text) is not None and MIN_WORDS <= strewn.count_words(text) <= MAX_WORDS


def names(element):
    """Its class words and its id; a footer is one by its tag."""
    return f"{element.get('class', '')} {element.get('id', '')} {'footer' if element.tag == 'footer' else ''}"


def is_other(element):
    return element.tag in NEVER or OTHER_CLASS.search(names(element)) is not None

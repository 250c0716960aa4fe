"""The article of a page with some of the page's own headlines and captions strewn into it, without a label.

What scrapers leave of a news page is mostly this: the paragraphs, captions as plain lines, headlines
of other stories. The pages that are learned from show it seldom, since renderers keep all of a page and
extractors nearly nothing; so it is made of their parts.
"""

import re

import lxml.html

import labels

# Words of a headline or a caption; a shorter one is a label.
MIN_WORDS, MAX_WORDS = 5, 40
CAPTION_CLASS = re.compile(r"caption|legend|bildunterschrift|leyenda|didascalia", re.IGNORECASE)
UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]+")
DUMPS = 2
# Lines of an article; of fewer nothing is learned.
MIN_LINES = 4


def pieces(page, gold):
    """Headlines of other stories, captions, and the headings at the top of a page, that are not in its gold."""
    try:
        tree = lxml.html.fromstring(page.html())
    except (lxml.etree.ParserError, ValueError):
        return [], [], []
    body = " ".join(labels.words(gold))

    def texts(elements):
        found = dict.fromkeys(" ".join(element.split()) for element in elements)
        return [text for text in found if is_beside(text, body)]

    titles = [" ".join(element.text_content().split()) for element in tree.iter("h1")]
    links = texts(element.text_content() for element in tree.iter("a"))
    captions = texts(element.text_content() for element in tree.iter() if is_caption(element))
    # What stands for a picture inside a link, or repeats one, is the headline of another story.
    captions += texts(element.get("alt", "") for element in tree.iter("img") if next(element.iterancestors("a"), None) is None)
    captions = [text for text in dict.fromkeys(captions) if text not in titles and text not in links]
    return [text for text in links if text not in titles], captions, [title for title in titles if title][:1]


def is_caption(element):
    return isinstance(element.tag, str) and (
        element.tag == "figcaption" or CAPTION_CLASS.search(element.get("class", "")) is not None)


def is_beside(text, body):
    """Whether a text is long enough and not of the article."""
    return MIN_WORDS <= count_words(text) <= MAX_WORDS and " ".join(labels.words(text)) not in body


def count_words(text):
    """Words; in scripts without spaces between them, two signs are one."""
    signs = sum(map(len, UNSPACED.findall(text)))
    return max(len(text.split()), signs // 2)


def strewn(lines, headlines, captions, titles, rng):
    """Some dumps of the lines of an article, with some of the rest."""
    if len(lines) < MIN_LINES or not headlines and not captions:
        return []
    return [strew(lines, headlines, captions, titles, rng) for _ in range(DUMPS)]


def strew(lines, headlines, captions, titles, rng):
    # What stands before each line, and behind the last.
    before = [[] for _ in range(len(lines) + 1)]

    def put(texts, most, together, at):
        chosen = rng.sample(texts, min(most, len(texts)))
        place = at()
        for text in chosen:
            before[place].append(text)
            place = place if together else at()

    def inside():
        return rng.randrange(1, len(lines))

    put(captions, rng.choice([0, 1, 1, 2, 3]), rng.random() < 0.3, lambda: 0 if rng.random() < 0.3 else inside())
    put(headlines, rng.choice([0, 0, 1, 1, 1, 2, 3]), rng.random() < 0.25, inside)
    put(headlines, rng.choice([0, 0, 0, 1, 2, 3, 5]), True, lambda: len(lines))
    out = titles if rng.random() < 0.4 else []
    for at, texts in enumerate(before):
        out = out + texts + lines[at:at + 1]
    return rng.choice(["\n", "\n\n"]).join(out)

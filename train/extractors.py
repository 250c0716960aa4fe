"""What article extractors keep of a page, each in its usual form."""

import collections
import re

import goose3
import html_text
import justext
import newspaper
import readability
import trafilatura
from resiliparse.extract.html2text import extract_plain_text

STOPLISTS = {name: frozenset(justext.get_stoplist(name))
             for name in ("English", "German", "French", "Spanish", "Italian", "Portuguese", "Polish", "Finnish")}


def readability_html(html):
    """The article as HTML."""
    return readability.Document(html).summary()


def trafilatura_(html, **options):
    return trafilatura.extract(html, **options) or ""


def resiliparse_main(html):
    return extract_plain_text(html, main_content=True, preserve_formatting=True, list_bullets=False, alt_texts=False)


def newspaper_(html):
    article = newspaper.Article("http://localhost/", fetch_images=False)
    article.download(input_html=html)
    article.parse()
    return article.text


def justext_(html):
    text = html_text.extract_text(html, guess_layout=False)
    words = collections.Counter(word.lower() for word in re.findall(r"\w+", text))
    stoplist = max(STOPLISTS.values(), key=lambda words_of: sum(words[word] for word in words_of))
    paragraphs = justext.justext(html, stoplist)
    return "\n".join(paragraph.text for paragraph in paragraphs if not paragraph.is_boilerplate)


def goose3_(html):
    with goose3.Goose({"enable_image_fetching": False, "strict": False}) as goose:
        return goose.extract(raw_html=html).cleaned_text

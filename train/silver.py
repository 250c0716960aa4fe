"""Silver gold for trafeval-dev, whose pages come with segments only.

    python silver.py HTML_DEV OUT.jsonl [--jobs 1]

Extractors of several families read each page. A text is silver if it has every segment that belongs
to the page's main text and none that does not, and an extractor of another family agrees with it (F1
of words, or of characters in Chinese and Japanese, of at least 0.9). Of several such texts the one
with the highest mean agreement is taken, trafilatura's first. One page a line:

    {"set", "id", "domain", "lang", "gold", "agreement", "source"}

`agreement` is the best F1 with another family. The text follows the convention of the other sets'
gold: standfirst, section headings, paragraphs, list items and quotes, each on a line of its own; no
headline, captions, bylines, dates or tags. What is left out for that (`tidied`) is known from the
page's own markup or is a line by itself that can be nothing else.
"""

import argparse
import collections
import json
import logging
import multiprocessing
import re
import warnings
from pathlib import Path

import html_text
import lxml.html

import extractors
from pages import OutOfTime, pages, squeeze, time_limit

MIN_AGREEMENT = 0.9
SECONDS_PER_EXTRACTOR = 15
# Below this two extractors may agree on a cookie notice.
MIN_WORDS = 40


# ------------------------------------------------------------------ extractors

def trafilatura(html, **options):
    text = extractors.trafilatura_(html, include_comments=False, **options)
    return re.sub(r"^- ", "", text, flags=re.MULTILINE)


def readability(html):
    tree = lxml.html.fromstring(extractors.readability_html(html))
    for element in tree.xpath("//figcaption|//figure|//h1|//aside"):
        if element.getparent() is not None:
            element.drop_tree()
    return html_text.extract_text(tree)


# Name, family, function. Only agreement between families counts.
EXTRACTORS = (
    ("trafilatura", "trafilatura", trafilatura),
    ("trafilatura-precision", "trafilatura", lambda html: trafilatura(html, favor_precision=True)),
    ("trafilatura-recall", "trafilatura", lambda html: trafilatura(html, favor_recall=True)),
    ("readability", "readability", readability),
    ("resiliparse", "resiliparse", extractors.resiliparse_main),
    ("newspaper", "newspaper", extractors.newspaper_),
    ("justext", "justext", extractors.justext_),
    ("goose3", "goose3", extractors.goose3_),
)


# ------------------------------------------------------------------ the convention

WEEKDAY = (r"(?:(?:mo|di|mi|do|fr|sa|so)(?:\.|ntag|enstag|ttwoch|nnerstag|eitag|mstag|nnabend)?"
           r"|(?:mon|tues|wednes|thurs|fri|satur|sun)day)")
DAY = (r"(?:\d{1,2}\W{1,2}(?:\d{1,2}|[^\W\d]{3,9})\W{1,2}\d{2,4}|[^\W\d]{3,9}\W\d{1,2}\W{1,2}\d{4}|\d{4}-\d\d-\d\d)")
TIME = r"(?:um\W)?\d{1,2}[:.]\d\d(?:[:.]\d\d)?(?:\W?(?:uhr|am|pm|h))?"
BEFORE_DATE = (r"(?:stand|vom|am|on|date|datum|data|fecha|posted on|published|updated|veröffentlicht|aktualisiert"
               r"|erstellt|publicado|publié|le)")
DATE_OR_TIME = re.compile(
    rf"^\W*(?:{BEFORE_DATE}\W{{0,3}})*(?:{WEEKDAY}\W{{0,3}})?(?:am\W|on\W)?(?:{DAY}(?:\W{{1,3}}{TIME})?|{TIME})\W*$",
    re.IGNORECASE)
NAMES = r"(?:[A-ZÄÖÜÉ][\w.'’-]*[\s,&/]*(?:und|and|y|et|von|de|van)?\s?){1,6}"
BYLINE = re.compile(
    rf"^(?i:von|by|por|par|di|od|text:|autor(?:in)?:?|author:?|geschrieben von|written by|posted by)\s{NAMES}$"
    rf"|^{NAMES}[,|/–-]\s*{DAY}$")
LABEL = re.compile(
    r"^(?:tags?|schlagw(?:orte|örter)|keywords|stichworte|themen|kategorien?|categor(?:y|ies)|filed under|etiquetas"
    r"|(?:titel|symbol|beitrags)?(?:foto|bild|photo|image)(?:s|er|nachweis|credits?|rechte)?|credits?)\s*:.{0,200}$",
    re.IGNORECASE)
# A caption that ends in its credit: "... auf dem Weg ins Parlament. Bild: dpa".
CREDITED = re.compile(
    r"^.{0,250}[\s(|–-](?:foto|bild|symbolbild|archivbild|photo|grafik|credit)s?\s?:\s?[^.!?]{2,60}\)?$", re.IGNORECASE)
# What stands in the middle of articles and is none of them.
FOREIGN = re.compile(
    r"^(?:sieh dir diesen beitrag|view this post on|ver esta publicación en) ?(?:auf|on|en)? ?instagram.{0,10}$"
    r"|^(?:anzeige|werbung|advertisement|publicidad|publicité)\W*$"
    r"|^(?:leave a (?:comment|reply)|schreibe? einen kommentar|hinterlasse einen kommentar)\W*$"
    r"|^(?:diese|folgende) (?:artikel|beiträge) könnten? (?:dich|sie) (?:auch )?interessieren\W*$"
    r"|^(?:lesen sie auch|lies auch|auch interessant|mehr zum thema|lesetipp|read more|read also|see also|also read"
    r"|related|lea también|lee también|à lire aussi|lire aussi)\W.{0,200}$", re.IGNORECASE)


def tidied(text, parts):
    """The text by the convention, lines of one paragraph each."""
    lines = [squeeze(line) for line in text.split("\n")]
    lines = [line for line in lines if re.search(r"\w", line)]
    kept = []
    for line in lines:
        key = plain(line)
        # A kicker or a standfirst may come before the headline.
        if len(kept) < 3 and key in parts["headlines"]:
            continue
        if key in parts["captions"] or key in parts["authors"]:
            continue
        if any(rule.match(line) for rule in (DATE_OR_TIME, BYLINE, LABEL, CREDITED, FOREIGN)):
            continue
        kept.append(line)
    return "\n".join(kept)


def parts_of(html):
    """Headlines, captions and authors as the page's markup has them, for comparing."""
    tree = lxml.html.document_fromstring(html)
    headlines = [element.text_content() for element in tree.xpath("//h1|//title")]
    headlines += tree.xpath("//meta[@property='og:title' or @name='twitter:title' or @name='title']/@content")
    # "Headline - The Herald" is a headline too, without its last part.
    headlines += [re.split(r"\s[-–—|»:•]\s", text.strip())[0] for text in headlines]
    captions = tree.xpath(
        "//figcaption | //*[contains(@class, 'caption')][not(.//p[2])] | //*[contains(@class, 'wp-caption-text')]")
    lines = [line for element in captions for line in html_text.extract_text(element).split("\n")]
    lines += [element.text_content() for element in captions]
    authors = tree.xpath("//meta[@name='author']/@content | //*[@rel='author' or @itemprop='author']//text()")
    return {
        "headlines": {plain(text) for text in headlines} - {""},
        "captions": {plain(text) for text in lines if len(text) < 600} - {""},
        "authors": {plain(text) for text in authors if len(text) < 60} - {""},
    }


def plain(text):
    return " ".join(re.findall(r"\w+", text.lower()))


# ------------------------------------------------------------------ agreement

def units(text):
    """What is counted: words, but characters where words are not separated by spaces."""
    text = text.lower()
    if sum("\u3040" <= char <= "\u9fff" for char in text) > len(text) / 4:
        return collections.Counter(char for char in text if char.isalnum())
    return collections.Counter(re.findall(r"\w+", text))


def f1(one, other):
    total = one.total() + other.total()
    return 2 * (one & other).total() / total if total else 0.0


def fits(text, page):
    text = squeeze(text)
    return (all(squeeze(segment) in text for segment in page.with_)
            and not any(squeeze(segment) in text for segment in page.without))


def silver(page):
    """The row to write and its agreement, or None and the best agreement of a text that fits."""
    html = page.html()
    try:
        parts = parts_of(html)
    except Exception:  # Not parsable, so not a page to learn from.
        return None, "unreadable"
    texts = {}
    for name, _family, extract in EXTRACTORS:
        try:
            with time_limit(SECONDS_PER_EXTRACTOR):
                texts[name] = tidied(extract(html) or "", parts)
        except (Exception, OutOfTime):  # Whatever it is, this extractor has nothing to say here.
            continue
    counts = {name: units(text) for name, text in texts.items()}
    best = None
    for name, family, _ in EXTRACTORS:
        text = texts.get(name, "")
        if counts.get(name, collections.Counter()).total() < MIN_WORDS or not fits(text, page):
            continue
        others = [f1(counts[name], counts[other]) for other, of, _ in EXTRACTORS if of != family and other in counts]
        agreement = max(others, default=0.0)
        rank = (agreement >= MIN_AGREEMENT, family == "trafilatura", sum(others) / max(len(others), 1))
        if best is None or rank > best[0]:
            best = rank, name, agreement
    if best is None:
        return None, "no text fits"
    _, name, agreement = best
    row = {"set": page.set, "id": page.id, "domain": page.domain, "lang": page.lang, "gold": texts[name],
           "agreement": round(agreement, 4), "source": name}
    return row, agreement


def quiet():
    logging.disable(logging.CRITICAL)
    warnings.simplefilter("ignore")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("html_dev", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--jobs", type=int, default=1, help="worker processes")
    parser.add_argument("--limit", type=int, help="stop after so many pages, for a try")
    args = parser.parse_args()
    levels, reasons, sources = collections.Counter(), collections.Counter(), collections.Counter()
    todo = list(pages(args.html_dev, ["trafeval-dev"]))[: args.limit]
    part = args.out.with_name(args.out.name + ".part")
    with multiprocessing.Pool(args.jobs, quiet, maxtasksperchild=50) as pool, open(part, "w", encoding="utf-8") as out:
        for row, found in pool.imap(silver, todo):
            if row is None:
                reasons[found] += 1
                continue
            levels.update(level for level in (0.0, 0.7, 0.8, 0.85, 0.9, 0.95, 0.98) if found >= level)
            if found >= MIN_AGREEMENT:
                sources[row["source"]] += 1
                out.write(json.dumps(row, ensure_ascii=False) + "\n")
                out.flush()
    part.rename(args.out)
    print(f"{len(todo)} pages;", dict(reasons))
    for level in sorted(levels):
        print(f"a text fits and another family agrees at {level:.2f} or more: {levels[level]}")
    print("silver by source:", dict(sources.most_common()))


if __name__ == "__main__":
    main()

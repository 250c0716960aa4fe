"""Which dumps the line model of flat text learns from, and those made of others.

A *remnant* is what a cleaner leaves that is not quite good: the lines of the article and, here and
there, one that is not of it. A *strewn* one has headlines and captions in it (strewn.py). A *foreign* dump is one as if in a language nobody knows (foreign.py).
"""

import json
import random
from pathlib import Path

import composed
import foreign
import labels
import strewn
from pages import fold, pages

# Never trained on: what they give is the figure for renderers nobody has seen.
HELD_OUT_RENDERERS = {"elinks", "selectolax"}
# Of each page one dump by each of these, in the tool's usual form, and some others.
USUAL_RENDERERS = ("bs4", "resiliparse", "lynx", "w3m")
EXTRACTORS = {"readability", "newspaper", "trafilatura", "goose3", "justext", "resiliparse-main"}
OTHER_DUMPS = 3
# Where pages in one line are learned from as well: of each page one, what others left of it so written, and clean text so written.
ONE_LINE, CLEAN_LINE = "one-line", "gold-line"
CLEAN = {"gold", CLEAN_LINE}
# A shorter line is one block (src/segment/one_line.rs).
MIN_LINE_BYTES = 2000
REMNANTS = 2
# In these a word is no run of letters, and there is nothing to make foreign.
UNSPACED = ("ja", "zh", "ko", "th")
# Dumps that were written for this: not pages, but learned from as such.
COMPOSED = "composed"
COMPOSED_FOLDER = Path(__file__).parent / COMPOSED
# Silver pages on which extractors agree less are left out.
MIN_AGREEMENT = 0.95


def gold_texts(html_dev, silver):
    """The body of each article page: annotated, or silver."""
    gold = {}
    for name in ("fundus-dev", "wcxb-dev"):
        for line in open(Path(html_dev, name, "gold.jsonl"), encoding="utf-8"):
            page = json.loads(line)
            if page["gold"] and page["page_type"] == "article":
                gold[name, page["id"]] = page["gold"]
    for line in open(silver, encoding="utf-8"):
        page = json.loads(line)
        if page["agreement"] >= MIN_AGREEMENT:
            gold[page["set"], page["id"]] = page["gold"]
    for document in composed.documents(COMPOSED_FOLDER):
        gold[COMPOSED, document.id] = document.gold()
    return gold


def gold_of(dump, gold):
    """The body of the page of a dump, in the dump's language."""
    text = gold[dump["set"], dump["id"]]
    return foreign.translate(text, dump["way"], dump["id"]) if "way" in dump else text


def choose(html_dev, folder, gold, out, one_line=False):
    """Writes the dumps to train and report on, and the gold itself as clean text; `one_line`: some in one line besides."""
    files = {(page.set, page.id): page for page in pages(html_dev)}

    def write(chosen):
        for dump in chosen:
            file.write(json.dumps(dump | {"fold": fold(dump["domain"], dump["id"])}, ensure_ascii=False) + "\n")

    with open(out, "w", encoding="utf-8") as file:
        for path in sorted(Path(folder).glob("*.jsonl")):
            by_page = {}
            for line in open(path, encoding="utf-8"):
                dump = json.loads(line)
                if (dump["set"], dump["id"]) in gold and is_fit(dump):
                    by_page.setdefault((dump["set"], dump["id"]), []).append(dump)
            for key, dumps in sorted(by_page.items()):
                write(of_page(files[key], dumps, gold[key], random.Random(repr(key)), one_line))
        for document in composed.documents(COMPOSED_FOLDER):
            write(of_document(document, gold[COMPOSED, document.id], one_line))


def is_fit(dump):
    """Whether a dump can teach anything."""
    # Without its formatting this renderer puts a whole page on one line.
    glued = dump["renderer"] == "resiliparse" and "pack" not in dump["variant"] and "preserve" not in dump["variant"]
    # Silver is mostly this extractor's own opinion.
    circular = dump["renderer"] == "trafilatura" and dump["set"] == "trafeval-dev"
    return not glued and not circular


def of_page(page, dumps, gold, rng, one_line):
    """The dumps of one page: by the usual tools, by extractors, some others; made ones; one foreign; with `one_line` some on one line."""
    usual = [dump for dump in dumps if dump["renderer"] in USUAL_RENDERERS and dump["variant"].startswith("pack")]
    extracted = [dump for dump in dumps if dump["renderer"] in EXTRACTORS]
    unseen = [dump for dump in dumps if dump["renderer"] in HELD_OUT_RENDERERS]
    on_one_line = [dump for dump in dumps if dump["renderer"] == ONE_LINE]
    others = [dump for dump in dumps if not any(dump in some for some in (usual, extracted, unseen, on_one_line))]
    seen = usual + extracted + rng.sample(others, min(OTHER_DUMPS, len(others))) + made(page, dumps, gold, rng)
    if one_line:
        seen += rng.sample(on_one_line, min(1, len(on_one_line)))
    seen.append(dumps[0] | {"renderer": "gold", "variant": "", "text": gold})
    if one_line:
        seen += flattened(seen, rng)
    return seen + in_foreign(seen, rng) + unseen


def of_document(document, gold, one_line):
    """The dumps of one that was written: as a whole, thinned, clean; one foreign; with `one_line` two on one line."""
    rng = random.Random(document.id)
    base = {"set": COMPOSED, "id": document.id, "domain": None, "lang": document.lang, "variant": ""}
    seen = [base | {"renderer": COMPOSED, "text": text} for text in document.texts(rng)]
    seen.append(base | {"renderer": "gold", "text": gold})
    if one_line:
        seen += flattened(seen, rng)
    return seen + in_foreign(seen, rng)


def flattened(dumps, rng):
    """The clean text, and one of what cleaners and extractors left, each with its lines joined by blanks."""
    clean = [dump for dump in dumps if dump["renderer"] == "gold"]
    left = [dump for dump in dumps if dump["renderer"] in EXTRACTORS | {"remnant", "strewn", COMPOSED}]
    lines = []
    for dump in clean + rng.sample(left, min(1, len(left))):
        text = " ".join(dump["text"].split())
        if len(text.encode()) >= MIN_LINE_BYTES:
            renderer = CLEAN_LINE if dump in clean else ONE_LINE
            lines.append(dump | {"renderer": renderer, "variant": dump["renderer"], "text": text})
    return lines


def in_foreign(dumps, rng):
    """One of these as if in a language nobody knows."""
    dump, way = rng.choice(dumps), rng.choice(foreign.WAYS)
    if dump["lang"] in UNSPACED:
        return []
    text = foreign.translate(dump["text"], way, dump["id"])
    return [dump | {"renderer": "foreign", "variant": f"{way} {dump['renderer']}", "way": way, "text": text}]


def made(page, dumps, gold, rng):
    """What is left of a page by a cleaner that is not quite good, some times over; articles strewn with the rest."""
    for dump in dumps:
        # One line a block, so that lines can be told apart by the gold.
        if dump["renderer"] == "resiliparse" and dump["variant"].startswith("pack") and "+" not in dump["variant"]:
            lines = [line.strip() for line in dump["text"].split("\n") if line.strip()]
            stays = labels.align([labels.words(line) for line in lines], labels.words(gold)) >= 0.5
            if stays.sum() >= 3:
                texts = [("remnant", remnant(lines, stays, rng)) for _ in range(REMNANTS)]
                article = [line for line, of_article in zip(lines, stays) if of_article]
                texts += [("strewn", text) for text in strewn.strewn(article, *strewn.pieces(page, gold), rng)]
                return [dump | {"renderer": renderer, "text": text} for renderer, text in texts]
    return []


def remnant(lines, stays, rng):
    """The lines of the article, those between them with some likelihood, and some around it."""
    first, last = stays.argmax(), len(stays) - 1 - stays[::-1].argmax()
    likelihood = rng.choice([1, 0.7, 0.4])
    before, after = rng.choice([0, 0, 3, 6, 12]), rng.choice([0, 2, 4, 8, 16])

    def is_left(at):
        if first < at < last:
            return rng.random() < likelihood
        near = first - before <= at < first or last < at <= last + after
        return near and rng.random() < 0.5

    left = [line for at, line in enumerate(lines) if stays[at] or is_left(at)]
    return rng.choice(["\n", "\n\n"]).join(left)

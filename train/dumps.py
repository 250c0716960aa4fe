"""Which dumps the line model of flat text learns from, and those made of others.

A *remnant* is what a cleaner leaves that is not quite good: the lines of the article and, here and
there, one that is not of it. A *foreign* dump is one as if in a language nobody knows (foreign.py).
"""

import json
import random
from pathlib import Path

import foreign
import labels

# Never trained on: what they give is the figure for renderers nobody has seen.
HELD_OUT_RENDERERS = {"elinks", "selectolax"}
# Of each page one dump by each of these, in the tool's usual form, and some others.
USUAL_RENDERERS = ("bs4", "resiliparse", "lynx", "w3m")
EXTRACTORS = {"readability", "newspaper", "trafilatura", "goose3", "justext", "resiliparse-main"}
OTHER_DUMPS = 3
REMNANTS = 2
# In these a word is no run of letters, and there is nothing to make foreign.
UNSPACED = ("ja", "zh", "ko", "th")
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
    return gold


def gold_of(dump, gold):
    """The body of the page of a dump, in the dump's language."""
    text = gold[dump["set"], dump["id"]]
    return foreign.translate(text, dump["way"], dump["id"]) if "way" in dump else text


def choose(folder, gold, out):
    """Writes the dumps to train and report on, and the gold itself as clean text."""
    with open(out, "w", encoding="utf-8") as file:
        for path in sorted(Path(folder).glob("*.jsonl")):
            pages = {}
            for line in open(path, encoding="utf-8"):
                dump = json.loads(line)
                if (dump["set"], dump["id"]) in gold and is_fit(dump):
                    pages.setdefault((dump["set"], dump["id"]), []).append(dump)
            for key, dumps in sorted(pages.items()):
                chosen = of_page(dumps, gold[key], random.Random(repr(key)))
                file.writelines(json.dumps(dump, ensure_ascii=False) + "\n" for dump in chosen)


def is_fit(dump):
    """Whether a dump can teach anything."""
    # Without its formatting this renderer puts a whole page on one line.
    glued = dump["renderer"] == "resiliparse" and "pack" not in dump["variant"] and "preserve" not in dump["variant"]
    # Silver is mostly this extractor's own opinion.
    circular = dump["renderer"] == "trafilatura" and dump["set"] == "trafeval-dev"
    return not glued and not circular


def of_page(dumps, gold, rng):
    """The dumps of one page: by the usual tools, by extractors, some others; remnants; one foreign."""
    usual = [dump for dump in dumps if dump["renderer"] in USUAL_RENDERERS and dump["variant"].startswith("pack")]
    extracted = [dump for dump in dumps if dump["renderer"] in EXTRACTORS]
    unseen = [dump for dump in dumps if dump["renderer"] in HELD_OUT_RENDERERS]
    others = [dump for dump in dumps if not any(dump in some for some in (usual, extracted, unseen))]
    seen = usual + extracted + rng.sample(others, min(OTHER_DUMPS, len(others))) + remnants(dumps, gold, rng)
    seen.append(dumps[0] | {"renderer": "gold", "variant": "", "text": gold})
    if dumps[0]["lang"] not in UNSPACED:
        dump, way = rng.choice(seen), rng.choice(foreign.WAYS)
        text = foreign.translate(dump["text"], way, dump["id"])
        seen.append(dump | {"renderer": "foreign", "variant": f"{way} {dump['renderer']}", "way": way, "text": text})
    return seen + unseen


def remnants(dumps, gold, rng):
    """What is left of a page by a cleaner that is not quite good, some times over."""
    for dump in dumps:
        # One line a block, so that lines can be told apart by the gold.
        if dump["renderer"] == "resiliparse" and dump["variant"].startswith("pack") and "+" not in dump["variant"]:
            lines = [line.strip() for line in dump["text"].split("\n") if line.strip()]
            stays = labels.align([labels.words(line) for line in lines], labels.words(gold)) >= 0.5
            if stays.sum() >= 3:
                return [dump | {"renderer": "remnant", "text": remnant(lines, stays, rng)} for _ in range(REMNANTS)]
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

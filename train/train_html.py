"""Trains the line model of HTML pages: a table of class words, page types, two passes of trees.

    python train/train_html.py HTML_DEV SILVER WORK OUT.weights [--hold-out FOLD]

HTML_DEV is the folder of pages with their gold, SILVER the file of silver.py, WORK a folder for
what is made on the way. Sites are split into folds as in train.py. What a page is told of
itself (the values of its class words, its type, its first scores) always comes from models that
have not seen its site. With --hold-out nothing of that fold is learned from.

Everything is seeded.
"""

import argparse
import json
import struct
import subprocess
from collections import defaultdict
from pathlib import Path

import numpy as np
from catboost import CatBoost, Pool

import labels
import weights
from dumps import MIN_AGREEMENT
from pages import squeeze
from train import FOLDS, HELD_OUT_LANGUAGES, fold

SETS = ("fundus-dev", "wcxb-dev", "trafeval-dev")
TYPES = ("article", "forum", "documentation", "product", "service", "listing", "collection")
# A page of which the reader cannot show the main text teaches nothing.
MIN_ORACLE_F1 = 0.8
# A class word speaks for the sites it was seen on, all alike; fewer are no rule.
MIN_SITES = 3
# How many sites' worth of doubt a word starts with.
WORD_DOUBT = 1.5
FIRST_TREES, SECOND_TREES = 300, 400
# A block counts by the root of its words, up to so many.
MAX_WEIGHT_WORDS = 100
# Where what the first pass keeps has less in common with the gold than this, the gold is of
# another state of the page or of a part of it: the second pass does not learn from it.
MIN_PLAUSIBLE_F1 = 0.35
TYPE_TREES, TYPE_DEPTH = 80, 4


def read_pages(html_dev, silver):
    """The pages to learn from: with gold, with silver, or with segments alone."""
    silver = [json.loads(line) for line in open(silver, encoding="utf-8")]
    agreed = {page["id"]: page["gold"] for page in silver if page["agreement"] >= MIN_AGREEMENT}
    for name in SETS:
        for line in open(Path(html_dev, name, "gold.jsonl"), encoding="utf-8"):
            page = json.loads(line)
            gold = page["gold"] or (agreed.get(page["id"]) if name == "trafeval-dev" else None)
            segments = {key: page[key] or [] for key in ("with", "without")} if name == "trafeval-dev" else {}
            if gold or segments.get("with"):
                known = {key: page[key] for key in ("id", "domain", "lang", "page_type")}
                yield known | segments | {
                    "set": name, "gold": gold, "fold": fold(page["domain"], page["id"]),
                    "file": str(Path(html_dev, name, "html", f"{page['id']}.html"))}


def shares_of(page):
    """How much of each block belongs to the main text (-1: unknown), and how good that could be."""
    blocks = [labels.words(text) for text in page["texts"]]
    if page["gold"]:
        gold = labels.words(page["gold"])
        shares = labels.align(blocks, gold)
        return shares, labels.f1(labels.bag(blocks, shares >= 0.5), labels.bag([gold], [True]))[2]
    texts = [squeeze(text) for text in page["texts"]]
    shares = np.full(len(texts), -1.0)
    for segments, share, least in ((page["without"], 0.0, 12), (page["with"], 1.0, 30)):
        for segment in map(squeeze, segments):
            for at, text in enumerate(texts):
                # A short line inside a segment may be there by chance.
                if text and (segment in text or (len(text) > least and text in segment)):
                    shares[at] = share
    return shares, 1.0


class Pages:
    """The rows of all pages, with targets and weights."""

    def __init__(self, prefix):
        self.names = json.load(open(f"{prefix}.names.json"))
        self.pages, at = [], 0
        for line in open(f"{prefix}.jsonl", encoding="utf-8"):
            page = json.loads(line)
            page["where"] = slice(at, at + len(page["texts"]))
            page["shares"], page["oracle"] = shares_of(page)
            at += len(page["texts"])
            self.pages.append(page)
        self.target, self.weight = np.zeros(at), np.zeros(at)
        self.words, self.fold = np.zeros(at), np.zeros(at, int)
        self.title, self.usable = np.zeros(at, bool), np.zeros(at, bool)
        for page in self.pages:
            self.add(page)
        self.types = np.array([TYPES.index(p["page_type"]) if p["page_type"] else -1 for p in self.pages])
        self.page_fold = np.array([page["fold"] for page in self.pages])

    def add(self, page):
        where, shares = page["where"], page["shares"]
        self.target[where] = shares < 0.5
        self.words[where] = [len(labels.words(text)) for text in page["texts"]]
        self.fold[where] = page["fold"]
        # The title is captured whatever the model says, and counts neither way.
        title = [k == "furniture.title" and a == "capture" for k, a in zip(page["kinds"], page["actions"])]
        self.title[where] = title
        counts = (shares >= 0) & ~np.array(title, bool)
        by_words = np.sqrt(np.clip(self.words[where], 1, MAX_WEIGHT_WORDS))
        self.weight[where] = counts * by_words / np.sqrt(max(10, counts.sum())) / 4
        self.usable[where] = counts & (page["oracle"] >= MIN_ORACLE_F1) & (page["lang"] not in HELD_OUT_LANGUAGES)


# ------------------------------------------------------------------ class words

def word_shares(page):
    """The share of main text below elements of each class word, of one page."""
    kept, all_text = np.zeros(len(page["outline"])), np.zeros(len(page["outline"]))
    for at, element in enumerate(page["elements"]):
        if element is not None and page["shares"][at] >= 0:
            # A long block says no more than a few paragraphs.
            size = min(len(page["texts"][at]), 400)
            all_text[element] += size
            kept[element] += size * (page["shares"][at] >= 0.5)
    for element in range(len(page["outline"]) - 1, -1, -1):
        parent = page["outline"][element][0]
        if parent is not None:
            kept[parent] += kept[element]
            all_text[parent] += all_text[element]
    words = defaultdict(lambda: [0.0, 0.0])
    for element, (_, names) in enumerate(page["outline"]):
        for name in set(names.split()):
            words[name][0] += kept[element]
            words[name][1] += all_text[element]
    return {word: part / whole for word, (part, whole) in words.items() if whole}


def word_table(pages, unseen):
    """The value of each class word, from sites outside of the folds `unseen`: 16ths of log-odds."""
    by_site = defaultdict(lambda: defaultdict(list))
    for page in pages:
        if page["fold"] not in unseen:
            for word, share in page["word_shares"].items():
                by_site[word][page["domain"] or page["id"]].append(share)
    table = {}
    for word, sites in by_site.items():
        if len(sites) >= MIN_SITES:
            kept = sum(np.mean(shares) for shares in sites.values())
            odds = np.log((len(sites) - kept + WORD_DOUBT / 2) / (kept + WORD_DOUBT / 2))
            value = int(np.clip(np.round(odds * 16), -127, 127))
            if value:
                table[word] = value
    return table


def key(word):
    """FNV-1a, as Rust names words."""
    found = 0x811C9DC5
    for byte in word.encode():
        found = (found ^ byte) * 0x01000193 & 0xFFFFFFFF
    return found


# ------------------------------------------------------------------ trees

def fit(rows, target, weight, trees, depth, rate, **more):
    model = CatBoost({
        "loss_function": "Logloss", "iterations": trees, "depth": depth, "learning_rate": rate,
        "border_count": 48, "bootstrap_type": "Bernoulli", "random_seed": 1, "boosting_type": "Plain",
        "thread_count": 2, "verbose": 0, "allow_writing_files": False, **more})
    model.fit(Pool(rows.astype(np.float32), target, weight=weight))
    return model


def fit_blocks(rows, data, where, trees):
    more = {"l2_leaf_reg": 8, "rsm": 0.3, "subsample": 0.6}
    return fit(rows[where], data.target[where], data.weight[where], trees, weights.DEPTH, 0.12, **more)


def fit_types(rows, types):
    more = {"l2_leaf_reg": 6, "rsm": 0.4, "subsample": 0.7}
    return [fit(rows, types == at, None, TYPE_TREES, TYPE_DEPTH, 0.1, **more) for at in range(len(TYPES))]


def predict(model, rows, step=100_000):
    """The scores of many rows, a part at a time."""
    parts = [model.predict(rows[at:at + step].astype(np.float32)) for at in range(0, len(rows), step)]
    return np.concatenate(parts)


def ensemble(model, work, depth=weights.DEPTH):
    """The trees of a model as whole numbers."""
    path = Path(work, "model.json")
    model.save_model(str(path), format="json")
    return weights.trees(json.load(open(path)), depth)


# ------------------------------------------------------------------ reports

def f1_of(data, page, scores):
    """Word F1 of what stays of a page with gold; the title counts neither way."""
    where = page["where"]
    keep = (scores[where] < 0) & ~data.title[where]
    common = (np.maximum(page["shares"], 0) * data.words[where])[keep].sum()
    return 2 * common / max(1, data.words[where][keep].sum() + len(labels.words(page["gold"])))


def doubtful(data, scores):
    """The blocks of pages whose gold is not to be believed."""
    blocks = np.zeros(len(scores), bool)
    for page in data.pages:
        if page["gold"] and f1_of(data, page, scores) < MIN_PLAUSIBLE_F1:
            blocks[page["where"]] = True
    return blocks


def report(data, scores, folds):
    """Word F1 by set and page type, and by segments, of pages of these folds."""
    groups, segments = defaultdict(list), np.zeros(3)
    for page in data.pages:
        where = page["where"]
        if page["fold"] not in folds:
            continue
        keep = (scores[where] < 0) & ~data.title[where]
        if page["set"] == "trafeval-dev":
            text = squeeze(" ".join(text for text, stays in zip(page["texts"], keep) if stays))
            found = sum(squeeze(segment) in text for segment in page["with"])
            wrong = sum(squeeze(segment) in text for segment in page["without"])
            segments += (found, wrong, len(page["with"]) - found)
            continue
        groups[page["set"], page["page_type"]].append(f1_of(data, page, scores))
    for group, values in sorted(groups.items()):
        print(f"  {group[0]:13s} {group[1]:14s} {len(values):5d} pages, F1 {np.mean(values):.4f}")
    found, wrong, missed = segments
    print(f"  trafeval-dev  segments       F1 {2 * found / max(1, 2 * found + wrong + missed):.4f}", flush=True)


def main():
    args = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    args.add_argument("html_dev")
    args.add_argument("silver")
    args.add_argument("work")
    args.add_argument("out")
    args.add_argument("--hold-out", type=int, help="a fold that is not trained on")
    args.add_argument("--features", default="cargo run --release --quiet --example line_features --",
                      help="the command that computes features")
    args = args.parse_args()
    work = Path(args.work)
    work.mkdir(parents=True, exist_ok=True)
    listed = work / "pages.jsonl"
    with open(listed, "w", encoding="utf-8") as out:
        for page in read_pages(args.html_dev, args.silver):
            out.write(json.dumps(page, ensure_ascii=False) + "\n")

    def features(*more):
        subprocess.run([*args.features.split(), str(listed), str(work / "rows"), *map(str, more)], check=True)

    features()
    data = Pages(work / "rows")
    held = {args.hold_out} - {None}
    seen = ~np.isin(data.fold, list(held)) & data.usable

    # Class words and types, each from sites of other folds.
    for page in data.pages:
        page["word_shares"] = word_shares(page)
    for part in range(FOLDS):
        table = word_table(data.pages, held | {part})
        lines = (f"{word} {value}\n" for word, value in sorted(table.items()))
        (work / f"words.{part}").write_text("".join(lines), encoding="utf-8")
    facts = np.fromfile(work / "rows.pages.u8", np.uint8).reshape(len(data.pages), -1)
    typed = (data.types >= 0) & ~np.isin(data.page_fold, list(held))
    shares = np.zeros((len(data.pages), len(TYPES)), np.uint8)
    for part in range(FOLDS):
        where = typed & (data.page_fold != part)
        here = data.page_fold == part
        for at, model in enumerate(fit_types(facts[where], data.types[where])):
            shares[here, at] = 255 / (1 + np.exp(-predict(model, facts[here])))
    right = shares.argmax(1)[data.types >= 0] == data.types[data.types >= 0]
    print(f"page types of sites not trained on: {right.mean():.3f} right", flush=True)
    shares.tofile(work / "types")
    given = ("--words", work / "words", "--types", work / "types")
    features(*given)
    rows = np.fromfile(work / "rows.u8", np.uint8).reshape(len(data.target), -1)
    print(f"{len(rows)} blocks, {seen.sum()} of them trained on", flush=True)

    # Each block gets its first score from a model that has not seen its site.
    scores = np.zeros(len(rows))
    for part in range(FOLDS):
        model = fit_blocks(rows, data, seen & (data.fold != part), FIRST_TREES)
        scores[data.fold == part] = predict(model, rows[data.fold == part])
        print(f"first pass without fold {part}", flush=True)
    print("first pass, sites not trained on:")
    report(data, scores, range(FOLDS))
    np.round(scores * weights.UNIT).astype("<i4").tofile(work / "scores")
    features("--scores", work / "scores")
    contexts = np.fromfile(work / "rows.context.u8", np.uint8).reshape(len(rows), -1)
    both = np.concatenate([rows, contexts], axis=1)
    seen &= ~doubtful(data, scores)
    first = fit_blocks(rows, data, seen, FIRST_TREES)
    second = fit_blocks(both, data, seen, SECOND_TREES)
    if args.hold_out is not None:
        print("second pass, sites held out:")
        report(data, predict(second, both), [args.hold_out])
        print("mean of both passes:")
        report(data, (predict(second, both) + scores) / 2, [args.hold_out])

    table = sorted((key(word), value) for word, value in word_table(data.pages, held).items())
    content = struct.pack("<H", len(table)) + b"".join(struct.pack("<Ib", *entry) for entry in table)
    for model in fit_types(facts[typed], data.types[typed]):
        content += weights.pack(ensemble(model, work, TYPE_DEPTH))
    usual = np.median(both[seen], axis=0)
    content += weights.passes(ensemble(first, work), ensemble(second, work), usual)
    weights.write(args.out, weights.schema(data.names, weights.HTML), content)
    print(f"{args.out}: {Path(args.out).stat().st_size} bytes")


if __name__ == "__main__":
    main()

"""Trains the line model: two passes of small trees over the blocks of many dumps, and a net.

    python train/train.py HTML_DEV DUMPS SILVER LANGID WORK OUT.weights [--hold-out FOLD] [--one-line]

HTML_DEV and DUMPS are folders (the pages with their gold, what render.py made), SILVER is
the file of silver.py, LANGID that of train_wording.py, WORK a folder for what is made on the way. Sites are split into four
folds by the MD5 of their name, the way `faircopy eval --split` does; fold 3 is its `check`.
How a block sounds is told by tables of wordings that have not seen its fold.
With --hold-out no page of that fold is trained on. With --one-line the model learns from
pages in one line as well. Held-out renderers are never trained on.

Everything is seeded.
"""

import argparse
import json
import subprocess
import sys
from pathlib import Path

import numpy as np
from catboost import CatBoost, Pool

import dumps
import labels
import net
import train_wording
import weights
from dumps import HELD_OUT_RENDERERS, USUAL_RENDERERS
from pages import FOLDS, fold

# Pages in these languages are never trained on: what they give is the figure for languages nobody has seen.
HELD_OUT_LANGUAGES = {"ko", "pl", "vi"}
# A dump without the article's text (a renderer lost it) teaches nothing.
MIN_ORACLE_F1 = 0.9
# Rules speak with up to this much log-odds.
MAX_OFFSET = 8.0
# Rows farther than this from a block of the article are easy and many: a part will do.
NEAR_BLOCKS = 12
FAR_PART = 4
# Clean text is one dump of a page among many, and what a cleaner is given most often.
CLEAN_WEIGHT = 3
FIRST_TREES, SECOND_TREES = 400, 500


class Dumps:
    """The rows of all dumps, their targets, offsets and weights."""

    def __init__(self, prefix, gold):
        self.names = json.load(open(f"{prefix}.names.json"))
        self.rows = np.fromfile(f"{prefix}.u8", np.uint8).reshape(-1, len(self.first_names()))
        count = len(self.rows)
        self.target, self.offset, self.weight = np.zeros(count), np.zeros(count), np.zeros(count)
        self.fold, self.train = np.zeros(count, int), np.zeros(count, bool)
        self.words, self.common = np.zeros(count, int), np.zeros(count, int)
        # What report() needs of each dump: where its rows are, its gold words, its title.
        self.dumps = []
        at = 0
        for line in open(f"{prefix}.jsonl", encoding="utf-8"):
            dump = json.loads(line)
            end = at + len(dump["texts"])
            self.add(slice(at, end), dump, dumps.gold_of(dump, gold))
            at = end

    def first_names(self):
        """The features of the first pass."""
        return self.names["line"] + self.names["sound"]

    def add(self, where, dump, gold):
        blocks = [labels.words(text) for text in dump["texts"]]
        gold = labels.words(gold)
        shares = labels.align(blocks, gold)
        stays = shares >= 0.5
        self.target[where] = ~stays
        # The rules' sum is part of the decision already; the model learns what it lacks.
        offset = (np.array(dump["sums"]) - np.array(dump["thresholds"])) / 100
        self.offset[where] = np.clip(offset, -MAX_OFFSET, MAX_OFFSET)
        self.fold[where] = fold(dump["domain"], dump["id"])
        oracle = labels.f1(labels.bag(blocks, stays), labels.bag([gold], [True]))[2]
        if oracle < MIN_ORACLE_F1:
            return
        self.words[where] = [len(block) for block in blocks]
        self.common[where] = np.round(np.maximum(shares, 0) * self.words[where])
        # The title is captured whatever the model says, and counts neither way.
        title = [k == "furniture.title" and a == "capture" for k, a in zip(dump["kinds"], dump["actions"])]
        self.dumps.append((where, len(gold), np.array(title, bool), dump["set"], dump["renderer"], dump["lang"],
                           dump["renderer"] in USUAL_RENDERERS and dump["variant"].startswith("pack"),
                           CLEAN_WEIGHT if dump["renderer"] in dumps.CLEAN else 1))
        counts = (shares >= 0) & ~np.array(title, bool)
        self.weight[where] = counts / np.sqrt(max(10, len(blocks)))
        near = np.convolve(stays, np.ones(2 * NEAR_BLOCKS + 1), "full")[NEAR_BLOCKS:NEAR_BLOCKS + len(stays)] > 0
        sampled = np.arange(len(stays)) % FAR_PART == len(blocks) % FAR_PART
        self.weight[where] *= self.dumps[-1][-1] * np.where(near, 1, FAR_PART)
        seen = dump["renderer"] not in HELD_OUT_RENDERERS and dump["lang"] not in HELD_OUT_LANGUAGES
        self.train[where] = counts & (near | sampled) & seen


def report(data, scores, folds):
    """Word F1 by set and renderer, of dumps of these folds, scores in 1024ths of log-odds."""
    groups = {}
    for where, gold, title, name, renderer, lang, usual, _ in data.dumps:
        if data.fold[where.start] not in folds:
            continue
        keep = (scores[where] / weights.UNIT + data.offset[where] < 0) & ~title
        kept, common = data.words[where][keep].sum(), data.common[where][keep].sum()
        f1 = 2 * common / (kept + gold)
        for group in [renderer] + ["usual"] * usual + ["language held out"] * (usual and lang in HELD_OUT_LANGUAGES):
            groups.setdefault((name, group), []).append(f1)
    for group, values in sorted(groups.items()):
        print(f"  {group[0]:13s} {group[1]:17s} {len(values):5d} dumps, F1 {np.mean(values):.4f}")
    sys.stdout.flush()


def fit(rows, data, where, trees, names):
    """Trees that learn what rules (and offset) leave over."""
    model = CatBoost({
        "loss_function": "Logloss", "iterations": trees, "depth": weights.DEPTH, "learning_rate": 0.12,
        "l2_leaf_reg": 8, "border_count": 48, "rsm": 0.3, "bootstrap_type": "Bernoulli", "subsample": 0.6,
        "random_seed": 1, "boosting_type": "Plain", "thread_count": 2, "verbose": 0, "allow_writing_files": False,
    })
    pool = Pool(rows[where].astype(np.float32), data.target[where], weight=data.weight[where],
                baseline=data.offset[where], feature_names=names)
    model.fit(pool)
    return model


def ensemble(model, work):
    """The trees of a model as whole numbers."""
    path = Path(work, "model.json")
    model.save_model(str(path), format="json")
    return weights.trees(json.load(open(path)))


def main():
    args = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    args.add_argument("html_dev")
    args.add_argument("dumps")
    args.add_argument("silver")
    args.add_argument("langid")
    args.add_argument("work")
    args.add_argument("out")
    args.add_argument("--hold-out", type=int, help="a fold that is not trained on")
    args.add_argument("--one-line", action="store_true", help="learn from pages in one line as well")
    args.add_argument("--features", default="cargo run --release --quiet --example line_features --",
                      help="the command that computes features")
    args.add_argument("--wording-features", default=train_wording.FEATURES, help="the same for the tables of wordings")
    args = args.parse_args()
    work = Path(args.work)
    work.mkdir(parents=True, exist_ok=True)
    gold = dumps.gold_texts(args.html_dev, args.silver)
    chosen = work / "dumps.jsonl"
    dumps.choose(args.html_dev, args.dumps, gold, chosen, args.one_line)
    for held in range(FOLDS):
        train_wording.make(args.html_dev, args.silver, args.langid, f"{work / 'wording'}.{held}",
                           args.wording_features.split(), {held, args.hold_out})
    tool = [*args.features.split(), str(chosen), str(work / "lines"), "--wordings", str(work / "wording")]
    subprocess.run(tool, check=True)
    data = Dumps(work / "lines", gold)
    usable = data.train & (data.fold != args.hold_out if args.hold_out is not None else True)
    print(f"{len(data.rows)} blocks, {usable.sum()} of them trained on", flush=True)

    # Each block gets its first score from a model that has not seen its site.
    scores = np.zeros(len(data.rows), "<i4")
    for held in range(FOLDS):
        first = ensemble(fit(data.rows, data, usable & (data.fold != held), FIRST_TREES, data.first_names()), work)
        scores[data.fold == held] = weights.scores(first, data.rows[data.fold == held])
        print(f"first pass without fold {held}", flush=True)
    print("first pass, sites not trained on:")
    report(data, scores, range(FOLDS))
    scores.tofile(work / "scores")
    subprocess.run([*tool, "--scores", str(work / "scores")], check=True)
    contexts = np.fromfile(work / "lines.context.u8", np.uint8).reshape(len(data.rows), -1)
    both = np.concatenate([data.rows, contexts], axis=1)
    first = ensemble(fit(data.rows, data, usable, FIRST_TREES, data.first_names()), work)
    names = data.first_names() + ["guess_" + name for name in data.names["context"] + data.names["topic"]]
    second = ensemble(fit(both, data, usable, SECOND_TREES, names), work)
    convolution = net.fit(both, data, usable)
    if args.hold_out is not None:
        print("second pass, sites held out:")
        report(data, second_scores(second, convolution, both, data, args.hold_out), [args.hold_out])
    usual = np.median(both[usable], axis=0)
    content = weights.passes(first, second, usual) + net.pack(convolution)
    weights.write(args.out, weights.schema(data.names, weights.FLAT), content)
    print(f"{args.out}: {Path(args.out).stat().st_size} bytes")


def second_scores(trees, convolution, rows, data, held):
    """What the second pass says of the dumps of a fold: the mean of trees and net."""
    scores = np.zeros(len(rows), np.int64)
    for where, *_ in data.dumps:
        if data.fold[where.start] == held:
            scores[where] = (weights.scores(trees, rows[where]) + net.scores(convolution, rows[where])) // 2
    return scores


if __name__ == "__main__":
    main()

"""Words nearly as `faircopy eval` counts them, labels of blocks, and the measure itself.

Only Chinese and Japanese characters count one by one here, and Python splits words at the
combining marks of Indic scripts; figures for reports come from `faircopy eval`.
"""

import re
import unicodedata
from collections import Counter

import numpy as np
from rapidfuzz.distance import LCSseq

# One Chinese or Japanese character, or a run of other word characters.
WIDE = "\u3400-\u9fff\uf900-\ufaff\u3040-\u30ff"
WORD = re.compile(rf"[{WIDE}]|[^\W{WIDE}]+")


def words(text):
    """The lowercased words of a text."""
    return WORD.findall(unicodedata.normalize("NFC", text).lower())


def align(blocks, gold):
    """The share of each block's words on the longest common subsequence with the gold words.

    `blocks` is a list of word lists. A block without words has share -1.
    """
    flat = [word for block in blocks for word in block]
    ids = {}
    a = [ids.setdefault(word, len(ids)) for word in flat]
    b = [ids.setdefault(word, len(ids)) for word in gold]
    kept = np.ones(len(a), bool)
    for op in LCSseq.editops(a, b):
        if op.tag == "delete":
            kept[op.src_pos] = False
    shares = np.full(len(blocks), -1.0)
    at = 0
    for i, block in enumerate(blocks):
        if block:
            shares[i] = kept[at:at + len(block)].mean()
        at += len(block)
    return shares


def f1(kept, gold):
    """Precision, recall and F1 of two bags of words (Counters)."""
    common = sum((kept & gold).values())
    n_kept, n_gold = sum(kept.values()), sum(gold.values())
    if not n_kept or not n_gold:
        return (1.0, 1.0, 1.0) if n_kept == n_gold else (0.0, 0.0, 0.0)
    precision, recall = common / n_kept, common / n_gold
    return precision, recall, 2 * precision * recall / (precision + recall or 1)


def bag(block_words, keep):
    """The words of the blocks that stay."""
    out = Counter()
    for block, stays in zip(block_words, keep):
        if stays:
            out.update(block)
    return out

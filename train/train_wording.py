"""Trains the tables of wordings: which sentences are not of the article, by their words.

    python train/train_wording.py HTML_DEV SILVER LANGID OUT.weights [--hold-out FOLD]

HTML_DEV is the folder of pages with their gold and SILVER the file of silver.py, as for train.py;
LANGID the folder with `para.jsonl`, `line.jsonl`, `doc.jsonl`: texts by language, of which sentences of
news are taken. What is boilerplate comes from `train/wording/` (lines written for this, `kind<TAB>text`),
from the dumps in `train/composed/`, from the examples in the rule files, and (captions, inserts) from the pages; what is
article from all of these too, and from news. With --hold-out no page of that fold is seen.

Logistic regressions throughout: inserts (what a page says in its own voice) against article, captions
against article, and each insert against the others. Features are computed by the Rust code alone
(examples/wording_features.rs). No page of the real dumps is used, nor `train/wording/put-aside/`.
"""

import argparse
import json
import random
import re
import struct
import subprocess
import tomllib
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

import composed
import dumps
import inserts
import strewn
import weights
from pages import fold, pages

FEATURES = "cargo run --release --quiet --example wording_features"
SCHEMA = b"wording2"
# Rows of the table of all features and of that of inserts, as powers of two; features that share a row of the first
# are told apart by so many bits more, and so many have room in it.
TABLE_BITS, INSERT_BITS = 17, 15
TAG_BITS, ROW_FEATURES = 8, 3
# A feature of fewer texts says nothing.
MIN_TEXTS = 2
INSERTS = ("promotion", "notice", "author", "related", "prompt")
# Which class the kinds of the rules are of. Others are no sentences, or stay in the text.
OF_KIND = {
    "promotion": ("inline.follow_cta", "tail.follow", "inline.newsletter", "tail.newsletter_form", "tail.donate",
                  "chrome.appeal_banner", "block.shop"),
    "notice": ("tail.copyright", "tail.legal_links", "tail.feed_footer", "furniture.agency_footer", "inline.disclosure",
               "chrome.consent", "inline.paywall", "inline.embed"),
    "author": ("furniture.author_bio", "furniture.desk_credit"),
    "caption": ("furniture.caption", "furniture.photo_credit"),
    "related": ("inline.read_more_line", "inline.read_more_block", "tail.related", "tail.most_read", "inline.continue"),
    "prompt": ("tail.comment_form", "tail.contribute", "tail.share"),
}
CLASS_OF = {kind: name for name, kinds in OF_KIND.items() for kind in kinds}
# Shorter examples are labels, in characters; in signs of scripts without spaces that is a sentence.
MIN_CHARS = {"zh": 8, "ja": 8, "ko": 8, "th": 12}
USUAL_MIN_CHARS = 20
MIN_GOLD_CHARS = 15
# What was written counts more than what was found: there is less of it. Examples of rules count as found: they are
# about few things (a ferry, a pier), and words of these are no sign of an insert.
WRITTEN, FOUND = 3.0, 0.5
# In each language article text weighs so many times as much as the rest.
ARTICLE_SHARE = 6.0
PENALTY = 1 / 30
# The codes of ISO 639-3 for languages that lines were written in.
SHORT = {
    "eng": "en", "fra": "fr", "spa": "es", "ita": "it", "por": "pt", "ron": "ro", "deu": "de", "nld": "nl", "swe": "sv",
    "dan": "da", "nob": "no", "fin": "fi", "hun": "hu", "rus": "ru", "bul": "bg", "pol": "pl", "ukr": "uk", "ces": "cs",
    "srp": "sr", "kat": "ka", "hin": "hi", "ara": "ar", "ell": "el", "tur": "tr", "fas": "fa", "urd": "ur", "ben": "bn",
    "heb": "he", "jpn": "ja", "zho": "zh", "kor": "ko", "vie": "vi", "ind": "id", "tha": "th", "hrv": "hr", "slk": "sk",
    "hye": "hy", "msa": "ms",
}
# What the lines of a composed dump are, by their label; which insert those of N are is not known.
OF_LABEL = {"K": "article", "H": "article", "C": "caption", "P": "promotion", "N": "insert"}
# Shorter lines of what else a page adds are labels, in words.
MIN_OTHER_WORDS = 7
# Captions of one page, and inserts of one site, so that no gallery and no table of cookies has the word.
MAX_CAPTIONS = 8
MAX_INSERTS = 14
SENTENCE = re.compile(r"(?<=[.!?。！？।])\s+")


def written(folder):
    """The lines written for this: (language, class or article, text)."""
    for path in sorted(Path(folder).glob("*.tsv")):
        for line in path.read_text(encoding="utf-8").splitlines():
            kind, _, text = line.partition("\t")
            if text:
                yield path.stem[:2], kind, text


def examples(rules):
    """The hits and look-alikes of the rule files."""
    for path in sorted(Path(rules).glob("*/*.toml")):
        for rule in tomllib.loads(path.read_text(encoding="utf-8")).get("rule", []):
            name = CLASS_OF.get(rule["kind"])
            least = MIN_CHARS.get(path.stem, USUAL_MIN_CHARS)
            if name:
                yield from ((path.stem, name, text) for text in rule.get("hits", []) if len(text) >= least)
            yield from ((path.stem, "article", text) for text in rule.get("misses", []) if len(text) >= least)


def news(langid):
    """Sentences and articles of news in many languages (ISO 639-3)."""
    for name in ("para", "line", "doc"):
        for line in open(Path(langid, f"{name}.jsonl"), encoding="utf-8"):
            text = json.loads(line)
            if text["source"] == "news":
                language = SHORT.get(text["lang"], text["lang"])
                yield from ((language, "article", part) for part in text["text"].split("\n") if part.strip())


def of_documents(folder, held):
    """Lines of the dumps that were composed; those of these folds are left out."""
    for document in composed.documents(folder):
        if fold(None, document.id) in held:
            continue
        for label, text in document.pieces():
            short = label == "N" and strewn.count_words(text) < MIN_OTHER_WORDS
            if label in OF_LABEL and not short and len(text) >= MIN_CHARS.get(document.lang, USUAL_MIN_CHARS):
                yield document.lang, OF_LABEL[label], text


def captions(html_dev, silver, held):
    """Captions and alternative texts of article pages; those of these folds are left out."""
    gold = dumps.gold_texts(html_dev, silver)
    for page in pages(html_dev):
        if (page.set, page.id) in gold and fold(page.domain, page.id) not in held:
            _, found, _ = strewn.pieces(page, gold[page.set, page.id])
            rng = random.Random(page.id)
            yield from ((page.lang, "caption", text) for text in rng.sample(found, min(MAX_CAPTIONS, len(found))))


def inserts_of_pages(html_dev, silver, held):
    """What article pages say in the outlet's own voice; those of these folds are left out."""
    gold = dumps.gold_texts(html_dev, silver)
    of_site = {}
    for page in pages(html_dev):
        if (page.set, page.id) not in gold or fold(page.domain, page.id) in held:
            continue
        found = of_site.setdefault(page.domain or page.id, set())
        for text in inserts.inserts(page, gold[page.set, page.id]):
            if text not in found and len(found) < MAX_INSERTS:
                found.add(text)
                yield page.lang, "insert", text


def gold_sentences(html_dev, silver, held):
    """Paragraphs and sentences of article pages; those of these folds are left out."""
    gold = dumps.gold_texts(html_dev, silver)
    for page in pages(html_dev):
        if (page.set, page.id) not in gold or fold(page.domain, page.id) in held:
            continue
        for paragraph in gold[page.set, page.id].split("\n"):
            parts = dict.fromkeys([paragraph, *SENTENCE.split(paragraph)])
            yield from ((page.lang, "article", part) for part in parts if len(part) >= MIN_GOLD_CHARS)


def features(texts, tool):
    """The features of texts: how many each has, and all of them one after another."""
    lines = "".join(" ".join(text.split()) + "\n" for text in texts)
    out = subprocess.run(tool, input=lines.encode(), stdout=subprocess.PIPE, check=True).stdout
    numbers, at = np.frombuffer(out, "<u4"), 0
    found, lengths = [], []
    for _ in texts:
        count = int(numbers[at])
        found.append(numbers[at + 1:at + 1 + count])
        lengths.append(count)
        at += 1 + count
    return np.array(lengths), np.concatenate(found)


def matrix_of(found, columns, count):
    """A row a text, a column a feature; values are divided by the root of how many features a text has."""
    lengths, _ = found
    values = np.repeat(1 / np.sqrt(np.maximum(lengths, 1)), lengths)
    starts = np.concatenate([[0], np.cumsum(lengths)])
    matrix = csr_matrix((values, columns, starts), shape=(len(lengths), count))
    matrix.sum_duplicates()
    return matrix


def by_feature(found):
    """A column for each feature that enough texts have, and the hashes of these."""
    hashes, columns = np.unique(found[1], return_inverse=True)
    matrix = matrix_of(found, columns, len(hashes)).tocsc()
    often = np.flatnonzero(np.diff(matrix.indptr) >= MIN_TEXTS)
    return matrix[:, often].tocsr(), hashes[often]


def by_row(found, bits):
    """A column for each row of a table of so many bits: features that share one are one."""
    return matrix_of(found, found[1] >> (32 - bits), 1 << bits)


def logistic(matrix, target, weight):
    model = LogisticRegression(C=1 / PENALTY, max_iter=300, solver="liblinear", random_state=1)
    return model.fit(matrix, target, sample_weight=weight)


def sample_weights(languages, kinds, sources):
    """Written lines count more; then article text is brought to its share in each language."""
    weight = np.where(sources == "written", WRITTEN, FOUND)
    article = kinds == "article"
    for language in set(languages):
        here = languages == language
        boilerplate, rest = weight[here & ~article].sum(), weight[here & article].sum()
        if rest and boilerplate:
            weight[here & article] *= max(1.0, ARTICLE_SHARE * boilerplate / rest)
    return weight


def quantised(columns):
    """Weights as whole numbers of one byte, and what one step stands for."""
    step = np.abs(columns).max() / 127
    return np.round(columns / step).astype(np.int8), step


def scale(step, model):
    """One step of a weight in 256ths of a hundredth of log-odds, and the constant in hundredths."""
    return struct.pack("<ii", round(step * 100 * 256), round(model.intercept_[0] * 100))


def rows_of(hashes, weights_of):
    """The table of all features: in each row the strongest of its features, each with its tag."""
    table = np.zeros((1 << TABLE_BITS, ROW_FEATURES, 3), np.uint8)
    rows = hashes >> (32 - TABLE_BITS)
    tags = (hashes >> (32 - TABLE_BITS - TAG_BITS)) & ((1 << TAG_BITS) - 1)
    strength = np.abs(weights_of.astype(int)).max(axis=1)
    filled = np.zeros(1 << TABLE_BITS, int)
    for feature in np.lexsort((hashes, -strength)):
        row, tag = rows[feature], tags[feature]
        at = filled[row]
        if at < ROW_FEATURES and strength[feature] and tag not in table[row, :at, 0]:
            table[row, at] = tag, *weights_of[feature].view(np.uint8)
            filled[row] += 1
    print(f"{filled.sum()} of {(strength > 0).sum()} features have room", flush=True)
    return table.tobytes()


def train(texts, tool):
    """All models of some texts: the content of the file."""
    languages, kinds, strings, sources = (np.array(column, dtype=object) for column in zip(*texts, strict=True))
    found = features(strings, tool)
    (matrix, hashes), small = by_feature(found), by_row(found, INSERT_BITS)
    weight = sample_weights(languages, kinds, sources)
    caption, article = kinds == "caption", kinds == "article"
    insert = ~caption & ~article
    print(f"{article.sum()} texts of articles, {caption.sum()} captions, {insert.sum()} inserts", flush=True)
    of_insert = logistic(matrix[~caption], insert[~caption], weight[~caption])
    of_caption = logistic(matrix[~insert], caption[~insert], weight[~insert])
    (inserts, insert_step), (captions, caption_step) = (quantised(model.coef_[0]) for model in (of_insert, of_caption))
    known = np.isin(kinds, INSERTS)
    named = [logistic(small[known], kinds[known] == name, weight[known]).coef_[0] for name in INSERTS]
    # Only which of them is the largest is asked, so all share one step.
    return (scale(insert_step, of_insert) + scale(caption_step, of_caption)
            + rows_of(hashes, np.stack([inserts, captions], axis=1)) + quantised(np.stack(named, axis=1))[0].tobytes())


def make(html_dev, silver, langid, out, tool, held=()):
    """Trains the tables without some folds, and writes the file."""
    here = Path(__file__).parent
    texts = [(*text, "written") for text in written(here / "wording")]
    texts += [(*text, "found") for text in examples(here.parent / "src/lexicon/rules")]
    texts += [(*text, "written") for text in of_documents(dumps.COMPOSED_FOLDER, held)]
    texts += [(*text, "found") for text in captions(html_dev, silver, held)]
    texts += [(*text, "found") for text in inserts_of_pages(html_dev, silver, held)]
    texts += [(*text, "found") for text in news(langid)]
    texts += [(*text, "found") for text in gold_sentences(html_dev, silver, held)]
    weights.write(out, SCHEMA, train(texts, tool))


def main():
    args = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    args.add_argument("html_dev")
    args.add_argument("silver")
    args.add_argument("langid")
    args.add_argument("out")
    args.add_argument("--hold-out", type=int, help="a fold of pages that is not seen")
    args.add_argument("--features", default=FEATURES, help="the command that computes features")
    args = args.parse_args()
    make(args.html_dev, args.silver, args.langid, args.out, args.features.split(), {args.hold_out})


if __name__ == "__main__":
    main()

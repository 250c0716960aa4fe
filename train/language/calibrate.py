"""Tells how sure the language model may be, and writes that into its files.

    python calibrate.py PACK FILE...

A logistic regression over six clues of each guess, on the part of the data pack that nothing
else was learnt from: whole texts, and their first one to three words, so that short ones are
not believed too much. Reads the weights as they are shipped, in bytes.
"""

import sys

import numpy as np

import features
import texts
from ngrams import CLUES, FEW_TEXTS, main_script, matrix

# Languages that people call one; a guess within such a group counts as right.
NEAR = {"bos": "hbs", "hrv": "hbs", "srp": "hbs", "nob": "nor", "nno": "nor", "ind": "msa"}
# How much a text in a language that was never taught counts, against one that was.
STRANGER = 0.3
# How much one to three words of a text count, against all of it.
FEW_WORDS = 0.2
START = 4  # of the six numbers in the file


class Classifier:
    """One script of a file."""

    def __init__(self, data):
        self.script = data.take(data.number(1)).decode()
        codes = data.take(3 * data.number(1)).decode()
        self.classes = [codes[at : at + 3] for at in range(0, len(codes), 3)]
        alphabet = np.frombuffer(data.take(4 * data.number(2)), "<u4")
        self.table = features.code_table([chr(point) for point in alphabet])
        self.bits = data.number(1)
        scale = np.frombuffer(data.take(4), "<f4")[0]
        self.bias = np.frombuffer(data.take(2 * len(self.classes)), "<i2") / np.float32(1024)
        weights = np.frombuffer(data.take(len(self.classes) << self.bits), "i1")
        self.weights = weights.reshape(-1, len(self.classes)).astype(np.float32) * scale

    def clues(self, lines):
        """What tells how sure a guess is, a row a line, and the guesses."""
        seen = matrix(lines, self.table, self.bits)
        scores = seen @ self.weights + self.bias
        shares = np.exp(scores - scores.max(1, keepdims=True))
        shares /= shares.sum(1, keepdims=True)
        guess = scores[:, :-1].argmax(1)
        near = np.array([NEAR.get(language, language) for language in self.classes])
        share = (shares * (near[None, :] == near[guess][:, None])).sum(1).clip(1e-6, 1 - 1e-6)
        best = scores[np.arange(len(lines)), guess]
        root = np.maximum(np.asarray(seen.sum(1)).ravel(), 1)  # of the number of features
        rows = [np.ones(len(lines)), np.log(share / (1 - share)), best - scores[:, -1], best]
        rows += [np.log(root), best / root]
        assert len(rows) == CLUES
        return np.stack(rows, 1), guess


class Bytes:
    """Numbers and names from the front of bytes."""

    def __init__(self, data):
        self.data, self.at = data, 0

    def take(self, count):
        self.at += count
        return self.data[self.at - count : self.at]

    def number(self, count):
        return int.from_bytes(self.take(count), "little")


def read(path):
    with open(path, "rb") as file:
        data = Bytes(file.read())
    data.take(START + 4 * CLUES)
    return [Classifier(data) for _ in range(data.number(1))]


def kept(pack, script):
    """Texts of a script that nothing was learnt from, with their language and weight."""
    for name in ["line", "para", "ui", "doc"]:
        for text, language, source, part in texts.read(pack, name):
            few = language in FEW_TEXTS.get(script, []) and source == "udhr"
            if part == "calibrate" and not few and main_script(text) == script:
                yield features.normal(text), language, 1.0
                words = features.normal(text).split()
                for count in (1, 2, 3):
                    if len(words) > count:
                        yield " ".join(words[:count]), language, FEW_WORDS


def calibrate(pack, classifiers):
    rows, right, weight = [], [], []
    for classifier in classifiers:
        texts_of_script = list(kept(pack, classifier.script))
        if not texts_of_script:
            continue
        found, guess = classifier.clues([text for text, _, _ in texts_of_script])
        rows.append(found)
        for (_, language, share), at in zip(texts_of_script, guess):
            guessed = classifier.classes[at]
            right.append(float(NEAR.get(guessed, guessed) == NEAR.get(language, language)))
            weight.append(share if language in classifier.classes else share * STRANGER)
    rows, right, weight = np.concatenate(rows), np.array(right), np.array(weight)
    sureness = np.zeros(CLUES)
    for _ in range(50):
        guess = 1 / (1 + np.exp(-rows @ sureness))
        slope = rows.T @ (weight * (guess - right)) + 1e-2 * sureness
        bend = (rows * (weight * guess * (1 - guess))[:, None]).T @ rows + 1e-2 * np.eye(CLUES)
        sureness -= np.linalg.solve(bend, slope)
    print(f"sureness from {len(right)} texts: {np.round(sureness, 3)}")
    return sureness


def main(pack, *paths):
    for path in paths:
        sureness = np.array(calibrate(pack, read(path)), "<f4").tobytes()
        with open(path, "r+b") as file:
            file.seek(START)
            file.write(sureness)


if __name__ == "__main__":
    main(*sys.argv[1:])

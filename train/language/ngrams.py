"""Trains the language model and writes `src/language/ngrams.bin` and `ngrams-large.bin`.

    python ngrams.py LINGUA_WHEEL PACK OUT_DIR PACKAGE...

LINGUA_WHEEL is read for its counts, PACK is the unpacked data pack (only its train half is
used), the other wheels and archives are read for their interface strings. One linear classifier a script:
the sum of a row of weights a feature (`features.py`), over the square root of how many there
are, is the logarithm of each language's odds. It learns from lines of drawn words
(`counts.py`), which there are as many of as one likes, and from the few real texts.

The file, little-endian: `FCN1`; six f32 that say how sure a guess is
(zero until `calibrate.py` fills them in); u8 number of groups; for each: u8 length and name of the
script; u8 number of classes and their ISO 639-3 codes (the last is `und`: none of them);
u16 number of letters and their code points (u32); u8 bits of a bucket; f32 scale of a weight;
i16 bias of each class, in 1024ths; then a row of i8 for each bucket, a weight a class.
"""

import sys
import unicodedata
from collections import Counter, defaultdict

import numpy as np
from scipy import sparse

import features
import strings as interface
import texts
from counts import LANGUAGES, Counts, Words, script_of

# Languages that lingua does not count: taught by their declaration of human rights and by
# interface strings alone.
FEW_TEXTS = {
    "Latin": ["glg", "gla", "uzb"],
    "Cyrillic": ["kir", "tgk", "tat", "bak"],
    "Arabic": ["pus", "snd", "uig", "ckb"],
    "Devanagari": ["nep"],
    "Hebrew": ["yid"],
}
# Bits of a bucket in the usual table and in the large one.
BITS = {"Latin": (14, 16), "Cyrillic": (12, 14), "Arabic": (11, 13), "Devanagari": (12, 13), "Hebrew": (9, 10)}
NONE = "und"
EPOCHS = 10
LINES = 2500  # drawn lines a language and epoch
STRINGS = 1000  # interface strings a language and epoch
# English strings stand untranslated in all interfaces; languages of few texts are met less.
MORE_STRINGS = {"eng": 4000}
FEW_STRINGS = 300
BATCH = 2048
# Of the fragments in languages that are not taught so many are shown in an epoch.
NONE_SHARE = 0.35
RARE = 1e-6
CLUES = 6  # of calibrate.py
# lingua takes vowel signs for the ends of words, so its counts are of no use here.
WITH_SIGNS = {"Devanagari"}


# Azerbaijani as it was written until 1991, letter by letter.
AZERBAIJANI = str.maketrans(
    "abcçdeəfgğhxıijkqlmnoöprsştuüvyz", "абҹчдеәфҝғһхыижкглмноөпрсштуүвјз"
)
OTHER_LETTERS = {"Cyrillic": ["aze"]}


class InOtherLetters:
    """Words of a language in its other alphabet."""

    def __init__(self, words, letters):
        self.words, self.letters = words, letters

    def draw(self, how_many, random):
        return [word.translate(self.letters) for word in self.words.draw(how_many, random)]


class Group:
    """All that one script's classifier learns from."""

    def __init__(self, script, wheel, pack, strings, random):
        self.script, self.random = script, random
        counted = {}
        for code, about in LANGUAGES.items():
            if about.split()[1] == script:
                counts = Counts(wheel, code)
                counted[counts.language] = counts
        drawn = {} if script in WITH_SIGNS else counted
        self.words = {language: Words(counts) for language, counts in sorted(drawn.items())}
        if script == "Cyrillic":
            self.words["aze"] = InOtherLetters(Words(Counts(wheel, "az")), AZERBAIJANI)
        taught = sorted(set(counted) | set(OTHER_LETTERS.get(script, []))) + FEW_TEXTS.get(script, [])
        self.classes = taught + [NONE]
        self.of_class = {language: at for at, language in enumerate(self.classes)}
        self.strings = {language: strings[language, script] for language in taught if strings[language, script]}
        self.prose = []
        for name in ["line", "para", "ui", "doc"]:
            for text, language, source, part in texts.read(pack, name):
                few = language in FEW_TEXTS.get(script, []) and source == "udhr"
                if (part == "fit" or few) and main_script(text) == script:
                    self.prose.append((name, source, language, features.normal(text)))
        self.alphabet = self._alphabet(counted)

    def _alphabet(self, counted):
        letters = {l for counts in counted.values() for l, share in counts.of_length[1].items() if share > RARE}
        if self.script in OTHER_LETTERS:
            letters |= {chr(point) for point in AZERBAIJANI.values()}
        signs = self.script in WITH_SIGNS
        for language in self.classes[:-1] if signs else FEW_TEXTS.get(self.script, []):
            own = [text for _, _, of, text in self.prose if of == language] + self.strings.get(language, [])
            for letter, count in Counter("".join(own).lower()).items():
                kind = unicodedata.category(letter)[0]
                if count > 4 and (kind == "L" or kind == "M" and signs) and script_of(letter) == self.script:
                    letters.add(letter)
        return sorted(letters)

    def epoch(self):
        lines, classes = [], []
        for language, words in self.words.items():
            drawn = self.draw_lines(words)
            lines += drawn
            classes += [self.of_class[language]] * len(drawn)
        for language, strings in self.strings.items():
            few = FEW_STRINGS if language in FEW_TEXTS.get(self.script, []) else STRINGS
            most = MORE_STRINGS.get(language, few)
            chosen = self.random.choice(len(strings), min(most, len(strings)), replace=False)
            lines += [strings[at] for at in chosen]
            classes += [self.of_class[language]] * len(chosen)
        for name, source, language, text in self.prose:
            some = list(self.fragments(text)) if name in ("para", "doc") else [text]
            if self.script in WITH_SIGNS and language in self.of_class:
                some += [line for _ in range(4) for line in self.fragments(text)]
            share = 0.1 if source == "articles" else NONE_SHARE if language not in self.of_class else 1.0
            some = [line for line in some if self.random.random() < share]
            lines += some
            classes += [self.of_class.get(language, len(self.classes) - 1)] * len(some)
        return lines, np.array(classes)

    def draw_lines(self, words):
        drawn, at = words.draw(LINES * 10, self.random), 0
        lines = []
        for _ in range(LINES):
            kind = self.random.random()
            low, high = (5, 22) if kind < 0.25 else (20, 61) if kind < 0.85 else (60, 200)
            target = self.random.integers(low, high)
            start = at
            length = -1
            while length < target and at < len(drawn):
                length += len(drawn[at]) + 1
                at += 1
            if at > start:
                lines.append(" ".join(drawn[start:at]))
        return lines

    def fragments(self, text):
        words, current = text.split(), ""
        target = self.random.integers(20, 61)
        for word in words:
            if current and len(current) + 1 + len(word) > target:
                yield current
                current, target = "", self.random.integers(20, 61)
            current = f"{current} {word}".strip()
        if len(current) >= 20:
            yield current


def main_script(text):
    scripts = Counter(script_of(letter) for letter in text if letter.isalpha())
    return scripts.most_common(1)[0][0] if scripts else None


def matrix(lines, table, bits):
    """Counts of features, over the square root of how many a line has."""
    row, line_of = features.codes(lines, table)
    places, buckets = features.hashes(row, bits)
    counts = sparse.csr_matrix(
        (np.ones(len(buckets), np.float32), (line_of[places], buckets)), shape=(len(lines), 1 << bits)
    )
    counts.sum_duplicates()
    total = np.maximum(np.asarray(counts.sum(1)).ravel(), 1)
    return sparse.diags((1 / np.sqrt(total)).astype(np.float32)) @ counts


def learn(group, bits, rate=0.02):
    """Multinomial logistic regression by Adam over the rows in use."""
    table = features.code_table(group.alphabet)
    shape = (1 << bits, len(group.classes))
    weights, first, second = (np.zeros(shape, np.float32) for _ in range(3))
    bias = np.zeros(shape[1], np.float32)
    for epoch in range(EPOCHS):
        lines, classes = group.epoch()
        seen = matrix(lines, table, bits).tocsr()
        order = group.random.permutation(len(lines))
        now = rate * (1.05 - epoch / EPOCHS)
        loss = 0.0
        for start in range(0, len(lines), BATCH):
            batch = order[start : start + BATCH]
            here = seen[batch]
            scores = here @ weights + bias
            scores -= scores.max(1, keepdims=True)
            shares = np.exp(scores)
            shares /= shares.sum(1, keepdims=True)
            right = (np.arange(len(batch)), classes[batch])
            loss -= np.log(np.maximum(shares[right], 1e-9)).sum()
            shares[right] -= 1
            shares /= len(batch)
            used = np.unique(here.indices)
            slope = here[:, used].T @ shares
            first[used] = 0.9 * first[used] + 0.1 * slope
            second[used] = 0.99 * second[used] + 0.01 * slope * slope
            weights[used] -= now * first[used] / (np.sqrt(second[used]) + 1e-8)
            bias -= now * shares.sum(0)
        print(f"{group.script} {bits} bits, epoch {epoch + 1}: {len(lines)} lines, loss {loss / len(lines):.4f}", flush=True)
    return weights, bias


def write(path, learnt):
    packed = bytearray(b"FCN1")
    # How sure a guess is, calibrate.py says.
    packed += bytes(4 * CLUES)
    packed.append(len(learnt))
    for group, bits, weights, bias in learnt:
        scale = scale_of(weights)
        packed += bytes([len(group.script)]) + group.script.encode()
        packed += bytes([len(group.classes)]) + "".join(group.classes).encode()
        packed += len(group.alphabet).to_bytes(2, "little")
        packed += np.array([ord(letter) for letter in group.alphabet], "<u4").tobytes()
        packed.append(bits)
        packed += np.array([scale], "<f4").tobytes()
        packed += np.round(bias * 1024).astype("<i2").tobytes()
        packed += np.clip(np.round(weights / scale), -127, 127).astype("i1").tobytes()
    with open(path, "wb") as file:
        file.write(packed)


def scale_of(weights):
    return float(np.quantile(np.abs(weights), 0.9999)) / 127


def main(wheel, pack, out, *packages):
    random = np.random.default_rng(7)
    strings = defaultdict(list)
    for text, language in interface.interface_strings(packages):
        text = features.normal(text)
        script = main_script(text)
        # Serbian in Latin letters is told from Croatian by nobody in a few words.
        strings["hrv" if (language, script) == ("srp", "Latin") else language, script].append(text)
    groups = [Group(script, wheel, pack, strings, random) for script in BITS]
    for size, name in enumerate(["ngrams.bin", "ngrams-large.bin"]):
        learnt = [(group, BITS[group.script][size], *learn(group, BITS[group.script][size])) for group in groups]
        write(f"{out}/{name}", learnt)


if __name__ == "__main__":
    main(*sys.argv[1:])

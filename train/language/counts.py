"""Letter sequence counts of 75 languages, and words drawn from them.

The counts are those of lingua (https://github.com/pemistahl/lingua-py, Apache-2.0), made
from about a million sentences a language of the Leipzig Corpora Collection (CC BY 4.0).
They say how often a sequence of one to five letters stands inside words. Where words begin
and end follows from what is missing: sequences that no other letter goes before begin a
word, those that no other letter follows end one.
"""

import json
import unicodedata
import zipfile
from collections import defaultdict
from functools import lru_cache

import brotli
import numpy as np

NAMES = ["unigrams", "bigrams", "trigrams", "quadrigrams", "fivegrams"]

# lingua's two letters, ISO 639-3, and the script its text is in.
LANGUAGES = {
    "af": "afr Latin", "ar": "ara Arabic", "az": "aze Latin", "be": "bel Cyrillic", "bg": "bul Cyrillic",
    "bn": "ben Bengali", "bs": "bos Latin", "ca": "cat Latin", "cs": "ces Latin", "cy": "cym Latin",
    "da": "dan Latin", "de": "deu Latin", "el": "ell Greek", "en": "eng Latin", "eo": "epo Latin",
    "es": "spa Latin", "et": "est Latin", "eu": "eus Latin", "fa": "fas Arabic", "fi": "fin Latin",
    "fr": "fra Latin", "ga": "gle Latin", "gu": "guj Gujarati", "he": "heb Hebrew", "hi": "hin Devanagari",
    "hr": "hrv Latin", "hu": "hun Latin", "hy": "hye Armenian", "id": "ind Latin", "is": "isl Latin",
    "it": "ita Latin", "ja": "jpn Japanese", "ka": "kat Georgian", "kk": "kaz Cyrillic", "ko": "kor Hangul",
    "la": "lat Latin", "lg": "lug Latin", "lt": "lit Latin", "lv": "lav Latin", "mi": "mri Latin",
    "mk": "mkd Cyrillic", "mn": "mon Cyrillic", "mr": "mar Devanagari", "ms": "msa Latin", "nb": "nob Latin",
    "nl": "nld Latin", "nn": "nno Latin", "pa": "pan Gurmukhi", "pl": "pol Latin", "pt": "por Latin",
    "ro": "ron Latin", "ru": "rus Cyrillic", "sk": "slk Latin", "sl": "slv Latin", "sn": "sna Latin",
    "so": "som Latin", "sq": "sqi Latin", "sr": "srp Cyrillic", "st": "sot Latin", "sv": "swe Latin",
    "sw": "swa Latin", "ta": "tam Tamil", "te": "tel Telugu", "th": "tha Thai", "tl": "tgl Latin",
    "tn": "tsn Latin", "tr": "tur Latin", "ts": "tso Latin", "uk": "ukr Cyrillic", "ur": "urd Arabic",
    "vi": "vie Latin", "xh": "xho Latin", "yo": "yor Latin", "zh": "zho Han", "zu": "zul Latin",
}


@lru_cache(maxsize=None)
def script_of(char):
    """The script of a letter, as far as the languages here need it."""
    name = unicodedata.name(char, "").split(" ")[0]
    names = {"CJK": "Han", "HIRAGANA": "Kana", "KATAKANA": "Kana", "HALFWIDTH": "Kana"}
    return names.get(name, name.capitalize())


class Counts:
    """How often each sequence of letters stands in a language, per letter of text."""

    def __init__(self, wheel, code):
        self.code = code
        self.language, self.script = LANGUAGES[code].split()
        scripts = {"Japanese": {"Han", "Kana"}}.get(self.script, {self.script})
        self.of_length = [{}]
        with zipfile.ZipFile(wheel) as packed:
            for name in NAMES:
                path = f"lingua/language-models/{code}/{name}.json.br"
                # Where one letter tells the language there are no longer sequences.
                there = path in packed.namelist()
                given = json.loads(brotli.decompress(packed.read(path)))["ngrams"] if there else {}
                self.of_length.append(self._joint(given, scripts))

    def _joint(self, given, scripts):
        """From shares of the sequence one shorter to shares of all letters."""
        shorter = self.of_length[-1]
        joint = {}
        for share, sequences in given.items():
            above, below = share.split("/")
            share = int(above) / int(below)
            for sequence in sequences.split(" "):
                before = shorter.get(sequence[:-1], 0.0) if len(sequence) > 1 else 1.0
                if before > 0 and script_of(sequence[-1]) in scripts:
                    joint[sequence] = share * before
        return joint

    def before(self, length):
        """How often another letter goes before a sequence of this length."""
        total = defaultdict(float)
        for sequence, count in self.of_length[length + 1].items():
            total[sequence[1:]] += count
        return total

    def starts(self, length):
        """How often a word begins with a sequence of this length."""
        before = self.before(length)
        return {s: max(count - before[s], 0.0) for s, count in self.of_length[length].items()}

    def after(self, of, length):
        """How often one more letter follows, for the counts `of` one letter longer."""
        total = defaultdict(float)
        for sequence, count in of.items():
            total[sequence[:length]] += count
        return total


class Words:
    """Draws words that have the same sequences of up to five letters as the language."""

    def __init__(self, counts):
        begin = {length: counts.starts(length) for length in range(1, 5)}
        whole, weights, state_of = [], [], []
        self.states = {s: i for i, s in enumerate(counts.of_length[4])}
        for length in range(1, 4):
            longer = counts.after(begin[length + 1], length)
            for s, count in begin[length].items():
                left = count - longer[s]
                if left > 1e-9:
                    whole.append(s), weights.append(left), state_of.append(-1)
        for s, count in begin[4].items():
            if count > 1e-9:
                whole.append(s), weights.append(count), state_of.append(self.states[s])
        self.first = whole
        self.first_state = np.array(state_of)
        self.first_sum = np.cumsum(weights) / np.sum(weights)
        self._continue(counts)

    def _continue(self, counts):
        """The letters that follow four letters, as one sorted table for all states."""
        by_state = defaultdict(list)
        for s, count in counts.of_length[5].items():
            if s[:4] in self.states:
                by_state[self.states[s[:4]]].append((s[4], count, self.states.get(s[1:], -1)))
        totals = list(counts.of_length[4].values())
        edges, letters, following = [], [], []
        for state in range(len(self.states)):
            options, total, done = by_state[state], totals[state], 0.0
            scale = max(total, sum(count for _, count, _ in options))
            for letter, count, after in options:
                done += count / scale
                edges.append(state + min(done, 1.0) * 0.999999), letters.append(letter), following.append(after)
            # The rest ends the word.
            edges.append(state + 0.9999995), letters.append(""), following.append(-1)
        self.edges, self.letters = np.array(edges), letters
        self.following = np.array(following)

    def draw(self, how_many, random):
        at = np.searchsorted(self.first_sum, random.random(how_many))
        at = np.minimum(at, len(self.first) - 1)
        words = [self.first[i] for i in at]
        state = self.first_state[at]
        open_ = np.flatnonzero(state >= 0)
        for _ in range(30):
            if not len(open_):
                break
            key = state[open_] + random.random(len(open_)) * 0.999999
            to = np.minimum(np.searchsorted(self.edges, key), len(self.edges) - 1)
            for word, edge in zip(open_, to):
                words[word] += self.letters[edge]
            state[open_] = self.following[to]
            open_ = open_[state[open_] >= 0]
        return words

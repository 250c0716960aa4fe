"""The features of the language model: hashes of letter sequences inside words.

`src/language/ngrams.rs` does the same; a test there holds it against values made here.
"""

import unicodedata

import numpy as np

EDGE = 32  # where a word begins or ends
LONGEST = 5
STEP = np.uint32(0x9E3779B1)
MIX = np.uint32(0x85EBCA77)
WHOLE = np.uint32(0x5BD1E995)  # where the hash of a whole word begins


def code_table(alphabet):
    """From every code point to the code of its letter, or to EDGE."""
    table = np.full(0x110000, EDGE, np.uint32)
    for letter in alphabet:
        table[ord(letter)] = ord(letter)
        capital = letter.upper()
        # The capital of the Turkish ı belongs to the i of everybody else.
        if len(capital) == 1 and capital.lower() == letter:
            table[ord(capital)] = ord(letter)
    if "i" in alphabet:
        table[ord("İ")] = ord("i")
    return table


def codes(lines, table):
    """The codes of all lines in one row, edges around each, and the line of each code."""
    text = "\n\n".join(lines)
    points = np.frombuffer(text.encode("utf-32-le"), np.uint32)
    row = np.concatenate([[EDGE], table[points], [EDGE]]).astype(np.uint32)
    starts = np.cumsum([0] + [len(line) + 2 for line in lines[:-1]])
    line_of = np.zeros(len(row), np.int64)
    line_of[starts[1:]] = 1
    return row, np.cumsum(line_of)


def hashes(row, bits, shortest=2):
    """Places and buckets of all features of a row of codes."""
    places, buckets = [], []
    hashed = np.zeros(len(row), np.uint32)
    live = np.ones(len(row), bool)
    padded = np.concatenate([row, np.full(LONGEST, EDGE, np.uint32)])
    with np.errstate(over="ignore"):
        for length in range(1, LONGEST + 1):
            code = padded[length - 1 : length - 1 + len(row)]
            hashed = (hashed ^ code) * STEP
            if length == 2:
                # Two edges hold no letter.
                live &= ~((row == EDGE) & (code == EDGE))
            use = live if length > 1 else row != EDGE
            if length >= shortest:
                places.append(np.flatnonzero(use)), buckets.append(bucket(hashed[use], bits))
            if length > 1:
                live = live & (code != EDGE)
        whole, ends = words(row)
        places.append(ends), buckets.append(bucket(whole, bits))
    return np.concatenate(places), np.concatenate(buckets)


def words(row):
    """The hash of every word of four letters or more, and where it ends."""
    hashed = np.full(len(row), WHOLE, np.uint32)
    letters = np.zeros(len(row), np.int64)
    edge = row == EDGE
    starts = np.flatnonzero(edge[:-1] & ~edge[1:]) + 1
    ends = np.flatnonzero(~edge[:-1] & edge[1:])
    lengths = ends - starts + 1
    value = np.full(len(starts), WHOLE, np.uint32)
    at = starts.copy()
    for step in range(int(lengths.max(initial=0))):
        use = lengths > step
        value[use] = (value[use] ^ row[at[use] + step]) * STEP
    use = lengths >= 4
    return value[use], ends[use]


def bucket(hashed, bits):
    mixed = (hashed ^ (hashed >> np.uint32(15))) * MIX
    return (mixed >> np.uint32(32 - bits)).astype(np.int64)


def normal(text):
    return unicodedata.normalize("NFC", text)

"""The data pack, cut in the same two halves as by `examples/stage_scores/halves.rs`."""

import json
from pathlib import Path


def part(key, strange=False):
    """`check`: never learnt from; `calibrate`: a quarter of the rest, or half if it is strange
    (a language by itself), kept to tell how sure the model may be; `fit`: what it learns
    from. By bits 32 to 34 of the 64-bit FNV-1a hash."""
    hashed = 0xCBF29CE484222325
    for byte in key.encode():
        hashed = (hashed ^ byte) * 0x100000001B3 & 0xFFFFFFFFFFFFFFFF
    if hashed >> 32 & 1:
        return "check"
    return "calibrate" if hashed >> 33 & 3 >= (2 if strange else 3) else "fit"


def read(folder, name):
    """The texts of one file with their language, their source and their part."""
    with open(Path(folder) / "langid" / f"{name}.jsonl") as file:
        for line in file:
            row = json.loads(line)
            yield row["text"], row["lang"], row["source"], part(key(row), row["source"] == "udhr")


def key(row):
    """Articles stay whole; declarations go by language, so that the check half has
    languages which nothing was taught of; all else goes by the text itself."""
    if row["source"] == "udhr":
        # The hash mixes what is followed by some more bytes.
        return f"{row['lang']} declaration"
    return row.get("article") or row["text"]

"""The data pack, cut in the same two halves as `examples/stage_scores/halves.rs` does."""

import json
from pathlib import Path


def in_train(key):
    """Bit 32 of the 64-bit FNV-1a hash of the key."""
    hashed = 0xCBF29CE484222325
    for byte in key.encode():
        hashed = (hashed ^ byte) * 0x100000001B3 & 0xFFFFFFFFFFFFFFFF
    return hashed >> 32 & 1 == 0


def read(folder, name):
    """The texts of one file with their language, their source and their half."""
    with open(Path(folder) / "langid" / f"{name}.jsonl") as file:
        for line in file:
            row = json.loads(line)
            yield row["text"], row["lang"], row["source"], in_train(half_key(row))


def half_key(row):
    """Articles stay whole; declarations go by language, so that the check half has
    languages which nothing was taught of; all else goes by the text itself."""
    if row["source"] == "udhr":
        return row["lang"]
    return row.get("article") or row["text"]

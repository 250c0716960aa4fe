"""Writes the file of weights that src/model/weights.rs reads."""

import hashlib
import struct

import numpy as np

DEPTH = 8
UNIT = 1024
# The rows of features that make the schema of each file, in the order of Rust.
FLAT = ("line", "sound", "context", "topic")
HTML = ("line", "markup", "context", "markup_context", "page")


def schema(names, rows):
    """The digest of the features; `names` is what the line_features example wrote."""
    sha = hashlib.sha256(struct.pack("<I", names["revision"]))
    for row in rows:
        for name in names[row]:
            sha.update(name.encode() + b"\n")
    return sha.digest()[:8]


def trees(model, depth=DEPTH):
    """An ensemble of oblivious trees (CatBoost's JSON form) as (bias, depth, [(tests, leaves)]).

    A test is (feature, border): true when the feature is above the border. Leaves are whole
    numbers, in 1024ths of log-odds.
    """
    scale, bias = model["scale_and_bias"]
    bias = bias[0] if isinstance(bias, list) else bias
    out = []
    for tree in model["oblivious_trees"]:
        tests = [(split["float_feature_index"], int(np.floor(split["border"]))) for split in tree["splits"]]
        leaves = np.array(tree["leaf_values"], float)
        # A shallower tree answers the levels it lacks with its last leaf number unchanged.
        while len(tests) < depth:
            tests.append((0, 255))
            leaves = np.concatenate([leaves, leaves])
        out.append((tests, np.clip(np.round(leaves * scale * UNIT), -32768, 32767).astype(int)))
    return int(round(bias * UNIT)), depth, out


def pack(ensemble):
    """One ensemble as bytes."""
    bias, depth, members = ensemble
    out = [struct.pack("<iHB", bias, len(members), depth)]
    for tests, leaves in members:
        out.extend(struct.pack("<HB", *test) for test in tests)
        out.append(struct.pack(f"<{len(leaves)}h", *leaves))
    return b"".join(out)


def write(path, digest, content):
    """The whole file: what Rust checks, and the content."""
    with open(path, "wb") as file:
        file.write(b"fairline" + digest + struct.pack("<I", len(content)) + content)
        file.write(hashlib.sha256(content).digest()[:8])


def passes(first, second, usual):
    """The content for two passes and the usual value of each feature."""
    return pack(first) + pack(second) + bytes(int(value) for value in usual)


def scores(ensemble, rows):
    """What Rust computes from the same trees: the score of each row, in whole numbers."""
    bias, _, members = ensemble
    out = np.full(len(rows), bias, np.int64)
    columns = np.ascontiguousarray(rows.T)
    for tests, leaves in members:
        found = np.zeros(len(rows), np.uint8)
        for level, (feature, border) in enumerate(tests):
            found |= (columns[feature] > border).astype(np.uint8) << level
        out += leaves[found]
    return out

"""A small dilated convolution over the blocks of a page, the net of the line model.

It sees what the second pass of trees sees and is averaged with it: trees find borders in single
features, the net weighs many features of many blocks at once. After F. Yu and V. Koltun,
"Multi-scale context aggregation by dilated convolutions" (2016); each layer adds to what it was given.
Beside it stands a plain sum of the inputs, by which it can also trust the rules' offset less.
"""

import struct

import jax
import jax.numpy as jnp
import numpy as np
import optax

WIDTH = 32
DILATIONS = (1, 2, 4, 8, 16, 1)
# Pages are cut into pieces of so many blocks, for training only.
PIECE_BLOCKS = 192
BATCH_PIECES = 48
EPOCHS = 8
LEARNING_RATE = 3e-3
# What is hidden while it learns: features of a whole piece, and signals inside.
HIDDEN_FEATURES, HIDDEN_SIGNALS = 0.15, 0.1
# Pieces without a block of any article are easy and many: a part of them will do.
EASY_PART = 0.3
# No input is farther from its mean than so many standard deviations.
MAX_DEVIATIONS = 4.0
LEAST_DEVIATION = 0.01

# Signals are in 256ths, at most 16; weights have at most 11 bits, so that sums fit 32.
ONE = 256
MAX_SIGNAL, MAX_WEIGHT = 4095, 2047
# A deviation is (16 value - mean) * inverse / 4096, in 256ths.
MEAN_UNIT, INVERSE_UNIT = 16, 4096


def pieces(data, use):
    """The dumps' rows in pieces (from, to), of dumps with rows that `use` allows."""
    out = []
    for where, *_ in data.dumps:
        if use[where].any():
            count = -(-(where.stop - where.start) // PIECE_BLOCKS)
            step = -(-(where.stop - where.start) // count)
            out.extend((at, min(where.stop, at + step)) for at in range(where.start, where.stop, step))
    return np.array(out)


def start(features, key):
    """The weights before training."""
    keys = iter(jax.random.split(key, 1 + 2 * len(DILATIONS)))
    normal = lambda rows, columns, scale: scale * jax.random.normal(next(keys), (rows, columns)) / np.sqrt(rows)
    net = {"plain": jnp.zeros(features), "in": normal(features, WIDTH, 1), "in_bias": jnp.zeros(WIDTH),
           "out": jnp.zeros(WIDTH), "out_bias": jnp.zeros(())}
    net["layers"] = [{"around": normal(3 * WIDTH, WIDTH, 1), "bias": jnp.zeros(WIDTH), "add": normal(WIDTH, WIDTH, 0.5)}
                     for _ in DILATIONS]
    return net


def forward(net, inputs, mask, key=None):
    """The score of every block of a batch of pieces, in log-odds; with a key, some signals are hidden."""
    def hide(signals, share):
        nonlocal key
        if key is None:
            return signals
        key, now = jax.random.split(key)
        return signals * jax.random.bernoulli(now, 1 - share, (signals.shape[0], 1, signals.shape[2]))

    mask = mask[..., None]
    plain = inputs @ net["plain"]
    signals = jax.nn.relu(hide(inputs, HIDDEN_FEATURES) @ net["in"] + net["in_bias"]) * mask
    for layer, far in zip(net["layers"], DILATIONS):
        wide = jnp.pad(signals, ((0, 0), (far, far), (0, 0)))
        around = jnp.concatenate([wide[:, :-2 * far], signals, wide[:, 2 * far:]], -1)
        found = jax.nn.relu(around @ layer["around"] + layer["bias"])
        if key is not None:
            found = hide(found, HIDDEN_SIGNALS) / (1 - HIDDEN_SIGNALS)
        signals = (signals + found @ layer["add"]) * mask
    return plain + signals @ net["out"] + net["out_bias"]


def fit(rows, data, use):
    """A net that learns what rules (and offset) leave over, as whole numbers: see `quantised`."""
    some = rows[::7].astype(np.float32)
    mean, deviation = some.mean(0), np.maximum(some.std(0), LEAST_DEVIATION)
    cut = pieces(data, use)
    hard = np.array([((data.target[a:b] == 0) & (data.weight[a:b] > 0)).any() for a, b in cut])
    # Rows of dumps count alike here, near an article or not: easy pieces were thinned out.
    weight = np.zeros(len(rows), np.float32)
    for where, *_, dump_weight in data.dumps:
        weight[where] = dump_weight * (data.weight[where] > 0) / np.sqrt(max(10, where.stop - where.start))

    def batch(chosen):
        shape = (len(chosen), PIECE_BLOCKS)
        values, mask = np.zeros((*shape, rows.shape[1]), np.uint8), np.zeros(shape, np.float32)
        target, offset, weights = (np.zeros(shape, np.float32) for _ in range(3))
        for i, (a, b) in enumerate(chosen):
            values[i, :b - a], mask[i, :b - a] = rows[a:b], 1
            target[i, :b - a], offset[i, :b - a], weights[i, :b - a] = data.target[a:b], data.offset[a:b], weight[a:b]
        return values, mask, target, offset, weights

    net, drawn = start(rows.shape[1], jax.random.PRNGKey(0)), np.random.default_rng(0)
    steps = EPOCHS * int((hard.sum() + EASY_PART * (~hard).sum()) // BATCH_PIECES)
    optimiser = optax.adamw(optax.warmup_cosine_decay_schedule(0, LEARNING_RATE, 200, steps, 1e-5), weight_decay=1e-3)
    state = optimiser.init(net)

    @jax.jit
    def step(net, state, key, values, mask, target, offset, weights):
        inputs = jnp.clip((values - mean) / deviation, -MAX_DEVIATIONS, MAX_DEVIATIONS) * mask[..., None]

        def loss(net):
            scores = forward(net, inputs, mask, key) + offset
            return (optax.sigmoid_binary_cross_entropy(scores, target) * weights).sum() / weights.sum()

        value, gradient = jax.value_and_grad(loss)(net)
        change, state = optimiser.update(gradient, state, net)
        return optax.apply_updates(net, change), state, value

    key = jax.random.PRNGKey(1)
    for epoch in range(EPOCHS):
        easy = cut[~hard][drawn.random((~hard).sum()) < EASY_PART]
        chosen = drawn.permutation(np.concatenate([cut[hard], easy]))
        losses = []
        for at in range(0, len(chosen) - BATCH_PIECES + 1, BATCH_PIECES):
            key, now = jax.random.split(key)
            net, state, loss = step(net, state, now, *batch(chosen[at:at + BATCH_PIECES]))
            losses.append(loss)
        print(f"net, epoch {epoch}: loss {np.mean(losses):.4f}", flush=True)
    return quantised(jax.tree.map(np.array, net), mean, deviation)


def matrix(values):
    """Weights as whole numbers (a row an output), and how many bits they were shifted by."""
    largest = max(float(np.abs(values).max()), 1e-6)
    shift = int(np.clip(np.floor(np.log2(MAX_WEIGHT / largest)), 0, 15))
    return np.round(values.T * 2.0 ** shift).astype(np.int64), shift


def quantised(net, mean, deviation):
    """The net in whole numbers: means and inverse deviations, and matrices with their biases."""
    out = {"mean": np.round(mean * MEAN_UNIT).astype(np.int64),
           "inverse": np.round(ONE * INVERSE_UNIT / MEAN_UNIT / deviation).astype(np.int64)}
    bias = lambda values: np.round(values * ONE).astype(np.int64)
    out["plain"] = (*matrix(net["plain"][:, None]), bias(np.zeros(1)))
    out["in"] = (*matrix(net["in"]), bias(net["in_bias"]))
    out["layers"] = [((*matrix(layer["around"]), bias(layer["bias"])), (*matrix(layer["add"]), bias(np.zeros(WIDTH))))
                     for layer in net["layers"]]
    out["out"] = (*matrix(net["out"][:, None]), bias(net["out_bias"][None]))
    return out


def apply(weights, signals):
    """A matrix of whole numbers on signals, in 256ths as they were."""
    values, shift, bias = weights
    # Sums of whole numbers below 2 ** 53 are exact here.
    sums = (signals.astype(np.float64) @ values.T.astype(np.float64)).astype(np.int64)
    return np.clip((sums >> shift) + bias, -MAX_SIGNAL, MAX_SIGNAL)


def scores(net, rows):
    """What Rust computes of the blocks of one dump: the score of each row, in 1024ths of log-odds."""
    deviations = ((rows.astype(np.int64) * MEAN_UNIT - net["mean"]) * net["inverse"]) >> 12
    limit = int(MAX_DEVIATIONS * ONE)
    inputs = np.clip(deviations, -limit, limit)
    signals = np.maximum(apply(net["in"], inputs), 0)
    for (around, add), far in zip(net["layers"], DILATIONS):
        wide = np.pad(signals, ((far, far), (0, 0)))
        three = np.concatenate([wide[:-2 * far], signals, wide[2 * far:]], 1)
        found = np.maximum(apply(around, three), 0)
        signals = np.clip(signals + apply(add, found), -MAX_SIGNAL, MAX_SIGNAL)
    return (apply(net["plain"], inputs) + apply(net["out"], signals))[:, 0] * (1024 // ONE)


def pack(net):
    """The net as bytes."""
    features = len(net["mean"])
    out = [struct.pack("<HBB", features, WIDTH, len(DILATIONS)), bytes(DILATIONS),
           net["mean"].astype("<i2").tobytes(), net["inverse"].astype("<i4").tobytes()]
    layers = [part for layer in net["layers"] for part in layer]
    for values, shift, bias in [net["plain"], net["in"], *layers, net["out"]]:
        out += [bytes([shift]), values.astype("<i2").tobytes(), bias.astype("<i2").tobytes()]
    return b"".join(out)

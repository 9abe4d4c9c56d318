"""Evaluates the formulas that operations declare, word by word, as a reader would."""

import math
from statistics import NormalDist

import numpy as np
from engine_laws_of_decompositions import decomposition_words
from engine_window_words import window_words

SCALARS = {
    name: getattr(np, name)
    for name in (
        *("exp", "log", "sqrt", "abs", "sign", "floor", "ceil", "sin", "cos", "tan", "sinh"),
        *("cosh", "tanh", "asin", "acos", "atan", "atan2", "asinh", "acosh", "atanh"),
        *("maximum", "minimum", "where", "outer", "trace", "tril", "triu", "trunc"),
    )
}


def digamma(x):
    """By the asymptotic series, far enough from 0."""
    far = x + 200.0
    return np.log(far) - 0.5 / far - 1 / 12 / far**2 - sum(1.0 / (x + k) for k in range(200))


def hurwitz(s, x):
    """The sum of 1 / (x + k)^s over k, by Euler's and Maclaurin's formula."""
    far = x + 200.0
    head = sum(1.0 / (x + k) ** s for k in range(200))
    return head + far ** (1 - s) / (s - 1) + 0.5 / far**s + s / 12.0 / far ** (s + 1)


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


def stretched(value, node):
    """A reduction's result or gradient with the reduced axes kept at size 1."""
    axis = node.params.get("axis")
    if node.family == "pooling":  # a window's elements are an axis of their own
        return value[..., None]
    if (
        node.family not in ("reductions", "statistics", "positions")
        or node.name == "cumsum"
        or node.params.get("keepdims")
    ):
        return value
    return value if axis is None else np.expand_dims(value, axis)


def words(node, slot, g):
    """What every name of a formula stands for at this node."""
    axis = node.params.get("axis")
    a = node.arrays[0]
    is_loss = node.family == "losses"
    if node.name == "cross_entropy":
        axis = 1
    if node.family == "pooling":
        axis = -1

    def over(reduce):
        return lambda x: reduce(x, axis=axis, keepdims=True)

    def mean(x):
        return np.mean(x) if is_loss else over(np.mean)(x)

    def total(x):
        if node.name == "cross_entropy":  # over the classes first, then over the rows
            return x.sum(axis=-1)
        return np.sum(x) if is_loss else over(np.sum)(x)

    def replaced(x, index, values):
        result = np.array(np.broadcast_to(x, node.output.shape))
        result[index] = values
        return result

    def scatter(x, *places):
        result = np.zeros(node.params.get("shape", a.shape))
        if node.name == "gather":
            index = list(np.indices(x.shape))
            index[axis] = node.arrays[1].astype(int)
            places = (tuple(index),)
        elif node.name == "scatter_add":
            index = list(np.indices(node.arrays[1].shape))
            index[axis] = node.arrays[1].astype(int)
            places = (tuple(index),)
        elif node.name in ("index_select", "index_add"):
            places = ((*(slice(None),) * axis, node.arrays[1].astype(int)),)
        elif node.name in ("masked_select", "masked_index"):
            places = (node.arrays[1] != 0,)
        np.add.at(result, places[0], x)
        return result

    def log_softmax(x):
        return x - np.log(np.sum(np.exp(x), axis=axis, keepdims=True))

    def one_hot(b):
        return b if b.shape == a.shape else np.eye(a.shape[1])[b.astype(int)]

    def others(x):
        axes = axis if axis is not None else tuple(range(x.ndim))
        return np.prod(x, axis=axes, keepdims=True) / x

    def part(x, slot):
        axis = node.params["axis"]
        if node.name == "stack":
            return np.take(x, slot, axis=axis)
        ends = np.cumsum([array.shape[axis] for array in node.arrays])[:-1]
        return np.split(x, ends, axis=axis)[slot]

    known = {
        **SCALARS,
        "erf": np.vectorize(math.erf),
        "lgamma": np.vectorize(math.lgamma),
        "polygamma": lambda n, x: (
            (-1) ** (n + 1) * math.factorial(n) * hurwitz(n + 1, x) if n else digamma(x)
        ),
        "erfinv": np.vectorize(lambda x: NormalDist().inv_cdf((x + 1) / 2) / math.sqrt(2)),
        "sigmoid": sigmoid,
        "softplus": lambda x: np.log1p(np.exp(x)),
        "log_softmax": log_softmax,
        "softmax": lambda x: np.exp(log_softmax(x)),
        "round": np.round,
        "clamp": np.clip,
        "sum": total,
        "mean": mean,
        "prod": over(np.prod),
        "max": over(np.max),
        "min": over(np.min),
        "count": over(np.sum),
        "others": others,
        "cumsum": lambda x: np.cumsum(x, axis=axis).reshape(x.shape if axis is not None else -1),
        "flip": lambda x: np.flip(x, axis=axis),
        "reshape": np.reshape,
        "flatten": lambda x: x.reshape(node.output.shape),
        "squeeze": np.squeeze,
        "unsqueeze": lambda x: np.expand_dims(x, axis),
        "expand": lambda x, shape: np.broadcast_to(
            x, [n if n != -1 else x.shape[k - len(shape)] for k, n in enumerate(shape)]
        ),
        "transpose": lambda x: np.swapaxes(
            x, node.params.get("axis0", -2), node.params.get("axis1", -1)
        ),
        "permute": np.transpose,
        "unpermute": lambda x, axes: np.transpose(x, axes if axes is None else np.argsort(axes)),
        "cat": lambda tensors, axis: np.concatenate(tensors, axis),
        "stack": lambda tensors, axis: np.stack(tensors, axis),
        "part": part,
        "gather": lambda x, axis, index: np.take_along_axis(x, index.astype(int), axis),
        "scatter": scatter,
        "replaced": replaced,
        "eye": lambda x: np.eye(*x.shape),
        "diag": lambda x: (
            np.diag(x, node.params["diagonal"])
            if x is a or a.ndim == 1
            else np.eye(*a.shape, k=node.params["diagonal"]) * np.pad(x, (1, 0))[:, None]
        ),
        "tril": lambda x: np.tril(x, node.params.get("diagonal", 0)),
        "triu": lambda x: np.triu(x, node.params["diagonal"]),
        "take": lambda x, index, axis: np.take(x, index.astype(int), axis),
        "argmax": over(np.argmax),
        "argmin": over(np.argmin),
        "argsort": lambda x: np.argsort(-x if node.params["descending"] else x, axis),
        "argtopk": lambda x, k: np.take(np.argsort(-x, axis), np.arange(k), axis),
        "argkth": lambda x, k: np.take(np.argsort(x, axis), [k - 1], axis),
        "cumprod": lambda x: np.cumprod(x, axis),
        "cholesky": np.linalg.cholesky,
        **window_words(node),
        "inv": np.linalg.inv,
        "det": np.linalg.det,
        "einsum": np.einsum,
        "pi": math.pi,
        "n": node.count,
        "slot": slot,
        "y": stretched(node.output, node),
        "g": None if g is None else stretched(g, node),
    }
    if node.family == "decompositions":
        known |= decomposition_words(node)
    if node.name == "cholesky":
        known["eye"] = lambda x: np.eye(x.shape[-1])
    inputs = dict(zip(node.input_names, node.arrays, strict=False))
    if node.variadic:
        inputs = {node.input_names[0]: node.arrays}
    if node.name in ("masked_select", "masked_index"):
        inputs["mask"] = inputs["mask"] != 0
    if node.name == "cross_entropy":
        inputs["b"] = one_hot(inputs["b"])
    params = {k: float(v) if v in ("fro",) else v for k, v in node.params.items() if v != "fro"}
    return {**known, **params, **inputs}


def evaluate(formula, node, slot=0, g=None):
    """The formula's value for the numbers at the node."""
    return eval(formula, {"__builtins__": {}}, words(node, slot, g))  # noqa: S307 our own texts

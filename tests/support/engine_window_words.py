"""The words about windows and positions in formulas, computed element by element."""

from itertools import product

import numpy as np


def each(value, axes):
    return tuple(value) if isinstance(value, tuple) else (value,) * axes


def window_words(node):
    """What these words stand for at a node."""
    params, a = node.params, node.arrays[0]
    axes = getattr(node, "axes", None) or len(params.get("size") or params.get("shape") or ())
    stride, padding = (each(params.get(k) or n, axes) for k, n in (("stride", 1), ("padding", 0)))
    dilation = each(params.get("dilation") or 1, axes)

    def slots(places, size):
        """For every place and element of a window, the index in the input."""
        for place in product(*map(range, places)):
            for offset in product(*map(range, size)):
                at = tuple(
                    p * s + d * o
                    for p, s, d, o in zip(place, stride, dilation, offset, strict=True)
                )
                yield place, offset, at

    def count(shape, size):
        return tuple(
            (n - d * (k - 1) - 1) // s + 1
            for n, k, s, d in zip(shape, size, stride, dilation, strict=True)
        )

    def windows(x, size=None):
        size = size or window(x)
        places = count(x.shape[-axes:], size)
        result = np.zeros((*x.shape[:-axes], *places, *size))
        for place, offset, at in slots(places, size):
            result[(..., *place, *offset)] = x[(..., *at)]
        return flat(result) if node.family == "pooling" else result

    def window(x):
        if node.name == "fold":
            return a.shape[-axes:]
        return each(params.get("size") or params.get("kernel_size"), axes)

    def flat(x):
        return x.reshape(*x.shape[:-axes], -1)

    def fold(x):
        shape = params.get("shape") or a.shape[-axes:]
        size = window(x)
        if node.family == "pooling":
            places = node.output.shape[-axes:]
            x = np.broadcast_to(x, (*x.shape[:-1], int(np.prod(size))))
            x = x.reshape(*x.shape[:-1], *size)
        places = x.shape[-2 * axes : -axes]
        result = np.zeros((*x.shape[: -2 * axes], *shape))
        for place, offset, at in slots(places, size):
            result[(..., *at)] += x[(..., *place, *offset)]
        return result

    def padded(x):
        return np.pad(x, [(0, 0)] * 2 + [(p, p) for p in padding])

    def cropped(x):
        return x[(..., *(slice(p, x.shape[2 + k] - p) for k, p in enumerate(padding)))]

    def pairs(weight):
        """Output channel, its place within the filters, and its input channels."""
        per_group = weight.shape[0] // params["groups"]
        inputs = weight.shape[1]
        for out in range(weight.shape[0]):
            for k in range(inputs):
                yield out, k, out // per_group * inputs + k

    def conv(x, weight):
        x = padded(x)
        places = count(x.shape[2:], weight.shape[2:])
        result = np.zeros((x.shape[0], weight.shape[0], *places))
        for place, offset, at in slots(places, weight.shape[2:]):
            for out, k, channel in pairs(weight):
                result[(slice(None), out, *place)] += (
                    x[(slice(None), channel, *at)] * weight[(out, k, *offset)]
                )
        return result

    def conv_transpose(x, weight):
        target = a.shape if x is not a else node.output.shape
        result = padded(np.zeros(target))
        for place, offset, at in slots(x.shape[2:], weight.shape[2:]):
            for out, k, channel in pairs(weight):
                result[(slice(None), channel, *at)] += (
                    x[(slice(None), out, *place)] * weight[(out, k, *offset)]
                )
        return cropped(result)

    def correlate(x, y):
        x, weight = padded(x), node.arrays[1]
        result = np.zeros(weight.shape)
        for place, offset, at in slots(y.shape[2:], weight.shape[2:]):
            for out, k, channel in pairs(weight):
                result[(out, k, *offset)] += np.sum(
                    x[(slice(None), channel, *at)] * y[(slice(None), out, *place)]
                )
        return result

    def first(x):
        return np.eye(x.shape[-1])[np.argmax(x, axis=-1)]

    def sources():
        flat_pairs = list(zip(padding_list[::2], padding_list[1::2], strict=True))[::-1]
        wide = [(0, 0)] * (a.ndim - len(flat_pairs)) + flat_pairs
        mode = {"reflect": "reflect", "replicate": "edge", "circular": "wrap"}.get(params["mode"])
        numbers = np.arange(a.size).reshape(a.shape)
        return np.pad(numbers, wide, mode) if mode else np.pad(numbers, wide, constant_values=-1)

    padding_list = params.get("padding") if node.name == "pad" else ()

    def pad(x):
        return np.where(sources() < 0, params["value"], x.reshape(-1)[sources()])

    def unpad(g):
        where = sources().ravel()
        result = np.zeros(a.size)
        np.add.at(result, where[where >= 0], g.ravel()[where >= 0])
        return result.reshape(a.shape)

    def put(x, axis, index, source):
        result = x.copy()
        np.put_along_axis(result, index.astype(int), source, axis)
        return result

    return {
        "windows": windows,
        "fold": fold,
        "first": first,
        "pad": pad,
        "unpad": unpad,
        "conv": conv,
        "conv_transpose": conv_transpose,
        "correlate": correlate,
        "put": put,
    }

"""Grids made finer or coarser, by the names of ``torch.nn.functional``."""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce
from typing import Any

import numpy as np

from chainrule.engine import Tensor
from chainrule.engine.state import allocate
from chainrule.functions.adaptive_pools import means_along
from chainrule.functions.arguments import Numbers, as_tensor, op, require, require_shape
from chainrule.functions.arrangements import part
from chainrule.functions.composition import composed
from chainrule.functions.sampling import Array, cubic


@composed("reshape(permute(input))", "y = F.pixel_shuffle(torch.ones(1, 4, 2, 2), 2)")
def pixel_shuffle(input: Numbers, upscale_factor: int) -> Tensor:
    """Channels laid out as a finer grid."""
    a, r = as_tensor(input), upscale_factor
    *before, channels, height, width = a.shape
    require_shape(channels % (r * r) == 0, f"{channels} channels are no multiple of {r * r}")
    n = len(before)
    apart = op.reshape(a, shape=(*before, channels // (r * r), r, r, height, width))
    order = (*range(n), n, n + 3, n + 1, n + 4, n + 2)
    return op.reshape(
        op.permute(apart, axes=order), shape=(*before, channels // (r * r), height * r, width * r)
    )


@composed(
    "reshape(transpose(input))",
    "y = F.channel_shuffle(torch.ones(1, 4, 2, 2), 2)",
    aliases=("native_channel_shuffle",),
)
def channel_shuffle(input: Numbers, groups: int) -> Tensor:
    """The channels of several groups, one of each group after the other."""
    a = as_tensor(input)
    require_shape(
        a.ndim > 2 and groups > 0 and a.shape[1] % groups == 0,
        f"channel_shuffle(): the channels of the shape {a.shape} do not make {groups} groups",
    )
    apart = op.reshape(a, shape=(a.shape[0], groups, a.shape[1] // groups, *a.shape[2:]))
    return op.reshape(op.transpose(apart, axis0=1, axis1=2), shape=a.shape)


@composed("reshape(permute(input))", "y = F.pixel_unshuffle(torch.ones(1, 1, 4, 4), 2)")
def pixel_unshuffle(input: Numbers, downscale_factor: int) -> Tensor:
    """A finer grid laid out as channels: what ``pixel_shuffle`` undoes."""
    a, r = as_tensor(input), downscale_factor
    *before, channels, height, width = a.shape
    require_shape(
        height % r == 0 and width % r == 0, f"{height} and {width} are no multiples of {r}"
    )
    n = len(before)
    apart = op.reshape(a, shape=(*before, channels, height // r, r, width // r, r))
    order = (*range(n), n, n + 2, n + 4, n + 1, n + 3)
    shape = (*before, channels * r * r, height // r, width // r)
    return op.reshape(op.permute(apart, axes=order), shape=shape)


MODES = {"nearest": 0, "nearest-exact": 0, "area": 0, "linear": 1}
MODES |= {"bilinear": 2, "bicubic": 2, "trilinear": 3}
"""How new elements come from old ones, and over how many axes; over any where that is 0."""


@composed("lerp(input)", "y = F.interpolate(torch.ones(1, 1, 2, 2), scale_factor=2)")
def interpolate(
    input: Numbers,
    size: Any = None,
    scale_factor: Any = None,
    mode: str = "nearest",
    align_corners: bool | None = None,
    recompute_scale_factor: bool | None = None,
    antialias: bool = False,
) -> Tensor:
    """The grid made finer or coarser: by the nearest old elements, or on lines or curves."""
    a = as_tensor(input)
    axes = a.ndim - 2
    require(mode in MODES, f"interpolate(): mode is one of {', '.join(MODES)}, not {mode!r}")
    require_shape(
        MODES[mode] in (0, axes),
        f"interpolate(): mode {mode!r} takes {MODES[mode] + 2} axes, not the shape {a.shape}",
    )
    require(
        "nearest" in mode or a.dtype.kind == "f",
        f"interpolate(): mode {mode!r} takes fractions, not {a.dtype}; write x.float()",
    )
    require(not antialias, "interpolate(): antialias is not available")
    require((size is None) != (scale_factor is None), "give either size or scale_factor")
    given = size if size is not None else scale_factor
    several = given if isinstance(given, list | tuple) else (given,) * axes
    require_shape(len(several) == axes, f"interpolate(): {axes} sizes are needed, not {several}")
    for k, value in enumerate(several):
        n = a.shape[2 + k]
        wanted = int(value) if size is not None else int(n * value)
        require(n > 0 and wanted > 0, "Input and output sizes should be greater than 0")
        allocate((*a.shape[: 2 + k], wanted, *a.shape[3 + k :]))
        fixed = size is not None or recompute_scale_factor
        ratio = n / wanted if fixed else 1.0 / value
        if "linear" in mode:
            a = _on_lines(a, 2 + k, wanted, ratio, bool(align_corners))
        elif mode == "bicubic":
            a = _on_curves(a, 2 + k, wanted, ratio, bool(align_corners))
        elif mode == "area":
            a = means_along(a, 2 + k, wanted)
        else:
            shift = 0.5 if mode == "nearest-exact" else 0.0
            places = np.floor((np.arange(wanted) + shift) * ratio).astype(int)
            a = part(a, 2 + k, np.minimum(places, n - 1))
    return a


def _places(n: int, wanted: int, ratio: float, corners: bool) -> Array:
    """Where the new elements of an axis lie among its n old ones."""
    if corners:
        return np.arange(wanted) * ((n - 1) / (wanted - 1) if wanted > 1 else 0.0)
    return (np.arange(wanted) + 0.5) * ratio - 0.5


def _on_lines(a: Tensor, axis: int, wanted: int, ratio: float, corners: bool) -> Tensor:
    """New elements along an axis, on lines between the old ones."""
    places = np.maximum(_places(a.shape[axis], wanted, ratio, corners), 0.0)
    low = np.minimum(places.astype(int), a.shape[axis] - 1)
    return _blended(a, axis, low, (1.0 - (places - low), places - low))


def _on_curves(a: Tensor, axis: int, wanted: int, ratio: float, corners: bool) -> Tensor:
    """New elements along an axis, on cubic curves through the old ones."""
    places = _places(a.shape[axis], wanted, ratio, corners)
    low = np.floor(places).astype(int)
    return _blended(a, axis, low - 1, cubic(places - low))


def _blended(a: Tensor, axis: int, first: Array, weights: Sequence[Array]) -> Tensor:
    """The sum of elements one after the other along an axis, each times its weight."""
    shape = [-1 if k == axis else 1 for k in range(a.ndim)]
    parts = [
        op.mul(
            part(a, axis, np.clip(first + k, 0, a.shape[axis] - 1)),
            weight.reshape(shape).astype(a.dtype),
        )
        for k, weight in enumerate(weights)
    ]
    return reduce(op.add, parts)

"""Grids read at places between their elements: ``grid_sample``, and the places of affine maps."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product
from math import prod
from typing import Any

import numpy as np

from chainrule.engine import Tensor, allocate
from chainrule.functions.arguments import Numbers, as_tensor, op, require, require_shape, values_of
from chainrule.functions.composition import composed

Array = np.ndarray[Any, Any]
BEYOND = ("zeros", "border", "reflection")
"""What is read outside: nothing, the nearest element, or what lies as far inside."""
REACH = {"nearest": (0,), "bilinear": (0, 1), "bicubic": (-1, 0, 1, 2)}
"""How far from the element before a place those lie that have a part in it, along each axis."""


def cubic(t: Any) -> list[Any]:
    """The weights of four elements at a fraction t behind the second one (Keys 1981, a = −0.75)."""

    def near(x: Any) -> Any:
        return (1.25 * x - 2.25) * x * x + 1.0

    def far(x: Any) -> Any:
        return ((-0.75 * x + 3.75) * x - 6.0) * x + 3.0

    return [far(t + 1.0), near(t), near(1.0 - t), far(2.0 - t)]


def _weights(mode: str, t: Any) -> list[Any]:
    """The parts that elements have in a place at a fraction t behind the one before."""
    if mode == "bicubic":
        return cubic(t)
    return [1.0 - t, t] if mode == "bilinear" else [None]


def _inside(places: Array, n: int, beyond: str, corners: bool) -> tuple[Array, Array]:
    """Where places of an axis are read; whether that moves with them (1), against (−1) or not."""
    if beyond == "zeros":
        return places, np.ones_like(places)
    direction = np.ones_like(places)
    if beyond == "reflection":
        low, span = (0.0, n - 1.0) if corners else (-0.5, float(n))
        if not span:
            return np.zeros_like(places), np.zeros_like(places)
        direction = np.where(places < low, -direction, direction)
        turns, rest = np.divmod(np.abs(places - low), span)
        odd = turns % 2 == 1
        places = low + np.where(odd, span - rest, rest)
        direction = np.where(odd, -direction, direction)
    moving = (places > 0) & (places < n - 1)
    return np.clip(places, 0, n - 1), np.where(moving, direction, 0.0)


def _read(a: Tensor, places: Sequence[Array], beyond: str, corners: bool) -> Tensor:
    """The elements at whole places, (samples, …, channels)."""
    lengths = a.shape[2:]
    exists = np.ones(places[0].shape, dtype=bool)
    chosen = []
    for place, n in zip(places, lengths, strict=True):
        exists &= (place >= 0) & (place < n)
        chosen.append(np.clip(_inside(place, n, beyond, corners)[0], 0, n - 1).astype(np.intp))
    sample = np.arange(a.shape[0]).reshape(-1, *(1,) * len(lengths))
    elements = op.getitem(a, index=(sample, slice(None), *chosen))
    if beyond == "zeros" and not exists.all():
        elements = op.where(exists[..., None], elements, 0.0)
    return elements


@composed(
    "sum(weights * input[places])",
    "y = F.grid_sample(torch.ones(1, 1, 2, 2), torch.zeros(1, 2, 2, 2))",
)
def grid_sample(
    input: Numbers,
    grid: Numbers,
    mode: str = "bilinear",
    padding_mode: str = "zeros",
    align_corners: bool | None = None,
) -> Tensor:
    """The input at the places of a grid, which run from −1 to 1 along each axis, the last first."""
    a, g = as_tensor(input), as_tensor(grid)
    axes = a.ndim - 2
    require(mode in REACH, f"grid_sample(): mode is one of {', '.join(REACH)}, not {mode!r}")
    require(
        padding_mode in BEYOND,
        f"grid_sample(): padding_mode is one of {', '.join(BEYOND)}, not {padding_mode!r}",
    )
    require_shape(
        axes in (2, 3) and g.ndim == a.ndim and g.shape[0] == a.shape[0] and g.shape[-1] == axes,
        "grid_sample(): expected grid and input of 4 or 5 axes, the same number of samples, and a "
        f"place of 2 or 3 numbers, but got input of {a.shape} and grid of {g.shape}",
    )
    require_shape(min(a.shape[1:]) > 0, f"grid_sample(): an input of the shape {a.shape} is empty")
    require(mode != "bicubic" or axes == 2, "grid_sample(): mode 'bicubic' takes 4 axes")
    corners = bool(align_corners)
    allocate((len(REACH[mode]) ** axes * prod(g.shape[:-1]) * a.shape[1],))
    whole, weights = [], []
    for k, n in enumerate(a.shape[2:]):
        unit = op.getitem(g, index=(..., axes - 1 - k))
        place = op.mul(unit + 1.0, (n - 1) / 2) if corners else (unit + 1.0) * (n / 2) - 0.5
        if mode != "bicubic":  # there it is each of the four elements that lies inside
            at, direction = _inside(values_of(place), n, padding_mode, corners)
            place = place * direction + (at - direction * values_of(place))
        values = values_of(place)
        before = np.rint(values) if mode == "nearest" else np.floor(values)
        fraction = op.sub(place, before)
        whole.append(before)
        weights.append(_weights(mode, fraction))
    total = None
    for taps in product(range(len(REACH[mode])), repeat=axes):
        places = [p + REACH[mode][tap] for p, tap in zip(whole, taps, strict=True)]
        part = _read(a, places, padding_mode, corners)
        for weight, tap in zip(weights, taps, strict=True):
            if weight[tap] is not None:
                part = op.mul(part, op.unsqueeze(weight[tap], axis=-1))
        total = part if total is None else op.add(total, part)
    return op.permute(total, axes=(0, axes + 1, *range(1, axes + 1)))


@composed("base @ theta.T", "grid = F.affine_grid(torch.ones(1, 2, 3), (1, 1, 2, 2))")
def affine_grid(theta: Numbers, size: Any, align_corners: bool | None = None) -> Tensor:
    """The places, for ``grid_sample``, to which an affine map of each sample sends a grid's own."""
    a, shape = as_tensor(theta), tuple(int(n) for n in size)
    axes = len(shape) - 2
    require_shape(
        axes in (2, 3) and a.shape == (shape[0], axes, axes + 1) and min(shape) > 0,
        "Expected a batch of affine matrices of shape Nx2x3 for size NxCxHxW or Nx3x4 for size "
        f"NxCxDxHxW. Got {a.shape} and {shape}.",
    )
    allocate((prod(shape[2:]), axes + 1))
    lines = []
    for n in shape[2:]:
        line = np.linspace(-1.0, 1.0, n) if n > 1 else np.zeros(1)
        lines.append(line if align_corners else line * ((n - 1) / n))
    grids = np.meshgrid(*lines, indexing="ij")[::-1]
    base = np.stack([*grids, np.ones(shape[2:])], axis=-1).reshape(-1, axes + 1).astype(a.dtype)
    found = op.matmul(base, op.transpose(a))
    return op.reshape(found, shape=(shape[0], *shape[2:], axes))

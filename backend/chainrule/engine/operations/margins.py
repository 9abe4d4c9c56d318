"""Margins: sizes given for each axis, and where the elements of a padded tensor come from."""

from __future__ import annotations

from typing import Any

import numpy as np

from chainrule.engine.errors import ArgumentError
from chainrule.engine.operations.torch_calls import torch_call
from chainrule.engine.tensor import Array

PADDINGS = ("constant", "reflect", "replicate", "circular")
"""PyTorch's ways to fill a margin."""
LAST = {1: "along the last axis", 2: "over the last two axes", 3: "over the last three axes"}
"""Where a window slides, in words."""


def over_axes(base: type[Any], axes: int, name: str, summary: str, **fields: Any) -> type[Any]:
    """The operation of a family that slides over so many axes, from what all of them declare.

    ``name`` is PyTorch's, without ``1d``; ``{where}`` in the summary says where it slides.
    """
    called = "".join(word.capitalize() for word in name.split("_"))
    declaration = {
        "__module__": base.__module__,
        "__doc__": summary.format(where=LAST[axes], axes=axes),
        "name": f"{name}{axes}d",
        "axes": axes,
        "torch": torch_call(f"F.{name}{axes}d", "kernel_size"),
    }
    return type(f"{called}{axes}dNode", (base,), declaration | fields)


def each_axis(name: str, value: Any, axes: int, least: int = 1) -> tuple[int, ...]:
    """One whole number for every axis: the same for all, or one each."""
    several = tuple(value) if isinstance(value, tuple | list) else (value,) * axes
    several = several * axes if len(several) == 1 else several
    fine = all(isinstance(n, int | np.integer) and not isinstance(n, bool) for n in several)
    if len(several) != axes or not fine or min(several, default=least) < least:
        wanted = "an integer" if axes == 1 else f"an integer or {axes} of them"
        raise ArgumentError(f"{name} is {wanted}, each at least {least}, not {value!r}")
    return tuple(int(n) for n in several)


def margins(a: Any, padding: Any) -> list[tuple[int, int]]:
    """For every axis how much is added before and after: PyTorch's list begins with the last."""
    flat = tuple(padding)
    if len(flat) % 2 or len(flat) > 2 * a.ndim:
        raise ArgumentError(
            f"pad(): padding is a pair of integers for each axis, the last axis first; "
            f"{len(flat)} numbers do not fit the shape {a.shape}"
        )
    pairs = [(flat[k], flat[k + 1]) for k in range(0, len(flat), 2)]
    return [(0, 0)] * (a.ndim - len(pairs)) + pairs[::-1]


def _reached(places: Array, length: int, mode: str) -> Array:
    """Where places before the start and beyond the end are taken from."""
    if mode == "replicate" or not length:
        return np.clip(places, 0, max(length - 1, 0))
    return np.where(places < length, np.abs(places), 2 * (length - 1) - places)


def pad_sources(a: Any, padding: Any, mode: str) -> list[Array]:
    """For every axis, the position that each element of the result comes from."""
    found = []
    for length, (before, after) in zip(a.shape, margins(a, padding), strict=True):
        if mode == "circular":  # what is cut off is not gone around to
            inner = np.arange(length)[max(-before, 0) : length - max(-after, 0)]
            wide = (max(before, 0), max(after, 0))
            found.append(np.pad(inner, wide, mode="wrap") if any(wide) else inner)
        else:
            found.append(_reached(np.arange(-before, length + after), length, mode))
    return found

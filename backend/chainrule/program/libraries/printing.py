"""Printing: tensors as PyTorch shows them, arrays as NumPy does.

PyTorch rounds to float32 before it shows a number, finds one width for all elements, and goes over
to powers of ten where they are far apart, large or small.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from chainrule.engine import Tensor
from chainrule.program import formatting
from chainrule.program.libraries.bare_texts import bare_text
from chainrule.program.libraries.gradient_names import name_of
from chainrule.program.libraries.things import Double, data_type, settings
from chainrule.program.numbers import Array
from chainrule.program.text import SHOWN

FAR, LARGE, SMALL = 1000.0, 1e8, 1e-4
"""The ratio, the size and the smallness from which on powers of ten are used."""


class Format:
    """How the elements of one tensor are shown: all in one width."""

    def __init__(self, values: NDArray[Any]) -> None:
        self.is_float = values.dtype.kind == "f"
        self.is_whole, self.by_powers, self.width = True, False, 1
        if not self.is_float:
            self.width = max((len(str(value)) for value in values.ravel().tolist()), default=1)
            return
        known = values[np.isfinite(values) & (values != 0)].astype(float)
        if not known.size:
            return
        sizes = np.abs(known)
        low, high = float(sizes.min()), float(sizes.max())
        self.is_whole = bool((known == np.ceil(known)).all())
        self.by_powers = settings.sci_mode if settings.sci_mode is not None else (
            high / low > FAR or high > LARGE or low < SMALL
        )  # fmt: skip
        extra = int(self.is_whole and not self.by_powers)
        self.width = max(1, max(len(self._digits(value)) for value in known.tolist()) + extra)

    def _digits(self, value: float) -> str:
        if self.by_powers:
            return f"{value:.{settings.precision}e}"
        return f"{value:.0f}" if self.is_whole else f"{value:.{settings.precision}f}"

    def one(self, value: float) -> str:
        """One element."""
        if not self.is_float:
            text = str(value)
        elif self.by_powers:
            text = f"{value:{self.width}.{settings.precision}e}"
        else:
            text = self._digits(value)
            if self.is_whole and math.isfinite(value):
                text += "."
        return text.rjust(self.width)


def _summary(values: NDArray[Any]) -> NDArray[Any]:
    """The elements that are shown of a large tensor: the first and last few of every axis."""
    edge = settings.edgeitems
    for axis, length in enumerate(values.shape):
        if length > 2 * edge:
            kept = [*range(edge), *range(length - edge, length)]
            values = values.take(kept, axis)
    return values


def _rows(values: NDArray[Any], indent: int, summarise: bool, form: Format) -> str:
    edge = settings.edgeitems
    length = values.shape[0]
    short = summarise and length > 2 * edge
    if values.ndim == 1:
        per_line = max(1, (settings.linewidth - indent) // (form.width + 2))
        if short:
            ends = values[:edge].tolist(), values[length - edge :].tolist()
            items = [*map(form.one, ends[0]), " ...", *map(form.one, ends[1])]
        else:
            items = list(map(form.one, values.tolist()))
        lines = [", ".join(items[k : k + per_line]) for k in range(0, len(items), per_line)]
        return "[" + (",\n" + " " * (indent + 1)).join(lines) + "]"
    places = [*range(edge), *range(length - edge, length)] if short else range(length)
    parts = [_rows(values[k], indent + 1, summarise, form) for k in places]
    if short:
        parts.insert(edge, "...")
    return "[" + ("," + "\n" * (values.ndim - 1) + " " * (indent + 1)).join(parts) + "]"


def numbers(values: NDArray[Any], indent: int) -> str:
    """The elements in brackets, line by line."""
    if not values.size:
        return "[]"
    summarise = values.size > settings.threshold
    form = Format(_summary(values) if summarise else values)
    if not values.ndim:
        return form.one(values.item())
    return _rows(values, indent, summarise, form)


def tensor_text(value: Tensor) -> str:
    """A tensor as PyTorch prints it."""
    values = value._settled() if value._loose else value._array
    wide = isinstance(value, Double)
    if values.dtype == np.float64 and not wide and settings.default.name == "float32":
        with np.errstate(over="ignore"):
            values = values.astype(np.float32)
    prefix = "tensor("
    text = prefix + numbers(values, len(prefix))
    more = []
    name = data_type(value).name
    if not values.size and values.ndim != 1:
        more.append(f"size={value.shape}")
    unsaid = ("int64", "bool") if values.size else ()
    if name != settings.default.name and name not in unsaid:
        more.append(f"dtype=torch.{name}")
    if value.requires_grad:
        origin = value.grad_fn
        more.append("requires_grad=True" if origin is None else f"grad_fn=<{name_of(origin)}>")
    last = len(text) - text.rfind("\n") + 1
    for part in more:
        if last + len(part) + 2 > settings.linewidth:
            text += ",\n" + " " * len(prefix) + part
            last = len(prefix) + len(part)
        else:
            text += ", " + part
            last += len(part) + 2
    text += ")"
    return f"Parameter containing:\n{text}" if getattr(value, "is_parameter", False) else text


def array_texts(value: Tensor) -> tuple[str, str]:
    """An array as NumPy prints it, and as it represents it."""
    values = value._settled() if value._loose else value._array
    if not values.ndim:
        number = values[()]
        return str(number), repr(values if getattr(value, "held", False) else number)
    with np.printoptions(**settings.numpy):
        return str(values), repr(values)


def _tensor_texts(value: Tensor) -> tuple[str, str]:
    text = bare_text(value) if settings.bare else None
    text = tensor_text(value) if text is None else text
    return text, text


formatting.BY_ITEM.add(Double)
SHOWN[Tensor] = _tensor_texts
SHOWN[Array] = array_texts

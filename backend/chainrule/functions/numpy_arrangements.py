"""NumPy's functions that move, join, cut and repeat elements, with NumPy's defaults."""

from __future__ import annotations

from typing import Any

import numpy as np

from chainrule.engine import Tensor
from chainrule.engine.kinds import is_integer
from chainrule.functions import arrangements, axes
from chainrule.functions.arguments import (
    Numbers,
    as_tensors,
    axis_of,
    op,
    positions_of,
    require,
    require_shape,
)
from chainrule.functions.arrangements import cut, ends_of
from chainrule.functions.composition import declared
from chainrule.functions.numpy_reductions import as_array, in_a_row_unless


def _arrays(name: str, given: Any) -> list[Tensor]:
    return as_tensors(name, [as_array(x) for x in given])


@declared("permute(a, axes)", "y = np.transpose(x)")
def transpose(a: Numbers, axes: Any = None) -> Tensor:
    """The axes in another order; reversed by default."""
    found = as_array(a)
    order = tuple(reversed(range(found.ndim))) if axes is None else tuple(axes)
    require(len(order) == found.ndim, "axes don't match array")
    if found.ndim == 2 and order == (1, 0):
        return op.transpose(found)
    return op.permute(found, axes=order) if found.ndim > 1 else found


@declared("reshape(a, shape)", "y = np.reshape(x, (2, -1))")
def reshape(a: Numbers, shape: Any = None, order: str = "C", newshape: Any = None) -> Tensor:
    """The same elements in another shape; one size may be −1."""
    require(order == "C", "reshape(): the order is 'C'; transpose before and after for 'F'")
    wanted = newshape if shape is None else shape
    require(wanted is not None, "reshape() needs a shape")
    return op.reshape(as_array(a), shape=(wanted,) if is_integer(wanted) else tuple(wanted))


@declared("flatten(a)", "y = np.ravel(x)")
def ravel(a: Numbers, order: str = "C") -> Tensor:
    """All elements in a row."""
    require(order == "C", "ravel(): the order is 'C'; transpose before for 'F'")
    return op.reshape(as_array(a), shape=(-1,))


@declared("squeeze(a)", "y = np.squeeze(x)")
def squeeze(a: Numbers, axis: Any = None) -> Tensor:
    """Without axes of size 1; one that is named has to be such."""
    found = as_array(a)
    if axis is not None:
        named = (axis,) if is_integer(axis) else tuple(axis)
        require_shape(
            all(found.shape[axis_of("squeeze", found, k)] == 1 for k in named),
            "cannot select an axis to squeeze out which has size not equal to one",
        )
    return op.squeeze(found, axis=axis)


@declared("unsqueeze(a)", "y = np.expand_dims(x, 0)")
def expand_dims(a: Numbers, axis: Any) -> Tensor:
    """With new axes of size 1."""
    found = as_array(a)
    places = (axis,) if is_integer(axis) else tuple(axis)
    total = found.ndim + len(places)
    for place in sorted(k % total for k in places):
        found = op.unsqueeze(found, axis=place)
    return found


@declared("expand(a, shape)", "y = np.broadcast_to(x, (2, 3))")
def broadcast_to(array: Numbers, shape: Any) -> Tensor:
    """The array repeated until it has a shape."""
    wanted = (shape,) if is_integer(shape) else tuple(shape)
    require(all(n >= 0 for n in wanted), "all elements of broadcast shape must be non-negative")
    return op.expand(as_array(array), shape=wanted)


@declared("expand(arrays)", "a, b = np.broadcast_arrays(x, y)")
def broadcast_arrays(*args: Any) -> tuple[Tensor, ...]:
    """The arrays in the one shape that they are broadcast to."""
    return axes.broadcast_tensors(*_arrays("broadcast_arrays", args))


@declared("transpose(a)", "y = np.swapaxes(x, 0, 1)")
def swapaxes(a: Numbers, axis1: int, axis2: int) -> Tensor:
    """Two axes exchanged."""
    return op.transpose(as_array(a), axis0=axis1, axis1=axis2)


@declared("permute(a)", "y = np.moveaxis(x, 0, -1)")
def moveaxis(a: Numbers, source: Any, destination: Any) -> Tensor:
    """Axes moved to other places; the others keep their order."""
    return axes.movedim(as_array(a), source, destination)


@declared("permute(a)", "y = np.rollaxis(x, 1)")
def rollaxis(a: Numbers, axis: int, start: int = 0) -> Tensor:
    """An axis moved before another one; the others keep their order."""
    found = as_array(a)
    origin = axis_of("rollaxis", found, axis)
    before = start + found.ndim if start < 0 else start
    require(
        0 <= before <= found.ndim,
        f"rollaxis(): start is from {-found.ndim} to {found.ndim}, not {start}",
    )
    return axes.movedim(found, origin, before - 1 if origin < before else before)


@declared("flip(m)", "y = np.flip(x, 0)")
def flip(m: Numbers, axis: Any = None) -> Tensor:
    """The elements in opposite order along axes: along all by default."""
    return op.flip(as_array(m), axis=axis)


@declared("", "y = np.roll(x, 1)")
def roll(a: Numbers, shift: Any, axis: Any = None) -> Tensor:
    """The elements moved along axes; what leaves at the end comes in at the start."""
    return arrangements.roll(as_array(a), shift, axis)


@declared("", "y = np.repeat(x, 2)")
def repeat(a: Numbers, repeats: Any, axis: int | None = None) -> Tensor:
    """Every element, or every slice along an axis, this many times in a row."""
    return arrangements.repeat_interleave(as_array(a), repeats, axis)


@declared("", "y = np.tile(x, (2, 1))")
def tile(A: Numbers, reps: Any) -> Tensor:
    """The array, this many times along each axis."""
    return arrangements.tile(as_array(A), (reps,) if is_integer(reps) else tuple(reps))


@declared("cat(arrays, axis)", "y = np.concatenate([x, y])", aliases=("concat",))
def concatenate(arrays: Any, axis: int | None = 0) -> Tensor:
    """Arrays joined end to end along an axis, or all their elements in a row."""
    found = _arrays("concatenate", arrays)
    if axis is None:
        return op.cat(*[op.reshape(x, shape=(-1,)) for x in found], axis=0)
    require_shape(
        all(x.ndim for x in found), "zero-dimensional arrays cannot be concatenated; use stack"
    )
    return op.cat(*found, axis=axis)


@declared("stack(arrays, axis)", "y = np.stack([x, y])")
def stack(arrays: Any, axis: int = 0) -> Tensor:
    """Arrays of one shape side by side along a new axis."""
    return op.stack(*_arrays("stack", arrays), axis=axis)


@declared("cat(arrays, axis=0)", "y = np.vstack([x, y])", aliases=("row_stack",))
def vstack(tup: Any) -> Tensor:
    """Arrays below each other; vectors become rows."""
    return arrangements.vstack(_arrays("vstack", tup))


@declared("cat(arrays, axis=1)", "y = np.hstack([x, y])")
def hstack(tup: Any) -> Tensor:
    """Arrays beside each other; vectors in a row."""
    return arrangements.hstack(_arrays("hstack", tup))


@declared("cat(arrays, axis=2)", "y = np.dstack([x, y])")
def dstack(tup: Any) -> Tensor:
    """Arrays behind each other, along a third axis."""
    return arrangements.dstack(_arrays("dstack", tup))


@declared("cat(arrays, axis=1)", "y = np.column_stack([x, y])")
def column_stack(tup: Any) -> Tensor:
    """Arrays beside each other; vectors become columns."""
    return arrangements.column_stack(_arrays("column_stack", tup))


@declared("cat([arr, values])", "y = np.append(x, 1.0)")
def append(arr: Numbers, values: Numbers, axis: int | None = None) -> Tensor:
    """An array with values at its end: along an axis, or all in a row."""
    parts = [in_a_row_unless(x, axis) for x in (arr, values)]
    return op.cat(*parts, axis=0 if axis is None else axis)


@declared("a[start:end], ...", "a, b = np.split(x, 2)")
def split(ary: Numbers, indices_or_sections: Any, axis: int = 0) -> list[Tensor]:
    """The array in so many equal parts, or cut before these positions."""
    a = as_array(ary)
    along = axis_of("split", a, axis)
    if is_integer(indices_or_sections):
        require(
            indices_or_sections > 0 and a.shape[along] % indices_or_sections == 0,
            "array split does not result in an equal division: "
            f"{a.shape[along]} into {indices_or_sections}",
        )
    return list(cut(a, ends_of(indices_or_sections, a.shape[along]), along))


@declared("a[start:end], ...", "a, b = np.array_split(x, 2)")
def array_split(ary: Numbers, indices_or_sections: Any, axis: int = 0) -> list[Tensor]:
    """The array in so many parts, the first ones larger by one, or cut before these positions."""
    a = as_array(ary)
    along = axis_of("array_split", a, axis)
    return list(cut(a, ends_of(indices_or_sections, a.shape[along]), along))


@declared("a[:, start:end], ...", "a, b = np.hsplit(x, 2)")
def hsplit(ary: Numbers, indices_or_sections: Any) -> list[Tensor]:
    """The array cut into parts beside each other."""
    return split(ary, indices_or_sections, 0 if as_array(ary).ndim == 1 else 1)


@declared("a[start:end], ...", "a, b = np.vsplit(x, 2)")
def vsplit(ary: Numbers, indices_or_sections: Any) -> list[Tensor]:
    """The array cut into parts below each other."""
    require_shape(as_array(ary).ndim > 1, "vsplit only works on arrays of 2 or more dimensions")
    return split(ary, indices_or_sections, 0)


@declared("a[:, :, start:end], ...", "a, b = np.dsplit(np.ones((1, 1, 4)), 2)")
def dsplit(ary: Numbers, indices_or_sections: Any) -> list[Tensor]:
    """The array cut into parts behind each other."""
    require_shape(as_array(ary).ndim > 2, "dsplit only works on arrays of 3 or more dimensions")
    return split(ary, indices_or_sections, 2)


@declared("pad(array)", "y = np.pad(x, 1)")
def pad(
    array: Numbers, pad_width: Any, mode: str = "constant", constant_values: float = 0.0
) -> Tensor:
    """The array with a margin of a constant, or of what lies inside."""
    a = as_array(array)
    modes = {"constant": "constant", "reflect": "reflect", "edge": "replicate", "wrap": "circular"}
    require(mode in modes, f"pad(): mode is one of {', '.join(modes)}, not {mode!r}")
    pairs = np.broadcast_to(positions_of(pad_width), (a.ndim, 2)).tolist()
    flat = tuple(n for pair in reversed(pairs) for n in pair)
    require(min(flat, default=0) >= 0, "index can't contain negative values")
    return op.pad(a, padding=flat, mode=modes[mode], value=float(constant_values))

"""Operations that move elements without changing them: shapes, axes, joining."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from chainrule.engine.declaration import Gradient
from chainrule.engine.dtypes import Array, dtype_of
from chainrule.engine.effort import CHEAP, reshaped_size, stretched_size
from chainrule.engine.errors import ArgumentError, ChainruleError, ShapeError
from chainrule.engine.kinds import Axis, is_single
from chainrule.engine.node import UnaryNode, run
from chainrule.engine.operations.torch_calls import name_along, torch_cast
from chainrule.engine.operations.torch_indices import (
    torch_flip,
    torch_permute,
    torch_squeeze,
    torch_unsqueeze,
)
from chainrule.engine.tensor import Tensor
from chainrule.engine.views import ViewNode, shares_memory


class RearrangingNode(ViewNode):
    """Elements in their order, in another shape: a view where the memory's layout allows it."""

    @classmethod
    def is_view(cls, a: Tensor, result: Tensor, params: dict[str, Any]) -> bool:
        """Whether nothing had to be copied."""
        return shares_memory(cls, a, result, params)


class ReshapeNode(RearrangingNode):
    """The same elements in another shape; one size may be −1."""

    name = "reshape"
    integers = "kept"
    symbol = "reshape"
    aliases = ("view",)
    numpy = (np.reshape,)
    spread = "shape"
    formula = "reshape(a, shape)"
    torch = "{0}.reshape({shape})"
    size = staticmethod(reshaped_size)
    grad_fn_name = "ViewBackward0"
    effort = CHEAP
    gradients = (Gradient("reshape(g, a.shape)", lambda g, y, a, shape: g.reshape(a.shape)),)

    @staticmethod
    def forward(a: Array, shape: int | tuple[int, ...] = (-1,)) -> Array:
        """Rearranges the elements into ``shape``."""
        return a.reshape(shape)

    @classmethod
    def explain(
        cls, error: Exception, arrays: tuple[Array, ...], params: dict[str, Any]
    ) -> ChainruleError:
        """How many elements there are and how many would be needed."""
        return ShapeError(
            f"cannot give {arrays[0].size} elements of shape {arrays[0].shape} "
            f"the shape {params['shape']}"
        )


class FlattenNode(RearrangingNode):
    """The axes from ``start`` to ``end`` as one: all of them by default."""

    name = "flatten"
    integers = "kept"
    symbol = "flatten"
    aliases = ("ravel",)
    numpy = (np.ravel,)
    formula = "flatten(a)"
    torch = "torch.flatten({0}, {start}, {end})"
    grad_fn_name = "ViewBackward0"
    effort = CHEAP
    gradients = (Gradient("reshape(g, a.shape)", lambda g, y, a, start, end: g.reshape(a.shape)),)

    @staticmethod
    def forward(a: Array, start: int = 0, end: int = -1) -> Array:
        """Joins the axes."""
        if a.ndim == 0:
            return a.reshape(1)
        first, last = _axis(a, start), _axis(a, end)
        if first > last:
            raise ArgumentError(f"flatten(): the start axis {start} comes after the end {end}")
        joined = math.prod(a.shape[first : last + 1])
        return a.reshape((*a.shape[:first], joined, *a.shape[last + 1 :]))


def _axis(a: Array, axis: int) -> int:
    if not -a.ndim <= axis < a.ndim:
        raise np.exceptions.AxisError(axis, a.ndim)
    return axis % a.ndim


class TransposeNode(ViewNode):
    """Two axes exchanged; by default the last two (``mT``), as in a matrix transpose."""

    name = "transpose"
    integers = "kept"
    symbol = "ᵀ"
    aliases = ("swapaxes", "swapdims")
    formula = "transpose(a)"
    torch = "{0}.transpose({axis0}, {axis1})"
    effort = CHEAP
    gradients = (
        Gradient(
            "transpose(g)",
            lambda g, y, a, axis0, axis1: g.swapaxes(axis0, axis1) if g.ndim else g,
        ),
    )

    @staticmethod
    def forward(a: Array, axis0: int = -2, axis1: int = -1) -> Array:
        """Exchanges ``axis0`` and ``axis1``."""
        return a.swapaxes(axis0, axis1) if a.ndim else a


class PermuteNode(ViewNode):
    """The axes in another order; reversed by default."""

    name = "permute"
    integers = "kept"
    symbol = "permute"
    spread = "axes"
    formula = "permute(a, axes)"
    torch = torch_permute
    effort = CHEAP
    gradients = (
        Gradient(
            "unpermute(g, axes)",
            lambda g, y, a, axes: np.transpose(
                g,
                None if axes is None else tuple(np.argsort(np.atleast_1d(axes) % a.ndim).tolist()),
            ),
        ),
    )

    @staticmethod
    def forward(a: Array, axes: tuple[int, ...] | None = None) -> Array:
        """Reorders the axes."""
        return a.transpose(axes)


class SqueezeNode(ViewNode):
    """Without the axes of size 1 among ``axis``: all such axes by default."""

    name = "squeeze"
    integers = "kept"
    symbol = "squeeze"
    numpy = (np.squeeze,)
    formula = "squeeze(a)"
    torch = torch_squeeze
    grad_fn_name = name_along("Squeeze")
    effort = CHEAP
    gradients = (Gradient("reshape(g, a.shape)", lambda g, y, a, axis: g.reshape(a.shape)),)

    @staticmethod
    def forward(a: Array, axis: Axis = None) -> Array:
        """Drops axes; those of another size stay, as in PyTorch."""
        if axis is None or is_single(a, axis):
            return a.squeeze()
        wanted = axis if isinstance(axis, tuple) else (axis,)
        axes = {_axis(a, k) for k in wanted}
        return a.squeeze(tuple(k for k in axes if a.shape[k] == 1))


class UnsqueezeNode(ViewNode):
    """With a new axis of size 1 at ``axis``."""

    name = "unsqueeze"
    integers = "kept"
    symbol = "unsqueeze"
    aliases = ("expand_dims",)
    numpy = (np.expand_dims,)
    formula = "unsqueeze(a)"
    torch = torch_unsqueeze
    effort = CHEAP
    gradients = (Gradient("reshape(g, a.shape)", lambda g, y, a, axis: g.reshape(a.shape)),)

    @staticmethod
    def forward(a: Array, axis: int | tuple[int, ...] = 0) -> Array:
        """Adds an axis."""
        return np.expand_dims(a, axis)


class ExpandNode(ViewNode):
    """The tensor repeated until it has ``shape``, where −1 keeps a size."""

    name = "expand"
    integers = "kept"
    symbol = "expand"
    aliases = ("broadcast_to",)
    numpy = (np.broadcast_to,)
    spread = "shape"
    formula = "expand(a, shape)"
    torch = "{0}.expand({shape})"
    size = staticmethod(stretched_size)
    repeats = True
    example = "v.expand(2, 3)"
    effort = CHEAP
    gradients = (Gradient("g", lambda g, y, a, shape: g),)

    @staticmethod
    def forward(a: Any, shape: int | tuple[int, ...] = ()) -> Array:
        """Repeats, without copying."""
        sizes = (shape,) if isinstance(shape, int) else tuple(shape)
        added = len(sizes) - a.ndim
        if -1 in sizes and added >= 0:
            if -1 in sizes[:added]:
                raise ArgumentError("expand(): a new axis needs a size, −1 keeps an existing one")
            sizes = tuple(a.shape[k - added] if n == -1 else n for k, n in enumerate(sizes))
        return np.broadcast_to(a, sizes)

    @classmethod
    def explain(
        cls, error: Exception, arrays: tuple[Array, ...], params: dict[str, Any]
    ) -> ChainruleError:
        """Both shapes."""
        return ShapeError(f"shape {arrays[0].shape} cannot be expanded to {params['shape']}")


class FlipNode(UnaryNode):
    """The elements in opposite order along ``axis``: along all axes by default."""

    name = "flip"
    integers = "kept"
    symbol = "flip"
    spread = "axis"
    numpy = (np.flip,)
    formula = "flip(a)"
    torch = torch_flip
    effort = CHEAP
    gradients = (Gradient("flip(g)", lambda g, y, a, axis: np.flip(g, axis=axis)),)

    @staticmethod
    def forward(a: Array, axis: Axis = None) -> Array:
        """Reverses the order."""
        return np.flip(a, axis)


class CastNode(UnaryNode):
    """The same numbers in another dtype."""

    name = "to"
    integers = "kept"
    symbol = "to"
    formula = "a"
    torch = torch_cast
    effort = CHEAP
    gradients = (Gradient("1", lambda g, y, a, dtype: run(CastNode, g, dtype=a.dtype.name)),)

    @staticmethod
    def forward(a: Array, dtype: Any = "float64") -> Array:
        """Converts the elements."""
        return a.astype(dtype_of(dtype))


class CloneNode(UnaryNode):
    """The same values in a tensor of its own; the gradient flows through."""

    name = "clone"
    integers = "kept"
    symbol = "clone"
    aliases = ("copy",)
    formula = "a"
    torch = "{0}.clone()"
    effort = CHEAP
    numpy = (np.copy,)
    gradients = (Gradient("1", lambda g, y, a: g),)

    @staticmethod
    def forward(a: Array) -> Array:
        """Copies the elements."""
        return a.copy("K")


class DetachNode(ViewNode):
    """The same values, cut off: no gradient flows back from here."""

    name = "detach"
    integers = "kept"
    symbol = "detach"
    formula = "a"
    torch = "{0}.detach()"
    effort = CHEAP
    gradients = ()
    aliases = ("stop_gradient",)
    cuts_history = True

    @staticmethod
    def forward(a: Array) -> Array:
        """The array itself."""
        return a

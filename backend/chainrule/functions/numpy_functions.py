"""NumPy's functions as a table: name → function, with NumPy's meanings and defaults.

Functions of single elements are the operations under NumPy's names; where a name means something
else than in PyTorch, it stands in ``numpy_*.py``.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np

from chainrule.engine import FUNCTIONS, Tensor
from chainrule.engine.node import UFUNCS
from chainrule.engine.protocols import adapt
from chainrule.functions import (
    numpy_arrangements,
    numpy_makers,
    numpy_products,
    numpy_queries,
    numpy_reductions,
    numpy_selection,
    numpy_signals,
)
from chainrule.functions.arguments import Numbers, op, require
from chainrule.functions.composition import declared
from chainrule.functions.numpy_reductions import as_array
from chainrule.functions.table import TABLE, Function, functions_of, named

SAME = {
    **{
        name: operation.name
        for name, ufunc in vars(np).items()
        if isinstance(ufunc, np.ufunc) and (operation := UFUNCS.get(ufunc)) is not None
    },
    # Not operations, but compositions of some; or of other arguments.
    **{
        name: name
        for name in (
            *("fmod", "deg2rad", "rad2deg", "sinc", "heaviside", "copysign", "fmax", "fmin"),
            *("isnan", "isinf", "isfinite", "isin", "logaddexp2", "pow", "diff", "trapezoid"),
            *("fliplr", "flipud", "rot90", "diagonal", "diagflat", "tril", "triu"),
        )
    },
    **dict.fromkeys(("power", "float_power"), "pow"),
    "fix": "trunc",
    "radians": "deg2rad",
    "degrees": "rad2deg",
    "trapz": "trapezoid",
}
"""NumPy's name → that of the function which means the same."""


def _of_arrays(entry: Function, name: str) -> Function:
    """The function for what NumPy makes arrays of: lists, and lists of arrays."""
    call: Callable[..., Any] = FUNCTIONS.get(entry.name, entry.call)

    def function(*args: Any, out: Any = None, **kwargs: Any) -> Any:
        if out is not None:
            require(False, f"{name}() writes into no array: write y = np.{name}(...)")
        kwargs.pop("dtype", None)
        return call(*[as_array(a) if isinstance(a, list | tuple) else a for a in args], **kwargs)

    function.__name__ = function.__qualname__ = name
    function.__doc__ = entry.call.__doc__
    return replace(entry, name=name, call=function, aliases=(), category="numpy", method=False)


@declared("clamp(a, a_min, a_max)", "y = np.clip(x, 0, 1)")
def clip(
    a: Numbers,
    a_min: Any = None,
    a_max: Any = None,
    out: Any = None,
    *,
    min: Any = None,
    max: Any = None,
) -> Tensor:
    """The elements held between two bounds, of which one may be missing."""
    low, high = (a_min if min is None else min), (a_max if max is None else max)
    if low is None and high is None:
        return as_array(a)
    return FUNCTIONS["clamp"](as_array(a), min=low, max=high)


@declared("round(a, decimals)", "y = np.round(x, 2)", aliases=("around",))
def round(a: Numbers, decimals: int = 0) -> Tensor:
    """The nearest numbers of so many decimals, halves to even."""
    return op.round(as_array(a), decimals=decimals)


@declared("sign(x) * abs(x) ** (1 / 3)", "y = np.cbrt(x)")
def cbrt(x: Numbers) -> Tensor:
    """The cube root, also of negative numbers."""
    a = as_array(x)
    return op.mul(op.sign(a), op.pow(op.abs(a), exponent=1 / 3))


@declared("", "y = np.atleast_1d(x)")
def atleast_1d(ary: Numbers) -> Tensor:
    """The array with at least one axis."""
    return TABLE["atleast_1d"].call(as_array(ary))  # type: ignore[no-any-return]


@declared("", "y = np.atleast_2d(x)")
def atleast_2d(ary: Numbers) -> Tensor:
    """The array with at least two axes."""
    return TABLE["atleast_2d"].call(as_array(ary))  # type: ignore[no-any-return]


@declared("", "y = np.atleast_3d(x)")
def atleast_3d(ary: Numbers) -> Tensor:
    """The array with at least three axes."""
    return TABLE["atleast_3d"].call(as_array(ary))  # type: ignore[no-any-return]


@declared("", "y = np.real(x)", aliases=("conj", "conjugate", "real_if_close"))
def real(val: Numbers) -> Tensor:
    """The array itself: all numbers here are real."""
    return as_array(val)


@declared("", "y = np.vectorize(f)(x)")
def vectorize(pyfunc: Callable[..., Any]) -> Callable[..., Tensor]:
    """A function of numbers as one of arrays: called for every element."""

    def call(*arrays: Any) -> Tensor:
        parts = TABLE["broadcast_tensors"].call(*[as_array(a) for a in arrays])
        flat = [op.reshape(part, shape=(-1,)) for part in parts]
        values = [as_array(pyfunc(*row)) for row in zip(*flat, strict=True)]
        require(bool(values), "cannot call `vectorize` on size 0 inputs")
        return op.reshape(op.stack(*values, axis=0), shape=parts[0].shape)

    return call


LINALG_NAMES = [
    "norm",
    "inv",
    "det",
    "solve",
    "cholesky",
    "slogdet",
    "matrix_power",
    "pinv",
    "matrix_rank",
    "lstsq",
    "svd",
    "eigh",
    "eig",
    "eigvalsh",
    "qr",
    "cond",
]

_products = named(functions_of(numpy_products))

NUMPY_LINALG: dict[str, Function] = {name: _products[name] for name in LINALG_NAMES}
"""``numpy.linalg``, by name."""

NUMPY: dict[str, Function] = {
    **{name: _of_arrays(TABLE[same], name) for name, same in SAME.items()},
    **named(functions_of(numpy_makers)),
    **named(functions_of(numpy_reductions)),
    **named(functions_of(numpy_arrangements)),
    **named(functions_of(numpy_selection)),
    **named(functions_of(numpy_signals)),
    **named(functions_of(numpy_queries)),
    **{name: entry for name, entry in _products.items() if name not in NUMPY_LINALG},
    **named(functions_of(sys.modules[__name__])),
}
"""``numpy``, by name."""


def attach_to_numpy() -> None:
    """Has NumPy's own functions, given tensors, be those of the tables: ``np.cov(t)``."""
    for name, entry in NUMPY.items():
        adapt(name, entry.call)
    for name, entry in NUMPY_LINALG.items():
        adapt(f"linalg.{name}", entry.call)

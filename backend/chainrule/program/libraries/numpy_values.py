"""Values: functions of NumPy's that have no gradient here, computed by NumPy itself."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from chainrule.engine import Tensor, allocate
from chainrule.functions.numpy_functions import NUMPY
from chainrule.program.libraries.wrapping import Call
from chainrule.program.numbers import Array, Number
from chainrule.program.runtime import Runtime
from chainrule.program.values import Value


def read(a: Any) -> Any:
    """The values of an array of the program, as NumPy's own."""
    return np.asarray(a._read() if isinstance(a, Tensor) else a)


def isscalar(runtime: Runtime, element: Value) -> bool:
    """Whether it is a number, one of NumPy's own among them, or a text."""
    if isinstance(element, Number):
        return not element.ndim
    if isinstance(element, Array):
        return not element.ndim and not element.held
    return isinstance(element, int | float | str)


WORK: dict[str, Callable[..., tuple[Any, ...]]] = {
    "convolve": lambda a, v, mode="full": (np.size(a), np.size(v)),
    "polyfit": lambda x, y, deg, *more, **options: (np.size(x), 1 + np.max(deg)),
    "vander": lambda x, N=None, increasing=False: (np.size(x), np.size(x) if N is None else N),
    "triu_indices": lambda n, k=0, m=None: (2, n, n if m is None else m),
    "tril_indices": lambda n, k=0, m=None: (2, n, n if m is None else m),
    "diag_indices": lambda n, ndim=2: (n, ndim),
}
"""What these make on their way, or how many products they compute."""


def _plainly(name: str) -> Call:
    """A function of NumPy's that has no gradient: computed on the values."""
    function, work = getattr(np, name), WORK.get(name)

    def call(*args: Any, **kwargs: Any) -> Any:
        given_ = [read(a) if isinstance(a, Tensor | list) else a for a in args]
        options = {key: read(a) if isinstance(a, Tensor) else a for key, a in kwargs.items()}
        if work is not None:
            allocate(tuple(int(size) for size in work(*given_, **options)))
        answer = function(*given_, **options)
        return tuple(answer) if isinstance(answer, tuple) else answer

    return call


PLAIN: dict[str, Call] = {
    name: _plainly(name)
    for name in ("digitize", "setdiff1d", "intersect1d", "union1d", "isin", "nanmax", "nanmin",
                 "nanstd", "polyfit", "polyval", "gradient", "interp", "convolve", "vander",
                 "lexsort", "partition", "argpartition", "signbit", "unravel_index",
                 "ravel_multi_index", "trapezoid", "triu_indices", "tril_indices", "diag_indices",
                 "bitwise_and", "bitwise_or", "bitwise_xor", "left_shift", "right_shift", "invert")
    if name not in NUMPY
}  # fmt: skip
"""Functions without a gradient here, computed by NumPy itself on the values."""

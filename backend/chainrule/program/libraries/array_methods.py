"""Methods and attributes of NumPy's arrays, and of bare numbers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from chainrule.engine import ArgumentError, Tensor
from chainrule.engine.changes import overwrite
from chainrule.functions.arguments import op
from chainrule.functions.numpy_functions import NUMPY
from chainrule.functions.table import TABLE
from chainrule.program.libraries.sizes import with_sizes
from chainrule.program.libraries.things import computed_dtype, data_type
from chainrule.program.libraries.wrapping import BETWEEN_ARRAYS, array_answer, given, into
from chainrule.program.numbers import Array, Number
from chainrule.program.runtime import Runtime
from chainrule.program.tables import ATTRIBUTES, Attribute, Method
from chainrule.program.values import Value

Call = Callable[..., Any]


def item(a: Tensor, *index: Any) -> Any:
    """One element as a Python number."""
    if index:
        a = a[index] if len(index) > 1 else NUMPY["ravel"].call(a)[index[0]]
    if a.size != 1:
        raise ValueError("can only convert an array of size 1 to a Python scalar")
    return a._read().reshape(()).item()


def astype(a: Tensor, dtype: Any) -> Any:
    """A copy with another kind of numbers."""
    wanted = computed_dtype(dtype)
    if wanted is None or wanted.computed == a.dtype:
        return TABLE["clone"].call(a)
    return op.to(a, dtype=wanted.computed.name)


def sort_in_place(a: Tensor, axis: int = -1) -> None:
    """``a.sort()`` changes the array."""
    if a.requires_grad:
        raise ArgumentError("write a = np.sort(a): what has a gradient is not sorted in place")
    overwrite(a, np.sort(a.numpy(), axis))


def permuted(a: Any, *axes: Any) -> Any:
    """``a.transpose(1, 0)``."""
    wanted = axes[0] if len(axes) == 1 and isinstance(axes[0], list | tuple) else axes
    return NUMPY["transpose"].call(a, tuple(wanted) if wanted else None)


def reshaped(a: Any, *shape: Any) -> Any:
    """``a.reshape(2, 3)``."""
    return NUMPY["reshape"].call(a, shape[0] if len(shape) == 1 else shape)


def _fill(a: Tensor, value: Any) -> None:
    a.fill_(value)


SHARED = (
    "sum", "mean", "prod", "max", "min", "std", "var", "repeat", "argmax", "argmin", "argsort",
    "cumsum", "cumprod", "squeeze", "ravel", "any", "all", "ptp", "swapaxes", "nonzero", "take",
    "dot", "clip", "round", "trace", "diagonal", "searchsorted",
)  # fmt: skip
"""Functions of NumPy's that arrays also have as methods."""


METHODS: dict[str, Call] = {
    **{name: NUMPY[name].call for name in SHARED},
    "sort": sort_in_place, "transpose": permuted, "reshape": reshaped, "item": item,
    "astype": astype, "copy": lambda a: TABLE["clone"].call(a), "fill": _fill,
    "flatten": lambda a: NUMPY["ravel"].call(TABLE["clone"].call(a)),
    "tolist": lambda a: a.tolist(), "conj": lambda a: a, "view": lambda a, *args: a,
    "backward": lambda a, *args, **kwargs: a.backward(*args, **kwargs),
    "is_integer": lambda a: float(a.item()).is_integer(),
}  # fmt: skip

KEPT = ("reshape", "squeeze", "copy", "astype", "transpose")
"""Methods whose answer is an array where the array was one, also without axes."""
IGNORED = ("order", "casting", "kind", "copy", "mode", "subok")


def method(name: str, call: Call) -> Method:
    """A function as a method of arrays."""

    def run(runtime: Runtime, a: Tensor, *args: Value, **kwargs: Value) -> Value:
        if not kwargs and BETWEEN_ARRAYS.issuperset(map(type, args)):
            return array_answer(with_sizes(call, (a, *args), kwargs))
        if kwargs.get("out") is not None:
            out = kwargs.pop("out")
            return into(out, run(runtime, a, *args, **kwargs), is_numpy=True)
        args = tuple([given(runtime, name, arg) for arg in args])
        if name != "astype" and "dtype" in kwargs:
            wanted = computed_dtype(kwargs["dtype"])
            kwargs["dtype"] = None if wanted is None else wanted.computed
        answer = array_answer(with_sizes(call, (a, *args), kwargs))
        if name in KEPT and type(answer) is Array and not answer.ndim:
            answer.held = bool(a.ndim) or getattr(a, "held", False)
        return answer

    return Method(name, run, True, IGNORED)


def _refuse_shape(a: Tensor, shape: Value) -> None:
    raise ArgumentError("write a = a.reshape(...): a shape is not set here")


def _set_grad(a: Tensor, value: Value) -> None:
    a.grad = value


GRADIENT = Attribute(lambda a: a.grad, _set_grad)

ATTRIBUTES[Array] = {
    **{name: method(name, call) for name, call in METHODS.items()},
    "shape": Attribute(lambda a: a.shape, _refuse_shape),
    "ndim": Attribute(lambda a: a.ndim),
    "size": Attribute(lambda a: a._array.size),
    "dtype": Attribute(data_type),
    "T": Attribute(lambda a: a.T),
    "real": Attribute(lambda a: a),
    "flat": Attribute(NUMPY["ravel"].call),
    "itemsize": Attribute(lambda a: a.dtype.itemsize),
    "nbytes": Attribute(lambda a: a._array.nbytes),
    "base": Attribute(lambda a: None),
    "grad": GRADIENT,
    "requires_grad": Attribute(lambda a: a.requires_grad),
    "data": Attribute(lambda a: a),
}
OF_NUMBERS = ("sum", "mean", "max", "min", "reshape", "round", "std", "item", "backward",
              "is_integer", "tolist", "copy", "flatten", "ravel")  # fmt: skip
ATTRIBUTES[Number] = {
    **{name: method(name, METHODS[name]) for name in OF_NUMBERS if name in METHODS},
    "grad": GRADIENT,
    "data": Attribute(lambda a: a.item()),
    "real": Attribute(lambda a: a),
    "shape": Attribute(lambda a: ()),
    "ndim": Attribute(lambda a: 0),
}

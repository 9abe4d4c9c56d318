"""NumPy as a library of the language: its functions by its names and with its meanings."""

from __future__ import annotations

import math
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import numpy as np

from chainrule.engine import ShapeError, Tensor, allocate
from chainrule.functions.arguments import values_together
from chainrule.functions.missing import NUMPY_MISSING
from chainrule.functions.numpy_functions import NUMPY, NUMPY_LINALG
from chainrule.program.classes import BOOL, BY_VALUE, EXCEPTIONS, FLOAT, INT, OBJECT
from chainrule.program.libraries import array_methods as arrays
from chainrule.program.libraries.agreement import refuse_gradient
from chainrule.program.libraries.contexts import quiet
from chainrule.program.libraries.numpy_random import RANDOM
from chainrule.program.libraries.numpy_values import PLAIN, isscalar, read
from chainrule.program.libraries.storage import storage
from chainrule.program.libraries.table import Table
from chainrule.program.libraries.things import (
    CLASS_TYPES,
    DATA_TYPE,
    NUMPY_TYPES,
    computed_dtype,
    data_type,
)
from chainrule.program.libraries.wrapping import (
    array_answer,
    array_of,
    as_array,
    as_ndarray,
    callback,
    given,
    wrapped,
)
from chainrule.program.libraries.writings import written
from chainrule.program.numbers import Array, Number
from chainrule.program.operators import as_index
from chainrule.program.runtime import Runtime
from chainrule.program.values import Builtin, Class, Library, Record, Value

Call = Callable[..., Any]


# Kinds of numbers


def array(
    runtime: Runtime, object: Value, dtype: Value = None, copy: Value = True, ndmin: Value = 0
) -> Array:  # fmt: skip
    """``np.array(values)``."""
    wanted = computed_dtype(dtype)
    object = given(runtime, "np.array", object)
    refuse_gradient(runtime, "np.array", (object,))
    if isinstance(object, list | tuple):
        runtime.budget.items(len(object))
    kind = None if wanted is None else wanted.computed
    made = NUMPY["array"].call(object, kind, True if copy else None, ndmin)
    if isinstance(object, Tensor) and type(object) not in (Array, Number):
        made = made.detach()
        if kind is None and data_type(object).name == "float32":
            made = made.to("float32")
        return as_ndarray(made)
    return as_ndarray(made.clone() if made is object else made)


def asarray(runtime: Runtime, a: Value, dtype: Value = None) -> Value:
    """``np.asarray``: itself where it is an array."""
    if isinstance(a, Array) and dtype is None and (a.ndim or a.held):
        return a
    return array(runtime, a, dtype)


NDARRAY = Class("numpy.ndarray", (OBJECT,), native=Array)
GENERIC = Class("numpy.generic", (OBJECT,), native=())
NUMBER = Class("numpy.number", (GENERIC,), native=())
FLOATING = Class("numpy.floating", (NUMBER,), native=())
INTEGER = Class("numpy.integer", (NUMBER,), native=())


def _scalar(name: str) -> Class:
    kind = NUMPY_TYPES[name]
    base = {"f": FLOATING, "i": INTEGER, "u": INTEGER, "b": GENERIC}[kind.computed.kind]
    bases = (base, FLOAT) if name == "float64" else (base,)

    def make(runtime: Runtime, value: Value = 0) -> Value:
        if isinstance(value, Array) and value.ndim:
            return arrays.astype(value, kind)
        number = array(runtime, value, kind)
        number.held = bool(number.ndim)
        return number

    made = Class(f"numpy.{name}", bases, native=(), make=make)
    CLASS_TYPES[made] = kind
    return made


SCALARS = {name: _scalar(name) for name in NUMPY_TYPES}
CLASS_TYPES |= {
    FLOAT: NUMPY_TYPES["float64"], INT: NUMPY_TYPES["int64"], BOOL: NUMPY_TYPES["bool"]
}  # fmt: skip


def _class_of_array(value: Any) -> Class:
    return NDARRAY if value.ndim or value.held else SCALARS[value.dtype.name]


BY_VALUE[Array] = _class_of_array


def _fill_diagonal(a: Any, val: Any) -> None:
    places = list(range(min(a.shape)))
    a[(places,) * a.ndim] = val


def _as_text(a: Any, **options: Any) -> str:
    return np.array2string(read(a), **options)


def ndindex(runtime: Runtime, *shape: Value) -> list[Value]:
    """Every index of an array of this shape."""
    given_ = shape[0] if len(shape) == 1 and isinstance(shape[0], list | tuple) else shape
    sizes = tuple([as_index(runtime, size) for size in given_])
    allocate(sizes)
    runtime.budget.items(math.prod(sizes))
    return list(np.ndindex(*sizes))


def ndenumerate(runtime: Runtime, arr: Value) -> list[Value]:
    """Every index of an array with its element."""
    return [(index, arr[index]) for index in ndindex(runtime, *arr.shape)]


def _columns(self: Value, parts: Value) -> Value:
    given_ = [array_of(part) for part in (parts if isinstance(parts, tuple) else (parts,))]
    return array_answer(NUMPY["column_stack"].call(given_))


def _rows(self: Value, parts: Value) -> Value:
    given_ = [array_of(part) for part in (parts if isinstance(parts, tuple) else (parts,))]
    flat = [part.reshape(1) if not part.ndim else part for part in given_]
    return array_answer(NUMPY["concatenate"].call(flat))


JOINERS = {
    name: Record(Class(name, (OBJECT,), {"__getitem__": Builtin(name, call)}))
    for name, call in (("c_", _columns), ("r_", _rows))
}
"""``np.c_[a, b]`` and ``np.r_[a, b]``."""


def vectorize(runtime: Runtime, pyfunc: Value, *args: Value, **kwargs: Value) -> Builtin:
    """``np.vectorize(f)``: a function called with each element."""
    native = NUMPY["vectorize"].call(callback(runtime, pyfunc))
    return wrapped("vectorize", native, "numpy")


def apply_along_axis(runtime: Runtime, func1d: Value, axis: Value, arr: Value) -> Value:
    """A function called with every row along an axis."""
    moved = NUMPY["moveaxis"].call(array_of(arr), axis, -1)
    rows = NUMPY["reshape"].call(moved, (-1, moved.shape[-1]))
    found = [callback(runtime, func1d)(array_answer(row)) for row in rows]
    joined: Any = array(runtime, found)
    answer = NUMPY["reshape"].call(joined, (*moved.shape[:-1], *joined.shape[1:]))
    return array_answer(NUMPY["moveaxis"].call(answer, -1, axis) if joined.ndim > 1 else answer)


# Names

OWN: dict[str, Call] = {
    "ascontiguousarray": array_of, "array2string": _as_text, "fill_diagonal": _fill_diagonal,
}  # fmt: skip


LINEAR_ALGEBRA = Library(
    "numpy.linalg",
    Table(
        {"LinAlgError": EXCEPTIONS["ValueError"]},
        NUMPY_LINALG,
        lambda name: wrapped(f"np.linalg.{name}", NUMPY_LINALG[name].call, "numpy"),
    ),
    NUMPY_MISSING,
)


# Testing, settings


def _assertion(name: str, holds: Call) -> Builtin:
    def check(
        runtime: Runtime, actual: Value, desired: Value, *args: Value, **kwargs: Value
    ) -> None:
        one, other = (read(given(runtime, name, x)) for x in (actual, desired))
        with suppress(ShapeError):  # which is a difference
            values_together(one, other)
        if not holds(one, other, *args, **kwargs):
            raise runtime.exception("AssertionError", f"{name}: {one} and {other} differ")

    return Builtin(f"np.testing.{name}", check, runtime=True, ignores=("err_msg", "verbose"))


TESTING = Library("numpy.testing", {
    "assert_allclose": _assertion("assert_allclose", lambda a, b, rtol=1e-7, atol=0.0: np.allclose(
        a, b, rtol, atol, equal_nan=True)),
    "assert_almost_equal": _assertion(
        "assert_almost_equal", lambda a, b, decimal=7: bool(
            np.all(np.abs(b - a) < 1.5 * 10.0 ** (-decimal)))),
    "assert_array_almost_equal": _assertion(
        "assert_array_almost_equal", lambda a, b, decimal=6: bool(
            np.all(np.abs(b - a) < 1.5 * 10.0 ** (-decimal)))),
    "assert_array_equal": _assertion("assert_array_equal", np.array_equal),
    "assert_equal": _assertion("assert_equal", np.array_equal),
})  # fmt: skip


def _nothing(runtime: Runtime, *args: Value, **kwargs: Value) -> None:
    return None


def set_printoptions(runtime: Runtime, **options: Value) -> None:
    """How arrays are printed from now on, in this run."""
    from chainrule.program.libraries.things import settings

    known = ("precision", "suppress", "linewidth", "threshold", "edgeitems", "floatmode", "sign")
    settings.numpy |= {name: value for name, value in options.items() if name in known}


def finfo(runtime: Runtime, dtype: Value = None) -> Library:
    """``np.finfo(float)``."""
    wanted = computed_dtype(dtype) or NUMPY_TYPES["float64"]
    known = np.finfo(wanted.name)
    bounds = {
        name: getattr(known, name) for name in ("eps", "max", "min", "tiny", "smallest_normal")
    }
    return Library("finfo", {name: as_array(bound) for name, bound in bounds.items()})


_NATIVE: dict[str, Call] = {
    "array": array, "asarray": asarray, "vectorize": vectorize, "finfo": finfo,
    "apply_along_axis": apply_along_axis, "set_printoptions": set_printoptions,
    "seterr": _nothing, "errstate": quiet("errstate"), "printoptions": quiet("printoptions"),
    "asanyarray": asarray, "isscalar": isscalar, "ndindex": ndindex, "ndenumerate": ndenumerate,
}  # fmt: skip


def dtype(runtime: Runtime, dtype: Value) -> Value:
    """``np.dtype("float32")``."""
    return computed_dtype(dtype)


ITERATORS = written("numpy.iterators", "numpy_iterators")


def _make(name: str) -> Value:
    if name in NUMPY:
        entry = NUMPY[name]
        doc = f"it is called np.{name}{entry.signature}"
        return wrapped(f"np.{name}", entry.call, "numpy", doc)
    if name in ITERATORS.table:
        return ITERATORS.table[name]
    return wrapped(f"np.{name}", OWN.get(name) or PLAIN[name], "numpy")


NUMPY_LIBRARY = Library(
    "numpy",
    Table(
        {
            **{name: Builtin(f"np.{name}", call, runtime=True, ignores=("order", "subok", "device"))
               for name, call in _NATIVE.items()},
            **SCALARS,
            "bool_": SCALARS["bool"], "float_": SCALARS["float64"], "int_": SCALARS["int64"],
            "double": SCALARS["float64"], "single": SCALARS["float32"], "intp": SCALARS["int64"],
            **JOINERS, "ndarray": NDARRAY, "generic": GENERIC, "number": NUMBER,
            "floating": FLOATING, "integer": INTEGER, "dtype": DATA_TYPE,
            "pi": math.pi, "e": math.e, "inf": math.inf, "nan": math.nan, "newaxis": None,
            "NINF": -math.inf, "euler_gamma": float(np.euler_gamma), "Inf": math.inf,
            **storage("np", False, "write the numbers as a list, or save them before"),
            "random": RANDOM, "linalg": LINEAR_ALGEBRA, "testing": TESTING,
        },
        (*NUMPY, *OWN, *PLAIN, *ITERATORS.table),
        _make,
    ),
    NUMPY_MISSING,
)  # fmt: skip
NUMPY_LIBRARY.table["__version__"] = "2.0.0"
DATA_TYPE.make = dtype

MODULES: dict[str, Value] = {
    "numpy": NUMPY_LIBRARY, "numpy.random": RANDOM, "numpy.linalg": LINEAR_ALGEBRA,
    "numpy.testing": TESTING,
}  # fmt: skip

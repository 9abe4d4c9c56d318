"""``jax.numpy`` and ``jax.nn``: NumPy's functions and the usual activations on JAX's arrays."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from chainrule.functions.numpy_functions import NUMPY
from chainrule.functions.table import TABLE
from chainrule.program.libraries import scipy
from chainrule.program.libraries.jax_arrays import (
    NDARRAY,
    SCALARS,
    Weak,
    as_jax,
    converted,
)
from chainrule.program.libraries.numpy import NUMPY_LIBRARY
from chainrule.program.libraries.table import Table
from chainrule.program.libraries.things import NUMPY_TYPES, DataType, computed_dtype
from chainrule.program.libraries.wrapping import given, wrapped
from chainrule.program.numbers import Number
from chainrule.program.runtime import Runtime
from chainrule.program.values import Builtin, Class, Library, Value

MAKERS = frozenset(
    {"array", "zeros", "ones", "empty", "full", "eye", "identity", "arange", "linspace",
     "logspace", "geomspace", "tri", "indices"}
)  # fmt: skip
"""Functions whose arrays are not weak, whatever they are made of."""
WEAK = frozenset({int, float, bool, Weak, Number})
LEFT_OUT = frozenset(
    {"random", "testing", "vectorize", "apply_along_axis", "seterr", "errstate", "fill_diagonal",
     "ndarray", "generic", "number", "floating", "integer", "dtype", "c_", "r_"}
)  # fmt: skip
MISSING = {
    "random": "write jax.random.normal(key, shape)",
    "vectorize": "write jax.vmap(f)",
    "save": "there are no files here",
}


def _kind(dtype: Value) -> Value:
    """The kind of numbers that is computed with where another one is asked for."""
    asked = computed_dtype(dtype)
    return NUMPY_TYPES["float64"] if asked is not None and asked.computed.kind == "f" else asked


def on_jax(name: str, inner: Builtin, is_maker: bool = False) -> Builtin:
    """A function of NumPy's on JAX's arrays."""

    def call(runtime: Runtime, *args: Value, **kwargs: Value) -> Value:
        if "dtype" in kwargs:
            kwargs["dtype"] = _kind(kwargs["dtype"])
        kinds = [_kind(arg) if type(arg) in (Class, DataType) else arg for arg in args[1:]]
        args = (*args[:1], *kinds)
        weak = not is_maker and bool(args) and WEAK.issuperset(map(type, args))
        return as_jax(runtime, inner.call(runtime, *args, **kwargs), args, weak)

    return Builtin(f"jnp.{name}", call, True, inner.ignores, inner.doc)


def _make(name: str) -> Value:
    found = NUMPY_LIBRARY.table[name]
    return on_jax(name, found, name in MAKERS) if type(found) is Builtin else found


def _of_library(name: str, library: Library) -> Library:
    def make(wanted: str) -> Value:
        found = library.table[wanted]
        return on_jax(wanted, found) if type(found) is Builtin else found

    return Library(name, Table({}, library.table, make), library.lacks)


def array(
    runtime: Runtime, object: Value, dtype: Value = None, copy: Value = True, ndmin: Value = 0
) -> Value:  # fmt: skip
    """``jnp.array``: an array through which gradients flow."""
    values = given(runtime, "jnp.array", object)
    wanted = computed_dtype(dtype)
    kind = None if wanted is None else wanted.computed
    return as_jax(runtime, NUMPY["array"].call(values, kind, True, ndmin), (values,))


def as_array(runtime: Runtime, a: Value, dtype: Value = None) -> Value:
    """``jnp.asarray``: itself where it is an array."""
    return converted(runtime, a) if dtype is None else array(runtime, a, dtype)


LINEAR_ALGEBRA = _of_library("jax.numpy.linalg", NUMPY_LIBRARY.table["linalg"])
CONSTANTS = {
    name: NUMPY_LIBRARY.table[name] for name in ("pi", "e", "inf", "nan", "newaxis", "euler_gamma")
}
JAX_NUMPY = Library(
    "jax.numpy",
    Table(
        {
            **CONSTANTS, **SCALARS, "bool": SCALARS["bool_"], "ndarray": NDARRAY,
            "linalg": LINEAR_ALGEBRA,
            "array": Builtin("jnp.array", array, True, ("order", "device")),
            "asarray": Builtin("jnp.asarray", as_array, True, ("order", "device")),
        },
        [name for name in NUMPY_LIBRARY.table if name not in LEFT_OUT],
        _make,
    ),
    {**NUMPY_LIBRARY.lacks, **MISSING},
)  # fmt: skip


# jax.nn


def softmax(x: Any, axis: Any = -1) -> Any:
    """Exponentials divided by their sum."""
    return TABLE["softmax"].call(x, axis)


def log_softmax(x: Any, axis: Any = -1) -> Any:
    """The logarithm of ``softmax``."""
    return TABLE["log_softmax"].call(x, axis)


def gelu(x: Any, approximate: bool = True) -> Any:
    """The Gaussian error linear unit; by default its approximation with tanh."""
    return TABLE["gelu"].call(x, "tanh" if approximate else "none")


def one_hot(x: Any, num_classes: int, axis: int = -1) -> Any:
    """1 at each label's place, 0 elsewhere."""
    labels = NUMPY["asarray"].call(x)
    places = NUMPY["arange"].call(num_classes)
    found = NUMPY["equal"].call(NUMPY["expand_dims"].call(labels, -1), places)
    answer = NUMPY["where"].call(found, 1.0, 0.0)
    return answer if axis == -1 else NUMPY["moveaxis"].call(answer, -1, axis)


def _plain(name: str) -> Callable[..., Any]:
    call = TABLE[name].call
    return lambda x: call(x)


ACTIVATIONS: dict[str, Callable[..., Any]] = {
    **{name: _plain(name) for name in ("relu", "relu6", "sigmoid", "softplus", "silu", "swish",
                                       "selu", "tanh", "mish", "softsign", "glu")},
    "log_sigmoid": _plain("logsigmoid"), "hard_tanh": _plain("hardtanh"),
    "hard_sigmoid": _plain("hardsigmoid"), "hard_swish": _plain("hardswish"),
    "soft_sign": _plain("softsign"), "identity": lambda x: x,
    "elu": lambda x, alpha=1.0: TABLE["elu"].call(x, alpha),
    "celu": lambda x, alpha=1.0: TABLE["celu"].call(x, alpha),
    "leaky_relu": lambda x, negative_slope=0.01: TABLE["leaky_relu"].call(x, negative_slope),
    "softmax": softmax, "log_softmax": log_softmax, "gelu": gelu, "one_hot": one_hot,
    "logsumexp": scipy.logsumexp,
}  # fmt: skip
NN = Library(
    "jax.nn",
    {name: on_jax(name, wrapped(f"jax.nn.{name}", call, "numpy"))
     for name, call in ACTIVATIONS.items()},
    {"initializers": "write scale * jax.random.normal(key, shape)"},
)  # fmt: skip
SCIPY = Library("jax.scipy", {
    "special": _of_library("jax.scipy.special", scipy.SPECIAL),
    "stats": Library("jax.scipy.stats", {
        "norm": _of_library("jax.scipy.stats.norm", scipy.NORMAL)}, scipy.STATS.lacks),
}, scipy.SCIPY.lacks)  # fmt: skip

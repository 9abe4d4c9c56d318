"""``math``: Python's functions of numbers; where one is given a tensor, it must be one number."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np

from chainrule.engine import FUNCTIONS, Tensor
from chainrule.program.containers import collect, consume
from chainrule.program.numbers import Array, Number
from chainrule.program.operators import BINARY, as_index, binary
from chainrule.program.runtime import Runtime
from chainrule.program.values import MISSING, NUMBERS, Builtin, Library, Record, Value, builtins

ONE = [
    "sin",
    "cos",
    "tan",
    "asin",
    "acos",
    "atan",
    "sinh",
    "cosh",
    "tanh",
    "asinh",
    "acosh",
    "atanh",
    "exp",
    "exp2",
    "expm1",
    "log1p",
    "log2",
    "log10",
    "sqrt",
    "cbrt",
    "erf",
    "erfc",
    "gamma",
    "lgamma",
    "degrees",
    "radians",
    "fabs",
    "isnan",
    "isinf",
    "isfinite",
    "modf",
    "frexp",
    "ulp",
]
TWO = ("atan2", "fmod", "copysign", "hypot", "remainder", "nextafter", "ldexp")
DRAWN = frozenset({*ONE, "log"} & FUNCTIONS.keys())
"""The functions of one number that are operations, too."""


def number(runtime: Runtime, value: Value) -> float:
    """A value as the number that a function of ``math`` takes.

    Raises:
        TypeError: it is none.
    """
    if type(value) in NUMBERS:
        return value  # type: ignore[no-any-return]
    if isinstance(value, Tensor):
        return float(value)
    if type(value) is Record and (method := value.cls.find("__float__")) is not MISSING:
        return runtime.call(method, (value,))  # type: ignore[no-any-return]
    raise TypeError(f"must be real number, not {runtime.type_name(value)}")


def is_drawn(runtime: Runtime, value: Value) -> bool:
    """Whether it is a number of a program that leaves its gradients to the drawing."""
    if isinstance(value, Number):
        return True
    marked = runtime.dialect is None or runtime.dialect.kind == "marked"
    return not marked and isinstance(value, Tensor) and not value.ndim


def drawn(name: str, x: Tensor) -> Tensor:
    """A function of such a number, with Python's value to the last bit.

    Raises:
        ValueError, OverflowError: as Python does.
    """
    exact = getattr(math, name)(float(x._array))
    result: Any = FUNCTIONS[name](x)
    if type(x) is Array:  # Python's number of a number of NumPy's
        result.__class__ = Number
    if float(result._array) != exact:  # NumPy's last digit may be another one
        result._array = np.array(exact)
    if (node := result._grad_fn) is not None:
        node.output, node.of_math = result._array, True
    return result  # type: ignore[no-any-return]


def _function(name: str) -> Builtin:
    native: Callable[..., Any] = getattr(math, name)

    def call(runtime: Runtime, *args: Value) -> Value:
        if name in DRAWN and len(args) == 1 and is_drawn(runtime, args[0]):
            return drawn(name, args[0])
        return native(*[number(runtime, value) for value in args])

    return Builtin(name, call, runtime=True)


def log(runtime: Runtime, x: Value, base: Value = None) -> Value:
    """The natural logarithm, or that to a base."""
    if base is None:
        return drawn("log", x) if is_drawn(runtime, x) else math.log(number(runtime, x))
    return math.log(number(runtime, x), number(runtime, base))


def factorial(runtime: Runtime, n: Value) -> int:
    """The product of the whole numbers up to n."""
    count = as_index(runtime, n)
    if count > 1:
        runtime.budget.integer(int(math.lgamma(count + 1) / math.log(2)) if count < 1e15 else count)
    return math.factorial(count)


def comb(runtime: Runtime, n: Value, k: Value) -> int:
    """How many ways there are to choose k of n."""
    whole, part = as_index(runtime, n), as_index(runtime, k)
    if whole > part > 0:
        runtime.budget.integer(min(part, whole - part) * whole.bit_length())
    return math.comb(whole, part)


def perm(runtime: Runtime, n: Value, k: Value = None) -> int:
    """How many ways there are to arrange k of n."""
    whole = as_index(runtime, n)
    part = whole if k is None else as_index(runtime, k)
    if whole >= part > 0:
        runtime.budget.integer(part * whole.bit_length())
    return math.perm(whole, part)


def power(runtime: Runtime, x: Value, y: Value) -> float:
    """A power of two numbers as floats."""
    return math.pow(number(runtime, x), number(runtime, y))


def rounded(name: str, special: str) -> Builtin:
    """``floor``, ``ceil`` and ``trunc``."""
    native = getattr(math, name)

    def call(runtime: Runtime, x: Value) -> Value:
        if type(x) is Record and (method := x.cls.find(special)) is not MISSING:
            return runtime.call(method, (x,))
        return native(number(runtime, x))

    return Builtin(name, call, runtime=True)


def prod(runtime: Runtime, iterable: Value, *, start: Value = 1) -> Value:
    """All items multiplied."""
    result = start
    for item in consume(runtime, iterable):
        result = binary(runtime, BINARY["*"], result, item)
    return result


def fsum(runtime: Runtime, iterable: Value) -> float:
    """An exact sum of floats."""
    return math.fsum([number(runtime, item) for item in collect(runtime, iterable)])


def dist(runtime: Runtime, p: Value, q: Value) -> float:
    """The distance of two points."""
    first, second = (
        [number(runtime, item) for item in collect(runtime, point)] for point in (p, q)
    )
    return math.dist(first, second)


def isclose(
    runtime: Runtime, a: Value, b: Value, *, rel_tol: Value = 1e-9, abs_tol: Value = 0.0
) -> bool:
    """Whether two numbers are nearly equal."""
    return math.isclose(number(runtime, a), number(runtime, b), rel_tol=rel_tol, abs_tol=abs_tol)


def whole_numbers(name: str) -> Builtin:
    """``gcd``, ``lcm`` and ``isqrt``."""
    native = getattr(math, name)

    def call(runtime: Runtime, *values: Value) -> int:
        numbers = [as_index(runtime, value) for value in values]
        if name == "lcm":
            runtime.budget.integer(sum(value.bit_length() for value in numbers))
        return native(*numbers)  # type: ignore[no-any-return]

    return Builtin(name, call, runtime=True)


MATH = Library(
    "math",
    {
        **{name: _function(name) for name in (*ONE, *TWO) if hasattr(math, name)},
        **{name: whole_numbers(name) for name in ("gcd", "lcm", "isqrt")},
        "floor": rounded("floor", "__floor__"),
        "ceil": rounded("ceil", "__ceil__"),
        "trunc": rounded("trunc", "__trunc__"),
        **builtins({
                "log": log, "factorial": factorial, "comb": comb, "perm": perm, "pow": power,
                "prod": prod, "fsum": fsum, "dist": dist, "isclose": isclose,
            }),
        "pi": math.pi,
        "e": math.e,
        "tau": math.tau,
        "inf": math.inf,
        "nan": math.nan,
    },
)  # fmt: skip

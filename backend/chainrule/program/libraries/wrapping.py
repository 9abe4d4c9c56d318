"""Wrapping: how a function of the package becomes one of the program.

What a program gives is checked before (objects of the program are no numbers; iterators become
lists; ``dtype=torch.float32`` and ``dtype=float`` become what the engine computes with), and what
comes back is made a value of the program: nothing native leaks.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from chainrule.engine import GradientError, Tensor
from chainrule.engine.dtypes import RANKS
from chainrule.engine.dtypes import as_array as numbers_of
from chainrule.functions.generator import Generator
from chainrule.functions.numpy_makers import joined
from chainrule.program.containers import collect, weigh
from chainrule.program.libraries.agreement import (
    MAKERS,
    check_of,
    is_pytorch,
    refuse_arrays,
    refuse_gradient,
)
from chainrule.program.libraries.devices import Device
from chainrule.program.libraries.gradient_names import CALLED, call_by
from chainrule.program.libraries.sizes import with_sizes
from chainrule.program.libraries.things import (
    CLASS_TYPES,
    TORCH_TYPES,
    DataType,
    Double,
    Fields,
    computed_dtype,
    settings,
)
from chainrule.program.numbers import Array, Number
from chainrule.program.runtime import Runtime
from chainrule.program.values import (
    CONTAINERS,
    OWN,
    Builtin,
    Class,
    Cursor,
    Function,
    Missing,
    Record,
    Value,
)

IGNORED = ("device", "layout", "memory_format", "pin_memory", "non_blocking", "order", "copy")
"""Keywords that change no number here."""

Call = Callable[..., Any]


def given(runtime: Runtime, name: str, value: Value) -> Value:
    """An argument as a function of the package takes it.

    Raises:
        TypeError: it is an object of the program.
        ProgramError: lists in it hold too many values, each counted as often as it is met.
    """
    kind = type(value)
    if kind in CONTAINERS:
        weigh(runtime, value)
        return value
    if kind is Cursor:
        return collect(runtime, value)
    if kind is range:
        return collect(runtime, value)
    if kind is Missing:
        raise runtime.missing(value)
    if kind is Record and value.cls.holds is not None:
        return given(runtime, name, value.holds)
    if kind is DataType or kind is Device or (kind is Class and value in CLASS_TYPES):
        return value
    if kind in OWN and not isinstance(value, Generator):
        raise TypeError(f"{name}() takes tensors and numbers, not '{runtime.type_name(value)}'")
    return value


def array_answer(answer: Any) -> Value:
    """What a function of NumPy's answers: arrays instead of tensors."""
    kind = type(answer)
    if kind is Tensor or kind is Double:
        answer.__class__ = Array
        return answer
    if isinstance(answer, tuple | list):
        return (list if kind is list else tuple)(map(array_answer, answer))
    if isinstance(answer, np.ndarray | np.generic):
        return as_array(answer)
    return answer


def tensor_answer(answer: Any, name: str = "") -> Value:
    """What a function of PyTorch's answers: nothing of NumPy's."""
    if isinstance(answer, np.ndarray | np.generic):
        return Tensor(answer)
    if type(answer) in (tuple, list):
        return type(answer)(map(tensor_answer, answer))
    if isinstance(answer, tuple) and hasattr(answer, "_fields"):
        found = Fields(map(tensor_answer, answer))
        found.called, found.names = name, answer._fields
        return found
    return answer


def as_array(values: Any) -> Array:
    """Numbers as a new array of the program."""
    array = np.array(values)
    if array.dtype.kind not in RANKS:  # NumPy's own functions answer texts for texts
        array = numbers_of(array)
    made = Array.__new__(Array)
    made._array = array
    made._loose = made._requires_grad = False
    made._grad_fn = None
    return made


def as_ndarray(array: Any) -> Array:
    """A new array, also where it has no axes."""
    array.__class__ = Array
    array.held = not array.ndim
    return array  # type: ignore[no-any-return]


def array_of(value: Any) -> Any:
    """A tensor, or what NumPy would take for an array."""
    return value if isinstance(value, Tensor) else array_answer(joined(value))


HELD = frozenset(
    f"np.{name}" for name in (
        "zeros", "ones", "empty", "full", "zeros_like", "ones_like", "empty_like", "full_like",
        "copy", "reshape", "squeeze", "ascontiguousarray",
    )
)  # fmt: skip
"""Functions of NumPy's whose answer is an array also where it has no axes."""
TENSORS = frozenset({Tensor, Double, list, tuple})
"""Kinds of arguments in which PyTorch's tensors may be."""
BETWEEN_ARRAYS = frozenset({Array, int, float})
"""Kinds of arguments of NumPy's functions about which there is nothing to ask."""
SIMPLE = frozenset({Tensor, Array, Number, Double, int, float, bool, str, type(None)})


def wrapped(name: str, function: Call, library: str = "torch", doc: str | None = None) -> Builtin:
    """A function of the package as one of the program."""
    shown = f"{library}.{name}" if library == "torch" else name
    is_numpy = library == "numpy"
    has_name = not is_numpy and name in CALLED
    check = None if is_numpy else check_of(name)
    takes_arrays = is_numpy or name in MAKERS
    is_quick = is_numpy and name not in HELD

    def call(runtime: Runtime, *args: Value, **kwargs: Value) -> Value:
        if is_quick and not kwargs and BETWEEN_ARRAYS.issuperset(map(type, args)):
            answer = with_sizes(function, args, kwargs)
            return answer if type(answer) is Array else array_answer(answer)
        if not SIMPLE.issuperset(map(type, args)):
            args = tuple([given(runtime, shown, arg) for arg in args])
        asked = None
        for at, arg in enumerate(args[1:] if is_numpy else (), 1):
            if type(arg) is DataType or type(arg) is Class:  # np.zeros(3, int)
                asked = computed_dtype(arg)
                args = (*args[:at], asked and asked.computed, *args[at + 1 :])
        if kwargs:
            if kwargs.get("out") is not None:
                out = kwargs.pop("out")
                return into(out, call(runtime, *args, **kwargs), is_numpy)
            if "dtype" in kwargs:
                asked = computed_dtype(kwargs["dtype"])
                kwargs["dtype"] = None if asked is None else asked.computed
            for key, value in kwargs.items():
                kwargs[key] = value if value.__class__ in SIMPLE else given(runtime, shown, value)
        kinds = {*map(type, args)}
        if is_numpy:
            if not kinds.isdisjoint(TENSORS):
                refuse_gradient(runtime, shown, args)
        elif not takes_arrays and Array in kinds and is_pytorch(runtime):
            refuse_arrays(name, args)
        if check is not None and is_pytorch(runtime):
            check(args, kwargs)
        answer = with_sizes(function, args, kwargs)
        if has_name:
            call_by(answer, name, kwargs.get("reduction", "mean"))
        if is_numpy:
            if Tensor in map(type, args):
                return answer
            answer = array_answer(answer)
            return as_ndarray(answer) if type(answer) is Array and shown in HELD else answer
        if asked is None and Double in kinds and type(answer) in (Tensor, tuple):
            return _double(answer, args, name)
        if type(answer) is Tensor:
            if (asked is not None and asked.kind is Double) or (
                asked is None and settings.default is not TORCH_TYPES["float32"]
                and not any(isinstance(arg, Tensor) for arg in args)
            ):  # fmt: skip
                return recast(answer, Double)
            return answer
        return tensor_answer(answer, name)

    return Builtin(shown, call, True, IGNORED, doc)


def into(out: Value, answer: Value, is_numpy: bool) -> Value:
    """Puts an answer into the tensor that was given for it: ``out=y``.

    Raises:
        GradientError: PyTorch's gradients do not go through such a call.
        TypeError: there is no tensor to put it into.
    """
    if type(out) is tuple and len(out) == 1:
        (out,) = out
    if not isinstance(out, Tensor) or not isinstance(answer, Tensor):
        raise TypeError("return arrays must be of ArrayType")
    if not is_numpy and (out.requires_grad or answer.requires_grad):
        raise GradientError(
            "no gradient goes through a call with out=: write y = f(x); PyTorch: functions with "
            "out=... arguments don't support automatic differentiation, but one of the arguments "
            "requires grad."
        )
    out[...] = answer
    return out


def _double(answer: Any, args: tuple[Value, ...], name: str) -> Value:
    """What a function makes of float64, where it made new tensors of arrays."""
    fractions = [a for a in args if isinstance(a, Tensor) and a._array.dtype.kind == "f"]
    doubles = [a for a in fractions if type(a) is Double]
    if not any(a.ndim for a in doubles) and any(a.ndim for a in fractions):
        return tensor_answer(answer, name)
    for part in answer if type(answer) is tuple else (answer,):
        if type(part) is Tensor and not any(part is arg for arg in args):
            recast(part, Double)
    return tensor_answer(answer, name)


def like(tensor: Tensor, gradient: Tensor) -> Tensor:
    """A gradient as one of its tensor's kind."""
    return recast(gradient, Double) if type(tensor) is Double else gradient


def recast(tensor: Tensor, kind: type[Tensor]) -> Tensor:
    """A result as one of another kind of tensors; only for those that nobody else holds."""
    if tensor._array.dtype.kind == "f":
        tensor.__class__ = kind
    return tensor


def callback(runtime: Runtime, function: Value) -> Value:
    """A function of the program as one that native code can call."""
    if type(function) in (Function, Builtin, Class) or type(function) in OWN:
        return lambda *args, **kwargs: runtime.call(function, args, kwargs)
    return function

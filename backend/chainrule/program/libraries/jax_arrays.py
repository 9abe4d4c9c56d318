"""JAX's arrays: NumPy's, but immutable, in float32, and with ``x.at[i].set(v)``.

They are computed in float64, as PyTorch's float32 is here; what differs is what they say of
themselves. JAX knows of numbers whose kind gives way to that of others ("weak types"); these are a
class of their own, which loses against the other in an operation.
"""

from __future__ import annotations

import operator
from collections.abc import Callable
from typing import Any

import numpy as np

from chainrule.engine import OPERATIONS, Tensor
from chainrule.engine.operations.indices import as_index
from chainrule.functions.numpy_functions import NUMPY
from chainrule.program.classes import CLASSES, OBJECT
from chainrule.program.libraries.jax_indices import clamped, is_outside
from chainrule.program.libraries.things import CLASS_TYPES, DataType
from chainrule.program.libraries.wrapping import given
from chainrule.program.numbers import Array, Number
from chainrule.program.runtime import Runtime
from chainrule.program.subscripts import tensor_index
from chainrule.program.tables import ATTRIBUTES, Attribute, Method
from chainrule.program.text import SHOWN
from chainrule.program.values import Builtin, Class, Record, Value

IMMUTABLE = (
    "JAX arrays are immutable and do not support in-place item assignment. Instead of x[idx] = y, "
    "use x = x.at[idx].set(y) or another .at[] method"
)
KIND = "jax arrays"
"""Where a run keeps the class of its new arrays."""


class Weak(Array):
    """What Python's numbers become: of the kind of what they meet."""

    precedence = 4
    is_wide = False

    def __getitem__(self, index: Any) -> Tensor:
        """Part of the array; an index beyond its end reads its last element, as JAX does."""
        return super().__getitem__(clamped(index, self.shape))

    def __setitem__(self, index: Any, value: Any) -> None:
        raise TypeError(IMMUTABLE)


class Immutable(Weak):
    """An array of JAX's, in float32."""

    precedence = 5


class Wide(Immutable):
    """An array of a program that has set ``jax_enable_x64``."""

    precedence = 6
    is_wide = True


for _name in ("add", "sub", "mul", "truediv", "pow", "matmul", "floordiv", "mod"):
    setattr(Weak, f"__i{_name}__", getattr(Tensor, f"__{_name}__", getattr(operator, _name)))

KINDS = (Weak, Immutable, Wide)


def kind_of_run(runtime: Runtime) -> type[Immutable]:
    """The class of new arrays."""
    kind: type[Immutable] = runtime.state.get(KIND, Immutable)
    return kind


def of_kind(kind: type[Any], values: Any) -> Any:
    """Numbers of NumPy's as a new array."""
    array: Any = NUMPY["array"].call(values)
    array.__class__ = kind
    return array


def as_jax(
    runtime: Runtime, answer: Value, args: tuple[Value, ...] = (), weak: bool = False
) -> Any:
    """An answer whose arrays are JAX's.

    Args:
        runtime: the run, which knows whether float64 is enabled.
        answer: what a function of NumPy's made.
        args: what it was given: it may be the answer itself, which then stays as it is.
        weak: whether only Python's numbers went into it.
    """
    if isinstance(answer, Tensor):
        kind = kind_of_run(runtime)
        if type(answer) in KINDS and (kind is not Wide or type(answer) is Wide):
            return answer
        if weak and kind is Immutable:
            kind = Weak  # type: ignore[assignment]
        if answer._base is not None or any(answer is arg for arg in args):
            made = OPERATIONS["clone"].apply(answer) if answer.requires_grad else kind.wrap(
                answer.numpy(), False, None)  # fmt: skip
            made.name = answer.name
            answer = made
        answer.__class__ = kind
        return answer
    if type(answer) in (tuple, list):
        return type(answer)([as_jax(runtime, part, args, weak) for part in answer])
    if isinstance(answer, bool | np.bool_):
        return answer
    return answer


def converted(runtime: Runtime, value: Value) -> Value:
    """A number or an array as an array of JAX's."""
    if type(value) in KINDS and kind_of_run(runtime) is Immutable:
        return value
    is_weak = type(value) in (int, float, bool, Number)
    is_tensor = isinstance(value, Tensor)
    array = value if is_tensor else NUMPY["array"].call(given(runtime, "array", value))
    return as_jax(runtime, array, (value,), is_weak)


# Kinds of numbers


def _type(name: str, computed: str) -> DataType:
    return DataType("numpy", name, computed, Immutable)


TYPES = {
    name: _type(name, computed)
    for name, computed in (
        ("float32", "float64"), ("float64", "float64"), ("float16", "float64"),
        ("bfloat16", "float64"), ("int32", "int64"), ("int64", "int64"), ("int8", "int64"),
        ("uint8", "int64"), ("uint32", "int64"), ("bool_", "bool"),
    )
}  # fmt: skip
TYPES["bool_"].name = "bool"


def _scalar(name: str) -> Class:
    kind = TYPES[name]

    def make(runtime: Runtime, value: Value = 0) -> Value:
        found = NUMPY["array"].call(given(runtime, name, value))
        if found.dtype.kind != kind.computed.kind:
            found = OPERATIONS["to"].apply(found, dtype=kind.computed.name)
        return as_jax(runtime, found)

    made = Class(f"jax.numpy.{name}", (OBJECT,), native=(), make=make)
    CLASS_TYPES[made] = kind
    return made


SCALARS = {name: _scalar(name) for name in TYPES}
NDARRAY = Class("jax.Array", (OBJECT,), native=KINDS)
for _kind in KINDS:
    CLASSES[_kind] = NDARRAY


def data_type(value: Any) -> DataType:
    """What an array's ``dtype`` answers."""
    names = {"f": "float64" if value.is_wide else "float32", "b": "bool_"}
    return TYPES[names.get(value.dtype.kind, "int64" if value.is_wide else "int32")]


# Printing


def shown_values(value: Any) -> Any:
    """The numbers as they are printed."""
    values = value._settled() if value._loose else value._array
    if values.dtype.kind == "f" and not value.is_wide:
        with np.errstate(over="ignore"):
            return values.astype(np.float32)
    return values


def described(values: Any, about: str) -> str:
    """Numbers with what is said about them behind, in one line if it fits."""
    prefix, width = "Array(", np.get_printoptions()["linewidth"]
    text = np.array2string(values, prefix=prefix, suffix=",", separator=", ", max_line_width=width)
    last = len(text) - text.rfind("\n") + 1
    between = " " if last + len(about) + 1 <= width else "\n" + " " * len(prefix)
    return f"{prefix}{text},{between}{about})"


def array_texts(value: Any) -> tuple[str, str]:
    """An array as JAX prints it, and as it represents it."""
    values = shown_values(value)
    about = f"dtype={data_type(value).name}"
    if type(value) is Weak:
        about += ", weak_type=True"
    return str(values), described(values, about)


for _kind in KINDS:
    SHOWN[_kind] = array_texts

# x.at[i].set(v)


def _put(array: Tensor, index: Any, value: Any) -> Any:
    return OPERATIONS["index_put"].apply(array, value, index=index)


def _add(array: Tensor, index: Any, value: Any) -> Any:
    part = NUMPY["broadcast_to"].call(value, array[index].shape)
    return array + OPERATIONS["scatter"].apply(part, index=index, shape=array.shape)


def _changed(change: Callable[[Any, Any], Any]) -> Callable[[Tensor, Any, Any], Any]:
    return lambda array, index, value: _put(array, index, change(array[index], value))


CHANGES: dict[str, Callable[[Tensor, Any, Any], Any]] = {
    "set": _put, "add": _add,
    "subtract": lambda array, index, value: _add(array, index, -value),
    "multiply": _changed(operator.mul), "mul": _changed(operator.mul),
    "divide": _changed(operator.truediv), "power": _changed(operator.pow),
    "min": _changed(NUMPY["minimum"].call), "max": _changed(NUMPY["maximum"].call),
}  # fmt: skip


def _change(name: str) -> Builtin:
    def run(runtime: Runtime, place: Record, value: Value, **options: Value) -> Value:
        array, index = place.attributes["array"], place.attributes["index"]
        if is_outside(index, array.shape):
            return array
        return as_jax(runtime, CHANGES[name](array, index, value), (array,))

    return Builtin(f"at[].{name}", run, runtime=True)


def _get(runtime: Runtime, place: Record, **options: Value) -> Value:
    return place.attributes["array"][place.attributes["index"]]


def _place(runtime: Runtime, at: Record, index: Value) -> Record:
    array = at.attributes["array"]
    where = as_index(tensor_index(runtime, index))
    return Record(PLACE, {"array": array, "index": where})


PLACE = Class("at", (OBJECT,), {
    **{name: _change(name) for name in CHANGES}, "get": Builtin("at[].get", _get, runtime=True),
})  # fmt: skip
AT = Class("at", (OBJECT,), {"__getitem__": Builtin("at", _place, runtime=True)})

# Attributes


def _method(name: str, inner: Builtin) -> Method:
    def run(runtime: Runtime, a: Value, *args: Value, **kwargs: Value) -> Value:
        if name != "astype":
            kwargs.pop("dtype", None)
        return as_jax(runtime, inner.call(runtime, a, *args, **kwargs), (a,), type(a) is Weak)

    return Method(name, run, True, inner.ignores)


def _table() -> dict[str, Attribute | Method]:
    left_out = ("sort", "fill", "backward", "grad", "requires_grad", "data", "view", "is_integer")
    table: dict[str, Attribute | Method] = {}
    for name, entry in ATTRIBUTES[Array].items():
        if name not in left_out:
            table[name] = _method(name, entry.builtin) if isinstance(entry, Method) else entry
    return {
        **table,
        "dtype": Attribute(data_type),
        "at": Attribute(lambda a: Record(AT, {"array": a})),
        "sort": Method("sort", lambda a, axis=-1: NUMPY["sort"].call(a, axis)),
        "block_until_ready": Method("block_until_ready", lambda a: a),
        "weak_type": Attribute(lambda a: type(a) is Weak),
        "device": Attribute(lambda a: "cpu"),
    }


for _kind in KINDS:
    ATTRIBUTES[_kind] = _table()

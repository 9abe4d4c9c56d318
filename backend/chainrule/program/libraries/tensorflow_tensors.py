"""TensorFlow's tensors and variables: what they say of themselves, and how variables are set.

A gradient is recorded only inside of ``with tf.GradientTape()``, as in TensorFlow. Numbers are
computed in float64 and shown in float32, as everywhere here.
"""

from __future__ import annotations

from typing import Any, NoReturn

import numpy as np

from chainrule.engine import OPERATIONS, GradientError, Tensor, no_grad
from chainrule.engine.changes import overwrite
from chainrule.engine.state import state
from chainrule.functions.numpy_functions import NUMPY
from chainrule.program.classes import CLASSES, OBJECT
from chainrule.program.libraries.differentiation import entered, left
from chainrule.program.libraries.things import DataType, computed_dtype, shown, thing
from chainrule.program.libraries.wrapping import given
from chainrule.program.numbers import Array
from chainrule.program.runtime import Runtime
from chainrule.program.tables import ATTRIBUTES, Attribute, Method
from chainrule.program.text import SHOWN
from chainrule.program.values import Class, Value

TAPES = "tensorflow tapes"
"""Where a run keeps, for each tape that records, whether gradients were recorded before."""


class Eager(Tensor):
    """A tensor of TensorFlow's: immutable."""

    precedence = 9

    def __setitem__(self, index: Any, value: Any) -> NoReturn:
        raise TypeError(
            "'EagerTensor' object does not support item assignment: use tf.tensor_scatter_nd_update"
        )


class Variable(Eager):
    """``tf.Variable``: a tensor that can be set."""

    trainable = True
    label = "Variable"


for _name in ("add", "sub", "mul", "truediv", "pow", "matmul"):
    setattr(Eager, f"__i{_name}__", getattr(Tensor, f"__{_name}__"))


def _refuse(symbol: str) -> Any:
    def change(self: Variable, value: Any) -> NoReturn:
        raise GradientError(
            f"`variable {symbol}= value` with `tf.Variable`s is not supported. Use "
            "`variable.assign_add(value)` to modify the variable, or `out = variable + value` if "
            "you need to get a new output Tensor."
        )

    return change


for _name, _symbol in (("add", "+"), ("sub", "-"), ("mul", "*"), ("truediv", "/"), ("pow", "**")):
    setattr(Variable, f"__i{_name}__", _refuse(_symbol))


# Kinds of numbers


class TensorFlowType(DataType):
    """``tf.float32``."""

    __slots__ = ()


TYPES = {
    name: TensorFlowType("tensorflow", name, computed, Eager)
    for name, computed in (
        ("float32", "float64"), ("float64", "float64"), ("float16", "float64"),
        ("bfloat16", "float64"), ("int32", "int64"), ("int64", "int64"), ("int16", "int64"),
        ("int8", "int64"), ("uint8", "int64"), ("bool", "bool"),
    )
}  # fmt: skip
thing("tf.DType", TensorFlowType)
shown(TensorFlowType, lambda v: f"<dtype: '{v.name}'>", lambda v: f"tf.{v.name}")
ATTRIBUTES[TensorFlowType] = {"name": Attribute(lambda value: value.name)}


def data_type(value: Tensor) -> DataType:
    """What a tensor's ``dtype`` answers."""
    return TYPES[{"f": "float32", "b": "bool"}.get(value.dtype.kind, "int32")]


# Making


def as_eager(answer: Any, *args: Any) -> Any:
    """An answer whose tensors are TensorFlow's; the arguments stay what they are."""
    if isinstance(answer, Tensor):
        if type(answer) in (Eager, Variable):
            return answer
        if answer._base is not None or any(answer is arg for arg in args):
            answer = Tensor.wrap(answer.numpy(), False, None)
        answer.__class__ = Eager
        return answer
    if type(answer) in (tuple, list):
        return type(answer)([as_eager(part, *args) for part in answer])
    return as_eager(Tensor(answer)) if isinstance(answer, np.ndarray | np.generic) else answer


def constant(
    runtime: Runtime, value: Value, dtype: Value = None, shape: Value = None
) -> Any:  # fmt: skip
    """``tf.constant``: a tensor of numbers or nested lists."""
    value = given(runtime, "tf.constant", value)
    if type(value) is Eager and dtype is None:
        return value
    wanted = computed_dtype(dtype)
    if isinstance(value, Tensor):
        made = OPERATIONS["clone"].apply(value)
    else:
        made = NUMPY["array"].call(value)
    if wanted is not None and made.dtype != wanted.computed:
        made = OPERATIONS["to"].apply(made, dtype=wanted.computed.name)
    if shape is not None:
        made = NUMPY["broadcast_to"].call(made, tuple(shape)) if made.ndim == 0 else NUMPY[
            "reshape"].call(made, tuple(shape))  # fmt: skip
    return as_eager(made)


def variable(
    runtime: Runtime, initial_value: Value, trainable: Value = True, name: Value = None,
    dtype: Value = None, shape: Value = None,
) -> Variable:  # fmt: skip
    """``tf.Variable(3.0)``."""
    _record_only_on_tapes(runtime)
    value = runtime.call(initial_value) if runtime.type_name(initial_value) == "function" else (
        initial_value
    )  # fmt: skip
    with no_grad():
        array = constant(runtime, value, dtype).numpy()
    made = Variable.wrap(array, bool(trainable) and array.dtype.kind == "f", None)
    made.trainable, made.label = bool(trainable), name or "Variable"
    made.name = name
    return made


# Tapes


def _record_only_on_tapes(runtime: Runtime) -> None:
    """From the first variable on, a gradient is recorded only while a tape is."""
    dialect = getattr(runtime, "dialect", None)
    if TAPES not in runtime.state and "torch" not in getattr(dialect, "libraries", ()):
        runtime.state[TAPES] = []
        state.recording = state.recording._replace(grad_enabled=False)


def taped(runtime: Runtime) -> None:
    """A tape begins to record."""
    _record_only_on_tapes(runtime)
    runtime.state.setdefault(TAPES, []).append(state.recording.grad_enabled)
    state.recording = state.recording._replace(grad_enabled=True)
    entered(runtime)


def untaped(runtime: Runtime) -> None:
    """It ends."""
    before = runtime.state[TAPES].pop()
    state.recording = state.recording._replace(grad_enabled=before)
    left(runtime)


def recorded(runtime: Runtime) -> int:
    """How much was computed so far: where a tape begins."""
    return len(runtime.recorder.entries)


def forget_since(runtime: Runtime, start: int) -> None:
    """What was computed since then is constant from now on."""
    for entry in runtime.recorder.entries[start:]:
        entry.node._requires_grad = entry.result._requires_grad = False


def variables_since(runtime: Runtime, start: int) -> tuple[Value, ...]:
    """The variables that were read since then, in the order of their first use."""
    found: dict[Tensor, None] = {}
    for entry in runtime.recorder.entries[start:]:
        found.update({s: None for s in entry.node.sources if type(s) is Variable and s.trainable})
    return tuple(found)


# Setting


def assign(runtime: Runtime, target: Value, value: Value, *args: Value) -> Value:
    """``v.assign(x)``: the variable stands for other numbers from now on.

    Raises:
        ValueError: they have another shape.
    """
    with no_grad():
        array = constant(runtime, value).numpy()
    if array.shape != target.shape:
        raise ValueError(
            f"Cannot assign value to variable '{target.label}:0': Shape mismatch. The variable "
            f"shape {target.shape}, and the assigned value shape {array.shape} are incompatible."
        )
    overwrite(target, array.astype(target.dtype))
    if runtime.recorder is not None:
        runtime.recorder.changed(target, None)
    return target


def _moved(sign: float) -> Any:
    def move(runtime: Runtime, target: Value, delta: Value, *args: Value) -> Value:
        with no_grad():
            change = given(runtime, "assign", delta)
            return assign(runtime, target, target + change if sign > 0 else target - change)

    return move


# Printing and attributes


def single_precision(value: Tensor) -> Any:
    """The numbers as TensorFlow has them: in float32."""
    values = value._settled() if value._loose else value._array
    if values.dtype.kind != "f":
        return values.copy()
    with np.errstate(over="ignore"):
        return values.astype(np.float32)


def numpy(value: Tensor) -> Array:
    """``x.numpy()``: an array that has nothing to do with any gradient."""
    value._notice_read()
    return Array.wrap(single_precision(value), False, None)


def _numbers(value: Tensor, is_representation: bool) -> str:
    values = single_precision(value)
    if not is_representation:
        text = str(values)
    else:
        text = repr(values) if values.ndim else repr(values.item())
    return "\n" + text if "\n" in text else text


def _tensor_texts(value: Tensor) -> tuple[str, str]:
    about = f"shape={value.shape}, dtype={data_type(value).name}"
    return (
        f"tf.Tensor({_numbers(value, False)}, {about})",
        f"<tf.Tensor: {about}, numpy={_numbers(value, True)}>",
    )


def _variable_texts(value: Any) -> tuple[str, str]:
    about = f"shape={value.shape} dtype={data_type(value).name}"
    text = f"<tf.Variable '{value.label}:0' {about}, numpy={_numbers(value, True)}>"
    return text, text


SHOWN[Eager], SHOWN[Variable] = _tensor_texts, _variable_texts
TENSOR = Class("tf.Tensor", (OBJECT,), native=Eager)
VARIABLE = Class("tf.Variable", (OBJECT,), native=Variable, make=variable)
CLASSES[Eager], CLASSES[Variable] = TENSOR, VARIABLE
ATTRIBUTES[Eager] = {
    "numpy": Method("numpy", numpy),
    "shape": Attribute(lambda value: value.shape),
    "get_shape": Method("get_shape", lambda value: value.shape),
    "ndim": Attribute(lambda value: value.ndim),
    "dtype": Attribute(data_type),
    "device": Attribute(lambda value: "/job:localhost/replica:0/task:0/device:CPU:0"),
}
ATTRIBUTES[Variable] = {
    **ATTRIBUTES[Eager],
    "name": Attribute(lambda value: f"{value.label}:0"),
    "trainable": Attribute(lambda value: value.trainable),
    "assign": Method("assign", assign, True),
    "assign_add": Method("assign_add", _moved(1.0), True),
    "assign_sub": Method("assign_sub", _moved(-1.0), True),
    "value": Method("value", lambda value: as_eager(OPERATIONS["clone"].apply(value))),
    "read_value": Method("read_value", lambda value: as_eager(OPERATIONS["clone"].apply(value))),
}

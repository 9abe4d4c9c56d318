"""micrograd: ``Value``, what stands behind its dots, and the neurons of ``micrograd.nn``."""

from __future__ import annotations

from typing import Any

import numpy as np

from chainrule.engine import Tensor
from chainrule.program.classes import CLASSES, HOMES, OBJECT
from chainrule.program.libraries.micrograd_values import (
    Number,
    Single,
    exp,
    ordered,
    relu,
    short,
    single,
    started,
    tanh,
)
from chainrule.program.libraries.writings import written
from chainrule.program.numbers import Array, plain
from chainrule.program.operators import MEETINGS, Operator
from chainrule.program.runtime import Runtime
from chainrule.program.tables import ATTRIBUTES, Attribute, Method
from chainrule.program.text import SHOWN
from chainrule.program.values import Class, Library, Value

# What stands behind a dot


def backward(runtime: Runtime, output: Single) -> None:
    """Adds to the gradient of every value that the output was made of."""
    if runtime.recorder is not None:
        runtime.recorder.backward_starts(output, None)
    order = ordered(output)
    runtime.budget.charge(len(order))
    output.gradient = 1
    for value in reversed(order):
        if value.sends is not None:
            value.sends(value, short(value.gradient))
    if runtime.recorder is not None:
        runtime.recorder.backward_done(output)


def make(
    runtime: Runtime, data: Value, _children: Value = (), _op: Value = "", label: Value = ""
) -> Single:  # fmt: skip
    """``Value(2.0, label="a")``.

    Raises:
        TypeError: it is no number.
    """
    data = plain(data)
    if isinstance(data, Tensor) and data.size == 1:
        data = data.item()
    if type(data) not in (int, float, bool):
        raise TypeError(f"a Value is one number, not '{runtime.type_name(data)}'")
    made = started(Single.wrap(np.array(float(data)), True, None), data)
    made.label, made.written = label, _op
    if label:
        made.name = label
    return made


def _set_label(value: Single, label: str) -> None:
    value.label = label
    if label and type(label) is str:
        value.name = label


def _set_number(value: Single, number: Value) -> None:
    value.number = single(number).number


def _set_gradient(value: Single, number: Value) -> None:
    value.gradient = single(number).number


def _read(value: Single) -> Number:
    value._notice_read()
    return value.number


ATTRIBUTES[Single] = {
    "data": Attribute(_read, _set_number),
    "grad": Attribute(lambda value: value.gradient, _set_gradient),
    "label": Attribute(lambda value: value.label, _set_label),
    "_prev": Attribute(lambda value: set(value.parents)),
    "_op": Attribute(lambda value: value.written),
    "backward": Method("backward", lambda runtime, value: backward(runtime, value), True),
    "relu": Method("relu", relu),
    "tanh": Method("tanh", tanh),
    "exp": Method("exp", exp),
}


def _text(value: Single) -> tuple[str, str]:
    text = f"Value(data={value.number}, grad={value.gradient})"
    return text, text


SHOWN[Single] = _text
VALUE = Class("Value", (OBJECT,), native=Single, make=make)
CLASSES[Single] = VALUE


def _number_first(runtime: Runtime, op: Operator, number: Any, value: Single) -> Value:
    """A number of NumPy's, or a tensor's, before a Value: it is asked to compute with it."""
    return op.native(single(number), value)


MEETINGS.update(dict.fromkeys([(Array, Single), (Tensor, Single)], _number_first))
HOMES[VALUE] = "micrograd.engine"
ENGINE = Library("micrograd.engine", {"Value": VALUE})
NN = written("micrograd.nn", "micrograd_nn", lambda: {"Value": VALUE})
MICROGRAD = Library("micrograd", {"engine": ENGINE, "nn": NN, "Value": VALUE})
MODULES: dict[str, Value] = {
    "micrograd": MICROGRAD, "micrograd.engine": ENGINE, "micrograd.nn": NN,
}  # fmt: skip

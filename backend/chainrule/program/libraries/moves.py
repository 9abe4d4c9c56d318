"""Moves: what optimisers do to parameters, for the texts of ``chainrule.nn`` (``nn/native.py``).

The package's own optimisers move arrays, by the same lines as in Python; an optimiser that the
program derives from them moves tensors.
"""

from __future__ import annotations

from typing import Any

import numpy as np

import chainrule.nn
from chainrule.engine import Tensor, no_grad
from chainrule.engine.changes import fill, overwrite
from chainrule.program.containers import collect
from chainrule.program.runtime import Runtime
from chainrule.program.subscripts import get_item
from chainrule.program.values import BoundMethod, Class, Function, Record, Value


def parameters_in(runtime: Runtime, groups: Value) -> list[Value]:
    """The parameters of all groups of an optimiser."""
    every = collect(runtime, groups)
    return [parameter for group in every for parameter in _parameters(runtime, group)]


def _parameters(runtime: Runtime, group: Value) -> list[Value]:
    found = collect(runtime, get_item(runtime, group, "params"))
    for parameter in found:
        if not isinstance(parameter, Tensor):
            raise TypeError(f"an optimiser moves tensors, not '{runtime.type_name(parameter)}'")
    return found


def forget(runtime: Runtime, parameters: Value, set_to_none: Value) -> None:
    """Forgets the gradients of parameters, or fills them with zeros."""
    for parameter in collect(runtime, parameters):
        if set_to_none:
            parameter.grad = None
        elif parameter.grad is not None:
            fill(parameter.grad, 0.0)


def move_all(runtime: Runtime, groups: Value, function: Value, memories: Value) -> None:
    """Gives every parameter with a gradient the values that a function makes of both."""
    native, place = _native_of(function), 0
    for group in collect(runtime, groups):
        parameters = _parameters(runtime, group)
        is_plain = native is not None and PLAIN.issuperset(map(type, group.values()))
        for parameter in parameters:
            if parameter.grad is not None:
                memory = memories[place]
                if is_plain:
                    runtime.budget.array(parameter.shape)
                    _move_array(parameter, native, memory, group)
                else:
                    with no_grad():
                        args = (parameter.detach().clone(), parameter.grad, memory, group)
                        parameter.copy_(runtime.call(function, args))
            place += 1


def _move_array(parameter: Tensor, native: Any, memory: Value, options: Value) -> None:
    """Moves a parameter by the package's own rule."""
    known = {key: _array(value) for key, value in memory.items()}
    moved = native.updated(_array(parameter), _array(parameter.grad), known, options)
    overwrite(parameter, np.asarray(moved))
    for key, value in known.items():
        is_array = isinstance(value, np.ndarray | np.generic)
        memory[key] = Tensor.wrap(np.asarray(value), False, None) if is_array else value


PLAIN = frozenset({int, float, bool, str, tuple, list, type(None)})
"""Types of options that mean the same to arrays."""


def _array(value: Any) -> Any:
    if not isinstance(value, Tensor):
        return value
    if value._loose:
        value._look()
    return value._array


def _native_of(function: Value) -> Any:
    """The package's optimiser whose rule a bound ``updated`` follows; ``None`` for a program's."""
    if type(function) is not BoundMethod or type(function.receiver) is not Record:
        return None
    cls = function.receiver.cls
    known = _natives.get(cls)
    if known is not None:
        return known
    rules = [cls.find(name) for name in ("updated", "moved")]
    if any(type(rule) is not Function or not rule.code.quiet for rule in rules):
        return None
    own = next(base for base in cls.order if base.runtime is None)
    if own not in _natives:
        _natives[own] = object.__new__(getattr(chainrule.nn, own.name))
    return _natives[own]


_natives: dict[Class, Any] = {}
"""Instances without state, for their rules: of classes that no program can change."""

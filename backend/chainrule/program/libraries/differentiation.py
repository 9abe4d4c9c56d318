"""Differentiation: gradients of functions, as JAX, HIPS autograd and TensorFlow ask for them.

A function is called with leaves instead of numbers, and its result is backpropagated to them. Where
another derivative is under way outside, the gradient is computed as a graph of its own; otherwise
the call is a moment of the run.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from chainrule.engine import Tensor, grad
from chainrule.functions.arguments import op
from chainrule.program.libraries.contexts import CONTEXTS
from chainrule.program.libraries.own_rules import ruled
from chainrule.program.libraries.vocabulary import FUNCTIONAL
from chainrule.program.libraries.wrapping import given
from chainrule.program.runtime import Runtime
from chainrule.program.values import BoundMethod, Builtin, Function, Value

UNDER_WAY = "derivatives under way"
"""How many derivatives are being computed around the one that is asked for."""

Leaf = Callable[[Runtime, Value], Tensor]


class Differentiation:
    """What the texts of a library need for their derivatives.

    Args:
        leaf: makes a leaf of the library's own kind from a number or an array, or refuses it.
        convert: makes a tensor of that kind, or leaves what is one.
        scalar: what the library says of an output that is no single number; ``{}`` is its shape.
    """

    def __init__(self, leaf: Leaf, convert: Leaf, scalar: str = "") -> None:
        self.leaf = leaf
        self.convert = convert
        self.scalar = scalar

    def natives(self) -> dict[str, Value]:
        """The functions by the names that the texts import."""
        calls: dict[str, Callable[..., Value]] = {
            "differentiable": self.differentiable, "gradients": self.gradients, "called": called,
            "jacobian_of": self.jacobian_of, "converted": self.converted, "watched": watched,
            "settled": settled, "twin": twin, "entered": entered, "left": left, "ruled": ruled,
        }  # fmt: skip
        return {
            "functional": FUNCTIONAL,
            "no_grad": CONTEXTS["no_grad"],
            **{name: Builtin(name, call, runtime=True) for name, call in calls.items()},
        }

    def converted(self, runtime: Runtime, value: Value) -> Value:
        """An argument whose numbers are tensors of the library's own kind."""
        if isinstance(value, dict):
            return {key: self.converted(runtime, part) for key, part in value.items()}
        if isinstance(value, tuple | list):
            return type(value)([self.converted(runtime, part) for part in value])
        return value if value is None else self.convert(runtime, value)

    def differentiable(
        self, runtime: Runtime, value: Value, function: Value, place: int
    ) -> Value:  # fmt: skip
        """An argument of a function, in which every number is a leaf of its own.

        What carries a gradient already becomes a copy, so that a derivative of a derivative is one
        for its own argument only. What has no name is called as the function calls it.
        """
        name = _parameter(function, place)
        found = self._leaves_for(runtime, value, name)
        if name and isinstance(found, Tensor) and found.is_leaf and found.name is None:
            runtime.named(found, name, runtime.span)
        return found

    def _leaves_for(self, runtime: Runtime, value: Value, name: str) -> Value:
        if isinstance(value, Tensor) and value.requires_grad:
            copy: Tensor = op.clone(value)
            copy.name = value.name
            return copy
        if isinstance(value, dict):
            return {
                key: _named(self._leaves_for(runtime, part, inner := f"{name}[{key!r}]"), inner)
                for key, part in value.items()
            }
        if isinstance(value, tuple | list):
            parts = [
                _named(self._leaves_for(runtime, part, inner := f"{name}[{place}]"), inner)
                for place, part in enumerate(value)
            ]
            return type(value)(parts)
        return None if value is None else self.leaf(runtime, value)

    def gradients(
        self, runtime: Runtime, output: Value, sources: Value, output_gradients: Value = None,
        unused_as_none: Value = False,
    ) -> Value:  # fmt: skip
        """The gradients of an output, in the containers of the sources.

        Raises:
            TypeError: the output is no single number, where the library wants one.
        """
        wanted = _leaves(sources)
        output = self._output(runtime, output)
        if self.scalar and output.size != 1:
            raise TypeError(self.scalar.format(output.shape))
        found = self._sent_back(runtime, output, wanted, output_gradients)
        answers = {
            id(source): answer if answer is not None or unused_as_none else _zeros(source)
            for source, answer in zip(wanted, found, strict=True)
        }
        return _in_containers(sources, answers)

    def _output(self, runtime: Runtime, output: Value) -> Tensor:
        if isinstance(output, Tensor):
            return output
        if type(output) in (int, float):
            return self.convert(runtime, float(output))
        name = runtime.type_name(output)
        raise TypeError(f"the function must answer a number or an array, not '{name}'")

    def _sent_back(
        self, runtime: Runtime, output: Tensor, wanted: list[Tensor], start: Value
    ) -> list[Tensor | None]:
        """One backward pass: a moment where nothing else is under way."""
        is_inner = runtime.state.get(UNDER_WAY, 0) > 0
        recorder = None if is_inner else runtime.recorder
        if start is None and output.size != 1:
            start = np.ones(output.shape)
        if recorder is not None:
            recorder.gradient_starts(_twin(output), _numbers(start))
        if not output.requires_grad:
            found: Any = [None] * len(wanted)
        else:
            found = grad(output, wanted, start, retain_graph=True, create_graph=is_inner)
        if recorder is not None:
            recorder.backward_done(output)
        return [None if answer is None else _like(answer, source)
                for answer, source in zip(found, wanted, strict=True)]  # fmt: skip

    def jacobian_of(self, runtime: Runtime, output: Value, source: Value) -> Value:
        """The derivative of every element of an output for every element of a source."""
        if isinstance(output, tuple | list):
            return type(output)([self.jacobian_of(runtime, part, source) for part in output])
        output = self._output(runtime, output)
        is_inner = runtime.state.get(UNDER_WAY, 0) > 0
        if not is_inner and runtime.recorder is not None:
            runtime.recorder.gradient_starts(_twin(output), np.ones(output.shape))
        runtime.budget.array((output.size, *output.shape))
        rows: dict[int, list[Tensor]] = {id(each): [] for each in _leaves(source)}
        for place in range(output.size):
            runtime.budget.tick()
            start = np.zeros(output.size)
            start[place] = 1.0
            wanted = _leaves(source)
            found: Any = [None] * len(wanted)
            if output.requires_grad:
                start = start.reshape(output.shape)
                found = grad(output, wanted, start, retain_graph=True, create_graph=is_inner)
            for each, row in zip(wanted, found, strict=True):
                rows[id(each)].append(_zeros(each) if row is None else row)
        joined = {
            id(each): _like(_stacked(rows[id(each)], output.shape + each.shape), each)
            for each in _leaves(source)
        }
        if not is_inner and runtime.recorder is not None:
            runtime.recorder.backward_done(output)
        return _in_containers(source, joined)


def called(runtime: Runtime, function: Value, args: Value, kwargs: Value) -> Value:
    """Calls a function whose derivative is asked for; the place stays that of the asking."""
    span = runtime.span
    entered(runtime)
    try:
        return runtime.call(function, tuple(args), kwargs)
    finally:
        left(runtime)
        runtime.span = span


def settled(runtime: Runtime, value: Value) -> Value:
    """What a function answered, without a gradient once no derivative is under way any more."""
    if runtime.state.get(UNDER_WAY, 0):
        return value
    for tensor in _leaves(value):
        if tensor._grad_fn is not None:
            tensor._requires_grad = False
    own = {id(t): t if not t.requires_grad else t.detach() for t in _leaves(value)}
    return _in_containers(value, own, keep=True)


def twin(runtime: Runtime, value: Value) -> Value:
    """The same value by another handle, which keeps its gradient."""
    return _twin(value) if isinstance(value, Tensor) else value


def _twin(tensor: Tensor) -> Tensor:
    return type(tensor).wrap(tensor._array, True, tensor._grad_fn) if tensor._grad_fn else tensor


def entered(runtime: Runtime) -> None:
    """A derivative is under way from now on."""
    runtime.state[UNDER_WAY] = runtime.state.get(UNDER_WAY, 0) + 1


def left(runtime: Runtime) -> None:
    """It is no longer."""
    runtime.state[UNDER_WAY] -= 1


def watched(runtime: Runtime, tensor: Value) -> None:
    """Asks for gradients of a tensor that was made without."""
    if not isinstance(tensor, Tensor):
        raise ValueError(f"only tensors are watched, not '{runtime.type_name(tensor)}'")
    if tensor.dtype.kind != "f":
        runtime.note("the dtype of a watched tensor must be floating: it gets no gradient")
    elif not tensor.requires_grad:
        tensor.requires_grad = True


def float_array(runtime: Runtime, value: Value, name: str) -> Any:
    """The numbers of an argument, as floats."""
    read = given(runtime, name, value)
    return np.array(read._read() if isinstance(read, Tensor) else read, dtype=float)


def leaf_of(kind: type[Tensor], array: Any, value: Value) -> Tensor:
    """A leaf that gets a gradient, called as the value that it stands for."""
    made = kind.wrap(array, True, None)
    if isinstance(value, Tensor):
        made.name = value.name
    return made


def _parameter(function: Value, place: int) -> str:
    """What a function of the program calls one of its arguments; nothing where that is unknown."""
    if type(function) is BoundMethod:
        return _parameter(function.function, place + 1)
    if type(function) is not Function or function.code.quiet:
        return ""
    names = function.code.positional
    return names[place] if place < len(names) else ""


def _named(value: Value, name: str) -> Value:
    if isinstance(value, Tensor) and value.name is None and not name.startswith("["):
        value.name = name.replace("'", '"')
    return value


def _leaves(value: Value) -> list[Tensor]:
    if isinstance(value, dict):
        return [leaf for part in value.values() for leaf in _leaves(part)]
    if isinstance(value, tuple | list):
        return [leaf for part in value for leaf in _leaves(part)]
    return [value] if isinstance(value, Tensor) else []


def _in_containers(value: Value, answers: dict[int, Any], keep: bool = False) -> Value:
    if isinstance(value, dict):
        return {key: _in_containers(part, answers, keep) for key, part in value.items()}
    if isinstance(value, tuple | list):
        return type(value)([_in_containers(part, answers, keep) for part in value])
    return answers.get(id(value), value if keep else None)


def _zeros(source: Tensor) -> Tensor:
    return type(source)._kind.wrap(np.zeros(source.shape), False, None)


def _like(answer: Tensor, source: Tensor) -> Tensor:
    """A gradient as a tensor of its source's kind."""
    kind = type(source)._kind
    if type(answer) is not kind:
        answer.__class__ = kind
    return answer


def _stacked(rows: list[Tensor], shape: tuple[int, ...]) -> Tensor:
    if not rows:
        return Tensor(np.zeros(shape))
    answer: Tensor = op.reshape(op.stack(*rows, axis=0), shape=shape)
    return answer


def _numbers(value: Value) -> np.ndarray[Any, Any] | None:
    if value is None:
        return None
    return value._read() if isinstance(value, Tensor) else np.asarray(value)

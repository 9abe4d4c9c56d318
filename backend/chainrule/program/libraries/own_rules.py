"""Own rules: one call of a function whose gradient the program computes itself.

PyTorch's ``autograd.Function``, JAX's ``custom_vjp``, HIPS autograd's ``primitive`` and
TensorFlow's ``custom_gradient`` differ in how they are written, not in what they are: what the
function computes inside leaves no graph, and a call is one node whose rule is the program's. A call
that answers several tensors makes one node of them, joined; each is a part of its result.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import prod
from typing import Any

import numpy as np

from chainrule.engine import Gradient, GradientError, Node, Tensor, no_grad
from chainrule.engine.tensor import Array
from chainrule.functions.arguments import op
from chainrule.program.runtime import Runtime
from chainrule.program.values import Value

Forward = Callable[[list[Value], bool], Value]
"""From the arguments, and whether the way back is to be prepared, to the answer."""
Backward = Callable[[list[Value]], Sequence[Value]]
"""From the gradients of the answers to one of each argument, or ``None``."""


class Call:
    """One call: its arguments, how it is computed, and the gradients that were answered last."""

    def __init__(
        self, name: str, args: Sequence[Value], forward: Forward, backward: Backward
    ) -> None:
        self.name = name
        self.args = list(args)
        self.compute = forward
        self.pull_back = backward
        self.places = [place for place, arg in enumerate(args) if isinstance(arg, Tensor)]
        self.answer: Value = None
        self._known: tuple[Any, Sequence[Value]] | None = None

    def __repr__(self) -> str:
        return self.name

    @property
    def parts(self) -> list[Value]:
        """What was answered, one by one."""
        return list(self.answer) if isinstance(self.answer, tuple | list) else [self.answer]

    def forward(self, arrays: Sequence[Array] = ()) -> Array:
        """The values of what is answered; those of several tensors joined.

        Args:
            arrays: other numbers for its tensors, as when a gradient is checked: then nothing is
                kept for the way back.
        """
        args, is_first = list(self.args), True
        if any(self.args[k]._array is not a for k, a in zip(self.places, arrays, strict=False)):
            is_first = False
            for place, array in zip(self.places, arrays, strict=True):
                args[place] = Tensor(array)
        with no_grad():
            answer = self.compute(args, is_first)
        if is_first:
            self.answer = answer
        if not isinstance(answer, tuple | list):
            return _values(answer)
        values = [_values(part) for part in answer if _is_fraction(part)]
        return np.concatenate([array.ravel() for array in values]) if values else np.zeros(0)

    def results(self, joined: Tensor) -> Value:
        """What the call answers, as parts of the result of its node."""
        if not isinstance(self.answer, tuple | list):
            return joined
        found, start = [], 0
        for part in self.answer:
            if _is_fraction(part):
                end = start + prod(part.shape)
                piece = op.getitem(joined, index=slice(start, end))
                answer: Any = op.reshape(piece, shape=tuple(part.shape))
                if answer._grad_fn is not None:
                    answer._grad_fn.called_as = f"{self.name}Backward"
                found.append(answer)
                start = end
            else:
                found.append(part)
        return tuple(found)

    def gradient(self, slot: int, g: Any) -> Any:
        """What the program answers for one of the tensors."""
        if self._known is None or self._known[0] is not g:
            self._known = (g, self._sent_back(g if isinstance(g, Tensor) else self._start(g)))
        part = self._known[1][self.places[slot]]
        if part is None:
            part = np.zeros(self.args[self.places[slot]].shape)
        if isinstance(part, int | float | np.ndarray):
            part = Tensor(part)
        if not isinstance(part, Tensor):
            raise GradientError(f"backward() answers tensors, not '{type(part).__name__}'")
        return part if isinstance(g, Tensor) else part.detach().numpy()

    def _start(self, g: Any) -> Tensor:
        """A gradient as a tensor of the kind that the arguments are of."""
        kinds = [type(self.args[place])._kind for place in self.places]
        kind = max(kinds, key=lambda kind: kind.precedence)
        start: Tensor = kind.wrap(np.asarray(g), False, None)
        return start

    def _sent_back(self, g: Tensor) -> Sequence[Value]:
        if not isinstance(self.answer, tuple | list):
            return self.pull_back([g])
        gradients: list[Value] = []
        start = 0
        for part in self.answer:
            if _is_fraction(part):
                end = start + prod(part.shape)
                gradients.append(op.reshape(op.getitem(g, index=slice(start, end)),
                                            shape=tuple(part.shape)))  # fmt: skip
                start = end
            else:
                gradients.append(None)
        return self.pull_back(gradients)


def _is_fraction(value: Value) -> bool:
    return isinstance(value, Tensor) and value.dtype.kind == "f"


def _values(answer: Value) -> Array:
    if isinstance(answer, int | float) and not isinstance(answer, bool):
        return np.array(float(answer))
    if not isinstance(answer, Tensor):
        raise GradientError(f"forward() answers a tensor, not '{type(answer).__name__}'")
    values: Array = answer.detach().numpy()
    return values


def _rule(slot: int) -> Any:
    return lambda g, y, *inputs, call: call.gradient(slot, g)


class OwnNode(Node):
    """A call of a program's own function; one class below this for each of them."""


def _operation(name: str, count: int) -> type[Node]:
    operation: Any = type(name, (OwnNode,), {})
    # Set afterwards, so that it is entered nowhere: only this program has it.
    operation.name = operation.symbol = operation.called = name
    operation.formula = f"{name}({', '.join('abcdefgh'[:count])})"
    operation.family = "own"
    operation.grad_fn_name = f"{name}Backward"
    operation.forward = staticmethod(lambda *arrays, call: call.forward(arrays))
    operation.kernel = operation.forward
    operation.gradients = tuple(Gradient("backward(g)", _rule(slot)) for slot in range(count))
    operation.rules = tuple(gradient.rule for gradient in operation.gradients)
    operation.input_names = operation.order = tuple("abcdefgh"[:count])
    operation.defaults, operation.kinds = {}, {}
    return operation  # type: ignore[no-any-return]


def computed(runtime: Runtime, owner: Any, call: Call) -> Value:
    """What a call answers, as a node of its own.

    Args:
        runtime: of the program.
        owner: whose call it is; all of its calls are one operation.
        call: what is computed, and how a gradient goes back.
    """
    tensors = [arg for arg in call.args if isinstance(arg, Tensor)]
    known = runtime.state.setdefault("own functions", {})
    key = (owner, len(tensors))
    if key not in known:
        known[key] = _operation(call.name, len(tensors))
    if not tensors:
        values = call.forward()
        return call.results(Tensor(values))
    return call.results(known[key].apply(*tensors, call=call))


def ruled(
    runtime: Runtime, name: Value, owner: Value, args: Value, forward: Value, backward: Value
) -> Value:  # fmt: skip
    """A call of a function of the program's, with a rule of its own, for the texts of libraries.

    Args:
        runtime: of the program.
        name: what the operation is called.
        owner: whose call it is.
        args: the arguments.
        forward: from these to the answer.
        backward: from the gradient of each answer to those of the arguments.
    """

    def compute(given: list[Value], is_first: bool) -> Value:
        return runtime.call(forward, tuple(given))

    def pull_back(gradients: list[Value]) -> Sequence[Value]:
        answer = runtime.call(backward, tuple(gradients))
        parts = list(answer) if isinstance(answer, tuple | list) else [answer]
        return [*parts, *[None] * (len(args) - len(parts))]

    return computed(runtime, owner, Call(name, args, compute, pull_back))

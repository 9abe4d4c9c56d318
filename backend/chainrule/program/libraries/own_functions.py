"""Own functions: ``torch.autograd.Function`` with a program's own ``forward`` and ``backward``.

A call is one node: what ``forward`` computes inside leaves no graph, and ``backward`` is the rule.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from chainrule.engine import Gradient, GradientError, Node, Tensor, no_grad
from chainrule.engine.tensor import Array
from chainrule.program.classes import OBJECT
from chainrule.program.runtime import Runtime
from chainrule.program.values import (
    MISSING,
    Builtin,
    Class,
    ClassMethod,
    Record,
    StaticMethod,
    Value,
)


def _save(self: Record, *tensors: Value) -> None:
    self.attributes["saved_tensors"] = tuple(tensors)


def _nothing(self: Record, *args: Value) -> None:
    return None


CONTEXT = Class(
    "FunctionCtx",
    (OBJECT,),
    {
        "save_for_backward": Builtin("save_for_backward", _save),
        "mark_non_differentiable": Builtin("mark_non_differentiable", _nothing),
        "mark_dirty": Builtin("mark_dirty", _nothing),
        "set_materialize_grads": Builtin("set_materialize_grads", _nothing),
    },
)


class Call:
    """One call of a function: its context, its arguments, and the gradients it answered last."""

    def __init__(self, runtime: Runtime, cls: Class, args: tuple[Value, ...]) -> None:
        self.runtime = runtime
        self.cls = cls
        self.args = args
        self.places = [place for place, arg in enumerate(args) if isinstance(arg, Tensor)]
        needs = tuple(isinstance(arg, Tensor) and arg.requires_grad for arg in args)
        self.context = Record(CONTEXT, {"saved_tensors": (), "needs_input_grad": needs})
        self._known: tuple[Any, list[Value]] | None = None

    def __repr__(self) -> str:
        return self.cls.name

    def forward(self, arrays: Sequence[Array] = ()) -> Array:
        """The values of what the program's ``forward`` answers.

        Args:
            arrays: other numbers for its tensors, as when a gradient is checked: then nothing is
                kept for the way back.
        """
        context, args = self.context, list(self.args)
        if any(self.args[k]._array is not a for k, a in zip(self.places, arrays, strict=False)):
            context = Record(CONTEXT, dict(self.context.attributes))
            for place, array in zip(self.places, arrays, strict=True):
                args[place] = Tensor(array)
        with no_grad():
            result = self.runtime.call(_method(self.cls, "forward"), (context, *args))
        if isinstance(result, tuple | list):
            raise GradientError("a function of one's own answers one tensor here, not several")
        if not isinstance(result, Tensor):
            name = self.runtime.type_name(result)
            raise GradientError(f"forward() answers a tensor, not '{name}'")
        values: Array = result.detach().numpy()
        return values

    def gradient(self, slot: int, g: Any) -> Any:
        """What the program's ``backward`` answers for one of the tensors."""
        if self._known is None or self._known[0] is not g:
            self._known = (g, self._backward(g if isinstance(g, Tensor) else Tensor(g)))
        part = self._known[1][self.places[slot]]
        if part is None:
            part = Tensor(np.zeros(self.args[self.places[slot]].shape))
        if not isinstance(part, Tensor):
            raise GradientError(f"backward() answers tensors, not '{type(part).__name__}'")
        return part if isinstance(g, Tensor) else part.detach().numpy()

    def _backward(self, g: Tensor) -> list[Value]:
        answer = self.runtime.call(_method(self.cls, "backward"), (self.context, g))
        parts = list(answer) if isinstance(answer, tuple | list) else [answer]
        if len(parts) < len(self.args) or any(part is not None for part in parts[len(self.args) :]):
            raise GradientError(
                f"function {self.cls.name}Backward returned an incorrect number of gradients "
                f"(expected {len(self.args)}, got {len(parts)})"
            )
        return parts


def _method(cls: Class, name: str) -> Value:
    found = cls.find(name)
    if found is MISSING:
        raise GradientError(f"the function {cls.name} has no {name}()")
    return found.function if type(found) in (StaticMethod, ClassMethod) else found


def _rule(slot: int) -> Any:
    return lambda g, y, *inputs, call: call.gradient(slot, g)


class OwnNode(Node):
    """A call of a program's own function; one class below this for each of them."""


def _operation(cls: Class, count: int) -> type[Node]:
    operation: Any = type(cls.name, (OwnNode,), {})
    # Set afterwards, so that it is entered nowhere: only this program has it.
    operation.name = operation.symbol = operation.called = cls.name
    operation.formula = f"{cls.name}({', '.join('abcdefgh'[:count])})"
    operation.family = "own"
    operation.grad_fn_name = f"{cls.name}Backward"
    operation.forward = staticmethod(lambda *arrays, call: call.forward(arrays))
    operation.kernel = operation.forward
    operation.gradients = tuple(Gradient("backward(g)", _rule(slot)) for slot in range(count))
    operation.rules = tuple(gradient.rule for gradient in operation.gradients)
    operation.input_names = operation.order = tuple("abcdefgh"[:count])
    operation.defaults, operation.kinds = {}, {}
    return operation  # type: ignore[no-any-return]


def _apply(runtime: Runtime, cls: Class, *args: Value) -> Value:
    """``Function.apply(...)``."""
    tensors = [arg for arg in args if isinstance(arg, Tensor)]
    known = runtime.state.setdefault("own functions", {})
    key = (cls, len(tensors))
    if key not in known:
        known[key] = _operation(cls, len(tensors))
    call = Call(runtime, cls, args)
    if not tensors:
        return Tensor(call.forward())
    return known[key].apply(*tensors, call=call)


FUNCTION = Class(
    "Function", (OBJECT,), {"apply": ClassMethod(Builtin("apply", _apply, runtime=True))}
)

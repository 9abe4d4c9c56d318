"""Adoption: a node of somebody's own, with a ``backward(grad_output)`` that fills ``.grad``.

Readers who write an engine themselves make a class for each operation: it keeps its inputs as
attributes, and its ``backward`` leaves a gradient in each, ``self.left.grad = ...``. A tensor that
is made with such a node works here: the engine calls ``backward`` in its turn, and adds up what
every use of a value sends. A node that cannot work is refused when it is attached.
"""

from __future__ import annotations

from typing import Any

from chainrule.engine.apply import next_serial
from chainrule.engine.declaration import Gradient
from chainrule.engine.errors import GradientError
from chainrule.engine.node import Node
from chainrule.engine.state import state
from chainrule.engine.tensor import Array, Tensor


class AdoptedNode(Node):
    """What a node of one's own becomes when a tensor is made with it."""

    family = "own"
    _kept: dict[str, Tensor]
    _sent: tuple[Any, list[Array]] | None = None

    def sent(self, slot: int, gradient: Any) -> Array:
        """What its ``backward`` leaves in one of its inputs.

        Raises:
            GradientError: it leaves none, or a graph of the gradients is asked for.
        """
        if isinstance(gradient, Tensor):
            raise GradientError(
                f"{self.name} computes numbers only: a gradient of its gradient is not known"
            )
        if self._sent is None or self._sent[0] is not gradient:
            self._sent = gradient, self._filled(gradient)
        return self._sent[1][slot]

    def _filled(self, gradient: Array) -> list[Array]:
        """Calls ``backward`` with stand-ins for the inputs, so that each use has its own."""
        stand_ins = {
            name: Tensor.wrap(array, source._requires_grad, None)
            for (name, _), array, source in zip(
                self._kept.items(), self.arrays, self.sources, strict=True
            )
        }
        self.__dict__.update(stand_ins)
        try:
            self.backward(Tensor.wrap(gradient, False, None))  # type: ignore[attr-defined]
        finally:
            self.__dict__.update(self._kept)
        parts = []
        for name, tensor in stand_ins.items():
            if tensor._grad is None and tensor._requires_grad:
                raise GradientError(
                    f"{self.name}.backward() left no gradient in {name}: "
                    f"write self.{name}.grad = ..."
                )
            parts.append(tensor._array * 0 if tensor._grad is None else tensor._grad._read())
        return parts


def adopt(node: Any, output: Array) -> Node:
    """A node that the engine can work with: itself where it is one of its own.

    Args:
        node: what a tensor is made with.
        output: the values of that tensor.

    Raises:
        GradientError: it has no ``backward``, or keeps no tensors.
    """
    if isinstance(node, Node) and "sources" in node.__dict__:
        return node
    name = type(node).__name__
    if not callable(getattr(node, "backward", None)):
        raise GradientError(
            f"{name} cannot make a tensor: it has no backward(grad_output) that leaves gradients "
            "in its inputs"
        )
    kept = {key: value for key, value in vars(node).items() if isinstance(value, Tensor)}
    if not kept:
        raise GradientError(
            f"{name} cannot make a tensor: it keeps none of the tensors that it was computed from; "
            "write self.left = left"
        )
    node.__class__ = _operation(type(node), tuple(kept))
    sources = tuple([tensor.source for tensor in kept.values()])
    node.__dict__ |= {
        "_kept": kept,
        "inputs": tuple(kept.values()),
        "sources": sources,
        "arrays": tuple([tensor._read() for tensor in kept.values()]),
        "output": output,
        "params": {"node": node},
        "serial": next_serial(),
        "_requires_grad": any(source._requires_grad for source in sources),
        "group": state.recording.group,
    }
    return node  # type: ignore[no-any-return]


def _operation(kind: type[Any], names: tuple[str, ...]) -> type[Node]:
    """The class of a node of one's own, with what the engine asks an operation."""
    operation: Any = type(kind.__name__, (AdoptedNode, kind), {})
    # Set afterwards, so that it is entered nowhere: it belongs to whoever wrote it.
    operation.name = operation.symbol = operation.called = kind.__name__
    operation.formula = f"{kind.__name__}({', '.join(names)})"
    operation.grad_fn_name = kind.__name__
    operation.forward = operation.kernel = staticmethod(_unknown)
    operation.gradients = tuple(
        Gradient("backward(g)", lambda g, y, *inputs, node, slot=slot: node.sent(slot, g))
        for slot in range(len(names))
    )
    operation.rules = tuple(gradient.rule for gradient in operation.gradients)
    operation.input_names = operation.order = names
    operation.defaults, operation.kinds = {}, {}
    return operation  # type: ignore[no-any-return]


def _unknown(*_arrays: Array, node: Node) -> Array:
    raise GradientError(f"how {node.name} computes its values is not known, only how it goes back")

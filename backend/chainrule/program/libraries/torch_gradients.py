"""Gradients: ``torch.autograd`` with its derivatives of functions and functions of one's own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from chainrule.engine import Node, Tensor, grad, no_grad
from chainrule.engine.operations.linear_algebra import MatMulNode
from chainrule.functions.gradients import by_pass
from chainrule.functions.missing import MISSING
from chainrule.functions.table import AUTOGRAD_FUNCTIONAL
from chainrule.program.libraries.contexts import CONTEXTS, quiet, unrecorded
from chainrule.program.libraries.gradient_names import name_of
from chainrule.program.libraries.own_functions import FUNCTION
from chainrule.program.libraries.table import Table
from chainrule.program.libraries.things import LeafOrigin, Origin, shown
from chainrule.program.libraries.wrapping import callback, given, like, tensor_answer
from chainrule.program.runtime import Runtime
from chainrule.program.tables import ATTRIBUTES, Attribute, Method
from chainrule.program.values import Builtin, Library, Value


def origin_of(tensor: Tensor) -> Value:
    """What ``grad_fn`` answers."""
    node = tensor.grad_fn
    return None if node is None or not tensor.requires_grad else Origin(node)


def origin_of_source(source: Any) -> Value:
    """The origin of what a node computed with: another one, the leaf's, or none."""
    if not source.requires_grad:
        return None
    return Origin(source) if isinstance(source, Node) else LeafOrigin(source)


def next_functions(origin: Origin) -> tuple[Value, ...]:
    """Where the gradients go on to, as PyTorch shows it."""
    return tuple((origin_of_source(source), 0) for source in sources_of(origin.node))


def sources_of(node: Node) -> tuple[Any, ...]:
    """What a node computed with, in PyTorch's order."""
    sources: tuple[Any, ...] = node.sources
    name, first = name_of(node), sources[0]
    if name == "AddmmBackward0" and isinstance(first, MatMulNode):
        return (sources[1], *first.sources)  # the bias, what is multiplied, and the weight's turn
    if name in FROM_THE_SECOND:
        return sources[1:]
    if len(sources) == 2 and _is_number(first):
        return sources[::-1]  # 2 * x is x * 2 there
    return sources


def _is_number(source: Any) -> bool:
    """Whether a program wrote a number there, and no tensor."""
    return (
        isinstance(source, Tensor)
        and not source.ndim
        and not source.requires_grad
        and source.name is None
    )


FROM_THE_SECOND = frozenset({"RsubBackward1", "PowBackward2", "WhereBackward0"})
"""Operations whose first argument is a number or a condition, which PyTorch does not list."""


def _input(place: int) -> Attribute:
    def get(origin: Origin) -> Value:
        inputs = origin.node.inputs
        if place >= len(inputs):
            raise AttributeError(f"'{name_of(origin.node)}' has no such input")
        return inputs[place]

    return Attribute(get)


SAVED = {
    "_saved_self": frozenset({"PowBackward0", "SinBackward0", "CosBackward0", "LogBackward0",
                              "MulBackward0", "DivBackward0", "ReluBackward1", "MmBackward0"}),
    "_saved_other": frozenset({"MulBackward0", "DivBackward0"}),
    "_saved_result": frozenset({"ExpBackward0", "TanhBackward0", "SigmoidBackward0",
                                "ReluBackward0", "SqrtBackward0"}),
}  # fmt: skip
"""What PyTorch's nodes keep for the way back, by the name under which they show it."""


def _saved(name: str) -> Attribute:
    def get(origin: Origin) -> Value:
        node: Any = origin.node
        called = name_of(node)
        if called not in SAVED[name]:
            raise AttributeError(f"'{called}' object has no attribute '{name}'")
        if name == "_saved_result":
            return tensor_answer(Tensor.wrap(node.output, node.requires_grad, node))
        return node.inputs[name == "_saved_other"]

    return Attribute(get)


ATTRIBUTES[Origin] = {
    "next_functions": Attribute(next_functions),
    "name": Method("name", lambda origin: name_of(origin.node)),
    "left": _input(0),
    "right": _input(1),
    "inputs": Attribute(lambda origin: tuple(origin.node.inputs)),
    "_saved_self": _saved("_saved_self"),
    "_saved_other": _saved("_saved_other"),
    "_saved_result": _saved("_saved_result"),
}
ATTRIBUTES[LeafOrigin] = {
    "variable": Attribute(lambda origin: origin.variable),
    "next_functions": Attribute(lambda origin: ()),
    "name": Method("name", lambda origin: "torch::autograd::AccumulateGrad"),
}
shown(Origin, lambda origin: f"<{name_of(origin.node)} object at {0x7F00_0000_0000:#x}>")
shown(LeafOrigin, lambda origin: f"<AccumulateGrad object at {0x7F00_0000_0000:#x}>")


def _tensors(name: str, value: Value) -> list[Tensor]:
    found = list(value) if isinstance(value, list | tuple) else [value]
    for item in found:
        if not isinstance(item, Tensor):
            raise TypeError(f"{name}: a tensor is needed, not {type(item).__name__}")
    return found


def _handed_over(
    runtime: Runtime, ends: list[Tensor], wanted: list[Tensor], starts: list[Value],
    retain_graph: Value,
) -> tuple[Tensor | None, ...]:  # fmt: skip
    """The gradients of outputs, added up; each output ends a moment."""
    total: list[Tensor | None] = [None] * len(wanted)
    for place, end in enumerate(ends):
        start = starts[place]
        keep = retain_graph if place == len(ends) - 1 else True
        runtime.recorder.gradient_starts(end, start, wanted)
        parts = grad(end, wanted, start, retain_graph=keep)
        runtime.recorder.backward_done(end)
        for k, part in enumerate(parts):
            known = total[k]
            if known is not None and part is not None:
                part = Tensor.wrap(known._array + part._array, False, None)
            total[k] = known if part is None else part
    return tuple(total)


def grad_(
    runtime: Runtime, outputs: Value, inputs: Value, grad_outputs: Value = None,
    retain_graph: Value = None, create_graph: Value = False, only_inputs: Value = True,
    allow_unused: Value = None, is_grads_batched: Value = False,
    materialize_grads: Value = False,
) -> tuple[Value, ...]:  # fmt: skip
    """``torch.autograd.grad``: gradients of outputs for inputs; no ``.grad`` is touched."""

    def one_pass(
        ends: list[Tensor], wanted: list[Tensor], starts: list[Value], retain: bool | None
    ) -> Sequence[Tensor | None]:
        # Where something is computed from the gradients, they are no end.
        if create_graph or runtime.recorder is None:
            return grad(ends, wanted, starts, retain, bool(create_graph))
        return _handed_over(runtime, ends, wanted, starts, retain)

    ends, wanted = (_tensors("grad()", given(runtime, "grad", x)) for x in (outputs, inputs))
    found = by_pass(
        one_pass, ends, wanted, grad_outputs, retain_graph, allow_unused,
        bool(is_grads_batched), bool(materialize_grads),
    )  # fmt: skip
    return tuple(
        part if part is None else like(tensor, part)
        for tensor, part in zip(wanted, found, strict=True)
    )


def backward_(
    runtime: Runtime, tensors: Value, grad_tensors: Value = None, retain_graph: Value = None,
    create_graph: Value = False, inputs: Value = None,
) -> None:  # fmt: skip
    """``torch.autograd.backward``: several outputs, one after the other."""
    ends = _tensors("backward()", tensors)
    starts = _tensors("backward()", grad_tensors) if grad_tensors is not None else [None] * len(
        ends
    )  # fmt: skip
    for place, (end, start) in enumerate(zip(ends, starts, strict=True)):
        keep = retain_graph if place == len(ends) - 1 else True
        end.backward(start, retain_graph=keep, create_graph=bool(create_graph), inputs=inputs)


def _derivative(name: str) -> Builtin:
    entry = AUTOGRAD_FUNCTIONAL[name]

    def call(runtime: Runtime, func: Value, *args: Value, **kwargs: Value) -> Value:
        if not name.endswith("check"):
            return tensor_answer(entry.call(callback(runtime, func), *args, **kwargs))
        with unrecorded(runtime):
            return entry.call(callback(runtime, func), *args, **kwargs)

    return Builtin(name, call, runtime=True, doc=f"it is called {name}{entry.signature}")


def make_variable(runtime: Runtime, data: Value, requires_grad: Value = False) -> Value:
    """``Variable(x)`` of old programs: the tensor, marked where that is asked for."""
    if requires_grad:
        with no_grad():
            found: Any = given(runtime, "Variable", data).detach()
        found.requires_grad = True
        return found
    return data


PROFILER = Library("torch.autograd.profiler", {})
PROFILER.quiet = True
"""Time is not measured here."""
FUNCTIONAL = Library(
    "torch.autograd.functional", Table({}, AUTOGRAD_FUNCTIONAL, _derivative), MISSING
)
AUTOGRAD = Library(
    "torch.autograd",
    {
        "grad": Builtin("torch.autograd.grad", grad_, runtime=True),
        "backward": Builtin("torch.autograd.backward", backward_, runtime=True),
        "functional": FUNCTIONAL,
        "Function": FUNCTION,
        "Variable": Builtin("Variable", make_variable, runtime=True),
        "gradcheck": _derivative("gradcheck"),
        "gradgradcheck": _derivative("gradgradcheck"),
        "profiler": PROFILER,
        **{
            name: Builtin(name, quiet(name), runtime=True)
            for name in ("set_detect_anomaly", "detect_anomaly")
        },
        **{name: CONTEXTS[name] for name in ("no_grad", "enable_grad", "set_grad_enabled")},
    },
)

"""Gradients inside of a program: ``grad(y, x)`` is a tensor like any other.

The engine's rules run on tensors, so every step of the reverse pass is an operation that is drawn
and that has a gradient itself: the gradient of a gradient. A call is drawn as a group.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from chainrule.engine import OPERATIONS, ChainruleError, Node, Source, Tensor
from chainrule.engine.backward import seed
from chainrule.engine.reverse import ordered, propagate
from chainrule.program.errors import ProgramError, failure
from chainrule.program.explaining import explain
from chainrule.program.library.makers import given
from chainrule.program.values import Argument, Value
from chainrule.program.work import estimate

if TYPE_CHECKING:
    from chainrule.program.calls import Arguments
    from chainrule.program.interpreter import Interpreter


def gradient(run: Interpreter, arguments: Arguments) -> Value:
    """``grad(y, x)``: a tensor for a tensor, a tuple for several."""
    if "create_graph" in arguments.named:
        return torch_gradient(run, arguments)
    found = given(arguments, "y", "x", required=2)
    several = isinstance(found["x"].value, list | tuple)
    gradients = _gradients(run, arguments, found["y"], found["x"])
    return gradients if several else gradients[0]


def torch_gradient(run: Interpreter, arguments: Arguments) -> Value:
    """``torch.autograd.grad``: always a tuple, and without a graph unless that is asked for."""
    names = ("outputs", "inputs", "grad_outputs", "retain_graph", "create_graph")
    found = given(arguments, *names, required=2)
    start = found.get("grad_outputs")
    gradients = _gradients(run, arguments, found["outputs"], found["inputs"], start)
    wanted = found.get("create_graph")
    if wanted and run.static(wanted.value, wanted.span):
        return gradients
    return tuple([run.apply(OPERATIONS["detach"], (g,), {}, arguments.span) for g in gradients])


def _gradients(
    run: Interpreter,
    arguments: Arguments,
    output: Argument,
    inputs: Argument,
    start: Argument | None = None,
) -> tuple[Tensor, ...]:
    y = run.tensor(output.value, output.span)
    several = inputs.value if isinstance(inputs.value, list | tuple) else (inputs.value,)
    wanted = [run.tensor(value, inputs.span) for value in several]
    upstream = None
    if start is not None and start.value is not None:
        upstream = run.tensor(start.value, start.span)
    elif y.size != 1:
        raise failure(
            "bad_argument",
            f"grad() needs a single number to start from, not shape {y.shape}",
            output.span,
            "reduce it with sum() or mean() to say what you mean",
        )
    for x in wanted:
        if not x.requires_grad:
            raise failure(
                "bad_argument",
                "grad(): no gradient flows to what is only data",
                inputs.span,
                "make it a parameter: x = 2.0, or x = param(...)",
            )
    with run.groups.inside("grad"):
        gradients = _reverse_pass(run, arguments, y, wanted, upstream)
    for x, gradient in zip(wanted, gradients, strict=True):
        if gradient is None and depends(y, x):
            raise failure(
                "bad_argument",
                "grad(): the first argument depends on the second, but no gradient flows back",
                arguments.span,
                "detach() or a comparison between them cuts the path",
            )
        if gradient is None:
            raise failure(
                "bad_argument",
                "grad(): the first argument does not depend on the second",
                arguments.span,
                "give a value that was computed from it: y = x ** 2, then grad(y, x)",
            )
    return tuple([gradient for gradient in gradients if gradient is not None])


def depends(y: Tensor, x: Tensor) -> bool:
    """Whether a value was computed from another one, be it without a gradient."""
    seen: set[Source] = {y.source}
    waiting = [y.source]
    while waiting:
        here = waiting.pop()
        for source in [t.source for t in here.inputs] if isinstance(here, Node) else ():
            if source not in seen:
                seen.add(source)
                waiting.append(source)
    return x.source in seen


def _reverse_pass(
    run: Interpreter,
    arguments: Arguments,
    y: Tensor,
    wanted: list[Tensor],
    upstream: Tensor | None,
) -> list[Tensor | None]:
    """The gradients, with those operations annotated that they were computed by.

    The engine computes the gradients of every leaf; only the way to the wanted ones is drawn.
    """
    nodes, span = run.tape.nodes, arguments.span
    for node in ordered(y):  # the reverse pass costs about what they cost themselves
        run.budget.operation(_estimate(node), span)
    before = charged = len(nodes)

    def watch(*_step: Any) -> None:
        nonlocal charged
        for node in nodes[charged:]:
            run.budget.operation(_estimate(node), span)
            run.budget.node(node.output.shape, span)
        charged = len(nodes)

    keep = {x.source for x in wanted}
    try:
        found = propagate(y, seed(y, upstream), create_graph=True, keep=keep, observer=watch)
    except ProgramError:  # a limit
        raise
    except ChainruleError as error:
        raise explain(error, span) from None
    gradients = [found.get(x.source) for x in wanted]
    new = nodes[before:]
    used: set[Source] = {g.source for g in gradients if g is not None}
    for node in reversed(new):
        if node in used:
            used.update(t.source for t in node.inputs)
    for node in new:
        if node in used:
            for t in node.inputs:
                run.constant_inside(t, span)
            run.annotate(node, span)
    for g in gradients:
        if g is not None:
            run.constant_inside(g, span)  # of y = x + 1 the gradient is what it starts with
    return gradients


def _estimate(node: Node) -> Any:
    return estimate(node.name, [array.shape for array in node.arrays], node.params)

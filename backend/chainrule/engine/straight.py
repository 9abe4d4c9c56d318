"""Straight-line code: the two loops of a plan written out, for tapes that run again and again.

Of a small network's step, a third goes into the loops around NumPy's calls. So for a tape that has
proved to be worth it, each pass becomes one Python function with a line for each call and a local
variable for each value, as ``dataclasses`` writes its methods. The text is made of places in the
plan's lists alone; functions, shapes and parameters are handed over as objects.

The functions, their arguments and their order are those of the loops: so are the numbers.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from chainrule.engine.apply import compute
from chainrule.engine.dtypes import FLOATS
from chainrule.engine.errors import ReplayError
from chainrule.engine.reverse import unbroadcast
from chainrule.engine.tensor import Array

if TYPE_CHECKING:
    from chainrule.engine.node import Node
    from chainrule.engine.replay import Send, Step

Forward = Callable[[list[Array]], None]
"""Computes every value from the leaves', all of them in the plan's list."""

Backward = Callable[[list[Array], Array], list[Any]]
"""From all values and the first gradient to the gradients at the wanted places."""


def forward_function(steps: Sequence[Step]) -> Forward:
    """The forward pass.

    It raises what the operations raise, and a ``ReplayError`` where a result's shape is new.
    """
    names: dict[str, Any] = {"ndarray": np.ndarray, "array": np.array, "reshaped": reshaped}
    made = {step.place for step in steps}
    read = {place for step in steps for place in step.reads} - made
    lines = [f"v{place} = values[{place}]" for place in sorted(read)]
    for k, step in enumerate(steps):
        forward = _forward(step.node)
        names |= {f"forward{k}": forward, f"node{k}": step.node, f"result{k}": step.result}
        names[f"shape{k}"] = step.shape
        arguments = [f"v{place}" for place in step.reads]
        value = f"v{step.place}"
        lines += [
            f"{value} = forward{k}({_call(arguments, step.options, k, names)})",
            *([f"if type({value}) is not ndarray: {value} = array({value})"] * (not step.shape)),
            f"if {value}.shape != shape{k}: raise reshaped(node{k}, {value})",
            f"node{k}.arrays = ({''.join(f'{argument}, ' for argument in arguments)})",
            f"node{k}.output = result{k}._array = values[{step.place}] = {value}",
            f"result{k}._loose = False",
        ]
    return _function("values", lines, names)


def _forward(node: Node) -> Callable[..., Any]:
    """The operation's rule; of integers and truth values NumPy may make another dtype than ours."""
    if node.output.dtype in FLOATS:
        return type(node).forward
    return lambda *arrays, **options: compute(type(node), arrays, options)


def backward_function(sends: Sequence[tuple[Step, list[Send]]], wanted: Sequence[int]) -> Backward:
    """The reverse pass from the first step's output; it gives the gradients at ``wanted``."""
    names: dict[str, Any] = {"unbroadcast": unbroadcast}
    values = {place for step, _ in sends for place in (step.place, *step.reads)}
    lines = [f"v{place} = values[{place}]" for place in sorted(values)]
    lines += [f"g{place} = None" for place in sorted(values | set(wanted))]
    lines.append(f"g{sends[0][0].place} = start")
    seen = set()
    for k, (step, parts) in enumerate(sends):
        upstream = f"g{step.place}"
        arguments = [upstream, f"v{step.place}", *(f"v{place}" for place in step.reads)]
        lines.append(f"if {upstream} is not None:")
        for j, (rule, shape, place) in enumerate(parts):
            names |= {f"rule{k}_{j}": rule, f"shape{k}_{j}": shape}
            total = f" if g{place} is None else g{place} + part" if place in seen else ""
            lines += [
                f"    part = rule{k}_{j}({_call(arguments, step.node.params, k, names)})",
                "    if part is not None:",
                f"        if part.shape != shape{k}_{j}: part = unbroadcast(part, shape{k}_{j})",
                f"        g{place} = part{total}",
            ]
            seen.add(place)
        lines.append("    pass")
    lines.append(f"return [{', '.join(f'g{place}' for place in wanted)}]")
    return _function("values, start", lines, names)


def _call(arguments: list[str], params: dict[str, Any], k: int, names: dict[str, Any]) -> str:
    """The text between a call's brackets; parameters come by name."""
    names |= {f"param{k}_{name}": value for name, value in params.items()}
    return ", ".join([*arguments, *(f"{name}=param{k}_{name}" for name in params)])


def _function(parameters: str, lines: list[str], names: dict[str, Any]) -> Callable[..., Any]:
    body = "\n".join(f"    {line}" for line in lines)
    exec(f"def run({parameters}):\n{body}", names)  # noqa: S102 of places and names of ours alone
    function: Callable[..., Any] = names.pop("run")  # lest it keep itself alive
    return function


def reshaped(node: Node, output: Array) -> ReplayError:
    """What to say of a result whose shape the values decide."""
    return ReplayError(
        f"the result of {node.name} had shape {node.output.shape} when recorded, "
        f"and now has {output.shape}: the values decide its shape"
    )

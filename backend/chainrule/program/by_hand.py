"""A backward pass by hand: ``dW = X.T @ dscores`` behind a forward pass, without any loop.

The last value of such a program is a gradient. Its output is what the gradients are of: the value
that was computed last before them. It is known by its numbers: at least one of the program's own
gradients is what the chain rule says.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from chainrule.engine import Node, Source, Tensor
from chainrule.engine.gradient_names import fold, targets
from chainrule.engine.reverse import propagate
from chainrule.engine.tensor import Array
from chainrule.program.moments import Entry, Moment
from chainrule.program.steps import mark
from chainrule.program.values import Value

FEWEST = 2
"""Gradients that have to be there: one name that begins with a d may mean anything."""
MOST = 200
"""Names that are compared with each other."""
CLOSE = 1e-6


@dataclass(frozen=True, slots=True)
class Pair:
    """A gradient of the program's own, and the value that it is of.

    Attributes:
        own: its numbers.
        since: when its computation began; ``None`` if it is another name of something else.
        value: what it is the gradient of.
    """

    own: Array
    since: int | None
    value: Tensor


def moment_by_hand(entries: Sequence[Entry], names: Mapping[str, Value]) -> Moment | None:
    """The moment of a program that ends in a backward pass by hand; ``None`` of others."""
    tensors = {name: value for name, value in names.items() if isinstance(value, Tensor)}
    if len(names) > MOST:
        return None
    pairs = list(_pairs(tensors, names))
    computed = [pair.since for pair in pairs if pair.since is not None]
    if len(computed) < FEWEST:
        return None
    forward = [entry for entry in entries if entry.node.serial < min(computed)]
    found = [entry for entry in forward if entry.result.name in tensors]
    if not found:
        return None
    output = found[-1]
    upstream = next((pair.own for pair in pairs if pair.value is output.result), None)
    moment = Moment(
        1,
        output.result,
        None if upstream is None else np.array(upstream, output.result.dtype),
        output.span.line if output.span else None,
        list(entries),
        {leaf: leaf._array for leaf in _leaves(output.node)},
        {},
        by_hand=True,
    )
    return moment if _agrees(moment, pairs) else None


def _pairs(tensors: Mapping[str, Tensor], names: Mapping[str, Value]) -> Iterator[Pair]:
    """The gradients by their names: of a value that is called so, in its shape."""
    spelled = {fold(name): value for name, value in [*tensors.items()][::-1]}
    own_gradients = [(name, own) for name, own in names.items() if next(targets(name, ""), None)]
    for name, own in own_gradients if len(own_gradients) >= FEWEST else ():
        parts = [own] if isinstance(own, Tensor) else own
        if not isinstance(parts, list | tuple) or not parts:
            continue
        if not all(isinstance(part, Tensor) for part in parts):
            continue
        shape = own.shape if isinstance(own, Tensor) else (len(parts), *parts[0].shape)
        readings = (target for output in ("", *spelled) for target in targets(name, output))
        value = next((spelled[t] for t in readings if t in spelled), None)
        if value is None or value is own or value.shape != shape:
            continue
        nodes = [part.grad_fn for part in parts if part.grad_fn is not None]
        is_its_own = not isinstance(own, Tensor) or own.name == name
        since = min(node.serial for node in nodes) if nodes and is_its_own else None
        yield Pair(np.array([part._array for part in parts]).reshape(shape), since, value)


def _leaves(output: Node) -> list[Tensor]:
    """The leaves of floats that have a name and led to an output."""
    found: dict[Tensor, None] = {}
    waiting, seen = [output], {output}
    while waiting:
        for source in waiting.pop().sources:
            if isinstance(source, Node):
                if source not in seen:
                    seen.add(source)
                    waiting.append(source)
            elif source.name is not None and source._array.dtype.kind == "f":
                found[source] = None
    return list(found)


def _agrees(moment: Moment, pairs: Sequence[Pair]) -> bool:
    """Whether one of the gradients is that of the chain rule; what it takes to know is undone."""
    parts: list[Any] = [*moment.values, *(entry.node for entry in moment.entries)]
    parts += [entry.result for entry in moment.entries]
    flags = [(part, part._requires_grad) for part in parts]
    mark(moment)
    output = moment.output
    wanted = {pair.value.source for pair in pairs if pair.value is not output}
    start: Array = np.ones(output.shape) if moment.gradient is None else moment.gradient
    agrees = False
    if output._requires_grad and output.dtype.kind == "f":
        keep: list[Source] = [source for source in wanted if isinstance(source, Node)]
        found = propagate(output, Tensor.wrap(np.array(start), False, None), keep=keep)
        agrees = any(
            np.allclose(found[pair.value.source], pair.own, CLOSE, CLOSE)
            for pair in pairs
            if pair.value.source in wanted and pair.value.source in found
        )
    if not agrees:
        for part, flag in flags:
            part._requires_grad = flag
    return agrees

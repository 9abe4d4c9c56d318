"""Trace: the values of a computation in order, and everything its reverse pass did.

In comes a result; out come the values in execution order (``collect``) and what happened to each
gradient (``trace``). No ``.grad`` is read or written: looking changes nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import takewhile
from typing import Any, TypeGuard

import numpy as np
from numpy.typing import ArrayLike

from chainrule.engine import Annotation, ArgumentError, Node, Part, Source, Tensor
from chainrule.engine.backward import seed
from chainrule.engine.reverse import leading_to, needs_gradient, ordered, propagate
from chainrule.graph.summary import Array


def collect(output: Tensor) -> dict[Source, Annotation]:
    """Every value that ``output`` depends on, in execution order, each leaf before its first use.

    Names are those of the tensors, groups those that the engine recorded.
    """
    source = output.source
    names = {source: output.name}
    found: set[Node] = set()
    stack = [source] if isinstance(source, Node) else []
    while stack:
        node = stack.pop()
        if node in found:
            continue
        found.add(node)
        for tensor, read in zip(node.inputs, node.sources, strict=True):
            names[read] = tensor.name or names.get(read)
            if isinstance(read, Node):
                stack.append(read)
    order = sorted(found, key=lambda node: node.serial)
    groups: dict[Source, str] = {}
    for node in order:
        for read in node.sources:
            groups[read] = common_group(groups.get(read, node.group), node.group)
    values: dict[Source, Annotation] = {}
    for node in order:
        for read in node.sources:
            if read not in values and isinstance(read, Tensor):
                values[read] = leaf_annotation(read, groups[read])
        values[node] = Annotation("operation", names[node], group=node.group)
    if isinstance(source, Tensor):
        values[source] = leaf_annotation(source, "")
    return values


def common_group(one: str, other: str) -> str:
    """The innermost group that holds both; paths such as ``"net/encoder"``."""
    if one == other:
        return one
    pairs = zip(one.split("/"), other.split("/"), strict=False)
    shared = takewhile(lambda pair: pair[0] == pair[1], pairs)
    return "/".join(part for part, _ in shared)


def leaf_annotation(tensor: Tensor, group: str) -> Annotation:
    """What can be said of a leaf that no program describes.

    Parameters and constants belong to the ``group`` that reads them; data comes from outside.
    """
    if needs_gradient(tensor):
        return Annotation("parameter", tensor.name, group=group)
    if tensor.name is None and not tensor.shape:
        return Annotation("constant", group=group)
    return Annotation("data", tensor.name)


def is_operation(source: Source, annotation: Annotation) -> TypeGuard[Node]:
    """Whether a value is drawn as the result of an operation, with what it was made of."""
    return isinstance(source, Node) and annotation.kind == "operation"


def complete(output: Tensor, values: Mapping[Source, Annotation]) -> Mapping[Source, Annotation]:
    """The same values; a leaf that an operation reads but nobody listed stands before its use.

    An operation's result that is not listed as an operation is a leaf to those who read it.

    Raises:
        ArgumentError: the output, or an operation that another one reads, is not listed.
    """
    result: dict[Source, Annotation] = {}
    for source, annotation in values.items():
        for read in source.sources if is_operation(source, annotation) else ():
            if read not in values:
                if isinstance(read, Node):
                    raise ArgumentError(f"values has {source} but not {read}, its input")
                result[read] = leaf_annotation(read, annotation.group)
        result[source] = annotation
    if output.source not in result:
        raise ArgumentError(f"values has everything but the output {output.source}")
    return result


def arrays_of(sources: Sequence[Source]) -> dict[Source, Array]:
    """Every value as it was computed with: a leaf may have been changed in place since."""
    arrays = {s: s._array if isinstance(s, Tensor) else s.output for s in sources}
    for node in reversed([source for source in sources if isinstance(source, Node)]):
        for read, array in zip(node.sources, node.arrays, strict=True):
            if isinstance(read, Tensor) and read in arrays:
                arrays[read] = array
    return arrays


@dataclass(slots=True)
class Contribution:
    """What the reverse pass sent through one argument slot."""

    raw_shape: tuple[int, ...]
    array: Array
    before: Array | None
    after: Array


@dataclass(slots=True)
class Step:
    """The reverse pass at one operation: by slot, ``None`` where no gradient is needed."""

    node: Node
    contributions: list[Contribution | None]


@dataclass(slots=True)
class Trace:
    """One whole reverse pass."""

    seed: Array | None = None
    steps: list[Step] = field(default_factory=list)
    grads: dict[Source, Array] = field(default_factory=dict)
    leading: set[Source] | None = None
    """What the gradients that were asked for go through; all where nothing is left out."""

    def observe(self, node: Node, _upstream: Array, parts: Sequence[Part | None]) -> None:
        """Notes one node's step; the engine calls this."""
        if self.leading is not None and node not in self.leading:
            return
        contributions: list[Contribution | None] = []
        for source, part in zip(node.sources, parts, strict=True):
            if part is None or (self.leading is not None and source not in self.leading):
                contributions.append(None)
                continue
            raw, sent = map(np.asarray, part)
            before = self.grads.get(source)
            # The same additions in the same order as the engine's: the sums are equal bit by bit.
            after = sent if before is None else np.asarray(before + sent)
            self.grads[source] = after
            contributions.append(Contribution(raw.shape, sent, before, after))
        self.steps.append(Step(node, contributions))


def trace(
    output: Tensor, gradient: ArrayLike | None = None, wanted: Collection[Source] | None = None
) -> Trace:
    """Runs the reverse pass from ``output`` and notes every step; ``.grad`` stays as it is.

    Args:
        output: the result, of any shape; one that needs no gradient gives an empty trace.
        gradient: the upstream gradient to start with; ones by default.
        wanted: the values whose gradients are asked for; by default all.

    Raises:
        ShapeError: ``gradient`` has another shape than ``output``.
    """
    result = Trace()
    if wanted is not None:
        result.leading = leading_to(wanted, ordered(output))
    if not output.requires_grad:
        return result
    start: Any = np.ones(output.shape, output.dtype) if gradient is None else gradient
    first = seed(output, start)
    result.seed = first._copied()
    result.grads[output.source] = result.seed
    propagate(output, first, observer=result.observe)
    return result

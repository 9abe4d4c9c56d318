"""Your own gradients, checked: a value called ``dW1`` is compared with the gradient of ``W1``.

Courses have readers write the backward pass by hand. A value counts as such a gradient where its
name says so (``dw``, ``dlogits``, ``grad_w1``, ``w_grad``, ``g_b``, ``nabla_w``, ``dL_dw``), where
another value of that name has a gradient and the same shape, and where the output is not computed
from it: the ``dx`` of ``f(x + dx)`` is a step, no gradient. One that is only called ``grad``, or
``delta2``, which books call the error in ``z2``, is said to agree where it does.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np

from chainrule.engine.gradient_names import fold, guesses, key, targets
from chainrule.engine.reverse import unbroadcast
from chainrule.graph.graph import Graph
from chainrule.graph.model import GraphNode
from chainrule.graph.naming import listed
from chainrule.graph.numbers import plain
from chainrule.graph.observations import Finding
from chainrule.graph.summary import Array

TOLERANCE = 1e-6
"""Of the gradient's largest element; what rounding leaves is a millionth of that at most."""
LARGEST_COUNT = 100_000
"""A factor is said as a whole number, or as one part of it, up to here: so many are averaged."""
MOST_VERSIONS = 8
"""Of one name, in a graph that has several; the last ones are compared."""
MOST_NAMED = 6
"""Gradients that are right and named one by one."""

NEGATIVE = "A minus sign was lost on the way."
COUNTED = "Look at what is averaged or added up: the derivative of a mean has 1/n in it."
SCALED = "A constant factor is missing or stands there twice."
ONE_USE = "Add up what every use sends back, with += instead of =."
NOT_SUMMED = "What was copied along an axis forwards is summed along it backwards: use sum()."
TRANSPOSED = "Exchange the two factors of the product, or transpose it."
ELSE = "Compare it edge by edge with what the reverse pass sends back to"


def handwritten(graph: Graph, asked: bool = True) -> list[Finding]:
    """For every gradient that the program computes itself, whether it is right.

    Args:
        graph: the graph.
        asked: whether the output is what those are gradients of. Of a prediction, whose gradients
            begin with ones, those of a loss that is written nowhere differ, and are none the worse.
    """
    pairs = list(_pairs(graph))
    right = [pair for pair in pairs if pair.agrees]
    wrong = [pair.finding() for pair in pairs if asked and not pair.agrees]
    return [*wrong, *([_agreement(right)] if right else [])]


def _agreement(pairs: Sequence[_Pair]) -> Finding:
    """One finding for all that are right."""
    own = listed([f"your {pair.own.name}" for pair in pairs], MOST_NAMED)
    values = listed([pair.value.label for pair in pairs], MOST_NAMED)
    one = len(pairs) == 1
    return Finding(
        "handwritten_agrees",
        pairs[0].own.id,
        max(pair.difference or 0.0 for pair in pairs),
        max(pair.tolerance for pair in pairs),
        f"{own} {'agrees with the gradient' if one else 'agree with the gradients'} of {values}",
        f"{'It is' if one else 'They are'} what the reverse pass computes, up to rounding.",
        nodes=[pair.own.id for pair in pairs],
    )


def _pairs(graph: Graph) -> Iterator[_Pair]:
    """Every gradient that is written by hand, beside the one that it is compared with."""
    named: dict[str, list[GraphNode]] = {}
    spelled: dict[str, list[GraphNode]] = {}
    for node in graph.nodes:
        if node.name:
            named.setdefault(fold(key(node.name)), []).append(node)
            spelled.setdefault(node.name, []).append(node)
    output = fold(graph.node(graph.output).name or "")
    used: set[str] | None = None
    order = {node.id: place for place, node in enumerate(graph.nodes)}
    for name, versions in spelled.items():
        for target in targets(name, output):
            if target not in named or named[target] == versions:
                continue
            used = _ways(graph) if used is None else used
            pairs = [
                _Pair(own, value, graph.values[own.id], graph.grads[value.id], _sent(graph, value))
                for own in versions[-MOST_VERSIONS:]
                if own.id not in used
                for value in [
                    value
                    for value in named[target]
                    if value.grad_state == "computed" and order[value.id] < order[own.id]
                ][-MOST_VERSIONS:]
            ]
            fitting = [pair for pair in pairs if pair.fits]
            # A name is rebound on the way to a gradient, and so is that of the value.
            best = next((pair for pair in fitting if pair.agrees), None)
            nearest = [pair for pair in fitting if pair.same_axes] or fitting
            if best is None and nearest and nearest[-1].value.id != graph.output:
                best = nearest[-1]  # the dy of an output y is what others call the slope
            if best is not None:
                yield best
                break
        else:
            yield from _guessed(graph, name, named, order)


def _guessed(
    graph: Graph, name: str, named: Mapping[str, list[GraphNode]], order: Mapping[str, int]
) -> Iterator[_Pair]:
    """A gradient whose name does not quite say of what, with the one value whose it is.

    Where it is none of them, nobody knows what it was meant to be.
    """
    readings = list(guesses(name))
    if not readings:
        return
    parameters = [node for node in graph.nodes if node.kind == "parameter"]
    own = next(node for node in reversed(graph.nodes) if node.name == name)
    pairs = [
        _Pair(own, value, graph.values[own.id], graph.grads[value.id], [])
        for target in readings
        for value in (named.get(target, []) if target else parameters)
        if value.grad_state == "computed" and order[value.id] < order[own.id]
    ]
    same = [pair for pair in pairs if pair.agrees]
    if len(same) == 1 and own.id not in _ways(graph):
        yield same[0]


class _Pair(NamedTuple):
    """A gradient written by hand, and the one it is compared with."""

    own: GraphNode
    value: GraphNode
    written: Array
    gradient: Array
    sent: list[Array]
    """What each use of the value sent back, where all of it is known."""

    @property
    def fits(self) -> bool:
        """Whether the shapes are the same but for axes of length 1, transposed, or not summed."""
        one, other = _axes(self.written), _axes(self.gradient)
        return self.written.size > 0 and (one in (other, other[::-1]) or self._summed is not None)

    @property
    def _summed(self) -> Array | None:
        """What was written, summed to the value's shape; ``None`` if it has no larger one."""
        written, shape = self.written.shape, self.gradient.shape
        try:
            larger = np.broadcast_shapes(written, shape) == written and written != shape
        except ValueError:
            return None
        return unbroadcast(self.written, shape) if larger else None

    @property
    def tolerance(self) -> float:
        """How far apart the two may be."""
        finite = self.gradient[np.isfinite(self.gradient)]
        return TOLERANCE * float(np.abs(finite).max(initial=0.0))

    @property
    def agrees(self) -> bool:
        """Whether they are the same but for rounding."""
        return self.same_axes and bool((self._distance() <= self.tolerance).all())

    @property
    def same_axes(self) -> bool:
        return _axes(self.written) == _axes(self.gradient)

    def _distance(self) -> Array:
        """How far apart they are, element by element; NaN beside NaN and ∞ beside ∞ are equal."""
        written, gradient = self.written.reshape(self.gradient.shape), self.gradient
        equal = (written == gradient) | (np.isnan(written) & np.isnan(gradient))
        return np.where(equal, 0.0, np.abs(written - gradient))

    @property
    def difference(self) -> float | None:
        """How far they are apart at most; ``None`` where their shapes differ."""
        return float(self._distance().max()) if self.same_axes else None

    def finding(self) -> Finding:
        """What there is to say of two that differ."""
        own, value = f"your {self.own.name}", f"the gradient of {self.value.label}"
        relation, advice = self._relation()
        return Finding(
            "handwritten_differs",
            self.own.id,
            self.difference,
            self.tolerance,
            f"{own} {relation or 'differs from'} {value}{self._where()}",
            advice or f"{ELSE} {self.value.label}.",
        )

    def _where(self) -> str:
        """Where they are furthest apart."""
        if not self.same_axes:
            return ""
        distance = self._distance()
        place = np.unravel_index(int(np.argmax(distance)), distance.shape)  # NaN is the largest
        written = self.written.reshape(distance.shape)[place]
        at = f" at [{', '.join(str(int(index)) for index in place)}]" if place else ""
        return f"{at}: {plain(float(written))} against {plain(self.gradient[place])}"

    def _relation(self) -> tuple[str, str]:
        """The one thing that is wrong everywhere, in words, and what to do about it."""
        gradient, summed = self.gradient, self._summed
        if not self.same_axes and summed is not None and self._is_close(summed, gradient):
            return f"has the shape {self.written.shape}, and was not summed to that of", NOT_SUMMED
        if self.same_axes:
            if len(self.sent) > 1 and any(
                self._is_close(self.written.reshape(gradient.shape), part) for part in self.sent
            ):
                return "is what one use alone sends back, and differs from", ONE_USE
            factor = _factor(self.written.reshape(gradient.shape), gradient)
            if factor is not None:
                return _times(factor, single=gradient.size == 1)
        if len(_axes(gradient)) > 1 and _axes(self.written) == _axes(gradient)[::-1]:
            turned = np.squeeze(self.written).T
            if self._is_close(turned, np.squeeze(gradient)):
                return "is the transpose of", TRANSPOSED
        return "", ""

    def _is_close(self, one: Array, other: Array) -> bool:
        return bool((np.abs(one - other) <= self.tolerance).all())


def _sent(graph: Graph, value: GraphNode) -> list[Array]:
    """What every use of a value sent back to it; empty where some of it is not written out."""
    sent = [edge.grad for edge in graph.edges if edge.source == value.id and edge.grad]
    if any(part.data is None for part in sent):
        return []
    return [np.asarray(part.data, dtype=np.float64) for part in sent]


def _factor(written: Array, gradient: Array) -> float | None:
    """The one factor between two arrays, where there is one that is not 0."""
    place = np.unravel_index(int(np.argmax(np.abs(gradient))), gradient.shape)
    scale = gradient[place]
    if not (scale and np.isfinite(written).all() and np.isfinite(gradient).all()):
        return None
    factor = float(written[place] / scale)
    apart = np.abs(written - factor * gradient).max()
    return factor if factor and apart <= TOLERANCE * abs(factor * scale) else None


def _times(factor: float, single: bool) -> tuple[str, str]:
    """A factor in words; of single numbers only one that has a meaning is said."""
    size, sign = abs(factor), "−" if factor < 0 else ""
    for count, said in ((size, "{}"), (1 / size, "1/{}")):
        whole = round(count)
        if 1 <= whole <= LARGEST_COUNT and abs(count - whole) <= TOLERANCE * whole:
            if whole == 1:
                return "is the negative of", NEGATIVE
            return f"is {sign}{said.format(whole)} times", COUNTED
    return ("", "") if single else (f"is {plain(factor)} times", SCALED)


def _axes(array: Array) -> tuple[int, ...]:
    """The shape without axes of length 1."""
    return tuple(size for size in array.shape if size != 1)


def _ways(graph: Graph) -> set[str]:
    """Everything that the output is computed from, and the output itself."""
    used = {graph.output}
    for node in reversed(graph.nodes):
        if node.id in used:
            used.update(node.inputs)
    return used

"""Random computations, and what must hold of the drawing of any of them."""

from contextlib import nullcontext

import numpy as np
from chainrule import Tape, Tensor, group, tensor
from chainrule.graph import Graph
from hypothesis import strategies as st

SHAPES = [(), (3,), (2, 3), (2, 1), (1, 1)]
NUMBERS = st.integers(-8, 8).map(lambda k: k / 4)


@st.composite
def programs(draw: st.DrawFn) -> Tensor:
    """A result of up to 25 operations on up to 6 leaves: reused, broadcast, grouped and named."""
    values: list[Tensor] = []
    for k in range(draw(st.integers(1, 6))):
        numbers = np.full(draw(st.sampled_from(SHAPES)), draw(NUMBERS))
        values.append(tensor(numbers, requires_grad=k == 0 or draw(st.booleans())))
        values[-1].name = draw(st.sampled_from([None, f"x{k}", "x"]))
    with Tape():  # so that also what needs no gradient is part of the graph
        for _ in range(draw(st.integers(1, 25))):
            path = draw(st.sampled_from(["", "a", "b", "a/c"]))
            pick = st.sampled_from(values[-5:] + values[:1])
            left, right = draw(pick), draw(pick)
            with group(path) if path else nullcontext():
                values.append(_apply(draw(st.sampled_from(OPERATIONS)), left, right))
            values[-1].name = draw(st.sampled_from([None, None, "y", "z"]))
    return values[-1]


OPERATIONS = ["add", "add", "mul", "sub", "tanh", "relu", "sum", "mean", "square"]


def _apply(operation: str, left: Tensor, right: Tensor) -> Tensor:
    if operation in ("add", "mul", "sub"):
        return getattr(left, operation)(right)
    return getattr(left, operation)()


def assert_consistent(graph: Graph) -> None:
    """Every node is inside one card, every edge that leaves its card on one line."""
    drawing = graph.drawing
    inside = [node for card in drawing.cards for node in card.nodes]
    assert sorted(inside) == sorted(node.id for node in graph.nodes)
    home = {node: card.id for card in drawing.cards for node in card.nodes}
    cards = {card.id: card for card in drawing.cards}
    assert len(cards) == len(drawing.cards)
    drawn = [edge for line in drawing.lines for edge in line.edges]
    crossing = [edge.id for edge in graph.edges if home[edge.source] != home[edge.target]]
    assert sorted(drawn) == sorted(crossing)
    edges = {edge.id: edge for edge in graph.edges}
    for line in drawing.lines:
        assert line.id == line.edges[0]
        for edge in line.edges:
            assert home[edges[edge].target] == line.target
            stub = cards[line.source].kind == "stub"
            shown = cards[line.source].node if stub else line.source
            assert home[edges[edge].source] == shown

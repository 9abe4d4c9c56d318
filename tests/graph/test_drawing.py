"""Cards and lines: collapsed groups, folded additions, stubs, and what a layout depends on."""

from collections import Counter
from collections.abc import Callable

import numpy as np
import pytest
from chainrule import Tensor, group, tensor
from chainrule.graph import Graph, build
from chainrule.graph.drawing import FOLD_ADDITIONS, STUB_RANKS, STUB_USES, Card
from chainrule.graph.groups import DRAWABLE, RUN
from graph_programs import assert_consistent


def leaf(name: str, data: object = 1.0) -> Tensor:
    result = tensor(data, requires_grad=True)
    result.name = name
    return result


def kinds(graph: Graph) -> Counter[str]:
    return Counter(card.kind for card in graph.drawing.cards)


def card(graph: Graph, id_: str) -> Card:
    return next(card for card in graph.drawing.cards if card.id == id_)


def samples_sharing_a_weight(count: int) -> Tensor:
    w = leaf("w")
    total: Tensor | None = None
    for k in range(count):
        error = (w * float(k) - 1.0) ** 2
        total = error if total is None else total + error
    assert total is not None
    return total


def test_usually_a_node_is_a_card_and_an_edge_a_line() -> None:
    x = leaf("x")
    graph = build(x * x + 1.0)
    assert [c.id for c in graph.drawing.cards] == [node.id for node in graph.nodes]
    assert [line.id for line in graph.drawing.lines] == [edge.id for edge in graph.edges]
    assert_consistent(graph)


def test_cards_have_the_size_of_their_class() -> None:
    x = leaf("x", [[2.0, 3.0]])
    with group("double"):
        y = x * 2.0
    graph = build((x + y).sum(), collapsed=["double"])
    sizes = {c.kind: (c.width, c.height) for c in graph.drawing.cards}
    assert sizes == {
        "parameter": (176, 112),
        "group": (200, 72),
        "operation": (176, 112),
        "output": (176, 66),
    }


def test_a_hundred_samples_that_share_a_weight_stay_cheap_to_lay_out() -> None:
    graph = build(samples_sharing_a_weight(100))
    assert kinds(graph)["sum"] == 1
    assert kinds(graph)["stub"] == 99
    leaving = Counter(line.source for line in graph.drawing.lines)
    assert leaving[graph.node("w").id] == 1
    assert_consistent(graph)


@pytest.mark.parametrize(("uses", "stubs"), [(STUB_USES, 0), (STUB_USES + 1, STUB_USES)])
def test_a_leaf_with_more_than_six_uses_is_drawn_as_stubs(uses: int, stubs: int) -> None:
    x = leaf("x")
    y = x.tanh()
    for _ in range(uses - 1):
        y = y * x
    graph = build(y)
    assert kinds(graph)["stub"] == stubs
    assert_consistent(graph)


@pytest.mark.parametrize(("ranks", "stubs"), [(STUB_RANKS, 0), (STUB_RANKS + 1, 1)])
def test_a_leaf_used_far_apart_is_drawn_as_a_stub_there(ranks: int, stubs: int) -> None:
    x = leaf("x")
    y = x.tanh()
    for _ in range(ranks - 1):
        y = y.tanh()
    graph = build(y * x)
    assert kinds(graph)["stub"] == stubs
    assert_consistent(graph)


def chain_of_additions(additions: int) -> Tensor:
    y = leaf("x0")
    for k in range(additions):
        y = y + leaf(f"x{k + 1}")
    return y


def test_a_chain_of_additions_is_one_card_that_shows_the_total() -> None:
    graph = build(chain_of_additions(FOLD_ADDITIONS))
    total = card(graph, graph.output)
    assert total.kind == "sum"
    assert len(total.nodes) == FOLD_ADDITIONS
    assert_consistent(graph)


def test_a_short_chain_is_drawn_in_full() -> None:
    assert kinds(build(chain_of_additions(FOLD_ADDITIONS - 1)))["sum"] == 0


def test_a_sum_with_a_name_or_another_use_of_its_own_is_not_folded() -> None:
    y = chain_of_additions(3)
    y.name = "subtotal"
    for k in range(3):
        y = y + leaf(f"y{k}")
    assert kinds(build(y))["sum"] == 0
    inner = chain_of_additions(3)
    outer = inner
    for k in range(3):
        outer = outer + leaf(f"y{k}")
    assert kinds(build(outer * inner))["sum"] == 0


def test_a_loop_that_adds_to_one_name_is_folded() -> None:
    total = leaf("x0")
    for k in range(8):
        total = total + leaf(f"x{k + 1}")
        total.name = "total"
    assert kinds(build(total))["sum"] == 1


def nested_groups() -> Tensor:
    x = tensor([1.0, 2.0])
    with group("net"):
        with group("first"):
            h = (x * leaf("w1")).tanh()
        with group("second"):
            h = (h * leaf("w2")).tanh()
    return h * 2.0


def test_a_collapsed_group_is_one_card_with_everything_in_it() -> None:
    graph = build(nested_groups(), collapsed=["net/first"])
    first = next(c for c in graph.drawing.cards if c.kind == "group")
    assert (first.group, len(first.nodes)) == ("net/first", 3)
    assert graph.drawing.collapsed == ["net/first"]
    assert_consistent(graph)


def test_the_outermost_collapsed_group_wins() -> None:
    graph = build(nested_groups(), collapsed=["net/first", "net"])
    assert kinds(graph)["group"] == 1
    assert_consistent(graph)


def test_an_unknown_group_cannot_be_collapsed() -> None:
    graph = build(nested_groups(), collapsed=["nowhere"])
    assert graph.drawing.collapsed == []
    assert kinds(graph)["group"] == 0


def test_groups_name_their_parents_and_direct_members() -> None:
    graph = build(nested_groups())
    assert [(g.path, g.label, g.parent, len(g.nodes)) for g in graph.groups] == [
        ("net", "net", None, 0),
        ("net/first", "first", "net", 3),
        ("net/second", "second", "net", 3),
    ]


def long_chain(steps: int, name: str = "") -> Tensor:
    value = leaf("x", 0.5)
    for _ in range(steps):
        if name:
            with group(name):
                value = (value * 1.5).sin()
        else:
            value = (value * 1.5).sin()
    return value


def test_a_graph_too_large_to_draw_is_divided_into_runs_of_values() -> None:
    graph = build(long_chain(600))
    assert len(graph.nodes) > DRAWABLE
    assert [part.path for part in graph.groups[:2]] == ["1–50", "51–100"]
    assert {len(part.nodes) for part in graph.groups[:-1]} == {RUN}
    assert graph.node(graph.output).group == ""

    folded = build(long_chain(600), collapsed=[part.path for part in graph.groups])
    assert len(folded.drawing.cards) == len(graph.groups) + 1
    assert len(folded.drawing.lines) == len(graph.groups)
    assert_consistent(folded)


def test_graphs_that_can_be_drawn_or_have_groups_of_their_own_are_not_divided() -> None:
    assert build(long_chain(400)).groups == []
    assert {part.path for part in build(long_chain(600, "step")).groups} == {"step"}


SAME = [
    ("other values", lambda: build(leaf("x", 1.0) * 2.0), lambda: build(leaf("x", 5.0) * 3.0)),
    ("another name", lambda: build(leaf("x").tanh()), lambda: build(leaf("y").tanh())),
    ("another function", lambda: build(leaf("x").tanh()), lambda: build(leaf("x").sigmoid())),
    (
        "another size",
        lambda: build(leaf("x", np.ones(3)).tanh()),
        lambda: build(leaf("x", np.ones((2, 2))).tanh()),
    ),
]


@pytest.mark.parametrize(("_what", "one", "other"), SAME, ids=[what for what, *_ in SAME])
def test_what_the_layout_does_not_depend_on_leaves_it_as_it_is(
    _what: str, one: Callable[[], Graph], other: Callable[[], Graph]
) -> None:
    assert one().drawing.structure == other().drawing.structure
    assert one().drawing.dot == other().drawing.dot


@pytest.mark.parametrize(("_what", "one", "other"), SAME, ids=[what for what, *_ in SAME])
def test_equal_structure_means_that_only_numbers_differ(
    _what: str, one: Callable[[], Graph], other: Callable[[], Graph]
) -> None:
    """Here names, operations, sizes, or the numbers that constants are called by."""
    assert one().structure == one().structure
    assert one().structure != other().structure


def test_the_numbers_of_leaves_are_no_part_of_the_structure() -> None:
    one, other = build(leaf("x", 1.0).tanh()), build(leaf("x", -5.0).tanh())
    assert one.structure == other.structure


DIFFERENT = {
    "another wiring": lambda: build(leaf("x") * leaf("x")),
    "a tensor": lambda: build(leaf("x", [1.0, 2.0]) * 2.0),
    "another kind of leaf": lambda: build(leaf("x") * 2.0, backward=False),
    "collapsed": lambda: build(nested_groups(), collapsed=["net"]),
    "expanded": lambda: build(nested_groups()),
}


def test_another_layout_means_another_structure() -> None:
    x, data = leaf("x"), tensor(2.0)
    data.name = "data"
    structures = [make().drawing.structure for make in DIFFERENT.values()]
    structures.append(build(x * data).drawing.structure)
    assert len(set(structures)) == len(structures)


def test_a_leaf_is_in_the_group_that_reads_it_unless_it_is_data() -> None:
    x, shared = tensor([1.0, 2.0]), leaf("shared")
    with group("net"):
        with group("first"):
            h = x * leaf("w1") * shared
        h = h * shared
    graph = build(h.sum())
    assert graph.nodes[0].group == ""
    assert graph.node("w1").group == "net/first"
    assert graph.node("shared").group == "net"

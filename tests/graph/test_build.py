"""Building a graph: identifiers, values, gradients, contributions and events."""

import numpy as np
import pytest
from chainrule import Tensor, tensor
from chainrule.graph import Graph, build


def leaf(name: str, data: object, requires_grad: bool = True) -> Tensor:
    result = tensor(data, requires_grad=requires_grad)
    result.name = name
    return result


@pytest.fixture
def squared_error() -> Graph:
    """loss = (x @ w - y) ** 2 of the notebook's third check."""
    x = leaf("x", [[2.0, 3.0]], requires_grad=False)
    w = leaf("w", [[-1.0], [1.2]])
    y = leaf("y", [[0.2]], requires_grad=False)
    return build((x @ w - y) ** 2)


def test_every_value_is_one_node_in_execution_order(squared_error: Graph) -> None:
    assert [(n.id, n.label, n.op, n.kind) for n in squared_error.nodes] == [
        ("n0", "x", None, "data"),
        ("n1", "w", None, "parameter"),
        ("n2", "v2", "matmul", "operation"),
        ("n3", "y", None, "data"),
        ("n4", "v4", "sub", "operation"),
        ("n5", "v5", "pow", "output"),
    ]


def test_the_gradients_are_those_of_the_notebook(squared_error: Graph) -> None:
    w = squared_error.node("w")
    assert w.grad is not None
    np.testing.assert_allclose(w.grad.data, [[5.6], [8.4]], rtol=1e-12)
    assert squared_error.node("x").grad_state == "not_required"


def test_looking_at_a_graph_leaves_every_grad_as_it_is() -> None:
    w = leaf("w", 2.0)
    build(w * w)
    assert w.grad is None


def test_a_value_used_twice_has_two_edges_and_a_running_total() -> None:
    x = leaf("x", 3.0)
    graph = build(x * x)
    first, second = graph.edges
    assert (first.before, first.grad.data, first.after.data) == (None, 3.0, 3.0)
    assert (second.before.data, second.grad.data, second.after.data) == (3.0, 3.0, 6.0)
    assert graph.node("x").uses == 2


def test_events_are_forward_in_order_then_the_seed_then_backward(squared_error: Graph) -> None:
    assert [(event.phase, event.node) for event in squared_error.events] == [
        ("forward", "n2"),
        ("forward", "n4"),
        ("forward", "n5"),
        ("seed", "n5"),
        ("backward", "n5"),
        ("backward", "n4"),
        ("backward", "n2"),
    ]
    assert squared_error.events[-1].edges == ["n2.1"]


def test_a_tensor_gives_its_graph_without_further_import() -> None:
    w = leaf("w", 2.0)
    assert (w * w).graph().node("w").grad.data == 4.0

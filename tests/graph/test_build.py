"""Building a graph: identifiers, values, gradients, contributions and events."""

import gc
import weakref
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from chainrule import ArgumentError, ShapeError, Tape, Tensor, group, tensor
from chainrule.engine import Annotation, Span
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


def test_a_program_says_what_its_values_are_called() -> None:
    x, w = tensor([1.0, 2.0]), tensor([3.0, 4.0], requires_grad=True)
    y = x * w
    span = Span(2, 5, 2, 10)
    values = {
        w: Annotation("parameter", "weights", Span(1, 1, 1, 8), "net"),
        x: Annotation("data", "x"),
        y.source: Annotation("operation", "y", span, "net/inner"),
    }
    graph = build(y, values=values)
    assert [(n.name, n.kind, n.group) for n in graph.nodes] == [
        ("weights", "parameter", "net"),
        ("x", "data", ""),
        ("y", "output", "net/inner"),
    ]
    assert graph.node("y").span == span
    assert [g.path for g in graph.groups] == ["net", "net/inner"]


def test_values_that_the_output_does_not_depend_on_are_shown_without_a_path() -> None:
    with Tape() as tape:
        w, u = leaf("w", 2.0), leaf("u", 3.0)
        beside = u * 2.0
        output = w * 2.0
    values = {
        w: Annotation("parameter", "w"),
        u: Annotation("parameter", "u"),
        **{node: Annotation("operation") for node in tape.nodes},
    }
    graph = build(output, values=values)
    assert graph.node("u").grad_state == "no_path"
    assert graph.nodes[-1].kind == "output"
    states = {node.id: node.grad_state for node in graph.nodes}
    assert states[next(n.id for n in graph.nodes if n.value.data == beside.item())] == "no_path"
    assert [n.kind for n in graph.nodes if n.label == "2"] == ["constant", "constant"]


def test_an_operation_that_is_read_must_be_listed() -> None:
    w = leaf("w", 2.0)
    inner = w * 2.0
    outer = inner * 3.0
    with pytest.raises(ArgumentError, match="its input"):
        build(outer, values={outer.source: Annotation("operation")})
    with pytest.raises(ArgumentError, match="the output"):
        build(outer, values={w: Annotation("parameter")})


def test_without_the_reverse_pass_gradients_are_not_run() -> None:
    graph = build(leaf("w", 2.0) * leaf("x", 1.0, requires_grad=False), backward=False)
    assert [n.grad_state for n in graph.nodes] == ["not_run", "not_required", "not_run"]
    assert [event.phase for event in graph.events] == ["forward"]
    assert graph.stats.backward_us is None


def test_a_result_that_needs_no_gradient_has_no_reverse_pass() -> None:
    graph = build(leaf("x", 2.0, requires_grad=False))
    assert [n.grad_state for n in graph.nodes] == ["not_required"]
    assert graph.events == []


def test_several_outputs_start_with_ones_or_with_a_given_gradient() -> None:
    w = leaf("w", [1.0, 2.0])
    assert build(w * 3.0).node("w").grad.data == [3.0, 3.0]
    assert build(w * 3.0, seed=[1.0, 0.0]).node("w").grad.data == [3.0, 0.0]
    with pytest.raises(ShapeError):
        build(w * 3.0, seed=[1.0])


def test_broadcasting_is_undone_visibly() -> None:
    x, b = leaf("x", np.ones((32, 3)), requires_grad=False), leaf("b", np.zeros((1, 3)))
    edge = build(x + b).edges[1]
    assert edge.unbroadcast_from == [32, 3]
    assert edge.grad.data == [[32.0, 32.0, 32.0]]


def test_whole_arrays_are_kept_beside_the_summaries() -> None:
    w = leaf("w", np.arange(100.0))
    graph = build((w * w).sum())
    np.testing.assert_array_equal(graph.array("n0"), np.arange(100.0))
    np.testing.assert_array_equal(graph.array("n0", "grad"), 2 * np.arange(100.0))
    assert build(w.sum(), backward=False).array("n0", "grad") is None
    for node, which in [("n99", "value"), ("n0", "hessian")]:
        with pytest.raises(ArgumentError):
            graph.array(node, which)
    with pytest.raises(ArgumentError, match="nowhere"):
        graph.node("nowhere")


def test_the_numbers_are_those_of_the_forward_pass() -> None:
    w = leaf("w", 2.0)
    y = w * w
    w.data = np.array(100.0)
    assert build(y).node(build(y).output).value.data == 4.0
    assert build(y).nodes[0].grad.data == 4.0


def test_a_gradient_can_be_drawn_like_any_other_value() -> None:
    x = leaf("x", 3.0)
    (x**3).backward(create_graph=True)
    assert build(x.grad).node("x").grad.data == 18.0


def test_many_large_arrays_have_statistics_only() -> None:
    y = leaf("x", np.ones((16, 64)))
    for _ in range(60):
        y = y * 1.0
    graph = build(y.sum())
    previews = [node.value.preview for node in graph.nodes if node.shape]
    assert previews[0] is not None
    assert previews[-1] is None
    assert graph.nodes[-3].value.mean == 1.0


def test_a_chain_of_5_000_operations_is_built_without_recursion() -> None:
    w = leaf("w", 1.0)
    y = w
    for _ in range(5_000):
        y = y + w
    assert build(y).node("w").grad.data == 5_001.0


def test_a_dropped_graph_frees_everything_without_the_cycle_collector() -> None:
    w = leaf("w", np.ones((3, 4)))
    gc.collect()
    gc.disable()
    try:
        graph = build((w * w).tanh().sum())
        graph.to_json(), graph.to_latex(), graph.to_python()
        alive = weakref.ref(graph.operations["n1"])
        assert alive() is not None
        del graph
        assert alive() is None
    finally:
        gc.enable()


def test_threads_build_side_by_side() -> None:
    def answer(_: int) -> dict[str, object]:
        w = leaf("w", [0.5, 2.0])
        with group("net"):
            y = (w * w).tanh()
        return build(y.sum() ** 2, collapsed=["net"]).to_dict() | {"stats": None}

    expected = answer(0)
    with ThreadPoolExecutor(4) as pool:
        assert all(found == expected for found in pool.map(answer, range(40)))

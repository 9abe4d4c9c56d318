"""What holds of the graph of every computation."""

import json

import jsonschema
import numpy as np
from chainrule import Tensor
from chainrule.graph import Graph, build, render
from chainrule.graph.graph import schema
from graph_programs import assert_consistent, programs
from hypothesis import given, settings
from hypothesis import strategies as st

GROUPS = st.lists(st.sampled_from(["a", "b", "a/c"]), unique=True)


def sent_to(graph: Graph, node: str) -> list[np.ndarray]:
    """What arrived at a node through its edges, in the order of the events."""
    edges = {edge.id: edge for edge in graph.edges}
    steps = [event for event in graph.events if event.phase == "backward"]
    arrived = [edges[id_] for step in steps for id_ in step.edges if edges[id_].source == node]
    return [np.array(edge.grad.data) for edge in arrived]


@given(programs())
def test_a_gradient_is_the_seed_plus_everything_that_was_sent(output: Tensor) -> None:
    graph = build(output)
    for node in graph.nodes:
        parts = sent_to(graph, node.id)
        if node.id == graph.output and graph.seed is not None:
            parts.insert(0, graph.seed)
        if node.grad is None:
            assert parts == []
            continue
        total = parts[0]
        for part in parts[1:]:
            total = total + part
        np.testing.assert_array_equal(total, graph.array(node.id, "grad"))


@given(programs())
def test_gradients_are_those_of_the_engine(output: Tensor) -> None:
    graph = build(output)
    if not output.requires_grad:
        assert all(node.grad_state == "not_required" or node.op for node in graph.nodes)
        return
    output.backward(np.ones(output.shape))
    seen, stack = set(), [output]
    while stack:
        tensor = stack.pop()
        if tensor.grad_fn is not None:
            stack.extend(t for t in tensor.grad_fn.inputs if id(t) not in seen)
        elif tensor.requires_grad and id(tensor) not in seen:
            mine = [n for n in graph.nodes if n.op is None and graph.values[n.id] is tensor._array]
            np.testing.assert_array_equal(graph.array(mine[0].id, "grad"), tensor.grad)
        seen.add(id(tensor))


@given(programs())
def test_running_totals_follow_one_another(output: Tensor) -> None:
    graph = build(output)
    edges = {edge.id: edge for edge in graph.edges}
    current: dict[str, object] = {}
    for event in graph.events:
        for id_ in event.edges or ():
            edge = edges[id_]
            before = edge.before.data if edge.before else None
            assert before == current.get(edge.source)
            current[edge.source] = edge.after.data
            source = graph.node(edge.source)
            assert edge.grad.shape == source.shape
            assert (edge.unbroadcast_from is None) or edge.unbroadcast_from != source.shape
        for id_, total in (event.accumulated or {}).items():
            assert total.data == current[id_]
    for id_, total in current.items():
        assert graph.node(id_).grad.data == total


@given(programs())
def test_events_come_in_an_order_in_which_they_could_happen(output: Tensor) -> None:
    graph = build(output)
    order = {(event.phase, event.node): k for k, event in enumerate(graph.events)}
    assert len(order) == len(graph.events)
    for edge in graph.edges:
        if ("forward", edge.source) in order:
            assert order["forward", edge.source] < order["forward", edge.target]
        if ("backward", edge.source) in order and ("backward", edge.target) in order:
            assert order["backward", edge.target] < order["backward", edge.source]


@given(programs(), GROUPS)
def test_the_drawing_shows_everything_once(output: Tensor, collapsed: list[str]) -> None:
    assert_consistent(build(output, collapsed=collapsed))


@given(programs(), GROUPS)
def test_the_answer_satisfies_the_schema(output: Tensor, collapsed: list[str]) -> None:
    answer = json.loads(build(output, collapsed=collapsed).to_json())
    jsonschema.Draft202012Validator(schema()).validate(answer)


@given(programs())
def test_values_do_not_change_what_things_are_called(output: Tensor) -> None:
    graph, again = build(output), build(output, backward=False)
    assert graph.drawing.structure == again.drawing.structure
    assert [(n.id, n.label) for n in graph.nodes] == [(n.id, n.label) for n in again.nodes]


@settings(max_examples=15)
@given(programs(), GROUPS)
def test_graphviz_takes_both_forms_of_any_graph(output: Tensor, collapsed: list[str]) -> None:
    graph = build(output, collapsed=collapsed)
    for dot in (graph.to_dot(), graph.to_dot(labelled=False)):
        assert render(dot, "svg").endswith(b"</svg>\n")

"""POST /graphs with ``numbers``: what a graph's numbers have become, or the whole graph."""

import json

import numpy as np
import pytest
from chainrule.api.desk import Desk
from chainrule.api.negotiation import JSON
from chainrule.api.repetitions import Kept
from chainrule.api.settings import Settings
from chainrule.api.shelf import Shelf
from chainrule.api.tasks import graphs
from chainrule.program.examples import EXAMPLES
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

DESK = Desk.of(Settings(database="memory:"))
NEURON = "x = data(2.0)\nw = 1.5\nb = -0.5\nloss = tanh(w * x + b) ** 2"
SMALL = st.floats(-3, 3).map(lambda x: round(x, 3))


def ask(**body):
    return json.loads(graphs.graph(DESK, json.dumps(body).encode(), JSON))


@pytest.fixture(scope="module", autouse=True)
def _deep_stack():
    """The first program lets Python nest deeper, which Hypothesis would take for a mistake."""
    ask(source="1.0")


def moved(source, *, structure=None, **leaves):
    """The answer to a move of leaves of a graph that is known."""
    structure = structure or ask(source=source)["structure"]
    return ask(source=source, leaves=leaves, structure=structure, numbers=True)


def figure(summary):
    return summary if summary is None or summary["data"] is None else summary["data"]


def figures(graph):
    """What a whole graph has of that which is answered alone."""
    return {
        "structure": graph["structure"],
        "values": [figure(node["value"]) for node in graph["nodes"]],
        "grads": [figure(node["grad"]) for node in graph["nodes"]],
        "contributions": [figure(edge["grad"]) for edge in graph["edges"]],
    }


def rest(graph):
    """What is not, and is told in the graph that is known, but for sentences with numbers."""
    moving = {"value", "grad", "formula", "before", "after", "local", "accumulated", "stats"}
    moving |= {"findings", "losses"}

    def without(part):
        if isinstance(part, list):
            return [without(item) for item in part]
        if isinstance(part, dict):
            return {key: without(value) for key, value in part.items() if key not in moving}
        return part

    return without(graph)


def like(draw, data):
    """Other numbers in the same nesting."""
    if isinstance(data, list):
        return [like(draw, item) for item in data]
    return draw(SMALL) if isinstance(data, float) else data


def settable(graph):
    return [
        node
        for node in graph["nodes"]
        if node["kind"] in ("parameter", "data")
        and node["name"]
        and node["value"]["data"] is not None
    ]


PLAIN = [example for example in EXAMPLES if "print" not in example.source]


@pytest.mark.parametrize("example", PLAIN, ids=lambda example: example.name)
@settings(max_examples=2, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_numbers_alone_are_those_of_the_whole_graph(example, data):
    known = ask(source=example.source)
    leaves = {leaf["name"]: leaf["value"]["data"] for leaf in settable(known)[:2]}
    for _ in range(4):  # run anew, proved by another run, and repeated
        leaves = {name: like(data.draw, value) for name, value in leaves.items()}
        whole = ask(source=example.source, leaves=leaves)

        answer = moved(example.source, structure=known["structure"], **leaves)

        assert json.dumps(answer) == json.dumps(figures(whole))
        assert rest(whole) == rest(known)


def test_what_is_repeated_is_not_run_anew(monkeypatch):
    structure = ask(source=NEURON)["structure"]
    for w in (1.0, 2.0):  # run anew, and proved
        moved(NEURON, structure=structure, w=w)
    monkeypatch.setattr("chainrule.api.programs.program.run", pytest.fail)

    assert moved(NEURON, structure=structure, w=3.0)["values"][1] == 3.0


def test_large_arrays_have_their_summary():
    source = "w = param(zeros(20, 4))\nk = 1.0\ny = sum(w + k)"

    for k in (2.0, 3.0, 4.0):
        answer = moved(source, k=k)

        summaries = [part for part in answer["values"] if isinstance(part, dict)]
        assert [s["shape"] for s in summaries] == [[20, 4], [20, 4]]
        assert summaries[1]["max"] == k
        assert np.shape(summaries[1]["preview"]) == (16, 4)


def test_without_backward_there_are_no_gradients():
    known = ask(source=NEURON, backward=False)
    body = {"source": NEURON, "structure": known["structure"], "numbers": True, "backward": False}

    for w in (1.0, 2.0, 3.0):
        answer = ask(**body, leaves={"w": w})

        assert answer["grads"] == [None] * len(known["nodes"])
        assert answer["contributions"] == [None] * len(known["edges"])


CONDITION = "w = 2.0\nif w > 0:\n    y = w * 3\nelse:\n    y = w * 4"
WHOLE = {
    "a condition": CONDITION,
    "a condition that does not matter": "w = 2.0\nif w > 9:\n    y = 0.0\nelse:\n    y = w * 3",
    "a value that is read": "import torch\nw = torch.tensor(2.0, requires_grad=True)\n"
    "y = w * w.item()",
    "a printed value": "w = 2.0\ny = w * 3\nprint(y)",
    "a printed word": "w = 2.0\ny = w * 3\nprint('hello')",
    "several moments": "import torch\nw = torch.tensor(2.0, requires_grad=True)\n"
    "for _ in range(2):\n    (w * w).backward()",
    "an update": "import torch\nw = torch.tensor(2.0, requires_grad=True)\n(w * w).backward()\n"
    "with torch.no_grad():\n    w -= w.grad",
    "a change in place": "import torch\nw = torch.tensor([2.0, 1.0], requires_grad=True)\n"
    "y = w * 2\ny[0] = 7.0\nz = y.sum()",
    "micrograd's own numbers": "from micrograd.engine import Value\nw = Value(2.0)\n"
    "y = w * 3 if w.data > 0 else w * 4\ny.backward()",
}


@pytest.mark.parametrize("source", WHOLE.values(), ids=WHOLE)
def test_where_more_than_numbers_may_have_changed_the_whole_graph_is_answered(source):
    known = ask(source=source)
    (leaf,) = settable(known)

    for turn in (0.5, -1.0, 2.0):
        leaves = {"w": (np.array(leaf["value"]["data"]) * turn).tolist()}
        answer = moved(source, structure=known["structure"], **leaves)

        assert "values" not in answer
        whole = ask(source=source, leaves=leaves)
        assert figures(answer) == figures(whole)
        assert rest(answer) == rest(whole)


def test_a_shape_that_values_decide_changes_the_structure():
    source = "x = [1.0, -2.0, 3.0, 4.0]\ny = sum(x[x > 0] ** 2)"
    known = ask(source=source)["structure"]

    for x in ([2.0, -2.0, 3.0, 4.0], [5.0, -1.0, 3.0, 4.0], [5.0, -1.0, 6.0, 4.0]):
        answer = moved(source, structure=known, x=x)
        assert answer["values"][0] == x
    fewer = moved(source, structure=known, x=[-1.0, -2.0, 3.0, 4.0])

    assert [2] in [node["shape"] for node in fewer["nodes"]]
    assert fewer["structure"] != known


@pytest.mark.parametrize("structure", ["0" * 16, "f" * 16])
def test_another_structure_is_answered_with_the_whole_graph(structure):
    for w in (1.0, 2.0, 3.0):
        assert "nodes" in moved(NEURON, structure=structure, w=w)


def test_other_leaves_may_move_at_any_time():
    structure = ask(source=NEURON)["structure"]
    for leaves in ({"w": 1.0}, {"w": 2.0}, {"w": 2.0, "b": 1.0}, {"b": 1.5}, {}, {"b": 2.0}):
        answer = moved(NEURON, structure=structure, **leaves)

        assert answer == figures(ask(source=NEURON, leaves=leaves))


def test_a_value_that_cannot_be_computed_spoils_nothing(client):
    source = "A = [[1.0, 2.0], [3.0, 4.0]]\ny = sum(inv(A))"
    known = ask(source=source)["structure"]
    body = {"source": source, "structure": known, "numbers": True}
    good, bad = [[5.0, 2.0], [3.0, 4.0]], [[1.0, 1.0], [1.0, 1.0]]

    told = []
    for A in (good, good[::-1], bad, good, bad, good):
        answer = client.post("/api/v1/graphs", json={**body, "leaves": {"A": A}})
        told.append((answer.status_code, "values" in answer.json()))

    assert told == [(200, True), (200, True), (422, False), (200, True), (422, False), (200, True)]


def test_what_computes_something_else_than_a_new_run_is_never_believed(monkeypatch):
    structure = ask(source=NEURON)["structure"]
    moved(NEURON, structure=structure, w=1.0)
    monkeypatch.setattr("chainrule.program.repetition.Repetition.run", lambda *_: None)

    for w in (2.0, 3.0, 4.0):
        assert moved(NEURON, structure=structure, w=w)["values"][1] == w


REFUSED = [
    {"numbers": True},
    {"numbers": True, "structure": "F" * 16},
    {"numbers": True, "structure": "abc"},
    {"numbers": True, "structure": 7},
    {"numbers": "yes", "structure": "0" * 16},
    {"numbers": True, "structure": "0" * 16, "leaves": {"w": [1.0, 2.0]}},
    {"numbers": True, "structure": "0" * 16, "leaves": {"nobody": 1.0}},
    {"numbers": True, "structure": "0" * 16, "leaves": {"w": None}},
]


@pytest.mark.parametrize("body", REFUSED, ids=map(str, range(len(REFUSED))))
def test_what_is_no_such_request_is_refused(client, body):
    for _ in range(2):
        answer = client.post("/api/v1/graphs", json={"source": NEURON, **body})

        assert answer.status_code == 422
        assert answer.headers["content-type"] == "application/problem+json"


def test_another_form_is_whole(client):
    body = {"source": NEURON, "structure": ask(source=NEURON)["structure"], "numbers": True}

    answer = client.post("/api/v1/graphs?format=dot", json=body)

    assert answer.text.startswith("digraph")


def test_a_data_set_is_bound_anew(client):
    source = "w = [[0.0], [0.0]]\nloss = mean((X @ w - y) ** 2)"
    body = {"source": source, "dataset": {"name": "synthetic", "rows": [0, 4]}}
    known = client.post("/api/v1/graphs", json=body).json()

    for w in ([[1.0], [2.0]], [[2.0], [2.0]], [[3.0], [2.0]]):
        asked = {**body, "leaves": {"w": w}}
        whole = client.post("/api/v1/graphs", json=asked).json()
        asked |= {"structure": known["structure"], "numbers": True}

        assert client.post("/api/v1/graphs", json=asked).json() == figures(whole)


class Thing:
    def __init__(self, elements: int) -> None:
        self.elements = elements


def test_a_shelf_has_room_for_so_much():
    shelf = Shelf(3, 100)
    for key in "abcd":
        shelf.put(key, Thing(10))
    shelf.put("b", shelf.take("b"))
    shelf.put("large", Thing(85))
    shelf.put("too large", Thing(101))

    assert [key for key in ("a", "b", "c", "d", "large", "too large") if shelf.take(key)] == [
        "b",
        "large",
    ]


def test_who_takes_something_has_it_alone():
    shelf = Shelf(3, 100)
    shelf.put("a", Thing(1))

    assert shelf.take("a")
    assert shelf.take("a") is None


def test_a_worker_keeps_the_programs_that_moved_last():
    desk = Desk.of(Settings(database="memory:"))
    for k in range(9):
        body = {"source": f"w = {k}.5\ny = w * w", "structure": "0" * 16, "numbers": True}
        graphs.graph(desk, json.dumps({**body, "leaves": {"w": 1.0}}).encode(), JSON)

    assert [type(kept) for kept in desk.kept._things.values()] == [Kept] * desk.kept.most

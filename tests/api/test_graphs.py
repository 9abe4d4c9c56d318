"""POST and GET /graphs: a program's graph as data, as drawings, as code."""

import json
import shutil
import subprocess
import sys

import jsonschema
import numpy as np
import pytest
from chainrule.api import reduction
from chainrule.graph.graph import schema

MATRIX_PROGRAM = """\
x = tensor([[2.0, 3.0]])
w = [[-1.0], [1.2]]
y = tensor([[0.2]])
loss = (x @ w - y) ** 2
"""
needs_dot = pytest.mark.skipif(shutil.which("dot") is None, reason="the program dot is missing")


def named(graph: dict, name: str) -> dict:
    return next(node for node in graph["nodes"] if node["name"] == name)


def post(client, path="/api/v1/graphs", headers=None, **body):
    return client.post(path, json=body, headers=headers)


def test_the_gradient_of_the_notebooks_example(client):
    graph = post(client, source=MATRIX_PROGRAM).json()

    np.testing.assert_allclose(named(graph, "w")["grad"]["data"], [[5.6], [8.4]], rtol=1e-12)
    assert named(graph, "x")["grad_state"] == "not_required"
    assert named(graph, "loss")["kind"] == "output"
    assert graph["version"] == 1


def test_leaves_give_named_literals_other_values(client):
    source = "w = 2.0\nloss = w * w"

    graph = post(client, source=source, leaves={"w": 5}).json()

    assert named(graph, "loss")["value"]["data"] == 25.0
    assert named(graph, "w")["grad"]["data"] == 10.0


def test_inputs_bind_names_that_the_program_reads(client):
    graph = post(client, source="w = 3.0\nloss = w * x", inputs={"x": 4.0}).json()

    assert named(graph, "x")["kind"] == "data"
    assert named(graph, "loss")["value"]["data"] == 12.0


def test_a_data_set_binds_X_and_y(client):
    graph = post(
        client,
        source="w = [[0.0], [0.0]]\nloss = mean((X @ w - y) ** 2)",
        dataset={"name": "synthetic", "rows": [0, 4]},
    ).json()

    assert named(graph, "X")["shape"] == [4, 2]
    assert named(graph, "y")["shape"] == [4, 1]


def test_without_backward_no_gradient_is_computed(client):
    graph = post(client, source="w = 3.0\nloss = w * w", backward=False).json()

    assert named(graph, "w")["grad_state"] == "not_run"
    assert {event["phase"] for event in graph["events"]} == {"forward"}


def test_numbers_that_json_lacks_are_strings(client):
    answer = post(client, source="w = 0.0\nloss = log(w)")

    assert named(answer.json(), "loss")["value"]["data"] == "-Infinity"
    json.loads(answer.text, parse_constant=pytest.fail)


def test_collapsed_groups_become_one_card(client):
    source = 'w = 2.0\nwith group("square"):\n    y = w * w\nloss = y + 1'

    graph = post(client, source=source, collapsed=["square"]).json()

    assert graph["drawing"]["collapsed"] == ["square"]
    assert [card["kind"] for card in graph["drawing"]["cards"]].count("group") == 1


def test_the_format_decides_before_the_header(client):
    answer = post(client, "/api/v1/graphs?format=dot", {"accept": "application/json"}, source="1+2")

    assert answer.headers["content-type"] == "text/vnd.graphviz; charset=utf-8"
    assert answer.text.startswith("digraph")


def test_scripts_print_the_same_numbers(client):
    answer = post(client, "/api/v1/graphs?format=python", source=MATRIX_PROGRAM)

    done = subprocess.run(
        [sys.executable, "-c", answer.text], capture_output=True, text=True, check=True
    )
    assert answer.headers["content-type"] == "text/x-python; charset=utf-8"
    printed = dict(line.split(" = ") for line in done.stdout.splitlines())
    np.testing.assert_allclose(json.loads(printed["w.grad"]), [[5.6], [8.4]], rtol=1e-12)
    assert "import torch" in post(client, "/api/v1/graphs?format=pytorch", source="w = 2.0").text


def test_the_derivation_as_latex(client):
    answer = post(client, headers={"accept": "application/x-latex"}, source=MATRIX_PROGRAM)

    assert r"\begin{document}" in answer.text


@needs_dot
@pytest.mark.parametrize(
    ("accept", "start"), [("image/svg+xml", b"<?xml"), ("image/png", b"\x89PNG")]
)
def test_pictures_by_their_media_type(client, accept, start):
    answer = post(client, headers={"accept": accept}, source=MATRIX_PROGRAM)

    assert answer.headers["content-type"] == accept
    assert answer.content.startswith(start)
    assert "sandbox" in answer.headers["content-security-policy"]


@pytest.mark.parametrize(
    ("accept", "expected"),
    [
        ("*/*", "application/json"),
        ("text/vnd.graphviz, application/json;q=0.5", "text/vnd.graphviz"),
        ("text/html, application/*;q=0.3, */*;q=0.1", "application/json"),
        ("application/json;q=0, text/*", "text/vnd.graphviz"),
        ("application/json;q=nonsense, text/vnd.graphviz;q=0.001", "text/vnd.graphviz"),
    ],
)
def test_the_accept_header_chooses(client, accept, expected):
    answer = post(client, headers={"accept": accept}, source="1 + 2")

    assert answer.headers["content-type"].startswith(expected)


def test_a_representation_that_does_not_exist_is_406(client):
    answer = post(client, headers={"accept": "text/html"}, source="1 + 2")

    assert answer.status_code == 406
    assert answer.json()["code"] == "not_acceptable"


def test_a_programs_error_has_its_place(client):
    answer = post(client, source="w = 1.0\nloss = w * wrong")

    problem = answer.json()
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    assert problem["type"] == "/docs#problem-program_error"
    assert problem["code"] == "unknown_name"
    assert problem["span"] == {"line": 2, "column": 12, "end_line": 2, "end_column": 17}


def test_an_address_gives_the_same_graph_as_a_body(client):
    by_body = post(
        client,
        source="w = [[1.0], [2.0]]\nloss = sum((X @ w * s - y) ** 2)",
        dataset={"name": "synthetic", "rows": [0, 4]},
        inputs={"s": 2},
        leaves={"w": [[0.5], [0.25]]},
    ).json()

    by_address = client.get(
        "/api/v1/graphs",
        params={
            "source": "w = [[1.0], [2.0]]\nloss = sum((X @ w * s - y) ** 2)",
            "dataset": "synthetic",
            "rows": "0:4",
            "inputs": '{"s": 2}',
            "leaves": '{"w": [[0.5], [0.25]]}',
        },
    ).json()

    assert by_address["nodes"] == by_body["nodes"]
    assert by_address["drawing"] == by_body["drawing"]


def test_an_unchanged_graph_is_not_sent_again(client):
    first = client.get("/api/v1/graphs", params={"source": "1 + 2"})

    second = client.get(
        "/api/v1/graphs",
        params={"source": "1 + 2"},
        headers={"if-none-match": first.headers["etag"]},
    )

    assert second.status_code == 304
    assert second.content == b""
    assert second.headers["etag"] == first.headers["etag"]


def test_a_repeated_request_is_answered_from_memory(client):
    first = post(client, source="1 + 2")
    second = post(client, source="1 + 2")

    assert second.content == first.content  # the times that it took are in it
    assert "chainrule_cache_hits_total 1" in client.get("/metrics").text


def test_representations_have_different_tags(client):
    tags = {
        client.get("/api/v1/graphs", params={"source": "1 + 2", "format": form}).headers["etag"]
        for form in ("json", "dot", "svg")
    }

    assert len(tags) == 3


def chain(length: int) -> str:
    return f"w = 0.5\nh = 0.3\nfor i in range({length}):\n    h = tanh(h * w)"


def test_a_large_graph_is_answered_within_the_size_of_an_answer(client):
    answer = post(client, source=chain(600))

    graph = answer.json()
    assert len(answer.content) <= 2_000_000
    assert len(graph["nodes"]) == 1_202
    assert graph["reduced"][0] == "totals"
    assert all(node["value"]["data"] is not None for node in graph["nodes"])


def test_the_largest_graph_is_answered_without_its_drawing(client):
    answer = post(client, source="h = 0.5\nfor i in range(664):\n    h = tanh(h + 0.2)")

    graph = answer.json()
    assert len(answer.content) <= 2_000_000
    assert len(graph["nodes"]) == 1_993
    assert graph["reduced"][-1] == "drawing"
    assert graph["drawing"]["cards"] == []
    jsonschema.Draft202012Validator(schema()).validate(graph)


LONG = "x" * 60
CALLS = "".join(
    f"def {letter * 60}(x):\n    return {f'{inner * 60}(x)' if inner else '-x'}\n"
    for inner, letter in zip(["", *"abcdefg"], "abcdefgh", strict=True)
)
LARGEST = {
    "scalars": "h = 0.3\nfor i in range(1999):\n    h = tanh(h)",
    "matrices": "h = param(ones(8, 8))\nfor i in range(1990):\n    h = tanh(h)",
    "many uses": "x = 1.5\ny = 0.5\nfor i in range(995):\n    y = x * y * x",
    "long names": f"{LONG} = 0.3\nfor i in range(1999):\n    {LONG} = {LONG} * {LONG}",
    "long paths": f"{CALLS}x = 0.3\nfor i in range(990):\n    x = {'h' * 60}(x)\n"
    + "for i in range(1000):\n    x = x * x",
    "findings": "x = -1.0\ny = 0.0\nfor i in range(999):\n    y = y + relu(x)",
    "leaves": "ws = [param([[1 / 3, 2 / 3], [1 / 7, 2 / 7]]) for i in range(990)]\ny = sum(ws)",
}


@pytest.mark.parametrize("name", LARGEST)
def test_every_graph_that_the_language_allows_fits_into_an_answer(make_client, monkeypatch, name):
    monkeypatch.setenv("CHAINRULE_SECONDS", "60")  # whatever the machine
    client = make_client()
    answer = post(client, source=LARGEST[name])

    graph = answer.json()
    assert answer.status_code == 200, graph
    assert len(graph["nodes"]) > 1_900
    assert len(answer.content) <= 2_000_000


PRINTING = "w = 2.0\nfor i in range(60_000):\n    print(i % 10)\ny = w * w"
COUNTED = "import torch\nw = torch.tensor(1.0, requires_grad=True)\n"
BACKWARDS = COUNTED + "for i in range(3_000):\n    loss = w * w / 3\n    loss.backward()"


def test_of_a_long_run_the_last_printed_lines_are_said_and_that_it_was_longer(
    make_client, monkeypatch
):
    monkeypatch.setenv("CHAINRULE_SECONDS", "60")  # whatever the machine
    answer = post(make_client(answer_bytes=100_000), source=PRINTING).json()

    assert answer["reduced"] == ["printed"]
    assert len(answer["printed"]) == reduction.MOST_LINES
    assert answer["printed"][-1] == {"moment": 1, "line": 3, "text": "9"}


def test_of_very_many_moments_the_losses_of_some_are_said(make_client, monkeypatch):
    monkeypatch.setenv("CHAINRULE_SECONDS", "60")
    answer = post(make_client(answer_bytes=60_000), source=BACKWARDS).json()
    losses, lines = answer["moments"]["losses"], answer["moments"]["lines"]

    assert answer["reduced"] == ["losses"]
    assert answer["moments"]["count"] == len(losses) == len(lines) == 3_000
    assert (losses[:4], losses[-1]) == ([1 / 3, None, None, 1 / 3], 1 / 3)


def test_a_small_graph_is_answered_in_full(client):
    assert "reduced" not in post(client, source=chain(10)).json()


def test_what_edges_leave_out_first_is_in_the_events(make_client):
    answer = post(make_client(), source=chain(10))
    whole = answer.json()
    client = make_client(answer_bytes=len(answer.content) - 1_000)
    reduced = post(client, source=chain(10)).json()

    after = {edge["id"]: (edge["source"], edge["after"]) for edge in whole["edges"]}
    assert reduced["reduced"] == ["totals"]
    for event in reduced["events"]:
        if event["phase"] == "backward":
            assert dict(after[id] for id in event["edges"]) == event["accumulated"]


def test_a_reduced_graph_still_satisfies_its_schema(client):
    whole = post(client, source=f"x = [1.0, 2.0]\n{chain(10)}\nloss = sum(x * h)").json()
    validator = jsonschema.Draft202012Validator(schema())
    sizes = [len(json.dumps(whole))]
    for smaller in reduction.reductions(whole):
        validator.validate(smaller)
        sizes.append(len(json.dumps(smaller)))
        assert all(type(n) is int for node in smaller["nodes"] for n in node["value"]["shape"])

    assert whole["reduced"] == list(reduction.STEPS)[2:]  # the run was short
    assert sizes[-1] < sizes[0] / 2


def test_too_large_answers_are_refused_with_a_way_out(make_client):
    client = make_client(answer_bytes=1_500)

    problem = post(client, source=MATRIX_PROGRAM).json()

    assert problem["code"] == "answer_too_large"
    assert "1,500" in problem["detail"]


@pytest.mark.parametrize(
    ("source", "value", "shown"),
    [
        (
            "import torch\nloss = torch.nn.functional.cross_entropy(torch.eye(3), y)",
            [0, 2, 1],
            "int64",
        ),
        ("import torch\nloss = (torch.ones(3) * y).sum()", [0.0, 2.0, 1.0], "float64"),
        ("loss = mean(y)", [0, 2, 1], "float64"),
    ],
)
def test_whole_numbers_of_inputs_stay_whole_where_a_library_knows_them(
    client, source, value, shown
):
    graph = post(client, source=source, inputs={"y": value}).json()

    assert {n["name"]: n["dtype"] for n in graph["nodes"]}["y"] == shown

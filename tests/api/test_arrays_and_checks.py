"""POST /graphs/arrays: whole arrays; POST /checks: gradients against finite differences."""

import io

import numpy as np
import pytest
from chainrule.program import run
from chainrule.program.examples import examples

SOURCE = """\
w = ones(3, 40) * 2
x = randn(3, 40, seed=1)
v = [1.0, 2.0]
loss = sum(w * x) + sum(v ** 2)
"""


def array(client, form, **body):
    return client.post(f"/api/v1/graphs/arrays?format={form}", json={"source": SOURCE, **body})


def test_an_array_in_numpys_format_is_exact(client):
    answer = array(client, "npy", node="x")

    found = np.load(io.BytesIO(answer.content), allow_pickle=False)
    assert answer.headers["content-type"] == "application/x-npy"
    assert found.dtype == np.float64
    np.testing.assert_array_equal(found, run(SOURCE).names["x"].numpy())


def test_the_three_forms_have_the_same_numbers(client):
    npy = np.load(io.BytesIO(array(client, "npy", node="x").content), allow_pickle=False)
    csv = np.loadtxt(io.StringIO(array(client, "csv", node="x").text), delimiter=",")
    json = array(client, "json", node="x").json()

    np.testing.assert_array_equal(csv, npy)
    np.testing.assert_array_equal(json["data"], npy)
    assert json["shape"] == [3, 40]


def test_a_gradient_by_the_nodes_name(client):
    found = array(client, "json", node="v", which="grad").json()

    assert found["data"] == [2.0, 4.0]


def test_rows_are_a_part_of_the_first_axis(client):
    whole = array(client, "json", node="x").json()["data"]
    part = array(client, "json", node="x", rows=[1, 3]).json()["data"]

    assert part == whole[1:3]


def test_numbers_that_json_lacks(client):
    body = {"source": "w = 0.0\nloss = log(w)", "node": "loss"}
    assert client.post("/api/v1/graphs/arrays", json=body).json()["data"] == "-Infinity"


@pytest.mark.parametrize(
    ("node", "reason"), [("x", "none is required"), ("unknown", "no node"), ("n99", "no node")]
)
def test_what_is_not_there_is_404_with_the_reason(client, node, reason):
    answer = array(client, "json", node=node, which="grad")

    assert answer.status_code == 404
    assert reason in answer.json()["detail"]


def test_a_cut_path_is_not_said_to_be_none(client):
    answer = client.post(
        "/api/v1/graphs/arrays",
        json={"source": "w = 1.5\nh = detach(w * 2)\ny = h * 3", "node": "w", "which": "grad"},
    )

    assert "detach() in line 2 (h) cuts the path to the output" in answer.json()["detail"]


def test_an_array_beyond_an_answers_size_is_to_be_asked_for_in_parts(client):
    source = "x = zeros(600, 600)\ny = sum(x)"
    body = {"source": source, "node": "x"}

    whole = client.post("/api/v1/graphs/arrays?format=npy", json=body)
    part = client.post("/api/v1/graphs/arrays?format=npy", json={**body, "rows": [0, 300]})

    assert whole.json()["code"] == "answer_too_large"
    assert "rows" in whole.json()["detail"]
    assert part.status_code == 200


def check(client, source, **body):
    return client.post("/api/v1/checks", json={"source": source, **body}).json()


def test_right_gradients_agree(client):
    found = check(client, "w = [[0.5, -1.0]]\nb = 0.3\nloss = sum(tanh(w * 2 + b) ** 2)")

    assert found["verdict"] == "agrees"
    assert found["error"] < 1e-7
    assert [leaf["name"] for leaf in found["leaves"]] == ["w", "b"]
    assert all(leaf["checked"] == leaf["elements"] for leaf in found["leaves"])


def test_identifiers_are_those_of_the_graph(client):
    source = "x = data(2.0)\nw = 3.0\nloss = w * x"
    graph = client.post("/api/v1/graphs", json={"source": source}).json()

    ids = {node["name"]: node["id"] for node in graph["nodes"]}
    assert [leaf["node"] for leaf in check(client, source)["leaves"]] == [ids["w"]]


def test_a_kink_cannot_be_compared(client):
    assert check(client, "w = 0.0\nloss = relu(w)")["verdict"] == "not comparable: a kink"


def test_a_leaf_without_path_has_gradient_zero(client):
    found = check(client, "w = 2.0\nv = 3.0\nu = v * 2\nloss = w * w")

    assert {leaf["name"]: leaf["verdict"] for leaf in found["leaves"]} == {
        "w": "agrees",
        "v": "agrees",
    }


def test_indices_cannot_be_moved_a_little(client):
    source = "t = [0, 2]\nw = [[1.0, 2.0, 3.0], [0.5, 0.0, -1.0]]\nloss = cross_entropy(w, t)"

    found = check(client, source)

    leaves = {leaf["name"]: (leaf["verdict"], leaf["checked"]) for leaf in found["leaves"]}
    assert leaves == {"t": ("not comparable: no result beside this value", 0), "w": ("agrees", 6)}


GALLERY = [pytest.param(example, id=example.name) for example in examples()]
STEPS = [None, 1e-3, 1e-5, 1e-7, 1e-9]
VERDICTS = {
    "piecewise": "not comparable: a kink",
    "detach-wrong": "differs",
    "data-wrong": "differs",
    "softmax-wrong": "not comparable: not finite",
}
"""Of the other examples' gradients each agrees: where they are a pitfall's, it is another one."""


@pytest.mark.parametrize("example", GALLERY)
def test_the_gallery_is_judged_right_at_every_step(client, example):
    allowed = {VERDICTS.get(example.name, "agrees")}
    unsharp = {"not comparable: h too coarse", "not comparable: h too fine"}

    for h in STEPS:
        verdict = check(client, example.source, **({"h": h} if h else {}))["verdict"]
        assert verdict in (allowed | unsharp if h else allowed), h


@pytest.mark.parametrize("h", [None, 1e-3, 1e-5, 1e-7, 1e-9])
@pytest.mark.parametrize("size", [1e-30, 1e-12, 1e-3, 1.0, 1e6])
def test_a_cut_gradient_differs_however_small(client, size, h):
    source = f"x = {size}\ny = x * detach(x)"

    verdict = check(client, source, **({"h": h} if h else {}))["verdict"]

    assert verdict == "differs" or (h and verdict.startswith("not comparable: h too"))


@pytest.mark.parametrize(
    ("source", "verdict", "index"),
    [
        ("x = [2.0, 0.0]\ny = sum(abs(x))", "not comparable: a kink", [1]),
        ("x = 0.0\ny = sign(x) + x", "not comparable: a jump", []),
        ("x = -2.0\np = 1.5\ny = x ** p", "not comparable: not finite", []),
        ("x = 1e-6\ny = log(x)", "agrees", []),
    ],
)
def test_the_element_that_decides_is_named(client, source, verdict, index):
    leaf = check(client, source)["leaves"][0]

    assert (leaf["verdict"], leaf["index"]) == (verdict, index)
    assert leaf["gradient"] is not None
    assert (leaf["error"] is None) == verdict.startswith("not comparable")


def test_nothing_to_check_says_so(client):
    assert check(client, "x = data(2.0)\ny = x * x")["verdict"].startswith("nothing to check")


def test_large_leaves_are_sampled(client):
    found = check(client, "w = zeros(50, 50) + 0.0\np = param(randn(50, 50))\nloss = sum(p * p)")

    (leaf,) = [leaf for leaf in found["leaves"] if leaf["name"] == "p"]
    assert leaf["elements"] == 2500
    assert 1 <= leaf["checked"] <= 64
    assert leaf["verdict"] == "agrees"


def test_leaves_can_have_other_values(client):
    found = check(client, "w = 2.0\nloss = w ** 3", leaves={"w": 5.0})

    assert found["leaves"][0]["gradient"] == pytest.approx(75.0)


def test_the_step_can_be_chosen(client):
    coarse = check(client, "w = 3.0\nloss = exp(w)", h=0.01)
    chosen = check(client, "w = 3.0\nloss = exp(w)")

    assert (coarse["h"], coarse["leaves"][0]["step"]) == (0.01, 0.03)
    assert chosen["leaves"][0]["step"] == pytest.approx(3.0 * chosen["h"])


def test_a_matrix_that_becomes_singular_is_no_bug(client):
    found = check(client, "w = [[1.0, 0.0], [0.0, 0.001]]\nloss = sum(inv(w))", h=0.001)

    assert found["verdict"] == "not comparable: h too coarse"


def test_a_check_of_much_work_says_what_it_left_out(client):
    leaves = "\n".join(f"w{k} = param(randn(200, 200))" for k in range(20))
    product = " @ ".join(f"w{k}" for k in range(20))

    found = check(client, f"{leaves}\nloss = mean(({product}) * 1e-20)")

    assert len(found["leaves"]) == 20
    for leaf in found["leaves"]:
        assert (leaf["checked"] == 0) == (leaf["verdict"] == "not checked: out of time")

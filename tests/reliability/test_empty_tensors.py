"""Tensors without elements over REST: bounded like others, and answered in every format."""

import io
import tracemalloc
from collections.abc import Iterator

import numpy as np
import pytest
from app_client import TestClient
from chainrule.api import Settings, create_app

GRAPHS = "/api/v1/graphs"
GROWTH = 64 * 10**6
"""Bytes that a request may take on the way to its refusal."""


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    app = create_app(Settings(database="memory:"))
    with TestClient(app, raise_server_exceptions=False) as client:
        yield client


@pytest.fixture
def growth() -> Iterator[None]:
    """Looks at the memory that a test takes at its worst."""
    tracemalloc.start()
    yield
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < GROWTH


TOO_LARGE = [
    "x=eye(10**9,0)",
    "x=zeros(3000000,0)",
    "x=ones(0,3000000)\ny=x.T\nz=y.sum()",
    "x=zeros(0).reshape(3000000,0)",
    "x=zeros(3000000,0)\ny=cat([x,x])",
    "one_hot(arange(3),2*10**8)",
    "np.repeat(zeros(1000000),150)",
    "x=tensor([[]]*1000000)",
    "x=tensor([[[]]*1000000])",
    "x=zeros(1000001,0).tolist()",
]


@pytest.mark.usefixtures("growth")
@pytest.mark.parametrize("source", TOO_LARGE)
def test_what_would_take_the_server_down_is_refused_before_anything_is_made(client, source):
    answer = client.post(GRAPHS, json={"source": source})

    assert answer.status_code == 422
    assert answer.json()["code"].startswith("limit_")


@pytest.mark.usefixtures("growth")
@pytest.mark.parametrize("format", ["svg", "png", "dot"])
@pytest.mark.parametrize("source", TOO_LARGE[:2])
def test_so_it_is_for_another_sites_image(client, source, format):
    headers = {"sec-fetch-site": "cross-site"}
    params = {"format": format, "source": source}
    answer = client.get(GRAPHS, params=params, headers=headers)

    # Pictures may stand in other sites' pages, where the limits hold; text is computed for none.
    code = "foreign_origin" if format == "dot" else "limit_"
    assert answer.status_code == (403 if format == "dot" else 422)
    assert answer.json()["code"].startswith(code)


@pytest.mark.usefixtures("growth")
@pytest.mark.parametrize("path", [f"{GRAPHS}?format=latex", "/api/v1/checks", f"{GRAPHS}/sweeps"])
@pytest.mark.parametrize("source", TOO_LARGE)
def test_so_it_is_wherever_programs_run(client, source, path):
    places = {"places": {"w": [1.0]}} if path.endswith("sweeps") else {}
    answer = client.post(path, json={"source": f"w = 2.0\n{source}", **places})

    assert answer.status_code == 422
    assert answer.json()["code"].startswith("limit_")


@pytest.mark.usefixtures("growth")
@pytest.mark.parametrize("format", ["json", "dot", "latex", "python", "pytorch"])
def test_the_rows_of_the_largest_empty_tensor_are_never_listed(client, format):
    source = "x = param(zeros(1000000, 0))\ny = x[zeros(1000000, 0).long()]"
    answer = client.post(f"{GRAPHS}?format={format}", json={"source": source})

    assert answer.status_code == 200
    assert len(answer.content) < 20_000


EMPTIES = [
    "z = zeros(0)",
    "z = zeros(2, 0)",
    "z = zeros(0, 3)",
    "z = zeros(2, 3, 0)",
    "z = zeros(2, 0, 3)",
    "w = param(zeros(2, 0))\nz = (w * 3).T",
    "w = param(zeros(0, 2))\nz = sum(w ** 2, axis=1)",
    "w = param(zeros(0))\nz = stack([w, w])",
    "w = param(zeros(3, 0))\nv = w @ zeros(0, 2)\nz = w[1]",
    "w = param(zeros(3, 0))\nz = w[[0, 0, 2]]",
    "w = []\nz = exp(w)",
]
FORMATS = ["json", "dot", "svg", "png", "latex", "python", "pytorch"]


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("source", EMPTIES)
def test_an_empty_tensor_is_shown_in_every_format(client, source, format):
    answer = client.post(f"{GRAPHS}?format={format}", json={"source": source})

    assert answer.status_code == 200, answer.text
    if format == "json":
        (z,) = [node for node in answer.json()["nodes"] if node["name"] == "z"][-1:]
        assert z["value"]["data"] == []
        assert z["value"]["mean"] is None
        assert 0 in z["value"]["shape"]


@pytest.mark.parametrize("source", EMPTIES)
def test_a_script_of_an_empty_tensor_prints_its_shape_again(client, source):
    script = client.post(f"{GRAPHS}?format=python", json={"source": source}).text
    shape = client.post(f"{GRAPHS}/arrays", json={"source": source, "node": "z"}).json()["shape"]
    names: dict = {}
    exec(script, names)  # noqa: S102

    assert list(names["z"].shape) == shape


@pytest.mark.parametrize("source", EMPTIES)
def test_a_check_of_nothing_agrees(client, source):
    answer = client.post("/api/v1/checks", json={"source": source})

    assert answer.status_code == 200, answer.text
    assert answer.json()["verdict"] in {
        "agrees",
        "nothing to check: no value needs a gradient",
    }


def test_an_empty_output_cannot_be_swept(client):
    body = {"source": "w = 2.0\nz = w * zeros(2, 0)", "places": {"w": [1.0]}}

    assert client.post(f"{GRAPHS}/sweeps", json=body).status_code == 422


def test_a_sweep_past_an_empty_tensor_is_one_of_what_is_left(client):
    body = {"source": "w = 2.0\nz = sum(w * zeros(2, 0)) + w * 3", "places": {"w": [1.0, 2.0]}}
    answer = client.post(f"{GRAPHS}/sweeps", json=body).json()

    assert (answer["values"], answer["gradients"]["w"]) == ([3.0, 6.0], [3.0, 3.0])


@pytest.mark.parametrize(
    ("tensor", "csv"),
    [
        ("zeros(0)", ""),
        ("zeros(2, 0)", "\n\n"),
        ("zeros(0, 3)", ""),
        ("zeros(2, 3, 0)", "\n" * 6),
        ("zeros(2, 0, 3)", ""),
        ("ones(2)", "1.0,1.0\n"),
        ("ones(2, 1)", "1.0\n1.0\n"),
        ("data(1.0)", "1.0\n"),
    ],
)
@pytest.mark.parametrize("which", ["value", "grad"])
def test_csv_has_a_line_for_every_row(client, tensor, csv, which):
    source = f"z = param({tensor})\ny = sum(z)"
    body = {"source": source, "node": "z", "which": which}
    answer = client.post(f"{GRAPHS}/arrays?format=csv", json=body)

    assert (answer.status_code, answer.text) == (200, csv)


@pytest.mark.parametrize("shape", [(0,), (2, 0), (0, 3), (2, 0, 3)])
def test_empty_arrays_keep_their_shape_in_the_other_forms(client, shape):
    body = {"source": f"z = zeros({shape})", "node": "z"}
    json = client.post(f"{GRAPHS}/arrays?format=json", json=body).json()
    npy = client.post(f"{GRAPHS}/arrays?format=npy", json=body).content

    assert (json["shape"], json["data"]) == (list(shape), [])
    assert np.load(io.BytesIO(npy)).shape == shape


@pytest.mark.parametrize("rows", [[0, 1], [1, 1], [5, 9]])
def test_rows_of_empty_arrays(client, rows):
    body = {"source": "z = zeros(2, 0)", "node": "z", "rows": rows}
    for format in ("json", "csv", "npy"):
        answer = client.post(f"{GRAPHS}/arrays?format={format}", json=body)
        assert answer.status_code in (200, 422), answer.text


@pytest.mark.parametrize("given", [[], [[], []], [[[]], [[]]]])
def test_empty_inputs_and_leaves_are_taken(client, given):
    inputs = client.post(GRAPHS, json={"source": "y = x * 2", "inputs": {"x": given}})
    shape = inputs.json()["nodes"][0]["value"]["shape"]
    body = {"source": f"x = param(zeros({tuple(shape)}))\ny = x * 2", "leaves": {"x": given}}

    assert (inputs.status_code, client.post(GRAPHS, json=body).status_code) == (200, 200)


@pytest.mark.usefixtures("growth")
@pytest.mark.parametrize("decimals", [10**9, -(10**9), 2**31 - 1, 2**50])
def test_rounding_to_any_number_of_decimals_is_that_of_numpy_to_many(client, decimals):
    body = {"source": f"y = round([1.5, -2.5, 0.0], decimals={decimals})"}
    answer = client.post(GRAPHS, json=body)

    assert answer.status_code == 200
    with np.errstate(all="ignore"):
        expected = np.round([1.5, -2.5, 0.0], 400 if decimals > 0 else -400)
    assert np.isnan(expected).all()
    assert answer.json()["nodes"][-1]["value"]["data"] == ["NaN"] * 3

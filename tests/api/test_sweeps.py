"""POST /graphs/sweeps: the numbers of a plot in one request."""

import numpy as np
import pytest
from chainrule.api import sweeps

NEURON = "x = data(2.0)\nw = 1.5\nb = -0.5\nloss = tanh(w * x + b) ** 2"


def sweep(client, source, **body):
    return client.post("/api/v1/graphs/sweeps", json={"source": source, **body})


def test_every_place_has_the_value_and_the_slope_that_a_graph_there_has(client):
    places = [-1.0, 0.0, 0.25, 3.0]

    swept = sweep(client, NEURON, places={"w": places}, leaves={"b": 0.1}).json()

    for k, w in enumerate(places):
        body = {"source": NEURON, "leaves": {"b": 0.1, "w": w}}
        nodes = client.post("/api/v1/graphs", json=body).json()["nodes"]
        assert swept["values"][k] == nodes[-1]["value"]["data"]
        (leaf,) = [node for node in nodes if node["name"] == "w"]
        assert swept["gradients"]["w"][k] == leaf["grad"]["data"]


def test_two_leaves_move_together(client):
    swept = sweep(client, "a = 1.0\nb = 1.0\ny = a * b", places={"a": [2, 3], "b": [5, 7]}).json()

    assert swept == {"values": [10.0, 21.0], "gradients": {"a": [5.0, 7.0], "b": [2.0, 3.0]}}


def test_leaves_that_share_a_name_are_told_apart(client):
    source = "w = 1.5\nv = w * 2\nw = 2.0\ny = v + w * w"
    body = {"source": source, "leaves": {"w#2": 5.0}}

    nodes = client.post("/api/v1/graphs", json=body).json()["nodes"]
    swept = sweep(client, source, places={"w#2": [3.0]}).json()

    assert nodes[-1]["value"]["data"] == 28.0
    assert swept == {"values": [12.0], "gradients": {"w#2": [6.0]}}


@pytest.mark.parametrize("name", ["w#", "w#0", "#2", "w#2#2", "w 2", "w[", "w[a]", "w.", ".w"])
def test_what_is_no_name_of_a_leaf_is_refused(client, name):
    assert sweep(client, "w = 1.0\ny = w * w", places={name: [1.0]}).status_code == 422


TRAINING = """import torch
net = torch.nn.Sequential(torch.nn.Linear(1, 1), torch.nn.Tanh())
params, ws = {"k": torch.tensor(2.0, requires_grad=True)}, [torch.tensor(3.0, requires_grad=True)]
optimiser = torch.optim.SGD(net.parameters(), lr=0.1)
for i in range(3):
    optimiser.zero_grad()
    loss = (net(torch.tensor([[1.0]])) * params["k"] * ws[0]).sum()
    loss.backward()
    optimiser.step()
"""


@pytest.mark.parametrize("moment", [1, 2, 3])
@pytest.mark.parametrize("leaf", ["net.0.weight", 'params["k"]', "ws[0]"])
def test_leaves_are_named_by_the_way_to_them_and_swept_at_any_moment(client, leaf, moment):
    swept = sweep(client, TRAINING, places={leaf: [0.25]}, moment=moment).json()

    body = {"source": TRAINING, "leaves": {leaf: [[0.25]] if "net" in leaf else 0.25}}
    nodes = client.post("/api/v1/graphs", json={**body, "moment": moment}).json()["nodes"]
    (node,) = [node for node in nodes if node["name"] == leaf]
    assert swept["values"] == [nodes[-1]["value"]["data"]]
    assert swept["gradients"][leaf] == np.ravel(node["grad"]["data"]).tolist()


def test_a_leaf_keeps_its_shape(client):
    source = "w = [[2.0]]\nx = data([[1.0], [3.0]])\nloss = sum(x @ w)"

    assert sweep(client, source, places={"w": [1.0]}).json()["gradients"] == {"w": [4.0]}


def test_what_has_no_derivative_says_so(client):
    source = "x = data(2.0)\nw = 3.0\nloss = x * 2 + detach(w)"

    assert sweep(client, source, places={"x": [1.0]}).json()["gradients"] == {"x": [None]}
    assert sweep(client, source, places={"w": [1.0]}).json()["gradients"] == {"w": [None]}


def test_a_place_at_which_the_program_fails_has_no_number(client):
    source = "a = 1.0\nloss = sum(inverse(stack([stack([a, 1.0]), stack([1.0, 1.0])])))"

    swept = sweep(client, source.replace("a = 1.0", "a = 2.0"), places={"a": [2.0, 1.0]}).json()

    assert np.isfinite(swept["values"][0])
    assert swept["values"][1] == "NaN"


@pytest.mark.parametrize(
    ("source", "leaf", "reason"),
    [
        ("w = [1.0, 2.0]\nloss = sum(w)", "w", "w is not a single number"),
        ("w = 1.0\nloss = w * w", "v", "no leaf of the name v"),
        ("w = 1.0\nz = w * w\nloss = z * 2", "z", "no leaf of the name z"),
        ("w = 1.0\nloss = w * data([1.0, 2.0])", "w", "output that is a single number"),
    ],
)
def test_what_cannot_be_swept_is_said(client, source, leaf, reason):
    answer = sweep(client, source, places={leaf: [1.0]})

    assert answer.status_code == 422
    assert reason in answer.json()["detail"]


def test_a_sweep_ends_in_time(client, monkeypatch):
    monkeypatch.setattr(sweeps, "SECONDS", 0.0)

    assert sweep(client, NEURON, places={"w": [1.0] * 400}).json()["values"] == []

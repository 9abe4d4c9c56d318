"""Values are called what the program calls them, and leaves take other values by those names."""

import numpy as np
import pytest
from chainrule.graph import graph_of
from chainrule.program import ProgramError, run

NETWORK = """\
import torch
from torch import nn
torch.manual_seed(0)
net = nn.Sequential(nn.Linear(2, 3), nn.Tanh(), nn.Linear(3, 1))
loss = net(torch.ones(4, 2)).pow(2).mean()
loss.backward()
"""

CLASS = """\
import torch
from torch import nn
class Line(nn.Module):
    def __init__(self):
        super().__init__()
        self.slope = nn.Parameter(torch.tensor(2.0))
        self.layers = nn.ModuleList([nn.Linear(1, 1, bias=False)])
    def forward(self, x):
        return self.layers[0](x) * self.slope
line = Line()
line(torch.ones(1)).sum().backward()
"""

CONTAINERS = """\
import torch
ws = [torch.tensor(float(k), requires_grad=True) for k in (1, 2)]
params = {"w": torch.tensor(3.0, requires_grad=True), "b": [torch.tensor(4.0, requires_grad=True)]}
y = ws[0] * ws[1] + params["w"] * params["b"][0]
y.backward()
"""

OWN_OBJECTS = """\
import torch
class Neuron:
    def __init__(self, w):
        self.w = torch.tensor(w, requires_grad=True)
class Layer:
    def __init__(self):
        self.neurons = [Neuron(1.0), Neuron(2.0)]
layer = Layer()
y = layer.neurons[0].w * layer.neurons[1].w
y.backward()
"""


def leaves(source, **given):
    nodes = graph_of(run(source, **given)).nodes
    return [node.name for node in nodes if node.kind == "parameter"]


@pytest.mark.parametrize(
    ("source", "names"),
    [
        (NETWORK, ["net.0.weight", "net.0.bias", "net.2.weight", "net.2.bias"]),
        (CLASS, ["line.layers.0.weight", "line.slope"]),
        (CONTAINERS, ["ws[0]", "ws[1]", 'params["w"]', 'params["b"][0]']),
        (OWN_OBJECTS, ["layer.neurons[0].w", "layer.neurons[1].w"]),
        ("w = 2.0\nb = 1.0\ny = w * b", ["w", "b"]),
        ("import torch\nw = v = torch.ones(2, requires_grad=True)\n(w * v).sum().backward()",
         ["w"]),
    ],
    ids=["network", "class", "containers", "own objects", "numbers", "two names"],
)  # fmt: skip
def test_a_leaf_is_called_by_how_the_program_reaches_it(source, names):
    assert sorted(leaves(source)) == sorted(names)


@pytest.mark.parametrize(
    ("source", "name", "value"),
    [
        (NETWORK, "net.0.weight", np.full((3, 2), 0.5)),
        (NETWORK, "net.2.bias", [7.0]),
        (CLASS, "line.slope", 5.0),
        (CONTAINERS, "ws[0]", 7.0),
        (CONTAINERS, 'params["w"]', 7.0),
        (CONTAINERS, 'params["b"][0]', 7.0),
        (OWN_OBJECTS, "layer.neurons[1].w", 7.0),
        ("w = 2.0\ny = w * 3", "w", 5.0),
        ("x = data([2.0, 1.0])\ny = sum(x)", "x", [4.0, 3.0]),
    ],
)
def test_a_leaf_takes_another_value_by_that_name(source, name, value):
    plain, moved = (graph_of(run(source, leaves=given)) for given in ({}, {name: value}))
    (leaf,) = [node for node in moved.nodes if node.name == name]

    assert leaf.value.data == np.asarray(value).tolist()
    assert moved.structure == plain.structure
    assert plain.node(plain.output).value.data != moved.node(moved.output).value.data


def test_leaves_that_share_a_name_are_told_apart():
    source = "def f(x):\n    w = 2.0\n    return x * w\ny = f(f(1.0))"

    assert leaves(source) == ["w", "w#2"]
    assert run(source, leaves={"w#2": 5.0}).output.item() == 10
    assert run(source, leaves={"w": 5.0}).output.item() == 10


def test_a_value_keeps_its_first_name():
    execution = run("a = 2.0\nb = a\nc = b * a\nd = c")

    assert [annotation.name for annotation in execution.values.values()] == ["a", "c"]
    assert execution.names["d"] is execution.names["c"]


def turns(source: str) -> list[str | None]:
    return [node.turn for node in graph_of(run(source)).nodes if node.op == "tanh"]


def test_a_turn_says_the_calls_and_turns_around_it():
    call = "def f(h):\n    for i in range(2):\n        h = tanh(h)\n    return h\n"
    assert turns(call + "loss = f(f(0.5))") == [
        "f/for i/1",
        "f/for i/2",
        "f#2/for i/1",
        "f#2/for i/2",
    ]
    nested = "h = 0.5\nfor i in range(2):\n    for j in range(2):\n        h = tanh(h)\n"
    assert turns(nested) == [f"for i/{i}/for j/{j}" for i in (1, 2) for j in (1, 2)]


def test_a_loop_that_comes_again_is_another_one():
    loop = "for i in range(2):\n    h = tanh(h)\n"
    assert turns(f"h = 0.5\n{loop}{loop}") == ["for i/1", "for i/2", "for i#2/1", "for i#2/2"]


def test_what_is_computed_again_is_called_the_same_in_every_turn():
    source = "import numpy as np\nw = np.ones(2)\nfor i in range(3):\n    s = w * 2\nloss = s.sum()"
    names = [annotation.name for annotation in run(source).values.values()]

    assert {name for name in names if name} == {"w", "s", "loss"}


def test_names_are_what_they_stand_for_at_the_end():
    names = run("w = 1.0\nw = w + 1\nf = 3.0\ny = w * f").names

    assert {name: names[name].item() for name in "wfy"} == {"w": 2.0, "f": 3.0, "y": 6.0}


def test_a_name_that_no_leaf_has_is_refused_with_a_near_one():
    with pytest.raises(ProgramError) as caught:
        run("weight = 1.0\ny = weight * 2", leaves={"wieght": 2.0})

    assert (caught.value.code, caught.value.hint) == ("unknown_leaf", "did you mean weight?")


def test_a_value_of_another_shape_is_refused():
    with pytest.raises(ProgramError) as caught:
        run(NETWORK, leaves={"net.2.bias": [1.0, 2.0]})

    assert caught.value.code == "leaf_shape"


def test_leaves_may_be_not_finite_and_are_copied():
    given = np.array([np.nan, np.inf])
    execution = run("w = [1.0, 2.0]\ny = w * 1.0", leaves={"w": given})
    given[0] = 9.0

    np.testing.assert_array_equal(execution.names["w"].detach().numpy(), [np.nan, np.inf])


def test_calls_of_modules_and_functions_are_groups():
    groups = {node.group for node in graph_of(run(NETWORK)).nodes if node.kind == "operation"}

    assert {"net/0", "net/1", "net/2"} <= groups


def test_calls_of_modules_within_a_loop_are_groups_by_the_modules_names():
    source = """
import torch
class Block(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.lin = torch.nn.Linear(2, 2)
    def forward(self, x):
        return torch.tanh(self.lin(x))
class Net(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.blocks = torch.nn.ModuleList([Block() for _ in range(2)])
    def forward(self, x):
        for block in self.blocks:
            x = block(x)
        return x
model = Net()
loss = model(torch.ones(1, 2)).sum()
loss.backward()
"""
    groups = {node.group for node in graph_of(run(source)).nodes if node.op}

    assert groups == {"", *(f"model/blocks/{k}{inner}" for k in (0, 1) for inner in ("", "/lin"))}

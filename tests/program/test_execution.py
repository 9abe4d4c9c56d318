"""A program is run from text to annotated tensors."""

import numpy as np
import pytest
from chainrule import tensor
from chainrule.program import ProgramError, run


def shown(execution):
    return [(a.name, a.kind, a.group) for a in execution.values.values()]


def test_the_design_page_s_program_gives_its_gradient():
    execution = run(
        "x = data([[2.0, 3.0]])            # an input\n"
        "w = [[-1.0], [1.2]]               # a parameter\n"
        "y = tensor([[0.2]])\n"
        "loss = (x @ w - y) ** 2           # the output\n"
    )
    execution.output.backward()

    assert shown(execution) == [
        ("x", "data", ""),
        ("w", "parameter", ""),
        ("y", "data", ""),
        (None, "operation", ""),
        (None, "operation", ""),
        ("loss", "operation", ""),
    ]
    np.testing.assert_allclose(execution.names["w"].grad, [[5.6], [8.4]], rtol=1e-12)
    assert execution.names["x"].grad is None
    assert execution.output is execution.names["loss"]


def test_unnamed_numbers_are_constants():
    execution = run("x = 3.0\ny = x * 2 + 1")

    assert shown(execution) == [
        ("x", "parameter", ""),
        (None, "constant", ""),
        (None, "operation", ""),
        (None, "constant", ""),
        ("y", "operation", ""),
    ]


def test_a_leaf_comes_when_it_is_named_and_a_constant_when_it_is_read():
    execution = run("a = 1.0\nb = 1.0\nunread = 3.0\nloss = 3 * b - a")

    assert [name or kind for name, kind, _ in shown(execution)] == [
        "a", "b", "unread", "constant", "operation", "loss",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("source", "places"),
    [
        ("w = 2.0\ny = 3 * w + -1", {3.0: "3", -1.0: "-1"}),
        ("w = 2.0\ny = where(w > 0, w, 7)", {7.0: "7"}),
        ("w = 2.0\nw += 5\nw", {5.0: "5"}),
        ("import numpy as np\nx = np.array([4.0])\ny = x * 2", {4.0: "np.array([4.0])", 2.0: "2"}),
        ("import torch\nx, y = torch.tensor(4.0), torch.tensor(3.0)\nx * y",
         {4.0: "torch.tensor(4.0)", 3.0: "torch.tensor(3.0)"}),
    ],
)  # fmt: skip
def test_leaves_stand_where_they_are_written(source, places):
    lines = source.split("\n")
    found = {
        float(leaf.item()): lines[a.span.line - 1][a.span.column - 1 : a.span.end_column - 1]
        for leaf, a in run(source).values.items()
        if a.kind != "operation" and a.span and (a.name is None or a.kind == "data")
    }

    assert found.items() >= places.items()


def test_a_name_without_a_call_for_it_is_no_place_of_a_leaf():
    source = "import numpy as np\nfor x in [np.array([2.0])]:\n    y = x * x\ny"
    assert [a.span for a in run(source).values.values() if a.name == "x"] == [None]


def test_spans_count_characters_not_bytes():
    execution = run("α = 2.0\nβ = α * α  # é\nγ = β + α")
    spans = [a.span for a in execution.values.values()]

    assert [(s.line, s.column, s.end_line, s.end_column) for s in spans] == [
        (1, 5, 1, 8),
        (2, 5, 2, 10),
        (3, 5, 3, 10),
    ]


def test_the_last_value_is_the_output():
    assert run("x = 2.0\nx * 3").output.item() == 6
    assert run("x = 2.0\ny = x * 3\ndef f(a):\n    return a").output.item() == 6
    assert run("a, b = 2.0, 5.0").output.item() == 5
    assert run("for i in range(3):\n    x = i * 2.0").output.item() == 4


def test_backward_names_the_output():
    execution = run("x = 2.0\nloss = x * x\nloss.backward()\nunrelated = 3.0\nunrelated * 2")
    assert execution.output is execution.names["loss"]


def test_a_program_that_only_makes_a_tensor_shows_it():
    assert run("import torch\nx = torch.ones(2)\n'made'").output.tolist() == [1, 1]


def test_a_non_scalar_output_says_how_it_is_seeded():
    execution = run("x = [1.0, 2.0]\ny = x * x")

    assert "seeded with 1" in execution.notes[0]
    assert run("x = 2.0\ny = x * x").notes == []
    assert run("import numpy as np\ny = np.ones(3) * 2").notes == []  # nobody asks for a gradient


def test_inputs_are_data_and_shown_only_where_read():
    execution = run("loss = mean((X @ [[1.0], [2.0]] - y) ** 2)", inputs={"X": np.eye(2), "y": 1})
    assert shown(execution)[:2] == [("X", "data", ""), ("y", "data", "")]

    assert shown(run("y = X + 1.0", inputs={"X": 1.0, "Z": 2.0}))[0] == ("X", "data", "")
    assert len(run("y = X + 1.0", inputs={"X": 1.0, "Z": 2.0}).values) == 3


@pytest.mark.parametrize(
    ("source", "value", "output"),
    [
        ("import torch\nz = torch.eye(3)[y].sum(0)", [0, 2, 2], [1.0, 0.0, 2.0]),
        ("import torch\nz = torch.nn.functional.one_hot(y).sum(0)", [1, 1], [0, 2]),
        ("import numpy as np\nz = np.array([5.0, 6.0])[y]", [1, 0], [6.0, 5.0]),
        ("import numpy as np\nz = np.zeros(y) + 1", 2, [1.0, 1.0]),
        ("import torch\nz = torch.ones(2)[y]", [True, False], [1.0]),
        ("import torch\nz = torch.mean(y)", [1.0, 2.0], 1.5),
        ("z = mean(y)", [1, 2], 1.5),
        ("w = [1.0, 2.0]\nz = sum(w[: int(y)])", 1, 1.0),
    ],
)
def test_whole_numbers_from_outside_are_what_they_are_in_the_text(source, value, output):
    assert run(source, inputs={"y": value}).output.tolist() == output


@pytest.mark.parametrize("name", ["2x", "x y", "for", "x.y", "", "<b>"])
def test_inputs_have_names_of_the_language(name):
    with pytest.raises(ProgramError) as caught:
        run("y = 1.0", inputs={name: 1.0})
    assert caught.value.code == "bad_input_name"


def test_leaves_replace_literals_without_changing_the_structure():
    source = "w = 2.0\nb = [1.0, 2.0]\ny = w * b"
    plain, moved = run(source), run(source, leaves={"w": 5.0, "b": [3.0, 4.0]})

    assert list(plain.values.values()) == list(moved.values.values())
    np.testing.assert_array_equal(moved.output.data, [15, 20])


def test_leaves_replace_data_too():
    assert run("x = data(2.0)\ny = x * 1.0", leaves={"x": 4.0}).output.item() == 4


def test_identities_follow_the_program_only():
    source = "w = 2.0\nx = randn(3, seed=1)\nfor i in range(3):\n    x = tanh(w * x)\ny = sum(x)"
    assert shown(run(source)) == shown(run(source, leaves={"w": -7.0}))


def test_a_number_that_serves_only_as_a_size_is_not_drawn():
    assert len(run("n = 3\nx = ones(n, 2 * n)\ny = sum(x)").values) == 2


def test_what_is_not_finite_is_no_error():
    assert run("x = 0.0\ny = 1 / x").output.item() == np.inf
    assert np.isnan(run("x = -1.0\ny = log(x)").output.item())
    assert run("x = 1e999").output.item() == np.inf


def test_nothing_is_left_behind_in_the_engine():
    with pytest.raises(ProgramError):
        run('with group("a"):\n    x = [1.0] @ [[1.0, 2.0], [1.0, 2.0]]')
    x = tensor(1.0, requires_grad=True) * 2
    assert x.grad_fn.group == ""

"""Statements: assignments, loops, functions, groups, and what pasted programs may keep."""

import pytest
from chainrule.program import run


def groups(source):
    return [a.group for a in run(source).values.values() if a.kind == "operation"]


@pytest.mark.parametrize(
    ("operator", "expected"), [("+", 9), ("-", 3), ("*", 18), ("/", 2), ("**", 216)]
)
def test_augmented_assignment(operator, expected):
    assert run(f"x = 6.0\ny = 3.0\nx {operator}= y").output.item() == expected


def test_augmented_assignment_is_a_new_value():
    execution = run("x = 2.0\ny = x\nx += 1.0")

    assert execution.names["y"].item() == 2
    assert execution.names["x"].item() == 3


def test_a_tuple_of_whole_numbers_is_a_size():
    assert run("shape = (2, 3)\ny = sum(ones(shape))").output.item() == 6
    assert run("low, high = (0.5, 1.5)\ny = high - low").output.item() == 1


def test_a_call_is_a_group_and_the_next_one_is_numbered():
    source = "def f(x):\n    h = x * 2\n    return h + 1\nx = 3.0\ny = f(f(x))\nz = y * 1.0"
    assert groups(source) == ["f", "f", "f#2", "f#2", ""]


def test_nested_calls_are_nested_groups():
    source = (
        "def neuron(x, w):\n    return tanh(x * w)\n"
        "def layer(x):\n    a = neuron(x, 0.5)\n    return a + neuron(x, 2.0)\n"
        "x = 1.0\ny = layer(x)\nz = layer(y)"
    )
    assert groups(source) == [
        *["layer/neuron"] * 2, *["layer/neuron#2"] * 2, "layer",
        *["layer#2/neuron"] * 2, *["layer#2/neuron#2"] * 2, "layer#2",
    ]  # fmt: skip


def test_with_group_names_a_group():
    source = (
        'x = 2.0\nwith group("encoder"):\n    with group("dense"):\n        y = x * x\n'
        "    z = y + x"
    )
    assert groups(source) == ["encoder/dense", "encoder"]


def test_functions_return_several_values():
    assert run("def f(x):\n    return x, x * 2\na, b = f(3.0)\nc = a + b").output.item() == 9


def test_a_function_may_pass_sizes_on():
    assert run("def f(n):\n    return sum(ones(n))\ny = f(4)").output.item() == 4


def test_no_grad_cuts_the_path():
    execution = run(
        "import torch\nx = torch.tensor(2.0, requires_grad=True)\n"
        "with torch.no_grad():\n    y = x * 3\nz = y * x\nz.backward()"
    )
    assert execution.names["x"].grad.item() == 6


@pytest.mark.parametrize(
    "source",
    [
        "async def f():\n    pass",
        "x = 1j",
        "x = b'a'",
        "class A(metaclass=type):\n    pass",
        "class A:\n    def __new__(cls):\n        pass",
        "input()",
        "type('A', (), {})",
    ],
)
def test_what_is_left_out_is_refused_at_its_place(problem, source):
    found = problem(source)
    assert found.code == "not_supported"
    assert found.span is not None


@pytest.mark.parametrize("call", ["eval('1')", "exec('x = 1')", "open('f')", "globals()"])
def test_what_would_leave_the_program_is_no_function(problem, call):
    assert problem(f"x = {call}").code == "unknown_function"

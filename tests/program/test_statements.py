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


def test_augmented_matrix_product():
    assert run("x = [[1.0, 2.0]]\nx @= [[3.0], [4.0]]").output.item() == 11


def test_augmented_assignment_is_a_new_value():
    execution = run("x = 2.0\ny = x\nx += 1.0")

    assert execution.names["y"].item() == 2
    assert execution.names["x"].item() == 3


def test_tuples_are_unpacked():
    assert run("a, b = 1.0, 2.0\na, b = b, a\nc = a - b").output.item() == 1
    assert run("m = [[1.0, 2.0], [3.0, 4.0]]\nr, s = m\ny = sum(s)").output.item() == 7
    assert run("(a, b), c = (1.0, 2.0), 3.0\nd = a + b + c").output.item() == 6
    assert run("a = b = 2.0\nc = a * b").output.item() == 4


def test_literals_in_a_tuple_are_leaves():
    kinds = [a.kind for a in run("a, b = 1.0, [2.0, 3.0]\nc = a * b").values.values()]
    assert kinds == ["parameter", "parameter", "operation"]


@pytest.mark.parametrize("numbers", ["(1.0, 2.0)", "1.0, 2", "(-1.5, 1)", "((1.0, 2), (3, 4))"])
def test_a_named_tuple_with_a_fraction_is_a_leaf_as_a_list_is(numbers):
    execution = run(f"w = {numbers}\nloss = sum(w * 2)")

    assert next(a.kind for a in execution.values.values()) == "parameter"


def test_a_tuple_of_whole_numbers_is_a_size():
    assert run("shape = (2, 3)\ny = sum(ones(shape))").output.item() == 6
    assert run("low, high = (0.5, 1.5)\ny = high - low").output.item() == 1


def test_one_equals_sign_is_proposed_where_the_name_is_missing(problem):
    assert problem("w = 1.0\nloss == w * 2").hint == "write = to give loss a value"
    assert run("w = 1.0\nloss = w * 2\nloss == 2").output.item() == 1


def test_loops_repeat_with_static_counters():
    assert run("x = 1.0\nfor i in range(4):\n    x = x * 2").output.item() == 16
    assert run("x = 0.0\nfor i in range(1, 6, 2):\n    x = x + i").output.item() == 9
    assert run("x = [5.0, 7.0]\ny = 0.0\nfor i in range(2):\n    y += x[i] * i").output.item() == 7
    assert run("x = 1.0\nfor i in range(0):\n    x = x * 2").output.item() == 1
    source = "x = 0.0\nfor i in range(2):\n    for j in range(i + 1):\n        x += 1.0"
    assert run(source).output.item() == 3


def test_a_call_is_a_group_and_the_next_one_is_numbered():
    source = "def f(x):\n    h = x * 2\n    return h + 1\ny = f(f(3.0))\nz = y * 1.0"
    assert groups(source) == ["f", "f", "f#2", "f#2", ""]


def test_nested_calls_are_nested_groups():
    source = (
        "def neuron(x, w):\n    return tanh(x * w)\n"
        "def layer(x):\n    a = neuron(x, 0.5)\n    return a + neuron(x, 2.0)\n"
        "y = layer(1.0)\nz = layer(y)"
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


def test_functions_have_defaults_names_and_own_scopes():
    assert run("def f(x, n=2):\n    t = x ** n\n    return t\ny = f(3.0)").output.item() == 9
    assert run("def f(x, n=2):\n    return x ** n\ny = f(n=3, x=2.0)").output.item() == 8
    assert run("w = 5.0\ndef f(x):\n    w = 2.0\n    return x * w\ny = f(1.0)\nz = w * y")
    assert run("def f(x):\n    return x + w\nw = 5.0\ny = f(1.0)").output.item() == 6


def test_functions_return_several_values():
    assert run("def f(x):\n    return x, x * 2\na, b = f(3.0)\nc = a + b").output.item() == 9


def test_a_function_may_pass_sizes_on():
    assert run("def f(n):\n    return sum(ones(n))\ny = f(4)").output.item() == 4


def test_a_local_name_is_gone_after_the_call(problem):
    found = problem("def f(x):\n    inner = x * 2\n    return inner\ny = f(1.0)\nz = inner")
    assert (found.code, found.span.line) == ("unknown_name", 5)


def test_recursion_is_refused_however_far_round(problem):
    source = "def f(x):\n    return g(x)\ndef g(x):\n    return f(x)\ny = f(1.0)"
    assert problem(source).code == "recursion"


def test_what_pasted_programs_bring_along_is_left_out():
    execution = run(
        "import numpy as np\nimport torch\nimport torch.nn.functional as F\n"
        "torch.manual_seed(0)\n"
        "x = torch.tensor([1.0, 2.0], requires_grad=True)\n"
        "loss = F.relu(x).sum()\n"
        "loss.backward()\n"
        'print(f"gradient: {x.grad}", x.grad)\n'
        "x.grad\n"
    )
    execution.output.backward()

    assert execution.output.item() == 3
    assert execution.names["x"].grad.tolist() == [1, 1]
    assert len(execution.notes) == 4


def test_no_grad_cuts_the_path():
    execution = run("x = 2.0\nwith torch.no_grad():\n    y = x * 3\nz = y * x")
    execution.output.backward()

    assert execution.names["x"].grad == 6


@pytest.mark.parametrize(
    "source",
    [
        "import os",
        "import torch as t",
        "from torch import jit",
        "if 1:\n    x = 1",
        "while True:\n    pass",
        "f = lambda x: x",
        "x = [i for i in range(3)]",
        "x = 1.0 if 2 else 3.0",
        "x = 1.0 and 2.0",
        "class A:\n    pass",
        "x: float = 1.0",
        "x = {1: 2}",
        "x = f'{1}'",
        "x = (y := 2.0)",
        "for x in [1, 2]:\n    y = x",
        "for i, j in range(3):\n    y = i",
        "for i in range(3):\n    y = i\nelse:\n    y = 2",
        "for i in range(1, 2, 3, 4):\n    y = i",
        "def f(x):\n    x = 2",
        "def f(x):\n    for i in range(2):\n        return x\n    return x",
        "def f(*x):\n    return x",
        "def f(x):\n    def g(y):\n        return y\n    return x",
        "@f\ndef f(x):\n    return x",
        "return 2",
        "x = [1.0]\nx[0] = 2",
        "x = [1.0]\nx.T = 2",
        "with open('f') as g:\n    x = 1",
        "with group(''):\n    x = 1.0",
        "with group('a/b'):\n    x = 1.0",
        "with group(1):\n    x = 1.0",
        "del x",
        "try:\n    x = 1\nexcept:\n    x = 2",
        "assert 1",
        "global x",
        "async def f(x):\n    return x",
        "x = 1 < 2 < 3",
        "x = 1 in [1]",
        "x = 1 is 1",
        "x = not 1",
        "x = 1 << 2",
        "x = 2 ^ 3",
        "x = 1j",
        "x = b'a'",
        "x = print",
        "x = sum(*[1, 2])",
        "x = sum(**{})",
        "break",
    ],
)
def test_what_does_not_exist_is_refused(problem, source):
    assert problem(source).code in ("not_supported", "syntax", "unknown_name")

"""Whether a program says what gets a gradient, and which literals are leaves where it does not."""

import ast

import pytest
from chainrule.program import run
from chainrule.program.dialect import decide


def leaves(source):
    tree = ast.parse(source)
    dialect = decide(tree)
    return [
        target.id
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name) and dialect.is_leaf(target.id, node.value)
    ]


@pytest.mark.parametrize(
    ("source", "kind"),
    [
        ("w = 3.0\ny = w * 2", "bare"),
        ("import math\nw = 3.0\ny = w * math.pi", "bare"),
        ("import numpy as np\nw = 3.0", "numpy"),
        ("y = np.sum(np.ones(3))", "numpy"),
        ("import torch\nx = torch.ones(3)", "marked"),
        ("y = torch.sum(x)", "marked"),
        ("x = tensor([1.0], requires_grad=True)", "marked"),
        ("from micrograd.engine import Value\na = Value(2.0)", "marked"),
        ("import jax.numpy as jnp\nx = jnp.ones(3)", "marked"),
    ],
)
def test_a_program_is_taken_at_its_word_where_it_marks_gradients(source, kind):
    assert decide(ast.parse(source)).kind == kind


def test_a_literal_with_a_name_is_a_leaf_in_bare_arithmetic():
    assert leaves("w = 3.0\nv = [[1.0], [-2.0]]\ny = w * v") == ["w", "v"]


def test_with_numpy_lists_are_lists():
    assert leaves("import numpy as np\nw = 3.0\nxs = [1.0, 2.0]\ny = w * np.array(xs)") == ["w"]


def test_a_program_that_marks_its_gradients_has_no_other_leaves():
    assert leaves("import torch\nlr = 0.1\nw = torch.ones(3, requires_grad=True)\ny = lr * w") == []


@pytest.mark.parametrize(
    "source",
    [
        "n = 5\nfor i in range(n):\n    pass",
        "rate = 0.1\nw = w - rate * g",
        "rate = 0.1\nw -= rate * 2 * g",
        "rate = 0.1\nw += -rate * g",
        "total = 0.0\nfor i in range(3):\n    total += i",
        "total = 0\nfor i in range(3):\n    total = total + i",
        "xs = [1.0]\nxs.append(2.0)",
        "xs = [1.0]\nfor x in xs:\n    print(x)",
        "xs = [1.0]\nfor x, y in zip(xs, xs):\n    print(x)",
        "seed = 3\nrandom.seed(seed)",
        "n = 2\ny = x[n]",
        "limit = 2\nif limit > 1:\n    y = x",
    ],
)
def test_what_only_serves_is_no_leaf(source):
    assert leaves(source) == []


@pytest.mark.parametrize(
    "source",
    [
        "lr = 0.1\nepochs = 10\nseed = 0\nbatch_size = 4\nn_hidden = 3\nsteps = 2",
        "n = 4\ny = x.sum() / n",
        "batch_size = 4\ny = x / batch_size",
        "rows = 4\nx = randn(rows, 2)\ny = x / rows",
    ],
)
def test_what_is_called_a_rate_or_a_count_serves_where_nothing_is_computed_with_it(source):
    assert leaves(source) == []


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("w = 2.0\nb = 1.0\ny = w * x\ny = y + b", ["w", "b"]),
        ("w = 2.0\nx = 3.0\ny = 1.0\ny += w * x", ["w", "x"]),
        ("w = 2.0\ntotal = 0.0\nfor i in range(3):\n    total += w * i", ["w"]),
        ("w = 2.0\ntotal = 0.0\nfor x in xs:\n    total = total + w * x", ["w"]),
        ("k = 2.0\nh = f(x)\ny = h * 3\nz = g(y)\nz = z + k * h", ["k"]),
        ("s = 4.0\ny = x / s", ["s"]),
        ("alpha = 0.5\ny = x * alpha", ["alpha"]),
        ("alone = 3.0", ["alone"]),
    ],
)
def test_a_term_of_a_sum_is_a_value_and_no_rate(source, expected):
    assert sorted(leaves(source)) == sorted(expected)


@pytest.mark.parametrize(
    "source",
    [
        "a = [1, 2]\nb = a\nb[0] = 9",
        "a = [1]\nb = a\na += [2]\nc = b",
        "a = [1.0]\na = a + [2.0]",
        "a = [2, 3]\nb = [4] + a + [1]",
        "a = [1, 2]\nb = [3]\nc = a + b",
    ],
)
def test_a_list_that_python_can_only_join_is_a_list_by_all_of_its_names(source):
    names = run(source + "\nprint(a)").names
    expected: dict = {}
    exec(source, {}, expected)  # noqa: S102
    assert {name: names[name] for name in expected} == expected


def test_a_sum_of_two_lists_of_values_says_that_python_would_join_them():
    source = "a = [1.0, 2.0]\nb = [3.0, 4.0]\n"
    (note,) = [note for note in run(source + "c = (a + b).sum()").notes if "[*a, *b]" in note]
    assert note.startswith("line 3: a + b adds the lists element by element")
    assert run(source + "c = [*a, *b]\nprint(c)").printed[0].text == "[1.0, 2.0, 3.0, 4.0]"


def test_a_weight_that_begins_at_0_and_is_read_is_a_leaf():
    source = "w = 0.0\nfor i in range(3):\n    guess = w * x\n    w = w + 0.1 * (y - guess)"
    assert leaves(source) == ["w"]


def test_a_library_is_the_one_that_is_imported_whatever_it_is_called():
    ours = decide(ast.parse("import chainrule as torch\nx = torch.ones(3)"))

    assert (ours.kind, ours.libraries, ours.is_float32) == ("marked", {"chainrule"}, False)
    assert decide(ast.parse("import torch as t\nx = t.ones(3)")).is_float32


@pytest.mark.parametrize(
    ("source", "asks"),
    [
        ("import torch\nloss.backward()", True),
        ("def backward(x):\n    return x\nbackward(2.0)", False),
        ("class Net:\n    def backward(self):\n        pass\nNet().backward()", False),
        (
            "class Value:\n    def __init__(self):\n        self.grad = 0\nv = Value()\nv.grad",
            False,
        ),
        ("import torch\nclass F:\n    def backward(self):\n        pass\nloss.backward()", True),
        ("w = 2.0\ng = grad(w * w, w)", True),
    ],
)
def test_a_backward_of_one_s_own_asks_the_engine_for_nothing(source, asks):
    assert decide(ast.parse(source)).backpropagates is asks


GRADIENT_BY_HAND = """
def df(x):
    return 2 * x
x = 10
for i in range(2):
    grad = df(x)
    x = x - 0.1 * grad
print([x, grad], [2 * x])
"""


def test_a_gradient_that_a_program_computes_itself_asks_for_none():
    assert [line.text for line in run(GRADIENT_BY_HAND).printed] == ["[6.4, 16.0] [12.8]"]


def test_a_comparison_of_named_numbers_is_a_truth_value():
    source = "import numpy as np\na, b = 2, 4\nd = np.abs(a - b)\nprint(d < 5, a < b)\n"

    assert [line.text for line in run(source).printed] == ["True True"]

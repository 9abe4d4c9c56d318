"""micrograd: single numbers with Python's own numbers and gradients."""

import numpy as np
import pytest
from chainrule.program import ProgramError, run

IMPORT = "from micrograd.engine import Value\n"


def printed(source: str) -> list[str]:
    """What a program prints."""
    return [line.text for line in run(IMPORT + source).printed]


def test_values_are_shown_with_their_gradient():
    source = "a = Value(2.0)\nb = a * 3\nprint(a, b)\nb.backward()\nprint(a, [b])"

    assert printed(source) == [
        "Value(data=2.0, grad=0) Value(data=6.0, grad=0)",
        "Value(data=2.0, grad=3) [Value(data=6.0, grad=1)]",
    ]


def test_integers_stay_integers_as_long_as_python_keeps_them():
    source = "a, b = Value(2), Value(3)\nc = a * b + a ** 3\nd = c / 2\nprint(c, d)\nc.backward()\n"

    assert printed(source + "print(a.grad, b.grad)") == [
        "Value(data=14, grad=0) Value(data=7.0, grad=0)",
        "15 2",
    ]


def test_gradients_are_those_of_pytorch():
    torch = pytest.importorskip("torch")
    expression = """
c = a + b
d = a * b + b ** 3
c = c + c + 1
c = c + 1 + c + (-a)
d = d + d * 2 + (b + a).relu()
d = d + 3 * d + (b - a).relu()
f = (c - d) ** 2
g = f / 2.0 + 10.0 / f - 1 + (a / b).tanh() * (2 - b).exp()
g.backward()
"""
    theirs = {
        "a": torch.tensor(-4.0, dtype=torch.float64, requires_grad=True),
        "b": torch.tensor(2.0, dtype=torch.float64, requires_grad=True),
    }
    exec(expression, theirs)  # noqa: S102

    ours = run(f"{IMPORT}a, b = Value(-4.0), Value(2.0)\n{expression}").names

    for name in ("a", "b"):
        np.testing.assert_allclose(ours[name].gradient, theirs[name].grad.item(), rtol=1e-12)
    np.testing.assert_allclose(ours["g"].number, theirs["g"].item(), rtol=1e-12)


def test_every_value_keeps_its_gradient_and_a_second_pass_sends_on_what_stands_there():
    source = "a = Value(3.0)\nb = a * 2\nc = b * 5\nc.backward()\nprint(a.grad, b.grad)\n"

    assert printed(source + "c.backward()\nprint(a.grad, b.grad)") == ["10 5", "30 10"]


def test_derivatives_read_the_values_of_now():
    source = "a, b = Value(3.0), Value(2.0)\nc = a * b\nb.data = 10.0\nc.backward()\n"

    assert printed(source + "print(a.grad, c.data)") == ["10.0 6.0"]


def test_a_name_that_is_added_to_stands_for_a_new_value():
    assert printed("a = Value(1.0)\nb = a\na += 1\nprint(a.data, b.data, a is b)") == [
        "2.0 1.0 False"
    ]


def test_values_are_equal_to_themselves_only():
    source = "a, b = Value(1.0), Value(1.0)\nprint(a == b, a == a, b in [a], len({a, b}))"

    assert printed(source) == ["False True False 2"]


def test_a_graph_can_be_walked_as_micrograd_draws_it():
    source = """
a, b = Value(1.0, label="a"), Value(2.0)
c = a * b
c.label = "c"
print(c.label, c._op, sorted(v.data for v in c._prev), a._op == "", a._prev == set())
"""
    assert printed(source) == ["c * [1.0, 2.0] True True"]


def test_labels_are_names_in_the_drawing():
    source = "a = Value(2.0)\nd = a * 2\nd.label = 'product'\ne = d + 1\ne.backward()"

    found = run(IMPORT + source).values.values()

    assert [a.name for a in found if a.kind == "operation"] == ["product", "e"]


def test_plain_numbers_are_constants_and_values_parameters():
    found = run(IMPORT + "a = Value(2.0)\nb = 3.0 * a + 1\nb.backward()")

    kinds = [a.kind for a in found.values.values()]
    assert (kinds.count("parameter"), kinds.count("constant")) == (1, 2)


def test_each_backward_is_a_moment_with_its_updates():
    source = """
w = Value(4.0)
for k in range(3):
    loss = (w - 1.0) ** 2
    w.grad = 0
    loss.backward()
    w.data -= 0.25 * w.grad
"""
    found = run(IMPORT + source)

    assert (found.moments.count, found.moments.lines) == (3, [7, 7, 7])
    assert found.moments.losses == [9.0, 2.25, 0.5625]
    ((_, before, after, line),) = found.changes
    assert (float(before), float(after), line) == (1.75, 1.375, 8)


def test_a_leaf_takes_the_value_that_it_is_given():
    found = run(IMPORT + "a = Value(2.0)\nb = a * a\nb.backward()", leaves={"a": 5.0})

    assert (found.names["b"].number, found.names["a"].gradient) == (25.0, 10.0)


def test_networks_have_micrograds_parameters_and_words():
    source = """
from micrograd.nn import MLP, Neuron
model = MLP(2, [3, 1])
print(model)
print(len(model.parameters()), Neuron(2).parameters()[-1].data)
y = model([1.0, Value(-2.0)])
y.backward()
model.zero_grad()
print({p.grad for p in model.parameters()})
"""
    assert printed(source) == [
        "MLP of [Layer of [ReLUNeuron(2), ReLUNeuron(2), ReLUNeuron(2)], Layer of "
        "[LinearNeuron(3)]]",
        "13 0",
        "{0}",
    ]


@pytest.mark.parametrize(
    "source",
    [
        "x = Value('a')",
        "x = Value(1.0) + 'a'",
        "x = Value([1.0])",
        "x = Value(2.0) ** Value(2.0)",
        "x = Value(-1.0) ** 0.5",
    ],
)
def test_what_is_no_number_is_refused(source):
    with pytest.raises(ProgramError):
        run(IMPORT + source)


def test_integers_that_would_grow_without_end_become_infinite():
    source = "a = Value(10)\nfor i in range(60):\n    a = a * a\nb = Value(10) ** 10 ** 9\n"

    assert printed(source + "print(a.data, b.data)") == ["inf inf"]


def test_numbers_of_numpy_compute_with_values_also_where_they_come_first():
    source = (
        "import numpy as np\ny, s = np.array([1, -1]), Value(2.0)\n"
        "print([(1 + -yi * s).relu() for yi in y])\n"
        "print(y[1] + s, y[0] - s, np.float64(1) / s, s * np.float64(3))\n"
    )

    assert printed(source) == [
        "[Value(data=0, grad=0), Value(data=3.0, grad=0)]",
        "Value(data=1.0, grad=0) Value(data=-1.0, grad=0) Value(data=0.5, grad=0) "
        "Value(data=6.0, grad=0)",
    ]

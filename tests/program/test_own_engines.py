"""A program's own engine, as lectures write it: what its text computes is drawn and compared."""

import math

import numpy as np
import pytest
from chainrule import graph, program

ENGINE = """
import math
class Value:
    def __init__(self, data, _children=(), label=''):
        self.data = data
        self.grad = 0.0
        self._backward = lambda: None
        self._prev = set(_children)
        self.label = label
    def __repr__(self):
        return f"Value(data={self.data})"
    def __add__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        out = Value(self.data + other.data, (self, other))
        def _backward():
            self.grad += out.grad
            other.grad += out.grad
        out._backward = _backward
        return out
    def __mul__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        out = Value(self.data * other.data, (self, other))
        def _backward():
            self.grad += other.data * out.grad
            other.grad += self.data * out.grad
        out._backward = _backward
        return out
    def tanh(self):
        e = math.exp(2 * self.data)
        t = (e - 1) / (e + 1)
        out = Value(t, (self,))
        def _backward():
            self.grad += (1 - t ** 2) * out.grad
        out._backward = _backward
        return out
    def backward(self):
        order, seen = [], set()
        def visit(v):
            if v not in seen:
                seen.add(v)
                for child in v._prev:
                    visit(child)
                order.append(v)
        visit(self)
        self.grad = 1.0
        for v in reversed(order):
            v._backward()
"""
NEURON = """
x = Value(2.0, label='x')
w = Value(-3.0, label='w')
b = Value(6.9, label='b')
o = (x * w + b).tanh()
"""
DESCENT = """
w = Value(0.5)
for k in range(4):
    loss = (w * 2.0 + -3.0) * (w * 2.0 + -3.0)
    w.grad = 0.0
    loss.backward()
    w.data -= 0.1 * w.grad
    print(k, loss.data)
print(w.data, w.grad)
"""


def printed(source: str) -> list[str]:
    """What CPython prints."""
    lines: list[str] = []
    exec(source, {"print": lambda *values: lines.append(" ".join(map(str, values)))})  # noqa: S102
    return lines


def drawn(run: program.Execution) -> graph.Graph:
    return graph.build(run.output, values=run.values)


def gradients(run: program.Execution) -> dict[str, float]:
    nodes = drawn(run).nodes
    return {n.name: n.grad.data for n in nodes if n.kind == "parameter" and n.grad is not None}


def test_the_forward_pass_is_drawn_without_a_backward_pass():
    run = program.run(ENGINE + NEURON + "o")

    assert [node.name for node in drawn(run).nodes if node.kind == "parameter"] == [
        "x.data",
        "w.data",
        "b.data",
    ]
    assert float(run.output._array) == pytest.approx(math.tanh(0.9), rel=1e-15)
    assert gradients(run)["w.data"] == pytest.approx(2 * (1 - math.tanh(0.9) ** 2), rel=1e-12)


def test_a_number_that_is_given_by_name_is_a_leaf_too():
    run = program.run(ENGINE + "a = Value(data=2.0)\nb = Value(label='b', data=-3)\na * b")

    assert gradients(run) == {"a.data": -3.0, "b.data": 2.0}


@pytest.mark.parametrize(
    "call", ["o.backward()", "o.grad = 1.0\no._backward()\nfor v in list(o._prev): v._backward()"]
)
def test_a_backward_pass_ends_a_moment_and_is_not_drawn(call: str):
    run = program.run(ENGINE + NEURON + call + "\nprint(x.grad, w.data, [b.grad])")

    assert run.output._array == pytest.approx(math.tanh(0.9), rel=1e-15)
    assert {node.op for node in drawn(run).nodes} == {None, "mul", "add", "exp", "sub", "div"}
    assert [line.text for line in run.printed] == printed(
        ENGINE + NEURON + call + "\nprint(x.grad, w.data, [b.grad])"
    )


def test_operators_are_cards_and_other_methods_are_groups():
    assert {node.group for node in drawn(program.run(ENGINE + NEURON + "o")).nodes} == {
        "",
        "Value.tanh",
    }


def handwritten(source, moment=None):
    shown = graph.graph_of(program.run(source, moment=moment))
    return [
        (each.code, shown.node(each.node).label, each.message)
        for each in shown.findings
        if each.code.startswith("handwritten")
    ]


def test_right_gradients_are_found_to_agree():
    ((code, _, message),) = handwritten(ENGINE + NEURON + "o.backward()")

    assert code == "handwritten_agrees"
    assert message == "the gradients of your backward pass agree with the chain rule's"


def test_wrong_gradients_are_found_at_their_cards_nearest_to_the_fault_first():
    wrong = ENGINE.replace("(1 - t ** 2)", "(1 + t ** 2)")

    found = handwritten(wrong + NEURON + "o.backward()")

    assert {code for code, _, _ in found} == {"handwritten_differs"}
    assert len(found) == 3
    assert "your backward pass sent" in found[0][2]
    shown = graph.graph_of(program.run(wrong + NEURON + "o.backward()"))
    first = next(each for each in shown.findings if each.code == "handwritten_differs")
    assert shown.node(first.node).value.data == pytest.approx(0.9)  # what tanh reads
    assert first.advice == "It is the first that is wrong, so look at the rule for Value.tanh."


def test_an_assignment_where_a_sum_belongs_is_found():
    once = ENGINE.replace("self.grad += out.grad", "self.grad = out.grad").replace(
        "other.grad += out.grad", "other.grad = out.grad"
    )

    ((_, label, message),) = handwritten(once + "a = Value(3.0, label='a')\n(a + a).backward()")

    assert label in message
    assert "sent 1 to" in message
    assert message.endswith("is 2")


def test_a_moment_that_is_not_shown_is_noted():
    late = ENGINE.replace("(1 - t ** 2)", "(1 + t ** 2 * (x < 0))".replace("x < 0", "t < 0"))
    source = late + (
        "for start in (-1.0, 1.0):\n    a = Value(start, label='a')\n    b = a.tanh()\n"
        "    b.backward()\n"
    )

    notes = program.run(source, moment=2).notes

    assert any("in moment 1 your backward() sent other gradients" in note for note in notes)


def test_gradients_that_nobody_cleared_are_found():
    notes = program.run(ENGINE + NEURON + "o.backward()\no = (x * w + b)\no.backward()").notes

    assert any("still had a gradient from before" in note for note in notes)


def test_a_loop_has_its_moments_with_their_updates():
    run = program.run(ENGINE + DESCENT, moment=2)

    assert [line.text for line in run.printed] == printed(ENGINE + DESCENT)
    assert (run.moments.count, run.moments.of) == (4, "backward")
    np.testing.assert_allclose(run.moments.losses, [4.0, 0.16, 0.0064, 0.000256], rtol=1e-9)
    (update,) = run.kept.changes()
    np.testing.assert_allclose([update.before, update.after], [1.3, 1.46], rtol=1e-12)
    assert gradients(run) == {"w.data": pytest.approx(-1.6, rel=1e-9)}


def test_another_value_reaches_a_leaf_by_the_way_to_it():
    run = program.run(ENGINE + NEURON + "o.backward()\nprint(w.data)", leaves={"w.data": -3.2})

    assert [line.text for line in run.printed] == ["-3.2"]
    assert run.output._array == pytest.approx(math.tanh(0.5), rel=1e-12)


def test_weights_in_lists_of_objects_are_leaves_with_names():
    run = program.run(
        ENGINE
        + """
class Neuron:
    def __init__(self, count):
        self.w = [Value(0.5 * k + 0.1) for k in range(count)]
    def __call__(self, xs):
        return sum((w * x for w, x in zip(self.w, xs)), Value(0.0)).tanh()
n = Neuron(2)
n([1.0, -2.0]).backward()
"""
    )

    assert {"n.w[0].data", "n.w[1].data"} <= gradients(run).keys()


def test_a_class_with_arithmetic_that_remembers_nothing_is_no_engine():
    source = """
class Money:
    def __init__(self, cents):
        self.cents = cents
    def __add__(self, other):
        return Money(self.cents + other.cents)
table = {Money(5).cents: "five", (Money(3) + Money(4)).cents: "seven"}
print(table, Money(2).cents)
"""
    assert [line.text for line in program.run(source).printed] == printed(source)

"""Gradients inside of a program: they are what the reverse pass computes, and have gradients."""

from textwrap import dedent

import numpy as np
import pytest
from chainrule.graph import build
from chainrule.program import ProgramError, run
from chainrule.program.limits import Limits


def gradients(source: str, **leaves):
    execution = run(source, leaves=leaves)
    execution.output.backward(np.ones(execution.output.shape))
    return execution


def test_a_gradient_of_a_gradient_of_a_gradient():
    execution = gradients("x = 2.0\ny = x ** 4\na = grad(y, x)\nb = grad(a, x)\nc = grad(b, x)")
    assert [execution.names[name].item() for name in "abc"] == [32, 48, 48]
    assert execution.names["x"].grad == 24


def test_along_a_vector_the_gradient_of_the_gradient_is_the_hessian_times_it():
    source = "x = [1.0, 2.0]\ny = x[0] ** 2 * x[1]\ng = grad(y, x)\nalong = data([1.0, 3.0]) @ g"
    np.testing.assert_allclose(gradients(source).names["x"].grad, [2 * 2 + 2 * 3, 2])


@pytest.mark.parametrize(
    "y",
    [
        "sum(tanh(W @ x) ** 2)",
        "cross_entropy(x @ W, data([1.0, 0.0]))",
        "mean(sigmoid(x)) * W[0, 1] + sum(W[[0, 0]] ** 3)",
        "sum(layer_norm(x, (2,)) * W) * logsumexp(x)",
        "sum(relu(W) * exp(x)) / norm(x)",
    ],
)
def test_its_own_gradient_agrees_with_finite_differences(y):
    source = f"x = [0.3, -0.7]\nW = [[1.0, -0.5], [0.2, 0.9]]\ny = {y}\nz = sum(grad(y, x) ** 2)"
    execution = gradients(source)
    h = 1e-5
    for name in ("x", "W"):
        start = execution.names[name].data
        for place in np.ndindex(start.shape):
            step = np.zeros_like(start)
            step[place] = h
            high, low = (run(source, leaves={name: start + s}).output.item() for s in (step, -step))
            measured = (high - low) / (2 * h)
            assert execution.names[name].grad[place] == pytest.approx(measured, abs=1e-6, rel=1e-6)


def test_it_is_drawn_as_a_group_with_nothing_but_the_way_to_it():
    execution = gradients("x = 2.0\nw = 3.0\ny = sin(w * x)\ng = grad(y, x)\nloss = g ** 2")
    graph = build(execution.output, values=execution.values)
    inside = [node for node in graph.nodes if node.group == "grad"]
    assert [group.path for group in graph.groups] == ["grad"]
    assert [node.op for node in inside if node.kind == "operation"] == ["cos", "mul", "mul", "mul"]


def test_a_gradient_can_be_what_it_starts_with():
    assert run("x = 2.0\ng = grad(x + 1, x)").output.item() == 1
    assert run("x = 2.0\ng = grad(x, x)\ny = g * x").output.item() == 2


def test_a_program_may_call_its_own_value_grad():
    assert run("x = 2.0\ngrad = 2 * x\ny = x - 0.1 * grad").output.item() == 1.6


@pytest.mark.parametrize(
    ("source", "part"),
    [
        ("x = [1.0, 2.0]\ng = grad(x * 2, x)", "needs a single number"),
        ("x = 1.0\nz = 3.0\ny = x * 2\ng = grad(y, z)", "does not depend on the second"),
        (
            "x = 1.0\nz = 3.0\ny = x * detach(2 * z)\ng = grad(y, z)",
            "does not depend on the second",
        ),
        ("x = 1.0\ng = grad(2.0, x)", "takes two tensors"),
        ("x = 1.0\ng = grad(detach(x), x)", "no tensor that requires a gradient"),
        ("x = 1.0\ng = grad(x)", "missing 1 required positional argument"),
    ],
)
def test_what_cannot_be_meant_is_said_in_words(problem, source, part):
    found = problem(source)
    assert found.code in ("bad_argument", "bad_gradient", "not_a_tensor")
    assert part in found.message


def test_gradients_of_gradients_stay_within_the_limits(problem):
    source = "x = 1.0\ny = x\nfor i in range(40):\n    y = grad(tanh(y) * y * x, x)"
    assert problem(source).code.startswith("limit_")
    wide = "x = ones(1000, 300) * 2.0\nw = 1.0\nz = grad(sum(tanh(x * w)), w)"
    assert problem(wide, limits=Limits(total_elements=1_500_000)).code == "limit_total_elements"


def test_a_value_that_was_changed_is_refused_with_the_line_that_changed_it():
    source = """
        import torch
        w = torch.tensor([1.0, 2.0], requires_grad=True)
        a = w * 2
        b = a * a
        a += 1
        b.sum().backward()
        """
    with pytest.raises(ProgramError, match=r"changed in place at line 6:") as caught:
        run(dedent(source))
    assert caught.value.problems[0].span.line == 7

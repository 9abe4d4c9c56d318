"""A backward pass by hand behind a forward pass: the output is what its gradients are of."""

import numpy as np
import pytest
from chainrule import graph, program
from chainrule.graph.programs import graph_of

CIRCUIT = "x = -2; y = 5; z = -4\nq = x + y\nf = q * z\n"
GATES = "dfdz = q\ndfdq = z\ndfdx = 1.0 * dfdq\ndfdy = 1.0 * dfdq\n"
NEURON = """
import math
w = [2, -3, -3]
x = [-1, -2]
dot = w[0] * x[0] + w[1] * x[1] + w[2]
f = 1.0 / (1 + math.exp(-dot))
ddot = (1 - f) * f
dx = [w[0] * ddot, w[1] * ddot]
dw = [x[0] * ddot, x[1] * ddot, 1.0 * ddot]
"""
LAYERS = """
import numpy as np
np.random.seed(0)
X, y = np.random.randn(5, 3), np.random.randn(5, 1)
W1, W2 = np.random.randn(3, 4), np.random.randn(4, 1)
h = np.maximum(0, X @ W1)
pred = h @ W2
loss = np.mean((pred - y) ** 2)
dpred = 2 * (pred - y) / len(y)
dW2 = h.T @ dpred
dh = dpred @ W2.T
dh[h <= 0] = 0
dW1 = X.T @ dh
print(loss)
"""
MATRICES = """
import numpy as np
W, X = np.random.randn(5, 10), np.random.randn(10, 3)
D = W.dot(X)
dD = np.random.randn(*D.shape)
dW = dD.dot(X.T)
dX = W.T.dot(dD)
"""


def drawn(source: str) -> graph.Graph:
    return graph_of(program.run(source))


@pytest.mark.parametrize(
    ("source", "output"),
    [(CIRCUIT + GATES, "f"), (NEURON, "f"), (LAYERS, "loss"), (MATRICES, "D")],
)
def test_the_output_is_what_the_gradients_are_of(source: str, output: str):
    assert program.run(source).output.name == output


@pytest.mark.parametrize("source", [CIRCUIT + GATES, NEURON, LAYERS, MATRICES])
def test_right_gradients_are_said_to_agree(source: str):
    assert "handwritten_agrees" in {finding.code for finding in drawn(source).findings}


def test_a_wrong_one_among_them_is_named():
    (wrong,) = [
        finding
        for finding in drawn(LAYERS.replace("dh[h <= 0] = 0\n", "")).findings
        if finding.code == "handwritten_differs"
    ]

    assert "your dW1 differs from the gradient of W1" in wrong.message


def test_the_gradient_of_the_output_that_is_given_is_where_the_pass_begins():
    run = program.run(MATRICES)

    np.testing.assert_array_equal(run.kept.gradient, run.names["dD"]._array)


@pytest.mark.parametrize(
    "source",
    [
        CIRCUIT,
        "x = 3.0\ndx = 0.1\ny = x ** 2\ndy = (x + dx) ** 2 - y\n",  # differences, no gradients
        "a = 2.0\nb = 3.0\nd = a * b\ne = d + a\n",  # names that only look so
    ],
)
def test_other_programs_have_their_last_value_for_output(source: str):
    run = program.run(source)

    assert run.output.name == source.rstrip().rpartition("\n")[2].partition(" ")[0]
    assert not run.by_hand
    assert drawn(source).nodes[-1].grad is not None

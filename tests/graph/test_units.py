"""Dead units: which are off in every row, and the smallest change that brings each back."""

import chainrule
import numpy as np
import pytest
from chainrule import Tensor, tensor
from chainrule.graph import build
from chainrule.graph.activations import ROWS_OF_A_BATCH
from chainrule.graph.observations import Finding
from chainrule.program import run

LAYER = """\
x = data([[1.0, 2.0], [0.5, 1.5]])
W1 = [[-1.0, 0.2, 0.5, -0.1], [-0.2, -0.3, 0.3, -0.5]]
b1 = [0.1, -0.1, 0.0, 0.05]
z = x @ W1 + b1
h = relu(z)
loss = sum(h ** 2)
"""
COLUMNS = """\
x = data([[1.0, 0.5], [2.0, 1.5]])
W1 = [[-1.0, -0.2], [0.5, 0.3]]
b1 = [[0.1], [0.0]]
z = W1 @ x + b1
h = relu(z)
loss = sum(h ** 2)
"""


def found(source: str, **leaves: object) -> dict[str, Finding]:
    execution = run(source, leaves=leaves)
    graph = build(execution.output, values=execution.values)
    return {finding.code: finding for finding in graph.findings}


def test_dead_units_are_named_with_what_revives_each() -> None:
    finding = found(LAYER)["dead_unit"]
    assert finding.message == "3 of 4 units of h are 0 in both rows: 0, 1 and 3"
    assert finding.advice == (
        "Nothing flows back through them. A larger bias revives them: "
        "b1[0] by more than 0.7, b1[1] by more than 0.45 and b1[3] by more than 0.75."
    )
    assert (finding.observed, finding.threshold) == (0.75, 0.0)


@pytest.mark.parametrize(
    "written",
    [
        "maximum(z, 0)",
        "z.clamp(min=0)",
        "z.clip(0, 6)",
        "where(z > 0, z, 0)",
        "where(z < 0, 0.0, z)",
        "z * (z > 0)",
        "(z + abs(z)) / 2",
        "minimum(maximum(z, 0.0), 6.0)",
    ],
)
def test_however_the_relu_is_written(written: str) -> None:
    assert "0, 1 and 3" in found(LAYER.replace("relu(z)", written))["dead_unit"].message


@pytest.mark.parametrize(
    "written",
    ["leaky_relu(z)", "softplus(z)", "tanh(z)", "maximum(z, -5)", "where(z > 0, z, b1)", "z * 0"],
)
def test_what_passes_something_on_has_no_dead_units(written: str) -> None:
    assert "dead_unit" not in found(LAYER.replace("relu(z)", written))


@pytest.mark.parametrize(("unit", "change"), [(0, 0.7), (1, 0.45), (3, 0.75)])
def test_the_change_that_is_named_is_the_smallest(unit: int, change: float) -> None:
    bias = np.array([0.1, -0.1, 0.0, 0.05])

    def dead(amount: float) -> bool:
        bias[unit] += amount
        message = found(LAYER, b1=bias.tolist())["dead_unit"].message
        bias[unit] -= amount
        return str(unit) in message.partition(":")[2]

    assert dead(0.999 * change)
    assert not dead(1.001 * change)


def test_units_lie_along_the_axis_that_the_bias_spans() -> None:
    finding = found(COLUMNS)["dead_unit"]
    assert finding.message == "1 of 2 units of h is 0 in both columns: 0"
    assert finding.advice.endswith("revives it: b1[0, 0] by more than 0.7.")


@pytest.mark.parametrize(
    ("source", "unit"),
    [
        (LAYER.replace(" + b1", ""), "unit 3 by more than 0.8"),
        (COLUMNS.replace(" + b1", ""), "unit 0"),
    ],
)
def test_without_a_bias_along_that_of_the_weights(source: str, unit: str) -> None:
    advice = found(source)["dead_unit"].advice
    assert "A larger z revives" in advice
    assert unit in advice


@pytest.mark.parametrize(
    "source",
    [
        LAYER.replace("[[1.0, 2.0], [0.5, 1.5]]", "[[1.0, 2.0]]"),  # one row
        LAYER.replace("x @ W1 + b1", "data([[-1.0, 1.0], [-2.0, 3.0]])"),  # nothing is learned
        "W = [[-1.0, 2.0], [-3.0, 4.0]]\nloss = sum(relu(W))",  # neither weights nor a bias
    ],
)
def test_where_no_unit_has_several_rows_nothing_is_said(source: str) -> None:
    assert "dead_unit" not in found(source)


def test_a_layer_that_is_off_is_one_finding() -> None:
    findings = found(LAYER, b1=[-9.0, -9.0, -9.0, -9.0])
    assert "dead_unit" not in findings
    assert findings["dead_relu"].message == "8 of 8 outputs of h are exactly 0"
    assert "b1[0] by more than 9.8" in findings["dead_relu"].advice


def test_of_many_units_a_few_are_named() -> None:
    finding = found(
        "W = param(-ones((3, 12)))\nh = relu(ones((2, 3)) @ W + data(-1.0))\nloss = sum(h)"
    )["dead_relu"]
    assert finding.advice.count(" by more than ") == 6
    assert finding.advice.endswith(" and 6 more.")


@pytest.mark.parametrize(("rows", "said"), [(ROWS_OF_A_BATCH, True), (ROWS_OF_A_BATCH - 1, False)])
def test_a_small_batch_of_a_training_run_says_nothing_of_units(rows: int, said: bool) -> None:
    w = tensor([[1.0, -1.0]], requires_grad=True)
    hidden = chainrule.relu(Tensor(np.ones((rows, 1))) @ w)
    codes = {finding.code for finding in build(hidden.sum(), updates={w: 0.01}).findings}
    assert ("dead_unit" in codes) is said

"""A program that ends with something else than its loss says so, and what would mend it."""

import pytest
from chainrule.graph.observations import Finding
from chainrule.graph.programs import graph_of
from chainrule.program import run

LOSS = "x = data(2.0)\nw = 0.5\nb = 0.1\nloss = (w * x + b - 1) ** 2\n"


def findings(source: str) -> list[Finding]:
    return graph_of(run(source)).findings


@pytest.mark.parametrize("last", ["k = 1.7", "k = w * 3", "k = 2 * (w * x + b - 1) * x"])
def test_what_stands_last_is_the_output_and_the_loss_is_named(last: str) -> None:
    (finding,) = findings(LOSS + last)
    assert finding.code == "unused_loss"
    assert finding.message == "the output is k, because it stands last: loss is not used"


def test_the_cure_is_one_line_that_makes_the_loss_the_output() -> None:
    (finding,) = findings(LOSS + "k = 1.7")
    assert finding.cure is not None
    cured = graph_of(run(f"{LOSS}k = 1.7\n{finding.cure.append}\n"))
    assert cured.node(cured.output).name == "loss"
    assert "unused_loss" not in [each.code for each in cured.findings]


def test_another_number_that_parameters_lead_to_will_do() -> None:
    (finding,) = findings("w = 2.0\ny = w * w\nk = data(3.0) * 2")
    assert finding.message.endswith("y is not used")


@pytest.mark.parametrize(
    "source",
    [
        LOSS,
        LOSS + "loss * 2",
        LOSS + "total = loss + 0.1 * w ** 2",
        LOSS + "loss.backward()\nk = 1.7",
        LOSS + "other_loss = w ** 2",
        "w = 2.0\nerror = w - 1\ny = error ** 2",
        "w = 2.0\na = w * 3\nb = w * 4",
    ],
)
def test_an_output_that_may_be_meant_is_no_finding(source: str) -> None:
    assert "unused_loss" not in [finding.code for finding in findings(source)]


def test_gradients_written_by_hand_are_not_compared_with_those_of_another_value() -> None:
    source = LOSS + "dw = 2 * (w * x + b - 1) * x\n"
    assert [finding.code for finding in findings(source)] == ["unused_loss"]
    assert [finding.code for finding in findings(source + "loss")] == ["handwritten_agrees"]

"""Findings: what is noticed about the numbers, at which threshold."""

import chainrule
import numpy as np
import pytest
from chainrule import Tensor, tensor
from chainrule.engine import Annotation
from chainrule.graph import build
from chainrule.graph.activations import DEAD_SHARE, SATURATED_SHARE
from chainrule.graph.findings import (
    EXPLODING_RMS,
    UPDATE_RATIO,
    VANISHING_RATIO,
    VANISHING_RMS,
)
from chainrule.graph.observations import Change, Finding, History


def leaf(name: str, data: object) -> Tensor:
    result = tensor(data, requires_grad=True)
    result.name = name
    return result


def codes(output: Tensor, **options: object) -> dict[str, Finding]:
    return {finding.code: finding for finding in build(output, **options).findings}  # type: ignore[arg-type]


def test_ordinary_numbers_are_no_finding() -> None:
    assert codes((leaf("w", 0.2) * 3.0).tanh() * 0.5 + leaf("b", 1.0)) == {}


def test_the_first_value_that_is_not_finite_is_named() -> None:
    x = leaf("x", [1.0, 0.0])
    finding = codes(x.log().exp().log().sum())["non_finite_value"]
    assert finding.node == "n1"
    assert "log gives −∞" in finding.message
    assert "−∞ at 0" in finding.advice


def test_a_leaf_that_is_not_finite_is_named_itself() -> None:
    assert codes(leaf("x", np.nan) * 2.0)["non_finite_value"].node == "n0"


def test_the_operation_whose_derivative_is_not_finite_is_named() -> None:
    finding = codes(chainrule.sqrt(leaf("x", 0.0) * 2.0) * 3.0)["non_finite_gradient"]
    assert finding.message.startswith("sqrt has no finite derivative")
    assert "derivative at 0 is infinite" in finding.advice


def test_an_operation_on_nan_is_not_blamed_for_its_derivative() -> None:
    found = codes((leaf("w", -1.0) * 2.0).log() ** 2)
    assert "log gives NaN" in found["non_finite_value"].message
    assert "non_finite_gradient" not in found


def test_where_nan_begins_is_named_beside_the_infinity_that_it_comes_from() -> None:
    x = leaf("x", [1.0, 0.0])
    found = codes((x.log() * x).sum())
    assert "log gives −∞" in found["non_finite_value"].message
    assert found["nan_value"].node == "n2"
    assert found["nan_value"].message.endswith("is where NaN begins: mul gives NaN for −∞ × 0")
    assert "nan_value" not in codes((x - 2.0).log())
    assert codes(x.log().cumsum() @ x)["nan_value"].message.endswith("matmul gives NaN")


def test_the_domain_is_told_with_the_operands_own_names() -> None:
    found = codes(leaf("b", 2.0) / leaf("speed", 0.0))
    assert found["non_finite_value"].advice == "div: not finite where speed = 0."
    assert codes(leaf("speed", 2.0) / 0.0)["non_finite_value"].advice == (
        "div: not finite where its second argument = 0."
    )


def test_a_column_that_meets_a_list_is_noticed() -> None:
    pred, y = leaf("pred", [1.0, 2.0]), leaf("y", [[1.0], [2.0]])
    finding = codes((pred - y).mean())["broadcast_both"]
    assert finding.node == "n2"
    assert finding.message.startswith("(2,) and (2, 1) became (2, 2)")
    assert "broadcast_both" in codes((y @ tensor([[1.0]]) * pred).mean())
    assert "broadcast_both" in codes(chainrule.where(tensor([1.0, 0.0]), y, 0.0).mean())


WARNING = (
    "PyTorch warns of it: “Using a target size (torch.Size([2])) that is different to the "
    "input size (torch.Size([2, 1])). This will likely lead to incorrect results due to "
    "broadcasting.”"
)


def test_a_loss_that_broadcasts_is_noticed_in_the_words_of_pytorchs_warning() -> None:
    pred, y = leaf("pred", [[1.0], [2.0]]), leaf("y", [1.0, 3.0])
    with chainrule.group("l1_loss"):
        loss = (pred - y).abs().mean()
    assert codes(loss)["broadcast_both"].advice.endswith(WARNING)
    by_hand = codes(((pred - y) ** 2).mean())["broadcast_both"]
    assert by_hand.advice.endswith("PyTorch does the same and says nothing.")


def test_a_loss_that_repeats_its_inputs_itself_is_noticed_too() -> None:
    pred, y = leaf("pred", [[1.0], [2.0]]), leaf("y", [1.0, 3.0])
    finding = codes(chainrule.nn.mse_loss(pred.expand(2, 2), y.expand(2, 2)))["broadcast_both"]
    assert finding.message.startswith("(2, 1) and (2,) became (2, 2) in")
    assert finding.advice.endswith(WARNING)
    wide = y.expand(2, 2)
    wide.name = "wide"
    for meant in (
        chainrule.nn.mse_loss(pred.expand(2, 2), wide),
        chainrule.nn.mse_loss(pred.expand(2, 2), tensor([[1.0, 3.0], [1.0, 3.0]])),
        pred.expand(2, 2) - y.expand(2, 2),
        chainrule.nn.cross_entropy_loss(pred, tensor([0.0, 0.0])),
    ):
        assert "broadcast_both" not in codes(meant.sum())


def test_what_is_meant_to_be_a_table_is_not() -> None:
    a, column = leaf("a", [1.0, 2.0]), leaf("column", [[1.0], [2.0]])
    for meant in (
        a[:, None] - a,
        column * column.T,
        a.reshape(2, 1) >= a,
        column * leaf("other", [1.0, 2.0, 3.0]),
        column - 1.0,
        leaf("x", [[1.0, 2.0], [3.0, 4.0]]) + a,
        leaf("one", [[1.0]]) * leaf("two", [2.0]),
    ):
        assert "broadcast_both" not in codes(meant.sum())


def test_several_outputs_are_said_to_be_summed() -> None:
    assert codes(leaf("x", [1.0, 2.0]) * 2.0)["seeded_with_ones"].observed == 2.0
    assert "seeded_with_ones" not in codes(leaf("x", [1.0]) * 2.0)
    assert "seeded_with_ones" not in codes(leaf("x", [1.0, 2.0]) * 2.0, seed=[1.0, 0.0])
    assert "seeded_with_ones" not in codes(leaf("x", [1.0, 2.0]) * 2.0, backward=False)


@pytest.mark.parametrize(("factor", "found"), [(0.99, True), (1.01, False)])
def test_a_gradient_below_the_threshold_is_vanishing(factor: float, found: bool) -> None:
    output = leaf("w", 1.0) * (factor * VANISHING_RMS)
    assert ("vanishing_gradient" in codes(output)) is found


@pytest.mark.parametrize(("factor", "found"), [(0.99, True), (1.01, False)])
def test_so_is_one_far_below_the_last_layers(factor: float, found: bool) -> None:
    output = leaf("w", 1.0) * (factor * VANISHING_RATIO) + leaf("last", 1.0)
    finding = codes(output).get("vanishing_gradient")
    assert (finding is not None) is found
    if finding:
        assert finding.message.endswith("vanished: 9.9e−4, 1,010 times smaller than last's")


def test_beside_a_very_large_gradient_an_ordinary_one_has_not_vanished() -> None:
    assert set(codes(leaf("w", 1e308) * leaf("b", 1.0))) == {"exploding_gradient"}


@pytest.mark.parametrize(("factor", "found"), [(1.01, True), (0.99, False)])
def test_a_gradient_above_the_threshold_is_exploding(factor: float, found: bool) -> None:
    assert ("exploding_gradient" in codes(leaf("w", 1.0) * (factor * EXPLODING_RMS))) is found


def test_an_exact_zero_is_told_from_a_vanishing_gradient() -> None:
    found = codes(leaf("w", -1.0).relu() * 3.0)
    assert found["zero_gradient"].advice == (
        "w cannot learn from this: the derivative of v1 (relu) is 0 there."
    )
    assert "vanishing_gradient" not in found


def test_a_zero_gradient_is_not_blamed_on_a_step_where_it_underflowed_or_cancelled() -> None:
    x = leaf("x", 1.0)
    shrunk = x
    for _ in range(3):
        shrunk = shrunk * 1e-200
    assert "float64 knew no smaller number" in codes(shrunk)["zero_gradient"].advice
    assert codes(x * 2.0 - x * 2.0)["zero_gradient"].advice.endswith("send back cancels to 0.")
    assert "(tanh) is 0 there" in codes(leaf("w", 400.0).tanh() * 3.0)["zero_gradient"].advice
    assert "whose derivative is 0" in codes(x * 2.0, seed=0.0)["zero_gradient"].advice


def softmax_that_ignores_b(seed: int) -> Tensor:
    """An output that b, added to every logit alike, does not change."""
    b, x = leaf("b", 0.5), leaf("x", [[0.3, 0.2, 0.9]])
    w = tensor(np.random.default_rng(seed).normal(size=(3, 5)))
    y = chainrule.softmax(x @ w + b, dim=1)
    return (y * np.array([0.1, 0.7, 0.3, 0.5, 0.9])).sum()


def test_a_gradient_that_is_only_rounding_is_not_said_to_vanish() -> None:
    outputs = map(softmax_that_ignores_b, range(100))  # for which rounding leaves nothing, varies
    output = next(o for o in outputs if 0 < (build(o).node("b").grad.rms or 0) < 1e-15)
    found = codes(output)
    assert "vanishing_gradient" not in found
    assert found["cancelled_gradient"].node == "n3"
    assert "cancels to 0 up to rounding (" in found["cancelled_gradient"].message
    assert "(add) sends back adds up to 0" in found["cancelled_gradient"].advice


def test_uses_may_cancel_but_for_rounding_and_small_factors_do_not() -> None:
    x = leaf("x", 1.0)
    assert "x's uses" in codes(x * 0.3 - x * 0.1 - x * 0.2)["cancelled_gradient"].advice
    small = codes((leaf("x", [1.0, 2.0]) * 1e-14).sum())
    assert "cancelled_gradient" not in small
    assert "vanishing_gradient" in small
    exact = codes(chainrule.softmax(leaf("x", [1.0, 1.0]), dim=0).sum())["zero_gradient"]
    assert exact.advice.endswith("(softmax) sends back adds up to 0.")


@pytest.mark.parametrize(("zeros", "found"), [(95, True), (94, False)])
def test_a_relu_with_hardly_anything_but_zeros_is_dead(zeros: int, found: bool) -> None:
    x = leaf("x", np.where(np.arange(100) < zeros, -1.0, 1.0))
    finding = codes(x.relu().sum()).get("dead_relu")
    assert (finding is not None) is found
    if finding:
        assert (finding.observed, finding.threshold) == (0.95, DEAD_SHARE)


def test_a_relu_is_one_however_it_is_written() -> None:
    x = leaf("x", [-1.0, -2.0])
    for written in (
        chainrule.maximum(x, 0.0),
        chainrule.maximum(0.0, x),
        x.clamp(0.0),
        x.clamp(0.0, 6.0),
    ):
        assert codes(written.sum())["dead_relu"].message.startswith("2 of 2 outputs of")
    single = codes(chainrule.maximum(0.0, leaf("w", -2.0)) * 3.0)["dead_relu"]
    assert "its input −2 is negative" in single.message
    assert single.advice.startswith("Left of 0 maximum is flat")
    assert "dead_relu" not in codes(chainrule.maximum(x, -5.0).sum())
    assert "dead_relu" not in codes(chainrule.maximum(x, leaf("t", 0.0)).sum())


@pytest.mark.parametrize("function", ["tanh", "sigmoid"])
@pytest.mark.parametrize(("far", "found"), [(95, True), (94, False)])
def test_outputs_close_to_the_limits_are_saturated(function: str, far: int, found: bool) -> None:
    x = leaf("x", np.where(np.arange(100) < far, -9.0, 0.1))
    finding = codes(getattr(x, function)().sum()).get("saturated")
    assert (finding is not None) is found
    if finding:
        assert (finding.observed, finding.threshold) == (0.95, SATURATED_SHARE)


@pytest.mark.parametrize(
    ("ratio", "found"),
    [
        (UPDATE_RATIO[0] / 2, "Try a larger learning rate."),
        (UPDATE_RATIO[0], None),
        (UPDATE_RATIO[1], None),
        (UPDATE_RATIO[1] * 2, "Try a smaller learning rate."),
    ],
)
def test_an_update_far_too_small_or_large_is_noticed(ratio: float, found: str | None) -> None:
    w = leaf("w", 1.0)
    finding = codes(w * 2.0, updates={w: ratio}).get("update_ratio")
    assert (finding.advice if finding else None) == found


@pytest.mark.parametrize(
    ("ratio", "said"),
    [
        (0.25, "the step changes w by 0.25 of its size"),
        (31_234.0, "the step changes w by 3.1e4 times its size"),
        (np.inf, "the step makes w infinite"),
        (np.nan, "the step makes w NaN"),
    ],
)
def test_an_update_is_told_as_people_say_it(ratio: float, said: str) -> None:
    w = leaf("w", 1.0)
    assert codes(w * 2.0, updates={w: ratio})["update_ratio"].message == said


@pytest.mark.parametrize(("bias", "found"), [(0.5, True), (0.3, True), (1e-4, False)])
def test_a_small_parameter_may_grow_by_many_times_its_size(bias: float, found: bool) -> None:
    w, b = leaf("w", 2.0), leaf("b", bias)
    findings = codes(w * 3.0 + b, updates={w: 0.01, b: 0.9})
    assert ("update_ratio" in findings) == found


def test_no_learning_rate_is_blamed_where_the_gradient_is_zero() -> None:
    w = leaf("w", -1.0)
    findings = codes(w.relu(), updates={w: 0.0})
    assert "zero_gradient" in findings
    assert "update_ratio" not in findings


def test_a_smaller_learning_rate_mends_no_gradient_that_is_not_finite() -> None:
    w = leaf("w", [0.0, 1.0])
    finding = codes(w.log().sum(), updates={w: np.nan})["update_ratio"]
    assert finding.advice == "Its gradient is not finite: look for where that begins."


def test_empty_tensors_are_no_finding() -> None:
    x = leaf("x", np.zeros((0, 3)))
    assert set(codes(x.relu().tanh().sum())) <= {"vanishing_gradient", "zero_gradient"}


def test_a_single_number_is_not_spoken_of_as_many() -> None:
    off = codes(chainrule.relu(leaf("w", -2.0) * 1.0) + 1.0)
    assert off["dead_relu"].message.endswith(
        "is exactly 0: its input −2 is negative, so nothing flows back through it"
    )
    assert off["zero_gradient"].message == "w's gradient is exactly 0"
    flat = codes(chainrule.sigmoid(leaf("w", 8.0)))["saturated"]
    assert flat.message.endswith("is within 0.01 of its limit, where sigmoid is almost flat")


def test_advice_for_training_is_given_where_something_is_trained() -> None:
    def advice(values: object, **options: object) -> str:
        return codes(chainrule.relu(leaf("w", values)).sum(), **options)["dead_relu"].advice

    assert advice(-2.0).startswith("Left of 0 relu is flat")
    assert advice([-2.0] * 19 + [1.0]).startswith("Left of 0 relu is flat")
    assert advice([-2.0, -1.0]).startswith("Left of 0 relu is flat")  # a margin that is kept
    layer = tensor([[1.0, 2.0]]) @ leaf("W", [[-1.0, 0.5], [-1.0, -2.0]])
    assert "learning rate" in codes(layer.relu().sum())["dead_relu"].advice
    w = leaf("w", -2.0)
    trained = codes(chainrule.relu(w) * 1.0, updates={w: 0.01})["dead_relu"]
    assert "learning rate" in trained.advice


def test_a_rectifier_is_told_once_although_others_follow() -> None:
    relu = chainrule.relu(leaf("x", [-1.0, -2.0]))
    found = [f for f in build((relu * 1.0).relu().sum()).findings if f.code == "dead_relu"]
    assert [finding.node for finding in found] == ["n1"]


def test_one_sample_of_many_that_is_off_is_no_finding() -> None:
    w = leaf("w", 1.0)
    samples = [chainrule.relu(w * number) for number in (-1.0, 2.0, -3.0)]
    assert codes(samples[0] + samples[1] + samples[2]) == {}
    off = codes(chainrule.relu(w * -1.0) + chainrule.relu(w * -3.0))
    assert set(off) == {"zero_gradient"}
    assert off["zero_gradient"].advice.endswith("the derivative of v3 and v6 (relu) is 0 there.")


def test_parameters_that_share_a_cause_share_a_finding() -> None:
    finding = codes(chainrule.relu(leaf("w", -2.0) * 1.0 + leaf("b", 1.0)))["zero_gradient"]
    assert finding.message == "the gradients of w and b are exactly 0"
    assert finding.nodes == ["n0", "n3"]


def test_a_factor_of_zero_is_blamed_by_its_name() -> None:
    x, w1, w2 = tensor([[1.0, 2.0]]), leaf("W1", np.ones((2, 3))), leaf("W2", np.zeros((1, 3)))
    finding = codes((x @ w1 @ w2.T).sum())["zero_gradient"]
    assert finding.advice == (
        "W1 cannot learn from this: "
        "what it is multiplied with in v5 (matmul), W2, is 0 in every element."
    )


@pytest.mark.parametrize(
    ("function", "at", "said"),
    [
        ("sigmoid", 40.0, "h is exactly 1 after rounding: 1 − h is exactly 0"),
        ("sigmoid", -800.0, "h is exactly 0 after rounding: h · (1 − h) is exactly 0"),
        ("tanh", -30.0, "h is exactly −1 after rounding: 1 − h² is exactly 0"),
    ],
)
def test_what_rounds_to_its_limit_has_no_slope_and_that_is_why(
    function: str, at: float, said: str
) -> None:
    h = getattr(leaf("w", at), function)()
    h.name = "h"
    found = codes(h * 3.0)
    assert found["saturated"].message.startswith(said)
    assert said.replace(": ", ", so ") in found["zero_gradient"].advice


def test_the_infinities_of_a_mask_are_meant_until_something_comes_of_them() -> None:
    scores, mask = leaf("scores", np.zeros((2, 2))), tensor([[0.0, -np.inf], [0.0, 0.0]])
    weights = chainrule.softmax(scores + mask, dim=-1)
    assert "non_finite_value" not in codes((weights * weights).sum())
    nothing = chainrule.softmax(scores + tensor([[-np.inf, -np.inf], [0.0, 0.0]]), dim=-1)
    assert "softmax gives NaN" in codes((nothing * nothing).sum())["non_finite_value"].message
    assert codes((scores + mask).sum())["non_finite_value"].node == "n1"


def test_a_step_that_makes_the_loss_larger_is_told_with_both_losses() -> None:
    def stepped(to: float) -> dict[str, Finding]:
        w = leaf("w", 1.0)
        return codes(w * w, history=History(changes=(Change(w, w.data, np.array(to), 3),)))

    finding = stepped(-1.4)["overshooting_step"]
    assert "from 1 to 1.96 on the same data" in finding.message
    assert "overshooting_step" not in stepped(-0.9)  # to the other side, and closer
    assert "overshooting_step" not in stepped(1.4)  # up the gradient: that is meant


def test_a_large_gradient_whose_step_is_of_ordinary_size_does_not_explode() -> None:
    w = leaf("w", 1.0)
    small = History(changes=(Change(w, w.data, np.array(0.99), 3),))
    large = History(changes=(Change(w, w.data, np.array(-9.0), 3),))
    assert "exploding_gradient" not in codes(w * 2000.0, history=small)
    assert "exploding_gradient" in codes(w * 2000.0, history=large)


def test_a_gradient_of_several_elements_that_somebody_gave_is_meant() -> None:
    assert "seeded_with_ones" not in codes(leaf("x", [1.0, 2.0]) * 2.0, seed=[1.0, 1.0])


def test_nothing_is_said_of_what_nobody_uses_where_nothing_is_differentiated() -> None:
    rate, x = leaf("rate", 0.5), tensor([1.0, 2.0])
    result = chainrule.exp(x)
    values = {
        rate: Annotation("parameter", "rate"),
        x: Annotation("data", "x"),
        result.source: Annotation("operation", "y"),
    }
    assert build(result, values=values).findings == []
    w = leaf("w", 2.0)
    result = w * x
    values = {rate: values[rate], w: Annotation("parameter", "w"), x: values[x]}
    values[result.source] = Annotation("operation", "y")
    (finding,) = [f for f in build(result, values=values).findings if f.code == "no_path"]
    assert finding.message == "y does not depend on rate, so no gradient reaches it"


def test_advice_is_a_sentence() -> None:
    outputs = [
        leaf("x", [1.0, 0.0]).log(),
        chainrule.relu(leaf("w", [-2.0, -1.0])).sum(),
        chainrule.tanh(leaf("w", [9.0, 9.0])),
    ]
    advice = [finding.advice for output in outputs for finding in build(output).findings]
    assert len(advice) >= 6
    assert all(words.endswith(".") for words in advice)


def test_operations_are_called_as_people_write_them() -> None:
    a = leaf("a", -2.0)
    found = codes(a ** leaf("b", 0.5))["non_finite_value"]
    assert "pow gives NaN" in found.message
    assert "pow_tensor" not in found.message + found.advice

"""Every example of the gallery runs, says what is true, and stands beside its counterpart."""

from itertools import pairwise

import numpy as np
import pytest
from chainrule.graph.graph import Graph
from chainrule.graph.programs import graph_of
from chainrule.graph.summary import Summary
from chainrule.program import ProgramError, examples, run

EXAMPLES = {example.name: example for example in examples()}


def shown(graph: Graph, expression: str) -> np.ndarray | None:
    """What an example speaks of: a value, ∂ its gradient, or what stands in .grad."""
    node = graph.node(expression.removeprefix("∂").removesuffix(".grad"))
    summary: Summary | None = node.value
    if expression.endswith(".grad"):
        summary = node.accumulated_grad or node.grad
    elif expression.startswith("∂"):
        summary = node.grad
    return None if summary is None else np.asarray(summary.data, dtype=np.float64)


@pytest.fixture(params=EXAMPLES.values(), ids=lambda example: example.name)
def example(request):
    return request.param


def test_every_example_ends_in_a_number_with_a_gradient(example):
    execution = run(example.source)
    graph = graph_of(execution)

    assert execution.output.size == 1
    parameters = [node for node in graph.nodes if node.kind == "parameter"]
    assert any(node.grad is not None for node in parameters)
    assert execution.notes == []
    if example.role != "wrong":
        assert np.isfinite(execution.output.item())
        assert all(node.grad and not node.grad.nonfinite for node in parameters)


def test_gradients_are_as_the_texts_say(example):
    graph = graph_of(run(example.source))

    for name, expected in example.gradients.items():
        found = shown(graph, name if name.endswith(".grad") else f"∂{name}")
        if expected is None:
            assert found is None, name
        else:
            np.testing.assert_allclose(found, expected, rtol=2e-3, atol=1e-12, err_msg=name)


FINDINGS = {
    "overwriting-wrong": {"handwritten_differs"},
    "zero-grad-wrong": {"accumulated_gradient", "overshooting_step"},
    "backward-twice-wrong": {"accumulated_gradient"},
    "unsummed-bias-wrong": {"handwritten_differs"},
    "detach-wrong": {"no_path"},
    "data-wrong": {"data_in_formula"},
    "integer-wrong": {"no_path"},
    "in-place-wrong": set(),
    "broadcast-wrong": {"broadcast_both"},
    "learning-rate-wrong": {"overshooting_step"},
    "softmax-wrong": {"non_finite_value", "nan_value"},
    "vanishing-wrong": {"vanishing_gradient"},
    "exploding-wrong": {"exploding_gradient", "overshooting_step", "float32_overflow"},
    "dying-relu-wrong": {"zero_gradient", "dead_relu"},
    "zero-init-wrong": {"zero_gradient"},
    "saturated": {"saturated"},
    "dead-relu": {"zero_gradient", "dead_relu"},
}


def test_the_findings_name_the_mistake_of_a_wrong_side_and_find_none_elsewhere(example):
    found = {finding.code for finding in graph_of(run(example.source)).findings}

    assert found - {"handwritten_agrees"} == FINDINGS.get(example.name, set())


def test_a_wrong_side_says_what_pytorch_does_about_it(example):
    if example.role == "wrong":
        assert "PyTorch" in f"{example.notice} {example.question} {example.answer}"


def test_every_example_says_what_it_is_and_asks_something(example):
    for text in (example.title, example.sentence, example.notice, example.question, example.answer):
        assert text == text.strip() != ""
    assert example.question.endswith("?")
    assert example.sentence.endswith((".", ":"))
    assert example.group in ("basics", "networks", "pitfalls")
    assert all(part.isalnum() for part in example.name.split("-"))


def test_names_are_unique_and_there_are_enough():
    assert len(EXAMPLES) == len(examples()) >= 20


def test_pitfalls_stand_side_by_side():
    pitfalls = [example for example in examples() if example.group == "pitfalls"]

    assert len(pitfalls) >= 30
    for wrong, right in zip(pitfalls[::2], pitfalls[1::2], strict=True):
        assert (wrong.role, right.role) == ("wrong", "right")
        assert (wrong.beside, right.beside) == (right.name, wrong.name)


def test_a_pitfall_says_what_tells_its_two_sides_apart():
    for example in EXAMPLES.values():
        assert bool(example.compare) == (example.group == "pitfalls")
        if not example.beside:
            continue
        sides = [graph_of(run(EXAMPLES[name].source)) for name in (example.name, example.beside)]
        assert example.compare == EXAMPLES[example.beside].compare
        wrong, right = ([shown(side, text) for text in example.compare] for side in sides)
        assert any(differ(one, other) for one, other in zip(wrong, right, strict=True))


def differ(one: np.ndarray | None, other: np.ndarray | None) -> bool:
    if one is None or other is None:
        return one is not other
    return one.shape != other.shape or not np.allclose(one, other)


def run_backwards(name: str, **leaves: float):
    execution = run(EXAMPLES[name].source, leaves=leaves)
    execution.output.backward()
    return execution


def printed(name: str, **changes: str) -> list[str]:
    """What an example prints, with other words in its program."""
    source = EXAMPLES[name].source
    for old, new in changes.items():
        assert old in source
        source = source.replace(old, new)
    return [line.text for line in run(source).printed]


def test_steps_end_where_the_texts_say():
    def numbers(name: str, **changes: str) -> list[float]:
        return [float(text.split()[0]) for text in printed(name, **changes)]

    assert numbers("zero-grad-wrong") == pytest.approx([2.6, 4.52])
    assert numbers("zero-grad-right") == pytest.approx([3 - 0.4, 3 - 0.08])
    assert numbers("learning-rate-wrong") == pytest.approx([-1.4, 1.96, -2.744])
    assert numbers("learning-rate-right") == pytest.approx([0.4, 0.16, 0.064])
    assert numbers("learning-rate-right", **{"lr=0.3": "lr=0.5"}) == [0, 0, 0]
    assert numbers("learning-rate-wrong", **{"lr=1.2": "lr=1.0"}) == [-1, 1, -1]
    assert numbers("exploding-wrong")[0] == pytest.approx(2 - 2419.2)
    assert numbers("exploding-right") == pytest.approx([1.9, 1.8])
    assert numbers("dying-relu-wrong") == pytest.approx([1.1, 0, 0])
    assert numbers("dying-relu-right") == pytest.approx([1.1, 0.8, 0.65])


def test_a_step_of_more_than_0_1833_kills_the_relu():
    for rate, alive in (("0.183", True), ("0.184", False)):
        second = printed("dying-relu-right", **{"0.05 *": f"{rate} *"})[1]
        assert (float(second.split()[0]) > 0) == alive


def test_backward_twice_needs_the_graph_to_be_kept():
    with pytest.raises(ProgramError, match="a second time"):
        printed("backward-twice-wrong", **{"retain_graph=True": ""})


def test_where_the_pitfalls_would_come_to_rest():
    def gradient(name: str, number: str, value: str) -> float:
        source = EXAMPLES[name].source
        assert number in source
        graph = graph_of(run(source.replace(number, value)))
        return shown(graph, "∂w").item()

    assert gradient("data-right", "1.0, requires", f"{8 / 4.2}, requires") == pytest.approx(
        0, abs=1e-12
    )
    assert gradient("data-wrong", "1.0, requires", "1e-9, requires") == pytest.approx(0, abs=1e-8)
    assert gradient("broadcast-wrong", "[[1.5]]", f"[[{12 / 7}]]") == pytest.approx(0, abs=1e-12)
    assert gradient("broadcast-right", "[[1.5]]", "[[2.0]]") == 0


def test_a_small_step_would_move_the_steep_weight_by_a_tenth():
    graph = graph_of(run(EXAMPLES["exploding-wrong"].source, moment=1))
    slope = shown(graph, "∂w").item()
    assert slope == pytest.approx(24_192)
    assert 0.1 / slope == pytest.approx(0.000004, rel=0.05)


def test_where_the_softmax_begins_to_overflow():
    def source(largest: float) -> str:
        text = EXAMPLES["softmax-wrong"].source.replace("1000.0", f"{largest:.1f}")
        return text.replace("999.0", "1.0").replace("998.0", "1.0")

    assert np.isnan(shown(graph_of(run(source(710))), "p")).any()
    assert np.isfinite(shown(graph_of(run(source(709))), "p")).all()
    for largest, found in ((89, True), (88, False)):
        codes = [finding.code for finding in graph_of(run(source(largest))).findings]
        assert ("float32_overflow" in codes) == found


def test_the_first_sigmoid_s_weight_hardly_learns():
    graph = graph_of(run(EXAMPLES["vanishing-wrong"].source))
    first, last = shown(graph, "∂ws[0]").item(), shown(graph, "∂ws[5]").item()
    assert 0 < first < last / 1000


def test_units_that_begin_alike_stay_alike_and_random_ones_do_not():
    source = EXAMPLES["zero-init-wrong"].source.replace("zeros", "ones")
    rows = shown(graph_of(run(source)), "∂W1")
    assert np.ptp(rows, axis=0).max() == 0
    assert np.ptp(shown(graph_of(run(EXAMPLES["zero-init-right"].source)), "∂W1"), axis=0).min() > 0


def test_the_two_results_of_the_change_in_place_differ_by_what_was_counted_twice():
    wrong, right = (
        graph_of(run(EXAMPLES[f"in-place-{side}"].source)) for side in ("wrong", "right")
    )
    apart = shown(wrong, "y") - shown(right, "y")
    assert apart == pytest.approx(np.tanh(1.2))
    assert round(float(np.tanh(1.2)), 4) == 0.8337


def test_rounding_passes_nothing_on_and_an_integer_alone_is_refused():
    source = EXAMPLES["integer-wrong"].source
    rounded = graph_of(run(source.replace("(3 * w1).int()", "torch.round(3 * w1)")))
    assert shown(rounded, "∂w1") == 0
    with pytest.raises(ProgramError, match="does not require grad"):
        run(source.replace("tensor(2.0, requires_grad=True)", "tensor(2.0)"))


def test_the_first_tanh_takes_away_most():
    execution = run_backwards("vanishing")
    gradients = [1.0]
    for number in reversed(range(8)):
        h = np.tanh(2.0)
        for _ in range(number):
            h = np.tanh(h)
        gradients.append(gradients[-1] * (1 - h**2))
    assert gradients[-1] == pytest.approx(execution.names["x"].grad.item())
    assert gradients == sorted(gradients, reverse=True)
    factors = [b / a for a, b in pairwise(gradients)]
    assert round(factors[-1], 2) == 0.07
    assert round(1 - max(factors), 2) == 0.17
    assert round(1 - min(factors[:-1]), 2) == 0.56


def test_the_formula_of_cross_entropy_breaks_where_the_operation_does_not():
    execution = run_backwards("bce-logits")
    assert execution.names["stable"].item() == pytest.approx(2.127, abs=5e-4)
    assert execution.names["formula"].item() == pytest.approx(2.127, abs=5e-4)
    assert execution.names["p"].item() == pytest.approx(0.8808, abs=5e-5)

    broken = run_backwards("bce-logits", z=800.0)
    assert broken.names["stable"].item() == 800
    assert broken.names["formula"].item() == np.inf
    assert np.isnan(broken.names["z"].grad)
    stable = run("z = 800.0\nloss = bce_with_logits(z, data(0.0))")
    stable.output.backward()
    assert stable.names["z"].grad == 1


def test_the_raisin_network_is_wrong_about_the_first_raisin_only():
    execution = run_backwards("mlp")
    assert len(execution.values) == 13
    assert sum(a.kind == "parameter" for a in execution.values.values()) == 4
    errors = (execution.names["p"].data - execution.names["y"].data).ravel()
    np.testing.assert_allclose(errors, [0.94, 0.02, -0.003, -0.0002], atol=5e-3)
    assert [bool(abs(error) < 0.5) for error in errors] == [False, True, True, True]


def test_gradient_of_linear_regression_is_half_of_the_errors_seen_through_the_data():
    execution = run_backwards("linear-regression")
    X, y, w, b = (execution.names[name] for name in "Xywb")
    errors = X.data @ w.data + b.data - y.data
    np.testing.assert_allclose(w.grad, X.data.T @ errors * 2 / 4)
    assert run(EXAMPLES["linear-regression"].source, leaves={"w": [[1], [2]]}).output.item() == 0


def test_the_hessian_comes_out_column_by_column_wherever_x_is():
    for v, column in (([1.0, 0.0], [2, 1]), ([0.0, 1.0], [1, 3])):
        execution = run_backwards("hessian", v=v, x=[7.0, -2.0])
        np.testing.assert_allclose(execution.names["x"].grad, column)
        np.testing.assert_allclose(execution.names["gradient"].data, [12, 1])


def test_xor_is_right_on_all_four_points():
    execution = run(EXAMPLES["xor"].source)
    assert ((execution.names["p"].data > 0.5) == (execution.names["y"].data > 0.5)).all()


def test_layer_norm_s_gradient_sums_to_zero_in_every_row():
    execution = run(EXAMPLES["layer-norm"].source)
    execution.output.backward()
    np.testing.assert_allclose(execution.names["x"].grad.sum(axis=1), 0, atol=1e-12)


def test_equal_values_leave_queries_and_keys_without_gradient():
    source = EXAMPLES["attention"].source.replace(
        "V = x @ Wv", "V = mean(x @ Wv, axis=0, keepdims=True) * ones(3, 1)"
    )
    execution = run(source)
    execution.output.backward()
    np.testing.assert_allclose(execution.names["Wq"].grad, 0, atol=1e-12)
    np.testing.assert_allclose(execution.names["Wk"].grad, 0, atol=1e-12)

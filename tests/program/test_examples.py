"""Every example of the gallery runs, says what is true, and stands beside its counterpart."""

from itertools import pairwise

import numpy as np
import pytest
from chainrule.program import examples, run

EXAMPLES = {example.name: example for example in examples()}


@pytest.fixture(params=EXAMPLES.values(), ids=lambda example: example.name)
def example(request):
    return request.param


def test_every_example_ends_in_a_number_with_a_gradient(example):
    execution = run(example.source)
    execution.output.backward()

    assert execution.output.size == 1
    assert np.isfinite(execution.output.item())
    parameters = [source for source, a in execution.values.items() if a.kind == "parameter"]
    assert parameters
    assert all(np.isfinite(t.grad).all() for t in parameters)
    assert execution.notes == []


def test_gradients_are_as_the_texts_say(example):
    execution = run(example.source)
    execution.output.backward()

    for name, expected in example.gradients.items():
        np.testing.assert_allclose(
            execution.names[name].grad, expected, rtol=2e-3, atol=1e-12, err_msg=name
        )


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

    assert len(pitfalls) >= 10
    for wrong, right in zip(pitfalls[::2], pitfalls[1::2], strict=True):
        assert (wrong.role, right.role) == ("wrong", "right")
        assert (wrong.beside, right.beside) == (right.name, wrong.name)


def test_a_pitfall_says_what_tells_its_two_sides_apart():
    for example in EXAMPLES.values():
        assert bool(example.compare) == (example.group == "pitfalls")
        if not example.beside:
            continue
        sides = [run_backwards(name) for name in (example.name, example.beside)]
        assert example.compare == EXAMPLES[example.beside].compare
        shown = [[expressed(side, text) for text in example.compare] for side in sides]
        assert any(a.shape != b.shape or not np.allclose(a, b) for a, b in zip(*shown, strict=True))


def run_backwards(name: str, **leaves: float):
    execution = run(EXAMPLES[name].source, leaves=leaves)
    execution.output.backward()
    return execution


def expressed(execution, text: str) -> np.ndarray:
    tensor = execution.names[text.removeprefix("∂")]
    return tensor.grad if text.startswith("∂") else tensor.data


def final(example: str, name: str) -> float:
    return run(EXAMPLES[example].source).names[name].item()


def test_the_answers_of_the_pitfalls_hold():
    assert final("zero-grad-wrong", "w2") == pytest.approx(4.52)
    assert final("zero-grad-right", "w2") == pytest.approx(3 - 0.08)
    assert final("learning-rate-wrong", "w") == pytest.approx(-2.744)
    assert final("learning-rate-right", "w") == pytest.approx(0.064)


def test_two_steps_of_one_half_reach_a_parabola_s_minimum_and_one_only_swings():
    assert run(EXAMPLES["learning-rate-right"].source, leaves={"rate": 0.5}).output.item() == 0
    assert run(EXAMPLES["learning-rate-wrong"].source, leaves={"rate": 1.0}).output.item() == 1


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

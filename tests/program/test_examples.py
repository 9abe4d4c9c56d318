"""Every example of the gallery runs, says what is true, and stands beside its counterpart."""

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
        np.testing.assert_allclose(execution.names[name].grad, expected, atol=5e-4)


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


def final(example: str, name: str) -> float:
    return run(EXAMPLES[example].source).names[name].item()


def test_the_answers_of_the_pitfalls_hold():
    assert final("zero-grad-wrong", "w2") == pytest.approx(4.52)
    assert final("zero-grad-right", "w2") == pytest.approx(3 - 0.08)
    assert final("learning-rate-wrong", "w") == pytest.approx(-2.744)
    assert final("learning-rate-right", "w") == pytest.approx(0.064)


def test_the_raisin_network_has_thirteen_cards():
    assert len(run(EXAMPLES["mlp"].source).values) == 13


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

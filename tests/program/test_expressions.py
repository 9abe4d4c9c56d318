"""Expressions: operators, comparisons, literals, and arithmetic with static numbers."""

import numpy as np
import pytest
from chainrule.program import run


def value(source, **given):
    return run(source, **given).output.data.tolist()


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("2.0 + 3", 5),
        ("2 - 3.5", -1.5),
        ("2 * 3", 6),
        ("7 / 2", 3.5),
        ("7 // 2", 3),
        ("-7 % 3", 2),
        ("2 ** 10", 1024),
        ("-2 ** 2", -4),
        ("2 ** -1", 0.5),
        ("+3.0", 3),
        ("-(-3.0)", 3),
        ("[1, 2] @ [3, 4]", 11),
        ("1_000 + 0x10", 1016),
        ("2 * pi", 2 * np.pi),
        ("np.e", np.e),
        ("[1.0, 2.0] + [[1.0], [2.0]]", [[2, 3], [3, 4]]),
        ("(1.0, 2.0) * [2.0, 3.0]", [2, 6]),
        ("True + 1.0", 2),
        ("2 < 3", 1),
        ("[1, 2, 3] >= 2", [0, 1, 1]),
        ("[1, 2] == [1, 3]", [1, 0]),
        ("[1, 2] != [1, 3]", [0, 1]),
        ("([1, 2, 3] > 1) & ([1, 2, 3] < 3)", [0, 1, 0]),
        ("([1, 2, 3] < 2) | ([1, 2, 3] > 2)", [1, 0, 1]),
        ("~([1, 2] > 1)", [1, 0]),
    ],
)
def test_values_are_python_s(source, expected):
    np.testing.assert_allclose(value(f"y = {source}"), expected, rtol=1e-15)


def test_a_literal_exponent_is_a_parameter_and_a_named_one_an_input():
    literal, named = run("x = 3.0\ny = x ** 2"), run("x = 3.0\nn = 2.0\ny = x ** n")
    named.output.backward()

    assert [a.kind for a in literal.values.values()] == ["parameter", "operation"]
    assert literal.output.grad_fn.params == {"exponent": 2}
    assert named.names["n"].grad == pytest.approx(9 * np.log(3), rel=1e-12)


def test_an_exponent_of_written_numbers_is_a_parameter():
    assert run("x = 9.0\ny = x ** (1 / 2)").output.grad_fn.params == {"exponent": 0.5}


def test_comparisons_have_no_gradient_and_choose_in_where():
    execution = run("x = [-1.0, 2.0]\ny = sum(where(x > 0, x * x, -x))")
    execution.output.backward()

    assert execution.names["x"].grad.tolist() == [-1, 4]


def test_numbers_that_nobody_wrote_are_folded():
    execution = run("x = ones(3, 4)\ny = sum(x) / (x.shape[0] * x.shape[1])")

    assert execution.output.item() == 1
    assert [a.kind for a in execution.values.values()] == [
        "data", "operation", "constant", "operation",
    ]  # fmt: skip


@pytest.mark.parametrize("source", ["(x.ndim * 2) ** 60", "(x.ndim + 2) ** x.size ** 99"])
def test_integers_stay_small(problem, source):
    assert problem(f"x = ones(7, 7)\ny = zeros(2)[0] + {source}").code == "number_too_large"


def test_towers_of_written_powers_are_infinite_at_once():
    assert value("y = 10 ** 10 ** 10 ** 10") == np.inf


def test_division_by_zero_is_infinite_also_for_static_numbers():
    assert value("x = [1.0]\ny = 1.0 * (x.ndim / (x.ndim - 1))") == np.inf
    assert np.isnan(value("x = [1.0]\ny = 1.0 * ((x.ndim - 1) % (x.ndim - 1))"))
    assert np.isnan(value("x = [1.0]\ny = 1.0 * ((x.ndim - 9) ** 0.5)"))


def test_shape_errors_name_both_shapes_and_the_place(problem):
    found = problem("x = [[1.0, 2.0]]\nw = [[1.0], [2.0], [3.0]]\ny = 1 + x @ w")

    assert found.code == "shape_mismatch"
    assert "(1, 2) @ (3, 1)" in found.message
    assert "2 and 3 differ" in found.message
    assert (found.span.line, found.span.column, found.span.end_column) == (3, 9, 14)


@pytest.mark.parametrize("source", ["None + 1", "relu(None)", "(1, None) * 2", "f * 2", "... + 1"])
def test_only_numbers_become_tensors(problem, source):
    assert problem(f"def f(x):\n    return x\ny = {source}").code == "not_a_tensor"


@pytest.mark.parametrize("source", ["[[1, 2], [3]]", "[1, [2]]", "[[1], 2]"])
def test_ragged_lists_are_refused(problem, source):
    assert problem(f"x = {source}").code == "ragged_list"


def test_lists_of_tensors_need_stack(problem):
    assert "stack" in problem("a = 1.0\nx = [a, 2.0] * 3").hint
    assert value("a = 1.0\nx = stack([a, 2.0]) * 3") == [3, 6]


def test_huge_literals():
    assert value("x = 1e999") == np.inf
    assert value(f"x = {2**70}") == 2.0**70
    assert value(f"x = 0x{'f' * 100}") == float(16**100)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("w = [1 / 3, -2 / 3, -(1 + 1)]", [1 / 3, -2 / 3, -2]),
        ("w = [[2 ** -1], [7 // 2]]", [[0.5], [3]]),
        ("w = param([1e3 * 2, 10 % 4])", [2000, 2]),
    ],
)
def test_written_arithmetic_inside_of_a_list_is_a_number_of_one_leaf(source, expected):
    execution = run(source)
    (annotation,) = execution.values.values()
    assert annotation.kind == "parameter"
    np.testing.assert_array_equal(execution.output.data, expected)

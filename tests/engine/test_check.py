"""Finite differences tell a right gradient from a wrong one, or say why they cannot."""

import math

import numpy as np
import pytest
from chainrule import relu, tensor
from chainrule.engine.check import compare, gradcheck
from chainrule.engine.differences import (
    AGREES,
    DIFFERS,
    JUMP,
    KINK,
    NOT_FINITE,
    TOO_COARSE,
    TOO_FINE,
)
from hypothesis import given
from hypothesis import strategies as st

STEPS = [None, 1e-3, 1e-5, 1e-7, 1e-9]
"""Those that the page offers."""
UNSHARP = (TOO_COARSE, TOO_FINE)
INF, NAN = math.inf, math.nan


def square(x):
    return float(np.sum(x**2))


def test_a_right_gradient_agrees():
    (found,) = compare(square, [[1.0, 2.0]], [[2.0, 4.0]])
    assert found.verdict == AGREES
    np.testing.assert_allclose(found.measured, [2.0, 4.0], rtol=1e-8)


def test_a_wrong_element_is_found_where_it_is():
    (found,) = compare(square, [[1.0, 2.0]], [[2.0, 5.0]])
    assert (found.verdict, found.worst) == (DIFFERS, (1,))
    assert found.error == pytest.approx(0.2, rel=1e-4)


def test_a_leaf_without_a_path_has_gradient_zero():
    (found,) = compare(lambda x: 3.0, [[1.0, 2.0]], [None])
    assert found.verdict == AGREES


def test_a_kink_is_named_not_judged():
    (found,) = gradcheck(relu, [0.0, 1.0])
    assert found.verdict == KINK


@pytest.mark.parametrize("h", STEPS)
@pytest.mark.parametrize(
    ("function", "x", "gradient", "verdict"),
    [
        (np.abs, 0.0, 0.0, KINK),
        (lambda x: np.maximum(x, 2.0), 2.0, 0.5, KINK),
        (lambda x: 1000.0 * x**2 + np.maximum(x, 0.0), 0.0, 0.0, KINK),
        (lambda x: np.sign(x) + x, 0.0, 1.0, JUMP),
        (np.floor, 2.0, 0.0, JUMP),
        (np.sqrt, 0.0, INF, NOT_FINITE),
        (lambda x: x**1.5, 0.0, 0.0, NOT_FINITE),
        (lambda x: x**1.5, -2.0, NAN, NOT_FINITE),
        (np.exp, 1000.0, INF, NOT_FINITE),
        (lambda x: 3.0 * x, 1.0, NAN, NOT_FINITE),
        (lambda x: x**4, 0.0, 0.0, AGREES),
        (np.floor, 1.3, 0.0, AGREES),
        (lambda x: 7.0 + 0.0 * x, 5.0, 0.0, AGREES),
    ],
)
def test_places_without_a_slope_are_named_at_every_step(function, x, gradient, verdict, h):
    with np.errstate(all="ignore"):
        (found,) = compare(lambda x: float(function(x)), [x], [gradient], h)
    assert found.verdict == verdict
    assert math.isnan(found.error) == (verdict != AGREES)


SMOOTH = {
    "1/x": (lambda x: 1.0 / x, lambda x: -1.0 / x**2),
    "sqrt": (np.sqrt, lambda x: 0.5 / np.sqrt(x)),
    "log": (np.log, lambda x: 1.0 / x),
    "x**3": (lambda x: x**3, lambda x: 3.0 * x**2),
    "exp": (np.exp, np.exp),
    "sin": (lambda x: np.sin(3.0 * x), lambda x: 3.0 * np.cos(3.0 * x)),
    "relu": (lambda x: np.maximum(x, 0.0), lambda x: 1.0),
}
amounts = st.builds(lambda size, digits: digits * 10.0**size, st.integers(-9, 1), st.floats(1, 9))
wrongs = st.sampled_from([0.0, 0.5, 0.9, 1.02, 2.0, -1.0])


@given(st.sampled_from(sorted(SMOOTH)), amounts)
def test_a_right_gradient_agrees_wherever_it_is(name, x):
    function, slope = SMOOTH[name]
    assert verdict_on(function, x, slope(x)) in (AGREES, *UNSHARP[1:])


@given(st.sampled_from(sorted(SMOOTH)), amounts, wrongs, st.integers(-30, 30))
def test_a_wrong_gradient_differs_whatever_its_size(name, x, wrong, size):
    function, slope = SMOOTH[name]
    scale = 10.0**size
    verdict = verdict_on(lambda x: scale * function(x), x, wrong * scale * slope(x))
    assert verdict in (DIFFERS, *UNSHARP[1:])


@given(st.sampled_from(sorted(SMOOTH)), amounts, st.sampled_from(STEPS[1:]), wrongs)
def test_a_given_step_is_never_mistaken(name, x, h, wrong):
    function, slope = SMOOTH[name]
    assert verdict_on(function, x, slope(x), h) in (AGREES, *UNSHARP)
    assert verdict_on(function, x, wrong * slope(x), h) in (DIFFERS, *UNSHARP)


def verdict_on(function, x, gradient, h=None):
    with np.errstate(all="ignore"):
        (found,) = compare(lambda x: float(function(x)), [x], [gradient], h)
    return found.verdict


@pytest.mark.parametrize("x", [1e-3, 1e-5, 1e-6, 1e-9, 1e-12, 1e-100])
def test_the_automatic_step_stays_within_the_domain(x):
    assert verdict_on(np.log, x, 1.0 / x) == AGREES
    assert verdict_on(np.sqrt, x, 0.5 / math.sqrt(x)) == AGREES
    assert verdict_on(lambda x: 1.0 / x, x, -1.0 / x**2) == AGREES
    assert verdict_on(np.abs, x, 1.0) == AGREES


def test_a_step_too_coarse_or_too_fine_says_so():
    assert verdict_on(np.log, 1e-6, 1e6, 1e-3) == TOO_COARSE
    assert verdict_on(np.abs, 1e-6, 1.0, 1e-3) == TOO_COARSE
    assert verdict_on(lambda x: np.sin(1e6 * x), 0.0, 1e6, 1e-3) == TOO_COARSE
    assert verdict_on(lambda x: 1.0 + 1e-6 * x, 1.0, 1e-6, 1e-9) == TOO_FINE
    assert verdict_on(lambda x: 1.0 + 1e-6 * x, 1.0, 1e-6) == AGREES
    assert verdict_on(lambda x: 1.0 + 1e-17 * x, 1.0, 2e-9) == DIFFERS


def test_rounding_on_the_way_counts():
    hidden = lambda x: (1e8 + x) - 1e8  # noqa: E731
    (found,) = compare(hidden, [1.0], [1.0], 1e-9, noise=1e8 * 2.2e-16)
    assert found.verdict == TOO_FINE


def test_an_element_that_rounding_hides_is_left_out_where_that_is_asked_for():
    function = lambda x: float(x[0] + 1e-15 * x[1])  # noqa: E731
    values, gradients = [[1.0, 1.0]], [[1.0, 1e-15]]

    (strict,) = compare(function, values, gradients)
    (lenient,) = compare(function, values, gradients, floor=1e-5)
    backwards = lambda x: function(x[::-1])  # noqa: E731
    (hurried,) = compare(backwards, values, [[1e-15, 1.0]], floor=1e-5, until=0.0)

    assert (strict.verdict, strict.compared) == (TOO_FINE, 2)
    assert (lenient.verdict, lenient.compared) == (AGREES, 1)
    assert (hurried.verdict, hurried.compared) == (TOO_FINE, 1)


def test_where_time_is_over_only_the_first_element_is_compared():
    (found,) = compare(square, [[1.0, 2.0]], [[2.0, 5.0]], until=0.0)
    assert (found.compared, found.worst, found.verdict) == (1, (0,), AGREES)
    np.testing.assert_array_equal(np.isnan(found.measured), [False, True])


def test_strict_backward_refuses_a_tensor_that_changed_after_the_forward_pass():
    x = tensor([1.0, 2.0], requires_grad=True)
    loss = (x**2).sum()
    loss.backward(retain_graph=True, strict=True)
    x.data[0] = 9.0
    with pytest.raises(RuntimeError, match=r"shape \(2,\) was changed"):
        loss.backward(strict=True)


def test_without_strict_the_gradient_is_that_of_the_values_that_were_read():
    x = tensor([1.0, 2.0], requires_grad=True)
    loss = (x**2).sum()
    x.data[0] = 9.0
    loss.backward()
    assert x.grad.tolist() == [2.0, 4.0]

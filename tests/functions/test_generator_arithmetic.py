"""The fused multiply-add rounds a·b + c once."""

from fractions import Fraction

import numpy as np
import pytest
from chainrule.functions.generator.arithmetic import multiply_add
from hypothesis import assume, example, given
from hypothesis import strategies as st

singles = st.floats(width=32, allow_nan=False, allow_infinity=False)
doubles = st.floats(allow_nan=False, allow_infinity=False)
ordinary = st.floats(-1e6, 1e6)


def rounded_single(exact: Fraction) -> np.float32:
    """The nearest float32, and of two the even one."""
    near = np.float32(float(exact))
    candidates = [
        np.nextafter(near, np.float32(-np.inf)),
        near,
        np.nextafter(near, np.float32(np.inf)),
    ]
    return min(candidates, key=lambda x: (abs(Fraction(float(x)) - exact), x.view(np.int32) & 1))


@given(singles, singles, singles)
@example(1 + 2**-12, 1 + 2**-12, 2.0**-60)  # just above the middle between two floats
@example(1 + 2**-12, 1 + 2**-12, -(2.0**-60))
@example(2.0**-80, 2.0**-70, 2.0**-149)  # the middle between two of the smallest floats
def test_in_float32_it_is_the_exact_result_rounded(a, b, c):
    exact = Fraction(a) * Fraction(b) + Fraction(c)
    assume(abs(exact) < Fraction(3e38))  # the neighbours of the result are finite, too
    fused = multiply_add(np.array([a], np.float32), np.float32(b), np.float32(c))
    assert fused.dtype == np.float32
    assert fused[0] == rounded_single(exact)


@given(st.one_of(ordinary, doubles), st.one_of(ordinary, doubles), st.one_of(ordinary, doubles))
@example(1 + 2**-30, 1 + 2**-30, 2.0**-140)
@example(1e300, 1e-300, -1.0)
def test_in_float64_it_is_the_exact_result_rounded(a, b, c):
    try:
        exact = float(Fraction(a) * Fraction(b) + Fraction(c))
    except OverflowError:
        exact = a * b + c
    assert multiply_add(np.array([a]), b, c)[0] == exact


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_an_infinite_term_decides_the_result(dtype):
    with np.errstate(invalid="ignore"):
        assert multiply_add(np.array([0.5], dtype), np.inf, 1.0)[0] == np.inf
        assert multiply_add(np.array([0.5], dtype), 1.0, -np.inf)[0] == -np.inf
        assert np.isnan(multiply_add(np.array([0.5], dtype), np.nan, 1.0)[0])


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_a_zero_keeps_the_sign_that_a_sum_gives_it(dtype):
    zero = np.array([-0.0], dtype)
    assert np.signbit(multiply_add(zero, 1.0, -0.0)[0])
    assert not np.signbit(multiply_add(zero, 1.0, 0.0)[0])


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_a_result_too_small_for_any_number_keeps_its_sign(dtype):
    smallest = np.finfo(dtype).smallest_subnormal
    fused = multiply_add(np.array([-0.25, 0.25], dtype), smallest, 0.0)
    assert np.signbit(fused).tolist() == [True, False]
    assert not fused.any()

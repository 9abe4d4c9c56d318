"""The error function of arrays, beside Python's."""

import math

import numpy as np
import pytest
from chainrule import Tensor, erf
from chainrule.engine.error_function import BLOCK, CERTAIN, FEW

EDGES = [0.0, -0.0, 1.0, -1.0, CERTAIN, 1e300, math.inf, -math.inf, math.nan, 5e-324, 1e-200]


@pytest.mark.parametrize("size", [FEW, FEW + 1, BLOCK + 1, 2 * BLOCK + 7])
def test_every_element_is_that_of_python(size):
    x = np.random.default_rng(size).normal(0, 2, size)
    x[: len(EDGES)] = EDGES
    mine = erf(Tensor(x)).numpy()
    expected = np.array([math.erf(value) for value in x])
    np.testing.assert_allclose(mine, expected, rtol=1e-14)
    assert np.array_equal(np.signbit(mine[:8]), np.signbit(expected[:8]))


def test_shape_layout_and_dtype_stay():
    x = np.random.default_rng(0).normal(0, 2, (3, 40, 50)).astype(np.float32)
    before = x.copy()
    mine = erf(Tensor(x).permute(2, 0, 1)).numpy()
    assert (mine.shape, mine.dtype) == ((50, 3, 40), np.float32)
    expected = np.vectorize(math.erf)(x.transpose(2, 0, 1).astype(float))
    np.testing.assert_allclose(mine, expected, rtol=1e-6)
    np.testing.assert_array_equal(x, before)

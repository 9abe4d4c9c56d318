"""Seeds give NumPy's own numbers."""

from types import SimpleNamespace

import numpy as np
import pytest
from chainrule.engine import Tensor
from chainrule.functions.numpy_random import NUMPY_RANDOM, Generator, RandomState

OLD = """
r.rand()
r.rand(2, 3)
r.randn(3)
r.randint(10)
r.randint(2, 5, 4)
r.randint(5, size=(2, 2))
r.random((2, 2))
r.normal()
r.normal(1.0, 2.0, 3)
r.normal(loc=[1.0, 2.0], scale=0.5)
r.uniform(-1, 1, (2, 3))
r.standard_normal(4)
r.exponential(2.0, 3)
r.binomial(10, 0.3, 4)
r.binomial([[1.0, 2.0], [3.0, 4.5]], 0.8)
r.poisson(3.0, 4)
r.permutation(5)
r.permutation([4.0, 2.0, 7.0])
r.choice(5)
r.choice(5, 3, replace=False)
r.choice([1.0, 5.0, 7.0], size=4)
r.choice(3, 5, p=[0.1, 0.2, 0.7])
r.multivariate_normal([0.0, 1.0], [[1.0, 0.2], [0.2, 2.0]], 2)
"""

NEW = """
r.random()
r.random((2, 3))
r.standard_normal(3)
r.normal(1.0, 2.0, 3)
r.uniform(-1, 1, 3)
r.integers(10)
r.integers(2, 5, 4)
r.integers(2, 5, 4, endpoint=True)
r.permutation(5)
r.choice(5, 3, replace=False)
r.exponential(2.0, 3)
"""


def same(call, ours, theirs):
    for _ in range(2):  # the second time from where the first one ended
        found, wanted = (eval(call, {"r": r}) for r in (ours, theirs))  # noqa: S307
        assert np.shape(wanted) == getattr(found, "shape", ())
        np.testing.assert_array_equal(
            found.detach().numpy() if isinstance(found, Tensor) else found, wanted
        )


@pytest.mark.parametrize("call", OLD.strip().split("\n"))
def test_numbers_of_a_random_state(call):
    same(call, RandomState(3), np.random.RandomState(3))


@pytest.mark.parametrize("call", NEW.strip().split("\n"))
def test_numbers_of_a_generator(call):
    same(call, Generator(3), np.random.default_rng(3))


@pytest.mark.parametrize("call", OLD.strip().split("\n"))
def test_numbers_after_seed(call):
    ours = SimpleNamespace(**NUMPY_RANDOM)
    ours.seed(5)
    same(call, ours, np.random.RandomState(5))


def test_shuffle_orders_a_list_as_numpy_does():
    ours, theirs = list(range(9)), list(range(9))
    RandomState(1).shuffle(ours)
    np.random.RandomState(1).shuffle(theirs)
    assert ours == theirs

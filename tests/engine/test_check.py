"""Finite differences tell a right gradient from a wrong one, and a kink from both."""

import numpy as np
import pytest
from chainrule import relu, tensor
from chainrule.engine.check import AGREES, DIFFERS, KINK, NOT_FINITE, compare, gradcheck


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


def test_an_infinite_slope_is_not_comparable():
    with np.errstate(invalid="ignore"):
        (found,) = compare(lambda x: float(np.sqrt(x)), [0.0], [np.inf])
    assert found.verdict == NOT_FINITE


def test_strict_backward_refuses_a_tensor_that_changed_after_the_forward_pass():
    x = tensor([1.0, 2.0], requires_grad=True)
    loss = (x**2).sum()
    loss.backward(strict=True)
    x.data[0] = 9.0
    with pytest.raises(RuntimeError, match=r"shape \(2,\) was changed"):
        loss.backward(strict=True)


def test_without_strict_the_gradient_is_that_of_the_values_that_were_read():
    x = tensor([1.0, 2.0], requires_grad=True)
    loss = (x**2).sum()
    x.data[0] = 9.0
    loss.backward()
    assert x.grad.tolist() == [2.0, 4.0]

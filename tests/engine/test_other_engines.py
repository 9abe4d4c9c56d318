"""HIPS autograd as a second oracle: it needs only NumPy, so it is always there."""

import autograd.numpy as anp
import chainrule
import numpy as np
import pytest
from autograd import elementwise_grad, grad
from chainrule import bce_loss, mse_loss, tensor
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp


def expit(a):
    return 1 / (1 + anp.exp(-a))


POSITIVE = np.array([[0.3, 1.7, 2.2], [0.9, 0.4, 3.1]])
SIGNED = np.array([[-0.3, 1.7, -2.2], [0.9, -0.4, 3.1]])
TARGET = np.array([[0.0, 1.0, 1.0], [1.0, 0.0, 0.0]])

ONE_INPUT = {
    "neg": (lambda t: -t, lambda a: -a, SIGNED),
    "exp": (chainrule.exp, anp.exp, SIGNED),
    "log": (chainrule.log, anp.log, POSITIVE),
    "tanh": (chainrule.tanh, anp.tanh, SIGNED),
    "sigmoid": (chainrule.sigmoid, expit, SIGNED),
    "relu": (chainrule.relu, lambda a: anp.maximum(a, 0.0), SIGNED),
    "square": (lambda t: t**2, lambda a: a**2, SIGNED),
    "root": (lambda t: t**0.5, lambda a: a**0.5, POSITIVE),
    "inverse": (lambda t: 1.0 / t, lambda a: 1.0 / a, SIGNED),
    "sum": (lambda t: t.sum(axis=0), lambda a: anp.sum(a, axis=0), SIGNED),
    "mean": (
        lambda t: t.mean(axis=1, keepdims=True),
        lambda a: anp.mean(a, 1, keepdims=True),
        SIGNED,
    ),
    "reshape": (lambda t: t.reshape(3, 2), lambda a: anp.reshape(a, (3, 2)), SIGNED),
    "transpose": (lambda t: t.T, lambda a: a.T, SIGNED),
    "getitem": (lambda t: t[[0, 1, 1], 1:], lambda a: a[[0, 1, 1], 1:], SIGNED),
    "logsumexp": (
        lambda t: t.logsumexp(axis=1),
        lambda a: anp.log(anp.sum(anp.exp(a), axis=1)),
        SIGNED,
    ),
    "mse": (
        lambda t: mse_loss(t, TARGET),
        lambda a: anp.mean((a - TARGET) ** 2),
        SIGNED,
    ),
    "bce": (
        lambda t: bce_loss(t.sigmoid(), TARGET),
        lambda a: -anp.mean(TARGET * anp.log(expit(a)) + (1 - TARGET) * anp.log(1 - expit(a))),
        SIGNED,
    ),
}
TWO_INPUTS = {
    "add": (lambda a, b: a + b),
    "sub": (lambda a, b: a - b),
    "mul": (lambda a, b: a * b),
    "div": (lambda a, b: a / b),
    "pow": (lambda a, b: a**b),
}


@pytest.mark.parametrize("name", ONE_INPUT)
def test_value_and_gradient_are_those_of_autograd(name):
    ours, theirs, data = ONE_INPUT[name]
    leaf = tensor(data, requires_grad=True)
    output = ours(leaf)
    upstream = np.cos(np.arange(1.0, output.size + 1)).reshape(output.shape)
    output.backward(upstream)
    np.testing.assert_allclose(output.detach().numpy(), theirs(data), rtol=1e-12)
    expected = grad(lambda a: anp.sum(theirs(a) * upstream))(data)
    np.testing.assert_allclose(leaf.grad, expected, rtol=1e-12, atol=1e-15)


@pytest.mark.parametrize("name", TWO_INPUTS)
@given(
    shapes=hnp.mutually_broadcastable_shapes(num_shapes=2, max_dims=3, max_side=4), data=st.data()
)
def test_broadcast_gradients_are_those_of_autograd(name, shapes, data):
    operation = TWO_INPUTS[name]
    numbers = st.floats(0.25, 4.0, width=32)
    a, b = (data.draw(hnp.arrays(np.float64, s, elements=numbers)) for s in shapes.input_shapes)
    left, right = tensor(a, requires_grad=True), tensor(b, requires_grad=True)
    output = operation(left, right)
    assert output.shape == shapes.result_shape
    output.sum().backward()
    for leaf, slot in ((left, 0), (right, 1)):
        expected = grad(lambda *pair: anp.sum(operation(*pair)), slot)(a, b)
        assert leaf.grad.shape == leaf.shape
        np.testing.assert_allclose(leaf.grad, expected, rtol=1e-11, atol=1e-13)


@given(st.integers(1, 4), st.integers(1, 4), st.integers(1, 4), st.integers(0, 2**31 - 1))
def test_matrix_products_are_those_of_autograd(m, k, n, seed):
    generator = np.random.default_rng(seed)
    a, b = generator.normal(size=(m, k)), generator.normal(size=(k, n))
    left, right = tensor(a, requires_grad=True), tensor(b, requires_grad=True)
    ((left @ right) ** 2).sum().backward()
    for leaf, slot in ((left, 0), (right, 1)):
        expected = grad(lambda x, y: anp.sum(anp.dot(x, y) ** 2), slot)(a, b)
        np.testing.assert_allclose(leaf.grad, expected, rtol=1e-10, atol=1e-12)


def test_second_derivatives_are_those_of_autograd():
    leaf = tensor(SIGNED, requires_grad=True)
    (first,) = chainrule.grad(chainrule.tanh(leaf).sum(), leaf, create_graph=True)
    (second,) = chainrule.grad(first.sum(), leaf)
    expected = elementwise_grad(elementwise_grad(anp.tanh))(SIGNED)
    np.testing.assert_allclose(second, expected, rtol=1e-12)

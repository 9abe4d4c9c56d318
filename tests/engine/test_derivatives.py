"""Jacobians, Hessians and their products agree with PyTorch's and with each other."""

import chainrule
import numpy as np
import pytest
from chainrule import GradientError, ShapeError, hessian, hvp, jacobian, jvp, vjp
from engine_torch import import_torch

X = np.array([[0.3, -1.2], [0.7, 2.1]])
Y = np.array([0.4, -0.6])
V = np.array([[1.0, 0.5], [-2.0, 0.25]])
W = np.array([-0.3, 1.5])


def mix(lib):
    return lambda x, y: lib.tanh(x @ y) * y + lib.exp(x).sum() * y


def number(lib):
    return lambda x, y: (lib.sin(x @ y) * y).sum() + (x**3).sum() * (y * y).sum()


def close(mine, theirs):
    np.testing.assert_allclose(mine, theirs.detach().numpy(), rtol=1e-12, atol=1e-14)


@pytest.fixture
def functional():
    torch = import_torch()
    return torch, torch.autograd.functional, torch.tensor(X), torch.tensor(Y)


def test_the_jacobian_is_pytorchs(functional):
    torch, oracle, x, y = functional
    for mine, theirs in zip(
        jacobian(mix(chainrule), (X, Y)), oracle.jacobian(mix(torch), (x, y)), strict=True
    ):
        close(mine, theirs)


def test_the_hessian_is_pytorchs(functional):
    torch, oracle, x, y = functional
    theirs = oracle.hessian(number(torch), (x, y))
    for i, row in enumerate(hessian(number(chainrule), (X, Y))):
        for j, block in enumerate(row):
            close(block, theirs[i][j])


def test_products_with_vectors_are_pytorchs(functional):
    torch, oracle, x, y = functional
    v, w = torch.tensor(V), torch.tensor(W)
    value, product = jvp(mix(chainrule), (X, Y), (V, W))
    theirs = oracle.jvp(mix(torch), (x, y), (v, w))
    close(value, theirs[0])
    close(product, theirs[1])
    for mine, right in (
        (vjp(mix(chainrule), (X, Y), W), oracle.vjp(mix(torch), (x, y), w)),
        (hvp(number(chainrule), (X, Y), (V, W)), oracle.hvp(number(torch), (x, y), (v, w))),
    ):
        close(mine[0], right[0])
        for part, expected in zip(mine[1], right[1], strict=True):
            close(part, expected)


def test_one_input_gives_one_array():
    assert hessian(lambda x: (x**3).sum(), [1.0, 2.0]).tolist() == [[6.0, 0.0], [0.0, 12.0]]
    assert jacobian(lambda x: x * x, [1.0, 2.0]).tolist() == [[2.0, 0.0], [0.0, 4.0]]
    assert hvp(lambda x: (x**3).sum(), [1.0, 2.0], [1.0, 1.0])[1].tolist() == [6.0, 12.0]


def test_products_are_those_of_the_whole_matrices():
    def f(x):
        return chainrule.exp(x) * x.sum()

    whole = jacobian(f, Y)
    np.testing.assert_allclose(jvp(f, Y, W)[1], whole @ W, rtol=1e-14)
    np.testing.assert_allclose(vjp(f, Y, W)[1], whole.T @ W, rtol=1e-14)


def test_what_nothing_depends_on_has_derivatives_of_zero():
    assert not jacobian(lambda x, y: x * 2, (Y, W))[1].any()
    assert not hessian(lambda x: x.sum(), Y).any()
    assert not hvp(lambda x: x.sum(), Y, W)[1].any()
    assert not jvp(lambda x: chainrule.tensor([1.0, 2.0]), Y, W)[1].any()


@pytest.mark.parametrize(
    ("function", "point"),
    [
        (lambda b: chainrule.tensor(0.0) ** b, 2.0),
        (lambda a: a ** chainrule.tensor(0.0), 0.0),
        (lambda a: chainrule.xlogy(a, chainrule.tensor(0.0)), 0.0),
        (lambda a: (a * chainrule.tensor([1.0, 1.0])).std(), 3.0),
        (lambda a: (a * chainrule.tensor([1.0, 1.0])).norm(p=3), 0.0),
    ],
)
def test_products_from_both_sides_agree_where_a_branch_is_masked(function, point):
    (_, forward), (_, backward) = jvp(function, point, 1.0), vjp(function, point, 1.0)
    assert forward == backward == 0.0


def test_what_cannot_be_meant_is_refused():
    with pytest.raises(GradientError, match=r"single number, but the shape is \(2,\)"):
        hessian(lambda x: x * x, Y)
    with pytest.raises(GradientError, match="single number"):
        hvp(lambda x: x * x, Y, W)
    with pytest.raises(GradientError, match="must return a tensor, not float"):
        jacobian(lambda x: 1.0, Y)
    with pytest.raises(ShapeError, match="direction's shapes"):
        jvp(lambda x: x, Y, V)

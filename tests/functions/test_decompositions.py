"""Decompositions: their gradients are PyTorch's, of first and of second order."""

import numpy as np
import pytest
from chainrule import GradientError, grad, linalg, tensor
from engine_torch import import_torch

SHAPES = [(4, 3), (3, 3), (3, 5), (2, 4, 3)]


def of_vectors(library):
    """What does not depend on the signs of singular vectors."""

    def total(a):
        u, s, vh = library.svd(a, full_matrices=False)
        return (u**4).sum() + (s**3).sum() + ((u @ vh) ** 3).sum() + (vh**4).sum()

    return total


def of_triangle(library):
    def total(a):
        q, r = library.qr(a)
        return (q**4).sum() + (r**4).sum()

    return total


def of_eigenvectors(library):
    def total(a):
        values, vectors = library.eigh(0.5 * (a @ a.mT + a @ a.mT))
        return (values**3).sum() + (vectors**4).sum()

    return total


CALLS = {
    "svd": of_vectors,
    "qr": of_triangle,
    "svdvals": lambda library: lambda a: (library.svdvals(a) ** 3).sum(),
    **{
        f"norm-{ord}": lambda library, ord=ord: lambda a: library.matrix_norm(a, ord).sum()
        for ord in ("nuc", 2, -2)
    },
}


def orders(value, leaf, gradient, uneven):
    """A value, its gradient, and the derivative of an uneven sum over that."""
    (first,) = gradient(value, leaf, create_graph=True)
    (second,) = gradient((first * uneven).sum(), leaf)
    return [part.detach().numpy() for part in (value, first, second)]


def compare(function, a):
    torch = import_torch()
    uneven = np.sin(np.arange(1.0, a.size + 1)).reshape(a.shape)
    ours, theirs = tensor(a, requires_grad=True), torch.tensor(a, requires_grad=True)
    mine = orders(function(linalg)(ours), ours, grad, uneven)
    other = orders(
        function(torch.linalg)(theirs), theirs, torch.autograd.grad, torch.tensor(uneven)
    )
    for found, expected in zip(mine, other, strict=True):
        np.testing.assert_allclose(found, expected, rtol=1e-9, atol=1e-9)


@pytest.mark.parametrize("name", CALLS)
@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_derivatives_are_those_of_pytorch(name, shape):
    compare(CALLS[name], np.random.default_rng(0).normal(size=shape))


@pytest.mark.parametrize("shape", [(3, 3), (2, 3, 4)], ids=str)
def test_derivatives_of_eigenvectors_are_those_of_pytorch(shape):
    compare(of_eigenvectors, np.random.default_rng(1).normal(size=shape))


def test_equal_eigenvalues_have_a_gradient_as_long_as_no_vector_is_read():
    a = tensor(np.eye(3), requires_grad=True)
    (linalg.eigh(a)[0] ** 2).sum().backward()
    np.testing.assert_array_equal(a.grad, 2 * np.eye(3))
    (first,) = grad((linalg.eigh(a)[0] ** 2).sum(), a, create_graph=True)
    (second,) = grad(first.sum(), a)
    assert np.isnan(second).all()  # it exists, but not by this way: nobody is told a wrong one


def test_what_has_no_gradient_is_refused():
    a = tensor(np.ones((3, 2)) + np.eye(3, 2), requires_grad=True)
    for call in (linalg.svd, lambda x: linalg.qr(x, "complete"), lambda x: linalg.qr(x, "r")):
        with pytest.raises(GradientError, match="write"):
            call(a)
    assert [part.shape for part in linalg.svd(a.detach())] == [(3, 3), (2,), (2, 2)]
    assert [part.shape for part in linalg.qr(a.detach(), "complete")] == [(3, 3), (3, 2)]

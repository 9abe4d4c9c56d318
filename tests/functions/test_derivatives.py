"""``torch.autograd.functional`` and ``gradcheck`` answer as PyTorch's do."""

import numpy as np
import pytest
from chainrule.engine import GradientError, Tensor
from chainrule.engine.node import run
from chainrule.engine.operations.elementwise import ExpNode
from chainrule.functions.table import AUTOGRAD_FUNCTIONAL
from engine_torch import import_torch

X, V = np.array([0.5, -1.0, 2.0]), np.array([1.0, 0.3, -0.7])


def cube(x):
    return x**3


def energy(x):
    return (x**3).sum() * x.sum()


def both(x):
    return x**2, x.sum()


@pytest.mark.parametrize(
    ("name", "function", "more"),
    [
        ("jacobian", cube, ()),
        ("jacobian", both, ()),
        ("hessian", energy, ()),
        ("vjp", cube, (V,)),
        ("jvp", cube, (V,)),
        ("hvp", energy, (V,)),
    ],
)
def test_answers_are_those_of_pytorch(name, function, more):
    torch = import_torch()
    theirs = getattr(torch.autograd.functional, name)(
        function, torch.tensor(X), *map(torch.tensor, more)
    )
    ours = AUTOGRAD_FUNCTIONAL[name].call(function, Tensor(X), *map(Tensor, more))
    several = isinstance(theirs, tuple)
    for mine, other in zip(
        ours if several else [ours], theirs if several else [theirs], strict=True
    ):
        assert isinstance(mine, Tensor)
        np.testing.assert_allclose(mine.detach().numpy(), other.detach().numpy(), rtol=1e-12)


def test_gradcheck_says_which_gradient_is_wrong():
    gradcheck = AUTOGRAD_FUNCTIONAL["gradcheck"].call
    assert gradcheck(cube, (Tensor(X),))

    def wrong(x):
        return run(ExpNode, x.detach()) * x

    assert not gradcheck(wrong, (Tensor(X),), raise_exception=False)
    with pytest.raises(GradientError, match="the gradient of input 0 differs at"):
        gradcheck(wrong, (Tensor(X),))

"""``torch.autograd.functional`` and ``gradcheck`` answer as PyTorch's do."""

import chainrule
import numpy as np
import pytest
from chainrule.engine import ArgumentError, GradientError, Tensor
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


def asked(lib, options):
    x, y, z = (lib.tensor([1.0, k], dtype=lib.float64, requires_grad=True) for k in (2.0, 3.0, 4.0))
    outputs = [x * y, (x**2).sum()]
    if (upstream := options.pop("upstream", None)) is not None:
        upstream = [lib.tensor(part, dtype=lib.float64) for part in upstream]
    elif not options.pop("bare", False):
        outputs = [part.sum() for part in outputs]
    return lib.autograd.grad(
        outputs, [x, z] if options.pop("more", True) else [x], upstream, **options
    )


@pytest.mark.parametrize(
    "options",
    [
        {"more": False},
        {"allow_unused": True},
        {"materialize_grads": True},
        {"upstream": [[1.0, 2.0], 3.0], "allow_unused": True},
        {"upstream": [[[1.0, 0.0], [0.0, 1.0]], [2.0, 3.0]], "is_grads_batched": True,
         "materialize_grads": True},
    ],
)  # fmt: skip
def test_grad_takes_pytorchs_options(options):
    mine, theirs = asked(chainrule, dict(options)), asked(import_torch(), dict(options))
    for one, other in zip(mine, theirs, strict=True):
        assert (one is None) == (other is None)
        if one is not None:
            assert one.tolist() == other.tolist()


@pytest.mark.parametrize("options", [{}, {"bare": True}, {"upstream": [[1.0, 2.0]]}])
def test_what_grad_refuses_pytorch_refuses(options):
    with pytest.raises(RuntimeError):
        asked(import_torch(), dict(options))
    with pytest.raises((GradientError, ArgumentError)):
        asked(chainrule, dict(options))

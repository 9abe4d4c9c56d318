"""At 0, at kinks, among equal elements and beside NaN, functions of PyTorch's name answer as there.

Values, gradients and second derivatives are compared, which samples drawn at random hardly reach.
"""

import math

import chainrule
import chainrule.functional
import numpy as np
import pytest
from chainrule.engine.derivatives import jvp
from engine_torch import import_torch

FUNCTIONS = {
    "abs": lambda L, F, x: x.abs().sum(),
    "amax": lambda L, F, x: L.amax(x, 0),
    "atan2": lambda L, F, x: L.atan2(x, x * 0.0).sum(),
    "celu": lambda L, F, x: F.celu(x).sum(),
    "clamp": lambda L, F, x: (x.clamp(0, 1) ** 2).sum(),
    "cosine_similarity": lambda L, F, x: F.cosine_similarity(x, x**2, dim=0),
    "cummax": lambda L, F, x: (L.cummax(x, 0)[0] ** 2).sum(),
    "cumprod": lambda L, F, x: (x.cumprod(0) ** 2).sum(),
    "elu": lambda L, F, x: F.elu(x).sum(),
    "hardshrink": lambda L, F, x: F.hardshrink(x).sum(),
    "hardswish": lambda L, F, x: F.hardswish(3 * x).sum(),
    "hardtanh": lambda L, F, x: (F.hardtanh(x) ** 2).sum(),
    "huber_loss": lambda L, F, x: F.huber_loss(x, x * 0, reduction="sum", delta=2.0),
    "hypot": lambda L, F, x: L.hypot(x, x * 0).sum(),
    "layer_norm": lambda L, F, x: (F.layer_norm(x, (3,)) ** 3).sum(),
    "logaddexp": lambda L, F, x: L.logaddexp(x, x * 0).sum(),
    "logsumexp": lambda L, F, x: L.logsumexp(x, 0),
    "norm": lambda L, F, x: x.norm(),
    "normalize": lambda L, F, x: F.normalize(x, dim=0).sum(),
    "pow": lambda L, F, x: (x**2).sum() + (x**0).sum(),
    "pow_tensor": lambda L, F, x: (x**x).sum(),
    "prod": lambda L, F, x: x.prod(),
    "quantile": lambda L, F, x: L.quantile(x, 0.3),
    "relu": lambda L, F, x: (F.relu(x) ** 2).sum(),
    "relu6": lambda L, F, x: (F.relu6(3 * x) ** 2).sum(),
    "remainder": lambda L, F, x: (L.remainder(x, 1.0) ** 2).sum(),
    "selu": lambda L, F, x: F.selu(x).sum(),
    "smooth_l1_loss": lambda L, F, x: F.smooth_l1_loss(x, x * 0, reduction="sum"),
    "softshrink": lambda L, F, x: (F.softshrink(x) ** 2).sum(),
    "sort": lambda L, F, x: (L.sort(x)[0] ** 3)[:2].sum(),
    "sqrt": lambda L, F, x: x.sqrt().sum(),
    "std": lambda L, F, x: x.std(),
    "threshold": lambda L, F, x: (F.threshold(x, 0.0, 0.5) ** 2).sum(),
    "var": lambda L, F, x: x.var(),
    "where": lambda L, F, x: L.where(x > 0, x.sqrt(), x * 0).sum(),
    "xlogy": lambda L, F, x: L.xlogy(x, x).sum(),
}  # fmt: skip
POINTS = ([0.0, 0, 0], [1.0, 1, 1], [0.0, 1, 2], [-1.0, 0, 1], [0.5, -0.5, 1], [-2.0, -2, 3])


def derivatives(lib, functional, function, point, orders=2):
    """The value, and as many derivatives as are asked for, of an uneven sum."""
    x = lib.tensor(point, dtype=lib.float64, requires_grad=True)
    total = function(lib, functional, x)
    found = [total.tolist()]
    for _ in range(orders):
        slopes = lib.zeros(3, dtype=lib.float64)
        if total.requires_grad:
            (slopes,) = lib.autograd.grad(
                total, x, create_graph=True, allow_unused=True, materialize_grads=True
            )
        found.append((slopes + 0.0).tolist())
        total = (slopes * lib.tensor([1.0, 2.0, 3.0], dtype=lib.float64)).sum()
    return found


@pytest.mark.filterwarnings("ignore")  # PyTorch's on backward passes that are not finite
@pytest.mark.parametrize("name", FUNCTIONS)
def test_values_and_two_derivatives_are_those_of_pytorch(name):
    torch, function = import_torch(), FUNCTIONS[name]
    for point in POINTS:
        mine = derivatives(chainrule, chainrule.functional, function, point)
        theirs = derivatives(torch, torch.nn.functional, function, point)
        for one, other in zip(mine, theirs, strict=True):
            np.testing.assert_allclose(one, other, rtol=1e-9, atol=1e-12, err_msg=f"{point}")
    point = [math.nan, 1.0, 0.0]
    mine = derivatives(chainrule, chainrule.functional, function, point, 0)
    theirs = derivatives(torch, torch.nn.functional, function, point, 0)
    np.testing.assert_array_equal(np.isnan(mine), np.isnan(theirs))


def test_a_cardinal_sine_has_its_second_derivative_at_0():
    value, first, second = derivatives(chainrule, None, lambda L, F, x: L.sinc(x).sum(), [0.0] * 3)
    assert (value, first) == (3.0, [0.0] * 3)
    np.testing.assert_allclose(second, np.array([1.0, 2.0, 3.0]) * -(math.pi**2) / 3)


def test_rows_that_coincide_have_no_say_in_derivatives_of_distances():
    x = chainrule.tensor([[0.0, 1.0], [0.0, 1.0], [2.0, 1.5]], requires_grad=True)
    (g,) = chainrule.grad(chainrule.cdist(x, x).sum(), [x], create_graph=True)
    (h,) = chainrule.grad((g * g).sum(), [x])
    assert np.isfinite(g.detach().numpy()).all()
    assert np.isfinite(h.numpy()).all()


@pytest.mark.parametrize("p", [0.5, 1.5, 2, 2.5, 3, -1])
def test_forward_derivatives_of_a_norm_at_0_agree_with_its_gradient(p):
    _, along = jvp(lambda x: x.norm(p=p), np.zeros(2), np.ones(2))
    assert along == 0.0


# Where the second derivative is another than PyTorch's on purpose: that of our first one


def second_derivatives(lib, function, first, second):
    """The derivative by each of two numbers of the gradient for the first, and that gradient."""
    pair = [lib.tensor([x], dtype=lib.float64, requires_grad=True) for x in (first, second)]
    (slope,) = lib.autograd.grad(function(*pair), pair[:1], create_graph=True)
    by_both = lib.autograd.grad(slope, pair, allow_unused=True, materialize_grads=True)
    return slope.item(), [each.item() for each in by_both]


def test_at_0_the_slope_of_prelu_is_its_weight_in_second_order_too():
    torch = import_torch()
    mine = second_derivatives(chainrule, chainrule.functional.prelu, 0.0, 0.25)
    theirs = second_derivatives(torch, torch.nn.functional.prelu, 0.0, 0.25)
    assert mine == (0.25, [0.0, 1.0])
    assert theirs == (0.25, [0.0, 0.0])
    for x in (-0.5, 0.5):
        assert second_derivatives(
            chainrule, chainrule.functional.prelu, x, 0.25
        ) == second_derivatives(torch, torch.nn.functional.prelu, x, 0.25)


@pytest.mark.parametrize(("p", "t"), [(0.0, 1.0), (1.0, 0.0), (0.0, 0.4), (1.0, 0.4)])
def test_a_certain_prediction_has_the_second_derivatives_of_its_floor(p, t):
    torch, floor = import_torch(), float(np.float32(1e-12))
    slope, (by_p, by_t) = second_derivatives(
        chainrule, chainrule.functional.binary_cross_entropy, p, t
    )
    expected = [(p - t) / floor, 1.0 / floor, -1.0 / floor]
    np.testing.assert_allclose([slope, by_p, by_t], expected, rtol=1e-12)
    their_slope, (their_by_p, _) = second_derivatives(
        torch, torch.nn.functional.binary_cross_entropy, p, t
    )
    np.testing.assert_allclose(slope, their_slope, rtol=1e-12)
    assert their_by_p > 1e23

"""The laws of operations that compute: element by element, over axes, losses."""

import math
from typing import Any

from engine_law_differences import (
    CERTAINLY_WRONG,
    CLAMPED_LOGS,
    INFINITE_NORM,
    INFINITE_OTHERS,
    NAN_IN_ROW,
    NAN_IS_SHOWN,
    NO_FREEDOM,
    NO_QUOTIENT_OF_INFINITY,
    NO_ROOM_IN_FLOAT32,
    NO_WHOLE_QUOTIENT,
    NOTHING_AT_INFINITY,
    ROOT_OF_INFINITY,
    SIDES_OF_NAN,
    SQUARE_VANISHES,
)
from engine_law_torch import F, T
from engine_laws import (
    PLAIN,
    SMALL_AND_LARGE,
    Along,
    Elementwise,
    Law,
    elementwise,
    over_axes,
    shapes,
)
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

WIDE, POSITIVE, INSIDE = (-2.0, 2.0), (0.2, 3.0), (0.1, 0.9)
PROBABILITIES = (0.0, 1.0, 0.5, 1e-13, 1e-30, 1.0 - 2.0**-53, 0.3)
"""PyTorch refuses others; we answer NaN, as for every logarithm of a negative number."""
BOUNDS = st.sampled_from((None, -1.0, 0.0, 0.5, math.inf, -math.inf))
REDUCTIONS = st.sampled_from(("mean", "sum", "none"))


def everything(a: Any, axis: Any) -> Any:
    """All axes by number, where PyTorch does not take None for them."""
    return tuple(range(a.ndim)) if axis is None else axis


def _clamp(*inputs: Any) -> Any:
    """PyTorch's gradient fails where the shapes differ."""
    return T.clamp(*T.broadcast_tensors(*inputs))


# Element by element.

ONE_INPUT = {
    **dict.fromkeys(("neg", "square", "exp", "expm1", "sin", "cos", "atan"), WIDE),
    **dict.fromkeys(("sinh", "cosh", "tanh", "asinh", "erf", "sigmoid"), WIDE),
    **dict.fromkeys(("log", "log2", "log10", "sqrt", "reciprocal"), POSITIVE),
    **dict.fromkeys(("asin", "acos", "atanh"), (-0.95, 0.95)),
    "log1p": (-0.9, 3.0),
    "erfinv": (-0.95, 0.95),
    "tan": (-1.4, 1.4),
    "acosh": (1.1, 4.0),
}
ACTIVATIONS = ("relu", "silu", "mish", "logsigmoid")
STEPS = ("floor", "ceil")
TWO_INPUTS = {
    **dict.fromkeys(("add", "sub", "mul", "hypot", "logaddexp"), (WIDE, WIDE)),
    **dict.fromkeys(("maximum", "minimum"), (WIDE, WIDE)),
    "div": (WIDE, POSITIVE),
    "xlogy": (POSITIVE, POSITIVE),
}
COMPARISONS = (*("gt", "ge", "lt", "le", "eq", "ne", "logical_and", "logical_or", "logical_xor"),)


def _along_or_all(draw: Any, numbers: Any) -> Any:
    shape = draw(shapes(1, empty=False))
    axis = draw(st.none() | st.integers(-len(shape), len(shape) - 1))
    return (numbers(shape),), {"axis": axis, "keepdims": draw(st.booleans())}


def _over(function: Any) -> Any:
    """PyTorch keeps the axes only where one is named."""

    def call(a: Any, axis: Any, keepdims: bool) -> Any:
        found = function(a) if axis is None else function(a, dim=axis, keepdim=keepdims)
        return found.reshape((1,) * a.ndim) if axis is None and keepdims else found

    return call


ELEMENTWISE = [
    *(Law(name, elementwise(low), getattr(T, name)) for name, low in ONE_INPUT.items()),
    Law("lgamma", elementwise((0.2, 3.0)), T.lgamma, second=1e-8, noise=1e-3),
    Law(
        "polygamma",
        elementwise((0.2, 9.0), n=st.integers(2, 4)),  # PyTorch's of order 1 has ten digits
        lambda a, n: T.polygamma(n, a),
        differences=(NOTHING_AT_INFINITY,),
    ),
    Law("abs", elementwise(WIDE), T.abs, differences=(NAN_IS_SHOWN,)),
    Law("atan2", elementwise(WIDE, POSITIVE), T.atan2, differences=(SQUARE_VANISHES,)),
    Law("selu", elementwise(WIDE), F.selu, differences=(SIDES_OF_NAN,)),
    Law("sign", elementwise(WIDE), T.sign, differences=(NAN_IS_SHOWN,)),
    Law(
        "remainder",
        elementwise((0.1, 0.9), (1.0, 2.0)),
        T.remainder,
        differences=(NO_WHOLE_QUOTIENT,),
    ),
    *(Law(name, elementwise(WIDE), getattr(F, name)) for name in ACTIVATIONS),
    *(Law(name, elementwise(WIDE), getattr(T, name)) for name in STEPS),
    *(Law(name, elementwise(*both), getattr(T, name)) for name, both in TWO_INPUTS.items()),
    *(Law(name, elementwise(WIDE, WIDE), getattr(T, name), slots=()) for name in COMPARISONS),
    Law("logical_not", elementwise(WIDE), T.logical_not, slots=()),
    Law(
        "floor_divide",
        elementwise((0.1, 0.9), (1.0, 2.0)),
        lambda a, b: T.div(a, b, rounding_mode="floor"),
        differences=(NO_QUOTIENT_OF_INFINITY,),
    ),
    Law(
        "pow",
        elementwise(POSITIVE, exponent=st.sampled_from((0, 1, 2, 3, -1, -2, 0.5, 1.5, 2.5, -0.5))),
        lambda a, exponent: a**exponent,
        differences=(ROOT_OF_INFINITY,),
    ),
    Law("pow_tensor", elementwise(POSITIVE, WIDE), T.pow),
    Law("clamp", elementwise(WIDE, min=BOUNDS, max=st.just(1.0)), T.clamp),
    Law("clamp_tensor", elementwise(WIDE, (-9.0, -1.0), (1.0, 9.0)), _clamp),
    Law(
        "where",
        elementwise(WIDE, WIDE, WIDE),
        lambda condition, a, b: T.where(condition != 0, a, b),
        slots=(1, 2),
    ),
    Law("round", elementwise(WIDE, decimals=st.integers(0, 2)), T.round, elements=PLAIN),
    Law(
        "leaky_relu",
        elementwise(WIDE, negative_slope=st.sampled_from((0.01, 0.3, 0.0))),
        F.leaky_relu,
    ),
    Law(
        "elu",
        elementwise(WIDE, alpha=st.sampled_from((1.0, 0.3))),
        F.elu,
        differences=(SIDES_OF_NAN,),
    ),
    Law(
        "gelu",
        elementwise(WIDE, approximate=st.sampled_from(("none", "tanh"))),
        F.gelu,
        noise=1.0,
        differences=(NO_ROOM_IN_FLOAT32,),
    ),
    Law(
        "softplus",
        elementwise(
            WIDE, beta=st.sampled_from((1.0, 2.0, 0.5)), threshold=st.sampled_from((20.0, 1.0))
        ),
        F.softplus,
    ),
    Law("to", elementwise(WIDE, dtype=st.just("float64")), lambda a, dtype: a.double()),
    Law("detach", elementwise(WIDE), lambda a: a.detach(), slots=()),
]

# Many elements together.


def _reduce(function: Any) -> Any:
    return lambda a, axis, keepdims: function(a, dim=everything(a, axis), keepdim=keepdims)


def _prod(a: Any, axis: Any, keepdims: bool) -> Any:
    axes = everything(a, axis)
    known = {k % max(a.ndim, 1) for k in ((axes,) if isinstance(axes, int) else axes)}
    for k in sorted(known, reverse=True):
        a = a.prod(dim=k, keepdim=keepdims)
    return a


def _spread(function: Any) -> Any:
    return lambda a, axis, correction, keepdims: function(
        a, dim=axis, correction=correction, keepdim=keepdims
    )


def _cumsum(a: Any, axis: Any) -> Any:
    return a.flatten().cumsum(0) if axis is None and a.ndim else a.cumsum(axis or 0)


TOGETHER = [
    Law("sum", over_axes(), _reduce(T.sum), elements=PLAIN),
    Law("mean", over_axes(), _reduce(T.mean), elements=PLAIN),
    Law("prod", over_axes(), _prod, elements=PLAIN, differences=(INFINITE_OTHERS,)),
    *(
        Law(name, _along_or_all, _over(getattr(T, name)), slots=())
        for name in ("argmax", "argmin", "any", "all")
    ),
    Law("max", over_axes(empty=False), _reduce(T.amax)),
    Law("min", over_axes(empty=False), _reduce(T.amin)),
    *(
        Law(
            name,
            over_axes(empty=False, correction=st.sampled_from((0, 1))),
            _spread(function),
            elements=PLAIN,
            differences=(NO_FREEDOM,),
        )
        for name, function in (("var", T.var), ("std", T.std))
    ),
    Law(
        "norm",
        over_axes(p=st.sampled_from((2, 1, 3, 1.5, 0.5, 0, math.inf, -math.inf)), empty=False),
        lambda a, p, axis, keepdims: T.norm(a, p, everything(a, axis), keepdims),
        elements=PLAIN,
        differences=(NAN_IN_ROW, INFINITE_NORM),
    ),
    Law("logsumexp", over_axes(), _reduce(T.logsumexp)),
    Law("cumsum", Along(whole=True), _cumsum, elements=PLAIN),
    Law("softmax", Along(), lambda a, axis: T.softmax(a, axis), noise=1.0),
    Law("log_softmax", Along(), lambda a, axis: T.log_softmax(a, axis), noise=1.0),
]

# Losses.


class SameShape(Elementwise):
    """Predictions and targets of one shape."""

    def __call__(self, draw: Any, numbers: Any) -> Any:
        shape = draw(shapes())
        return tuple(numbers(shape, *domain) for domain in self.domains), self.chosen(draw)

    def grid(self, draw: Any, pool: tuple[float, ...]) -> Any:
        inputs, params = super().grid(draw, pool)
        return inputs, params | {"reduction": "none"}


def _pairs(*domains: Any, **params: Any) -> Any:
    return SameShape(domains, params | {"reduction": REDUCTIONS})


def _shares(draw: Any, numbers: Any) -> Any:
    shape = draw(shapes(1, empty=False))
    return (numbers(shape), numbers(shape, *INSIDE)), {"reduction": draw(REDUCTIONS)}


def _classes(draw: Any, numbers: Any) -> Any:
    a = numbers(draw(shapes(1, empty=False)))
    axis = 1 if a.ndim > 1 else 0
    classes = st.integers(0, a.shape[axis] - 1).map(float)
    b = draw(hnp.arrays(a.dtype, a.shape[:axis] + a.shape[axis + 1 :], elements=classes))
    return (a, b), {"reduction": draw(REDUCTIONS)}


LOSSES = [
    Law("mse", _pairs(WIDE, WIDE), F.mse_loss, elements=PLAIN),
    Law(
        "huber", _pairs(WIDE, WIDE, delta=st.sampled_from((1.0, 0.5))), F.huber_loss, elements=PLAIN
    ),
    Law(
        "bce",
        _pairs(INSIDE, INSIDE),
        F.binary_cross_entropy,
        elements=PROBABILITIES,
        interval=(0.0, 1.0),
        second=1e-9,  # PyTorch adds 1e-12 to p(1 - p)
        differences=(CLAMPED_LOGS,),
    ),
    Law(
        "bce_with_logits",
        _pairs(WIDE, WIDE),
        F.binary_cross_entropy_with_logits,
        elements=(*PLAIN, *SMALL_AND_LARGE),
        noise=1.0,
        differences=(CERTAINLY_WRONG,),
    ),
    Law("cross_entropy", _shares, F.cross_entropy, elements=PLAIN, noise=1.0, label="shares"),
    Law(
        "cross_entropy",
        _classes,
        lambda a, b, reduction: F.cross_entropy(a, b.long(), reduction=reduction),
        elements=PLAIN,
        slots=(0,),
        noise=1.0,
        label="classes",
    ),
]

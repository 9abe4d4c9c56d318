"""Every operation's law in one table: what it is called with, and how PyTorch writes the same.

Where PyTorch and we decide differently, the entry says where and why.
"""

import math
from typing import Any

import numpy as np
from engine_laws import (
    FINITE,
    PLAIN,
    SMALL_AND_LARGE,
    Along,
    Difference,
    Elementwise,
    Law,
    any_axis,
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
DIAGONALS = st.integers(-4, 4)
REDUCTIONS = st.sampled_from(("mean", "sum", "none"))
COUNTS = st.integers(1, 3)


class _Torch:
    """``T.sin(a)`` is ``torch.sin(a)``; PyTorch is imported by the first call."""

    def __init__(self, *path: str) -> None:
        self._path = path

    def __getattr__(self, name: str) -> "_Torch":
        return _Torch(*self._path, name)

    def __call__(self, *args: Any, **params: Any) -> Any:
        import torch

        found: Any = torch
        for name in self._path:
            found = getattr(found, name)
        return found(*args, **params)


T = _Torch()
F = T.nn.functional


# Where we decide otherwise than PyTorch.


def _in_row(together: Any, values: np.ndarray, axis: Any) -> np.ndarray:
    """What holds for the elements that are taken together, at each of them."""
    found = together(values, axis=axis if values.ndim else None, keepdims=True)
    return np.broadcast_to(found, values.shape)


NAN_IS_SHOWN = Difference(
    "PyTorch's sign of NaN is 0, which would hide it; the gradient is that of the absolute value",
    lambda a, **params: np.isnan(a),
)
NO_WHOLE_QUOTIENT = Difference(
    "Without a finite, exact quotient PyTorch answers NaN, and a gradient where there is no value",
    lambda a, b: (b == 0) | np.isinf(b) | ~(np.abs(a / b) < 2.0**53),
)
CERTAINLY_WRONG = Difference(
    "An infinite logit on the wrong side costs infinity; PyTorch's infinity minus infinity is NaN",
    lambda a, b, **params: a == -np.inf,
)
SIDES_OF_NAN = Difference(
    "PyTorch takes NaN for positive or for negative, as the length of the tensor will have it",
    lambda a, **params: np.isnan(a),
)
SQUARE_VANISHES = Difference(
    "Where the square is nearly 0, PyTorch multiplies by infinity",
    lambda a, b: (a * a + b * b) < 1e-307,
)
NAN_IN_ROW = Difference(
    "What comes of a norm that is NaN is NaN; PyTorch's sign of NaN, and its share of none, is 0",
    lambda a, axis, **params: _in_row(np.any, np.isnan(a), axis),
)
INFINITE_OTHERS = Difference(
    "The product of the others is finite; PyTorch divides infinity by infinity",
    lambda a, axis, **params: _in_row(np.any, np.isinf(a), axis),
)
NO_FREEDOM = Difference(
    "A variance without degrees of freedom is NaN, and so are its derivatives",
    lambda a, axis, correction, **params: _in_row(np.sum, np.ones(a.shape), axis) <= correction,
)
INFINITE_NORM = Difference(
    "The gradient of an element that is 0 is 0; PyTorch's is 0 times infinity for p below 1",
    lambda a, p, **params: p < 1 and np.isinf(a).any(),
)
ROOT_OF_INFINITY = Difference(
    "PyTorch answers NaN, the C library 0 or infinity",
    lambda a, exponent: (a == -np.inf) & (exponent % 1 != 0),
)
CLAMPED_LOGS = Difference(
    "The target's gradient is that of the clamped logarithms too; PyTorch's has none of the clamp",
    lambda a, b, **params: (a < np.exp(-100.0)) | (a == 1.0),
)


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
COMPARISONS = ("gt", "ge", "lt", "le", "eq", "ne", "logical_and", "logical_or")

ELEMENTWISE = [
    *(Law(name, elementwise(low), getattr(T, name)) for name, low in ONE_INPUT.items()),
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
        "gelu", elementwise(WIDE, approximate=st.sampled_from(("none", "tanh"))), F.gelu, noise=1.0
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

# Elements moved.


def _reshaped(draw: Any, numbers: Any) -> Any:
    shape = draw(shapes(empty=False))
    a = numbers(shape)
    target = draw(st.permutations((*shape, 1)))
    return (a,), {"shape": draw(st.sampled_from((tuple(target), (-1,), (*target[:-1], -1))))}


def _flattened(draw: Any, numbers: Any) -> Any:
    shape = draw(shapes())
    start = any_axis(draw, shape) % max(len(shape), 1)
    end = draw(st.integers(start, max(len(shape) - 1, 0)))
    return (numbers(shape),), {"start": start, "end": end}


def _two_axes(draw: Any, numbers: Any) -> Any:
    shape = draw(shapes(2))
    return (numbers(shape),), {k: any_axis(draw, shape) for k in ("axis0", "axis1")}


def _reordered(draw: Any, numbers: Any) -> Any:
    shape = draw(shapes())
    return (numbers(shape),), {"axes": tuple(draw(st.permutations(range(len(shape)))))}


def _new_axis(draw: Any, numbers: Any) -> Any:
    shape = draw(shapes())
    return (numbers(shape),), {"axis": draw(st.integers(-len(shape) - 1, len(shape)))}


def _expanded(draw: Any, numbers: Any) -> Any:
    known = draw(hnp.mutually_broadcastable_shapes(num_shapes=1, base_shape=draw(shapes())))
    shape, target = known.input_shapes[0], known.result_shape
    return (numbers(shape),), {"shape": target}


def _flipped(draw: Any, numbers: Any) -> Any:
    shape = draw(shapes(1))
    axes = draw(st.sets(st.integers(0, len(shape) - 1)))
    return (numbers(shape),), {"axis": tuple(axes)}


def _joined(draw: Any, numbers: Any) -> Any:
    shape = draw(shapes(1))
    axis, sizes = any_axis(draw, shape), draw(st.lists(st.integers(0, 3), min_size=1, max_size=3))
    parts = [list(shape) for _ in sizes]
    for part, size in zip(parts, sizes, strict=True):
        part[axis] = size
    return tuple(numbers(tuple(part)) for part in parts), {"axis": axis}


def _stacked(draw: Any, numbers: Any) -> Any:
    shape = draw(shapes())
    axis = draw(st.integers(-len(shape) - 1, len(shape)))
    return tuple(numbers(shape) for _ in range(draw(COUNTS))), {"axis": axis}


def _indexed(draw: Any, numbers: Any) -> Any:
    shape = draw(shapes(1, empty=False))
    basic = hnp.basic_indices(shape, allow_newaxis=True, allow_ellipsis=True)
    repeated = hnp.integer_array_indices(shape, result_shape=shapes(1, 2))
    mask = hnp.arrays(np.bool_, shape)
    return (numbers(shape),), {"index": draw(basic.filter(_goes_forward) | repeated | mask)}


def _goes_forward(index: Any) -> bool:
    """PyTorch knows no negative steps."""
    items = index if isinstance(index, tuple) else (index,)
    return not any(isinstance(item, slice) and (item.step or 1) < 0 for item in items)


def _added_up(draw: Any, numbers: Any) -> Any:
    shape = draw(shapes(1, empty=False))
    index = draw(hnp.integer_array_indices(shape, result_shape=shapes(1, 2)))
    return (numbers(index[0].shape),), {"index": index, "shape": shape}


def _scattered(a: Any, index: Any, shape: Any) -> Any:
    places = tuple(T.as_tensor(k) for k in index)
    return T.zeros(shape, dtype=a.dtype).index_put(places, a, accumulate=True)


def _getitem(a: Any, index: Any) -> Any:
    if isinstance(index, tuple):
        return a[tuple(T.as_tensor(i) if isinstance(i, np.ndarray) else i for i in index)]
    return a[T.as_tensor(index) if isinstance(index, np.ndarray) else index]


def _masked(draw: Any, numbers: Any) -> Any:
    a, b = draw(
        hnp.mutually_broadcastable_shapes(num_shapes=2, max_dims=3, max_side=3)
    ).input_shapes
    return (numbers(a), draw(hnp.arrays(np.float64, b, elements=st.sampled_from((0.0, 1.0))))), {}


def _masked_rows(draw: Any, numbers: Any) -> Any:
    a = numbers(draw(shapes()))
    mask = a.shape[: draw(st.integers(0, a.ndim))]
    return (a, draw(hnp.arrays(np.float64, mask, elements=st.sampled_from((0.0, 1.0))))), {}


def _gathered(draw: Any, numbers: Any) -> Any:
    shape = draw(shapes(1, empty=False))
    axis = any_axis(draw, shape)
    picked = tuple(draw(st.integers(0, n)) for n in shape)
    places = st.integers(0, shape[axis] - 1).map(float)
    return (numbers(shape), draw(hnp.arrays(np.float64, picked, elements=places))), {"axis": axis}


MOVED = [
    Law("reshape", _reshaped, lambda a, shape: a.reshape(shape)),
    Law("flatten", _flattened, lambda a, start, end: a.flatten(start, end)),
    Law("transpose", _two_axes, lambda a, axis0, axis1: a.transpose(axis0, axis1)),
    Law("permute", _reordered, lambda a, axes: a.permute(axes)),
    Law("squeeze", Along(), lambda a, axis: a.squeeze(axis)),
    Law("unsqueeze", _new_axis, lambda a, axis: a.unsqueeze(axis)),
    Law("expand", _expanded, lambda a, shape: a.expand(shape), elements=PLAIN),
    Law("flip", _flipped, lambda a, axis: a.flip(axis)),
    Law("cat", _joined, lambda *t, axis: T.cat(t, axis)),
    Law("stack", _stacked, lambda *t, axis: T.stack(t, axis)),
    Law("getitem", _indexed, _getitem),
    Law("scatter", _added_up, _scattered, elements=PLAIN),
    Law("masked_select", _masked, lambda a, mask: T.masked_select(a, mask != 0), slots=(0,)),
    Law("masked_index", _masked_rows, lambda a, mask: a[mask != 0], slots=(0,)),
    Law("gather", _gathered, lambda a, b, axis: T.gather(a, axis, b.long()), slots=(0,)),
]

# Matrices.


def _matrices(draw: Any, numbers: Any) -> Any:
    known = draw(
        hnp.mutually_broadcastable_shapes(
            signature="(n?,k),(k,m?)->(n?,m?)", max_dims=1, max_side=3, min_side=0
        )
    )
    return tuple(map(numbers, known.input_shapes)), {}


def _vectors(draw: Any, numbers: Any) -> Any:
    return tuple(numbers((draw(st.integers(0, 3)),)) for _ in range(2)), {}


def _matrix(*, least: int = 2, most: int = 2, diagonal: bool = False) -> Any:
    def draw_call(draw: Any, numbers: Any) -> Any:
        params = {"diagonal": draw(DIAGONALS)} if diagonal else {}
        return (numbers(draw(shapes(least, most))),), params

    return draw_call


def _regular(draw: Any, numbers: Any) -> Any:
    """A square matrix, or several, far from singular."""
    n = draw(COUNTS)
    a = numbers((*draw(shapes(0, 1)), n, n))
    return a / n + 5.0 * np.eye(n, dtype=a.dtype)


def _square(draw: Any, numbers: Any) -> Any:
    return (_regular(draw, numbers),), {}


def _equations(draw: Any, numbers: Any) -> Any:
    a = _regular(draw, numbers)
    right = (*a.shape[:-1],) if draw(st.booleans()) else (*a.shape[:-1], draw(st.integers(0, 2)))
    return (a, numbers(right)), {}


EQUATIONS = (
    "ij,jk->ik",
    "ij,ij",
    "ii->i",
    "ii",
    "ij->",
    "ij->ji",
    "i,j->ij",
    "...j,j->...",
    "bij,bjk->bik",
    "ij,kj,il->kl",
)


def _einsum(draw: Any, numbers: Any) -> Any:
    equation = draw(st.sampled_from(EQUATIONS))
    sizes = {letter: draw(st.integers(0, 3)) for letter in "bijkl"}
    terms = equation.split("->")[0].split(",")
    dots = draw(shapes(0, 2))
    return tuple(
        numbers((*(dots if "." in term else ()), *(sizes[c] for c in term if c != ".")))
        for term in terms
    ), {"equation": equation}


MATRICES = [
    Law("matmul", _matrices, T.matmul, elements=PLAIN),
    Law("outer", _vectors, T.outer, elements=PLAIN),
    Law("trace", _matrix(), T.trace, elements=PLAIN),
    Law("diag", _matrix(least=1, diagonal=True), T.diag),
    Law("tril", _matrix(most=3, diagonal=True), T.tril),
    Law("triu", _matrix(most=3, diagonal=True), T.triu),
    Law("inv", _square, T.linalg.inv, elements=FINITE, noise=1.0),
    Law("det", _square, T.linalg.det, elements=FINITE, noise=100.0),
    Law("solve", _equations, T.linalg.solve, elements=FINITE, noise=1.0),
    Law("einsum", _einsum, lambda *t, equation: T.einsum(equation, *t), elements=FINITE),
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
    Law("cross_entropy", _shares, F.cross_entropy, elements=PLAIN, label="shares"),
    Law(
        "cross_entropy",
        _classes,
        lambda a, b, reduction: F.cross_entropy(a, b.long(), reduction=reduction),
        elements=PLAIN,
        slots=(0,),
        label="classes",
    ),
]

LAWS = [*ELEMENTWISE, *TOGETHER, *MOVED, *MATRICES, *LOSSES]

"""Activation functions that are made of operations, by the names of ``torch.nn.functional``."""

from __future__ import annotations

from typing import Any

import numpy as np

from chainrule.engine import FUNCTIONS, Tensor
from chainrule.functions.arguments import Numbers, as_tensor, axis_of, op, require, require_shape
from chainrule.functions.arrangements import part
from chainrule.functions.composition import composed, declared
from chainrule.functions.randomness import default_generator, uniform_like


def _strictly_between(a: Tensor, low: float, high: float) -> Tensor:
    return op.logical_and(op.gt(a, low), op.lt(a, high))


@composed("clamp(input, min_val, max_val)", "y = F.hardtanh(x)")
def hardtanh(
    input: Numbers, min_val: float = -1.0, max_val: float = 1.0, inplace: bool = False
) -> Tensor:
    """The elements held between two bounds; flat at the bounds, too."""
    require(min_val <= max_val, "min_val cannot be greater than max_val")
    a = as_tensor(input)
    return op.where(op.le(a, min_val), min_val, op.where(op.ge(a, max_val), max_val, a))


@composed("minimum(maximum(input, 0), 6)", "y = F.relu6(x)")
def relu6(input: Numbers, inplace: bool = False) -> Tensor:
    """The elements held between 0 and 6."""
    a = as_tensor(input)
    return op.where(op.le(a, 0.0), 0.0, op.where(op.ge(a, 6.0), 6.0, a))


@composed("clamp(input / 6 + 1 / 2, 0, 1)", "y = F.hardsigmoid(x)")
def hardsigmoid(input: Numbers, inplace: bool = False) -> Tensor:
    """The sigmoid as three straight lines."""
    a = as_tensor(input)
    line = op.div(op.clamp(op.add(a, 3.0), min=0.0, max=6.0), 6.0)
    # At the corners PyTorch is flat.
    return op.where(_strictly_between(a, -3.0, 3.0), line, line.detach())


@composed("input * hardsigmoid(input)", "y = F.hardswish(x)")
def hardswish(input: Numbers, inplace: bool = False) -> Tensor:
    """Each element times its hard sigmoid."""
    a = as_tensor(input)
    inner = op.clamp(a, min=-3.0, max=3.0)  # what is infinite has no say in its gradient
    middle = op.div(op.mul(inner, op.add(inner, 3.0)), 6.0)
    return op.where(op.le(a, -3.0), 0.0, op.where(op.lt(a, 3.0), middle, a))


@composed("where(abs(input) > lambd, input, 0)", "y = F.hardshrink(x)")
def hardshrink(input: Numbers, lambd: float = 0.5) -> Tensor:
    """Small elements become 0."""
    a = as_tensor(input)
    return op.where(op.logical_and(op.ge(a, -lambd), op.le(a, lambd)), 0.0, a)


@composed("input - clamp(input, -lambd, lambd)", "y = F.softshrink(x)")
def softshrink(input: Numbers, lambd: float = 0.5) -> Tensor:
    """Elements moved towards 0, where the small ones stay."""
    require(lambd >= 0, f"lambda must be greater or equal to 0, but found to be {lambd}.")
    a = as_tensor(input)
    low = op.where(op.ge(a, -lambd), 0.0, op.add(a, lambd))
    return op.where(op.gt(a, lambd), op.sub(a, lambd), low)


@composed("input - tanh(input)", "y = F.tanhshrink(x)")
def tanhshrink(input: Numbers) -> Tensor:
    """Each element less its hyperbolic tangent."""
    return op.sub(input, op.tanh(input))


@composed("input / (1 + abs(input))", "y = F.softsign(x)")
def softsign(input: Numbers) -> Tensor:
    """a / (1 + |a|)."""
    return op.div(input, op.add(1.0, op.abs(input)))


@composed("where(input > threshold, input, value)", "y = F.threshold(x, 0.1, 20)")
def threshold(input: Numbers, threshold: float, value: float, inplace: bool = False) -> Tensor:
    """Elements that are not above a threshold become one value."""
    return op.where(op.le(input, threshold), value, input)


@composed("maximum(0, input) + minimum(0, alpha * (exp(input / alpha) - 1))", "y = F.celu(x)")
def celu(input: Numbers, alpha: float = 1.0, inplace: bool = False) -> Tensor:
    """The exponential unit whose slope is 1 at 0, whatever alpha is."""
    require(alpha != 0, "ZeroDivisionError: alpha cannot be 0 for CELU")
    a = as_tensor(input)
    if alpha == 1:
        return op.elu(a)
    return op.mul(op.elu(op.div(a, alpha)), alpha) if alpha > 0 else _celu_below(a, alpha)


def _celu_below(a: Tensor, alpha: float) -> Tensor:
    return op.where(op.gt(a, 0.0), a, op.mul(op.expm1(op.div(a, alpha)), alpha))


@composed("input[:n] * sigmoid(input[n:])", "y = F.glu(torch.ones(4))")
def glu(input: Numbers, dim: int = -1) -> Tensor:
    """One half of an axis, let through by the sigmoid of the other."""
    a = as_tensor(input)
    axis = axis_of("glu", a, dim)
    n = a.shape[axis] if a.ndim else 1
    require_shape(
        a.ndim > 0 and n % 2 == 0,
        f"Halving dimension must be even, but dimension {dim} is size {n}",
    )
    half = n // 2
    return op.mul(part(a, axis, slice(0, half)), op.sigmoid(part(a, axis, slice(half, n))))


@composed(
    "where(input > 0, input, weight * input)", "y = F.prelu(x, torch.tensor([0.25]))", method=True
)
def prelu(input: Numbers, weight: Numbers) -> Tensor:
    """Negative elements times a weight that is learnt: one for all, or one for each channel.

    At 0 the derivative by the input is the weight, as in PyTorch, and the weight's own derivative
    of that is 1; PyTorch has 0 there, although its first derivative is the weight.
    """
    a, slope = as_tensor(input), as_tensor(weight)
    require_shape(slope.ndim < 2, f"weight is a vector or a number, not of shape {slope.shape}")
    if slope.size == 1:
        slope = op.reshape(slope, shape=()) if slope.ndim else slope
    else:
        channels = a.shape[1] if a.ndim > 1 else 0
        require_shape(
            slope.size == channels,
            f"Mismatch of parameter numbers and input channel size. Found parameter numbers = "
            f"{slope.size} and channel size = {channels}.",
        )
        slope = op.reshape(slope, shape=[-1 if k == 1 else 1 for k in range(a.ndim)])
    return op.where(op.gt(a, 0.0), a, op.mul(slope, a))


@composed("where(input >= 0, input, a * input)", "y = F.rrelu(x)")
def rrelu(
    input: Numbers,
    lower: float = 1.0 / 8,
    upper: float = 1.0 / 3,
    training: bool = False,
    inplace: bool = False,
) -> Tensor:
    """Negative elements times a slope: random in training, else the middle of its bounds."""
    a = as_tensor(input)
    require(lower <= upper, "Lower bound should be less than or equal to the upper bound")
    slope: Any = uniform_like(a, lower, upper) if training else (lower + upper) / 2
    return op.where(op.gt(a, 0.0), a, op.mul(a, slope))


@declared("where(input > 0, input, alpha * (exp(input) - 1))", "y = F.elu(x)")
def elu(input: Numbers, alpha: float = 1.0, inplace: bool = False) -> Tensor:
    """The element where positive, else alpha · (exp(a) − 1)."""
    return op.elu(input, alpha=alpha)


@declared("maximum(input, 0)", "y = F.relu(x)", method=True)
def relu(input: Numbers, inplace: bool = False) -> Tensor:
    """max(a, 0); the gradient at 0 is 0."""
    return op.relu(input)


@declared("where(input > 0, input, slope * input)", "y = F.leaky_relu(x)")
def leaky_relu(input: Numbers, negative_slope: float = 0.01, inplace: bool = False) -> Tensor:
    """The element where positive, else a little of it."""
    return op.leaky_relu(input, negative_slope=negative_slope)


@declared("scale * elu(input)", "y = F.selu(x)")
def selu(input: Numbers, inplace: bool = False) -> Tensor:
    """The exponential unit whose constants keep mean 0 and variance 1."""
    return op.selu(input)


@declared("input * sigmoid(input)", "y = F.silu(x)", aliases=("swish",))
def silu(input: Numbers, inplace: bool = False) -> Tensor:
    """Each element times its sigmoid."""
    return op.silu(input)


@declared("input * tanh(softplus(input))", "y = F.mish(x)")
def mish(input: Numbers, inplace: bool = False) -> Tensor:
    """Each element times the hyperbolic tangent of its softplus."""
    return op.mish(input)


def _softmax_axis(input: Any, dim: int | None) -> int:
    """PyTorch's choice where no axis is given."""
    if dim is not None:
        return dim
    return 0 if as_tensor(input).ndim in (0, 1, 3) else 1


@declared("exp(input) / sum(exp(input))", "y = F.softmax(x, dim=1)", method=True)
def softmax(input: Numbers, dim: int | None = None, dtype: Any = None) -> Tensor:
    """Shares that add up to 1 along an axis."""
    return FUNCTIONS["softmax"](input, _softmax_axis(input, dim), dtype=dtype)


@declared("input - log(sum(exp(input)))", "y = F.log_softmax(x, dim=1)", method=True)
def log_softmax(input: Numbers, dim: int | None = None, dtype: Any = None) -> Tensor:
    """The logarithms of the softmax."""
    return FUNCTIONS["log_softmax"](input, _softmax_axis(input, dim), dtype=dtype)


@composed("softmax(-input)", "y = F.softmin(x, dim=1)")
def softmin(input: Numbers, dim: int | None = None, dtype: Any = None) -> Tensor:
    """Shares that add up to 1, the largest where the element is smallest."""
    return FUNCTIONS["softmax"](op.neg(input), _softmax_axis(input, dim), dtype=dtype)


@composed("softmax((logits + noise) / tau)", "y = F.gumbel_softmax(x)")
def gumbel_softmax(logits: Numbers, tau: float = 1.0, hard: bool = False, dim: int = -1) -> Tensor:
    """Random shares whose largest is a draw from the softmax; as a one-hot row with ``hard``."""
    a = as_tensor(logits)
    noise = -np.log(default_generator().exponential(a.shape).astype(np.float64))
    soft = op.softmax(op.div(op.add(a, noise), tau), axis=dim)
    if not hard:
        return soft
    axis = axis_of("gumbel_softmax", a, dim)
    values = soft.detach().numpy()
    rows = np.zeros(a.shape)
    np.put_along_axis(rows, np.expand_dims(values.argmax(axis=axis), axis), 1.0, axis)
    return op.add(op.sub(rows, soft.detach()), soft)

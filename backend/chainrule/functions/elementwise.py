"""Functions element by element, and tests of elements, that are made of operations."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from chainrule.engine import FUNCTIONS, Tensor
from chainrule.engine import tensor as new_tensor
from chainrule.functions.arguments import (
    Numbers,
    as_tensor,
    axis_of,
    op,
    require,
    values_of,
    values_together,
)
from chainrule.functions.arrangements import part
from chainrule.functions.composition import composed, declared


@composed("1 / sqrt(input)", "y = torch.rsqrt(x)", method=True)
def rsqrt(input: Numbers) -> Tensor:
    """One over the square root."""
    return op.reciprocal(op.sqrt(input))


@composed("input - trunc(input)", "y = torch.frac(x)", method=True)
def frac(input: Numbers) -> Tensor:
    """What stands behind the decimal point, with the sign."""
    return op.sub(input, op.trunc(input))


@composed("start + weight * (end - start)", "y = torch.lerp(x, 2 * x, 0.5)", method=True)
def lerp(input: Numbers, end: Numbers, weight: Numbers) -> Tensor:
    """A point between two, as far from the first as ``weight`` says."""
    return op.add(input, op.mul(op.sub(end, input), weight))


@composed("input + value * tensor1 * tensor2", "y = torch.addcmul(x, x, x)", method=True)
def addcmul(input: Numbers, tensor1: Numbers, tensor2: Numbers, value: float = 1) -> Tensor:
    """A product added to a tensor."""
    product = op.mul(tensor1, tensor2)
    return op.add(input, product if value == 1 else op.mul(product, value))


@composed("input + value * tensor1 / tensor2", "y = torch.addcdiv(x, x, x)", method=True)
def addcdiv(input: Numbers, tensor1: Numbers, tensor2: Numbers, value: float = 1) -> Tensor:
    """A quotient added to a tensor."""
    quotient = op.div(tensor1, tensor2)
    return op.add(input, quotient if value == 1 else op.mul(quotient, value))


@composed("floor(input / other)", "y = torch.floor_divide(x, 2)", method=True)
def floor_divide(input: Numbers, other: Numbers) -> Tensor:
    """The quotient, rounded down as Python's ``//`` does it."""
    return FUNCTIONS["div"](input, other, rounding_mode="floor")


@composed("input - trunc(input / other) * other", "y = torch.fmod(x, 2)", method=True)
def fmod(input: Numbers, other: Numbers) -> Tensor:
    """What a division leaves, with the sign of the dividend."""
    a, b = as_tensor(input), as_tensor(other)
    # The quotient is a number of whole steps; it has no gradient, the rest has.
    dividend, divisor = values_together(a, b)
    whole = np.asarray(dividend - np.fmod(dividend, divisor))
    steps = np.round(whole / divisor) if whole.dtype.kind == "f" else whole // divisor
    return op.sub(a, op.mul(steps, b))


@composed("where(input >= other, input, other)", "y = torch.fmax(x, x * 2)", method=True)
def fmax(input: Numbers, other: Numbers) -> Tensor:
    """The larger of two elements, or the one that is a number; equal ones are the first."""
    a, b = as_tensor(input), as_tensor(other)
    return op.where(op.logical_or(op.ge(a, b), op.ne(b, b)), a, b)


@composed("where(input <= other, input, other)", "y = torch.fmin(x, x * 2)", method=True)
def fmin(input: Numbers, other: Numbers) -> Tensor:
    """The smaller of two elements, or the one that is a number; equal ones are the first."""
    a, b = as_tensor(input), as_tensor(other)
    return op.where(op.logical_or(op.le(a, b), op.ne(b, b)), a, b)


@composed("log(input / (1 - input))", "y = torch.logit(torch.tensor([0.2, 0.9]))", method=True)
def logit(input: Numbers, eps: float | None = None) -> Tensor:
    """The logarithm of the odds: what the sigmoid undoes."""
    a = as_tensor(input)
    if eps is not None:
        a = op.clamp(a, min=eps, max=1 - eps)
    return op.sub(op.log(a), op.log1p(op.neg(a)))


@composed(
    "where(input > 0, 1, where(input == 0, values, 0))",
    "y = torch.heaviside(x, torch.tensor(0.5))",
    method=True,
)
def heaviside(input: Numbers, values: Numbers) -> Tensor:
    """1 above 0, 0 below, and the given value at 0."""
    return op.where(op.gt(input, 0.0), 1.0, op.where(op.eq(input, 0.0), values, 0.0))


@composed("log(exp(input) / log(2))", "y = torch.logaddexp2(x, x)", method=True)
def logaddexp2(input: Numbers, other: Numbers) -> Tensor:
    """log2(2 ** a + 2 ** b), without overflow."""
    ln2 = math.log(2.0)
    return op.div(op.logaddexp(op.mul(input, ln2), op.mul(other, ln2)), ln2)


@composed("where(input == 0, 1, sin(pi * input) / (pi * input))", "y = torch.sinc(x)", method=True)
def sinc(input: Numbers) -> Tensor:
    """sin(πx) / (πx), 1 at 0."""
    a = as_tensor(input)
    at_zero = op.eq(a, 0.0)
    angle = op.mul(a, math.pi)
    usable = op.where(at_zero, 1.0, angle)
    series = op.sub(1.0, op.div(op.mul(angle, angle), 6.0))  # has the second derivative at 0, too
    return op.where(at_zero, series, op.div(op.sin(usable), usable))


@composed("1 - erf(input)", "y = torch.erfc(x)", method=True)
def erfc(input: Numbers) -> Tensor:
    """One less the error function."""
    return op.sub(1.0, op.erf(input))


@declared("polygamma(0, input)", "y = torch.digamma(x)", method=True, aliases=("psi",))
def digamma(input: Numbers) -> Tensor:
    """The derivative of ``lgamma``."""
    return op.polygamma(input, n=0)


@composed("input * pi / 180", "y = torch.deg2rad(x)", method=True)
def deg2rad(input: Numbers) -> Tensor:
    """An angle in degrees as one in radians."""
    return op.mul(input, math.pi / 180.0)


@composed("input * 180 / pi", "y = torch.rad2deg(x)", method=True)
def rad2deg(input: Numbers) -> Tensor:
    """An angle in radians as one in degrees."""
    return op.mul(input, 180.0 / math.pi)


@composed("input ** 3", "y = torch.float_power(x, 3)", method=True)
def float_power(input: Numbers, exponent: Numbers) -> Tensor:
    """The power, in double precision."""
    return FUNCTIONS["pow"](op.to(input, dtype="float64"), exponent)


@declared("abs(input) * sign(other)", "y = torch.copysign(x, -x)", method=True)
def copysign(input: Numbers, other: Numbers) -> Tensor:
    """The size of one number with the sign of another."""
    negative = np.signbit(values_of(other))
    sizes = op.abs(input)
    return op.mul(sizes, np.where(negative, -1.0, 1.0).astype(sizes.dtype))


def _test(function: Any, input: Numbers) -> Tensor:
    values = function(values_of(input))
    return new_tensor(values)


@declared("", "y = torch.isnan(x)", method=True)
def isnan(input: Numbers) -> Tensor:
    """Where the elements are no numbers."""
    return _test(np.isnan, input)


@declared("", "y = torch.isinf(x)", method=True)
def isinf(input: Numbers) -> Tensor:
    """Where the elements are infinite."""
    return _test(np.isinf, input)


@declared("", "y = torch.isfinite(x)", method=True)
def isfinite(input: Numbers) -> Tensor:
    """Where the elements are finite."""
    return _test(np.isfinite, input)


@declared("where(isnan(input), nan, input)", "y = torch.nan_to_num(x)", method=True)
def nan_to_num(
    input: Numbers, nan: float = 0.0, posinf: float | None = None, neginf: float | None = None
) -> Tensor:
    """The tensor with numbers in the place of NaN and of infinities."""
    a = as_tensor(input)
    values, limits = values_of(a), np.finfo(a.dtype)
    high = float(limits.max) if posinf is None else posinf
    low = float(limits.min) if neginf is None else neginf
    for mask, number in (
        (np.isnan(values), nan),
        (np.isposinf(values), high),
        (np.isneginf(values), low),
    ):
        if mask.any():
            a = op.where(mask, number, a)
    return a


@declared("abs(input - other) <= atol + rtol * abs(other)", "y = torch.isclose(x, x)", method=True)
def isclose(
    input: Numbers, other: Numbers, rtol: float = 1e-5, atol: float = 1e-8, equal_nan: bool = False
) -> Tensor:
    """Where two tensors nearly agree."""
    _, b, *_ = values_together(input, other, rtol, atol)
    return _test(lambda a: np.isclose(a, b, rtol=rtol, atol=atol, equal_nan=equal_nan), input)


@declared("", "same = torch.allclose(x, x)", method=True)
def allclose(
    input: Numbers, other: Numbers, rtol: float = 1e-5, atol: float = 1e-8, equal_nan: bool = False
) -> bool:
    """Whether two tensors nearly agree everywhere."""
    a, b, *_ = values_together(input, other, rtol, atol)
    return bool(np.allclose(a, b, rtol=rtol, atol=atol, equal_nan=equal_nan))


@declared("", "same = torch.equal(x, x)", method=True)
def equal(input: Numbers, other: Numbers) -> bool:
    """Whether two tensors have the same shape and the same elements."""
    return bool(np.array_equal(values_of(input), values_of(other)))


@declared("", "found = torch.is_tensor(x)")
def is_tensor(obj: Any) -> bool:
    """Whether it is a tensor."""
    return isinstance(obj, Tensor)


@declared("clamp(input, min)", "y = torch.clamp_min(x, 0)", method=True)
def clamp_min(input: Numbers, min: Numbers) -> Tensor:
    """Elements below a bound become the bound."""
    return FUNCTIONS["clamp"](input, min=min)


@declared("clamp(input, max)", "y = torch.clamp_max(x, 0)", method=True)
def clamp_max(input: Numbers, max: Numbers) -> Tensor:
    """Elements above a bound become the bound."""
    return FUNCTIONS["clamp"](input, max=max)


@declared("input[i + 1] - input[i]", "y = torch.diff(x)", method=True)
def diff(
    input: Numbers, n: int = 1, dim: int = -1, prepend: Any = None, append: Any = None
) -> Tensor:
    """The differences between neighbours along an axis, n times."""
    a = as_tensor(input)
    axis = axis_of("diff", a, dim)
    require(n >= 0, "diff(): n is 0 or more")
    if n == 0:
        return a
    around = [part for part in (prepend, a, append) if part is not None]
    a = op.cat(*[as_tensor(part) for part in around], axis=axis) if len(around) > 1 else a
    for _ in range(min(n, a.shape[axis])):
        a = op.sub(part(a, axis, slice(1, None)), part(a, axis, slice(0, -1)))
    return a

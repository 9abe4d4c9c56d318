"""Options that PyTorch's functions have and that are compositions of operations.

An operation stays small: it declares what cannot be composed. What can be (a rounded quotient, a
weighted loss, a cast before the sum) is put together here, so that calls written for PyTorch run.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from chainrule.engine.arguments import function
from chainrule.engine.errors import ArgumentError
from chainrule.engine.node import OPERATIONS
from chainrule.engine.tensor import Array, Tensor

Function = Callable[..., Tensor]


def _named(call: Function, like: str) -> Function:
    call.__name__ = call.__qualname__ = like
    call.__doc__ = OPERATIONS[like].__doc__
    return call


def _scaled(name: str) -> Function:
    """``add(a, b, alpha=2)``: the second input times ``alpha``."""
    plain = function(OPERATIONS[name])

    def call(*args: Any, alpha: Any = None, **kwargs: Any) -> Tensor:
        if alpha is None:
            return plain(*args, **kwargs)
        a, b = args
        return plain(a, b * alpha, **kwargs)

    return _named(call, name)


def _casting(name: str) -> Function:
    """``sum(a, dtype="float32")``: a cast before the operation."""
    plain = function(OPERATIONS[name])

    def call(a: Any, *args: Any, dtype: Any = None, **kwargs: Any) -> Tensor:
        if dtype is not None:
            a = function(OPERATIONS["to"])(a, dtype)
        return plain(a, *args, **kwargs)

    return _named(call, name)


def _spread(name: str) -> Function:
    """``std(a, unbiased=False)``: PyTorch's older word for ``correction=0``."""
    plain = function(OPERATIONS[name])

    def call(a: Any, *args: Any, unbiased: bool | None = None, **kwargs: Any) -> Tensor:
        if args and isinstance(args[0], bool):
            unbiased, args = args[0], args[1:]
        if unbiased is not None:
            kwargs["correction"] = int(unbiased)
        return plain(a, *args, **kwargs)

    return _named(call, name)


def _flip(*args: Any, dims: Any = None, **kwargs: Any) -> Tensor:
    if dims is not None:
        kwargs["axis"] = dims
    return function(OPERATIONS["flip"])(*args, **kwargs)


def _divide(*args: Any, rounding_mode: str | None = None, **kwargs: Any) -> Tensor:
    quotient = function(OPERATIONS["div"])(*args, **kwargs)
    floor, ceil = OPERATIONS["floor"].apply, OPERATIONS["ceil"].apply
    if rounding_mode is None:
        return quotient
    if rounding_mode == "floor":
        return floor(quotient)
    if rounding_mode == "trunc":
        return OPERATIONS["where"].apply(quotient < 0, ceil(quotient), floor(quotient))
    raise ArgumentError(f"div(): rounding_mode is 'floor', 'trunc' or None, not {rounding_mode!r}")


def reduce(losses: Tensor, reduction: str) -> Tensor:
    """The mean, the sum or the losses themselves.

    Raises:
        ArgumentError: ``reduction`` is something else.
    """
    if reduction == "none":
        return losses
    if reduction not in ("mean", "sum"):
        raise ArgumentError(f"reduction is 'mean', 'sum' or 'none', not {reduction!r}")
    return OPERATIONS[reduction].apply(losses)


def _weighted(name: str) -> Function:
    """A loss whose elements are multiplied by ``weight`` before the reduction."""
    plain = function(OPERATIONS[name])

    def call(*args: Any, weight: Any = None, reduction: str = "mean", **kwargs: Any) -> Tensor:
        if weight is None:
            return plain(*args, reduction=reduction, **kwargs)
        return reduce(plain(*args, reduction="none", **kwargs) * weight, reduction)

    return _named(call, name)


def _bce_with_logits(
    a: Any, b: Any, weight: Any = None, reduction: str = "mean", pos_weight: Any = None
) -> Tensor:
    if pos_weight is None:
        return _weighted("bce_with_logits")(a, b, weight=weight, reduction=reduction)
    logits, targets = Tensor(a) if not isinstance(a, Tensor) else a, b
    # −(w·t·log σ(x) + (1 − t)·log(1 − σ(x))) in terms of the stable softplus(−x).
    rare = OPERATIONS["softplus"].apply(-logits) * ((pos_weight - 1.0) * targets + 1.0)
    losses = (1.0 - targets) * logits + rare
    return reduce(losses if weight is None else losses * weight, reduction)


def _cross_entropy(
    a: Any,
    b: Any,
    weight: Any = None,
    reduction: str = "mean",
    ignore_index: int = -100,
    label_smoothing: float = 0.0,
) -> Tensor:
    classes = np.asarray(b)
    ignored = classes == ignore_index
    if weight is None and not label_smoothing and not ignored.any():
        return function(OPERATIONS["cross_entropy"])(a, b, reduction=reduction)
    logits = a if isinstance(a, Tensor) else Tensor(a)
    axis = 1 if logits.ndim > 1 else 0
    count = logits.shape[axis]
    shares: Any = b
    if classes.shape != logits.shape:
        chosen = np.where(ignored, 0, classes).astype(np.intp)
        shares = np.moveaxis(np.eye(count)[chosen] * ~ignored[..., None], -1, axis)
    else:
        ignored = np.zeros(logits.shape[:axis] + logits.shape[axis + 1 :], dtype=bool)
    weights = _along(np.ones(count) if weight is None else np.asarray(weight), logits.ndim, axis)
    by_class = classes.shape != logits.shape
    scale = (shares * weights).sum(axis=axis) if by_class else ~ignored * 1.0
    kept = np.expand_dims(~ignored, axis)
    smoothed = shares * (1.0 - label_smoothing) + kept * (label_smoothing / count)
    log_p = OPERATIONS["log_softmax"].apply(logits, axis=axis)
    losses = -(log_p * (smoothed * weights)).sum(axis=axis)
    if reduction == "mean":
        return OPERATIONS["sum"].apply(losses) / float(scale.sum())
    return reduce(losses, reduction)


def _along(weights: Array, ndim: int, axis: int) -> Array:
    return weights.reshape([-1 if k == axis else 1 for k in range(ndim)])


VARIANTS: dict[str, Function] = {
    **{name: _scaled(name) for name in ("add", "sub")},
    **{
        name: _casting(name) for name in ("sum", "mean", "prod", "cumsum", "softmax", "log_softmax")
    },
    **{name: _spread(name) for name in ("std", "var")},
    "div": _named(_divide, "div"),
    "flip": _named(_flip, "flip"),
    "bce": _weighted("bce"),
    "bce_with_logits": _named(_bce_with_logits, "bce_with_logits"),
    "cross_entropy": _named(_cross_entropy, "cross_entropy"),
}
"""What stands in the package for an operation's own function, under each of its names."""

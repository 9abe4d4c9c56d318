"""Options that PyTorch's functions have beside an operation's parameters, as compositions.

An operation stays small: it declares what cannot be composed. What can be (a rounded quotient, a
weighted loss, a cast before the sum) is declared here, once: the options of an operation with
their defaults, and what is computed instead when one of them is given. ``function`` binds them
like any other argument, by name, so that calls written for PyTorch run.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from chainrule.engine.arguments import Operations, Options
from chainrule.engine.errors import ArgumentError
from chainrule.engine.kinds import Rounding, Share, kinds_of
from chainrule.engine.tensor import Array, Tensor, as_float_array

Inputs = tuple[Any, ...]
Params = dict[str, Any]
Apply = Callable[..., Tensor]

OPTIONS: dict[str, Options] = {}
"""The options of an operation, by its name."""


def options(
    *names: str, always: bool = False, **defaults: Any
) -> Callable[[Callable[..., Tensor]], Callable[..., Tensor]]:
    """Declares a composition ``(op, plain, inputs, params, **options)`` for these operations.

    ``op`` has every operation as a method, ``plain`` is the one it is about. ``always`` means that
    the composition also decides what a call without options means.
    """

    def declare(compose: Callable[..., Tensor]) -> Callable[..., Tensor]:
        OPTIONS.update(
            dict.fromkeys(names, Options(defaults, compose, kinds_of(compose, defaults), always))
        )
        return compose

    return declare


@options("add", "sub", alpha=1)
def _scaled(op: Operations, apply: Apply, inputs: Inputs, params: Params, alpha: float) -> Tensor:
    """The second input times ``alpha``."""
    a, b = inputs
    return apply(a, op.mul(b, alpha))


@options("sum", "mean", "prod", "cumsum", "cumprod", "softmax", "log_softmax", dtype=None)
def _cast(op: Operations, apply: Apply, inputs: Inputs, params: Params, dtype: Any) -> Tensor:
    """A cast before the operation."""
    return apply(op.to(*inputs, dtype=dtype), **params)


@options("std", "var", always=True, unbiased=None)
def _spread(op: Operations, apply: Apply, inputs: Inputs, params: Params, unbiased: bool) -> Tensor:
    """PyTorch's older word for the correction, which may stand in the place of the axis."""
    if isinstance(params.get("axis"), bool):
        unbiased, params = params["axis"], {**params, "axis": None}
    if params.get("correction", 1) is None:  # PyTorch's word for the default
        params = {**params, "correction": 1}
    if unbiased is not None:
        params = {**params, "correction": int(unbiased)}
    return apply(*inputs, **params)


@options("div", rounding_mode=None)
def _rounded(
    op: Operations, apply: Apply, inputs: Inputs, params: Params, rounding_mode: Rounding
) -> Tensor:
    """The quotient, rounded down or towards 0."""
    down = op.floor_divide(*inputs)
    if rounding_mode == "floor":
        return down
    if down.dtype.kind == "f":
        return op.trunc(apply(*inputs))
    # Of integers exactly: one more where something is left and the signs differ.
    exact, low = op.eq(op.mul(down, inputs[1]), inputs[0]), op.lt(down, 0)
    return op.add(down, op.logical_and(low, op.logical_not(exact)))


def _reduced(op: Operations, losses: Tensor, reduction: str) -> Tensor:
    if reduction == "none":
        return losses
    return op.mean(losses) if reduction == "mean" else op.sum(losses)


@options("bce", weight=None)
def _weighted(op: Operations, apply: Apply, inputs: Inputs, params: Params, weight: Any) -> Tensor:
    """Every element's loss times its weight, before the reduction."""
    losses = apply(*inputs, reduction="none")
    return _reduced(op, op.mul(losses, weight), params["reduction"])


@options("bce_with_logits", weight=None, pos_weight=None)
def _weighted_logits(
    op: Operations, apply: Apply, inputs: Inputs, params: Params, weight: Any, pos_weight: Any
) -> Tensor:
    """The same, with another weight for the class 1: (1 − t)·x + (1 + (p − 1)·t)·softplus(−x)."""
    logits, targets = inputs
    if pos_weight is None:
        losses = apply(*inputs, reduction="none")
    else:
        rare = op.add(op.mul(op.sub(pos_weight, 1.0), targets), 1.0)
        right = op.mul(rare, op.softplus(op.neg(logits)))
        losses = op.add(op.mul(op.sub(1.0, targets), logits), right)
    losses = losses if weight is None else op.mul(losses, weight)
    return _reduced(op, losses, params["reduction"])


@options("cross_entropy", always=True, weight=None, ignore_index=-100, label_smoothing=0.0)
def _weighted_classes(
    op: Operations,
    apply: Apply,
    inputs: Inputs,
    params: Params,
    weight: Any,
    ignore_index: int,
    label_smoothing: Share,
) -> Tensor:
    """Classes with weights, some of them ignored, or shares moved towards all classes alike."""
    logits, targets = inputs
    logits = logits if isinstance(logits, Tensor) else Tensor(logits)
    axis = 1 if logits.ndim > 1 else 0
    # Only to find what is to be ignored: without that a tape may go on, and reads them itself.
    values = targets._array if isinstance(targets, Tensor) else as_float_array(targets)
    by_class = values.shape != logits.shape
    ignored = by_class & (values == ignore_index)
    if not logits.ndim or (weight is None and not label_smoothing and not np.any(ignored)):
        return apply(*inputs, **params)
    values, count = as_float_array(targets), logits.shape[axis]
    if by_class:
        shares = _one_hot(np.where(ignored, 0.0, values), count, axis)
        shares = shares.astype(logits.dtype)
        kept = np.expand_dims(~ignored, axis).astype(logits.dtype)
    else:
        shares, kept = targets, np.ones([1] * logits.ndim, logits.dtype)
    weights = np.ones(count) if weight is None else as_float_array(weight)
    weights = weights.astype(logits.dtype)
    if weights.shape != (count,):
        raise ArgumentError(
            f"cross_entropy(): weight has shape {weights.shape}, but there are {count} classes"
        )
    weights = kept * weights.reshape([-1 if k == axis else 1 for k in range(logits.ndim)])
    log_p = op.log_softmax(inputs[0], axis=axis)

    def loss(parts: Any) -> Tensor:
        losses = op.neg(op.sum(op.mul(log_p, parts), axis=axis))
        if params["reduction"] != "mean":
            return _reduced(op, losses, params["reduction"])
        total = np.sum(shares * weights) if by_class else losses.size
        return op.div(op.sum(losses), float(total))

    if by_class and label_smoothing:  # two losses, as PyTorch computes it
        one, all_ = loss(shares * weights), loss(weights)
        share = label_smoothing / count
        return op.add(op.mul(one, 1.0 - label_smoothing), op.mul(all_, share))
    smoothed = op.add(op.mul(shares, 1.0 - label_smoothing), label_smoothing / count)
    return loss(op.mul(smoothed, weights))


def _one_hot(classes: Array, count: int, axis: int) -> Array:
    if np.any((classes < 0) | (classes >= count) | (classes % 1 != 0)):
        raise ArgumentError(f"cross_entropy(): a target lies outside the classes 0 … {count - 1}")
    numbers = np.arange(count).reshape((-1,) + (1,) * (classes.ndim - axis))
    return np.asarray((np.expand_dims(classes, axis) == numbers) * 1.0)

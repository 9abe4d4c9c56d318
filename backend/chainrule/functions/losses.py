"""Losses of predictions and targets of one shape, by the names of ``torch.nn.functional``.

Shapes that differ are broadcast where PyTorch broadcasts them, and refused where it refuses.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from chainrule.engine import FUNCTIONS, ArgumentError, ShapeError, Tensor
from chainrule.functions.arguments import (
    Numbers,
    as_tensor,
    inspected,
    op,
    reduced,
    require,
    require_shape,
    together,
    values_of,
)
from chainrule.functions.composition import composed, declared


def _pair(input: Numbers, target: Numbers) -> list[Tensor]:
    return together(as_tensor(input), as_tensor(target))


def _weighted(losses: Tensor, weight: Numbers | None, reduction: str) -> Tensor:
    """The reduced losses; the mean of weighted ones is over the weights."""
    if weight is None:
        return reduced(losses, reduction)
    product = op.mul(losses, weight)
    if reduction != "mean":
        return reduced(product, reduction)
    return op.div(op.sum(product), op.sum(op.expand(weight, shape=product.shape)))


@declared("mean((input - target) ** 2)", "loss = F.mse_loss(x, target)")
def mse_loss(
    input: Numbers, target: Numbers, reduction: str = "mean", weight: Numbers | None = None
) -> Tensor:
    """The mean of the squared differences."""
    a, b = _pair(input, target)
    if weight is None:
        return FUNCTIONS["mse"](a, b, reduction=reduction)
    return _weighted(op.mse(a, b, reduction="none"), weight, reduction)


@composed("mean(abs(input - target))", "loss = F.l1_loss(x, target)")
def l1_loss(
    input: Numbers, target: Numbers, reduction: str = "mean", weight: Numbers | None = None
) -> Tensor:
    """The mean of the absolute differences."""
    a, b = _pair(input, target)
    return _weighted(op.abs(op.sub(a, b)), weight, reduction)


@composed(
    "mean(where(abs(d) < beta, d ** 2 / 2 / beta, abs(d) - beta / 2))",
    "loss = F.smooth_l1_loss(x, target)",
)
def smooth_l1_loss(
    input: Numbers, target: Numbers, reduction: str = "mean", beta: float = 1.0
) -> Tensor:
    """Half the squared difference where that is small, else the absolute one."""
    require(beta >= 0, "smooth_l1_loss does not support negative values for beta.")
    a, b = _pair(input, target)
    if beta == 0:
        return reduced(op.abs(op.sub(a, b)), reduction)
    loss = FUNCTIONS["huber"](a, b, reduction=reduction, delta=beta)
    return loss if beta == 1 else op.div(loss, beta)


@declared(
    "mean(where(abs(d) <= delta, d ** 2 / 2, delta * (abs(d) - delta / 2)))",
    "loss = F.huber_loss(x, target)",
)
def huber_loss(
    input: Numbers,
    target: Numbers,
    reduction: str = "mean",
    delta: float = 1.0,
    weight: Numbers | None = None,
) -> Tensor:
    """Half the squared difference where that is small, else linear."""
    require(delta > 0, "huber_loss does not support non-positive values for delta.")
    a, b = _pair(input, target)
    if weight is None:
        return FUNCTIONS["huber"](a, b, reduction=reduction, delta=delta)
    return _weighted(op.huber(a, b, reduction="none", delta=delta), weight, reduction)


def _same_shape(name: str, input: Numbers, target: Numbers) -> tuple[Tensor, Tensor]:
    a, b = as_tensor(input), as_tensor(target)
    if a.shape != b.shape:
        raise ShapeError(
            f"{name}(): Target size ({b.shape}) must be the same as input size ({a.shape})"
        )
    return a, b


@declared(
    "mean(-(target * log(input) + (1 - target) * log(1 - input)))",
    "loss = F.binary_cross_entropy(torch.sigmoid(x), target)",
)
def binary_cross_entropy(
    input: Numbers, target: Numbers, weight: Numbers | None = None, reduction: str = "mean"
) -> Tensor:
    """The binary cross-entropy of probabilities, each logarithm at least −100."""
    a, b = _same_shape("binary_cross_entropy", input, target)
    values = inspected(a)
    if np.count_nonzero((values < 0) | (values > 1)):
        raise ArgumentError(
            "all elements of input should be between 0 and 1; "
            "give logits to binary_cross_entropy_with_logits"
        )
    return FUNCTIONS["bce"](a, b, reduction=reduction, weight=weight)


@declared(
    "mean(log(1 + exp(input)) - input * target)",
    "loss = F.binary_cross_entropy_with_logits(x, target)",
)
def binary_cross_entropy_with_logits(
    input: Numbers,
    target: Numbers,
    weight: Numbers | None = None,
    reduction: str = "mean",
    pos_weight: Numbers | None = None,
) -> Tensor:
    """The binary cross-entropy of the sigmoid of the input, stable at any size of it."""
    a, b = _same_shape("binary_cross_entropy_with_logits", input, target)
    return FUNCTIONS["bce_with_logits"](
        a, b, reduction=reduction, weight=weight, pos_weight=pos_weight
    )


@composed("mean(target * (log(target) - input))", "loss = F.kl_div(log_p, target)")
def kl_div(
    input: Numbers, target: Numbers, reduction: str = "mean", log_target: bool = False
) -> Tensor:
    """How far log-probabilities are from a target distribution."""
    a, b = _pair(input, target)
    gained = op.mul(op.exp(b), b) if log_target else op.xlogy(b, b)
    losses = op.sub(gained, op.mul(op.exp(b) if log_target else b, a))
    if reduction != "batchmean":
        return reduced(losses, reduction)
    rows = as_tensor(input)
    require_shape(rows.ndim > 0, "batchmean needs rows")
    return op.div(op.sum(losses), float(rows.shape[0]))


@composed("mean(exp(input) - target * input)", "loss = F.poisson_nll_loss(x, target)")
def poisson_nll_loss(
    input: Numbers,
    target: Numbers,
    log_input: bool = True,
    full: bool = False,
    eps: float = 1e-8,
    reduction: str = "mean",
) -> Tensor:
    """The negative log-likelihood of counts whose rate, or its logarithm, is predicted."""
    a, b = as_tensor(input), as_tensor(target)
    if log_input:
        losses = op.sub(op.exp(a), op.mul(b, a))
    else:
        losses = op.sub(a, op.mul(b, op.log(op.add(a, eps))))
    if full:  # Stirling's approximation of log(target!)
        counts = values_of(b)
        large = op.where(counts > 1, b, 1.0)
        half = op.mul(op.log(op.mul(large, 2.0 * math.pi)), 0.5)
        term = op.add(op.sub(op.mul(large, op.log(large)), large), half)
        losses = op.add(losses, op.where(counts > 1, term, 0.0))
    return reduced(losses, reduction)


@composed(
    "mean(log(var) + (input - target) ** 2 / var) / 2",
    "loss = F.gaussian_nll_loss(x, target, torch.ones(2, 3))",
)
def gaussian_nll_loss(
    input: Numbers,
    target: Numbers,
    var: Numbers,
    full: bool = False,
    eps: float = 1e-6,
    reduction: str = "mean",
) -> Tensor:
    """The negative log-likelihood of targets whose mean and variance are predicted."""
    a, b, v = as_tensor(input), as_tensor(target), as_tensor(var)
    if v.shape != a.shape:
        if v.shape == a.shape[:-1]:
            v = op.unsqueeze(v, axis=-1)
        else:
            fits = a.shape[:-1] == v.shape[:-1] and v.shape[-1:] == (1,)
            require_shape(fits or v.ndim == 0, "var is of incorrect size")
    require(not bool((values_of(v) < 0).any()), "var has negative entry/entries")
    # The bound is not part of the gradient, as in PyTorch.
    bounded = op.add(v, (values_of(v) < eps) * (eps - values_of(v)))
    error = op.div(op.square(op.sub(a, b)), bounded)
    losses = op.mul(op.add(op.log(bounded), error), 0.5)
    if full:
        losses = op.add(losses, 0.5 * math.log(2.0 * math.pi))
    return reduced(losses, reduction)


@composed(
    "mean(where(target == 1, input, maximum(0, margin - input)))",
    "loss = F.hinge_embedding_loss(x, torch.ones(3))",
)
def hinge_embedding_loss(
    input: Numbers, target: Numbers, margin: float = 1.0, reduction: str = "mean"
) -> Tensor:
    """Distances of pairs that belong together (1), and how far others (−1) are too close."""
    a, b = as_tensor(input), as_tensor(target)
    labels = values_of(b)
    near = op.where(labels == -1, op.clamp(op.sub(margin, a), min=0.0, max=None), 0.0)
    far = op.where(labels == 1, a, 0.0)
    losses = op.add(op.where(labels == 1, 0.0, near), op.where(labels == -1, 0.0, far))
    return reduced(_unlabelled(a, labels, margin, losses), reduction)


def _unlabelled(a: Tensor, labels: Any, margin: float, losses: Tensor) -> Tensor:
    """A label that is neither counts for both, as in PyTorch."""
    other = (labels != 1) & (labels != -1)
    if not other.any():
        return losses
    both = op.add(a, op.clamp(op.sub(margin, a), min=0.0, max=None))
    return op.where(other, both, losses)


@composed(
    "mean(maximum(0, margin - target * (input1 - input2)))",
    "loss = F.margin_ranking_loss(x, y, torch.ones(2, 3))",
)
def margin_ranking_loss(
    input1: Numbers, input2: Numbers, target: Numbers, margin: float = 0.0, reduction: str = "mean"
) -> Tensor:
    """How far the first input fails to be larger (target 1), or smaller (−1), by a margin."""
    a, b, y = as_tensor(input1), as_tensor(input2), as_tensor(target)
    require_shape(
        a.ndim == b.ndim == y.ndim,
        "margin_ranking_loss : All input tensors should have same dimension but got sizes: "
        f"input1: {a.shape}, input2: {b.shape}, target: {y.shape}",
    )
    product = op.mul(op.neg(y), op.sub(a, b))
    shifted = op.add(product, margin) if margin else product
    return reduced(op.clamp(shifted, min=0.0, max=None), reduction)


@composed("mean(log(1 + exp(-target * input)))", "loss = F.soft_margin_loss(x, torch.ones(3))")
def soft_margin_loss(input: Numbers, target: Numbers, reduction: str = "mean") -> Tensor:
    """The logistic loss of labels that are −1 and 1."""
    a, b = _pair(input, target)
    return reduced(op.log1p(op.exp(op.mul(op.neg(b), a))), reduction)
